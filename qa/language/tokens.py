"""One word of meaning of a sentence as verification reads it, and when two of them mean the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from qa.language.lexicon import DEMONYMS

__all__ = ["NO_DATE", "Date", "Kind", "Token", "same_date", "same_name"]

Kind = Literal["word", "name", "number", "date"]
Date = tuple[int | None, int | None, int | None]  # day, month, year; None for what is left open
NO_DATE: Date = (None, None, None)
_PLACE = 5  # letters of a place whose people are called after it


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
    date: Date = NO_DATE
    denied: int = 0
    opens: bool = False
    clause: int = 0
    bound: str = ""
    undone: str = ""
    voice: str = ""


def same_date(said: Date, held: Date, years: Collection[int] = ()) -> bool:
    """Whether a date says nothing that the other does not: 2019 of 3 May 2019, but not 3 May 2019 of 2019.

    years: what the year of a day or a month may be where `held` leaves it open.
    """
    if held[2] is None and held[:2] != (None, None) and said[:2] != (None, None) and said[2] in years:
        said = (said[0], said[1], None)
    return all(s is None or s == h for s, h in zip(said, held, strict=True))


def same_name(one: str, other: str) -> bool:
    """Whether two name words mean the same, as stems: the same one, or a country and its people, "Tasmania" and "Tasmanian"."""
    short, long = sorted((one, other), key=len)
    people = len(short) >= _PLACE and short.endswith("a") and long == f"{short}n"
    return one == other or people or DEMONYMS.get(one, one) == DEMONYMS.get(other, other)
