"""JSON: a list of records, one record, an object with a list of records in it, or one record a line.

    field       names it may have, in any spelling of case, "_" and "-"; the first with a value counts
    title       title, headline, name
    text        text, body, content, article, articleBody, maintext, body_text; a list of paragraphs is joined
    publisher   publisher, source, site, sitename, outlet, provider: text or {"name": ...}
    byline      byline, author, authors: text, {"name": ...}, or a list of these
    url         url, link, uri, canonical_url
    language    language, lang, inLanguage
    published   published, published_at, datePublished, date, pub_date, date_publish, created
    updated     updated, updated_at, dateModified, modified

Records with a "question" (or "query") and no text belong to a file of questions, which has no articles.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from index.errors import BadFile
from index.read.content import decode, looks_binary, open_file, read_bytes
from index.read.problems import Problem
from index.read.record import Raw, articles_of
from index.records import Article

__all__ = ["read_json", "read_json_lines"]

_NAMES = {
    "title": ("title", "headline", "name"),
    "text": ("text", "body", "content", "article", "articlebody", "maintext", "bodytext"),
    "publisher": ("publisher", "source", "site", "sitename", "outlet", "provider"),
    "byline": ("byline", "author", "authors"),
    "url": ("url", "link", "uri", "canonicalurl"),
    "language": ("language", "lang", "inlanguage"),
    "published": ("published", "publishedat", "datepublished", "date", "pubdate", "datepublish", "created"),
    "updated": ("updated", "updatedat", "datemodified", "modified"),
}
_LISTS = ("articles", "items", "documents", "data", "results", "hits")
_NO_TEXT = "no text (looked for: text, body, content, article, articleBody, maintext, body_text)"

_LARGEST_WHOLE = 500_000_000  # bytes of a .json file, which is read as a whole
_LONGEST_LINE = 40_000_000  # bytes
_MOST_BROKEN = 100  # lines at the start of a file before it is given up

Found = tuple[str, Any]  # where a record stands, and what stands there: a value, or the BadFile that it is


def read_json(path: Path) -> Iterator[Article | Problem]:
    """The articles of a .json file, also of one that really has a record a line. Raises BadFile for a broken file."""
    advice = "split it, or write it as .jsonl, one article a line"
    text = decode(read_bytes(path, _LARGEST_WHOLE, advice), str(path))
    try:
        value = _parse(text, str(path))
    except BadFile:
        first = text.lstrip().partition("\n")[0]
        if not first.startswith("{") or not _is_json(first):
            raise
        yield from _articles(_of_lines(io.BytesIO(text.encode()), str(path)))
        return
    yield from _articles(_of_value(value, str(path)))


def read_json_lines(path: Path) -> Iterator[Article | Problem]:
    """The articles of a .jsonl file, read line by line. Raises BadFile for a file that has no lines of JSON."""
    with open_file(path) as file:
        start = file.read(8192)
        file.seek(0) if file.seekable() else None
        yield from _articles(_of_lines(file, str(path), start))


def _is_json(line: str) -> bool:
    try:
        _parse(line, "")
    except BadFile:
        return False
    return True


def _parse(text: str, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if "\n" in text.strip() else f"column {error.colno}"
        raise BadFile(path, f"broken JSON at {place}: {error.msg}; correct it or leave it out") from error
    except RecursionError as error:
        raise BadFile(path, "JSON that is nested too deeply: an article needs no such thing") from error
    except ValueError as error:  # a number of thousands of digits
        raise BadFile(path, f"broken JSON: {error}") from error
