"""JSON: a list of records, one record, an object with a list of records in it, or one record a line.

    field       names it may have, in any spelling of case, "_" and "-"; the first with a value counts
    title       title, headline, name, webTitle
    text        text, body, content, article, articleBody, maintext, body_text, content_html, content_text, lead_paragraph; a list
                of paragraphs is joined, in whatever lists and objects they stand, HTML made plain, as in title, publisher, byline
    publisher   publisher, source, site, sitename, outlet, provider, source_domain, publication: text or {"name": ...}
    byline      byline, author, authors: text, {"name": ...}, or a list of these
    url         url, link, uri, canonical_url, webUrl, web_url
    language    language, lang, inLanguage
    published   published, published_at, datePublished, date, pub_date, date_publish, created, webPublicationDate
    updated     updated, updated_at, dateModified, modified, date_modify, lastModified; of dates, the first that is one counts

WordPress writes {"rendered": ...} for a text, the New York Times {"main": ...} for a headline and {"original": ...} for a byline;
the Guardian has an article's text among its "fields". A number that is none (NaN), as data frames write it for what is missing, is no value.

A file of questions has no articles: records without text that have a "question" (or "query") and what such a file says of one, its
answers say. Where there are articles beside them, they are records without text.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from index.errors import BadFile
from index.read.clean import web_address
from index.read.content import decode, looks_binary, open_file, read_bytes
from index.read.markup import plain_field
from index.read.problems import Problem
from index.read.record import Raw, articles_of, check_length
from index.records import Article

__all__ = ["read_json", "read_json_lines", "read_json_text", "read_records"]

_NAMES = {
    "title": ("title", "headline", "name", "webtitle"),
    "text": (
        "text", "body", "content", "article", "articlebody", "maintext", "bodytext", "contenthtml", "contenttext",
        "leadparagraph",
    ),
    "publisher": ("publisher", "source", "site", "sitename", "outlet", "provider", "sourcedomain", "publication"),
    "byline": ("byline", "author", "authors"),
    "url": ("url", "link", "uri", "canonicalurl", "weburl"),
    "language": ("language", "lang", "inlanguage"),
    "published": (
        "published", "publishedat", "datepublished", "date", "pubdate", "datepublish", "created", "webpublicationdate",
    ),
    "updated": ("updated", "updatedat", "datemodified", "modified", "datemodify", "lastmodified"),
}  # fmt: skip
_NAME = ("name", "rendered", "main", "original")  # of an object that stands for what it names
_QUESTION = ("question", "query")
# What a file of questions says of one; a "query" alone may as well be what an article was searched with.
_OF_QUESTIONS = ("answers", "answer", "allof", "answerable", "choices", "evidencelist", "gold", "todo")
_LISTS = ("articles", "items", "documents", "data", "results", "hits", "docs", "response")
_NO_TEXT = "no text (looked for: text, body, content, article, articleBody, maintext, body_text, content_html, content_text, lead_paragraph)"

_CUT_OFF = re.compile(r"\s*\[\+\d+ chars\]\s*\Z")  # how news APIs say that they left out the rest

_LARGEST_WHOLE = 500_000_000  # bytes of a .json file, which is read as a whole
_LONGEST_LINE = 40_000_000  # bytes
_DEEPEST_TEXT = 5  # lists and objects within one another that paragraphs are looked for in
_MOST_BROKEN = 100  # lines at the start of a file before it is given up

_Found = tuple[str, Any]  # where a record stands, and what stands there: a value, or the BadFile that it makes


def read_json(path: Path) -> Iterator[Article | Problem]:
    """The articles of a .json file, also of one that really has a record a line. Raises BadFile for a broken file."""
    advice = "split it, or write it as .jsonl, one article a line"
    yield from read_json_text(decode(read_bytes(path, _LARGEST_WHOLE, advice), str(path)), str(path))


def read_json_text(text: str, path: str) -> Iterator[Article | Problem]:
    """The articles of JSON that is at hand already; `path` names it in problems. Raises BadFile when it is broken."""
    try:
        value = _parse(text, path)
    except BadFile:
        first, newline, _ = text.lstrip().partition("\n")
        if not newline or not first.startswith("{") or not _is_json(first):
            raise
        lines = io.BytesIO(text.encode())
    else:
        yield from _articles(_of_value(value, path), path)
        return
    yield from _articles(_of_lines(lines, path), path)


def read_records(records: list[Any], where: str) -> Iterator[Article | Problem]:
    """The articles of records that are parsed already and meant as articles, each of them; `where` names them in problems,
    with a number each."""
    yield from _articles(_of_value(records, where), where, all_articles=True)


def read_json_lines(path: Path) -> Iterator[Article | Problem]:
    """The articles of a .jsonl file, read line by line, also of one that really is one JSON value over many lines."""
    with open_file(path) as file:
        start = file.peek(8192)
        first, newline, _ = start.lstrip().partition(b"\n")
        if looks_binary(start):
            raise BadFile(str(path), "a binary file (it has NUL bytes), not text")
        many_lines = newline and (first.startswith(b"[") or first.strip() == b"{") and not _is_json(first)
        if not many_lines and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from _articles(_of_lines(file, str(path)), str(path))
            return
    yield from read_json(path)


def _is_json(line: str | bytes) -> bool:
    try:
        _parse(line, "")
    except BadFile:
        return False
    return True


def _parse(text: str | bytes, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if "\n" in error.doc.strip() else f"column {error.colno}"
        raise BadFile(path, f"broken JSON at {place}: {error.msg}; correct it or leave it out") from error
    except RecursionError as error:
        raise BadFile(path, "JSON that is nested too deeply: an article needs no such thing") from error
    except ValueError as error:  # a number of thousands of digits
        raise BadFile(path, f"broken JSON: {error}") from error


def _of_lines(file: IO[bytes], path: str) -> Iterator[_Found]:
    number = 0
    while line := file.readline(_LONGEST_LINE + 1):
        number += 1
        where = f"{path}:{number}"
        if len(line) > _LONGEST_LINE:
            yield where, BadFile(where, f"a line of more than {_LONGEST_LINE:,} bytes: no article is that long")
            while line and not line.endswith(b"\n"):
                line = file.readline(_LONGEST_LINE)
        elif line.strip():
            try:
                value = _parse(decode(line, where).strip(), where)
            except BadFile as error:
                yield where, error
            else:
                yield from _of_value(value, where)


def _of_value(value: Any, where: str) -> Iterator[_Found]:
    """The records in a value: itself, the members of a list, or those of a list that an object without text has."""
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield f"{where}#{number}", item
        return
    if isinstance(value, dict) and not _text(_fields(value)):
        lists = [value[key] for key in _LISTS if isinstance(value.get(key), (list, dict))]
        inner = next(filter(None, lists), lists[0] if lists else None)
        if isinstance(inner, dict):  # a search engine's {"hits": {"hits": [...]}}
            inner = next((inner[key] for key in _LISTS if isinstance(inner.get(key), list)), None)
        if inner is not None:
            yield from _of_value(inner, where)
            return
    yield where, value


def _articles(found: Iterable[_Found], path: str, *, all_articles: bool = False) -> Iterator[Article | Problem]:
    """The articles of these records; nothing of a file that has but questions, unless all of it should be articles."""
    some, broken, questions = False, 0, 0
    for where, value in found:
        if not all_articles and _is_question(value):
            questions += 1
            continue
        try:
            raw = _raw(value, where)
            some = True
            yield from articles_of(raw, where)
        except BadFile as error:
            yield Problem.of(error)
            broken += 1
            if not some and broken == _MOST_BROKEN:
                yield Problem(path, f"the first {broken} records cannot be read: the rest was not tried")
                return
    if some and questions:
        yield Problem(path, f"{questions} of its records left out: questions, which have no text")
    if not some and not broken and not questions:
        yield Problem(path, "no articles in it: the list is empty")


def _is_question(value: Any) -> bool:
    """Whether a record belongs to a file of questions."""
    if not isinstance(value, dict):
        return False
    fields = _fields(value)
    return (
        any(fields.get(name) for name in _QUESTION)
        and any(name in fields for name in _OF_QUESTIONS)
        and not _text(fields)
    )


def _raw(value: Any, where: str) -> Raw:
    """The fields of one record. Raises BadFile for a record without text."""
    if isinstance(value, BadFile):
        raise value
    if not isinstance(value, dict):
        raise BadFile(where, f"a {type(value).__name__}, not an object with the fields of an article")
    fields = _fields(value)
    text = _text(fields)
    if not text:
        raise BadFile(where, _NO_TEXT)
    check_length(text, where)
    urls = (url for name in _NAMES["url"] if isinstance(url := fields.get(name), str))
    return Raw(
        title=_first_named(fields, "title"),
        text=plain_field(_CUT_OFF.sub("", text)),
        publisher=_first_named(fields, "publisher"),
        byline=_first_named(fields, "byline"),
        url=next((url for url in urls if web_address(url)), None),
        language=_first_named(fields, "language"),
        published=_all(fields, "published"),
        updated=_all(fields, "updated"),
    )


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its names in one spelling; of names that become the same, the first with a value counts.

    What a search engine wraps as "_source" is the record; what the Guardian has as "fields" belongs to it.
    """
    if isinstance(source := record.get("_source"), dict):
        record = source
    more = record.get("fields")
    fields: dict[str, Any] = {}
    for name, value in [*record.items(), *(more.items() if isinstance(more, dict) else ())]:
        key = name.lower().replace("_", "").replace("-", "")
        if _is_missing(fields.get(key)):
            fields[key] = value
    return fields


