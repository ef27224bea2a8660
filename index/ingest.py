"""Files → articles in the catalog and in Chroma, crash-safe and idempotent.

For each batch of whole articles: their vectors go to Chroma in one call, then one SQLite transaction writes the versions, makes
them current and notes the replaced passages as garbage, then the garbage is deleted from Chroma. Search joins every hit with the
catalog, so a vector without a current version is never seen: a kill at any point loses nothing acknowledged and shows nothing
half there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from index.catalog import Catalog, Prepared
from index.embed import Embedder
from index.read import Problem, check_encoding, find_files, printable, read
from index.records import Article
from index.split import split
from index.vectors import Vectors

__all__ = ["Progress", "Report", "ingest", "ingest_articles"]

_BATCH_ARTICLES = 64
_BATCH_PASSAGES = 1000
_DAY = 86_400  # seconds


@dataclass(slots=True)
class Report:
    """What came of one run of indexing. `problems` are files or records left out, or taken only in part.

    `notices` name what went well and may still not be meant, in the same form.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    passages: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run of indexing stands. Characters of text are what `done` and `total` count; total is an estimate."""

    articles: int
    passages: int
    done: int
    total: int


class _Seen(NamedTuple):
    """What is remembered of an article of a run."""

    version: str
    published: int | None
    updated: int | None
    title: str
    opening: int
    source: str


def ingest(
    paths: Sequence[Path],
    *,
    catalog: Catalog,
    vectors: Vectors,
    embedder: Embedder,
    progress: Callable[[Progress], None] = lambda _: None,
    encoding: str | None = None,
) -> Report:
    """Index files and folders. What cannot be read is named in the report; all else is indexed.

    encoding: of text files that are not UTF-8. Raises BadRequest where there is none of that name.
    """
    check_encoding(encoding)
    files, problems, notices = find_files(paths)
    report = Report(problems=list(map(_printable, problems)), notices=list(map(_printable, notices)))
    total = sum(_expected_characters(file) for file in files)
    named = {Path(path) for path in paths}
    items = (item for file in files for item in _read(file, file in named, encoding))
    _write_all(items, report, total, catalog, vectors, embedder, progress)
    return report


def ingest_articles(
    articles: Iterable[Article | Problem],
    *,
    catalog: Catalog,
    vectors: Vectors,
    embedder: Embedder,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Index articles that are already read; problems among them are reported on."""
    report = Report()
    _write_all(articles, report, 0, catalog, vectors, embedder, progress)
    return report


def _write_all(
    items: Iterable[Article | Problem],
    report: Report,
    total: int,
    catalog: Catalog,
    vectors: Vectors,
    embedder: Embedder,
    progress: Callable[[Progress], None],
) -> None:
    """Write what is new or changed among the items."""
    started = time.monotonic()
    seen: dict[str, _Seen] = {}  # the articles of this run by id
    batch: list[Prepared] = []
    done = articles = 0

    def flush() -> None:
        if batch:
            _write(batch, catalog, vectors, embedder)
            report.passages += sum(len(item.passages) for item in batch)
            batch.clear()
        report.seconds = time.monotonic() - started
        progress(Progress(articles, report.passages, done, max(total, done)))

    for item in items:
        if isinstance(item, Problem):
            report.problems.append(_printable(item))
            continue
        articles += 1
        done += len(item.text)
        earlier = seen.get(item.id)
        if earlier and _later(item, earlier):
            flush()  # a later state of an article of this run: what came before is written first
            earlier = None
        current = catalog.current_version(item.id)
        if earlier and (reason := _left_out(item, earlier)):
            report.problems.append(_printable(Problem(item.source or item.title, reason)))
        elif earlier:
            report.duplicates += 1
        elif current == item.version or (current and _later(catalog.article(item.id), item)):
            report.unchanged += 1
        else:
            passages, sentences = split(item)
            if not passages:
                where = item.source or item.url or item.title
                report.problems.append(_printable(Problem(where, "no text: nothing is left to read in it")))
                continue
            if current is None:
                report.added += 1
            else:
                report.changed += 1
            batch.append(Prepared(item, passages, sentences))
            report.notices += map(_printable, _noticed(item))
        if not earlier:
            seen[item.id] = _Seen(
                item.version, item.published, item.updated, item.title, hash(item.opening), item.source
            )
        if len(batch) >= _BATCH_ARTICLES or sum(len(b.passages) for b in batch) >= _BATCH_PASSAGES:
            flush()
        elif articles % 200 == 0:
            progress(Progress(articles, report.passages, done, max(total, done)))
    flush()


