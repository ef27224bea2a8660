"""Abbreviations that an article explains."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Article, Corpus, long_forms, spelt_out
from index.abbreviations import in_other_form, other_forms
from qa.evidence.answerable import assess
from qa.records import Query

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


SHORT = "The HCB said on Monday that ferries will stop."
LONG = "The Harbour Control Board will meet in Dorn, where Ida Moss will speak."


@pytest.fixture(scope="module")
def three_forms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """An article that explains an abbreviation, one with it alone, and one with its long form alone."""
    others = [Article.of(f"Choir {n}", f"The choir of street {n} sings every day.") for n in range(5)]
    told = "The Harbour Control Board (HCB) opened a pier."
    with Corpus.open(tmp_path_factory.mktemp("forms") / "data") as corpus:
        corpus.add([Article.of("Pier", told), Article.of("Ferries", SHORT), Article.of("Meeting", LONG), *others])
        yield corpus


@pytest.mark.parametrize(
    ("question", "forms"),
    [
        ("What did the HCB say?", {"HCB": "Harbour Control Board"}),
        ("What did the Harbour Control Board say?", {"HCB": "Harbour Control Board"}),
        ("What did the HCBX say?", {}),
        ("What did the harbour say?", {}),
        ("WHAT DID THE HCB SAY?", {}),
        ("Who spoke for the UN?", {"UN": "United Nations"}),
        ("Who spoke for the united nations?", {"UN": "United Nations"}),
        ("Who told us of the US and the UK?", {}),
    ],
)
def test_what_a_question_says_in_short_or_in_full(three_forms: Corpus, question: str, forms: dict[str, str]) -> None:
    assert three_forms.forms_asked(question) == forms


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who will speak at the meeting of the HCB?", LONG),
        ("What did the Harbour Control Board say will stop?", SHORT),
    ],
)
def test_an_article_answers_that_has_the_other_form(three_forms: Corpus, question: str, sentence: str) -> None:
    (best, *_) = three_forms.find(question)
    assert best.article.text == sentence
    assessment = assess(Query(question), three_forms.find(question), three_forms, 4)
    assert assessment.missing == () and assessment.evidence[0].text == sentence


def test_what_the_articles_explain_goes_before_what_all_know(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Cricket", "The International Cricket Council (ICC) met. Who came?")])
        assert corpus.forms_asked("What did the ICC say?") == {"ICC": "International Cricket Council"}
        assert corpus.forms_asked("What did the WHO say?") == {"WHO": "World Health Organization"}


def test_a_text_in_its_other_form() -> None:
    forms = {"HCB": "Harbour Control Board"}
    assert in_other_form("What did the HCB say?", forms) == "What did the Harbour Control Board say?"
    assert in_other_form("Is the harbour control board open?", forms) == "Is the HCB open?"
    assert in_other_form("What did the HCBs say?", forms) == "What did the HCBs say?"
