"""Passages → their sentences, each scored for the question.

A sentence's overlap is the share of the question's meaning-bearing words that stand in it, each word weighted by how rare it is
in the corpus (idf); a word that only stands in the article's headline counts half, since sentences lean on their headline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.catalog import Catalog, StoredPassage
from index.embed import Embedder
from index.records import Article, Evidence, Passage
from index.words import content_stems, stems

__all__ = ["Found", "best_sentences", "question_weights", "score_sentences"]

_TITLE_SHARE = 0.5
_PASSAGE_SHARE = 0.3  # what a sentence inherits of its passage's score


@dataclass(slots=True)
class Found:
    """A passage found, with its scores and, once they are scored, its sentences as evidence."""

    stored: StoredPassage
    score: float
    nearest: float
    keyword: float
    sentences: tuple[Evidence, ...] = ()

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


def score_sentences(
    question: str, vector: np.ndarray, found: Sequence[Found], catalog: Catalog, embedder: Embedder
) -> None:
    """Fill in `sentences` of each passage found. `vector` is the question's."""
    spans = [(f, start, end) for f in found for start, end in f.stored.sentences]
    if not spans:
        return
    texts = [f.article.text[start:end] for f, start, end in spans]
    cosines = (embedder.embed_passages(texts) @ vector).tolist()
    weights = question_weights(question, catalog)
    titles = {f.article.id: frozenset(stems(f.article.title)) for f in found}
    by_passage: dict[str, list[Evidence]] = {}
    for (f, start, end), text, cosine in zip(spans, texts, cosines, strict=True):
        share = overlap(weights, frozenset(stems(text)), titles[f.article.id])
        sentence = _evidence(f, start, end, score=cosine + share, nearest=cosine, overlap=share)
        by_passage.setdefault(f.passage.id, []).append(sentence)
    for f in found:
        f.sentences = tuple(by_passage.get(f.passage.id, ()))


def question_weights(question: str, catalog: Catalog) -> dict[str, float]:
    """The question's stems with their idf, as shares that add up to 1."""
    counts = catalog.document_counts(content_stems(question))
    total = catalog.count()[1]
    idf = {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in counts.items()}
    whole = sum(idf.values()) or 1.0
    return {stem: weight / whole for stem, weight in idf.items()}


def overlap(weights: dict[str, float], sentence: frozenset[str], title: frozenset[str]) -> float:
    """Share (0 to 1) of the question's weight that a sentence covers; words only in the title count in part."""
    return sum(w * (1.0 if stem in sentence else _TITLE_SHARE if stem in title else 0.0) for stem, w in weights.items())


def best_sentences(found: Sequence[Found], limit: int) -> list[Evidence]:
    """The best sentences of the passages found, best first, each once though passages overlap."""
    seen: dict[tuple[str, int], Evidence] = {}
    for f in found:
        for s in f.sentences:
            scored = _evidence(
                f, s.start, s.end, score=s.score + _PASSAGE_SHARE * f.score, nearest=s.nearest, overlap=s.overlap
            )
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
