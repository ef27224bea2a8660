"""The HTTP API: questions, searches and articles as JSON, answers also as server-sent events. /docs describes it.

Endpoints are synchronous and run in threads. The guard stands in front of all of them and of the page.
"""

from __future__ import annotations

import gc
import logging
import socket
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any, cast

import uvicorn
from anyio import to_thread
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from index import NewsqaError, program_version
from qa.api import feedback, ingest, login, openai
from qa.api.access import Access
from qa.api.description import document
from qa.api.docs import docs_page
from qa.api.events import EventStream, LastEvent, encoded, sse
from qa.api.guard import LOOPBACK, Guard
from qa.api.heads import AnswersHead
from qa.api.keys import KeyRing
from qa.api.limits import Limits
from qa.api.logs import log_as_json, wants_json
from qa.api.observe import Observation
from qa.api.observe import router as observe_router
from qa.api.problems import install_problems
from qa.api.shared import Service, only, reply
from qa.api.slashes import PassesOverSlash
from qa.mcp_server import http_routes, make_server
from qa.newsqa import NewsQA
from qa.serve import replies, schemas
from qa.serve.admission import admitted, most_at_once
from qa.serve.jobs import Jobs
from qa.serve.observe import Metrics, observed
from qa.serve.service import ArticlesQuery, LocalService

if TYPE_CHECKING:
    from index.read.fetch import Web

__all__ = ["create_app", "serve"]

# Clients that may wait to be let in; those beyond it try again only after a second, then three, then seven.
_BACKLOG = 2048
_GRACE = 3  # seconds that open streams may take to end when the server stops
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
_DESCRIPTION = (
    "Questions about the articles of one corpus, answered with verbatim quotes. For each citation, the article's text "
    "from `start` to `end` (characters, the end excluded) is the quote. Times are ISO 8601 in UTC. Errors are RFC 9457 "
    "problems."
)


def create_app(
    newsqa: NewsQA,
    *,
    page: bool = True,
    allowed_hosts: Sequence[str] = LOOPBACK,
    keys: KeyRing | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    web: Web | None = None,
) -> FastAPI:
    """The app over an open corpus. page: mount the web page too. allowed_hosts: names that Host headers may have.

    keys: who is let in; None lets everyone in who reaches the server. web: fetches articles by their address; None fetches
    nothing.
    """
    newsqa = admitted(newsqa, limits.at_once, limits.waiting)
    metrics = Metrics()
    asked = observed(newsqa, metrics)
    service = LocalService(asked)
    jobs = Jobs(newsqa.corpus, metrics.job_ended, web)
    mcp_routes, lifespan = http_routes(make_server(lambda: nullcontext(service)))
    app = FastAPI(
        title="newsqa",
        version=program_version(),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_ending(lifespan, jobs),
    )
    app.state.service, app.state.jobs, app.state.metrics = service, jobs, metrics
    token = newsqa.corpus.token  # of the data directory's lock
    app.state.access = access = Access(keys, limits.per_minute, most_at_once(newsqa), token)
    app.router.routes.extend(mcp_routes)
    for router in _ROUTERS:
        app.include_router(router)
    for path in (
        "/api/{rest:path}",
        "/v1/{rest:path}",
        "/healthz",
        "/livez",
        "/readyz",
        "/metrics",
        "/docs",
        "/login",
        "/logout",
    ):
        app.add_api_route(path, _nothing_here, methods=_METHODS, include_in_schema=False)
    app.openapi = lambda: document(app)
    install_problems(app)
    if page:
        from qa.page import mount_page  # Gradio takes seconds to load

        app = mount_page(app, asked, web)
    app.add_middleware(AnswersHead)
    app.add_middleware(Guard, access=access, allowed_hosts=allowed_hosts)
    app.add_middleware(Observation, metrics=metrics)  # around the guard: it counts what that refuses, too
    app.add_middleware(PassesOverSlash)
    return app


def _ending(lifespan: Callable[[Any], AbstractAsyncContextManager[None]], jobs: Jobs) -> Any:
    """The lifespan, with the jobs ended before the server is: the corpus is closed after it."""

    @asynccontextmanager
    async def until_jobs_end(app: FastAPI) -> AsyncGenerator[None, None]:
        async with lifespan(app):
            try:
                yield
            finally:
                await to_thread.run_sync(jobs.close)

    return until_jobs_end


