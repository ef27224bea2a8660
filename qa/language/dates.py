"""Days that a report names by their distance from it: "on Wednesday", "yesterday afternoon" → the date.

The arithmetic is done here, by code: a small model takes the report's own date for the day that it tells of. Where the words do not
say which day is meant, no date is told.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

__all__ = ["WEEKDAY", "WEEKDAYS", "YEAR", "day_words", "has_date", "report_day", "with_date", "with_dates"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_RELATIVE = re.compile(
    rf"""\b(?:(?P<last>(?i:last)\s+)?(?P<weekday>(?i:{"|".join(WEEKDAYS)}))(?i:\s+(?:morning|afternoon|evening|night))?
    | (?P<before_that>(?i:the\s+day\s+before\s+yesterday)) | (?P<after_that>(?i:the\s+day\s+after\s+tomorrow))
    | (?P<yesterday>[Yy]esterday(?:\s+(?:morning|afternoon|evening))? | [Ll]ast\s+night)
    | (?P<tomorrow>[Tt]omorrow(?:\s+(?:morning|afternoon|evening|night))?)
    | (?P<today>(?:[Ee]arlier\s+)?today | (?:(?<=[.!?:;“"(—–-]\s)|(?<=[“"(—–])|^)Today  # not the newspaper "USA Today"
        | (?i:this\s+(?:morning|afternoon|evening)|tonight)))\b
    # It has its date already, or is counted from another week.
    (?! (?:\s+(?:morning|afternoon|evening|night))?
      (?: ,?\s+(?:{_MONTH}\s+\d | \d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH} | \d{{1,2}}[/.]\d)
        | \s*\(\d | \s+(?:of\s+)?(?:next|last|this)\s+week ))""",
    re.VERBOSE,
)
_DISTANCE = {"before_that": -2, "yesterday": -1, "tomorrow": 1, "after_that": 2}  # days ahead
# No one day: any such day, the day after a report that is not told of, or a name ("Black Friday", "The Sunday Times").
_BEFORE_NO_DAY = re.compile(
    r"\b(?:every|each|any|some|most|an?|one|next|coming|following|the|Black|Good|Easter|Ash|Super|Cyber|Giving|Palm|Bloody|Holy)\s+$",
    re.I,
)
_BEHIND_NO_DAY = re.compile(
    r"\s+(?:Times|Telegraph|Mirror|Mail|Express|Herald|Post|Sun|Independent|Star|World|(?:Morning |Night )?(?:Football|Live|Lights|Show))\b"
)
_SAID = "said|told|announced|added|warned|reported|confirmed"
_TO_COME = (
    r"\b(?:(?:will|won['’]t|would|shall|may|might|could)(?!\s+(?:have|not\s+be)\b)|"
    r"(?:is|are|was|were)\s+(?:due|set|expected|scheduled|planned|to\s+be|to)|plans?\s+to|going\s+to|(?:scheduled|planned|due|set)\s+for|"
    # in the present, of what is planned
    r"begins?|starts|ends|opens|closes|resumes?|returns|expires?|takes?\s+(?:place|effect)|kicks?\s+off|goes\s+on\s+sale|go(?:es)?\s+to\s+the\s+polls)\b"
)
# What has been lies between: "will appear in court on Monday, police said on Tuesday", "the man who was arrested on Monday".
_HAS_BEEN = rf"\b(?:{_SAID}|was|were|had|having|after|following|since)\b"
_TO_COME_BEFORE = re.compile(rf"{_TO_COME}(?:(?!{_HAS_BEEN})[^.;:!?—–])*$", re.I)
_TO_COME_BEHIND = re.compile(rf"^[^.;:!?—–]*?{_TO_COME}", re.I)
_OPENS = re.compile(r"(?:^|[.;:!?,—–“\"]\s*)(?:on\s+)?$", re.I)
_SAYS = re.compile(rf"\b(?:{_SAID}|says|that)\b", re.I)
_TILL = re.compile(r"\b(?:until|till|by|before|from)\s+$", re.I)  # behind or ahead, who knows
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"  # for patterns of others


def with_date(phrase: str, published: int | None, sentence: str = "") -> str:
    """The phrase with its date in brackets, where it names a day relative to the report: "on Wednesday (27 November 2024)".

    published: epoch seconds of the report. sentence: where the phrase stands, if that is known, since "will open on Monday" is
    another Monday than "opened on Monday".
    """
    if re.search(r"\d", phrase):
        return phrase
    found = re.search(re.escape(phrase), sentence) or re.search(re.escape(phrase), sentence, re.I)
    return _dated(sentence, published, *found.span()) if found else with_dates(phrase, published)


def with_dates(text: str, published: int | None) -> str:
    """A sentence with the date behind each day that it names relative to its report.

    A weekday is the last one up to the report's own day, or the next one where the sentence tells of what is to come.
    """
    return _dated(text, published, 0, len(text))


def has_date(text: str) -> bool:
    """Whether a sentence names a day by its distance from the report, or a year."""
    return bool(_RELATIVE.search(text) or YEAR.search(text))


def day_words(moment: datetime) -> str:
    """A date in words: 27 November 2024."""
    return moment.strftime("%-d %B %Y")


def report_day(published: int) -> str:
    """The day of a report, from epoch seconds, in words: 28 November 2024."""
    return day_words(datetime.fromtimestamp(published, UTC))


def _dated(text: str, published: int | None, start: int, end: int) -> str:
    """text[start:end] with its dates, told by the whole text."""
    if published is None:
        return text[start:end]
    report = datetime.fromtimestamp(published, UTC)
    pieces, at, latest = [], start, 0
    for match in _RELATIVE.finditer(text):
        days = _days_ahead(match, report)
        if days is not None and 0 < days < latest:
            days = None  # "begins on Monday and ends on Friday": Friday is not the one before
        latest = max(latest, days or 0)
        if days is not None and match.start() < end and start < match.end():
            told = min(match.end(), end)  # a phrase may leave out the hour: "yesterday" of "yesterday afternoon"
            pieces.append(f"{text[at:told]} ({day_words(report + timedelta(days=days))})")
            at = told
    return "".join(pieces) + text[at:end]


def _days_ahead(match: re.Match[str], report: datetime) -> int | None:
    """How many days after the report's a day is, less than 0 for one before it; None where that is not said."""
    if not match["weekday"]:
        return next((days for name, days in _DISTANCE.items() if match[name]), 0)
    before, behind = match.string[: match.start()], match.string[match.end() :]
    if _BEFORE_NO_DAY.search(before) or _BEHIND_NO_DAY.match(behind):
        return None
    ahead = (WEEKDAYS.index(match["weekday"].capitalize()) - report.weekday()) % 7
    if match["last"]:
        return ahead - 7
    if _TO_COME_BEFORE.search(before) or (_OPENS.search(before) and _is_to_come(behind)):
        return ahead or None  # today's weekday: today, or in a week
    return None if _TILL.search(before) else (ahead - 7 if ahead else 0)


def _is_to_come(behind: str) -> bool:
    """Whether what follows a day that opens a sentence is to come then ("On Monday the court will …"), not who said so then."""
    found = _TO_COME_BEHIND.search(behind)
    return bool(found) and not _SAYS.search(found.group())
