"""Suggested follow-ups: the corpus answers each of them, none repeats what was asked, none after a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Corpus
from qa.newsqa import NewsQA
from qa.page.suggest import suggest

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTIONS = (
    "which airport was attacked?",
    "How many people died in the Mecca crane collapse?",
    "Why did the CDC director resign?",
    "Who chairs the panel of New Zealand's Flag Consideration Project?",
    "Which comet did NASA's Stardust capsule collect samples from?",
)


@pytest.fixture(scope="module")
def newsqa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsQA]:
    with Corpus.open(tmp_path_factory.mktemp("suggest")) as corpus:
        corpus.ingest([SEEDS])
        yield NewsQA(corpus)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_suggested_is_answered_from_the_cited_articles(newsqa: NewsQA, question: str) -> None:
    turn = newsqa.ask(question)
    offered = suggest(newsqa, [turn])
    assert 1 <= len(offered) <= 3 and len(set(offered)) == len(offered)
    cited = {c.article_id for c in turn.answer.citations}
    for one in offered:
        answer = newsqa.ask(one, [turn], engine="extractive").answer
        assert not answer.refused and cited & {c.article_id for c in answer.citations}


def test_the_kind_of_question_that_was_asked_is_not_suggested(newsqa: NewsQA) -> None:
    asked = newsqa.ask("When was Al-Nayrab airport attacked?")
    assert "When was that?" not in suggest(newsqa, [asked])


def test_what_was_asked_in_the_conversation_is_not_suggested_again(newsqa: NewsQA) -> None:
    first = newsqa.ask(QUESTIONS[0])
    assert "When was that?" in suggest(newsqa, [first])
    second = newsqa.ask("When was that?", [first])
    assert "When was that?" not in suggest(newsqa, [first, second])


def test_nothing_is_suggested_after_a_refusal_or_before_a_question(newsqa: NewsQA) -> None:
    assert suggest(newsqa, [newsqa.ask("asdf qwer zxcv?")]) == ()
    assert suggest(newsqa, []) == ()


def test_a_word_before_a_name_at_the_head_of_a_sentence_is_no_part_of_it(newsqa: NewsQA) -> None:
    offered = suggest(newsqa, [newsqa.ask("Who interviewed Aner Shalev?")])
    assert not any("Currently" in one for one in offered)
