"""A question and its evidence → a draft, streamed from a language model. The evidence is numbered; the prompt is prompts/answer.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

from index import Evidence
from qa.llm import LanguageModel
from qa.prompts import fill

__all__ = ["numbered", "write"]

MAX_TOKENS = 100
_TIME = re.compile(
    r"\d{4}|\b(?:when|day|date|month|year|time|first|last|latest|earlier|later|before|after|since|until|recent\w*|now|new\w*)\b",
    re.I,
)
_LONGEST = 400  # characters of one sentence that a model is given


def write(question: str, evidence: Sequence[Evidence], llm: LanguageModel) -> Iterator[str]:
    """The draft, piece by piece; `[n]` in it means evidence[n - 1]. Raises ModelUnavailable."""
    messages = fill("answer", evidence=numbered(evidence, dated=bool(_TIME.search(question))), question=question)
    with closing(llm.stream(messages, max_tokens=MAX_TOKENS)) as pieces:  # type: ignore[type-var]
        yield from pieces


def numbered(evidence: Sequence[Evidence], *, dated: bool) -> str:
    """Lines "[1] (3 May 2019) sentence", as the prompt's examples have them; the dates only where they matter, to be quick."""
    return "\n".join(
        f"[{n}] ({_day(e.published)}) {_shortened(e.text)}" if dated else f"[{n}] {_shortened(e.text)}"
        for n, e in enumerate(evidence, 1)
    )


def _day(published: int | None) -> str:
    return "undated" if published is None else datetime.fromtimestamp(published, UTC).strftime("%-d %B %Y")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
