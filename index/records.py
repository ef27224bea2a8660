"""The records that travel from a source to a piece of evidence: frozen, flat, JSON-ready.

Times are UTC epoch seconds; an unknown time is None and never guessed. Offsets count characters (code points) of
`Article.text`, the end excluded, so that `article.text[start:end]` is the text they point at.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

__all__ = ["Article", "Evidence", "Filters", "Passage", "Sentence"]

_OPENING = 500  # characters of a text: past what press releases and newsletters all begin with
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read; `version` changes with any of its contents, `id` does not."""

    id: str
    version: str
    title: str
    text: str
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    published: int | None = None
    updated: int | None = None
    ingested: int | None = None
    published_offset: int | None = None  # seconds from UTC to its place's clock, where that shows another day
    source: str = field(default="", compare=False)  # the file and line that it was read from, for complaints; not kept

    @classmethod
    def of(
        cls,
        title: str,
        text: str,
        *,
        publisher: str | None = None,
        byline: str | None = None,
        url: str | None = None,
        language: str | None = None,
        published: int | None = None,
        updated: int | None = None,
        published_offset: int | None = None,
        source: str = "",
    ) -> Article:
        """Make an article, with the id and version that follow from its contents.

        The id comes from the URL (without tracking parameters), else from title, publisher and date, and where there is
        no date either, from how the text begins too: the same article in two files is one article, and a corrected text is
        a new version of it.
        """
        key = _canonical_url(url)
        if not key:
            tells = str(published) if published is not None else f"None\n{_opening(text)}"
            key = "\n".join((title.casefold(), publisher or "", tells))
        contents: tuple[object, ...] = (title, text, publisher, byline, url, language, published, updated)
        if published_offset:  # versions of articles without one are what they were before it was kept
            contents += (published_offset,)
        return cls(
            id=_digest(key, 12),
            version=_digest(repr(contents), 12),
            title=title,
            text=text,
            publisher=publisher,
            byline=byline,
            url=url,
            language=language,
            published=published,
            updated=updated,
            published_offset=published_offset,
            source=source,
        )

    @property
    def published_local(self) -> int | None:
        """`published` as the clock at its place showed it, as if that were UTC: its day is the article's "today"."""
        return _local(self.published, self.published_offset)

    @property
    def opening(self) -> str:
        """How the text begins, spaces and case aside."""
        return _opening(self.text)

    @property
    def has_address(self) -> bool:
        """Whether the id comes from the URL: then two articles of one id are one article for certain."""
        return bool(_canonical_url(self.url))


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article version, the unit that is embedded and searched."""

    id: str
    article_id: str
    version: str
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where one sentence stands in its article."""

    passage_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer: published at or after `since` and before `until` (epoch seconds), by these publishers.

    An article of unknown date is outside every date range.
    """

    since: int | None = None
    until: int | None = None
    publishers: tuple[str, ...] = ()

    def within(self, since: int | None, until: int | None) -> Filters:
        """The same for [since, until) alone, as far as they leave it: never wider than they were."""
        return replace(
            self,
            since=max((t for t in (since, self.since) if t is not None), default=None),
            until=min((t for t in (until, self.until) if t is not None), default=None),
        )

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None or bool(self.publishers)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage or one sentence found for a question, with the head of its article and its scores, higher is better.

    `nearest` is the cosine similarity; `keyword` the BM25 score as a share of the best one, 0.001 for what has words of the question but was found
    otherwise, and 0 for what has none; `score` what they were fused to.
    """

    article_id: str
    version: str
    title: str
    publisher: str | None
    published: int | None
    url: str | None
    passage_id: str
    start: int
    end: int
    text: str
    score: float
    nearest: float = 0.0
    keyword: float = 0.0
    overlap: float = 0.0
    published_offset: int | None = None

    @classmethod
    def of(cls, article: Article, start: int, end: int) -> Evidence:
        """What stands there in an article, which no search found: its score is 0."""
        a = article
        return cls(
            a.id, a.version, a.title, a.publisher, a.published, a.url, f"{a.id}.{a.version}.0", start, end, a.text[start:end], 0.0,
            published_offset=a.published_offset,
        )  # fmt: skip

    def raised(self, by: float) -> Evidence:
        """The same with a higher score."""
        return replace(self, score=self.score + by) if by else self

    @property
    def published_local(self) -> int | None:
        """As that of the article."""
        return _local(self.published, self.published_offset)

    @property
    def has_words(self) -> bool:
        """Whether its passage, headline or publisher has a word of the question; else its vector alone lies near."""
        return self.keyword > 0


def _local(published: int | None, offset: int | None) -> int | None:
    return None if published is None else published + (offset or 0)


def _canonical_url(url: str | None) -> str:
    """The URL without what does not tell articles apart: scheme, www, place in the page, tracking parameters, a last slash.

    "" where that leaves only a host: a homepage is no article's own address. A fragment that begins with "/" or "!" is no
    place in a page but the path of a site that is a single page.
    """
    parts = urlsplit((url or "").strip())
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.lower().startswith(_TRACKING)]
    host = parts.netloc.lower().removeprefix("www.")
    path, route = parts.path.rstrip("/"), parts.fragment.rstrip("/")
    if not route.startswith(("/", "!")) or route == "!":
        route = ""
    return urlunsplit(("", host, path, urlencode(query), route)) if path or query or route else ""


def _opening(text: str) -> str:
    """How a text begins, spaces and case aside."""
    return " ".join(text[: 2 * _OPENING].split())[:_OPENING].casefold()


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
