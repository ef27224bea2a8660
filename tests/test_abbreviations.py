"""Abbreviations that an article explains."""

from __future__ import annotations

import pytest

from index import Article, Corpus, long_forms, spelt_out
from index.abbreviations import other_forms

TEXT = (
    "Boston Medical Center (BMC) and Massachusetts General Hospital (MGH) settled with the Office for Civil Rights (OCR). "
    "BMC paid $100,000. MGH paid $515,000."
)


@pytest.mark.parametrize(
    ("text", "long"),
    [
        (
            TEXT,
            {"BMC": "Boston Medical Center", "MGH": "Massachusetts General Hospital", "OCR": "Office for Civil Rights"},
        ),
        ("Advanced Care Hospitalists PL (ACH) paid.", {"ACH": "Advanced Care Hospitalists PL"}),
        ("the agency’s personal protective equipment (PPE) store", {"PPE": "personal protective equipment"}),
        ("shares of GameStop (GME; up 3 percent)", {"GME": "GameStop"}),
        ("those of Apple (AAPL)", {}),  # no words that it abbreviates but "… of Apple"
        ("the mayor (Boston) and a man (aged 30) said (I)", {}),
        ("(NASA) was first", {}),
        ("It was over. The end (NASA) came.", {}),
    ],
)
def test_what_an_article_explains(text: str, long: dict[str, str]) -> None:
    assert long_forms(Article.of("Headline", text)) == long


def test_an_abbreviation_is_spelt_out_once_unless_the_sentence_does() -> None:
    long = {"BMC": "Boston Medical Center"}
    assert spelt_out("BMC paid, so BMC is free.", long) == "BMC (Boston Medical Center) paid, so BMC is free."
    assert spelt_out("Boston Medical Center (BMC) paid.", long) == "Boston Medical Center (BMC) paid."
    assert spelt_out("ABMC paid.", long) == "ABMC paid."
    assert spelt_out("S&T paid \\1.", {"S&T": r"Science \1"}) == "S&T (Science \\1) paid \\1."


def test_what_a_text_could_have_said_else() -> None:
    long = {"BMC": "Boston Medical Center", "MGH": "Massachusetts General Hospital"}
    assert other_forms("BMC paid.", long) == "Boston Medical Center"
    assert other_forms("Massachusetts General Hospital paid.", long) == "MGH"
    assert other_forms("ABMC paid.", long) == ""


def test_a_question_in_full_finds_the_sentence_with_the_abbreviation(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Corpus.open(tmp_path_factory.mktemp("abbreviations") / "data") as corpus:
        corpus.add([Article.of("Two hospitals settle", TEXT)])
        (found,) = corpus.find("What has Boston Medical Center paid?")
        overlap = {
            mark.overlap for e, mark in zip(found.sentences, found.marks, strict=True) if e.text.startswith("BMC paid")
        }
        assert overlap == {1.0}
