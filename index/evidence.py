"""Passages → their sentences, each scored for the question.

A sentence's overlap is the share of the question's meaning-bearing words that stand in it, each word weighted by how rare it is
in the corpus (idf); a word that only stands in the article's headline counts half, since sentences lean on their headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np

from index.asked import Asked, Clause
from index.catalog import StoredPassage
from index.embed import Embedder
from index.records import Article, Evidence, Passage
from index.words import stems

__all__ = ["Found", "Held", "best_sentences", "score_passages"]

_TITLE_SHARE = 0.5
_NEAREST = 0.6  # what a full cosine is worth beside a full overlap
# What a sentence is worth, learnt on RealTimeQA 2023 (whether an accepted answer stands in it), reported on 2022: its cosine with
# the question, its overlap, how well it fits one clause, and how far its passage scores below the best one.
_SENTENCE_NEAREST, _SENTENCE_OVERLAP, _SENTENCE_CLAUSE, _BELOW = 0.67, 0.66, 0.67, 1.26
_PASSAGE_SHARE = 0.3  # of the best passage's score, so that scores compare between questions


@dataclass(slots=True)
class Held:
    """What a passage holds of a question, each 0 to 1.6 (pairs: to 1): its best sentence of the whole question, of one clause,
    of one clause counted by the root of its share of the question, of what is said of its outlet; and neighbouring words."""

    sentence: float = 0.0
    clause: float = 0.0
    clause_share: float = 0.0
    outlet: float = 0.0
    pairs: float = 0.0


@dataclass(slots=True)
class Found:
    """A passage found, with its scores and, once they are scored, its sentences as evidence."""

    stored: StoredPassage
    score: float
    nearest: float
    keyword: float
    sentences: tuple[Evidence, ...] = ()
    held: Held = field(default_factory=Held)

    @property
    def article(self) -> Article:
        return self.stored.article

    @property
    def passage(self) -> Passage:
        return self.stored.passage

    def evidence(self) -> Evidence:
        """The whole passage as evidence."""
        p = self.passage
        return _evidence(self, p.start, p.end, score=self.score, nearest=self.nearest)


def score_passages(asked: Asked, found: Sequence[Found], embedder: Embedder) -> None:
    """Fill in `sentences` and `held` of each passage found."""
    said = [clause for _, clause in asked.of_outlets]
    clauses = [asked.whole, *asked.clauses, *said]
    # One row a sentence, one column a clause, the whole question first; passages overlap, so a sentence may stand in two.
    rows = {(f.article.id, span): f for f in found for span in f.stored.sentences}
    if not rows:
        return
    texts = [f.article.text[slice(*span)] for (_, span), f in rows.items()]
    overlap = _overlaps(clauses, texts, [f.article for f in rows.values()])
    # einsum, as matrices so small are not worth the threads that a product starts, which serve other questions better.
    cosine = np.einsum("ij,kj->ik", embedder.embed_passages(texts), np.stack([clause.vector for clause in clauses]))
    worth = overlap + _NEAREST * cosine
    end = 1 + len(asked.clauses)
    fit = worth[:, 1:end].max(axis=1, initial=0.0)
    share = (worth[:, 1:end] * np.sqrt([clause.share for clause in asked.clauses])).max(axis=1, initial=0.0)
    score = _SENTENCE_NEAREST * cosine[:, 0] + _SENTENCE_OVERLAP * overlap[:, 0] + _SENTENCE_CLAUSE * fit
    row = {key: n for n, key in enumerate(rows)}
    for f in found:
        own = [row[f.article.id, span] for span in f.stored.sentences]
        if not own:
            continue
        f.sentences = tuple(
            _evidence(f, *span, score=float(score[n]), nearest=float(cosine[n, 0]), overlap=float(overlap[n, 0]))
            for n, span in zip(own, f.stored.sentences, strict=True)
        )
        outlets = [n for n, (publisher, _) in enumerate(asked.of_outlets, end) if publisher == f.article.publisher]
        neighbours = set(pairwise(stems(f.passage.text)))
        f.held = Held(
            sentence=float(worth[own, 0].max(initial=0.0)),
            clause=float(fit[own].max()),
            clause_share=float(share[own].max()),
            outlet=float(worth[np.ix_(own, outlets)].max(initial=0.0)),
            pairs=sum(weight for pair, weight in asked.pairs.items() if pair in neighbours),
        )


def _overlaps(clauses: Sequence[Clause], texts: Sequence[str], articles: Sequence[Article]) -> np.ndarray:
    """Share (0 to 1) of each clause's weight (columns) that each text (rows) covers; words only in its article's title in part."""
    asked = {stem: n for n, stem in enumerate(dict.fromkeys(s for clause in clauses for s in clause.weights))}
    titles = {a.id: [asked[s] for s in asked.keys() & stems(a.title)] for a in articles}
    held = np.zeros((len(texts), len(asked)))
    for row, text, article in zip(held, texts, articles, strict=True):
        row[titles[article.id]] = _TITLE_SHARE
        row[[asked[s] for s in asked.keys() & _stem_set(text)]] = 1.0
    weights = np.array([[clause.weights.get(stem, 0.0) for clause in clauses] for stem in asked])
    return np.einsum("ij,jk->ik", held, weights.reshape(len(asked), len(clauses)))


@lru_cache(maxsize=20_000)  # some 30 MB: many questions lead to the same few articles
def _stem_set(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def best_sentences(found: Sequence[Found], limit: int) -> list[Evidence]:
    """The best sentences of the passages found, best first, each once though passages overlap."""
    seen: dict[tuple[str, int], Evidence] = {}
    top = max((f.score for f in found), default=0.0)
    for f in found:
        passage = _PASSAGE_SHARE * top - _BELOW * (top - f.score)
        for s in f.sentences:
            scored = _evidence(f, s.start, s.end, score=s.score + passage, nearest=s.nearest, overlap=s.overlap)
            key = (s.article_id, s.start)
            if key not in seen or seen[key].score < scored.score:
                seen[key] = scored
    return sorted(seen.values(), key=lambda e: (-e.score, e.passage_id, e.start))[:limit]


def _evidence(f: Found, start: int, end: int, *, score: float, nearest: float, overlap: float = 0.0) -> Evidence:
    a = f.article
    return Evidence(
        article_id=a.id,
        version=a.version,
        title=a.title,
        publisher=a.publisher,
        published=a.published,
        url=a.url,
        passage_id=f.passage.id,
        start=start,
        end=end,
        text=a.text[start:end],
        score=score,
        nearest=nearest,
        keyword=f.keyword,
        overlap=overlap,
    )
