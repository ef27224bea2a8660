"""Killed, interrupted or damaged: nothing acknowledged is lost, nothing is half there, and the same command finishes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import Article, Corpus
from index.split import split

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ARTICLES = 240
CHUNK = 6  # articles in one acknowledged batch

INGEST = """
import sys
import index.corpus
from index import Corpus
from tests.index.test_crash import ARTICLES, CHUNK, LightEmbedder, article

index.corpus.load_embedder = LightEmbedder
corpus = Corpus.open(sys.argv[1])
print("open", flush=True)
for first in range(0, ARTICLES, CHUNK):
    batch = [article(n, int(sys.argv[2])) for n in range(first, first + CHUNK)]
    corpus.add(batch)
    print(first, flush=True)
corpus.close()
print("done", flush=True)
"""


class LightEmbedder:
    """Vectors of nothing but a text's checksum: no model library has to be loaded in each of the many processes."""

    dimension = 16

    def __init__(self, name: str) -> None:
        self.id = f"{name}/light"

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def article(number: int, edition: int) -> Article:
    """A small article of one to three passages; a third of them change from each edition to the next."""
    edition = edition + (number % 3 > edition % 3)
    rng = random.Random(f"{number} {edition // 3}")
    sentence = (
        " ".join(rng.choices(["storm", "port", "ferry", "court", "wheat", "rain", "mayor", "owl"], k=40))
        + f" in edition {edition // 3}. "
    )
    return Article.of(f"Report {number}", sentence.capitalize() * rng.randint(1, 14), url=f"https://a.example/{number}")


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("NEWSQA_") or k == "NEWSQA_CACHE"} | {
        "PYTHONPATH": str(ROOT)
    }


def _hears_ctrl_c() -> None:
    """A shell's background job ignores Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hears_ctrl_c,
    )


def is_in_good_order(corpus: Corpus) -> None:
    """Each current article has all its passages, in the catalog as in Chroma, and nothing else lies there."""
    current = {row[0] for batch in corpus._catalog.vectors() for row in batch}
    assert current == {p.id for a in corpus.articles(limit=10_000) for p in split(a)[0]}
    assert corpus._vectors.ids() == current
    assert corpus._catalog.garbage() == []
    assert corpus.status().passages == corpus.status().vectors == len(current)


def test_killed_at_any_time_nothing_acknowledged_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.corpus.load_embedder", LightEmbedder)
    rng = random.Random(7)
    sure: dict[str, set[str]] = {}  # for each article, the versions that it may be in
    for edition in range(6):
        wanted = [article(n, edition) for n in range(ARTICLES)]
        process = start("-c", INGEST, str(tmp_path / "data"), str(edition))
        assert process.stdout and process.stdout.readline() == "open\n", process.stderr and process.stderr.read()
        time.sleep(rng.uniform(0.0, 1.2))
        process.kill()
        acknowledged = [int(line) for line in process.stdout.read().split() if line != "done"]
        process.wait()
        with Corpus.open(tmp_path / "data") as corpus:
            is_in_good_order(corpus)
            found = {a.id: a.version for a in corpus.articles(limit=10_000)}
        for n, a in enumerate(wanted):
            if any(first <= n < first + CHUNK for first in acknowledged):
                sure[a.id] = {a.version}
            elif a.id in sure:
                sure[a.id].add(a.version)
        for article_id, versions in sure.items():
            assert found.get(article_id) in versions
        sure = {a: {v} for a, v in found.items()}
    process = start("-c", INGEST, str(tmp_path / "data"), "6")
    output, errors = process.communicate(timeout=60)
    assert output.endswith("done\n"), errors
    with Corpus.open(tmp_path / "data") as corpus:
        is_in_good_order(corpus)
        assert {a.id: a.version for a in corpus.articles(limit=10_000)} == {
            a.id: a.version for a in (article(n, 6) for n in range(ARTICLES))
        }


def written(data: Path) -> int:
    """How many articles another process has committed so far."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'catalog.db'}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM articles").fetchone()[0]
    except sqlite3.OperationalError:  # it has not made the file or its tables yet
        return 0


def test_ctrl_c_leaves_good_order_and_the_same_command_finishes(tmp_path: Path) -> None:
    folder, data, count = tmp_path / "news", tmp_path / "data", 2400
    folder.mkdir()
    for part in range(6):
        articles = (article(n, 0) for n in range(part * 400, part * 400 + 400))
        lines = [json.dumps({"title": a.title, "text": a.text, "url": a.url}) for a in articles]
        (folder / f"{part}.jsonl").write_text("\n".join(lines))
    command = ["-m", "qa", "--data", str(data), "index", str(folder)]
    process = start(*command)
    give_up = time.monotonic() + 60
    while written(data) < 200 and time.monotonic() < give_up:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "run the same command again" in errors and "Traceback" not in errors
    with Corpus.open(data) as corpus:
        assert 0 < corpus.count() < count
        is_in_good_order(corpus)
    process = start(*command)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    with Corpus.open(data) as corpus:
        assert corpus.count() == count
        assert corpus.status().vectors == corpus.status().passages


# -- torn index files --------------------------------------------------------------------------------------------------

OPEN_ALL = """
import sys
from pathlib import Path
from index import Corpus

for name in sys.argv[1:]:
    with Corpus.open(name) as corpus:
        found = [e.passage_id for e in corpus.search("storm in the port", 5)]
        rows = [row for batch in corpus._catalog.vectors() for row in batch][::25]
        lost = sum(not any(s > 0.99 for _, s in corpus._vectors.nearest(row[5], 1)) for row in rows)
        print(Path(name).name, corpus.count(), corpus.status().vectors, lost, *found, flush=True)
"""


def tear(file: Path, how: str) -> None:
    content = bytearray(file.read_bytes())
    match how:
        case "empty":
            content = bytearray()
        case "half":
            content = content[: len(content) // 2]
        case "middle":
            third = len(content) // 3
            content[third : 2 * third] = b"\xff" * third
    file.write_bytes(content)


def opened(directories: Sequence[Path]) -> dict[str, list[str]]:
    """What a process that opens the directories one after another says of each."""
    process = start("-c", OPEN_ALL, *map(str, directories))
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, f"{process.returncode} after {output}: {errors}"
    return {name: said for name, *said in map(str.split, output.splitlines())}


def test_torn_index_files_end_no_process_and_lose_nothing(tmp_path: Path) -> None:
    good, count = tmp_path / "good", 1200  # Chroma writes its files with the thousandth vector
    with Corpus.open(good) as corpus:
        corpus.add(article(n, 0) for n in range(count))
        vectors = corpus.status().vectors
        shutil.copytree(good, tmp_path / "unclean")  # as a killed process would leave it
    torn = []
    for file, how in [
        ("data_level0.bin", "half"),
        ("data_level0.bin", "middle"),
        ("length.bin", "empty"),
        ("index_metadata.pickle", "middle"),
    ]:
        copy = tmp_path / f"{file}-{how}"
        shutil.copytree(tmp_path / "unclean", copy)
        (path,) = copy.glob(f"chroma/*/{file}")
        tear(path, how)
        torn.append(copy)
    said = opened([good, *torn])
    expected = [str(count), str(vectors), "0", *said["good"][3:]]
    assert said == {directory.name: expected for directory in [good, *torn]}
