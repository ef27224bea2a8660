"""What the API takes, as pydantic models that check it, for the server and the command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, WithJsonSchema

from index import BadRequest
from qa.newsqa import MAX_QUESTION

__all__ = [
    "BRANCHES",
    "MOST_TURNS",
    "AskBody",
    "FeedbackBody",
    "IngestBody",
    "Moment",
    "Name",
    "SearchBody",
    "field_errors",
]

MOST_TURNS = 50
MOST_HITS = 100

Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION)]
Moment = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
_NAME = {"type": "string", "minLength": 1, "maxLength": 300}
# The limit is generous; that there is one makes pydantic look into the text and refuse what is no valid Unicode.
Text = Annotated[str, StringConstraints(max_length=200_000)]
_Whole = Annotated[int, Field(ge=0, le=10**9)]
Names = Annotated[
    list[Name],
    Field(max_length=50),
    # One name is as good as a list of one. Not a union, whose errors would name its branches instead of the field.
    BeforeValidator(lambda given: [given] if isinstance(given, str) else given),
    WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME, "maxItems": 50}]}),
]
_SINCE = Field(
    None, description="Only articles published at or after this ISO 8601 date or time.", examples=["2024-11-01"]
)
_UNTIL = Field(
    None,
    description="Only articles published before this ISO 8601 time; a bare date includes that whole day.",
    examples=["2024-11-30"],
)
_PUBLISHER = Field(None, description="Only articles by this publisher, or by any of these, as /api/status names them.")


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    @classmethod
    def of(cls, **fields: Any) -> Self:
        """The request, checked. Raises BadRequest for the first field that is wrong."""
        try:
            return cls(**fields)
        except ValidationError as error:
            first = field_errors([{**e, "loc": ("body", *e["loc"])} for e in error.errors()])[0]
            raise BadRequest(first["field"], f"{first['field']}: {first['message']}.") from None


class _Returned(BaseModel):
    """What was sent out and comes back; of its fields those that are used are checked."""

    model_config = ConfigDict(extra="allow", strict=True)


class EarlierQuery(_Returned):
    """How an earlier question was understood."""

    question: Text | None = None


class EarlierCitation(_Returned):
    """A citation of an earlier answer."""

    article_id: Text | None = None
    version: Text | None = None
    title: Text | None = None
    quote: Text | None = None
    differs: Text | None = None


class EarlierTurn(_Returned):
    """An earlier turn as /api/ask returned it; the question alone is enough."""

    question: Question
    understood_as: EarlierQuery | None = None
    short: Text | None = None
    text: Text | None = None
    citations: list[EarlierCitation] | None = None
    refused: bool | None = None


class AskBody(_Request):
    """A question, with the conversation before it and the articles that may answer it."""

    question: Question = Field(description="The question.", examples=["Which airport was attacked?"])
    turns: list[EarlierTurn] = Field([], max_length=MOST_TURNS, description="Earlier turns, oldest first.")
    since: Moment | None = _SINCE
    until: Moment | None = _UNTIL
    publisher: Names | None = _PUBLISHER
    engine: Literal["auto", "extractive", "llm"] = Field(
        "auto",
        description="`extractive` quotes sentences; `llm` writes with the language model; `auto` takes what there is.",
    )
    asked_on: Moment | None = Field(
        None,
        description="The ISO 8601 date of asking; by default now. The weeks before it are preferred, and “this week” is counted from it: what older reports alone tell is refused as `outdated`.",
    )
    stream: bool = Field(False, description="Answer as server-sent events; so does `Accept: text/event-stream`.")


class SearchBody(_Request):
    """A search for the passages that fit a query best."""

    query: Question = Field(description="What to search for.", examples=["airport attack"])
    k: int = Field(10, ge=1, le=MOST_HITS, strict=False, description="How many passages at most.")
    since: Moment | None = _SINCE
    until: Moment | None = _UNTIL
    publisher: Names | None = _PUBLISHER


class _Judged(BaseModel):
    """What is kept: only fields that are known, so that what is given out again is sound."""

    model_config = ConfigDict(extra="ignore", strict=True)


class JudgedQuery(_Judged):
    """How the question was understood."""

    question: Text | None = None
    rewritten: bool | None = None
    since: Text | None = None
    until: Text | None = None
    publisher: list[Text] | None = None


class JudgedCitation(_Judged):
    """A citation of the answer."""

    n: _Whole | None = None
    article_id: Text | None = None
    version: Text | None = None
    title: Text | None = None
    publisher: Text | None = None
    published: Text | None = None
    url: Text | None = None
    start: _Whole | None = None
    end: _Whole | None = None
    quote: Text | None = None
    verdict: Text | None = None
    differs: Text | None = None


class JudgedTurn(_Judged):
    """The turn that was judged, as /api/ask returned it; an answer that is missing is kept as missing."""

    question: Question
    understood_as: JudgedQuery | None = None
    short: Text | None = None
    text: Text | None = None
    citations: list[JudgedCitation] | None = None
    refused: bool | None = None
    reason: Text | None = None
    engine: Text | None = None
    notice: Text | None = None


class FeedbackBody(_Request):
    """A reader's verdict on one answer."""

    thumb: Literal["up", "down"] = Field(description="Whether the answer was good.")
    turn: JudgedTurn = Field(description="The turn that is judged, as it came; its evidence is not kept.")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = Field(
        "", description="Why, in the reader's own words."
    )
    history: list[Question] = Field([], max_length=MOST_TURNS, description="Earlier questions, oldest first.")
    asked_on: Moment | None = Field(None, description="The ISO 8601 date of asking, if one was given.")


