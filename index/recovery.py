"""Chroma's index agrees with the catalog: opened, looked into, and made anew where it does not.

All of it is derived data, but making it takes time and room: a healthy index stays where it is, however little else works.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from index.catalog import Catalog
from index.errors import NewsqaError, StorageFailed
from index.ingest import collect_garbage
from index.vectors import Vectors, probe

__all__ = ["open_vectors", "rebuild"]

_LOOKED_FOR = 100
_ROOM = 1_000_000  # bytes, more than opening Chroma's index takes
_DAMAGED = "chroma-damaged"


def open_vectors(directory: Path, catalog: Catalog, chroma_url: str | None) -> Vectors:
    """Open Chroma and see that it holds what the catalog says; rebuild it where it does not. Raises NewsqaError.

    After a run that did not end in good order the folder is first tried in a child process, since a torn index file would end
    this one; and some vectors are looked for, since a torn file may also just hide what it held.
    """
    clean = catalog.meta("closed") == "clean"
    if clean:  # noted first: should opening Chroma end this process, the next one tries it in a child
        catalog.set_meta("closed", "open")
    vectors = Vectors(chroma_url, _collection(catalog)) if chroma_url else _open_folder(directory, clean)
    collect_garbage(catalog, vectors)
    passages = catalog.count()[1]
    if not passages or vectors.count() != passages or not (clean or _finds(catalog, vectors)):
        rebuild(directory, catalog, vectors)
    return vectors


def rebuild(
    directory: Path,
    catalog: Catalog,
    vectors: Vectors,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Make the index anew from the catalog; the number of vectors. What was set aside as damaged is of no more use then."""
    total = catalog.count()[1]
    vectors.clear()
    done = 0
    for rows in catalog.vectors():
        vectors.put(rows)
        done += len(rows)
        progress(done, total)
    for damaged in directory.glob(f"{_DAMAGED}-*"):
        shutil.rmtree(damaged, ignore_errors=True)
    return done


def _open_folder(directory: Path, clean: bool) -> Vectors:
    """Chroma's folder, a new one in the place of one that is damaged."""
    folder = directory / "chroma"
    if not folder.exists():
        return Vectors(folder)
    if clean or probe(folder):
        try:
            return Vectors(folder)
        except StorageFailed:  # whatever it was, a new folder has nothing of it
            pass
    _see_to_room(directory)
    os.replace(folder, _free_name(directory / _DAMAGED))
    return Vectors(folder)


def _see_to_room(directory: Path) -> None:
    """Raise StorageFailed where the disk takes nothing: a good index cannot be opened there either, nor one be made anew."""
    try:
        with tempfile.TemporaryFile(dir=directory) as file:
            file.write(bytes(_ROOM))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageFailed(
            f"Chroma's index cannot be opened, since nothing can be written to {directory} ({error.strerror}). It was left as it "
            "is, and the catalog holds all that it should: make room on the disk, and do the same again."
        ) from error


def _collection(catalog: Catalog) -> str:
    """This corpus's own collection: several may share a Chroma server."""
    name = catalog.meta("collection")
    if name is None:
        name = f"newsqa-{uuid.uuid4().hex}"
        catalog.set_meta("collection", name)
    return name


def _finds(catalog: Catalog, vectors: Vectors) -> bool:
    """Whether vectors from all over the catalog are found in Chroma."""
    for vector in catalog.some_vectors(_LOOKED_FOR):
        try:
            found = vectors.nearest(vector, 1)
        except NewsqaError:
            return False
        if not any(similarity > 0.99 for _, similarity in found):
            return False
    return True


def _free_name(path: Path) -> Path:
    n = 1
    while path.with_name(f"{path.name}-{n}").exists():
        n += 1
    return path.with_name(f"{path.name}-{n}")
