"""HTML that stands inside of something else, a JSON field or a Markdown file: reduced to the text that a reader sees."""

from __future__ import annotations

import html
import re

from index.read.hidden import without_hidden

__all__ = ["plain_field", "without_entities", "without_tags"]

_BLOCKS = (
    "p|div|h[1-6]|ul|ol|table|thead|tbody|tr|blockquote|section|article|aside|header|footer|figure|figcaption|hr|details"
    "|summary|center|dl|dt|dd|pre|form|nav"
)
_HIDDEN = re.compile(r"<(script|style|iframe|noscript|object|video|audio|svg)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_BREAKING = re.compile(rf"</?(?:{_BLOCKS})\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")
# What no text without markup has: an end tag, a line break, or a block at its very beginning.
_MARKUP = re.compile(
    rf"</(?:{_BLOCKS}|li|td|th|a|b|i|em|strong|span|u|sup|sub|script|style)\s*>|<br\s*/?>|\A\s*<(?:{_BLOCKS})\b[^<>]*>",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def without_tags(text: str) -> str:
    """HTML without its tags and what they hide; paragraphs with an empty line between, list items on lines with "- "."""
    text = _HIDDEN.sub("", without_hidden(text))
    text = _BREAKING.sub("\n\n", re.sub(r"(?i)<li\b[^<>]*>", "\n- ", re.sub(r"(?i)</t[dh]>", " | ", text)))
    text = _TAG.sub("", re.sub(r"(?i)<br\b[^<>]*>", "\n", text))
    return "\n".join(line.strip().removesuffix("|").rstrip() for line in text.split("\n"))


def plain_field(text: str) -> str:
    """A field that may be plain text or HTML, as plain text; "<" and "&" in ordinary use stay what they are."""
    if _MARKUP.search(text):
        if re.search(r"(?i)</p\s*>|\A\s*<p\b", text):  # then a line break of the source is only a space
            text = re.sub(r"(?<!\n)\n(?!\n)", " ", text)
        text = re.sub(r"(?m)^-\s+(?=\S)", "- ", without_tags(text))  # the text of an item may stand in a paragraph
    return _unescaped(text).strip()


def without_entities(text: str) -> str:
    """Plain text with the characters that its entities (&amp;, &#8217;) stand for; what has tags is left as it is."""
    return text if _MARKUP.search(text) else _unescaped(text)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
