"""What tests share: twelve invented articles, a corpus of them, an embedder that counts, and no way out to the network."""

from __future__ import annotations

import ipaddress
import os
import resource
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn

from index import Article, Corpus
from index.embed import Embedder

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before any test module loads the hub's library, which reads it once


def day(text: str) -> int:
    """Epoch seconds of a day, or of a time of day, in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def invented() -> list[Article]:
    """Twelve articles: three publishers and none, dates from 2021 to 2024 and none, with and without an address."""
    times, post, wire = "Alba Times", "The Lake Post", "Nordwind – Wire"
    return [
        Article.of(
            "Storm closes airport of Port Alba",
            "A storm closed the airport of Port Alba on Thursday. Forty flights were cancelled.\n\n"
            "The airport will open again on Friday morning, its director Mara Lindqvist said. Nobody was hurt.",
            publisher=times,
            url="https://alba.example/storm",
            published=day("2024-11-28T12:09"),
        ),
        Article.of(
            "Airport opens again",
            "The airport of Port Alba opened again on Friday. Mara Lindqvist thanked the 120 workers who had cleared the snow.",
            publisher=times,
            url="https://alba.example/open?utm_source=mail",
            published=day("2024-11-29T07:00"),
        ),
        Article.of(
            "White House speaks of databases",
            "The White House agreed to open two databases of weather records. Houses in Florida were insured by the state.",
            publisher=wire,
            byline="Ada Quist",
            url="https://nordwind.example/databases",
            published=day("2023-09-05T10:00"),
        ),
        Article.of(
            "Museum of clocks opens in Lindau",
            "The museum of clocks opened in Lindau. It shows 300 clocks from the 1990s and before.",
            publisher=post,
        ),
        Article.of(
            "Café in Zürich wins prize 🏆",
            "A café in Zürich won the prize for the best coffee 🏆. “We are proud,” its owner Søren Åberg said.\n"
            "   The jury tasted 41 coffees — and no tea.",
            publisher=post,
            url="https://lake.example/cafe",
            published=day("2022-03-14T08:30"),
        ),
        Article.of(
            "Ferry strike ends",
            "The ferry strike on the Lake of Mora ended after nine days. Dr. Ines Falk of the union called the pay rise fair.",
            publisher=post,
            url="https://lake.example/ferry",
            published=day("2022-03-15T20:00"),
        ),
        Article.of(
            "Court stops the bridge",
            "A court in Mora stopped the building of the bridge. The judge said that the river needs a second study.",
            publisher=times,
            url="https://alba.example/bridge",
            published=day("2021-06-01T00:00"),
        ),
        Article.of(
            "Wheat exports fall by a fifth",
            "Exports of wheat fell by a fifth, the ministry of trade said. Rain had spoiled the harvest in the north.",
            publisher=wire,
            url="https://nordwind.example/wheat",
            published=day("2021-10-19T14:45"),
        ),
        Article.of(
            "Mayor of Mora resigns",
            "The mayor of Mora, Tomas Brandt, resigned on Monday. He had hidden a loan of 2.5 million crowns.",
            publisher=times,
            url="https://alba.example/mayor",
            published=day("2023-02-06T18:00"),
        ),
        Article.of(
            "School teaches under trees",
            "A school in Lindau teaches under trees in summer. Pupils say that they hear the birds.",
            url="https://trees.example/school?id=7",
            published=day("2023-07-01T09:00"),
        ),
        Article.of(
            "Rare owl seen in harbour",
            "A snowy owl was seen in the harbour of Port Alba. Bird watchers came from three countries.",
            publisher=post,
            url="https://lake.example/owl",
            published=day("2024-01-02T06:15"),
        ),
        Article.of(
            "Orbiter reaches Venus",
            "The orbiter Halcyon reached Venus after a flight of 15 months. Its radar will map the volcanoes.",
            publisher=wire,
            url="https://nordwind.example/venus",
            published=day("2024-05-20T23:59"),
        ),
    ]


class CountingEmbedder:
    """Stands in front of an embedder and remembers the texts that it was asked to embed."""

    def __init__(self, inner: Embedder) -> None:
        self.id = inner.id
        self.dimension = inner.dimension
        self.passages: list[str] = []
        self._inner = inner

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        self.passages += texts
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> np.ndarray:
        return self._inner.embed_query(text)


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    return invented()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> Iterator[Corpus]:
    """The twelve articles, indexed; for looking only."""
    with Corpus.open(tmp_path_factory.mktemp("corpus")) as opened:
        opened.add(articles)
        yield opened


@pytest.fixture
def empty_corpus(tmp_path: Path) -> Iterator[Corpus]:
    """A corpus of one's own, without articles, in tmp_path / "data"."""
    with Corpus.open(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def counting(empty_corpus: Corpus) -> CountingEmbedder:
    """The empty corpus's embedder, counting from now on."""
    empty_corpus.embedder = counted = CountingEmbedder(empty_corpus.embedder)
    return counted


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file grows beyond so many bytes, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# -- what is told of a run ---------------------------------------------------------------------------------------------


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Tell of a failure when it happens: a run that is ended from outside comes to no summary."""
    if report.failed and not os.environ.get("PYTEST_XDIST_WORKER"):
        print(f"\n{report.nodeid} failed in {report.when}\n{report.longreprtext}", file=sys.__stderr__, flush=True)


# -- a real server -----------------------------------------------------------------------------------------------------


@contextmanager
def _serve(newsqa: Any) -> Iterator[str]:
    from qa.api.server import create_app

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(newsqa, page=False), log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def serving() -> Callable[[Any], AbstractContextManager[str]]:
    """Serve a NewsQA on a free port, without the page, for the length of a `with`; gives the address."""
    return _serve


# -- no network --------------------------------------------------------------------------------------------------------


def stays_here(address: Any) -> bool:
    """Whether a socket address is a Unix socket's or this machine's own."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _guarded() -> Iterator[list[Any]]:
    """From here on no socket of this process connects to another machine; returns the addresses that were tried."""
    tried: list[Any] = []

    def guard(connect: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(self: socket.socket, address: Any) -> Any:
            if not stays_here(address):
                tried.append(address)
                raise OSError(f"a test tried to connect to {address!r}")
            return connect(self, address)

        return guarded

    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not stays_here((name,)) and not name.replace(".", "").isdigit():
            tried.append(name)
            raise socket.gaierror(socket.EAI_NONAME, f"a test tried to look up {name}")
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        patch.setattr(socket.socket, "connect", guard(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guard(socket.socket.connect_ex))
        yield tried


@pytest.fixture(autouse=True)
def no_network(_guarded: list[Any]) -> Iterator[list[Any]]:
    """Fails a test that tries to reach another machine, even when the library in between hides that."""
    _guarded.clear()
    yield _guarded
    assert not _guarded, f"tried to connect to {_guarded}"
