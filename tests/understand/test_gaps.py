"""Statements with a gap, as quizzes put them, made questions; and what is none left as it was typed."""

from __future__ import annotations

import pytest

from index import Corpus, Filters
from qa.newsqa import NewsQA
from qa.understand.gaps import filled
from qa.understand.standalone import understand


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("This singer ended a tour in Dorn this week:", "Which singer ended a tour in Dorn this week?"),
        ("Ada Quist bought this company for $44 million.", "Ada Quist bought which company for $44 million?"),
        ("Wind made up a record __% of Dorn’s power.", "Wind made up a record what percentage of Dorn’s power?"),
        ("number of people killed in Mecca", "How many people killed in Mecca?"),
        ("What was the total number of goals he scored?", "How many goals he scored?"),
        ("The ferry sank off ____ on Friday", "The ferry sank off what on Friday?"),
    ],
)  # fmt: skip
def test_what_is_left_open_is_asked(text: str, question: str) -> None:
    assert filled(text) == question
    assert understand(text, [], Filters()).question == question


@pytest.mark.parametrize(
    "text",
    [
        "Which singer ended a tour in Dorn:",
        "What is the number of the flight?",
        "The number of drinkers of which beer has risen?",
        "The number of flying insects has plunged by what percentage?",
        "Ada Quist bought a company for $44 million.",
        "Ada Quist starred in all of these films except:",
        "This is a lot of money for a bridge.",
        "This week was a bad one for Dorn.",
        "True or false: this company was sold.",
        "who won this election",
        "did this minister resign",
        "This isn't true at all.",
        "This won’t end well.",
        "This took place in 2019.",
        "Trump said this on Friday in Dorn.",
        "Nothing like this ever happened.",
        "Latest on this war please",
        "Fact check this claim: it rained",
        "No, this answer is wrong.",
        "According to this report, taxes rise.",
        "The ban starts this March.",
        "__Breaking__ news from Dorn today",
        "__ and __ won the prize in Dorn",
        "Tell me about this company in Dorn",
        "I never heard of this company before.",
        "The bridge did not get this far.",
        "Airport attacked:",
        "The volcano erupted this week for the first time since:",  # as good an answer without "what"
    ],
)
def test_what_leaves_nothing_open_stays_as_it_is(text: str) -> None:
    assert filled(text) == text


def test_in_a_conversation_this_airport_is_the_one_that_was_spoken_of() -> None:
    assert filled("The rebels took this airport on Friday.", alone=False) == "The rebels took this airport on Friday."
    assert filled("The rebels took __ on Friday.", alone=False) == "The rebels took what on Friday?"


def test_a_statement_is_answered(corpus: Corpus) -> None:
    turn = NewsQA(corpus).ask("A storm closed this airport on Thursday:")
    assert turn.understood_as.question == "A storm closed which airport on Thursday?"
    assert not turn.understood_as.rewritten
    assert "Port Alba" in turn.answer.text
