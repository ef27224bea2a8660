"""How much one caller, and all together, may ask of the server: token buckets and a count of what is under way."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["InFlight", "Limits", "RateLimit"]

_MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operator may set; None is what suits the language model (qa.serve.admission)."""

    per_minute: float = 120  # questions and searches of one key
    at_once: int | None = None  # answers that the model writes at the same time
    waiting: int | None = None  # more of them that wait


class RateLimit:
    """A token bucket for each caller: `per_minute` on the average, half of that at once."""

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._size = max(1.0, per_minute / 2)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens, when they were counted

    def wait(self, caller: str) -> int:
        """0 and one token less when the caller may ask, else the whole seconds until then."""
        now = self._clock()
        tokens, counted = self._buckets.get(caller, (self._size, now))
        tokens = min(self._size, tokens + (now - counted) * self._rate)
        may = tokens >= 1
        if caller not in self._buckets and len(self._buckets) >= _MOST_BUCKETS:
            self._buckets.clear()
        self._buckets[caller] = (tokens - 1 if may else tokens, now)
        return 0 if may else math.ceil((1 - tokens) / self._rate)


class InFlight:
    """How many requests that cost work are under way."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.now = 0

    def enter(self) -> bool:
        """Whether there is room; if so, it must be left again."""
        if self.now >= self.most:
            return False
        self.now += 1
        return True

    def leave(self) -> None:
        """Make room."""
        self.now -= 1
