"""The catalog: every article, version, passage and vector, in one SQLite file: the source of truth, from which Chroma's index is derived.
All SQL lives here and in index.feedback."""

from __future__ import annotations

import json
import sqlite3
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from index.database import Database, folded, unusable
from index.errors import IndexMismatch, NotFound
from index.feedback import FeedbackBook
from index.records import Article, Filters, Passage, Sentence
from index.schema import SCHEMA_VERSION, made_or_upgraded
from index.words import stem

__all__ = ["Catalog", "Prepared", "PublisherCount", "StoredPassage"]

_HEAD = (
    "article_id, version, title, text, publisher, byline, url, language, published, updated, ingested, published_offset"
)
# Column weights of BM25: title, publisher, body. Heavier titles found less on MultiHop-RAG (MRR@10 0.656 against 0.666).
_WEIGHTS = "1.0, 1.0, 1.0"
# Words as parts of the title, in any order; as one value, since there may be more of them than SQLite takes conditions.
_TITLED = " AND NOT EXISTS (SELECT 1 FROM json_each(?) AS word WHERE NOT instr(folded(v.title), word.value))"
# One row of JSON instead of many: between two rows SQLite gives the interpreter away, and a busy server's thread waits for it.
_AS_JSON = "WITH scored (id, score) AS MATERIALIZED ({}) SELECT json_group_array(json_array(id, score)) FROM scored"
_MOST_PASSAGES = 10_000  # remembered with what the search made of them, some 15 KB each
_MOST_ARTICLES = 4_000
_MOST_WEIGHED = 200_000  # passages that BM25 weighs where no filter leaves few, some thousand in a millisecond
_COMMON = 10_000  # passages: of a word that so many hold, any of them are shown
_BATCH = 2000  # vectors read at once
_DAY = 86_400  # seconds


@dataclass(slots=True)
class Prepared:
    """One article ready to be written: split, and embedded once `vectors` has a row for each passage."""

    article: Article
    passages: list[Passage]
    sentences: list[Sentence]
    vectors: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.float32))


@dataclass(slots=True)
class StoredPassage:
    """A passage with its article and what scoring needs. `sentences` are (start, end) in the article's text."""

    article: Article
    passage: Passage
    sentences: tuple[tuple[int, int], ...]
    vector: np.ndarray
    reading: Any = None  # what the search makes of the sentences, kept here for the next question


@dataclass(frozen=True, slots=True)
class PublisherCount:
    """A publisher and how many articles it has."""

    name: str | None
    articles: int


