"""The numbers of a sentence as they stand there, and whether two of them are the same: "more than 80" is a round form of 84."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from qa.facts.measures import UNITS, Measure, measure, with_an_hour
from qa.facts.phrases import numbers_of
from qa.language.hours import same_hour
from qa.language.lexicon import NUMBERS

__all__ = ["HOUR_GIVEN", "PLACE", "YEAR_GIVEN", "Number", "agree", "comparable", "numbers_in", "placed"]

Reading = Callable[[str], Measure | None]
YEAR_GIVEN, PLACE = (
    "year given",
    "place in an order",
)  # units of "in 2015", of "16th" and "lap 28"; no noun's stem is one
HOUR_GIVEN = "time of day"  # with its time zone behind it, where one is told

_ROUND = 1000  # a number from here on is mostly a round one
_LITTLE_MORE = 1.1  # "more than 80" killed are 84; "at least 50", of a toll that grows, tells less than 59 …
_MORE = 1.25  # … but "more than 200" passengers are 226
_MUCH_MORE = 1.25  # "fewer than 100" are 84
_CONVERTED = 0.085  # by which 12 weeks miss three months, and 100 km 60 miles, as a share
_LARGEST = 1e15
_EXACT = frozenset({YEAR_GIVEN, PLACE})  # have no round forms
_BEFORE, _BEHIND = 20, 9  # characters around a number that tell how it is meant
_AT_LEAST = re.compile(
    r"\b(?:more[ -]than|over|at least|above|upwards of|no (?:fewer|less) than)\b|\d\+|\bplus\b|\bor more\b", re.I
)
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|some|roughly|approximately|up to|close to|dozens?|hundreds|as many as|an? estimated|under|"
    r"(?:less|fewer) than)\b",
    re.I,
)
_AT_MOST = re.compile(r"\b(?:(?:less|fewer) than|under|up to|as many as|at most)\b", re.I)
_FIGURE = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|\b(?:{'|'.join(NUMBERS)})\b)"
# No number of its own: an end of a range, a part of another, what is no more than a word for many
_RANGE_BEFORE = re.compile(
    rf"(?:\bbetween [\w.,$£€ ]+ and|\d ?(?:to|or|[-–—])|\bfrom {_FIGURE}[\s-]?[a-z]* to|{_FIGURE} (?:to|or)|\b(?:several|a few|half an?|quarter of an?))"
    r"\s?[$£€]?$",
    re.I,
)
# "10 to" 12 feet, "six feet to" eight feet; but "from 10 to 12" grew
_LOW = re.compile(rf"(?<!from )(?<![\d.,])(?P<low>{_FIGURE}(?P<unit>[\s-]?[a-z]+)?)\s?(?:to|or|[-–—])\s?$", re.I)
_RANGE_BEHIND = re.compile(r"\s?(?:to|or|-|–)\s?[$£€]?\d|\smore\b", re.I)
_OF_ALL = re.compile(rf" (?:out )?of (?:the |its |their |all )*{_FIGURE}")  # "21 of 71 laps" are 21 laps
_OF_THEM = re.compile(
    r"\sof (?:those|them|the|whom|which)\b", re.I
)  # "sixty of those killed", not "84 passengers of the ferry"


class Number(NamedTuple):
    """A number as it is written, with a little of what stands around it, and what it measures."""

    written: str
    around: str
    measure: Measure
    least: float | None = None  # where it is a range, "10 to 12 feet", its lower end in the unit of the upper one
    alike: bool = False  # whether its noun only means about the same as that which is asked for

    @property
    def size(self) -> float:
        """In ones, seconds, metres or grams; of a range its upper end."""
        return self.measure.values[0] * self.measure.size

    @property
    def low(self) -> float:
        """The same of a range's lower end, and of any other number."""
        return self.size if self.least is None else self.least * self.measure.size


