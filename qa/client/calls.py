"""Requests to a newsqa server and what its replies mean: what the synchronous and the asynchronous clients share.

What is asked for is sent as it was given, a lone surrogate included, which no article can hold: whether there is such an article
is the server's to say. What comes back is trusted no further than its shape: another program may listen at the address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel, ValidationError

from index import BadRequest, ModelUnavailable, NewsqaError, NotFound, Overloaded, StorageFailed, Thumb
from qa.records import Engine
from qa.serve.replies import DeltaReply, EvidenceReply, QueryReply, TurnReply
from qa.serve.schemas import AskBody, FeedbackBody, SearchBody
from qa.serve.service import ArticlesQuery

__all__ = [
    "HERE",
    "LOOK_EVERY",
    "PATIENCE",
    "STREAMED",
    "Call",
    "EventReader",
    "Reply",
    "StreamReply",
    "article_call",
    "articles_call",
    "ask_body",
    "ask_call",
    "cancel_call",
    "checked_address",
    "failure_of",
    "feedback_body",
    "feedback_call",
    "give_feedback_call",
    "ingest_call",
    "job_call",
    "jobs_call",
    "key_header",
    "record_of",
    "remove_call",
    "search_body",
    "search_call",
    "silent",
    "status_call",
    "typed",
]

HERE = "http://127.0.0.1:7860"
PATIENCE = httpx.Timeout(300.0, connect=10.0)  # seconds without a word from the server
LOOK_EVERY = 0.2  # seconds between two looks at a job
_KINDS: dict[object, type[NewsqaError]] = {404: NotFound, 503: ModelUnavailable, 507: StorageFailed}
_OVERLOADED = "urn:newsqa:problem:overloaded"
_FOREIGN = "its reply is not newsqa's: does another program listen there?"
Reply = TypeVar("Reply", bound=BaseModel)
StreamReply = QueryReply | EvidenceReply | DeltaReply | TurnReply
STREAMED: dict[str, type[Any]] = {
    "understood": QueryReply,
    "evidence": EvidenceReply,
    "delta": DeltaReply,
    "answer": TurnReply,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request: a body makes it a POST, unless it has another method."""

    path: str
    body: Mapping[str, Any] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    method: str = ""

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request as a client sends it, to the address that it was given. Raises BadRequest for what is no JSON."""
        query = f"?{urlencode(self.params, doseq=True, errors='surrogatepass')}" if self.params else ""
        if self.body is None:
            return client.build_request(self.method or "GET", self.path + query)
        try:
            # A server measures bytes: letters as they are. What is no letter, half of a pair, can only stand there escaped.
            content = json.dumps(dict(self.body), ensure_ascii=False).encode("utf-8", "backslashreplace")
        except (TypeError, ValueError, RecursionError) as error:
            raise BadRequest("request", f"what is to be sent cannot be written as JSON ({error}).") from error
        return client.build_request("POST", self.path, content=content, headers={"content-type": "application/json"})


# -- what a caller gives, as requests' bodies ----------------------------------------------------------------------------------


def ask_body(
    question: str,
    turns: Sequence[TurnReply],
    since: str | None,
    until: str | None,
    publisher: str | Sequence[str] | None,
    engine: Engine,
    asked_on: str | None,
) -> AskBody:
    """A question, checked. Raises BadRequest."""
    return AskBody.of(
        question=question,
        turns=[turn.model_dump(exclude={"evidence", "closest"}) for turn in turns],
        since=since,
        until=until,
        publisher=_names(publisher),
        engine=engine,
        asked_on=asked_on,
    )


def search_body(
    query: str, k: int, since: str | None, until: str | None, publisher: str | Sequence[str] | None
) -> SearchBody:
    """A search, checked. Raises BadRequest."""
    return SearchBody.of(query=query, k=k, since=since, until=until, publisher=_names(publisher))


def feedback_body(
    turn: TurnReply, thumb: Thumb, reason: str, turns: Sequence[TurnReply], asked_on: str | None
) -> FeedbackBody:
    """A verdict, checked. Raises BadRequest."""
    judged = turn.model_dump(exclude={"evidence", "closest", "timings"})
    history = [earlier.question for earlier in turns]
    return FeedbackBody.of(thumb=thumb, turn=judged, reason=reason, history=history, asked_on=asked_on)


def _names(publisher: str | Sequence[str] | None) -> list[str] | None:
    return [publisher] if isinstance(publisher, str) else list(publisher or ()) or None


# -- requests ----------------------------------------------------------------------------------------------------------


def checked_address(address: str) -> str:
    """The address of a server, without a slash at its end. Raises BadRequest for what can be none."""
    try:
        url = httpx.URL(address)
        usable = url.scheme in ("http", "https") and bool(url.host)
    except httpx.InvalidURL:
        usable = False
    if not usable:
        raise BadRequest("address", f"{address!r} is no address of a server: write it as http://127.0.0.1:7860.")
    return address.rstrip("/")


def key_header(key: str | None) -> dict[str, str]:
    """The header that shows a key, if there is one. Raises BadRequest for what cannot be a key."""
    if key and not (key.isascii() and key.isprintable()):
        raise BadRequest("api_key", "the key holds a character that no key has: give it as `newsqa key add` showed it.")
    return {"authorization": f"Bearer {key}"} if key else {}


def ask_call(ask: AskBody, *, stream: bool = False) -> Call:
    """For an answer. Earlier evidence is long and of no use to the next answer, so it is left out."""
    body = {**ask.model_dump(exclude_unset=True), "stream": stream}
    body["turns"] = [{k: v for k, v in turn.items() if k != "evidence"} for turn in body.get("turns", ())]
    return Call("/api/ask", body)


def search_call(search: SearchBody) -> Call:
    """For passages."""
    return Call("/api/search", search.model_dump())


def articles_call(query: ArticlesQuery) -> Call:
    """For a list of articles."""
    given = {name: value for name, value in asdict(query).items() if value not in (None, "", ())}
    return Call("/api/articles", params=given)


def article_call(article_id: str, version: str | None) -> Call:
    """For one article."""
    return Call(_at("/api/articles", article_id), params={"version": version} if version else {})


def remove_call(article_id: str) -> Call:
    """For forgetting one article."""
    return Call(_at("/api/articles", article_id), method="DELETE")


def status_call() -> Call:
    """For what the corpus holds."""
    return Call("/api/status")


def ingest_call(
    articles: Sequence[Mapping[str, Any]] = (),
    paths: Sequence[str] = (),
    urls: Sequence[str] = (),
    encoding: str | None = None,
) -> Call:
    """For indexing records, the server's own files or articles of the web."""
    given: dict[str, Any] = {
        "articles": [dict(article) for article in articles],
        "paths": list(paths),
        "urls": list(urls),
    }
    given["encoding"] = encoding
    return Call("/api/ingest", {name: value for name, value in given.items() if value})


