"""Other people's programs against the server, unmodified, and llama-index over the corpus: citations in each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_openai import ChatOpenAI
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

from index import Corpus, Filters
from qa import NewsQA
from qa.query_engine import NewsQAQueryEngine
from qa.wire import turn_json

SEEDS = Path(__file__).parent.parent / "seeds"
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
