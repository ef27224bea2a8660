"""The name that the articles of several outlets share: "who, according to The Verge and TechCrunch, …?" asks for it.

Such a question describes one person or company by what several articles say of it; each of their sentences also names others, who
stand in one article alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index import Evidence, Found, content_stems, stems
from qa.facts.phrases import is_calendar
from qa.question.outlets import SEVERAL
from qa.question.wants import names, wants_name

__all__ = ["preferring", "shared_names"]

Name = frozenset[str]  # its stems

_QUOTES = " \n\"'“‘("
# Chosen on 120 of MultiHop-RAG's development queries.
_AGAIN = 0.3  # what a further passage of an article is worth beside its first
_REMEMBERED = 20_000  # sentences whose names are: many questions lead to the same ones
_WORTH = (2.5, 1.0)  # in sentence score, of the name that is shared most and the next one


def shared_names(question: str, found: Sequence[Found], outlets: Mapping[str, str]) -> list[Name]:
    """The names that the passages found share most, most first, if a question names several outlets and asks for a name; else none.

    outlets: of each publisher that the question names. A passage counts by its score, and a name by how many of the outlets have it
    in their passages, whole or in part: two at least.
    """
    if len(set(outlets.values())) < SEVERAL or not wants_name(question):
        return []
    asked = set(stems(question)).union(*(stems(name) for name in outlets))
    worth: dict[Name, float] = defaultdict(float)
    told: dict[Name, set[str]] = defaultdict(set)
    seen: set[tuple[str, Name]] = set()
    said = [[named for e in f.sentences for named in _names(e.text)] for f in found]
    told_inside = {name for own in said for name, opens in own if not opens}
    for f, own in zip(found, said, strict=True):
        article, passage = f.article, math.exp(f.score - found[0].score)
        for name in dict.fromkeys(name for name, _ in own):
            if name in told_inside and not name <= asked:
                worth[name] += passage * (_AGAIN if (article.id, name) in seen else 1)
                seen.add((article.id, name))
                if outlet := outlets.get(article.publisher or ""):
                    told[name].add(outlet)

    shared: dict[Name, float] = {}
    for name in worth:
        same = [other for other in worth if other <= name or name <= other]
        spoken = set[str]().union(*(told[other] for other in same))
        if len(spoken) >= SEVERAL:
            shared[name] = len(spoken) * sum(worth[other] for other in same)
    most: list[Name] = []
    for name in sorted(shared, key=shared.__getitem__, reverse=True):
        if not any(name <= other or other <= name for other in most):
            most.append(name)
    return most[: len(_WORTH)]


@lru_cache(_REMEMBERED)
def _names(text: str) -> tuple[tuple[Name, bool], ...]:
    """The names of a sentence, days and months left out, and whether each is its first word, which may owe its capital to that."""
    opening = text.lstrip(_QUOTES)
    return tuple(
        (frozenset(content_stems(name)), " " not in name and opening.startswith(name))
        for name in names(text)
        if not is_calendar(name) and content_stems(name)
    )


def preferring(shared: Sequence[Name], ranked: Sequence[Evidence]) -> list[Evidence]:
    """Sentences, best first, those before others that hold one of the names shared."""

    def raised(e: Evidence) -> Evidence:
        held = set(stems(e.text))
        return e.raised(sum(w for name, w in zip(shared, _WORTH, strict=False) if name <= held))

    return sorted(map(raised, ranked), key=lambda e: -e.score)
