"""What OpenAI's clients send, as pydantic models, and as the question that it comes to.

Unknown fields are ignored, but for those that ask for a reply of another shape than there is: a client that waits for it would break.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from index import BadRequest, Filters
from qa.api.access import LARGEST_BODY
from qa.api.openai.content import read_back
from qa.api.problems import ModelNotFound
from qa.newsqa import MAX_QUESTION
from qa.serve import schemas
from qa.serve.schemas import BRANCHES, AskBody
from qa.understand.standalone import understand
from qa.wire import turns_from_json

__all__ = ["ENGINES", "ChatBody", "CompletionBody", "Message", "ResponseBody", "StreamOptions", "ask_body"]

ENGINES = {"newsqa": "auto", "newsqa-extractive": "extractive", "newsqa-llm": "llm"}  # by the model's id
_MOST_MESSAGES = 2000
_LAST_TURNS = 8  # how far back a follow-up can point; what is older changes nothing

_JSON = ("json_object", "json_schema")
_WHOLE_TURN = "The whole turn, as POST /api/ask gives it, stands as JSON in the reply's `newsqa`."

_LONGEST_REPLY = 200_000  # characters; replies of ours are far shorter, and of others' nothing is used

# As much as a body can hold. That there is a limit makes pydantic look into the text and refuse what is no valid Unicode.
_Text = Annotated[str, StringConstraints(max_length=LARGEST_BODY)]


def _form(given: object) -> str:
    return BRANCHES[0] if isinstance(given, str) else BRANCHES[1]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class Part(_Body):
    """A piece of a message; only its text is read."""

    text: _Text | None = None


# The first item that is wrong ends the look at a list: there may be a hundred thousand of them.
_Parts = Annotated[list[Part], Field(fail_fast=True, max_length=_MOST_MESSAGES)]


_Content = Annotated[Annotated[_Text, Tag(BRANCHES[0])] | Annotated[_Parts, Tag(BRANCHES[1])], Discriminator(_form)]


class Message(_Body):
    """A message of a conversation, or another item of one, which has no role."""

    role: str | None = None
    content: _Content | None = None

    def text(self) -> str:
        """The words of the message."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.text)


_Messages = Annotated[list[Message], Field(fail_fast=True, min_length=1, max_length=_MOST_MESSAGES)]


_Input = Annotated[Annotated[_Text, Tag(BRANCHES[0])] | Annotated[_Messages, Tag(BRANCHES[1])], Discriminator(_form)]
_Prompts = Annotated[list[_Text], Field(fail_fast=True, max_length=_MOST_MESSAGES)]
_Prompt = Annotated[Annotated[_Text, Tag(BRANCHES[0])] | Annotated[_Prompts, Tag(BRANCHES[1])], Discriminator(_form)]


class StreamOptions(_Body):
    """How a stream ends."""

    include_usage: bool | None = None


class _Asking(_Body):
    """What all three endpoints take; the filters are ours, sent by `extra_body` with OpenAI's library."""

    model: str = Field("newsqa", json_schema_extra={"enum": list(ENGINES)})
    stream: bool | None = None
    since: schemas.Moment | None = None
    until: schemas.Moment | None = None
    publisher: schemas.Names | None = None
    asked_on: schemas.Moment | None = None


class ChatBody(_Asking):
    """POST /v1/chat/completions."""

    messages: _Messages
    stream_options: StreamOptions | None = None
    response_format: Any = None
    tool_choice: Any = None
    n: Any = None


class CompletionBody(_Asking):
    """POST /v1/completions."""

    prompt: _Prompt
    stream_options: StreamOptions | None = None
    n: Any = None


class ResponseBody(_Asking):
    """POST /v1/responses."""

    input: _Input
    include: Annotated[list[str], Field(fail_fast=True, max_length=100)] | None = None
    previous_response_id: str | None = None
    conversation: Any = None
    text: Any = None
    tool_choice: Any = None


def ask_body(body: _Asking, messages: Sequence[Message], field: str, *, has_llm: bool) -> AskBody:
    """The last user message as a question, what was said before it as turns. `field`: where the messages stood.

    Raises BadRequest naming the field, ModelNotFound for a model that there is not.
    """
    engine = ENGINES.get(body.model)
    if engine is None:
        raise ModelNotFound(f"The model {body.model[:80]!r} does not exist; GET /v1/models lists those that do.")
    if engine == "llm" and not has_llm:
        raise ModelNotFound(f"The model {body.model!r} needs a language model, and this server has none.")
    _check_form(body)
    last = next((i for i in reversed(range(len(messages))) if messages[i].role == "user"), None)
    if last is None:
        raise BadRequest(field, "there is no message of role user: its text is the question.")
    question = messages[last].text().strip()
    if not question:
        alone = field == "prompt" or isinstance(getattr(body, field), str)
        what = f"the {field}" if alone else "the last message of role user"
        raise BadRequest(field, f"{what} has no text: its text is the question.")
    if len(question) > MAX_QUESTION:
        raise BadRequest(
            field, f"the question has {len(question):,} characters, the most is {MAX_QUESTION:,}: shorten it."
        )
    filters = body.model_dump(include={"since", "until", "publisher", "asked_on"})
    return AskBody.of(question=question, engine=engine, turns=_turns(messages[:last]), **filters)


def _check_form(body: _Asking) -> None:
    """Raise BadRequest for a field that asks for JSON, for a call of a tool, or for several answers."""
    text = getattr(body, "text", None)
    for field, form in (
        ("response_format", getattr(body, "response_format", None)),
        ("text.format", text.get("format") if isinstance(text, dict) else None),
    ):
        if isinstance(form, dict) and form.get("type") in _JSON:
            raise BadRequest(field, f"newsqa writes text with marks, no JSON: leave {field} out. {_WHOLE_TURN}")
    if _calls_a_tool(getattr(body, "tool_choice", None)):
        raise BadRequest(
            "tool_choice", f"newsqa calls no tools of yours: leave tool_choice out, or send auto or none. {_WHOLE_TURN}"
        )
    if getattr(body, "n", None) not in (None, 1):
        raise BadRequest("n", "newsqa gives one answer to a question: leave n out, or send 1.")


def _calls_a_tool(choice: Any) -> bool:
    """Whether a reply must call a tool of the client's; the search of files is our own, and always done."""
    if isinstance(choice, dict):
        return choice.get("type") != "file_search" and choice.get("mode") != "auto"
    return choice not in (None, "auto", "none")


def _turns(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """The exchanges before the question, rebuilt from their words alone: the server keeps no conversation.

    How each question was understood follows by rules from the exchange before it; what was answered stands in the reply.
    """
    exchanges: list[tuple[str, str]] = []
    for message in messages:
        text = message.text().strip()
        if message.role == "user" and text:
            exchanges.append((text[:MAX_QUESTION], ""))
        elif message.role == "assistant" and exchanges:
            exchanges[-1] = (exchanges[-1][0], text if len(text) <= _LONGEST_REPLY else "")
    turns: list[dict[str, Any]] = []
    for question, reply in exchanges[-_LAST_TURNS:]:
        understood = understand(question, turns_from_json(turns), Filters()).question
        turns.append({"question": question, "understood_as": {"question": understood}, **read_back(reply)})
    return turns
