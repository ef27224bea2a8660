"""In which language a question is asked, where that is not the articles': "¿Qué aeropuerto fue atacado?" of articles in English."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from index import STOP_WORDS, content_stems, words

__all__ = ["foreign_language"]

# The words that questions are made of, as the search folds them: without accents
_LANGUAGES = {
    "Spanish": "que quien quienes cual cuales cuando donde como cuanto cuantos cuanta cuantas por para el la los las un una del de en fue fueron es son esta ha han se con su y",
    "Portuguese": "que quem qual quais quando onde como quanto quantos quanta quantas por para o os as um uma do da dos das no na em foi foram e sao esta com seu sua",
    "French": "que qui quel quelle quels quelles quand ou comment combien pourquoi le la les l un une des du de d a ete est sont dans en au aux il elle ils avec par pour et sur qu",
    "Italian": "che chi quale quali quando dove come quanto quanta quanti quante perche il lo la gli le un una del della dei di e stato stata stati sono ha hanno nel nella con per da cosa",
    "German": "wer wen wem was wann wo wie warum welche welcher welches welchen wieviel viele wurde wurden wird ist sind war waren hat haben der die das den dem ein eine einen im am auf von mit bei und fur zu",
    "Dutch": "wie wat wanneer waar hoe waarom welke hoeveel het de een is zijn werd werden heeft hebben van met op bij en door voor",
    "Swedish": "vem vad nar var hur varfor vilken vilket vilka manga ar och det den en ett har av med pa som blev till",
    "Polish": "kto co kiedy gdzie jak dlaczego ktory ktora ktore ile jest sa byl byla bylo zostal zostala w na z do od przez sie",
}
_WORDS = {language: frozenset(listed.split()) for language, listed in _LANGUAGES.items()}
_SCRIPTS = {
    "CYRILLIC": "a language in Cyrillic letters", "GREEK": "Greek", "ARABIC": "a language in Arabic letters", "HEBREW": "Hebrew",
    "DEVANAGARI": "a language in Devanagari letters", "HANGUL": "Korean",
}  # fmt: skip
_LEAST = 2  # words of a language


def foreign_language(question: str, has: Callable[[Iterable[str]], bool]) -> str:
    """The language that a question is in, as a phrase, where the articles have less than half of its words; "" where it is in theirs, or where
    that is not plain. has: whether an article has all of some stems."""
    said = [word for word in words(question) if not word.isdigit()]
    if not said or not (language := _by_letters(question) or ("Spanish" if "¿" in question else _by_words(said))):
        return ""
    own = [stem for stem in content_stems(question) if not stem.isdigit()]
    held = sum(has([stem]) for stem in own)
    return language if 2 * held < len(own) else ""


def _by_letters(question: str) -> str:
    """By the script that most of its letters are of, if that is not the Latin one."""
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in question if letter.isalpha())
    return _SCRIPTS.get(scripts.most_common(1)[0][0], "") if scripts else ""


def _by_words(said: list[str]) -> str:
    """The one whose words a question has most of, if it has more of them than of English ones."""
    counts = {language: sum(word in own for word in said) for language, own in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    english = sum(word in STOP_WORDS and word not in _WORDS[best] for word in said)
    return best if counts[best] >= _LEAST and counts[best] > english else ""
