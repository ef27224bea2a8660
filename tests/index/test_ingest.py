"""Indexing files: what is new, changed, unchanged or twice there; and that an interruption anywhere leaves good order."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index import Article, Corpus, Filters, NotFound, Problem, Progress
from index import ingest as ingest_module
from index.split import split
from tests.conftest import CountingEmbedder

BODY = "The river rose by {} metres overnight. Nobody was hurt."


def record(name: str, body: str = BODY.format("two"), **more: Any) -> dict[str, Any]:
    return {"title": f"Report {name}", "text": body, "url": f"https://a.example/{name}", "publisher": "A"} | more


def write(folder: Path, name: str, records: Sequence[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(json.dumps(r) for r in records), encoding="utf-8")
    return path


def is_in_good_order(corpus: Corpus) -> None:
    """Catalog and Chroma hold the same passages, all of each current article, and no garbage is left."""
    catalog, vectors = corpus._catalog, corpus._vectors
    current = {row[0] for batch in catalog.vectors() for row in batch}
    assert vectors.ids() == current
    assert catalog.garbage() == []
    assert current == {p.id for a in corpus.articles(limit=10_000) for p in split(a)[0]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "news"


def test_again_is_unchanged_and_nothing_is_embedded(
    empty_corpus: Corpus, counting: CountingEmbedder, folder: Path
) -> None:
    write(folder, "a.jsonl", [record("one"), record("two")])
    first = empty_corpus.ingest([folder])
    assert (first.added, first.changed, first.unchanged, first.duplicates, first.passages) == (2, 0, 0, 0, 2)
    assert len(counting.passages) == 2
    again = empty_corpus.ingest([folder])
    assert (again.added, again.changed, again.unchanged, again.passages) == (0, 0, 2, 0)
    assert len(counting.passages) == 2
    assert again.seconds >= 0 and again.problems == []


def test_a_question_file_is_told_where_it_is_named_itself(empty_corpus: Corpus, folder: Path) -> None:
    write(folder, "a.jsonl", [record("one")])
    questions = write(folder, "q.jsonl", [{"question": "Who?", "answers": ["Ann"]}])
    assert empty_corpus.ingest([folder]).problems == []
    (told,) = empty_corpus.ingest([questions]).problems
    assert told == Problem(str(questions), "a file of questions: there are no articles in it")


def test_only_what_changed_is_embedded(empty_corpus: Corpus, counting: CountingEmbedder, folder: Path) -> None:
    write(folder, "a.jsonl", [record("one"), record("two")])
    empty_corpus.ingest([folder])
    old = next(a for a in empty_corpus.articles() if a.title == "Report one")
    write(folder, "a.jsonl", [record("one", BODY.format("nine")), record("two"), record("three")])
    report = empty_corpus.ingest([folder])
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    assert len(counting.passages) == 4
    assert "nine metres" in empty_corpus.article(old.id).text
    assert "two metres" in empty_corpus.article(old.id, old.version).text
    old_passages = {p.id for p in split(old)[0]}
    assert not old_passages & {e.passage_id for e in empty_corpus.search("Report one two metres", 50)}
    assert empty_corpus.search("nine metres", 1)[0].article_id == old.id
    assert empty_corpus.count() == 3
    is_in_good_order(empty_corpus)


def test_back_to_the_old_text_is_one_more_change(empty_corpus: Corpus) -> None:
    old, new = (Article.of("Report", BODY.format(word), url="https://a.example/x") for word in ("two", "nine"))
    for article in (old, new, old, new, old):
        empty_corpus.add([article])
        is_in_good_order(empty_corpus)
        assert empty_corpus.search("metres", 5)[0].version == article.version
    assert empty_corpus.status().vectors == 1


@pytest.mark.parametrize("field", ["title", "publisher", "byline", "published", "language"])
def test_any_change_of_the_head_is_a_change(empty_corpus: Corpus, folder: Path, field: str) -> None:
    write(folder, "a.jsonl", [record("one")])
    empty_corpus.ingest([folder])
    write(
        folder, "a.jsonl", [record("one", **{field: {"published": "2024-05-01", "language": "de"}.get(field, "Other")})]
    )
    assert empty_corpus.ingest([folder]).changed == 1
    is_in_good_order(empty_corpus)


def test_the_same_article_in_two_files_is_one(empty_corpus: Corpus, counting: CountingEmbedder, folder: Path) -> None:
    write(folder, "a.jsonl", [record("one"), record("one")])
    write(folder, "b.jsonl", [record("one", url="http://www.a.example/one/?utm_source=x#top"), record("two")])
    report = empty_corpus.ingest([folder])
    assert (report.added, report.duplicates) == (2, 2)
    assert empty_corpus.count() == 2 and len(counting.passages) == 2
    assert empty_corpus.ingest([folder]).added == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.a.example/x/", True),
        ("https://a.example/x?utm_source=m&fbclid=1", "https://A.example/x#part", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/news?101", "https://a.example/news?102", False),
        ("https://a.example/x?page=", "https://a.example/x", False),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example:8000/x", "https://a.example/x", False),
        ("https://a.example/#/story/1", "http://www.a.example/#/story/1/", True),
        ("https://a.example/#/story/1", "https://a.example/#/story/2", False),
        ("https://a.example/#!story/1", "https://a.example/#!story/2", False),
        ("https://a.example/x#/", "https://a.example/x#!", True),
        ("https://a.example/#/story/1", "https://a.example/", False),
        ("https://a.example/", "https://a.example", False),
        ("https://a.example/?utm_source=x", "https://a.example/#top", False),
        ("https://a.example/?p=1", "https://a.example/?p=2", False),
        ("https://a.example/?p=1", "https://a.example?p=1", True),
    ],
)
def test_which_addresses_are_the_same_article(one: str, other: str, same: bool) -> None:
    assert (Article.of("A", "b", url=one).id == Article.of("C", "d", url=other).id) is same


def test_without_an_address_title_publisher_and_date_tell_articles_apart(empty_corpus: Corpus) -> None:
    base = {"publisher": "A", "published": 1000}
    same = [Article.of("Report", "One.", **base), Article.of("REPORT", "Two.", **base)]
    others = [Article.of("Report", "One.", publisher="B", published=1000), Article.of("Report", "One.", publisher="A")]
    report = empty_corpus.add([*same, *others, same[0]])
    assert (report.added, report.duplicates) == (3, 1)
    (left_out,) = report.problems
    assert left_out.path == "REPORT"
    assert (
        left_out.reason.startswith("'REPORT' is left out") and "the same title, publisher and date" in left_out.reason
    )
    assert left_out.reason.endswith("give it an address of its own or the later one a time of update")


def test_without_a_date_too_the_opening_tells_articles_apart(empty_corpus: Corpus, folder: Path) -> None:
    folder.mkdir()
    for name, text in {"a": "The dam broke.", "b": "The king resigned.", "c": "The dam broke."}.items():
        (folder / f"{name}.txt").write_text(f"Morning briefing\n\n{text}")
    release = "FOR IMMEDIATE RELEASE: The Department of Health and Human Services announced today that it "
    write(folder, "d.jsonl", [{"text": release + "opened a bureau."}, {"text": release + "closed a bureau."}])
    report = empty_corpus.ingest([folder])
    assert (report.added, report.changed, report.duplicates, report.problems) == (4, 0, 1, [])
    again = empty_corpus.ingest([folder])
    assert (again.unchanged, again.problems) == (4, [])


def test_articles_that_cannot_be_told_apart_are_named(empty_corpus: Corpus, folder: Path) -> None:
    long = "The river rose by two metres overnight. " * 20
    path = write(folder, "a.jsonl", [{"title": "Flood", "text": long + end} for end in ("", "One.", "Two.")])
    for count in (1, 0):
        report = empty_corpus.ingest([folder])
        assert (report.added, report.unchanged, report.duplicates) == (count, 1 - count, 0)
        assert [p.path for p in report.problems] == [f"{path}:2", f"{path}:3"]
        assert report.problems[0].reason.startswith("'Flood' is left out")
        assert report.problems[0].reason.endswith("give it an address of its own or a date")
    # With an address they are one article, in whatever version.
    write(folder, "a.jsonl", [record("x", text) for text in ("One.", "Two.")])
    report = empty_corpus.ingest([folder])
    assert (report.added, report.duplicates, report.problems) == (1, 1, [])


def test_two_articles_at_one_address_are_not_taken_for_one_without_a_word(empty_corpus: Corpus, folder: Path) -> None:
    where = "https://a.example/archive"
    flood = record("flood", url=where)
    path = write(
        folder,
        "a.jsonl",
        [
            flood,
            record("fire", "A fire burnt down the mill.", url=where),
            flood | {"title": "Flood"},
            flood | {"text": "Rain."},
        ],
    )
    report = empty_corpus.ingest([folder])
    assert (report.added, report.duplicates) == (1, 2)
    (left_out,) = report.problems
    assert left_out.path == f"{path}:2"
    assert f"'Report flood', which has the same address, came before it ({path}:1)" in left_out.reason


@pytest.mark.parametrize("known_by", [{}, {"url": None, "published": "2024-10-01"}], ids=["address", "title"])
@pytest.mark.parametrize("order", ["ab", "ba"])
def test_the_text_updated_last_answers_whatever_the_order(
    empty_corpus: Corpus, folder: Path, order: str, known_by: dict[str, Any]
) -> None:
    old, new = (
        record("one", text, updated=f"2024-11-0{day}", **known_by)
        for day, text in ((1, "Three died."), (2, "Nine died."))
    )
    write(folder, f"{order[0]}.jsonl", [old])
    write(folder, f"{order[1]}.jsonl", [new])
    assert empty_corpus.ingest([folder]).problems == []
    for again in (False, True):
        if again:
            report = empty_corpus.ingest([folder])
            assert (report.added, report.changed, report.unchanged + report.duplicates) == (0, 0, 2)
            assert report.problems == []
        assert [empty_corpus.article(a.id).text for a in empty_corpus.articles()] == ["Nine died."]
    is_in_good_order(empty_corpus)


def test_an_article_of_a_day_to_come_is_indexed_and_named(empty_corpus: Corpus, folder: Path) -> None:
    now = time.time()
    records = [record(str(n), published=now + n * 3600) for n in (-48, 20, 48)]
    path = write(folder, "a.jsonl", [*records, record("undated")])
    report = empty_corpus.ingest([folder])
    assert (report.added, report.problems) == (4, [])
    (notice,) = report.notices
    day = datetime.fromtimestamp(now + 48 * 3600, UTC).date()
    assert notice == Problem(f"{path}:3", f"dated {day}, which is to come: indexed so; is the year right?")
    assert empty_corpus.ingest([folder]).notices == []


@pytest.mark.parametrize("known_by", [{}, {"url": None}], ids=["address", "title"])
@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("runs", ["one", "two"])
def test_a_correction_that_says_its_update_answers_instead_of_the_report_that_says_none(
    empty_corpus: Corpus, folder: Path, order: str, runs: str, known_by: dict[str, Any]
) -> None:
    report = record("one", "Five died.", published="2024-03-03", **known_by)
    corrected = report | {"text": "Nine died.", "updated": "2024-03-05"}
    paths = [write(folder, f"{name}.jsonl", [said]) for name, said in zip(order, (report, corrected), strict=True)]
    for given in ([folder], [folder]) if runs == "one" else ([path] for path in sorted(paths) * 2):
        assert empty_corpus.ingest(given).problems == []
    assert [empty_corpus.article(a.id).text for a in empty_corpus.articles()] == ["Nine died."]
    is_in_good_order(empty_corpus)


@pytest.mark.parametrize("updated", [None, "2024-03-03", "2024-03-02"])
def test_a_text_that_was_not_updated_after_the_report_is_none_of_its_corrections(
    empty_corpus: Corpus, folder: Path, updated: str | None
) -> None:
    report = record("one", "Five died.", published="2024-03-03", url=None)
    path = write(folder, "a.jsonl", [report, report | {"text": "Nine died.", "updated": updated}])
    (left_out,) = empty_corpus.ingest([folder]).problems
    assert left_out.path == f"{path}:2"
    assert [empty_corpus.article(a.id).text for a in empty_corpus.articles()] == ["Five died."]


def test_what_cannot_be_read_is_named_and_the_rest_indexed(empty_corpus: Corpus, folder: Path) -> None:
    write(folder, "a.jsonl", [record("one"), {"title": "no text"}])
    (folder / "b.json").write_text("{")
    report = empty_corpus.ingest([folder, folder / "missing.txt"])
    assert report.added == 1
    assert {Path(p.path).name for p in report.problems} == {"a.jsonl:2", "b.json", "missing.txt"}


def test_an_article_without_text_is_named(empty_corpus: Corpus) -> None:
    report = empty_corpus.add(
        [Article.of("Empty", " \n "), Article.of("Full", "Text."), Article.of("None", "", url="https://a.example")]
    )
    assert [p.path for p in report.problems] == ["Empty", "https://a.example"]
    assert (report.added, empty_corpus.count(), len(empty_corpus.articles())) == (1, 1, 1)


def test_nothing_to_index(empty_corpus: Corpus, folder: Path) -> None:
    folder.mkdir()
    seen: list[Progress] = []
    report = empty_corpus.ingest([folder], seen.append)
    assert report.added == 0
    assert [(p.articles, p.passages, p.done) for p in seen] == [(0, 0, 0)]
    assert empty_corpus.add([]).added == 0


def test_progress_grows_and_ends_whole(empty_corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_module, "_BATCH_ARTICLES", 4)
    write(folder, "a.jsonl", [record(str(i)) for i in range(10)])
    seen: list[Progress] = []
    empty_corpus.ingest([folder], seen.append)
    assert [p.articles for p in seen] == [4, 8, 10]
    assert [p.passages for p in seen] == [4, 8, 10]
    assert all(p.done <= p.total for p in seen)
    write(folder, "a.jsonl", [record(str(i)) for i in range(450)])
    monkeypatch.setattr(ingest_module, "_BATCH_ARTICLES", 10_000)
    seen.clear()
    empty_corpus.ingest([folder], seen.append)
    assert [(p.articles, p.passages) for p in seen] == [(200, 0), (400, 0), (450, 440)]


def test_an_article_of_many_passages_is_whole(empty_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_module, "_BATCH_PASSAGES", 20)
    long = Article.of("Long", " ".join(f"Sentence number {i} tells of the river and the rain." for i in range(900)))
    report = empty_corpus.add([long, Article.of("Short", "One.")])
    assert report.passages == len(split(long)[0]) + 1 > 2 * 20
    is_in_good_order(empty_corpus)


# -- interruptions -----------------------------------------------------------------------------------------------------

BEFORE = [Article.of(f"Old {i}", BODY.format(i), url=f"https://a.example/{i}") for i in range(4)]
AFTER = [
    Article.of(
        "New 0", BODY.format("sixty") + " It rained. " * 200, url="https://a.example/0"
    ),  # changed, of more passages
    *BEFORE[1:3],
    Article.of("Added", BODY.format("seven")),
]


class Interrupted(BaseException):
    """Like Ctrl-C: nothing catches it."""


def interrupting(owner: Any, name: str, after: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a method raise, once, before or after it has done its work."""
    real = getattr(owner, name)

    def step(*arguments: Any) -> Any:
        if after:
            real(*arguments)
        monkeypatch.setattr(owner, name, real)
        raise Interrupted

    monkeypatch.setattr(owner, name, step)


