"""Right statements made wrong by code, one fact each, and right ones put in other words: the same for the same seed.

Kinds of wrong: number, name, date, denial, speaker, roles, verb. The names put in come from the same article, so each word of a wrong
statement is a word that its article may well have.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence

from index import STOP_WORDS

__all__ = ["KINDS", "corrupted", "names_of", "reworded"]

KINDS = ("number", "name", "date", "denial", "speaker", "roles", "verb")

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DATE = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b|\b(?:{'|'.join(_DAYS)})\b|\b(?:19|20)\d\d\b")
_IN_DATE = re.compile(rf"(?:{'|'.join(_MONTHS)})\.? \d{{1,2}}|\d{{1,2}} (?:{'|'.join(_MONTHS)})")
_NUMBER = re.compile(
    r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b"
)
_SCALE = re.compile(r"\b(million|billion|thousand|trillion)\b")
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NAME = re.compile(
    r"(?<![.!?“\"] )(?<!^)\b(?!(?:I|The|A|An|In|On|It|He|She|They|We|But|And|This|That)\b)[A-Z][a-z][\w’'-]*(?: (?:(?:of|al|de|bin) )?[A-Z][\w’'-]+)*"
)
_AUX = re.compile(r"\b(is|are|was|were|has|have|had|will|can|could|would|should)\b(?! not\b|n[’']t)(?= [a-z])")
_PAST = re.compile(
    r"(?<=[a-z] )(?!need|hundred|indeed|based|used|united|limited)([a-z]{3,}ed)\b(?= (?:the|a|an|his|her|its|their|on|in|at|that|to)\b)"
)
_DENIAL = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|will|can|could|would|should) not\b|\b(is|are|was|were|has|have|had|do|does|did|could|would|should)n[’']t\b"
)
_VERBS = [
    "accepted",
    "rejected",
    "opened",
    "closed",
    "attacked",
    "defended",
    "cancelled",
    "launched",
    "praised",
    "criticised",
    "raised",
    "lowered",
    "joined",
    "abandoned",
]
_SAID = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:said|says|told|added|argued|announced|claimed|explained|wrote)\b|(?:said|says|added|according to) (?P<other>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)"
)


def corrupted(text: str, names: Sequence[str], kind: str, seed: str) -> str | None:
    """A statement with one fact of the kind made wrong; None where it has none. names: of the same article, the nearest first."""
    made = _MAKERS[kind](text, names, random.Random(f"{kind} {seed}"))
    return None if made is None or made.casefold() == text.casefold() else made


def names_of(sentences: Sequence[str]) -> list[str]:
    """Names in sentences, in order, each once; a capital that only opens a sentence or stands for emphasis is none."""
    low = {word for text in sentences for word in re.findall(r"\b[a-z]+\b", text)}
    found = dict.fromkeys(re.sub(r"[’']s$", "", name) for text in sentences for name in _NAME.findall(text))
    return [n for n in found if not _DATE.search(n) and n.split()[0].lower() not in STOP_WORDS and n.lower() not in low]


def reworded(text: str) -> list[tuple[str, str]]:
    """The same statement shorter or in another form, each with its name; it stays right."""
    made = [("as it stands", text)]
    if (short := _shortened(text)) is not None:
        made.append(("shortened", short))
    if (other := _renumbered(text)) is not None:
        made.append(("numbers in another form", other))
    if (turned := _fronted(text)) is not None:
        made.append(("turned", turned))
    return made


def _number(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    dates = [m.span() for m in _IN_DATE.finditer(text)]
    found = [m for m in _NUMBER.finditer(text) if not re.fullmatch(r"(?:19|20)\d\d", m.group())]
    found = [m for m in found if not any(a <= m.start() < b for a, b in dates)]
    scales = list(_SCALE.finditer(text))
    if scales and (not found or rng.random() < 0.3):
        scale = rng.choice(scales)
        other = rng.choice([s for s in ("thousand", "million", "billion") if s != scale.group()])
        return text[: scale.start()] + other + text[scale.end() :]
    if not found:
        return None
    match = rng.choice(found)
    old = match.group()
    if old.isalpha():
        new = rng.choice([w for w in _WORDS[1:] if w != old])
    else:
        value = float(old.replace(",", ""))
        factor = rng.choice([0.5, 2, 3, 10])
        changed = rng.choice([value + rng.randint(1, 9), value * factor if value else 4.0])
        new = f"{changed:,.1f}" if "." in old else f"{round(changed):,}" if "," in old else f"{round(changed)}"
    return None if new == old else text[: match.start()] + new + text[match.end() :]


def _name(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    found = [m for m in _NAME.finditer(text) if not _DATE.search(m.group())]
    rng.shuffle(found)
    for match in found:
        own = set(re.findall(r"\w+", match.group().casefold()))
        others = [n for n in names if not own & set(re.findall(r"\w+", n.casefold())) and n not in text]
        if others:
            return text[: match.start()] + rng.choice(others[:6]) + text[match.end() :]
    return None


def _date(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    found = list(_DATE.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    old = match.group()
    if old.isdigit():
        new = str(int(old) + rng.choice([-3, -2, -1, 1, 2]))
    else:
        pool = _MONTHS if old in _MONTHS else _DAYS
        new = rng.choice([w for w in pool if w != old])
    return text[: match.start()] + new + text[match.end() :]


def _denial(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    denied = list(_DENIAL.finditer(text))
    if denied:
        match = rng.choice(denied)
        return text[: match.start()] + (match.group(1) or match.group(2)) + text[match.end() :]
    if re.search(
        r"\b(?:not|no|never|nothing|none|nobody|neither|without|fail\w*|den(?:y|ied|ies))\b|n[’']t\b", text, re.I
    ):
        return None  # a second denial would not be said
    if auxiliaries := list(_AUX.finditer(text)):
        match = auxiliaries[0]
        return text[: match.end()] + " not" + text[match.end() :]
    if past := list(_PAST.finditer(text)):
        return text[: past[0].start()] + "never " + text[past[0].start() :]
    return None


def _speaker(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    match = _SAID.search(text)
    if not match:
        return None
    group = "name" if match["name"] else "other"
    own = set(re.findall(r"\w+", match[group].casefold()))
    if own & {"he", "she", "they", "it", "we", "i", "who"} or _DATE.search(match[group]):
        return None
    others = [n for n in names if not own & set(re.findall(r"\w+", n.casefold()))]
    if not others:
        return None
    start, end = match.span(group)
    return text[:start] + rng.choice(others[:6]) + text[end:]


def _roles(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    """Two names of the sentence in each other's place, with a verb or two between them, not members of one list."""
    found = [m for m in re.finditer(r"\b" + _NAME.pattern.split(r"\b", 1)[1], text) if not _DATE.search(m.group())]
    for a, b in itertools.pairwise(found):
        between = text[a.end() : b.start()]
        words = re.findall(r"[a-z]{3,}", between)
        if (
            len(words) < 2
            or re.search(r"[,;:]|\band\b|\bor\b", between)
            or not re.search(r"\b\w+(?:ed|s|t|d)\b", between)
        ):
            continue
        if not {a.group(), b.group()} <= set(names):
            continue
        return text[: a.start()] + b.group() + between + a.group() + text[b.end() :]
    return None


