"""A page's tree made ready for trafilatura, which takes one element for the article and ends a paragraph at each line break."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

__all__ = ["join_broken_lines", "join_parts"]

_WITHIN_A_SENTENCE = ("a", "abbr", "cite", "em", "i", "span")  # what is bold may be a heading
_LONG = 80  # characters of a paragraph that is surely one
_MOST_BREAKS = 5_000  # looked at; a text of many grows with each that goes
_MOST_PARTS = 50  # of an article; what has more is a list of something else


def join_broken_lines(tree: Any) -> None:
    """Make spaces of the line breaks within a sentence: those before a small letter and behind none of a sentence's ends."""
    for br in list(islice(tree.iter("br"), _MOST_BREAKS)):
        parent, before = br.getparent(), br.getprevious()
        text = (parent.text if before is None else before.tail) or ""
        said = text.rstrip()
        if not said and before is not None and before.tag in _WITHIN_A_SENTENCE:
            said = before.text_content().rstrip()
        after = (br.tail or "").lstrip()
        if not after[:1].islower() or not (said[-1:].isalnum() or said[-1:] == ","):
            continue
        br.tail = None
        parent.remove(br)
        if before is None:
            parent.text = f"{text} {after}"
        else:
            before.tail = f"{text} {after}"


def join_parts(tree: Any, text: str, is_beside: Callable[[Any], bool]) -> bool:
    """Put into one element what an article has in several of the same class, with advertisements between them.

    Only where `text`, what was read of the page, has the first of them and lacks a paragraph of another; whether there was
    such an article. is_beside says of an element that it is no part of its article.
    """
    read, joined = _letters(text), False
    for first, *others in _parts(tree, is_beside).values():
        if not 0 < len(others) < _MOST_PARTS or not _has(read, first) or all(_has(read, other) for other in others):
            continue
        for other in others:
            first.extend(list(other))
        joined = True
    return joined


def _parts(tree: Any, is_beside: Callable[[Any], bool]) -> dict[tuple[Any, str, str], list[Any]]:
    """The elements with long paragraphs, by the article that they stand in, their tag and class."""
    parts: dict[tuple[Any, str, str], list[Any]] = {}
    seen: set[Any] = set()
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent in seen or parent is None or len(paragraph.text_content()) < _LONG:
            continue
        seen.add(parent)
        around = [parent, *parent.iterancestors()]
        article = next((element for element in around[1:] if element.tag in ("article", "main")), None)
        if article is None or not parent.get("class") or any(map(is_beside, around[: around.index(article)])):
            continue
        key = article, parent.tag, parent.get("class")
        if not any((element.tag, element.get("class")) == key[1:] for element in around[1 : around.index(article)]):
            parts.setdefault(key, []).append(parent)
    return parts


def _has(read: str, part: Any) -> bool:
    """Whether the long paragraphs of a part were read, by how they begin."""
    long = [
        letters
        for p in part.iterfind("p")
        if len(p.text_content()) >= _LONG and (letters := _letters(p.text_content()))
    ]
    return all(letters[: _LONG // 2] in read for letters in long)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)
