"""What a question asks, of something else of the same kind: what is owned, who owns it, the second, what has the same noun, whom."""

from __future__ import annotations

import pytest

from qa.understand.swap import swapped
from tests.timing import quickest

TAKEN = "What percentage of older men in Dorn took part"
SMOKED = "How much did smoking among high school kids rise between 2017 and 2018"
OFFER = "What did Mark Reed offer Ahmed Mora"


@pytest.mark.parametrize(
    ("subject", "question", "meant"),
    [
        # What is owned
        ("his postdoc", "Where did Nick Bos get his doctorate", "Where did Nick Bos get his postdoc?"),
        ("his book", "How much did Reed's film make in Dorn", "How much did Reed's book make in Dorn?"),
        ("his father", "Where did his mother live", "Where did his father live?"),
        ("her daughter", "What is Ann Reed's son called", "What is Ann Reed's daughter called?"),
        # Somebody's somebody is nothing that was got, and of whom it is was said
        ("his wife", "Where did Nick Bos get his doctorate", "Where did Nick Bos’s wife get his doctorate?"),
        ("his wife", "How old is Tom Reed, the pilot on trial in Dorn", "How old is Tom Reed’s wife?"),
        ("his wife", "Who killed Reed", "Who killed Reed’s wife?"),
        ("mother", "Who was her father (the Dorn baby)", "Who was her mother (the Dorn baby)?"),
        # Who owns it
        ("the Mora boys' one", "What was the Dorn girls' robot called", "What was the Mora boys' robot called?"),
        ("the Mora boys", "What was the Dorn girls' robot called", "What was the Mora boys’ robot called?"),
        ("the women's", "How much did the men's team win", "How much did the women's team win?"),
        ("women's", "How much did the men's team win", "How much did the women's team win?"),
        ("the girls'", "What's the name of the boys' school", "What's the name of the girls' school?"),
        ("the Mora boys' team", "What was the Dorn girls' robot called", "What was the Mora boys' team called?"),
        # The second
        ("the second", "What is Ann Reed's first book called", "What is Ann Reed's second book called?"),
        ("her second book", "What is Ann Reed's first book called", "What is Ann Reed's second book called?"),
        ("the second film", "What is Ann Reed's first book called", "What is Ann Reed's second film called?"),
        ("the third one", "When did Reed publish his first novel", "When did Reed publish his third novel?"),
        # The same noun
        ("economic aid", "How much humanitarian aid did Dorn give", "How much economic aid did Dorn give?"),
        ("in medical and economic aid", "How much humanitarian aid did Dorn give", "How much medical and economic aid did Dorn give?"),
        ("the silver medal", "Who won the gold medal in Dorn", "Who won the silver medal in Dorn?"),
        ("the fire department", "Who is the head of the health department", "Who is the head of the fire department?"),
        ("the inflation rate", "What was the unemployment rate in May", "What was the inflation rate in May?"),
        ("for the lung study", "How much will Dorn give to the heart study", "How much will Dorn give to the lung study?"),
        ("middle school", SMOKED, "How much did smoking among middle school kids rise between 2017 and 2018?"),
        ("among middle school kids", SMOKED, "How much did smoking among middle school kids rise between 2017 and 2018?"),
        # People, and what is counted
        ("women", TAKEN, "What percentage of older women in Dorn took part?"),
        ("for women", TAKEN, "What percentage of older women in Dorn took part?"),
        ("protected lines", "How many users did Dorn have", "How many protected lines did Dorn have?"),
        ("goals", "How many games did the Rovers win", "How many goals did the Rovers win?"),
        # What happened, of which a question was asked
        ("the flood in 2006", "How many got hurt (people died in the Dorn tram crash)", "How many got hurt (people died in the flood in 2006)?"),
        ("the Enterprise", "Where is the space shuttle Discovery displayed", "Where is the space shuttle Enterprise displayed?"),
        # Whom or where it is asked of
        ("for Peru", "What was the toll in Chile", "What was the toll in Peru?"),
        ("at Mina", "How many died in Mecca in 2015", "How many died at Mina in 2015?"),
        # Two sides are one thing
        ("in the Belgium game", "Who scored in Sweden vs Korea 2018", "Who scored in the Belgium game?"),
        ("vs Panama", "How did Sweden do against Korea in 2018", "How did Sweden do vs Panama in 2018?"),
        ("Belgium vs Panama", "Who won Sweden vs Korea", "Who won Belgium vs Panama?"),
        ("between 2018 and 2019", SMOKED, "How much did smoking among high school kids rise between 2018 and 2019?"),
        ("Kim after the fire", "Why did Reed resign after Storm Ada", "Why did Kim resign after the fire?"),
        # Who gives, of a question of what was given
        ("Okafor", OFFER, "What did Okafor offer Ahmed Mora?"),
        ("Mora", "How much did Anthem pay Fresenius", "How much did Mora pay Fresenius?"),
        # Whose story it is was known
        ("of the Mora navy", "Who leads the Dorn army, who speaks of the Dorn army in the asylum story", "Who leads the Dorn army, who speaks of the Mora navy?"),
    ],
)  # fmt: skip
def test_like_is_exchanged_for_like(subject: str, question: str, meant: str) -> None:
    assert swapped(subject, question)[0] == meant


@pytest.mark.parametrize(
    ("subject", "question", "meant"),
    [
        ("Okafor", "What did Reed call Kim", "What did Reed call Okafor?"),
        ("Okafor", "When did Reed sue Kim", "When did Reed sue Okafor?"),
        ("for Mora", "How much did Reed pay in Dorn", "How much did Reed pay in Dorn for Mora?"),
        ("for the bridge", "How much did Dorn pay Reed", "How much did Dorn pay Reed for the bridge?"),
        ("in Berlin", "What did Reed say at the meeting", "What did Reed say at the meeting in Berlin?"),
        ("silver", "Who won gold in Dorn", "Who won gold in Dorn silver?"),
        ("in the crane story", "Who is mayor in the flood story", "Who is mayor in the crane story?"),
        ("Yellen", "What did Powell say in the Fed report", "What did Yellen say in the Fed report?"),
        ("the storm", "What did Reed's mayor say about the flood", "What did Reed's mayor say about the storm?"),
    ],
)  # fmt: skip
def test_what_is_unlike_stays(subject: str, question: str, meant: str) -> None:
    assert swapped(subject, question)[0] == meant


@pytest.mark.parametrize(
    "long", ["the " * 900, "his a " * 600, "a's " * 900, "how many a " * 400, "A vs " * 800, "between 2017 and " * 250]
)
def test_what_is_long_is_exchanged_in_no_time(long: str) -> None:
    subjects = ("the girls' one", "his wife", "the second", "economic aid", "women", "vs Panama", "Kim after the fire")

    def exchanged() -> None:
        for subject in subjects:
            swapped(subject, long)
            swapped(long, f"How much did {subject} win")

    assert quickest(exchanged, 1) < 1
