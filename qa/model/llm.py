"""Which language model writes, and one way to make it write: any OpenAI-compatible endpoint, or the local model.

OpenAI's client speaks to both; the local model listens on loopback for it. Replies are read as they come over the line: an
object made of each token, as the client and llama-index make it, costs a server of many readers more than its search does.
"""

from __future__ import annotations

import json
import math
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from index import ModelUnavailable
from qa.model.background import pulled
from qa.model.prompt_cache import PromptCache
from qa.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

__all__ = ["Doubt", "LanguageModel", "OpenAICompatible", "begun", "choose_llm"]

_LOCAL_CHARACTERS = 1000  # some 230 tokens with the question, counted double: two cores read 60 to 120 a second
_UNLIMITED = 1_000_000
_NO_MODEL = "none"  # in the place of a model's file: quotes only
_DONE = "[DONE]"  # the data of the last line of a stream
_TOP = 20  # first tokens whose probabilities are asked for

Message = tuple[str, str]  # role ("system", "user", "assistant") and text


@dataclass(slots=True)
class Doubt:
    """A word that a reply must not be, such as "unknown", and the probability (0 to 1) with which it would have been.

    A model that can tell fills in the probability before its first piece; None where it cannot.
    """

    word: str
    probability: float | None = None


class LanguageModel(Protocol):
    """What the answer line needs of a model."""

    name: str
    sentences: int  # how many sentences of evidence it is given …
    characters: int  # … and how long they and the question may be together
    local: bool  # whether it runs in this process

    def stream(self, messages: Sequence[Message], *, max_tokens: int, doubt: Doubt | None = None) -> Iterator[str]:
        """The reply, piece by piece, and "" now and then while none comes. Raises ModelUnavailable.

        Closing the iterator stops the model.
        """
        ...


@dataclass(slots=True)
class OpenAICompatible:
    """A model behind an OpenAI-compatible endpoint. `server` keeps a local one alive, `prompts` what it has read."""

    name: str
    base_url: str
    api_key: str
    sentences: int
    characters: int
    timeout: float
    local: bool = False
    server: object | None = None
    prompts: PromptCache | None = None
    _clients: Any = None

    def stream(self, messages: Sequence[Message], *, max_tokens: int, doubt: Doubt | None = None) -> Iterator[str]:
        # Only the local model is known to take a word for what its tokens are, and to report probabilities from before the ban.
        extra = _without(doubt.word) if doubt and self.local else {}
        asked: dict[str, Any] = self._asked(messages, extra) | {"max_tokens": max_tokens, "stream": True}
        client = self._connected()[0]
        said = ended = False

        async def reply() -> AsyncGenerator[str, None]:
            nonlocal ended
            # Leaving the block closes the connection, and with it stops the model.
            async with client.chat.completions.with_streaming_response.create(**asked) as response:
                async for line in response.iter_lines():
                    chunk = _chunk(line)
                    ended = ended or chunk == _DONE or _is_last(chunk)
                    if piece := _delta(chunk):
                        if doubt and self.local and doubt.probability is None:
                            doubt.probability = _probability(doubt.word, chunk)
                        yield piece

        try:
            with closing(pulled(reply)) as pieces:
                for piece in pieces:
                    said = said or bool(piece)
                    yield piece
        except Exception as error:  # the client raises its own kinds, httpx's, and a broken stream JSON errors
            raise ModelUnavailable(f"the language model {self.name} did not answer ({_brief(error)}).") from error
        if not said:
            raise ModelUnavailable(
                f"the language model {self.name} replied without a word; is {self.base_url} an OpenAI-compatible endpoint?"
            )
        if not ended:
            raise ModelUnavailable(f"the language model {self.name} broke off in the middle of its reply.")

    def first_tokens(self, messages: Sequence[Message], patience: float | None = None) -> dict[str, float]:
        """The likeliest first words of a reply, a token each, with their probabilities; the one that is written, with 1, where the endpoint
        tells none. It is waited for as long as for an answer, or `patience` seconds, and then not asked again.

        Raises ModelUnavailable.
        """
        asked: dict[str, Any] = self._asked(messages, {"logprobs": True, "top_logprobs": _TOP}) | {"max_tokens": 1}
        client = self._connected()[1]
        if patience is not None:
            client = client.with_options(timeout=patience, max_retries=0)
        try:
            reply = client.chat.completions.with_raw_response.create(**asked).http_response.json()
        except Exception as error:  # as in stream
            raise ModelUnavailable(f"the language model {self.name} did not answer ({_brief(error)}).") from error
        likely: dict[str, float] = {}
        written = str(_at(reply, "choices", 0, "message", "content") or "").split()
        for token, probability in _first(reply) or [(word.strip("*.,:"), 1.0) for word in written[:1]]:
            likely[token] = likely.get(token, 0.0) + probability
        return likely

    def _asked(self, messages: Sequence[Message], extra: Mapping[str, Any]) -> dict[str, Any]:
        said = [{"role": role, "content": text} for role, text in messages]
        # As extras, since the client takes milliseconds to look at what it knows the types of.
        return {"model": self.name, "messages": [], "temperature": 0.0, "extra_body": {"messages": said, **extra}}

    def _connected(self) -> tuple[AsyncOpenAI, OpenAI]:
        """One client for streams, one for what is short."""
        import httpx
        from openai import AsyncOpenAI, OpenAI

        if self._clients is None:
            given: dict[str, Any] = {"base_url": self.base_url, "api_key": self.api_key or "none", "max_retries": 1}
            # A proxy of the environment is for other hosts: what the local model is asked does not leave this machine.
            transport: dict[str, Any] = {"timeout": self.timeout, "trust_env": not self.local}
            self._clients = (
                AsyncOpenAI(**given, http_client=httpx.AsyncClient(**transport)),
                OpenAI(**given, http_client=httpx.Client(**transport)),
            )
        return self._clients


