"""A sentence as verification reads it: its numbers with their units, dates, names, words that carry meaning, and what is denied.

Everything is read by rules: no model, no dictionary beyond the few lists below. A passive is read as the active that it stands
for, so that "the airport was attacked by the rebels" and "the rebels attacked the airport" read alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from index import STOP_WORDS, stem, words
from qa.verify.lexicon import BOUNDS, DEMONYMS, DENIALS, LEMMAS, MONTHS, NUMBERS, SCALES, TITLES, root
from qa.verify.plain import UNDONE, WANTED, ordinals_in_words, plain

__all__ = ["Date", "Token", "names_in_full", "read", "same_date", "same_name"]

Kind = Literal["word", "name", "number", "date"]
Date = tuple[int | None, int | None, int | None]  # day, month, year; None for what is left open
_NO_DATE: Date = (None, None, None)

_DIRECTIONS = frozenset(
    {"up", "down", "above", "below", "before", "after", "more", "less", "under", "over", "off", "out"}
)
_EMPTY = (STOP_WORDS | frozenset({"mr", "mrs", "ms", "dr", "u"})) - DENIALS - {"won"}
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
# Names that are stop words or letters: "the WHO", "hepatitis A", "X bought"; not "J. Smith", "I" or the "A" of a headline
_NAMED = re.compile(r"US|IT|WHO")
_LETTER = re.compile(r"(?<![.’'])\b(?:[B-HJ-Z]|(?<=[a-z] )A)\b(?![.’'])")
_FIRST_NAMES = frozenset({"Will", "Don"})
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12}
_RANGED = (1e12, 1e9, 1e6)  # what "between two and three million" says once
_UNITS = {"dollar": "$", "pound": "£", "euro": "€", "percent": "%"}
_BE = frozenset({"was", "were", "is", "are", "been", "being", "be"})
_AGENT_ENDS = frozenset(
    "of into east west north south on in at after before and who which that while when where during as for to from with but or".split()  # noqa: SIM905 - a list of them is 20 lines
)
_OF_A_VERB = frozenset({"no", "neither", "nor"})
_AUXILIARIES = _BE | {"has", "have", "had", "will", "would", "did", "does", "do", "can", "could"}
_VERB_AHEAD = 8  # words between "no" or "neither" and the auxiliary of its verb
_MODALS = frozenset({"could", "may", "might", "would", "if"})
_CARRIED = _BE | {"have", "has", "had", "also", "then"}
_SAID_TO_BE = frozenset({"allegedly", "reportedly", "almost", "nearly"})
_DENIED_AHEAD = 2  # words of meaning that a denial reaches …
_SIDED = frozenset(
    stem(w)
    for w in (
        "vote",
        "rule",
        "argue",
        "decide",
        "advise",
        "testify",
        "campaign",
        "rally",
        "protest",
        "march",
        "demonstrate",
        "lobby",
    )
)
_ENDS = {"from": "from", "to": "to", "into": "to", "by": "by"}
_SHARES = {"all": "all", "every": "all", "each": "all", "most": "most", "some": "some", "several": "some", "few": "few"}
_SIDE_AHEAD = 4  # words between "voted" and "against": "51 to 48"
_PASSED_BY = re.compile(r"(?:yet|even|ever|still|just|also|\w{2,}ly)")  # … without these: "did not immediately respond"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of meaning. key: its lemma's stem, a number's value and a date as text.

    value: of a number, in ones; of a year that may be a number, too. date: (day, month, year), None for what it leaves open; also of
    a number that may be a year. denied: 2 where "not", "never" … stands right before it, 1 one word further on. opens: it is the
    first word of the sentence, where a capital tells nothing. clause: number of the clause, counted by punctuation. bound: "from", "to" or "by" of
    a number, a date or a name; "least" or "most" of a number that is the least or the most; "all", "most", "some" or "few" of a noun; "for" or
    "against" of "voted". undone: what stands for "refused to", "tried to", or "wanted to" and "could" right before it.
    voice: "passive" of what was done to who stands before it, "active" of what they did to others.
    """

    key: str
    kind: Kind
    text: str
    value: float = 0.0
    unit: str = ""
    date: Date = _NO_DATE
    denied: int = 0
    opens: bool = False
    clause: int = 0
    bound: str = ""
    undone: str = ""
    voice: str = ""


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
    return tuple(_denied(_active(raw)))


