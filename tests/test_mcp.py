"""The Model Context Protocol, spoken by the official client over both transports to real servers."""

from __future__ import annotations

import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, TextContent

from index import Article, Corpus, DataDirBusy, NewsqaError, StorageFailed
from qa.client.remote import RemoteService
from qa.mcp_server import ServiceOnDemand, make_server
from qa.newsqa import NewsQA
from qa.serve.replies import ArticleReply, SearchReply, TurnReply
from qa.serve.schemas import SearchBody
from qa.serve.service import LocalService
from qa.settings import Settings

QUESTION = "Which airport did the storm close?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> Path:
    """A data directory that nobody owns."""
    directory = tmp_path_factory.mktemp("data")
    with Corpus.open(directory) as opened:
        opened.add(articles)
    return directory


@pytest.fixture(scope="module")
def address(corpus: Corpus, serving: Any) -> Iterator[str]:
    with serving(NewsQA(corpus)) as found:
        yield found


def _stdio(data: Path) -> StdioServerParameters:
    # A model file that is not there: no test waits for the local model to load.
    env = {"NEWSQA_DATA": str(data), "NEWSQA_LLM_FILE": str(data / "none.gguf"), "HF_HUB_OFFLINE": "1"}
    return StdioServerParameters(
        command=sys.executable, args=["-m", "qa", "mcp"], env=env, cwd=Path(__file__).parents[1]
    )


def _talk(server: Any, talk: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with Client(server, read_timeout_seconds=60) as client:
            return await talk(client)

    return anyio.run(run)


def _text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def _use_every_tool(client: Client) -> None:
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"ask", "search", "get_article"}
    for tool in tools.values():
        assert tool.description and "\n " not in tool.description and tool.output_schema
        assert tool.input_schema["additionalProperties"] is False
        assert tool.annotations and tool.annotations.read_only_hint and not tool.annotations.open_world_hint

    asked = await client.call_tool("ask", {"question": QUESTION, "engine": "extractive"})
    turn = TurnReply.model_validate(asked.structured_content)
    assert not turn.refused and turn.citations
    assert json.loads(_text(asked)) == asked.structured_content

    found = await client.call_tool("search", {"query": "museum of clocks", "k": 2, "publisher": ["The Lake Post"]})
    hits = SearchReply.model_validate(found.structured_content).hits
    assert hits[0].title == "Museum of clocks opens in Lindau"

    one = await client.call_tool("search", {"query": "museum of clocks", "k": 2, "publisher": "the lake post"})
    assert one.structured_content == found.structured_content

    cited = turn.citations[0]
    read = await client.call_tool("get_article", {"article_id": cited.article_id, "version": cited.version})
    article = ArticleReply.model_validate(read.structured_content)
    assert article.text[cited.start : cited.end] == cited.quote

    for name, arguments, word in (
        ("ask", {"question": " "}, "question"),
        ("ask", {"question": "?", "since": "soon"}, "not a date"),
        ("search", {"query": "x", "k": 0}, "k"),
        ("get_article", {"article_id": "nothing"}, "nothing"),
        ("get_article", {}, "article_id"),
        ("ask", {"question": "?", "publishers": "Nobody"}, "publishers"),
        ("search", {"query": "airport", "date_from": "2030-01-01"}, "date_from"),
        ("get_article", {"article_id": cited.article_id, "v": cited.version}, "v\n"),
    ):
        failed = await client.call_tool(name, arguments)
        assert failed.is_error and word in _text(failed)


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_over_http(address: str, path: str) -> None:
    _talk(f"{address}{path}", _use_every_tool)


