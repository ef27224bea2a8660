"""One SQLite file: few connections, writes one after another, each of them one transaction that is on the disk when it ends."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from index.errors import IndexMismatch, Overloaded, StorageFailed
from index.halves import HALF

__all__ = ["Database", "folded", "in_time", "unusable", "within"]

_MOST_FACTS = 20_000
_MOST_FREE = 4  # connections kept open for the next question, each with
_KEPT = 16_000  # KiB of the file in memory
_STEPS = 1_000_000  # of SQLite's machine, some tens of milliseconds, after which it looks at the clock

# What the file or the disk is to blame for; all else is a flaw of ours. Without the particulars in the higher bits.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_REFUSED = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
}  # fmt: skip

_end: ContextVar[float] = ContextVar("_end", default=math.inf)  # monotonic seconds


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let what this thread reads in the block take so long; a statement that takes longer raises Overloaded."""
    before = _end.set(min(_end.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _end.reset(before)


def in_time() -> None:
    """Raise Overloaded when the time that `within` gave is over; for steps between statements."""
    if _is_late():
        raise Overloaded("The search took too long; ask again in a moment.")


def _is_late() -> bool:
    return time.monotonic() >= _end.get()


def _storable(value: object) -> object:
    """A value that SQLite takes. Text with a lone surrogate becomes bytes, which are equal to no text that it holds."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) and HALF.search(value) else value


def unusable(path: Path, error: sqlite3.Error) -> IndexMismatch:
    """A file that is damaged, or another program's, with what to do."""
    return IndexMismatch(
        f"{path} cannot be used as a catalog ({error}): put back a copy of the data directory, or index the articles again into "
        "another one (--data)."
    )


class Database:
    """Opens the file when it is first read or written; any thread may use it.

    Threads take a connection from a pool, the one used last first: what it has read of the file is of use to the next question,
    whichever thread asks that.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: list[sqlite3.Connection] = []
        self._closed = False
        self._write_lock = threading.Lock()
        self._remembered: dict[str, dict[Any, Any]] = {}

    def close(self) -> None:
        """Close the connections; one that is in use is closed when it comes back."""
        self._closed = True
        while self._free:
            self._free.pop().close()

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """All rows. Raises Overloaded when the time that `within` gave ends first, IndexMismatch where the file is damaged, and
        StorageFailed where it cannot be read."""
        with self._told(), self._connection() as db:
            try:
                return db.execute(sql, values).fetchall()
            except UnicodeEncodeError:
                return db.execute(sql, [_storable(value) for value in values]).fetchall()
            except sqlite3.OperationalError:
                in_time()
                raise

    def fact(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """Like read, remembered until the next write: questions ask for these again and again."""
        key = (sql, tuple(values))
        facts = self.remembered("facts", _MOST_FACTS)
        if key not in facts:
            facts[key] = self.read(sql, values)
        return facts[key]

    def remembered(self, what: str, most: int) -> dict[Any, Any]:
        """What was read, or made of it, by some key: a new one, empty, after each write and when it holds so many."""
        kinds = self._remembered  # a write puts another one in its place, so that nothing read before it gets into that
        kept = kinds.setdefault(what, {})
        if len(kept) >= most:
            kept = kinds[what] = {}
        return kept

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end, rolled back by any exception. Reads see it when it has ended.

        Raises StorageFailed where the disk is full, or the file cannot be written for another reason.
        """
        with self._told(), self._write_lock, self._connection() as db:
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:  # on some errors, a full disk among them, SQLite has rolled back by itself
                    db.execute("ROLLBACK")
                raise
            self._remembered = {}

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _DAMAGED:
                raise unusable(self._path, error) from error
            if code in _REFUSED:
                raise StorageFailed(
                    f"{self._path.name} cannot be read or written ({error}). What was acknowledged is there; see to the disk of "
                    "the data directory, and do the same again."
                ) from error
            raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._free.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            if self._closed or len(self._free) >= _MOST_FREE:
                connection.close()
            else:
                self._free.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_KEPT}")
        connection.set_progress_handler(_is_late, _STEPS)
        # SQLite's own LIKE tells small letters from capitals outside of ASCII
        connection.create_function("folded", 1, folded, deterministic=True)
        return connection


def folded(text: str) -> str:
    """A text in one case, "CAFÉ" and "Café" alike."""
    return unicodedata.normalize("NFC", text).casefold()