def placed(phrases: Iterable[str], text: str, reading: Reading = measure) -> list[Number]:
    """The numbers of a text, of which only the phrases are known, without parts of other numbers, and dates.

    Of ranges only those of time, length and weight are taken, as one number.
    """
    found = []
    for phrase in phrases:
        phrase = with_an_hour(phrase, text)
        at = text.find(phrase)
        read = reading(phrase) or reading(_OF_ALL.sub("", phrase))
        if not read or read.unit.startswith("date") or len(read.values) != 1 or not 0 <= read.values[0] < _LARGEST:
            continue
        start, end = max(0, at), max(0, at) + len(phrase)
        part = not read.unit and _OF_THEM.match(text[end:])
        low = _LOW.search(text[:start]) if read.unit in UNITS.values() else None
        least = _lower_end(low, phrase, read, reading) if low else None
        if low and least is not None:
            whole = text[low.start() : end]
            found.append(Number(whole, whole, read, least))
        elif not (part or _RANGE_BEFORE.search(text[:start]) or _RANGE_BEHIND.match(text[end:])):
            found.append(Number(phrase, text[max(0, start - _BEFORE) : end + _BEHIND], read))
    return found


def _lower_end(low: re.Match[str], phrase: str, upper: Measure, reading: Reading) -> float | None:
    """The lower end of a range in the unit of its upper one, which it shares if it has none: of "2 to 3 million tonnes" it is two million."""
    own = reading(low["low"]) if low["unit"] else reading(re.sub(_FIGURE, low["low"], phrase, count=1, flags=re.I))
    if own is None or own.unit != upper.unit or len(own.values) != 1:
        return None
    least = own.values[0] * own.size / upper.size
    return least if least < upper.values[0] else None


def numbers_in(text: str, reading: Reading = measure) -> list[Number]:
    """All numbers of a text. reading: what a phrase measures."""
    return placed(numbers_of(text), text, reading)


def comparable(one: Measure, other: Measure) -> bool:
    """Whether two numbers are of one unit; a number without a noun counts what the other counts."""
    if one.unit == other.unit:
        return True
    return "" in (one.unit, other.unit) and not {one.unit, other.unit} & {*UNITS.values(), "$", "£", "€", "%"}


def agree(one: Number, other: Number, toll: bool) -> bool:
    """Whether two numbers are the same, or one of them a round form of the other: "more than 80" of 84, "$121 billion" of $120.7 billion.

    toll: whether they count the killed, say, of whom there may be more by the hour.
    """
    if one.measure.unit in _EXACT:
        return one.size == other.size
    if one.measure.unit.startswith(HOUR_GIVEN):
        return same_hour(one.size, other.size)
    converted = one.measure.size != other.measure.size
    if one.least is not None or other.least is not None:
        wide = 1 + _CONVERTED
        return one.low <= wide * other.size and other.low <= wide * one.size
    if math.isclose(one.size, other.size, rel_tol=_CONVERTED if converted else 1e-6):
        return True
    more = _LITTLE_MORE if toll else _MORE
    return _is_round(one, other.size / one.measure.size, more) or _is_round(other, one.size / other.measure.size, more)


def _is_round(number: Number, exact: float, more: float) -> bool:
    """Whether a number is a round form of an exact one, which may be `more` times it where more than it is told."""
    (value,) = number.measure.values
    if not value or not 0 < exact < _LARGEST:
        return False
    figures = len(f"{value:.9e}".partition("e")[0].replace(".", "").rstrip("0"))
    step = 10.0 ** (math.floor(math.log10(exact)) - figures + 1)
    below = math.isclose(math.floor(exact / step + 1e-9) * step, value, rel_tol=1e-9) and exact <= more * value
    nearest = abs(exact - value) <= step / 2 * (1 + 1e-9)  # a half goes either way
    if _AT_MOST.search(number.around) and exact <= value <= _MUCH_MORE * exact:
        return True
    vague = value >= _ROUND or _ABOUT.search(number.around)
    return bool((vague and (nearest or below)) or (below and _AT_LEAST.search(number.around)))
