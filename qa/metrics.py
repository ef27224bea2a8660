"""Measures of answers: small pure functions over plain values."""

from __future__ import annotations

import math
from collections.abc import Sequence

from index import words

__all__ = ["contains", "percentile", "share", "wilson"]


def contains(answer: str, accepted: Sequence[str], all_of: Sequence[Sequence[str]] = ()) -> bool:
    """Whether an accepted answer stands in the answer as whole words, case and punctuation aside.

    all_of: groups of which each must be met by one of its strings (for questions with several parts).
    """
    text = _plain(answer)

    def there(group: Sequence[str]) -> bool:
        return any(_plain(a) in text for a in group if words(a))

    return all(there(group) for group in all_of) if all_of else there(accepted)


def share(results: Sequence[bool]) -> float | None:
    """Share of True, or None for no results."""
    return sum(results) / len(results) if results else None


def wilson(results: Sequence[bool], z: float = 1.96) -> tuple[float, float] | None:
    """95 % confidence interval of a share (Wilson 1927)."""
    n = len(results)
    if not n:
        return None
    p = sum(results) / n
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def percentile(values: Sequence[float], p: float) -> float | None:
    """The p-th percentile (0 to 100) by nearest rank, or None for no values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(p / 100 * len(ordered)) - 1)]


def _plain(text: str) -> str:
    return f" {' '.join(words(text))} "
