"""Whether the evidence can answer the question, and which of it: the first of the two guards against invention.

A question's names and numbers must be spoken of by the articles that answer it, and most of its telling words must stand in
them. The second guard (qa.verify) checks what was written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import zip_longest

from index import Article, Corpus, Evidence, Found, best_sentences, other_forms, sentences_of, stem, stems
from qa.evidence.extract import best_first
from qa.evidence.shared import preferring, shared_names
from qa.language.dates import WEEKDAYS
from qa.language.lexicon import MONTHS, SAME_COUNTRY
from qa.question.clauses import telling_of_clauses
from qa.question.outlets import OfOutlets, absent_outlets, named_outlets
from qa.question.wants import names, required_stems, spoken_stems, wanted
from qa.records import Query

__all__ = ["Assessment", "assess", "assess_parts", "lacks", "sentence_at"]

_ARTICLES = 6  # how many of the best articles may together hold what the question speaks of
_RELATED = 0.5  # an article with less than this share of what the best one holds of the names is about something else
_MOST_TOGETHER = 3
_WEIGHED = 40  # sentences
_EVERY = 10_000  # sentences: more than any search brings
_FULL_SENTENCE = 60  # characters
_OPENING_SHARE = 0.7  # of the best sentence's score
_SHORT = 12
_PREFERRED = 0.5  # of being preferred for the conversation's sake, what tells nothing of a question that does not name what it is about
_YEAR_BELOW = 0.1  # of sentence score: so far may the best sentence of an article of the year asked about lie below the best of all
_LONG = 30  # a question with more telling words than this tells no more

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OPENING_WORD = re.compile(r"(?:^|[.!?:;]\s+)(\w+)")
_UNITED_KINGDOM = re.compile(r"\bUnited Kingdom\b|\bU\.K\.")
_HOLIDAYS = ("Christmas", "Easter", "Thanksgiving", "Halloween", "New", "Year", "Eve", "Day")
_DAYS = {stem(word.lower()) for word in (*MONTHS, *WEEKDAYS, *_HOLIDAYS)}
_UK = {stem("uk")}  # by which who speaks of the UK speaks of Britain, too

# Logistic weights, fitted on one half of the development questions by bench/refusal.py, which reports on the other half.
WEIGHTS = {
    "bias": -11.35,
    "required": 1.08,
    "window": 0.43,
    "article_required": 1.83,
    "passage_nearest": 1.10,
    "agreement": 3.34,
    "length": 0.10,
    "missing": -1.24,
    "premise": -2.0,  # set by hand: a short question insists on each name in it
    "outlet": -4.0,  # set by hand: what an outlet's article says cannot be known where there is none of it
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far the evidence answers the question.

    confidence: 0 to 1. evidence: the sentences that may be used, best first. missing: stems of names and numbers in the question
    that no candidate article holds. signs: what the confidence was computed from, by the names of WEIGHTS. least: how
    many of the first sentences it takes, one for each article or part of the question that only together answer. further: the
    sentences found of the best one's article, best first, for a second look. of_outlets: those of each outlet that the question
    names. of_clauses: the sentences that tell what it says by the way (qa.question.clauses). absent: outlets whose article is asked about and
    that have none here. ranked: all sentences found, best first.
    """

    confidence: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    signs: dict[str, float]
    least: int = 1
    further: tuple[Evidence, ...] = ()
    of_outlets: OfOutlets = field(default_factory=dict[str, Sequence[Evidence]])
    of_clauses: tuple[Evidence, ...] = ()
    absent: tuple[str, ...] = ()
    ranked: tuple[Evidence, ...] = ()


def assess_parts(assessments: Sequence[Assessment]) -> Assessment:
    """One assessment of the parts of a question: as sure as the least sure of them, their evidence taking turns."""
    if len(assessments) == 1:
        return assessments[0]
    turns = [e for row in zip_longest(*(a.evidence for a in assessments)) for e in row if e]
    evidence: dict[tuple[str, int], Evidence] = {}
    for e in turns:
        evidence.setdefault((e.article_id, e.start), e)
    weakest = min(assessments, key=lambda a: a.confidence)
    return replace(weakest, evidence=tuple(evidence.values()), least=len(assessments))


