"""The service of a server that owns the data directory, over its JSON API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from index import BadRequest, ModelUnavailable, NewsqaError, NotFound
from qa.schemas import AskBody, SearchBody
from qa.service import ArticlesQuery, Events

__all__ = ["RemoteService"]

_PATIENCE = 300.0  # seconds without a word from the server

# The server is on this machine: a proxy for the outside world would not find it.
_opener = build_opener(ProxyHandler({}))


class RemoteService:
    """What qa.service.Service offers, asked of the server at an address. Raises the errors that the server had."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def stream(self, ask: AskBody) -> Events:
        body = {**ask.model_dump(exclude_unset=True), "stream": True}
        # Earlier evidence is long and of no use to the next answer.
        body["turns"] = [{k: v for k, v in turn.items() if k != "evidence"} for turn in body.get("turns", ())]
        with self._open("/api/ask", body) as reply:
            name, data = "", ""
            for raw in self._lines(reply):
                line = raw.decode().rstrip("\n")
                key, _, value = line.partition(": ")
                if key == "event":
                    name = value
                elif key == "data":
                    data = value
                elif not line and name:
                    record = json.loads(data)
                    if name == "error":
                        raise _error(record)
                    yield name, record
                    name = ""

    def search(self, search: SearchBody) -> dict[str, Any]:
        return self._json("/api/search", search.model_dump())

    def articles(self, query: ArticlesQuery) -> dict[str, Any]:
        given = {name: value for name, value in asdict(query).items() if value not in (None, "", ())}
        return self._json(f"/api/articles?{urlencode(given, doseq=True)}")

    def article(self, article_id: str, version: str | None = None) -> dict[str, Any]:
        which = f"?{urlencode({'version': version})}" if version else ""
        return self._json(f"/api/articles/{quote(article_id, safe='')}{which}")

    def status(self) -> dict[str, Any]:
        return self._json("/api/status")

    def _json(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        with self._open(path, body) as reply:
            return json.load(reply)

    def _open(self, path: str, body: Mapping[str, Any] | None = None) -> HTTPResponse:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.address + path, data, {"content-type": "application/json"})
        try:
            return _opener.open(request, timeout=_PATIENCE)
        except HTTPError as error:
            try:
                with error:
                    problem = json.load(error)
            except ValueError:
                raise self._silent(error) from error
            raise _error(problem) from None
        except (URLError, OSError, HTTPException) as error:
            raise self._silent(error) from error

    def _lines(self, reply: HTTPResponse) -> Any:
        try:
            yield from reply
        except (OSError, HTTPException) as error:
            raise self._silent(error) from error

    def _silent(self, error: Exception) -> NewsqaError:
        return NewsqaError(f"the server at {self.address}, which owns the data directory, does not answer ({error}).")


def _error(problem: Mapping[str, Any]) -> NewsqaError:
    """The error that a problem was made of."""
    status, detail = problem.get("status"), str(problem.get("detail"))
    if status == 422:
        fields = ", ".join(str(e.get("field")) for e in problem.get("errors") or ())
        return BadRequest(fields or "request", detail)
    kinds = {404: NotFound, 503: ModelUnavailable}
    return kinds.get(status or 0, NewsqaError)(detail)
