"""Who won and who lost between two, by a score or a verb."""

from __future__ import annotations

import pytest

from index import Evidence
from qa.evidence.extract import short_answer
from qa.verify import answers, contest

MATCH = "Who won the match between Alba and Corvo?"


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (MATCH, ("Alba", "Corvo", False)),
        ("Who lost the final between the Dorn Rovers and Tarn United?", ("the Dorn Rovers", "Tarn United", True)),
        ("Which team lost in the match of Alba against Corvo?", ("Alba", "Corvo", True)),
        ("Who won the Alba versus Corvo game?", ("Alba", "Corvo", False)),
        ("Which side won in Dorn, Alba vs. Corvo?", ("Alba", "Corvo", False)),
        ("Who was the winner of the race between Ida Moss and Lena Fisk?", ("Ida Moss", "Lena Fisk", False)),
        ("Who won, Alba or Corvo?", ("Alba", "Corvo", False)),
        ("Did Alba or Corvo lose on Sunday?", ("Alba", "Corvo", True)),
        ("Who won the Elm Cup against Corvo?", None),
        ("Who opened the bridge between Alba and Corvo?", None),
        ("Who won the cup?", None),
    ],
)
def test_the_two_of_a_contest_are_read_off_the_question(question: str, sides: tuple[str, str, bool] | None) -> None:
    found = contest(question)
    assert (found and (found.one, found.other, found.lost)) == sides


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        ("Group G — Alba 1–2 Corvo", "Corvo"),
        ("Corvo 3-0 Alba was the score.", "Corvo"),
        ("Alba beat Corvo.", "Alba"),
        ("Alba narrowly defeated debutants Corvo 3–0.", "Alba"),
        ("Mora defeated Dorn 1–0; and Alba lost 1–2 to Corvo, with a late goal.", "Corvo"),
        ("Corvo won 2-1 against Alba.", "Corvo"),
        ("Corvo was beaten 2-1 by hosts Alba.", "Alba"),
        ("Alba 1–1 Corvo", ""),
        ("Alba 1–1 Corvo, who won on penalties", None),
        ("Alba 1–2 Corvo; Corvo 0–1 Alba", None),
        ("Alba 1–2 Mora", None),
        ("If Alba beat Corvo, they go on.", None),
        ("Alba beat Corvo’s rivals Mora.", None),
        ("Alba failed to beat Corvo.", None),
        ("Alba met Corvo.", None),
    ],
)
def test_a_score_or_a_verb_tells_winner_and_loser(text: str, winner: str | None) -> None:
    between, loser = contest(MATCH), contest(MATCH.replace("won", "lost"))
    assert between and loser and between.result(text) == winner
    assert loser.result(text) == {"Alba": "Corvo", "Corvo": "Alba"}.get(winner or "", winner)


def test_sides_that_share_a_word_are_told_apart_and_the_year_must_be_that_asked_for() -> None:
    between = contest("Who won the 2018 match between North Alba and South Alba?")
    assert between and between.result("North Alba 0–2 South Alba") == "South Alba"
    assert between.result("South Mora 3–0 North Alba") is None
    assert between.result("In 2014 North Alba beat South Alba.") is None
    assert between.result("In 2018 North Alba beat South Alba.") == "North Alba"


def _evidence(text: str) -> Evidence:
    return Evidence("a", "v1", "The day", "Post", None, None, "p1", 0, len(text), text, 1.0)


@pytest.mark.parametrize(
    ("question", "short", "can"),
    [
        (MATCH, "Mora [1]", False),
        (MATCH, "Alba [1]", True),
        ("Did Alba or Corvo win?", "Mora [1]", False),
        ("Which team lost in the match of Alba against Corvo?", "Mora [1]", False),
        ("Which team lost in the match of Alba against Corvo?", "Corvo [1]", True),
        (MATCH, "a draw [1]", True),
    ],
)
def test_nobody_but_one_of_the_two_has_won_or_lost(question: str, short: str, can: bool) -> None:
    found = [_evidence("Mora beat Dorn 1–0, Alba and Corvo played, and it was a draw.")]
    assert answers(short, question, found) is can


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Corvo lost 1–2 to Alba, Mora beat Dorn.", "Alba"),
        ("Mora saw Alba and Corvo play.", None),
        ("Alba 0–0 Corvo", None),
    ],
)
def test_quotes_tell_the_winner_or_no_name(sentence: str, short: str | None) -> None:
    assert short_answer(MATCH, _evidence(sentence)) == short
