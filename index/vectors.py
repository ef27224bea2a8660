"""The nearest-neighbour engine: passage vectors in Chroma, embedded by default, or a Chroma server by address.

Derived data: everything here can be made again from the catalog. Chroma's folder must never be opened by two processes
(the second may hang for minutes), which the data directory's lock sees to.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

from index.errors import NewsqaError, StorageFailed

if TYPE_CHECKING:
    from chromadb import Collection

__all__ = ["Vectors", "probe"]

_COLLECTION = "passages"
_PAGE = 10_000
_PROBE_SECONDS = 120.0

Row = tuple[str, str, str, int | None, str | None, np.ndarray]


class Vectors:
    """Vectors of all passages. `where` is a folder, or the http(s) address of a Chroma server; `name`, the collection there.

    Raises NewsqaError where it cannot be opened, as does all that it is asked."""

    def __init__(self, where: Path | str, name: str = _COLLECTION) -> None:
        from chromadb import HttpClient, PersistentClient  # takes seconds to load
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        self._name = name
        self.failed = False
        if isinstance(where, str):
            self._what = f"the Chroma server at {where}"
            parts = urlsplit(where)
            tls = parts.scheme == "https"
            port = parts.port or (443 if tls else 8000)
            try:
                self._client = HttpClient(host=parts.hostname or "localhost", port=port, ssl=tls, settings=settings)
            except ValueError as error:
                raise NewsqaError(
                    f"no Chroma server answers at {where}: start it, or leave the address out."
                ) from error
            with self._told():
                self._collection = self._open()
        else:
            self._what = "Chroma's index"
            try:
                with self._told():
                    self._client = PersistentClient(path=str(where), settings=settings)
                    self._collection = self._open()
                    self._collection.count()  # a damaged one may be opened all the same
            except StorageFailed:
                # Chroma keeps what it has opened by its path, broken or not, and would hand it out again.
                SharedSystemClient._identifier_to_system.pop(str(where), None)
                raise

    def _open(self) -> Collection:
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever Chroma raises as a StorageFailed; `failed` is kept, so that whoever closes the index does not vouch for it."""
        try:
            yield
        except Exception as error:  # the library raises its own kinds and others
            self.failed = True
            raise StorageFailed(
                f"{self._what} fails ({error}). The catalog holds all that it should: do the same again, if need be with more room "
                "on the disk; what is damaged is made anew when the data directory is next opened."
            ) from error

    def put(self, rows: Sequence[Row]) -> None:
        """Add or replace vectors: (passage id, article id, version, published, publisher, vector). One Chroma call as long as
        the rows fit into one, so that an article is either there whole or not at all."""
        with self._told():
            most = self._client.get_max_batch_size()
            for start in range(0, len(rows), most):
                some = rows[start : start + most]
                self._collection.upsert(
                    ids=[row[0] for row in some],
                    embeddings=np.stack([row[5] for row in some]).astype(np.float32),
                    metadatas=[_metadata(row) for row in some],
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        with self._told():
            most = self._client.get_max_batch_size()
            for start in range(0, len(passage_ids), most):
                self._collection.delete(ids=list(passage_ids[start : start + most]))

    def nearest(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the nearest passages, best first."""
        with self._told():
            result = self._collection.query(
                query_embeddings=vector[None, :].astype(np.float32), n_results=limit, include=["distances"]
            )
        distances = result["distances"] or [[]]
        return [(i, 1.0 - d) for i, d in zip(result["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """Ids of all vectors."""
        found: set[str] = set()
        while True:
            with self._told():
                some = self._collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]
            found.update(some)
            if len(some) < _PAGE:
                return found

    def count(self) -> int:
        with self._told():
            return self._collection.count()

    def clear(self) -> None:
        """Throw all vectors away."""
        with self._told():
            self._client.delete_collection(self._name)
            self._collection = self._open()
            self.failed = False

    def close(self) -> None:
        self._client.close()  # pyright: ignore[reportAttributeAccessIssue] - the declared interface lacks it


def probe(folder: Path) -> bool:
    """Whether Chroma can open and query the folder, tried in a child process: a torn index file ends the process that reads it."""
    code = (
        "import sys; from pathlib import Path; from index.vectors import Vectors; v = Vectors(Path(sys.argv[1]));"
        "c = v._collection; g = c.get(limit=1, include=['embeddings']);"
        "len(g['ids']) and c.query(query_embeddings=g['embeddings'], n_results=min(200, c.count()))"
    )
    root = str(Path(__file__).parent.parent)
    command = [sys.executable, "-c", code, str(folder)]
    try:
        child = subprocess.run(command, cwd=root, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PROBE_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return child.returncode == 0


def _metadata(row: Row) -> dict[str, str | int]:
    """What others who open the collection see of a passage, and older programs filter by; here the catalog tells it."""
    _, article_id, version, published, publisher, _ = row
    metadata: dict[str, str | int] = {"article_id": article_id, "version": version}
    if published is not None:
        metadata["published"] = published
    if publisher is not None:
        metadata["publisher"] = publisher
    return metadata
