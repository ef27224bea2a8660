"""One process owns a data directory: a lock file that says who.

The operating system drops the lock when its process ends, however it ends, so a lock file left behind locks nobody out.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from pathlib import Path

from index.errors import DataDirBusy

__all__ = ["Lock"]

# Seconds to wait for another process, which may answer one question or be just finishing, and for this one, which knows what it does.
_PATIENCE, _WITHIN = 5.0, 1.0


class Lock:
    """Hold the directory's lock until `release`. Raises DataDirBusy after some seconds when another process has it still.

    At once when that one is a server, which does not finish of itself and can be asked instead.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / "lock"
        self._file = open(self._path, "a+", encoding="utf-8")  # noqa: SIM115 - it stays open while the lock is held
        self.token = secrets.token_urlsafe(24)
        began = time.monotonic()
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder = self._holder()
                patience = _WITHIN if holder.get("pid") == os.getpid() else _PATIENCE
                if holder.get("address") or time.monotonic() > began + patience:
                    self._file.close()
                    raise DataDirBusy(
                        str(directory), holder.get("pid"), holder.get("address"), holder.get("token")
                    ) from None
                time.sleep(0.05)
        self.announce(None)

    def announce(self, address: str | None) -> None:
        """Write down who holds the lock, at which address it serves, and the token that shows that one may read this."""
        os.fchmod(self._file.fileno(), 0o600)
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "address": address, "token": self.token}, self._file)
        self._file.flush()

    def release(self) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.close()

    def _holder(self) -> dict:
        try:
            return json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
