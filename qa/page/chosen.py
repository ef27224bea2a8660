"""Filters as a reader of the page chooses them, and what is said when they cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from index import BadRequest, Corpus, Filters
from qa.page.text import day
from qa.serve.filters import make_filters
from qa.wire import parse_time

__all__ = ["chosen_filters"]


def chosen_filters(
    corpus: Corpus, since: str | None, until: str | None, publisher: str | Sequence[str] | None
) -> Filters:
    """As make_filters does it; days in the wrong order are named as the reader chose them, not as an API counts them."""
    try:
        return make_filters(corpus, since, until, publisher)
    except BadRequest as error:
        if error.field != "since, until":
            raise
        first, last = day(parse_time(since, "since")), day(parse_time(until, "until"))
        said = f"From {first} is after To {last}. Change one of the two."
        raise BadRequest(error.field, said) from None
