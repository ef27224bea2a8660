"""A question → the passages that may answer it, each with its sentences scored.

    candidates   nearest vectors (Chroma) and BM25 (FTS5), both filtered
    first score  keyword / best keyword + NEAREST · cosine
                 + PUBLISHER if the question names the passage's publisher
                 + DATED if the question names the day it appeared, + CONVERSATION if the turn before cited its article
                 + RECENT if the article appeared in the days before the question is asked (only when that date is given)
    last score   first score + the passage's best sentence (index.evidence), for the best few dozen

Weights were chosen on one half of the MultiHop-RAG development queries and of RealTimeQA 2022, and reported on the other half
(bench/retrieval.py). Plain reciprocal-rank fusion lost against BM25 alone there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from index.catalog import Catalog
from index.embed import Embedder
from index.evidence import Found, score_sentences
from index.records import Filters
from index.vectors import Vectors
from index.words import content_words, words

__all__ = ["Weights", "named_publishers", "search"]

_DAY = 86_400
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY_NAMED = re.compile(
    rf"\b(?:(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month_last>{_MONTH})\.?|(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)"
    r",?\s+(?P<year>(?:1[6-9]|2[01])\d\d)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign of relevance is worth beside a full keyword score of 1."""

    nearest: float = 0.6
    publisher: float = 0.3
    dated: float = 1.5
    conversation: float = 0.5
    recent: float = 0.3
    recent_days: int = 10
    sentence_nearest: float = 0.6
    sentence_overlap: float = 1.0
    pool: int = 100  # candidates taken from each retriever
    pool_of_day: int = 20  # and from each for a day that the question names
    reranked: int = 40  # of these, how many have their sentences scored


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
) -> list[Found]:
    """The best passages for a question, best first.

    asked_on: epoch seconds of the question, if its date matters. articles: ids that the conversation is about.
    """
    vector = embedder.embed_query(question)
    dates = named_days(question)
    found = _candidates(question, vector, filters, dates, catalog, vectors, weights)
    named = named_publishers(question, [p.name for p in catalog.publishers() if p.name])
    for f in found:
        if f.article.publisher in named:
            f.score += weights.publisher
        if f.article.published is not None and any(start <= f.article.published < end for start, end in dates):
            f.score += weights.dated
        if f.article.id in articles:
            f.score += weights.conversation
        if asked_on is not None and _recent(f.article.published, asked_on, weights.recent_days):
            f.score += weights.recent
    found = _best(found, max(weights.reranked, limit))
    score_sentences(question, vector, found, catalog, embedder)
    for f in found:
        f.score += max(
            (weights.sentence_nearest * s.nearest + weights.sentence_overlap * s.overlap for s in f.sentences),
            default=0.0,
        )
    return _best(found, limit)


def _candidates(
    question: str,
    vector: np.ndarray,
    filters: Filters,
    dates: Sequence[tuple[int, int]],
    catalog: Catalog,
    vectors: Vectors,
    weights: Weights,
) -> list[Found]:
    wanted = content_words(question) or words(question)
    by_keyword = dict(catalog.keyword(wanted, filters, weights.pool))
    by_vector = dict(vectors.nearest(vector, filters, weights.pool))
    for start, end in dates:  # what appeared on a day that the question names is a candidate, whatever its words
        since, until = max(start, filters.since or start), min(end, filters.until or end)
        day = replace(filters, since=since, until=until)
        by_keyword = {**dict(catalog.keyword(wanted, day, weights.pool_of_day)), **by_keyword}
        by_vector = {**dict(vectors.nearest(vector, day, weights.pool_of_day)), **by_vector}
    stored = catalog.stored([*by_keyword, *(i for i in by_vector if i not in by_keyword)])
    if not stored:
        return []
    best = max(by_keyword.values(), default=0.0) or 1.0
    # The catalog's vectors are exact for every candidate; Chroma's answer only says which passages are candidates.
    cosines = np.stack([s.vector for s in stored.values()]).astype(np.float32) @ vector
    return [
        Found(
            item,
            score=by_keyword.get(i, 0.0) / best + weights.nearest * cosine,
            nearest=cosine,
            keyword=by_keyword.get(i, 0.0) / best,
        )
        for (i, item), cosine in zip(stored.items(), cosines.tolist(), strict=True)
    ]


def _best(found: list[Found], limit: int) -> list[Found]:
    return sorted(found, key=lambda f: (-f.score, f.passage.id))[:limit]


def named_publishers(question: str, publishers: Sequence[str]) -> set[str]:
    """Those of the publishers that a question names, as "The Verge", "the verge" or "Verge"."""
    plain = f" {_letters(question)} "
    return {name for name in publishers if len(_plain(name)) > 2 and f" {_plain(name)} " in plain}


def named_days(question: str) -> list[tuple[int, int]]:
    """Days that a question names in full, "November 12, 2018" or "12 November 2018", as [start, end) in epoch seconds.

    A report of a day's news may bear the next day's date, so that one counts too.
    """
    days = []
    for match in _DAY_NAMED.finditer(question):
        day = match["day"] or match["day_first"]
        month = _MONTHS.index((match["month"] or match["month_last"])[:3].lower()) + 1
        try:
            start = int(datetime(int(match["year"]), month, int(day), tzinfo=UTC).timestamp())
        except ValueError:  # 31 February
            continue
        days.append((start, start + 2 * _DAY))
    return days


def _plain(name: str) -> str:
    """A name without its article, its department ("Outlet | Sport", "Outlet - Life and Style") and punctuation."""
    return _letters(re.split(r"\s+[|–-]\s+", name, maxsplit=1)[0]).removeprefix("the ")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def _recent(published: int | None, asked_on: int, days: int) -> bool:
    return published is not None and -_DAY < asked_on - published <= days * _DAY
