"""One question over every face, streamed and not: the same answer and the same citations."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import gradio_client
import mcp
import openai
import pytest
from fastapi.testclient import TestClient

from index import Corpus
from qa import AsyncClient, Client, NewsQA
from qa.api.server import create_app
from qa.records import Answered
from qa.wire import turn_json
from tests.browser import Browser, launched, serve, visit

ROOT = Path(__file__).parent.parent
ANSWERED, REFUSED = "which airport was attacked?", "Who is the mayor of Zork?"
SEVERAL = "Which airport was attacked and how many people died in the Mecca crane collapse?"


@pytest.fixture(scope="module")
def newsqa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsQA]:
    with Corpus.open(tmp_path_factory.mktemp("data")) as corpus:
        corpus.ingest([ROOT / "seeds"])
        yield NewsQA(corpus)


@pytest.fixture(scope="module")
def address(newsqa: NewsQA, serving: Any) -> Iterator[str]:
    """A server that the data directory names as its owner, so that the command line asks it."""
    with serving(newsqa) as found:
        newsqa.corpus.announce(found)
        yield found


@pytest.fixture(scope="module")
def page_address(newsqa: NewsQA) -> Iterator[str]:
    """A server with the page."""
    yield from serve(newsqa)


@pytest.fixture(scope="module")
def environment(newsqa: NewsQA, address: str) -> dict[str, str]:
    return {**os.environ, "NEWSQA_DATA": str(newsqa.corpus.directory)}


@pytest.fixture(scope="module", params=[ANSWERED, SEVERAL, REFUSED])
def question(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def expected(newsqa: NewsQA, question: str) -> dict[str, Any]:
    return _answer(turn_json(newsqa.ask(question)))


def _answer(turn: Any) -> dict[str, Any]:
    """What must be the same everywhere, of a turn in JSON."""
    return {key: turn[key] for key in ("question", "understood_as", "short", "text", "citations", "refused", "reason")}


def _is_told(text: str, annotations: Any, expected: dict[str, Any]) -> None:
    """A message holds the answer and, for each mark, the place of the mark."""
    assert expected["text"] in text and (expected["short"] or "") in text
    spans = [text[a["start_index"] : a["end_index"]] for a in annotations]
    assert spans == [f"[{citation['n']}]" for citation in expected["citations"]]
    assert [a["title"] for a in annotations] == [citation["title"] for citation in expected["citations"]]


def test_python_streamed(newsqa: NewsQA, question: str, expected: dict[str, Any]) -> None:
    *_, last = newsqa.stream(question)
    assert isinstance(last, Answered) and _answer(turn_json(last.turn)) == expected


@pytest.mark.parametrize("stream", [False, True])
def test_native(newsqa: NewsQA, question: str, expected: dict[str, Any], stream: bool) -> None:
    client = TestClient(create_app(newsqa, page=False), base_url="http://127.0.0.1:7860")
    reply = client.post("/api/ask", json={"question": question, "stream": stream}).text
    turn = json.loads(reply.strip().split("data: ")[-1])
    assert _answer(turn) == expected


@pytest.mark.parametrize("stream", [False, True])
def test_chat_completions(address: str, question: str, expected: dict[str, Any], stream: bool) -> None:
    messages: Any = [{"role": "user", "content": question}]
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none") as sdk:
        if stream:
            chunks: Any = list(sdk.chat.completions.create(model="newsqa", messages=messages, stream=True))
            text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
            extras = [chunk.choices[0].delta.model_extra or {} for chunk in chunks]
            annotations = [a for extra in extras for a in extra.get("annotations", [])]
            turn = chunks[-1].newsqa
        else:
            reply: Any = sdk.chat.completions.create(model="newsqa", messages=messages)
            text, turn = reply.choices[0].message.content, reply.newsqa
            annotations = [a.model_dump() for a in reply.choices[0].message.annotations]
    assert _answer(turn) == expected
    _is_told(text, [a["url_citation"] for a in annotations], expected)


@pytest.mark.parametrize("stream", [False, True])
def test_responses(address: str, question: str, expected: dict[str, Any], stream: bool) -> None:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none") as sdk:
        if stream:
            with sdk.responses.stream(model="newsqa", input=question) as events:
                reply: Any = events.get_final_response()
        else:
            reply = sdk.responses.create(model="newsqa", input=question)
    assert _answer(reply.newsqa) == expected
    _is_told(reply.output_text, [a.model_dump() for a in reply.output[1].content[0].annotations], expected)


@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_mcp(
    address: str, environment: dict[str, str], question: str, expected: dict[str, Any], transport: str
) -> None:
    stdio = mcp.StdioServerParameters(command=sys.executable, args=["-m", "qa", "mcp"], env=environment, cwd=ROOT)

    async def run() -> Any:
        async with mcp.Client(f"{address}/mcp" if transport == "http" else stdio, read_timeout_seconds=60) as client:
            return (await client.call_tool("ask", {"question": question})).structured_content

    assert _answer(anyio.run(run)) == expected


@pytest.mark.parametrize("stream", [False, True])
def test_clients(address: str, question: str, expected: dict[str, Any], stream: bool) -> None:
    with Client(address) as client:
        turn: Any = list(client.stream(question))[-1] if stream else client.ask(question)
    assert _answer(turn.model_dump()) == expected

    async def run() -> Any:
        async with AsyncClient(address) as other:
            return [event async for event in other.stream(question)][-1] if stream else await other.ask(question)

    assert _answer(anyio.run(run).model_dump()) == expected


def test_command_line(environment: dict[str, str], question: str, expected: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "qa", "ask", question, "--json"]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stderr
    assert _answer(json.loads(told.stdout)) == expected


def test_command_line_as_text(environment: dict[str, str], question: str, expected: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "qa", "ask", question]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stderr
    said, *sources = re.split(r"^\[(?=\d+\])", told.stdout, flags=re.MULTILINE)
    shown = [line for line in (expected["short"], expected["text"]) if line]
    assert said.startswith("\n".join(shown) + "\n")
    assert ("Why: " + (expected["reason"] or "") in said) == bool(expected["refused"])
    assert len(sources) == len(expected["citations"])
    for source, citation in zip(sources, expected["citations"], strict=True):
        head, *rest = source.splitlines()
        doubt = "" if citation["verdict"] == "supported" else f" ({citation['verdict']})"
        assert head.startswith(f"{citation['n']}]{doubt} {citation['title']}")
        assert f"“{' '.join(citation['quote'].split())}”" in "\n".join(rest)
        assert f"newsqa show {citation['article_id']}" in source


def test_gradio_endpoint(page_address: str, question: str, expected: dict[str, Any]) -> None:
    client = gradio_client.Client(page_address, verbose=False)
    assert _answer(client.predict(question, api_name="/ask")) == expected


# What the page shows of an exchange: its texts with the marks as [n], where each mark leads, and each source's verdict.
SHOWN = """(exchange) => {
  const copy = exchange.cloneNode(true);
  for (const mark of copy.querySelectorAll(".mark")) mark.replaceWith(` [${mark.textContent}]`);
  const words = (selector) => copy.querySelector(selector)?.textContent.split(/\\s+/).filter(Boolean).join(" ") ?? null;
  const place = (button) => [button.dataset.article, button.dataset.version, +button.dataset.start, +button.dataset.end];
  return {
    question: words(".question"),
    short: words(".short"),
    text: words(".text") ?? words(".refusal > p"),
    refused: copy.querySelector(".refusal") !== null,
    marks: [...exchange.querySelectorAll(".mark")].map((mark) => [+mark.textContent, ...place(mark)]),
    sources: [...exchange.querySelectorAll(".source li")].map((source) => {
      const number = source.querySelector(".number");
      return [+number.textContent, ...place(number), source.querySelector(".verdict").classList[1]];
    }),
    titles: [...exchange.querySelectorAll(".source .open")].map((title) => title.textContent),
  };
}"""
VERDICTS = {"supported": "yes", "partly": "partly", "not found": "no"}


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser for one test only: the others run event loops of their own."""
    yield from launched()


@pytest.mark.slow
def test_page(browser: Browser, page_address: str, question: str, expected: dict[str, Any]) -> None:
    for visited in visit(browser, page_address):
        shown = visited.ask(question, 1).evaluate(SHOWN)
        places = [[c["n"], c["article_id"], c["version"], c["start"], c["end"]] for c in expected["citations"]]
        verdicts = [VERDICTS[c["verdict"]] for c in expected["citations"]]
        assert shown == {
            "question": expected["question"],
            "short": expected["short"],
            "text": " ".join(expected["text"].split()),
            "refused": expected["refused"],
            "marks": places,
            "sources": [[*place, verdict] for place, verdict in zip(places, verdicts, strict=True)],
            "titles": list(dict.fromkeys(c["title"] for c in expected["citations"])),
        }
