"""A sentence as verification reads it: its numbers with their units, dates, names, words that carry meaning, and what is denied.

Everything is read by rules: no model, no dictionary beyond the few lists of qa.language.lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from index import STOP_WORDS, stem, words
from qa.language.lexicon import DENIALS, LEMMAS, MONTHS, NUMBERS, SCALES, TITLES, meaning
from qa.language.plain import ordinals_in_words, plain
from qa.language.roles import active, bounded, denied
from qa.language.tokens import NO_DATE, Kind, Token

__all__ = ["names_in_full", "read"]

_DIRECTIONS = frozenset(
    {"up", "down", "above", "below", "before", "after", "more", "less", "under", "over", "off", "out"}
)
_EMPTY = (STOP_WORDS | frozenset({"mr", "mrs", "ms", "dr", "u"})) - DENIALS - {"won"}
_MAY = ("may", "might")  # as empty as "can": what they stand before is marked; not Theresa May
# In lower case, "may" and "march" are verbs.
_MONTH = (
    "May|March|Mar\\.?|(?i:" + "|".join(f"{m}|{m[:3]}\\.?" for m in MONTHS if m not in ("March", "May")) + r"|Sept\.?)"
)
_DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?!\w)(?:,? (?P<year>(?:1[5-9]|20)\d\d))?"
)
_MONTH_DAY = re.compile(  # also "May 3" of "May 3-5, 2019"
    rf"\b(?P<month>{_MONTH})(?!\w) \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d)"
    r"(?:,? (?P<year>(?:1[5-9]|20)\d\d)|(?=(?:-| to | and )\d{1,2},? (?P<later>(?:1[5-9]|20)\d\d)))?\b"
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH})(?!\w),?(?: of)? (?P<year>(?:1[5-9]|20)\d\d)\b")
_MONTH_ALONE = re.compile(
    rf"(?P<month>\b(?:{'|'.join(m for m in MONTHS if m not in ('March', 'May'))})\b|(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\blast )|(?<=\buntil )|(?<=\bby )|(?<=\bof ))(?:March|May)\b)"
)
_YEAR = re.compile(r"(?<![\d$£€,.-])(?P<year>(?:1[5-9]|20)\d\d)(?![\d%]|[,.]\d)")
_DATES = (_DAY_MONTH, _MONTH_DAY, _MONTH_YEAR, _MONTH_ALONE)
# Four bare figures are a year, or a count: "in 2000" is a year, "killed 2000 people" a count; "2000" and "the 2000 elections" may
# be either.
_AFTER_COUNT = re.compile(
    r"\s(?:(?P<people>[a-z]*(?:people|men|women|children))|per ?cent|pct|(?!(?:was|has|does)\b)[a-z]+[^\W\d_sui]s)\b"
)
_BEFORE_YEAR = re.compile(r"\b(?:in|since|until|till|during|early|late|mid|year)[\s-]$", re.I)
_BEFORE_EITHER = re.compile(
    r"^\W*$|\b(?i:the|this|that|its|their|his|her|our|last|next|and|for|by|from|to|between|before|after)\s$"
    r"|(?<=\S\s)[A-Z][\w-]*\s$"  # "the Spanish 2000 elections"; a capital that opens the sentence tells nothing
)
_TOKEN = re.compile(
    r"(?P<date>\x00\d+\x00)|(?P<money>[A-Z]{0,3}[$£€])?\s?(?P<digits>\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?(?P<scale>(?(money)(?:bn|tn|mn|[bmktBMKT])|(?:bn|tn|mn|[mk]))\b)?"
    r"(?P<percent>\s?(?:%|per ?cent\b))?|(?P<word>[^\W\d_]+)|(?P<break>[.,;:!?()“”\"–—])"
)  # fmt: skip
# Names that are stop words or letters: "the WHO", "hepatitis A", "X bought"; "Will Ferrell"; not "J. Smith", "I" or the "A" of a headline
_NAMED = re.compile(r"US|IT|WHO")
_LETTER = re.compile(r"(?<![.’'])\b(?:(?:[B-HJ-Z]|(?<=[a-z] )A)\b(?![’']|\.(?!\s*$))|(?:Will|Don)\b(?= [A-Z][a-z]))")
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12}
_RANGED = (1e12, 1e9, 1e6)  # what "between two and three million" says once
_UNITS = {"dollar": "$", "pound": "£", "euro": "€", "percent": "%"}


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[Token, ...]:
    """The words of meaning of a sentence, in order, passives turned round."""
    text = plain(text)
    dates: list[Token] = []

    def kept(match: re.Match[str]) -> str:
        dates.append(_date(match))
        return f"\x00{len(dates) - 1}\x00"

    for pattern in _DATES:
        text = pattern.sub(kept, text)
    text = _YEAR.sub(lambda match: match.group() if _is_count(match) else kept(match), text)
    raw = _numbers(_raw(ordinals_in_words(text), dates))
    return tuple(denied(active(raw)))


def names_in_full(text: str) -> dict[str, tuple[str, ...]]:
    """Initials of the names of several words in a text → their words: {"who": ("world", "health", "organ")}."""
    found: dict[str, tuple[str, ...]] = {}
    for run in re.findall(r"[A-Z][\w’'-]*(?:[\s-]+(?:(?:of|the|for|and|al)[\s-]+)*[A-Z][\w’'-]*)+", text):
        parts = [w for w in re.split(r"[\s-]+", run) if w[:1].isupper()]
        for length in range(2, len(parts) + 1):
            for start in range(len(parts) - length + 1):
                some = parts[start : start + length]
                initials = "".join(p[0] for p in some).lower()
                found.setdefault(initials, tuple(stem(w) for p in some for w in words(p)))
    return found


def _date(match: re.Match[str]) -> Token:
    """The date that one of the patterns has found; its place in the sentence is not known yet."""
    parts = match.groupdict()
    month = parts.get("month")
    number = next((n for n, m in enumerate(MONTHS, 1) if month and m[:3].lower() == month[:3].lower()), None)
    day, stands, follows = (int(parts[name]) if parts.get(name) else None for name in ("day", "year", "later"))
    year = stands or follows
    key = "-".join("?" if part is None else str(part) for part in (day, number, year))
    either = match.re is _YEAR and not _BEFORE_YEAR.search(match.string[: match.start()])
    return Token(
        f"date {key}", "date", match.group(), value=float(match.group()) if either else 0.0, date=(day, number, year)
    )


def _is_count(year: re.Match[str]) -> bool:
    """Whether what looks like a year counts something: "2000 people", but neither "in 2000 people …" nor "the 2000 elections"."""
    before = year.string[: year.start()]
    counts = _AFTER_COUNT.match(year.string, year.end())
    return (
        bool(counts)
        and not _BEFORE_YEAR.search(before)
        and (bool(counts["people"]) or not _BEFORE_EITHER.search(before))
    )


def _raw(text: str, dates: Sequence[Token]) -> list[Token]:
    """All tokens but punctuation, stop words among them (key empty), numbers not yet put together.

    dates: what stands in the text by its index.
    """
    tokens: list[Token] = []
    clause = 0
    for match in _TOKEN.finditer(text):
        if match["break"]:
            clause += 1
        elif match["date"]:
            tokens.append(replace(dates[int(match["date"].strip("\x00"))], clause=clause))
        elif match["digits"]:
            digits = match["digits"].rstrip(",").replace(",", "")
            value = float(digits) * _SUFFIXES.get((match["scale"] or "").lower(), 1.0)
            money = (match["money"] or "").removeprefix("US")  # other dollars are other money
            unit = money or ("%" if match["percent"] else "")
            year = int(digits) if not unit and _YEAR.fullmatch(match.group().strip()) else None
            tokens.append(
                Token("", "number", match.group(), value=value, unit=unit, date=(None, None, year), clause=clause)
            )
        elif match["word"]:
            named = bool(_NAMED.fullmatch(match["word"]) or _LETTER.match(text, match.start()))
            tokens.append(_word(match["word"], named, opens=not tokens, clause=clause))
    return tokens


def _word(text: str, named: bool, *, opens: bool, clause: int) -> Token:
    """named: whether it is a name though it is spelt as a stop word or a letter."""
    low = "".join(words(text)) or text.casefold()
    if low in NUMBERS:
        return Token("", "number", low, value=NUMBERS[low], clause=clause, opens=opens)
    capital = text[0].isupper() and low not in TITLES
    if (low in _EMPTY and low not in _DIRECTIONS and not named) or text in _MAY:
        return Token("", "word", low, clause=clause)
    lemma = LEMMAS.get(low, low)
    kind: Kind = "name" if capital and low not in _DIRECTIONS and (len(low) > 1 or named) else "word"
    key = meaning(lemma) if kind == "word" else stem(lemma)
    return Token(key, kind, low, opens=opens and not named, clause=clause)


def _numbers(tokens: Sequence[Token]) -> list[Token]:
    """Numbers put together: two hundred, 1.2 million, thirty-one; the unit named behind them taken in."""
    out: list[Token] = []
    for n, token in enumerate(tokens):
        last = out[-1] if out and n and out[-1].kind == "number" and tokens[n - 1].kind == "number" else None
        if token.kind == "number" and last and token.text in SCALES:
            out[-1] = replace(last, value=last.value * token.value, unit=last.unit or token.unit, date=NO_DATE)
        elif token.kind == "number" and last and _goes_on(last, token):
            out[-1] = replace(last, value=last.value + token.value)
        elif token.key in _UNITS and (at := _without_unit(out)):
            out[at] = replace(out[at], unit=_UNITS[token.key])
        else:
            out.append(token)
    return [replace(t, key=f"number {t.value:.12g}") if t.kind == "number" else t for t in bounded(_ranged(out))]


def _goes_on(number: Token, next_: Token) -> bool:
    """Whether two number words are one number: "thirty one", "two hundred fifty"."""
    if number.text not in NUMBERS or next_.text not in NUMBERS:
        return False
    tens = number.value % 100
    return next_.value < (10 if tens >= 20 else 100 if number.value >= 100 and not tens else 0)


def _without_unit(tokens: Sequence[Token]) -> int:
    """Index from behind of the number that a unit at their end belongs to, "12" or "12 US"; 0 where there is none."""
    at = -2 if len(tokens) > 1 and tokens[-1].kind == "name" else -1
    return at if tokens and tokens[at].kind == "number" and not tokens[at].unit else 0


def _ranged(tokens: list[Token]) -> list[Token]:
    """The tokens, a unit or a scale that is named once for two numbers given to both: "5 to 7 percent", "between $3 and $4 million"."""
    numbers = [n for n, token in enumerate(tokens) if token.kind == "number"]
    for a, b in pairwise(numbers):
        link = " ".join(t.text for t in tokens[a + 1 : b])
        if link in ("", "to", "or", "and") and tokens[a].clause == tokens[b].clause:
            tokens[a] = replace(tokens[a], unit=tokens[a].unit or tokens[b].unit)
            if link != "and" or (a and tokens[a - 1].text == "between"):
                tokens[b] = replace(tokens[b], unit=tokens[b].unit or tokens[a].unit)
                scale = next((s for s in _RANGED if tokens[b].value >= s), 1.0)
                if 0 < tokens[a].value < tokens[b].value / scale and tokens[a].date == NO_DATE:
                    tokens[a] = replace(tokens[a], value=tokens[a].value * scale)
    return tokens
