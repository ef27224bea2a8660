"""What stands before every request: who may ask, how much may be sent, which addresses are closed; a log without words.

Pure ASGI, so that streams pass through as they are written.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import problem, problem_of, rendered

__all__ = ["LARGEST_BODY", "LOOPBACK", "Guard"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST_BODY = 1_000_000  # bytes
_ANY_ADDRESS = frozenset(("0.0.0.0", "::"))

# Gradio fetches and serves files of others, and takes uploads: nothing here needs that, and an answer could misuse it.
_CLOSED = re.compile(r"file=http|/gradio_api/file[=/]|/proxy=|/gradio_api/upload|/monitoring", re.IGNORECASE)

_HEADERS = {
    "content-security-policy": (
        # The page is Gradio's, whose scripts and styles stand in the page itself.
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger("newsqa.server")


class Guard:
    """Wrap an app. `allowed_hosts`: names that Host headers may have; 0.0.0.0 or :: among them allows every IP address.

    A foreign name in Host would let any web page that the user opens talk to this server (DNS rebinding); a bare IP
    address cannot be pointed elsewhere.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(host.lower().strip("[]") for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await _Exchange(scope, send).run(self._app, receive, self._refusal(scope))
        else:  # nothing here speaks WebSocket
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """(status, reason) when a request must not pass."""
        headers = Headers(scope=scope)
        if not self._is_allowed(headers.get("host")):
            return 421, "This server does not answer to that Host name; start it with --allow-host to add one."
        origin = headers.get("origin")
        if (
            origin
            and scope["method"] not in ("GET", "HEAD", "OPTIONS")
            and not self._is_allowed(urlsplit(origin).netloc)
        ):
            return 403, "Pages of other sites may not ask here."
        if _is_closed(scope):
            return 404, "There is nothing at this address; /docs lists what there is."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, f"A request may have {LARGEST_BODY} bytes at most."
        return None

    def _is_allowed(self, host: str | None) -> bool:
        try:
            name = urlsplit(f"//{host or ''}").hostname
        except ValueError:
            return False
        if not name:
            return False
        return name in self._hosts or (bool(self._hosts & _ANY_ADDRESS) and _is_address(name))


class _Exchange:
    """One request and its response."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        self.id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        self.scope = scope
        scope["newsqa.request_id"] = self.id
        self._send = send
        self._status = 0
        self._received = self._sent = 0  # bytes

    async def run(self, app: ASGIApp, receive: Receive, refusal: tuple[int, str] | None) -> None:
        started = time.monotonic()
        try:
            if refusal:
                await self._answer(problem(*refusal, self.id))
            else:
                await app(self.scope, self._limited(receive), self.send)
        except Exception as error:  # the last resort
            _log_fault(error, self.id)
            if not self._status:
                await self._answer(problem_of(error, self.id))
            # Once a response has begun, returning makes the server cut the connection: the client sees it break.
        finally:
            self._log_line(time.monotonic() - started)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = self.id
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        self._sent += len(message.get("body", b""))
        await self._send(message)

    def _limited(self, receive: Receive) -> Receive:
        """The body as it arrives, for senders that do not tell its length first."""

        async def receive_some() -> Message:
            message = await receive()
            self._received += len(message.get("body", b""))
            if self._received > LARGEST_BODY:
                raise HTTPException(413, f"A request may have {LARGEST_BODY} bytes at most")
            return message

        return receive_some

    async def _answer(self, record: dict[str, Any]) -> None:
        status, told, media_type = rendered(record, self.scope["path"])
        body = json.dumps(told).encode()
        headers = [(b"content-type", media_type.encode()), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    def _log_line(self, seconds: float) -> None:
        # The route and not the path: a path may hold what was asked.
        route = getattr(self.scope.get("route"), "path", "-")
        facts = (self.scope["method"], route, self._status, self._received, self._sent, seconds)
        _log.info("%s %s %s %d, %d bytes in, %d bytes out, %.3f s", self.id, *facts)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_closed(scope: Scope) -> bool:
    """Whether a path, or what it becomes when it is decoded once more, is one of the closed ones."""
    path = scope["path"]
    for _ in range(4):
        if _CLOSED.search(path):
            return True
        path = unquote(path)
    return path != unquote(path)  # five times encoded: nobody does that in good faith


def _log_fault(error: Exception, request_id: str) -> None:
    """Log where an unexpected error arose, without its message, which may quote a question or an article."""
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-6))
    _log.error("%s failed with %s:\n%s", request_id, type(error).__name__, frames)
