"""A question → the passages that may answer it, each with its sentences scored.

    candidates   nearest vectors (Chroma) and BM25 (FTS5), both filtered; also for each day that the question names, and by BM25 for each outlet
    first score  keyword / best keyword, cosine, and whether the passage's outlet and day are the ones asked for
    last score   the same, and what the best sentence and the passage hold of the question and of its clauses (index.evidence),
                 for the best few dozen

Weights were learnt on one half of the MultiHop-RAG development queries and of a sample of RealTimeQA 2023, and reported on the
other halves (bench/retrieval.py). Plain reciprocal-rank fusion lost against BM25 alone there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.abbreviations import other_forms
from index.asked import Asked, Clause
from index.catalog import Catalog, StoredPassage
from index.database import in_time, within
from index.embed import Embedder
from index.evidence import Found, is_steered, score_passages
from index.nearest import nearest
from index.records import Filters
from index.rerank import Reranker, rerank
from index.vectors import Vectors
from index.words import stems, words

__all__ = ["LONGEST", "Weights", "is_past", "search"]

LONGEST = 20.0  # seconds that one search may take
_DAY = 86_400
_FURTHER = 3
_COMPLEMENTED = 20  # passages, each …
_BELOW_BEST = 1e-6  # … at least so far below the best one
_SPOKEN_OF = 20  # articles that the conversation is about, at most …
_OF_EACH = 100  # … and passages of each, that are looked at whatever they say


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign of relevance, of 0 to 1 or a little more, is worth."""

    keyword: float = 0.73
    nearest: float = 0.20
    publisher: float = 0.28
    dated: float = 1.0  # by hand, 0.4 was learnt: in a short question the day is most of what is said
    month: float = 0.4  # by hand, on the dev halves of bench/months.py
    conversation: float = 0.7  # by hand: a turn before cited its article
    opening: float = 0.07  # the first passage of its article
    recent: tuple[tuple[int, float], ...] = (
        (3, 0.15),
        (10, 0.20),
        (30, 0.20),
        (120, 0.15),
    )  # by hand, on RealTimeQA 2023: days before the asking date, each adds …
    aged: float = 0.3  # … and every article loses this
    sentence: float = 0.31
    clause: float = 0.61
    clause_share: float = 0.49  # the same, a clause counting by the root of its share of the question
    outlet: float = 0.50
    pairs: float = 0.15
    further: float = (
        0.4  # by hand, on MultiHop-RAG's first half: what better passages do not tell of a clause, by its share
    )
    another: float = 0.12  # lost by each further passage of an outlet, to three times, where the question names several
    pool: int = 100  # candidates taken from each retriever
    pool_named: int = 20  # … for a day that the question names, and from BM25 for an outlet
    reranked: int = 60  # of these, how many have their sentences scored
    reread: int = 20  # and of how many of those a reranker may read sentences, if there is one


def search(
    question: str,
    filters: Filters,
    limit: int,
    *,
    catalog: Catalog,
    vectors: Vectors,
    embedder: Embedder,
    asked_on: int | None = None,
    articles: Sequence[str] = (),
    weights: Weights = Weights(),
    reranker: Reranker | None = None,
) -> list[Found]:
    """The best passages for a question, best first.

    asked_on: epoch seconds of the question, if its date matters. articles: ids that the conversation is about.
    Raises Overloaded when it takes longer than LONGEST: looked at between its steps, and within SQLite's.
    """
    asked = Asked.read(question, catalog, embedder)
    lately = None if asked_on is None or asked.looks_back(asked_on) or is_past(catalog, asked_on, weights) else asked_on
    articles = articles[:_SPOKEN_OF]
    with within(LONGEST):  # from here on: the embedder may have been loaded, or made even, to read the question
        found = _candidates(question, asked, filters, articles, catalog, vectors, weights)
        for f in found:
            published = f.article.published
            if f.article.publisher in asked.publishers:
                f.score += weights.publisher
            if published is not None and any(start <= published < end for start, end in asked.days):
                f.score += weights.dated
            if published is not None and any(start <= published < end for start, end in asked.months):
                f.score += weights.month
            if f.article.id in articles:
                f.preferred = weights.conversation
                f.score += f.preferred
            if f.passage.ordinal == 0:
                f.score += weights.opening
            if lately is not None and published is not None:
                age = lately - published
                f.age = sum(worth for days, worth in weights.recent if -_DAY < age <= days * _DAY) - weights.aged
                f.score += f.age
        found = _best(found, max(weights.reranked, limit))
        in_time()
        score_passages(asked, found, embedder)
        found = [f for f in found if f.marks]
        for f in found:
            f.score += (
                weights.sentence * f.held.sentence
                + weights.clause * f.held.clause
                + weights.clause_share * f.held.clause_share
                + weights.outlet * f.held.outlet
                + weights.pairs * f.held.pairs
            )
        if len(asked.publishers) > 1:
            _spread(_best(found, len(found)), asked.publishers, weights.another)
        if len(asked.clauses) > 1:
            _complement(_best(found, len(found)), [clause.share for clause in asked.clauses], weights.further)
        if reranker is not None:
            found = _best(found, max(weights.reread, limit))
            rerank(question, found, reranker)
        return _best(found, limit)