STEPS = [
    ("_vectors", "put"),
    ("_catalog", "put"),
    ("_catalog", "garbage"),
    ("_vectors", "delete"),
    ("_catalog", "forget_garbage"),
]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(BEFORE)
    yield tmp_path / "data"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS)
def test_interrupted_at_any_step_all_is_old_or_all_is_new(
    data: Path, owner: str, name: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Interrupted), Corpus.open(data) as corpus:
        interrupting(getattr(corpus, owner), name, after, monkeypatch)
        corpus.add(AFTER)
    committed = (owner, name) != ("_vectors", "put") and (after or (owner, name) != ("_catalog", "put"))
    with Corpus.open(data) as corpus:
        is_in_good_order(corpus)
        titles = {a.title for a in corpus.articles()}
        assert titles == {"Old 1", "Old 2", "Old 3"} | ({"New 0", "Added"} if committed else {"Old 0"})
        corpus.add(AFTER)
        is_in_good_order(corpus)
        assert {a.title for a in corpus.articles()} == {"New 0", "Old 1", "Old 2", "Old 3", "Added"}


@pytest.mark.parametrize(("owner", "name"), [("_catalog", "remove"), *STEPS[2:]])
def test_interrupted_removal(data: Path, owner: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Interrupted), Corpus.open(data) as corpus:
        interrupting(getattr(corpus, owner), name, True, monkeypatch)
        corpus.remove(BEFORE[0].id)
    with Corpus.open(data) as corpus:
        is_in_good_order(corpus)
        assert corpus.count() == 3
        with pytest.raises(NotFound):
            corpus.article(BEFORE[0].id)