def test_http_is_guarded_and_takes_posts_alone(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        reply = client.get("/mcp", headers={"accept": "text/event-stream"})
        assert (reply.status_code, reply.headers["allow"]) == (405, "POST")
        assert client.post("/mcp", json={}, headers={"host": "evil.example"}).status_code == 421
        assert client.post("/mcp", json={}, headers={"origin": "http://evil.example"}).status_code == 403
        assert client.post("/mcp", content=b"x" * 2_000_000).status_code == 413


def test_over_stdio(data: Path) -> None:
    _talk(_stdio(data), _use_every_tool)


def test_over_stdio_what_is_no_message_is_answered(data: Path) -> None:
    server = _stdio(data)
    ping = {"jsonrpc": "2.0", "id": "last", "method": "ping"}
    lines = [
        b"not json",
        b'{"jsonrpc": "2.0", "id": 7, "method": "ping", "params": {"a": "half \\ud800"}}',
        b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b'{"id": 8}',
        b"",
        json.dumps(ping).encode(),
    ]
    env = {**os.environ, **(server.env or {})}
    command = [server.command, *server.args]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=server.cwd) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b"\n".join(lines) + b"\n")
        process.stdin.flush()
        patience = threading.Timer(60, process.kill)
        patience.start()
        replies = [json.loads(process.stdout.readline()) for _ in range(8)]
        patience.cancel()
        process.stdin.close()
    *refused, answered = replies
    assert process.returncode == 0 and answered["id"] == "last" and "error" not in answered
    assert [(reply["id"], reply["error"]["code"]) for reply in refused] == [
        (None, -32700), (7, -32700), (None, -32700), (None, -32700), (None, -32700),
        (None, -32600), (8, -32600),
    ]  # fmt: skip
    assert all("half" not in reply["error"]["message"] for reply in refused)


def test_over_stdio_faults_are_logged_without_words(tmp_path: Path, articles: list[Article]) -> None:
    with Corpus.open(tmp_path) as opened:
        opened.add(articles)
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as db:
        db.execute("DROP TABLE versions")
    log = tmp_path / "log"

    async def read(client: Client) -> CallToolResult:
        return await client.call_tool("get_article", {"article_id": "quokka"})

    with log.open("w") as errors:
        result = _talk(stdio_client(_stdio(tmp_path), errors), read)
    assert result.is_error and "log has more" in _text(result)
    told = log.read_text("utf-8")
    assert re.search(r"^\d{4}-\S+ \S+ ERROR newsqa\.mcp a tool failed with OperationalError:$", told, re.M), told
    assert "catalog.py" in told and "quokka" not in told and "no such table" not in told


def test_over_stdio_when_a_server_owns_the_directory(corpus: Corpus, address: str) -> None:
    corpus.announce(address)
    try:
        _talk(_stdio(corpus.directory), _use_every_tool)
    finally:
        corpus.announce(None)


def test_over_stdio_when_the_directory_is_in_use(corpus: Corpus) -> None:
    async def ask(client: Client) -> CallToolResult:
        return await client.call_tool("ask", {"question": QUESTION})

    result = _talk(_stdio(corpus.directory), ask)
    assert result.is_error and "in use by process" in _text(result)


def test_a_server_that_went_away_is_forgotten(empty_corpus: Corpus) -> None:
    settings = Settings(data=empty_corpus.directory)
    on_demand = ServiceOnDemand(settings)
    with pytest.raises(DataDirBusy), on_demand.use():
        pass
    empty_corpus.announce("http://127.0.0.1:9")
    with pytest.raises(NewsqaError, match="does not answer"), on_demand.use() as service:
        assert isinstance(service, RemoteService)
        service.search(SearchBody(query="x"))
    empty_corpus.close()
    with on_demand.use() as service:
        assert isinstance(service, LocalService)
    with on_demand.use() as again:
        assert again is service
    on_demand.close()
    Corpus.open(settings.data).close()


def test_a_disk_that_fails_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Full:
        def article(self, *_: object) -> None:
            raise StorageFailed("catalog.db cannot be read: the disk has failed")

    async def read(client: Client) -> CallToolResult:
        return await client.call_tool("get_article", {"article_id": "quokka"})

    with caplog.at_level(logging.INFO, "newsqa.mcp"):
        result = _talk(make_server(lambda: nullcontext(Full())), read)
    assert result.is_error and "the disk has failed" in _text(result)
    assert "StorageFailed: catalog.db cannot be read" in caplog.text and "quokka" not in caplog.text


def test_faults_tell_nothing(caplog: pytest.LogCaptureFixture) -> None:
    words = "secret particulars"

    class Broken:
        def search(self, _: object) -> None:
            raise RuntimeError(words)

    async def search(client: Client) -> CallToolResult:
        return await client.call_tool("search", {"query": "a private query"})

    with caplog.at_level(logging.INFO, "newsqa.mcp"):
        result = _talk(make_server(lambda: nullcontext(Broken())), search)
    assert result.is_error and "secret" not in _text(result)
    assert "secret" not in caplog.text and "RuntimeError" in caplog.text
