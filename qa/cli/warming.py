"""The local model reads its prompts when the server has started, so that no reader need wait for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager, suppress
from threading import Event, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.model.llm import Message, OpenAICompatible

__all__ = ["warming_up"]

# In the order in which a conversation comes to need them
_EACH = ("answer", "supposed")  # what each answer needs
_PROMPTS = (*_EACH, "check", "followup", "parts", "whether")
_TRIES = 3  # to keep one; each after the first takes no time to read
_FIRST_QUESTION = 15.0  # seconds for it, from when the server starts to listen


@contextmanager
def warming_up(llm: OpenAICompatible, worker: Executor) -> Iterator[None]:
    """Give the local model back at once what it had read before the last stop, and have it read what is left of its prompts.

    Those that each answer needs at once, the others when the first question may be answered.
    """
    ended = Event()
    unread = worker.submit(_recall, llm, ended)
    worker.submit(lambda: _read(llm, [name for name in unread.result() if name in _EACH], ended))
    later = Timer(_FIRST_QUESTION, lambda: _read(llm, [name for name in unread.result() if name not in _EACH], ended))
    later.start()
    try:
        yield
    finally:  # a thread that still asks the model when the process ends would bring it down with a fault
        ended.set()
        later.cancel()
        later.join()


def _recall(llm: OpenAICompatible, ended: Event) -> list[str]:
    """Those of the prompts that are still to be read."""
    unread: list[str] = []
    for name in _PROMPTS:
        if ended.is_set() or llm.prompts is None or not llm.prompts.recall(_shared(name)):
            unread.append(name)
        else:
            llm.prompts.set_aside()
    return unread


def _read(llm: OpenAICompatible, names: Sequence[str], ended: Event) -> None:
    """Have a model read what these prompts share from question to question, and keep that. `ended` ends it within a pulse."""
    from index import ModelUnavailable

    for name in names:
        with suppress(ModelUnavailable):
            for _ in range(_TRIES):
                with closing(llm.stream(_shared(name), max_tokens=1)) as pieces:  # type: ignore[type-var]
                    if any(ended.is_set() for _ in pieces):
                        return
                if llm.prompts is None or llm.prompts.keep(_shared(name)):
                    break


def _shared(name: str) -> Sequence[Message]:
    from qa.model.prompts import fill

    return fill(name, evidence="", question="", conversation="", text="", answer="")
