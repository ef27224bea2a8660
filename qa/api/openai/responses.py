"""Events of an answer → OpenAI's Responses API: a file search with its hits, then a message with its citations."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from qa.api.events import sse
from qa.api.openai.content import Content, beside, content_of, estimated_tokens
from qa.api.problems import openai_error
from qa.serve.service import Events

__all__ = ["StreamedResponse"]

_PIECE = re.compile(r"\S*\s+|\S+")
Item = dict[str, Any]


@dataclass(slots=True)
class StreamedResponse:
    """One response in the making. `number` makes its ids; `asked` is the question, for the estimate of the usage.

    with_results: send the hits of the search too. server: see qa.api.openai.content.
    """

    number: str
    model: str
    created: int  # epoch seconds
    asked: str
    server: str
    with_results: bool = False
    _sequence: int = field(default=-1, init=False)

    def whole(self, events: Events) -> Events:
        """The events, the last of them with the finished response for its data."""
        with closing(events):
            for name, data in events:
                yield name, self._finished(data, content_of(data, self.server)) if name == "answer" else {}

    def streamed(self, events: Events) -> Generator[bytes, None, None]:
        """The response as server-sent events. Only verified text is sent, when the answer is checked."""
        with closing(events):
            for name, data in events:
                if name == "understood":
                    yield self._event("response.created", response=self._record([], "in_progress"))
                    yield self._event("response.in_progress", response=self._record([], "in_progress"))
                    searching = self._search([data["question"]], None, "in_progress")
                    yield self._event("response.output_item.added", output_index=0, item=searching)
                elif name == "evidence":
                    yield self._event("response.file_search_call.completed", output_index=0, item_id=searching["id"])
                elif name == "answer":
                    yield from self._told(data)
                else:
                    yield b""

    def _told(self, turn: Item) -> Generator[bytes, None, None]:
        content = content_of(turn, self.server)
        search, message = self._output(turn, content)
        at = {"item_id": message["id"], "output_index": 1, "content_index": 0}
        empty = {"type": "output_text", "text": "", "annotations": [], "logprobs": []}
        yield self._event("response.output_item.done", output_index=0, item=search)
        begun = {**message, "content": [], "status": "in_progress"}
        yield self._event("response.output_item.added", output_index=1, item=begun)
        yield self._event("response.content_part.added", **at, part=empty)
        for piece in _PIECE.findall(content.text):
            yield self._event("response.output_text.delta", **at, delta=piece, logprobs=[])
        (part,) = message["content"]
        for i, annotation in enumerate(part["annotations"]):
            yield self._event("response.output_text.annotation.added", **at, annotation_index=i, annotation=annotation)
        yield self._event("response.output_text.done", **at, text=content.text, logprobs=[])
        yield self._event("response.content_part.done", **at, part=part)
        yield self._event("response.output_item.done", output_index=1, item=message)
        yield self._event("response.completed", response=self._finished(turn, content))

    def failure(self, record: Item) -> bytes:
        """The event of a problem in mid-stream."""
        told = openai_error(record)
        return self._event("error", code=told["code"], message=told["message"], param=told["param"])

    def _event(self, kind: str, **data: Any) -> bytes:
        self._sequence += 1
        return sse(kind, {"type": kind, "sequence_number": self._sequence, **data})

    def _finished(self, turn: Item, content: Content) -> Item:
        told, asked = estimated_tokens(content.text), estimated_tokens(self.asked)
        usage = {
            "input_tokens": asked,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": told,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": asked + told,
        }
        record = self._record(self._output(turn, content), "completed")
        return {**record, "usage": usage, **beside(turn, content), "newsqa": turn}

    def _output(self, turn: Item, content: Content) -> list[Item]:
        annotations = [
            {
                "type": "url_citation",
                "start_index": mark.start,
                "end_index": mark.end,
                "url": mark.url,
                "title": mark.citation["title"],
            }
            for mark in content.marks
        ]
        part = {"type": "output_text", "text": content.text, "annotations": annotations, "logprobs": []}
        message = {
            "id": f"msg_{self.number}",
            "type": "message",
            "role": "assistant",
            "status": "completed",
            "content": [part],
        }
        return [self._search([turn["understood_as"]["question"]], turn["evidence"], "completed"), message]

    def _search(self, queries: list[str], hits: list[Item] | None, status: str) -> Item:
        results = None
        if self.with_results and hits is not None:
            results = [
                {
                    "file_id": hit["article_id"],
                    "filename": hit["title"],
                    "score": hit["score"],
                    "text": hit["text"],
                    "attributes": {
                        key: hit[key]
                        for key in ("version", "publisher", "published", "url", "start", "end")
                        if hit[key] is not None
                    },
                }
                for hit in hits
            ]
        return {
            "id": f"fs_{self.number}",
            "type": "file_search_call",
            "status": status,
            "queries": queries,
            "results": results,
        }

    def _record(self, output: list[Item], status: str) -> Item:
        return {
            "id": f"resp_{self.number}",
            "object": "response",
            "created_at": self.created,
            "model": self.model,
            "status": status,
            "output": output,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "parallel_tool_calls": False,
            "previous_response_id": None,
            "store": False,
            "temperature": None,
            "tool_choice": "auto",
            "tools": [],
            "top_p": None,
        }
