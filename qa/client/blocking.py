"""A typed client of a newsqa server; asynchronous.py is the same, asynchronous.

with Client("http://127.0.0.1:7860") as newsqa:
    first = newsqa.ask("which airport was attacked?")
    second = newsqa.ask("who attacked it?", [first])
    print(second.short, second.citations[0].quote)

What it gives are pydantic models (qa.serve.replies). It raises what the library raises: BadRequest, NotFound, ModelUnavailable, StorageFailed,
Overloaded when the server has too much to do or a key has asked too often, and NewsqaError when the server does not answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Self

import httpx

from index import Thumb
from qa.client.calls import HERE, LOOK_EVERY, STREAMED, Reply, StreamReply, ask_body, feedback_body, search_body, typed
from qa.client.remote import RemoteService
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

__all__ = ["Client", "StreamReply"]


class Client:
    """Asks the server at an address, with a key where it wants one. http: an httpx client of one's own, with base_url and key, instead."""

    def __init__(self, address: str = HERE, *, api_key: str | None = None, http: httpx.Client | None = None) -> None:
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
        body = ask_body(question, turns, since, until, publisher, engine, asked_on)
        return self._typed(TurnReply, self._service.ask(body))

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
            self._service.stream(ask_body(question, turns, since, until, publisher, engine, asked_on))
        ) as events:
            for name, data in events:
                yield typed(self._service.address, STREAMED[name], data)

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
        return self._typed(SearchReply, self._service.search(search_body(query, k, since, until, publisher)))

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
        """A page of the articles without their texts, newest first; each word of `text` must stand in the title, as a word or a part of one."""
        query = ArticlesQuery(publisher, since, until, text, limit, offset)
        return self._typed(ArticlesReply, self._service.articles(query))

    def article(self, article_id: str, version: str | None = None) -> ArticleReply:
        """One article with its text, in the version that a citation names or the current one."""
        return self._typed(ArticleReply, self._service.article(article_id, version))

    def remove(self, article_id: str) -> None:
        """Forget an article with all its versions."""
        self._service.remove(article_id)

    def ingest(
        self, articles: Sequence[Mapping[str, Any]] = (), *, urls: Sequence[str] = (), wait: bool = False
    ) -> JobReply:
        """Index articles, as a job: records as a JSON file of articles has them, or web addresses if the server fetches.

        wait: until the job has ended; else `job` tells how far it is. What is known already is skipped.
        """
        job = self._typed(JobReply, self._service.ingest(articles, urls=urls))
        while wait and not job.ended:
            time.sleep(LOOK_EVERY)
            job = self.job(job.id)
        return job

    def jobs(self, *, limit: int = 50, offset: int = 0) -> JobsReply:
        """A page of the jobs, newest first."""
        return self._typed(JobsReply, self._service.jobs(limit, offset))

    def job(self, job_id: str) -> JobReply:
        """How far a job is, and what came of it."""
        return self._typed(JobReply, self._service.job(job_id))

    def cancel_job(self, job_id: str) -> JobReply:
        """Stop a job; what it has indexed stays."""
        return self._typed(JobReply, self._service.cancel_job(job_id))

    def status(self) -> StatusReply:
        """What the corpus holds, and what answers."""
        return self._typed(StatusReply, self._service.status())

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
        body = feedback_body(turn, thumb, reason, turns, asked_on)
        return self._typed(FeedbackGiven, self._service.give_feedback(body)).id

    def feedback(self, *, limit: int = 50, offset: int = 0) -> FeedbackListReply:
        """A page of what readers said, newest first."""
        return self._typed(FeedbackListReply, self._service.feedback(limit, offset))

    def _typed(self, kind: type[Reply], record: Mapping[str, Any]) -> Reply:
        return typed(self._service.address, kind, record)
