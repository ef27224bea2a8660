"""A model asked, without its answer, whether an article tells of just what a question asks: what it is shown."""

from __future__ import annotations

import pytest

from index import Article, Evidence
from qa.write.check import log_odds
from qa.write.draft import Draft
from qa.write.supposed import asked_without_answer
from tests.models import AskedAgain

BEFORE = "The bridge was closed on Monday."
OPENED = "It was opened again on Wednesday by Mayor Ruth Okafor.[3]"
CROWDS = "Crowds came."
COST = "The bridge on Elm Street cost $12 million."
LONG = f"Its towers {'and ' * 120}cables were painted."
TEXT = " ".join([BEFORE, OPENED, CROWDS, LONG, COST])
ARTICLE = Article.of("Elm Street bridge opens", TEXT, published=1_545_264_000)  # 20 December 2018
OTHER = Article.of("Tunnel opens", "The tunnel was opened on Friday.")


def _found(article: Article, sentence: str) -> Evidence:
    start = article.text.index(sentence)
    return Evidence.of(article, start, start + len(sentence))


def _read(cited: str, *found: Evidence) -> str:
    """What the model is shown of the article, whose sentence is cited."""
    llm, draft = AskedAgain(0.7), Draft("Who closed the bridge?", (_found(ARTICLE, cited),), "Ruth Okafor [1]")
    assert list(asked_without_answer(draft, ARTICLE, found, llm)) == ["", ""] and llm.closed
    assert draft.otherwise == log_odds(0.7)
    text, asked = llm.last.split("\n", 1)
    assert asked == "Question: Who closed the bridge?\nDoes the text tell of just that?" and "Ruth" not in asked
    return text.removeprefix("Text: Elm Street bridge opens: ")


def test_it_is_shown_the_sentence_cited_and_the_one_before_without_footnotes() -> None:
    assert _read(OPENED) == f"{BEFORE} It was opened again on Wednesday by Mayor Ruth Okafor."
    assert _read(BEFORE) == BEFORE


def test_and_what_else_the_article_says_of_it_in_the_order_of_its_text_as_far_as_there_is_room() -> None:
    found = [_found(ARTICLE, s) for s in (COST, LONG, CROWDS, OPENED)]
    assert _read(OPENED, _found(OTHER, OTHER.text), *found) == (
        f"{BEFORE} It was opened again on Wednesday by Mayor Ruth Okafor. {CROWDS} {COST}"
    )


def _otherwise(question: str, no: float | None = 0.5) -> float | None:
    draft = Draft(question, (_found(ARTICLE, OPENED),), "Ruth Okafor [1]")
    list(asked_without_answer(draft, ARTICLE, (), AskedAgain(no)))
    return draft.otherwise


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("Who opened the bridge with Ruth Okafor?", False),
        ("Who opened the Elm Street bridge with Lena Fisk?", True),
        ("Who opened the French bridge?", False),
        ("Who opened the bridge in December 2018?", False),
        ("Who opened the bridge in July 2018?", True),
        ("Who opened the bridge in December 2017?", True),
    ],
)
def test_a_text_that_lacks_a_name_of_the_question_is_likelier_to_tell_of_another(question: str, more: bool) -> None:
    otherwise = _otherwise(question)
    assert otherwise is not None and (otherwise > log_odds(0.5)) == more


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Who opened the bridge in December 2018?", True),
        ("Who opened the 2018 bridge?", True),
        ("Who opened the bridge in July?", True),
        ("Who opened the 2012 bridge?", False),
        ("Who opened the bridge?", False),
    ],
)
def test_the_day_of_the_report_is_shown_where_it_may_bear_out_a_time_that_is_asked_of(
    question: str, shown: bool
) -> None:
    llm, draft = AskedAgain(), Draft(question, (_found(ARTICLE, OPENED),), "Ruth Okafor [1]")
    list(asked_without_answer(draft, ARTICLE, (), llm))
    assert llm.last.startswith("Text: 20 December 2018. Elm Street") == shown


def test_of_a_model_that_does_not_tell_its_probabilities_nothing_is_known() -> None:
    assert _otherwise("Who closed the bridge?", None) is None
