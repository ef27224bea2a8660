"""A question typed without capitals gets those that the articles have; one with capitals is left as it is."""

from __future__ import annotations

import pytest

from index import Article, Corpus, Filters
from index.capitals import capitalised
from qa.newsqa import NewsQA

TEXTS = [
    "The estate of Jeffrey Epstein paid, and so did Leon Black, who said that black was his colour. (Leon Black paid more.)",
    "The university of the town is young. It asks the University of Dorn, and the University of Dorn pays; universities are dear.",
    "Officials at HHS said on Monday that the CDC and HHS agree; see www.hhs.gov or write to help@cdc.gov. The CDC is in Dorn.",
    "Leaders in Dorn met in Port Alba. The Mecca crane fell. In Mecca, a crane fell, and in Mecca people pray.",
    "Fans of Beyoncé, and Beyoncé herself, came.",
    "Ferry Fails Again in Port Alba. They travelled to Al-Nayrab, near Al-Nayrab airport.",
]


def showing(word: str) -> list[str]:
    return [text for text in TEXTS if word.replace("é", "e") in text.lower().replace("é", "e")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who is leon black?", "who is Leon Black?"),  # though black is a colour, too
        ("what did hhs and the cdc say?", "what did HHS and the CDC say?"),  # whatever their web addresses look like
        ("how many died in mecca?", "how many died in Mecca?"),
        ("who leads the university?", "who leads the university?"),  # some names hold one
        ("did the ferry fail?", "did the ferry fail?"),  # capitals of a headline
        ("which airport was attacked, al-nayrab?", "which airport was attacked, Al-Nayrab?"),
        ("what is the cdc's plan for the us?", "what is the CDC's plan for the US?"),
        ("tell us of quokkas", "tell us of quokkas"),  # no article has them
        ("WHO IS LEON BLACK?", "who is Leon Black?"),
        ("Who is leon black?", "Who is Leon Black?"),
        ("Did Reed meet leon black?", "Did Reed meet leon black?"),  # who sets capitals leaves none out
        ("what do I know of dorn?", "what do I know of Dorn?"),
        ("how much did beyonce earn?", "how much did Beyonce earn?"),
        ("how much did beyoncé earn?", "how much did Beyoncé earn?"),
        (
            "mecca " * 9 + " ".join(f"word{n}" for n in range(30)),
            "mecca " * 9 + " ".join(f"word{n}" for n in range(30)),
        ),  # too long
        ("", ""),
        ("?", "?"),
        ("WHO", "WHO"),
    ],
)
def test_names_get_the_capitals_that_articles_write_them_with(typed: str, meant: str) -> None:
    assert capitalised(typed, showing) == meant


def test_a_follow_up_in_small_letters_is_completed_by_the_name(empty_corpus: Corpus) -> None:
    empty_corpus.add([Article("a", "v", "Ferries", "\n\n".join(TEXTS), "Post")])
    newsqa = NewsQA(empty_corpus)
    first = newsqa.ask("did the estate of Jeffrey Epstein pay?")
    assert "Leon Black" in newsqa.ask("and leon black?", [first], filters=Filters()).understood_as.question


def test_a_name_that_owns_gets_its_apostrophe(empty_corpus: Corpus) -> None:
    empty_corpus.add([Article("a", "v", "Ferries", "\n\n".join(TEXTS), "Post")])
    assert empty_corpus.capitalised("when did meccas crane fall?") == "when did Mecca's crane fall?"
    assert empty_corpus.capitalised("who is from the two meccas?") == "who is from the two meccas?"
    assert empty_corpus.capitalised("who runs the universities?") == "who runs the universities?"
