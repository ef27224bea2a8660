"""What a short answer measures: "two hours" → 7,200 seconds, so that it can be compared with "90 minutes"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from index import STOP_WORDS, stem
from qa.language.lexicon import NUMBERS, root
from qa.language.reading import read
from qa.question.wants import MEASURE_ASKED, PLURAL, WEIGHT_ASKED

__all__ = [
    "AN_HOUR",
    "POUNDS",
    "UNITS",
    "YEAR",
    "Measure",
    "measure",
    "ordered",
    "reading",
    "units_asked",
    "with_an_hour",
]

YEAR = 31_557_600.0  # seconds

_HOUR = 3600  # seconds
_TON = 960_000.0  # between the two
# Each in seconds, metres, grams or metres a second. A "pound" is read as money; a "ton" is of 907 kilograms or of 1,016, by country.
_SIZES: dict[str, dict[str, float]] = {
    "time": {
        "second": 1, "minute": 60, "min": 60, "hour": 3600, "day": 86_400, "week": 604_800,
        "month": 2_629_800, "year": YEAR, "decade": 315_576_000, "century": 3_155_760_000,
    },
    "length": {
        "millimetre": 0.001, "millimeter": 0.001, "mm": 0.001, "centimetre": 0.01, "centimeter": 0.01, "cm": 0.01, "metre": 1,
        "meter": 1, "m": 1, "kilometre": 1000, "kilometer": 1000, "km": 1000, "inch": 0.0254, "foot": 0.3048, "feet": 0.3048,
        "ft": 0.3048, "yard": 0.9144, "mile": 1609.344,
    },
    "weight": {
        "milligram": 0.001, "mg": 0.001, "gram": 1, "kilogram": 1000, "kilo": 1000, "kg": 1000, "tonne": 1_000_000, "ton": _TON,
        "ounce": 28.35,
    },
    "speed": {"mph": 0.44704, "kph": 1 / 3.6, "kmh": 1 / 3.6, "knot": 1852 / 3600},
}  # fmt: skip
_BY_STEM = {stem(name): (kind, size) for kind, sizes in _SIZES.items() for name, size in sizes.items()}
UNITS = {root: kind for root, (kind, _) in _BY_STEM.items()}  # "time" and so on, by their stems
_SAME = {
    "time": 0.02,
    "length": 1e-6,
    "weight": 1e-6,
    "speed": 0.01,
}  # as share of the larger: a month is 30 days or 31
_TONS_APART = 0.06
_WORD = re.compile(r"\d[\d,.]*(?:bn|[mk])?\b|[^\W\d_]+|[.,;:!?()]")
_OTHER_KIND = frozenset({"square", "cubic", "light"})
AN_HOUR = re.compile(r"\s?/\s?h(?:our|r)?\b|\s(?:per|an) hour\b", re.I)  # behind a length
_FRACTION = re.compile(r"\b(?:half|quarters?|thirds?)\b", re.I)
_METRES_OR_MILLIONS = re.compile(r"\dm\b")
_MILLION = 1e6
POUNDS = re.compile(r"\bpounds?\b|(?<![a-z])lbs?\b", re.I)
_POUND = 453.592  # grams
# What a question asks to be told in, by its words; how high a rate is, no rule tells
_RATES = r"[^?]*\b(?:inflation|rates?|prices?|costs?|bail|fine|tax(?:es)?|interest|unemployment|temperatures?|score|rank\w*|risk|turnout|grow\w*|grew|economy|GDP|profits?|sales)\b"
_LENGTH_ASKED = re.compile(rf"\bhow (?:deep|tall|far|high|wide)\b(?!{_RATES})", re.I)
_WEIGHT_ASKED = re.compile(rf"\bhow heavy\b|\bhow much\b[^?]*\bweigh\b|{WEIGHT_ASKED}", re.I)
_MEASURE_ASKED = re.compile(MEASURE_ASKED, re.I)
_LONG_ASKED, _FAST_ASKED = re.compile(r"\bhow long\b", re.I), re.compile(rf"\bhow fast\b(?!{_RATES})", re.I)
_BY_NAME = {"speed": "speed", "speed limit": "speed", "weight": "weight"}  # any other is a length


@dataclass(frozen=True, slots=True)
class Measure:
    """A number or a date. unit: "time", "length", "weight", "speed", "$", "%", "date …", the stem of what is counted, "" of a number alone.

    values: a number as it is written, or year, month and day. size: what to multiply it by, to have seconds, metres, grams or metres a second.
    """

    unit: str
    values: tuple[float, ...]
    size: float = 1
    unsure: bool = False  # whether "900m" may be metres


def measure(answer: str) -> Measure | None:
    """What an answer measures that holds one number, or one date with its year."""
    tokens = [token for token in read(answer) if token.kind in ("number", "date")]
    if len(tokens) != 1 or _FRACTION.search(answer):  # "two and a half"
        return None
    (token,) = tokens
    unit, size = _unit(answer)
    if unit == "length" and AN_HOUR.search(answer):
        unit, size = "speed", size / _HOUR
    if token.kind == "date" and not (unit and token.value):  # "2000 votes" are no year
        day, month, year = token.date
        if year is None:
            return None
        return Measure(f"date {month is None} {day is None}", (float(year), float(month or 0), float(day or 0)))
    if token.unit:
        return Measure(token.unit, (token.value,))
    return Measure(unit, (token.value,), size, bool(_METRES_OR_MILLIONS.search(answer)))


def with_an_hour(number: str, text: str) -> str:
    """A number of a text with the "an hour" behind it, if it is one of a speed: "60 miles an hour" of "60 miles"."""
    at = text.find(number)
    behind = AN_HOUR.match(text, at + len(number)) if at >= 0 else None
    return f"{number}{behind[0]}" if behind else number


@lru_cache(512)  # a question is held against hundreds of sentences
def units_asked(question: str) -> frozenset[str]:
    """What a question asks to be told in: "length" of "how far?"; empty where that may be anything."""
    if named := _MEASURE_ASKED.search(question):
        return frozenset({_BY_NAME.get(named["measure"].casefold(), "length")})
    if _WEIGHT_ASKED.search(question):
        return frozenset({"weight"})
    if _FAST_ASKED.search(question):
        return frozenset({"speed", "time"})
    if _LONG_ASKED.search(question):
        return frozenset({"length", "time"})
    return frozenset({"length"} if _LENGTH_ASKED.search(question) else ())


def reading(question: str) -> Callable[[str], Measure | None]:
    """How numbers are read: where a length is asked for, "80m" is no sum, and "400 pounds" is none where a weight is."""
    asked = units_asked(question)
    return _in_grams if "weight" in asked else _in_metres if "length" in asked else measure


def _in_grams(phrase: str) -> Measure | None:
    read = measure(phrase)
    return replace(read, unit="weight", size=_POUND) if read and POUNDS.search(phrase) else read


def _in_metres(phrase: str) -> Measure | None:
    read = measure(phrase)
    if read and read.unsure and not read.unit:
        return Measure("length", (read.values[0] / _MILLION,))
    return read


def ordered(one: Measure, other: Measure) -> int | None:
    """1 where the first is more or later, -1 where it is less; None where they are the same, or of different units.

    A number alone is taken to be of the other's unit: "61 years" and "45".
    """
    units = {one.unit, other.unit}
    if units == {"", "length"} and (one.unsure or other.unsure):
        return None
    if len(units) == 1 and one.size != other.size:
        first, second = one.values[0] * one.size, other.values[0] * other.size
        same = _TONS_APART if _TON in (one.size, other.size) else _SAME[one.unit]
        return None if math.isclose(first, second, rel_tol=same) else 1 if first > second else -1
    alone = "" in units and "".join(units).isalpha()  # neither money nor a share, no area and no date
    if one.values == other.values or not (alone or len(units) == 1):
        return None
    return 1 if one.values > other.values else -1


def _unit(answer: str) -> tuple[str, float]:
    """The unit of the number in an answer, and its size, by the noun behind it; "" where none is."""
    words = _WORD.findall(answer)
    last = max((n for n, word in enumerate(words) if word[0].isdigit() or word.casefold() in NUMBERS), default=-1)
    before = ""
    for word in map(str.casefold, words[last + 1 :]):
        noun = root(word)
        if noun in _BY_STEM:
            return (f"{before} {noun}", 1) if before in _OTHER_KIND else _BY_STEM[noun]
        if PLURAL.fullmatch(word):
            return noun, 1
        if word in STOP_WORDS or not word.isalpha():
            break
        before = word
    return "", 1
