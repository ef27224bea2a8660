"""Question files: newsqa's own JSON Lines (docs/evaluation.md), and two public sets as they are (qa.evaluation.datasets)."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index import BadFile, BadRequest, words
from qa.evaluation.datasets import adapted
from qa.evaluation.metrics import exact
from qa.newsqa import check_question
from qa.wire import iso_time, parse_time

__all__ = ["Gold", "Question", "choose", "fingerprint", "question_from_json", "question_json", "read_questions"]

_GZIP = b"\x1f\x8b"
_FIELDS = (
    "id question answers all_of choices gold history answerable why kind split asked_on differs todo".split()  # noqa: SIM905
)
_ASKS = {"question", "query"}  # one of them is in each question, also of the public sets
_EXAMPLE = '{"question": "who?", "answers": ["Ann"]} (docs/evaluation.md).'
_NONE = "is no question: "
_MOST_NAMED = 20  # of the records of a file in which nothing is a question
_MISSPELT = 0.85  # likeness (difflib) of two names of fields


@dataclass(frozen=True, slots=True)
class Gold:
    """Where an answer stands: an article (by id, address or title) and, if known, words of it."""

    article_id: str = ""
    url: str = ""
    title: str = ""
    quote: str = ""

    @property
    def names_article(self) -> bool:
        """Whether it says which article, and not words of one alone."""
        return bool(self.article_id or self.url or self.title)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is accepted as its answer. asked_on: UTC epoch seconds. differs: the numbers that different reports
    give, empty where they agree, None where that is not known.
    """

    id: str
    question: str
    answers: tuple[str, ...] = ()
    all_of: tuple[tuple[str, ...], ...] = ()
    choices: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    history: tuple[str, ...] = ()
    answerable: bool = True
    why: str = ""
    kind: str = "single"
    split: str = ""
    asked_on: int | None = None
    differs: tuple[str, ...] | None = None

    @property
    def is_wish(self) -> bool:
        """Whether no answer is right, but what is cited: "tell me about …"."""
        return self.answerable and not (self.answers or self.all_of)


def read_questions(path: Path) -> tuple[list[Question], list[BadFile]]:
    """The questions of a file, and the lines that are none, named. Raises BadFile when the file cannot be read, or is of another kind."""
    questions: dict[str, Question] = {}
    places: dict[str, int] = {}
    problems: list[BadFile] = []
    objects = 0
    for place, raw in _records(_text_of(path)):
        try:
            record = json.loads(raw) if isinstance(raw, str) else raw
            if not isinstance(record, dict):
                raise ValueError("it is no JSON object")
            objects += 1
            if record.get("todo"):  # an editor has still to complete it
                continue
            _check_characters(record)
            question = question_from_json(adapted(record))
            if question.id in questions:
                same = f'has the id "{question.id}"' if record.get("id") else "asks the same"
                raise ValueError(f"{path}:{places[question.id]} {same}")
            questions[question.id] = question
            places[question.id] = place
        except json.JSONDecodeError as error:
            reason = f"{_NONE}broken JSON at column {error.colno}, {error.msg}"
            problems.append(BadFile(f"{path}:{place}", reason))
        except (ValueError, TypeError, AttributeError, RecursionError, BadRequest) as error:
            problems.append(BadFile(f"{path}:{place}", f"{_NONE}{error}"))
    if len(problems) > 1 and not objects:  # a table, say: what is wrong with each of its lines helps nobody
        first = problems[0].reason.removeprefix(_NONE)
        raise BadFile(str(path), f"is no file of questions ({first}): write a JSON object a line, such as {_EXAMPLE}")
    if not questions and (more := len(problems) - _MOST_NAMED) > 0:
        problems[_MOST_NAMED:] = [BadFile(str(path), f"{more:,} more are no questions either.")]
    return list(questions.values()), problems


def _text_of(path: Path) -> str:
    """What stands in a file, unpacked. Raises BadFile."""
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data.startswith(_GZIP) else data).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadFile(str(path), f"cannot be read ({why}); give a JSON Lines file of questions.") from error


def _records(text: str) -> Iterable[tuple[int, Any]]:
    """(line or place in the list, JSON text or value) of each record; the list may stand alone in an object that is no question."""
    if text.lstrip().startswith(("[", "{")):
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            whole = None
        if isinstance(whole, dict):
            lists = [v for v in whole.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
            whole = lists[0] if len(lists) == 1 and not _ASKS & whole.keys() else [whole]
        if isinstance(whole, list):
            return enumerate(whole, 1)
    return ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())


