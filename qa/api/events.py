"""Event streams → HTTP responses that notice when the client leaves, and then stop the work."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any

import anyio
from anyio import to_thread
from fastapi.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from qa.api.problems import is_fault, problem_of
from qa.model.background import PULSE
from qa.serve.faults import log_fault
from qa.serve.service import Events

__all__ = ["EventStream", "LastEvent", "data_line", "encoded", "sse"]

_log = logging.getLogger("newsqa.server")
_ALIVE = b": still at it\n\n"  # a comment, which clients pass over
_SILENT = 5.0  # seconds
# Line breaks of Unicode that JSON may hold as they are. Server-sent events know of none but CR and LF, but many clients, Python's
# among them, split text into lines at these too.
_BREAKS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def sse(name: str, data: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {name}\n".encode() + data_line(data)


def data_line(data: dict[str, Any]) -> bytes:
    """A server-sent event without a name; its data is one line of JSON for everyone."""
    return f"data: {json.dumps(data, ensure_ascii=False).translate(_BREAKS)}\n\n".encode()


def encoded(events: Events) -> Generator[bytes, None, None]:
    """Each event as a server-sent one, a delta without text as nothing. Closing it closes the events."""
    with closing(events):
        for name, data in events:
            yield b"" if name == "delta" and not data["text"] else sse(name, data)


class _ClientGoneError(Exception):
    """Nobody listens any more."""


class _Watched(Response):
    """A response made of events, pulled in worker threads. When the client leaves, the events are closed.

    A pull that is under way is waited for: a generator can only be closed between two of its steps.
    """

    def __init__(self, events: Generator[Any, None, None], first: Any = None) -> None:
        self.background = None
        self._events = events
        self._first = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_or_leave(message: Message) -> None:
            try:
                await send(message)
            except OSError as error:
                raise _ClientGoneError from error

        failed: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(_until_disconnect, receive, group.cancel_scope)
            try:
                await self._write(scope, receive, send_or_leave)
            except _ClientGoneError:
                pass
            except Exception as error:  # taken out of the task group, which would wrap it
                failed = error
            finally:
                with anyio.CancelScope(shield=True):
                    await to_thread.run_sync(self._events.close)
            group.cancel_scope.cancel()
        if failed:
            raise failed

    async def _write(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise NotImplementedError


def _problem_event(record: dict[str, Any]) -> bytes:
    return sse("error", record)


class EventStream(_Watched):
    """A stream of server-sent events, made as bytes; an error in mid-stream ends it with the event that `failure` makes
    of the problem, by default one named `error`.

    Empty bytes are not sent: they only give way, so that the events can be closed there. When there was nothing else for some
    seconds, a comment goes in their place, since proxies cut off what is silent.
    """

    def __init__(
        self,
        events: Generator[bytes, None, None],
        first: bytes | None = None,
        failure: Callable[[dict[str, Any]], bytes] = _problem_event,
    ) -> None:
        super().__init__(events, first)
        self._failure = failure

    async def _write(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            "content-type": "text/event-stream; charset=utf-8",
            "cache-control": "no-store",
            "x-accel-buffering": "no",
        }
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        last = time.monotonic()
        try:
            while (event := await self._next()) is not None:
                if event := event or (_ALIVE if time.monotonic() - last > _SILENT else b""):
                    await send({"type": "http.response.body", "body": event, "more_body": True})
                    last = time.monotonic()
        except _ClientGoneError:
            raise
        except Exception as error:  # the client must hear of it, whatever it is
            request_id = scope.get("newsqa.request_id", "")
            record = problem_of(error, request_id)
            if is_fault(record):
                log_fault(_log, request_id, error)
            failure = self._failure(record)
            await send({"type": "http.response.body", "body": failure, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _next(self) -> bytes | None:
        if self._first:
            event, self._first = self._first, None
            return event
        return await to_thread.run_sync(next, self._events, None)


class LastEvent(_Watched):
    """The last event's data as the whole reply."""

    def __init__(self, events: Events, first: tuple[str, dict[str, Any]] | None = None) -> None:
        super().__init__(events, first)

    async def _write(self, scope: Scope, receive: Receive, send: Send) -> None:
        last: dict[str, Any] = self._first[1] if self._first else {}
        while event := await to_thread.run_sync(_last_of_a_pulse, self._events):
            last = event[1]
        await JSONResponse(last)(scope, receive, send)


def _last_of_a_pulse(events: Events) -> tuple[str, dict[str, Any]] | None:
    """The last of the events that come within a pulse: nobody waits for those before, and each way to a thread and back costs."""
    ends = time.monotonic() + PULSE
    last = next(events, None)
    while last and time.monotonic() < ends and (event := next(events, None)):
        last = event
    return last


async def _until_disconnect(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
