"""One data directory behind one door: opening, looking, removing, rebuilding, and what happens to what is broken."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import index.recovery as recovery_module
from index import (
    Article,
    BadRequest,
    Corpus,
    Filters,
    IndexMismatch,
    NewsqaError,
    NotFound,
    PublisherCount,
    StorageFailed,
)
from index.catalog import Catalog
from index.lock import Lock
from index.split import split
from tests.conftest import day, full_disk, invented

QUESTIONS = [
    "Why was the airport closed?",
    "Who resigned?",
    "Zürich café",
    "weather records",
    "nine days on the lake",
    "birds",
]


def results(corpus: Corpus) -> object:
    return [[(e.passage_id, pytest.approx(e.score, abs=1e-4)) for e in corpus.search(q, 12)] for q in QUESTIONS]


SURROGATE = "\ud800"  # what Python makes of a byte that is no UTF-8, and JSON can say


def test_a_lone_surrogate_is_in_no_article(corpus: Corpus) -> None:
    known = corpus.articles(limit=1)[0].id
    for article_id, version in ((SURROGATE, None), (known, SURROGATE)):
        with pytest.raises(NotFound):
            corpus.article(article_id, version)
    with pytest.raises(NotFound):
        corpus.remove(SURROGATE)
    assert corpus.articles(text=SURROGATE) == [] and corpus.count(text=SURROGATE) == 0
    nobody = Filters(publishers=(SURROGATE,))
    assert corpus.search("airport", filters=nobody) == [] and corpus.per_day(nobody) == []
    assert corpus.search("airport", filters=Filters(publishers=("Alba Times", SURROGATE)))
    with pytest.raises(BadRequest, match="half a character"):
        corpus.search(f"airport {SURROGATE}")


def test_status(corpus: Corpus) -> None:
    status = corpus.status()
    assert status.directory == str(corpus.directory)
    assert status.articles == 12 == corpus.count()
    assert status.passages == status.vectors == sum(len(split(a)[0]) for a in invented())
    assert (status.oldest, status.newest) == (day("2021-06-01"), day("2024-11-29T07:00"))
    assert status.last_ingested and status.last_ingested > day("2025-01-01")
    assert status.embedder == "static-minilm-1/256"
    assert status.publishers == tuple(corpus.publishers())


def test_publishers_most_articles_first(corpus: Corpus) -> None:
    assert corpus.publishers() == [
        PublisherCount("Alba Times", 4),
        PublisherCount("The Lake Post", 4),
        PublisherCount("Nordwind – Wire", 3),
        PublisherCount(None, 1),
    ]


def test_an_empty_corpus_says_so(empty_corpus: Corpus) -> None:
    status = empty_corpus.status()
    assert (status.articles, status.passages, status.vectors, status.publishers) == (0, 0, 0, ())
    assert (status.oldest, status.newest, status.last_ingested) == (None, None, None)
    assert empty_corpus.articles() == []
    assert empty_corpus.rebuild() == 0


def test_articles_newest_first_and_undated_last(corpus: Corpus) -> None:
    listed = corpus.articles()
    assert listed[0].title == "Airport opens again" and listed[-1].title.startswith("Museum")
    assert [a.title for a in corpus.articles(text="airport")] == [
        "Airport opens again",
        "Storm closes airport of Port Alba",
    ]
    assert corpus.articles(limit=2, offset=3) == listed[3:5]
    assert corpus.count(Filters(since=day("2024-01-01"))) == 4


def test_unknown_articles_are_not_found(corpus: Corpus) -> None:
    known = corpus.articles()[0].id
    for article_id, version in (("nobody", None), (known, "0" * 12), ("", None)):
        with pytest.raises(NotFound):
            corpus.article(article_id, version)
    with pytest.raises(NotFound, match="nobody"):
        corpus.remove("nobody")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ()),
        (["Alba Times"], ("Alba Times",)),
        (["alba times", "ALBA TIMES", " Alba Times "], ("Alba Times",)),
        (["the lake post", "nordwind – wire"], ("The Lake Post", "Nordwind – Wire")),
    ],
)
def test_publishers_are_found_by_any_spelling(corpus: Corpus, names: list[str], expected: tuple[str, ...]) -> None:
    assert corpus.resolve_publishers(names) == expected


@pytest.mark.parametrize("name", ["Alba", "", "None", "Lake Post"])
def test_an_unknown_publisher_is_refused_and_the_known_are_named(corpus: Corpus, name: str) -> None:
    with pytest.raises(BadRequest, match=r"Alba Times, The Lake Post, Nordwind – Wire\.$") as caught:
        corpus.resolve_publishers(["Alba Times", name])
    assert caught.value.field == "publisher" and repr(name) in str(caught.value)


def test_without_publishers_there_are_none_yet(empty_corpus: Corpus) -> None:
    with pytest.raises(BadRequest, match="none yet"):
        empty_corpus.resolve_publishers(["A"])


def test_all_spellings_of_a_publisher_are_meant(empty_corpus: Corpus) -> None:
    empty_corpus.add(
        [Article.of(f"N{i}", "Rain.", publisher=name) for i, name in enumerate(["BBC NEWS", "BBC News", "ITV"])]
    )
    assert sorted(empty_corpus.resolve_publishers(["bbc news"])) == ["BBC NEWS", "BBC News"]


def test_removed_is_gone_everywhere(empty_corpus: Corpus) -> None:
    empty_corpus.add(invented())
    storm = empty_corpus.search("Why was the airport closed?", 1)[0]
    empty_corpus.remove(storm.article_id)
    assert storm.article_id not in {e.article_id for e in empty_corpus.search("Why was the airport closed?", 50)}
    assert empty_corpus.count() == 11
    assert empty_corpus.status().vectors == empty_corpus.status().passages
    empty_corpus.add(invented())
    assert empty_corpus.search("Why was the airport closed?", 1)[0] == storm


def test_rebuilding_changes_no_result_and_embeds_nothing(empty_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_corpus.add(invented())
    before = results(empty_corpus)
    with monkeypatch.context() as patch:
        patch.setattr(empty_corpus.embedder, "embed_passages", None)
        steps: list[tuple[int, int]] = []
        count = empty_corpus.rebuild(lambda done, total: steps.append((done, total)))
    assert steps == [(count, count)]
    assert count == empty_corpus.status().vectors
    assert results(empty_corpus) == before


def test_reopened_all_is_there_and_nothing_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(invented())
        before = results(corpus)
    for name in ("rebuild", "probe"):
        monkeypatch.setattr(recovery_module, name, None)
    with Corpus.open(str(tmp_path / "data")) as corpus:
        assert results(corpus) == before


def test_minilm_finds_too_and_the_index_stays_with_it(tmp_path: Path) -> None:
    with Corpus.open(tmp_path, "minilm") as corpus:
        corpus.add(invented()[:4])
        assert corpus.search("tempest shuts airfield", 1)[0].title.startswith("Storm")
    with Corpus.open(tmp_path) as corpus:
        assert corpus.status().embedder == "minilm/384"
        assert corpus.search("timepieces on display", 1)[0].title.startswith("Museum")
    with pytest.raises(IndexMismatch, match=r"'minilm' \(minilm/384\), not 'static'.*--data"):
        Corpus.open(tmp_path, "static")
    Corpus.open(tmp_path).close()  # refused, it left the directory free


def test_closed_twice_is_closed_once(tmp_path: Path) -> None:
    corpus = Corpus.open(tmp_path)
    corpus.close()
    with Corpus.open(tmp_path):
        corpus.close()  # takes nothing from the one that is open now
        assert (tmp_path / "lock").read_text()


def test_the_directory_is_let_go_even_when_closing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus.open(tmp_path)

    def broken() -> None:
        raise OSError("disk gone")

    monkeypatch.setattr(corpus._vectors, "close", broken)
    with pytest.raises(OSError, match="disk gone"):
        corpus.close()
    Corpus.open(tmp_path).close()


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NewsqaError, match=r"cannot be made .*--data"):
        Corpus.open(tmp_path / "file" / "data")


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")])
def test_a_directory_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refused(*_: object) -> None:
        raise error

    monkeypatch.setattr(Lock, "announce", refused)
    with pytest.raises(NewsqaError, match=rf"cannot be made or written \({error.strerror}\).*--data"):
        Corpus.open(tmp_path)
    monkeypatch.undo()
    (tmp_path / "lock").unlink()
    (tmp_path / "lock").mkdir()
    with pytest.raises(NewsqaError, match=r"cannot be made or written \(Is a directory\).*--data"):
        Corpus.open(tmp_path)


def test_a_server_announces_its_address(tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.announce("http://127.0.0.1:7860")
        assert "http://127.0.0.1:7860" in (tmp_path / "lock").read_text()


# -- broken directories ------------------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, object]:
    """A closed data directory and what is found in it."""
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(invented())
        return tmp_path / "data", results(corpus)


def unclean(directory: Path) -> Path:
    """A copy of a closed directory that looks as if its process had been killed."""
    copy = directory.with_name("copy")
    shutil.copytree(directory, copy)
    catalog = Catalog(copy / "catalog.db")
    catalog.set_meta("closed", "open")
    catalog.close()
    return copy


def test_a_lost_chroma_folder_is_made_anew(data: tuple[Path, object]) -> None:
    directory, before = data
    shutil.rmtree(directory / "chroma")
    with Corpus.open(directory) as corpus:
        assert results(corpus) == before


@pytest.mark.parametrize("content", [b"", b"nonsense" * 5000])
@pytest.mark.parametrize("clean", [True, False], ids=["clean", "unclean"])
def test_a_damaged_chroma_folder_is_set_aside(data: tuple[Path, object], content: bytes, clean: bool) -> None:
    copy = data[0] if clean else unclean(data[0])
    (copy / "chroma" / "chroma.sqlite3").write_bytes(content)
    with Corpus.open(copy) as corpus:
        assert results(corpus) == data[1]
        assert corpus.status().vectors == corpus.status().passages


@pytest.mark.parametrize("clean", [True, False], ids=["clean", "unclean"])
def test_on_a_full_disk_the_index_is_left_as_it_is(
    data: tuple[Path, object], clean: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = data[0] if clean else unclean(data[0])

    def fail(*_: object) -> None:
        raise StorageFailed("Chroma's index fails (database or disk is full).")

    with monkeypatch.context() as failing:
        failing.setattr(recovery_module, "probe", lambda folder: False)
        failing.setattr(recovery_module, "Vectors", fail)
        for _ in range(2):
            with full_disk(600_000), pytest.raises(NewsqaError, match=r"left as it is.*make room on the disk"):
                Corpus.open(copy)
    assert sorted(path.name for path in copy.glob("chroma*")) == ["chroma"]
    with Corpus.open(copy) as corpus:
        assert results(corpus) == data[1]


def test_an_index_that_cannot_be_made_is_told_and_what_was_set_aside_goes_when_one_is(
    data: tuple[Path, object],
) -> None:
    copy = unclean(data[0])
    (copy / "chroma" / "chroma.sqlite3").write_bytes(b"nonsense" * 5000)
    (copy / "chroma-damaged-1").mkdir()
    with pytest.MonkeyPatch.context() as patch:  # there is room for a try, and then none
        patch.setattr(recovery_module, "_ROOM", 1)
        with full_disk(100_000), pytest.raises(NewsqaError, match="Chroma's index fails"):
            Corpus.open(copy)
    assert (copy / "chroma-damaged-2" / "chroma.sqlite3").exists()
    with Corpus.open(copy) as corpus:
        assert results(corpus) == data[1]
    assert sorted(path.name for path in copy.glob("chroma*")) == ["chroma"]


def test_after_an_unclean_end_vectors_are_looked_for(
    data: tuple[Path, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = unclean(data[0])
    monkeypatch.setattr(recovery_module, "probe", lambda folder: True)
    with Corpus.open(copy) as corpus:
        ids = sorted(corpus._vectors.ids())
        wrong = [(i, "a", "v", None, None, corpus.embedder.embed_query("zebra")) for i in ids]
        corpus._vectors.put(wrong)  # as many as there should be, and none of them right
    assert Corpus.open(copy).close() is None  # after a clean end they are trusted
    again = unclean(copy.rename(copy.with_name("wrong")))
    with Corpus.open(again) as corpus:
        assert results(corpus) == data[1]


def change(directory: Path, sql: str) -> None:
    """Damage Chroma's own database behind its back."""
    with closing(sqlite3.connect(directory / "chroma" / "chroma.sqlite3", isolation_level=None)) as db:
        db.execute(sql)


