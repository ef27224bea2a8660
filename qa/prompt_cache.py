"""What the local model has read of a prompt, kept on disk, so that the next start need not read it again.

llama.cpp saves and restores the state of its slot. A file is named after what it depends on (prompt, model, library) and after its
own contents: a stale one is not found, a damaged one not used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

__all__ = ["PromptCache"]

_MOST = 4  # files kept, some 20 MB each
_PATIENCE = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class PromptCache:
    """The kept prompts of one model behind llama.cpp's server at `address`. `made_by` names the model's file and the library."""

    address: str
    api_key: str
    folder: Path
    made_by: str

    def recall(self, messages: Sequence[tuple[str, str]]) -> bool:
        """Give the model back what it had read of these messages; whether that was kept, is whole, and was taken."""
        for path in self.folder.glob(f"{self._name(messages)}-*"):
            with suppress(OSError, httpx.HTTPError):
                if path.name.endswith(_digest(path)) and self._slot("restore", path.name):
                    os.utime(path)
                    return True
        return False

    def keep(self, messages: Sequence[tuple[str, str]]) -> None:
        """Keep what the model has just read of these messages. A cache that cannot be written costs time at the next start, no more."""
        name = self._name(messages)
        scratch = self.folder / f"{name}.{os.getpid()}"
        with suppress(OSError, httpx.HTTPError):
            if self._slot("save", scratch.name):
                os.replace(scratch, self.folder / f"{name}-{_digest(scratch)}")
            for old in sorted(self.folder.iterdir(), key=lambda path: -path.stat().st_mtime)[_MOST:]:
                old.unlink()
        scratch.unlink(missing_ok=True)

    def _slot(self, action: str, file: str) -> bool:
        reply = httpx.post(
            f"{self.address}/slots/0",
            params={"action": action},
            json={"filename": file},
            headers={"Authorization": f"Bearer {self.api_key}"},
            timeout=_PATIENCE,
            trust_env=False,  # loopback is not behind a proxy
        )
        return reply.is_success

    def _name(self, messages: Sequence[tuple[str, str]]) -> str:
        return hashlib.sha256(
            "\0".join([self.made_by, *(part for message in messages for part in message)]).encode()
        ).hexdigest()[:32]


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
