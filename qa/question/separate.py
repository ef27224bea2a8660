"""A message that asks several questions, each in a sentence or a line of its own → the questions: "Which airport was attacked? Who did it?"."""

from __future__ import annotations

import re

from qa.question.wants import AUXILIARY, WH

__all__ = ["MOST", "separate"]

MOST = 5  # questions of one message that are answered
_ENDED = re.compile(r"(?<=\?)\s+")
_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(?P<n>\d{1,2})[.)]\s+")
_POINT = re.compile(r"^\s*(?:\(?(?:\d{1,2}|[a-h])[.)]|[-•*–—])\s+", re.M)
_ASKS = re.compile(
    rf"(?:[a-z]+ )?(?!(?:what|how) about\b)(?:{WH}|{AUXILIARY})\b", re.I
)  # not "What about the mayor? Did he resign?"
_ANNOUNCED = re.compile(r"^[^?]*\bquestions?\b[^?.:!\w]*[.:!]\s+", re.I)  # "I have three questions."


def separate(message: str) -> tuple[str, ...]:
    """The questions of a message in their order, without their numbers; empty where it does not ask several.

    They end with question marks, or they are numbered from one, and then what stands before them is no question.
    """
    message = _ANNOUNCED.sub("", message)
    pieces = _numbered(message) or [_POINT.sub("", piece) for piece in _ENDED.split(message.strip())]
    pieces = [" ".join(piece.split()) for piece in pieces]
    if len(pieces) < 2 or not all(re.search(r"\w", piece) for piece in pieces):
        return ()
    if not _ASKS.match(pieces[0]) or not all(piece.endswith("?") for piece in pieces):
        return ()
    return tuple(pieces)


def _numbered(message: str) -> list[str]:
    """What stands behind "1.", "2." and so on, each made a question."""
    marks = [mark for n, mark in enumerate(_NUMBER.finditer(message), 1) if int(mark["n"]) == n]
    if len(marks) < 2 or "?" in message[: marks[0].start()]:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(message)]
    return [message[mark.end() : end].strip().rstrip(" ?.;,") + "?" for mark, end in zip(marks, ends, strict=True)]
