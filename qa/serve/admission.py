"""How many questions are worked on at once: those that a model writes wait in line for it, the others do not wait for them.

Every face asks one and the same AdmittedNewsQA, so that the page's questions stand in the same line as those of the API.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, fields
from typing import Any

from index import Filters, ModelUnavailable, Overloaded
from qa.model.background import PULSE
from qa.model.llm import LanguageModel, Message
from qa.newsqa import NewsQA
from qa.records import Delta, Engine, Event, Turn

__all__ = ["Admission", "AdmittedNewsQA", "Line", "admitted", "most_at_once"]

_SEARCHES_AT_ONCE = max(2, os.cpu_count() or 2)  # more of them only take turns at holding the interpreter
_SEARCHES_WAITING = 40
_SEARCH_PATIENCE = 10.0
_PATIENCE = 30.0  # seconds that a question waits for the model; then quotes must do
_WRITING = 120.0  # seconds that the model may write one answer


class Line:
    """At most `at_once` hold a place, at most `waiting` more stand in line for one and come in turn."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self.at_once, self.waiting, self.patience = at_once, waiting, patience
        self._lock = threading.Lock()
        self._held = 0
        self._standing: deque[threading.Event] = deque()

    def __len__(self) -> int:
        return len(self._standing)

    def join(self) -> threading.Event:
        """Stand in line: the event is set when it is one's turn. Must be left again. Raises Overloaded."""
        turn = threading.Event()
        with self._lock:
            if self._held < self.at_once:
                self._held += 1
                turn.set()
            elif len(self._standing) < self.waiting:
                self._standing.append(turn)
            else:
                raise Overloaded("Too much is asked at once; ask again in a moment.")
        return turn

    def leave(self, turn: threading.Event) -> None:
        """Give the place to the next in line, or leave the line."""
        with self._lock:
            if turn in self._standing:
                self._standing.remove(turn)
            elif self._standing:
                self._standing.popleft().set()
            else:
                self._held -= 1

    def waits(self, turn: threading.Event) -> Iterator[None]:
        """Wait for one's turn, giving way every pulse. Raises Overloaded when patience ends."""
        started = time.monotonic()
        while not turn.wait(PULSE):
            if time.monotonic() - started > self.patience:
                raise Overloaded(f"Nothing came free within {self.patience:.0f} seconds; ask again in a moment.", 5)
            yield

    @contextmanager
    def place(self) -> Generator[None, None, None]:
        """A place in the line's front, waited for. Raises Overloaded."""
        turn = self.join()
        try:
            for _ in self.waits(turn):
                pass
            yield
        finally:
            self.leave(turn)


@dataclass(slots=True)
class Admission:
    """What may happen at once: `at_once` answers being written, `waiting` more that may come to be, and a few searches."""

    at_once: int = 1
    waiting: int = 8
    patience: float = _PATIENCE  # seconds
    searching: Line = field(default_factory=lambda: Line(_SEARCHES_AT_ONCE, _SEARCHES_WAITING, _SEARCH_PATIENCE))
    writing: Line = field(init=False)
    _present: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.writing = Line(self.at_once, self.waiting, self.patience)

    def most(self, writes: bool) -> int:
        """How many questions and searches may be under way in all, if there is a model that writes and if there is none."""
        searches = self.searching.at_once + self.searching.waiting
        return searches + self.at_once + self.waiting if writes else searches

    @contextmanager
    def present(self) -> Generator[None, None, None]:
        """Be one of the questions that the model may be asked to write. Raises Overloaded when they are too many already."""
        with self._lock:
            if self._present >= self.at_once + self.waiting:
                message = f"The language model answers {self.at_once} at a time and lets {self.waiting} wait, and so many are there"
                raise Overloaded(f"{message}; ask again later, or for quotes only.", retry_after=5)
            self._present += 1
        try:
            yield
        finally:
            with self._lock:
                self._present -= 1


@dataclass(slots=True)
class _Queued:
    """A language model in front of which its readers wait in line."""

    model: LanguageModel
    admission: Admission
    name: str
    sentences: int
    characters: int
    local: bool

    def stream(self, messages: Sequence[Message], **options: Any) -> Iterator[str]:
        line = self.admission.writing
        turn = line.join()
        try:
            for _ in line.waits(turn):
                yield ""
            yield from _within(_WRITING, self.model.stream(messages, **options))
        except Overloaded as error:
            raise ModelUnavailable(f"the language model {self.name} is busy. {error}") from error
        finally:
            line.leave(turn)


def _within(seconds: float, pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, for so long. Raises ModelUnavailable when the time is over."""
    end = time.monotonic() + seconds
    with closing(pieces):  # type: ignore[type-var]
        for piece in pieces:
            yield piece
            if time.monotonic() > end:
                raise ModelUnavailable(f"the language model wrote for more than {seconds:.0f} seconds.")


@dataclass(frozen=True)
class AdmittedNewsQA(NewsQA):
    """A NewsQA that does not take on more than `admission` lets in."""

    admission: Admission = field(default_factory=Admission)

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        engine: Engine = "auto",
        asked_on: int | None = None,
    ) -> Iterator[Event]:
        """The same as NewsQA.stream. Raises Overloaded before the first event when there is no room."""
        writes = engine != "extractive" and self.llm is not None
        options = {"filters": filters, "engine": engine, "asked_on": asked_on}
        with (
            self.admission.present() if writes else nullcontext(),
            closing(NewsQA.stream(self, question, turns, **options)) as events,  # type: ignore[arg-type, type-var]
        ):
            searching = self.admission.searching
            # Understanding may ask the model: not while holding up the searches of others. Without one, a refusal comes first.
            turn = None if writes else searching.join()
            try:
                understood = next(events)
                while isinstance(understood, Delta):
                    yield understood
                    understood = next(events)
                turn = turn or searching.join()
                yield understood
                # Without giving way: the wait is short, and every step of a thread costs the server's loop a turn.
                for _ in searching.waits(turn):
                    pass
                gathered = next(events)
            finally:
                if turn:
                    searching.leave(turn)
            yield gathered
            yield from events


def admitted(newsqa: NewsQA, at_once: int | None = None, waiting: int | None = None) -> NewsQA:
    """A NewsQA with its line, if it has none yet: by default one answer at a time where the model is on this machine, else 64."""
    if type(newsqa) is not NewsQA:
        return newsqa
    llm = newsqa.llm
    local = llm is None or llm.local
    admission = Admission(at_once or (1 if local else 64), (8 if local else 64) if waiting is None else waiting)
    if llm is not None:
        llm = _Queued(llm, admission, llm.name, llm.sentences, llm.characters, llm.local)
    given: dict[str, Any] = {f.name: getattr(newsqa, f.name) for f in fields(NewsQA)} | {"llm": llm}
    return AdmittedNewsQA(**given, admission=admission)


def most_at_once(newsqa: NewsQA) -> int:
    """How many questions and searches may be under way in all."""
    admission = newsqa.admission if isinstance(newsqa, AdmittedNewsQA) else Admission()
    return admission.most(newsqa.llm is not None)
