"""What the local model has read of a prompt, kept on disk, so that the next start need not read it again.

llama.cpp saves and restores the state of its slot, and remembers in memory what was in there before. A file is named after what it
depends on (prompt, model, library) and after its own contents: a stale one is not found, a damaged one not used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

__all__ = ["PromptCache"]

_MOST = 6  # files kept, some 15 MB each: one for each prompt that a conversation may need
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
                if path.name.endswith(_digest(path)) and self._slot("restore", path.name).is_success:
                    os.utime(path)
                    return True
        return False

    def set_aside(self) -> None:
        """Have the model remember what its slot holds, which the next recall would overwrite: it does when it reads something else."""
        with suppress(httpx.HTTPError):
            self._post("completion", {"prompt": "\n", "n_predict": 1})

    def keep(self, messages: Sequence[tuple[str, str]]) -> bool:
        """Keep what the model has just read of these messages; False where it could not be, or a reader's question came in between.

        A cache that cannot be written costs time at the next start, no more.
        """
        kept = False
        name = self._name(messages)
        scratch = self.folder / f"{name}.{os.getpid()}"
        with suppress(OSError, httpx.HTTPError, ValueError, KeyError):
            if self._slot("save", scratch.name).json()["n_saved"] == self._tokens(messages):
                os.replace(scratch, self.folder / f"{name}-{_digest(scratch)}")
                kept = True
            for old in sorted(self.folder.iterdir(), key=lambda path: -path.stat().st_mtime)[_MOST:]:
                old.unlink()
        scratch.unlink(missing_ok=True)
        return kept

    def _slot(self, action: str, file: str) -> httpx.Response:
        return self._post("slots/0", {"filename": file}, action=action)

    def _tokens(self, messages: Sequence[tuple[str, str]]) -> int:
        """How many tokens these messages are to the model. Raises httpx.HTTPError, ValueError or KeyError where it does not tell."""
        said = [{"role": role, "content": text} for role, text in messages]
        prompt = self._post("apply-template", {"messages": said}).json()["prompt"]
        return len(
            self._post("tokenize", {"content": prompt, "add_special": True, "parse_special": True}).json()["tokens"]
        )

    def _post(self, path: str, given: dict[str, Any], **params: str) -> httpx.Response:
        return httpx.post(
            f"{self.address}/{path}",
            params=params,
            json=given,
            headers={"Authorization": f"Bearer {self.api_key}"},
            timeout=_PATIENCE,
            trust_env=False,  # loopback is not behind a proxy
        )

    def _name(self, messages: Sequence[tuple[str, str]]) -> str:
        # "alone": files by the name without it may hold what a reader asked
        return hashlib.sha256(
            "\0".join(["alone", self.made_by, *(part for message in messages for part in message)]).encode()
        ).hexdigest()[:32]


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
