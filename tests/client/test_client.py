"""The typed clients against a real server: what they give, and the errors that they raise."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import anyio
import httpx
import pytest

from index import BadRequest, Corpus, ModelUnavailable, NewsqaError, NotFound, Overloaded
from qa import AsyncClient, Client, NewsQA
from qa.client.calls import Call
from qa.client.remote import RemoteService
from qa.serve.replies import EvidenceReply, QueryReply, TurnReply
from qa.serve.schemas import AskBody

QUESTION = "Which airport did the storm close?"


@pytest.fixture(scope="module")
def address(corpus: Corpus, serving: Any) -> Iterator[str]:
    with serving(NewsQA(corpus)) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address) as opened:
        yield opened


def _run(address: str, talk: Callable[[AsyncClient], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with AsyncClient(address) as client:
            await talk(client)

    anyio.run(run)


def _same(one: TurnReply, other: TurnReply) -> bool:
    return one.model_copy(update={"timings": None}) == other.model_copy(update={"timings": None})


def test_a_conversation(client: Client) -> None:
    first = client.ask(QUESTION, engine="extractive")
    cited = first.citations[0]
    assert client.article(cited.article_id, cited.version).text[cited.start : cited.end] == cited.quote
    second = client.ask("When?", [first], publisher="alba times", since="2024-01-01", until="2024-12-31")
    assert second.understood_as.rewritten
    assert second.understood_as.publisher == ["Alba Times"]


def test_a_stream_ends_with_what_ask_gives(client: Client) -> None:
    understood, evidence, answer = client.stream(QUESTION)
    assert isinstance(understood, QueryReply) and isinstance(evidence, EvidenceReply) and isinstance(answer, TurnReply)
    assert evidence.preview.text == answer.text
    assert _same(answer, client.ask(QUESTION))


@pytest.mark.parametrize("line_break", ["\x85", "\u2028", "\u2029"])
def test_a_stream_may_hold_the_line_breaks_of_unicode(client: Client, line_break: str) -> None:
    question = f"Which airport{line_break}did the storm close?"
    *_, answer = client.stream(question)
    assert isinstance(answer, TurnReply) and answer.question == question


def test_looking(client: Client, corpus: Corpus) -> None:
    assert client.search("museum of clocks", 2, publisher=["The Lake Post"]).hits[0].title.startswith("Museum")
    page = client.articles(publisher=["The Lake Post", "Alba Times"], text="airport", limit=1)
    assert (page.total, len(page.articles)) == (2, 1)
    assert client.status().articles == corpus.count()


def test_errors_are_those_of_the_library(client: Client) -> None:
    with pytest.raises(BadRequest) as raised:
        client.ask(" ")
    assert raised.value.field == "question"
    with pytest.raises(BadRequest) as raised:
        client.ask("x?", since="soon")
    assert raised.value.field == "since"
    with pytest.raises(BadRequest):
        list(client.stream("x?", publisher="Nobody’s Paper"))
    with pytest.raises(NotFound):
        client.article("a/b ?")


def test_letters_are_sent_as_they_are_measured() -> None:
    with httpx.Client(base_url="http://127.0.0.1") as http:
        sent = Call("/api/ingest", {"text": "Шторм", "odd": SURROGATE}).request(http).content
    assert sent == '{"text": "Шторм", "odd": "\\ud800"}'.encode()


SURROGATE = "\ud800"  # what Python makes of a byte that is no UTF-8, and JSON can say


def test_a_lone_surrogate_is_in_no_article(address: str, client: Client) -> None:
    known = client.articles(limit=1).articles[0].id
    for article_id, version in ((SURROGATE, None), (known, SURROGATE)):
        with pytest.raises(NotFound):
            client.article(article_id, version)
    with pytest.raises(NotFound):
        client.remove(SURROGATE)
    with pytest.raises(NotFound):
        client.job(SURROGATE)
    assert client.articles(text=SURROGATE).total == 0
    with pytest.raises(BadRequest, match="publisher"):
        client.articles(publisher=[SURROGATE])
    turn = client.ask(QUESTION).model_copy(update={"reason": SURROGATE})  # a field that is not looked into
    assert client.ask("When?", [turn]).understood_as.rewritten

    async def talk(other: AsyncClient) -> None:
        with pytest.raises(NotFound):
            await other.article(known, SURROGATE)
        assert (await other.articles(text=SURROGATE)).total == 0

    _run(address, talk)


@pytest.mark.parametrize("article_id", [".", "..", "", "/", "a/b", "../status", "a?version=b", "%2e"])
def test_an_id_is_never_a_way_to_another_address(client: Client, article_id: str) -> None:
    with pytest.raises(NotFound):
        client.article(article_id)
    with pytest.raises(NotFound):
        client.cancel_job(article_id)


ARTICLE = {
    "title": "Tram line opens",
    "text": "A tram line opened in Lindau. It has nine stops.",
    "published": "2024-06-01",
}


def test_adding_and_removing_articles(empty_corpus: Corpus, serving: Any) -> None:
    with serving(NewsQA(empty_corpus)) as address:
        with Client(address) as client:
            job = client.ingest([ARTICLE, {"title": "No text"}], wait=True)
            assert (job.state, job.added, job.refused, job.ended) == ("done", 1, 1, True)
            assert client.job(job.id) == job == client.jobs(limit=1).jobs[0]
            assert client.cancel_job(job.id) == job
            (hit,) = client.search("tram line").hits
            assert hit.title == ARTICLE["title"]
            client.remove(hit.article_id)
            assert client.articles().total == 0
            with pytest.raises(NewsqaError, match="fetches nothing"):
                client.ingest(urls=["https://example.com/"])
            with pytest.raises(BadRequest, match="either"):
                client.ingest([])
            with pytest.raises(BadRequest, match="JSON"):
                client.ingest([{"text": object()}])

        async def talk(client: AsyncClient) -> None:
            job = await client.ingest([{**ARTICLE, "byline": SURROGATE}], wait=True)
            assert (job.state, job.added) == ("done", 1)
            assert await client.job(job.id) == (await client.jobs()).jobs[0] == await client.cancel_job(job.id)
            await client.remove((await client.articles()).articles[0].id)
            assert (await client.status()).articles == 0

        _run(address, talk)


def test_the_asynchronous_client_gives_the_same(address: str, client: Client) -> None:
    async def talk(other: AsyncClient) -> None:
        turn = await other.ask(QUESTION)
        assert _same(turn, client.ask(QUESTION))
        *_, last = [event async for event in other.stream(QUESTION)]
        assert isinstance(last, TurnReply) and _same(last, turn)
        assert await other.search("clocks", 3) == client.search("clocks", 3)
        assert await other.articles(limit=3) == client.articles(limit=3)
        cited = turn.citations[0]
        assert await other.article(cited.article_id) == client.article(cited.article_id)
        assert (await other.status()).articles == client.status().articles
        with pytest.raises(NotFound):
            await other.article("nothing")
        with pytest.raises(BadRequest):
            await other.search("x", 0)

    _run(address, talk)


def test_nobody_there() -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(NewsqaError, match="does not answer"):
        client.status()

    async def talk(client: AsyncClient) -> None:
        with pytest.raises(NewsqaError, match="does not answer"):
            await client.status()

    _run("http://127.0.0.1:9", talk)


@pytest.mark.parametrize(
    "address", ["127.0.0.1:7860", "", "http://", "ftp://127.0.0.1", "http://a:b", "http://\ud800/"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(BadRequest, match="no address of a server"):
            kind(address)


def _replying(status: int, body: bytes, **headers: str) -> Client:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, content=body, headers=headers))
    return Client(http=httpx.Client(base_url="http://127.0.0.1", transport=transport))


def test_what_others_reply() -> None:
    for body in (b"<html>", b"[1]"):
        with pytest.raises(NewsqaError, match="HTTP 502"):
            _replying(502, body).status()
    with pytest.raises(ModelUnavailable, match="No model"):
        _replying(503, b'{"status": 503, "detail": "No model."}').status()
    with pytest.raises(ModelUnavailable):
        list(_replying(200, b'event: error\ndata: {"status": 503, "detail": "No model."}\n\n').stream("x?"))


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1]", b"\xff\xfe{", b"1" * 5000, b"[" * 100_000, b'{"a": 1}', b"event: x\ndata: {}\n\n"]
)
def test_another_program_at_the_address(body: bytes) -> None:
    client = _replying(200, body)
    asked: list[Callable[[], object]] = [client.status, lambda: client.ask("x?"), lambda: list(client.stream("x?"))]
    for ask in asked:
        with pytest.raises(NewsqaError, match="does not answer"):
            ask()


def test_a_reply_that_is_none_of_ours_is_told_by_its_status() -> None:
    with pytest.raises(NewsqaError, match=r"HTTP 308, which points to https://news\.example/"):
        _replying(308, b"", location="https://news.example/").status()
    for body in (b'{"error": "x"}', b'{"detail": [1]}', b'{"status": 422, "errors": ["a"]}'):
        with pytest.raises(NewsqaError, match="HTTP 4"):
            _replying(422, body).status()
    with pytest.raises(BadRequest, match="No"):
        _replying(422, b'{"detail": "No.", "errors": ["a"]}').status()


def test_a_key_that_asks_too_often_is_told_when_to_come_back() -> None:
    with pytest.raises(Overloaded, match="too often") as raised:
        _replying(429, b'{"status": 429, "detail": "This asked too often."}', **{"retry-after": "7"}).status()
    assert raised.value.retry_after == 7


def test_a_server_that_falls_silent_in_mid_stream() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        connection, _ = listener.accept()
        connection.recv(65536)
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        connection.sendall(head + b'1c\r\nevent: delta\ndata: {"te": 1}\r\n')
        connection.close()

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    service = RemoteService(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with pytest.raises(NewsqaError, match="does not answer"):
        list(service.stream(AskBody.of(question="x?")))
    service.close()
    thread.join(5)
    listener.close()
