"""A message that asks several questions one by one."""

from __future__ import annotations

import pytest

from qa.question.separate import separate

STORM, MAYOR = "Which airport was closed?", "Who resigned?"


@pytest.mark.parametrize(
    "message",
    [
        f"{STORM} {MAYOR}",
        f"{STORM}\n\n{MAYOR}",
        f"1. {STORM} 2. {MAYOR}",
        f"(1) {STORM}\n(2) {MAYOR}",
        f"1) {STORM.rstrip('?')} 2) {MAYOR.rstrip('?')}",
        f"- {STORM}\n- {MAYOR}",
        f"a) {STORM} b) {MAYOR}",
        f"• {STORM} • {MAYOR}",
        f"I have two questions. {STORM} {MAYOR}",
        f"Questions: {STORM} {MAYOR}",
        f"Three things I wonder: 1. {STORM} 2. {MAYOR}",
    ],
)
def test_questions_one_by_one(message: str) -> None:
    assert separate(message) == (STORM, MAYOR)


@pytest.mark.parametrize(
    "message",
    [
        STORM,
        "Really? Who resigned?",  # the first asks of nothing
        "What about the mayor? Did he resign?",
        "They met in Dorn? Where is that?",
        f"{STORM} Thank you for your help.",
        "Who won the 2. Bundesliga in 2014?",
        "Which of the missions 1. and 2. failed?",
        "Who said “Why me?” in May?",
        "",
        "? ?",
    ],
)
def test_one_question_or_none(message: str) -> None:
    assert separate(message) == ()


def test_what_is_said_between_two_questions_goes_with_the_second() -> None:
    assert separate(f"{STORM} I ask for my class. {MAYOR}") == (STORM, f"I ask for my class. {MAYOR}")