def _verb(text: str, names: Sequence[str], rng: random.Random) -> str | None:
    """A verb of the past replaced by another common one of the news."""
    found = [m for m in _PAST.finditer(text) if m.group(1) not in _VERBS]
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(_VERBS) + text[match.end() :]


_MAKERS = {
    "number": _number,
    "name": _name,
    "date": _date,
    "denial": _denial,
    "speaker": _speaker,
    "roles": _roles,
    "verb": _verb,
}


def _shortened(text: str) -> str | None:
    """Without its last clause (", which …", ", said X") or its opening one."""
    head, comma, tail = text.rstrip(".").rpartition(", ")
    quoted = re.search(r"[“\"]", text)
    if comma and len(head.split()) >= 6 and not quoted and not re.match(r"(?:and|or)\b|.*\b(?:not|if|unless)\b", tail):
        return head + "."
    opening = re.match(
        r"(?:In|On|After|Before|During|At|For|With|As|While|Last|But|And|However)\b[^,]{2,60}, (?=\w)", text
    )
    if opening and len(text[opening.end() :].split()) >= 6:
        rest = text[opening.end() :]
        return rest[0].upper() + rest[1:]
    return None


def _renumbered(text: str) -> str | None:
    changed = re.sub(r"(\d) per ?cent\b", r"\1%", text)
    changed = re.sub(r"(\d)%", r"\1 percent", text) if changed == text else changed
    if changed == text:
        changed = re.sub(
            r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?= [a-z]{3,})",
            lambda m: str(_WORDS.index(m.group()) + 1),
            text,
        )
    if changed == text:
        changed = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return None if changed == text else changed


def _fronted(text: str) -> str | None:
    """An opening "On Friday, …" put at the end, or the day at the end put first."""
    opening = re.match(
        rf"((?:On|In) (?:(?:{'|'.join(_DAYS)})|(?:{'|'.join(_MONTHS)})[ \d]*(?:(?:19|20)\d\d)?|(?:19|20)\d\d)), (?=\w)",
        text,
    )
    if not opening or not text.endswith("."):
        return None
    rest = text[opening.end() :]
    return rest[0].upper() + rest[1:-1] + " " + opening.group(1)[0].lower() + opening.group(1)[1:] + "."
