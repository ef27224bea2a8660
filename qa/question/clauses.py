"""What a question that names outlets says by the way, and which of their articles tell it.

"Which company, fined over its ads according to The Verge, also makes chips, as TechCrunch reports?" says two things of its answer. The
article that tells the one seldom tells the other, and a reader who checks the answer wants both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from index import Article, Evidence, Found, content_stems, stems
from qa.question.outlets import name_in

__all__ = ["telling_of_clauses", "told_of_clauses"]

# Chosen on MultiHop-RAG's development queries.
_APART = 0.15  # how far an article's sentence must stand above the next article's
_LEAST = 0.6  # what a sentence that tells of a clause is worth at least
_SEVERAL = 2  # clauses
_TELLS = 4  # words of meaning that a sentence has at least; "TechCrunch+" tells nothing


def telling_of_clauses(found: Sequence[Found], outlets: Collection[str]) -> tuple[Evidence, ...]:
    """Of each clause of a question, the sentence that tells it best, if one article of its outlets does so better than the others.

    outlets: the publishers that the question names. Each article once, by its best clause. Of a question of one clause, nothing: the
    evidence tells it.
    """
    theirs = [f for f in found if f.article.publisher in outlets and len(f.held.clauses) >= _SEVERAL]
    telling: dict[str, tuple[float, Evidence]] = {}
    for n in range(len(theirs[0].held.clauses) if theirs else 0):
        best = sorted(theirs, key=lambda f, n=n: -f.held.clauses[n][0])
        first, article_id = best[0], best[0].article.id
        worth, mark = first.held.clauses[n]
        next_best = next((f.held.clauses[n][0] for f in best if f.article.id != article_id), None)
        alone = worth >= _LEAST and (next_best is None or worth - next_best >= _APART)
        if alone and (article_id not in telling or worth > telling[article_id][0]):
            telling[article_id] = worth, first.sentences[mark]
    return tuple(e for _, e in telling.values() if len(content_stems(e.text)) >= _TELLS)


def told_of_clauses(
    question: str, short: str, telling: Sequence[Evidence], article_of: Callable[[Evidence], Article]
) -> tuple[Evidence, ...]:
    """Those of the sentences whose articles speak of a short answer that names somebody or something."""
    answer = name_in(question, short)
    return tuple(e for e in telling if answer and answer <= set(stems(f"{e.title} {article_of(e).text}")))
