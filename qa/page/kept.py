"""A conversation as the browser keeps it, and back from there.

What comes back may be anything. Of a citation its place counts, and what was made of it (verdict, differs); of what came closest to a refused question
its place alone: words, title and address are taken from the corpus, so that a forged one shows what truly stands there, or is dropped. A turn that cannot
be read is left out; the others stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index import BadRequest, Corpus, Evidence, Filters, NewsqaError
from qa.newsqa import MAX_QUESTION
from qa.page.talk import Exchange, Talk
from qa.page.text import plain
from qa.records import Answer, Citation, Engine, Query, Timings, Turn, Verdict, Writer
from qa.serve.schemas import Name
from qa.verify import cite
from qa.wire import parse_time, turn_json

__all__ = ["record", "reopened"]

_Text = Annotated[str, StringConstraints(max_length=20_000)]
_Asked = Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION)]
_GONE = "A source of this answer is no longer in the corpus. Ask again for an answer from what is there now."


class _Back(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Query(_Back):
    question: _Asked
    rewritten: bool = False
    since: Name | None = None
    until: Name | None = None
    publisher: Annotated[list[Name], Field(max_length=50)] = []


class _Place(_Back):
    article_id: Name
    version: Name
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class _Citation(_Place):
    n: Annotated[int, Field(ge=1, le=999)]
    verdict: Verdict = "supported"
    differs: _Text | None = None


class _Turn(_Back):
    n: Annotated[int, Field(ge=1, le=100_000)] | None = None
    asked: Engine = "auto"
    question: _Asked
    understood_as: _Query | None = None
    short: _Text | None = None
    text: _Text = ""
    citations: Annotated[list[_Citation], Field(max_length=50)] = []
    refused: bool = False
    reason: _Text | None = None
    engine: Writer = "extractive"
    notice: _Text | None = None
    closest: Any = None
    stopped: bool = False


def record(talk: Talk, opened: int = 0) -> str:
    """An element whose data-turns holds the finished turns as /api/ask gives them, without evidence; with each its number, and
    the engine that it was asked of. Of a question whose answer was stopped it holds the question, and that it was stopped.
    opened: the number of the browser's wish to open this conversation, if that was one.
    """
    turns = [
        {**_kept(turn), "n": e.n, "asked": e.engine, "stopped": e.stopped} for e in talk.exchanges if (turn := _turn(e))
    ]
    return f'<div data-turns="{plain(json.dumps(turns))}" data-opened="{opened}"></div>'


def _turn(exchange: Exchange) -> Turn | None:
    if not exchange.stopped:
        return exchange.turn
    return Turn(exchange.question, Query(exchange.question, exchange.filters), (), Answer(None, ""))


def _kept(turn: Turn) -> dict[str, Any]:
    sent = {key: value for key, value in turn_json(turn).items() if key != "evidence"}
    return {**sent, "closest": sent["closest"] and {key: sent["closest"][key] for key in _Place.model_fields}}


def reopened(turns: Iterable[Mapping[str, Any]], corpus: Corpus) -> Talk:
    """The conversation again, its exchanges numbered as they were. What is no turn is left out, and so is a citation that the
    corpus does not bear out. Raises BadRequest where nothing can be read.
    """
    sent = list(turns)
    read = tuple(found for turn in sent if (found := _exchange(turn, corpus)) is not None)
    if sent and not read:
        raise BadRequest("turns", "This conversation cannot be read. Begin a new one, or open another.")
    numbers = [e.n for e in read]
    if numbers != sorted(set(numbers)) or 0 in numbers:
        read = tuple(replace(e, n=n) for n, e in enumerate(read, 1))
    return Talk(read)


def _exchange(sent: Mapping[str, Any], corpus: Corpus) -> Exchange | None:
    """One turn that came back, of number 0 if it has none; None where it is no turn."""
    try:
        turn = _Turn.model_validate(sent)
        query = _query(turn)
    except (ValidationError, BadRequest):
        return None
    if turn.stopped:
        return Exchange(turn.n or 0, turn.question, turn.asked, query.filters, query, running=False)
    citations = tuple(found for c in turn.citations if (found := _cited(c, corpus)) is not None)
    answer = Answer(
        short=turn.short,
        text=turn.text,
        citations=citations,
        refused=turn.refused,
        reason=turn.reason,
        engine=turn.engine,
        notice=turn.notice if turn.refused or len(citations) == len(turn.citations) > 0 else _GONE,
        timings=Timings(),
        closest=_closest(turn.closest, corpus),
    )
    asked = Turn(turn.question, query, (), answer)
    return Exchange(turn.n or 0, turn.question, turn.asked, query=query, turn=asked, running=False)


def _query(turn: _Turn) -> Query:
    asked = turn.understood_as
    if asked is None:
        return Query(turn.question)
    filters = Filters(parse_time(asked.since, "since"), parse_time(asked.until, "until"), tuple(asked.publisher))
    return Query(asked.question, filters, asked.rewritten)


def _closest(sent: object, corpus: Corpus) -> Evidence | None:
    """What came closest, if the corpus bears out where it is said to stand."""
    try:
        return _standing(_Place.model_validate(sent), corpus)
    except ValidationError:
        return None


def _standing(sent: _Place, corpus: Corpus) -> Evidence | None:
    """What stands there as the corpus has it; None where the article, or its version, is no longer there, or has nothing there."""
    try:
        article = corpus.article(sent.article_id, sent.version)
    except NewsqaError:
        return None
    found = Evidence.of(article, sent.start, min(sent.end, len(article.text)))
    return found if found.text.strip() else None


def _cited(sent: _Citation, corpus: Corpus) -> Citation | None:
    """The citation as the corpus has it; None where it is not borne out."""
    found = _standing(sent, corpus)
    return replace(cite(found, sent.n, sent.verdict), differs=sent.differs or None) if found else None
