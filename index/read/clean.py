"""Cleaning of titles, texts and the small fields: done once, here, so that offsets into the stored text stay true."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from index.halves import HALF

__all__ = ["clean_line", "clean_text", "first_words", "same_line", "web_address"]

_LONGEST_URL = 2_000  # characters
_BREAKS = dict.fromkeys((11, 12, 133, 8232, 8233), "\n")
_SPACES = dict.fromkeys((9, 160, 8239), " ")
# Characters that nobody sees but a search or a language model does: controls, soft hyphen, zero-width characters that
# no script needs, embeddings that turn text around, tag characters.
_UNSEEN = [
    *range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x200B, 0x2060, 0xFEFF,
    *range(0x202A, 0x202F), *range(0xE0000, 0xE0080),
]  # fmt: skip
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")  # colours and places, as terminals are told them
_TRANSLATION: dict[int, str | None] = {**dict.fromkeys(_UNSEEN), **_BREAKS, **_SPACES}


def clean_text(text: str) -> str:
    """The text without unseen characters and needless space; paragraphs stay apart by one empty line at most."""
    text = _TERMINAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_TRANSLATION)
    text = HALF.sub("\ufffd", text)
    lines = (line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(text: str, longest: int) -> str:
    """The text on one line, cut to `longest` characters, at a word where that is possible."""
    line = " ".join(clean_text(text[: 20 * longest]).split())
    return line if len(line) <= longest else _cut(line, longest)


def first_words(text: str, longest: int = 80) -> str:
    """A title made from the first words of a text: all of a short text, else at most `longest` characters with "…"."""
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else _cut(line, longest)


def _cut(line: str, longest: int) -> str:
    start = line[: longest - 1]
    if line[longest - 1] != " " and " " in start[longest // 2 :]:
        start = start[: start.rindex(" ")]
    return start.rstrip(" ,;:-–—") + "…"


def same_line(one: str, other: str) -> bool:
    """Whether two lines say the same, spaces and case aside."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def web_address(value: str | None) -> str | None:
    """The value as an http(s) address; None for all else, such as relative addresses, urns and scripts."""
    url = (value or "").strip()
    if url.lower().startswith("www."):
        url = f"https://{url}"
    if len(url) > _LONGEST_URL or not re.fullmatch(r"(?i)https?://[^\s\x00-\x1f<>\"]+", url):
        return None
    try:
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None
