"""Feedback: kept in the catalog, listed by every face, made into a question file."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from index import Article, Corpus
from qa import Client, NewsQA
from qa.api.server import create_app
from qa.cli import app
from qa.evaluation import read_questions
from qa.serve.feedback import questions_from_feedback
from qa.serve.schemas import FeedbackBody
from qa.serve.service import LocalService
from qa.wire import turn_json

QUESTION = "Why did the airport of Port Alba close?"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def service(empty_corpus: Corpus, articles: list[Article]) -> LocalService:
    empty_corpus.add(articles)
    return LocalService(NewsQA(empty_corpus))


@pytest.fixture
def turn(service: LocalService) -> dict[str, Any]:
    return turn_json(service.newsqa.ask(QUESTION))


def _client(service: LocalService) -> TestClient:
    return TestClient(create_app(service.newsqa, page=False), base_url="http://127.0.0.1:7860")


def test_feedback_outlives_closing_and_rebuilding(data: Path, articles: list[Article]) -> None:
    with Corpus.open(data) as corpus:
        corpus.add(articles)
        kept = corpus.feedback.add("down", "who?", "wrong man", {"text": "A. 🏆"})
        corpus.rebuild()
    with Corpus.open(data) as corpus:
        assert corpus.feedback.list() == [kept] and corpus.feedback.count() == 1
        assert kept.payload == {"text": "A. 🏆"}


def test_a_directory_made_before_there_was_feedback_goes_on_working(data: Path, articles: list[Article]) -> None:
    with Corpus.open(data) as corpus:
        corpus.add(articles)
    with sqlite3.connect(data / "catalog.db") as db:
        db.execute("DROP TABLE feedback")
    with Corpus.open(data) as corpus:
        assert corpus.feedback.count() == 0
        corpus.feedback.add("up", "who?")
        assert corpus.status().articles == len(articles)


def test_the_api_keeps_and_lists_it_without_the_evidence(service: LocalService, turn: dict[str, Any]) -> None:
    client = _client(service)
    given = client.post(
        "/api/feedback", json={"thumb": "up", "turn": turn, "reason": " exactly ", "history": ["Where?"]}
    )
    assert given.status_code == 201
    for n in range(3):
        assert client.post("/api/feedback", json={"thumb": "down", "turn": {"question": f"Q{n}"}}).status_code == 201
    page = client.get("/api/feedback", params={"limit": 2, "offset": 2}).json()
    assert page["total"] == 4 and [one["question"] for one in page["feedback"]] == ["Q0", QUESTION]
    kept = page["feedback"][1]
    assert kept["id"] == given.json()["id"] and kept["reason"] == "exactly" and kept["answer"]["history"] == ["Where?"]
    assert kept["answer"]["citations"] == turn["citations"] and "evidence" not in kept["answer"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"thumb": "sideways", "turn": {"question": "Q"}}, "thumb"),
        ({"thumb": "up", "turn": {}}, "turn.question"),
        ({"thumb": "up", "turn": {"question": "Q"}, "reason": "x" * 2001}, "reason"),
        ({"thumb": "up", "turn": {"question": "Q"}, "asked_on": "soon"}, "asked_on"),
        ({"thumb": "up", "turn": {"question": "Q"}, "more": 1}, "more"),
    ],
)
def test_what_is_no_feedback_is_refused(service: LocalService, body: dict[str, Any], field: str) -> None:
    reply = _client(service).post("/api/feedback", json=body)
    assert reply.status_code == 422 and reply.json()["errors"][0]["field"] == field
    assert service.feedback()["total"] == 0


def test_the_typed_client_gives_and_lists_it(service: LocalService, serving: Any) -> None:
    with serving(service.newsqa) as address, Client(address) as client:
        answer = client.ask(QUESTION)
        number = client.give_feedback(answer, "up", "good", turns=[answer])
        (kept,) = client.feedback().feedback
    assert kept.id == number and kept.answer["history"] == [QUESTION] and kept.answer["text"] == answer.text


def _said(number: int, thumb: str, question: str, reason: str = "", **answer: Any) -> dict[str, Any]:
    return {
        "id": number,
        "given": "2026-01-02T00:00:00Z",
        "thumb": thumb,
        "reason": reason,
        "question": question,
        "answer": answer,
    }


def test_what_all_readers_liked_is_accepted_and_the_rest_waits_for_an_editor() -> None:
    cited = [{"n": 1, "article_id": "a1", "title": "T", "url": None, "quote": "It snowed."}]
    records = [
        _said(6, "up", "And there?", text="There. [1]", citations=cited, history=["Where?"]),
        _said(5, "down", "Who else?", "both", refused=True),
        _said(4, "up", "Who else?", refused=False, text="A. [1]", short="A", citations=cited),
        _said(3, "up", "Who is it?", refused=True, reason="Nothing here is about it."),
        _said(2, "up", "why? ", short="storm", text="A storm. [1]", citations=cited, asked_on="2024-11-28"),
        _said(1, "up", "Why?", short="snow", text="Snow. [1]", citations=cited * 2, asked_on="2024-11-28"),
    ]
    first, second, third, last = questions_from_feedback(records)
    assert first["answers"] == ["snow", "storm"] and first["asked_on"] == "2024-11-28"
    assert first["gold"] == [{"article_id": "a1", "title": "T", "quote": "It snowed."}]
    assert second["answerable"] is False and second["why"] == "Nothing here is about it."
    assert third["todo"] and third["said"] == ["both"]
    elsewhen = _said(7, "up", "Why?", short="rain", text="Rain. [1]", citations=cited, asked_on="2023-05-01")
    filtered = _said(
        8, "up", "Why not?", refused=True, understood_as={"since": "2024-01-01T00:00:00Z", "publisher": []}
    )
    more = questions_from_feedback([*records, elsewhen, filtered])
    assert [q["answers"] for q in more if q["question"] == "Why?"] == [["snow", "storm"], ["rain"]]
    assert len(more) == 5
    assert last["answers"] == ["There."] and last["history"] == ["Where?"] and "todo" not in last


def test_the_command_lists_it_and_writes_a_file_that_eval_reads(
    service: LocalService, turn: dict[str, Any], tmp_path: Path
) -> None:
    service.give_feedback(FeedbackBody.of(thumb="up", turn=turn))
    service.give_feedback(FeedbackBody.of(thumb="down", turn={"question": "Who won?"}, reason="\x1b[2Jold news"))
    service.corpus.close()
    run, file = CliRunner(), tmp_path / "q.jsonl"
    base = ["--data", str(service.corpus.directory)]

    listed = run.invoke(app, [*base, "feedback"])
    assert listed.exit_code == 0 and "not good: Who won?" in listed.output and "\x1b" not in listed.output
    assert json.loads(run.invoke(app, [*base, "feedback", "--json", "--limit", "1"]).output)["total"] == 2

    assert "2 questions" in run.invoke(app, [*base, "feedback", "--export", str(file)]).output
    asked, problems = read_questions(file)
    assert [q.question for q in asked] == [QUESTION] and not problems
    scored = run.invoke(app, [*base, "eval", str(file), "--engine", "extractive", "--json"])
    assert scored.exit_code == 0 and "1 right" in scored.output

    again = run.invoke(app, [*base, "feedback", "--export", str(file)])
    assert again.exit_code == 2 and "name a new file" in again.output


def test_a_question_of_this_week_keeps_the_day_of_its_feedback() -> None:
    cited = [{"n": 1, "article_id": "a1", "title": "T", "url": None, "quote": "It snowed."}]
    asked = [_said(n, "up", "What fell this week?", text="Snow. [1]", short="snow", citations=cited) for n in (1, 2)]
    asked[1]["given"] = "2026-03-04T10:00:00Z"
    first, second = questions_from_feedback(asked)
    assert (first["asked_on"], second["asked_on"]) == ("2026-01-02", "2026-03-04")
    (other,) = questions_from_feedback([_said(1, "up", "What fell?", text="Snow. [1]", short="snow", citations=cited)])
    assert "asked_on" not in other
