"""Plain text: a headline, perhaps some head lines (section, date, byline, source), paragraphs, perhaps a tail.

    Rebels launch offensive in Aleppo        the headline
    - In Reports                             head lines, with or without the mark "- ", in any order
    - 03:09 PM, Nov 28, 2024
    - Myind Staff
    Syrian rebels launched ...               one paragraph a line, or wrapped lines with empty lines between paragraphs
    Comments                                 the tail of a web page, dropped only where it stands at the very end

A text without any of this is one too: its title is then made from its first words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from index.read.clean import clean_text, web_address
from index.read.dates import parse_date
from index.read.markup import without_entities
from index.read.problems import Problem
from index.read.record import Raw, articles_of
from index.read.tail import without_tail
from index.records import Article

__all__ = ["read_text"]

_LONGEST_TITLE = 200
_LONGEST_QUESTION = 60  # a first line that ends in "?" or "!" and is longer is the lead and no headline
_LONGEST_HEAD_LINE = 120
_LONGEST_NAME = 80  # of a publisher, byline or section; after such a label may also stand what somebody says
_LONGEST_NAME_ALONE = 60
_LONGEST_LABELLED = 2_400  # an address may be long
_MOST_HEAD_LINES = 12
_WRAPPED_AT = 100  # no wrapped text has longer lines

_LABEL = re.compile(
    r"(?P<label>title|headline|published|updated|posted|date|last (?:updated|modified)|first published|modified"
    r"|source|publisher|author|byline|by|written by|url|link|section|category)"
    r"(?::\s*| on:? (?=.*\d{4})| (?=.*\d{4}))(?P<value>\S.*)",
    re.I,
)
_FIELDS = {
    "title": "title", "headline": "title", "published": "published", "posted": "published", "date": "published",
    "first published": "published", "updated": "updated", "modified": "updated", "last updated": "updated",
    "last modified": "updated", "source": "publisher", "publisher": "publisher", "author": "byline",
    "byline": "byline", "by": "byline", "written by": "byline", "url": "url", "link": "url", "section": "section",
    "category": "section",
}  # fmt: skip
_BY = re.compile(r"(?:by|written by) (?=[A-Z])[^.!?]{2,100}(?:\b[A-Z]\.[^.!?]{0,80})?", re.I)
_STAFF = re.compile(r"[A-Z][\w&.' -]{1,60} (?:Staff|Newsroom|(?:Web|News) Desk|Staff (?:Writer|Reporter)s?)")
# Two to four words in capitals, which a line of the text may be as well: see _head_below.
_NAME = re.compile(
    r"[A-Z][\w.'’-]*(?:(?: (?:de|del|da|di|du|la|le|van|von|den|der|al|bin|and)){0,3} [A-Z][\w.'’-]*){1,3}"
)
_SECTION = re.compile(r"In [A-Z][\w&-]*(?: (?:and|&|[A-Z][\w-]*)){0,3}")

_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 60
_HALF_WORD = re.compile(r"(?<![^\W\d_]-)\b([^\W\d_]+)-$")
_ITEM = re.compile(r"(?:[-*•]|\d{1,3}[.)]) ")


@dataclass(slots=True)
class _Head:
    """What the head lines say, by field of Raw (and "section"), and how many lines of the text they take."""

    fields: dict[str, str] = field(default_factory=dict)
    end: int = 0


def read_text(text: str, path: str) -> Iterator[Article | Problem]:
    """The article of a text file. Raises BadFile when there is no text in it."""
    lines = [line.strip() for line in clean_text(without_entities(text)).split("\n")]
    head = _labelled(lines)
    title_at = head.end
    if "title" not in head.fields and title_at < len(lines):
        below = _head_below(lines, title_at + 1)
        if below.end or _is_title(lines, title_at):
            head.fields["title"] = lines[title_at]
            head.fields |= below.fields
            head.end = below.end or title_at + 1
    elif "title" in head.fields:
        below = _head_below(lines, title_at)
        head.fields |= below.fields
        head.end = below.end or head.end
    body = without_tail(lines[head.end :], mark="- ")
    head.fields.pop("section", None)
    if not any(body):  # nothing but a headline: that is the text, then
        body = [head.fields.pop("title", "")]
    published, updated = (head.fields.pop(name, None) for name in ("published", "updated"))
    raw = Raw(text="\n\n".join(_paragraphs(body)), published=[published], updated=[updated], **head.fields)
    yield from articles_of(raw, path)


def _labelled(lines: list[str]) -> _Head:
    """The lines such as "Title: ..." and "URL: ..." that stand before anything else."""
    head = _Head()
    for number, line in enumerate(lines[:_MOST_HEAD_LINES]):
        if not line:
            continue
        found = _label(line)
        if not found:
            break
        head.fields |= found
        head.end = number + 1
    while head.end < len(lines) and head.fields and not lines[head.end]:
        head.end += 1
    return head


def _head_below(lines: list[str], start: int) -> _Head:
    """The head lines from `start` on; `end` is 0 when there are none.

    A line that is only a name is the byline before another head line, or directly below one. Elsewhere it may be the text:
    a standfirst, the head of a table, the first of several names.
    """
    head, byline, below = _Head(), "", False
    for number in range(start, min(len(lines), start + _MOST_HEAD_LINES)):
        line = lines[number].removeprefix("- ").strip()
        found = _head_line(line) if line else {}
        if found:
            head.fields = found | ({"byline": byline} if byline else {}) | head.fields
            head.end, byline = number + 1, ""
        elif line and (byline or "byline" in head.fields or not _is_name(lines, number)):
            break
        elif line and below:
            head.fields["byline"], head.end = line, number + 1
        elif line:
            byline = line
        below = bool(found)
    return head


def _is_name(lines: list[str], number: int) -> bool:
    """Whether a line is a name alone, none of a list of them, and not all the text that there is."""
    line, *others = (text.removeprefix("- ").strip() for text in lines[number : number + 2])
    return (
        len(line) <= _LONGEST_NAME_ALONE
        and _NAME.fullmatch(line) is not None
        and not any(_NAME.fullmatch(below) and not _head_line(below) for below in others)
        and any(lines[number + 1 :])
    )


def _head_line(line: str) -> dict[str, str]:
    """What a head line says; {} for a line that is none. "By Jane Doe | Nov 28, 2024" says two things."""
    if len(line) > _LONGEST_HEAD_LINE:
        return _label(line)
    said: dict[str, str] = {}
    for part in re.split(r"\s+[|•·]\s+", line):
        found = _label(part)
        if not found and _is_date(part):
            found = {"published": part}
        elif not found and (_BY.fullmatch(part) or _STAFF.fullmatch(part)):
            found = {"byline": part}
        elif not found and _SECTION.fullmatch(part):
            found = {"section": part}
        if not found:
            return {}
        said |= found
    return said


def _label(line: str) -> dict[str, str]:
    match = _LABEL.fullmatch(line) if len(line) <= _LONGEST_LABELLED else None
    if not match:
        return {"url": line} if web_address(line) else {}
    name, value = _FIELDS[match["label"].lower()], match["value"]
    if ":" not in line[: match.start("value")] and not (name in ("published", "updated") and _is_date(value)):
        return {}  # "Published in 2024, the book ..." is no label
    if name == "publisher" and web_address(value):
        name = "url"
    if name in ("publisher", "byline", "section") and (len(value) > _LONGEST_NAME or value.endswith(".")):
        return {}  # "Source: Police say the driver was arrested on Friday." is no label either
    if name == "url" and " " in value:
        return {}
    return {name: value}


def _is_date(text: str) -> bool:
    try:
        return len(text) >= 8 and parse_date(text) is not None
    except ValueError:
        return False


def _is_title(lines: list[str], number: int) -> bool:
    """Whether a first line without head lines below it is a headline: short, no sentence, and not wrapped text."""
    line = lines[number]
    following = lines[number + 1] if number + 1 < len(lines) else ""
    ending = line.rstrip("\"'”’»)]")[-1:]
    if len(line) > _LONGEST_TITLE or ending in (".", ",", ";", ":") or _ITEM.match(line):
        return False
    if ending in ("?", "!") and len(line) > _LONGEST_QUESTION:
        return False
    return not following[:1].islower()


def _paragraphs(lines: list[str]) -> list[str]:
    """The paragraphs: a line each or, where lines are wrapped, what is between empty lines; lists stay lists."""
    wrapped = _is_wrapped(lines)
    words = set(_WORD.findall("\n".join(lines).lower())) if wrapped else set[str]()
    paragraphs: list[str] = []
    after_gap = True
    for line in lines:
        if line and not after_gap and _ITEM.match(line):
            paragraphs[-1] += f"\n{line}"
        elif line and not after_gap and wrapped:
            paragraphs[-1] = _continued(paragraphs[-1], line, words)
        elif line:
            paragraphs.append(line)
        after_gap = not line
    return paragraphs


def _continued(paragraph: str, line: str, words: set[str]) -> str:
    """A paragraph with its next line; the halves of a word become one where the text has that word elsewhere, too."""
    half, other = _HALF_WORD.search(paragraph[-_LONGEST_WORD:]), _WORD.match(line)
    if half and other and line[0].islower() and f"{half[1]}{other[0]}".lower() in words:
        return f"{paragraph[:-1]}{line}"
    return f"{paragraph} {line}"


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines are too short for paragraphs and many of them go on in the middle of a sentence."""
    if max(map(len, lines), default=0) > _WRAPPED_AT:
        return False
    inner = [(line, below) for line, below in pairwise(lines) if line and below and not _ITEM.match(line)]
    broken = [line for line, below in inner if below[0].islower() and not _ENDED.search(line)]
    return len(broken) >= max(1.0, len(inner) * 0.2)
