"""A question with choices: the likeliest letter's choice, by evidence for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Article, Corpus
from qa.evaluation import read_questions
from qa.evaluation.choices import chosen
from qa.evaluation.scoring import run
from qa.model.llm import OpenAICompatible
from qa.newsqa import NewsQA

CHOICES = ("Mara Lindqvist", "Ruth Okafor", "Lena Fisk", "None of the above")
QUESTION = "Who opened the bridge in Dorn?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("choose") / "data") as corpus:
        corpus.add(
            [
                Article.of("Bridge opens", "The bridge in Dorn was opened by Mayor Ruth Okafor. It is made of stone."),
                Article.of(
                    "Bridge designed", "Lena Fisk designed a bridge. Mara Lindqvist sang on the bridge in Lindau."
                ),
            ]
        )
        yield corpus


class Letters(OpenAICompatible):
    """A model whose first tokens are given; it remembers what it read."""

    def __init__(self, likely: dict[str, float]) -> None:
        super().__init__("letters", "http://127.0.0.1:9/v1", "", 6, 1000, 1.0)
        self.likely = likely
        self.read = ""

    def first_tokens(self, messages: Any) -> dict[str, float]:
        self.read = messages[-1][1]
        return self.likely


def test_the_likeliest_letter_is_taken_and_each_choice_has_its_evidence(corpus: Corpus) -> None:
    model = Letters({"B": 0.6, "The": 0.3, "D": 0.1})
    assert chosen(QUESTION, CHOICES, corpus, model) == "Ruth Okafor"
    assert all(f"{letter}. {choice}" in model.read for letter, choice in zip("ABCD", CHOICES, strict=True))
    for sentence in ("opened by Mayor Ruth Okafor", "Lena Fisk designed", "Mara Lindqvist sang"):
        assert model.read.count(sentence) == 1


@pytest.mark.parametrize(
    ("answered", "likely", "taken"),
    [
        (None, {"A": 0.5, "D": 0.4}, "Mara Lindqvist"),
        ("Mayor Ruth Okafor", {"A": 0.9, "D": 0.1}, "Ruth Okafor"),  # it is one of the choices
        ("Tom Reed", {"A": 0.5, "D": 0.4}, "None of the above"),
        ("Tom Reed", {"A": 0.9, "D": 0.1}, "Mara Lindqvist"),
        ("Tom Reed", {"The": 1.0}, None),
    ],
)
def test_none_of_the_above_is_what_the_model_answered_unless_its_letter_is_beyond_doubt(
    corpus: Corpus, answered: str | None, likely: dict[str, float], taken: str | None
) -> None:
    assert chosen(QUESTION, CHOICES, corpus, Letters(likely), answered=answered) == taken


def test_without_none_of_the_above_the_letters_tell(corpus: Corpus) -> None:
    model = Letters({"A": 0.5, "C": 0.4})
    assert chosen(QUESTION, CHOICES[:3], corpus, model, answered="Ruth Okafor") == "Mara Lindqvist"


@pytest.mark.parametrize("likely", [{}, {"The": 1.0}, {"E": 1.0}])
def test_a_model_that_names_no_letter_takes_none(corpus: Corpus, likely: dict[str, float]) -> None:
    assert chosen(QUESTION, CHOICES, corpus, Letters(likely)) is None


def test_without_choices_or_with_too_many_no_model_is_asked(corpus: Corpus) -> None:
    model = Letters({"A": 1.0})
    assert chosen(QUESTION, (), corpus, model) is None and chosen(QUESTION, ("x",) * 9, corpus, model) is None
    assert not model.read


def test_the_choice_is_scored_though_the_answer_fails(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"question": "Who opened the bridge in Dorn?", "answers": ["Ruth Okafor"], "choices": ["Lena Fisk", "Ruth Okafor"]}'
    )
    (question,), _ = read_questions(path)
    (right,) = run([question], NewsQA(corpus, Letters({"B": 1.0})), "auto")
    (wrong,) = run([question], NewsQA(corpus, Letters({"A": 1.0})), "auto")
    assert right.values["choice"] is True and wrong.values["choice"] is False
