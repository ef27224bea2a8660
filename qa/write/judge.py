"""A second opinion on each sentence that a model has written: the model that is configured, asked whether its sources say so.

Rules see the numbers, names and denials of a sentence, but not whether other words mean the same. A model that sees the sentence and its
sources alone tells faithful sentences from others better than both do by themselves (docs/scores.md and
docs/what-did-not-help.md, "Verification").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from index import ModelUnavailable
from qa.model.llm import LanguageModel, OpenAICompatible
from qa.model.prompts import fill
from qa.verify import Judge, judge_by_name
from qa.write.check import log_odds

__all__ = ["ModelJudge", "judge_of"]

_NONE, _MODEL = "none", "llm"  # in the place of a CrossEncoder's name: rules alone; the model that writes
# How likely a sentence is entailed, by the log-odds of "yes": chosen on 150 development sentences and a wrong version of each, with the
# local model, which says yes too easily.
_MIDDLE, _STEEP = 1.5, 2.0
_SURE = 0.95  # of a model that gives its word and no probability
_AT_ONCE = 4  # sentences that it is asked about side by side
_PATIENCE = 15  # seconds for each: the answer is there, and rules have read it


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """A language model as a judge."""

    llm: OpenAICompatible

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float | None]:
        """Probabilities (0 to 1) that each premise says all that its sentence does; None where the model does not tell."""
        with ThreadPoolExecutor(_AT_ONCE) as asking:
            return list(asking.map(lambda pair: self._entails(*pair), pairs))

    def _entails(self, premise: str, sentence: str) -> float | None:
        try:
            likely = self.llm.first_tokens(fill("says", text=premise, sentence=sentence), _PATIENCE)
        except ModelUnavailable:  # it has written the answer: that it cannot do this is no reason to lose it
            return None
        yes, no = (sum(p for token, p in likely.items() if token.casefold() == word) for word in ("yes", "no"))
        if not yes + no:
            return None
        certain = min(max(yes / (yes + no), 1 - _SURE), _SURE) if len(likely) == 1 else yes / (yes + no)
        return 1 / (1 + math.exp(-_STEEP * (log_odds(certain) - _MIDDLE)))


def judge_of(name: str, llm: LanguageModel | None) -> Judge | None:
    """The judge of that name: "llm" is the model that writes, "none" nobody, any other a CrossEncoder by name or folder.

    For an empty name it is an endpoint's model; rules alone judge the local one, which quotes more than it words anew, and takes seconds.
    """
    if name.casefold() == _NONE:
        return None
    if name and name.casefold() != _MODEL:
        return judge_by_name(name)
    return ModelJudge(llm) if isinstance(llm, OpenAICompatible) and (name or not llm.local) else None
