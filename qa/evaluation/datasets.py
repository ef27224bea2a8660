"""Public question sets as they are published → the fields of our own format. Each is known by its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["adapted"]

_INSUFFICIENT = "insufficient information"


def adapted(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record in newsqa's own format; one that is in none of the known formats is returned as it is."""
    if "query" in record and "evidence_list" in record:
        return _multihop(record)
    if "choices" in record and "answer" in record and "answer_index" in record:
        return _realtimeqa(record)
    return record


def _multihop(record: Mapping[str, Any]) -> dict[str, Any]:
    """MultiHop-RAG (Tang and Yang 2024): a null query is one that the corpus cannot answer."""
    answer = str(record.get("answer") or "").strip()
    answerable = record.get("question_type") != "null_query" and answer.casefold().rstrip(".") != _INSUFFICIENT
    return {
        "id": record.get("id"),
        "question": record["query"],
        "answers": [answer] if answerable and answer else [],
        "answerable": answerable,
        "why": "" if answerable else "absent",
        "kind": record.get("question_type"),
        "gold": [
            {"url": e.get("url"), "title": e.get("title"), "quote": e.get("fact")}
            for e in record["evidence_list"] or []
        ],
    }


def _realtimeqa(record: Mapping[str, Any]) -> dict[str, Any]:
    """RealTimeQA (Kasai et al. 2023), asked on the day of the quiz; its variant with "None of the above" too."""
    return {
        "id": record.get("id"),
        "question": record.get("question"),
        "answers": record["answer"] if isinstance(record["answer"], list) else [record["answer"]],
        "choices": record["choices"],
        "kind": "none of the above" if "of" in record else "quiz",
        "asked_on": record.get("date") or _day(str(record.get("of") or "")),
        "gold": [{"url": url} for url in record.get("gold_urls") or []],
    }


def _day(quiz: str) -> str | None:
    """The day in a question's id, "20220610_0": the variants with "None of the above" name no other."""
    day = re.match(r"(\d{4})(\d\d)(\d\d)_", quiz)
    return "-".join(day.groups()) if day else None