def serve(
    newsqa: NewsQA,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    allowed_hosts: Sequence[str] = (),
    page: bool = True,
    keys: KeyRing | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    web: Web | None = None,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until interrupted, and call `ready` with the address once requests are answered. Port 0 takes a free one.

    Raises NewsqaError when the address cannot be had. Closes nothing that it was given.
    """
    hosts = (*LOOPBACK, host, *allowed_hosts)
    app = create_app(newsqa, page=page, allowed_hosts=hosts, keys=keys, limits=limits, web=web)
    with _listen(host, port) as listener:
        address = _address(host, listener.getsockname()[1])
        newsqa.corpus.announce(address)
        # Uvicorn's own access log would hold the searches that stand in addresses; the guard logs without words.
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE
        )
        logging.getLogger("uvicorn").setLevel(logging.WARNING)
        if wants_json():
            log_as_json()
        _Server(config, lambda: ready(address), lambda: newsqa.corpus.announce(None)).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says when it has started, and when it begins to stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # What is loaded by now stays. To look through it for garbage would stop the server for 0.4 s every few seconds of load.
        gc.freeze()
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # It listens from here on, so that a client waits for us instead of being refused.
        return socket.create_server(where[:2], family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        message = f"cannot listen on {host} port {port} ({error}); choose another with --host or --port."
        raise NewsqaError(message) from error


def _address(host: str, port: int) -> str:
    """Where a process on this machine reaches the server."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


# -- endpoints ---------------------------------------------------------------------------------------------------------

_EXAMPLE = (
    sse("understood", {"question": "…", "rewritten": False, "since": None, "until": None, "publisher": []})
    + sse("evidence", {"evidence": ["…"], "preview": {"text": "…"}})
    + sse("delta", {"text": "The airport"})
    + sse("answer", {"question": "…", "text": "The airport … [1].", "citations": ["…"]})
).decode()
_EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string", "contentMediaType": "application/json"}},
}
_STREAMED = {
    "description": "The turn; as a stream: events understood, evidence, any number of delta (not yet verified), answer "
    "(the turn), or error (a problem).",
    "content": {"text/event-stream": {"itemSchema": _EVENT, "example": _EXAMPLE}},
}

_api = APIRouter(prefix="/api")
_root = APIRouter()


@_api.post("/ask", dependencies=[only()], responses={200: {"model": replies.TurnReply, **_STREAMED}})
def ask(body: schemas.AskBody, request: Request, service: Service) -> Response:
    """Answer a question with cited quotes, or refuse with a reason."""
    events = service.stream(body)
    # What is wrong with the request shows with the first event, while the status can still say so.
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        sent = encoded(events)
        return EventStream(sent, next(sent))
    return LastEvent(events, next(events))


@_api.post("/search", dependencies=[only()], responses=reply(replies.SearchReply, "Passages, best first."))
def search(body: schemas.SearchBody, service: Service) -> Response:
    """Find the passages that fit a query best."""
    return JSONResponse(service.search(body))


@_api.get(
    "/articles",
    dependencies=[only("publisher", "since", "until", "text", "limit", "offset")],
    responses=reply(replies.ArticlesReply, "One page of articles, newest first."),
)
def articles(
    service: Service,
    publisher: Annotated[list[schemas.Name], Query(max_length=50, description="Only by these publishers.")] = [],  # noqa: B006
    since: Annotated[schemas.Moment | None, Query(description="Only published at or after this date.")] = None,
    until: Annotated[schemas.Moment | None, Query(description="Only published up to this date.")] = None,
    text: Annotated[
        str,
        Query(max_length=1000, description="Each of its words must stand in the title, as a word or a part of one."),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    offset: Annotated[int, Query(ge=0, le=10**9, description="How many to leave out first.")] = 0,
) -> Response:
    """List articles without their texts."""
    return JSONResponse(service.articles(ArticlesQuery(publisher, since, until, text, limit, offset)))


@_api.get(
    "/articles/{article_id}",
    dependencies=[only("version")],
    responses=reply(replies.ArticleReply, "The article."),
)
def article(
    article_id: str,
    service: Service,
    version: Annotated[str | None, Query(max_length=64, description="A version that a citation names.")] = None,
) -> Response:
    """One article with its text."""
    return JSONResponse(service.article(article_id, version))


@_api.get("/status", dependencies=[only()], responses=reply(replies.StatusReply, "Numbers, dates, publishers, models."))
def status(service: Service) -> Response:
    """What the corpus holds, and what answers."""
    return JSONResponse(service.status())


@_root.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    page = docs_page(cast(FastAPI, request.app).openapi())
    return HTMLResponse(page, headers={"content-security-policy": policy})


_ROUTERS = (_root, _api, feedback.router, ingest.router, openai.router, login.router, observe_router)


def _nothing_here(request: Request) -> Response:
    """405 or 404 for what is ours by its path, and would else fall to the page."""
    scope = {**request.scope, "path_params": {}}
    partly = [route for router in _ROUTERS for route in router.routes if route.matches(scope)[0] == Match.PARTIAL]
    allowed = sorted({method for route in partly for method in getattr(route, "methods", ())})
    if allowed:
        raise HTTPException(405, headers={"allow": ", ".join(allowed)})
    raise HTTPException(404)
