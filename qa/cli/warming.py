"""The local model reads its prompts when the server has started, so that no reader need wait for that."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from threading import Event, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.llm import OpenAICompatible

__all__ = ["warming_up"]

_FIRST_QUESTION = 15.0  # seconds for it, from when the server starts to listen


@contextmanager
def warming_up(llm: OpenAICompatible, worker: Executor) -> Iterator[None]:
    """Have the local model read its prompts: the answer's at once, the others when the first question may be answered."""
    from qa.write import warm_up

    ended = Event()
    later = Timer(_FIRST_QUESTION, warm_up, (llm, ("check", "parts", "followup", "whether")), {"ended": ended})
    worker.submit(warm_up, llm, kept=llm.prompts, ended=ended)
    later.start()
    try:
        yield
    finally:  # a thread that still asks the model when the process ends would bring it down with a fault
        ended.set()
        later.cancel()
        later.join()
