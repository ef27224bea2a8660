"""The killed, the hurt, the missing and the held of a sentence, each with their number: reports tell of them in one breath, and a small
model gives the first number for any of them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from qa.facts.phrases import numbers_of
from qa.language.lexicon import NUMBERS
from qa.language.reading import read

__all__ = ["Told", "asks_casualties", "befallen", "casualties", "gives_another", "of_what", "values_in"]

_KINDS = {
    "killed": r"kill(?:ed|ing|s)?|died?|dead|deaths?|dying|fatalit(?:y|ies)|lives",
    "hurt": r"injur(?:ed|ing|ies|y|es)|wound(?:ed|ing|s)?|hurt(?:ing)?|hospitali[sz]ed",
    "missing": r"missing|unaccounted for",
    "held": r"arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?",
}
_WORD = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _KINDS.items()), re.I)
_ASKS = re.compile(r"\bhow many\b", re.I)
# What may stand between a number and the word for what became of those: "20 people were killed", but not "killed 20 and 30 …"
_APART = re.compile(r"[,;:.()–—]|\b(?:and|but|while|with|as|after|when|including|of whom)\b|\d", re.I)
_FAR = 40  # characters
# What is named by such a word, not counted: "signed a petition against the killing of …", "of those injured were children"
_NAMED = re.compile(
    r"\b(?:the|those|his|her|their|its|a|an|this|that|after|before|since|against|for|over) (?:people |\d+ )?$", re.I
)
_NO_MORE_THAN_ONE = frozenset({0.0, 1.0})  # told without a number: "A man, 45, was killed"
# A number of something else than people, as it is written: a sum, a share, a span, a length, "two-car"
_OF_OTHERS = re.compile(
    r"[$£€%]|\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|miles?|km|kilomet\w+|met(?:re|er)s?|feet|foot|ft|per ?cent|pct)\b|-",
    re.I,
)


class Told(NamedTuple):
    """What a sentence tells of the kind that a question asks for: `number`, None where it gives none; and those of other kinds."""

    number: str | None
    others: tuple[float, ...]


def casualties(question: str, sentence: str) -> Told | None:
    """The numbers of a sentence by what became of those; None where the question asks for no such number, or where it is unsure."""
    asked = _kind_asked(question)
    if not asked:
        return None
    told = [(kind, number, value) for number, value, kind in _numbers(sentence) if kind]
    own = {value: number for kind, number, value in told if kind == asked}
    if len(own) > 1:
        return None
    others = tuple(value for kind, _, value in told if kind != asked and value not in own)
    return Told(next(iter(own.values()), None), others)


def gives_another(question: str, sentence: str, values: set[float]) -> bool:
    """Whether a sentence tells what became of those asked for, and counts people, but by none of these numbers, which then stand in
    its headline alone: 12 of "Two passengers, one of them American, were killed in September"."""
    asked = _kind_asked(question)
    if not asked or values & _NO_MORE_THAN_ONE or all(word.lastgroup != asked for word in _WORD.finditer(sentence)):
        return False
    counted = {value for phrase in numbers_of(sentence) if not _OF_OTHERS.search(phrase) for value in values_in(phrase)}
    counted -= {value for _, value, kind in _numbers(sentence) if kind and kind != asked}
    return bool(counted) and not counted & values


def asks_casualties(question: str) -> bool:
    """Whether a question asks for the number of the killed, the hurt, the missing or the held."""
    return _kind_asked(question) is not None


def befallen(sentence: str) -> set[float]:
    """The numbers of a sentence that are of the killed, the hurt, the missing or the held."""
    return {value for _, value, kind in _numbers(sentence) if kind}


def of_what(question: str) -> str:
    """A question without its words for what became of people: "How many people were when the crane fell?"."""
    return _WORD.sub(" ", question)


def values_in(text: str) -> set[float]:
    """What the numbers of a text come to."""
    return {token.value for token in read(text) if token.kind == "number"}


def _kind_asked(question: str) -> str | None:
    """What became of those that "how many" asks for; None where it asks for no such number."""
    asks = _ASKS.search(question)
    if not asks:
        return None
    asked = (
        word
        for word in _WORD.finditer(question, asks.end())
        if not _NAMED.search(question[: word.start()]) or word[0] == "lives"
    )
    return next((word.lastgroup for word in asked), None)


def _numbers(sentence: str) -> list[tuple[str, float, str | None]]:
    """Each number as it is written and as a value, and the kind that it is of."""
    found = []
    end = 0
    for phrase in numbers_of(sentence):
        written = _without_noun(phrase)
        start = sentence.find(phrase, end)
        tokens = [token for token in read(written) if token.kind == "number"]
        if start >= 0 and len(tokens) == 1:
            end = start + len(written)
            found.append((written, tokens[0].value, _kind(sentence, start, end)))
    return found


def _without_noun(phrase: str) -> str:
    """A number without what it counts: "at least 20" of "at least 20 people"."""
    own = phrase.split(" ")
    while len(own) > 1 and not re.search(r"\d", own[-1]) and own[-1].casefold() not in NUMBERS:
        own.pop()
    return " ".join(own)


def _kind(sentence: str, start: int, end: int) -> str | None:
    """What became of those whose number stands there, by the nearest word for it that nothing parts from the number."""
    near = []
    for word in _WORD.finditer(sentence):
        between = sentence[end : word.start()] if word.start() >= end else sentence[word.end() : start]
        if (word.start() >= end or word.end() <= start) and len(between) <= _FAR and not _APART.search(between):
            near.append((len(between), word.lastgroup))
    return min(near)[1] if near else None