def assess(query: Query, found: Sequence[Found], corpus: Corpus, limit: int) -> Assessment:
    """Weigh the passages found for a question and choose up to `limit` sentences of evidence."""
    weights = corpus.weights(query.question)
    publishers = [p.name for p in corpus.publishers() if p.name]
    required = {s: weights.get(s, 0.0) or 1e-3 for s in required_stems(query.question)}
    articles = _articles(found)
    forms = corpus.forms_asked(query.question)
    held = {i: _stems_of(a) | _said_otherwise(required, a, forms) for i, a in articles.items()}
    held |= {i: held[i] | years for i, years in _years_near(required, [*articles.values()]).items()}
    share = {i: _share(required, h) for i, h in held.items()}
    most = max(share.values(), default=0.0)
    related = {i for i, s in share.items() if s >= _RELATED * most}
    group = _together({i: held[i] for i in share if i in related}, required)
    sentences = best_sentences(found, _EVERY)
    usable = related.union(query.articles)
    evidence = _evidence(query.question, [e for e in sentences if e.article_id in usable], group, limit)
    years = [s for s in required if _YEAR.fullmatch(s)]
    if evidence and len(years) == 1 and years[0] not in held.get(evidence[0].article_id, frozenset()):
        of_year = {i for i in related if required.keys() <= held[i]}
        told = _evidence(query.question, [e for e in sentences if e.article_id in of_year], (), limit)
        if told and told[0].score >= evidence[0].score - _YEAR_BELOW:
            evidence = told
    if evidence and wanted(query.question) == "when":
        evidence += _opening(next(f.article for f in found if f.article.id == evidence[0].article_id), evidence)
    spoken_of = frozenset[str]().union(*(held[i] for i in related))
    if evidence and len(years) == 1:
        # The one year of a question tells of its names: in another article it tells of something else.
        spoken_of -= set(years) - held.get(evidence[0].article_id, frozenset())
    missing = tuple(s for s in required if s not in spoken_of)
    absent = absent_outlets(query.question, publishers)
    if not evidence:
        return Assessment(0.0, (), missing, {}, absent=absent)
    best = evidence[0]
    article = next(f.article for f in found if f.article.id == best.article_id)
    favour = 0.0 if query.rewritten else _PREFERRED * found[0].preferred
    signs = {
        "bias": 1.0,
        "required": _share(required, spoken_of) if required else 1.0,
        "window": _share(weights, _window(article, best)),
        "article_required": _share(required, held.get(article.id) or _stems_of(article)) if required else 1.0,
        "passage_nearest": found[0].nearest,
        # High only where keywords, vectors and sentences agree on one passage. That it is old puts newer ones before it, and tells nothing of it.
        "agreement": found[0].score - min(found[0].age, 0.0) - favour,
        "length": float(min(len(weights), _LONG)),
        "missing": float(bool(missing)),
        "premise": float(bool(missing) and len(weights) <= _SHORT),
        "outlet": float(bool(absent)),
    }
    z = sum(WEIGHTS[name] * value for name, value in signs.items())
    outlets = named_outlets(query.question, publishers)
    of_outlets = {
        outlet: tuple(e for f in found if outlets.get(f.article.publisher or "") == outlet for e in _below(f, found[0]))
        for outlet in outlets.values()
    }
    if shared := shared_names(query.question, found, outlets):
        group = ()
        sentences = preferring(shared, sentences)
        evidence = _evidence(query.question, [e for e in sentences if e.article_id in usable], (), limit)
    ordered = tuple(best_first(query.question, evidence, group))
    further = tuple(best_first(query.question, [e for e in sentences if e.article_id == ordered[0].article_id]))
    confidence, ranked = 1 / (1 + math.exp(-z)), tuple(sentences)
    return Assessment(
        confidence,
        ordered,
        missing,
        signs,
        least=max(1, len(group)),
        further=further,
        of_outlets=of_outlets,
        of_clauses=telling_of_clauses(found, outlets),
        absent=absent,
        ranked=ranked,
    )


def _below(passage: Found, best: Found) -> list[Evidence]:
    """A passage's sentences, best first, scored by how far the passage stands below the best one."""
    return [replace(e, score=passage.score - best.score) for e in sorted(passage.sentences, key=lambda e: -e.score)]


def _together(held: dict[str, frozenset[str]], required: dict[str, float]) -> tuple[str, ...]:
    """Which articles it takes to speak of all the names and numbers, fewest first; empty where one is enough."""
    wanting = dict(required)
    chosen: list[str] = []
    while wanting and len(chosen) < _MOST_TOGETHER:
        best = max(held, key=lambda i: _share(wanting, held[i]), default=None)
        if best is None or best in chosen or not wanting.keys() & held[best]:
            break
        chosen.append(best)
        wanting = {s: w for s, w in wanting.items() if s not in held[best]}
    return tuple(chosen) if len(chosen) > 1 else ()


