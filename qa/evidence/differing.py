"""Reports that tell otherwise than the answer: an earlier toll, another age, another sum. The reader is shown them beside it.

What is compared are numbers: of the killed or the hurt, of things counted, sums, shares, ages, lengths, spans, weights and speeds, times
of day, years and places in an order. A report of the same weeks, of a year any report, tells otherwise where a sentence speaks of what is
asked and gives such a number, and nothing in the report gives the answer's own or a round form of it. Rules are sure of some; of the others
a model has to say that it is so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from index import STOP_WORDS, Article, Evidence, content_stems, sentences_of, stem, words
from qa.facts.casualties import asks_casualties, casualties, of_what
from qa.facts.fitting import (
    ANYBODY,
    PEOPLE,
    YOUNG,
    Alike,
    ages,
    fitting,
    measured,
    noun_of,
    numbers_as_asked,
    years_in,
)
from qa.facts.measures import YEAR
from qa.facts.rounding import HOUR_GIVEN, PLACE, YEAR_GIVEN, Number, agree, comparable
from qa.language.footnotes import without_footnotes
from qa.language.hours import minutes_apart
from qa.language.lexicon import NUMBERS
from qa.question.wants import asks_age, required_stems, spoken_stems, things_counted
from qa.records import Answer, Citation
from qa.verify import cite

__all__ = ["LEAD", "Differing", "differing", "told_otherwise"]

# Before the quotes of reports that differ: published after what is cited for the answer, before it, or both, or nobody knows
LEAD = re.compile(r"\b(?:Later|Earlier|Other) reports differ:")
_MOST = 3  # reports shown, each with another number
# Of what the cited sentence and its headline hold of the question, what another's must, and of the whole question; chosen on the dev half of
# bench/questions-differing.jsonl.
_COVERED, _SPOKEN_OF = 0.4, 0.24
_SURELY_COVERED, _SURELY_SPOKEN_OF = 0.6, 0.45
_DAY = 86_400
_APART = 60 * _DAY  # seconds between two reports of one thing
# Two people, and not one whose age is told in two ways, are further apart: in seconds, as a share of their age
_OLDER, _OLDER_SHARE = 2 * YEAR, 0.15
_MINUTES_OFF = 180  # between two times of day that are told of one thing
_YEARS_OFF, _PLACES_OFF = 5, 2  # between two years that are told of one thing, and two places in an order
_FAR_OFF = 4.0  # times the answer, or the other way round: of something else

_LABEL = re.compile(r".*?(?:%|\b(?:per ?cent|pct)\b)", re.I)
# What is planned, denied or feared, was so at another time, or is so each time
_OTHERWISE = re.compile(
    r"\b(?:plan(?:s|ned)?|expect(?:s|ed)?|forecasts?|target|goal|hope[sd]?|wants?|would|could|may|might|fear(?:s|ed)?|den(?:y|ied|ies)|wrong(?:ly)?|"
    r"initially|originally|preliminary|first|not|never|last|next|previous(?:ly)?|earlier|since|per|each|every|half|an? (?:day|week|month|year)|children|women|opposed|against)\b",
    re.I,
)
# What a report gives as another's number, or as its own of before: "(The boy was initially reported to be 4.)"
_CORRECTED = re.compile(
    r"(?<!\bas )\b(?:earlier|initial(?:ly)?|previous(?:ly)?|originally|at first|first) (?:\w+ )?(?:report(?:s|ed)?|said|thought|believed|put|given|"
    r"estimate[sd]?|figures?|tolls?)\b(?!.*\bconfirm)",
    re.I,
)
_ASKING = frozenset(content_stems("many much old age"))


class Differing(NamedTuple):
    """A sentence of another report, and the number that it gives in the answer's place, as it is written.

    sure: whether rules tell that it does, or a model that was asked.
    """

    evidence: Evidence
    number: str
    sure: bool


def differing(
    answer: Answer,
    question: str,
    ranked: Sequence[Evidence],
    article_of: Callable[[Evidence | Citation], Article],
    alike: Alike = lambda *_: False,
    lacking: Callable[[Article], Collection[str]] = lambda _: (),
) -> list[Differing]:
    """The sentences of other reports that give another number than the answer, one of each number, those first that are sure.

    ranked: sentences found for the question, best first. alike: whether two nouns mean about the same, as "photos" and "pictures" do.
    lacking: the names of the question that an article has no word of; one that the cited article speaks of must not be among them.
    """
    asked = _asked(answer, question)
    if not asked:
        return []

    def of_it(article: Article) -> bool:
        return set(lacking(article)) <= set(lacking(article_of(asked.cited)))

    return _others(asked, ranked, article_of, alike, of_it)


def told_otherwise(answer: Answer, others: Sequence[Differing]) -> Answer:
    """The answer with a quote of each report that differs behind it; the citation of such a quote says the number in `differs`."""
    if not others:
        return answer
    citations, text, quotes = list(answer.citations), answer.text, list[str]()
    for e, number, _ in others:
        at = next((n for n, c in enumerate(citations) if (c.article_id, c.start) == (e.article_id, e.start)), None)
        if at is None:
            at = len(citations)
            citations.append(cite(e, max(c.n for c in citations) + 1))
        citations[at] = replace(citations[at], differs=number)
        quote = " ".join(f"{without_footnotes(citations[at].quote)} [{citations[at].n}]".split())
        if quote in text:  # the extractive engine quotes it among others
            text = text.replace(quote, "").replace("  ", " ").strip()
        quotes.append(quote)
    lead = _lead([c.published for c in citations if not c.differs], [other.evidence.published for other in others])
    return replace(answer, text=f"{text}\n\n{lead} {' '.join(quotes)}", citations=tuple(citations))


def _lead(cited: Sequence[int | None], others: Sequence[int | None]) -> str:
    """How reports that differ are announced, by the days on which they and what is cited for the answer were published."""
    own, theirs = [t // _DAY for t in cited if t is not None], [t // _DAY for t in others if t is not None]
    when = "Other"
    if own and len(own) + len(theirs) == len(cited) + len(others):
        when = "Later" if min(theirs) > max(own) else "Earlier" if max(theirs) < min(own) else when
    return f"{when} reports differ:"


class _Asked(NamedTuple):
    """What was asked and answered: the number, as its source writes it, and the citation that holds it.

    says: stems of the question, beside those for people and what became of them. required: those of its names and numbers.
    held: those that the cited sentence tells of.
    """

    question: str
    number: Number
    cited: Citation
    says: set[str]
    required: set[str]
    held: set[str]

    @property
    def age(self) -> bool:
        return asks_age(self.question)

    @property
    def exact(self) -> bool:
        """Whether it is a time of day, a year or a place in an order, of which an article may give others of other things."""
        return self.number.measure.unit in (YEAR_GIVEN, PLACE) or self.hour

    @property
    def toll(self) -> bool:
        """Whether it counts people by what became of them."""
        return asks_casualties(self.question)

    @property
    def hour(self) -> bool:
        """Whether it is a time of day."""
        return self.number.measure.unit.startswith(HOUR_GIVEN)

    def share(self, held: set[str], of_own: float, of_all: float) -> float:
        """How much of what is asked a sentence holds, 1 where it is enough: of what the cited one holds, beside names, too, and of the whole.

        Of one runner "has not raced over cross country for 15 years" and "has held the record for eight" tell two things.
        """
        whole = len(self.says & held) / max(of_own * len(self.says & self.held), of_all * len(self.says), 1)
        if self.toll or self.age:  # told in many words
            return whole
        happened = self.says - self.required - set(things_counted(self.question))
        told = of_own * len(happened & self.held)
        return min(whole, len(happened & held) / told) if told else whole


def _asked(answer: Answer, question: str) -> _Asked | None:
    """What other reports are compared with; None where no number answers."""
    found = measured(answer.short, question) if answer.short and not answer.refused else None
    if not found:
        return None
    for cited in answer.citations:
        for number in numbers_as_asked(question, cited.quote):
            if number.measure.values == found.values:
                says = set(content_stems(of_what(question))) - PEOPLE - _ASKING
                held = _told_of(cited.title, cited.quote, cited.published)
                told = number._replace(measure=found)
                return _Asked(question, told, cited, says, required_stems(question), held)
    return None


def _others(
    asked: _Asked,
    ranked: Sequence[Evidence],
    article_of: Callable[[Evidence], Article],
    alike: Alike,
    of_it: Callable[[Article], bool],
) -> list[Differing]:
    """The sentences of other reports that give another number than is told; of_it: whether an article may tell of what is asked."""
    reports: dict[str, list[Evidence]] = {}
    for e in ranked:
        if e.article_id != asked.cited.article_id and _of_one_time(e, asked):
            reports.setdefault(e.article_id, []).append(e)
    found: dict[float, Differing] = {}
    for sentences in reports.values():
        held_by = [_told_of(e.title, e.text, e.published) for e in sentences]
        if not asked.required & asked.held <= set[str]().union(*held_by):
            continue
        candidates: list[tuple[Differing, float]] = []
        for e, held in zip(sentences, held_by, strict=True):
            number, alone = _number(asked, e.text, alike)
            if number and asked.share(held, _COVERED, _SPOKEN_OF) >= 1:
                sure = alone and _is_sure(asked, number, e, held)
                candidates.append((Differing(e, _label(number), sure), round(number.size, 6)))
        candidates.sort(key=lambda candidate: not candidate[0].sure)
        if candidates and of_it(article := article_of(candidates[0][0].evidence)) and not _tells(article, asked):
            other, size = candidates[0]
            if size not in found or (other.sure and not found[size].sure):
                found[size] = other
    return sorted(found.values(), key=lambda other: not other.sure)[:_MOST]


def _is_sure(asked: _Asked, number: Number, e: Evidence, held: set[str]) -> bool:
    """Whether rules alone tell that a sentence gives its number in the answer's place.

    Casualties are told by words of their own, and an age in many; of everything else the verb must be the same.
    """
    if (
        asked.exact
        or asked.share(held, _SURELY_COVERED, _SURELY_SPOKEN_OF) < 1
        or not asked.required & asked.held <= held
    ):
        return False
    freely_told = asked.age or casualties(asked.question, e.text) is not None
    if not freely_told and not asked.says & asked.held <= held:
        return False
    if any(word.casefold() not in asked.cited.quote.casefold() for word in _OTHERWISE.findall(e.text)):
        return False
    if years_in(e.text) - years_in(f"{_when(e.published)} {asked.question}"):
        return False
    said = set(content_stems(asked.question))
    if asked.age:
        nouns = [stem(noun) for age, noun in ages(e.text) if age == number.written and noun and noun not in STOP_WORDS]
        return all(noun in said or (noun in YOUNG and bool(said & YOUNG)) for noun in nouns)
    noun = _noun_behind(number.written, e.text)
    # "30 children" of "84 people"; "four photos" of "three pictures"
    return noun not in PEOPLE - ANYBODY - said and not (noun and number.alike)


def _told_of(title: str, text: str, published: int | None) -> set[str]:
    """Stems of what a sentence tells of, its headline, month and year with it."""
    return spoken_stems(f"{title} {text} {_when(published)}")


def _when(published: int | None) -> str:
    """The month and year of a report: "March 2024"; "" where they are not known."""
    return "" if published is None else datetime.fromtimestamp(published, UTC).strftime("%B %Y")


def _of_one_time(e: Evidence, asked: _Asked) -> bool:
    """Whether two reports are of about one time, so far as that is known; a year is told of long after."""
    cited = asked.cited
    if asked.number.measure.unit == YEAR_GIVEN:
        return True
    return e.published is None or cited.published is None or abs(e.published - cited.published) <= _APART


def _number(asked: _Asked, text: str, alike: Alike) -> tuple[Number | None, bool]:
    """The number of a sentence that may stand where the answer's does, and is another; and whether there is but one."""
    found = fitting(asked.question, asked.number.measure.unit, text, alike)
    like = [n for n in found if _may_be_of_one(asked, n)]
    if not like or any(agree(asked.number, number, asked.toll) for number in like):
        return None, False
    return like[0], len({round(number.size, 6) for number in like}) == 1