class Catalog:
    """Open or create the catalog in a file, and bring an older one up to this format. Raises IndexMismatch when a newer program
    made it."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        try:
            with self._db.write() as db:
                made_or_upgraded(db)
            schema = int(self.meta("schema") or 0)
        except sqlite3.DatabaseError as error:
            raise unusable(path, error) from error
        if schema != SCHEMA_VERSION:
            raise IndexMismatch(
                f"{path} has catalog format {schema}, this program writes {SCHEMA_VERSION}: use the program that made it, or "
                "index the articles again into another directory (--data)."
            )
        self.feedback = FeedbackBook(self._db)

    def close(self) -> None:
        self._db.close()

    # -- writing -------------------------------------------------------------------------------------------------------

    def put(self, batch: Sequence[Prepared]) -> None:
        """Make these versions the current ones, in one transaction; replaced passages' ids become garbage."""
        now = int(time.time())
        with self._db.write() as db:
            for item in batch:
                a = item.article
                self._drop_passages(db, a.id)
                row = (
                    *(a.id, a.version, a.title, a.text, a.publisher, a.byline, a.url, a.language),
                    *(a.published, a.updated, now, a.published_offset),
                )
                db.execute(f"INSERT OR REPLACE INTO versions ({_HEAD}) VALUES ({', '.join('?' * len(row))})", row)
                db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?)", (a.id, a.version))
                self._add_passages(db, item)

    def _add_passages(self, db: sqlite3.Connection, item: Prepared) -> None:
        offsets: dict[str, list[int]] = {passage.id: [] for passage in item.passages}
        for sentence in item.sentences:
            offsets[sentence.passage_id] += (sentence.start, sentence.end)
        a = item.article
        for passage, vector in zip(item.passages, item.vectors.astype(np.float16), strict=True):
            p = passage
            values = (p.id, a.id, a.version, p.ordinal, p.start, p.end, json.dumps(offsets[p.id]), vector.tobytes())
            key = db.execute(
                'INSERT INTO passages (id, article_id, version, ordinal, start, "end", sentences, vector, published, publisher)'
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, a.published, a.publisher),
            ).lastrowid
            # Composed, as index.words composes what is looked for: FTS5 would read a loose accent as no part of its letter.
            texts = [unicodedata.normalize("NFC", text) for text in (a.title, a.publisher or "", p.text)]
            db.execute("INSERT INTO words (rowid, title, publisher, body) VALUES (?, ?, ?, ?)", (key, *texts))
            db.execute("DELETE FROM garbage WHERE passage_id = ?", (p.id,))

    def _drop_passages(self, db: sqlite3.Connection, article_id: str) -> None:
        rows = db.execute("SELECT key, id FROM passages WHERE article_id = ?", (article_id,)).fetchall()
        db.executemany("DELETE FROM words WHERE rowid = ?", [(key,) for key, _ in rows])
        db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        db.executemany("INSERT OR IGNORE INTO garbage VALUES (?)", [(passage_id,) for _, passage_id in rows])

    def remove(self, article_id: str) -> None:
        """Forget an article and all its versions. Raises NotFound."""
        if self.current_version(article_id) is None:
            raise NotFound(f"there is no article {article_id!r}; `newsqa articles` lists them.")
        with self._db.write() as db:
            db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            self._drop_passages(db, article_id)
            db.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))

    def garbage(self, limit: int = 5000) -> list[str]:
        """Ids of passages that are no longer current but whose vectors may still lie in Chroma."""
        return [row[0] for row in self._db.read("SELECT passage_id FROM garbage LIMIT ?", (limit,))]

    def forget_garbage(self, passage_ids: Sequence[str]) -> None:
        with self._db.write() as db:
            db.executemany("DELETE FROM garbage WHERE passage_id = ?", [(i,) for i in passage_ids])

    def meta(self, key: str) -> str | None:
        rows = self._db.read("SELECT value FROM meta WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def set_meta(self, key: str, value: str) -> None:
        with self._db.write() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # -- articles ------------------------------------------------------------------------------------------------------

    def current_version(self, article_id: str) -> str | None:
        rows = self._db.read("SELECT version FROM articles WHERE id = ?", (article_id,))
        return rows[0][0] if rows else None

    def article(self, article_id: str, version: str | None = None) -> Article:
        """An article in its current version, or in the one named. Raises NotFound."""
        wanted = version or self.current_version(article_id)
        rows = self._db.read(f"SELECT {_HEAD} FROM versions WHERE article_id = ? AND version = ?", (article_id, wanted))
        if not rows:
            what = f"version {version!r} of article {article_id!r}" if version else f"article {article_id!r}"
            raise NotFound(f"there is no {what}; `newsqa articles` lists them.")
        return Article(*rows[0])

    def articles(self, filters: Filters, text: str = "", limit: int = 50, offset: int = 0) -> list[Article]:
        """Current articles, newest first, undated ones last; each word of `text` must stand in the title, in any case."""
        where, values = _where(filters, "v")
        if text:
            where += _TITLED
            values.append(_parts(text))
        head = ", ".join(f"v.{column}" for column in _HEAD.split(", "))
        sql = (
            f"SELECT {head} FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version"
            f" WHERE 1{where} ORDER BY v.published IS NULL, v.published DESC, a.id LIMIT ? OFFSET ?"
        )
        return [Article(*row) for row in self._db.read(sql, (*values, limit, offset))]

    def count(self, filters: Filters | None = None) -> tuple[int, int]:
        """(articles, passages) that pass the filters."""
        where, values = _where(filters or Filters(), "passages")
        return self._db.fact(f"SELECT count(DISTINCT article_id), count(*) FROM passages WHERE 1{where}", values)[0]

    def count_titled(self, filters: Filters, text: str) -> int:
        """How many current articles pass the filters and have each word of `text` in the title."""
        where, values = _where(filters, "v")
        sql = "SELECT count(*) FROM articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version WHERE 1"
        return self._db.read(sql + where + _TITLED, (*values, _parts(text)))[0][0]

    def per_day(self, filters: Filters) -> list[tuple[int | None, int]]:
        """(day, number of articles published on it), days counted from 1970-01-01; None, first, for unknown dates."""
        where, values = _where(filters, "passages")
        day = f"(published - (published % {_DAY} + {_DAY}) % {_DAY}) / {_DAY}"  # SQLite rounds towards zero
        sql = f"SELECT {day} AS day, count(*) FROM passages WHERE ordinal = 0{where} GROUP BY day ORDER BY day"
        return self._db.read(sql, values) if filters else self._db.fact(sql)

    def published_range(self) -> tuple[int | None, int | None]:
        """Publication times of the oldest and newest article."""
        return self._db.fact("SELECT min(published), max(published) FROM passages")[0]

    def last_ingested(self) -> int | None:
        return self._db.fact("SELECT max(ingested) FROM versions")[0][0]

    def publishers(self) -> list[PublisherCount]:
        """All publishers, those with most articles first; None for articles that name none."""
        sql = "SELECT publisher, count(DISTINCT article_id) AS n FROM passages GROUP BY publisher ORDER BY n DESC, publisher"
        return [PublisherCount(*row) for row in self._db.fact(sql)]

    # -- passages ------------------------------------------------------------------------------------------------------

    def keyword(
        self, words: Sequence[str], filters: Filters, limit: int, articles: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """(passage id, BM25 score) of passages that hold any of the words, best first; where articles (ids) are named, of those alone.

        Words and not stems: FTS5 stems what it is given, and a stem's stem may be another ("databases", "databas", "databa").
        """
        if not words:
            return []
        where, values = _where(filters, "+passages" if articles else "passages")
        if articles:
            where += f" AND article_id IN ({', '.join('?' * len(articles))})"
            values += articles
        # "+": without it FTS5 would be asked once for each passage that passes
        passing = f" AND +rowid IN (SELECT key FROM passages WHERE 1{where})" if where else ""
        best = (
            f"SELECT rowid, -bm25(words, {_WEIGHTS}) AS score FROM words WHERE words MATCH ?{passing}"
            " ORDER BY score DESC, rowid LIMIT ?"
        )
        sql = f"SELECT p.id, best.score FROM ({best}) best JOIN passages p ON p.key = best.rowid ORDER BY best.score DESC, p.key"
        ((rows,),) = self._db.read(
            _AS_JSON.format(sql), (_any_of(words if where else self._telling(words)), *values, limit)
        )
        return sorted(map(tuple, json.loads(rows)), key=lambda row: -row[1])

    def _telling(self, words: Sequence[str]) -> list[str]:
        """The words, without the most common ones where all passages that hold them are too many to weigh each: such words tell little."""
        counts = {word: sum(self.document_counts([stem(word)]).values()) for word in words}
        telling = sorted(counts, key=counts.__getitem__)
        before = [0, *accumulate(counts[word] for word in telling)]
        return [word for n, word in enumerate(telling) if not before[n] or before[n + 1] <= _MOST_WEIGHED]

    def showing(self, word: str, limit: int) -> list[str]:
        """Ids of passages that hold a word: those that have it most; of a very common one, any that have it in their text."""
        if self.document_counts([stem(word)])[stem(word)] <= _COMMON:
            return [i for i, _ in self.keyword([word], Filters(), limit)]
        sql = "SELECT id FROM passages WHERE key IN (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"
        return [i for (i,) in self._db.read(sql, (f"body : {_any_of([word])}", limit))]

    def passages_of(self, article_id: str, filters: Filters, limit: int) -> list[str]:
        """Ids of an article's first passages, if it passes the filters."""
        where, values = _where(filters, "+passages")
        sql = f"SELECT id FROM passages WHERE article_id = ?{where} ORDER BY ordinal LIMIT ?"
        return [i for (i,) in self._db.read(sql, (article_id, *values, limit))]

    def passing(self, passage_ids: Sequence[str], filters: Filters) -> list[str]:
        """Those of these passages that pass the filters, in the order given."""
        where, values = _where(filters, "+passages")  # "+": found by their ids, and not among all that pass
        sql = f"SELECT id FROM passages WHERE id IN (SELECT value FROM json_each(?)){where}"
        passing = {i for (i,) in self._db.read(sql, (json.dumps(passage_ids), *values))}
        return [i for i in passage_ids if i in passing]

    def vectors_passing(self, filters: Filters) -> Iterator[tuple[list[str], np.ndarray]]:
        """Ids and vectors (float32, a row each) of all passages that pass the filters, in batches."""
        where, values = _where(filters, "passages")
        keys = [key for (key,) in self._db.read(f"SELECT key FROM passages WHERE 1{where}", values)]
        # Filtered once more: what was written in the meantime may have the key of what was removed.
        where, values = _where(filters, "+passages")
        sql = f"SELECT id, vector FROM passages WHERE key IN (SELECT value FROM json_each(?)){where}"
        for start in range(0, len(keys), _BATCH):
            if rows := self._db.read(sql, (json.dumps(keys[start : start + _BATCH]), *values)):
                ids, vectors = zip(*rows, strict=True)
                yield list(ids), np.frombuffer(b"".join(vectors), np.float16).reshape(len(ids), -1).astype(np.float32)

    def document_counts(self, stems: Iterable[str]) -> dict[str, int]:
        """In how many passages each stem occurs."""
        counts = {s: self._db.fact("SELECT doc FROM vocabulary WHERE term = ?", (s,)) for s in dict.fromkeys(stems)}
        return {stem: rows[0][0] if rows else 0 for stem, rows in counts.items()}

    def stored(self, passage_ids: Sequence[str]) -> dict[str, StoredPassage]:
        """Current passages by id; ids that are not current are left out."""
        kept: dict[str, StoredPassage] = self._db.remembered("passages", _MOST_PASSAGES)
        articles: dict[tuple[str, str], Article] = self._db.remembered("articles", _MOST_ARTICLES)
        missing = [i for i in passage_ids if i not in kept]
        head = ", ".join(f"v.{column}" for column in _HEAD.split(", "))
        sql = (
            f'SELECT p.id, p.ordinal, p.start, p."end", p.sentences, p.vector, {head} FROM passages p'
            " JOIN versions v ON v.article_id = p.article_id AND v.version = p.version"
            " WHERE p.id IN (SELECT value FROM json_each(?))"
        )
        rows = self._db.read(sql, (json.dumps(missing),)) if missing else ()
        for passage_id, ordinal, begin, end, sentences, vector, *row in rows:
            article = articles.setdefault((row[0], row[1]), Article(*row))
            text = article.text[begin:end]
            passage = Passage(passage_id, article.id, article.version, ordinal, begin, end, text)
            offsets = json.loads(sentences)
            pairs = tuple(zip(offsets[::2], offsets[1::2], strict=True))
            kept[passage_id] = StoredPassage(article, passage, pairs, np.frombuffer(vector, np.float16))
        return {i: kept[i] for i in passage_ids if i in kept}

    def some_vectors(self, limit: int) -> list[np.ndarray]:
        """Vectors of at most so many current passages, from all over the catalog."""
        ((low, high),) = self._db.read("SELECT min(key), max(key) FROM passages")
        # The next one from each point on: most keys in between may be those of passages that were replaced.
        sql = "SELECT key, vector FROM passages WHERE key >= ? ORDER BY key LIMIT 1"
        keys = () if low is None else (low + (high - low) * n // max(1, limit - 1) for n in range(limit))
        found = dict(self._db.read(sql, (key,))[0] for key in keys)
        return [np.frombuffer(vector, np.float16).astype(np.float32) for vector in found.values()]

    def vectors(self, batch: int = _BATCH) -> Iterator[list[tuple[str, str, str, int | None, str | None, np.ndarray]]]:
        """All current passages in batches: (id, article id, version, published, publisher, vector as float32)."""
        last = 0
        while True:
            rows = self._db.read(
                "SELECT key, id, article_id, version, published, publisher, vector FROM passages WHERE key > ? ORDER BY key LIMIT ?",
                (last, batch),
            )
            if not rows:
                return
            last = rows[-1][0]
            yield [(*row[1:6], np.frombuffer(row[6], np.float16).astype(np.float32)) for row in rows]


def _parts(text: str) -> str:
    """What a title must have, each thing by itself, as a list in JSON."""
    return json.dumps(list(dict.fromkeys(folded(text).split())))


def _any_of(words: Sequence[str]) -> str:
    """FTS5's expression for texts that hold any of the words."""
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(words))


def _where(filters: Filters, table: str) -> tuple[str, list[object]]:
    """SQL conditions for filters over a table with `published` and `publisher` columns, and their values."""
    sql, values = "", []
    if filters.since is not None:
        sql += f" AND {table}.published >= ?"
        values.append(filters.since)
    if filters.until is not None:
        sql += f" AND {table}.published < ?"
        values.append(filters.until)
    if filters.publishers:
        sql += f" AND {table}.publisher IN ({', '.join('?' * len(filters.publishers))})"
        values += filters.publishers
    return sql, values
