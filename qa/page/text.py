"""Words from outside as HTML text, and times as words: what every view of the page escapes with."""

from __future__ import annotations

import html
from datetime import UTC, datetime

from qa.language.legible import legible

__all__ = ["day", "plain"]

_BRACES = {ord("{"): "&#123;", ord("}"): "&#125;"}  # Gradio's HTML component knows templates; ours are never any


def plain(text: str | None) -> str:
    """A text from outside as HTML text that can stand in an element or a quoted attribute."""
    return html.escape(legible(text or ""), quote=True).translate(_BRACES)


def day(seconds: int | None) -> str:
    """Epoch seconds as "28 November 2024"."""
    if seconds is None:
        return "date unknown"
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return "date unknown"
    return f"{moment.day} {moment:%B} {moment.year}"
