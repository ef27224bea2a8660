"""Chroma: what is put in is found nearest, and damage is noticed."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import Article, Corpus, Filters, NewsqaError
from index.nearest import nearest
from index.vectors import Row, Vectors, probe


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "chroma")
    yield opened
    opened.close()


def row(passage_id: str, vector: list[float], published: int | None = None, publisher: str | None = None) -> Row:
    return (passage_id, passage_id.split(".")[0], "v", published, publisher, np.array(vector, np.float32))


def near(vectors: Vectors, vector: list[float], limit: int = 10) -> list[str]:
    return [passage_id for passage_id, _ in vectors.nearest(np.array(vector, np.float32), limit)]


def test_nothing_is_found_in_nothing(vectors: Vectors) -> None:
    assert vectors.count() == 0 and vectors.ids() == set()
    assert near(vectors, [1, 0]) == []
    vectors.put([])
    assert vectors.count() == 0


def test_nearest_first_with_cosine_similarity(vectors: Vectors) -> None:
    vectors.put([row("a", [1, 0]), row("b", [0.6, 0.8]), row("c", [0, 1]), row("d", [-1, 0])])
    found = vectors.nearest(np.array([1, 0], np.float32), 10)
    assert [i for i, _ in found] == ["a", "b", "c", "d"]
    assert [s for _, s in found] == pytest.approx([1, 0.6, 0, -1], abs=1e-5)
    assert near(vectors, [1, 0], limit=2) == ["a", "b"]


def test_put_again_replaces(vectors: Vectors) -> None:
    vectors.put([row("a", [1, 0]), row("b", [1, 1])])
    vectors.put([row("a", [0, 1])])
    assert vectors.count() == 2
    assert near(vectors, [0, 1]) == ["a", "b"]


def test_deleted_is_gone_and_unknown_ids_are_no_matter(vectors: Vectors) -> None:
    vectors.put([row("a", [1, 0]), row("b", [0, 1])])
    vectors.delete(["a", "never there"])
    vectors.delete([])
    assert vectors.ids() == {"b"}
    assert near(vectors, [1, 0]) == ["b"]


def test_more_rows_than_one_call_takes(vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors._client, "get_max_batch_size", lambda: 3)
    vectors.put([row(f"p{i}", [1, i]) for i in range(10)])
    assert vectors.count() == 10
    vectors.delete([f"p{i}" for i in range(8)])
    assert vectors.ids() == {"p8", "p9"}


def test_ids_of_more_than_one_page(vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors._PAGE", 4)
    vectors.put([row(f"p{i}", [1, i]) for i in range(8)])
    assert vectors.ids() == {f"p{i}" for i in range(8)}


def test_cleared_it_takes_vectors_of_another_length(vectors: Vectors) -> None:
    vectors.put([row("a", [1, 0])])
    vectors.clear()
    assert vectors.count() == 0
    vectors.put([row("b", [1, 0, 0])])
    assert near(vectors, [1, 0, 0]) == ["b"]


def test_reopened_it_holds_the_same(tmp_path: Path) -> None:
    first = Vectors(tmp_path / "chroma")
    first.put([row("a", [1, 0])])
    first.close()
    again = Vectors(tmp_path / "chroma")
    assert near(again, [1, 0]) == ["a"]
    again.close()


def test_probe_tells_a_good_folder_from_a_damaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    vectors = Vectors(folder)
    vectors.put([row("a", [1, 0])])
    vectors.close()
    assert probe(folder)
    (folder / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    assert not probe(folder)


def test_probe_gives_up_on_a_folder_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors._PROBE_SECONDS", 0.05)
    assert not probe(tmp_path / "chroma")


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(NewsqaError, match=r"no Chroma server answers at http://127\.0\.0\.1:9"):
        Vectors("http://127.0.0.1:9")


# -- a server ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a Chroma server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    chroma = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(tmp_path / "server"), "--port", port]
    process = subprocess.Popen(chroma, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up and process.poll() is None:
            with socket.socket() as probing:
                if probing.connect_ex(("127.0.0.1", int(port))) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_corpora_may_share_a_chroma_server(server: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        with Corpus.open(tmp_path / name, chroma_url=server) as corpus:
            corpus.add(
                [Article.of(f"Storm {name}", "A storm closed the port.", publisher=name), Article.of("Owl", "An owl.")]
            )
    for name in ("one", "two"):
        with Corpus.open(tmp_path / name, chroma_url=server) as corpus:
            assert corpus.status().vectors == 2
            found = nearest(
                corpus.embedder.embed_query("storm"), Filters(publishers=(name,)), 5, corpus._catalog, corpus._vectors
            )
            assert [i.split(".")[0] for i in found] == [corpus.search("storm", 1)[0].article_id]
            assert corpus.rebuild() == 2
            assert not (tmp_path / name / "chroma").exists()
