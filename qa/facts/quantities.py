"""What a question counts: a sum of money, a share or a number of things, and the numbers of a sentence that are one."""

from __future__ import annotations

import re
from typing import Literal

from index import content_stems, stem, words
from qa.facts.measures import AN_HOUR, POUNDS, UNITS, units_asked, with_an_hour
from qa.facts.phrases import numbers_of
from qa.question.wants import AUXILIARY, PLURAL, SUM, asks_age, things_counted

__all__ = ["YEARS_OLD", "Quantity", "is_of_unit", "is_share", "is_sum", "quantities", "quantity", "stands_as_asked"]

Quantity = Literal["money", "share", "count"]

_SHARE_ASKED = re.compile(
    r"\bhow much of\b|\bby how much\b|\bwhat (?:share|percentage|percent|proportion|fraction)\b|\bhow many per ?cent\b",
    re.I,
)
# "how much water", "how much longer", "how much does it weigh": of any unit
_MEASURED = re.compile(
    r"\bhow much (?:more|less|time|water|rain|snow|ice|oil|gas|fuel|energy|power|electricity|heat|food|space|land|\w+er)\b|"
    r"\bhow much (?:[\w’'-]+ )?(?:crude|grain|wheat|rice|corn|maize|barley|soy\w*|sugar|coffee|cocoa|tea|coal|gold|silver|copper|steel|cotton|timber|uranium|"
    r"plastic|cocaine|heroin|cannabis|horsepower|sleep|exercise|prison|speed|weight|waste|rubbish|carbon|methane|milk|meat|fish)\b|"
    r"\bhow much\b.*\b(?:weigh\w*|rain\w*|snow\w*|grow\w*|grew|rise[ns]?|rose|fall\w*|fell|increase[ds]?|decrease[ds]?|drop(?:s|ped)?)\b",
    re.I,
)
_MONEY_ASKED = re.compile(
    r"\bhow much\b|\bwhat (?:did|does|do|has|have|had|will|would)\b[^?]*\b(?:pay|paid|cost)\b|"
    r"\bhow many (?:dollars|euros|pounds)\b|\bwhat amount\b",
    re.I,
)
_SUM_ASKED = re.compile(rf"\bhow much (?:money|{AUXILIARY})\b", re.I)  # not "how much rice"
_COUNT_ASKED = re.compile(r"\bhow many\b", re.I)
_MONEY = re.compile(
    r"[$£€¥₹₽₩₺₪]|\b(?:dollars?|dlrs?|stg|pounds?|euros?|yen|rupees?|cents?|pence|crowns?|kron(?:a|or|er?)|francs?|pesos?|rou?bles?|yuan|renminbi|"
    r"lira|dinars?|riy?als?|dirhams?|shekels?|baht|rand|reais|zloty|forints?|hryvni?as?|naira|cedis?|shillings?|taka|ringgit|"
    r"rupiah|dong|tenge|USD|EUR|GBP|CHF|JPY|CNY|INR|SEK|NOK|DKK|CAD|AUD|NZD|bucks|quid)\b",
    re.I,
)
_LARGE = re.compile(
    r"(?:\d\s?[mb]n?|\b(?:million|billion|trillion|mln|bln|trln))$", re.I
)  # "107 million" may be money, too
_SHARE = re.compile(r"%|\b(?:per ?cent|pct)\b|\bhalf\b|\bthirds?\b|\bquarters?\b", re.I)
_OF_TIME_OR_LENGTH = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|met(?:re|er)s?|kilomet(?:re|er)s?|km|miles?|feet|inch(?:es)?)\b",
    re.I,
)
_OF_THEM = re.compile(r"\bhow many of\b", re.I)
YEARS_OLD = r"[\w-]+?(?: - |[- ])(?:year|month|week)s?(?: - |[- ])old"  # "4-year-old", "4 years old", "4 - year - old"
_AGE = re.compile(rf"\b{YEARS_OLD}\b|" r"\b(?:aged|age|turned) \d{1,3}\b|(?<=, )\d{1,3}(?=[,.])", re.I)
_TIME = frozenset({"time"})
_LETTERS = re.compile(r"[^\W\d_]+")
_AND_A_HALF = re.compile(r"\b\w+ and a half [a-z]+\b", re.I)
_ONE = re.compile(r"\b(?:half an?|an?|several) [a-z]+\b", re.I)  # "half an hour", "a mile"
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
_COMPOUND = re.compile(r"\d-(?!plus\b|odd\b|some\b)[a-z]", re.I)  # "a 30-day supply" counts no supplies, "200-plus" may


def quantity(question: str) -> Quantity | None:
    """What a question that wants a number counts; None where it may be of any unit: "how long", "how much water"."""
    if _SHARE_ASKED.search(question):
        return "share"
    if _MEASURED.search(question):
        return None
    if _MONEY_ASKED.search(question):
        return "money"
    return "count" if _COUNT_ASKED.search(question) else None


