"""Questions for what is not so, and texts that say that something is not."""

from __future__ import annotations

import pytest

from qa.question.denied import denies, says_not


@pytest.mark.parametrize(
    "question",
    [
        "Which airport was not attacked?",
        "Which airport wasn't attacked?",
        "Who didn’t sign?",
        "How many people did the storm not hurt?",
        "Who has never lost a match?",
        "Who never resigned?",
        "When did the bank not open?",
        "In which of the towns did the mayor of Dorn not speak?",
        "Two candidates advanced. Who didn't?",
        "Who might not come?",
        "What mustn't tourists do?",
        "What cannot be recycled in Dorn?",
    ],
)
def test_what_is_asked_is_what_is_not_so(question: str) -> None:
    assert denies(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which airport was attacked?",
        "Wasn't the airport attacked?",  # a yes or no
        "Why did the mayor not resign?",  # its reason stands elsewhere
        "Who is the man who did not sign?",
        "Who was fined for not paying?",
        "Who was found not guilty?",
        "Who wrote the film “Don't Look Now”?",
        "Which bank closed because it was not safe?",
        "How many passengers, not counting the crew, were saved?",
        "What not only closed but burned?",
        "I don't know much of games: what engine is it built on?",
        "Which team was relegated after not even two years?",
    ],
)
def test_what_is_asked_is_so(question: str) -> None:
    assert not denies(question)


@pytest.mark.parametrize(
    "text",
    [
        "It was not closed.",
        "They refused to sign.",
        "Nobody was hurt.",
        "Half are unlikely to buy one.",
        "All but two came.",
        "She can’t.",
    ],
)
def test_a_text_that_denies(text: str) -> None:
    assert says_not(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked the airport.",
        "107 people died, and 238 were hurt.",
        "A note of the knot.",
        "The United States attacked it.",
        "The bar opened.",
        "It remained in place.",
        "The mayor unveiled a visible plan.",
    ],
)
def test_a_text_that_denies_nothing(text: str) -> None:
    assert not says_not(text)
