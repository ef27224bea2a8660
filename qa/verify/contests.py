"""Who won and who lost between two: read off a score or a verb by code, since a small model takes the one for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import content_stems
from qa.language.dates import YEAR

__all__ = ["Contest", "contest", "only_at_a_stage"]

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[\w’'.-]*(?: (?:(?:of|the|and) )?{_CAPITAL}[\w’'.-]*)*"
_ONE, _OTHER = rf"(?P<one>(?i:the )?{_NAME})", rf"(?P<other>(?i:the )?{_NAME})"
_WHO = r"\b(?i:who|(?:which|what)(?: [a-z]+){0,2}) (?i:(?:is|was) the )?(?P<verb>(?i:won|lost|wins?|loses?|winner|loser))\b"
_QUESTIONS = (
    re.compile(rf"{_WHO}.*\b(?i:between) {_ONE} and {_OTHER}"),
    re.compile(rf"{_WHO}.*\b(?i:of|between) {_ONE} (?i:against) {_OTHER}"),
    re.compile(rf"{_WHO}.*? (?P<one>{_NAME}) (?i:versus|vs?\.?) {_OTHER}"),  # "the" belongs to "the A versus B game"
    re.compile(rf"{_WHO}[^,:]*[,:] {_ONE},? or {_OTHER}"),
    re.compile(rf"^(?i:did|does|will) {_ONE} or {_OTHER} (?P<verb>(?i:win|lose))\b"),
)
_POINTS = r"(?P<a>\d{1,3})\s?[-–—]\s?(?P<b>\d{1,3})(?![\d%–—-])"
_SCORE = r"\d{1,3}\s?[-–—]\s?\d{1,3}"
_LEFT, _RIGHT = rf"(?P<left>{_NAME})", rf"(?P<right>{_NAME})"
_FEW = r"(?: [a-z]+){0,3}"  # "defeated debutants Panama"
_BEAT = r"(?:defeated|beats?|thrashed|overcame|outplayed|routed|crushed)"
# What the one on the left did: won, lost, or what the numbers say
_RESULTS = (
    (re.compile(rf"{_LEFT},? {_POINTS},? (?:the )?{_RIGHT}"), None),
    (re.compile(rf"{_LEFT}(?: ha(?:s|ve|d))?(?: [a-z]+ly)? {_BEAT}{_FEW} {_RIGHT}"), True),
    (re.compile(rf"{_LEFT} (?:won|wins?)(?: {_SCORE})? (?:against|over){_FEW} {_RIGHT}"), True),
    (re.compile(rf"{_LEFT} (?:lost|loses?)(?: {_SCORE})? (?:to|against){_FEW} {_RIGHT}"), False),
    (re.compile(rf"{_LEFT} (?:was|were|got) (?:defeated|beaten|thrashed)(?: {_SCORE})? by{_FEW} {_RIGHT}"), False),
)
_PERHAPS = re.compile(r"\b(?:(?i:if|unless|whether|should|could|might|would|had)|may)\b[^.;:,]*$")
_DECIDED_LATER = re.compile(r"\b(?:penalt\w+|shoot-?outs?|extra time|aggregate|tie-?break\w*|away goals)\b", re.I)
_NOBODY = re.compile(r"\b(?:draw|drew|drawn|tied?|neither|nobody|both|no one)\b", re.I)
# Who won a cup, and who beat whom on the fifth day of it
_WON = re.compile(
    r"\bwho (?:has |had )?won (?:the |this |last )?[^?]*?\b(?:cup|championships?|tournament|open|league|games|olympics|euro|trophy|grand slam)\b",
    re.I,
)
_STAGE = re.compile(
    r"\b(?:day (?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)|(?:first|second|third|fourth|opening|group|qualifying|early) "
    r"(?:round|stage|match|game|leg|heat|day)|(?:semi|quarter)[- ]?finals?|group [A-L])\b",
    re.I,
)
_WINS = re.compile(
    r"\b(?:won|wins?|winn(?:er|ing)s?|champions?|crowned|victor(?:y|ious)|triumph\w*|lift(?:s|ed)|titles?)\b", re.I
)
_BACK = 40  # characters
_LONGEST = 600  # characters of a sentence that are read: a row of a thousand capitals would take a second
_ALIKE = 4  # letters that a land and its people share


@dataclass(frozen=True, slots=True)
class Contest:
    """The two sides of a match or a race, as a question names them, whether it asks for the one that lost, and the years it speaks of."""

    one: str
    other: str
    lost: bool
    years: frozenset[str] = frozenset()

    def may_be(self, said: str) -> bool:
        """Whether an answer may be one of the two, or says that neither is; not where it names somebody else."""
        own = {stem[:_ALIKE] for stem in content_stems(said)}
        sides = {stem[:_ALIKE] for stem in content_stems(f"{self.one} {self.other}")}
        return bool(own & sides) or bool(_NOBODY.search(said))

    def is_one(self, said: str) -> bool:
        """Whether an answer is one of the two, and not both."""
        own = set(content_stems(said))
        within = [own <= set(content_stems(side)) for side in (self.one, self.other)]
        return any(within) and not all(within)

    def result(self, text: str) -> str | None:
        """The side that is asked for, by what a text tells of the two; "" of a draw, None where it tells nothing, not one thing, or of
        another year."""
        if self.years and (told := YEAR.findall(text)) and self.years.isdisjoint(told):
            return None
        found = set(self._results(text))
        if found == {""} and _DECIDED_LATER.search(text):
            return None
        return found.pop() if len(found) == 1 else None

    def _results(self, text: str) -> Iterator[str]:
        for pattern, won in _RESULTS:
            for match in pattern.finditer(text[:_LONGEST]):
                left, right = self._side(match["left"]), self._side(match["right"])
                lead = text[max(0, match.start() - _BACK) : match.end("left")]
                if not left or not right or left == right or _PERHAPS.search(lead):
                    continue
                if won is None:
                    won_by = int(match["a"]) - int(match["b"])
                    yield "" if not won_by else left if (won_by > 0) != self.lost else right
                else:
                    yield left if won != self.lost else right

    def _side(self, name: str) -> str | None:
        """Which of the two a name is."""
        own = set(content_stems(name)) if not re.search(r"['’]s?$", name) else set[str]()
        fit = [side for side in (self.one, self.other) if own and _same(own, set(content_stems(side)))]
        return fit[0] if len(fit) == 1 else None


def contest(question: str) -> Contest | None:
    """The contest between two of which a question asks who won or lost it."""
    for form in _QUESTIONS:
        if match := form.search(question):
            lost = match["verb"].casefold().startswith("los")
            return Contest(match["one"], match["other"], lost, frozenset(YEAR.findall(question)))
    return None


def only_at_a_stage(question: str, cited: Sequence[str]) -> bool:
    """Whether it is asked who won a cup, and all that is cited tells of one stage of it, and of nobody who won it."""
    if not _WON.search(question) or _STAGE.search(question):
        return False
    return bool(cited) and all(_STAGE.search(text) and not _WINS.search(text) for text in cited)


def _same(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
