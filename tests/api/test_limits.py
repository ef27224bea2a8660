"""What the server takes on: lines, limits, and that nothing is written for a client that has left, in any face."""

from __future__ import annotations

import http.client
import json
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

import index.search
import qa.api.guard
from index import Article, Corpus, Overloaded
from index.database import Database, in_time, within
from qa import AsyncClient, Client, NewsQA
from qa.api.limits import InFlight, Limits, RateLimit
from qa.api.server import create_app
from qa.model.llm import choose_llm
from qa.records import Answered, Delta
from qa.serve.admission import Admission, AdmittedNewsQA, Line, admitted
from qa.settings import Settings
from tests.timing import quickest

QUESTION = "Which airport did the storm close?"
MCP = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


class SlowModel(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint that says nothing for `silent` seconds, or a word every `pause` seconds for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Slow)
        self.silent, self.pause, self.words = 0.0, 0.05, 10_000
        self.begun: list[float] = []
        self.left: list[float] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are what is tested."""


class _Slow(BaseHTTPRequestHandler):
    server: SlowModel
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.begun.append(time.monotonic())
        try:
            self._wait(self.server.silent)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for _ in range(self.server.words):
                choice = {"index": 0, "delta": {"content": "storm "}, "finish_reason": None}
                record = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
                self.wfile.write(f"data: {json.dumps(record)}\n\n".encode())
                self._wait(self.server.pause)
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            self.server.left.append(time.monotonic())
        self.close_connection = True

    def _wait(self, seconds: float) -> None:
        """Wait, but notice when the other side closes."""
        self.connection.settimeout(seconds or 0.001)
        with suppress(TimeoutError):
            if self.connection.recv(1) == b"":
                raise ConnectionResetError
        self.connection.settimeout(None)


@pytest.fixture
def model() -> Iterator[SlowModel]:
    server = SlowModel()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.socket.close()


def _newsqa(corpus: Corpus, model: SlowModel) -> NewsQA:
    url = f"http://127.0.0.1:{model.server_address[1]}/v1"
    return NewsQA(corpus, *choose_llm(Settings(llm_base_url=url, llm_model="slow")))


def _soon(met: Any, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.01)
    return bool(met())


# -- who leaves --------------------------------------------------------------------------------------------------------

ASKED = {
    "/api/ask": {"question": QUESTION, "engine": "llm"},
    "/v1/chat/completions": {"messages": [{"role": "user", "content": QUESTION}]},
    "/v1/completions": {"prompt": QUESTION},
    "/v1/responses": {"input": QUESTION},
    "/mcp": {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": QUESTION}},
    },
}
FACES = [(path, stream) for path in ASKED for stream in (True, False) if path != "/mcp" or not stream]


TWO_THINGS = "What did the hospital in Dorn pay, and what did the allergy practice?"


@pytest.mark.parametrize(
    ("silent", "question"),
    [(0.0, QUESTION), (30.0, QUESTION), (30.0, TWO_THINGS)],
    ids=["while it writes", "before its first word", "while it takes the question apart"],
)
@pytest.mark.parametrize(("path", "stream"), FACES)
def test_who_leaves_stops_the_model_within_a_second(
    corpus: Corpus, model: SlowModel, serving: Any, path: str, stream: bool, silent: float, question: str
) -> None:
    model.silent = silent
    with serving(_newsqa(corpus, model)) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        body = ASKED[path] if path == "/mcp" else {**ASKED[path], "stream": stream}
        connection.request("POST", path, json.dumps(body).replace(QUESTION, question), MCP)
        assert _soon(lambda: model.begun)
        time.sleep(0.3)
        assert connection.sock
        connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()
        left = time.monotonic()
        assert _soon(lambda: model.left)
        assert model.left[0] - left < 1.0


def test_closing_the_stream_stops_the_model_for_the_page_too(corpus: Corpus, model: SlowModel) -> None:
    """The page closes the iterator between two of its steps; there is one at least every pulse."""
    model.silent = 30.0
    events = admitted(_newsqa(corpus, model)).stream(QUESTION, engine="llm")
    started = time.monotonic()
    assert any(isinstance(event, Delta) and not event.text for event in events)
    events.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 2.0
    assert _soon(lambda: model.left, 1.0)


def test_pulses_are_not_sent(corpus: Corpus, model: SlowModel, serving: Any) -> None:
    model.silent, model.words = 1.0, 3
    with serving(_newsqa(corpus, model)) as address:
        reply = httpx.post(f"{address}/api/ask", json={**ASKED["/api/ask"], "stream": True}, timeout=20)
    assert '"text": ""' not in reply.text
    assert "event: answer" in reply.text


# -- lines -------------------------------------------------------------------------------------------------------------


def test_a_line_is_first_come_first_served_and_has_an_end() -> None:
    line = Line(1, 2, patience=0.3)
    first, second, third = line.join(), line.join(), line.join()
    assert (first.is_set(), second.is_set(), third.is_set()) == (True, False, False)
    with pytest.raises(Overloaded):
        line.join()
    line.leave(first)
    assert (second.is_set(), third.is_set()) == (True, False)
    with pytest.raises(Overloaded):
        list(line.waits(third))
    line.leave(third)
    line.leave(second)
    assert line.join().is_set()


def _asked_by_client(address: str) -> None:
    with Client(address) as client:
        client.ask(QUESTION)


def _asked_by_async_client(address: str) -> None:
    async def ask() -> None:
        async with AsyncClient(address) as client:
            await client.ask(QUESTION)

    anyio.run(ask)


def test_written_answers_wait_in_line_and_quotes_do_not(corpus: Corpus, model: SlowModel, serving: Any) -> None:
    model.silent = 2.0
    model.words = 3
    newsqa = admitted(_newsqa(corpus, model), at_once=1, waiting=1)
    with serving(newsqa) as address:
        replies: list[httpx.Response] = []

        def ask() -> None:
            replies.append(httpx.post(f"{address}/api/ask", json=ASKED["/api/ask"], timeout=30))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        assert _soon(lambda: model.begun)
        assert isinstance(newsqa, AdmittedNewsQA) and _soon(lambda: len(newsqa.admission.writing) == 1)
        assert len(model.begun) == 1

        started = time.monotonic()
        full = httpx.post(f"{address}/api/ask", json=ASKED["/api/ask"])
        assert full.status_code == 503
        assert int(full.headers["retry-after"]) >= 1
        assert full.headers["content-type"] == "application/problem+json"
        assert full.json()["type"] == "urn:newsqa:problem:overloaded"
        assert "answers 1 at a time and lets 1 wait, and so many are there;" in full.json()["detail"]
        for ask_it in (_asked_by_client, _asked_by_async_client):
            with pytest.raises(Overloaded, match="lets 1 wait") as told:
                ask_it(address)
            assert told.value.retry_after == 5
        as_openai = httpx.post(f"{address}/v1/chat/completions", json=ASKED["/v1/chat/completions"])
        assert (as_openai.status_code, as_openai.json()["error"]["type"]) == (503, "server_error")
        assert "retry-after" in as_openai.headers
        quoted = httpx.post(f"{address}/api/ask", json={"question": QUESTION, "engine": "extractive"})
        assert quoted.status_code == 200
        assert time.monotonic() - started < 1.5

        for thread in threads:
            thread.join()
        assert [reply.status_code for reply in replies] == [200, 200]
        assert len(model.begun) == 2 and model.begun[1] - model.begun[0] > 1.5
        model.silent = 0.0
        assert httpx.post(f"{address}/api/ask", json=ASKED["/api/ask"], timeout=30).status_code == 200


def test_who_waits_too_long_for_the_model_gets_quotes(corpus: Corpus, model: SlowModel) -> None:
    model.silent = 5.0
    newsqa = admitted(_newsqa(corpus, model), at_once=1, waiting=1)
    assert isinstance(newsqa, AdmittedNewsQA)
    newsqa.admission.writing.patience = 0.3
    first = newsqa.stream(QUESTION, engine="llm")
    for event in first:
        if isinstance(event, Delta):
            break
    *_, last = newsqa.stream(QUESTION, engine="llm")
    assert isinstance(last, Answered)
    assert last.turn.answer.engine == "extractive"
    assert "busy" in (last.turn.answer.notice or "")
    first.close()  # type: ignore[attr-defined]
    assert len(newsqa.admission.writing) == 0


# -- how long ---------------------------------------------------------------------------------------------------------


def test_a_search_that_takes_too_long_is_refused(corpus: Corpus, serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = {**ASKED, "/api/search": {"query": QUESTION}}
    bodies["/api/ask"] = {"question": QUESTION, "engine": "extractive"}
    with serving(NewsQA(corpus)) as address:
        monkeypatch.setattr(index.search, "LONGEST", 0.0)
        for path in ("/api/ask", "/api/search", "/v1/chat/completions", "/v1/responses"):
            reply = httpx.post(f"{address}{path}", json=bodies[path])
            assert reply.status_code == 503 and "took too long" in reply.text and _is_in_shape(path, reply)
            assert int(reply.headers["retry-after"]) >= 1
        streamed = httpx.post(f"{address}/api/ask", json={**bodies["/api/ask"], "stream": True})
        assert streamed.text.rstrip().split("\n\n")[-1].startswith("event: error")
        monkeypatch.undo()
        for path, body in bodies.items():
            assert httpx.post(f"{address}{path}", json=body, headers=MCP).status_code == 200


def test_a_statement_that_does_not_end_is_interrupted(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    database = Database(tmp_path / "catalog.sqlite")
    started = time.monotonic()
    with within(0.3), pytest.raises(Overloaded, match="took too long"):
        database.read(endless)
    assert time.monotonic() - started < 3
    with within(0.3), pytest.raises(sqlite3.OperationalError, match="syntax"):
        database.read("SELECT FROM")
    assert database.read("SELECT 1") == [(1,)]
    with within(60), within(0.0), pytest.raises(Overloaded):
        in_time()
    in_time()
    database.close()


# -- how often, how much -----------------------------------------------------------------------------------------------


def test_a_token_bucket_fills_again() -> None:
    now = 0.0
    rate = RateLimit(60, lambda: now)
    assert [rate.wait("a") for _ in range(30)] == [0] * 30
    assert rate.wait("a") == 1
    assert rate.wait("b") == 0
    now = 2.0
    assert [rate.wait("a") for _ in range(3)] == [0, 0, 1]


def test_requests_under_way_are_counted() -> None:
    room = InFlight(1)
    assert room.enter() and not room.enter()
    room.leave()
    assert room.enter()


@pytest.fixture(scope="module")
def address(corpus: Corpus, serving: Any) -> Iterator[str]:
    with serving(NewsQA(corpus)) as found:
        httpx.post(f"{found}/api/ask", json={"question": QUESTION})
        yield found


def _is_in_shape(path: str, reply: httpx.Response) -> bool:
    record = reply.json()
    if path.startswith("/v1/"):
        return set(record["error"]) == {"message", "type", "param", "code"}
    if path == "/mcp":
        return record["jsonrpc"] == "2.0" and "message" in record["error"]
    return reply.headers["content-type"] == "application/problem+json" and record["status"] == reply.status_code


FIELDS = {
    "/api/ask": "turns",
    "/v1/chat/completions": "messages",
    "/v1/responses": "input",
    "/v1/completions": "prompt",
    "/mcp": "params",
}
TURN = {"role": "user", "content": "?", "question": "?"}
BAD: dict[str, tuple[Any, set[int]]] = {
    "10 MB": (lambda path: b'{"' + FIELDS[path].encode() + b'": "' + b"x" * 10_000_000 + b'"}', {413}),
    "10,000 turns": (lambda path: json.dumps({"question": "?", FIELDS[path]: [TURN] * 10_000}).encode(), {400, 422}),
    "broken JSON": (lambda path: b'{"question": "?', {400, 422}),
    "deep JSON": (lambda path: b"[" * 100_000, {400, 422}),
    "wrong types": (lambda path: json.dumps({"question": {"a": 1}, FIELDS[path]: 7}).encode(), {400, 422}),
    "no object": (lambda path: b"null", {400, 422}),
    "wrong items": (
        lambda path: json.dumps({"question": "?", FIELDS[path]: [{"role": 1, "content": [7] * 1000}] * 200}).encode(),
        {400, 422},
    ),
    "unknown model": (lambda path: json.dumps({**ASKED[path], "model": "gpt-5"}).encode(), {404, 422}),
}


NOT_MCP = ("wrong items", "unknown model")  # it has neither: what more is sent than it knows it takes


@pytest.mark.parametrize(("bad", "path"), [(b, p) for b in BAD for p in FIELDS if p != "/mcp" or b not in NOT_MCP])
def test_what_needs_no_work_is_refused_at_once_and_in_shape(address: str, bad: str, path: str) -> None:
    make, statuses = BAD[bad]
    content = make(path)
    took = []
    at_most = 0.1
    with httpx.Client() as client:
        while not took or (min(took) >= at_most and len(took) < 8):
            started = (
                time.process_time()
            )  # of server and client, which only work here: neighbours take time of their own
            reply = client.post(f"{address}{path}", content=content, headers=MCP)
            took.append(time.process_time() - started)
            assert reply.status_code in statuses, reply.text
            assert _is_in_shape(path, reply)
            if path == "/mcp":  # whose library takes most of it; neighbours slow a processor down, too
                at_most = max(at_most, 20 * _seconds_to_read())
    assert min(took) < at_most


def _seconds_to_read() -> float:
    """Seconds of this processor, now, to read 10,000 turns as JSON: 4 ms where nothing else runs."""
    turns = json.dumps([TURN] * 10_000)
    started = time.process_time()
    json.loads(turns)
    return time.process_time() - started


def test_a_question_of_4001_characters_is_too_long_in_every_face(address: str) -> None:
    long = "x" * 4001
    for path, body in (
        ("/api/ask", {"question": long}),
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": long}]}),
        ("/v1/responses", {"input": long}),
        ("/v1/completions", {"prompt": long}),
    ):
        reply = httpx.post(f"{address}{path}", json=body)
        assert reply.status_code in (400, 422) and "4,000" in reply.text.replace("4000", "4,000")


def test_too_much_at_once_is_told_at_once(articles: list[Article], corpus: Corpus, serving: Any) -> None:
    """Slow senders hold their places; the next caller hears so, and is served when they have gone."""
    with serving(NewsQA(corpus)) as address:
        most = Admission(1, 8).most(writes=False)
        host, port = address.removeprefix("http://").split(":")
        head = f"POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
        slow = [socket.create_connection((host, int(port))) for _ in range(most)]
        for sender in slow:
            sender.sendall(head.encode() + b"{")
        time.sleep(0.5)

        def refused() -> None:
            reply = httpx.post(f"{address}/api/ask", json={"question": QUESTION})
            assert reply.status_code == 503 and 2 <= int(reply.headers["retry-after"]) <= 5

        assert quickest(refused, 0.5) < 0.5
        assert httpx.get(f"{address}/healthz").status_code == 200
        for sender in slow:
            sender.close()
        time.sleep(0.3)
        assert httpx.post(f"{address}/api/ask", json={"question": QUESTION}).status_code == 200


SLOW_PATHS = ("/api/ask", "/v1/chat/completions", "/mcp", "/api/ingest")


@pytest.mark.parametrize("path", SLOW_PATHS)
def test_a_body_that_does_not_arrive_gives_its_place_back(
    corpus: Corpus, serving: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Whether nothing more comes of it, or a byte now and then."""
    monkeypatch.setattr(qa.api.guard, "_ARRIVES", 1.5)
    monkeypatch.setattr(Admission, "most", lambda *_, **__: 2)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {MCP['accept']}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
    with serving(NewsQA(corpus)) as address:
        where = ("127.0.0.1", int(address.rsplit(":", 1)[1]))
        silent, trickling = (socket.create_connection(where, timeout=5) for _ in range(2))
        for sender in (silent, trickling):
            sender.sendall(head.encode())
        until = time.monotonic() + 1  # the server has read both heads by then
        while httpx.post(f"{address}/api/ask", json={"question": QUESTION}).status_code != 503:
            assert time.monotonic() < until
        for _ in range(3):
            trickling.sendall(b" ")
            time.sleep(0.1)
        for sender in (silent, trickling):
            with sender, sender.makefile("rb") as received:
                told = received.read()  # to its end: the connection is closed
            status, _, body = told.partition(b"\r\n\r\n")
            assert status.startswith(b"HTTP/1.1 408 ") and b"did not arrive in time" in body
            kind = re.search(rb"content-type: (\S+)", status)
            assert kind
            reply = httpx.Response(408, content=body, headers={"content-type": kind[1].decode()})
            assert _is_in_shape(path, reply)
        assert httpx.post(f"{address}/api/ask", json={"question": QUESTION}).status_code == 200


