"""A model asked again about its short answer: what it is shown, and what that makes of its trust."""

from __future__ import annotations

import pytest

from index import Article, Evidence, ModelUnavailable
from qa.write.check import asked_again, trust
from qa.write.draft import Draft
from tests.models import AskedAgain

TEXT = "The bridge was closed on Monday. It was opened again on Wednesday by Mayor Ruth Okafor. Crowds came."
ARTICLE = Article.of("Elm Street bridge opens", TEXT, published=1_556_841_600)  # Friday, 3 May 2019


def _draft(question: str, short: str, sentence: str) -> Draft:
    start = TEXT.index(sentence)
    e = Evidence(
        ARTICLE.id, ARTICLE.version, ARTICLE.title, None, ARTICLE.published, None, "p", start, start + len(sentence), sentence, 1.0
    )  # fmt: skip
    return Draft(question, (e,), f"{short} [1]", 0.3)


OPENED = "It was opened again on Wednesday by Mayor Ruth Okafor."


def test_it_is_shown_the_headline_the_sentence_before_and_the_one_cited() -> None:
    llm, draft = AskedAgain(0.1), _draft("Who opened the bridge?", "Ruth Okafor", OPENED)
    assert list(asked_again(draft, ARTICLE, llm)) == ["", ""] and draft.misgiving == 0.1 and llm.closed
    assert llm.last == (
        f"Elm Street bridge opens: The bridge was closed on Monday. {OPENED}\n"
        "Question: Who opened the bridge?\nAnswer: Ruth Okafor\nIs that so?"
    )


def test_days_have_their_dates_where_the_question_asks_when() -> None:
    llm, draft = AskedAgain(), _draft("When was the bridge opened again?", "1 May 2019", OPENED)
    list(asked_again(draft, ARTICLE, llm))
    assert "on Wednesday (1 May 2019) by Mayor" in llm.last


def test_an_article_s_first_sentence_has_none_before_it() -> None:
    llm, draft = AskedAgain(), _draft("When was it closed?", "Monday", "The bridge was closed on Monday.")
    list(asked_again(draft, ARTICLE, llm))
    assert llm.last.startswith("Elm Street bridge opens: The bridge was closed on Monday (")


def test_without_a_mark_the_sentence_that_holds_the_answer_is_shown() -> None:
    llm, draft = AskedAgain(), _draft("Who opened it?", "Ruth Okafor", OPENED)
    draft.text = "ruth okafor"
    list(asked_again(draft, ARTICLE, llm))
    assert OPENED in llm.last
    draft.text = "Lena Fisk"
    assert draft.cited is None and draft.cited_as_read == ""


def test_a_model_that_fails_is_no_answer() -> None:
    llm, draft = AskedAgain(error=ModelUnavailable("gone.")), _draft("Who opened it?", "Ruth Okafor", OPENED)
    with pytest.raises(ModelUnavailable):
        list(asked_again(draft, ARTICLE, llm))
    assert llm.closed and draft.misgiving is None


def test_trust_falls_with_doubt_and_with_misgiving_and_is_none_where_it_was_not_asked() -> None:
    def trusted(doubt: float | None, misgiving: float | None) -> float:
        return trust(Draft("Who?", (), "he [1]", doubt, misgiving))

    assert trusted(None, 0.1) == trusted(0.1, None) == 0.0
    assert trusted(0.5, 0.5) == pytest.approx(0.5)
    assert 1 > trusted(0.0, 0.0) > trusted(0.2, 0.1) > trusted(0.4, 0.1) > trusted(0.4, 0.3) > trusted(1.0, 1.0) > 0
    assert trusted(0.2, 0.1) - trusted(0.2, 0.3) > trusted(0.1, 0.2) - trusted(0.3, 0.2)  # being asked again tells more


def test_what_all_outlets_tell_is_trusted_more() -> None:
    alone, told = (trust(Draft("Who?", (), "he [1]", 0.4, 0.3, all_tell=told)) for told in (False, True))
    assert 0.5 < alone < told < 1
    assert trust(Draft("Who?", (), "he [1]", None, 0.3, all_tell=True)) == 0.0
