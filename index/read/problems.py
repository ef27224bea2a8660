"""What could not be read: the one way in which the readers report bad content."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import BadFile
from index.halves import HALF

__all__ = ["Problem", "printable"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or record that could not be read, or only in part.

    `path` names the place: "file.txt", "file.jsonl:12" for a line, "file.json#3" for the third record of a list.
    `reason` says what is wrong and what to do.
    """

    path: str
    reason: str

    @classmethod
    def of(cls, error: BadFile) -> Problem:
        """The same complaint as something to hand on instead of to raise."""
        return cls(error.path, error.reason)


def printable(path: str) -> str:
    """A path that can be printed and sent as JSON, "caf\\xe9.txt": a file's name need not be UTF-8."""
    return HALF.sub(lambda byte: rf"\x{ord(byte[0]) & 0xFF:02x}", path)
