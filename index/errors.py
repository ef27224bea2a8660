"""Everything that can go wrong on purpose, as one small tree.

NewsqaError                 every error below; its text says what to do next
├── BadRequest              a question, filter or option that cannot be used; `field` says which
├── BadFile                 a file, or one record of it, that cannot be read; `path` and `reason`
├── NotFound                no such article
├── DataDirBusy             another process owns the data directory; `pid`, `address`, `token`
├── IndexMismatch           the index was made by another embedder, or by a newer program
├── StorageFailed           the disk is full or refuses, or what is kept on it fails
├── ModelUnavailable        a language model or embedder is missing, damaged or does not answer
└── Overloaded              too many questions at once; `retry_after` seconds are worth waiting

The library raises; only the faces (command line, server, page) turn errors into words and codes.
"""

from __future__ import annotations

import random

__all__ = [
    "BadFile",
    "BadRequest",
    "DataDirBusy",
    "IndexMismatch",
    "ModelUnavailable",
    "NewsqaError",
    "NotFound",
    "Overloaded",
    "StorageFailed",
]


class NewsqaError(Exception):
    """Base of all errors that newsqa raises on purpose."""


class BadRequest(NewsqaError):
    """A question, filter or option that cannot be used; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class BadFile(NewsqaError):
    """A file, or one record of it, that cannot be read; the other files are unaffected."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class NotFound(NewsqaError):
    """No article of that id."""


class DataDirBusy(NewsqaError):
    """Another process owns the data directory."""

    def __init__(self, directory: str, pid: int | None, address: str | None, token: str | None = None) -> None:
        holder = f"process {pid}" if pid else "another process"
        remedy = (
            f"it serves {address}: ask there, or stop it first" if address else "wait until it has finished, or stop it"
        )
        super().__init__(f"{directory} is in use by {holder}; {remedy}.")
        self.pid = pid
        self.address = address
        self.token = token  # what the server at the address knows this user by


class IndexMismatch(NewsqaError):
    """The index on disk does not fit this program or this embedder."""


class StorageFailed(NewsqaError):
    """The catalog or Chroma's index cannot be read or written. Its text tells of files and the disk, never of what is in them."""


class ModelUnavailable(NewsqaError):
    """A language model or embedder is missing, damaged or does not answer."""


class Overloaded(NewsqaError):
    """More is asked at once than can be answered in good time; nothing was begun."""

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        # Drawn by lot where the caller knows no better: those refused at once should not come back at once.
        self.retry_after = retry_after or random.randint(2, 5)
