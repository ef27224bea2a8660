"""Feedback → JSON, and → an evaluation file: what readers liked is accepted, what they did not waits for an editor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from index import Feedback
from qa.question.lately import lately
from qa.serve.schemas import FeedbackBody
from qa.wire import iso_time

__all__ = ["feedback_json", "kept_answer", "questions_from_feedback"]

_KEPT = ("understood_as", "short", "text", "citations", "refused", "reason", "engine", "notice")
_MARK = re.compile(r"\s*\[\d+\]")


def kept_answer(body: FeedbackBody) -> dict[str, Any]:
    """What of a judged turn is kept beside its question: the answer, the questions before it, the day of asking.

    Evidence and timings are not: they are long, and can be had again.
    """
    turn = body.turn.model_dump(exclude_unset=True)
    return {"history": body.history, "asked_on": body.asked_on, **{key: turn[key] for key in _KEPT if key in turn}}


def feedback_json(feedback: Feedback) -> dict[str, Any]:
    """One piece of feedback, its time as ISO 8601, the answer as it was kept."""
    return {
        "id": feedback.id,
        "given": iso_time(feedback.given),
        "thumb": feedback.thumb,
        "reason": feedback.reason,
        "question": feedback.question,
        "answer": dict(feedback.payload),
    }


def questions_from_feedback(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Feedback (feedback_json) as records of a question file (docs/evaluation.md), one for each question, oldest first.

    Where every reader of an answer was content, the answer is the accepted one and its quotes are gold; a refusal that all
    agreed with makes the question unanswerable. Where one was not, the record has a `todo` and is not asked until an editor
    has completed it. What was answered under filters is left out: a question file has none.
    """
    groups: dict[tuple[str, tuple[str, ...], str], list[Mapping[str, Any]]] = {}
    for record in sorted(records, key=lambda r: r["id"]):
        answer = record["answer"]
        if _filtered(answer):
            continue
        asked = record["question"].strip().casefold()
        key = (asked, tuple(answer.get("history") or ()), _asked_on(record) or "")
        groups.setdefault(key, []).append(record)
    return [_question(group) for group in groups.values()]


def _asked_on(record: Mapping[str, Any]) -> str | None:
    """The day of asking that was given; else, of a question of "this week", say, the day of its feedback."""
    if day := record["answer"].get("asked_on"):
        return str(day)
    return record["given"][:10] if lately(record["question"], 0) else None


def _question(group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    first = group[0]
    history = first["answer"].get("history") or []
    question = {
        "id": f"feedback-{first['id']}",
        "question": first["question"],
        "history": history,
        "kind": "followup" if history else "feedback",
    }
    if asked_on := _asked_on(first):
        question["asked_on"] = asked_on
    liked = [r["answer"] for r in group if r["thumb"] == "up"]
    refused = [bool(answer.get("refused")) for answer in liked]
    answers = list(dict.fromkeys(text for answer in liked if (text := _accepted(answer))))
    cited = [_gold(c) for answer in liked for c in answer.get("citations") or () if c.get("quote")]
    gold = [c for n, c in enumerate(cited) if c not in cited[:n]]
    said = [r["reason"] for r in group if r["reason"]]
    if len(liked) < len(group) or not (answers or all(refused)) or (any(refused) and not all(refused)):
        shown = [r["answer"].get("text") or "" for r in group if r["thumb"] == "down"]
        todo = "A reader was not content: give the accepted answers and the quotes, or answerable: false; then delete todo."
        return {**question, "answers": answers, "gold": gold, "todo": todo, "said": said, "disliked": shown}
    if all(refused):
        why = said[0] if said else str(liked[0].get("reason") or "readers agreed with the refusal")
        return {**question, "answerable": False, "why": why}
    return {**question, "answers": answers, "gold": gold}


def _filtered(answer: Mapping[str, Any]) -> bool:
    reading = answer.get("understood_as") or {}
    return any(reading.get(name) for name in ("since", "until", "publisher"))


def _accepted(answer: Mapping[str, Any]) -> str:
    """The shortest phrase that answers; without one the text without its marks."""
    if answer.get("refused"):
        return ""
    return str(answer.get("short") or _MARK.sub("", str(answer.get("text") or "")).strip())


def _gold(citation: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(citation[key]) for key in ("article_id", "url", "title", "quote") if citation.get(key)}
