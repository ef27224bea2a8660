"""Passages → their sentences, each scored for the question.

A sentence's overlap is the share of the question's meaning-bearing words that stand in it, each word weighted by how rare it is
in the corpus (idf); a word that only stands in the article's headline counts half, since sentences lean on their headline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from index.abbreviations import long_forms, other_forms
from index.asked import Asked, Clause
from index.catalog import StoredPassage
from index.embed import Embedder
from index.instructions import Span, speaks_of_answering, told
from index.records import Article, Evidence, Passage
from index.words import letters, stems

__all__ = ["Found", "Held", "best_sentences", "is_steered", "score_passages"]

_TITLE_SHARE = 0.5
_NEAREST = 0.6  # what a full cosine is worth beside a full overlap
# What a sentence is worth, learnt on RealTimeQA 2023 (whether an accepted answer stands in it), reported on 2022: its cosine with
# the question, its overlap, how well it fits one clause, and how far its passage scores below the best one.
_SENTENCE_NEAREST, _SENTENCE_OVERLAP, _SENTENCE_CLAUSE, _BELOW = 0.67, 0.66, 0.67, 1.26
# By hand: lost by what tells nothing: a sentence that asks itself, as a quiz and the headings of "Questions and answers" do, and "Dorn (AP) —".
_MUTE = 1.0
_DASHES = ("—", "–", "-", "--")
_DATELINE = 8  # words at most, of which none but "de" or "of" is without a capital
_PASSAGE_SHARE = 0.3  # of the best passage's score, so that scores compare between questions
_HAS_A_WORD = 1e-3  # the keyword score of what has a word of the question and was not found by its words
_CLOSING = "\"'”’») \n"  # what may stand behind a question mark


@dataclass(slots=True)
class Held:
    """What a passage holds of a question, each 0 to 1.6 (pairs: to 1): its best sentence of the whole question, of one clause,
    of one clause counted by the root of its share of the question, of what is said of its outlet; and neighbouring words.
    clauses: for each clause of the question, what the best sentence is worth, and which of `marks` it is."""

    sentence: float = 0.0
    clause: float = 0.0
    clause_share: float = 0.0
    outlet: float = 0.0
    pairs: float = 0.0
    clauses: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence's scores: `start` and `end` in the article's text, what it is worth, its cosine and its overlap."""

    start: int
    end: int
    score: float
    nearest: float
    overlap: float


@dataclass(slots=True)
class Found:
    """A passage found, with its scores and, once they are scored, its sentences."""

    stored: StoredPassage
    score: float
    nearest: float
    keyword: float
    preferred: float = 0.0  # of its score, what it has only for the conversation being about its article …
    age: float = 0.0  # … and what for how old it is on the day of asking
    marks: tuple[Mark, ...] = ()
    held: Held = field(default_factory=Held)

    @property
    def article(self) -> Article:
        return self.stored.article

    @property
    def passage(self) -> Passage:
        return self.stored.passage

    @property
    def sentences(self) -> tuple[Evidence, ...]:
        """The sentences as evidence, in the order of the text."""
        return tuple(_evidence(self, mark, mark.score) for mark in self.marks)

    def evidence(self) -> Evidence:
        """The whole passage as evidence."""
        p = self.passage
        return _evidence(self, Mark(p.start, p.end, self.score, self.nearest, 0.0), self.score)


