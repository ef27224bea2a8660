"""Names in full: a report gives a person's once, where it first speaks of them, and the surname from then on."""

from __future__ import annotations

import re

from index import STOP_WORDS

__all__ = ["in_full"]

_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w")
_GIVEN = re.compile(r"(?:(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\w|[A-Z])\.? ){1,2}$")
# What may stand before a surname, with a capital, without being a part of the name.
_NO_GIVEN = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "lord",
        "lady",
        "prof",
        "professor",
        "president",
        "minister",
        "secretary",
        "senator",
        "governor",
        "mayor",
        "judge",
        "justice",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "captain",
        "general",
        "colonel",
        "sergeant",
        "coach",
        "director",
        "chairman",
        "chairwoman",
        "ceo",
        "doctor",
        "rep",
        "sen",
        "gov",
        "gen",
        "col",
        "sgt",
        "capt",
        "former",
        "late",
        "star",
        "singer",
        "actor",
        "actress",
        "quarterback",
        "striker",
        "midfielder",
        "defender",
        "superstar",
        "founder",
        "inspector",
        "detective",
        "officer",
        "democrat",
        "republican",
        "conservative",
        "labour",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def in_full(name: str, text: str) -> str:
    """A name of one word as its article first gives it: "Sam Bankman-Fried" for "Bankman-Fried"; else unchanged.

    Only where the words before it are capitalised and do not stand in the article without a capital: "Former" opens a sentence.
    """
    if not _NAME.fullmatch(name):
        return name
    first = re.search(rf"(?<![\w’'-]){re.escape(name)}(?![\w-])", text)
    given = _GIVEN.search(text[max(0, first.start() - 60) : first.start()]) if first else None
    if not given:
        return name
    parts = given.group().split()
    while parts and _is_none(parts[0], text):
        parts.pop(0)
    sound = parts and len(parts[0].rstrip(".")) > 1 and not any(_is_none(part, text) for part in parts)
    return " ".join([*parts, name]) if sound else name


def _is_none(word: str, text: str) -> bool:
    """Whether a capitalised word is no given name: a title, a common word."""
    plain = word.rstrip(".").casefold()
    return (
        plain in _NO_GIVEN
        or plain in STOP_WORDS
        or plain.endswith(("’s", "'s"))
        or bool(re.search(rf"(?<![\w’'-]){re.escape(plain)}(?![\w-])", text))
    )
