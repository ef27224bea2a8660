"""A message that asks several questions one by one: each is answered that can be, and the others are named."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import json

import pytest

from index import Corpus
from qa.api.openai.content import content_of, read_back
from qa.newsqa import NewsQA
from qa.wire import turn_json, turns_from_json
from tests.test_ask import ScriptedLLM, _assert_honest, _marked, both  # noqa: F401

AIRPORT = "Which airport was attacked by rebels in Aleppo?"
FISK = "Who built the Elm Street bridge?"
MARS = "Who was the first to walk on Mars?"
PRICES = [f"Which prices {n} rose?" for n in range(4)]


@pytest.mark.parametrize(
    ("message", "short"),
    [
        (f"{AIRPORT} {MARS} {FISK}", "Al-Nayrab airport; …; Lena Fisk"),
        (f"1. {MARS}\n2. {AIRPORT}\n3. {FISK}", "…; Al-Nayrab airport; Lena Fisk"),
    ],
)
def test_quotes_answer_what_they_can_and_name_the_rest(both: Corpus, message: str, short: str) -> None:
    answer = NewsQA(both).ask(message).answer
    assert (answer.short, answer.notice) == (short, f"Not found in the sources: {MARS}")
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
    assert answer.short == "Al-Nayrab airport; …" and answer.engine == "extractive" and answer.notice
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


def test_a_fragment_that_follows_up_may_come_first(both: Corpus) -> None:
    newsqa = NewsQA(both)
    turns = [newsqa.ask("Which airport was attacked by rebels in Aleppo?")]
    assert newsqa.ask(f"And in Homs? {FISK}", turns).understood_as.parts == (
        "Which airport was attacked by rebels in Homs?",
        FISK,
    )


def test_the_first_of_them_may_be_unknown_to_a_model(both: Corpus) -> None:
    when = "When was the Elm Street bridge built by Lena Fisk?"
    fisk = _marked("Fisk", "Lena Fisk [{n}]\nThe Elm Street bridge was built by Lena Fisk [{n}].")
    first = NewsQA(both, ScriptedLLM("unknown", "unknown", fisk)).ask(f"{when} {FISK}").answer
    assert (first.short, first.engine, first.notice) == ("Lena Fisk", "llm", f"Not found in the sources: {when}")
    last = NewsQA(both, ScriptedLLM(fisk, "unknown", "unknown")).ask(f"{FISK} {when}").answer
    assert (last.short, last.engine, last.notice) == ("Lena Fisk", "llm", f"Not found in the sources: {when}")


def test_what_is_refused_names_those_beyond_five_too(both: Corpus) -> None:
    untold = [f"Who was number {n} on Mars?" for n in range(5)]
    answer = NewsQA(both).ask(" ".join([*untold, AIRPORT])).answer
    assert answer.refused and answer.notice == f"A message may ask 5 things; ask these once more: {AIRPORT}"


def test_one_that_asks_two_things_itself_counts_as_two(both: Corpus) -> None:
    turn = NewsQA(both).ask(" ".join([f"{AIRPORT.rstrip('?')}, and when?", *PRICES[:3], FISK]))
    assert turn.answer.notice and turn.answer.notice.endswith(f"ask these once more: {FISK}")


@pytest.mark.parametrize("follow_up", ["When was that?", "when?"])
def test_a_turn_that_comes_back_from_outside_is_followed_up_as_one_that_stayed(both: Corpus, follow_up: str) -> None:
    newsqa = NewsQA(both)
    turn = newsqa.ask(f"{FISK} {AIRPORT}")
    sent = turns_from_json([json.loads(json.dumps(turn_json(turn)))])
    read = [newsqa.ask(follow_up, turns).understood_as.question for turns in ([turn], sent)]
    assert read[0] == read[1] and read[0].startswith("When was Al-Nayrab airport attacked")


def test_an_answer_that_is_none_is_nobodys_name(both: Corpus) -> None:
    newsqa = NewsQA(both)
    turns = [newsqa.ask(f"{FISK} {MARS}")]
    assert "…" not in newsqa.ask("When was that?", turns).understood_as.question


def test_the_openai_face_tells_it_too_and_reads_it_back(both: Corpus) -> None:
    data = turn_json(NewsQA(both).ask(f"{AIRPORT} {MARS}"))
    text = content_of(data, "http://here").text
    assert f"\n\nNote: Not found in the sources: {MARS}\n\n[1]" in text
    assert "Note:" not in read_back(text)["text"] and read_back(text)["citations"]


def test_another_name_takes_the_place_of_the_last_that_was_named(both: Corpus) -> None:
    newsqa = NewsQA(both)
    turns = [newsqa.ask("How much did Anthem pay? How many people were hurt by the breach?")]
    assert newsqa.ask("and Fresenius?", turns).understood_as.question == "How much did Fresenius pay?"
