"""The addresses under /v1, as OpenAI's clients ask them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from index import BadRequest
from qa.api.events import EventStream, LastEvent
from qa.api.openai import chat
from qa.api.openai.bodies import ENGINES, ChatBody, CompletionBody, Message, ResponseBody, ask_body
from qa.api.openai.responses import StreamedResponse
from qa.api.problems import ModelNotFound
from qa.api.shared import Service
from qa.serve.service import LocalService

__all__ = ["router"]

router = APIRouter(prefix="/v1")


def _given(what: str, *, streamed: bool = True) -> dict[int | str, dict[str, Any]]:
    """The reply for the description; its fields are OpenAI's to describe."""
    content: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    if streamed:
        content["text/event-stream"] = {}
    return {200: {"description": f"{what} Its shape is OpenAI's; `newsqa` is the whole turn.", "content": content}}


@router.post("/chat/completions", responses=_given("A chat completion, or its chunks."), response_class=Response)
def chat_completions(body: ChatBody, request: Request, service: Service) -> Response:
    """Answer the last user message, whole or in chunks."""
    events, asked = _events(body, body.messages, "messages", service)
    base = _base("chatcmpl", body.model)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = chat.chat_chunks(events, base, asked, _server(request), usage=usage)
        return EventStream(chunks, next(chunks), chat.failed_chunk)
    whole = chat.chat_completion(events, base, asked, _server(request))
    return LastEvent(whole, next(whole))


@router.post("/completions", responses=_given("A completion, or its chunks."), response_class=Response)
def completions(body: CompletionBody, request: Request, service: Service) -> Response:
    """Answer the prompt, which is the question; for clients that know no chat."""
    prompts = [body.prompt] if isinstance(body.prompt, str) else body.prompt
    if len(prompts) != 1:
        raise BadRequest("prompt", "send one prompt; it is the question.")
    events, asked = _events(body, [Message(role="user", content=prompts[0])], "prompt", service)
    base = _base("cmpl", body.model)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        chunks = chat.completion_chunks(events, base, asked, _server(request), usage=usage)
        return EventStream(chunks, next(chunks), chat.failed_chunk)
    whole = chat.text_completion(events, base, asked, _server(request))
    return LastEvent(whole, next(whole))


@router.post("/responses", responses=_given("A response, or its events."), response_class=Response)
def responses(body: ResponseBody, request: Request, service: Service) -> Response:
    """Answer the last user message of the input, whole or as events."""
    for name in ("previous_response_id", "conversation"):
        if getattr(body, name) is not None:
            raise BadRequest(name, "this server keeps no conversation: send the earlier messages in `input` instead.")
    messages = [Message(role="user", content=body.input)] if isinstance(body.input, str) else body.input
    events, asked = _events(body, messages, "input", service)
    made = StreamedResponse(
        number=uuid.uuid4().hex,
        model=body.model,
        created=int(time.time()),
        asked=asked,
        server=_server(request),
        with_results="file_search_call.results" in (body.include or ()),
    )
    if body.stream:
        sent = made.streamed(events)
        return EventStream(sent, next(sent), made.failure)
    whole = made.whole(events)
    return LastEvent(whole, next(whole))


@router.get("/models", responses=_given("A list of models.", streamed=False), response_class=Response)
def models(service: Service) -> Response:
    """One model for each engine that can answer."""
    return JSONResponse({"object": "list", "data": [_model(name) for name in _models(service)]})


@router.get("/models/{name}", responses=_given("A model.", streamed=False), response_class=Response)
def model(name: str, service: Service) -> Response:
    """One model."""
    if name not in _models(service):
        raise ModelNotFound(f"The model {name[:80]!r} does not exist; GET /v1/models lists those that do.")
    return JSONResponse(_model(name))


def _events(
    body: ChatBody | CompletionBody | ResponseBody, messages: Sequence[Message], field: str, service: LocalService
) -> tuple[Any, str]:
    """The events of the answer, not begun yet, and the question."""
    ask = ask_body(body, messages, field, has_llm=service.newsqa.llm is not None)
    return service.stream(ask), ask.question


def _models(service: LocalService) -> list[str]:
    return [name for name, engine in ENGINES.items() if engine != "llm" or service.newsqa.llm is not None]


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "newsqa"}


def _base(kind: str, name: str) -> dict[str, Any]:
    return {"id": f"{kind}-{uuid.uuid4().hex}", "created": int(time.time()), "model": name}


def _server(request: Request) -> str:
    """The address that the client used, whose Host the guard has checked."""
    return str(request.base_url).rstrip("/")