def jobs_call(limit: int, offset: int) -> Call:
    """For a list of jobs."""
    return Call("/api/jobs", params={"limit": limit, "offset": offset})


def job_call(job_id: str) -> Call:
    """For one job."""
    return Call(_at("/api/jobs", job_id))


def cancel_call(job_id: str) -> Call:
    """For the end of a job."""
    return Call(f"{_at('/api/jobs', job_id)}/cancel", method="POST")


def give_feedback_call(feedback: FeedbackBody) -> Call:
    """For keeping a verdict."""
    return Call("/api/feedback", feedback.model_dump(exclude_unset=True))


def feedback_call(limit: int, offset: int) -> Call:
    """For a list of verdicts."""
    return Call("/api/feedback", params={"limit": limit, "offset": offset})


def _at(path: str, name: str) -> str:
    """The path to a thing of that name. A dot is escaped too: "." and ".." would be read as ways through the path.

    Raises NotFound for a name that is empty: the path would be that to all of them.
    """
    if not name:
        raise NotFound("there is nothing whose id is empty.")
    return f"{path}/{quote(name, safe='', errors='surrogatepass').replace('.', '%2E')}"


# -- replies -----------------------------------------------------------------------------------------------------------


class EventReader:
    """Lines of server-sent events → (name, data), one event at a time."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._name = self._data = self._last = ""

    def feed(self, line: str) -> tuple[str, dict[str, Any]] | None:
        """The event that a line completes, if it does. Raises the error that an event `error` tells."""
        key, _, value = line.partition(": ")
        if key == "event":
            self._name = value
        elif key == "data":
            self._data = value
        elif not line and self._name:
            name, record = self._name, record_of(self._address, self._data)
            self._name, self._last = "", name
            if name == "error":
                raise _error(self._address, record)
            if name not in STREAMED:
                raise silent(self._address, _FOREIGN)
            return name, record
        return None

    def end(self) -> None:
        """There are no more lines. Raises NewsqaError when the answer is missing."""
        if self._last != "answer":
            raise silent(self._address, "its stream ended before the answer")


def silent(address: str, error: Exception | str) -> NewsqaError:
    """The error of a server that does not answer, or not as this one does."""
    return NewsqaError(f"the server at {address} does not answer ({error}).")


def record_of(address: str, content: str | bytes) -> dict[str, Any]:
    """The JSON object of a reply. Raises NewsqaError when it holds none."""
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        raise silent(address, _FOREIGN)
    return record


def typed(address: str, kind: type[Reply], record: Mapping[str, Any]) -> Reply:
    """A record as what it should be. Raises NewsqaError when it is something else."""
    try:
        return kind.model_validate(record)
    except ValidationError as error:
        raise silent(address, f"its reply is no {kind.__name__}: is it of another version, or no newsqa?") from error


def failure_of(address: str, reply: httpx.Response) -> NewsqaError:
    """The error that a reply without success, which has been read, stands for."""
    status, elsewhere = reply.status_code, reply.headers.get("location")
    try:
        problem = record_of(address, reply.content)
    except NewsqaError:
        return silent(address, f"HTTP {status}, which points to {elsewhere}" if elsewhere else f"HTTP {status}")
    return _error(address, {"status": status, **problem}, reply.headers.get("retry-after", ""))


def _error(address: str, problem: Mapping[str, Any], retry_after: str = "") -> NewsqaError:
    """The error that a problem was made of."""
    status, detail = problem.get("status"), problem.get("detail")
    if not isinstance(detail, str):
        return silent(address, f"HTTP {status}")
    if status == 422:
        errors = problem.get("errors")
        fields = [str(e.get("field")) for e in errors if isinstance(e, Mapping)] if isinstance(errors, list) else []
        return BadRequest(", ".join(fields) or "request", detail)
    if status == 429 or problem.get("type") == _OVERLOADED:
        return Overloaded(detail, int(retry_after) if retry_after.isdecimal() else None)
    return _KINDS.get(status if isinstance(status, int) else 0, NewsqaError)(detail)
