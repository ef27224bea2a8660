"""What a short answer only says again of its question is left out, and nothing else."""

from __future__ import annotations

import pytest

from qa.concise import concise


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
        ("Who spoke of Dorn?", "", ""),
    ],
)
def test_what_the_question_says_is_not_said_again(question: str, short: str, told: str) -> None:
    assert concise(short, question) == told
