"""Somebody who goes back to what they asked before the last question.

"back to the airport: who attacked it?"               the turn that spoke of it, as the last one
"that drug we started with, when was it approved?"    the first one
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import INTERJECTIONS, content_stems, words
from qa.language.lexicon import SAME_COUNTRY
from qa.question.wants import AUXILIARY, WH, names
from qa.records import Turn
from qa.understand.before import PRONOUNS, Before, object_of
from qa.understand.pronouns import names_a_person, resolved
from qa.understand.statements import leaning_on, stated

__all__ = ["Return", "pointing", "returned", "with_what"]

_FILLER = rf"(?:hm+|ah|uh|um|er+|well|and|but|so|now|anyway|{'|'.join(sorted(INTERJECTIONS))})"
_START = rf"(?:{_FILLER}[\s,.:;!…—–-]+)*"
_ASKS = rf"(?P<asks>(?:(?:in|at|on|to|for|from|by|with|of|since|until|within|about|during|under|after|before)\s+)?(?:{WH}|{AUXILIARY})\b.*)"
_MARK = r"(?:\s*[,:;.?!…—–]+\s*|\s+-+\s+)"
_MOMENT = r"(?: (?:for|just) (?:a|one) (?:sec(?:ond)?|moment|minute|bit|while)| again| now| please| quickly| real quick| then| once more)*"
_GO = r"(?:(?P<wish>let['’]?s|let us|can we|could we|may i|can i|i want to|i['’]d like to|i wanna|if we) )?(?:just |quickly )?"
# What only somebody says who goes back; what may point at the last answer as well, unless it is said what it is of
_TO = rf"(?:{_GO}(?:go|get|come|jump|circle|turn|switch|return|going|getting|coming|jumping|circling|turning|switching|returning)(?: back)? to|back to|as for)"
_EARLIER = (
    r"(?:from (?:before|earlier|the (?:start|beginning))|(?:that |which )?(?:we|i) (?P<first>(?:started|began|opened)(?: with)?)|"
    r"(?:that |which )?(?:we|i|you) (?:asked|talked|spoke|mentioned|told|discussed|covered|had|said)(?: (?:you|me))?(?: (?:about|of))?(?: (?:before|earlier|at first|first|at the (?:start|beginning)))?|earlier|(?:mentioned|discussed) (?:before|earlier|above))"
)
_THAT = r"(?:the|that|this|those|these|our|my|your)"
_WHAT = r"(?P<what>[^,:;.?!—–]{2,60}?)"
_BACK = (
    re.compile(rf"{_START}{_TO}\s+{_WHAT}(?: {_EARLIER})?{_MOMENT}(?:{_MARK}|(?(wish)(?!)|\s+))(?:and\s+)?{_ASKS}", re.I),
    re.compile(rf"{_START}(?:you|we|i) (?:also |just )?(?:mentioned|spoke of|(?:talked|asked|spoke)(?: you)? about|said something about) {_WHAT} (?:earlier|before|at first){_MARK}(?:and\s+)?{_ASKS}", re.I),
    re.compile(rf"{_START}(?:(?:about|regarding|on|for|with|of|in)\s+)?(?P<what>(?:{_THAT} |(?-i:[A-Z]))[^,:;.?!—–]{{1,60}}?) {_EARLIER}{_MOMENT}{_MARK}(?:and\s+)?{_ASKS}", re.I),
    re.compile(rf"{_START}(?:(?:about|regarding|on|with)\s+)?(?P<what>(?:{_THAT} |(?-i:[A-Z]))[^,:;.?!—–]{{1,60}}?),? (?:again|once more){_MARK}(?:and\s+)?{_ASKS}", re.I),
)  # fmt: skip
_NO_NOUN = re.compile(rf".*\b(?:{AUXILIARY}|said|says|told)\b|tell ", re.I)
_OF_BOTH = re.compile(r"\b(?:compared?|differ(?:ent|ence)?)\b", re.I)  # asks of that and of what was spoken of last
_IS_THAT = re.compile(rf"{_THAT} ", re.I)
_WHICH = re.compile(r"^(?:which|what) ", re.I)
_POINTS = re.compile(r"^(?:that|this|those|these|our|my|your)\s+", re.I)
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "previous": -2, "earlier": -2}
_TURN = frozenset(
    words(
        "question answer topic subject thing story article one query point reply the my your our that initial original"
    )
)
_INITIAL = frozenset(words("first initial original start beginning"))
_GENERIC = frozenset(
    content_stems(
        "case story article thing topic subject question matter issue new old whole earlier news bit part one"
    )
)
_HALF = 0.5  # of what is said of it that a turn must speak of


@dataclass(frozen=True, slots=True)
class Return:
    """What somebody goes back to, in their words, what they ask of it, and the turns with the one that spoke of it at their end.

    found: whether any did. counted: whether it is a turn that they go back to, by its place, and no thing.
    """

    what: str
    asks: str
    turns: Sequence[Turn]
    found: bool = True
    counted: bool = False


def returned(text: str, turns: Sequence[Turn]) -> Return | None:
    """Where somebody goes back to, None for a text that goes on."""
    back = next((match for pattern in _BACK if (match := pattern.fullmatch(text))), None)
    if not back or not turns or _NO_NOUN.match(back["what"]) or _OF_BOTH.search(back["asks"]):
        return None
    if back.re in _BACK[2:] and not _IS_THAT.match(back["what"]) and names(f"- {back['what']}") != [back["what"]]:
        return None
    what, asks = (
        _POINTS.sub("the ", back["what"]),
        f"{back['asks'][:1].upper()}{back['asks'][1:].rstrip(' ?.!')}?",
    )
    counted = _counted(what, turns)
    turn = counted or _speaking_of(what, turns, begun=bool(back.groupdict().get("first")))
    if not turn and back.re is not _BACK[0]:
        return None
    last = [*(t for t in turns if t is not turn), turn] if turn else turns
    return Return(what, asks, last, found=bool(turn), counted=bool(counted))


def _counted(what: str, turns: Sequence[Turn]) -> Turn | None:
    """The turn that is meant by where it stands: "your first answer", "the previous question"."""
    said = set(words(what))
    nth = 0 if said & _INITIAL else next((_NTH[word] for word in said if word in _NTH), None)
    if nth is None or said - _TURN - _INITIAL - _NTH.keys() or not -len(turns) <= nth < len(turns):
        return None
    return turns[nth]


def _speaking_of(what: str, turns: Sequence[Turn], *, begun: bool) -> Turn | None:
    """The turn that spoke of something: the last one whose question says it, else whose answer or article does, else that says the most of it.
    begun: whether it is what the conversation began with."""
    if begun:
        return turns[0]
    sought = [_same(word) for word in set(content_stems(what)) - _GENERIC]
    told = [(turn, list(_told(turn))) for turn in reversed(turns)] if sought else []
    for level in range(len(told[0][1]) if told else 0):
        for turn, said in told:
            if all(word & said[level] for word in sought):
                return turn
    shares = [(sum(bool(word & said[-1]) for word in sought) / len(sought), turn) for turn, said in told]
    share, turn = max(shares, key=lambda found: found[0], default=(0.0, None))
    return turn if share >= _HALF else None


def _same(word: str) -> frozenset[str]:
    return SAME_COUNTRY.get(word, frozenset({word})) | {word}


def _told(turn: Turn) -> Iterator[set[str]]:
    """The words of a turn, more and more of them: of its question, its short answer, its articles' titles, its text, and its evidence."""
    answer = turn.answer
    titles = [cited.title for cited in answer.citations] or [found.title for found in turn.evidence[:1]]
    said: set[str] = set()
    for piece in (
        f"{turn.question} {turn.understood_as.question}",
        answer.short or "",
        " ".join(titles),
        "" if answer.refused else answer.text,
        " ".join(found.text for found in turn.evidence if found.title in titles),
    ):
        said = said | set(content_stems(piece))
        yield said


