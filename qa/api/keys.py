"""Keys that let callers in: a file of hashes with scopes, and the sessions of browsers that showed one.

A key is 32 random bytes, so a plain SHA-256 of it gives nothing away and cannot be guessed backwards.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from index import BadRequest, NewsqaError, NotFound

__all__ = ["SCOPES", "Caller", "KeyRing", "Sessions", "add_key", "read_keys", "remove_key"]

SCOPES = ("ask", "ingest", "admin")  # admin may do everything
_PREFIX = "nq_"
_NAME = re.compile(r"[\w.@-]{1,64}")
_SESSION = 12 * 3600  # seconds
_MOST_SESSIONS = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the name of a key, what it may do, and the hash that it is known by."""

    name: str
    scopes: frozenset[str]
    sha256: str = ""

    def may(self, scope: str) -> bool:
        """Whether a scope is the caller's."""
        return scope in self.scopes or "admin" in self.scopes


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    sha256: str
    scopes: tuple[str, ...]
    created: str


# -- the file ----------------------------------------------------------------------------------------------------------


def read_keys(path: Path) -> list[_Entry]:
    """The keys of a file, [] when there is none. Raises BadRequest when it cannot be read as one."""
    try:
        records = json.loads(path.read_text("utf-8"))["keys"]
        entries = [_Entry(r["name"], r["sha256"], tuple(r["scopes"]), r["created"]) for r in records]
        if not all(re.fullmatch("[0-9a-f]{64}", e.sha256) and set(e.scopes) <= set(SCOPES) for e in entries):
            raise ValueError("a hash or scope that is none")
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadRequest("api-key-file", f"{path} cannot be read as a file of keys ({error}).") from error
    return entries


def add_key(path: Path, name: str, scopes: Iterable[str]) -> str:
    """A new key, which stands nowhere but in what this returns: the file keeps its hash. Raises BadRequest, NewsqaError."""
    wanted = tuple(dict.fromkeys(scopes))
    if not _NAME.fullmatch(name):
        raise BadRequest("name", f"{name[:80]!r} is no name for a key: use letters, digits and . _ @ -, at most 64.")
    if not wanted or not set(wanted) <= set(SCOPES):
        raise BadRequest("scope", f"a key needs a scope, each one of {', '.join(SCOPES)}.")
    key = _PREFIX + secrets.token_urlsafe(32)
    with _changing(path):
        entries = read_keys(path)
        if any(entry.name == name for entry in entries):
            raise BadRequest("name", f"there is a key named {name} already: remove it first, or choose another name.")
        created = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        _write(path, [*entries, _Entry(name, _hash(key), wanted, created)])
    return key


def remove_key(path: Path, name: str) -> None:
    """Forget a key. A running server lets it in no more. Raises NotFound, NewsqaError."""
    with _changing(path):
        entries = read_keys(path)
        if not any(entry.name == name for entry in entries):
            raise NotFound(f"there is no key named {name} in {path}.")
        _write(path, [entry for entry in entries if entry.name != name])


@contextmanager
def _changing(path: Path) -> Iterator[None]:
    """Be the only one who changes a file of keys: else, of two who read it and then write it, the second undoes the first.

    The lock is on a file beside it, since the file itself is replaced at each change. Raises NewsqaError where nothing can be
    written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = os.open(path.with_name(f".{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(beside, "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise NewsqaError(
            f"{path} cannot be written ({error.strerror}); choose another file with --api-key-file, or another data "
            "directory with --data."
        ) from error


def _write(path: Path, entries: list[_Entry]) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # readable by its owner alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"keys": [asdict(entry) for entry in entries]}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


# -- who is let in -----------------------------------------------------------------------------------------------------


class KeyRing:
    """The keys of a file, read again when it changes. A file that is gone or broken lets nobody in."""

    def __init__(self, path: Path) -> None:
        """Raises BadRequest when the file holds no key."""
        self.path = path
        self._seen: object = None
        self._callers: tuple[Caller, ...] = ()
        if not read_keys(path):
            raise BadRequest("api-key-file", f"{path} holds no key: make one with `newsqa key add NAME`.")

    def caller(self, key: str) -> Caller | None:
        """Whose key this is. Takes as long for a wrong one as for a right one."""
        return self.by_hash(_hash(key))

    def by_hash(self, digest: str) -> Caller | None:
        """Who is known by a hash, if that key has not been removed since."""
        self._refresh()
        found = None
        for caller in self._callers:
            if hmac.compare_digest(caller.sha256, digest):
                found = caller
        return found

    def _refresh(self) -> None:
        try:
            stat = self.path.stat()
            seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if seen != self._seen:
                entries = read_keys(self.path)
                self._callers = tuple(Caller(e.name, frozenset(e.scopes), e.sha256) for e in entries)
                self._seen = seen
        except (OSError, BadRequest):
            self._callers, self._seen = (), None


class Sessions:
    """Browsers that showed a key, by a random id that lives in a cookie and here, in memory."""

    def __init__(self, seconds: float = _SESSION) -> None:
        self._seconds = seconds
        self._open: dict[str, tuple[str, float]] = {}  # hash of the id → hash of the key, end
        self._lock = threading.Lock()

    def begin(self, caller: Caller) -> str:
        """The id of a new session."""
        session = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            if len(self._open) >= _MOST_SESSIONS:
                self._open = {k: v for k, v in self._open.items() if v[1] > now}
            while len(self._open) >= _MOST_SESSIONS:
                del self._open[next(iter(self._open))]  # the oldest
            self._open[_hash(session)] = (caller.sha256, now + self._seconds)
        return session

    def key_of(self, session: str) -> str | None:
        """The hash of the key that a session was begun with, while it lasts."""
        with self._lock:
            digest, end = self._open.get(_hash(session), ("", 0.0))
        return digest if digest and time.monotonic() < end else None

    def end(self, session: str) -> None:
        """Log out."""
        with self._lock:
            self._open.pop(_hash(session), None)