def is_past(catalog: Catalog, asked_on: int, weights: Weights = Weights()) -> bool:
    """Whether a question is asked so long after the newest article that no article is recent: then its day tells nothing of any."""
    _, newest = catalog.published_range()
    return newest is not None and asked_on - newest > max(days for days, _ in weights.recent) * _DAY


def _candidates(
    question: str,
    asked: Asked,
    filters: Filters,
    articles: Sequence[str],
    catalog: Catalog,
    vectors: Vectors,
    weights: Weights,
) -> list[Found]:
    whole = asked.whole
    wanted = whole.words or tuple(words(question))
    by_keyword = dict(catalog.keyword(wanted, filters, weights.pool))
    ids = dict.fromkeys([*by_keyword, *nearest(whole.vector, filters, weights.pool, catalog, vectors)])
    if asked.spelt:
        ids |= dict.fromkeys(i for i, _ in catalog.keyword(asked.spelt.words, filters, weights.pool))
        ids |= dict.fromkeys(nearest(asked.spelt.vector, filters, weights.pool, catalog, vectors))
    for clause, narrower in _narrowed(asked, filters):
        in_time()
        named = catalog.keyword(clause.words or wanted, narrower, weights.pool_named)
        ids |= dict.fromkeys(i for i, _ in named)
        if clause is whole:
            by_keyword = {**dict(named), **by_keyword}
            ids |= dict.fromkeys(nearest(whole.vector, narrower, weights.pool_named, catalog, vectors))
    if articles:
        by_keyword |= catalog.keyword(wanted, filters, _OF_EACH * len(articles), articles)
        for article_id in articles:
            ids |= dict.fromkeys(catalog.passages_of(article_id, filters, _OF_EACH))
    stored = catalog.stored(list(ids))
    if not stored:
        return []
    in_order = sorted(by_keyword, key=by_keyword.__getitem__, reverse=True)
    # Who writes for a machine repeats the question, which must not make all others look worse.
    best = (
        next((by_keyword[i] for i in in_order if i in stored and not is_steered(stored[i], asked.asking)), 0.0) or 1.0
    )
    keyword = {i: min(by_keyword.get(i, 0.0) / best, 1.0) + _by_other_forms(asked, item) for i, item in stored.items()}
    # Whatever found a candidate: the catalog's vectors are exact, which Chroma's answers are nearly.
    cosines = np.stack([s.vector for s in stored.values()]).astype(np.float32) @ whole.vector
    return [
        Found(
            item,
            score=weights.keyword * keyword[i] + weights.nearest * cosine,
            nearest=cosine,
            keyword=keyword[i],
        )
        for (i, item), cosine in zip(stored.items(), cosines.tolist(), strict=True)
    ]


def _by_other_forms(asked: Asked, stored: StoredPassage) -> float:
    """The share of the question's words that a passage has in the other form of an abbreviation alone, and BM25 does not see."""
    said = stems(other_forms(stored.passage.text, asked.forms)) if asked.forms else []
    weights = asked.whole.weights
    return sum(weights.get(s, 0.0) for s in set(said).difference(stems(stored.passage.text))) if said else 0.0


def _narrowed(asked: Asked, filters: Filters) -> Iterator[tuple[Clause, Filters]]:
    """What else to look for: what appeared on a day or in a month that the question names, whatever its words, and what is said of each outlet."""
    for start, end in (*asked.days, *asked.months):
        yield asked.whole, filters.within(start, end)
    for name, clause in asked.of_outlets:
        if not filters.publishers or name in filters.publishers:
            yield clause, replace(filters, publishers=(name,))


def _spread(found: list[Found], publishers: frozenset[str], loss: float) -> None:
    """Lower the scores of further passages, best first, of the outlets that a question names: it wants something of each."""
    before: Counter[str] = Counter()
    for f in found:
        publisher = f.article.publisher
        if publisher in publishers:
            f.score -= loss * min(before[publisher], _FURTHER)
            before[publisher] += 1


def _complement(found: Sequence[Found], shares: Sequence[float], worth: float) -> None:
    """Raise the scores of passages that tell of a clause of the question what those above them do not: its clauses mostly stand in several
    articles. None above the best one's, which stays first.

    found: best first. shares: of the clauses in the question.
    """
    scores = np.array([f.score for f in found])
    told = np.array([[held for held, _ in f.held.clauses] for f in found])
    known, left = told[:1].max(axis=0, initial=0.0), [*range(1, len(found))]
    while left and len(found) - len(left) <= _COMPLEMENTED:
        both = scores[left] + worth * np.maximum(told[left] - known, 0.0) @ shares
        n = left.pop(int(both.argmax()))
        found[n].score = min(float(both.max()), found[0].score - _BELOW_BEST)
        known = np.maximum(known, told[n])


def _best(found: list[Found], limit: int) -> list[Found]:
    return sorted(found, key=lambda f: (-f.score, f.passage.id))[:limit]
