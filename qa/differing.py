"""Reports that tell otherwise than the answer: an earlier toll, another age, another sum. The reader is shown them beside it.

What is compared are numbers: of the killed or the hurt, of things counted, sums, shares, ages, lengths, times and weights. A report
tells otherwise where it speaks of all that is asked, gives one such number, and nowhere the answer's own or a rounder form of it.
Reports of another day or year tell of something else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from index import STOP_WORDS, Evidence, content_stems, stem, stems, words
from qa.casualties import casualties, of_what
from qa.footnotes import without_footnotes
from qa.measures import UNITS, Measure, measure
from qa.phrases import numbers_of
from qa.quantities import quantities, quantity
from qa.questions import required_stems, things_counted, wanted
from qa.records import Answer, Citation
from qa.verify import cite
from qa.verify.lexicon import NUMBERS

__all__ = ["LEAD", "Differing", "differing", "told_otherwise"]

LEAD = "Other reports differ:"
_MOST = 3  # reports shown, each with another number
# Chosen on the dev half of bench/questions-differing.jsonl: by rules alone, and where a model is asked whether it is so.
_COVERED, _COVERED_PERHAPS = (
    0.6,
    0.5,
)  # of what the cited sentence and its headline hold of the question, what another's must …
_SPOKEN_OF, _SPOKEN_OF_PERHAPS = 0.45, 0.3  # … and of the whole question
_APART = 60 * 86_400  # seconds between two reports of one thing
_YEAR = 31_557_600.0  # seconds
_OLDER = (
    2 * _YEAR,
    0.15,
)  # two people, and not one whose age is told in two ways, are further apart, as a share of their age
_ROUND = 1000  # a number from here on is mostly a round one
_LITTLE_MORE = 1.1  # "more than 80" is 84; "at least 50" tells less than 59
_FAR_OFF = 4.0  # times the answer, or the other way round: of something else
_CONVERTED = 0.03  # by which miles and kilometres may miss each other, as a share

_AGE_ASKED = re.compile(r"\bhow old\b|\bwhat age\b", re.I)
_AGE = re.compile(r"\b(?P<age>[\w-]+?[- ](?:year|month|week)s?[- ]old)\b(?:,? (?P<noun>[a-z]+))?")
_GROUP = re.compile(r"\b[Hh]ow many [A-Z][a-z]+s\b")  # "Americans"
_AT_LEAST = re.compile(r"\b(?:more[ -]than|over|at least|above|upwards of|no (?:fewer|less) than)\b|\+|\bplus\b", re.I)
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|some|roughly|approximately|up to|close to|dozens?|hundreds|as many as|an? estimated|under|"
    r"(?:less|fewer) than)\b",
    re.I,
)
_PEOPLE = frozenset(
    content_stems(
        "people person persons men women children others victims passengers residents students workers civilians adults individuals "
        "consumers customers users"
    )
)
_ASKING = frozenset(content_stems("many much old age"))
_SOMEBODY = frozenset(content_stems("boy girl child toddler man woman son daughter kid teenager suspect"))


class _Number(NamedTuple):
    """A number as it is written, with what stands before it ("more than 70"), and what it measures."""

    written: str
    measure: Measure


class Differing(NamedTuple):
    """A sentence of another report, and the number that it gives in the answer's place, as it is written.

    sure: whether rules alone tell that it does; else a model has to say so, too.
    """

    evidence: Evidence
    number: str
    sure: bool


def differing(answer: Answer, question: str, ranked: Sequence[Evidence]) -> list[Differing]:
    """The sentences of other reports that give another number than the answer, one of each number.

    ranked: sentences found for the question, best first.
    """
    told, cited = _told(answer, question)
    return _others(question, told, cited, ranked) if told and cited else []


def told_otherwise(answer: Answer, others: Sequence[Differing]) -> Answer:
    """The answer with a quote of each report that differs; the citation of such a quote says the number in `differs`."""
    if not others:
        return answer
    known = {(c.article_id, c.start): c for c in answer.citations}
    new: list[Citation] = []
    for e, number, _ in others:
        if (e.article_id, e.start) in known:
            known[e.article_id, e.start] = replace(known[e.article_id, e.start], differs=number)
        else:
            free = max(c.n for c in (*answer.citations, *new)) + 1
            new.append(replace(cite(e, free), differs=number))
    quotes = " ".join(" ".join(f"{without_footnotes(c.quote)} [{c.n}]" for c in new).split())
    text = f"{answer.text}\n\n{LEAD} {quotes}" if new else answer.text
    return replace(answer, text=text, citations=(*known.values(), *new))


def _told(answer: Answer, question: str) -> tuple[_Number | None, Citation | None]:
    """The number that answers, as its source writes it, and the citation that holds it."""
    found = measure(answer.short) if answer.short and not answer.refused and wanted(question) == "number" else None
    if not answer.short or not found or found.unit.startswith("date"):
        return None, None
    if not found.unit and _AGE_ASKED.search(question):
        found = replace(found, unit="time", size=_YEAR)
    if quantity(question) is None and found.unit not in UNITS.values():  # "how long": neither "65" nor "one coach"
        return None, None
    for citation in answer.citations:
        for written in numbers_of(citation.quote):
            if (m := measure(written)) and m.values == found.values:
                return _Number(written, found), citation
    return None, None


def _others(question: str, told: _Number, cited: Citation, ranked: Sequence[Evidence]) -> list[Differing]:
    """The sentences of other reports that give another number than is told."""
    asked, required = set(content_stems(of_what(question))) - _PEOPLE - _ASKING, required_stems(question)
    own = _told_of(cited.title, cited.quote, cited.published)
    reports: dict[str, list[Evidence]] = {}
    for e in ranked:
        reports.setdefault(e.article_id, []).append(e)
    enough = max(_COVERED * len(asked & own), _SPOKEN_OF * len(asked))
    perhaps = max(_COVERED_PERHAPS * len(asked & own), _SPOKEN_OF_PERHAPS * len(asked))
    found: dict[tuple[float, ...], Differing] = {}
    for article_id, sentences in reports.items():
        if article_id == cited.article_id or not _of_one_time(sentences[0], cited):
            continue
        if any(_holds(e.text, told) for e in sentences):
            continue
        named = frozenset[str]().union(*(_told_of(e.title, e.text, e.published) for e in sentences))
        for e in sentences:
            held = _told_of(e.title, e.text, e.published)
            number = _number(question, told, e.text)
            if number and len(asked & held) >= perhaps and required & own <= named:
                sure = len(asked & held) >= enough and required & own <= held
                found.setdefault(number.measure.values, Differing(e, number.written, sure))
                break
    return sorted(found.values(), key=lambda d: not d.sure)[:_MOST]


def _told_of(title: str, text: str, published: int | None) -> set[str]:
    """Stems of what a sentence tells of, its headline, month and year with it."""
    when = "" if published is None else datetime.fromtimestamp(published, UTC).strftime("%B %Y")
    return set(stems(f"{title} {text} {when}"))


def _of_one_time(e: Evidence, cited: Citation) -> bool:
    """Whether two reports are of about one time, so far as that is known."""
    return e.published is None or cited.published is None or abs(e.published - cited.published) <= _APART


def _number(question: str, told: _Number, text: str) -> _Number | None:
    """The one number of a sentence that stands where the answer's does, and is another."""
    numbers = [_Number(written, m) for written in _fitting(question, told, text) if (m := measure(written))]
    like = [
        number for number in numbers if _may_be_of_one(told.measure, number.measure, bool(_AGE_ASKED.search(question)))
    ]
    return like[0] if len({number.measure.values for number in like}) == 1 and not _agree(told, like[0]) else None


