"""The whole line, from a question to a cited answer. READ THIS FIRST.

    question + turns ─understand→ Query ─search→ Evidence ─write→ draft ─verify→ Answer → Turn

Every face (page, API, command line, evaluation) calls `NewsQA.stream` or its drained form, `NewsQA.ask`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Corpus, Filters
from qa.records import Answered, Engine, Event, Turn

__all__ = ["NewsQA"]


@dataclass(frozen=True, slots=True)
class NewsQA:
    """A corpus and, if there is one, a language model. Holds no conversation: the caller passes the turns."""

    corpus: Corpus
    llm: object | None = None
    notice: str | None = None  # why there is no language model, if the reader should know

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        engine: Engine = "auto",
        asked_on: int | None = None,
    ) -> Iterator[Event]:
        """Answer one question; yields Understood, Gathered, any number of Delta, and last Answered.

        Raises BadRequest for an empty or overlong question. Closing the iterator stops the model.
        """
        raise NotImplementedError

    def ask(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        engine: Engine = "auto",
        asked_on: int | None = None,
    ) -> Turn:
        """The finished turn: the drained stream."""
        *_, last = self.stream(question, turns, filters=filters, engine=engine, asked_on=asked_on)
        assert isinstance(last, Answered)
        return last.turn
