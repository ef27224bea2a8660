"""A question and its evidence → a draft, streamed from a language model. The evidence is numbered; the prompt is prompts/answer.md."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from contextlib import closing

from index import Evidence, ModelUnavailable
from qa.dates import has_date, report_day, with_dates
from qa.llm import LanguageModel
from qa.prompts import fill
from qa.questions import wanted

__all__ = ["numbered", "warm_up", "write"]

MAX_TOKENS = 100
_TIME = re.compile(
    r"\d{4}|\b(?:when|day|date|month|year|time|first|last|latest|earlier|later|before|after|since|until|recent\w*|now|new\w*)\b",
    re.I,
)
_LONGEST = 400  # characters of one sentence that a model is given


def write(question: str, evidence: Sequence[Evidence], llm: LanguageModel) -> Iterator[str]:
    """The draft, piece by piece; `[n]` in it means evidence[n - 1]. Raises ModelUnavailable."""
    with closing(llm.stream(_messages(numbered(question, evidence), question), max_tokens=MAX_TOKENS)) as pieces:  # type: ignore[type-var]
        yield from pieces


def warm_up(llm: LanguageModel) -> None:
    """Let a model read the part of the prompt that all questions share, so that the first reader need not wait for it."""
    with contextlib.suppress(ModelUnavailable), closing(llm.stream(_messages("", ""), max_tokens=1)) as pieces:  # type: ignore[type-var]
        for _ in pieces:
            pass


def numbered(question: str, evidence: Sequence[Evidence]) -> str:
    """Lines "[1] (3 May 2019) sentence", as the prompt's examples have them. Dates cost time to read, so they stand only where
    they matter: of the report, where the question speaks of time; in the sentence, where it asks when."""
    texts = [e.text for e in evidence]
    if wanted(question) == "when" and any(has_date(text) for text in texts):
        texts = [with_dates(e.text, e.published) for e in evidence]
    elif _TIME.search(question):
        texts = [f"({_day(e.published)}) {e.text}" for e in evidence]
    return "\n".join(f"[{n}] {_shortened(text)}" for n, text in enumerate(texts, 1))


def _messages(evidence: str, question: str) -> list[tuple[str, str]]:
    return fill("answer", evidence=evidence, question=question)


def _day(published: int | None) -> str:
    return "undated" if published is None else report_day(published)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