def pointing(back: Return, before: Before) -> tuple[str, Before]:
    """What is asked, and the turn that is gone back to as one whose subject is what is gone back to: "it" means that."""
    what = _called(back.what, before)
    asked = resolved(back.asks, before) if names_a_person(back.asks) and not names(what) else back.asks
    kinds = {PRONOUNS[word] for word in words(asked) if word in PRONOUNS}
    if back.counted or not kinds:
        return asked, before
    return asked, replace(before, short=None, meant=dict.fromkeys(kinds, what))


def with_what(back: Return, asked: str, before: Before) -> str:
    """A question with what it is asked of behind it, as far as it does not say that itself: "Who directs the project (Stardust)?"."""
    if back.counted:
        return asked if asked != back.asks else leaning_on(before, asked)
    what = _called(back.what, before)
    of_what = [] if _says(asked, what) else [what]
    named = names(f"- {what}") == [what] and what in f"{before.question} {before.short}"
    if of_what and asked == back.asks and not named:
        told = _WHICH.sub("", stated(before))
        of_what = [told] if _says(told, what) else [what, told]
    elif not names(back.asks) and not named:
        of_what += [name for name in names(before.question) if not _says(f"{asked} {what}", name)]
    return f"{asked.rstrip(' ?.!')} ({', '.join(of_what)})?" if of_what else asked


def _called(what: str, before: Before) -> str:
    """What a turn calls something: "Al-Nayrab airport" the airport, by its answer or its question."""
    if before.short and _says(before.short, what):
        return before.short
    named = None if names(what) else object_of(before.question)
    if not named or not _says(named, what):
        return what
    return f"the {named}" if f"the {named}" in before.question else named


def _says(text: str, what: str) -> bool:
    """Whether a text speaks of something, or of its country by another name."""
    said = set(content_stems(text))
    return all(_same(word) & said for word in content_stems(what))
