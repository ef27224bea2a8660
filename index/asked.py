"""What a question asks for, as the search sees it: its words and what each tells, the days and outlets it names, and its clauses.

"Did The Verge report X, while TechCrunch said that Y?"
clauses          "Did The Verge report X", "TechCrunch said that Y"   a passage mostly answers one of them
said of outlets  (The Verge, "report X, while"), (TechCrunch, "said that Y?")
pairs            neighbouring words: "federal judge" in a passage tells more than "federal" and "judge" apart
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

import numpy as np

from index.abbreviations import forms_asked, in_other_form
from index.catalog import Catalog
from index.embed import Embedder
from index.halves import check_characters
from index.instructions import asks_so
from index.words import content_stems, content_words, letters, stems

__all__ = [
    "MONTH",
    "MONTHS",
    "Asked",
    "Clause",
    "named_days",
    "named_months",
    "named_publishers",
    "plain_outlet",
    "question_weights",
]

_DAY = 86_400
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEAR = r"(?:1[6-9]|2[01])\d\d"
_DAY_NAMED = re.compile(
    rf"\b(?:(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_last>{MONTH})\.?|(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)"
    rf",?\s+(?P<year>{_YEAR})\b",
    re.I,
)
_MONTH_NAMED = re.compile(
    rf"(?<!\d )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )(?<!\bof )\b(?P<month>{MONTH})\.?,?\s+(?:of\s+)?(?P<year>{_YEAR})\b",
    re.I,
)
_DAY_IN_FIGURES = re.compile(rf"(?<![\w.-])(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_YEAR_NAMED = re.compile(rf"(?<![\w.,$€£-]){_YEAR}(?![\w,-]|\.\d)")
_JOINT = re.compile(
    r"\s*(?:[,;:]|\b(?:and|while|but|whereas|compared to|before|after|that|which|who|whose|where|when|despite|considering|"
    r"as reported by|according to)\b)\s*",
    re.I,
)
_CLAUSE = 3  # words of meaning that a clause has at least
_SAID = 2  # … and what is said of an outlet


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a question: its words with their idf as shares, its share of the whole question's, and its vector."""

    words: tuple[str, ...]
    weights: Mapping[str, float]
    share: float
    vector: np.ndarray


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, read. asking: what asks_so gives of it; pairs: neighbouring stems with their shares; of_outlets: (publisher, what is said
    of it); days, months: that it names in full, in epoch seconds; years: that it names; forms: short → long of the abbreviations that it
    has in either form; spelt: the question with the other one.
    """

    asking: str
    whole: Clause
    clauses: tuple[Clause, ...]
    of_outlets: tuple[tuple[str, Clause], ...]
    publishers: frozenset[str]
    days: tuple[tuple[int, int], ...]
    months: tuple[tuple[int, int], ...]
    pairs: Mapping[tuple[str, str], float]
    years: frozenset[int]
    forms: Mapping[str, str]
    spelt: Clause | None

    @classmethod
    def read(cls, question: str, catalog: Catalog, embedder: Embedder) -> Asked:
        """Take a question apart; words are weighed by how rare they are in this catalog. Raises BadRequest."""
        check_characters(question)
        idf = _idf(question, catalog)
        outlets = named_publishers(question, [p.name for p in catalog.publishers() if p.name])

        def clause(text: str) -> Clause:
            return _clause(text, idf, embedder)

        whole = clause(question)
        forms = forms_asked(question, catalog)
        spelt = in_other_form(question, forms)
        return cls(
            asking=asks_so(question),
            whole=whole,
            clauses=tuple(whole if text == question else clause(text) for text in _clauses(question)),
            of_outlets=tuple((name, clause(text)) for name, text in _said_of(question, outlets)),
            publishers=frozenset(outlets),
            days=tuple(named_days(question)),
            months=tuple(named_months(question)),
            pairs=_pairs(question, idf),
            years=frozenset(int(year) for year in _YEAR_NAMED.findall(question)),
            forms=forms,
            spelt=None if spelt == question else _clause(spelt, _idf(spelt, catalog), embedder),
        )

    def looks_back(self, asked_on: int) -> bool:
        """Whether it names a year before that in which it is asked (epoch seconds): what is new then tells nothing."""
        return any(year < datetime.fromtimestamp(asked_on, UTC).year for year in self.years)


def question_weights(question: str, catalog: Catalog) -> dict[str, float]:
    """The question's stems with their idf, as shares that add up to 1."""
    return _shares(_idf(question, catalog))


