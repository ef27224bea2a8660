"""From the raw fields of one record, in whatever format it stood, to a clean article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from index.errors import BadFile
from index.read.clean import clean_line, clean_text, first_words, same_line, web_address
from index.read.dates import epoch, parse_moment
from index.read.problems import Problem
from index.records import Article

__all__ = ["LONGEST_TEXT", "Raw", "articles_of", "check_length"]

LONGEST_TEXT = 5_000_000  # characters
_LONGEST_TITLE = 500
_LONGEST_FIELD = 300

_LETTER = re.compile(r"[^\W\d_]")
_OUTLET = re.compile(r"(?:by )?([\w&.' -]+?) (?:staff(?: writers?| reporters?)?|newsroom|(?:web|news) desk)", re.I)
_NO_OUTLET = {"our", "the", "editorial", "news", "web", "wire", "online", "digital", "a"}


@dataclass(slots=True)
class Raw:
    """The fields of an article as a reader found them: not cleaned, "" or None where missing.

    A date may be said more than once, under several names and in any form: the first that is a date counts.
    """

    title: str | None = None
    text: str = ""
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    published: Sequence[object] = ()
    updated: Sequence[object] = ()


def check_length(text: str, path: str) -> None:
    """Raise BadFile for a text that is too long for an article; readers that do much with a text ask before."""
    if len(text) > LONGEST_TEXT:
        raise BadFile(path, f"the text has {len(text):,} characters, more than {LONGEST_TEXT:,}: split it")


def articles_of(raw: Raw, path: str) -> Iterator[Article | Problem]:
    """The article that `raw` makes, followed by a Problem for each of its two dates that is said but cannot be read.

    Raises BadFile for a record without text, or with one that is too long.
    """
    check_length(raw.text, path)
    text = clean_text(raw.text)
    if not text:
        raise BadFile(path, "no text: nothing is left to read in it")
    title = clean_line(raw.title or "", _LONGEST_TITLE)
    text = _without_title(text, title)
    problems: list[Problem] = []
    byline = _field(raw.byline)
    if byline:  # a number in its place is a key into a table that is not here
        byline = re.sub(r"(?i)^by:?\s+(?=\S)", "", byline) if _LETTER.search(byline) else None
    published = _date(raw.published, "date", path, problems)
    updated = _date(raw.updated, "time of update", path, problems)
    yield Article.of(
        title or first_words(text),
        text,
        publisher=_publisher(_field(raw.publisher)) or _outlet(byline),
        byline=byline,
        url=web_address(raw.url),
        language=_language(_field(raw.language)),
        published=epoch(published) if published else None,
        updated=epoch(updated) if updated else None,
        published_offset=_offset(published) if published else None,
        source=path,
    )
    yield from problems


def _without_title(text: str, title: str) -> str:
    """The text without a first line that only repeats the title, unless nothing else is in it."""
    first, _, rest = text.partition("\n")
    rest = rest.lstrip("\n")
    return rest if title and rest and same_line(first, title) else text


def _field(value: str | None) -> str | None:
    return clean_line(value, _LONGEST_FIELD) or None if value else None


def _publisher(name: str | None) -> str | None:
    """The name; of an address given in its place, the host."""
    if name and (url := web_address(name)):
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    return name


def _outlet(byline: str | None) -> str | None:
    """The outlet that a byline such as "Reuters Staff" names."""
    match = _OUTLET.fullmatch(byline or "")
    return match[1] if match and match[1].casefold() not in _NO_OUTLET else None


def _language(value: str | None) -> str | None:
    """The code without its region ("en-GB" is "en"); other spellings as they are, in small letters."""
    if not value:
        return None
    code = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_].*)?", value)
    return (code[1] if code else value).lower()


def _offset(moment: datetime) -> int | None:
    """Seconds by which the clock of a moment is ahead of UTC, where it shows another day than that.

    Elsewhere it would tell nothing, and make all articles with a time zone new versions where they were indexed without it.
    """
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset and moment.date() != moment.astimezone(UTC).date() else None


def _date(values: Sequence[object], name: str, path: str, problems: list[Problem]) -> datetime | None:
    """The first of the values that is a date; where none is, a Problem with the first."""
    complaint = None
    for value in values:
        if isinstance(value, bool):  # "published: true" says that it is out, not when
            continue
        try:
            if (moment := parse_moment(value)) is not None:
                return moment
        except ValueError as error:
            shown = clean_line(str(value), 80) if isinstance(value, (str, int, float)) else type(value).__name__
            complaint = complaint or Problem(path, f"unknown {name} {shown!r}: indexed without a {name} ({error})")
    if complaint:
        problems.append(complaint)
    return None
