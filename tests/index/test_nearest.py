"""The nearest passages of those that pass filters: exactly those, whether Chroma's nearest are enough or all that pass are compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index import Article, Filters
from index.catalog import Catalog, Prepared
from index.nearest import nearest
from index.split import split
from index.vectors import Vectors
from tests.index.test_search import passes

MANY = 400
FILTERS = [
    Filters(),
    Filters(since=100),
    Filters(until=100),
    Filters(since=100, until=120),
    Filters(publishers=("Rare",)),
    Filters(publishers=("Common", "Rare")),
    Filters(since=90, publishers=("Rare",)),
    Filters(publishers=("É – “x”",)),
    Filters(publishers=("a lone \ud800 surrogate",)),
    Filters(publishers=("nobody",)),
    Filters(since=200, until=100),
    Filters(since=-10, until=0),
]


@contextmanager
def stored(where: Path, articles: list[Article], drawn: np.ndarray) -> Iterator[tuple[Catalog, Vectors]]:
    """Articles of one passage, with a vector each."""
    catalog, vectors = Catalog(where / "catalog.db"), Vectors(where / "chroma")
    catalog.put([Prepared(a, *split(a), v[None, :]) for a, v in zip(articles, drawn, strict=True)])
    for rows in catalog.vectors():
        vectors.put(rows)
    yield catalog, vectors
    vectors.close()
    catalog.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Catalog, Vectors, list[Article], np.ndarray]]:
    """Some hundred articles of one passage, with vectors that have nothing to do with what they say."""
    drawn = np.random.default_rng(1).normal(size=(MANY, 16)).astype(np.float32)
    drawn = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    articles = [
        Article.of(
            f"Report {n}",
            f"It rained {n} times.",
            published=None if n % 10 == 0 else n,
            publisher="Rare" if n % 50 == 7 else "É – “x”" if n == 9 else "Common",
        )
        for n in range(MANY)
    ]
    with stored(tmp_path_factory.mktemp("nearest"), articles, drawn) as (catalog, vectors):
        yield catalog, vectors, articles, drawn


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("wider", [5, 60, 1000])
def test_the_nearest_that_pass_are_found_best_first(
    made: tuple[Catalog, Vectors, list[Article], np.ndarray],
    filters: Filters,
    wider: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalog, vectors, articles, drawn = made
    monkeypatch.setattr("index.nearest._LOOKED_UP", wider)
    monkeypatch.setattr("index.catalog._BATCH", 50)
    number = {a.id: n for n, a in enumerate(articles)}
    for question in (3, 57, 120):
        likeness = drawn @ drawn[question]
        expected = sorted((n for n, a in enumerate(articles) if passes(a, filters)), key=lambda n: -likeness[n])[:30]
        found = [number[i.split(".")[0]] for i in nearest(drawn[question], filters, 30, catalog, vectors)]
        assert sorted(found) == sorted(expected)
        # Chroma reckons a little less exactly
        assert likeness[found] == pytest.approx(likeness[expected], abs=1e-4)


def test_all_that_pass_are_found_among_many_alike(tmp_path: Path) -> None:
    """Of many equal vectors Chroma gives fewer than it is asked for."""
    drawn = np.random.default_rng(2).normal(size=(1200, 16)).astype(np.float32)
    drawn[:1000] = drawn[np.arange(1000) % 2]
    articles = [
        Article.of(f"Ticker {n}", "It rained.", publisher="Rare" if n % 40 == 3 else "Wire") for n in range(1200)
    ]
    with stored(tmp_path, articles, drawn) as (catalog, vectors):
        found = nearest(drawn[1100], Filters(publishers=("Rare",)), 100, catalog, vectors)
    assert {i.split(".")[0] for i in found} == {a.id for a in articles if a.publisher == "Rare"}


def test_vectors_that_pass_come_in_batches(
    made: tuple[Catalog, Vectors, list[Article], np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, _, articles, drawn = made
    monkeypatch.setattr("index.catalog._BATCH", 8)
    batches = list(catalog.vectors_passing(Filters(since=100, until=130)))
    assert [len(ids) for ids, _ in batches] == [8, 8, 8, 3]  # of thirty days three have no dated report
    ids = [i.split(".")[0] for some, _ in batches for i in some]
    assert ids == [a.id for a in articles[100:130] if a.published]
    assert np.concatenate([v for _, v in batches]) == pytest.approx(drawn[[n for n in range(100, 130) if n % 10]])
