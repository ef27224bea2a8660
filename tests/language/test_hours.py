"""Times of day: how they are written, what asks for one, which two are the same."""

from __future__ import annotations

import pytest

from qa.language.hours import asks_hour, hours_in, minutes_apart, same_hour


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The truck came at around 10:45 p.m. on Thursday.", [("10:45 p.m.", 645, "")]),
        ("It struck at 10.30pm last night.", [("10.30pm", 630, "")]),
        ("just before 6 a.m. local time", [("6 a.m.", 360, "")]),
        ("It landed at 5:58am (2058 GMT).", [("5:58am", 358, "")]),
        ("at 05.20 GMT", [("05.20 GMT", 320, "GMT")]),
        ("It left the rails at 22:15.", [("22:15", 615, "")]),
        ("from 9 a.m. EST until noon", [("9 a.m. EST", 540, "EST"), ("noon", 0, "")]),
        # No times of day
        ("Dorn won 2:1, at 10.5 million a ticket.", []),
        ("He ran it in 9:46, and it fell to 12.15 percent.", []),
        ("at 10.45 percent", []),
        ("I am 12.", []),
    ],
)
def test_times_of_day_are_found(text: str, found: list[tuple[str, int, str]]) -> None:
    assert list(hours_in(text)) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (645, 645, True),
        (645, 643, True),  # to the minute, about the same
        (645, 637, False),
        (360, 358, True),  # six, and two minutes to six
        (630, 645, True),  # "around half past ten"
        (630, 661, False),
        (0, 710, True),  # round midnight, ten minutes before it
    ],
)
def test_round_times_are_meant_roughly(one: int, other: int, same: bool) -> None:
    assert same_hour(one, other) == same_hour(other, one) == same


def test_the_shorter_way_round_the_clock() -> None:
    assert minutes_apart(10, 710) == 20


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("At what time did the tram leave the rails?", True),
        ("What time was it when the bomb went off?", True),
        ("What time of night did it go off?", True),
        ("At what local time was the missile fired?", True),
        ("What time of year did it bloom?", False),
        ("How much time did it take?", False),
        ("When did it happen?", False),
    ],
)
def test_what_asks_for_a_time_of_day(question: str, asks: bool) -> None:
    assert asks_hour(question) == asks
