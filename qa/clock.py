"""When a question is asked, and how long its stages take."""

from __future__ import annotations

import time

from qa.records import Timings

__all__ = ["Clock", "day_of_asking"]


class Clock:
    """Seconds since a question came in, by stage."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self.understood = 0.0
        self.evidence = 0.0
        self.first_word: float | None = None

    def seconds(self) -> float:
        return round(time.monotonic() - self._start, 4)

    def timings(self) -> Timings:
        return Timings(self.understood, self.evidence, self.first_word, self.seconds())


def day_of_asking(given: int | None) -> int:
    """The day of asking that was given, in epoch seconds, or now."""
    return int(time.time()) if given is None else given