@pytest.mark.parametrize("name", ["clear", "put"])
def test_interrupted_rebuild(data: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Interrupted), Corpus.open(data) as corpus:
        interrupting(corpus._vectors, name, name == "clear", monkeypatch)
        corpus.rebuild()
    with Corpus.open(data) as corpus:
        is_in_good_order(corpus)
        assert len(corpus.search("river", 10)) == 4


def test_a_broken_embedder_changes_nothing(data: Path) -> None:
    class Broken(CountingEmbedder):
        def embed_passages(self, texts: list[str]) -> Any:
            raise RuntimeError("no memory")

    with Corpus.open(data) as corpus:
        working, corpus.embedder = corpus.embedder, Broken(corpus.embedder)
        with pytest.raises(RuntimeError):
            corpus.add(AFTER)
        corpus.embedder = working
        is_in_good_order(corpus)
        assert corpus.search("river", 10, Filters())
        corpus.add(AFTER)
        assert corpus.count() == 5


def test_problems_pass_through_in_order(empty_corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    problems = [Problem("x", "first"), Problem("y", "second")]
    monkeypatch.setattr(ingest_module, "find_files", lambda paths: ([tmp_path / "gone.gz"], problems[:1], []))
    monkeypatch.setattr(ingest_module, "read", lambda file, encoding: iter(problems[1:]))
    assert empty_corpus.ingest([tmp_path]).problems == problems
