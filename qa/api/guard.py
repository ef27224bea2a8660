"""What stands before every request: who may ask, how much may be sent, which addresses are closed; a log without words.

Pure ASGI, so that streams pass through as they are written.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from anyio import move_on_after, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index import Overloaded
from qa.api.access import Access, Refusal, Rule, rule_of
from qa.api.problems import headers_of, is_fault, problem, problem_of, rendered
from qa.serve.faults import log_fault

__all__ = ["LOOPBACK", "Guard"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
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
    # Not no-referrer: browsers then send the login form with "Origin: null", like a foreign page's.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Seconds within which the body of a request must arrive, with one more for every so many bytes of it: who sends more slowly
# would hold a place for ever.
_ARRIVES, _LEAST_RATE = 10.0, 100_000
_DIGITS = 18  # of a body's length; Python reads no number of thousands of them
_THREADS = 160  # most of them wait for a place in line
# Seconds after which a thread that computes lets the loop, which answers everyone, have the interpreter. The loop gives it away
# with each word that it sends.
_SWITCH = 0.0002
_log = logging.getLogger("newsqa.server")


class Guard:
    """Wrap an app. `allowed_hosts`: names that Host headers may have; 0.0.0.0 or :: among them allows every IP address.

    A foreign name in Host would let any web page that the user opens talk to this server (DNS rebinding); a bare IP
    address cannot be pointed elsewhere.
    """

    def __init__(self, app: ASGIApp, access: Access, allowed_hosts: Sequence[str] = LOOPBACK) -> None:
        self._app = app
        self._access = access
        self._hosts = frozenset(host.lower().strip("[]") for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            to_thread.current_default_thread_limiter().total_tokens = _THREADS
            sys.setswitchinterval(_SWITCH)
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:  # nothing here speaks WebSocket
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        rule, allowed = rule_of(scope["method"], scope["path"])
        exchange = _Exchange(scope, send, rule)
        refusal = self._foreign(scope) or self._access.check(scope, rule, allowed) or _too_large(scope, rule)
        if refusal or not rule.works:
            await exchange.run(self._app, receive, refusal)
        elif not self._access.in_flight.enter():
            await exchange.run(self._app, receive, Overloaded("Too much is asked at once; ask again in a moment."))
        else:
            try:
                await exchange.run(self._app, receive, None)
            finally:
                self._access.in_flight.leave()

    def _foreign(self, scope: Scope) -> Refusal | None:
        """The refusal of names that are not ours, of other sites' pages, and of addresses that nobody needs."""
        headers = Headers(scope=scope)
        host = _name_of(f"//{headers.get('host', '')}")
        if not self._is_allowed(host):
            return Refusal(421, "This server does not answer to that Host name; start it with --allow-host to add one.")
        origin = headers.get("origin")
        # A page from a bare IP address is not ours for that: it must have come from the very name that it asks now.
        if (
            origin
            and scope["method"] not in ("GET", "HEAD", "OPTIONS")
            and _name_of(origin) not in (*self._hosts, host)
        ):
            return Refusal(403, "Pages of other sites may not ask here.")
        if _is_closed(scope):
            return Refusal(404, "There is nothing at this address; /docs lists what there is.")
        return None

    def _is_allowed(self, name: str) -> bool:
        return name in self._hosts or (bool(self._hosts & _ANY_ADDRESS) and _is_address(name))


class _Exchange:
    """One request and its response."""

    def __init__(self, scope: Scope, send: Send, rule: Rule) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        self.id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        self.scope = scope
        self._largest = rule.body
        scope["newsqa.request_id"] = self.id
        self._send = send
        self._status = 0
        self._received = self._sent = 0  # bytes
        self._unread: HTTPException | None = None  # why the body was not read to its end

    async def run(self, app: ASGIApp, receive: Receive, refusal: Refusal | Overloaded | None) -> None:
        started = time.monotonic()
        try:
            if isinstance(refusal, Overloaded):
                raise refusal
            if refusal:
                await self._answer(problem(refusal.status, refusal.detail, self.id), refusal.headers)
            else:
                await app(self.scope, self._limited(receive), self.send)
        except Exception as error:  # the last resort, and what went wrong once the response had been begun
            error = self._unread or error  # /mcp wraps it in a group
            record = problem_of(error, self.id)
            if is_fault(record):
                log_fault(_log, self.id, error)
            if not self._status:
                await self._answer(record, headers_of(error))
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
            if self._status in (429, 503):  # whoever does not say when to come back, as Gradio's full queue
                headers.setdefault("retry-after", str(Overloaded("").retry_after))
        self._sent += len(message.get("body", b""))
        await self._send(message)

    def _limited(self, receive: Receive) -> Receive:
        """The body as it arrives, for senders that do not tell its length first, or that are slow."""
        started = time.monotonic()
        arriving = True

        async def receive_some() -> Message:
            nonlocal arriving
            if not arriving:  # what comes after the body is only that the client leaves, whenever it likes
                return await receive()
            left = started + _ARRIVES + self._received / _LEAST_RATE - time.monotonic()
            with move_on_after(left):
                message = await receive()
                self._received += len(message.get("body", b""))
                arriving = message.get("more_body", False)
                if self._received > self._largest:
                    raise self._ended(413, f"A request may have {self._largest:,} bytes at most")
                return message
            raise self._ended(408, "The body of the request did not arrive in time")

        return receive_some

    def _ended(self, status: int, detail: str) -> HTTPException:
        """The refusal of a body that is still on its way: nothing else can come over this connection."""
        self._unread = HTTPException(status, detail, {"connection": "close"})
        return self._unread

    async def _answer(self, record: dict[str, Any], more: Mapping[str, str]) -> None:
        status, told, media_type = rendered(record, self.scope["path"])
        body = json.dumps(told).encode()
        headers = {"content-type": media_type, "content-length": str(len(body)), **more}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": raw})
        await self.send({"type": "http.response.body", "body": body})

    def _log_line(self, seconds: float) -> None:
        # The route and not the path: a path may hold what was asked.
        route = getattr(self.scope.get("route"), "path", "-")
        names = ("request_id", "method", "route", "status", "bytes_in", "bytes_out", "seconds")
        facts = (self.id, self.scope["method"], route, self._status, self._received, self._sent, round(seconds, 4))
        fields: dict[str, object] = dict(zip(names, facts, strict=True))
        _log.info("%s %s %s %d, %d bytes in, %d bytes out, %.3f s", *facts, extra=fields)


def _too_large(scope: Scope, rule: Rule) -> Refusal | None:
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal() or len(length) > _DIGITS or int(length) > rule.body:
        return Refusal(413, f"A request may have {rule.body:,} bytes at most.")
    return None


def _name_of(address: str) -> str:
    """The host's name in an address, "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


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
