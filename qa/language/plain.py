"""A sentence → the same in one form for what is written in many: "U.S." and "USA", "n't", "no more than", "half a million", "AT&T".

What somebody refused, tried, wanted, may or is said to have done gets a mark that no text holds, in the place of its "to", "of" or "that".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.language.lexicon import MONTHS, NUMBERS, SCALES

__all__ = ["CLAIMED", "DECLINED", "POSSIBLE", "TRIED", "UNDONE", "WANTED", "ordinals_in_words", "plain"]

DECLINED, TRIED, WANTED, POSSIBLE, CLAIMED = "xdeclinedx", "xtriedx", "xwantedx", "xpossiblex", "xclaimedx"
UNDONE = frozenset({DECLINED, TRIED, WANTED, POSSIBLE})
_IN_WORDS = "|".join(NUMBERS)
_NUMBER_AHEAD = rf"(?=\s+(?:about\s+|some\s+)?(?:(?:[A-Z]{{0,3}}[$£€])?\d|(?:{_IN_WORDS})\b))"
_NO_NUMBER = rf"(?!\s+(?:an?|the|its|their|about|some|just|[$£€]?\d+|{_IN_WORDS})\b)"  # "declined to 4 percent"
# Verbs, and what stands for the "to" behind them: what follows was declined, but tried, or wanted
_VERBS = {
    r"(?:declin|refus)(?:es?|ed|ing)": DECLINED,
    r"(?:threaten|attempt)(?:s|ed|ing)?|tr(?:y|ies|ied|ying)": TRIED,
    r"s(?:eek|ought)(?:s|ing)?|(?:want|plan|vow|expect|schedul|propos|offer|promis|agree)(?:s|es?|n?ed|d|n?ing)?|hop(?:e|es|ed|ing)|set|due|likely|poised|"
    r"about": WANTED,
    r"(?:is|are|was|were)(?: \w+ly)? (?:alleged|believed|thought|suspected|said)": TRIED,
}
_ACCUSED = r"(?:accus|suspect)(?:e[sd]|ed|s|ing)?"
_MONTHS = "|".join(MONTHS)
_PARTS = {
    "half": 50,
    "a third": 33,
    "two thirds": 67,
    "a quarter": 25,
    "three quarters": 75,
    "a fifth": 20,
    "a tenth": 10,
}
_THEM = r"(?=\s(?:of|the|its|their|his|her|all|those)\b)"
_HALVES = {"half a": 0.5, "half of a": 0.5, "a quarter of a": 0.25, "a quarter": 0.25, "three quarters of a": 0.75}
_TENS = "|".join(word for word, n in NUMBERS.items() if n < 100 and word not in SCALES)
_ORDINALS = dict(
    enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
        seventeenth eighteenth nineteenth twentieth""".split(),  # noqa: SIM905
        1,
    )
)
_DAYS = {word: day for day, word in _ORDINALS.items()}
_DAY_IN_WORDS = re.compile(rf"\b({'|'.join(_DAYS)}) of (?={_MONTHS})\b", re.I)
_ORDINAL = re.compile(r"\b([1-9]|1\d|20)(?:st|nd|rd|th)\b")


def _and_a_half(match: re.Match[str]) -> str:
    """ "2.5 million" for "two and a half million"."""
    number = NUMBERS.get(match["number"].casefold())
    return f"{(float(match['number']) if number is None else number) + 0.5:g} "


def _day(match: re.Match[str]) -> str:
    month = int(match["month"])
    return f"{int(match['day'])} {MONTHS[month - 1]} {match['year']}" if 1 <= month <= 12 else match[0]