def quantities(question: str, text: str) -> list[str]:
    """The numbers of a sentence, each with the noun behind it, that are such a quantity as the question asks for."""
    if units := units_asked(question):
        return _measured(text, units)
    if asks_age(question):
        return [age[0] for age in _AGE.finditer(text)] or _measured(text, _TIME)
    found, kind = numbers_of(text), quantity(question)
    if kind == "money":
        return list(filter(_is_money, found))
    if kind == "share":
        return list(filter(is_share, found))
    if kind == "count":
        asked, things = set(content_stems(question)), things_counted(question)
        found = [_with_noun(number, text, things[-1]) for number in found] if things else found
        if things and things[-1] in UNITS:
            return [number for number in found if is_of_unit(number, UNITS[things[-1]])]
        return [number for number in found if _may_count(number, asked)]
    return found


def _measured(text: str, units: frozenset[str]) -> list[str]:
    """The numbers of a sentence that are of such units: of lengths "12 feet", and "a mile" where no other is told."""
    found = [half[0] for half in _AND_A_HALF.finditer(text)]
    found += [with_an_hour(n, text) for n in numbers_of(text) if not any(n in half for half in found)]
    own = [number for number in found if _units_of(number) & units]
    return own or [one[0] for one in _ONE.finditer(text) if _units_of(one[0]) & units]


def _units_of(number: str) -> set[str]:
    """The units that a number as it is written may be of."""
    an_hour = AN_HOUR.search(number)
    if an_hour and "length" in _units_of(number[: an_hour.start()]):
        return {"speed"}
    known = {UNITS.get(stem(word), "") for word in _LETTERS.findall(number.casefold())}
    return known | ({"weight"} if POUNDS.search(number) else set())


def is_of_unit(number: str, kind: str) -> bool:
    """Whether a number is one of time, of length or of weight: where days are counted, "two weeks", and not "three doctors"."""
    return any(UNITS.get(stem(word)) == kind for word in words(number))


def is_sum(number: str) -> bool:
    """Whether a number is one of money, by its sign or its noun: "$5", "12.50 dlrs", "2 billion yen"."""
    return bool(_MONEY.search(number))


def is_share(number: str) -> bool:
    """Whether a number is a share: "51 %", "51 pct", "a half"."""
    return bool(_SHARE.search(number))


def _with_noun(number: str, text: str, noun: str) -> str:
    """A number up to the noun that is counted, two words behind it at most: "twenty working days" of "twenty working"."""
    behind = re.search(rf"(?<!\w){re.escape(number)}(?P<more>(?: [a-z][a-z-]*){{1,2}})", text)
    if not behind or noun in map(stem, words(number)):
        return number
    more = behind["more"].split()
    at = next((n for n, word in enumerate(more) if stem(word) == noun), None)
    return number if at is None else " ".join([number, *more[: at + 1]])


def stands_as_asked(question: str, short: str, text: str) -> bool:
    """Whether the number in a short answer may be what is asked for, by its source: not "$311.7 million" to "how many people?", nor, where
    the question speaks of a sum of money, "79 million" of 79 million people.

    True of every other question, of a short answer without digits, and where the source has no such number.
    """
    kind = quantity(question)
    sum_asked = kind == "money" and bool(_SUM_ASKED.search(question) and SUM.search(question))
    if kind != "count" and not sum_asked:
        return True
    digits = _DIGITS.findall(short)
    standing = [number for number in numbers_of(text) if digits and digits[0] in _DIGITS.findall(number)]
    if sum_asked:
        return not standing or not all(_counts_things(number) for number in standing)
    return not standing or not all(_counts_none(number, question) for number in standing)


def _counts_things(number: str) -> bool:
    """Whether a number is one of things or people, and no sum of money."""
    return bool(PLURAL.fullmatch(number.rpartition(" ")[2])) and not _is_money(number)


def _is_money(number: str) -> bool:
    return is_sum(number) or bool(_LARGE.search(number))


def _counts_none(number: str, question: str) -> bool:
    """Whether a number is a sum of money, or a share where no share of things is asked for."""
    share = is_share(number) and not _OF_THEM.search(question)
    return (is_sum(number) or share) and not _may_count(number, set(content_stems(question)))


def _may_count(number: str, asked: set[str]) -> bool:
    """Whether a number may count things: its noun is the question's, or it is neither money nor a share, and no span of time."""
    if asked & {stem(word) for word in words(number) if word.isalpha()}:
        return True
    return not any(other.search(number) for other in (_MONEY, _SHARE, _OF_TIME_OR_LENGTH, _COMPOUND))