@pytest.mark.parametrize("path", SLOW_PATHS)
def test_a_body_without_a_length_that_is_too_large_is_refused_in_shape(address: str, path: str) -> None:
    reply = httpx.post(f"{address}{path}", content=iter([b" " * 1_000_000] * 40), headers=MCP)
    assert reply.status_code == 413 and _is_in_shape(path, reply)


def test_an_answer_may_take_longer_than_its_question_did_to_arrive(
    corpus: Corpus, model: SlowModel, serving: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.api.guard, "_ARRIVES", 0.3)
    model.silent, model.words = 1.0, 3
    with serving(_newsqa(corpus, model)) as address:
        for stream in (True, False):
            reply = httpx.post(f"{address}/api/ask", json={**ASKED["/api/ask"], "stream": stream}, timeout=20)
            assert reply.status_code == 200 and reply.elapsed.total_seconds() > 0.9
            assert '"citations"' in reply.text and "event: error" not in reply.text


def test_limits_reach_the_line(corpus: Corpus, model: SlowModel) -> None:
    newsqa = admitted(_newsqa(corpus, model), at_once=3, waiting=5)
    assert isinstance(newsqa, AdmittedNewsQA) and newsqa.admission.most(writes=True) > 8
    assert (newsqa.admission.writing.at_once, newsqa.admission.writing.waiting) == (3, 5)
    app = create_app(_newsqa(corpus, model), page=False, limits=Limits(at_once=3, waiting=5))
    assert app.state.access.in_flight.most == newsqa.admission.most(writes=True)
