"""Times of day in a text: "10:45 p.m.", "at 22.45", "noon"; and whether two of them are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["asks_hour", "hours_in", "minutes_apart", "same_hour"]

_ASKED = re.compile(
    r"\b(?:at|by|around|about|from|until) what (?:local )?time\b|\bwhat time (?:of (?:day|night) )?(?:did|was|were|does|do|is)\b",
    re.I,
)
_HALF_DAY = 720  # minutes
_SAME, _ABOUT_SAME = 5, 20  # minutes, of times to the minute and of round ones
_ROUND = 30  # minutes: "around 10:30"
_ZONE = r"(?-i:GMT|UTC|BST|CET|CEST|[ECMP][SD]?T|[A-Z]{1,3}ST)"
# "10:45 p.m.", "6am"; "22:45" and "22.45" behind a word for when; "noon"
_BEHIND = r"(?:(?<=\bat\s)|(?<=\baround\s)|(?<=\babout\s)|(?<=\bby\s)|(?<=\bbefore\s)|(?<=\bafter\s))"
_NO_HOUR = r"(?![.,:%]?\d|\s?%|\s(?:per|million|billion|seconds|minutes))"
_HOUR = re.compile(
    r"\b(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s?[ap]\.?m\b\.?|"
    rf"{_BEHIND}(?P<hours>[01]?\d|2[0-3])[:.](?P<minutes>[0-5]\d)\b{_NO_HOUR}|"
    rf"(?P<named>noon|midday|midnight)\b)(?:\s\(?(?P<zone>{_ZONE})\b)?",
    re.I,
)


def asks_hour(question: str) -> bool:
    """Whether a question asks for a time of day."""
    return bool(_ASKED.search(question))


def hours_in(text: str) -> Iterator[tuple[str, int, str]]:
    """Each time of day as it is written, in minutes since noon or midnight, and its zone, "" where none is told.

    Halves of the day are left to the reader, since what is told of one thing is less than half a day apart.
    """
    for found in _HOUR.finditer(text):
        hour, minute = (found["hour"] or found["hours"] or 0), (found["minute"] or found["minutes"] or 0)
        minutes = 60 * int(hour) + int(minute)
        yield found[0].strip(), minutes % _HALF_DAY, (found["zone"] or "").upper()


def same_hour(one: float, other: float) -> bool:
    """Whether two times are the same, so far as they are meant to the minute."""
    apart = minutes_apart(one, other)
    return apart <= (_SAME if one % _ROUND and other % _ROUND else _ABOUT_SAME)


def minutes_apart(one: float, other: float) -> float:
    """How far two times of day are apart, the shorter way round."""
    apart = abs(one - other) % _HALF_DAY
    return min(apart, _HALF_DAY - apart)
