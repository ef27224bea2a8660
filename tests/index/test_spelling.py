"""Slips of the pen in questions, set right by the words that the articles have: the invented articles, the packaged tokenizer."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import Article, Corpus
from qa.newsqa import NewsQA
from tests.timing import quickest


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich airprot was closed?", "which airport was closed?"),
        ("Whcih probe raeched Venus?", "Which probe reached Venus?"),
        ("who had hiden a loan?", "who had hidden a loan?"),
        ("why did the mayor resing?", "why did the mayor resign?"),
        ("when did the fery strike end?", "when did the fery strike end?"),  # too short a word to tell
        ("tell me abuot the museum of clocks", "tell me about the museum of clocks"),
    ],
)
def test_a_slip_is_set_right(corpus: Corpus, typed: str, meant: str) -> None:
    assert corpus.spelled(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Which airport was closed?",
        "When was the kraken released?",  # no article has it, and none has a word one slip away
        "Which was deadlier, the storm or the strike, and which the deadliest and cloudiest?",
        "When did measles break out in the school?",
        "How many mobsters were arrested for duress?",
        "Who is the mayor of Morra?",  # a name that no article has is to be refused
        "What does mara.lindqvist@alba.example say of www.airprot.example?",
        "airprots-closed don'tt",
        "ÜBER zürrich",
        "",
    ],
)
def test_what_is_no_slip_stays(corpus: Corpus, question: str) -> None:
    assert corpus.spelled(question) == question


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whos the mayor of Mora?", "who's the mayor of Mora?"),
        ("Whats it about, and why didnt it close?", "What's it about, and why didn't it close?"),
        ("whose is it, and were its wheels well?", "whose is it, and were its wheels well?"),
        ("what is www.whats.example?", "what is www.whats.example?"),
    ],
)
def test_short_forms_get_their_apostrophes(corpus: Corpus, typed: str, meant: str) -> None:
    assert corpus.capitalised(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "summarise that", "who was suing the town?", "which plans did the town prioritise?", "who was carted off?", "when was it fuelled?",
        "who fakes charts?",
    ],
)  # fmt: skip
def test_a_regular_or_british_form_of_a_word_is_no_slip(tmp_path: Path, question: str) -> None:
    text = "Using summaries, the town charted its priorities for the fueled boats and the snow flakes."
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Town has priorities", text)])
        assert corpus.spelled(question) == question


def test_the_reading_is_shown_and_what_was_typed_is_kept(corpus: Corpus) -> None:
    turn = NewsQA(corpus).ask("wich orbiter raeched Venus?")
    assert turn.question == "wich orbiter raeched Venus?"
    assert turn.understood_as.question == "which orbiter reached Venus?" and turn.understood_as.rewritten
    assert "Halcyon" in turn.answer.text
    assert not NewsQA(corpus).ask("which orbiter reached Venus?").understood_as.rewritten


def test_a_follow_up_is_set_right_before_it_is_read(corpus: Corpus) -> None:
    first = NewsQA(corpus).ask("Which orbiter reached Venus?")
    assert NewsQA(corpus).ask("waht will its rader map?", [first]).understood_as.question.startswith("what will")


def test_nonsense_is_looked_up_in_no_time(corpus: Corpus) -> None:
    assert quickest(lambda: corpus.spelled("qwerrtyzz " * 400), 1) < 1


def test_what_the_articles_speak_of_as_it_was_typed_is_asked_so(corpus: Corpus) -> None:
    asked = "Which orbiter, to boast of, reached Venus after a flight of 15 monhts?"
    assert corpus.spelled(asked) != asked
    assert NewsQA(corpus).ask(asked).understood_as.question == asked
