"""/livez, /readyz and /metrics, and the outermost layer that counts requests and knows which face asks."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import PROBLEM_TYPE, problem
from qa.api.shared import Service, reply
from qa.serve import replies
from qa.serve.admission import AdmittedNewsQA
from qa.serve.observe import CONTENT_TYPE_LATEST, FACE, Metrics, ObservedNewsQA
from qa.serve.service import LocalService

__all__ = ["Observation", "router"]

router = APIRouter()
_log = logging.getLogger("newsqa.server")
_FACES = (("/api/", "api"), ("/v1/", "openai"), ("/mcp", "mcp"))


@router.get("/livez", responses=reply(replies.HealthReply, "Alive."))
@router.get("/healthz", responses=reply(replies.HealthReply, "Alive; an older name of /livez."))
async def livez() -> Response:
    """Whether the process runs; depends on nothing else."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", responses=reply(replies.ReadyReply, "Ready."))
def readyz(request: Request, service: Service) -> Response:
    """Whether questions can be answered, and by what; if not, what is missing. Without a model it is ready but degraded."""
    corpus, newsqa = service.corpus, service.newsqa
    held = [_tried("catalog", lambda: corpus.count()), _tried("vectors", lambda: corpus.status().vectors)]
    if missing := [fault for _, fault in held if fault]:
        detail = f"Not ready: {'; '.join(missing)}."
        record = problem(503, detail, request.scope.get("newsqa.request_id", ""))
        return JSONResponse(record, 503, media_type=PROBLEM_TYPE)
    engine = "extractive" if newsqa.llm is None else "llm"
    return JSONResponse({"status": "ready", "articles": held[0][0], "engine": engine, "degraded": newsqa.notice})


def _tried(name: str, look: Callable[[], int]) -> tuple[int, str]:
    """(number, "") of what can be read, or (0, what cannot be)."""
    try:
        return look(), ""
    except Exception as error:  # whatever it is, it is not ready
        _log.error("not ready: %s %s", name, type(error).__name__)
        return 0, f"the {name} cannot be read ({type(error).__name__})"


@router.get(
    "/metrics",
    responses={
        200: {"description": "Prometheus's text format.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    },
    response_class=Response,
)
def metrics(request: Request, service: Service) -> Response:
    """Counters and durations, without a word of questions or articles."""
    counted: Metrics = request.app.state.metrics
    status = service.corpus.status()
    for what in ("articles", "passages", "vectors"):
        counted.held.labels(what).set(getattr(status, what))
    counted.newest.set(status.newest or 0)
    counted.ingested.set(status.last_ingested or 0)
    counted.queue.labels("jobs").set(request.app.state.jobs.waiting())
    if admission := _admission(service):
        counted.queue.labels("searches").set(len(admission.searching))
        counted.queue.labels("model").set(len(admission.writing))
    return Response(counted.text(), media_type=CONTENT_TYPE_LATEST)


def _admission(service: LocalService) -> Any:
    newsqa = service.newsqa
    inner = newsqa.inner if isinstance(newsqa, ObservedNewsQA) else newsqa
    return inner.admission if isinstance(inner, AdmittedNewsQA) else None


class Observation:
    """Wrap an app: count its requests by route, status and seconds, and say which face they belong to."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        token = FACE.set(next((face for start, face in _FACES if scope["path"].startswith(start)), "page"))
        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, noting)
        finally:
            FACE.reset(token)
            self._metrics.under_way.dec()
            # The route's pattern, never the path: a path may hold what was asked. Methods are the sender's words too.
            route = getattr(scope.get("route"), "path", None) or "other"
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "DELETE", "OPTIONS") else "other"
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.request_seconds.labels(route).observe(time.monotonic() - started)
