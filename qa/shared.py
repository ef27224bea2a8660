"""The name that the articles of several outlets share: "who, according to The Verge and TechCrunch, …?" asks for it.

Such a question describes one person or company by what several articles say of it; each of their sentences also names others, who
stand in one article alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from index import Evidence, Found, stems
from qa.questions import names, wanted

__all__ = ["preferring", "shared_names"]

Name = frozenset[str]  # its stems

_SEVERAL = 2  # outlets
# Chosen on 120 of MultiHop-RAG's development queries.
_AGAIN = 0.3  # what a further passage of an article is worth beside its first
_WORTH = (2.5, 1.0)  # in sentence score, of the name that is shared most and the next one


def shared_names(question: str, found: Sequence[Found], outlets: Collection[str]) -> list[Name]:
    """The names that the passages found share most, most first, if a question names several outlets and asks for a name; else none.

    A passage counts by its score, and a name by how many of the outlets have it in their passages, whole or in part: two at least.
    """
    if len(outlets) < _SEVERAL or wanted(question) not in ("who", "where", "thing"):
        return []
    asked = set(stems(question)).union(*(stems(name) for name in outlets))
    worth: dict[Name, float] = defaultdict(float)
    told: dict[Name, set[str]] = defaultdict(set)
    seen: set[tuple[str, Name]] = set()
    for f in found:
        article, passage = f.article, math.exp(f.score - found[0].score)
        for name in dict.fromkeys(frozenset(stems(n)) for e in f.sentences for n in names(e.text)):
            if not name <= asked:
                worth[name] += passage * (_AGAIN if (article.id, name) in seen else 1)
                told[name].update({article.publisher or ""}.intersection(outlets))
                seen.add((article.id, name))

    shared: dict[Name, float] = {}
    for name in worth:
        same = [other for other in worth if other <= name or name <= other]
        spoken = set[str]().union(*(told[other] for other in same))
        if len(spoken) >= _SEVERAL:
            shared[name] = len(spoken) * sum(worth[other] for other in same)
    most: list[Name] = []
    for name in sorted(shared, key=shared.__getitem__, reverse=True):
        if not any(name <= other or other <= name for other in most):
            most.append(name)
    return most[: len(_WORTH)]


def preferring(shared: Sequence[Name], ranked: Sequence[Evidence]) -> list[Evidence]:
    """Sentences, best first, those before others that hold one of the names shared."""
    raised = []
    for e in ranked:
        held = set(stems(e.text))
        raised.append(
            replace(e, score=e.score + sum(w for name, w in zip(shared, _WORTH, strict=False) if name <= held))
        )
    return sorted(raised, key=lambda e: -e.score) if shared else list(ranked)
