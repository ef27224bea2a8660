"""Markdown with or without front matter in YAML or TOML, as static site generators keep it, reduced to readable text."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate
from typing import Any, ClassVar

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import BadFile
from index.read.dates import parse_date
from index.read.markup import without_tags
from index.read.problems import Problem
from index.read.record import Raw, articles_of, check_length
from index.records import Article

__all__ = ["plain", "read_markdown"]

_LARGEST_FRONT = 100_000  # characters
_SHORTEST_DATE = 8  # characters
_DEEPEST_FRONT = 50  # brackets within brackets; YAML takes quadratic time for them
_FRONT = {  # by the mark that begins it: all of it, with its end
    "---": re.compile(r"\s*---[ \t]*\n(?P<front>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M),
    "+++": re.compile(r"\s*\+\+\+[ \t]*\n(?P<front>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M),
}
# The same without marks, as MultiMarkdown and Pelican have it: lines with keys, up to an empty one.
_BARE = re.compile(r"\s*((?:[A-Za-z][\w -]{0,30}:[ \t]+\S.*\n)+)\s*\n")
_KEY = {"---": re.compile(r"[\w-]+:(?:\s|$)"), "+++": re.compile(r"[\w-]+\s*=")}  # how its first line begins

# Keys of the front matter, the first that has a value counts.
_TITLE = ("title", "headline")
_PUBLISHED = ("published", "date", "publishdate", "published_at", "pubdate")
_UPDATED = ("updated", "lastmod", "modified", "last_modified_at")
_AUTHOR = ("author", "authors", "byline")
_PUBLISHER = ("publisher", "source", "site")
_URL = ("url", "canonical", "canonical_url", "link", "source_url", "source")  # a source may be a name as well
_LANGUAGE = ("language", "lang")
_SUMMARY = ("summary", "description", "deck")  # the longest of them is the text of an article without a body

# Indented text is not taken as code: in articles it is text that someone indented.
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
# What is left of marks that were set wrongly, of footnotes, and of attributes after headings and links.
_LEFT = re.compile(r"\*\*+|(?<!\w)__+(?=\w)|(?<=\w)__+(?!\w)|~~+|\[\^[^\]\s]{1,40}\]:?|\{[:#.][^{}\n]{0,100}\}")
# A link that is none, because its address was a shortcode or has spaces, or because its reference is missing.
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\](?:\([^()\n]{0,2000}\)|\[[\w-]{0,40}\])")
_WIKI_LINK = re.compile(r"!?\[\[(?:[^\[\]|\n]{0,200}\|)?([^\[\]|\n]{1,200})\]\]")
_BRACKET_CODE = re.compile(
    r"\[/?(?:caption|embed|youtube|soundcloud|gallery|vimeo|audio|video|slideshare)\b[^\[\]]{0,500}\]"
)


def read_markdown(text: str, path: str) -> Iterator[Article | Problem]:
    """The article of a Markdown file. Raises BadFile when its front matter is broken or there is no text in it."""
    check_length(text, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    meta, body = _front_matter(text, path)
    title, published = _one(meta, _TITLE), _all(meta, _PUBLISHED)
    if not title:
        title, before, after = _first_heading(body)
        if title and not published:
            published, after = _dateline(after)
        body = f"{before}\n{after}"
    yield from articles_of(
        Raw(
            title=plain(title).replace("\n", " "),
            text=plain(body) or plain(max((_one(meta, (key,)) for key in _SUMMARY), key=len)),
            publisher=html.unescape(_one(meta, _PUBLISHER)),
            byline=_WIKI_LINK.sub(r"\1", html.unescape(_one(meta, _AUTHOR))),
            url=next((url for key in _URL if (url := _one(meta, (key,))).startswith(("http", "www."))), None),
            language=_one(meta, _LANGUAGE),
            published=published,
            updated=_all(meta, _UPDATED),
        ),
        path,
    )


def _front_matter(text: str, path: str) -> tuple[dict[str, Any], str]:
    """The front matter, with keys in small letters, and what follows it; an empty one where there is none."""
    start = re.match(r"\s*(---|\+\+\+)[ \t]*\n", text)
    if not start:
        return _bare_front_matter(text)
    mark = start[1]
    match = _FRONT[mark].match(text[: _LARGEST_FRONT + 100])
    if not match:
        # A rule at the top of a file without front matter looks the same, up to its second line.
        if not _KEY[mark].match(text, start.end()):
            return {}, text
        raise BadFile(path, f"broken front matter: no line {mark} ends it")
    front = match["front"]
    if max(accumulate((c in "[{") - (c in "]}") for c in front), default=0) > _DEEPEST_FRONT:
        raise BadFile(path, "broken front matter: it is nested too deeply")
    meta = _yaml(front, path) if mark == "---" else _toml(front, path)
    if meta is not None and not isinstance(meta, dict):
        if not _KEY[mark].match(front):
            return {}, text
        raise BadFile(path, "broken front matter: it is no list of keys and values")
    return {str(key).lower(): value for key, value in (meta or {}).items()}, text[match.end() :]


def _bare_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """As of _front_matter, of lines that a title is among: others may be the text."""
    match = _BARE.match(text[:_LARGEST_FRONT])
    pairs = (line.split(":", 1) for line in match[1].splitlines()) if match else ()
    meta: dict[str, Any] = {key.strip().lower(): value.strip() for key, value in pairs}
    return (meta, text[match.end() :]) if match and "title" in meta else ({}, text)


class _Loader(yaml.SafeLoader):
    """YAML whose dates stay text: index/read/dates.py reads them, and a day that there is not is no broken YAML."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _yaml(front: str, path: str) -> Any:
    try:
        return yaml.load(front, _Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        what = getattr(error, "problem", None) or str(error) or "it cannot be read"
        raise BadFile(path, f"broken front matter{where}: {what}; correct the YAML") from error


def _toml(front: str, path: str) -> Any:
    try:
        return tomllib.loads(front)
    except (ValueError, RecursionError) as error:
        raise BadFile(path, f"broken front matter: {error}; correct the TOML") from error


def _all(meta: dict[str, Any], keys: tuple[str, ...]) -> list[object]:
    return [value for key in keys if (value := meta.get(key)) not in (None, "")]


def _one(meta: dict[str, Any], keys: tuple[str, ...]) -> str:
    """The first value as text: names of a list joined, the name of a mapping; "" for none."""
    value = next(iter(_all(meta, keys)), None)
    values = value if isinstance(value, list) else [value]
    named = [item.get("name") if isinstance(item, dict) else item for item in values]
    return ", ".join(str(item) for item in named if isinstance(item, (str, int, float)) and str(item).strip())


def _first_heading(body: str) -> tuple[str, str, str]:
    """The first level-one heading outside of code, and the body before and after it; "" and the body where there is none."""
    for token in _MARKDOWN.parse(body):
        if token.type == "heading_open" and token.tag == "h1" and token.map:
            start, end = token.map
            lines = body.split("\n")
            title = re.sub(r"^\s*#\s+|\s+#+\s*$|\n[=\s]+\Z", "", "\n".join(lines[start:end]))
            return title, "\n".join(lines[:start]), "\n".join(lines[end:])
    return "", body, ""


def _dateline(body: str) -> tuple[list[object], str]:
    """The date that a paragraph of one line at the very beginning consists of, and the body without it, if that has more."""
    line, _, rest = body.lstrip("\n").partition("\n")
    said = plain(line)
    if rest.strip() and not rest.split("\n", 1)[0].strip():
        with suppress(ValueError):
            if len(said) >= _SHORTEST_DATE and parse_date(said) is not None:
                return [said], rest
    return [], body


def plain(body: str) -> str:
    """Markdown as readable text: paragraphs with an empty line between, list items on lines with "- " or a number."""
    body = _drop(_drop(body, "<!--", "-->"), "{{<", "}}")
    body = _drop(_drop(body, "{{%", "}}"), "{{", "}}")
    return _render(body, depth=0)


def _drop(text: str, opening: str, closing: str) -> str:
    """The text without all that stands between the two marks, and without the marks."""
    kept, start = [], 0
    while (at := text.find(opening, start)) >= 0 and (end := text.find(closing, at)) >= 0:
        kept.append(text[start:at])
        start = end + len(closing)
    return "".join([*kept, text[start:]])


def _render(body: str, depth: int) -> str:
    blocks: list[str] = []
    lists: list[int | None] = []  # of each list that is open, the next number, or None for one with bullets
    mark = ""  # of the list item that has begun and has no text yet
    cells: list[str] | None = None
    for token in _MARKDOWN.parse(body):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(int(token.attrGet("start") or 1) if token.type.startswith("o") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            mark = "- " if lists[-1] is None else f"{lists[-1]}. "
            lists[-1] = None if lists[-1] is None else lists[-1] + 1
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            _add(blocks, " | ".join(filter(None, cells or [])), "\n")
            cells = None
        elif text := _block_text(token, depth):
            if cells is not None:
                cells.append(text)
                continue
            _add(blocks, mark + text, "\n" if lists else "\n\n")
            mark = ""
        if token.type in ("table_close", "table_open") or (token.type.endswith("list_close") and not lists):
            _add(blocks, "", "\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(blocks)).strip()


def _add(blocks: list[str], text: str, after: str) -> None:
    blocks.append(text + after)


def _block_text(token: Token, depth: int) -> str:
    """The text of a token that has some: a paragraph, a heading, a table cell, code, or HTML."""
    if token.type == "inline":
        return _tidy("".join(_inline(token.children or [])))
    if token.type == "fence":
        return token.content.strip()
    if token.type == "html_block":
        text = without_tags(token.content)
        # Markdown may stand inside of HTML; once the tags are gone it can be read like all other.
        return _render(text, depth + 1) if depth < 3 else _tidy(html.unescape(text))
    return ""


def _inline(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " " if token.type == "softbreak" else "\n"
        elif token.type == "html_inline" and re.match(r"(?i)</?(?:br|p|div|li)\b", token.content):
            yield "\n"


def _tidy(text: str) -> str:
    text = _BRACKET_CODE.sub("", _LEFT.sub("", _WIKI_LINK.sub(r"\1", _LINK.sub(r"\1", text))))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
