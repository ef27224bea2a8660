"""One SQLite file: a connection a thread, writes one after another, each of them one transaction that is on the disk when it ends."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

__all__ = ["Database"]


class Database:
    """Opens the file when it is first read or written; any thread may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._owned: WeakSet[_Owned] = WeakSet()
        self._write_lock = threading.Lock()
        self._facts: dict[tuple[str, tuple], list[tuple]] = {}  # answers that only a write can change

    def close(self) -> None:
        for owned in list(self._owned):
            owned.connection.close()
        self._local = threading.local()

    def read(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        return self._connection().execute(sql, values).fetchall()

    def fact(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """Like read, remembered until the next write: questions ask for these again and again."""
        key = (sql, tuple(values))
        facts = self._facts
        if key not in facts:
            facts[key] = self.read(sql, values)
        return facts[key]

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end, rolled back by any exception."""
        with self._write_lock:
            db = self._connection()
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:  # on some errors, a full disk among them, SQLite has rolled back by itself
                    db.execute("ROLLBACK")
                raise
            self._facts = {}

    def _connection(self) -> sqlite3.Connection:
        owned = getattr(self._local, "owned", None)
        if owned is None:
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
            self._local.owned = owned = _Owned(connection)
            self._owned.add(owned)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        return owned.connection


class _Owned:
    """A thread's own connection, closed when the thread has ended: a server's threads come and go."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()
