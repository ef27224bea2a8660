"""One browser's conversation, and how it grows while a question is answered. Knows nothing of Gradio or HTML."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace

from index import Filters, NewsqaError
from qa.clock import day_of_asking
from qa.newsqa import MAX_QUESTION, NewsQA
from qa.records import Answer, Answered, Delta, Engine, Event, Gathered, Query, Turn, Understood
from qa.serve.faults import log_fault

__all__ = ["LONGEST", "Exchange", "Talk", "answering", "failed", "stopped"]

LONGEST = 20_000  # characters that stay of a question: of one that is too long to be asked as well, so that it can be shortened
_KEPT = 40  # exchanges that stay on the page
_PAUSE = 0.08  # seconds between two showings of a growing draft
_log = logging.getLogger("newsqa.page")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has become of it so far: one of turn, error, or the stages before them.

    engine, filters: as they were asked for; query.filters are those that held.
    """

    n: int
    question: str
    engine: Engine = "auto"
    filters: Filters = field(default_factory=Filters)
    query: Query | None = None
    preview: Answer | None = None
    draft: str = ""
    turn: Turn | None = None
    error: str | None = None
    running: bool = True

    @property
    def held(self) -> Filters:
        """The filters that held, as far as is known."""
        return self.query.filters if self.query is not None else self.filters

    @property
    def stopped(self) -> bool:
        """Whether the reader did not wait for the answer."""
        return not self.running and self.turn is None and self.error is None


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation: its exchanges, the newest last."""

    exchanges: tuple[Exchange, ...] = ()

    def turns(self) -> tuple[Turn, ...]:
        """The finished turns, for follow-ups."""
        return tuple(e.turn for e in self.exchanges if e.turn is not None)

    def exchange(self, n: int | None) -> Exchange | None:
        """The exchange with that number, if it is still on the page."""
        return next((e for e in self.exchanges if e.n == n), None)

    def before(self, n: int | None) -> Talk:
        """The conversation up to the n-th exchange, that one left out; all of it where there is none of that number."""
        if self.exchange(n) is None:
            return self
        return Talk(tuple(e for e in self.exchanges if e.n < (n or 0)))

    def begun(self, question: str, engine: Engine, filters: Filters) -> Talk:
        """The conversation with one more question, which nothing answers yet."""
        n = self.exchanges[-1].n + 1 if self.exchanges else 1
        return Talk((*stopped(self).exchanges[-(_KEPT - 1) :], Exchange(n, question, engine, filters)))

    def _changed(self, last: Exchange) -> Talk:
        return Talk((*self.exchanges[:-1], last))


def failed(talk: Talk, question: str, error: str, replaces: int | None = None) -> Talk:
    """The conversation with a question that could not even be asked, and why. It takes another's place only if no answer is lost."""
    without = talk.before(replaces)
    if len(without.turns()) == len(talk.turns()):
        talk = without
    begun = talk.begun(question[:LONGEST], "auto", Filters())
    return begun._changed(replace(begun.exchanges[-1], error=error, running=False))


def stopped(talk: Talk) -> Talk:
    """The conversation with nothing running: what was shown stays."""
    return Talk(tuple(replace(e, running=False) if e.running else e for e in talk.exchanges))


def answering(
    newsqa: NewsQA,
    question: str,
    engine: Engine,
    talk: Talk,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    replaces: int | None = None,
) -> Generator[Talk]:
    """The conversation after each step of answering one more question; never raises but when closed.

    replaces: the exchange whose place the question takes; it and what followed go, unless the question cannot be asked.
    Closing this iterator closes the stream and so stops the model.
    """
    question = question.strip()
    if not question:
        return
    if len(question) > MAX_QUESTION:
        yield failed(talk, question, _too_long(question), replaces)
        return
    talk = talk.before(replaces)
    turns = talk.turns()
    talk = talk.begun(question, engine, filters)
    last = talk.exchanges[-1]
    yield talk
    try:
        with closing(_stream(newsqa, question, turns, engine, filters)) as events:
            shown = 0.0
            for event in events:
                last = _after(last, event, newsqa.notice)
                if isinstance(event, Delta):
                    if time.monotonic() - shown < _PAUSE:
                        continue
                    shown = time.monotonic()
                yield talk._changed(last)
        if last.turn is None:
            raise RuntimeError("the stream ended without an answer")
    except Exception as error:
        yield talk._changed(replace(last, error=_apology(error), running=False))


def _stream(
    newsqa: NewsQA, question: str, turns: tuple[Turn, ...], engine: Engine, filters: Filters
) -> Generator[Event]:
    """A generator around the stream, so that it can be closed whatever kind of iterator it is."""
    events = newsqa.stream(question, turns, filters=filters, engine=engine, asked_on=day_of_asking(None))
    try:
        yield from events
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()


def _after(exchange: Exchange, event: Event, known: str | None) -> Exchange:
    """The exchange after an event. A notice that is known, since it stands at the head of the page, is not repeated."""
    match event:
        case Understood(query):
            return replace(exchange, query=query)
        case Gathered(_, preview):
            return replace(exchange, preview=preview)
        case Delta(text):
            return replace(exchange, draft=exchange.draft + text)
        case Answered(turn):
            if turn.answer.notice == known:
                turn = replace(turn, answer=replace(turn.answer, notice=None))
            return replace(exchange, query=turn.understood_as, turn=turn, running=False)


def _too_long(question: str) -> str:
    return f"Your question has {len(question):,} characters; at most {MAX_QUESTION:,} fit. Please shorten it."


def _apology(error: Exception) -> str:
    """Words for the reader: an error raised on purpose says what to do; of any other only the log gets to know."""
    if isinstance(error, NewsqaError):
        return str(error)
    log_fault(_log, "answering", error)
    return "Something went wrong while answering. Your question was not lost: please ask it again in a moment."
