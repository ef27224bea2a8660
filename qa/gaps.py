"""A statement that leaves something open, as quizzes put it → a question: "This star ended a tour:" → "Which star ended a tour?"."""

from __future__ import annotations

import re

from qa.questions import AUXILIARY

__all__ = ["filled"]

_FEWEST = 4  # words of such a statement
_ASKS = re.compile(r"\?|\b(?:what|which|whom|whose|how)\b|^true or false\b", re.I)
# What somebody wishes or says of themselves, and tells nothing of the news
_TO_US = re.compile(
    r"(?:please|tell|explain|show|give|list|name|summari[sz]e|describe|find|open|read|translate|help|let|compare|check|write|say|thanks?|thank you|i|"
    r"i['’]\w+|my|we|you|your|our)\b",
    re.I,
)
_BLANK = re.compile(r"_{2,}(?P<share>\s?%)?")
_TIMES = (
    r"(?:week|month|year|season|morning|afternoon|evening|night|summer|winter|spring|fall|autumn|time|weekend|day|century|decade|past|last|"
    r"coming|january|february|march|april|may|june|july|august|september|october|november|december|\w+day|way|point|case)"
)
_THIS = re.compile(
    rf"\b(?P<this>[Tt]his)(?= (?!{_TIMES}\b|{AUXILIARY}\b|(?:may|might|must|means|comes|makes|shows|said|far|much|long|many|one)\b)[\w-]+)"
)
_OPEN = re.compile(r"\s*(?::|…|\.\.\.)$")


def filled(text: str, alone: bool = True) -> str:
    """A statement with a gap as a question; any other text as it is.

    alone: whether nothing was said before it, which "this airport" may mean.
    """
    if len(text.split()) < _FEWEST or _ASKS.search(text) or _TO_US.match(text):
        return text
    said = _OPEN.sub("", text)
    if blank := _BLANK.search(said):
        what = "what percentage" if blank["share"] else "what"
        return f"{said[: blank.start()]}{what}{said[blank.end() :].rstrip(' .')}?"
    if alone and (this := _THIS.search(said)):
        which = "Which" if this["this"] == "This" else "which"
        return f"{said[: this.start()]}{which}{said[this.end() :].rstrip(' .')}?"
    return text
