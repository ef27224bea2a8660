"""How sure a local model has to be of its short answers: when it is asked again, when it looks further, and which one is told.

Doubt is the probability (0 to 1) with which a model that can tell would have said "unknown"; trust (qa.write.check) is how likely an answer is
right that it was asked about again. Chosen on 134 development questions over the seeds, and 115 of RealTimeQA 2023 and MultiHop-RAG's first half
over both corpora; HEARD again on 225 of one part that can be answered and 148 that cannot (docs/what-did-not-help.md, "Trust, doubt and
refusal"); for "why?" on 64 over the seeds, press releases and MultiHop-RAG, 46 of them answerable; ASTRAY and MISGIVING on 110 over
MultiHop-RAG and the seeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.verify import say_the_same
from qa.write.check import log_odds, trust
from qa.write.draft import Draft

__all__ = ["HEARD", "HEARD_PART", "OTHERWISE", "Bounds", "doubtful", "most_trusted"]

SPOKEN_OF = 0.9  # confidence from which the evidence speaks of all that is asked: more doubt and less trust will do
UNSURE, UNSURE_SPOKEN_OF = 0.15, 0.3
UNKNOWN, UNKNOWN_WHY = 0.55, 0.8
ENOUGH, ENOUGH_WHY = 0.92, 0.98
HEARD, HEARD_SPOKEN_OF, HEARD_PART = 0.85, 0.62, 0.82
MISGIVING = 0.1
ASTRAY = 1.0
# Log-odds with which the model says that what an answer cites tells of something else than is asked (qa.write.supposed): from where it rather
# says so nothing is told, and from where it might, the source is but quoted, with a warning. A lower bound would refuse more near misses;
# but most of what readers ask is none, and of that it would refuse more right answers than wrong ones.
OTHERWISE, _MAYBE_OTHERWISE = 0.0, -0.5


@dataclass(frozen=True, slots=True)
class Bounds:
    """unsure: doubt from which an answer is asked about again. unknown: doubt from which the model's word is taken that it does not know.
    enough: trust by which it looks no further. heard: trust from which the best answer is told; agreed: the same, where another look
    has it, too. astray: log-odds of trust that a mark takes away which points at other evidence than that which holds the answer.
    common: the share of the shorter answer's words that two have in common which say the same.
    """

    unsure: float
    unknown: float
    enough: float
    heard: float
    agreed: float
    astray: float
    common: float

    @classmethod
    def of(cls, confidence: float, heard: float, why: bool = False, certain: bool = False) -> Bounds:
        """Those of a question. heard: the trust for one whose evidence does not speak of all that is asked.

        why: asked why, a model goes on from "because" (qa.write.answer) and is led further by what stands nearest: it is asked again however
        little its doubt. certain: so it is, and only what it is certain of is told.
        """
        if why:
            return cls(0.0, UNKNOWN_WHY, ENOUGH_WHY, ENOUGH_WHY, HEARD, 0.0, 0.5)
        unsure, heard = (UNSURE_SPOKEN_OF, HEARD_SPOKEN_OF) if confidence >= SPOKEN_OF else (UNSURE, heard)
        if certain:
            unsure, heard = 0.0, ENOUGH
        return cls(unsure, UNKNOWN, ENOUGH, heard, heard, ASTRAY, 1.0)

    def minds(self, draft: Draft) -> bool:
        """Whether the mark of a local model's short answer is astray, where that tells: it had one sentence in view and wrote from another."""
        return bool(self.astray) and draft.doubt is not None and draft.astray

    def suffices(self, draft: Draft, in_doubt: bool) -> bool:
        """Whether an answer that was asked about again is the answer, whatever another look may bring.

        in_doubt: whether it was asked about for more than its mark.
        """
        if in_doubt:
            return trust(draft) >= self.enough and not self.minds(draft)
        return draft.misgiving is not None and draft.misgiving < MISGIVING


def doubtful(draft: Draft) -> bool:
    """Whether what a draft cites may tell of something else than is asked: its sentence is quoted then, and no short answer told."""
    return draft.otherwise is not None and draft.otherwise >= _MAYBE_OTHERWISE


def most_trusted(tried: Sequence[Draft], bounds: Bounds) -> Draft | None:
    """Which answer of several looks is told, if any: the one that is trusted most, by all looks that say so together."""

    def same(draft: Draft) -> list[Draft]:
        known = (other for other in tried if other is not draft and not other.unknown)
        return [other for other in known if say_the_same(draft.short, other.short, draft.question, bounds.common)]

    def worth(draft: Draft) -> float:
        return log_odds(trust(draft)) - bounds.astray * draft.astray

    sure = [
        draft
        for draft in tried
        if not draft.unknown and trust(draft) >= (bounds.agreed if same(draft) else bounds.heard)
    ]
    together = [
        (worth(draft) + sum(max(worth(other), 0.0) for other in same(draft) if other in sure), worth(draft), n)
        for n, draft in enumerate(sure)
    ]
    return sure[max(together)[-1]] if sure else None
