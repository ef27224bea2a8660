"""A conversation that comes back from a browser: what the corpus bears out is shown again, what it does not is left out."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

import pytest

from index import Article, BadRequest, Corpus, Filters
from qa.newsqa import NewsQA
from qa.page.kept import record, reopened
from qa.page.render import conversation
from qa.page.talk import Exchange, Talk, answering, failed, stopped
from qa.page.wishes import Bar, Opening, Wish, read
from qa.records import Query

ARTICLE = Article.of(
    "The Quorvix bridge opens",
    "The Quorvix bridge cost 107 million crowns to build, said the mayor. It opened on Tuesday.",
    publisher="Gazette",
    url="https://gazette.example/bridge",
    published=1136073600,
)


@pytest.fixture
def corpus(tmp_path: Any) -> Iterator[Corpus]:
    with Corpus.open(tmp_path) as opened:
        opened.add([ARTICLE])
        yield opened


def kept(corpus: Corpus, question: str = "How much did the Quorvix bridge cost?") -> list[dict[str, Any]]:
    *_, talk = answering(NewsQA(corpus), question, "auto", Talk())
    return sent(talk)


def sent(talk: Talk) -> list[dict[str, Any]]:
    """The turns that the browser gets to keep."""
    made = record(talk)
    assert "{" not in made
    return json.loads(html.unescape(made.split('"')[1]))


def test_there_and_back(corpus: Corpus) -> None:
    turns = kept(corpus)
    (exchange,) = reopened(turns, corpus).exchanges
    assert exchange.turn is not None and exchange.question == turns[0]["question"] and not exchange.running
    assert [c.quote for c in exchange.turn.answer.citations] == [c["quote"] for c in turns[0]["citations"]]
    assert exchange.turn.answer.text == turns[0]["text"]


def test_a_refusal_there_and_back(corpus: Corpus) -> None:
    turns = kept(corpus, "Who handed over the cup?")
    assert turns[0]["refused"] and turns[0]["engine"] == "none"
    (exchange,) = reopened(turns, corpus).exchanges
    assert exchange.turn is not None and exchange.turn.answer.refused
    assert exchange.turn.answer.text == turns[0]["text"] and exchange.turn.answer.notice is None
    closest = exchange.turn.answer.closest
    assert closest is not None and closest.text in ARTICLE.text and closest.title == ARTICLE.title


def test_what_came_closest_is_what_the_corpus_says(corpus: Corpus) -> None:
    (turn,) = kept(corpus, "Who handed over the cup?")
    assert set(turn["closest"]) == {"article_id", "version", "start", "end"}
    for changed in ({"article_id": "nowhere"}, {"start": 9000, "end": 9999}, {"start": "x"}):
        (exchange,) = reopened([{**turn, "closest": {**turn["closest"], **changed}}], corpus).exchanges
        assert exchange.turn is not None and exchange.turn.answer.refused and exchange.turn.answer.closest is None


def test_an_answer_whose_source_was_removed_stays_an_answer_and_says_so(corpus: Corpus) -> None:
    turns = kept(corpus)
    corpus.remove(turns[0]["citations"][0]["article_id"])
    (exchange,) = reopened(turns, corpus).exchanges
    assert exchange.turn is not None
    answer = exchange.turn.answer
    assert not answer.refused and answer.text == turns[0]["text"] and answer.citations == ()
    assert "no longer in the corpus" in (answer.notice or "")


def test_exchanges_keep_their_numbers_and_the_engine_that_was_asked(corpus: Corpus) -> None:
    (turn,) = kept(corpus)
    found = [{**turn, "n": 3}, {**turn, "n": 7, "asked": "extractive"}]
    assert [(e.n, e.engine) for e in reopened(found, corpus).exchanges] == [(3, "auto"), (7, "extractive")]
    for numbers in ((7, 3), (3, 3), (None, 3)):
        found = [{**turn, "n": n} for n in numbers]
        assert [e.n for e in reopened(found, corpus).exchanges] == [1, 2]


def test_a_question_whose_answer_was_stopped_is_kept_and_can_be_asked_again_as_it_was(corpus: Corpus) -> None:
    (turn,) = kept(corpus)
    filters = Filters(since=1136073600, publishers=("Gazette",))
    running = Exchange(
        2, "Who <opened> it?", "extractive", filters, query=Query("Who <opened> the bridge?"), draft="a word"
    )
    begun = Talk((*reopened([turn], corpus).exchanges, running))
    assert [t["question"] for t in sent(begun)] == [turn["question"]]  # it may yet be answered
    first, second = sent(stopped(begun))
    assert not first["stopped"] and second["stopped"] and second["text"] == ""
    again = reopened([first, second], corpus).exchanges
    assert (again[1].n, again[1].question, again[1].engine, again[1].filters) == (
        2,
        running.question,
        "extractive",
        filters,
    )
    assert again[1].turn is None and again[1].stopped and len(Talk(again).turns()) == 1
    assert "Stopped." in conversation(again) and "<opened>" not in conversation(again)


def test_a_question_that_could_not_be_asked_is_not_kept(corpus: Corpus) -> None:
    assert sent(failed(Talk(), "why?", "Too long.")) == []


def test_a_citation_is_what_the_corpus_says(corpus: Corpus) -> None:
    (turn,) = kept(corpus)
    forged = {**turn["citations"][0], "quote": "forged", "title": "forged", "url": "javascript:x"}
    gone = {**forged, "n": 2, "article_id": "nowhere"}
    beyond = {**forged, "n": 3, "start": 9000, "end": 9999}
    (exchange,) = reopened([{**turn, "citations": [forged, gone, beyond]}], corpus).exchanges
    assert exchange.turn is not None
    (citation,) = exchange.turn.answer.citations
    assert citation.title == ARTICLE.title and citation.url == ARTICLE.url
    assert ARTICLE.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "turn",
    [{}, {"question": ""}, {"question": "q", "n": 0}, {"question": "q", "asked": "none"}, {"question": 7}, {"question": "q", "text": "x" * 20_001}, {"question": "q", "citations": [1]},
     {"question": "q", "understood_as": {"question": "q", "since": "no date"}}],
)  # fmt: skip
def test_what_is_no_turn_is_left_out(corpus: Corpus, turn: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        reopened([turn], corpus)
    (good,) = kept(corpus)
    assert [e.n for e in reopened([{**good, "n": 1}, turn, {**good, "n": 3}], corpus).exchanges] == [1, 3]


@pytest.mark.parametrize("kind", [Bar, Wish, Opening])
@pytest.mark.parametrize("sent", ["[]", "nonsense", '{"unknown": 1}', '{"n": "1", "replaces": "1", "turns": 1}'])
def test_what_is_no_wish_is_refused(kind: Any, sent: str) -> None:
    with pytest.raises(BadRequest):
        read(kind, sent)


def test_nothing_sent_is_nothing_chosen() -> None:
    assert read(Bar, "") == read(Bar, None) == Bar()