def _read(file: Path, named: bool, encoding: str | None) -> Iterator[Article | Problem]:
    """What a file holds. One of questions holds nothing, which is told where the user named the file itself."""
    nothing = True
    for item in read(file, encoding):
        nothing = False
        yield item
    if nothing and named:
        yield Problem(str(file), "a file of questions: there are no articles in it")


def _noticed(item: Article) -> Iterator[Problem]:
    """What may be a slip in an article that is indexed as it is: a date that is to come, when no time zone explains it."""
    if item.published is not None and item.published > time.time() + _DAY:
        day = datetime.fromtimestamp(item.published, UTC).date()
        yield Problem(
            item.source or item.url or item.title, f"dated {day}, which is to come: indexed so; is the year right?"
        )


def _later(one: Article | _Seen, other: Article | _Seen) -> bool:
    """Whether a text says that it was updated after another one was: or was published, where that says no more."""
    known = other.published if other.updated is None else other.updated
    return one.updated is not None and known is not None and one.updated > known


def _left_out(item: Article, earlier: _Seen) -> str | None:
    """Why an article is left out that differs from an earlier one of the same id; None where it is that one, in whatever state.

    An address names one article; where neither headline nor beginning is the same, it names two for all that.
    """
    if item.version == earlier.version or _later(earlier, item):
        return None
    before = f"came before it{f' ({printable(earlier.source)})' if earlier.source else ''}"
    if item.has_address:
        if item.title.casefold() == earlier.title.casefold() or hash(item.opening) == earlier.opening:
            return None
        return (
            f"{item.title!r} is left out: {earlier.title!r}, which has the same address, {before}; give it an address of its own, or "
            "the later one a time of update if they are one article"
        )
    dated = item.published is not None
    return (
        f"{item.title!r} is left out: one that differs from it, but has the same title, publisher and "
        f"{'date' if dated else 'beginning'}, {before}; give it an address of its own or {'the later one a time of update' if dated else 'a date'}"
    )


def _write(batch: list[Prepared], catalog: Catalog, vectors: Vectors, embedder: Embedder) -> None:
    texts = [passage_text(item.article, passage.text) for item in batch for passage in item.passages]
    embedded = embedder.embed_passages(texts)
    rows = []
    for item in batch:
        item.vectors, embedded = embedded[: len(item.passages)], embedded[len(item.passages) :]
        a = item.article
        rows += [
            (p.id, a.id, a.version, a.published, a.publisher, v)
            for p, v in zip(item.passages, item.vectors, strict=True)
        ]
    vectors.put(rows)
    catalog.put(batch)
    collect_garbage(catalog, vectors)


def collect_garbage(catalog: Catalog, vectors: Vectors) -> None:
    """Delete vectors of replaced and removed passages from Chroma. Interrupted, it is simply done again later."""
    while ids := catalog.garbage():
        vectors.delete(ids)
        catalog.forget_garbage(ids)


def passage_text(article: Article, text: str) -> str:
    """What is embedded for a passage: its article's headline and publisher, then the passage."""
    return f"{article.title} {article.publisher or ''}\n{text}"


def _printable(problem: Problem) -> Problem:
    return replace(problem, path=printable(problem.path))


def _expected_characters(file: Path) -> int:
    try:
        size = file.stat().st_size
    except OSError:
        return 0
    return int(size * 3) if file.suffix == ".gz" else size
