"""Ask a file of questions and score the answers: right answers, right refusals, citations, seconds, by kind of question.

A question file is JSON Lines; each line an object with

    question     what is asked
    answers      accepted answers; one of them must stand in the given answer (short or text) as whole words
    all_of       instead, for questions with several parts: groups of accepted strings, one of each must be there
    history      earlier questions of the conversation, asked first (for follow-ups)
    answerable   false when the corpus does not hold the answer: then only a refusal is right
    kind, split  any words, to report by (kind: single, two, date, followup, unanswerable …; split: dev, test)
    asked_on     date of asking, if it matters
    id, gold, why  carried along
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index import BadFile, BadRequest, Corpus
from qa.ask import MAX_QUESTION, NewsQA
from qa.metrics import contains, percentile, share, wilson
from qa.records import Engine, Turn
from qa.wire import parse_time, turn_json

__all__ = ["Question", "Scored", "read_questions", "run", "scored_json", "summary"]


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file."""

    id: str
    question: str
    answers: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...] = ()
    history: tuple[str, ...] = ()
    answerable: bool = True
    kind: str = "single"
    split: str = ""
    asked_on: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of one question. `right`: for an answerable one the answer, for an unanswerable one the refusal."""

    question: Question
    turn: dict[str, Any]
    right: bool
    refused: bool
    verbatim: tuple[bool, ...]  # for each citation: does the article say exactly this there?
    seconds: float
    first_word: float | None


def read_questions(path: Path) -> tuple[list[Question], list[BadFile]]:
    """The questions of a file, and the lines that are none, named. Raises BadFile when the file cannot be read."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), f"cannot be read ({error}); give a JSON Lines file of questions.") from error
    questions: list[Question] = []
    problems: list[BadFile] = []
    for n, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line), n))
        except (ValueError, TypeError, AttributeError, BadRequest) as error:
            problems.append(BadFile(f"{path}:{n}", f"is no question: {error}"))
    return questions, problems


def _question(record: dict[str, Any], n: int) -> Question:
    text = record.get("question")
    if not isinstance(text, str) or not text.strip():
        raise ValueError('it needs a "question"')
    if len(text) > MAX_QUESTION:
        raise ValueError(f'its "question" is longer than {MAX_QUESTION:,} characters')
    answerable = bool(record.get("answerable", True))
    answers = _strings(record, "answers")
    groups = record.get("all_of") or []
    all_of = tuple(_strings({"all_of": group}, "all_of") for group in groups)
    if answerable and not answers and not all_of:
        raise ValueError('it needs "answers" or "all_of", or "answerable": false')
    return Question(
        id=str(record.get("id") or n),
        question=text,
        answers=answers,
        all_of=all_of,
        history=_strings(record, "history"),
        answerable=answerable,
        kind=str(record.get("kind") or "single"),
        split=str(record.get("split") or ""),
        asked_on=parse_time(record.get("asked_on"), "asked_on"),
    )


def _strings(record: dict[str, Any], key: str) -> tuple[str, ...]:
    values = record.get(key) or []
    if not isinstance(values, list):
        raise ValueError(f'its "{key}" must be a list')
    return tuple(str(value) for value in values)


def run(
    questions: Sequence[Question], newsqa: NewsQA, engine: Engine, progress: Callable[[Scored], None] = lambda _: None
) -> Iterator[Scored]:
    """Ask the questions one by one, each with its own conversation."""
    for question in questions:
        turns: tuple[Turn, ...] = ()
        for earlier in question.history:
            turns = (*turns, newsqa.ask(earlier, turns, engine=engine, asked_on=question.asked_on))
        started = time.monotonic()
        turn = newsqa.ask(question.question, turns, engine=engine, asked_on=question.asked_on)
        scored = _score(question, turn, newsqa.corpus, time.monotonic() - started)
        progress(scored)
        yield scored


def _score(question: Question, turn: Turn, corpus: Corpus, seconds: float) -> Scored:
    answer = turn.answer
    if question.answerable:
        given = f"{answer.short or ''} | {answer.text}"
        right = not answer.refused and contains(given, question.answers, question.all_of)
    else:
        right = answer.refused
    verbatim = tuple(corpus.article(c.article_id, c.version).text[c.start : c.end] == c.quote for c in answer.citations)
    record = {**turn_json(turn), "draft": turn.draft}
    return Scored(question, record, right, answer.refused, verbatim, seconds, answer.timings.first_word)


def summary(results: Sequence[Scored]) -> dict[str, Any]:
    """All measures: overall, and by kind and split. Shares with 95 % intervals; seconds at the 50th and 95th percentile."""
    splits = sorted({r.question.split for r in results if r.question.split})
    kinds = sorted({r.question.kind for r in results})
    answered = [r for r in results if not r.refused]
    words = [r.first_word for r in results if r.first_word is not None]
    return {
        "questions": len(results),
        **_measures(results),
        "by_kind": {kind: _measures([r for r in results if r.question.kind == kind]) for kind in kinds},
        "by_split": {split: _measures([r for r in results if r.question.split == split]) for split in splits},
        "citations_verbatim": share([v for r in results for v in r.verbatim]),
        "answers_with_citation": share([bool(r.verbatim) for r in answered]),
        "seconds": {
            "p50": percentile([r.seconds for r in results], 50),
            "p95": percentile([r.seconds for r in results], 95),
        },
        "first_word": {"p50": percentile(words, 50), "p95": percentile(words, 95)},
    }


def _measures(results: Sequence[Scored]) -> dict[str, Any]:
    answerable = [r for r in results if r.question.answerable]
    others = [r for r in results if not r.question.answerable]
    refused = [r for r in results if r.refused]
    right = [r.right for r in answerable]
    return {
        "n": len(results),
        "right": share(right),
        "right_interval": wilson(right),
        "false_refusals": share([r.refused for r in answerable]),
        "refusals_right": share([r.refused for r in others]),
        "refusals_right_interval": wilson([r.refused for r in others]),
        "refusal_precision": share([not r.question.answerable for r in refused]),
    }


def scored_json(scored: Scored) -> dict[str, Any]:
    """One question's result as JSON: the question, its turn, and how it was scored."""
    return {
        "id": scored.question.id,
        "kind": scored.question.kind,
        "split": scored.question.split,
        "question": asdict(scored.question),
        "right": scored.right,
        "refused": scored.refused,
        "verbatim": list(scored.verbatim),
        "seconds": round(scored.seconds, 3),
        "first_word": scored.first_word,
        "turn": scored.turn,
    }
