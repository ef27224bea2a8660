"""A message that asks several questions one by one: each is answered that can be, and the others are named."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import pytest

from index import Corpus
from qa.newsqa import NewsQA
from tests.test_ask import ScriptedLLM, _assert_honest, _marked, both  # noqa: F401

AIRPORT = "Which airport was attacked by rebels in Aleppo?"
FISK = "Who built the Elm Street bridge?"
MARS = "Who was the first to walk on Mars?"
PRICES = [f"Which prices {n} rose?" for n in range(4)]


@pytest.mark.parametrize("message", [f"{AIRPORT} {MARS} {FISK}", f"1. {MARS}\n2. {AIRPORT}\n3. {FISK}"])
def test_quotes_answer_what_they_can_and_name_the_rest(both: Corpus, message: str) -> None:
    answer = NewsQA(both).ask(message).answer
    assert (answer.short, answer.notice) == ("Al-Nayrab airport; Lena Fisk", f"Not found in the sources: {MARS}")
    assert "Rebels attacked" in answer.text and "Elm Street" in answer.text
    _assert_honest(answer, both)


def test_what_nothing_tells_is_refused_once(both: Corpus) -> None:
    answer = NewsQA(both).ask(f"{MARS} Why was the king of Atlantis crowned?").answer
    assert answer.refused and answer.notice is None


def test_a_model_is_asked_each(both: Corpus) -> None:
    llm = ScriptedLLM(
        _marked("Nayrab", "Al-Nayrab airport [{n}]"), _marked("Fisk", "Lena Fisk [{n}]"), "unknown", "unknown"
    )
    turn = NewsQA(both, llm).ask(f"{AIRPORT} {FISK} Where is it?")
    asked = [text[-1][1].rpartition("Question: ")[2] for text in llm.asked]
    assert asked[:3] == [AIRPORT, FISK, "Where is Elm Street bridge?"]
    assert (turn.answer.short, turn.answer.engine) == ("Al-Nayrab airport; Lena Fisk", "llm")
    assert turn.answer.notice == "Not found in the sources: Where is Elm Street bridge?"
    _assert_honest(turn.answer, both)


def test_a_model_that_fails_leaves_what_is_quoted_and_what_was_not_found(both: Corpus) -> None:
    answer = NewsQA(both, ScriptedLLM("I am a language model.")).ask(f"{AIRPORT} {MARS}").answer
    assert answer.short == "Al-Nayrab airport" and answer.engine == "extractive" and answer.notice
    assert answer.notice.startswith("Quoted from the sources: ") and answer.notice.endswith(
        f"Not found in the sources: {MARS}"
    )


def test_more_than_five_are_asked_for_again(both: Corpus) -> None:
    turn = NewsQA(both).ask(" ".join([AIRPORT, FISK, *PRICES]))
    assert turn.understood_as.parts == (AIRPORT, FISK, *PRICES[:3])
    assert turn.answer.notice and turn.answer.notice.endswith(
        f"A message may ask 5 things; ask these once more: {PRICES[3]}"
    )


def test_the_next_question_goes_on_from_the_last_of_them(both: Corpus) -> None:
    newsqa = NewsQA(both)
    turns = [newsqa.ask(f"{FISK} {AIRPORT}")]
    assert (
        newsqa.ask("When was that?", turns).understood_as.question
        == "When was Al-Nayrab airport attacked by rebels in Aleppo?"
    )


def test_several_that_follow_up_lean_on_one_another(both: Corpus) -> None:
    newsqa = NewsQA(both)
    turns = [newsqa.ask(AIRPORT)]
    read = newsqa.ask(f"Who attacked it? When? {FISK}", turns).understood_as
    assert read.rewritten and read.parts == (
        "Who attacked Al-Nayrab airport?",
        "When did somebody attack Al-Nayrab airport?",
        FISK,
    )
