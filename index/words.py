"""Words as the keyword index sees them: case-folded, Latin letters without accents, stemmed, stop words marked.

The full-text index (SQLite FTS5 with its `porter unicode61 remove_diacritics 2` tokenizer) folds and stems by itself; what it
is asked for and sentence scoring in Python have to agree with it. So both fold one character at a time, take accents from Latin
letters alone ("café" as "cafe", but "й" not as "и"), and use Porter's algorithm with the few changes that he made to it later.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nltk.stem.porter import PorterStemmer

__all__ = ["INTERJECTIONS", "STOP_WORDS", "content_stems", "content_words", "letters", "stem", "stems", "words"]

# Articles, pronouns, prepositions, auxiliaries, question words: they say how a question is put, not what it is about.
STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are aren as at be because been before being below between both
    but by can cannot could couldn did didn do does doesn doing don down during each few for from further had hadn has hasn
    have haven having he her here hers herself him himself his how i if in into is isn it its itself just let ll me more most
    mustn my myself no nor not now of off on once only or other ought our ours ourselves out over own re s same shan she should
    shouldn so some such t than that the their theirs them themselves then there these they this those through to too under
    until up upon us very was wasn we were weren what when where whether which while who whom whose why will with won would
    wouldn you your yours yourself yourselves d m o ve y tell please""".split()  # noqa: SIM905 - a list of them is 170 lines
)

# What people type around a question and no article writes a name with
INTERJECTIONS = frozenset(
    """ok okay oh yo wow whoa yikes ouch ugh haha lol lmao omg gosh hi hiya hello hey hmm phew yay aha huh thanks thanx thx""".split()  # noqa: SIM905
)

_MARK = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_OTHER_THAN_LETTERS = re.compile(r"[^a-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a text in order, case-folded and without accents on Latin letters."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).translate(_FOLDED)
    return _WORD.findall(folded)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter stem of one case-folded word; short words are left alone."""
    if word.isascii():
        return word if len(word) < 3 else _stemmer().stem(word, to_lowercase=False)
    # FTS5 counts bytes: "ß" is two consonants, and "große" loses its "e" as a word of that length does.
    octets = word.encode("utf-8", "replace").decode("latin-1")
    return _stemmer().stem(octets, to_lowercase=False).encode("latin-1").decode("utf-8", "replace")


def stems(text: str) -> list[str]:
    """Stems of all words of a text, in order."""
    return [stem(word) for word in words(text)]


def letters(text: str) -> str:
    """A name as letters and digits alone, case-folded, one space between its words: "Cnbc | World" as "cnbc world"."""
    return _OTHER_THAN_LETTERS.sub(" ", text.casefold()).strip()


def content_words(text: str) -> list[str]:
    """The words that carry meaning: no stop words, in order, one for each stem."""
    return list(_by_stem(text).values())


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning: no stop words, in order, each once."""
    return list(_by_stem(text))


@lru_cache(maxsize=512)  # a question is held against hundreds of sentences
def _by_stem(text: str) -> dict[str, str]:
    """Stem → the first word that has it."""
    by_stem: dict[str, str] = {}
    for word in words(text):
        if word not in STOP_WORDS:
            by_stem.setdefault(stem(word), word)
    return by_stem


class _Folded(dict[int, str]):
    """Code point → what FTS5 makes of that character, each looked up when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if code < 0x10000:  # those beyond are rare, and a million of them would fill the memory
            self[code] = folded
        return folded


_FOLDED = _Folded()


def _fold(character: str) -> str:
    if _MARK.match(character):  # an accent that no letter is written in one with; it ends no word
        return ""
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii() and base.isalpha():
        return base.lower()
    folded = character.casefold()
    return folded if len(folded) == 1 else character.lower()  # "ß" stays what it is


@cache
def _stemmer() -> PorterStemmer:
    from nltk.stem.porter import PorterStemmer  # takes a second to load

    return PorterStemmer(mode=PorterStemmer.MARTIN_EXTENSIONS)
