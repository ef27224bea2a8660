"""The numbers of a sentence that may stand where an answer does: of its unit, of what is counted, ages, years, places in an order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from index import STOP_WORDS, content_stems, stem, words
from qa.facts.casualties import befallen, casualties
from qa.facts.measures import UNITS, YEAR, Measure, reading
from qa.facts.quantities import YEARS_OLD, quantities, quantity
from qa.facts.rounding import HOUR_GIVEN, PLACE, YEAR_GIVEN, Number, numbers_in, placed
from qa.language.hours import asks_hour, hours_in
from qa.language.lexicon import NUMBERS
from qa.question.wants import asks_age, asks_year, things_counted, wanted

__all__ = [
    "ANYBODY",
    "PEOPLE",
    "YOUNG",
    "Alike",
    "ages",
    "fitting",
    "measured",
    "noun_of",
    "numbers_as_asked",
    "years_in",
]

Alike = Callable[[str, str], bool]  # whether two nouns mean about the same, as "photos" and "pictures" do

ANYBODY = frozenset(content_stems("people person persons individuals lives souls victims others dead"))
PEOPLE = ANYBODY | set(
    content_stems("men women children passengers residents students workers civilians adults consumers customers users")
)
YOUNG = frozenset(content_stems("boy girl child toddler kid teenager son daughter"))
_SOMEBODY = YOUNG | set(content_stems("man woman suspect"))
_AGE = re.compile(rf"\b(?P<age>{YEARS_OLD})\b(?:,? (?P<noun>[a-z]+))?")
_GROUP = re.compile(r"\b[Hh]ow many [A-Z][a-z]+s\b")  # "Americans"
_LITTLE_BESIDE = (
    4  # words of a short answer that is a number, "about 2.5 million dollars", though any thing was asked for
)
_OF_ITSELF = {*UNITS.values(), "$", "£", "€", "%"}  # units that tell what kind of thing is measured, whatever was asked
_YEAR = re.compile(r"(?<![$£€.,])\b(?:1[5-9]|20)\d\d\b(?! (?:GMT|people|workers|others)\b)")
_YEAR_ALONE = re.compile(rf"(?:in |since |about )?({_YEAR.pattern})", re.I)
_PLACE_ASKED = re.compile(r"\b(?:which|what) (?P<noun>lap|minute|round|inning|over|floor|place|position|spot)\b", re.I)
_OF_THE_BEST = frozenset({"place", "position", "spot"})  # for which "16th" alone stands
_NTH = r"\b(\d{1,3})(?:st|nd|rd|th)\b"
# "was 16th in …", "back to 16th."; not "the 16th race", "Sept. 16th", "Sunday 16th"
_BARE_NTH = re.compile(
    rf"(?<!\bthe )(?<!\ba )(?<!\blate )(?<!\bearly )(?P<day>\b[A-Z][a-z]+\.?,? )?{_NTH}"
    r"(?=\W*$|[,.;:)]|\s+(?:in|at|to|on|overall|after|behind|for|and|as|with|when|before|out|from|by)\b)"
)


def measured(short: str, question: str) -> Measure | None:
    """What a short answer measures, in the unit that its question asks for; None where it tells no number of it."""
    if asks_hour(question):
        hours = _hours(short)
        return hours[0].measure if len(hours) == 1 else None
    if _tells_year(question):
        year = _YEAR_ALONE.fullmatch(short.strip())
        return Measure(YEAR_GIVEN, (float(year[1]),)) if year else None
    if _PLACE_ASKED.search(question):
        found = re.findall(r"\d+", short)
        return Measure(PLACE, (float(found[0]),)) if len(found) == 1 else None
    told = reading(question)(short)
    if wanted(question) != "number":
        alone = wanted(question) == "thing" and len(short.split()) <= _LITTLE_BESIDE
        return told if told and alone and told.unit in _OF_ITSELF else None
    if told is None and len(found := numbers_as_asked(question, short)) == 1 and found[0].least is not None:
        told = found[0].measure
    if told is None or told.unit.startswith("date"):
        return None
    if not told.unit and asks_age(question):
        return replace(told, unit="time", size=YEAR)
    # "how long": neither "65" nor "one coach"
    return None if quantity(question) is None and told.unit not in UNITS.values() else told


def numbers_as_asked(question: str, text: str) -> list[Number]:
    """All numbers of a text, read as the question asks for them: "80m" as metres, times of day, years, or places in an order."""
    if asks_hour(question):
        return _hours(text)
    if _tells_year(question):
        return [Number(year, year, Measure(YEAR_GIVEN, (float(year),))) for year in _YEAR.findall(text)]
    if row := _PLACE_ASKED.search(question):
        noun = row["noun"].casefold()
        found = list(re.finditer(rf"{_NTH}[ -]{noun}\b|\b{noun} (\d{{1,3}})\b", text, re.I))
        if noun in _OF_THE_BEST and not found:
            found = [m for m in _BARE_NTH.finditer(text) if not m["day"]]
        return [Number(m[0], m[0], Measure(PLACE, (float(m[m.lastindex or 0]),))) for m in found]
    return numbers_in(text, reading(question))


def fitting(question: str, unit: str, text: str, alike: Alike) -> list[Number]:
    """The numbers of a sentence that may answer a question whose answer is of such a unit. alike: of nouns."""
    if unit in (YEAR_GIVEN, PLACE) or unit.startswith(HOUR_GIVEN):
        known = years_in(question)
        found = [number for number in numbers_as_asked(question, text) if number.written not in known]
        return found if len({number.size for number in found}) == 1 else []
    if (of_them := casualties(question, text)) is not None:
        return placed([of_them.number] if of_them.number else [], text)
    if asks_age(question):
        return placed([age for age, noun in ages(text) if _is_somebody(noun, question)], text)
    if unit in UNITS.values() or wanted(question) != "number":
        return [number for number in numbers_as_asked(question, text) if number.measure.unit == unit]
    found = quantities(question, text)
    if quantity(question) != "count":
        return placed(found, text)
    numbers: list[Number] = []
    of_others = befallen(text)  # the dead are not those who were trapped
    things = _counted(question)
    same = set(map(stem, things)) or {*PEOPLE, *things_counted(question)[-1:]}
    for phrase in found:
        noun = noun_of(phrase)
        if stem(noun) in same if noun else not things:  # "20" without a noun counts people
            numbers += placed([phrase], text)
        elif noun and any(alike(noun, word) for word in things):
            numbers += [n._replace(measure=replace(n.measure, unit=unit), alike=True) for n in placed([phrase], text)]
    return [number for number in numbers if number.size not in of_others]


def ages(text: str) -> list[tuple[str, str | None]]:
    """Each age of a sentence as it is written, with the word behind it: "4-year-old" and "boy"."""
    return [(age["age"], age["noun"]) for age in _AGE.finditer(text)]


def years_in(text: str) -> set[str]:
    """The years that a text speaks of."""
    return set(_YEAR.findall(text))


def noun_of(number: str) -> str:
    """The noun behind a number; "" where none stands there."""
    behind = [w for w in words(number) if w.isalpha() and w not in NUMBERS and w not in STOP_WORDS]
    return behind[-1] if behind and not behind[-1].endswith("ly") else ""


def _tells_year(question: str) -> bool:
    return asks_year(question) or wanted(question) == "when"


def _hours(text: str) -> list[Number]:
    """The times of day of a text, each with its zone in its unit."""
    return [
        Number(written, written, Measure(f"{HOUR_GIVEN} {zone}".strip(), (float(minutes),)))
        for written, minutes, zone in hours_in(text)
    ]


def _counted(question: str) -> list[str]:
    """What "how many" counts, as it is typed; empty where that is people."""
    *_, counted = (None, *things_counted(question))
    people = counted is None or counted in PEOPLE or _GROUP.search(question)  # "How many were hurt?"
    return [] if people else [word for word in words(question) if stem(word) == counted]


def _is_somebody(noun: str | None, question: str) -> bool:
    """Whether "a 3-year-old boy" may be whom a question asks about, by the word behind the age."""
    return not noun or noun in STOP_WORDS or stem(noun) in _SOMEBODY | set(content_stems(question))
