"""A short answer as a reader sees it: without what it says again of the question, with names as they stand alone and in full."""

from __future__ import annotations

import re

from index import content_stems
from qa.people import bare, in_full, nominative
from qa.questions import wanted

__all__ = ["as_told", "concise"]

_LEAST = 2  # words of meaning that are said again: less may be the answer's own
_OPEN = re.compile(
    r"\b(?:a|an|the|of|for|to|in|on|at|by|with|from|and|or|its|their|his|her|than|as|that|which|who)$", re.I
)


def as_told(short: str, question: str, text: str) -> str:
    """A short answer in the words that a reader expects. text: that of the article which it cites first."""
    name = concise(short.rstrip("."), question)
    if wanted(question) == "who" and not re.match(r"whose\b", question, re.I):
        name = nominative(name, text)
    return in_full(bare(name, text), text)


def concise(short: str, question: str) -> str:
    """The opening of a short answer, if all that follows stands in the question; else the short answer as it is.

    "Sheetz" for "Sheetz lowers gas prices" to "Which shop lowered its gas prices?".
    """
    if wanted(question) not in ("who", "where", "thing"):
        return short
    asked = set(content_stems(question))
    said = short.split()
    for n in range(1, len(said) - _LEAST + 1):
        opening, rest = " ".join(said[:n]), " ".join(said[n:])
        again = set(content_stems(rest))
        if len(again) >= _LEAST and again <= asked and not _OPEN.search(opening) and rest[0].islower():
            return opening.rstrip(",;:") if set(content_stems(opening)) - asked else short
    return short
