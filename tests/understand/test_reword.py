"""What a model makes of a question is used only if it is sound: the question's words kept, nothing brought in from nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from index import Filters, ModelUnavailable
from qa.model.llm import Doubt
from qa.records import Answer, Citation, Query, Turn
from qa.understand.reword import completed, finished, taken_apart
from qa.understand.standalone import understand


class Says:
    """A model that writes one thing, and remembers what it was asked."""

    name, sentences, characters, local = "says", 6, 800, False

    def __init__(self, reply: str | Exception) -> None:
        self.reply = reply
        self.asked: list[str] = []

    def stream(self, messages: Sequence[Any], *, max_tokens: int, doubt: Doubt | None = None) -> Iterator[str]:
        self.asked.append(messages[-1][1])
        if isinstance(self.reply, Exception):
            raise self.reply
        yield ""
        yield from self.reply.splitlines(keepends=True)


def turn(question: str, short: str | None, quote: str = "") -> Turn:
    citation = Citation(1, "article1", "v1", "Title", None, None, None, 0, len(quote), quote)
    return Turn(question, Query(question), (), Answer(short, quote, (citation,), refused=short is None))


FILEFAX = (turn("What did Filefax do wrong?", "left medical records in an unlocked truck"),)
PATIENTS = "How many patients were affected?"


def test_a_sound_reading_is_taken() -> None:
    model = Says("How many patients were affected by Filefax's unlocked truck?")
    assert (
        finished(completed(PATIENTS, FILEFAX, model)) == "How many patients were affected by Filefax's unlocked truck?"
    )
    assert model.asked == [
        f"Q: What did Filefax do wrong?\nA: left medical records in an unlocked truck\nQ: {PATIENTS}"
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Filefax affected many patients.",
        "What did Filefax do wrong that affected many patients?",
        "How many patients were affected by Anthem?",
        "How many of the 2150 patients were affected?",
        "How many trucks did Filefax own?",
        "How many patients did it affect?",
        "What did Filefax do wrong?\nHow many patients were affected?",
        "What did Filefax do wrong, and how many patients were affected?",
    ],
)
def test_an_unsound_reading_is_not(reply: str) -> None:
    assert finished(completed(PATIENTS, FILEFAX, Says(reply))) is None


def test_a_year_may_follow_from_one_that_was_spoken_of() -> None:
    turns = (turn("How many came to the fair in May 2015?", "1,100"),)
    model = Says("How many came to the fair in May 2016?")
    assert finished(completed("and how many a year later?", turns, model)) == "How many came to the fair in May 2016?"
    assert finished(completed("and how many others?", turns, model)) is None


def test_a_model_that_fails_leaves_the_rules_reading() -> None:
    turns = (turn("Who won the election in Ohio?", "Ann Reed"),)
    query = understand("how old is she?", turns, Filters(), llm=Says(ModelUnavailable("gone")))
    assert query == understand("how old is she?", turns, Filters())
    assert query.rewritten and "Ann Reed" in query.question


@pytest.mark.parametrize(
    "question",
    [
        "Which company makes the new vaccine against shingles?",
        "Did Clinton bring her daughter?",
        "when?",
        "and in Alaska?",
    ],
)
def test_no_model_is_asked_where_rules_are_sure(question: str) -> None:
    model = Says("Who?")
    understand(question, (turn("Who won the election in Ohio?", "Ann Reed"),), Filters(), llm=model)
    assert not model.asked


@pytest.mark.parametrize("question", ["and in 2018?", "and alaska?", "and by the governor?"])
def test_a_model_is_asked_where_rules_only_put_the_new_behind_the_old(question: str) -> None:
    model = Says("Who?")
    query = understand(question, (turn("Who won the election in Ohio?", "Ann Reed"),), Filters(), llm=model)
    assert model.asked and query.question.startswith("Who won the election in Ohio")


def test_a_question_is_taken_apart() -> None:
    question = "What did the hospital in Dorn pay, and what did the allergy practice?"
    parts = ("What did the hospital in Dorn pay?", "What did the allergy practice pay?")
    assert finished(taken_apart(question, Says("1. " + "\n2. ".join(parts)))) == parts
    assert understand(question, (), Filters(), llm=Says("\n".join(parts))).parts == parts


def test_the_first_part_stands_as_it_was_asked_where_the_model_leaves_something_out() -> None:
    question = "How many teams were in the big robot contest that the girls reached, and how many won the prize?"
    reply = "How many teams were in the big robot contest?\nHow many teams won the prize?"
    assert understand(question, (), Filters(), llm=Says(reply)).parts == (
        "How many teams were in the big robot contest that the girls reached?", "How many teams won the prize?",
    )  # fmt: skip


def test_a_later_part_that_asks_about_the_same_has_its_names() -> None:
    question = "Who scored the goal of Dorn against Lindau, and in which stadium?"
    reply = "Who scored the goal of Dorn against Lindau?\nIn which stadium was the goal scored?"
    assert (
        understand(question, (), Filters(), llm=Says(reply)).parts[1]
        == "In which stadium was the goal scored (Dorn Lindau)?"
    )


@pytest.mark.parametrize(
    "reply",
    ["What did the hospital in Dorn pay?", "It paid much.\nWho?", "What did Dorn pay?\nWhat did Lindau pay?", "a?\nb?\nc?\nd?"],
)  # fmt: skip
def test_parts_that_are_not_sound_are_not_taken(reply: str) -> None:
    assert (
        finished(taken_apart("What did the hospital in Dorn pay, and what did the allergy practice?", Says(reply)))
        == ()
    )


@pytest.mark.parametrize(
    ("question", "reply", "heard"),
    [
        ("and by which rebels was it attacked?", "Which airport was attacked by rebels?", False),
        ("and by which rebels was it attacked?", "By which rebels was Al-Nayrab airport attacked?", True),
        ("and which other ones were attacked?", "Which other airports were attacked?", True),
        ("what was it attacked with?", "What was Al-Nayrab airport attacked with?", True),
    ],
)
def test_what_is_asked_for_stays_what_is_asked_for(question: str, reply: str, heard: bool) -> None:
    turns = (turn("Which airports were attacked?", "Al-Nayrab airport"),)
    assert finished(completed(question, turns, Says(reply))) == (reply if heard else None)


def test_a_part_that_leans_on_the_first_is_completed() -> None:
    replied = "Who handed out more against opioids, Dorn or Lindau?\nHow much was it?"
    question = "Who handed out more against opioids, Dorn or Lindau, and how much was it?"
    first, second = understand(question, (), Filters(), llm=Says(replied)).parts
    assert first == "Who handed out more against opioids, Dorn or Lindau?"
    assert second.startswith("How much") and "opioids" in second


FAIR = "Who gave more for the fair, Dorn or Lindau, and how much was it?"
OF_EACH = "Dorn gave how much for the fair and Lindau gave how much for the fair?"


def test_of_a_comparison_those_parts_are_taken_that_ask_of_one_of_the_two() -> None:
    each = ("How much did Dorn give for the fair?", "How much did Lindau give for the fair?")
    model = Says("\n".join(["Who gave more for the fair?", *each]))
    assert understand(FAIR, (), Filters(), llm=model).parts == each
    assert model.asked == [FAIR]


def test_a_comparison_that_is_not_taken_apart_is_asked_in_another_form() -> None:
    model = Says("Who gave more for the fair, Dorn or Lindau?\nHow much was it?")
    assert understand(FAIR, (), Filters(), llm=model).parts[0] == "Who gave more for the fair, Dorn or Lindau?"
    assert model.asked == [FAIR, OF_EACH]


def test_a_comparison_that_asks_nothing_besides_is_asked_in_that_form_alone() -> None:
    model = Says("Who gave more for the fair?\nWho gave more?")
    assert understand("Who gave more for the fair, Dorn or Lindau?", (), Filters(), llm=model).parts == ()
    assert model.asked == [OF_EACH]


def test_without_help_the_rules_take_a_question_apart() -> None:
    question = "How many died in Dorn, and how many in Lindau?"
    expected = ("How many died in Dorn?", "How many died in Lindau?")
    assert understand(question, (), Filters()).parts == expected
    assert understand(question, (), Filters(), llm=Says("no")).parts == expected


def test_a_yes_or_no_question_is_one_thing() -> None:
    model = Says("A?\nB?")
    assert understand("Did Reuters report the strike, and what did it say of it?", (), Filters(), llm=model).parts
    assert not model.asked


def test_what_other_articles_tell_far_better_is_something_new() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def elsewhere(query: Query, articles: tuple[str, ...]) -> bool:
        asked.append((query.question, articles))
        return True

    turns, model = (turn("Who attacked the harbour of Dorn?", "The rebels"),), Says("Which ferry did the rebels sink?")
    query = understand("Which ferry sank?", turns, Filters(), llm=model, elsewhere=elsewhere)
    assert (query.question, query.articles, model.asked) == ("Which ferry sank?", (), [])
    assert asked == [("Which ferry sank?", ("article1",))]
    understand("Who was it named after?", turns, Filters(), elsewhere=elsewhere)
    understand("What did Ann Reed think of Lindau?", turns, Filters(), elsewhere=elsewhere)
    understand("And which ferry sank?", turns, Filters(), elsewhere=elsewhere)
    assert len(asked) == 1  # what points back, goes on or names somebody is not looked for elsewhere