def _evidence(question: str, ranked: Sequence[Evidence], group: Sequence[str], limit: int) -> tuple[Evidence, ...]:
    """The best of sentences that are ranked, best first; each article of a group has its share of them.

    Those that hold what the question wants (a number, a date …) are preferred among the best few dozen.
    """
    telling = {(e.article_id, e.start) for e in best_first(question, ranked[:_WEIGHED])[:limit]}
    chosen = [e for e in ranked[:_WEIGHED] if (e.article_id, e.start) in telling]
    for article_id in group:
        own = [e for e in ranked if e.article_id == article_id][: max(1, limit // len(group))]
        chosen += [e for e in own if e not in chosen]
    return tuple(sorted(chosen, key=lambda e: -e.score))


def _opening(article: Article, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The first full sentence of an article, if it is not among the evidence: a report opens with the day it tells of."""
    spans = [(start, end) for start, end in sentences_of(article)[:4] if end - start >= _FULL_SENTENCE][:1]
    best = evidence[0]
    return tuple(
        replace(
            best,
            passage_id=f"{article.id}.{article.version}.0",
            start=start,
            end=end,
            text=article.text[start:end],
            score=_OPENING_SHARE * best.score,
        )
        for start, end in spans
        if all((e.article_id, e.start) != (article.id, start) for e in evidence)
    )


def _window(article: Article, sentence: Evidence) -> frozenset[str]:
    """Stems of a sentence, its two neighbours and its headline."""
    spans, here = sentences_of(article) or ((sentence.start, sentence.end),), sentence_at(article, sentence.start)
    start, end = spans[max(0, here - 1)][0], spans[min(len(spans) - 1, here + 1)][1]
    return frozenset(stems(f"{article.title} {article.text[start:end]}"))


def _articles(found: Sequence[Found]) -> dict[str, Article]:
    """The best articles by id, best first."""
    by_id = {f.article.id: f.article for f in found}
    return dict(list(by_id.items())[:_ARTICLES])


def _share(weights: dict[str, float], held: frozenset[str]) -> float:
    whole = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in held) / whole if whole else 0.0


def _said_otherwise(required: Iterable[str], article: Article, forms: Mapping[str, str]) -> frozenset[str]:
    """Stems that a question insists on and an article has by another word: who speaks of Sri Lanka speaks of what is Sri Lankan; or in
    another form: the CDC in full."""
    held = _stems_of(article)
    missing = {s for s in required if s not in held}
    said = {s for s in missing if not held.isdisjoint(SAME_COUNTRY.get(s, ()))}
    if forms and missing:
        said |= missing.intersection(stems(other_forms(f"{article.title} {article.text}", forms)))
    return frozenset(said)


def _years_near(required: Iterable[str], articles: Sequence[Article]) -> dict[str, frozenset[str]]:
    """By id, the years of a question that an article without a date may be of: those that it names, or where it names none the others
    without a date, and the years beside them."""
    asked = frozenset(s for s in required if _YEAR.fullmatch(s))
    named = {a.id: {int(year) for year in _YEAR.findall(a.text)} for a in articles if asked and a.published is None}
    anywhere = set[int]().union(*named.values())
    return {i: asked & {str(y + by) for y in own or anywhere for by in (-1, 0, 1)} for i, own in named.items()}


def lacks(question: str, article: Article, corpus: Corpus) -> tuple[str, ...]:
    """The names in a question of which an article has no word in any form; days, numbers, peoples, outlets, and a word that opens a
    sentence aside."""
    required = {s for s in required_stems(question) if not s[0].isdigit()} - SAME_COUNTRY.keys() - _DAYS
    if required <= _stems_of(article):
        return ()
    outlets = named_outlets(question, [p.name for p in corpus.publishers() if p.name])
    required -= {stem(word) for outlet in outlets.values() for word in outlet.split()}
    held = _stems_of(article) | _said_otherwise(required, article, corpus.forms_asked(question))
    opening = _OPENING_WORD.findall(question)
    return tuple(
        name
        for name in names(question)
        if name not in opening and (own := required.intersection(stems(name))) and own.isdisjoint(held)
    )


def sentence_at(article: Article, start: int) -> int:
    """Which of the article's sentences holds the character at `start`, counted from 0."""
    return next((n for n, (_, end) in enumerate(sentences_of(article)) if end > start), 0)


@lru_cache(maxsize=512)
def _stems_of(article: Article) -> frozenset[str]:
    head = f"{article.title} {article.publisher or ''} {article.byline or ''}"
    if article.published_local is not None:
        head += datetime.fromtimestamp(article.published_local, UTC).strftime(" %-d %B %b %Y %A")
    held = frozenset(spoken_stems(f"{head} {article.text}"))
    return held | _UK if _UNITED_KINGDOM.search(f"{article.title} {article.text}") else held