def begun(llm: LanguageModel, messages: Sequence[Message], doubt: Doubt) -> Iterator[str]:
    """Let a model say the first token of a reply, and no more, for its doubt. Yields "" now and then, where whoever waits may leave.

    Raises ModelUnavailable.
    """
    with closing(llm.stream(messages, max_tokens=1, doubt=doubt)) as pieces:  # type: ignore[type-var]
        for _ in pieces:
            yield ""


def choose_llm(settings: Settings) -> tuple[OpenAICompatible | None, str | None]:
    """The model to write with, and why there is none if there is none: configured endpoint, else local model, else neither."""
    if settings.llm_base_url:
        if not settings.llm_model:
            return (
                None,
                "NEWSQA_LLM_BASE_URL is set but NEWSQA_LLM_MODEL is not: say which model the endpoint should run.",
            )
        return (
            OpenAICompatible(
                name=settings.llm_model,
                base_url=settings.llm_base_url.rstrip("/"),
                api_key=settings.llm_api_key,
                sentences=settings.llm_sentences or 12,
                characters=_UNLIMITED,
                timeout=settings.llm_timeout,
            ),
            None,
        )
    if settings.llm_file.casefold() == _NO_MODEL:
        return None, None
    from qa.model.local_model import start_local_model

    try:
        local = start_local_model(settings.llm_file, settings.llm_threads)
    except ModelUnavailable as error:
        return None, f"Answers are quotes only: {error}"
    return (
        OpenAICompatible(
            name=local.name,
            base_url=local.base_url,
            api_key=local.api_key,
            sentences=settings.llm_sentences or 6,
            characters=_UNLIMITED if settings.llm_sentences else _LOCAL_CHARACTERS,
            timeout=settings.llm_timeout,
            local=True,
            server=local.server,
            prompts=local.prompts,
        ),
        None,
    )


def _without(word: str) -> dict[str, Any]:
    """What makes llama.cpp write anything but this word, and say how likely it was."""
    forms = [form for stem in (word, word.capitalize(), word.upper()) for form in (stem, f" {stem}")]
    return {"logit_bias": [[form, False] for form in forms], "logprobs": True, "top_logprobs": _TOP}


def _chunk(line: str) -> Any:
    """What a line of a stream of server-sent events holds: a chunk, "[DONE]", or {} for a line without data.

    Raises ValueError for an error.
    """
    data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
    if not data or data == _DONE:
        return data or {}
    chunk = json.loads(data)
    if isinstance(chunk, dict) and (error := chunk.get("error")):
        raise ValueError(error.get("message", error) if isinstance(error, dict) else error)
    return chunk


def _is_last(chunk: Any) -> bool:
    """Whether a chunk says why the reply ends. A stream with no such chunk and no [DONE] was cut off."""
    return bool(_at(chunk, "choices", 0, "finish_reason"))


def _delta(chunk: Any) -> str:
    """The piece of the reply that a chunk brings."""
    return str(_at(chunk, "choices", 0, "delta", "content") or "")


def _probability(word: str, chunk: Any) -> float | None:
    """The probability that the first token of a reply begins this word, from the chunk of the stream that brought it."""
    likely = _first(chunk)
    if likely is None:
        return None
    folded = ((token.casefold(), probability) for token, probability in likely)
    return min(1.0, sum(p for token, p in folded if token == word or (len(token) > 2 and word.startswith(token))))


def _first(reply: Any) -> list[tuple[str, float]] | None:
    """The likeliest first tokens of a reply, white space left out, with their probabilities; None where it does not tell."""
    top = _at(reply, "choices", 0, "logprobs", "content", 0, "top_logprobs")
    try:
        return [(t["token"].strip(), math.exp(t["logprob"])) for t in top]
    except (AttributeError, KeyError, TypeError):
        return None


def _at(reply: Any, *path: str | int) -> Any:
    """What stands at a place in a reply; None where an endpoint left it out."""
    for key in path:
        try:
            reply = reply[key]
        except (IndexError, KeyError, TypeError):
            return None
    return reply


def _brief(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:200]}" if text else type(error).__name__
