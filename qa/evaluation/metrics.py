"""Measures of answers and of rankings, and how sure they are: small pure functions over plain values."""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index import words

__all__ = [
    "bootstrap",
    "contains",
    "exact",
    "f1",
    "hit_at",
    "mcnemar",
    "ndcg",
    "nearest",
    "normalised",
    "percentile",
    "reciprocal_rank",
    "share",
    "wilson",
]

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_MINUS = re.compile(r"(?<![\w.,)\]])(?<!\d )(?:[-−]|\bminus\s+)([$€£¥]?)(?=\d)", re.IGNORECASE)  # none of "9-5", "3 -1"
_RESAMPLES = 2000

# -- answers -----------------------------------------------------------------------------------------------------------


def contains(answer: str, accepted: Sequence[str], all_of: Sequence[Sequence[str]] = ()) -> bool:
    """Whether an accepted answer stands in the answer as whole words, case and punctuation aside, and numbers whole ("12" does
    not stand in "12,500", nor "5 million" in "3.5 million", nor "15" in "-15"; "1,709" is 1709).

    all_of: groups of which each must be met by one of its strings (for questions with several parts).
    """
    text = _plain(answer)

    def there(group: Sequence[str]) -> bool:
        return any(_plain(a) in text for a in group if words(a))

    return all(there(group) for group in all_of) if all_of else there(accepted)


def normalised(text: str) -> str:
    """SQuAD's normalisation: lower case, no punctuation (typographic included), no a, an, the, single spaces. Unlike there a
    point between digits stays, without which 1.5 million were 15 million."""
    lower = text.lower()
    kept = {point.start() for point in _DECIMAL.finditer(lower)}
    bare = "".join(
        c
        for at, c in enumerate(lower)
        if at in kept or (c not in string.punctuation and not unicodedata.category(c).startswith("P"))
    )
    return " ".join(_ARTICLES.sub(" ", bare).split())


def exact(answer: str, accepted: Sequence[str]) -> bool:
    """Whether the answer equals an accepted one after normalisation (SQuAD's EM)."""
    return any(normalised(answer) == normalised(a) for a in accepted)


def f1(answer: str, accepted: Sequence[str]) -> float:
    """Token F1 after normalisation (0 to 1), the best over the accepted answers (SQuAD's F1)."""
    return max((_f1(normalised(answer).split(), normalised(a).split()) for a in accepted), default=0.0)


def nearest(answer: str, choices: Sequence[str]) -> tuple[float, str | None]:
    """The choice that has the best F1 with an answer, after that F1; (0.0, None) of none. Of two that are one when normalised
    ("5" and "-5"), the one with the answer's very words and numbers."""
    worth = ((f1(answer, (choice,)), choice) for choice in choices)
    return max(worth, key=lambda pair: (pair[0], _plain(pair[1]) == _plain(answer)), default=(0.0, None))


def _f1(given: list[str], wanted: list[str]) -> float:
    if not given or not wanted:
        return float(given == wanted)
    common = sum((Counter(given) & Counter(wanted)).values())
    return 2 * common / (len(given) + len(wanted))


# -- rankings ----------------------------------------------------------------------------------------------------------


def hit_at(ranking: Sequence[bool], k: int) -> bool:
    """Whether one of the first k is relevant."""
    return any(ranking[:k])


def reciprocal_rank(ranking: Sequence[bool]) -> float:
    """1 / rank of the first relevant one, 0 for none; its mean is the MRR."""
    return next((1 / rank for rank, relevant in enumerate(ranking, 1) if relevant), 0.0)


def ndcg(ranking: Sequence[bool], relevant: int, k: int) -> float:
    """Normalised discounted cumulative gain at k with binary gains. relevant: how many there are in all, found or not."""
    gain = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(ranking[:k], 1) if hit)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(relevant, k) + 1))
    return gain / ideal if ideal else 0.0


# -- how sure ----------------------------------------------------------------------------------------------------------


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
    # None and all of them have 0 and 1 as a bound, but for rounding.
    return max(0.0, (centre - half) / (1 + z * z / n)), min(1.0, (centre + half) / (1 + z * z / n))


def bootstrap(values: Sequence[float], seed: int = 0) -> tuple[float, float] | None:
    """95 % percentile-bootstrap interval of a mean; the same for the same values and seed, whatever their order."""
    if not values:
        return None
    ordered = np.sort(np.asarray(values, dtype=float))
    draw = np.random.default_rng(seed)
    means = [ordered[draw.integers(0, len(ordered), len(ordered))].mean() for _ in range(_RESAMPLES)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def mcnemar(lost: int, won: int) -> float:
    """Two-sided p-value of McNemar's exact test. lost, won: pairs right only before, only now."""
    n = lost + won
    tail = sum(math.comb(n, i) for i in range(min(lost, won) + 1))
    return min(1.0, 2 * tail / 2**n)  # integers divide exactly, however many


def percentile(values: Sequence[float], p: float) -> float | None:
    """The p-th percentile (0 to 100) by nearest rank, or None for no values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(p / 100 * len(ordered)) - 1)]


def _plain(text: str) -> str:
    """The words with one space before, between and after them; a number is one word, without commas and with its sign."""
    numbers = _MINUS.sub(r"\1minus", _THOUSANDS.sub("", text))
    return f" {' '.join(words(_DECIMAL.sub('point', numbers)))} "
