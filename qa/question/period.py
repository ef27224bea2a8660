"""The time that somebody wants news of: "… in October 2023", "… before 2009", "… since Monday", "… from 2006 to 2008", as seconds between
which reports lie.

What is relative is counted from the day of asking, and is not read where that is not known.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from index import MONTH, MONTHS

__all__ = ["DATED", "period", "time_named"]

_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_ISO = r"\d{4}-\d\d-\d\d"
_PARTS = ("early", "mid", "late")  # of a year, four months each
_PART = rf"(?:{'|'.join(_PARTS)})"
_NAMED = (
    rf"(?:{MONTH}\.? (?:{_DAY},? )?{_YEAR}|(?:the )?{_DAY} (?:of )?{MONTH}\.?,? {_YEAR}|{_ISO}|(?:{_PART}[ -])?{_YEAR})"
)
# A time that stands anywhere in a wish: "in May 2015"
DATED = (
    rf"(?:between {_NAMED} and {_NAMED}|(?:from|in) {_NAMED}(?: (?:to|until|till|through) | ?[–-] ?){_NAMED}|"
    rf"(?:in|on|during|from|since|after|before|until) {_NAMED})"
)
_DATED = re.compile(DATED, re.I)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHEN = re.compile(
    rf"(?:^|[\s,]+)(?P<how>(?:from|in|of|on|during|since|for|after|before|until)\s+)?(?:the\s+(?=\d))?(?:"
    rf"(?P<month>{MONTH}\.?)\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{{4}})|"
    rf"(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_last>{MONTH}\.?),?\s+(?P<year_last>\d{{4}})|"
    rf"(?P<iso>{_ISO})|(?:(?P<part>{_PART})[ -])?(?P<bare>\d{{4}})|(?P<relative>today|yesterday|(?:this|last)\s+(?:week|month))|(?P<weekday>{'|'.join(_DAYS)}))[\s?.!]*$",
    re.I,
)
_BETWEEN = re.compile(
    rf"(?:^|[\s,]+)(?:between|from|in)\s+(?P<one>{_NAMED})(?:\s+(?:and|to|until|till|through)\s+|\s?[–-]\s?)(?P<other>{_NAMED})[\s?.!]*$",
    re.I,
)


def period(text: str, asked_on: int | None) -> tuple[str, int | None, int | None] | None:
    """What stands before the time that a text ends with, and [since, until) in epoch seconds; None where it ends with none."""
    if two := _BETWEEN.search(text):
        one, other = period(two["one"], asked_on), period(two["other"], asked_on)
        return (text[: two.start()], one[1], other[2]) if one and other else None
    found = _WHEN.search(text)
    if not found:
        return None
    rest, how = text[: found.start()], (found["how"] or "").strip().lower()
    if rest and not how and not found["relative"]:
        return None  # "the World Cup 2018"
    try:
        span = _relative(found, how, asked_on) if found["relative"] or found["weekday"] else _named(found)
    except (ValueError, OverflowError):  # 31 February, the year 0, what is beyond 9999
        return None
    if not span:
        return None
    begins, ends = (int(end.timestamp()) for end in span)
    since, until = {
        "since": (begins, None),
        "after": (ends, None),
        "before": (None, begins),
        "until": (None, ends),
    }.get(how, (begins, ends))
    return rest, since, until


def time_named(text: str) -> str:
    """The first time that a text names, with its preposition: "in May 2015"; "" for none."""
    found = _DATED.search(text)
    return found[0] if found else ""


def _named(found: re.Match[str]) -> tuple[datetime, datetime]:
    """The day, month, year or part of a year that is named."""
    if found["iso"]:
        start = datetime.fromisoformat(found["iso"]).replace(tzinfo=UTC)
        return start, start + timedelta(days=1)
    year = int(found["year"] or found["year_last"] or found["bare"])
    month, day = found["month"] or found["month_last"], found["day"] or found["day_first"]
    if found["part"]:
        first = 1 + 4 * _PARTS.index(found["part"].lower())
        return datetime(year, first, 1, tzinfo=UTC), _next_month(datetime(year, first + 3, 1, tzinfo=UTC))
    if not month:
        return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    start = datetime(year, MONTHS.index(month[:3].lower()) + 1, int(day or 1), tzinfo=UTC)
    return start, start + timedelta(days=1) if day else _next_month(start)


def _relative(found: re.Match[str], how: str, asked_on: int | None) -> tuple[datetime, datetime] | None:
    """The days that are counted from the day of asking."""
    if asked_on is None:
        return None
    today = datetime.fromtimestamp(asked_on, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    one, seven = timedelta(days=1), timedelta(days=7)
    if found["weekday"]:
        back = (today.weekday() - _DAYS.index(found["weekday"].lower())) % 7 or 7
        start = today - back * one
        return (start, start + one) if how in ("since", "on", "from") else None
    words = found["relative"].lower().split()
    if words[-1] == "week":
        start = today - today.weekday() * one
        return (start - seven, start) if words[0] == "last" else (start, start + seven)
    if words[-1] == "month":
        start = today.replace(day=1)
        return ((start - one).replace(day=1), start) if words[0] == "last" else (start, _next_month(start))
    start = today - one if words[-1] == "yesterday" else today
    return start, start + one


def _next_month(start: datetime) -> datetime:
    return (start + timedelta(days=31)).replace(day=1)
