"""The OpenAI-compatible API, asked by OpenAI's own library over a real server; and its errors, which stay in its shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from pydantic import BaseModel

from index import Article, Corpus
from qa.api.openai.content import content_of, read_back
from qa.api.server import create_app
from qa.newsqa import NewsQA
from qa.wire import turn_json
from tests.timing import quickest

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTION = "which airport was attacked?"
TOOL: Any = {"type": "function", "function": {"name": "report", "parameters": {"type": "object", "properties": {}}}}
NAMED: Any = {"type": "function", "function": {"name": "report"}}


@pytest.fixture(scope="module")
def newsqa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsQA]:
    with Corpus.open(tmp_path_factory.mktemp("data")) as corpus:
        corpus.ingest([SEEDS])
        yield NewsQA(corpus)


@pytest.fixture(scope="module")
def address(newsqa: NewsQA, serving: Any) -> Iterator[str]:
    with serving(newsqa) as found:
        yield found


@pytest.fixture(scope="module")
def sdk(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def turn(newsqa: NewsQA) -> dict[str, Any]:
    return turn_json(newsqa.ask(QUESTION))


@pytest.fixture
def client(newsqa: NewsQA) -> TestClient:
    return TestClient(create_app(newsqa, page=False), base_url="http://127.0.0.1:7860")


def _user(text: str) -> Any:
    return {"role": "user", "content": text}


# -- chat completions --------------------------------------------------------------------------------------------------


def test_a_chat_completion_is_the_answer_with_its_citations(sdk: openai.OpenAI, turn: dict[str, Any]) -> None:
    reply = sdk.chat.completions.create(model="newsqa", messages=[_user(QUESTION)], temperature=0.3, seed=7)
    choice = reply.choices[0]
    content = choice.message.content or ""
    assert choice.finish_reason == "stop"
    assert content.startswith(f"{turn['short']}\n\n{turn['text']}\n\n[1] ")
    assert choice.message.annotations
    for annotation in choice.message.annotations:
        cited = annotation.url_citation
        assert re.fullmatch(r"\[\d+\]", content[cited.start_index : cited.end_index])
        assert cited.url in content
    extra: Any = reply.model_extra
    assert extra["newsqa"]["citations"] == turn["citations"]
    assert extra["citations"] == [result["url"] for result in extra["search_results"]]
    assert [result["snippet"] for result in extra["search_results"]] == [c["quote"] for c in turn["citations"]]
    assert reply.usage and reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens > 0


def test_a_streamed_chat_completion_says_the_same(sdk: openai.OpenAI) -> None:
    whole = sdk.chat.completions.create(model="newsqa", messages=[_user(QUESTION)])
    chunks = list(
        sdk.chat.completions.create(
            model="newsqa", messages=[_user(QUESTION)], stream=True, stream_options={"include_usage": True}
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    (annotations,) = [a for d in deltas if (a := (d.model_extra or {}).get("annotations"))]
    told = whole.choices[0].message.annotations or []
    assert annotations == [annotation.model_dump() for annotation in told]
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage == whole.usage and not chunks[-1].choices
    assert (chunks[-2].model_extra or {})["citations"] == (whole.model_extra or {})["citations"]
    assert len({chunk.id for chunk in chunks}) == 1


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/completions", "/v1/responses"])
def test_each_event_of_a_stream_is_one_line_for_everyone(client: TestClient, path: str) -> None:
    question = "which airport\u2028was\x85attacked?"
    asked = {"messages": [_user(question)], "prompt": question, "input": question}
    text = client.post(path, json={**asked, "stream": True}).text
    events = [json.loads(data) for line in text.splitlines() if (data := line.removeprefix("data: ")).startswith("{")]
    turns = [event.get("newsqa") or event.get("response", {}).get("newsqa") for event in events]
    assert [turn["question"] for turn in turns if turn] == [question]
    assert all(line.startswith(("event: ", "data: ")) for line in text.splitlines() if line)


def test_a_source_without_an_address_of_its_own_is_read_here(sdk: openai.OpenAI, client: TestClient) -> None:
    reply: Any = sdk.chat.completions.create(model="newsqa-extractive", messages=[_user(QUESTION)])
    (url, *_), (cited, *_) = reply.citations, reply.newsqa["citations"]
    assert cited["url"] is None
    article = client.get(url[url.index("/api/") :]).json()
    assert article["text"][cited["start"] : cited["end"]] == cited["quote"]


def test_a_follow_up_needs_no_more_than_the_messages(sdk: openai.OpenAI, newsqa: NewsQA) -> None:
    messages, turns = [{"role": "system", "content": "Be brief."}], []
    for question in (QUESTION, "who attacked it?", "thanks", "when?", "why?"):
        messages.append(_user(question))
        reply: Any = sdk.chat.completions.create(model="newsqa", messages=messages)  # type: ignore[arg-type]
        messages.append({"role": "assistant", "content": reply.choices[0].message.content})
        turns.append(newsqa.ask(question, turns))
        expected = turn_json(turns[-1])
        for key in ("understood_as", "short", "text", "citations"):
            assert reply.newsqa[key] == expected[key], key


def test_a_message_may_come_in_parts(sdk: openai.OpenAI, turn: dict[str, Any]) -> None:
    parts: Any = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    reply: Any = sdk.chat.completions.create(model="newsqa", messages=[{"role": "user", "content": parts}])
    assert reply.newsqa["citations"] == turn["citations"]


def test_filters_go_by_the_extra_body(sdk: openai.OpenAI) -> None:
    reply: Any = sdk.chat.completions.create(
        model="newsqa", messages=[_user(QUESTION)], extra_body={"publisher": "HHS.gov", "since": "2001-01-01"}
    )
    assert reply.newsqa["understood_as"]["publisher"] == ["HHS.gov"]
    assert reply.newsqa["understood_as"]["since"] == "2001-01-01T00:00:00Z"
    with pytest.raises(openai.BadRequestError) as raised:
        sdk.chat.completions.create(model="newsqa", messages=[_user(QUESTION)], extra_body={"since": "soon"})
    assert raised.value.param == "since"


def test_a_refusal_is_an_answer_without_citations(sdk: openai.OpenAI) -> None:
    reply: Any = sdk.chat.completions.create(model="newsqa", messages=[_user("Who is the mayor of Zork?")])
    assert reply.newsqa["refused"]
    assert reply.choices[0].message.content == reply.newsqa["text"]
    assert reply.choices[0].message.annotations == reply.citations == []


def test_the_models_are_the_engines(sdk: openai.OpenAI) -> None:
    assert [model.id for model in sdk.models.list()] == ["newsqa", "newsqa-extractive"]
    assert sdk.models.retrieve("newsqa").id == "newsqa"
    for call in (
        lambda: sdk.models.retrieve("gpt-5"),
        lambda: sdk.chat.completions.create(model="gpt-5", messages=[_user(QUESTION)]),
        lambda: sdk.chat.completions.create(model="newsqa-llm", messages=[_user(QUESTION)]),
        lambda: sdk.responses.create(model="gpt-5", input=QUESTION),
    ):
        with pytest.raises(openai.NotFoundError) as raised:
            call()
        assert raised.value.code == "model_not_found"


# -- responses and completions -----------------------------------------------------------------------------------------


def test_a_response_is_the_answer_with_its_citations(sdk: openai.OpenAI, turn: dict[str, Any]) -> None:
    reply: Any = sdk.responses.create(model="newsqa", input=QUESTION, include=["file_search_call.results"])
    assert reply.status == "completed"
    assert reply.output_text.startswith(f"{turn['short']}\n\n{turn['text']}")
    search, message = reply.output
    assert [hit.text for hit in search.results] == [hit["text"] for hit in turn["evidence"]]
    (part,) = message.content
    assert part.annotations
    for annotation in part.annotations:
        assert re.fullmatch(r"\[\d+\]", part.text[annotation.start_index : annotation.end_index])
        assert annotation.url
    assert reply.newsqa["citations"] == turn["citations"]
    assert reply.citations == [result["url"] for result in reply.search_results]
    assert [result["snippet"] for result in reply.search_results] == [c["quote"] for c in turn["citations"]]
    assert sdk.responses.create(model="newsqa", input=QUESTION).output[0].results is None  # type: ignore[union-attr]


def test_a_hit_at_the_beginning_of_its_article_says_so(client: TestClient) -> None:
    body = {"model": "newsqa", "input": "Who launched an offensive in Aleppo?", "include": ["file_search_call.results"]}
    reply = client.post("/v1/responses", json=body).json()
    places = [(hit["attributes"]["start"], hit["attributes"]["end"]) for hit in reply["output"][0]["results"]]
    assert places == [(hit["start"], hit["end"]) for hit in reply["newsqa"]["evidence"]] and 0 in dict(places)


def test_a_streamed_response_says_the_same(sdk: openai.OpenAI) -> None:
    whole = sdk.responses.create(model="newsqa", input=QUESTION)
    with sdk.responses.stream(model="newsqa", input=QUESTION) as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert [event.sequence_number for event in events] == sorted({event.sequence_number for event in events})
    assert (events[0].type, events[-1].type) == ("response.created", "response.completed")
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == whole.output_text == final.output_text
    added = [e.annotation for e in events if e.type == "response.output_text.annotation.added"]
    message: Any = whole.output[1]
    assert added == [annotation.model_dump() for annotation in message.content[0].annotations]
    assert added
    told, beside = events[-1].response.model_extra or {}, whole.model_extra or {}  # type: ignore[union-attr]
    assert told["citations"] and told["citations"] == beside["citations"]
    assert told["search_results"] == beside["search_results"]


def test_a_response_follows_up_on_the_items_sent_back(sdk: openai.OpenAI, newsqa: NewsQA) -> None:
    first = sdk.responses.create(model="newsqa", input=QUESTION)
    items: Any = [_user(QUESTION), *[item.to_dict() for item in first.output], _user("who attacked it?")]
    reply: Any = sdk.responses.create(model="newsqa", input=items)
    assert reply.newsqa["understood_as"]["question"] == "who attacked Al-Nayrab airport?"
    with pytest.raises(openai.BadRequestError, match="keeps no conversation"):
        sdk.responses.create(model="newsqa", input="when?", previous_response_id=first.id)


def test_completions(sdk: openai.OpenAI, turn: dict[str, Any]) -> None:
    whole: Any = sdk.completions.create(model="newsqa", prompt=QUESTION)
    assert turn["text"] in whole.choices[0].text and whole.citations
    chunks = list(
        sdk.completions.create(model="newsqa", prompt=[QUESTION], stream=True, stream_options={"include_usage": True})
    )
    assert "".join(c.choices[0].text for c in chunks if c.choices) == whole.choices[0].text
    assert chunks[-1].usage == whole.usage
    with pytest.raises(openai.BadRequestError):
        sdk.completions.create(model="newsqa", prompt=["one?", "two?"])


# -- what cannot be used -----------------------------------------------------------------------------------------------


def _error(reply: Any, status: int) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"} and error["message"]
    return error


PATHS = ("/v1/chat/completions", "/v1/responses", "/v1/completions")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("content", "status"),
    [("{", 400), ("[]", 400), ("{}", 400), ("x" * 10_000_000, 413)],
    ids=["{", "[]", "{}", "10 MB"],
)
def test_unusable_bodies(client: TestClient, path: str, content: str, status: int) -> None:
    def refused() -> None:
        reply = client.post(path, content=content, headers={"content-type": "application/json"})
        assert _error(reply, status)["type"] == "invalid_request_error"

    assert quickest(refused, 1) < 1


def test_what_is_long_and_not_asked_is_passed_over(client: TestClient, turn: dict[str, Any]) -> None:
    system, long = (
        {"role": "system", "content": "Be brief. " * 30_000},
        {"role": "assistant", "content": "a://" * 75_000},
    )
    body = {"messages": [system, _user("Who?"), long, _user(QUESTION)], "stream_options": {"include_usage": None}}
    assert client.post("/v1/chat/completions", json=body).json()["newsqa"]["text"] == turn["text"]


@pytest.mark.parametrize("words", ["a://" * 40_000 + " b", "a" * 160_000, "a " * 80_000 + "a://b c"])
def test_a_message_that_only_looks_like_one_of_ours_is_read_at_once(words: str) -> None:
    text = f"It was so.\n\n[1] {words}"
    assert quickest(lambda: read_back(text), 1) < 1
    assert read_back(text) == {"text": text, "refused": True}


def test_a_conversation_without_end_is_refused_at_once(client: TestClient) -> None:
    turns = [message for i in range(10_000) for message in (_user(f"q{i}?"), {"role": "assistant", "content": "a"})]

    def refused() -> None:
        error = _error(client.post("/v1/chat/completions", json={"messages": turns}), 400)
        assert error["param"] == "messages"

    assert quickest(refused, 1) < 1


def test_a_long_conversation_is_answered(client: TestClient, turn: dict[str, Any]) -> None:
    earlier = [
        m for i in range(900) for m in (_user(f"Was airport {i} open?"), {"role": "assistant", "content": "Yes."})
    ]
    reply = client.post("/v1/chat/completions", json={"messages": [*earlier, _user(QUESTION)]})
    assert reply.json()["newsqa"]["text"] == turn["text"]


@pytest.mark.parametrize(
    "messages",
    [[], [{"role": "assistant", "content": "Hello."}], [{"role": "user", "content": " "}], [{"role": "user"}], "hello"],
)
def test_a_question_is_needed(client: TestClient, messages: Any) -> None:
    assert _error(client.post("/v1/chat/completions", json={"messages": messages}), 400)["param"] == "messages"


@pytest.mark.parametrize(
    ("path", "field", "given", "words"),
    [
        (
            "chat/completions",
            "messages",
            [{"role": "user", "content": " "}],
            "the last message of role user has no text",
        ),
        ("completions", "prompt", "", "the prompt has no text"),
        ("completions", "prompt", [""], "the prompt has no text"),
        ("responses", "input", " ", "the input has no text"),
        ("responses", "input", [{"role": "user", "content": ""}], "the last message of role user has no text"),
    ],
)
def test_what_has_no_text_is_named(client: TestClient, path: str, field: str, given: Any, words: str) -> None:
    error = _error(client.post(f"/v1/{path}", json={field: given}), 400)
    assert error["param"] == field and error["message"].startswith(words)


@pytest.mark.parametrize(
    ("path", "body", "field", "word"),
    [
        (
            "/v1/chat/completions",
            {"messages": [{"role": "user", "content": "\ud800"}]},
            "messages[0].content",
            "Unicode",
        ),
        ("/v1/chat/completions", {"messages": [{"content": [{"text": 5}]}]}, "messages[0].content[0].text", "string"),
        ("/v1/chat/completions", {"messages": ["hi"]}, "messages[0]", "JSON object."),
        ("/v1/completions", {"prompt": [1, 2]}, "prompt[0]", "string"),
        ("/v1/responses", {"input": []}, "input", "empty"),
        ("/v1/responses", {"input": ["hi"]}, "input[0]", "JSON object."),
    ],
)
def test_the_field_to_blame_is_named_as_it_was_sent(
    client: TestClient, path: str, body: dict[str, Any], field: str, word: str
) -> None:
    reply = client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    error = _error(reply, 400)
    assert error["param"] == field
    assert word in error["message"] and error["message"].count(f"{field}:") == 1 and ";" not in error["message"]


class Report(BaseModel):
    airport: str


@pytest.mark.parametrize(
    ("field", "ask"),
    [
        ("response_format", lambda c: c.chat.completions.parse(model="newsqa", messages=[_user(QUESTION)], response_format=Report)),
        ("response_format", lambda c: c.chat.completions.create(model="newsqa", messages=[_user(QUESTION)], response_format={"type": "json_object"}, stream=True)),
        ("text.format", lambda c: c.responses.parse(model="newsqa", input=QUESTION, text_format=Report)),
        ("text.format", lambda c: c.responses.create(model="newsqa", input=QUESTION, text={"format": {"type": "json_object"}})),
        ("tool_choice", lambda c: c.chat.completions.create(model="newsqa", messages=[_user(QUESTION)], tools=[TOOL], tool_choice="required")),
        ("tool_choice", lambda c: c.chat.completions.create(model="newsqa", messages=[_user(QUESTION)], tools=[TOOL], tool_choice=NAMED)),
        ("tool_choice", lambda c: c.responses.create(model="newsqa", input=QUESTION, tool_choice={"type": "function", "name": "report"})),
        ("tool_choice", lambda c: c.responses.create(model="newsqa", input=QUESTION, tool_choice={"type": "allowed_tools", "mode": "required", "tools": []})),
        ("n", lambda c: c.chat.completions.create(model="newsqa", messages=[_user(QUESTION)], n=2)),
        ("n", lambda c: c.completions.create(model="newsqa", prompt=QUESTION, n=3)),
    ],
)  # fmt: skip
def test_a_reply_of_another_shape_is_refused_with_what_there_is(sdk: openai.OpenAI, field: str, ask: Any) -> None:
    with pytest.raises(openai.BadRequestError, match="leave") as raised:
        ask(sdk)
    assert raised.value.param == field and f"leave {field} out" in raised.value.message


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("chat/completions", {"response_format": {"type": "text"}, "n": 1, "tools": [TOOL], "tool_choice": "auto"}),
        ("chat/completions", {"response_format": None, "n": None, "tool_choice": "none", "text": {"format": "x"}}),
        ("chat/completions", {"tool_choice": {"type": "allowed_tools", "mode": "auto"}, "stop": ["x"], "max_tokens": 5}),
        ("responses", {"text": {"format": {"type": "text"}, "verbosity": "low"}, "tool_choice": "auto"}),
        ("responses", {"text": None, "tool_choice": {"type": "file_search"}, "tools": [{"type": "file_search"}], "n": 2}),
        ("completions", {"n": 1, "best_of": 1, "temperature": 0.5}),
    ],
)  # fmt: skip
def test_what_only_advises_is_passed_over(client: TestClient, turn: dict[str, Any], path: str, more: Any) -> None:
    body = {"messages": [_user(QUESTION)], "prompt": QUESTION, "input": QUESTION}
    reply = client.post(f"/v1/{path}", json={key: body[key] for key in body.keys() - more.keys()} | more)
    assert reply.status_code == 200 and reply.json()["newsqa"]["text"] == turn["text"]


def test_an_overlong_question(client: TestClient) -> None:
    error = _error(client.post("/v1/responses", json={"input": "x" * 4001}), 400)
    assert error["param"] == "input" and "4,001" in error["message"]


def test_addresses_that_are_not_there(client: TestClient) -> None:
    assert _error(client.get("/v1/nothing"), 404)["code"] == "not_found"
    assert _error(client.get("/v1/chat/completions"), 405)["code"] == "method_not_allowed"
    assert _error(client.get("/v1/models", headers={"host": "evil.example"}), 421)["type"] == "permission_error"


@pytest.mark.parametrize("path", PATHS)
def test_a_stream_that_breaks_says_so(newsqa: NewsQA, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret particulars")

    monkeypatch.setattr(NewsQA, "_quoted", broken)
    client = TestClient(create_app(newsqa, page=False), base_url="http://127.0.0.1:7860")
    body = {"messages": [_user(QUESTION)], "prompt": QUESTION, "input": QUESTION}
    last = client.post(path, json={**body, "stream": True}).text.strip().split("\n\n")[-1]
    record = json.loads(last.split("data: ")[1])
    assert record.get("error", record)["code"] == "internal_error"
    assert "secret" not in last
    _error(client.post(path, json=body), 500)


# -- text --------------------------------------------------------------------------------------------------------------


def _turn(**fields: Any) -> dict[str, Any]:
    head = {"article_id": "a", "version": "v", "publisher": "Post", "published": "2024-01-02T00:00:00Z", "quote": "q"}
    citation = {"n": 1, "title": "Title", "url": None, **head, **fields.pop("citation", {})}
    return {"short": None, "text": "It is so. [1]", "citations": [citation], **fields}


def test_words_of_articles_make_no_links_and_no_pictures() -> None:
    text = "See ![x](https://evil.example/p) and [y](https://evil.example) <img src=z> 3 < 4 [1]"
    content = content_of(_turn(text=text, citation={"title": "[t](https://evil.example)\n\n# big"}), "http://here")
    assert "](" not in content.text and "![" not in content.text and " <img" not in content.text
    assert "3 < 4" in content.text
    (mark,) = content.marks
    assert content.text[mark.start : mark.end] == "[1]"


LINES = (
    "[1]: https://evil.example",
    "See [x]. [1]\n\n[x]: https://evil.example/?q",
    "- [x]: https://evil.example/\n\n[x] [1]",
    "> 1. [1]:\nhttps://evil.example/\n\nSo. [1]",
)


@pytest.mark.parametrize("text", LINES)
def test_words_of_articles_do_not_say_where_marks_lead(text: str) -> None:
    for turn in (_turn(text=text), _turn(short=text)):
        content = content_of(turn, "http://here")
        assert "<a " not in MarkdownIt("commonmark").render(content.text)
        assert all(content.text[mark.start : mark.end] == "[1]" for mark in content.marks) and content.marks


@pytest.mark.parametrize(
    ("url", "given"),
    [
        ("https://a.example/![x](https://evil.example/p)", "https://a.example/!%5Bx%5D(https://evil.example/p)"),
        ("https://a.example/b_(c)?d[]=1", "https://a.example/b_(c)?d%5B%5D=1"),
        ("http://[::1]:80/a[b]", "http://[::1]:80/a%5Bb%5D"),
    ],
)
def test_an_address_makes_no_picture(url: str, given: str) -> None:
    content = content_of(_turn(citation={"url": url}), "http://here")
    assert content.urls == (given,) and content.text.endswith(f" {given}")
    assert "<img" not in MarkdownIt("commonmark").render(content.text)


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "data:text/html,x", "http://[", "file:///etc/passwd"])
def test_only_web_addresses_are_given_out(url: str | None) -> None:
    assert content_of(_turn(citation={"url": url}), "http://here").urls == ("http://here/api/articles/a?version=v",)


@pytest.mark.parametrize("url", ["https://a.example/café [1]", "https://a.example/caf%C3%A9", "https://a.example/news"])
def test_a_source_is_known_again_by_its_address(url: str) -> None:
    cited = read_back(content_of(_turn(citation={"url": url}), "http://here").text)["citations"]
    assert {"article_id": Article.of("", "", url=url).id} in cited and len(cited) <= 2


def test_a_message_is_read_back() -> None:
    own = content_of(_turn(short="a <b> [c](d)"), "http://here").text
    expected = {"short": "a <b> [c](d)", "text": "It is so. [1]", "citations": [{"article_id": "a"}], "refused": False}
    assert read_back(own) == expected
    assert read_back(content_of(_turn(), "http://here").text)["short"] is None
    for foreign in ("", "Hello.", "Hello.\n\nIs there anything else?", "[1] x http://a.example/b"):
        assert read_back(foreign) == {"text": foreign, "refused": True}
