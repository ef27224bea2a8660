"""Other people's programs against the server, unmodified, and llama-index over the corpus: citations in each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import gradio_client
import httpx
import pytest
from gradio_client.exceptions import AppError, AuthenticationError
from gradio_client.utils import QueueError
from langchain_openai import ChatOpenAI
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

from index import Corpus, Filters
from qa import NewsQA
from qa.api.keys import KeyRing, add_key
from qa.api.limits import Limits
from qa.api.server import create_app
from qa.query_engine import NewsQAQueryEngine
from qa.wire import turn_json
from tests.browser import serve
from tests.page.test_browser import Slow

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTION, FOLLOW_UP, REFUSED = "which airport was attacked?", "who attacked it?", "Who is the mayor of Zork?"


@pytest.fixture(scope="module")
def newsqa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsQA]:
    with Corpus.open(tmp_path_factory.mktemp("data")) as corpus:
        corpus.ingest([SEEDS])
        yield NewsQA(corpus)


@pytest.fixture(scope="module")
def endpoint(newsqa: NewsQA, serving: Any) -> Iterator[str]:
    with serving(newsqa) as address:
        yield f"{address}/v1"


@pytest.fixture(scope="module")
def page(newsqa: NewsQA) -> Iterator[str]:
    """The address of a server with the page."""
    yield from serve(newsqa)


def _is_cited(text: str, newsqa: NewsQA, question: str = QUESTION) -> None:
    answer = newsqa.ask(question).answer
    assert answer.text in text and "[1]" in answer.text
    for citation in answer.citations:
        assert f"[{citation.n}] {citation.title}" in text and (citation.url or "/api/articles/") in text


def test_langchain(newsqa: NewsQA, endpoint: str) -> None:
    model = ChatOpenAI(base_url=endpoint, api_key="none", model="newsqa")  # type: ignore[arg-type]
    whole = model.invoke(QUESTION)
    _is_cited(str(whole.content), newsqa)
    assert whole.usage_metadata and whole.usage_metadata["output_tokens"] > 0
    _is_cited("".join(str(chunk.content) for chunk in model.stream(QUESTION)), newsqa)
    _is_cited(str(asyncio.run(model.ainvoke(QUESTION)).content), newsqa)
    followed = model.invoke(
        [("system", "Be brief."), ("human", QUESTION), ("ai", str(whole.content)), ("human", FOLLOW_UP)]
    )
    first = newsqa.ask(QUESTION)
    assert newsqa.ask(FOLLOW_UP, [first]).answer.text in str(followed.content)


def test_langchain_over_responses(newsqa: NewsQA, endpoint: str) -> None:
    model = ChatOpenAI(base_url=endpoint, api_key="none", model="newsqa", use_responses_api=True)  # type: ignore[arg-type]
    reply: Any = model.invoke(QUESTION)
    (block,) = [block for block in reply.content if block["type"] == "text"]
    _is_cited(block["text"], newsqa)
    assert [a["title"] for a in block["annotations"]] == [c.title for c in newsqa.ask(QUESTION).answer.citations]


def test_llama_index(newsqa: NewsQA, endpoint: str) -> None:
    model = OpenAILike(model="newsqa", api_base=endpoint, api_key="none", is_chat_model=True)
    message = [ChatMessage(role="user", content=QUESTION)]
    _is_cited(str(model.chat(message).message.content), newsqa)
    _is_cited("".join(chunk.delta or "" for chunk in model.stream_chat(message)), newsqa)
    plain = OpenAILike(model="newsqa", api_base=endpoint, api_key="none")
    _is_cited(plain.complete(QUESTION).text, newsqa)
    _is_cited("".join(chunk.delta or "" for chunk in plain.stream_complete(QUESTION)), newsqa)


def test_the_query_engine_answers_with_the_quotes_as_source_nodes(newsqa: NewsQA) -> None:
    turn = newsqa.ask(QUESTION)
    response: Any = NewsQAQueryEngine(newsqa=newsqa).query(QUESTION)
    assert str(response) == turn.answer.text
    assert [node.text for node in response.source_nodes] == [c.quote for c in turn.answer.citations]
    told = turn_json(turn)
    assert response.metadata["citations"] == told["citations"] and response.metadata["short"] == told["short"]
    for node in response.source_nodes:
        where = node.metadata
        article = newsqa.corpus.article(where["article_id"], where["version"])
        assert article.text[where["start"] : where["end"]] == node.text
        assert where["article_id"] not in node.node.get_content("llm")  # type: ignore[arg-type]


def test_the_query_engine_refuses_and_filters(newsqa: NewsQA) -> None:
    refused: Any = NewsQAQueryEngine(newsqa=newsqa).query(REFUSED)
    assert refused.metadata["refused"] and not refused.source_nodes
    nowhere = NewsQAQueryEngine(newsqa=newsqa, filters=Filters(since=4_000_000_000), engine="extractive")
    assert asyncio.run(nowhere.aquery(QUESTION)).metadata["refused"]  # type: ignore[index]


# -- Gradio's client ---------------------------------------------------------------------------------------------------


def _untimed(turn: Any) -> dict[str, Any]:
    return {key: value for key, value in turn.items() if key != "timings"}


def test_gradio_client(newsqa: NewsQA, page: str) -> None:
    client = gradio_client.Client(page, verbose=False)
    assert list(cast(Any, client.view_api(return_format="dict"))["named_endpoints"]) == ["/ask"]
    turn = client.predict(QUESTION, api_name="/ask")
    assert _untimed(turn) == _untimed(turn_json(newsqa.ask(QUESTION)))
    assert turn["text"] and turn["citations"]
    for cited in turn["citations"]:
        article = newsqa.corpus.article(cited["article_id"], cited["version"])
        assert article.text[cited["start"] : cited["end"]] == cited["quote"]
    assert client.predict(REFUSED, api_name="/ask")["refused"]


def test_gradio_client_with_an_engine_and_filters(page: str) -> None:
    client = gradio_client.Client(page, verbose=False)
    filtered = client.predict(
        question=QUESTION,
        engine="extractive",
        since="2010-01-01",
        until="2020-12-31",
        publisher=["HHS.gov"],
        api_name="/ask",
    )
    understood = filtered["understood_as"]
    assert (understood["since"], understood["until"]) == ("2010-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
    assert understood["publisher"] == ["HHS.gov"] and filtered["refused"]


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"question": " "}, "question: this is empty"),
        ({"question": "why " * 1500}, "more than 4,000 characters"),
        ({"question": QUESTION, "engine": "best"}, "'auto', 'extractive' or 'llm'"),
        ({"question": QUESTION, "since": "yesterday"}, "write it as 2024-11-28"),
        ({"question": QUESTION, "publisher": ["Nobody"]}, "no article here is by publisher 'Nobody'"),
        (
            {"question": {"path": "http://news.example/x", "meta": {"_type": "gradio.FileData"}}},
            "No files are taken here",
        ),
        ({"question": 7}, "question: this must be a string"),
    ],
)
def test_gradio_client_is_told_in_words_what_is_wrong(page: str, wrong: Any, words: str) -> None:
    with pytest.raises(AppError, match=words):
        gradio_client.Client(page, verbose=False).predict(**wrong, api_name="/ask")


def test_an_unexpected_error_tells_gradio_client_nothing_of_itself(
    newsqa: NewsQA, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = gradio_client.Client(page, verbose=False)

    def broken(*_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("qa.page.endpoint.LocalService.stream", broken)
    with pytest.raises(AppError, match="Something went wrong while answering") as told:
        client.predict(QUESTION, api_name="/ask")
    assert "secret" not in str(told.value)


def test_a_file_is_fetched_for_no_call_of_the_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call of the page, the private ones too, with a file of another machine in the place of each of its inputs."""
    fetched: list[Any] = []
    fetch = "gradio.processing_utils.async_ssrf_protected_download"
    monkeypatch.setattr(fetch, lambda *address, **_: fetched.append(address))
    file = {"path": "http://news.example/x", "meta": {"_type": "gradio.FileData"}}
    with httpx.Client(base_url=page, timeout=20) as client:
        calls = [call for call in client.get("/config").json()["dependencies"] if call["inputs"]]
        assert len(calls) > 5
        for call in calls:
            body = {"data": [file for _ in call["inputs"]], "fn_index": call["id"], "session_hash": f"s{call['id']}"}
            assert client.post("/gradio_api/queue/join", json=body).status_code == 200
            with client.stream("GET", f"/gradio_api/queue/data?session_hash=s{call['id']}") as told:
                assert "process_completed" in "".join(told.iter_text())
    assert fetched == []


