"""What the page's scripts send: JSON from a browser, which may hold anything, made into checked records."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index import BadRequest, Corpus, Filters
from qa.page.chosen import chosen_filters
from qa.page.talk import LONGEST, Exchange
from qa.serve.schemas import MOST_TURNS, Moment, Name

__all__ = ["Bar", "Opening", "Wish", "read", "without"]

_Number = Annotated[int, Field(ge=0, le=1_000_000)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Bar(_Sent):
    """The filter bar as it stands, and the exchange whose question is being changed, if one is."""

    since: Moment | None = None
    until: Moment | None = None
    publisher: Annotated[list[Name], Field(max_length=50)] = []
    replaces: _Number | None = None

    def filters(self, corpus: Corpus) -> Filters:
        """The filters. Raises BadRequest for a date that is none, or a publisher that the corpus does not know."""
        return chosen_filters(corpus, self.since, self.until, self.publisher)


class Wish(_Sent):
    """A question to ask, or an exchange to ask again, as it was, in other words, or without one of its filters.

    at: a number that makes each wish differ from the one before.
    """

    question: Annotated[str, StringConstraints(max_length=LONGEST)] | None = None
    n: _Number | None = None
    without: Literal["since", "until", "publisher", "engine"] | None = None
    name: Name | None = None
    at: int = 0


class Opening(_Sent):
    """A conversation that the browser keeps, to be opened or gone on with; its turns are checked where they are made into records (kept.py)."""

    turns: Annotated[list[dict[str, Any]], Field(max_length=MOST_TURNS)]
    at: int = 0


_T = TypeVar("_T", bound=_Sent)


def read(kind: type[_T], text: str | None) -> _T:
    """What a script sent as JSON; of nothing sent, the record as it is when nothing was chosen. Raises BadRequest."""
    try:
        return kind.model_validate_json(text or "{}")
    except ValidationError:
        raise BadRequest("page", "the page sent what the server cannot read: load it anew.") from None


def without(exchange: Exchange, wish: Wish) -> Exchange:
    """The exchange as it is to be asked again: with the filters that held, but for the one that the wish leaves out."""
    if wish.without is None:
        return exchange
    if wish.without == "engine":
        return replace(exchange, engine="auto")
    held = exchange.held
    if wish.without == "publisher":
        left = tuple(p for p in held.publishers if p != wish.name)
        return replace(exchange, filters=replace(held, publishers=left))
    return replace(exchange, filters=replace(held, **{wish.without: None}))
