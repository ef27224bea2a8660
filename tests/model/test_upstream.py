"""A language model that fails behind the server: who asks over HTTP gets the quoted answer and is told why, in the usual shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from index import Corpus
from qa import NewsQA
from qa.model.llm import choose_llm
from qa.settings import Settings
from tests.model.test_llm import Endpoint, endpoint  # noqa: F401

QUESTION = "Which airport did the storm close?"
FAILURES = ("500", "cut", "ends early", "an error in the stream", "broken JSON", "stalled", "HTML")
PATHS = ("/api/ask", "/v1/chat/completions", "/v1/completions", "/v1/responses")


@pytest.fixture
def address(corpus: Corpus, serving: Any, endpoint: Endpoint) -> Iterator[str]:  # noqa: F811
    settings = Settings(llm_base_url=endpoint.url, llm_model="tiny", llm_timeout=0.5)
    with serving(NewsQA(corpus, *choose_llm(settings))) as found:
        yield found


def _asked(address: str, path: str, *, stream: bool) -> tuple[dict[str, Any], str]:
    """The turn that a reply holds, and the text that a client shows of it."""
    body = {"stream": stream, "messages": [{"role": "user", "content": QUESTION}]}
    body = {**body, "prompt": QUESTION, "input": QUESTION}
    body = {"stream": stream, "question": QUESTION} if path == "/api/ask" else body
    reply = httpx.post(f"{address}{path}", json=body, timeout=20)
    assert reply.status_code == 200
    if not stream:
        return _shown(path, [reply.json()])
    assert reply.headers["content-type"].startswith("text/event-stream")
    lines = [line[6:] for line in reply.text.splitlines() if line.startswith("data: ")]
    if path in ("/v1/chat/completions", "/v1/completions"):
        assert lines.pop() == "[DONE]" and "[DONE]" not in lines
    return _shown(path, [json.loads(line) for line in lines])


def _shown(path: str, sent: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    assert not any("error" in data and data["error"] for data in sent)
    if path == "/api/ask":
        return sent[-1], sent[-1]["text"]
    if path == "/v1/responses":
        last = sent[-1].get("response", sent[-1])
        assert last["status"] == "completed"
        return last["newsqa"], last["output"][1]["content"][0]["text"]
    choices = [choice for data in sent for choice in data["choices"]]
    assert choices[-1]["finish_reason"] == "stop"
    if path == "/v1/completions":
        return sent[-1]["newsqa"], "".join(choice["text"] for choice in choices)
    pieces = [choice.get("message") or choice["delta"] for choice in choices]
    return sent[-1]["newsqa"], "".join(piece.get("content") or "" for piece in pieces)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("path", PATHS)
def test_a_model_that_fails_costs_its_sentence_and_not_the_answer(
    address: str,
    endpoint: Endpoint,  # noqa: F811
    corpus: Corpus,
    path: str,
    stream: bool,
) -> None:
    for failure in FAILURES:
        endpoint.mode = failure
        turn, text = _asked(address, path, stream=stream)
        assert (turn["engine"], turn["refused"]) == ("extractive", False), failure
        assert turn["notice"].startswith("Quoted from the sources: the language model tiny"), failure
        assert turn["text"] in text and "Port Alba" in turn["text"] and "Nayrab" not in text
        assert turn["citations"]
        for cited in turn["citations"]:
            article = corpus.article(cited["article_id"], cited["version"])
            assert article.text[cited["start"] : cited["end"]] == cited["quote"]
    assert len(endpoint.requests) >= len(FAILURES)


@pytest.mark.parametrize("path", PATHS)
def test_a_model_that_answers_but_not_from_the_sources_is_quoted_over(
    address: str,
    endpoint: Endpoint,  # noqa: F811
    path: str,
) -> None:
    endpoint.mode = "no [DONE]"
    turn, text = _asked(address, path, stream=True)
    assert turn["notice"] == "Quoted from the sources: what the model wrote did not answer from them."
    assert turn["text"] in text and "Nayrab" not in text
