"""How new a report must be to tell what a question asks: "this week", "recently", and what "is" so now, counted from the day of asking.

The answer to "Which company did it sue this week?" does not stand in a report of last year, however well that fits; and who "is" mayor
in a report of ten years ago may not be mayor now.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index import MONTH, Filters
from qa.language.dates import WEEKDAY, report_day
from qa.question.wants import AUXILIARY, WH
from qa.records import Answer

__all__ = ["AS_OF", "Lately", "as_of", "lately"]

_DAY = 86_400
# Days before the day of asking that a report may be of. Chosen on quiz questions of 2024: of 28 whose best article was older than 60 days
# two held the answer, of 39 up to 30 days old two in three; of 27 older than half a year to what "is merging", say, two.
_NEAR, _WITHIN_MONTHS, _WITHIN_A_YEAR = 31, 62, 366
_STALE = 183  # days from which on what "is" so may have changed, and what "is going on" is another thing

# (words, days before the day of asking, whether an archive's reader may say them of its own time)
_SPANS = (
    (
        r"(?<!usa )today(?!['’]s)|(?<!week )tonight|tomorrow|yesterday|(?:earlier |later )?this (?:past )?(?:week|weekend|morning|afternoon|evening)|"
        r"(?:(?:the )?(?:past|last)|next) (?:week|weekend|night)(?! tonight)",
        _NEAR,
        False,
    ),
    (rf"(?:on|last|this|next) {WEEKDAY}", _NEAR, True),
    (r"(?:earlier |later )?this month|(?:(?:the )?(?:past|last)|next) month", _WITHIN_MONTHS, False),
    (
        r"recently|lately|newly|currently|nowadays|right now|at the moment|this (?:year|season|summer|spring|autumn|fall|winter)",
        _WITHIN_A_YEAR,
        True,
    ),
)
_WORDS = [
    (re.compile(rf"\b(?:{words})\b(?! (?:Times|Show|Live|Night|Morning)\b)", re.I), days, loosely)
    for words, days, loosely in _SPANS
]
# "Which carrier is merging with it?", but not "Who is missing?"
_GOING_ON = re.compile(
    r"\b(?:is|are)(?: (?:now|also|still|not|being))* (?!(?:king|missing|morning|evening|building|wedding|(?:no|some|any|every)?thing)\b)[a-z]{2,}ing\b(?!\s*\?)"
)
# What is told by the way: "After she resigned this week, …", "…, which closed this week, …"
_BY_THE_WAY = re.compile(
    rf"^(?:after|when(?! {AUXILIARY}\b)|as|following|since|before|with|while|during|despite)\b[^,]*,\s|,\s(?:which|who|whose|whom|where)\b[^,]*,",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“‘']?[A-Z])")
_DATED = re.compile(rf"\b(?:19|20)\d\d\b|\b{MONTH}\.? \d|\d (?:of )?{MONTH}\b", re.I)
_IS = r"(?:is|are|does|do|can|will)"
_NOUN = rf"(?: (?!{AUXILIARY}\b|{WH}\b|that\b|[a-z]+ed\b)[\w’'-]+)"  # a word of "Which company", "How many people"
_PRESENT = re.compile(
    rf"^(?:[^?]*?\b)?(?:(?:who|what|where|when|why)(?:['’]s\b| {_IS}\b)|(?:which|whose|what|how){_NOUN}{{1,4}} {_IS}\b)|^{_IS}\b|\b(?:still|now|currently)\b",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|did|had)\b|\b(?:who|that|which) [a-z]+ed\b", re.I)
AS_OF = "As reported on "


class Lately(NamedTuple):
    """The words by which a question asks of what is new, and since when (epoch seconds) the reports are that can tell it.

    loosely: "recently", say, which the reader of an archive may say of its own time.
    """

    words: str
    since: int
    loosely: bool

    def narrowed(self, filters: Filters) -> Filters:
        """The filters with its time: never wider than they were."""
        return filters.within(self.since, None)


def lately(question: str, asked_on: int | None) -> Lately | None:
    """How new a report must be for a question; None for any other, and where nobody knows when it is asked (epoch seconds).

    Only the sentence that asks counts, without what it tells by the way: "X died this week. With which group did she begin?"
    """
    asks = _asking(question)
    if asked_on is None or _DATED.search(asks):
        return None
    for words, days, loosely in _WORDS:
        for said in words.finditer(asks):
            if not said.start() or said[0][0].islower():  # no title: "USA Today", "This Week"
                return Lately(said[0].casefold(), asked_on - days * _DAY, loosely)
    return Lately("now", asked_on - _STALE * _DAY, True) if _GOING_ON.search(asks) else None


def as_of(answer: Answer, question: str, asked_on: int | None) -> str | None:
    """What a reader is told of the age of an answer that may no longer be so: to a question in the present, from a report months older."""
    days = [c.published for c in answer.citations[:1] if c.published is not None]
    asks = _asking(question)
    if asked_on is None or not days or asked_on - days[0] < _STALE * _DAY:
        return None
    if not _PRESENT.search(asks) or _PAST.search(asks):
        return None
    return f"{AS_OF}{report_day(days[0])}: it may have changed since."


def _asking(question: str) -> str:
    """The last sentence that asks, without what is told by the way."""
    sentences = _SENTENCE.split(question.strip())
    asks = next((s for s in reversed(sentences) if s.endswith("?")), sentences[-1])
    return _BY_THE_WAY.sub(" ", asks)
