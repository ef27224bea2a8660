"""The footnotes of an article's own text, "20,000 books[3] and 300 maps": in an answer a reader would take them for our marks."""

from __future__ import annotations

import re

__all__ = ["without_footnotes"]

_FOOTNOTE = re.compile(r"\s*\[\d{1,3}\]")


def without_footnotes(text: str) -> str:
    """An article's words as an answer or a prompt holds them: without bracketed numbers. What is cited stays as it is."""
    return _FOOTNOTE.sub("", text).lstrip() if "[" in text else text