def _noun_behind(number: str, text: str) -> str:
    """The stem of a number's noun, also where it is given without one: "children" of "killing 30 children"; "" for none."""
    behind = re.match(r"\s+([a-z]+)", text[text.find(number) + len(number) :])
    return stem(noun_of(number) or (behind[1] if behind else ""))


def _label(number: Number) -> str:
    """A number as a reader is told it: "40%" of "40% of Dorn"."""
    share = _LABEL.match(number.written)
    return share[0] if share else number.written


def _may_be_of_one(asked: _Asked, other: Number) -> bool:
    """Whether two numbers are of one unit, and near enough to be told of one thing; an age is of one person."""
    first, second = asked.number.size, other.size
    if asked.hour:
        near = minutes_apart(first, second) <= _MINUTES_OFF
    elif asked.exact:
        near = abs(first - second) <= (_YEARS_OFF if asked.number.measure.unit == YEAR_GIVEN else _PLACES_OFF)
    elif asked.age:
        near = abs(first - second) <= max(_OLDER, _OLDER_SHARE * first)
    else:
        near = first <= _FAR_OFF * second <= _FAR_OFF**2 * first
    return near and comparable(asked.number.measure, other.measure)


def _is_age(number: str, text: str) -> bool:
    """Whether a number stands as an age does: "4-year-old", "4 years old", "aged 4", "a boy, 4, fell"; not "a mother of four"."""
    behind = rf"{re.escape(number)}(?:[- ]?years?)?(?:[- ]olds?\b|yo\b|\s+years of age)"
    return bool(
        number.endswith("old")
        or re.search(rf"(?:\b(?:aged?|turned)\s+|,\s*){re.escape(number)}\s*(?:[,.;)]|$)|\b{behind}", text, re.I)
    )


