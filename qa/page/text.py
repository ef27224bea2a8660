"""Words from outside as HTML text, and times as words: what every view of the page escapes with."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

__all__ = ["day", "plain"]

# Bidi marks, embeddings, overrides and isolates could make a text read as something else; control characters and lone
# surrogates cannot be shown or sent.
_UNSHOWABLE = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BRACES = {ord("{"): "&#123;", ord("}"): "&#125;"}  # Gradio's HTML component knows templates; ours are never any


def plain(text: str | None) -> str:
    """A text from outside as HTML text that can stand in an element or a quoted attribute."""
    return html.escape(_UNSHOWABLE.sub("", text or ""), quote=True).translate(_BRACES)


def day(seconds: int | None) -> str:
    """Epoch seconds as "28 November 2024"."""
    if seconds is None:
        return "date unknown"
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return "date unknown"
    return f"{moment.day} {moment:%B} {moment.year}"