def named_publishers(question: str, publishers: Sequence[str]) -> set[str]:
    """Those of the publishers that a question names, as "The Verge", "the verge" or "Verge"."""
    plain = f" {letters(question)} "
    return {name for name in publishers if len(plain_outlet(name)) > 2 and f" {plain_outlet(name)} " in plain}


def named_days(question: str) -> list[tuple[int, int]]:
    """Days that a question names in full, "November 12, 2018", "12th of November 2018" or "2018-11-12", as [start, end) in epoch seconds.

    A report of a day's news may bear the next day's date, so that one counts too.
    """
    named = [
        (
            m.start(),
            m["year"],
            MONTHS.index((m["month"] or m["month_last"])[:3].lower()) + 1,
            m["day"] or m["day_first"],
        )
        for m in _DAY_NAMED.finditer(question)
    ]
    named += [(m.start(), m["year"], int(m["month"]), m["day"]) for m in _DAY_IN_FIGURES.finditer(question)]
    days = []
    for _, year, month, day in sorted(named):
        try:
            start = int(datetime(int(year), month, int(day), tzinfo=UTC).timestamp())
        except ValueError:  # 31 February
            continue
        days.append((start, start + 2 * _DAY))
    return days


def named_months(question: str) -> list[tuple[int, int]]:
    """Months that a question names with their year and without a day, "in March 2018", as [start, end) in epoch seconds; a report of the
    last day's news may bear the next day's date."""
    months = []
    for m in _MONTH_NAMED.finditer(question):
        year, month = int(m["year"]), MONTHS.index(m["month"][:3].lower()) + 1
        after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        months.append((int(datetime(year, month, 1, tzinfo=UTC).timestamp()), int(after.timestamp()) + _DAY))
    return months


def _clauses(question: str) -> list[str]:
    """The question cut at commas and joining words, pieces of few words with the next one; itself when there is no cut."""
    pieces: list[str] = []
    piece = ""
    for text in _JOINT.split(question):
        piece = f"{piece} {text}".strip()
        if len(content_words(piece)) >= _CLAUSE:
            pieces.append(piece)
            piece = ""
    if not pieces:
        return [question]
    pieces[-1] = f"{pieces[-1]} {piece}".strip()
    return pieces


def _said_of(question: str, outlets: set[str]) -> list[tuple[str, str]]:
    """(publisher, text) from each mention of an outlet to the next."""
    mentions = sorted(
        (match.start(), match.end(), name)
        for name in outlets
        for match in re.finditer(_loosely(plain_outlet(name)), question, re.I)
    )
    said = [
        (name, question[end : mentions[n][0] if n < len(mentions) else None])
        for n, (_, end, name) in enumerate(mentions, 1)
    ]
    return [(name, text) for name, text in said if len(content_words(text)) >= _SAID]


def _clause(text: str, idf: Mapping[str, float], embedder: Embedder) -> Clause:
    own = {stem: idf[stem] for stem in content_stems(text) if stem in idf}
    share = sum(own.values()) / (sum(idf.values()) or 1.0)
    return Clause(tuple(content_words(text)), _shares(own), share, embedder.embed_query(text))


def _pairs(question: str, idf: Mapping[str, float]) -> dict[tuple[str, str], float]:
    found = {pair: idf.get(pair[0], 0.0) + idf.get(pair[1], 0.0) for pair in pairwise(stems(question))}
    whole = sum(found.values()) or 1.0
    return {pair: weight / whole for pair, weight in found.items() if weight}


def _idf(question: str, catalog: Catalog) -> dict[str, float]:
    counts = catalog.document_counts(content_stems(question))
    total = catalog.count()[1]
    return {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in counts.items()}


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    whole = sum(weights.values()) or 1.0
    return {stem: weight / whole for stem, weight in weights.items()}


@lru_cache(maxsize=5_000)
def plain_outlet(name: str) -> str:
    """A name without its article, its department ("Outlet | Sport", "Outlet - Life and Style") and punctuation."""
    return letters(re.split(r"\s+[|–-]\s+", name, maxsplit=1)[0]).removeprefix("the ")


def _loosely(plain: str) -> str:
    """A pattern for a plain name, whatever stands between its words."""
    return r"\b" + r"[^a-z0-9]+".join(map(re.escape, plain.split())) + r"\b"
