"""The phrases of a sentence that can be an answer: its dates, numbers, reasons, places and names, read by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index import STOP_WORDS, split_sentences, words
from qa.language.dates import WEEKDAY
from qa.language.lexicon import MONTHS

__all__ = ["dates", "is_calendar", "names_month", "names_of", "numbers_of", "places", "reason"]

_REMEMBERED = 20_000  # sentences whose names are: many questions lead to the same ones
_MONTHS = "|".join(MONTHS)
_MONTHS_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_RELATIVE = r"yesterday|today|tomorrow|tonight|this (?:morning|afternoon|evening)|(?:last|next|this) (?:week|month|year|night|spring|summer|autumn|fall|winter)"
_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTHS}|{_MONTHS_SHORT})\b\.?(?: \d{{1,2}}(?!\d)(?:st|nd|rd|th)?)?"
    rf"(?:,? (?:19|20)\d\d)?|(?:(?:on|[Ll]ast|[Nn]ext|[Tt]his) )?{WEEKDAY}|"
    r"(?:in |since |by |during )?(?:early |late |mid-)?(?:19|20)\d\d|"
    rf"(?P<relative>(?i:{_RELATIVE})\b)|\w+ (?:days|weeks|months|years) (?:ago|later|earlier))"
)
_CALENDAR = re.compile(rf"(?:{_MONTHS}|{_MONTHS_SHORT}|{WEEKDAY}(?: (?:Morning|Afternoon|Evening|Night))?)\b\.?")
_MONTH = re.compile(rf"\b(?:{_MONTHS}|{_MONTHS_SHORT})\b")
_NUMBER_WORD = (
    "(?<!no )(?<!No )one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|half"
)
_SUFFIX = "[mb]ln|trln|bn|[mk]|tn|km|cm|mm|kg|ft|mph|kph"  # "£6m", "18km"
_FIGURE = (  # "$5", "NZ$26 million"
    rf"(?:(?:\b[a-z]{{1,3}})?[$£€]\s?)?(?:(?:\d[\d,.]*\d|\d)(?:(?:{_SUFFIX})\b)?|\b(?:{_NUMBER_WORD})\b)(?:[ -](?:hundred(?: and(?= (?:{_NUMBER_WORD})\b))?|{_NUMBER_WORD}|thousand|million|billion|trillion|mln|bln|trln))*"
    r"(?:\s?%|\s?(?:per ?cent|pct)\b)?"
)
_LITTLE = "(?:just|well|slightly|a little|a bit)"
# With what it is a part of: "179 of the 181 people" counts people, too.
_NUMBER = re.compile(
    rf"(?:(?:at least|(?:{_LITTLE} )?(?:more than|over|less than|fewer than)|{_LITTLE} under|about|nearly|almost|up to|around|some|roughly|an estimated) )?{_FIGURE}"
    rf"(?: (?:out )?of (?:the |its |their |his |her |all )*{_FIGURE})?(?: (?:of )?[a-z][a-z-]+|-[a-z][a-z-]+)?",
    re.I,
)
# Numbers that count nothing: of a telephone, a place in an order, one that is a name ("Phase 2")
_NO_COUNT = re.compile(
    r"\d{3}-\d{3,4}(?:-\d{4})?(?!\d)|\d(?:st|nd|rd|th)\b|"
    r"(?:\b(?:phase|article|section|chapter|page|route|flight|room|line|level|stage|type|act|title|version|class|grade|covid|no\.)[ -])\d+",
    re.I,
)
# What a phrase must not end on, beside the stop words.
_PREPOSITIONS = frozenset(
    """across along amid among around behind beside despite near onto per toward towards via within without""".split()  # noqa: SIM905 - a list of them is 15 lines
)
_CAPITAL = "A-ZÀ-ÖØ-Þ"
# "Dr. Anne Reed", "Harry S. Truman", "Bashar al-Assad"; but not "Team B. You can …"
_NO_NAME = "|".join(sorted(word.capitalize() for word in STOP_WORDS if len(word) > 1))
_SHORTENED = (
    rf"(?:Dr|Mrs?|Ms|Prof|St|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Capt|Rev|[{_CAPITAL}])\. (?=[{_CAPITAL}])(?!(?:{_NO_NAME})\b)"
)
_ARABIC = "(?:a[dlnrsz]|ash|el|ul)-"
_FURTHER = (
    rf"(?!\d+[-–]\d)(?:{_SHORTENED}){{0,4}}(?:{_ARABIC})?[{_CAPITAL}0-9][\w’'.-]*\w"  # a score is no part of a name
)
_NAME = re.compile(
    rf"(?:[Tt]he )?(?:{_SHORTENED}){{0,4}}[{_CAPITAL}][\w’'.-]*[\w’]"
    rf"(?:(?: (?:of|for|the|and|de|del|da|di|du|der|al|el|bin|ibn|van|von) | )(?={_FURTHER}){_FURTHER})*"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENING = re.compile(r"(?:^|[.!?:;—–\n])[\s“”\"'‘’(\[]*$")
# Words at a sentence's opening that belong to no name; some stop words may: "Will Smith", "The Hague".
_OPENERS = (STOP_WORDS - {"will", "an", "don", "the"}) | {"according", "still", "yes", "however", "meanwhile", "since"}
_COMMON = re.compile(r"(?:ing|ed|ly|ers|ors|ists|ials|ies|tions|ments)$")
_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|as a result of|in response to|a (?:direct )?response to|owing to|thanks to|in order to|so that|"
    r"caused by)\b",
    re.I,
)
# "since May", "since the start of" say when.
_TIME = rf"(?:early |late |mid-)?(?:{_MONTHS}|\d)|{WEEKDAY}|last|then|the (?:start|beginning|end)"
# "to" before an infinitive, which is no stop word but be, do and have, and no "-ing"
_NO_INFINITIVE = "|".join(sorted(STOP_WORDS - {"be", "do", "have", "let", "tell"}))
_PERHAPS_WHY = re.compile(
    rf"\b(?:after|since(?! (?:{_TIME}))|to(?= (?!(?:{_NO_INFINITIVE})\b|\w{{3,}}ing\b)[a-z]+ ))\b", re.I
)
# "agreed to pay" says what, not why.
_TAKES_TO = re.compile(
    r"\b(?:agree[sd]?|plan(?:s|ned)?|want(?:s|ed)?|need(?:s|ed)?|try|tries|trying|tried|continue[sd]?|expect(?:s|ed)?|beg[ai]ns?|(?:un)?able|"
    r"(?:un)?likely|going|ha[ds]|have|decided?|refuse[sd]?|fail(?:s|ed)?|seem(?:s|ed)?|appear(?:s|ed)?|allow(?:s|ed)?|ask(?:s|ed)?|"
    r"how|ought|used|due|supposed|required|forced|willing|ready|yet|hope[sd]?|intend(?:s|ed)?|according) $",
    re.I,
)
_LONGEST_REASON, _CLAUSE, _BACK = 160, 60, 100  # characters
_WHERE = re.compile(
    r"\b(?P<by>(?i:in|at|near|from|to|off|outside|east of|west of|north of|south of)) "
    r"(?P<place>(?:the )?[A-Z][\w’'-]+(?:[ ,]+[A-Z][\w’'-]+)*)"
)
# "given to the CBC", "received from Microsoft": who, not where
_GIVING = re.compile(
    r"\b(?:gave|give[ns]?|giving|handed|passed|told|sold|paid|pays?|donated|awarded|offered|showed|shown|lent|leaked|submitted|reported|"
    r"according|belong(?:s|ed)?|spoke|talked|received|bought|heard|learned)\b[^,;:.]*$"
)


def dates(text: str) -> list[str]:
    """Days and times, as they stand; a relative word with a capital only where it opens a sentence: "USA Today" is a name."""
    return [
        m.group()
        for m in _DATE.finditer(text)
        if not m["relative"] or m["relative"][0].islower() or _opens(text, m.start())
    ]


def numbers_of(text: str) -> list[str]:
    """Numbers with the noun that follows; years, days of a month and what counts nothing left out."""
    days = [m.span() for m in _DATE.finditer(text)]
    others = [*days, *(m.span() for m in _NO_COUNT.finditer(text))]
    found = []
    for match in _NUMBER.finditer(text):
        behind = [start for start, _ in days if match.start() < start < match.end()]
        phrase = text[match.start() : min([match.end(), *behind])]  # "rose to six Friday" counts no Fridays
        if behind and phrase.endswith(" of "):
            continue  # "the first half of 2023"
        number = _without_tail(phrase.strip())
        here = match.start(), match.start() + len(number)
        if not any(start < here[1] and here[0] < end for start, end in others):
            found.append(number)
    return [
        number
        for number in found
        if re.search(_FIGURE, number, re.I) and not re.fullmatch(r"(?:19|20)\d\d\b.*", number)
    ]


def _without_tail(phrase: str) -> str:
    """A phrase without the words at its end that only lead on: "$16 million to"."""
    own = phrase.split(" ")
    while len(own) > 1 and (own[-1].casefold() in STOP_WORDS or own[-1].casefold() in _PREPOSITIONS):
        own.pop()
    return " ".join(own)


def reason(text: str) -> str | None:
    """The first clause that says why, up to the end of its sentence; what may only say so counts where nothing else does."""
    perhaps = (
        m for m in _PERHAPS_WHY.finditer(text) if m.group() != "to" or not _TAKES_TO.search(_before(text, m.start()))
    )
    match = _BECAUSE.search(text) or next(perhaps, None)
    if not match:
        return None
    end = next((end for _, end in split_sentences(text) if end > match.start()), len(text))
    said = text[match.start() : end].partition(";")[0]
    if _opens(text, match.start()):
        said = said.partition(", ")[0]  # "Because of the storm, the airport was closed."
    said = said.rstrip(' ,!?”"')
    said = said if re.search(r"\b[A-Z]\.$", said) else said.rstrip(".")
    return _cut(said) if len(said) > len(match.group()) + 4 else None


def _cut(said: str) -> str:
    """A clause that is too long, up to a comma or else a word."""
    if len(said) <= _LONGEST_REASON:
        return said
    start = said[:_LONGEST_REASON]
    comma = start.rfind(", ")
    return start[:comma] if comma > _CLAUSE else f"{start.rsplit(' ', 1)[0]} …"


def places(text: str, within: bool = False) -> list[str]:
    """Names behind a word for where; no owner of a place, no month, nobody to whom something is given.

    within: only those that something is in, at or near.
    """
    return [
        m["place"]
        for m in _WHERE.finditer(text)
        if (not within or m["by"].casefold() in ("in", "at", "near"))
        and not _POSSESSIVE.search(m["place"])
        and not is_calendar(m["place"])
        and not (m["by"].casefold() in ("to", "from") and _GIVING.search(_before(text, m.start())))
    ]


def names_of(text: str, opening: bool = True) -> list[str]:
    """Names in a sentence, without the weekday before or behind them and the "’s"; no days and months alone.

    opening: with a lone word that opens the sentence and may owe its capital to that; a common one is never among them.
    """
    return [name for name, lone in _names(text) if opening or not lone]


@lru_cache(_REMEMBERED)
def _names(text: str) -> tuple[tuple[str, bool], ...]:
    """Each name, and whether it is a lone word that opens the sentence; one with "’s" owes its capital to itself."""
    return tuple(_each_name(text))


def _each_name(text: str) -> Iterator[tuple[str, bool]]:
    for match in _NAME.finditer(text):
        own = match.group().split(" ")
        opens = _opens(text, match.start())
        if is_calendar(match.group()):
            continue
        while opens and own and (own[0].casefold() in _OPENERS or re.fullmatch(WEEKDAY, own[0])):
            own.pop(0)
        if len(own) > 1 and re.fullmatch(WEEKDAY, own[-1]):  # "Commissioner Ann Reed Tuesday announced"
            own.pop()
        said = " ".join(own).strip(" ,.")
        name = _POSSESSIVE.sub("", said)
        if not words(name) or all(w in STOP_WORDS or w.isdigit() for w in words(name)) or is_calendar(name):
            continue
        lone = opens and said == name and match.group().startswith(name) and name.isalpha() and name[1:].islower()
        if not (lone and _COMMON.search(name)):
            yield name, lone


def names_month(date: str) -> bool:
    """Whether a date says in which month."""
    return bool(_MONTH.search(date))


def is_calendar(name: str) -> bool:
    """Whether a phrase is but a day or a month, with or without numbers."""
    rest = _CALENDAR.sub("", name).removeprefix("the ")
    return len(rest) < len(name.removeprefix("the ")) and not re.search(r"[^\W\d]", rest)


def _opens(text: str, at: int) -> bool:
    """Whether a sentence, or what is said in one, begins there."""
    return bool(_OPENING.search(_before(text, at)))


def _before(text: str, at: int) -> str:
    """The end of what stands before a place in a text: as much as the patterns that look back may need."""
    return text[max(0, at - _BACK) : at]
