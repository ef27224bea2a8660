"""Passages → their sentences, each scored for the question.

A sentence's overlap is the share of the question's meaning-bearing words that stand in it, each word weighted by how rare it is
in the corpus (idf); a word that only stands in the article's headline counts half, since sentences lean on their headline.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

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
    spans = [(f, start, end) for f in found for start, end in f.stored.sentences]
    if not spans:
        return
    texts = [f.article.text[start:end] for f, start, end in spans]
    vectors = embedder.embed_passages(texts)
    said = [clause for _, clause in asked.of_outlets]
    cosines = {id(clause): (vectors @ clause.vector).tolist() for clause in (asked.whole, *asked.clauses, *said)}
    titles = {f.article.id: frozenset(stems(f.article.title)) for f in found}
    sentences: dict[str, list[Evidence]] = {}
    for n, ((f, start, end), text) in enumerate(zip(spans, texts, strict=True)):
        own, title = frozenset(stems(text)), titles[f.article.id]

        def worth(clause: Clause, n: int = n, own: frozenset[str] = own, title: frozenset[str] = title) -> float:
            return overlap(clause.weights, own, title) + _NEAREST * cosines[id(clause)][n]

        share, cosine = overlap(asked.whole.weights, own, title), cosines[id(asked.whole)][n]
        held = f.held
        held.sentence = max(held.sentence, share + _NEAREST * cosine)
        fit = max((worth(clause) for clause in asked.clauses), default=0.0)
        held.clause = max(held.clause, fit)
        for clause in asked.clauses:
            held.clause_share = max(held.clause_share, worth(clause) * math.sqrt(clause.share))
        for publisher, clause in asked.of_outlets:
            if publisher == f.article.publisher:
                held.outlet = max(held.outlet, worth(clause))
        score = _SENTENCE_NEAREST * cosine + _SENTENCE_OVERLAP * share + _SENTENCE_CLAUSE * fit
        sentence = _evidence(f, start, end, score=score, nearest=cosine, overlap=share)
        sentences.setdefault(f.passage.id, []).append(sentence)
    for f in found:
        f.sentences = tuple(sentences.get(f.passage.id, ()))
        neighbours = set(pairwise(stems(f.passage.text)))
        f.held.pairs = sum(weight for pair, weight in asked.pairs.items() if pair in neighbours)


def overlap(weights: Mapping[str, float], sentence: frozenset[str], title: frozenset[str]) -> float:
    """Share (0 to 1) of the question's weight that a sentence covers; words only in the title count in part."""
    return sum(w * (1.0 if stem in sentence else _TITLE_SHARE if stem in title else 0.0) for stem, w in weights.items())


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
