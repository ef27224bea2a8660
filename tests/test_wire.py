"""Records and JSON: nothing a follow-up needs is lost on the way, and turns from strangers are taken with care."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from index import Article, BadRequest, Evidence, Filters
from qa.records import Answer, Answered, Citation, Delta, Gathered, Query, Timings, Turn, Understood
from qa.understand.standalone import understand
from qa.wire import article_json, event_json, hit_json, iso_time, parse_time, turn_json, turns_from_json

REPORT = int(datetime(2024, 11, 28, 15, 9, tzinfo=UTC).timestamp())
HIT = Evidence("a1", "v1", "Títle", "Post", REPORT, "https://post.example/1", "p1", 3, 9, "Quote.", 1.23456789, 0.5)
CITATION = Citation(1, "a1", "v1", "Títle", "Post", REPORT, "https://post.example/1", 3, 9, "Quote.")
ANSWER = Answer("Al-Nayrab airport", "Quote. [1]", (CITATION,), engine="llm", timings=Timings(0.1, 0.2, 0.3, 0.4))
TURN = Turn(
    "which airport?", Query("which airport was attacked?", Filters(REPORT, None, ("Post",)), True), (HIT,), ANSWER
)
REFUSED = Turn(
    "and in Peru?", Query("and in Peru?"), (), Answer(None, "No.", refused=True, reason="not found", closest=HIT)
)


@pytest.mark.parametrize("turn", [TURN, REFUSED], ids=["answered", "refused"])
def test_a_turn_survives_the_way_through_json_as_far_as_a_follow_up_needs_it(turn: Turn) -> None:
    (back,) = turns_from_json([json.loads(json.dumps(turn_json(turn)))])
    assert back.question == turn.question
    assert back.understood_as.question == turn.understood_as.question
    assert (back.answer.short, back.answer.text, back.answer.refused) == (
        turn.answer.short, turn.answer.text, turn.answer.refused,
    )  # fmt: skip
    kept = [(c.article_id, c.version, c.title, c.quote) for c in turn.answer.citations]
    assert [(c.article_id, c.version, c.title, c.quote) for c in back.answer.citations] == kept


@pytest.mark.parametrize(
    "question", ["who attacked it?", "when?", "yes", "and in Damascus?", "Who won the 2022 World Cup?"]
)
@pytest.mark.parametrize("turn", [TURN, REFUSED], ids=["answered", "refused"])
def test_a_follow_up_is_understood_the_same_after_the_way_through_json(turn: Turn, question: str) -> None:
    back = turns_from_json([turn_json(turn)])
    assert understand(question, back, Filters()) == understand(question, [turn], Filters())


def test_the_order_of_turns_is_kept() -> None:
    assert [t.question for t in turns_from_json([turn_json(TURN), turn_json(REFUSED)])] == [
        "which airport?",
        "and in Peru?",
    ]
    assert turns_from_json([]) == ()


def test_a_turn_in_json_has_times_as_text_and_everything_to_show() -> None:
    record = turn_json(TURN)
    assert record["understood_as"] == {
        "question": "which airport was attacked?", "rewritten": True, "since": "2024-11-28T15:09:00Z", "until": None,
        "publisher": ["Post"],
    }  # fmt: skip
    assert record["citations"][0]["published"] == "2024-11-28T15:09:00Z"
    assert record["citations"][0]["quote"] == "Quote." and record["citations"][0]["n"] == 1
    assert record["evidence"] == [hit_json(HIT)] and record["timings"]["first_word"] == 0.3
    assert (record["engine"], record["refused"], record["closest"]) == ("llm", False, None)
    assert turn_json(REFUSED)["closest"]["text"] == "Quote."


def test_events_are_named_and_the_last_is_the_turn() -> None:
    assert event_json(Understood(TURN.understood_as))[0] == "understood"
    assert event_json(Delta("Al-")) == ("delta", {"text": "Al-"})
    name, gathered = event_json(Gathered((HIT,), ANSWER))
    assert name == "evidence" and gathered["preview"]["short"] == "Al-Nayrab airport" and len(gathered["evidence"]) == 1
    assert event_json(Answered(TURN)) == ("answer", turn_json(TURN))
    for event in (Understood(TURN.understood_as), Gathered((HIT,), ANSWER), Delta("x"), Answered(REFUSED)):
        json.dumps(event_json(event))


def test_the_question_alone_is_enough() -> None:
    (turn,) = turns_from_json([{"question": "which airport?"}])
    assert turn.understood_as.question == "which airport?" and turn.answer.refused
    assert understand("when?", [turn], Filters()).articles == ()


@pytest.mark.parametrize(
    "record", [{}, {"question": ""}, {"question": "  "}, {"question": None}, {"question": 7}, {"question": ["x"]}]
)
def test_a_turn_without_a_question_is_named(record: dict[str, Any]) -> None:
    with pytest.raises(BadRequest) as error:
        turns_from_json([{"question": "fine"}, record])
    assert error.value.field == "turns[1]"


@pytest.mark.parametrize(
    "more",
    [
        {"understood_as": None},
        {"understood_as": "what?"},
        {"understood_as": {"question": None}},
        {"understood_as": {"question": 12}},
        {"short": 7, "text": None},
        {"short": None, "text": ["x"]},
        {"citations": None},
        {"citations": {}},
        {"citations": "abc"},
        {"citations": [None, 1, "x", [], {}, {"article_id": ""}, {"article_id": None}]},
        {"citations": [{"article_id": 7, "version": None, "title": 3, "quote": None, "start": "x", "n": -1}]},
        {"refused": "yes", "evidence": 12, "timings": None, "unknown": {"a": 1}},
    ],
)
def test_partial_and_hostile_turns_are_taken_as_far_as_they_go(more: dict[str, Any]) -> None:
    turns = turns_from_json([{"question": "which airport was attacked?", **more}])
    query = understand("who attacked it?", turns, Filters())
    assert isinstance(query.question, str) and all(isinstance(a, str) for a in query.articles)
    assert isinstance(turns[0].answer.text, str)


@pytest.mark.parametrize("record", ["x", None, 7, ["question"], {"question": "who?", "citations": 5}])
def test_what_is_no_turn_at_all_is_named(record: Any) -> None:
    with pytest.raises(BadRequest):
        turns_from_json([record])


# -- times -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2024-11-28", REPORT - 15 * 3600 - 9 * 60),
        ("2024-11-28T15:09:00Z", REPORT),
        ("2024-11-28T15:09", REPORT),
        ("2024-11-28T16:09:00+01:00", REPORT),
        ("2024-11-28 15:09:00", REPORT),
        (" 2024-11-28T15:09:00Z\n", REPORT),
        ("1970-01-01", 0),
        ("1969-12-31T23:59:59Z", -1),
        (None, None),
        ("", None),
        ("  ", None),
    ],
)
def test_times_are_read_as_utc_unless_they_say_otherwise(text: str | None, seconds: int | None) -> None:
    assert parse_time(text, "since") == seconds


@pytest.mark.parametrize(
    "text", ["yesterday", "28.11.2024", "2024-13-01", "2024-02-30", "1732806540.5", "2024-11-28T25:00", "٢٠٢٤"]
)
def test_what_is_no_time_is_named_with_its_field(text: str) -> None:
    with pytest.raises(BadRequest, match="2024-11-28") as error:
        parse_time(text, "until")
    assert error.value.field == "until"


@pytest.mark.parametrize("seconds", [0, REPORT, -1, 4_102_444_800, -62_135_596_800, 253_402_300_799])
def test_times_come_back_as_they_went(seconds: int) -> None:
    assert parse_time(iso_time(seconds), "since") == seconds


def test_an_unknown_time_stays_unknown() -> None:
    assert iso_time(None) is None
    assert hit_json(replace(HIT, published=None))["published"] is None


# -- hits and articles -------------------------------------------------------------------------------------------------


def test_a_hit_says_where_it_stands_and_how_good_it_is() -> None:
    assert hit_json(HIT) == {
        "text": "Quote.", "title": "Títle", "publisher": "Post", "published": "2024-11-28T15:09:00Z",
        "url": "https://post.example/1", "article_id": "a1", "version": "v1", "start": 3, "end": 9, "score": 1.2346,
    }  # fmt: skip


def test_an_article_comes_with_its_text_or_with_its_length() -> None:
    article = Article.of("Title", "Text of it.", publisher="Post", published=REPORT)
    whole, head = article_json(article), article_json(article, text=False)
    assert whole["text"] == "Text of it." and whole["published"] == "2024-11-28T15:09:00Z" and whole["updated"] is None
    assert "text" not in head and head["characters"] == 11
    assert {k: v for k, v in whole.items() if k != "text"} == {k: v for k, v in head.items() if k != "characters"}
