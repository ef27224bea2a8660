"""Records ⇄ JSON, the one form that the API, the command line's --json and saved runs share. Times become ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from index import Article, BadRequest, Evidence, Filters
from qa.records import Answer, Answered, Citation, Delta, Event, Gathered, Query, Turn, Understood

__all__ = ["LAST", "article_json", "event_json", "hit_json", "iso_time", "parse_time", "turn_json", "turns_from_json"]

_FIRST, LAST = -62_135_596_800, 253_402_300_799  # the years 1 and 9999: all that ISO 8601 in four figures can say


def iso_time(seconds: int | None) -> str | None:
    """Epoch seconds as "2024-11-28T15:09:00Z"."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def parse_time(text: str | None, field: str) -> int | None:
    """Epoch seconds of "2024-11-28" (midnight UTC) or an ISO 8601 time, within the years 1 to 9999.

    Raises BadRequest naming the field.
    """
    if text is None or not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadRequest(field, f"{text!r} is not a date: write it as 2024-11-28 or 2024-11-28T15:00:00Z.") from None
    seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    # A time zone can push a time at either end out of the years that can be written.
    return min(max(seconds, _FIRST), LAST)


def hit_json(evidence: Evidence) -> dict[str, Any]:
    """A search hit: text, title, publisher, published, url, article_id, version, start, end, score."""
    keys = ("text", "title", "publisher", "published", "url", "article_id", "version", "start", "end", "score")
    hit = {key: getattr(evidence, key) for key in keys}
    return {**hit, "published": iso_time(evidence.published), "score": round(evidence.score, 4)}


def article_json(article: Article, *, text: bool = True) -> dict[str, Any]:
    """An article, with or without its text."""
    record = asdict(article)
    del record["source"]
    del record["published_offset"]  # times are UTC here
    if not text:
        del record["text"]
        record["characters"] = len(article.text)
    for key in ("published", "updated", "ingested"):
        record[key] = iso_time(record[key])
    return record


def turn_json(turn: Turn) -> dict[str, Any]:
    """A turn: the question, how it was understood, the answer's own fields, and the evidence."""
    return {
        "question": turn.question,
        "understood_as": _query_json(turn.understood_as),
        **_answer_json(turn.answer),
        "evidence": [hit_json(e) for e in turn.evidence],
    }


def event_json(event: Event) -> tuple[str, dict[str, Any]]:
    """(name, data) of an event for a stream: understood, evidence, delta, answer."""
    match event:
        case Understood(query):
            return "understood", _query_json(query)
        case Gathered(evidence, preview):
            return "evidence", {"evidence": [hit_json(e) for e in evidence], "preview": _answer_json(preview)}
        case Delta(text):
            return "delta", {"text": text}
        case Answered(turn):
            return "answer", turn_json(turn)


def turns_from_json(records: Sequence[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """Earlier turns of a conversation, as turn_json gave them; a record with nothing but a question is enough."""
    turns = []
    for i, record in enumerate(records):
        if not isinstance(record, Mapping) or not isinstance(record.get("citations") or [], list | tuple | dict | str):
            raise BadRequest(f"turns[{i}]", "this is no earlier turn; send turns back as they came.")
        question = record.get("question")
        if not isinstance(question, str) or not question.strip():
            raise BadRequest(f"turns[{i}]", "each earlier turn needs its question; send turns back as they came.")
        understood = record.get("understood_as") or {}
        citations = tuple(
            _citation(c) for c in record.get("citations") or () if isinstance(c, Mapping) and c.get("article_id")
        )
        standalone = str(understood.get("question") or question) if isinstance(understood, Mapping) else question
        short = record.get("short")
        answer = Answer(
            short=short if isinstance(short, str) else None,
            text=str(record.get("text") or ""),
            citations=citations,
            refused=bool(record.get("refused", not citations)),
        )
        turns.append(Turn(question, Query(standalone), (), answer))
    return tuple(turns)


def _query_json(query: Query) -> dict[str, Any]:
    return {"question": query.question, "rewritten": query.rewritten, **_filters_json(query.filters)}


def _filters_json(filters: Filters) -> dict[str, Any]:
    return {
        "since": iso_time(filters.since),
        "until": iso_time(filters.until),
        "publisher": list(filters.publishers),
    }


def _answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "short": answer.short,
        "text": answer.text,
        "citations": [{**asdict(c), "published": iso_time(c.published)} for c in answer.citations],
        "refused": answer.refused,
        "reason": answer.reason,
        "engine": answer.engine,
        "closest": hit_json(answer.closest) if answer.closest else None,
        "notice": answer.notice,
        "timings": asdict(answer.timings),
    }


def _citation(record: Mapping[str, Any]) -> Citation:
    """As much of a citation as a follow-up needs; it is never shown again."""
    return Citation(
        n=0,
        article_id=str(record["article_id"]),
        version=str(record.get("version") or ""),
        title=str(record.get("title") or ""),
        publisher=None,
        published=None,
        url=None,
        start=0,
        end=0,
        quote=str(record.get("quote") or ""),
        differs=str(record.get("differs") or "") or None,
    )
