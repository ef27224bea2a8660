"""What a web page puts around and between the paragraphs of an article: lines of its own, in saved pages and in copied text."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["without_tail"]

_TAIL = re.compile(
    r"(?:(?:\d+ )?comments?(?: \(\d+\))?|(?:leave|post|add) a (?:comment|reply)|(?:show|view|load)(?: all)? comments"
    r"|share(?: (?:this|on|via|it)\b.{0,60})?|advertisements?|sponsored(?: content)?|print|e-?mail|facebook|twitter"
    r"|whatsapp|linkedin|reddit|telegram|copy link|subscribe|more on this story|recommended(?: stories)?"
    r"|you (?:may|might) also like.{0,200}"
    r"|(?:read|see|watch|learn) (?:more|also|next)(?:[:.…].{0,200})?|(?:also|now) (?:read|watch|see)(?:[:.…].{0,200})?"
    r"|(?:related|tags?|topics?|filed under|our standards)(?: (?:articles?|stories|topics|posts|news|coverage))?"
    r"(?::.{0,200})?|(?:sign up|subscribe) (?:for|to) (?:our|the|continue|keep)\b.{0,200}|follow us(?: on)?\b.{0,120}"
    r"|(?:copyright )?(?:©|\(c\)|copyright),? ?\d{4}.{0,150}|all rights reserved\.?|click here .{0,120})",
    re.I,
)
_BETWEEN = re.compile(
    r"advertisements?|(?:story|article) continues (?:below|after) (?:this )?(?:advertisement|ad)", re.I
)


def without_tail(lines: Sequence[str], mark: str = "") -> list[str]:
    """The lines without those that offer comments, other stories and the like at the end, nor notes of advertisements between
    them; all of them where nothing else is there. mark: what such a line may begin with."""
    kept = [line for line in lines if not _BETWEEN.fullmatch(line)]
    while kept and (not kept[-1] or _TAIL.fullmatch(kept[-1].removeprefix(mark))):
        kept.pop()
    return kept or list(lines)