def _not_taken_back(numbers: Sequence[Number], text: str) -> list[Number]:
    """The numbers of a sentence without the one that it says was given before: 4 of "initially reported to be 4, but he is 3"."""
    taken_back = _CORRECTED.search(text)
    end = taken_back.end() if taken_back else len(text)
    later = next((n for n in numbers if text.find(n.written, end) >= 0), None)
    return [n for n in numbers if n is not later]


def _tells(article: Article, asked: _Asked) -> bool:
    """Whether an article gives the answer's number, of those that the question means where it tells of the killed and the hurt.

    What it says that others gave before it, it does not give.
    """
    told = asked.number
    for text in (article.title, *(article.text[start:end] for start, end in sentences_of(article))):
        if not any(c.isdigit() for c in text) and not set(words(text)) & NUMBERS.keys():
            continue
        if asked.exact and asked.share(_told_of(article.title, text, None), _COVERED, _SPOKEN_OF) < 1:
            continue
        of_them = casualties(asked.question, text)
        for number in _not_taken_back(numbers_as_asked(asked.question, text), text):
            if of_them and number.measure.values[0] in of_them.others:
                continue
            if asked.age and not _is_age(number.written, text):
                continue
            same = comparable(told.measure, number.measure) and agree(told, number, asked.toll)
            if same or (asked.age and number.measure.values == told.measure.values):
                return True
    return False
