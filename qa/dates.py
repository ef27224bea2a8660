"""Days that a report names by their distance from it: "on Wednesday", "yesterday afternoon" → the date.

The arithmetic is done here, by code: a small model takes the report's own date for the day that it tells of.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

__all__ = ["YEAR", "day_words", "has_date", "report_day", "with_date", "with_dates"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RELATIVE = re.compile(
    rf"\b(?:(?P<next>next\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})(?:\s+(?:morning|afternoon|evening|night))?"
    r"|(?P<yesterday>yesterday(?:\s+(?:morning|afternoon|evening))?|last night)"
    r"|(?P<today>(?:earlier )?today|this (?:morning|afternoon|evening)|tonight))\b(?!,?\s+(?:\w+\s+\d|\d))",
    re.I,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def with_date(phrase: str, published: int | None) -> str:
    """The phrase with its date in brackets, where it names a day relative to the report: "on Wednesday (27 November 2024)".

    published: epoch seconds of the report. A weekday is the last one up to the report's own day, unless it is "next …".
    """
    return phrase if re.search(r"\d", phrase) else with_dates(phrase, published)


def with_dates(text: str, published: int | None) -> str:
    """A sentence with the date behind each day that it names relative to its report."""
    if published is None:
        return text
    report = datetime.fromtimestamp(published, UTC)

    def dated(match: re.Match[str]) -> str:
        days = _days_back(match, report)
        return match.group() if days is None else f"{match.group()} ({day_words(report - timedelta(days=days))})"

    return _RELATIVE.sub(dated, text)


def has_date(text: str) -> bool:
    """Whether a sentence names a day by its distance from the report, or a year."""
    return bool(_RELATIVE.search(text) or YEAR.search(text))


def day_words(moment: datetime) -> str:
    """A date in words: 27 November 2024."""
    return moment.strftime("%-d %B %Y")


def report_day(published: int) -> str:
    """The day of a report, from epoch seconds, in words: 28 November 2024."""
    return day_words(datetime.fromtimestamp(published, UTC))


def _days_back(match: re.Match[str], report: datetime) -> int | None:
    if match["next"]:
        return None
    if match["weekday"]:
        return (report.weekday() - _WEEKDAYS.index(match["weekday"].capitalize())) % 7
    return 1 if match["yesterday"] else 0
