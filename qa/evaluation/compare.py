"""Two runs over the same questions, compared question by question, so that the order does not matter.

Shares are compared by McNemar's exact test on the questions that changed sides. At the 5 % level six changes, all to the worse,
are the fewest that are significant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qa.evaluation.metrics import mcnemar
from qa.evaluation.scoring import Scored
from qa.evaluation.summary import MEASURES

__all__ = ["GATED", "Comparison", "compare", "comparison_json", "regressions"]

# These must not get significantly worse. Support is among them because a mark that points at another true quote is verbatim too.
GATED = ("right_answers", "right_refusals", "citations_verbatim", "citations_support")
_WORSE_IF_TRUE = ("false_refusal",)
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """One share in both runs. lost, won: ids of the questions that got worse, better. p: two-sided, McNemar's exact test."""

    measure: str
    pairs: int
    before: float
    now: float
    lost: tuple[str, ...]
    won: tuple[str, ...]
    p: float

    @property
    def regressed(self) -> bool:
        """Significantly worse."""
        return len(self.lost) > len(self.won) and self.p < _LEVEL


def compare(baseline: Sequence[Scored], results: Sequence[Scored]) -> list[Comparison]:
    """Every share that both runs have, over the questions to which it applies in both."""
    before = {r.question.id: r.values for r in baseline}
    now = {r.question.id: r.values for r in results}
    return [c for key in MEASURES if (c := _compare(key, before, now))]


def regressions(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The gated ones that got significantly worse."""
    return [c for c in comparisons if c.measure in GATED and c.regressed]


def comparison_json(comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """The comparisons as JSON; `gated` ones decide --gate."""
    return [{**asdict(c), "regressed": c.regressed, "gated": c.measure in GATED} for c in comparisons]


def _compare(
    key: str, before: Mapping[str, Mapping[str, bool | float]], now: Mapping[str, Mapping[str, bool | float]]
) -> Comparison | None:
    ids = sorted(
        i for i in before.keys() & now.keys() if all(isinstance(run[i].get(key), bool) for run in (before, now))
    )
    if not ids:
        return None
    fell = tuple(i for i in ids if before[i][key] and not now[i][key])
    rose = tuple(i for i in ids if now[i][key] and not before[i][key])
    lost, won = (rose, fell) if key in _WORSE_IF_TRUE else (fell, rose)
    return Comparison(
        MEASURES[key],
        len(ids),
        sum(before[i][key] for i in ids) / len(ids),
        sum(now[i][key] for i in ids) / len(ids),
        lost,
        won,
        mcnemar(len(lost), len(won)),
    )
