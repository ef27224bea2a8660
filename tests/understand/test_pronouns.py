"""What a pronoun of a follow-up means: somebody or something of the turn before, or what a long question itself speaks of."""

from __future__ import annotations

import pytest

from qa.understand.before import Before
from qa.understand.pronouns import points_back, resolved

FIGHT = Before("Which Englishman did Aussie cruiserweight Jai Opetaia knock out in Riyadh?", None, ("a",))
GOALS = Before("How many goals did Juve score for Norway?", "33", ("a",))
BORN = Before(
    "In which hospital was Diane Bazella born, the woman who was swapped as a baby?", "Booth Memorial", ("a",)
)
COACH = Before("Who coaches the Minnesota Wild?", "John Hyne", ("a",))
SINGER = Before("Why did R. Kelly not turn up at his hearing in Chicago?", "a toenail", ("a",))
REBELS = Before("Who attacked Al-Nayrab airport?", "The rebels", ("a",))
MOTHER = Before("when will the youtube mom who handed out tips be sentenced?", None, ("a",))


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("How much did he get?", FIGHT, "How much did Jai Opetaia get?"),  # and not the Aussie
        ("How old was her mother?", BORN, "How old was Diane Bazella’s mother?"),  # who was asked where, not who
        ("When did they play?", COACH, "When did Minnesota Wild play?"),  # one man is no "they"
        ("Who asked her to come?", BORN, "Who asked Diane Bazella to come?"),
        ("Who bought his stake?", FIGHT, "Who bought Jai Opetaia’s stake?"),
        ("When did they attack?", REBELS, "When did The rebels attack?"),
        ("When was he due in court next?", SINGER, "When was R. Kelly due in court next?"),
        ("Who was arrested with her?", MOTHER, "Who was arrested with the youtube mom?"),
    ],
)
def test_a_pronoun_means_what_was_spoken_of(text: str, before: Before, meant: str) -> None:
    assert resolved(text, before) == meant and points_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "How many box jellyfish did the scientists put in the tank to see if they learn without a brain?",
        "which youtube mother who gave parenting tips admitted to abusing her kids?",
        "how much did the new concert movie make in cinemas on its first weekend?",
    ],
)
def test_a_long_question_says_itself_what_its_pronoun_means(text: str) -> None:
    assert resolved(text, GOALS) == text and not points_back(text)


@pytest.mark.parametrize(
    "text", ["What did the police say after they left?", "Did the workers get their money?", "how many of the trapped workers did they save?"]
)  # fmt: skip
def test_a_short_one_or_its_main_pronoun_may_point_back(text: str) -> None:
    assert points_back(text)
