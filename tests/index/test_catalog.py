"""The catalog: versions, garbage, filters, keyword search, and what happens when it is full, foreign or damaged."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from index import Article, Filters, IndexMismatch, NewsqaError, NotFound, PublisherCount
from index.catalog import Catalog, Prepared
from index.split import split
from index.words import content_stems, words
from tests.conftest import day


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "catalog.db")
    yield opened
    opened.close()


def prepared(article: Article) -> Prepared:
    passages, sentences = split(article)
    vectors = np.full((len(passages), 4), 0.5, np.float32)
    return Prepared(article, passages, sentences, vectors)


def put(catalog: Catalog, *articles: Article) -> None:
    catalog.put([prepared(article) for article in articles])


def ids(article: Article) -> list[str]:
    return [passage.id for passage in split(article)[0]]


def keyword(catalog: Catalog, text: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008 - frozen
    return [passage_id for passage_id, _ in catalog.keyword(words(text), filters, 10)]


OLD = Article.of(
    "Mayor resigns", "The mayor resigned on Monday.", url="https://a.example/1", published=1000, publisher="A"
)
NEW = Article.of(
    "Mayor resigns", "The mayor resigned on Tuesday.", url="https://a.example/1", published=1000, publisher="A"
)
OTHER = Article.of("Rain", "It rained in Lindau.", publisher="B")


def test_a_new_version_replaces_and_the_old_one_stays_readable(catalog: Catalog) -> None:
    put(catalog, OLD)
    put(catalog, NEW)
    assert OLD.id == NEW.id and OLD.version != NEW.version
    assert catalog.current_version(OLD.id) == NEW.version
    assert catalog.article(OLD.id).text == NEW.text
    assert catalog.article(OLD.id, OLD.version).text == OLD.text
    assert keyword(catalog, "monday") == []
    assert keyword(catalog, "tuesday") == ids(NEW)
    assert list(catalog.stored([*ids(OLD), *ids(NEW)])) == ids(NEW)
    assert catalog.count() == (1, 1)


def test_replaced_passages_are_garbage_until_forgotten_or_current_again(catalog: Catalog) -> None:
    put(catalog, OLD)
    assert catalog.garbage() == []
    put(catalog, NEW)
    assert catalog.garbage() == ids(OLD)
    put(catalog, OLD)
    assert catalog.garbage() == ids(NEW)
    catalog.forget_garbage(ids(NEW))
    assert catalog.garbage() == []


def test_the_same_version_twice_is_no_garbage(catalog: Catalog) -> None:
    put(catalog, OLD)
    put(catalog, OLD)
    assert catalog.garbage() == []
    assert keyword(catalog, "mayor") == ids(OLD)


def test_removal_forgets_all_versions(catalog: Catalog) -> None:
    put(catalog, OLD, OTHER)
    put(catalog, NEW)
    catalog.remove(OLD.id)
    assert set(catalog.garbage()) == {*ids(OLD), *ids(NEW)}
    assert catalog.current_version(OLD.id) is None
    assert keyword(catalog, "mayor") == []
    for version in (None, OLD.version, NEW.version):
        with pytest.raises(NotFound, match=OLD.id):
            catalog.article(OLD.id, version)
    with pytest.raises(NotFound, match="newsqa articles"):
        catalog.remove(OLD.id)
    assert catalog.count() == (1, 1)


def test_an_article_comes_back_as_it_was(catalog: Catalog) -> None:
    article = Article.of(
        "Prize 🏆", "Zürich won 🏆.\n\nNobody – “nobody” – knew.", publisher="É", byline="Å. B.", url="https://x.example", language="en",
        published=-86_400, updated=5,
    )  # fmt: skip
    put(catalog, article)
    stored = catalog.article(article.id)
    assert stored.ingested
    for name in ("id", "version", "title", "text", "publisher", "byline", "url", "language", "published", "updated"):
        assert getattr(stored, name) == getattr(article, name)
    (found,) = catalog.stored(ids(article)).values()
    assert [article.text[a:b] for a, b in found.sentences] == ["Zürich won 🏆.", "Nobody – “nobody” – knew."]
    assert found.passage == split(article)[0][0]
    assert found.vector.tolist() == [0.5] * 4


@pytest.mark.parametrize(
    ("question", "found"),
    [("house", True), ("houses", True), ("databases", True), ("database", True), ("AGREED", True), ("zurich", True), ("1990s", True),
     ("wheat", False), ("", False)],
)  # fmt: skip
def test_words_are_found_in_any_form(catalog: Catalog, question: str, found: bool) -> None:
    article = Article.of("White House", "The databases of the White House were agreed on in Zürich in the 1990s.")
    put(catalog, article, OTHER)
    assert keyword(catalog, question) == (ids(article) if found else [])


@pytest.mark.parametrize("composed", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "question"),
    [("Бойко приехал в Йошкар.", "йошкар"), ("Його обрали у Київ.", "КИЇВ"), ("Η Αθήνα γιορτάζει.", "ΑΘΉΝΑ"),
     ("Die Straße ist zu.", "straße"), ("Die GROẞE Flut.", "große"), ("ガザ 停戦", "ガザ"), ("서울 시장", "서울"), ("Café Zürich", "cafe")],
)  # fmt: skip
def test_words_of_any_language_are_found_and_counted(
    catalog: Catalog, text: str, question: str, composed: Literal["NFC", "NFD"]
) -> None:
    article = Article.of("A", unicodedata.normalize(composed, text))
    put(catalog, article, OTHER)
    assert keyword(catalog, question) == ids(article)
    assert list(catalog.document_counts(content_stems(question)).values()) == [1]


def test_titles_and_publishers_are_searched_too_and_rarer_words_count_more(catalog: Catalog) -> None:
    reports = [Article.of(f"Report {i}", "It rained in the north.", publisher="Wire") for i in range(5)]
    put(catalog, *reports, Article.of("Owl", "A bird was seen.", publisher="Harbour Post"))
    assert len(keyword(catalog, "owl")) == len(keyword(catalog, "harbour")) == 1
    scores = catalog.keyword(["rained", "harbour"], Filters(), 10)
    assert [s for _, s in scores] == sorted((s for _, s in scores), reverse=True)
    assert scores[0][0] == keyword(catalog, "harbour")[0]
    assert len(catalog.keyword(["rained"], Filters(), 3)) == 3


def test_words_too_common_to_weigh_each_passage_that_has_one_are_left_out(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    rained = [Article.of(f"Report {i}", "It rained in the north.") for i in range(5)]
    put(catalog, *rained, Article.of("Owl", "An owl sat in the north."))
    assert len(keyword(catalog, "rained owl north nowhere")) == 6
    monkeypatch.setattr("index.catalog._MOST_WEIGHED", 6)
    assert len(keyword(catalog, "rained owl nowhere")) == 6
    assert len(keyword(catalog, "north owl nowhere rained")) == 6  # 1 + 5, and "north" would be six more
    monkeypatch.setattr("index.catalog._MOST_WEIGHED", 3)
    assert len(keyword(catalog, "rained owl")) == 1
    assert len(keyword(catalog, "rained north")) == 5  # the rarest one, however common
    some = Filters(publishers=("Few",))
    put(catalog, Article.of("Mist", "Mist in the north.", publisher="Few"))
    assert len(keyword(catalog, "rained north", some)) == 1  # few pass a filter


def test_passages_of_some_articles_alone(catalog: Catalog) -> None:
    reports = [Article.of(f"Report {i}", f"It rained {i} times.", published=i) for i in range(5)]
    put(catalog, *reports)
    some = [reports[1].id, reports[3].id, "none"]
    assert {i for i, _ in catalog.keyword(["rained"], Filters(), 10, some)} == {*ids(reports[1]), *ids(reports[3])}
    assert [i for i, _ in catalog.keyword(["rained"], Filters(since=2), 10, some)] == ids(reports[3])


def test_a_question_may_have_any_number_of_words(catalog: Catalog) -> None:
    put(catalog, OLD)
    many = [f"w{i}" for i in range(3000)]
    assert [i for i, _ in catalog.keyword([*many, "mayor"], Filters(), 5)] == ids(OLD)
    assert catalog.document_counts([*many, "mayor"])["mayor"] == 1


def test_words_that_sql_or_fts_know_are_only_words(catalog: Catalog) -> None:
    put(catalog, Article.of("Near", "AND OR NOT NEAR title: body *."))
    assert len(keyword(catalog, "NOT NEAR and or")) == 1


def test_document_counts(catalog: Catalog) -> None:
    put(catalog, OLD, OTHER, Article.of("More rain", "The rain in Mora ends."))
    assert catalog.document_counts(["rain", "mayor", "venus", "rain"]) == {"rain": 2, "mayor": 1, "venus": 0}
    assert catalog.document_counts([]) == {}


def dated(name: str, published: int | None, publisher: str | None) -> Article:
    return Article.of(name, f"The {name} report about the mayor.", publisher=publisher, published=published)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["late", "middle", "early", "undated"]),
        (Filters(since=day("2024-01-01")), ["late", "middle"]),
        (Filters(until=day("2024-01-01")), ["early"]),
        (Filters(since=day("2023-01-01"), until=day("2024-05-01")), ["middle", "early"]),
        (Filters(publishers=("A",)), ["late", "undated"]),
        (Filters(publishers=("A", "B")), ["late", "early", "undated"]),
        (Filters(since=0, publishers=("A",)), ["late"]),
        (Filters(publishers=("a",)), []),
        (Filters(since=day("2024-01-01"), until=day("2024-01-01")), []),
    ],
)
def test_filters(catalog: Catalog, filters: Filters, expected: list[str]) -> None:
    everything = [
        dated("early", day("2023-06-01"), "B"),
        dated("undated", None, "A"),
        dated("middle", day("2024-01-01"), None),
        dated("late", day("2024-06-01"), "A"),
    ]
    put(catalog, *everything)
    named = {ids(article)[0]: article.title for article in everything}
    assert [article.title for article in catalog.articles(filters)] == expected
    assert {named[i] for i in keyword(catalog, "mayor", filters)} == set(expected)
    assert catalog.count(filters) == (len(expected), len(expected))


def test_articles_by_page_and_title(catalog: Catalog) -> None:
    put(catalog, *(Article.of(f"Title {i:02} of 100%", "Text.", published=i) for i in range(12)), OTHER)
    assert [a.title[:8] for a in catalog.articles(Filters(), limit=2, offset=1)] == ["Title 10", "Title 09"]
    assert [a.title for a in catalog.articles(Filters(), "rAi")] == ["Rain"]
    put(catalog, Article.of("Café in Zürich", "Text."))
    assert [a.title for a in catalog.articles(Filters(), "CAFÉ IN ZÜ")] == ["Café in Zürich"]
    assert len(catalog.articles(Filters(), "100%")) == 12
    assert catalog.articles(Filters(), "T_tle") == [] == catalog.articles(Filters(), "\\")


@pytest.mark.parametrize(
    ("text", "found"), [("mecca crane", 2), ("crane mecca", 2), ("CRANE  kills\tMecca ", 1), ("mecc cran", 2), ("mecca owl", 0), ("mecca crane %", 0),
     ("100% mecca", 0), ("100% \\", 1), ("% _", 1), ("* ?", 0), ('"crane', 0), ("' OR 1", 0), ("née crane", 0), ("CAFÉ rain", 1),
     ("rain cafe\u0301", 1), (" \n ", 5), (" ".join(f"w{n}" for n in range(3000)), 0), ("crane mecca " * 1500, 2)],
)  # fmt: skip
def test_a_title_has_each_word_in_any_order(catalog: Catalog, text: str, found: int) -> None:
    titles = ("Mecca crane collapse kills 107", "Crane removed in Mecca", "Rain on the café", "100% of \\ and _", "Owl")
    put(catalog, *(Article.of(title, "Text.") for title in titles))
    assert len(catalog.articles(Filters(), text)) == catalog.count_titled(Filters(), text) == found


def test_publishers_and_dates(catalog: Catalog) -> None:
    assert catalog.publishers() == [] and catalog.published_range() == (None, None) and catalog.last_ingested() is None
    put(catalog, dated("x", 5, "B"), dated("y", 7, "B"), dated("z", None, None), dated("w", 6, "A"))
    assert catalog.publishers() == [PublisherCount("B", 2), PublisherCount(None, 1), PublisherCount("A", 1)]
    assert catalog.published_range() == (5, 7)


def test_vectors_come_in_batches_and_from_all_over(catalog: Catalog) -> None:
    assert catalog.some_vectors(3) == [] and list(catalog.vectors()) == []
    put(catalog, *(dated(f"n{i}", i, "A") for i in range(10)))
    batches = list(catalog.vectors(batch=4))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert {row[3] for batch in batches for row in batch} == set(range(10))
    assert 3 <= len(catalog.some_vectors(4)) <= 4
    assert len(catalog.some_vectors(100)) == 10


def test_some_vectors_are_found_among_the_keys_of_many_replaced_passages(catalog: Catalog) -> None:
    assert catalog.some_vectors(4) == []
    for edition in range(30):
        put(catalog, *[Article.of("T", f"Edition {edition}.", url=f"https://a.example/{n}") for n in range(10)])
    assert len(catalog.some_vectors(4)) == 4 and len(catalog.some_vectors(100)) == 10


def test_a_failed_write_leaves_nothing_behind(catalog: Catalog) -> None:
    put(catalog, OTHER)
    broken = prepared(NEW)
    broken.vectors = broken.vectors[:0]
    with pytest.raises(ValueError, match="zip"):
        catalog.put([prepared(OLD), broken])
    assert catalog.count() == (1, 1) and catalog.current_version(OLD.id) is None
    put(catalog, OLD)
    assert catalog.count() == (2, 2)


def test_a_full_disk_is_an_error_and_no_more(catalog: Catalog) -> None:
    put(catalog, OTHER)
    with catalog._db._connection() as db:  # the next write takes the same one
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(NewsqaError, match=r"catalog\.db cannot be .*full.*do the same again"):
        put(catalog, Article.of("Long", "A sentence of some length. " * 5000))
    with catalog._db._connection() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    put(catalog, OLD)
    assert catalog.count() == (2, 2)


def test_answers_that_are_remembered_follow_every_write(catalog: Catalog) -> None:
    for number in range(1, 4):
        put(catalog, dated(f"n{number}", number, "A"))
        assert catalog.count() == (number, number)
        assert catalog.publishers() == [PublisherCount("A", number)]


def test_threads_read_beside_a_writer_and_leave_few_connections(catalog: Catalog) -> None:
    counted: list[int] = []
    threads = [threading.Thread(target=lambda: counted.append(catalog.count(Filters(since=0))[0])) for _ in range(30)]
    for number, thread in enumerate(threads):
        thread.start()
        put(catalog, dated(f"n{number}", number, "A"))
    for thread in threads:
        thread.join()
    assert len(counted) == 30
    assert 1 <= len(catalog._db._free) <= 4


def test_reopened_it_holds_the_same(tmp_path: Path) -> None:
    for expected in (0, 1):
        catalog = Catalog(tmp_path / "catalog.db")
        assert catalog.count()[0] == expected
        put(catalog, OLD)
        catalog.close()


def test_meta(catalog: Catalog) -> None:
    assert catalog.meta("colour") is None
    catalog.set_meta("colour", "red")
    catalog.set_meta("colour", "blue")
    assert catalog.meta("colour") == "blue"


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.db")
    catalog.set_meta("schema", "99")
    catalog.close()
    with pytest.raises(IndexMismatch, match="format 99"):
        Catalog(tmp_path / "catalog.db")


def test_a_catalog_of_the_format_before_is_brought_up_and_keeps_what_it_holds(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "catalog.db")
    put(catalog, OLD)
    with catalog._db.write() as db:  # as it was before a report's own clock was kept
        db.execute("ALTER TABLE versions DROP COLUMN published_offset")
        db.execute("DROP INDEX passages_publisher")
        db.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    catalog.close()
    for _ in range(2):
        catalog = Catalog(tmp_path / "catalog.db")
        assert catalog._db.read("SELECT name FROM sqlite_master WHERE name = 'passages_publisher'")
        assert catalog.meta("schema") == "2" and replace(catalog.article(OLD.id), ingested=None) == OLD
        assert [a.id for a in catalog.articles(Filters())] == [OLD.id]
        catalog.close()
    catalog = Catalog(tmp_path / "catalog.db")
    evening = Article.of("Bridge", "It opened today.", published=1732847400, published_offset=-18_000)
    put(catalog, evening)
    assert catalog.article(evening.id).published_offset == -18_000
    assert catalog.stored(ids(evening))[ids(evening)[0]].article.published_local == 1732847400 - 18_000
    catalog.close()


def test_only_another_day_makes_another_version() -> None:
    same, west = (Article.of("T", "X.", published=9, published_offset=offset) for offset in (None, -3600))
    assert same.version == Article.of("T", "X.", published=9).version != west.version and same.id == west.id


def test_a_file_that_is_no_catalog_is_refused_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "catalog.db"
    file.write_bytes(b"not a database at all " * 100)
    with pytest.raises(IndexMismatch, match="cannot be used as a catalog"):
        Catalog(file)
    assert file.read_bytes().startswith(b"not a database")


def test_how_many_titles_hold_a_text_and_how_many_articles_each_day_has(catalog: Catalog) -> None:
    put(
        catalog,
        Article.of("100 % of it", "One.", publisher="A", published=day("2024-01-02T23:59:59")),
        Article.of("100 parts", "Two.", publisher="A", published=day("2024-01-02T00:00")),
        Article.of("Old", "Three.", publisher="B", published=day("1969-12-31T23:00")),
        Article.of("Undated", "Four."),
    )
    first = day("2024-01-02") // 86_400
    assert catalog.count_titled(Filters(), "100 %") == 1
    assert catalog.count_titled(Filters(publishers=("A",)), "100") == 2
    assert catalog.per_day(Filters()) == [(None, 1), (-1, 1), (first, 2)]
    assert catalog.per_day(Filters(publishers=("B",))) == [(-1, 1)]


def test_passages_that_show_a_word(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [Article.of(f"Report {i}", f"It rained{' and rained' * i}.") for i in range(5)]
    put(catalog, *reports)
    assert catalog.showing("rained", 2) == [*ids(reports[4]), *ids(reports[3])]  # those that have it most
    assert catalog.showing("snowed", 2) == []
    monkeypatch.setattr("index.catalog._COMMON", 4)
    put(catalog, Article.of("Rained off", "A match was not played."), Article.of("Owl", "It flew.", publisher="Rained"))
    assert len(catalog.showing("rained", 2)) == 2
    assert set(catalog.showing("rained", 9)) == {
        i for report in reports for i in ids(report)
    }  # in whose text it stands
