"""Somebody who sets right what they asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Corpus
from qa.records import Answer, Filters, Query, Turn
from qa.understand.corrections import correction
from qa.understand.standalone import understand

PAID = "How much did Dorn Trust pay?"
MEDAL = "Who won the silver medal in the marathon in Mora?"
VICTIM = "Who was the youngest victim of the fire in Mora?"
EMERGENCY = "When did Lena Fisk declare an emergency in Mora?"
DIED = "How many people died in the flood in Mora in 2015?"


def _talk(*questions: str, short: str | None = None, corpus: Corpus | None = None) -> list[Turn]:
    turns: list[Turn] = []
    for question in questions:
        alike = {"likeness": corpus.likeness} if corpus else {}
        turns.append(Turn(question, understand(question, turns, Filters(), **alike), (), Answer(short, "It says so.")))
    return turns


@pytest.fixture(scope="module")
def embedding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """An empty corpus with the vectors of words."""
    data: Path = tmp_path_factory.mktemp("words")
    with Corpus.open(data, "static") as corpus:
        yield corpus


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
    ("before", "said", "meant"),
    [
        # what says that something was wrong, before or behind
        (PAID, "typo!! Lindau Savings I meant, that is a bank", "How much did Lindau Savings pay?"),
        (PAID, "I confused the two, Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "please change Dorn Trust to Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "Lindau Savings, sorry", "How much did Lindau Savings pay?"),
        (PAID, "My apologies, it's Lindau Savings I want to know about.", "How much did Lindau Savings pay?"),
        (PAID, "you misunderstood me, I meant Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "that's not what I wanted. How about Lindau Savings?", "How much did Lindau Savings pay?"),
        ("How much does it cost to fix it?", "How about replacing it instead?", "How much does replacing it cost to fix it?"),
        (PAID, "pls correct that to Lindau Savings", "How much did Lindau Savings pay?"),
        (PAID, "*Lindau Savings", "How much did Lindau Savings pay?"),
        (EMERGENCY, "by Mora I meant Tarn", "When did Lena Fisk declare an emergency in Tarn?"),
        (EMERGENCY, "I wrote Mora, but I was thinking of Tarn.", "When did Lena Fisk declare an emergency in Tarn?"),
        (EMERGENCY, "argh I typed Mora, should be Tarn", "When did Lena Fisk declare an emergency in Tarn?"),
        (DIED, "I got the year wrong, it should be 2016", "How many people died in the flood in Mora in 2016?"),
        (DIED, "Let me correct myself, I live here, so it should be Tarn and not Mora.", "How many people died in the flood in Tarn in 2015?"),
        (DIED, "sorry, my mistake, I mixed them up: the fire", "How many people died in the fire in Mora in 2015?"),
        # of what kind that was
        ("Where is the ship Aurora kept?", "wrong ship, borealis I mean", "Where is the ship Borealis kept?"),
        ("Where was the Irma storm strongest?", "that was the wrong storm, the Maria storm please", "Where was the Maria storm strongest?"),
        # the same noun
        ("When did phase 2 of the trial begin?", "correction: phase 3", "When did phase 3 of the trial begin?"),
        ("How many got Lena Fisk Part A money?", "part B i meant", "How many got Lena Fisk Part B money?"),
        ("What was Lena Fisk's second book?", "I said second, but I was thinking of her first book.", "What was Lena Fisk's first book?"),
        ("How much was the red car?", "make it the blue car", "How much was the blue car?"),
        ("How many died in the Mora flood?", "Correction: in the Tarn flood.", "How many died in the Tarn flood?"),
        # the two sides of one thing
        ("Who scored for Dorn against Mora?", "sorry not Dorn, the Tarn - Lindau match I meant", "Who scored for Tarn against Lindau?"),
        # another question, and one that is asked of what was set right
        (PAID, "let me rephrase, who runs Lindau Savings", "Who runs Lindau Savings?"),
        (PAID, "hm no that's not what I'm after. What does Lindau Savings own?", "What does Lindau Savings own?"),
        (EMERGENCY, "I asked the wrong question. How old is she?", "How old is Lena Fisk?"),
        (MEDAL, "should've asked who came second", "Who came second (won the silver medal in the marathon in Mora)?"),
        (PAID, "not the sum, I wanted to know what Lindau Savings paid", "not the sum, I wanted to know what Lindau Savings paid"),
        ("How long is the bridge in Dorn?", "scrap that, it's in Lindau of course. Who built it?", "Who built it (the bridge in Lindau)?"),
    ],
)  # fmt: skip
def test_what_was_wrong_is_set_right(before: str, said: str, meant: str) -> None:
    assert _talk(before, said)[-1].understood_as.question == meant


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        (MEDAL, "make that bronze, sorry", "Who won the bronze medal in the marathon in Mora?"),
        (MEDAL, "hm no, I should have asked who won gold", "Who won the gold medal in the marathon in Mora?"),
        (VICTIM, "I misspoke. The oldest.", "Who was the oldest victim of the fire in Mora?"),
        (VICTIM, "forget that, I meant the oldest one", "Who was the oldest victim of the fire in Mora?"),
        (
            "How many cats live on the island?",
            "oh wait, wrong animal: dogs",
            "How many dogs live on the island?",
        ),
        (
            "How much exercise do adults need?",
            "wait no, I was asking about youths, 6 to 17",
            "How much exercise do youths, 6 to 17 need?",
        ),
        ("How old is the mayor's wife?", "no no, the husband", "How old is the mayor's husband?"),
        ("When did the drill start in Mora?", "i mean end. when did it end", "When did the drill end in Mora?"),
        (
            "Where in Texas is Touchstone Imaging based?",
            "Scrap that, they are from Tennessee. Which town there?",
            "Which town there (in Tennessee is Touchstone Imaging based)?",
        ),
        (MEDAL, "nope, bronze", "Who won the bronze medal in the marathon in Mora?"),
        ("Who lost the election in Peru?", "sorry, won", "Who won the election in Peru?"),
        (DIED.replace("died", "were killed"), "injured i meant", DIED.replace("died", "were injured")),
        ("How old is the mayor of Dorn?", "the deputy mayor, I should say", "How old is the deputy mayor of Dorn?"),
        ("How much did California get?", "i meant Colorado, duh", "How much did Colorado get?"),
        # nothing there is like it
        (PAID, "I mean the navy", "How much did the navy pay?"),
    ],
)
def test_what_was_meant_takes_the_place_of_what_is_most_like_it(
    embedding: Corpus, before: str, said: str, meant: str
) -> None:
    assert _talk(before, said, corpus=embedding)[-1].understood_as.question == meant


@pytest.mark.parametrize("said", ["no, seriously", "no, never", "nope, impossible", "no, carry on"])
def test_a_plain_word_sets_nothing_right_but_what_is_like_it(embedding: Corpus, said: str) -> None:
    read = _talk(MEDAL, said, corpus=embedding)[-1].understood_as.question
    assert "silver medal" in read or read == said


def test_who_meant_something_else_does_not_go_on_from_the_answer() -> None:
    assert _talk("Which fungus did Dorn Trust find?", "scratch that, who runs it?", short="Mora mould")[
        -1
    ].understood_as.question == ("Who runs Dorn Trust?")


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
        "That is wrong. The mayor said 15.",
        "That should be illegal!",
        "Wow, it should be banned",
        "What does Dorn Trust mean?",
        "Who was wrongly accused?",
        "Which mistake did the pilot make?",
        "Did the typo in the report cost money?",
        "Interesting. I was wondering who the mayor is?",
        "it means a lot to me",
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
