"""The gold of a question → where the corpus holds it, and the order in which the passages found bring it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Article, Corpus, Evidence, NotFound
from qa.evaluation import metrics
from qa.evaluation.questions import Gold, Question
from qa.records import Turn

__all__ = ["GoldFound", "find_gold", "of_ranking"]

_PASSAGES = 10
_PAGE = 200  # articles
_PLAIN = re.compile(r"[A-Za-z0-9]+")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\ufeff\u00ad]+")


@dataclass(frozen=True, slots=True)
class GoldFound:
    """A question's gold in a corpus.

    articles: each a set of ids, since one title may stand over several articles. quotes: without white space, but those of absent
    articles. absent: gold articles that the corpus does not hold. unsaid: quotes that no such article says, so that nothing can find them.
    """

    articles: tuple[frozenset[str], ...]
    quotes: tuple[str, ...]
    absent: int
    unsaid: int


def find_gold(question: Question, corpus: Corpus) -> GoldFound:
    """Where the articles and the quotes that a question names as gold stand."""
    found = [(gold, _articles_of(gold, corpus) if gold.names_article else None) for gold in question.gold]
    sought = [(letters, ids) for gold, ids in found if ids != frozenset() and (letters := _letters(gold.quote))]
    return GoldFound(
        articles=tuple(dict.fromkeys(ids for _, ids in found if ids)),
        quotes=tuple(letters for letters, _ in sought),
        absent=sum(ids == frozenset() for _, ids in found),
        unsaid=sum(bool(_letters(g.quote)) and ids != frozenset() and not _said(g, ids, corpus) for g, ids in found),
    )


def of_ranking(turn: Turn, gold: GoldFound, corpus: Corpus) -> dict[str, bool | float]:
    """The measures of the ranking (qa.evaluation.scoring), by the first ten passages found for a turn's question."""
    query = turn.understood_as
    found = corpus.find(query.question, _PASSAGES, query.filters, query.asked_on, query.articles)
    passages: list[Evidence] = [f.evidence() for f in found]
    values: dict[str, bool | float] = {}
    if gold.articles:
        order = list(dict.fromkeys(p.article_id for p in passages))
        ranking = [any(i in g for g in gold.articles) for i in order]
        values |= {f"hit@{k}": metrics.hit_at(ranking, k) for k in (1, 4, 10)}
        values["reciprocal_rank"] = metrics.reciprocal_rank(ranking)
        values["ndcg@10"] = metrics.ndcg(_first_finds(order, gold.articles), len(gold.articles), 10)
    if gold.quotes:
        held = [any(q in text for q in gold.quotes) for text in (_letters(p.text) for p in passages)]
        values |= {f"quote_hit@{k}": metrics.hit_at(held, k) for k in (4, 10)}
        values["quote_reciprocal_rank"] = metrics.reciprocal_rank(held)
        values["evidence_hit"] = any(
            q in s or s in q for s in (_letters(e.text) for e in turn.evidence) for q in gold.quotes
        )
    return values


def _first_finds(order: Sequence[str], known: Sequence[frozenset[str]]) -> list[bool]:
    """Whether each article is the first to be one of the gold ones: of two that bear one gold title, the second gains nothing."""
    missing = set(known)
    finds = []
    for article_id in order:
        met = {g for g in missing if article_id in g}
        finds.append(bool(met))
        missing -= met
    return finds


def _said(gold: Gold, articles: frozenset[str] | None, corpus: Corpus) -> bool:
    """Whether one of the articles says a quote; where none is named, one of those that a search for its words finds."""
    quote = _letters(gold.quote)
    if articles is None:
        return any(quote in _letters(found.article.text) for found in corpus.find(gold.quote, _PASSAGES))
    return any(quote in _letters(f"{a.title} {a.text}") for a in map(corpus.article, articles))


def _articles_of(gold: Gold, corpus: Corpus) -> frozenset[str]:
    """Ids of the articles that a gold article names; none where the corpus does not hold it."""
    if gold.article_id or gold.url:
        article_id = gold.article_id or Article.of("", "", url=gold.url).id
        try:
            return frozenset({corpus.article(article_id).id})
        except NotFound:
            if not gold.title:
                return frozenset()
    return frozenset(a.id for a in _titled(gold.title, corpus))


def _titled(title: str, corpus: Corpus) -> Iterator[Article]:
    """The articles of a title. Looked for by its longest word in plain letters, since the catalog compares titles as they are written."""
    word = max(_PLAIN.findall(unicodedata.normalize("NFC", title)), key=len, default=title.strip())
    offset = 0
    while page := corpus.articles(text=word, limit=_PAGE, offset=offset):
        yield from (a for a in page if _same_letters(a.title) == _same_letters(title))
        offset += len(page)


def _same_letters(title: str) -> str:
    return _letters(unicodedata.normalize("NFC", title)).casefold()


def _letters(text: str) -> str:
    """The text without white space and what cannot be seen, in which data sets and readers differ."""
    return _INVISIBLE.sub("", text)
