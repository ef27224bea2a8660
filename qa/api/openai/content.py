"""An answer as the text of an assistant's message, with its citations by offset; and an earlier message read back.

The text is the short answer, the answer with its marks, and one line per source, with a blank line between them:

    Al-Nayrab airport

    The rebels also attacked Al-Nayrab airport. [1]

    [1] Syrian rebels launch offensive. Myind, 2024-11-28. https://…

Clients that drop unknown fields keep the text, so the sources stand in it; and a client that sends the conversation back
sends all that a follow-up needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from index import Article

__all__ = ["Content", "Mark", "beside", "content_of", "estimated_tokens", "read_back"]

_NOTE = "Note: "  # what a reader is told of the answer, behind it
_MARK = re.compile(r"\[(\d+)\]")
_SOURCE = re.compile(r"\[\d+\] ")
_ADDRESS = re.compile(r".+?://.")
_OWN = re.compile(r"/api/articles/([^/?#]+)")
# What would make a link, a picture or an element of Markdown out of an article's words.
_MARKUP = re.compile(r"(?<=!)\[(?!\d+\])|(?<=\])\(|<(?=[a-zA-Z/!?])")
# What would make one line of them say where bracketed words of others, our marks among them, lead: "[1]: https://…".
_DEFINITION = re.compile(r"^((?:[^\w\n\[]|\d+[.)])*)\[(?=[^\]]{0,999}\]:)", re.MULTILINE)
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]+\](:\d+)?")
_ESCAPED = re.compile(r"\\([\[(<])")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark `[n]`: text[start:end] is it (characters, end excluded), and the citation that it points at."""

    start: int
    end: int
    citation: Mapping[str, Any]
    url: str


@dataclass(frozen=True, slots=True)
class Content:
    """A message's text, its marks in order, and each citation's address, in the order of the citations."""

    text: str
    marks: tuple[Mark, ...]
    urls: tuple[str, ...]


def content_of(turn: Mapping[str, Any], server: str) -> Content:
    """The message for a turn as qa.wire made it. `server`: this server's address, where articles without a URL are read."""
    citations = turn["citations"]
    urls = tuple(_address(citation, server) for citation in citations)
    parts = [] if turn["short"] is None else [_harmless(turn["short"])]
    before = sum(len(part) + 2 for part in parts)
    parts.append(_harmless(turn["text"]))
    if notice := turn.get("notice"):
        parts.append(f"{_NOTE}{_harmless(notice)}")
    if citations:
        parts.append("\n".join(_source(c, url) for c, url in zip(citations, urls, strict=True)))
    by_number = {c["n"]: (c, url) for c, url in zip(citations, urls, strict=True)}
    marks = tuple(
        Mark(before + found.start(), before + found.end(), *by_number[int(found.group(1))])
        for found in _MARK.finditer(_harmless(turn["text"]))
        if int(found.group(1)) in by_number
    )
    return Content("\n\n".join(parts), marks, urls)


def read_back(text: str) -> dict[str, Any]:
    """What a follow-up needs of an earlier message: short, text, citations by article_id, refused.

    Of a message that content_of did not make, the text alone.
    """
    *parts, last = text.strip().split("\n\n")
    sources = [_listed(line) for line in last.splitlines()]
    if not parts or not sources or not all(sources):
        return {"text": text, "refused": True}
    ids = dict.fromkeys(article_id for source in sources if source for article_id in _article_ids(source))
    parts = parts[:-1] if len(parts) > 1 and parts[-1].startswith(_NOTE) else parts
    short = _ESCAPED.sub(r"\1", parts.pop(0)) if len(parts) > 1 and not _MARK.search(parts[0]) else None
    citations = [{"article_id": article_id} for article_id in ids]
    return {"short": short, "text": "\n\n".join(parts), "citations": citations, "refused": False}


def _listed(line: str) -> str | None:
    """The address at the end of a line of sources; None for another line."""
    last = line.split()[-1] if _SOURCE.match(line) else ""
    return last if _ADDRESS.match(last) else None


def beside(turn: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """Perplexity's fields, which many clients show: `citations[n - 1]` is what the mark [n] points at."""
    results = [
        {
            "id": c["article_id"],
            "title": c["title"],
            "url": url,
            "date": c["published"] and c["published"][:10],
            "last_updated": None,
            "snippet": c["quote"],
            "source": "web",
        }
        for c, url in zip(turn["citations"], content.urls, strict=True)
    ]
    return {"citations": list(content.urls), "search_results": results}


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has: a quarter of its characters. Nothing here is counted or paid by the token."""
    return (len(text) + 3) // 4


def _address(citation: Mapping[str, Any], server: str) -> str:
    """Where a citation can be read: the article's own http(s) URL, else its version on this server."""
    url = (citation["url"] or "").strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if usable:
        # Square brackets belong around an IPv6 address alone; further on they could make a picture of Markdown.
        host = parts.netloc if _IPV6.fullmatch(parts.netloc) else ""
        start = url.find(host) + len(host)
        return url[:start] + quote(url[start:], safe="!#$%&'()*+,/:;=?@~")
    article_id, version = quote(citation["article_id"], safe=""), quote(citation["version"], safe="")
    return f"{server}/api/articles/{article_id}?version={version}"


def _article_ids(url: str) -> tuple[str, ...]:
    """The id of the article that an address in a list of sources points at. The inverse of _address.

    Where that escaped characters, one more: the article is known by its address as it was published, escaped or not.
    """
    if own := _OWN.search(url):
        return (unquote(own.group(1)),)
    return tuple(Article.of("", "", url=form).id for form in dict.fromkeys((url, unquote(url))))


def _source(citation: Mapping[str, Any], url: str) -> str:
    title = _harmless(" ".join(citation["title"].split())).rstrip(".")
    report = ", ".join(part for part in (citation["publisher"], (citation["published"] or "")[:10]) if part)
    return " ".join((f"[{citation['n']}]", f"{title}.", *([f"{_harmless(report)}."] if report else []), url))


def _harmless(text: str) -> str:
    """Text that Markdown shows as it is: the words are an article's, whom nobody asked to place pictures or links."""
    return _DEFINITION.sub(r"\1\\[", _MARKUP.sub(r"\\\g<0>", text))
