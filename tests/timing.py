"""Time on the wall, of which a machine that stalls for a moment takes some too."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["quickest"]


def quickest(work: Callable[[], object], enough: float, before: Callable[[], object] = lambda: None) -> float:
    """Seconds that the quickest of up to three runs took; there are no more after one that took no longer than `enough`.

    before: makes ready for each run, and is not timed.
    """
    seconds: list[float] = []
    while len(seconds) < 3 and min(seconds, default=enough + 1) > enough:
        before()
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)