_Change = str | Callable[[re.Match[str]], str]
_FORMS: tuple[tuple[re.Pattern[str], _Change], ...] = (
    (re.compile(r"\x00"), " "),
    (re.compile(r"\bUnited States(?: of America)?\b|\bU\.S\.A?\.?(?=\W|$)|\bUSA\b"), "US"),
    (re.compile(r"\bUnited Kingdom\b|\bU\.K\.(?=\W|$)"), "UK"),
    (re.compile(r"\b([A-Z])\.([A-Z])\.(?:([A-Z])\.)?"), r"\1\2\3"),
    (re.compile(r"(?<=\b[A-Z])\s?&\s?(?=[A-Z]\b)"), "and"),  # "AT&T" has a T, and "S&P" an S, of its own
    (re.compile(r"n[’']t\b"), " not"),
    (re.compile(r"\bcannot\b"), "can not"),
    (re.compile(r"[’'`]s\b"), ""),
    (re.compile(r"(?<=[a-z])’(?=[a-z])"), "'"),
    (re.compile(r"\bnot only\b", re.I), "also"),
    (re.compile(r"\bno longer\b(?! than)|\brather than\b|\binstead of\b|\bin (?:the )?place of\b|\bexcept(?: for)?\b", re.I), "not"),
    (re.compile(r"\b(has|have|had|is|are|was|were) yet to\b", re.I), r"\1 not"),
    (re.compile(r"\bnot ((?:\w+ ){1,4}?)until\b", re.I), r"\1until"),  # so it did, then
    (
        re.compile(
            rf"\b(?:(?:no|not) (?:more|later|longer) than|(?:at (?:the )?most|as (?:many|much) as|up to){_NUMBER_AHEAD})(?=\W)",
            re.I,
        ),
        "atmost",
    ),
    (
        re.compile(
            rf"\b(?:(?:no|not) (?:less|fewer|earlier|sooner) than|at (?:the very )?least{_NUMBER_AHEAD})\b", re.I
        ),
        "atleast",
    ),
    *(
        (re.compile(rf"\b({verbs})((?: \w+ly| again| for \w+){{0,2}}) to\b{_NO_NUMBER}", re.I), rf"\1\2 {mark}")
        for verbs, mark in _VERBS.items()
    ),
    (re.compile(rf"\b({_ACCUSED})((?: \w+){{0,4}}?) of (?=\w+ing\b)", re.I), rf"\1\2 {TRIED} "),
    (re.compile(r"\b(alleg(?:es?|ed|ing)|claim(?:s|ed|ing)?|suspect(?:s|ed)?) that\b", re.I), rf"\1 {CLAIMED}"),
    (re.compile(r"\b(is|are|was|were) to (?!the\b|an?\b|blame\b)(?=[a-z])"), rf"\1 {WANTED} "),
    (re.compile(r"\bno[ -]one\b", re.I), "nobody"),
    (re.compile(r"\bmore\s+than\b", re.I), "over"),
    (re.compile(r"\b(?:less|fewer)\s+than\b", re.I), "under"),
    *((re.compile(rf"\b{part}{_THEM}", re.I), f"{percent} percent") for part, percent in _PARTS.items()),
    # "10 October to 20 October" for "10 to 20 October"
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (to|and|or) (?=\d{{1,2}}(?:st|nd|rd|th)? (?P<month>{_MONTHS})\b)"), r"\1 \3 \2 "),
    (re.compile(rf"\b(?P<month>{_MONTHS}) (\d{{1,2}}) (to|and|or) (?=\d{{1,2}}\b)(?!\d+ (?:{_MONTHS}))"), r"\1 \2 \3 \1 "),
    (re.compile(r"(?<=\d)\s?–\s?(?=[\d$£€])"), " to "),
    (re.compile(r"\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"), _day),
    *(
        (re.compile(rf"\b{words}(?=\s+(?:hundred|thousand|[mbt]r?illion|dozen)\b)", re.I), f"{value}")
        for words, value in _HALVES.items()
    ),
    (re.compile(rf"\b(?P<number>\d+|{_TENS}) and a half\s", re.I), _and_a_half),
    (re.compile(rf"\b(hundred|thousand) and (?=(?:{_TENS}|\d\d?)\b)", re.I), r"\1 "),
    (re.compile(rf"\b(?:nearly|almost|around|roughly|approximately|about|close to|some)\b{_NUMBER_AHEAD}", re.I), ""),
    # Metres, where "m" is no million
    (re.compile(r"(?<=\d)\s?m(?= (?:high|tall|deep|long|wide|above|below|freestyle|butterfly|backstroke|relay|hurdles|sprint|race)\b)"), " metre"),
)  # fmt: skip


def plain(text: str) -> str:
    """The text in one form. Not for a reader: it may hold marks."""
    for pattern, form in _FORMS:
        text = pattern.sub(form, text)
    return _DAY_IN_WORDS.sub(lambda match: f"{_DAYS[match[1].lower()]} ", text)


def ordinals_in_words(text: str) -> str:
    """ "third" for "3rd", once its dates are taken out ("May 3rd")."""
    return _ORDINAL.sub(lambda match: _ORDINALS[int(match[1])], text)
