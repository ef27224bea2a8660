"""A text of several questions, one after the other → the questions: "Which airport was attacked? Who did it?"."""

from __future__ import annotations

import re

from qa.question.wants import AUXILIARY, WH

__all__ = ["IMPERATIVE", "MOST", "NOT_FOUND", "TOO_MANY", "separate"]

IMPERATIVE = "(?:list|name|describe|explain|define|identify)"  # what asks without a question word
MOST = 5  # questions of one message that are answered
NOT_FOUND, TOO_MANY = "Not found in the sources", f"A message may ask {MOST} things"
_ENDED = re.compile(r"(?<=\?)\s+")
_ASKS = re.compile(rf"\b(?:{WH}|{AUXILIARY})\b|\b(?:what|how) about\b|^{IMPERATIVE}\b", re.I)


def separate(text: str, following: bool = False) -> tuple[str, ...]:
    """The questions of a text that is nothing else, in their order; empty where it does not ask several.

    following: whether something was asked before, so that the first may be a fragment: "And in Aleppo?".
    """
    pieces = [" ".join(piece.split()) for piece in _ENDED.split(text.strip())]
    if len(pieces) < 2 or not all(re.search(r"\w", piece) and piece.endswith("?") for piece in pieces):
        return ()
    return tuple(pieces) if following or _ASKS.search(pieces[0]) else ()