def _is_missing(value: Any) -> bool:
    return value in (None, "", [], {}) or value != value  # only NaN is not equal to itself


def _all(fields: dict[str, Any], field: str) -> list[Any]:
    return [value for name in _NAMES[field] if not _is_missing(value := fields.get(name))]


def _text(fields: dict[str, Any], depth: int = 0) -> str:
    """The text of the first name that has any."""
    return next(filter(None, (_joined(fields.get(name), depth) for name in _NAMES["text"])), "")


def _joined(value: Any, depth: int) -> str:
    """The paragraphs in a text, or in a list of texts, lists and objects with a text of their own."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and depth < _DEEPEST_TEXT:
        parts = (_text(_fields(i), depth + 1) if isinstance(i, dict) else _joined(i, depth + 1) for i in value)
        return "\n\n".join(filter(None, parts))
    return _joined(value.get("rendered"), _DEEPEST_TEXT) if isinstance(value, dict) else ""


def _first_named(fields: dict[str, Any], field: str) -> str | None:
    """The first value of a field that names something."""
    return next(filter(None, map(_named, _all(fields, field))), None)


def _named(value: Any) -> str | None:
    """Text from text, a number, an object with a name such as {"name": ...}, or a list of these; None from all else."""
    values = value if isinstance(value, list) else [value]
    names = [next(filter(None, map(item.get, _NAME)), None) if isinstance(item, dict) else item for item in values]
    texts = [
        plain_field(str(name))
        for name in names
        if isinstance(name, (str, int, float)) and not isinstance(name, bool) and not _is_missing(name)
    ]
    return ", ".join(text for text in texts if text) or None
