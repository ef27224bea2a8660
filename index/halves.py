"""Halves of a character (lone surrogates): JSON can spell them, Python reads them out of names that are no UTF-8; nothing can write them."""

from __future__ import annotations

import re

from index.errors import BadRequest

__all__ = ["HALF", "check_characters"]

HALF = re.compile(r"[\ud800-\udfff]")


def check_characters(question: str) -> None:
    """Raises BadRequest for a question with half a character, which no article holds and no model reads."""
    if HALF.search(question):
        raise BadRequest(
            "question", "the question is no valid Unicode text (it holds half a character): type it again."
        )
