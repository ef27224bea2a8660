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

_PATIENCE = 1.0  # seconds to wait for a process that may be just finishing


class Lock:
    """Hold the directory's lock until `release`. Raises DataDirBusy within two seconds when another process has it.

    At once when that one is a server, which does not finish of itself and can be asked instead.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / "lock"
        self._file = open(self._path, "a+", encoding="utf-8")  # noqa: SIM115 - it stays open while the lock is held
        self.token = secrets.token_urlsafe(24)
        give_up = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder = self._holder()
                if holder.get("address") or time.monotonic() > give_up:
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
