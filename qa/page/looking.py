"""A look into the corpus: which articles are asked for, and what is found. Knows nothing of Gradio or HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from index import Article, Corpus, Evidence, Filters
from index.words import words
from qa.page.chosen import chosen_filters

__all__ = ["Look", "Seen", "look_into"]

PAGE = 12  # articles or passages shown at once
_PASSAGES = 60  # best passages that a search goes through
_LONGEST_TEXT = 500  # characters
_LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked for, as a form gives it: days as 2024-11-28, empty for no limit; pages counted from 0."""

    text: str = ""
    where: str = "title"  # or "text"
    publisher: str = ""
    since: str = ""
    until: str = ""
    page: int = 0

    @classmethod
    def of(cls, data: object) -> Look:
        """From what a browser sent, whatever that is: fields that make no sense are left out."""
        given: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        texts = {
            name: given[name].strip()[:_LONGEST_TEXT]
            for name in ("text", "publisher", "since", "until")
            if isinstance(given.get(name), str)
        }
        page = given.get("page")
        page = int(page) if isinstance(page, (int, str)) and str(page).isdecimal() and len(str(page)) < 8 else 0
        return cls(**texts, where="text" if given.get("where") == "text" else "title", page=min(page, _LAST_PAGE))

    def record(self) -> dict[str, Any]:
        """As a form sends it, so that another page of the same can be asked for."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found: one page of articles, or of each passage's best sentence. total counts all pages.

    look: what was asked for, at the last page where there is none of that number, such as after an article was removed.
    with_words: how many of all have what was asked for; passages behind them, found by their meaning alone, have none of the words.
    """

    look: Look
    found: tuple[Article | Evidence, ...]
    total: int
    with_words: int
    per_day: tuple[tuple[int | None, int], ...]

    @property
    def pages(self) -> int:
        return _pages(self.total)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def look_into(corpus: Corpus, look: Look) -> Seen:
    """Find what is asked for. Raises BadRequest for dates and publishers that cannot be used."""
    filters = chosen_filters(corpus, look.since, look.until, look.publisher or None)
    per_day = tuple(corpus.per_day(filters))
    hits = _passages(corpus, look.text, filters) if look.text and look.where == "text" else None
    total = corpus.count(filters, look.text) if hits is None else len(hits)
    with_words = total if hits is None else sum(hit.has_words for hit in hits)
    look = replace(look, page=min(look.page, _pages(total) - 1))
    start = look.page * PAGE
    found = corpus.articles(filters, look.text, PAGE, start) if hits is None else hits[start : start + PAGE]
    return Seen(look, tuple(found), total, with_words, per_day)


def _passages(corpus: Corpus, text: str, filters: Filters) -> list[Evidence]:
    """The best sentence of each of the best passages, best passage first; behind them, on what is left of the last page, the best of those
    that have none of the words.

    Signs that are no words, such as "*", find nothing: what lies nearest to them in meaning lies there by chance.
    """
    if not words(text):
        return []
    best: dict[tuple[str, int], Evidence] = {}
    for found in corpus.find(text, _PASSAGES, filters):
        sentence = max(found.sentences, key=lambda s: s.score) if found.sentences else found.evidence()
        best.setdefault((sentence.article_id, sentence.start), sentence)  # passages overlap
    with_words = [hit for hit in best.values() if hit.has_words]
    near = [hit for hit in best.values() if not hit.has_words]
    return [*with_words, *near[: _pages(len(with_words)) * PAGE - len(with_words)]]
