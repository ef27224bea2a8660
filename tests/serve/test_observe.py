"""What a server tells of itself: alive, ready and why not, numbers, and a log; never a word of questions or articles."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import mcp
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from index import Article, Corpus
from qa import NewsQA
from qa.api.logs import JsonLines, TextLines
from qa.api.server import create_app
from qa.serve.observe import Metrics, observed

SECRET = "Which zebraword airport did the storm of Port Alba close?"


def _values(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """(name, label values in the order of their names) → value."""
    families = text_string_to_metric_families(text)
    return {
        (s.name, tuple(s.labels[name] for name in sorted(s.labels))): s.value
        for family in families
        for s in family.samples
    }


@pytest.fixture
def address(empty_corpus: Corpus, articles: list[Article], serving: Any) -> Iterator[str]:
    empty_corpus.add(articles)
    with serving(NewsQA(empty_corpus)) as found:
        yield found


def test_questions_are_counted_by_face_engine_and_outcome(address: str) -> None:
    ask = {"question": "Which airport did the storm close?"}
    with httpx.Client(base_url=address) as client:
        assert client.post("/api/ask", json=ask).status_code == 200
        client.post("/api/ask", json={**ask, "stream": True})
        client.post("/api/ask", json={"question": "Who is the emperor of Zork?"})
        client.post(
            "/v1/chat/completions", json={"model": "newsqa", "messages": [{"role": "user", "content": ask["question"]}]}
        )

        async def over_mcp() -> None:
            async with mcp.Client(f"{address}/mcp", read_timeout_seconds=60) as assistant:
                await assistant.call_tool("ask", ask)

        anyio.run(over_mcp)
        found = _values(client.get("/metrics").text)
    counted = {labels: value for (name, labels), value in found.items() if name == "newsqa_questions_total"}
    assert counted == {
        ("extractive", "api", "answered"): 2,
        ("none", "api", "refused"): 1,
        ("extractive", "openai", "answered"): 1,
        ("extractive", "mcp", "answered"): 1,
    }
    assert found["newsqa_stage_seconds_count", ("done",)] == 5
    assert found["newsqa_citations_total", ("supported",)] >= 4
    assert found["newsqa_corpus", ("articles",)] == 12
    assert found["newsqa_http_requests_total", ("POST", "/api/ask", "200")] == 3


def test_jobs_and_what_they_refused_are_counted(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        where = client.post("/api/ingest", json={"articles": [{"text": "A new text."}, {"title": "no text"}]}).headers[
            "location"
        ]
        while client.get(where).json()["state"] in ("queued", "running"):
            pass
        found = _values(client.get("/metrics").text)
    assert found["newsqa_ingest_jobs_total", ("done",)] == 1
    assert (
        found["newsqa_ingested_articles_total", ("added",)]
        == found["newsqa_ingested_articles_total", ("refused",)]
        == 1
    )
    assert found["newsqa_queue", ("jobs",)] == 0


def test_a_question_that_is_left_or_fails_is_counted_as_such(corpus: Corpus) -> None:
    metrics = Metrics()
    newsqa = observed(NewsQA(corpus), metrics)
    events = newsqa.stream("Which airport did the storm close?")
    next(events)
    events.close()  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="empty"):
        newsqa.ask(" ")
    found = _values(metrics.text().decode())
    assert found["newsqa_questions_total", ("auto", "page", "stopped")] == 1
    assert found["newsqa_questions_total", ("auto", "page", "bad_request")] == 1


def test_alive_and_ready_and_why_not(empty_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(create_app(NewsQA(empty_corpus), page=False), base_url="http://127.0.0.1:7860")
    assert client.get("/livez").json() == client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"

    def torn(self: Corpus) -> None:
        raise OSError("disk I/O error in secret place")

    monkeypatch.setattr(Corpus, "status", torn)
    reply = client.get("/readyz")
    assert reply.status_code == 503 and reply.headers["content-type"] == "application/problem+json"
    assert "vectors cannot be read (OSError)" in reply.json()["detail"] and "secret" not in reply.text
    assert client.get("/livez").status_code == 200


def test_neither_numbers_nor_log_hold_words_of_questions_or_articles(address: str) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("newsqa")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        with httpx.Client(base_url=address) as client:
            answer = client.post("/api/ask", json={"question": SECRET}, headers={"x-request-id": "abc-1"})
            client.get("/api/articles", params={"text": "zebraword"})
            client.get("/zebraword/zebraword")
            told = client.get("/metrics").text
            client.get("/livez")
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert answer.headers["x-request-id"] == "abc-1"
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    asked = next(line for line in lines if line.get("request_id") == "abc-1")
    assert (asked["route"], asked["status"], asked["level"]) == ("/api/ask", 200, "info")
    assert asked["bytes_out"] > 100 and asked["seconds"] > 0
    for text in (told, written.getvalue()):
        assert "zebraword" not in text and "Port Alba" not in text


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()], ids=["text", "json"])
def test_an_error_in_the_log_has_kind_and_no_words(lines: logging.Formatter) -> None:
    def asks(question: str) -> None:
        raise ValueError(question)

    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(lines)
    logger = logging.getLogger("somebody.elses")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        asks(SECRET)
    except ValueError:
        logger.exception("it went wrong")
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    assert "it went wrong" in written.getvalue() and "ValueError" in written.getvalue()
    assert "zebraword" not in written.getvalue()
    if isinstance(lines, TextLines):
        assert "in asks" in written.getvalue()


def test_the_log_of_a_server_tells_what_newsqa_does_and_others_warn_of() -> None:
    code = (
        "import logging\nfrom qa.api.logs import log_to_stderr\nlog_to_stderr()\n"
        "logging.getLogger('newsqa.server').info('one')\nlogging.getLogger('other').info('two')\n"
        "try:\n    int('zebraword')\nexcept ValueError:\n    logging.getLogger('other').exception('three')"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120).stderr
    assert "INFO newsqa.server one" in told and "two" not in told
    assert "ERROR other three\nValueError:" in told and "zebraword" not in told
