"""A text of several questions, one after the other → the questions: "Which airport was attacked? Who did it?"."""

from __future__ import annotations

import re

from qa.question.wants import AUXILIARY, WH

__all__ = ["MOST", "separate"]

MOST = 5  # questions of one message that are answered
_ENDED = re.compile(r"(?<=\?)\s+")
_ASKS = re.compile(rf"(?:(?:[a-z]+,? )?(?:{WH}|{AUXILIARY})|what about|how about)\b", re.I)
# "What about the mayor? Did he resign?" is one question
_ABOUT = re.compile(r"(?:[a-z]+,? )?(?:what|how) about\b", re.I)
_POINTS = re.compile(r"\b(?:he|she|him|his|her|it|its|they|them|their|this|that|these|those)\b", re.I)


def separate(text: str) -> tuple[str, ...]:
    """The questions of a text that is nothing else, in their order; empty where it does not ask several."""
    pieces = [" ".join(piece.split()) for piece in _ENDED.split(text.strip())]
    if len(pieces) < 2 or not all(re.search(r"\w", piece) and piece.endswith("?") for piece in pieces):
        return ()
    one = len(pieces) == 2 and _ABOUT.match(pieces[0]) and _POINTS.search(pieces[1])
    return tuple(pieces) if _ASKS.match(pieces[0]) and not one else ()
