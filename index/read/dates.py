"""Dates of news articles, in whatever form a publisher wrote them, as UTC epoch seconds.

Nothing is guessed: a text that lacks year, month or day, that can be read as two days, or whose time zone is unknown,
is an error. Two things are convention: no time of day is midnight, and no time zone is UTC.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser as dateutil_parser

__all__ = ["epoch", "parse_date", "parse_moment"]

FIRST_YEAR, LAST_YEAR = 1600, 2200
_LONGEST = 100  # characters; no date is longer, and the general parser is slow on long junk
_MILLISECONDS_FROM = 1e11  # as seconds this is the year 5138, as milliseconds 1973
_LARGEST_NUMBER = 10**15  # no date by far; an integer much larger than that is none that can be calculated with

# Hours from UTC. Of the readings of an abbreviation, the one that the news uses by far the most.
_ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "IST": 5.5, "PKT": 5, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
    "AKDT": -8, "HST": -10,
}  # fmt: skip
# These name standard and daylight time alike: which one it is follows from the day.
_REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?!\d)")
# 2024/11/28, 2024. 11. 28., 2024年11月28日, 2024년 11월 28일
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:[-/.]|\. | ?[年년] ?)([0-9]{1,2})(?:[-/.]|\. | ?[月월] ?)([0-9]{1,2})(?![0-9])(?: ?[日일]|\.(?= |$))?"
)
_DAY_FIRST = re.compile(
    r"(?<![\d.])\d{1,2}\. ?\d{1,2}\. ?\d{4}(?![\d.])"
)  # 4.3.2024, 04. 03. 2024: dots are no American's
_YEAR = re.compile(r"(?<!\d)\d{4}(?=\d{4}T|(?!\d))")
_DOTTED_TIME = re.compile(r"(?<=\d{4} )(\d{1,2})\.(\d{2})(?!\.?\d)")  # 28 Nov 2024 15.09 GMT
_LABEL = re.compile(
    r"(?:(?:first )?(?:published|posted|released|issued)(?: on)?:? |(?:(?:publication|release) )?date: )", re.I
)
_SECONDS = re.compile(r"(?:\d{10}|\d{13})\.\d+")  # with a fraction, as data frames and feed parsers write them
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY_WITH_OFFSET = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)")  # as XML writes a day
# GMT+3, (UTC -08:00), EST-0500, GMT+0100 (Central European Standard Time); not PM -0500, NOV-5
_NAMED_OFFSET = re.compile(
    rf"\(?\b(?!(?:[AP]M|(?i:{_MONTH}))\b)([A-Z]{{2,5}}|Z) ?\(?([+-])(\d|0\d|1[0-4])(?::?([0-5]\d))?(?![\d:])\)?"
    r"(?: ?\([A-Za-z .]+\))?"
)
_DAYS = r"(?<![\d:.])\d{1,2}(?:st|nd|rd|th)? ?[-–/] ?\d{1,2}(?:st|nd|rd|th)?(?![\d:.])"
_RANGE = re.compile(rf"\b{_MONTH} {_DAYS}|{_DAYS} {_MONTH}(?![a-z])", re.I)
# The general parser fills what a text lacks from a default: what differs between these two was not in the text. They are
# a week apart, so that a weekday, which it takes for the next such day from the default on, makes no two days one.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 8))


def parse_date(value: object) -> int | None:
    """The moment that `value` names, in UTC epoch seconds; else like parse_moment."""
    moment = parse_moment(value)
    return None if moment is None else epoch(moment)


def parse_moment(value: object) -> datetime | None:
    """The moment that `value` names, on the clock that it was written by; None where there is no value (None, "", blanks).

    Takes text, a datetime or date, and numbers: epoch seconds, or milliseconds when they are too large for seconds.
    Raises ValueError, with a message for people, when there is a value that names no moment.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return _within_years(value)
    if isinstance(value, date):
        return _within_years(datetime(value.year, value.month, value.day))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(" ".join(value.split()))
    raise ValueError(f"a {type(value).__name__} is not a date")


