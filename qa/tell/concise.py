"""A short answer as a reader sees it: without what it says again of the question, with names as they stand alone and in full."""

from __future__ import annotations

import re

from index import content_stems
from qa.language.people import bare, in_full, nominative
from qa.question.wants import offers, wanted, wants_name

__all__ = ["as_told", "concise"]

_WHOSE = re.compile(r"\bwhose\b|['’]s\b|\bbased\b", re.I)  # "which country’s minister": whose it is, is asked
_LEAST = 2  # words of meaning that are said again: less may be the answer's own
_RELATIVE = re.compile(r"who|which|that|when|where", re.I)
_CIRCUMSTANCE = re.compile(r"in|at|on|for|from|with|by|during", re.I)
# What turns the rest round, or doubts it: nothing is cut off then
_TURNED = re.compile(
    r"\b(?:not|no|never|without|than|over|under|above|below|before|after|against|more|less|fewer|until|except|suspected|accused|"
    r"alleged\w*|denie[sd]|deny|threaten\w*)\b|n['’]t\b",
    re.I,
)
_OPEN = re.compile(r"\b(?:a|an|the|of|for|to|in|on|at|by|with|from|and|or|its|their|his|her|as)$", re.I)


def as_told(short: str, question: str, text: str) -> str:
    """A short answer in the words that a reader expects. text: that of the article which it cites first."""
    name = concise(short.rstrip("."), question)
    kind = wanted(question)
    if kind in ("who", "thing") and not _WHOSE.search(question):
        name = bare(nominative(name, text) if kind == "who" else name, text)
    return in_full(name, text)


def concise(short: str, question: str) -> str:
    """The opening of a short answer, if all that follows stands in the question; else the short answer as it is.

    "Sheetz" for "Sheetz lowers gas prices" to "Which shop lowered its gas prices?".
    """
    said = short.split()
    if not wants_name(question) or offers(question) or _TURNED.search(short):
        return short
    asked = set(content_stems(question))
    for n in range(1, len(said) - _LEAST + 1):
        opening, rest = " ".join(said[:n]), " ".join(said[n:])
        again = set(content_stems(rest))
        if (
            len(again) >= _LEAST
            and again <= asked
            and not _OPEN.search(opening)
            and _begins(said[n - 1 : n + 2], question)
        ):
            return opening.rstrip(",;:") if set(content_stems(opening)) - asked else short
    return short


def _begins(words: list[str], question: str) -> bool:
    """Whether the second of three words begins what may be cut off: a circumstance that the question has in the same words, a relative
    clause, or behind a name the verb that the question has in the past."""
    before, word, after = (*words, "")[:3]
    if _RELATIVE.fullmatch(word):
        return True
    if _CIRCUMSTANCE.fullmatch(word):
        return f" {word} {after} ".casefold() in f" {re.sub(r'[?.,]', ' ', question)} ".casefold()
    own = content_stems(word)
    return before[:1].isupper() and any(w.endswith("ed") and content_stems(w) == own for w in question.split())
