"""How well evidence supports a sentence: a few signs of agreement and disagreement, weighed by one logistic model.

A sentence may hold every word of its source and still say something else: "militias attacked" where rebels did, "$12" for
"$12 million", a "not" too many. So besides the words that are there it counts whether they stand together as in the source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from qa.language.lexicon import DENIALS, NOBODY, OPPOSITES, ORDINARY, meaning
from qa.language.plain import DECLINED, POSSIBLE, TRIED, WANTED
from qa.language.reading import names_in_full, read
from qa.language.roles import is_done
from qa.language.tokens import Date, Token, same_date, same_name

__all__ = ["REQUIRED", "SIGNS", "WEIGHTS", "Source", "signs", "support"]

_ANYBODY = NOBODY | {"people", "someone", "somebody", "others"}  # may stand for whoever the source names
_NEAR = 3  # words of meaning that may stand between two that belong together
_COMMON = re.compile(r"(?:ing|ed|ly|ers|ors|ists|ials|ies|tions|ments)$")
_MOST_MISSING = 0.6  # of a sentence's words: with more of them missing it is another sentence
_ELSEWHERE = 1000  # between the places of two sources: nothing in one is near anything in the other

# Keys of what says that something was but tried, in words of its own.
_HEDGES = frozenset(
    meaning(w)
    for w in "try tried attempt threat threaten bid plot effort work hope aim struggle intend offer plan seek sought want fail believe think suspect accuse allege charge".split()  # noqa: SIM905
)

# What is true, too, where more is said: "some" where "all" is
_TOLD_BY = {"some": ("all", "most"), "most": ("all",)}

# Signs that are no matter of weight: with one of them a sentence is not supported, whatever else is right.
REQUIRED = ("missing_names", "missing_numbers", "denied", "exchanged")
# Fitted by bench/verification.py, but for REQUIRED and opposite.
WEIGHTS: dict[str, float] = {
    "bias": -0.51,
    "missing": -1.88,
    "missing_names": 0.0,
    "missing_numbers": 0.0,
    "replaced": -2.21,
    "apart": -1.88,
    "inverted": -1.14,
    "rival": -2.12,
    "denied": 0.0,
    "exchanged": 0.0,
    "opposite": -3.0,
    "copied": 2.36,
    "two_sources": -1.67,
}
SIGNS = tuple(name for name in WEIGHTS if name != "bias")


@dataclass(frozen=True)
class Source:
    """What a sentence may lean on: the tokens of one or more pieces of evidence, and of their articles' heads.

    places of each further piece's tokens are a thousand further on. dates: of the head, and of the days that the text names by their
    distance. years: what a date that names none may mean.
    """

    tokens: tuple[Token, ...]
    places: tuple[int, ...]
    head: tuple[Token, ...]
    dates: tuple[Date, ...]
    years: frozenset[int]
    initials: dict[str, tuple[str, ...]]
    text: str = ""
    head_text: str = ""
    pieces: int = 1

    @classmethod
    def of(cls, text: str, head: str = "", dated: str = "", year: int | None = None) -> Source:
        """Of one sentence. head: its article's title, publisher and day; dated: the days it names by their distance; year: its report's."""
        tokens = read(text)
        about = read(head)
        own = [t.date for t in read(dated) if t.kind == "date"]
        day_named = any(day for day, _, _ in own)
        # The report's own day is that of what it tells, unless it names another
        known = (*own, *((None if day_named else t.date[0], *t.date[1:]) for t in about if t.kind == "date"))
        years = frozenset() if year is None else frozenset({year - 1, year, year + 1})
        names = names_in_full(f"{text} {head}")
        return cls(tokens, tuple(range(len(tokens))), about, known, years, names, text, head)

    def __add__(self, other: Source) -> Source:
        return Source(
            self.tokens + other.tokens,
            self.places + tuple(p + _ELSEWHERE * self.pieces for p in other.places),
            self.head + other.head,
            self.dates + other.dates,
            self.years | other.years,
            self.initials | other.initials,
            pieces=self.pieces + other.pieces,
        )

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """Places in the sentence of each key, as indices into tokens."""
        found: dict[str, list[int]] = {}
        for n, token in enumerate(self.tokens):
            found.setdefault(token.key, []).append(n)
        return found

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the sentence and of the head."""
        return frozenset(self.by_key) | self.head_keys

    @cached_property
    def head_keys(self) -> frozenset[str]:
        return frozenset(t.key for t in self.head)

    @cached_property
    def denies(self) -> bool:
        """Whether anything is denied in it."""
        return any(t.denied or t.text in DENIALS for t in self.tokens)

    @cached_property
    def name_keys(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(t.key for t in self.tokens if t.kind == "name"), frozenset(
            t.key for t in self.head if t.kind == "name"
        )


@dataclass(frozen=True, slots=True)
class _Match:
    """A token of the sentence in its source: indices into the source's tokens; whether only the head has it."""

    token: Token
    at: tuple[int, ...]
    in_head: bool

    @property
    def found(self) -> bool:
        return bool(self.at) or self.in_head


def support(said: Sequence[Token], source: Source) -> tuple[float, float]:
    """How likely the source supports the sentence, 0 to 1; and the same for telling which source comes closest.

    A number or a name that stands nowhere, a denial too many or too few, or most of the words missing makes the first 0, whatever
    else is right; and so does what it says from and to, or at least and at most, exchanged.
    """
    values = signs(said, source)
    likely = 1 / (1 + math.exp(-WEIGHTS["bias"] - sum(WEIGHTS[n] * v for n, v in values.items())))
    lacks = sum(values[name] for name in REQUIRED) + (values["missing"] > _MOST_MISSING)
    return (0.0 if lacks else likely), likely / (1 + lacks)


def signs(said: Sequence[Token], source: Source) -> dict[str, float]:
    """The signs of agreement and disagreement between a sentence and its source."""
    matches = [_match(token, source) for token in said]
    content = max(len(said), 1)
    pairs = [(a, b) for a, b in pairwise(matches) if a.at and b.at]
    gaps = [_gap(a, b, source) for a, b in pairs]
    return {
        "missing": sum(not m.found for m in matches) / content,
        "missing_names": float(
            min(2, sum(not m.found for m in matches if m.token.kind == "name" and not _common(m.token)))
        ),
        "missing_numbers": float(min(2, sum(not m.found for m in matches if _counts(m.token)))),
        "replaced": float(min(2, _replaced(matches, source))),
        "apart": min(3, max(0, sum(abs(g) > _NEAR for g in gaps) - (source.pieces - 1))) / 3,
        "inverted": min(3, sum(-_NEAR <= g < 0 for g in gaps)) / 3,
        "rival": float(min(2, _rivals(matches, source))),
        "denied": _denied(matches, source),
        "exchanged": float(_exchanged(matches, source)),
        "opposite": float(_opposed(matches, source)),
        "copied": _longest([m for m in matches if not m.in_head], source)
        / max(1.0, content - sum(m.in_head for m in matches) / 2),
        "two_sources": float(source.pieces > 1),
    }


def _counts(token: Token) -> bool:
    """Whether a token is a date or a number; "one" is as often a pronoun."""
    return token.kind == "date" or (token.kind == "number" and not (token.text == "one" and token.value == 1))


def _common(token: Token) -> bool:
    """Whether a capital only opens the sentence: "Officials", "Heavy". Any other opening word may be a name."""
    return token.opens and (token.text in ORDINARY or bool(_COMMON.search(token.text)))


def _match(token: Token, source: Source) -> _Match:
    if token.kind == "date":
        at = tuple(
            n
            for n, t in enumerate(source.tokens)
            if same_date(token.date, t.date, source.years) or _counts_as(token, t)
        )
        return _Match(token, at, not at and any(same_date(token.date, d, source.years) for d in source.dates))
    if token.kind == "number":
        at = tuple(n for n, t in enumerate(source.tokens) if _counts_as(token, t))
        in_head = any(t.kind == "number" and _counts_as(token, t) for t in source.head)
        return _Match(token, at, not at and in_head)
    at = tuple(source.by_key.get(token.key, ()))
    if at or token.key in source.head_keys:
        return _Match(token, at, not at)
    if token.kind == "name":
        at = tuple(n for n, t in enumerate(source.tokens) if t.kind == "name" and same_name(token.key, t.key))
        in_head = any(same_name(token.key, key) for key in source.name_keys[1])
        if not at and not in_head and token.text in source.initials:
            first = source.initials[token.text][0]
            at, in_head = tuple(source.by_key.get(first, ())), True
        return _Match(token, at, not at and in_head)
    return _Match(token, (), False)


def _counts_as(said: Token, held: Token) -> bool:
    """Whether both are the same number, and a unit that is said is held, the sign alone of "NZ$" too. Where one may be a year, the other
    is a number for sure."""
    if said.kind == held.kind == "number":
        return said.key == held.key and said.unit in ("", held.unit, held.unit[-1:])
    return {said.kind, held.kind} == {"number", "date"} and 0 < said.value == held.value and said.unit == held.unit


def _gap(a: _Match, b: _Match, source: Source) -> int:
    """Distance from a to b in the source, of all their places the one nearest to 1."""
    gaps = [source.places[j] - source.places[i] for i in a.at for j in b.at if i != j]
    return min(gaps, key=lambda g: (abs(g - 1) + (g < 0), g), default=_ELSEWHERE)


def _rivals(matches: Sequence[_Match], source: Source) -> int:
    """Names and numbers in whose place, beside the same words, the source has another one."""
    count = 0
    said = {m.token.key for m in matches}
    for n, m in enumerate(matches):
        if m.token.kind == "word":
            continue
        for step in (-1, 1):
            o = matches[n + step] if 0 <= n + step < len(matches) else None
            if o is None or not o.at or any(abs(_gap(o, m, source)) <= _NEAR for _ in m.at):
                continue
            for at in o.at:
                there = at - step
                if (
                    0 <= there < len(source.tokens)
                    and source.tokens[there].kind == m.token.kind
                    and source.tokens[there].key not in said
                ):
                    count += 1
                    break
            else:
                continue
            break
    return count


def _replaced(matches: Sequence[_Match], source: Source) -> int:
    """Words said in the place of others: what stands before and after them is in the source, a word or two of its own between; or they stand
    first or last, and the source has another word there."""
    trios = zip(matches, matches[1:], matches[2:], strict=False)
    within = sum(bool(not b.found and a.at and c.at and 1 < _gap(a, c, source) <= _NEAR) for a, b, c in trios)
    if len(matches) < 2:
        return within
    ends = ((matches[0], matches[1], -1), (matches[-1], matches[-2], 1))
    said = {key for m in matches for key in [m.token.key, *(source.tokens[n].key for n in m.at)]}
    return within + sum(
        not m.found and m.token.text not in _ANYBODY and _other_beside(beside.at, step, said, source)
        for m, beside, step in ends
    )


def _other_beside(at: Sequence[int], step: int, said: set[str], source: Source) -> bool:
    """Whether all places in a source have a word beside them, in the same clause, that is not said."""
    beside = [(source.tokens[n], source.tokens[n + step]) for n in at if 0 <= n + step < len(source.tokens)]
    return len(beside) == len(at) > 0 and all(
        one.clause == other.clause and other.kind != "date" and other.key not in said for one, other in beside
    )


def _denied(matches: Sequence[_Match], source: Source) -> float:
    """1 where the sentence denies what the source states, or states what it denies; a half where one of them says that it was declined,
    or the source that it was but tried, wanted or possible; or where it "will" be, and the source has "may"."""
    if not source.denies and any(m.token.text in NOBODY for m in matches):
        return 1.0
    found = 0.0
    said = [m.token for m in matches]
    hedged = any(t.key in _HEDGES or t.undone for t in said)
    for at, m in enumerate(matches):
        held = [source.tokens[n] for n in m.at]
        if m.token.undone == WANTED and held and all(t.undone == POSSIBLE for t in held):
            found = max(found, 0.5)
        if not held or m.token.undone in (WANTED, POSSIBLE):
            continue
        denies, denied = _denies(m.token), [_denies(t) for t in held]
        if (denies >= 2 and not any(denied) and not any(_denies_behind(source.tokens, n) for n in m.at)) or (
            not denies and not m.token.undone and min(denied) >= 2 and not _denies_behind(said, at)
        ):
            declined = m.token.undone or all(t.undone for t in held)
            found = max(found, 0.5 if declined and m.token.denied < 2 else 1.0)
        elif not denies and not hedged and all(t.undone == TRIED or (t.undone and is_done(m.token)) for t in held):
            found = max(found, 0.5)
    return found


def _denies_behind(tokens: Sequence[Token], at: int) -> bool:
    """Whether the same is denied by the words behind it: "carried no passengers", "ended without a deal"."""
    return any(t.denied >= 2 for t in tokens[at + 1 : at + 3])


def _denies(token: Token) -> int:
    """How near a denial stands: what was declined was not done."""
    return 2 if token.undone == DECLINED else token.denied


def _exchanged(matches: Sequence[_Match], source: Source) -> bool:
    """Whether it says "to 3" where the source has "from 3", or "at least" where it has "at most", "voted for" where "against", "all" where "some";
    or that who did something had it done to them."""
    bounds = [(m.token.bound, {source.tokens[n].bound for n in m.at}) for m in matches if m.token.bound]
    if any(held and "" not in held and not held & {bound, *_TOLD_BY.get(bound, ())} for bound, held in bounds):
        return True
    return any(_voice_turned(one, two, source) for one, two in pairwise(matches))


def _voice_turned(who: _Match, deed: _Match, source: Source) -> bool:
    """Whether the sentence says that somebody was attacked where the source says that they attacked, or the other way round."""
    there = [source.tokens[j] for i in who.at for j in deed.at if source.places[j] - source.places[i] == 1]
    return bool(there) and all({t.voice, deed.token.voice} == {"active", "passive"} for t in there)


def _opposed(matches: Sequence[_Match], source: Source) -> bool:
    """Whether a word stands for its opposite; not where both parties stand in each other's place: A beat B, and B lost to A."""
    for at, m in enumerate(matches):
        against = (
            [] if m.found else [source.by_key[key] for key in OPPOSITES.get(m.token.key, ()) if key in source.by_key]
        )
        before, behind = [o.at for o in matches[:at] if o.at], [o.at for o in matches[at + 1 :] if o.at]
        for places in against:
            turned = before and behind and min(before[-1]) > max(places) and max(behind[0]) < min(places)
            if not turned:
                return True
    return False


def _longest(matches: Sequence[_Match], source: Source) -> int:
    """Words of the longest run that stands in the source as it stands in the sentence."""
    best = run = 0
    for n, m in enumerate(matches):
        run = 0 if not m.at else run + 1 if run and _gap(matches[n - 1], m, source) == 1 else 1
        best = max(best, run)
    return best
