"""What a short answer only says again of its question is left out, and nothing else."""

from __future__ import annotations

import pytest

from qa.tell.concise import as_told, concise


@pytest.mark.parametrize(
    ("question", "short", "told"),
    [
        ("Which shop in Dorn lowered its gas prices to $3.99?", "Tarn lowers gas prices to $3.99", "Tarn"),
        ("Who opened the Elm Street bridge?", "Mayor Ruth Okafor opened the Elm Street bridge", "Mayor Ruth Okafor"),
        (
            "What did the agency allow for marsh fever in children?",
            "two drugs for marsh fever in children",
            "two drugs",
        ),
        ("Who attacked the airport of Dorn?", "a man who attacked the airport of Dorn", "a man"),
        ("Which airport was attacked?", "Al-Nayrab airport", "Al-Nayrab airport"),
        ("Which bill was passed to cut emissions?", "a bill to cut emissions", "a bill to cut emissions"),
        ("When did the bridge of Dorn open?", "in May the bridge of Dorn opened", "in May the bridge of Dorn opened"),
        ("Who came from Dorn Falls?", "the coach from Dorn Falls", "the coach"),
        (
            "Which airport in Dorn was attacked?",
            "Al-Nayrab military airport in Dorn",
            "Al-Nayrab military airport in Dorn",
        ),
        (
            "Who attacked the ship in Dorn?",
            "rebels did not attack the ship in Dorn",
            "rebels did not attack the ship in Dorn",
        ),
        (
            "Who attacked the ship in Dorn?",
            "Iran denies attacking the ship in Dorn",
            "Iran denies attacking the ship in Dorn",
        ),
        ("Which drug was allowed for children under 12?", "Tarnol for children over 12", "Tarnol for children over 12"),
        ("What type of electric cars does Tarn make?", "small electric cars", "small electric cars"),
        ("Where was the missing Dorn Falls teacher found?", "a park in Dorn Falls", "a park in Dorn Falls"),
        (
            "Which quake was stronger, in Dorn in 2015 or in Lindau?",
            "the quake in Dorn in 2015",
            "the quake in Dorn in 2015",
        ),
        ("Who spoke of Dorn?", "", ""),
    ],
)
def test_what_the_question_says_is_not_said_again(question: str, short: str, told: str) -> None:
    assert concise(short, question) == told


@pytest.mark.parametrize(
    ("question", "short", "told"),
    [
        ("Which company is sued?", "Ida Moss’s Tarn Inc.", "Tarn"),
        ("Whose company is sued?", "Ida Moss’s Tarn Inc.", "Ida Moss’s Tarn Inc"),
        ("Who sued Tarn?", "Fisk’s", "Lena Fisk"),
        ("Where is Tarn based?", "Dorn", "Dorn"),
    ],
)
def test_a_short_answer_is_told_as_a_reader_expects_it(question: str, short: str, told: str) -> None:
    text = "Ida Moss’s Tarn Inc. of Dorn is sued by Lena Fisk. Ida Moss said that Tarn would pay. Fisk’s lawyers spoke."
    assert as_told(short, question, text) == told