def epoch(moment: datetime) -> int:
    """UTC epoch seconds of a moment."""
    return math.floor((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _within_years(moment: datetime) -> datetime:
    try:
        moment.utcoffset()
    except ValueError:  # of a day or more, which the general parser lets through
        raise ValueError("its time zone is no offset from UTC that there is") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"the year {moment.year} is outside {FIRST_YEAR} to {LAST_YEAR}")
    return moment


def _from_number(value: int | float) -> datetime:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is not a date")
    if abs(value) > _LARGEST_NUMBER:
        raise ValueError(f"a number as large as that is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    if value == int(value) and _compact(str(int(value))):
        raise ValueError(f"{value} may be a day or a number of seconds; write the day as YYYY-MM-DD")
    seconds = value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError(f"{value} is outside the years {FIRST_YEAR} to {LAST_YEAR}") from None
    return _within_years(moment)


def _compact(digits: str) -> datetime | None:
    """The day that eight digits name as YYYYMMDD, if they name one within our years."""
    if not re.fullmatch(r"(1[6-9]|2[012])\d{6}", digits):
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d")
    except ValueError:
        return None


def _from_text(text: str) -> datetime:
    if len(text) > _LONGEST:
        raise ValueError("it is too long for a date")
    if text.isdigit() and text.isascii():
        return _from_digits(text)
    if _SECONDS.fullmatch(text):
        return _from_number(float(text))
    if label := _LABEL.match(text):
        return _from_text(text[label.end() :])
    text = _NAMED_OFFSET.sub(_bare_offset, text)
    if day := _DAY_WITH_OFFSET.fullmatch(text):
        text = f"{day[1]}T00:00{day[2]}"
    if _ISO.match(text):
        try:
            return _within_years(datetime.fromisoformat(text.upper().removesuffix(" UTC")))
        except ValueError:
            pass  # perhaps ISO with something of its own after it: the general parser decides
    if not _YEAR.search(text):
        raise ValueError("it has no year of four digits")
    if _RANGE.search(text):
        raise ValueError("it is a range of days; write one of them")
    if year_first := _YEAR_FIRST.match(text):
        year, month, day = year_first.groups()
        return _within_years(_parse(f"{year}-{month:0>2}-{day:0>2}{text[year_first.end() :]}", dayfirst=False))
    text = _DOTTED_TIME.sub(r"\1:\2", text)
    if day_first := _DAY_FIRST.search(text):
        text = text.replace(day_first[0], day_first[0].replace(" ", ""))
        return _within_years(_parse(text, dayfirst=True))
    moment, other = _parse(text, dayfirst=False), _parse(text, dayfirst=True)
    if moment.date() != other.date():
        raise ValueError(f"it may be {moment:%Y-%m-%d} or {other:%Y-%m-%d}; write the month as a word, or YYYY-MM-DD")
    return _within_years(moment)


def _bare_offset(match: re.Match[str]) -> str:
    """The offset without the name of a zone before it, behind which the general parser reverses its sign.

    Behind UTC, the offset says where the clock stands; behind a zone of its own offset it can only repeat that one.
    """
    name, sign, hours, minutes = match.groups()
    offset = (1 if sign == "+" else -1) * (int(hours) + int(minutes or 0) / 60)
    if _ZONES.get(name, offset) not in (0, offset):
        raise ValueError(f"its time zone is {name!r} and has another offset; leave one of the two out")
    return f"{sign}{hours:0>2}:{minutes or '00'}"


def _from_digits(text: str) -> datetime:
    """Digits alone: YYYYMMDD, YYYYMMDDhhmmss, seconds (10 digits) or milliseconds (13); others are too ambiguous."""
    if moment := _compact(text):
        return _within_years(moment)
    if len(text) == 14 and (day := _compact(text[:8])):
        hours, minutes, seconds = (int(text[at : at + 2]) for at in (8, 10, 12))
        return _within_years(day.replace(hour=hours, minute=minutes, second=seconds))
    if len(text) in (10, 13):
        return _from_number(int(text))
    raise ValueError(f"{len(text)} digits are not a date")


def _parse(text: str, *, dayfirst: bool) -> datetime:
    """What the general parser makes of `text`, if the day is in the text in full."""
    try:
        first, second = (
            dateutil_parser.parse(text, default=default, dayfirst=dayfirst, tzinfos=_zone) for default in _DEFAULTS
        )
    except dateutil_parser.ParserError as error:
        raise ValueError("it is not in a form of date that is known") from error
    except (ArithmeticError, AttributeError, IndexError, TypeError) as error:
        # What the general parser lets through on odd input; to us it is one more text that is no date.
        raise ValueError("it is not in a form of date that is known") from error
    missing = [part for part in ("year", "month", "day") if getattr(first, part) != getattr(second, part)]
    if missing:
        raise ValueError(f"it has no {' and no '.join(missing)}")
    if f"{first.year:04}" not in _YEAR.findall(text):
        raise ValueError("it has no year of four digits that is sure to be one")
    return first


def _zone(name: str | None, offset: int | None) -> tzinfo | int | None:
    """The zone for the general parser: from an offset in seconds, or by a name that we know."""
    if offset is not None or name is None:
        return offset
    if name in _ZONES:
        return round(_ZONES[name] * 3600)
    try:
        return ZoneInfo(_REGIONS[name])
    except (KeyError, ZoneInfoNotFoundError):
        raise ValueError(f"the time zone {name!r} is not known; write it as an offset such as +05:30") from None