def _fitting(question: str, told: _Number, text: str) -> list[str]:
    """The numbers of a sentence that may answer a question."""
    if (of_them := casualties(question, text)) is not None:
        return [of_them.number] if of_them.number else []
    if _AGE_ASKED.search(question):
        return [age["age"] for age in _AGE.finditer(text) if _is_somebody(age["noun"], question)]
    if told.measure.unit in UNITS.values():
        return [n for n in numbers_of(text) if (m := measure(n)) and m.unit == told.measure.unit]
    found = quantities(question, text)
    if quantity(question) != "count":
        return found
    counted = things_counted(question)[-1] if things_counted(question) else None
    people = counted is None or counted in _PEOPLE or bool(_GROUP.search(question))  # "How many were hurt?"
    return [n for n in found if (noun := _noun(n)) == counted or (people and (not noun or noun in _PEOPLE))]


def _noun(number: str) -> str:
    """The stem of the noun behind a number; "" where none stands there."""
    behind = [w for w in words(number) if w.isalpha() and w not in NUMBERS and w not in STOP_WORDS]
    return stem(behind[-1]) if behind and not _ABOUT.fullmatch(behind[-1]) else ""


def _is_somebody(noun: str | None, question: str) -> bool:
    """Whether "a 3-year-old boy" may be whom a question asks about, by the word behind the age."""
    return not noun or noun in STOP_WORDS or stem(noun) in _SOMEBODY | set(content_stems(question))


def _may_be_of_one(told: Measure, other: Measure, age: bool) -> bool:
    """Whether two numbers are of one unit, and near enough to be told of one thing; an age is of one person."""
    first, second = told.values[0] * told.size, other.values[0] * other.size
    near = (
        abs(first - second) <= max(_OLDER[0], _OLDER[1] * first)
        if age
        else first <= _FAR_OFF * second <= _FAR_OFF**2 * first
    )
    return near and _comparable(told, other)


def _comparable(one: Measure, other: Measure) -> bool:
    """Whether two numbers are of one unit; a number without a noun counts what the other counts."""
    if one.unit == other.unit:
        return True
    return "" in (one.unit, other.unit) and not {one.unit, other.unit} & {*UNITS.values(), "$", "£", "€", "%"}


def _holds(text: str, told: _Number) -> bool:
    """Whether a sentence gives the answer's number."""
    numbers = (_Number(written, m) for written in numbers_of(text) if (m := measure(written)))
    return any(_comparable(told.measure, n.measure) and _agree(told, n) for n in numbers)


def _agree(one: _Number, other: _Number) -> bool:
    """Whether two numbers are the same, or one of them a round form of the other: "more than 80" of 84, "$121 billion" of $120.7 billion."""
    first, second = (n.measure.values[0] * n.measure.size for n in (one, other))
    if math.isclose(first, second, rel_tol=_CONVERTED if one.measure.size != other.measure.size else 1e-6):
        return True
    return _is_round(one, second / one.measure.size) or _is_round(other, first / other.measure.size)


def _is_round(number: _Number, exact: float) -> bool:
    """Whether a number is a round form of an exact one."""
    (value,) = number.measure.values
    if not value or exact <= 0:
        return False
    figures = len(f"{value:.9e}".partition("e")[0].replace(".", "").rstrip("0"))
    step = 10.0 ** (math.floor(math.log10(exact)) - figures + 1)
    vague = value >= _ROUND or _ABOUT.search(number.written)
    below = math.isclose(math.floor(exact / step + 1e-9) * step, value, rel_tol=1e-9) and exact <= _LITTLE_MORE * value
    nearest = math.isclose(round(exact / step) * step, value, rel_tol=1e-9)
    return bool((vague and (nearest or below)) or (below and _AT_LEAST.search(number.written)))
