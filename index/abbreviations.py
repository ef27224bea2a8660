"""The abbreviations that an article explains: "Boston Medical Center (BMC)" makes BMC the hospital in every sentence after it; and
those of a question, which one article explains while another has but the one form or the other.

Long forms are found as Schwartz and Hearst do (A simple algorithm for identifying abbreviation definitions, PSB 2003): the
letters of the short one stand in the words before it, in order, the first at the start of a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from index.records import Article, Filters
from index.words import STOP_WORDS, stem, words

if TYPE_CHECKING:
    from index.catalog import Catalog

__all__ = ["forms_asked", "in_other_form", "long_forms", "other_forms", "says", "spelt_out"]

# Two capitals at least, which a name in brackets ("(Boston)") does not have.
_EXPLAINED = re.compile(r"\((?P<short>(?=[^()\s]*[A-Z][^()\s]*[A-Z])[A-Z][A-Za-z0-9&.-]{1,9}?)s?(?:[,;][^()]*)?\)")
_REACH = 120  # characters before the bracket
_WORDS = re.compile(r"\w[\w’']*")
_AROUND = " “”‘’\"'"
# In a question: "CDC", and what may be a long form, "Centers for Disease Control". Countries are known by more names (qa.question.wants).
_SHORT = re.compile(r"(?<![\w.])(?!(?:US|USA|UK|TV)\b)[A-Z](?=[A-Za-z0-9&]*[A-Z])[A-Za-z0-9&]{1,5}(?![\w.])")
_LONG = re.compile(r"(?<![\w-])[A-Z][\w-]*(?:\s(?:of\s|for\s|and\s|on\s|the\s|of the\s|&\s)?[A-Z][\w-]*)+")
_EXPLAINING = 40  # passages that are looked at for what a short form stands for
_FEWEST = 2  # letters
# What reports explain to nobody; what they do explain goes before
_FAMILIAR = {
    "UN": "United Nations",
    "EU": "European Union",
    "NATO": "North Atlantic Treaty Organization",
    "WHO": "World Health Organization",
    "WTO": "World Trade Organization",
    "IMF": "International Monetary Fund",
    "IOC": "International Olympic Committee",
    "ECB": "European Central Bank",
    "FBI": "Federal Bureau of Investigation",
    "CIA": "Central Intelligence Agency",
    "FDA": "Food and Drug Administration",
    "CDC": "Centers for Disease Control and Prevention",
    "EPA": "Environmental Protection Agency",
    "FTC": "Federal Trade Commission",
    "NHS": "National Health Service",
    "ONS": "Office for National Statistics",
}


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
            *(whole for short, whole in long.items() if says(text, short)),
            *(short for short, whole in long.items() if whole in text),
        ]
    )


def forms_asked(question: str, catalog: Catalog) -> dict[str, str]:
    """Short → long of what a question names in either form, "the CDC" or "the Centers for Disease Control and Prevention": as most of
    the articles explain it that speak of it most.
    """
    if question.isupper():
        return {}
    forms: dict[str, str] = {}
    for name in [*_SHORT.findall(question), *_LONG.findall(question)]:
        shorts = [short for short in (_initials(name) if " " in name else [name.casefold()]) if short not in STOP_WORDS]
        if any(name in long for long in forms.values()) or not any(catalog.document_counts(map(stem, shorts)).values()):
            continue
        passages = [i for i, _ in catalog.keyword(shorts, Filters(), _EXPLAINING)]
        articles = {s.article.id: s.article for s in catalog.stored(passages).values()}
        explained = Counter(
            pair
            for article in articles.values()
            for pair in long_forms(article).items()
            if pair[0] == name or pair[1].casefold() == name.casefold()
        )
        forms |= dict(pair for pair, _ in explained.most_common(1))
    return {s: long for s, long in _FAMILIAR.items() if says(question, s) or says(question, long)} | forms


def _initials(name: str) -> list[str]:
    """What a name may be short as: "cdcp" and "cdc" of the Centers for Disease Control and Prevention."""
    whole = "".join(word[0] for word in words(name) if word not in STOP_WORDS)
    return [whole[:n] for n in range(len(whole), _FEWEST - 1, -1)]


def in_other_form(text: str, forms: Mapping[str, str]) -> str:
    """A text with each abbreviation in its long form, and what stands in the long form in the short one."""
    for short, long in forms.items():
        if says(text, short):
            text = _word(short).sub(lambda _, long=long: long, text)
        else:
            text = re.sub(_word(long).pattern, lambda _, short=short: short, text, flags=re.I)
    return text


def says(text: str, form: str) -> bool:
    """Whether a text has a short form as it is written, or a long one in any letters."""
    if " " in form:
        return form.casefold() in text.casefold()
    return form in text and bool(_word(form).search(text))


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
