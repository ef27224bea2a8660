"""The service of a server that owns the data directory, over its JSON API. qa.client gives it types."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from index import BadRequest, ModelUnavailable, NewsqaError, NotFound
from qa.schemas import AskBody, FeedbackBody, SearchBody
from qa.service import ArticlesQuery, Events

__all__ = [
    "PATIENCE",
    "Call",
    "EventReader",
    "RemoteService",
    "article_call",
    "articles_call",
    "ask_call",
    "failure_of",
    "key_header",
    "silent",
]

PATIENCE = httpx.Timeout(300.0, connect=10.0)  # seconds without a word from the server


@dataclass(frozen=True, slots=True)
class Call:
    """One request: a body makes it a POST, unless it has another method."""

    path: str
    body: Mapping[str, Any] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    method: str = ""

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request as a client sends it, to the address that it was given."""
        if self.body is None:
            return client.build_request(self.method or "GET", self.path, params=dict(self.params))
        return client.build_request("POST", self.path, json=dict(self.body))


class RemoteService:
    """What qa.service.Service offers, asked of the server at an address. Raises the errors that the server had."""

    def __init__(self, address: str, http: httpx.Client | None = None, *, key: str | None = None) -> None:
        """key: one that the server knows, or for the data directory's owner the token of its lock file."""
        self.address = address.rstrip("/")
        headers = key_header(key)
        # The server is on this machine: a proxy for the outside world would not find it.
        self._http = http or httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False, headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def stream(self, ask: AskBody) -> Events:
        with self._open(ask_call(ask, stream=True)) as reply:
            reader = EventReader()
            for line in reply.iter_lines():
                if event := reader.feed(line):
                    yield event

    def ask(self, ask: AskBody) -> dict[str, Any]:
        """The finished turn."""
        return self._json(ask_call(ask))

    def search(self, search: SearchBody) -> dict[str, Any]:
        return self._json(Call("/api/search", search.model_dump()))

    def articles(self, query: ArticlesQuery) -> dict[str, Any]:
        return self._json(articles_call(query))

    def article(self, article_id: str, version: str | None = None) -> dict[str, Any]:
        return self._json(article_call(article_id, version))

    def status(self) -> dict[str, Any]:
        return self._json(Call("/api/status"))

    def remove(self, article_id: str) -> None:
        with self._open(Call(f"/api/articles/{quote(article_id, safe='')}", method="DELETE")):
            pass

    def ingest(self, articles: Sequence[Mapping[str, Any]] = (), paths: Sequence[str] = ()) -> dict[str, Any]:
        """Start a job of indexing records, or the server's own files if this is their owner."""
        body = {"paths": list(paths)} if paths else {"articles": list(articles)}
        return self._json(Call("/api/ingest", body))

    def job(self, job_id: str) -> dict[str, Any]:
        """How far a job is."""
        return self._json(Call(f"/api/jobs/{quote(job_id, safe='')}"))

    def cancel_job(self, job_id: str) -> dict[str, Any]:
        """Stop a job."""
        return self._json(Call(f"/api/jobs/{quote(job_id, safe='')}/cancel", method="POST"))

    def give_feedback(self, feedback: FeedbackBody) -> dict[str, Any]:
        return self._json(Call("/api/feedback", feedback.model_dump(exclude_unset=True)))

    def feedback(self, limit: int = 50, offset: int = 0) -> dict[str, Any]:
        return self._json(Call("/api/feedback", params={"limit": limit, "offset": offset}))

    def _json(self, call: Call) -> dict[str, Any]:
        with self._open(call) as reply:
            return json.loads(reply.read())

    @contextmanager
    def _open(self, call: Call) -> Generator[httpx.Response, None, None]:
        try:
            reply = self._http.send(call.request(self._http), stream=True)
            try:
                if reply.is_error:
                    raise failure_of(self.address, reply.status_code, reply.read())
                yield reply
            finally:
                reply.close()
        except httpx.HTTPError as error:
            raise silent(self.address, error) from error


# -- what the synchronous and the asynchronous client share ------------------------------------------------------------


def key_header(key: str | None) -> dict[str, str]:
    """The header that shows a key, if there is one. Raises BadRequest for what cannot be a key."""
    if key and not (key.isascii() and key.isprintable()):
        raise BadRequest("api_key", "the key holds a character that no key has: give it as `newsqa key add` showed it.")
    return {"authorization": f"Bearer {key}"} if key else {}


def ask_call(ask: AskBody, *, stream: bool = False) -> Call:
    """The request for an answer. Earlier evidence is long and of no use to the next answer, so it is left out."""
    body = {**ask.model_dump(exclude_unset=True), "stream": stream}
    body["turns"] = [{k: v for k, v in turn.items() if k != "evidence"} for turn in body.get("turns", ())]
    return Call("/api/ask", body)


def articles_call(query: ArticlesQuery) -> Call:
    """The request for a list of articles."""
    given = {name: value for name, value in asdict(query).items() if value not in (None, "", ())}
    return Call("/api/articles", params=given)


def article_call(article_id: str, version: str | None) -> Call:
    """The request for one article."""
    return Call(f"/api/articles/{quote(article_id, safe='')}", params={"version": version} if version else {})


class EventReader:
    """Lines of server-sent events → (name, data), one event at a time."""

    def __init__(self) -> None:
        self._name = self._data = ""

    def feed(self, line: str) -> tuple[str, dict[str, Any]] | None:
        """The event that a line completes, if it does. Raises the error that an event `error` tells."""
        key, _, value = line.partition(": ")
        if key == "event":
            self._name = value
        elif key == "data":
            self._data = value
        elif not line and self._name:
            name, record = self._name, json.loads(self._data)
            self._name = ""
            if name == "error":
                raise _error(record)
            return name, record
        return None


def silent(address: str, error: Exception | str) -> NewsqaError:
    """The error of a server that does not answer, or not as this one does."""
    return NewsqaError(f"the server at {address} does not answer ({error}).")


def failure_of(address: str, status: int, body: bytes) -> NewsqaError:
    """The error that a reply with an error status stands for."""
    try:
        problem = json.loads(body)
    except ValueError:
        problem = None
    return _error(problem) if isinstance(problem, Mapping) else silent(address, f"HTTP {status}")


def _error(problem: Mapping[str, Any]) -> NewsqaError:
    """The error that a problem was made of."""
    status, detail = problem.get("status"), str(problem.get("detail"))
    if status == 422:
        fields = ", ".join(str(e.get("field")) for e in problem.get("errors") or ())
        return BadRequest(fields or "request", detail)
    kinds = {404: NotFound, 503: ModelUnavailable}
    return kinds.get(status or 0, NewsqaError)(detail)
