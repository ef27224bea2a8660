"""Scored questions → measures with 95 % intervals: over all, by kind and by split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.evaluation.metrics import bootstrap, percentile, wilson
from qa.evaluation.scoring import Scored

__all__ = ["MEASURES", "summary"]

# Name in a question's values → name over many questions, in the order in which they are shown.
MEASURES = {
    "right_answer": "right_answers",
    "exact": "exact",
    "f1": "f1",
    "choice": "right_choices",
    "right_refusal": "right_refusals",
    "refusal_due": "refusal_precision",
    "false_refusal": "false_refusals",
    "difference_told": "differences_told",
    "difference_made_up": "differences_made_up",
    "citations_verbatim": "citations_verbatim",
    "citations_support": "citations_support",
    "citation_precision": "citation_precision",
    "citation_recall": "citation_recall",
    "hit@1": "hits@1",
    "hit@4": "hits@4",
    "hit@10": "hits@10",
    "reciprocal_rank": "mrr@10",
    "ndcg@10": "ndcg@10",
    "quote_hit@4": "quote_hits@4",
    "quote_hit@10": "quote_hits@10",
    "quote_reciprocal_rank": "quote_mrr@10",
    "evidence_hit": "evidence_hits",
    "seconds": "seconds",
    "first_word": "first_word",
}


def summary(results: Sequence[Scored], seed: int = 0) -> dict[str, Any]:
    """All measures as {value, low, high, n}; of seconds also p50 and p95. Shares have Wilson's interval, means a bootstrap one."""
    kinds = sorted({r.question.kind for r in results})
    splits = sorted({r.question.split for r in results if r.question.split})
    return {
        "questions": len(results),
        "gold_not_in_corpus": sum(r.gold_unknown for r in results),
        "quotes_not_in_corpus": sum(r.quotes_unsaid for r in results),
        "without_model": sum(r.without_model for r in results),
        "all": _measures(results, seed),
        "by_kind": {kind: _measures([r for r in results if r.question.kind == kind], seed) for kind in kinds},
        "by_split": {split: _measures([r for r in results if r.question.split == split], seed) for split in splits},
    }


def _measures(results: Sequence[Scored], seed: int) -> dict[str, Any]:
    measured: dict[str, Any] = {"questions": len(results)}
    for key, name in MEASURES.items():
        values = [r.values[key] for r in results if key in r.values]
        if not values:
            continue
        shares = [v for v in values if isinstance(v, bool)]
        interval = wilson(shares) if len(shares) == len(values) else bootstrap(values, seed)
        assert interval is not None
        # Sorted, since floating-point sums depend on the order.
        measured[name] = {
            "value": sum(sorted(values)) / len(values),
            "low": interval[0],
            "high": interval[1],
            "n": len(values),
        }
        if key in ("seconds", "first_word"):
            measured[name] |= {"p50": percentile(values, 50), "p95": percentile(values, 95)}
    return measured
