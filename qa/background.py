"""Asynchronous streams pulled from ordinary code, so that whoever waits for the next piece can give up between two pulses.

A thread that waits in a socket cannot be interrupted; a task of an event loop can. One loop, in a thread of its own, runs all
tasks.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, suppress
from functools import cache

__all__ = ["PULSE", "pulled"]

PULSE = 0.2  # seconds without a piece after which a stream gives way with an empty one
_GATHERED = 0.08  # seconds for which pieces after the first are gathered into one
_END = object()


def pulled(make: Callable[[], AsyncGenerator[str, None]]) -> Generator[str, None, None]:
    """The pieces of the stream that `make()` gives, those that follow one another closely as one, and "" when none came for a pulse.

    Raises what the stream raises. Closing it cancels the stream, wherever that waits.
    """
    pieces: queue.SimpleQueue[object] = queue.SimpleQueue()

    async def pump() -> None:
        try:
            async with aclosing(make()) as stream:
                async for piece in stream:
                    pieces.put(piece)
            pieces.put(_END)
        except Exception as error:
            pieces.put(error)

    running = asyncio.run_coroutine_threadsafe(pump(), _loop())
    told = 0.0
    try:
        while True:
            try:
                gathered = [pieces.get(timeout=PULSE)]
            except queue.Empty:
                yield ""
                continue
            if told:  # readers see no difference, and each step costs a server a change of threads
                while isinstance(gathered[-1], str) and (left := told + _GATHERED - time.monotonic()) > 0:
                    with suppress(queue.Empty):
                        gathered.append(pieces.get(timeout=left))
            *words, last = gathered
            told = time.monotonic()
            text = "".join(str(word) for word in (gathered if isinstance(last, str) else words))
            if text:
                yield text
            if last is _END:
                return
            if isinstance(last, Exception):
                raise last
    finally:
        running.cancel()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The loop, running."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="newsqa-streams", daemon=True).start()
    return loop
