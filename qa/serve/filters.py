"""Filters from what a user gives as text: dates, whole days, publishers' names. For the server and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from index import BadRequest, Corpus, Filters
from qa.wire import LAST, parse_time

__all__ = ["make_filters"]

_DAY = 86_400  # seconds


def make_filters(
    corpus: Corpus,
    since: str | None = None,
    until: str | None = None,
    publisher: str | Sequence[str] | None = None,
) -> Filters:
    """Filters from ISO 8601 texts and publishers' names in any case; a bare date as `until` includes that whole day.

    Raises BadRequest naming the field; the field is "since, until" when no time is left between the two.
    """
    start, end = parse_time(since, "since"), parse_time(until, "until")
    if end is not None and until and _is_bare_date(until):
        end = min(end + _DAY, LAST)
    if start is not None and end is not None and start >= end:
        message = f"since ({since}) must be before until ({until}): no article lies between them."
        raise BadRequest("since, until", message)
    names = [publisher] if isinstance(publisher, str) else list(publisher or ())
    return Filters(start, end, corpus.resolve_publishers(names))


def _is_bare_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True
