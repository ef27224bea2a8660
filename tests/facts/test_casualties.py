"""Which number of a sentence is that of the killed, the hurt, the missing or the held."""

from __future__ import annotations

import pytest

from qa.facts.casualties import casualties, gives_another

CRANE = "A crane fell in Dorn, killing 107 or more and wounding 238, according to the Civil Defense Authority."


@pytest.mark.parametrize(
    ("question", "sentence", "number", "others"),
    [
        ("How many were hurt?", CRANE, "238", (107.0,)),
        ("How many people died when the crane fell?", CRANE, "107", (238.0,)),
        ("How many are missing?", CRANE, None, (107.0, 238.0)),
        ("How many were injured?", "At least 20 people were killed and some 30 others injured.", "some 30", (20.0,)),
        ("How many lives did it cost?", "The death toll rose to 345, with 1,000 hurt.", "345", (1000.0,)),
        ("How many were arrested?", "Nine people died; two were wounded and twelve arrested.", "twelve", (9.0, 2.0)),
        ("How many died?", "It killed 1.2 million people and hurt 3 million.", "1.2 million", (3e6,)),
        ("How many were hurt?", "The attack killed two soldiers and injured a third.", None, (2.0,)),
        ("How many died?", "Twenty people were killed, 5 of them children.", "Twenty", ()),
        ("How many were killed in the raid that hurt five?", "The raid killed two and hurt five.", "two", (5.0,)),
    ],
)
def test_numbers_by_what_became_of_those(
    question: str, sentence: str, number: str | None, others: tuple[float, ...]
) -> None:
    told = casualties(question, sentence)
    assert told is not None
    assert (told.number, told.others) == (number, others)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many people live in Dorn?", CRANE),
        ("Who was killed?", CRANE),
        # Named, not counted
        ("How many people signed the petition against the killing?", CRANE),
        ("How many of those injured were children?", CRANE),
        ("How many died?", "The fire killed 20 people on Monday and killed 12 on Tuesday."),  # unsure
    ],
)
def test_nothing_is_told_where_no_such_number_is_asked_for_or_where_it_is_unsure(question: str, sentence: str) -> None:
    assert casualties(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("How many died in September?", "Two passengers, one of them American, were killed in September.", True),
        ("How many died in September?", "Twelve people, all of one family, were killed in September.", False),
        ("How many died in September?", "All on board were killed, 30 miles off Dorn, within 5 minutes.", False),
        ("How many died in September?", "The plane carried two pilots and ten tourists.", False),
        ("How many were hurt?", "Two passengers, one of them American, were killed.", False),
        ("Who died in September?", "Two passengers, one of them American, were killed.", False),
    ],
)
def test_a_number_that_stands_in_the_headline_alone(question: str, sentence: str, another: bool) -> None:
    assert gives_another(question, sentence, {12.0}) is another


def test_one_and_none_are_told_without_a_number() -> None:
    assert not gives_another("How many were killed?", "A man, 45, was killed.", {1.0})
    assert not gives_another("How many were killed?", "Some were killed and 12 others injured.", {7.0})
