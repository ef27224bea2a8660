"""Evidence → the numbered lines that a model reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index import Evidence, spelt_out
from qa.language.dates import has_date, report_day, with_dates
from qa.language.footnotes import without_footnotes
from qa.language.lexicon import SHORT_FORMS
from qa.question.wants import wanted

__all__ = ["as_read", "numbered"]

_LONGEST = 400  # characters of one sentence that a model is given
_TIME = re.compile(
    r"\d{4}|\b(?:when|day|date|month|year|time|first|last|latest|earlier|later|before|after|since|until|recent\w*|now|new\w*)\b",
    re.I,
)
# What agencies write short a small model knows only in full.
_SHORT = re.compile(rf"(?P<behind>(?<=\d))?(?<![^\W\d_])(?P<short>{'|'.join(SHORT_FORMS)})\b", re.I)


def numbered(question: str, evidence: Sequence[Evidence], long: Mapping[str, str] = {}) -> str:
    """Lines "[1] sentence", as the prompt's examples have them. long: what abbreviations to spell out."""
    return "\n".join(f"[{n}] {line}" for n, line in enumerate(as_read(question, evidence, long), 1))


def as_read(question: str, evidence: Sequence[Evidence], long: Mapping[str, str]) -> list[str]:
    """The sentences as a model is given them, with abbreviations spelt out and an agency's "mln" in full.

    Dates cost time to read, so they stand only where they matter: behind the days that a sentence names by their distance from
    the report, where the question asks when; before the sentence, that of its report, where the question speaks of time.
    """
    texts = [_in_full(spelt_out(without_footnotes(e.text), long)) for e in evidence]
    if wanted(question) == "when" and any(has_date(text) for text in texts):
        texts = [with_dates(text, e.published_local) for text, e in zip(texts, evidence, strict=True)]
    elif _TIME.search(question):
        texts = [f"({_day(e.published_local)}) {text}" for text, e in zip(texts, evidence, strict=True)]
    return [_shortened(text) for text in texts]


def _in_full(text: str) -> str:
    """A text with what agencies write short in full, apart from its number: "31 million" of "31mln"."""
    return _SHORT.sub(lambda m: (" " if m["behind"] is not None else "") + SHORT_FORMS[m["short"].lower()], text)


def _day(published: int | None) -> str:
    return "undated" if published is None else report_day(published)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
