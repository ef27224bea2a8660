"""The service of a server that owns the data directory, over its JSON API. The typed clients stand beside it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from qa.client.calls import (
    PATIENCE,
    Call,
    EventReader,
    article_call,
    articles_call,
    ask_call,
    cancel_call,
    checked_address,
    failure_of,
    feedback_call,
    give_feedback_call,
    ingest_call,
    job_call,
    jobs_call,
    key_header,
    record_of,
    remove_call,
    search_call,
    silent,
    status_call,
)
from qa.serve.schemas import AskBody, FeedbackBody, SearchBody
from qa.serve.service import ArticlesQuery, Events

__all__ = ["RemoteService"]


class RemoteService:
    """What qa.serve.service.Service offers, asked of the server at an address. Raises the errors that the server had."""

    def __init__(self, address: str, http: httpx.Client | None = None, *, key: str | None = None) -> None:
        """key: one that the server knows, or for the data directory's owner the token of its lock file. Raises BadRequest."""
        self.address = checked_address(address)
        headers = key_header(key)
        # The server is on this machine: a proxy for the outside world would not find it.
        self._http = http or httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False, headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def stream(self, ask: AskBody) -> Events:
        with self._open(ask_call(ask, stream=True)) as reply:
            reader = EventReader(self.address)
            for line in reply.iter_lines():
                if event := reader.feed(line):
                    yield event
            reader.end()

    def ask(self, ask: AskBody) -> dict[str, Any]:
        """The finished turn."""
        return self._json(ask_call(ask))

    def search(self, search: SearchBody) -> dict[str, Any]:
        return self._json(search_call(search))

    def articles(self, query: ArticlesQuery) -> dict[str, Any]:
        return self._json(articles_call(query))

    def article(self, article_id: str, version: str | None = None) -> dict[str, Any]:
        return self._json(article_call(article_id, version))

    def status(self) -> dict[str, Any]:
        return self._json(status_call())

    def remove(self, article_id: str) -> None:
        with self._open(remove_call(article_id)):
            pass

    def ingest(
        self,
        articles: Sequence[Mapping[str, Any]] = (),
        paths: Sequence[str] = (),
        urls: Sequence[str] = (),
        encoding: str | None = None,
    ) -> dict[str, Any]:
        """Start a job of indexing records, articles of the web, or the server's own files if this is their owner."""
        return self._json(ingest_call(articles, paths, urls, encoding))

    def jobs(self, limit: int = 50, offset: int = 0) -> dict[str, Any]:
        """A page of the jobs, newest first."""
        return self._json(jobs_call(limit, offset))

    def job(self, job_id: str) -> dict[str, Any]:
        """How far a job is."""
        return self._json(job_call(job_id))

    def cancel_job(self, job_id: str) -> dict[str, Any]:
        """Stop a job."""
        return self._json(cancel_call(job_id))

    def give_feedback(self, feedback: FeedbackBody) -> dict[str, Any]:
        return self._json(give_feedback_call(feedback))

    def feedback(self, limit: int = 50, offset: int = 0) -> dict[str, Any]:
        return self._json(feedback_call(limit, offset))

    def _json(self, call: Call) -> dict[str, Any]:
        with self._open(call) as reply:
            return record_of(self.address, reply.read())

    @contextmanager
    def _open(self, call: Call) -> Generator[httpx.Response, None, None]:
        try:
            reply = self._http.send(call.request(self._http), stream=True)
            try:
                if not reply.is_success:
                    reply.read()
                    raise failure_of(self.address, reply)
                yield reply
            finally:
                reply.close()
        except httpx.HTTPError as error:
            raise silent(self.address, error) from error