def same_date(said: Date, held: Date, years: Collection[int] = ()) -> bool:
    """Whether a date says nothing that the other does not: 2019 of 3 May 2019, but not 3 May 2019 of 2019.

    years: what the year of a day or a month may be where `held` leaves it open.
    """
    if held[2] is None and held[:2] != (None, None) and said[:2] != (None, None) and said[2] in years:
        said = (said[0], said[1], None)
    return all(s is None or s == h for s, h in zip(said, held, strict=True))


def same_name(one: str, other: str) -> bool:
    """Whether two name words mean the same, as stems: the same one, or a country and its people."""
    return one == other or DEMONYMS.get(one, one) == DEMONYMS.get(other, other)


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
    named = named or (text in _FIRST_NAMES and not opens)
    if low in _EMPTY and low not in _DIRECTIONS and not named:
        return Token("", "word", low, clause=clause)
    lemma = LEMMAS.get(low, low)
    kind: Kind = "name" if capital and (len(low) > 1 or named) else "word"
    return Token(stem(lemma), kind, low, opens=opens and not named, clause=clause)


def _numbers(tokens: Sequence[Token]) -> list[Token]:
    """Numbers put together: two hundred, 1.2 million, thirty-one; the unit named behind them taken in."""
    out: list[Token] = []
    for n, token in enumerate(tokens):
        last = out[-1] if out and n and out[-1].kind == "number" and tokens[n - 1].kind == "number" else None
        if token.kind == "number" and last and token.text in SCALES:
            out[-1] = replace(last, value=last.value * token.value, unit=last.unit or token.unit, date=_NO_DATE)
        elif token.kind == "number" and last and _goes_on(last, token):
            out[-1] = replace(last, value=last.value + token.value)
        elif token.key in _UNITS and (at := _without_unit(out)):
            out[at] = replace(out[at], unit=_UNITS[token.key])
        else:
            out.append(token)
    return [replace(t, key=f"number {t.value:.12g}") if t.kind == "number" else t for t in _bounded(_ranged(out))]


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
                if 0 < tokens[a].value < tokens[b].value / scale and tokens[a].date == _NO_DATE:
                    tokens[a] = replace(tokens[a], value=tokens[a].value * scale)
    return tokens


def _bounded(tokens: list[Token]) -> list[Token]:
    """The tokens, numbers, dates and names marked with what stands before them: "at least", "fewer than", "from", "to", "by"; nouns with how many
    of them: "all", "most of the".

    Verbs of taking sides are marked with the side.
    """
    out: list[Token] = []
    for n, token in enumerate(tokens):
        before = [t.text for t in tokens[max(n - 3, 0) : n]][::-1]
        bound = ""
        if token.kind in ("number", "date"):
            bound = BOUNDS.get(before[1] if before[:1] == ["than"] and len(before) > 1 else next(iter(before), ""), "")
        if not bound and token.kind != "word":
            bound = _ENDS.get(next(iter(before), ""), "")
        if token.kind == "word" and token.key:
            bound = _side(tokens, n) or _how_many(before)
        out.append(replace(token, bound=bound))
    return out


def _how_many(before: Sequence[str]) -> str:
    """Which share of them a noun speaks of, by the words before it, the last first: "all", "most", "some" or "few"; "" where none is told."""
    words_before = [w for w in before if w not in ("of", "the", "its", "their", "his", "her")]
    return _SHARES.get(next(iter(words_before), ""), "")


def _side(tokens: Sequence[Token], at: int) -> str:
    """ "for" or "against" behind a verb of taking sides; "" of another word, and where it tells none ("for the first time")."""
    if tokens[at].key not in _SIDED:
        return ""
    ahead = [t.text for t in tokens[at + 1 : at + _SIDE_AHEAD + 2] if t.clause == tokens[at].clause]
    if "against" in ahead:  # not "for sanctions against": there it is the sanctions that are
        return "against" if "for" not in ahead or "first" in ahead else ""
    return "for" if ahead[:1] == ["for"] and "first" not in ahead else ""


