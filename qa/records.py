"""The records of a question and its cited answer: frozen, flat, JSON-ready (qa.wire). Times are UTC epoch seconds.

Law: for every citation of every answer, `article.text[start:end] == quote`, for the article in the version cited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from index import Evidence, Filters

__all__ = [
    "Answer",
    "Answered",
    "Citation",
    "Delta",
    "Engine",
    "Event",
    "Gathered",
    "Query",
    "Timings",
    "Turn",
    "Understood",
    "Verdict",
    "Writer",
]

Engine = Literal["extractive", "llm", "auto"]
Writer = Literal["extractive", "llm", "none"]  # what wrote an answer; nothing writes a refusal
Verdict = Literal["supported", "partly", "not found"]


@dataclass(frozen=True, slots=True)
class Query:
    """How a question was understood: made stand-alone, with the filters that hold for it.

    `rewritten` is True when `question` differs in meaning-bearing words from what was typed. `articles` are ids cited in the
    turn before, which stay candidates when the question follows up on it. `asked_on` is the date of asking, if it matters.
    `parts` are the questions that it asks, each whole, where it asks more than one.
    """

    question: str
    filters: Filters = field(default_factory=Filters)
    rewritten: bool = False
    articles: tuple[str, ...] = ()
    asked_on: int | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """What a mark `[n]` in an answer's text points at: a verbatim quote with its exact offsets in an article version.

    differs: the number that this source gives in place of the answer's, if it tells otherwise.
    """

    n: int
    article_id: str
    version: str
    title: str
    publisher: str | None
    published: int | None
    url: str | None
    start: int
    end: int
    quote: str
    verdict: Verdict = "supported"
    differs: str | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the question's arrival until it was understood, its evidence found, the first word written, all done."""

    understood: float = 0.0
    evidence: float = 0.0
    first_word: float | None = None
    done: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal with its reason.

    short: the shortest phrase that answers, or None. text: sentences with `[n]` marks. engine: which one wrote the text.
    closest: for a refusal, the nearest thing that the corpus has. notice: what the reader should know, such as that the language
    model did not answer.
    """

    short: str | None
    text: str
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    reason: str | None = None
    engine: Writer = "extractive"
    closest: Evidence | None = None
    notice: str | None = None
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange, whole. A conversation is a sequence of turns, held by the caller."""

    question: str
    understood_as: Query
    evidence: tuple[Evidence, ...]
    answer: Answer
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """First event of an answer in the making: how the question was read."""

    query: Query


@dataclass(frozen=True, slots=True)
class Gathered:
    """Second event: the evidence, and the extractive answer that can be shown while a model writes."""

    evidence: tuple[Evidence, ...]
    preview: Answer


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the model's draft, not yet verified: show it, then replace it by the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Last event: the finished turn, its answer verified."""

    turn: Turn


Event = Understood | Gathered | Delta | Answered
