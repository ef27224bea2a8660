"""Events of an answer → chat completions and completions, whole or in chunks.

Only verified text is sent: a client cannot take back a word. A stream therefore begins at once, with the role, and its text
follows when the answer is checked.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import closing
from typing import Any

from qa.api.events import data_line
from qa.api.openai.content import Content, beside, content_of, estimated_tokens
from qa.api.problems import openai_error
from qa.serve.service import Events

__all__ = ["chat_chunks", "chat_completion", "completion_chunks", "failed_chunk", "text_completion"]

_PIECE = re.compile(r"\S*\s+|\S+")
_DONE = b"data: [DONE]\n\n"
Base = dict[str, Any]  # id, created and model, the same in every chunk


def chat_completion(events: Events, base: Base, asked: str, server: str) -> Events:
    """The events, the last of them with a chat completion for its data."""
    with closing(events):
        for name, data in events:
            yield name, _completion(data, base, asked, server) if name == "answer" else {}


def chat_chunks(events: Events, base: Base, asked: str, server: str, *, usage: bool) -> Generator[bytes, None, None]:
    """A chat completion as server-sent chunks: role, text, annotations, finish reason, the usage if it is wanted."""
    base = {**base, "object": "chat.completion.chunk"}
    with closing(events):
        for name, data in events:
            if name == "understood":
                yield _chunk(base, _delta({"role": "assistant", "content": ""}))
            if name != "answer":
                yield b""
                continue
            content = content_of(data, server)
            base = {**base, **beside(data, content)}
            for piece in _PIECE.findall(content.text):
                yield _chunk(base, _delta({"content": piece}))
            if content.marks:
                yield _chunk(base, _delta({"annotations": _annotations(content)}))
            yield _chunk(base, _delta({}, "stop") | {"newsqa": data})
            if usage:
                yield _chunk(base, {"choices": [], "usage": _usage(asked, content.text)})
    yield _DONE


def text_completion(events: Events, base: Base, asked: str, server: str) -> Events:
    """The events, the last of them with a text completion for its data."""
    with closing(events):
        for name, data in events:
            if name != "answer":
                yield name, {}
                continue
            content = content_of(data, server)
            yield (
                name,
                {
                    **base,
                    "object": "text_completion",
                    "choices": [_text_choice(content.text, "stop")],
                    "usage": _usage(asked, content.text),
                    **beside(data, content),
                    "newsqa": data,
                },
            )


def completion_chunks(
    events: Events, base: Base, asked: str, server: str, *, usage: bool
) -> Generator[bytes, None, None]:
    """A text completion as server-sent chunks."""
    base = {**base, "object": "text_completion"}
    with closing(events):
        for name, data in events:
            if name == "understood":
                yield _chunk(base, {"choices": [_text_choice("", None)]})
            if name != "answer":
                yield b""
                continue
            content = content_of(data, server)
            base = {**base, **beside(data, content)}
            for piece in _PIECE.findall(content.text):
                yield _chunk(base, {"choices": [_text_choice(piece, None)]})
            yield _chunk(base, {"choices": [_text_choice("", "stop")], "newsqa": data})
            if usage:
                yield _chunk(base, {"choices": [], "usage": _usage(asked, content.text)})
    yield _DONE


def failed_chunk(record: dict[str, Any]) -> bytes:
    """The last chunk of a stream that a problem broke off."""
    return data_line({"error": openai_error(record)})


def _completion(turn: dict[str, Any], base: Base, asked: str, server: str) -> dict[str, Any]:
    content = content_of(turn, server)
    message = {
        "role": "assistant",
        "content": content.text,
        "refusal": None,
        "annotations": _annotations(content),
    }
    return {
        **base,
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": _usage(asked, content.text),
        **beside(turn, content),
        "newsqa": turn,
    }


def _annotations(content: Content) -> list[dict[str, Any]]:
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": mark.start,
                "end_index": mark.end,
                "url": mark.url,
                "title": mark.citation["title"],
            },
        }
        for mark in content.marks
    ]


def _usage(asked: str, answered: str) -> dict[str, int]:
    prompt, completion = estimated_tokens(asked), estimated_tokens(answered)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _delta(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}]}


def _text_choice(text: str, finish_reason: str | None) -> dict[str, Any]:
    return {"index": 0, "text": text, "logprobs": None, "finish_reason": finish_reason}


def _chunk(base: Base, more: dict[str, Any]) -> bytes:
    return data_line({**base, **more})
