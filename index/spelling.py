"""A question's slips of the pen, set right by the words that the articles have: "wich airprot was atacked?".

A word that the tokenizer knows whole or in another form ("suing", "summarise"), or that an article has, is none; nor is a name, since of a
name that no article has it is to be said that none has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from index.words import STOP_WORDS, stem

__all__ = ["corrected", "with_apostrophes"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"(?<![\w’'@./-])[a-z]+(?![\w@/]|['’-]\w|\.\w)")
_FIRST = re.compile(r"\W*([A-Za-z]{3,7})\b")
_ASKS = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how"})
_SHORTEST = 5  # letters; a shorter word is one letter away from too many others
_MOST = 3  # words looked up; each takes some ten milliseconds
# What a regular form of a word ends in, and what the word itself may end in there
_FORMS = tuple(
    (re.compile(ending), bases)
    for ending, bases in (
        (r"(?<=[a-z]{3})s$", ("",)),
        (r"(?<=[a-z]{3})es$", ("",)),
        (r"(?<=[a-z]{2})ie[sd]$", ("y",)),
        (r"(?<=[a-z]{3})ed$", ("", "e")),
        (r"(?<=[a-z]{2})ing$", ("e",)),
        (r"(?<=[a-z]{4})ing$", ("",)),
        (r"(?<=[a-z]{3})ers?$", ("", "e")),
        (r"(?<=[a-z]{3})est$", ("", "e")),
        (r"(?<=[a-z]{2})i(?:er|est|ly|ness)$", ("y",)),
        (r"(?<=[a-z]{3})ly$", ("",)),
        (r"(?<=[a-z]{2})([bdglmnprt])\1(?:ed|ing)$", (r"\1",)),  # "fuelled", "planning"
        (r"(?<=[a-z]{3})i[sz](?:e[ds]?|ing|ers?|ations?)$", ("", "y", "ize")),  # "prioritise", "organised"
    )
)

# "whos", "didnt": none of these is a word, as "its", "were" and "well" are
_RUN_TOGETHER = re.compile(
    r"(?<![\w’'@./-])(?:(?P<asks>who|what|where|when|why|how|that|there|here)s|"
    r"(?P<verb>do|does|did|is|are|was|were|has|have|had|would|could|should)nt)(?![\w’'@/-]|\.\w)",
    re.I,
)


def with_apostrophes(question: str) -> str:
    """The question with the apostrophes that were left out of its short forms: "who's" for "whos", "didn't" for "didnt"."""
    return _RUN_TOGETHER.sub(lambda found: f"{found['asks']}'s" if found["asks"] else f"{found['verb']}n't", question)


def corrected(
    question: str, count: Callable[[Iterable[str]], Mapping[str, int]], is_word: Callable[[str], bool]
) -> str:
    """The question with words of the articles in the place of those that are one slip away from them.

    count: in how many passages each of some stems occurs. is_word: whether a word is one, whatever the articles have.
    """
    question = _with_question_word(question, is_word)
    long = (m for m in _WORD.finditer(question) if len(m[0]) >= _SHORTEST and m[0] not in STOP_WORDS)
    strange = [m for m in long if not _has_form_of_word(m[0], is_word)]
    held = count([stem(m[0]) for m in strange])
    strange = [m for m in strange if not held[stem(m[0])]]
    for match in reversed(strange[:_MOST]):
        if meant := _meant(match[0], count, is_word):
            question = question[: match.start()] + meant + question[match.end() :]
    return question


def _with_question_word(question: str, is_word: Callable[[str], bool]) -> str:
    """The question with the question word that its first word is one slip away from, if it is from one alone."""
    first = _FIRST.match(question)
    if not first or first[1].lower() in _ASKS or is_word(first[1].lower()):
        return question
    meant = _ASKS.intersection(_one_slip_away(first[1].lower()))
    if len(meant) != 1:
        return question
    (word,) = meant
    word = word.capitalize() if first[1][0].isupper() else word
    return question[: first.start(1)] + word + question[first.end(1) :]


def _meant(
    word: str, count: Callable[[Iterable[str]], Mapping[str, int]], is_word: Callable[[str], bool]
) -> str | None:
    """The word that the articles have most often among those one slip away; None where there is none, or two are as frequent."""
    by_stem: dict[str, str] = {}
    # A stem that the articles have may be no word: "hesit" of "hesitated".
    for near in filter(is_word, _one_slip_away(word)):
        if near in STOP_WORDS:
            return near
        by_stem.setdefault(stem(near), near)
    counts = count(by_stem)
    best, second = (*sorted(by_stem, key=lambda s: -counts[s])[:2], "", "")[:2]
    return by_stem[best] if best and counts[best] > counts.get(second, 0) else None


def _has_form_of_word(word: str, is_word: Callable[[str], bool]) -> bool:
    """Whether it is a word, or a regular form of one: the tokenizer knows "heist" by its pieces, but "sue" whole, and not "suing"."""
    return is_word(word) or any(is_word(ending.sub(base, word)) for ending, bases in _FORMS for base in bases)


def _one_slip_away(word: str) -> Iterator[str]:
    """The words that come of exchanging two neighbours, of putting in a letter that is missing, or of taking one out that stands twice.

    Another letter in a letter's place makes too many words of others: "avian" and "Asian", "mobster" and "monster".
    """
    for n in range(len(word) + 1):
        head, tail = word[:n], word[n:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
            if tail[0] == tail[1]:
                yield head + tail[1:]
        if head:  # the first letter is seldom left out
            yield from (head + letter + tail for letter in _LETTERS)
