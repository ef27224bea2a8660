"""Outlets whose article a question is about, and whether the corpus has any of theirs: "what does the Bloomberg article say …?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import letters
from qa.questions import names

__all__ = ["absent_outlets"]

_NAME = r"[A-Z][\w.&’'-]*(?:\s(?:of\s|the\s|[|-]\s)?[A-Z][\w.&’'-]*){0,4}"
_QUOTE = "['‘’“”\"]*"
# What an outlet is called that cannot be anything else's name: "the UN report" and "the story of Ann Reed" are of none.
_OUTLET = (
    r"(?:[A-Z][\w.&’'-]*\s){0,3}(?:Times|Journal|Post|News|Bloomberg|Reuters|Guardian|Herald|Tribune|Economist|BBC|CNN|"
    r"Forbes|Telegraph|Press)"
)
_MENTIONS = (
    re.compile(rf"(?P<outlet>{_NAME}){_QUOTE}\sarticle"),
    re.compile(rf"\barticles?\s(?:from|by|in|published\s(?:by|in))\s(?:the\s)?{_QUOTE}(?P<outlet>{_NAME})"),
    re.compile(rf"\b(?:story|stories)\s(?:by|published\s(?:by|in))\s(?:the\s)?{_QUOTE}(?P<outlet>{_NAME})"),
    re.compile(rf"\b(?:articles?|story|stories)\s(?:of|in|from)\s(?:the\s)?{_QUOTE}(?P<outlet>{_OUTLET})\b"),
    re.compile(rf"(?P<outlet>{_OUTLET})\s(?:report|story|piece|coverage)"),
)  # fmt: skip
_OTHER = re.compile(
    r"^(?:(?:does|did|do|is|are|was|were|has|have|between|after|before|considering|based|according|while|if|both|each|one|another|this|"
    r"that|which|what|who|how|when|the|a|an|in|on|to|and|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)\s+)+",
    re.I,
)


def absent_outlets(question: str, publishers: Sequence[str]) -> tuple[str, ...]:
    """The outlets whose article or report a question speaks of though none of the publishers is called so."""
    known = [letters(name).removeprefix("the ") for name in publishers]
    absent: dict[str, None] = {}
    for match in (m for mention in _MENTIONS for m in mention.finditer(question)):
        outlet = _OTHER.sub("", re.sub("['’]s$", "", match["outlet"]) + " ").strip(" '‘’“”\"")
        plain = letters(outlet)
        if names(f"the {outlet}") and not any(plain in name or name in plain for name in known if name):
            absent[outlet] = None
    return tuple(absent)