class IngestBody(_Request):
    """Articles to index: records, in the shapes that a JSON file of articles may have, files of the server, or addresses."""

    articles: list[dict[str, Any]] = Field(
        [],
        max_length=5000,
        description="Objects with `text` and, as far as known, `title`, `publisher`, `byline`, `url`, `language`, `published` "
        "and `updated`; other usual names such as `headline`, `body`, `date` work too.",
        examples=[[{"title": "Storm", "text": "A storm closed the airport.", "published": "2024-11-28"}]],
    )
    paths: list[Name] = Field(
        [], max_length=1000, description="Files and folders; only with the token of the data directory's lock file."
    )
    encoding: Name | None = Field(None, description="Of text files among `paths` that are not UTF-8, such as cp1252.")
    urls: list[WebAddress] = Field(
        [],
        max_length=20,
        description="Web addresses (http or https) of an article each, to be fetched; only where the server was started "
        "with `--allow-fetch`.",
    )


# The names of what a field may be, text or a list, where it may be either: pydantic puts them into the places of errors.
BRANCHES = ("<text>", "<list>")
_OBJECT = "this must be a JSON object"
_PLAIN = {
    "extra_forbidden": "there is no such field",
    "json_invalid": "this is not JSON",
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "string_unicode": "this is no valid Unicode text (it holds half a character)",
    "missing": "this is needed",
    "string_type": "this must be a string",
    "string_too_short": "this is empty",
    "string_too_long": "this has more than {max_length:,} characters: shorten it",
    "list_type": "this must be a list",
    "too_short": "this list is empty",
    "too_long": "this list has more than {max_length:,} entries: send fewer at once",
    "bool_type": "this must be true or false",
    "int_type": "this must be a whole number",
    "int_parsing": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "greater_than_equal": "this must be {ge} or more",
    "less_than_equal": "this must be {le:,} or less",
    "literal_error": "this must be {expected}",
}


def field_errors(errors: Any) -> list[dict[str, str]]:
    """pydantic's errors as [{field, message}], a field each, without what was sent.

    Each error's `loc` starts with where the field came from, such as "body" or "query".
    """
    found: dict[str, str] = {}
    for error in errors:
        kind = error["type"]
        field = "" if kind == "json_invalid" else _dotted([part for part in error["loc"][1:] if part not in BRANCHES])
        message = _PLAIN[kind].format(**error.get("ctx", {})) if kind in _PLAIN else str(error["msg"])
        if message == _OBJECT and not field:
            message += ", with Content-Type: application/json"
        found.setdefault(field or "body", message)
    return [{"field": field, "message": message} for field, message in found.items()]


def _dotted(place: Sequence[str | int]) -> str:
    """("turns", 0, "question") as "turns[0].question"."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")
