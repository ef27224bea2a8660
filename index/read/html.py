"""Web pages: the body by trafilatura, the head from what the page says about itself. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml.etree import LxmlError
from trafilatura.utils import load_html

from index.errors import BadFile
from index.read.content import decode
from index.read.problems import Problem
from index.read.record import LONGEST_TEXT, Raw, articles_of
from index.records import Article

__all__ = ["decode_page", "read_html"]

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)|^\s*<\?xml[^>]{0,100}encoding=[\"']([\w:.-]+)", re.I
)
_DECLARED_WITHIN = 4096  # bytes
# What browsers make of a declaration: the labels of old standards mean the supersets that people really wrote.
_LABELS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "utf-16": "utf-8", "utf-16le": "utf-8",
}  # fmt: skip
_CHARSETS = re.compile(
    r"utf-?8|(?:windows-|cp)(?:125\d|874|932|949)|iso-?8859-\d{1,2}|koi8-[ru]|gb18030|big5(?:-hkscs)?"
    r"|euc-jp|iso-2022-jp|macintosh|tis-620"
)
_WRONG_CHARACTERS = 0.001  # the share of a page that may be wrongly encoded; more is another encoding

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publication_date", "date", "dc.date.issued", "dcterms.created", "dc.date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")


def decode_page(data: bytes, path: str, charset: str = "") -> str:
    """The characters of a page: by its byte order mark, else the charset that it came with or declares, else UTF-8.

    Raises BadFile for a charset that is not known, and for bytes that are not in it, a few stray ones apart.
    """
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, path)
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = charset or ((match[1] or match[2]).decode("ascii", "replace").lower() if match else "")
    label = declared or "utf-8"
    charset = _LABELS.get(label, label)
    if not _CHARSETS.fullmatch(charset):
        raise BadFile(path, f"unknown charset {label[:40]!r}: save the page as UTF-8 and let it say so")
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        text = data.decode(charset, "replace")
        if text.count("\ufffd") > max(3, len(text) * _WRONG_CHARACTERS):
            said = (
                f"not valid {label}, the charset it declares," if declared else "declares no charset, and is not UTF-8"
            )
            raise BadFile(path, f"{said} at byte {error.start:,}: save the page as UTF-8") from error
        return text


def read_html(text: str, path: str) -> Iterator[Article | Problem]:
    """The article of a page. Raises BadFile when there is none in it."""
    if len(text) > 4 * LONGEST_TEXT:
        raise BadFile(path, f"a page of {len(text):,} characters is more than can be taken apart: split it")
    try:
        tree = load_html(text)
        if tree is None:
            raise BadFile(path, "no HTML page could be made out in it")
        head = _Head(tree)
        page: Any = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            favor_precision=True,
            # Only what the page declares, not dates that stand somewhere in its text.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except BadFile:
        raise
    except (LxmlError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Hostile or odd markup: one page that cannot be taken apart must not stop the others.
        what = type(error).__name__
        raise BadFile(path, f"the page cannot be taken apart ({what}): save its text as .txt") from error
    if page is None or not (page.text or "").strip():
        raise BadFile(path, "no article text found in the page: save its text as .txt")
    yield from articles_of(
        Raw(
            title=page.title,
            text=_paragraphs(page.text),
            publisher=(page.sitename or page.hostname or "").lstrip("@"),
            byline=(page.author or "").replace("; ", ", "),
            url=page.url,
            language=head.language or page.language,
            published=[*head.published, page.date],
            updated=head.updated,
        ),
        path,
    )


class _Head:
    """What a page says of its language and dates, which trafilatura knows only to the day."""

    def __init__(self, tree: Any) -> None:
        metas: dict[str, str] = {}
        for meta in tree.iterfind(".//meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            metas.setdefault(name.strip().lower(), (meta.get("content") or "").strip())
        linked = " ".join(script.text or "" for script in tree.xpath(".//script[@type='application/ld+json']"))
        self.language = (tree.get("lang") or tree.get("xml:lang") or metas.get("og:locale") or "").strip() or None
        self.published = [value for name in _PUBLISHED if (value := metas.get(name))]
        self.published += _linked(linked, "datePublished") + _marked(tree, "datePublished")
        self.updated = [value for name in _UPDATED if (value := metas.get(name))]
        self.updated += _linked(linked, "dateModified") + _marked(tree, "dateModified")


def _linked(scripts: str, name: str) -> list[str]:
    """The date in the linked data of a page; none where there are several: some are of other articles."""
    values = set(re.findall(rf'"{name}"\s*:\s*"([^"]{{1,60}})"', scripts))
    return list(values) if len(values) == 1 else []


def _marked(tree: Any, name: str) -> list[str]:
    found = tree.xpath(".//time[@itemprop=$name]/@datetime", name=name)
    return [str(value) for value in found[:1]]


def _paragraphs(text: str) -> str:
    """The lines that trafilatura gives as paragraphs, list items together."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    parts: list[str] = []
    for line in lines:
        together = bool(parts) and line.startswith("- ") and parts[-1].lstrip().startswith("- ")
        parts.append(line if not parts else f"\n{line}" if together else f"\n\n{line}")
    return "".join(parts)
