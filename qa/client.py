"""A typed client of a newsqa server, synchronous and asynchronous.

with Client("http://127.0.0.1:7860") as newsqa:
    first = newsqa.ask("which airport was attacked?")
    second = newsqa.ask("who attacked it?", [first])
    print(second.short, second.citations[0].quote)

What it gives are pydantic models (qa.replies). It raises what the library raises: BadRequest, NotFound, ModelUnavailable, and
NewsqaError when the server does not answer.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from typing import Any, Self

import httpx

from index import Thumb
from qa.records import Engine
from qa.remote import (
    PATIENCE,
    Call,
    EventReader,
    RemoteService,
    article_call,
    articles_call,
    ask_call,
    failure_of,
    key_header,
    silent,
)
from qa.replies import (
    ArticleReply,
    ArticlesReply,
    DeltaReply,
    EvidenceReply,
    FeedbackListReply,
    QueryReply,
    SearchReply,
    StatusReply,
    TurnReply,
)
from qa.schemas import AskBody, FeedbackBody, SearchBody
from qa.service import ArticlesQuery

__all__ = ["AsyncClient", "Client", "StreamReply"]

_HERE = "http://127.0.0.1:7860"
StreamReply = QueryReply | EvidenceReply | DeltaReply | TurnReply
_STREAMED: dict[str, type[Any]] = {
    "understood": QueryReply,
    "evidence": EvidenceReply,
    "delta": DeltaReply,
    "answer": TurnReply,
}


class Client:
    """Asks the server at an address, with a key where it wants one. http: an httpx client of one's own, with base_url and key, instead."""

    def __init__(self, address: str = _HERE, *, api_key: str | None = None, http: httpx.Client | None = None) -> None:
        self._service = RemoteService(address, http, key=api_key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._service.close()

    def ask(
        self,
        question: str,
        turns: Sequence[TurnReply] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
        engine: Engine = "auto",
        asked_on: str | None = None,
    ) -> TurnReply:
        """Answer a question; `turns` are the earlier ones of the conversation, dates are ISO 8601."""
        body = _ask_body(question, turns, since, until, publisher, engine, asked_on)
        return TurnReply.model_validate(self._service.ask(body))

    def stream(
        self,
        question: str,
        turns: Sequence[TurnReply] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
        engine: Engine = "auto",
        asked_on: str | None = None,
    ) -> Iterator[StreamReply]:
        """The answer as it comes: QueryReply, EvidenceReply, any number of DeltaReply, TurnReply. Closing it stops the model."""
        with closing(
            self._service.stream(_ask_body(question, turns, since, until, publisher, engine, asked_on))
        ) as events:
            for name, data in events:
                yield _STREAMED[name].model_validate(data)

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
    ) -> SearchReply:
        """The k passages that fit a query best."""
        return SearchReply.model_validate(self._service.search(_search_body(query, k, since, until, publisher)))

    def articles(
        self,
        *,
        publisher: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        text: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> ArticlesReply:
        """A page of the articles without their texts, newest first; `text` must stand in the title."""
        query = ArticlesQuery(publisher, since, until, text, limit, offset)
        return ArticlesReply.model_validate(self._service.articles(query))

    def article(self, article_id: str, version: str | None = None) -> ArticleReply:
        """One article with its text, in the version that a citation names or the current one."""
        return ArticleReply.model_validate(self._service.article(article_id, version))

    def status(self) -> StatusReply:
        """What the corpus holds, and what answers."""
        return StatusReply.model_validate(self._service.status())

    def give_feedback(
        self,
        turn: TurnReply,
        thumb: Thumb,
        reason: str = "",
        *,
        turns: Sequence[TurnReply] = (),
        asked_on: str | None = None,
    ) -> int:
        """Say whether an answer was good, and why; `turns` are the earlier ones. Returns the feedback's number."""
        return self._service.give_feedback(_feedback_body(turn, thumb, reason, turns, asked_on))["id"]

    def feedback(self, *, limit: int = 50, offset: int = 0) -> FeedbackListReply:
        """A page of what readers said, newest first."""
        return FeedbackListReply.model_validate(self._service.feedback(limit, offset))


class AsyncClient:
    """The same as Client, asynchronously."""

    def __init__(
        self, address: str = _HERE, *, api_key: str | None = None, http: httpx.AsyncClient | None = None
    ) -> None:
        self.address = address.rstrip("/")
        headers = key_header(api_key)
        self._http = http or httpx.AsyncClient(
            base_url=self.address, timeout=PATIENCE, trust_env=False, headers=headers
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def ask(
        self,
        question: str,
        turns: Sequence[TurnReply] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
        engine: Engine = "auto",
        asked_on: str | None = None,
    ) -> TurnReply:
        """See Client.ask."""
        body = _ask_body(question, turns, since, until, publisher, engine, asked_on)
        return TurnReply.model_validate(await self._json(ask_call(body)))

    async def stream(
        self,
        question: str,
        turns: Sequence[TurnReply] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
        engine: Engine = "auto",
        asked_on: str | None = None,
    ) -> AsyncIterator[StreamReply]:
        """See Client.stream."""
        body = _ask_body(question, turns, since, until, publisher, engine, asked_on)
        reader = EventReader()
        async with self._open(ask_call(body, stream=True)) as reply:
            async for line in reply.aiter_lines():
                if event := reader.feed(line):
                    yield _STREAMED[event[0]].model_validate(event[1])

    async def search(
        self,
        query: str,
        k: int = 10,
        *,
        since: str | None = None,
        until: str | None = None,
        publisher: str | Sequence[str] | None = None,
    ) -> SearchReply:
        """See Client.search."""
        body = _search_body(query, k, since, until, publisher)
        return SearchReply.model_validate(await self._json(Call("/api/search", body.model_dump())))

    async def articles(
        self,
        *,
        publisher: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        text: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> ArticlesReply:
        """See Client.articles."""
        query = ArticlesQuery(publisher, since, until, text, limit, offset)
        return ArticlesReply.model_validate(await self._json(articles_call(query)))

    async def article(self, article_id: str, version: str | None = None) -> ArticleReply:
        """See Client.article."""
        return ArticleReply.model_validate(await self._json(article_call(article_id, version)))

    async def status(self) -> StatusReply:
        """See Client.status."""
        return StatusReply.model_validate(await self._json(Call("/api/status")))

    async def give_feedback(
        self,
        turn: TurnReply,
        thumb: Thumb,
        reason: str = "",
        *,
        turns: Sequence[TurnReply] = (),
        asked_on: str | None = None,
    ) -> int:
        """See Client.give_feedback."""
        body = _feedback_body(turn, thumb, reason, turns, asked_on)
        return (await self._json(Call("/api/feedback", body.model_dump(exclude_unset=True))))["id"]

    async def feedback(self, *, limit: int = 50, offset: int = 0) -> FeedbackListReply:
        """See Client.feedback."""
        return FeedbackListReply.model_validate(
            await self._json(Call("/api/feedback", params={"limit": limit, "offset": offset}))
        )

    async def _json(self, call: Call) -> dict[str, Any]:
        async with self._open(call) as reply:
            return json.loads(await reply.aread())

    @asynccontextmanager
    async def _open(self, call: Call) -> AsyncIterator[httpx.Response]:
        try:
            reply = await self._http.send(call.request(self._http), stream=True)
            try:
                if reply.is_error:
                    raise failure_of(self.address, reply.status_code, await reply.aread())
                yield reply
            finally:
                await reply.aclose()
        except httpx.HTTPError as error:
            raise silent(self.address, error) from error


def _ask_body(
    question: str,
    turns: Sequence[TurnReply],
    since: str | None,
    until: str | None,
    publisher: str | Sequence[str] | None,
    engine: Engine,
    asked_on: str | None,
) -> AskBody:
    return AskBody.of(
        question=question,
        turns=[turn.model_dump(exclude={"evidence", "closest"}) for turn in turns],
        since=since,
        until=until,
        publisher=_names(publisher),
        engine=engine,
        asked_on=asked_on,
    )


def _search_body(
    query: str, k: int, since: str | None, until: str | None, publisher: str | Sequence[str] | None
) -> SearchBody:
    return SearchBody.of(query=query, k=k, since=since, until=until, publisher=_names(publisher))


def _feedback_body(
    turn: TurnReply, thumb: Thumb, reason: str, turns: Sequence[TurnReply], asked_on: str | None
) -> FeedbackBody:
    judged = turn.model_dump(exclude={"evidence", "closest", "timings"})
    history = [earlier.question for earlier in turns]
    return FeedbackBody.of(thumb=thumb, turn=judged, reason=reason, history=history, asked_on=asked_on)


def _names(publisher: str | Sequence[str] | None) -> list[str] | None:
    return [publisher] if isinstance(publisher, str) else list(publisher or ()) or None
