"""Work waited for in pulses, so that whoever waits for its next piece can give up between two of them: asynchronous streams, and a call.

A thread that waits in a socket cannot be interrupted; a task of an event loop can. One loop, in a thread of its own, runs all
tasks.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import Future
from contextlib import aclosing
from contextvars import copy_context
from functools import cache
from typing import TypeVar

__all__ = ["PULSE", "pulled", "waited"]

PULSE = 0.2  # seconds without a piece after which a stream gives way with an empty one
# Pieces after the first are gathered for so many seconds: readers see no difference, and each piece costs a server a change of
# threads. The more streams there are, the longer, up to a pulse.
_GATHERED, _GATHERED_MORE, _GATHERED_MOST = 0.08, 0.004, 0.19
_END = object()
T = TypeVar("T")


def pulled(make: Callable[[], AsyncGenerator[str, None]]) -> Generator[str, None, None]:
    """The pieces of the stream that `make()` gives, those that follow one another closely as one, and "" when none came for a pulse.

    Raises what the stream raises. Closing it cancels the stream, wherever that waits.
    """
    pieces: queue.SimpleQueue[object] = queue.SimpleQueue()
    running = asyncio.run_coroutine_threadsafe(_pump(make, pieces), _loop())
    try:
        while True:
            try:
                piece = pieces.get(timeout=PULSE)
            except queue.Empty:
                yield ""
                continue
            if piece is _END:
                return
            if isinstance(piece, Exception):
                raise piece
            yield str(piece)
    finally:
        running.cancel()


def waited(work: Callable[[], T]) -> Generator[str, None, T]:
    """Do work in a thread of its own, and give way with "" at every pulse until it is done; returns what it returns, raises what it raises.

    Closing it leaves the work to end by itself.
    """
    done: Future[T] = Future()
    context = copy_context()  # spans of the work belong to the question's

    def run() -> None:
        try:
            done.set_result(context.run(work))
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name="newsqa-waited", daemon=True).start()
    while True:
        try:
            return done.result(timeout=PULSE)
        except TimeoutError:
            if done.done():  # the work's own
                raise
            yield ""


_pumping: set[int] = set()  # the streams under way; known to the loop's thread alone


async def _pump(make: Callable[[], AsyncGenerator[str, None]], pieces: queue.SimpleQueue[object]) -> None:
    """Put the pieces of a stream into a queue: the first at once, those after it gathered."""
    loop = asyncio.get_running_loop()
    gathered: list[str] = []
    due: asyncio.TimerHandle | None = None
    last = float("-inf")

    def flush() -> None:
        nonlocal due, last
        if due:
            due.cancel()
        due, last = None, loop.time()
        if gathered:
            pieces.put("".join(gathered))
            gathered.clear()

    _pumping.add(id(pieces))
    ending: object = _END
    try:
        async with aclosing(make()) as stream:
            async for piece in stream:
                gathered.append(piece)
                pause = min(_GATHERED + _GATHERED_MORE * (len(_pumping) - 1), _GATHERED_MOST)
                if last + pause <= loop.time():
                    flush()
                elif due is None:
                    due = loop.call_at(last + pause, flush)
    except Exception as error:
        ending = error
    finally:
        _pumping.discard(id(pieces))
        if due:
            due.cancel()
            due = None
    flush()
    pieces.put(ending)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The loop, running."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="newsqa-streams", daemon=True).start()
    return loop