def question_from_json(record: Mapping[str, Any]) -> Question:
    """A question out of the fields that docs/evaluation.md describes; others may stand beside them, but not one that looks like a slip
    of the pen. Raises ValueError or BadRequest saying what is wrong.

    Without an id it gets one from its contents, so that it is known again wherever it stands in a file.
    """
    for name in record.keys() - set(_FIELDS):
        if meant := get_close_matches(str(name).casefold(), set(_FIELDS) - record.keys(), 1, _MISSPELT):
            raise ValueError(f'its "{name}" is no field: write "{meant[0]}"')
    text = record.get("question")
    if not isinstance(text, str) or not text.strip():
        raise ValueError('it needs a "question"')
    check_question(text)
    answerable = record.get("answerable", True)
    if not isinstance(answerable, bool):
        raise ValueError('its "answerable" must be true or false')
    answers = _strings(record.get("answers"), "answers")
    all_of = tuple(_strings(group, "all_of") for group in _list(record.get("all_of"), "all_of"))
    choices = _strings(record.get("choices"), "choices")
    gold = tuple(_gold(g) for g in _list(record.get("gold"), "gold"))
    # A wish has no field for answers; an empty one is an answer that was forgotten.
    wish = record.get("answers") is None and not choices and any(g.names_article for g in gold)
    # No text is found to hold an answer without a letter or a digit: such a question would be wrong whatever is said.
    if answerable and not all_of and not wish and not any(answers if choices else map(words, answers)):
        raise ValueError(
            'it needs "answers" or "all_of", or "answerable": false; a wish, "gold" articles and no "answers"'
        )
    if answers and choices and not any(exact(choice, answers) for choice in choices):
        raise ValueError('none of its "choices" is among its "answers"')
    if not all(any(map(words, group)) for group in all_of):
        raise ValueError('each list in its "all_of" needs an answer')
    if record.get("asked_on") is not None and not isinstance(record["asked_on"], str):
        raise ValueError('its "asked_on" must be a date such as "2024-11-28"')
    history = _strings(record.get("history"), "history")
    for earlier in history:
        try:
            check_question(earlier)
        except BadRequest as error:
            raise ValueError(f'in its "history", {error}') from None
    named = record.get("id") not in (None, "")
    return Question(
        id=str(record["id"]) if named else _digest([text, history, record.get("asked_on")])[:12],
        question=text,
        answers=answers,
        all_of=all_of,
        choices=choices,
        gold=gold,
        history=history,
        answerable=answerable,
        why=str(record.get("why") or ""),
        kind=_word(record, "kind") or "single",
        split=_word(record, "split"),
        asked_on=parse_time(record.get("asked_on"), "asked_on"),
        differs=None if record.get("differs") is None else _strings(record["differs"], "differs"),
    )


def question_json(question: Question) -> dict[str, Any]:
    """The question in the file's own format; question_from_json reads it back."""
    q = question
    return {
        "id": q.id,
        "question": q.question,
        **({} if q.is_wish else {"answers": list(q.answers)}),
        "all_of": [list(group) for group in q.all_of],
        "choices": list(q.choices),
        "gold": [{k: v for k in ("article_id", "url", "title", "quote") if (v := getattr(g, k))} for g in q.gold],
        "history": list(q.history),
        "answerable": q.answerable,
        "why": q.why,
        "kind": q.kind,
        "split": q.split,
        "asked_on": iso_time(q.asked_on),
        **({} if q.differs is None else {"differs": list(q.differs)}),
    }


def choose(
    questions: Sequence[Question],
    *,
    kinds: Sequence[str] = (),
    split: str | None = None,
    limit: int | None = None,
    seed: int = 0,
) -> list[Question]:
    """Those of some kinds and of a split, in their order. limit: a sample of so many, drawn by the seed, not by the order.

    Raises BadRequest for a kind or a split that no question has.
    """
    for option, given, known in (
        ("--kind", kinds, {q.kind for q in questions}),
        ("--split", (split,) if split is not None else (), {q.split for q in questions}),
    ):
        for name in given:
            if name not in known:
                there = ", ".join(sorted(filter(None, known))) or "none"
                raise BadRequest(option, f"no question has the {option[2:]} “{name}”; there are: {there}.")
    chosen = [q for q in questions if (not kinds or q.kind in kinds) and (split is None or q.split == split)]
    if limit is None:
        return chosen
    drawn = {q.id for q in sorted(chosen, key=lambda q: _digest([seed, q.id]))[:limit]}
    return [q for q in chosen if q.id in drawn]


def fingerprint(questions: Iterable[Question]) -> str:
    """A digest of what is asked and accepted, whatever the order."""
    return _digest(sorted(json.dumps(question_json(q), sort_keys=True) for q in questions))


def _gold(record: object) -> Gold:
    """A gold article or quote; a bare string is a quote. `sentence` is another word for quote."""
    if isinstance(record, str) and record.strip():
        return Gold(quote=record)
    if not isinstance(record, dict):
        raise ValueError('its "gold" must be a list of quotes or of objects with title, url, article_id or quote')
    values = {"quote": record.get("quote") or record.get("sentence") or ""}
    values |= {key: record.get(key) or "" for key in ("article_id", "url", "title")}
    if not all(isinstance(value, str) for value in values.values()) or not any(map(str.strip, values.values())):
        raise ValueError('each "gold" needs a title, url, article_id or quote, as text')
    try:
        urlsplit(values["url"])
    except ValueError as error:
        raise ValueError(f'the url of its "gold" is none ({error})') from None
    return Gold(**values)


def _list(value: object, key: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f'its "{key}" must be a list')
    return value


def _strings(value: object, key: str) -> tuple[str, ...]:
    items = _list(value, key)
    if any(isinstance(item, bool) or not isinstance(item, (str, int, float)) for item in items):
        raise ValueError(f'its "{key}" must be a list of texts or numbers')
    return tuple(map(str, items))


def _word(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f'its "{key}" must be a text')
    return value or ""


def _check_characters(record: object) -> None:
    """JSON can spell halves of a character, which no file and no terminal can write: better told now than after the last answer."""
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half a character") from None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
