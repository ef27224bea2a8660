"""The question in what somebody tells of themselves: "I'm a teacher from Leeds, preparing a lesson. Which fungus …? God bless you!"

What is left out may matter ("I read of the breach at Anthem. How many …?"), so it is only a reading: whoever asks for it compares what is found.
"""

from __future__ import annotations

import re

from index import INTERJECTIONS, content_stems
from qa.question.wants import AUXILIARY, WH, names

__all__ = ["bare_question", "told_before"]

_LEAST = 2  # words of meaning that a question must have to stand alone
_EMOJI = r"[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
_BREAKS = re.compile(rf"(?<=[.!?…])[\"”’)]*\s+|:\s+|\s+[-–—]+\s+|(?:\s*{_EMOJI})+\s*|,?\s+(?:anyway|anyhow),?\s+", re.I)
# Who asks, or is asked, or what only a person says
_OF_ASKER = re.compile(
    r"\b(?:i|me|my|mine|myself|we|us|our|you|u|ur|your|yours)\b|\b(?:i|we|you)['’](?:m|d|ll|ve|re)\b|"
    rf"\b(?:{'|'.join(sorted(INTERJECTIONS))}|sir|madam|bless|asking|wondering|curious|sorry|please|pls|help|question)\b|\bhere\W*$|"
    r"^\W*(?:(?:quick|one|another|last|next|nice|good|great) )?(?:more|story|one|news|stuff)\W*$",
    re.I,
)
# What may stand before a question word; "when you have a minute" asks nothing
_FRONTED = r"(?:(?:in|on|at|to|for|from|by|with|of|since|until) )?(?!(?:when|what|how) (?:i|you|u|we)\b)"
_ASKS = re.compile(
    rf"(?:(?:so|and|but|ok|okay|now|then|well|like|anyway|anyhow)[\s,]+)*(?P<asks>{_FRONTED}(?:{WH}|{AUXILIARY})\b.*)",
    re.I | re.S,
)
_WITHIN = re.compile(rf"(?P<before>[^,;]*?(?:,[^,;]*?)?)[\s,]+(?P<asks>{_FRONTED}(?:{WH})\b.*)", re.I | re.S)
_POINTS = re.compile(r"\b(?:he|she|him|his|her|it|its|they|them|their|theirs|this|these|those)\b", re.I)
# As in a letter
_ADDRESSED = re.compile(r"^dear\b[^,.!?]{1,40}[,.!]\s+", re.I)
_SIGNED = re.compile(
    r"(?<=[.?!])\s+(?:(?:yours|very) (?:faithfully|sincerely|truly)|(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|sincerely|cheers)\b[^?]*$",
    re.I,
)
# Where somebody is from and what they are called are no names that the question speaks of
_WHERE_FROM = re.compile(r"\b(?:from|in|near|at|name is|name['’]s|called)\s+(?:[A-ZÀ-Þ][\w’'-]*\s*)+")
_SHOUTED = re.compile(r"[A-Z]{5,}")  # no abbreviation


def bare_question(text: str) -> str | None:
    """The one question in a text that else only tells of whoever asks; None where there is no such, or where it cannot stand alone."""
    said = _SIGNED.sub("", _ADDRESSED.sub("", " ".join(text.split())))
    pieces = [piece for piece in _BREAKS.split(said) if piece and re.search(r"\w", piece)]
    asked = [(n, found) for n, piece in enumerate(pieces) if (found := _asked(piece))]
    if len(asked) != 1:
        return None
    (at, question) = asked[0]
    others = [piece for n, piece in enumerate(pieces) if n != at]
    if question == text or not all(map(_OF_ASKER.search, others)):
        return None
    return None if _POINTS.search(question) or len(set(content_stems(question))) < _LEAST else question


def told_before(text: str, question: str) -> tuple[str, ...]:
    """The names in what a text says beside its question, but for where somebody is from."""
    said = _SIGNED.sub("", _ADDRESSED.sub("", text)).replace(question, "")
    return tuple(name for piece in _BREAKS.split(said) for name in _names(_WHERE_FROM.sub("", piece)))


def _names(piece: str) -> list[str]:
    """The names in a piece, without a capital that but opens it, and what is shouted."""
    return [name for name in names(piece) if not (piece.startswith(name) or _SHOUTED.fullmatch(name))]


def _asked(piece: str) -> str | None:
    """The question that a piece of a text is, or that stands in it behind what only whoever asks says."""
    if opens := _ASKS.fullmatch(piece):
        return opens["asks"]
    within = _WITHIN.fullmatch(piece)
    if not within or not _OF_ASKER.search(within["before"]) or _names(within["before"]):
        return None
    return within["asks"]
