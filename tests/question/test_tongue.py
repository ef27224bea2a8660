"""A question in another language than the articles' is told so, and no other is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from index import stems
from qa.question.tongue import foreign_language

ENGLISH = set(
    stems(
        "The rebels attacked the airport near Aleppo. Die Hard was in theaters. La Casa de Papel. A red hat. Rio. wikiHow Anthem"
    )
)


def has(some: Iterable[str]) -> bool:
    return ENGLISH.issuperset(some)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Qué aeropuerto fue atacado?", "Spanish"),
        ("¿Quién fundó wikiHow?", "Spanish"),
        ("Quién fundó wikiHow?", ""),  # one word does not tell
        ("¿Quién es el fundador de wikiHow?", "Spanish"),
        ("Qual aeroporto foi atacado?", "Portuguese"),
        ("Quel aéroport a été attaqué ?", "French"),
        ("Combien Anthem a-t-elle payé ?", "French"),
        ("Quale aeroporto è stato attaccato?", "Italian"),
        ("Welcher Flughafen wurde angegriffen?", "German"),
        ("Wer hat den Flughafen angegriffen?", "German"),
        ("Welke luchthaven werd aangevallen?", "Dutch"),
        ("Vilken flygplats blev attackerad?", "Swedish"),
        ("Które lotnisko zostało zaatakowane?", ""),
        ("Kto zaatakował lotnisko w Aleppo?", "Polish"),
        ("Какой аэропорт был атакован?", "a language in Cyrillic letters"),
        ("Ποιο αεροδρόμιο δέχτηκε επίθεση;", "Greek"),
    ],
)
def test_the_language_is_told(question: str, language: str) -> None:
    assert foreign_language(question, has) == language


@pytest.mark.parametrize(
    "question",
    [
        "which airport was attacked?",
        "Was Die Hard in theaters?",
        "Who directed La Casa de Papel?",
        "Who won the Copa do Mundo in Rio de Janeiro?",
        "Whose hat was red?",
        "How much did Volkswagen die Mitarbeiter pay?",
        "2015",
        "?",
    ],
)
def test_english_is_no_foreign_language(question: str) -> None:
    assert foreign_language(question, has) == ""


def test_articles_in_that_language_have_its_words() -> None:
    german = set(stems("Der Flughafen wurde am Montag angegriffen."))
    assert foreign_language("Wurde der Flughafen am Montag angegriffen?", german.issuperset) == ""
