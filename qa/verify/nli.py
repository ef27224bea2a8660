"""A second opinion on whether evidence supports a sentence: a natural-language-inference model, loaded only when one is configured.

Any sentence-transformers CrossEncoder by name or folder: with classes, one of which is called "entailment", or with one score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from index import PairModel

__all__ = ["Judge", "NLIJudge", "judge_by_name"]


class Judge(Protocol):
    """Whatever can say how likely a premise entails a sentence."""

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float | None]:
        """Probabilities (0 to 1) for pairs of premise and sentence; None where it cannot tell. Raises ModelUnavailable."""
        ...


class NLIJudge:
    """A CrossEncoder as a judge, loaded when it is first asked."""

    def __init__(self, name: str) -> None:
        self._model = PairModel(name, "NLI model", "NEWSQA_NLI")

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Probabilities that each premise entails its sentence. Raises ModelUnavailable."""
        scores = self._model.scores(pairs).tolist()
        classes = self._model.classes()
        if len(classes) <= 1:
            return [1 / (1 + math.exp(-score)) for (score,) in scores]
        entailment = next((n for name, n in classes.items() if name.startswith("entail")), None)
        if entailment is None:
            raise self._model.unfit(f"has no class called entailment, only {', '.join(classes)}")
        return [_softmax(row)[entailment] for row in scores]


@lru_cache(maxsize=2)
def judge_by_name(name: str) -> Judge | None:
    """The judge of that name or folder, the same one each time; None for an empty name."""
    return NLIJudge(name) if name else None


def _softmax(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    powers = [math.exp(s - most) for s in scores]
    return [p / sum(powers) for p in powers]
