"""A question and its evidence → a draft, streamed from a language model. The evidence is numbered; the prompt is prompts/answer.md."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import closing

from index import Evidence, ModelUnavailable
from qa.dates import report_day, with_dates
from qa.llm import LanguageModel
from qa.prompts import fill
from qa.questions import wanted

__all__ = ["numbered", "warm_up", "write"]

MAX_TOKENS = 100
_LONGEST = 400  # characters of one sentence that a model is given …
_LONGEST_TITLE = 90  # … and of its headline


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
    """Headline and day of each article, its sentences below as "[1] sentence", as the prompt's examples have them.

    A sentence leans on its headline: "He was released on bail" tells nothing without it. Where the question asks when, the days
    that a sentence names by their distance from the report are reckoned for the model.
    """
    when = wanted(question) == "when"
    lines: list[str] = []
    of: tuple[str, str] | None = None
    for n, e in enumerate(evidence, 1):
        if (e.article_id, e.version) != of:
            of = (e.article_id, e.version)
            lines.append(f"{_shortened(e.title, _LONGEST_TITLE)} ({_day(e.published)})")
        text = with_dates(e.text, e.published) if when else e.text
        lines.append(f"[{n}] {_shortened(text, _LONGEST)}")
    return "\n".join(lines)


def _messages(evidence: str, question: str) -> list[tuple[str, str]]:
    return fill("answer", evidence=evidence, question=question)


def _day(published: int | None) -> str:
    return "undated" if published is None else report_day(published)


def _shortened(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
