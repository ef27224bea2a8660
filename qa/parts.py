"""A question that asks two things → the two, so that evidence is looked for each: "how many died in A and how many in B?"."""

from __future__ import annotations

import re

from qa.questions import names

__all__ = ["parts"]

_WH = r"(?:who|whom|whose|what|when|where|why|how|which|in which|on which|by what|by how)"
_SECOND = re.compile(rf",?\s+and\s+(?=(?:for\s+)?{_WH}\b)", re.I)
_HOW_MANY_IN = re.compile(r"^(how (?:many|much|often|long))\s+((?:in|at|on|for|by|during|from)\s+.+)$", re.I)
_BOTH = re.compile(r"\b(?:each|both|respectively)\s*", re.I)
_NAME = r"(?:the\s+)?[A-ZÀ-Þ0-9][\w’'.-]*(?:\s+(?:of\s+)?[A-ZÀ-Þ0-9][\w’'.-]*)*(?:\s+(?:app|case|company|team|storm|hurricane|fine|deal|plan))?"
_PAIR = re.compile(rf"({_NAME})\s+and\s+({_NAME})")
_PLACE = re.compile(r"\b(?:in|at|on|for|by|during|from)\s+", re.I)


def parts(question: str) -> tuple[str, ...]:
    """The two questions in a question, each complete; empty when it asks one thing."""
    if (both := _BOTH.search(question)) and (pair := _PAIR.search(question)):
        plain = question[: both.start()] + question[both.end() :]
        pair = _PAIR.search(plain) or pair
        return tuple(_tidy(plain[: pair.start()] + name + plain[pair.end() :]) for name in pair.groups())
    cut = _SECOND.search(question)
    if not cut:
        return ()
    first, second = question[: cut.start()], question[cut.end() :]
    if short := _HOW_MANY_IN.match(second.rstrip(" ?")):
        # "… and how many in the Hajj stampede": the rest of the first question holds for the second
        place = list(_PLACE.finditer(first))
        if place:
            return _tidy(first), _tidy(first[: place[0].start()] + short.group(2))
    elif not names(second) and names(first):
        second = f"{second.rstrip(' ?')} ({' '.join(names(first))})"
    return _tidy(first), _tidy(second)


def _tidy(text: str) -> str:
    text = " ".join(text.split()).rstrip(" ?.,")
    return f"{text[:1].upper()}{text[1:]}?"
