"""Whether the evidence can answer the question, and which of it: the first of the two guards against invention.

A question's names and numbers must be spoken of by the articles that answer it, and most of its telling words must stand in
them. The second guard (qa.verify) checks what was written.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index import Article, Corpus, Evidence, Found, best_sentences, stems
from qa.questions import required_stems
from qa.records import Query

__all__ = ["Assessment", "assess"]

_ARTICLES = 6  # how many of the best articles may together hold what the question speaks of
_RELATED = 0.5  # an article with less than this share of what the best one holds of the names is about something else

# Logistic weights, fitted on one half of the development questions by bench/refusal.py, which reports on the other half.
BIAS = -4.0
COVERED = 4.0
REQUIRED = 2.0
NEAREST = 2.0


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far the evidence answers the question.

    confidence: 0 to 1. evidence: the sentences that may be used, best first. missing: stems of names and numbers in the question
    that no candidate article holds. covered, required: shares (0 to 1) of the question's telling words, and of its names and
    numbers, that the articles hold. nearest: cosine of the best sentence.
    """

    confidence: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    covered: float
    required: float
    nearest: float


def assess(query: Query, found: Sequence[Found], corpus: Corpus, limit: int) -> Assessment:
    """Weigh the passages found for a question and choose up to `limit` sentences of evidence."""
    weights = corpus.weights(query.question)
    required = {s: weights.get(s, 0.0) or 1e-3 for s in required_stems(query.question)}
    articles = _articles(found)
    held = {a.id: _stems_of(a) for a in articles}
    share = {i: _share(required, h) for i, h in held.items()}
    most = max(share.values(), default=0.0)
    related = {i for i, s in share.items() if s >= _RELATED * most}
    evidence = tuple(e for e in best_sentences(found, 4 * limit) if e.article_id in related or e.article_id in query.articles)
    together = frozenset().union(*(held[i] for i in related)) if related else frozenset()
    covered = _share(weights, together)
    found_required = _share(required, together) if required else 1.0
    nearest = max((e.nearest for e in evidence[:3]), default=0.0)
    z = BIAS + COVERED * covered + REQUIRED * found_required + NEAREST * nearest
    missing = tuple(s for s in required if s not in together)
    confidence = 1 / (1 + math.exp(-z)) if evidence else 0.0
    return Assessment(confidence, evidence[:limit], missing, covered, found_required, nearest)


def _articles(found: Sequence[Found]) -> list[Article]:
    by_id = {f.article.id: f.article for f in found}
    return list(by_id.values())[:_ARTICLES]


def _share(weights: dict[str, float], held: frozenset[str]) -> float:
    whole = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in held) / whole if whole else 0.0


def _stems_of(article: Article) -> frozenset[str]:
    head = f"{article.title} {article.publisher or ''} {article.byline or ''}"
    if article.published is not None:
        head += datetime.fromtimestamp(article.published, UTC).strftime(" %-d %B %b %Y %A")
    text = article.text.replace(",", "")
    return frozenset(stems(f"{head} {article.text} {text if text != article.text else ''}"))
