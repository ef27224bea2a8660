"""Days that a report names by their distance from it: "on Wednesday", "yesterday afternoon" → the date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

__all__ = ["day_words", "with_date"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")
_YESTERDAY = re.compile(r"\b(?:yesterday|last night)\b", re.I)
_TODAY = re.compile(r"\b(?:today|this (?:morning|afternoon|evening)|tonight|earlier today)\b", re.I)
_HAS_DATE = re.compile(r"\d")


def with_date(phrase: str, published: int | None) -> str:
    """The phrase with its date in brackets, where it names a day relative to the report: "on Wednesday (27 November 2024)".

    published: epoch seconds of the report. A weekday is the last one up to the report's own day, unless it is "next …".
    """
    if published is None or _HAS_DATE.search(phrase):
        return phrase
    report = datetime.fromtimestamp(published, UTC)
    if weekday := _WEEKDAY.search(phrase):
        if re.search(r"\bnext\b", phrase, re.I):
            return phrase
        back = (report.weekday() - _WEEKDAYS.index(weekday.group(1))) % 7
        return f"{phrase} ({day_words(report - timedelta(days=back))})"
    if _YESTERDAY.search(phrase):
        return f"{phrase} ({day_words(report - timedelta(days=1))})"
    if _TODAY.search(phrase):
        return f"{phrase} ({day_words(report)})"
    return phrase


def day_words(moment: datetime) -> str:
    """A date in words: 27 November 2024."""
    return moment.strftime("%-d %B %Y")