def test_what_a_call_holds_is_in_no_log(page: str, capfd: pytest.CaptureFixture[str], caplog: Any) -> None:
    """Calls of the page with too few values, values of other kinds, and of a function that has no code here."""
    with httpx.Client(base_url=page, timeout=20) as client:
        told = []
        for call in client.get("/config").json()["dependencies"]:
            for n, data in enumerate((["quokka"], [{"quokka": 1}] * len(call["inputs"]))):
                session = f"q{call['id']}-{n}"
                body = {"data": data, "fn_index": call["id"], "session_hash": session}
                assert client.post("/gradio_api/queue/join", json=body).status_code == 200
                with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
                    told.append("".join(stream.iter_text()))
    assert any("This takes 5 values in their order, and 1 came." in text for text in told)
    assert not any('"error":null' in text for text in told)
    written = "".join(capfd.readouterr()) + caplog.text
    assert "quokka" not in written and "Traceback" not in written and "a call of the page failed" in written


def test_what_gradio_client_needs_not_stays_closed(page: str) -> None:
    with httpx.Client(base_url=page) as client:
        for path in ("file=x", "file/x", "proxy=http://192.0.2.1/", "upload", "run/ask", "api/ask", "call/ask"):
            assert client.get(f"/gradio_api/{path}").status_code == 404
            assert client.post(f"/gradio_api/{path}", json={"data": [QUESTION]}).status_code == 404


