"""What a page holds and shows to nobody: taken out before it is read, since a search or a language model would be told it all the same."""

from __future__ import annotations

import math
import re
from typing import Any

from lxml import html as lxml_html
from lxml.etree import LxmlError, tostring

__all__ = ["drop_hidden", "without_hidden"]

_ZERO = r"(?:0+(?:\.0\d*)?|\.0\d*)"  # up to a tenth, which nobody sees either
_UNSEEN = re.compile(
    rf"display:none|visibility:(?:hidden|collapse)|opacity:{_ZERO}(?![\d.])|font-size:(?:{_ZERO}(?![\d.])|1px)"
    r"|(?:left|right|top|bottom|text-indent|margin-left|margin-top):-\d{3,}(?:\.\d+)?(?:px|r?em|pt|vw|vh|%)"
    r"|(?<![\w-])color:transparent|clip(?:-path)?:(?:rect\((?:0|1px)|inset\((?:50|100)%)"
)
_COLOUR = re.compile(r"(?<![\w-])(color|background(?:-color)?):(#?\w+)")
_SAME_COLOUR = {"white": "#fff", "#ffffff": "#fff", "black": "#000", "#000000": "#000"}
_FONT = re.compile(r"font-size:")
_MAY_HIDE = re.compile(r"<[^<>]*\s(?:style|hidden)\b|<template\b", re.I)


def drop_hidden(tree: Any, most: float | None = None) -> None:
    """Take out of a page's tree the elements that say of themselves that they are not seen: by `hidden`, by <template>, by their style.

    most: characters of paragraphs that one may hold, else half of those of the page: what holds more is shown by a script.
    """
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if element.getparent() is not None and _is_hidden(element):
            most = _said(tree) / 2 if most is None else most
            if _said(element) <= most:
                element.drop_tree()
                continue
        waiting.extend(element)


def without_hidden(markup: str) -> str:
    """HTML that stands inside of something else, without what it shows to nobody."""
    if not _MAY_HIDE.search(markup):
        return markup
    try:
        whole: Any = lxml_html.fragment_fromstring(markup, create_parent=True)
    except (LxmlError, ValueError):
        return markup
    before = len(whole.text_content())
    drop_hidden(whole, math.inf)
    if len(whole.text_content()) == before:
        return markup
    return tostring(whole, encoding="unicode", method="html").removeprefix("<div>").removesuffix("</div>")


def _said(element: Any) -> int:
    """The characters of an element's paragraphs, or of all of it where it has none."""
    return sum(len(p.text_content()) for p in element.iter("p")) or len(element.text_content())


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str):  # a comment
        return False
    if element.tag == "template" or element.get("hidden") is not None:
        return True
    style = re.sub(r"\s+", "", element.get("style") or "").lower()
    if not style:
        return False
    unseen = _UNSEEN.search(style)
    if unseen and unseen[0].startswith("font-size"):  # of the gaps between columns, whose text has a size of its own
        return not any(_FONT.search(inner.get("style") or "") for inner in element.iterdescendants())
    return bool(unseen) or _is_of_its_ground(style)


def _is_of_its_ground(style: str) -> bool:
    """Whether a style gives a text the colour of what it stands on."""
    colours = {name.partition("-")[0]: _SAME_COLOUR.get(value, value) for name, value in _COLOUR.findall(style)}
    return len(colours) == 2 and colours["color"] == colours["background"]
