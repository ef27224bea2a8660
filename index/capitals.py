"""A question typed in small letters, or all in capitals, with the capitals of the articles: "who is leon black?" → "who is Leon Black?".

A word of the question has a capital where the articles write it with one in the middle of their sentences, or next to a name as in the
question; what no article has stays as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from index.words import INTERJECTIONS, STOP_WORDS

__all__ = ["capitalised"]

_WORD = re.compile(r"[^\W\d_][\w-]*(?:[’'](?!s\b)\w+)*")
_CAPITAL = re.compile(r"(?!I\b)[^\W\d_a-zß-öø-ÿ]")
_TWICE = 2  # times that the articles must write a word with a capital …
_STRAY = 0.05  # … and the share of them that they may write it, or a form of it, without
# "Beyonce" of "Beyoncé"
_PLAIN = {n: unicodedata.normalize("NFD", chr(n))[0] for n in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))}
_MOST = 25  # words looked up, a millisecond or more each; who writes that much without a capital has pasted it
_ABBREVIATION = re.compile(r"\b(?P<the>the )us\b")  # "the us" is the country, whatever the articles call it
_OWNED = re.compile(rf" (?!(?:{'|'.join(sorted(STOP_WORDS))})\b)[^\W\d_]")  # what somebody's name stands before


def capitalised(question: str, showing: Callable[[str], Sequence[str]]) -> str:
    """The question as the articles would write it; as it is where whoever typed it has set capitals.

    showing: some texts of the articles that have a word, whatever its letters.
    """
    words = list(_WORD.finditer(question))
    if len(words) > 1 and question == question.upper():
        question = question.lower()
    elif any(_CAPITAL.search(m.group(), 1 if n == 0 else 0) for n, m in enumerate(words)):
        return question
    question = _ABBREVIATION.sub(r"\g<the>US", question)
    words = [m for m in _WORD.finditer(question) if m.group().islower()]
    asked = dict.fromkeys(m.group() for m in words if m.group() not in STOP_WORDS | INTERJECTIONS)
    if len(asked) > _MOST:
        return question
    texts = {word: "\n".join(showing(word)).translate(_PLAIN) for word in asked}
    written = [_written(m.group(), texts.get(m.group(), ""), _TWICE) for m in words]
    for n, (one, other) in enumerate(pairwise(words)):
        known = one.group() in texts and other.group() in texts and question[one.end() : other.start()] == " "
        if known and not (written[n] and written[n + 1]):
            pair = _written(f"{one.group()} {other.group()}", texts[one.group()], 1).split(" ")
            if all(map(_CAPITAL.search, pair)):
                written[n : n + 2] = [written[n] or pair[0], written[n + 1] or pair[-1]]
    for match, form in reversed(list(zip(words, written, strict=True))):
        typed = match.group()
        owns = _OWNED.match(question, match.end())
        meant = _as(form, typed) if form or not owns else _whose(typed, texts.get(typed, ""))
        question = question[: match.start()] + meant + question[match.end() :]
    return question


def _as(form: str, typed: str) -> str:
    """A word with the capitals that a form of it has: "Beyoncé", typed with its accent or without."""
    return "".join(t.upper() if f.isupper() else t for t, f in zip(typed, form, strict=True)) if form else typed


def _whose(typed: str, text: str) -> str:
    """A word that the articles have not, but for a name without its last letter: "Ireland's" of "irelands"; else as it was typed."""
    if not typed.endswith("s") or re.search(_whole(re.escape(typed)), text, re.I):
        return typed
    name = _written(typed[:-1], text, _TWICE)
    return f"{_as(name, typed[:-1])}'s" if name else typed


def _written(words: str, text: str, least: int) -> str:
    """How the articles write words, with a capital; "" where they write them without, too, or have them too seldom to tell.

    least: times that they must; one behind a word in small letters counts twice, since what stands behind others may be a headline. A word
    that has a plural in small letters is none that always has a capital: "universities".
    """
    words = words.translate(_PLAIN)
    anywhere = _whole(re.escape(words))
    forms = Counter(re.findall(anywhere, text, re.I))
    capitals = Counter({form: times for form, times in forms.items() if _CAPITAL.search(form)})
    within = re.findall(rf"(?:(?<=[a-z] )|(?<=[a-z], )|(?<=\()){anywhere}", text, re.I)
    small = forms.total() - capitals.total() + len(re.findall(_inflected(words), text))
    if capitals.total() < least or not (within or capitals.total() > least) or small > _STRAY * capitals.total():
        return ""
    return capitals.most_common(1)[0][0]


def _inflected(words: str) -> str:
    base, forms = (words[:-1], "ies") if words.endswith("y") else (words, "s|es|ed|ing|ers?")
    return _whole(rf"{re.escape(base)}(?:{forms})")


def _whole(pattern: str) -> str:
    """A pattern as a whole word, outside of web addresses, which have no capitals."""
    return rf"(?<![\w./@-]){pattern}(?![\w@]|[./-]\w)"
