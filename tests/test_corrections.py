"""Somebody who sets right what they asked, or goes back to what they asked before that."""

from __future__ import annotations

import pytest

from qa.records import Answer, Filters, Query, Turn
from qa.understand.corrections import correction
from qa.understand.standalone import understand

PAID = "How much did Dorn Trust pay?"
EMERGENCY = "When did Lena Fisk declare an emergency in Mora?"
DIED = "How many people died in the flood in Mora in 2015?"


def _talk(*questions: str) -> list[Turn]:
    turns: list[Turn] = []
    for question in questions:
        turns.append(Turn(question, understand(question, turns, Filters()), (), Answer(None, "It says so.")))
    return turns


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        (PAID, "I meant Lindau Savings, not Dorn Trust", "How much did Lindau Savings pay?"),
        (PAID, "Not Dorn Trust but Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "no, not Dorn, Lindau Savings!", "How much did Lindau Savings pay?"),
        (PAID, "Lindau Savings, not Dorn Trust", "How much did Lindau Savings pay?"),
        (PAID, "Lindau Savings instead of Dorn Trust", "How much did Lindau Savings pay?"),
        (PAID, "what about Lindau Savings instead?", "How much did Lindau Savings pay?"),
        (PAID, "oops, Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "Sorry, Lindau Savings.", "How much did Lindau Savings pay?"),
        (PAID, "No, Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "no what about Lindau Savings?", "How much did Lindau Savings pay?"),
        (PAID, "same question for Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "and the same for Lindau Savings?", "How much did Lindau Savings pay?"),
        ("Can somebody have both at the same time?", "no, I meant flu and measles", "Can somebody have flu and measles at the same time?"),
        (EMERGENCY, "not mora, Tarn", "When did Lena Fisk declare an emergency in Tarn?"),
        (EMERGENCY, "not in Mora, in Tarn", "When did Lena Fisk declare an emergency in Tarn?"),
        (EMERGENCY, "not fisk but Reed", "When did Reed declare an emergency in Mora?"),
        (EMERGENCY, "no, in Tarn", "When did Lena Fisk declare an emergency in Tarn?"),
        (DIED, "no, in 2007", "How many people died in the flood in Mora in 2007?"),
        (DIED, "2007, not 2015", "How many people died in the flood in Mora in 2007?"),
        (DIED, "not the flood, the fire", "How many people died in the fire in Mora in 2015?"),
        ("What is the latest on Mora?", "no, Tarn", "What is the latest on Tarn?"),
        # a whole question is taken alone
        (PAID, "sorry I meant how much did Lindau Savings pay", "How much did Lindau Savings pay?"),
        (PAID, "wait, how much did Lindau Savings pay?", "How much did Lindau Savings pay?"),
        (PAID, "actually, who paid it?", "Who paid Dorn Trust?"),
        (PAID, "no, when?", "When did Dorn Trust pay?"),
    ],
)  # fmt: skip
def test_what_was_meant_takes_the_place_of_what_was_asked(before: str, said: str, meant: str) -> None:
    assert _talk(before, said)[-1].understood_as.question == meant


@pytest.mark.parametrize(
    "said",
    [
        "No, I don't think so",
        "sorry for the delay",
        "no, that's wrong",
        "no, the mayor told us",
        "I mean, that is a lot",
        "no survivors?",
        "No Time to Die",
        "and Lindau Savings?",
        "ok, Lindau Savings",
        "Who was elected instead?",
        "What did Trump say, not Obama?",
        "Which company makes vaccines rather than drugs?",
        "list the airports, not the ports",
        "",
    ],
)
def test_what_sets_nothing_right_is_read_as_before(said: str) -> None:
    assert correction(said, PAID) is None


def test_what_may_be_a_topic_of_its_own_is_a_guess() -> None:
    sure = {said: found.sure for said in ("No, Dorn", "oops, Dorn", "I mean Dorn") if (found := correction(said, PAID))}
    assert sure == {"No, Dorn": False, "oops, Dorn": True, "I mean Dorn": True}


def test_without_a_question_before_only_a_whole_one_is_meant() -> None:
    assert understand("wait, who runs Dorn?", (), Filters()).question == "Who runs Dorn?"
    assert understand("No, Dorn", (), Filters()) == Query("No, Dorn")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("back to the airport: who attacked it?", "Who attacked Kuweires airport?"),
        ("ok, going back to the airport, who attacked it?", "Who attacked Kuweires airport?"),
        ("let's go back to Kuweires airport - how many were hurt?", "How many were hurt (attacked Kuweires airport)?"),
        ("As for the airport, who runs it?", "Who runs Kuweires airport?"),
        ("back to the bridge: who built it?", "Who built the bridge?"),  # of which nobody spoke
        ("When did he go back to Lindau?", "When did Dorn go back to Lindau?"),
    ],
)
def test_who_goes_back_to_something_asks_of_that(said: str, meant: str) -> None:
    assert _talk("Who attacked Kuweires airport?", "How much did Dorn pay?", said)[-1].understood_as.question == meant
