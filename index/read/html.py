"""Web pages: the body by trafilatura, the head from what the page says about itself. Nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from lxml.etree import LxmlError
from trafilatura.utils import load_html

from index.errors import BadFile
from index.read.clean import web_address
from index.read.content import decode
from index.read.dates import parse_date
from index.read.hidden import drop_hidden
from index.read.linked import linked_date
from index.read.parts import join_broken_lines, join_parts
from index.read.problems import Problem
from index.read.record import LONGEST_TEXT, Raw, articles_of
from index.read.tail import without_tail
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
# Of one byte a character: text in one of them is as good as never valid UTF-8 by chance.
_SINGLE_BYTE = re.compile(r"(?:windows-|cp)(?:125\d|874)|iso-?8859-\d{1,2}|koi8-[ru]|macintosh|tis-620")
_WRONG_CHARACTERS = 0.001  # the share of a page that may be wrongly encoded; more is another encoding

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publication_date", "date", "dc.date.issued", "dcterms.created", "dc.date",
    "article:published", "date_published", "dcterms.issued", "dcterms.date", "datecreated",
)  # fmt: skip
# Names of a publisher's own: sn-post-date, og:article:published_time, citation_publication_date
_PUBLISHED_LIKE = re.compile(r"(?:pub|publish(?:ed)?|publication|post(?:ed)?)[-_.: ]?(?:date|time|on)")
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
# How browsers, and the extension SingleFile, note the address of a page that they save.
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(http\S+)")
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|january|february|march|april|may|june|july|august|september"
    r"|october|november|december",
    re.I,
)
_WEEKDAY = re.compile(r",? (?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?\.?\Z", re.I)
_NEVER = ("0001-01-01", "0000-00-00")  # how databases write that there is no date

# What stands inside of an article but is none of it, and what says when it was changed.
_BESIDE = re.compile(r"comment|relat|recommend|sidebar|widget|promo|teaser|footer", re.I)
_CHANGED = re.compile(r"updat|modif|revis|correct", re.I)
# The class of what bears the day of an article, "post-date" or "article_date", on pages without <time>.
_DATED = re.compile(r"(?:^|[\s_-])(?:date|datetime|pubdate|published|timestamp)(?:$|[\s_-])", re.I)
_OF_ELSE = re.compile(rf"{_CHANGED.pattern}|tweet|event|calendar|copyright|due|start|end|birth", re.I)
_ROW = re.compile(r"\|.*\|")  # of a table, as trafilatura writes it
_RULE = re.compile(r"\|(?:-+\|)+")  # below its head
_LONGEST_DATE = 60  # characters
_LONGEST_BYLINE = 120  # characters of a paragraph that has the date of an article; longer ones tell of other days
# /2024/11/28/, /2024-11-28-title, /2024/nov/28/; eight digits together may be a number as well
_DAY_IN_PATH = re.compile(
    r"/((?:19|20)\d\d)([/-])(\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\2(\d{1,2})(?![\w.])", re.I
)


def decode_page(data: bytes, path: str, charset: str = "", encoding: str | None = None) -> str:
    """The characters of a page: by its byte order mark, else the charset that it came with or declares; as UTF-8 too, where it
    declares a charset of single bytes and is UTF-8 all the same. One that declares none and is not UTF-8 is read in
    `encoding`, else as browsers do, in windows-1252.

    Raises BadFile for a charset that is not known, and for bytes that are not in it, a few stray ones apart.
    """
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, path)
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    declared = charset or ((match[1] or match[2]).decode("ascii", "replace").lower() if match else "")
    label = declared or ("utf-8" if _is_utf_8(data) else encoding or "windows-1252")
    charset = _LABELS.get(label, label)
    if declared and not _CHARSETS.fullmatch(charset):
        raise BadFile(path, f"unknown charset {label[:40]!r}: save the page as UTF-8 and let it say so")
    try:
        if _SINGLE_BYTE.fullmatch(charset):
            with suppress(UnicodeDecodeError):
                return data.decode("utf-8")
        return data.decode(charset)
    except UnicodeDecodeError as error:
        text = data.decode(charset, "replace")
        if text.count("\ufffd") > max(3, len(text) * _WRONG_CHARACTERS):
            said = (
                f"not valid {label}, the charset it declares,"
                if declared
                else f"declares no charset, and is not {label}"
            )
            raise BadFile(path, f"{said} at byte {error.start:,}: save the page as UTF-8") from error
        return text


def _is_utf_8(data: bytes) -> bool:
    """Whether what is outside of ASCII is UTF-8, or at least more of it than is not: hardly any of it is so by chance."""
    text = data.decode("utf-8", "surrogateescape")
    wrong = len(text) - len(text.encode("utf-8", "ignore").decode())
    return not wrong or 2 * wrong < len(text) - len(text.encode("ascii", "ignore"))


def read_html(text: str, path: str) -> Iterator[Article | Problem]:
    """The article of a page. Raises BadFile when there is none in it."""
    if len(text) > 4 * LONGEST_TEXT:
        raise BadFile(path, f"a page of {len(text):,} characters is more than can be taken apart: split it")
    try:
        tree = _tree(text, path)
        head = _Head(tree)
        page = _extract(tree)
        if page is not None and page.text and join_parts(tree := _tree(text, path), page.text, _is_beside):
            page = _extract(tree)
    except BadFile:
        raise
    except (LxmlError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # Hostile or odd markup: one page that cannot be taken apart must not stop the others.
        what = type(error).__name__
        raise BadFile(path, f"the page cannot be taken apart ({what}): save its text as .txt") from error
    if page is None or not (page.text or "").strip():
        raise BadFile(path, "no article text found in the page: save its text as .txt")
    saved = _SAVED_FROM.search(text[:_DECLARED_WITHIN])
    url = page.url or (saved[1] if saved else None)
    yield from articles_of(
        Raw(
            title=page.title,
            text=_paragraphs(page.text),
            publisher=(page.sitename or page.hostname or url or "").lstrip("@"),
            byline=_byline(page.author or ""),
            url=url,
            language=head.language or page.language,
            published=[*head.published, *_in_address(url)],
            updated=head.updated,
        ),
        path,
    )


def _tree(text: str, path: str) -> Any:
    tree = load_html(text)
    if tree is None:
        raise BadFile(path, "no HTML page could be made out in it")
    drop_hidden(tree)
    join_broken_lines(tree)
    return tree


def _extract(tree: Any) -> Any:
    """What trafilatura makes of a page; None for nothing."""
    return trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        favor_precision=True,
        # Its date is not taken: it finds those of footers and of other stories too. This is its shortest search.
        date_extraction_params={"extensive_search": False},
    )


def _byline(authors: str) -> str:
    """The authors, without the weekday and month of a date behind their names, which trafilatura takes for names, too."""
    first, *others = authors.split("; ")
    kept = [first, *(name for name in others if not _MONTH.fullmatch(name))]
    if len(kept) <= len(others):
        kept[-1] = _WEEKDAY.sub("", kept[-1])
    return ", ".join(kept)


class _Head:
    """What a page says of its language and dates: declares, that is, and not what may be read out of its text."""

    def __init__(self, tree: Any) -> None:
        metas: dict[str, str] = {}
        for meta in tree.iterfind(".//meta"):
            names = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            for name in names.lower().split():
                metas.setdefault(name, (meta.get("content") or "").strip())
        self.language = (tree.get("lang") or tree.get("xml:lang") or metas.get("og:locale") or "").strip() or None
        published = [metas.get(name, "") for name in _PUBLISHED]
        published += [value for name, value in metas.items() if _PUBLISHED_LIKE.search(name)]
        published += linked_date(tree, "datePublished") + _marked(tree, "datePublished")
        published.sort(key=lambda value: ":" not in value)  # a time says more than a day
        published += _timed(tree) or _classed(tree)
        updated = [metas.get(name, "") for name in _UPDATED]
        updated += linked_date(tree, "dateModified") + _marked(tree, "dateModified")
        self.published, self.updated = ([v for v in said if not v.startswith(_NEVER)] for said in (published, updated))


def _marked(tree: Any, name: str) -> list[str]:
    """The first date that is marked as this property in the text of a page."""
    found = tree.xpath(
        ".//*[not(self::meta)][contains(concat(' ', @itemprop, ' '), concat(' ', $name, ' '))]", name=name
    )
    return [_said(element) for element in found[:1]]


def _said(element: Any) -> str:
    """The date of an element, without a label such as "Published: " where it is only in its text."""
    value = element.get("datetime") or element.get("content")
    return (value or re.sub(r"^\s*[A-Za-z ]{4,20}:\s", "", element.text_content())).strip()


def _timed(tree: Any) -> list[str]:
    """The first time at the head of the article, if the page says which of its parts that is."""
    articles = tree.xpath(".//article")
    own = [article for article in articles if article.find(".//h1") is not None]
    if not own and len(articles) == 1:
        own = articles
    said = [_said(time) for time in own[0].iter("time") if _is_of(time, own[0])] if own else []
    # How long it takes to read, "PT5M", or "2 hours ago", is no date: one with a year counts before it.
    return sorted(said, key=lambda value: not re.search(r"\d{4}", value))[:1]


def _classed(tree: Any) -> list[str]:
    """The date behind the headline whose element has the class of one: what a page without <time> declares."""
    below = tree.xpath("(.//h1)[1]/following::*[@class]")
    for element in below:
        classes, said = element.get("class"), " ".join(element.text_content().split())
        if not _DATED.search(classes) or _OF_ELSE.search(classes) or len(said) > _LONGEST_DATE:
            continue
        if any(map(_is_beside, element.iterancestors())):
            continue
        with suppress(ValueError):
            if parse_date(said) is not None:
                return [said]
    return []


def _is_beside(element: Any) -> bool:
    """Whether an element is none of the article that it stands in: a footer, a comment, a list of other stories."""
    return element.tag in ("aside", "footer", "nav", "blockquote") or bool(
        _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    )


def _is_of(time: Any, article: Any) -> bool:
    """Whether a time is when the article came out: not when it was changed, nor that of a comment, card, or event."""
    classes = time.get("class") or ""
    previous = time.getprevious()
    before = (
        time.getparent().text if previous is None else f"{previous.text_content()[:100]} {previous.tail or ''}"
    ) or ""
    if _CHANGED.search(f"{classes} {time.get('itemprop') or ''} {before}") and "publish" not in classes.lower():
        return False
    for element in time.iterancestors():
        if element is article:
            return True
        if element.tag == "article" or _is_beside(element):
            return False
        if element.tag in ("p", "li") and len(element.text_content()) > _LONGEST_BYLINE:
            return False
    return False


def _in_address(url: str | None) -> list[str]:
    """The day that the path of an address names."""
    match = _DAY_IN_PATH.search(urlsplit(web_address(url) or "").path)
    if not match:
        return []
    year, _, month, day = match.groups()
    return [f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"]


def _paragraphs(text: str) -> str:
    """The lines that trafilatura gives as paragraphs, list items and the rows of a table together."""
    lines = [line.strip() for line in text.split("\n") if line.strip() and not _RULE.fullmatch(line.strip())]
    parts: list[str] = []
    before = ""
    for line in without_tail(lines):
        row = [cell for cell in map(str.strip, line[1:-1].split("|")) if cell] if _ROW.fullmatch(line) else [line]
        kind = "item" if line.startswith("- ") else "row" if len(row) > 1 else ""
        if row:
            parts.append(("\n" if kind and kind == before else "\n\n") + " | ".join(row))
            before = kind
    return "".join(parts).strip()
