"""Whether a sentence tells of another of the same kind: of Space Shuttle Endeavour, where Discovery is asked for."""

from __future__ import annotations

import re

from qa.people import NO_GIVEN
from qa.questions import names

__all__ = ["tells_of_another"]

_RUN = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*\w(?:\s+[A-ZÀ-ÖØ-Þ][\w’'.-]*\w)+"
_HOW_OLD = re.compile(rf"\b(?i:how old (?:is|was)) (?P<name>{_RUN})")
_AGE = re.compile(rf"(?P<name>{_RUN}),\s+(?:who (?:is|was)\s+)?\d{{1,3}}\b")


def tells_of_another(question: str, title: str, text: str) -> bool:
    """Whether a sentence and its headline lack a name of the question, and the sentence has one that differs in its last word alone.

    A title or a part of the world before a name makes no kind: Secretary Azar and Secretary Heckler, New York and New Zealand.
    """
    said = set(re.findall(r"[\w’'-]+", f"{title} {text}".replace("’s ", " ").replace("'s ", " ").casefold()))
    others = [name.split() for name in names(f"- {text}")]
    for name in names(question):
        *kind, own = name.split()
        if not kind or own.casefold() in said or kind[-1].casefold() in NO_GIVEN:
            continue
        if any(other[:-1] == kind for other in others):
            return True
    old = _HOW_OLD.search(question)
    return bool(old) and old["name"].split()[-1].casefold() not in said and bool(_AGE.search(text))
