"""The typed client of blocking.py, asynchronous."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

import anyio
import httpx

from index import Thumb
from qa.client.calls import (
    HERE,
    LOOK_EVERY,
    PATIENCE,
    STREAMED,
    Call,
    EventReader,
    Reply,
    StreamReply,
    article_call,
    articles_call,
    ask_body,
    ask_call,
    cancel_call,
    checked_address,
    failure_of,
    feedback_body,
    feedback_call,
    give_feedback_call,
    ingest_call,
    job_call,
    jobs_call,
    key_header,
    record_of,
    remove_call,
    search_body,
    search_call,
    silent,
    status_call,
    typed,
)
from qa.records import Engine
from qa.serve.replies import (
    ArticleReply,
    ArticlesReply,
    FeedbackGiven,
    FeedbackListReply,
    JobReply,
    JobsReply,
    SearchReply,
    StatusReply,
    TurnReply,
)
from qa.serve.service import ArticlesQuery

__all__ = ["AsyncClient"]


class AsyncClient:
    """The same as Client, asynchronously."""

    def __init__(
        self, address: str = HERE, *, api_key: str | None = None, http: httpx.AsyncClient | None = None
    ) -> None:
        self.address = checked_address(address)
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
        body = ask_body(question, turns, since, until, publisher, engine, asked_on)
        return await self._typed(TurnReply, ask_call(body))

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
        body = ask_body(question, turns, since, until, publisher, engine, asked_on)
        reader = EventReader(self.address)
        async with self._open(ask_call(body, stream=True)) as reply:
            async for line in reply.aiter_lines():
                if event := reader.feed(line):
                    yield typed(self.address, STREAMED[event[0]], event[1])
            reader.end()

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
        body = search_body(query, k, since, until, publisher)
        return await self._typed(SearchReply, search_call(body))

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
        return await self._typed(ArticlesReply, articles_call(query))

    async def article(self, article_id: str, version: str | None = None) -> ArticleReply:
        """See Client.article."""
        return await self._typed(ArticleReply, article_call(article_id, version))

    async def remove(self, article_id: str) -> None:
        """See Client.remove."""
        async with self._open(remove_call(article_id)):
            pass

    async def ingest(
        self, articles: Sequence[Mapping[str, Any]] = (), *, urls: Sequence[str] = (), wait: bool = False
    ) -> JobReply:
        """See Client.ingest."""
        job = await self._typed(JobReply, ingest_call(articles, urls=urls))
        while wait and not job.ended:
            await anyio.sleep(LOOK_EVERY)
            job = await self.job(job.id)
        return job

    async def jobs(self, *, limit: int = 50, offset: int = 0) -> JobsReply:
        """See Client.jobs."""
        return await self._typed(JobsReply, jobs_call(limit, offset))

    async def job(self, job_id: str) -> JobReply:
        """See Client.job."""
        return await self._typed(JobReply, job_call(job_id))

    async def cancel_job(self, job_id: str) -> JobReply:
        """See Client.cancel_job."""
        return await self._typed(JobReply, cancel_call(job_id))

    async def status(self) -> StatusReply:
        """See Client.status."""
        return await self._typed(StatusReply, status_call())

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
        body = feedback_body(turn, thumb, reason, turns, asked_on)
        return (await self._typed(FeedbackGiven, give_feedback_call(body))).id

    async def feedback(self, *, limit: int = 50, offset: int = 0) -> FeedbackListReply:
        """See Client.feedback."""
        return await self._typed(FeedbackListReply, feedback_call(limit, offset))

    async def _typed(self, kind: type[Reply], call: Call) -> Reply:
        async with self._open(call) as reply:
            return typed(self.address, kind, record_of(self.address, await reply.aread()))

    @asynccontextmanager
    async def _open(self, call: Call) -> AsyncIterator[httpx.Response]:
        try:
            reply = await self._http.send(call.request(self._http), stream=True)
            try:
                if not reply.is_success:
                    await reply.aread()
                    raise failure_of(self.address, reply)
                yield reply
            finally:
                await reply.aclose()
        except httpx.HTTPError as error:
            raise silent(self.address, error) from error