def score_passages(asked: Asked, found: Sequence[Found], embedder: Embedder) -> None:
    """Fill in `marks` and `held` of each passage found."""
    read = zip(found, _read([f.stored for f in found], embedder), strict=True)
    read = [(f, own) for f, reading in read if (own := _unasked(f.stored, reading, asked.asking)).spans]
    if not read:
        return
    found, readings = zip(*read, strict=True)
    said = [clause for _, clause in asked.of_outlets]
    clauses = [asked.whole, *asked.clauses, *said]
    # One row a sentence, one column a clause, the whole question first.
    overlap = _overlaps(
        clauses,
        [
            (f.article.title, own)
            for f, reading in zip(found, readings, strict=True)
            for own in _said(f, reading, asked.forms)
        ],
    )
    vectors = np.concatenate([reading.vectors for reading in readings]).astype(np.float32)
    # einsum, as matrices so small are not worth the threads that a product starts, which serve other questions better.
    cosine = np.einsum("ij,kj->ik", vectors, np.stack([clause.vector for clause in clauses]))
    worth = overlap + _NEAREST * cosine
    end = 1 + len(asked.clauses)
    fit = worth[:, 1:end].max(axis=1, initial=0.0)
    share = (worth[:, 1:end] * np.sqrt([clause.share for clause in asked.clauses])).max(axis=1, initial=0.0)
    mute = np.concatenate([reading.mute for reading in readings])
    score = _SENTENCE_NEAREST * cosine[:, 0] + _SENTENCE_OVERLAP * overlap[:, 0] + _SENTENCE_CLAUSE * fit - _MUTE * mute
    rows = np.stack([score, cosine[:, 0], overlap[:, 0]], axis=1).tolist()
    told_of = np.where(mute[:, None], 0.0, worth[:, 1:end])
    first = 0
    for f, reading in zip(found, readings, strict=True):
        own = slice(first, first := first + len(reading.spans))
        if not f.keyword and (
            overlap[own, 0].any() or asked.whole.weights.keys() & _stems_of(f.article.publisher or "")
        ):
            f.keyword = _HAS_A_WORD
        f.marks = tuple(Mark(*span, *row) for span, row in zip(reading.spans, rows[own], strict=True))
        outlets = [n for n, (publisher, _) in enumerate(asked.of_outlets, end) if publisher == f.article.publisher]
        f.held = Held(
            sentence=float(worth[own, 0].max(initial=0.0)),
            clause=float(fit[own].max()),
            clause_share=float(share[own].max()),
            outlet=float(worth[own, outlets].max(initial=0.0)) if outlets else 0.0,
            pairs=sum(weight for (one, next_), weight in asked.pairs.items() if f" {one} {next_} " in reading.stems),
            clauses=tuple(zip(told_of[own].max(axis=0).tolist(), told_of[own].argmax(axis=0).tolist(), strict=True)),
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a passage's sentences say: where they stand, their vectors, the stems in each, all stems of the passage in order, which
    tell nothing. Without sentences that instruct a machine (index.instructions)."""

    spans: tuple[Span, ...]
    vectors: np.ndarray  # float16: many questions lead to the same few passages, so that they are kept
    stem_sets: tuple[frozenset[str], ...]
    stems: str  # with a space before and after each
    mute: np.ndarray  # bool


def _read(passages: Sequence[StoredPassage], embedder: Embedder) -> list[_Reading]:
    """The passages' readings, those that are new embedded in one go."""
    new = [p for p in passages if p.reading is None]
    spans = [told(p.article.text, p.sentences) for p in new]
    texts = [[p.article.text[slice(*span)] for span in own] for p, own in zip(new, spans, strict=True)]
    if new:
        vectors = embedder.embed_passages([text for some in texts for text in some]).astype(np.float16)
        ends = np.cumsum([len(some) for some in texts])
        for p, where, some, own in zip(new, spans, texts, np.split(vectors, ends[:-1]), strict=True):
            long = long_forms(p.article)
            stem_sets = tuple(frozenset(stems(f"{text} {other_forms(text, long)}")) for text in some)
            mute = np.array([_is_mute(text) for text in some], bool)
            p.reading = _Reading(where, own.copy(), stem_sets, f" {' '.join(stems(p.passage.text))} ", mute)
    return [p.reading for p in passages]


def is_steered(stored: StoredPassage, asking: str) -> bool:
    """Whether a passage holds what instructs a machine, or the question itself, as asks_so gives it."""
    return _asks(stored, asking) or len(told(stored.article.text, stored.sentences)) < len(stored.sentences)


def _asks(stored: StoredPassage, asking: str) -> bool:
    """Whether a passage holds the question, as asks_so gives it; most lack a word of it already."""
    text = stored.passage.text
    return bool(asking) and max(asking.split(), key=len) in text.casefold() and asking in letters(text)


def _unasked(stored: StoredPassage, reading: _Reading, asking: str) -> _Reading:
    """A passage's reading without what goes with the question's own words in a sentence."""
    if not _asks(stored, asking):
        return reading
    kept = told(stored.article.text, reading.spans, asking)
    rows = [n for n, span in enumerate(reading.spans) if span in kept]
    return replace(
        reading,
        spans=kept,
        vectors=reading.vectors[rows],
        stem_sets=tuple(reading.stem_sets[n] for n in rows),
        mute=reading.mute[rows],
    )


def _is_mute(text: str) -> bool:
    """Whether a sentence tells nothing itself: it asks, speaks of answering, or is the place at the head of a report."""
    if text.rstrip(_CLOSING).endswith("?") or speaks_of_answering(text):
        return True
    said = text.split()
    dashed = 0 < len(said) <= _DATELINE and said[-1] in _DASHES
    return dashed and not any(w[0].islower() and len(w) > 3 for w in said)


def _said(f: Found, reading: _Reading, forms: Mapping[str, str]) -> Sequence[frozenset[str]]:
    """The stems in each sentence of a passage, and those of the question's abbreviations that it has in their other form."""
    if not forms:
        return reading.stem_sets
    texts = (f.article.text[slice(*span)] for span in reading.spans)
    return [own.union(stems(other_forms(text, forms))) for own, text in zip(reading.stem_sets, texts, strict=True)]


def _overlaps(clauses: Sequence[Clause], sentences: Sequence[tuple[str, frozenset[str]]]) -> np.ndarray:
    """Share (0 to 1) of each clause's weight (columns) that each sentence (rows) covers; words only in its title in part.

    sentences: the title of its article and its stems, for each.
    """
    asked = {stem: n for n, stem in enumerate(dict.fromkeys(s for clause in clauses for s in clause.weights))}
    titles = {title: [asked[s] for s in asked.keys() & _stems_of(title)] for title in {title for title, _ in sentences}}
    rows = [n * len(asked) for n in range(len(sentences))]
    held = np.zeros(len(sentences) * len(asked))  # row after row, to be written to twice in all instead of twice a row
    held[[row + n for row, (title, _) in zip(rows, sentences, strict=True) for n in titles[title]]] = _TITLE_SHARE
    held[[row + asked[s] for row, (_, own) in zip(rows, sentences, strict=True) for s in asked.keys() & own]] = 1.0
    weights = np.array([[clause.weights.get(stem, 0.0) for clause in clauses] for stem in asked])
    return np.einsum("ij,jk->ik", held.reshape(len(sentences), len(asked)), weights.reshape(len(asked), len(clauses)))


@lru_cache(maxsize=5_000)
def _stems_of(head: str) -> frozenset[str]:
    return frozenset(stems(head))


def best_sentences(found: Sequence[Found], limit: int) -> list[Evidence]:
    """The best sentences of the passages found, best first, each once though passages overlap."""
    best: dict[tuple[str, int], tuple[float, Found, Mark]] = {}
    top = max((f.score for f in found), default=0.0)
    for f in found:
        passage = _PASSAGE_SHARE * top - _BELOW * (top - f.score)
        for mark in f.marks:
            key, score = (f.article.id, mark.start), mark.score + passage
            if key not in best or best[key][0] < score:
                best[key] = (score, f, mark)
    ordered = sorted(best.values(), key=lambda one: (-one[0], one[1].passage.id, one[2].start))
    return [_evidence(f, mark, score) for score, f, mark in ordered[:limit]]


def _evidence(f: Found, mark: Mark, score: float) -> Evidence:
    a = f.article
    return Evidence(
        article_id=a.id,
        version=a.version,
        title=a.title,
        publisher=a.publisher,
        published=a.published,
        url=a.url,
        passage_id=f.passage.id,
        start=mark.start,
        end=mark.end,
        text=a.text[mark.start : mark.end],
        score=score,
        nearest=mark.nearest,
        keyword=f.keyword,
        overlap=mark.overlap,
        published_offset=a.published_offset,
    )