@pytest.mark.parametrize("sql", ["DROP TABLE segments", "DELETE FROM segments"])
def test_what_can_be_opened_but_not_counted_is_set_aside_at_once(data: tuple[Path, object], sql: str) -> None:
    change(data[0], sql)
    with Corpus.open(data[0]) as corpus:
        assert results(corpus) == data[1]


def test_after_a_failed_search_the_index_is_not_vouched_for_and_made_anew_next_time(data: tuple[Path, object]) -> None:
    change(data[0], "UPDATE collections SET dimension = 7")
    with Corpus.open(data[0]) as corpus, pytest.raises(NewsqaError, match=r"Chroma's index fails .* made anew when"):
        corpus.search(QUESTIONS[0])
    with Corpus.open(data[0]) as corpus:
        assert results(corpus) == data[1]
        assert corpus._catalog.meta("closed") == "open"
    assert closed(data[0]) == "clean"


def test_what_ends_the_process_that_opens_it_is_tried_in_a_child_the_next_time(
    data: tuple[Path, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        raise SystemExit(139)

    with monkeypatch.context() as torn, pytest.raises(SystemExit):
        torn.setattr(recovery_module, "Vectors", ended)
        Corpus.open(data[0])
    assert closed(data[0]) == "open"


def closed(directory: Path) -> str | None:
    """How the directory was closed, as it says itself."""
    catalog = Catalog(directory / "catalog.db")
    how = catalog.meta("closed")
    catalog.close()
    return how


def test_a_damaged_catalog_is_refused_with_advice(data: tuple[Path, object]) -> None:
    for name in ("catalog.db-wal", "catalog.db-shm"):
        (data[0] / name).unlink(missing_ok=True)
    (data[0] / "catalog.db").write_bytes(b"nonsense" * 5000)
    for _ in range(2):
        with pytest.raises(IndexMismatch, match="cannot be used as a catalog"):
            Corpus.open(data[0])


def test_a_catalog_that_is_damaged_further_in_is_told_with_advice(data: tuple[Path, object]) -> None:
    path = data[0] / "catalog.db"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 4] + b"\xff" * (len(content) // 2) + content[-(len(content) // 4) :])
    with pytest.raises(IndexMismatch, match=r"cannot be used as a catalog .*malformed"), Corpus.open(data[0]) as corpus:
        results(corpus)
