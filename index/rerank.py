"""The best sentences found, read once more by a CrossEncoder, which sees question and sentence together: used where one is configured.

Scores change by how far the model puts a sentence above or below the others that it read, and keep their mean and their spread: so
they mean the same whichever model reads, and what is far below the best for the search's own scores is so here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from index.evidence import Found, best_sentences
from index.pairs import PairModel

__all__ = ["Reranker", "rerank", "reranker_by_name"]

_READ = 24  # sentences: some 900 tokens
_LONGEST = 500  # characters of a sentence
# What one standard deviation among the sentences read is worth beside one of the search's own scores of sentences, and of passages. By
# hand: with E5's cosines in a CrossEncoder's place the evidence is within 1.5 % of what it is without at anything from 0.1 to 0.8 in sentence score.
_SENTENCE, _PASSAGE = 0.5, 0.12


class Reranker(Protocol):
    """Whatever can say how well texts answer a question; higher is better, and only differences count."""

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        """One score for each text, shape (texts,). Raises ModelUnavailable."""
        ...


class PairReader:
    """A CrossEncoder as a reranker."""

    def __init__(self, name: str) -> None:
        self._model = PairModel(name, "reranker", "NEWSQA_RERANKER")

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        scores = self._model.scores([(question, text) for text in texts])
        if scores.shape[1] != 1:
            raise self._model.unfit(
                f"gives {scores.shape[1]} scores for a pair of texts: choose one that gives one score"
            )
        return scores[:, 0]


@lru_cache(maxsize=2)
def reranker_by_name(name: str) -> Reranker | None:
    """The reranker of that name or folder, the same one each time; None for an empty name."""
    return PairReader(name) if name else None


def rerank(question: str, found: Sequence[Found], reranker: Reranker) -> None:
    """Change the scores of passages found, and of their best sentences, by what the reranker says. Raises ModelUnavailable."""
    best = best_sentences(found, _READ)
    if len(best) < 2:
        return
    said = reranker.scores(question, [e.text[:_LONGEST] for e in best])
    above = (said - said.mean()) / max(float(said.std()), 1e-6)
    before = np.array([e.score for e in best])
    changed = (_moved(before, _SENTENCE * above) - before).tolist()
    read = {(e.article_id, e.start): n for n, e in enumerate(best)}
    places = [[read.get((f.article.id, mark.start)) for mark in f.marks] for f in found]
    scores = np.array([f.score for f in found])
    fits = np.array([max((above[n] for n in own if n is not None), default=above.min()) for own in places])
    moved = _moved(scores, _PASSAGE * fits)
    for f, own, score in zip(found, places, (moved + scores.max() - moved.max()).tolist(), strict=True):
        f.score = score
        f.marks = tuple(
            mark if n is None else replace(mark, score=mark.score + changed[n])
            for mark, n in zip(f.marks, own, strict=True)
        )


def _moved(scores: np.ndarray, by: np.ndarray) -> np.ndarray:
    """The sum of both, with the mean and the spread of the first."""
    both = scores + by
    return scores.mean() + (both - both.mean()) * (scores.std() / max(float(both.std()), 1e-6))