def _active(tokens: list[Token]) -> list[Token]:
    """The tokens with each "X was attacked by Y" as "Y attacked X", and what was done by nobody that is told marked so."""
    done: list[Token] = []
    at = 0
    while at < len(tokens):
        turned = _turned(tokens, at) if tokens[at].text in _BE else None
        if turned:
            verb, start, by, end = turned
            del done[len(done) - (at - start) :]
            done += tokens[by + 1 : end] + tokens[at + 1 : verb + 1] + tokens[start:at] + tokens[verb + 1 : by]
            tokens, at = tokens[end:], 0
            continue
        done.append(replace(tokens[at], voice=_voice(done, tokens[at], tokens[at + 1 : at + 2])))
        at += 1
    return done


def _voice(before: Sequence[Token], token: Token, behind: Sequence[Token]) -> str:
    """Whether a verb's form tells that its subject did it, to what follows, or had it done to them; "" where it tells neither."""
    if token.kind != "word" or not token.key or not token.text.endswith(("ed", "en")):
        return ""
    last = next((t.text for t in reversed(before) if not _PASSED_BY.fullmatch(t.text)), "")
    if last in _BE:
        return "passive"
    does = bool(before and behind) and before[-1].clause == token.clause == behind[0].clause
    return "active" if does and behind[0].text not in _AGENT_ENDS and last not in _AUXILIARIES else ""


def _turned(tokens: Sequence[Token], at: int) -> tuple[int, int, int, int] | None:
    """Of a passive with its agent, whose "was" stands at an index: those of its verb, of who it was done to, of "by", and of the agent's end."""
    by = next((n for n in range(at + 2, min(at + 7, len(tokens))) if tokens[n].text == "by"), None)
    verb = next(
        (n for n in range(at + 1, min(at + 4, len(tokens))) if tokens[n].key and tokens[n].kind == "word"), None
    )
    if by is None or verb is None or verb >= by or by + 1 >= len(tokens):
        return None
    if not tokens[verb].text.endswith(("ed", "n", "t", "d", "g")) or tokens[by + 1].kind in ("date", "number"):
        return None
    if tokens[by + 1].text.endswith("ing"):
        return None
    end = by + 1
    while end < len(tokens) and tokens[end].clause == tokens[by].clause and tokens[end].text not in _AGENT_ENDS:
        end += 1
    start = at
    while (
        start > 0
        and tokens[start - 1].clause == tokens[at].clause
        and tokens[start - 1].text not in ("and", "that", "but")
    ):
        start -= 1
    return None if end == by + 1 or start == at else (verb, start, by, end)


def _denied(tokens: Sequence[Token]) -> list[Token]:
    """Only the words of meaning, those marked that a denial stands before."""
    out: list[Token] = []
    reach = ends = 0
    before = ""
    verb = False  # whether the verb of what "no", "neither" stand before is still to come: it is denied, whatever stands between
    for n, token in enumerate(tokens):
        undone, before = before, ""
        if token.text in UNDONE:
            before = token.text
            continue
        if _denies(tokens, n):
            both = token.text in ("neither", "nor")
            verb = token.text in _OF_A_VERB and _has_verb(tokens, n)
            reach = 0 if both and verb else _DENIED_AHEAD
            ends = 0 if token.text == "not" else token.clause + 1  # "did not, however, respond"
            if token.text not in ("not", "no", "nor", "neither", "without", "never"):
                out.append(replace(token, key=root(token.text), kind="word"))
            continue
        if ends and token.clause >= ends:
            reach, verb = 0, False
        if not token.key:
            carried = undone if token.text in _CARRIED else ""  # "may be closed"
            before = WANTED if token.text in _MODALS else carried
            if verb and token.text in _AUXILIARIES:
                reach, verb = _DENIED_AHEAD, False
            continue
        out.append(replace(token, denied=max(reach, 0), undone=undone))
        before = WANTED if token.text in _SAID_TO_BE else ""
        reach -= not (reach == _DENIED_AHEAD and token.kind == "word" and _PASSED_BY.fullmatch(token.text))
    return out


def _denies(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word denies what follows: a takeover that fails denies nothing, and only who fails "to" did not."""
    text = tokens[at].text
    return text in DENIALS and (not text.startswith("fail") or (at + 1 < len(tokens) and tokens[at + 1].text == "to"))


def _has_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether an auxiliary follows in the same clause, as in "no workers were"."""
    ahead = tokens[at + 1 : at + _VERB_AHEAD + 1]
    return any(t.text in _AUXILIARIES and t.clause == tokens[at].clause for t in ahead)