def test_a_full_queue_says_when_to_come_back(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = gradio_client.Client(page, verbose=False)
    with monkeypatch.context() as full:
        full.setattr("gradio.queueing.Queue.__len__", lambda queue: 1000)
        with pytest.raises(QueueError):
            client.predict(QUESTION, api_name="/ask")
        body = {"data": [], "fn_index": 0, "session_hash": "s"}
        refused = httpx.post(f"{page}/gradio_api/queue/join", json=body)
        assert refused.status_code == 503 and 2 <= int(refused.headers["retry-after"]) <= 5
    assert client.predict(QUESTION, api_name="/ask")["citations"]


def test_gradio_client_that_cancels_stops_the_model(newsqa: NewsQA) -> None:
    slow = Slow(newsqa.corpus)
    for address in serve(cast(NewsQA, slow)):
        job = gradio_client.Client(address, verbose=False).submit("a slow one about the airport?", api_name="/ask")
        ended = time.monotonic() + 20
        while not job.outputs() and time.monotonic() < ended:
            time.sleep(0.05)
        assert job.outputs() and not slow.closed.is_set()
        job.cancel()
        assert slow.closed.wait(2)


def test_gradio_client_needs_a_key_and_keeps_to_its_rate(
    newsqa: NewsQA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = add_key(tmp_path / "keys", "desk", ["ask"])
    keyed = partial(create_app, keys=KeyRing(tmp_path / "keys"), limits=Limits(per_minute=2))
    monkeypatch.setattr("qa.api.server.create_app", keyed)
    for address in serve(newsqa):
        with pytest.raises(AuthenticationError):
            gradio_client.Client(address, verbose=False)
        client = gradio_client.Client(address, verbose=False, headers={"Authorization": f"Bearer {key}"})
        outcomes = []
        for _ in range(4):
            try:
                outcomes.append(bool(client.predict(QUESTION, api_name="/ask")["citations"]))
            except httpx.HTTPStatusError as error:
                assert error.response.status_code == 429 and int(error.response.headers["retry-after"]) > 0
                outcomes.append(False)
        assert outcomes[0] and not outcomes[-1]
