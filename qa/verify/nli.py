"""A second opinion on whether evidence supports a sentence: a natural-language-inference model, loaded only when one is configured.

Any sentence-transformers CrossEncoder by name or folder: with classes, one of which is called "entailment", or with one score.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from index import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

__all__ = ["Judge", "NLIJudge", "judge_by_name"]


class Judge(Protocol):
    """Whatever can say how likely a premise entails a sentence."""

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Probabilities (0 to 1) for pairs of premise and sentence. Raises ModelUnavailable."""
        ...


class NLIJudge:
    """A CrossEncoder as a judge, loaded when it is first asked. One pair of hands: its tokenizer does not stand several threads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: CrossEncoder | None = None
        self._entailment: int | None = None
        self._lock = threading.Lock()

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Probabilities that each premise entails its sentence. Raises ModelUnavailable."""
        import torch

        with self._lock:
            model = self._model = self._model or self._load()
            # The raw scores: models differ in what they do to them by themselves.
            try:
                scores = model.predict(
                    list(pairs), activation_fn=torch.nn.Identity(), convert_to_numpy=True, show_progress_bar=False
                )
            except RuntimeError as error:
                raise ModelUnavailable(f"the NLI model {self.name!r} failed: {error}") from error
        if self._entailment is None:
            return [1 / (1 + math.exp(-float(score))) for score in scores.reshape(-1)]
        return [_softmax(row)[self._entailment] for row in scores.tolist()]

    def _load(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder  # takes seconds to load

        try:
            model = CrossEncoder(self.name, device="cpu")
        except Exception as error:  # a hub, a folder or a file that is not what it should be: many kinds of error
            raise ModelUnavailable(f"the NLI model {self.name!r} could not be loaded: {error}") from error
        labels = {str(name).casefold(): int(n) for n, name in (getattr(model.config, "id2label", None) or {}).items()}
        if len(labels) > 1:
            self._entailment = next((n for name, n in labels.items() if name.startswith("entail")), None)
            if self._entailment is None:
                raise ModelUnavailable(
                    f"the NLI model {self.name!r} has no class called entailment, only {', '.join(labels)}."
                )
        return model


@lru_cache(maxsize=2)
def judge_by_name(name: str) -> Judge | None:
    """The judge of that name or folder, the same one each time; None for an empty name."""
    return NLIJudge(name) if name else None


def _softmax(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    powers = [math.exp(s - most) for s in scores]
    return [p / sum(powers) for p in powers]
