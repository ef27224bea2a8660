"""What is no question and asks all the same → a question: "This star ended a tour:", as quizzes put it → "Which star ended a tour?";
"number of dead in Mecca", as one types for a search → "How many dead in Mecca?"."""

from __future__ import annotations

import re

from index import STOP_WORDS, words
from qa.question.wants import AUXILIARY

__all__ = ["filled", "of_others"]

_FEWEST = 4  # words of such a statement
# What somebody wishes or says of themselves, and tells nothing of the news
_TO_US = re.compile(
    r"(?:please|tell|explain|show|give|list|name|summari[sz]e|describe|find|open|read|translate|help|let|compare|check|write|say|thanks?|thank you|i|"
    r"i['’]\w+|my|we|you|your|our|no|yes|ok|okay|wow|sum|delete|heard|latest)\b",
    re.I,
)
_ASKS = re.compile(
    rf"\?|\b(?:what|which|whom|whose|how)\b|^(?:who|when|where|why|{AUXILIARY}|may|might|must|true or false)\b", re.I
)
_BLANK = re.compile(r"(?<!\w)_{2,}(?P<share>\s?%)?(?!\w)")
# What behind "this" is no thing left open: a time, what is on the screen, a verb, an adverb
_TIMES = (
    "week month year quarter season morning afternoon evening night summer winter spring fall autumn time weekend day century decade moment stage "
    "past last coming fiscal january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday christmas easter thanksgiving term way point case rate"
)
_HERE = (
    "article story report claim answer news topic chat chatbot bot tool conversation question page site rumor rumour quote source list kind sort type "
    "far much long high many one is"
)
_VERBS = (
    "means comes came makes made shows showed said says happened happens looks took takes works worked seems sounds feels goes went led caused "
    "matters ever never really still always almost proves depends affects raises follows followed marks marked"
)
_NO_GAP = frozenset(f"{_TIMES} {_HERE} {_VERBS}".split()) | STOP_WORDS
_NUMBER_OF = re.compile(
    r"(?:what(?:['’]?s| is| was) )?(?:the )?(?:total |exact )?number of (?!the |an? |his |her |its |my )(?=[a-z])", re.I
)
_THIS = re.compile(r"\b(?P<this>[Tt]his) (?P<what>[\w-]+)\b(?!['’]t\b)")
_ENDS = re.compile(r"(?P<open>\s*(?::|…|\.\.\.))$|\.$")
# "and the injured?" after a question for a number: what became of others
_BECAME = {
    **{
        done: f"were {done}"
        for done in words("injured wounded hurt killed arrested detained rescued saved displaced evacuated infected")
    },
    **dict.fromkeys(("dead", "deaths", "fatalities"), "died"),
    **{"injuries": "were injured", "arrests": "were arrested", "survivors": "survived", "missing": "are missing"},
}
_OTHERS = re.compile(
    rf"(?:(?:and|but|or)\s+)?(?:(?:what|how)\s+about\s+)?(?:the\s+)?(?P<who>{'|'.join(_BECAME)})\W*", re.I
)


def filled(text: str, alone: bool = True) -> str:
    """A statement with a gap, or the name of a number, as a question; any other text as it is.

    alone: whether nothing was said before it, which "this airport" may mean.
    """
    said = text.strip()
    if (of := _NUMBER_OF.match(said)) and not _ASKS.search(counted := said[of.end() :].rstrip(" .!:?")):
        return f"How many {counted}?"
    if len(said.split()) < _FEWEST or _ASKS.search(said):
        return text
    blanks = list(_BLANK.finditer(said))
    if len(blanks) == 1:
        (blank,) = blanks
        what = "what percentage" if blank["share"] else "what"
        return _asked(said, blank.start(), what, blank.end())
    ends = _ENDS.search(said)
    if not alone or blanks or not ends or not (ends["open"] or said[:1].isupper()) or _TO_US.match(said):
        return text
    this = next((m for m in _THIS.finditer(said) if m["what"].casefold() not in _NO_GAP), None)
    if this is None:
        return text
    return _asked(said[: ends.start()], this.start(), "Which" if this["this"] == "This" else "which", this.end("this"))


def _asked(said: str, start: int, word: str, end: int) -> str:
    return f"{said[:start]}{word}{said[end:].rstrip(' .!:')}?"


def of_others(text: str) -> str | None:
    """What became of others, asked as a whole question: "How many were injured?" of "and the injured?"."""
    others = _OTHERS.fullmatch(text.strip())
    return f"How many {_BECAME[others['who'].casefold()]}?" if others else None
