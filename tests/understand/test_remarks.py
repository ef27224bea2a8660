"""What is said to the answer before, around the next question."""

from __future__ import annotations

import pytest

from qa.understand.remarks import without_remarks
from tests.timing import quickest

ASKED = "How many teams won the Dorn prize in 2019?"
TOLD = "15 teams of 40 won, Mora Trust said, and Reed, 19, came first"


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        # Once more what was told
        ("15, and out of how many? must have been tough", "And out of how many?"),
        ("15? And out of how many?", "And out of how many?"),
        ("only 15 - how many tried?", "How many tried?"),
        ("Only 19, poor kid! Who taught him?", "Who taught him?"),
        ("Mora Trust, of course. And who pays?", "And who pays?"),
        ("Reed, well done! How old is he?", "How old is he?"),
        # … in other words and figures
        ("Lindau lol. and why?", "And why?"),
        ("15 schools, nice! Who paid?", "Who paid?"),
        ("15%, not bad for a small town! who came second", "Who came second"),
        ("12 million is a lot - and over how many years?", "And over how many years?"),
        ("Ok 20k. same for Lindau?", "Same for Lindau?"),
        # Nothing that was not spoken of
        ("I would have guessed more. And how many tried?", "And how many tried?"),
        ("That is shockingly little. Who paid?", "Who paid?"),
        ("that took long!! what about Lindau?", "What about Lindau?"),
        # Behind the question
        ("and in Lindau? must be fewer", "and in Lindau?"),
        ("and in Lindau? I was a kid back then.", "and in Lindau?"),
        ("how many tried? 15 seems few", "how many tried?"),
    ],
)
def test_a_remark_on_the_answer_falls_away(said: str, asks: str) -> None:
    assert without_remarks(said, ASKED, TOLD) == asks


@pytest.mark.parametrize(
    "said",
    [
        # What is new may be what the question is about
        "I remember a worse one. When was it?", "My brother won once. How much is it?", "Okafor won in Lindau. Who paid?", "16 won in Mora. Why?",
        "Reed, when did she resign?", "In 2019, who tried?", "After the storm, who paid?", "In all, how many tried?", "Dorn, who is mayor?",
        "I just checked and there's swelling. What could it be?", "You missed the second type. What was that?", "Cool. But I've heard some bad things of such prizes from people who won",
        # … as may be what belongs to it, or sets it right
        "2015, and how many tried?", "no, his father - what's he called?", "the other one - who won it?", "Lindau, and who paid?", "20 in Mora. Who paid?", "How many tried? In Lindau.", "How many tried? the children", "Who paid? I mean the other prize", "Who paid? not the first time", "How many? And why?",
        "Who paid? Okafor?", "Who paid? In 2018, Okafor", "Who paid? Please tell me.",
        # A question alone, or none
        "Who paid?", "Who won, Reed or Okafor?", "How many, 15 or 40?", "15", "15, wow", "Which of the 15, if any, is from Lindau?", "and 2018?", "?",
    ],
)  # fmt: skip
def test_what_is_no_remark_stays(said: str) -> None:
    assert without_remarks(said, ASKED, TOLD) == said


@pytest.mark.parametrize("said", ["15, " * 1000, "a. " * 1300, "who? " * 800, "15? 15, " * 500, "x" * 4000])
def test_what_is_long_is_read_in_no_time(said: str) -> None:
    assert quickest(lambda: without_remarks(said, ASKED, TOLD), 1) < 1
