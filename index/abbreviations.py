"""The abbreviations that an article explains: "Boston Medical Center (BMC)" makes BMC the hospital in every sentence after it.

Long forms are found as Schwartz and Hearst do (A simple algorithm for identifying abbreviation definitions, PSB 2003): the
letters of the short one stand in the words before it, in order, the first at the start of a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from index.records import Article
from index.words import STOP_WORDS, words

__all__ = ["long_forms", "other_forms", "spelt_out"]

# Two capitals at least, which a name in brackets ("(Boston)") does not have.
_EXPLAINED = re.compile(r"\((?P<short>(?=[^()\s]*[A-Z][^()\s]*[A-Z])[A-Z][A-Za-z0-9&.-]{1,9}?)s?(?:[,;][^()]*)?\)")
_REACH = 120  # characters before the bracket
_WORDS = re.compile(r"\w[\w’']*")
_AROUND = " “”‘’\"'"


@lru_cache(maxsize=2_000)
def long_forms(article: Article) -> Mapping[str, str]:
    """What the article's abbreviations stand for: {"BMC": "Boston Medical Center"}."""
    text = article.text
    found: dict[str, str] = {}
    for bracket in _EXPLAINED.finditer(text):
        short = bracket["short"]
        before = re.split(r"[.;:()\n]\s", text[max(0, bracket.start() - _REACH) : bracket.start()])[-1].rstrip()
        most = min(len(short) + 5, 2 * len(short))
        long = _long_form(short, " ".join(before.split()[-most:]))
        if long and short not in found:
            found[short] = long
    return found


def spelt_out(text: str, long: Mapping[str, str]) -> str:
    """A text with each abbreviation explained where it first stands: "BMC (Boston Medical Center) paid …"."""
    for short, whole in long.items():
        if whole not in text:
            text = _word(short).sub(lambda found, whole=whole: f"{found[0]} ({whole})", text, count=1)
    return text


def other_forms(text: str, long: Mapping[str, str]) -> str:
    """What else the text could have said for its abbreviations and their long forms."""
    return " ".join(
        [
            *(whole for short, whole in long.items() if short in text and _word(short).search(text)),
            *(short for short, whole in long.items() if whole in text),
        ]
    )


@lru_cache(maxsize=2_000)
def _word(short: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(short)}(?!\w)")


def _long_form(short: str, before: str) -> str | None:
    """The last words of `before` that `short` abbreviates: those with just these initials, else as few as hold its letters."""
    letters = [c for c in short.casefold() if c.isalnum()]
    telling = [word for word in _WORDS.finditer(before) if word[0].casefold() not in STOP_WORDS][-len(letters) :]
    if [word[0][0].casefold() for word in telling] == letters:
        return before[telling[0].start() :]
    at = len(before) - 1
    for n in range(len(letters) - 1, -1, -1):
        while at >= 0 and (before[at].casefold() != letters[n] or (n == 0 and at > 0 and before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    long = before[at + 1 :].strip(_AROUND)
    return long if len(long) > len(short) and words(long)[0] not in STOP_WORDS else None
