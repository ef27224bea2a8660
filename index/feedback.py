"""What readers said of answers: a verdict, a reason, the question, and a payload that is kept as it came.

It lies in the catalog's file, in a table of its own that is made when it is first missing: a data directory made before there
was feedback goes on working, and an older program passes the table over. Nothing here is derived, so `rebuild` leaves it alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index.database import Database

__all__ = ["Feedback", "FeedbackBook", "Thumb"]

Thumb = Literal["up", "down"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT, given INTEGER NOT NULL, thumb TEXT NOT NULL CHECK (thumb IN ('up', 'down')),
    reason TEXT NOT NULL, question TEXT NOT NULL, payload TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer. given: UTC epoch seconds. payload: JSON of the giver's own, never looked into here."""

    id: int
    given: int
    thumb: Thumb
    reason: str
    question: str
    payload: Mapping[str, Any]


class FeedbackBook:
    """The feedback in a catalog's database, newest first."""

    def __init__(self, database: Database) -> None:
        self._db = database
        with database.write() as db:
            db.execute(_SCHEMA)

    def add(self, thumb: Thumb, question: str, reason: str = "", payload: Mapping[str, Any] | None = None) -> Feedback:
        """Keep what a reader said; it is on the disk when this returns."""
        given, kept = int(time.time()), json.dumps(payload or {})
        with self._db.write() as db:
            key = db.execute(
                "INSERT INTO feedback (given, thumb, reason, question, payload) VALUES (?, ?, ?, ?, ?)",
                (given, thumb, reason, question, kept),
            ).lastrowid
        return Feedback(key or 0, given, thumb, reason, question, json.loads(kept))

    def list(self, limit: int = 50, offset: int = 0) -> list[Feedback]:
        """A page of it, newest first."""
        sql = "SELECT id, given, thumb, reason, question, payload FROM feedback ORDER BY id DESC LIMIT ? OFFSET ?"
        rows = self._db.read(sql, (limit, offset))
        return [
            Feedback(key, given, thumb, reason, question, json.loads(payload))
            for key, given, thumb, reason, question, payload in rows
        ]

    def count(self) -> int:
        """How much there is."""
        return self._db.read("SELECT count(*) FROM feedback")[0][0]
