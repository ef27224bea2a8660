"""Texts from outside without the characters that could make a page read as something else."""

from __future__ import annotations

import re

__all__ = ["legible"]

# Bidi marks, embeddings, overrides and isolates could make a text read as something else; control characters and lone
# surrogates cannot be shown or sent.
_UNSHOWABLE = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def legible(text: str) -> str:
    """The text as it can be shown in HTML, once it is escaped."""
    return _UNSHOWABLE.sub("", text)
