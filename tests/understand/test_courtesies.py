"""What stands around a question and asks nothing."""

from __future__ import annotations

import pytest

from qa.understand.courtesies import after_remark, plain_question, says_nothing, without_filler
from tests.timing import quickest


@pytest.mark.parametrize(
    "said",
    [
        "Wow, that's terrible.", "That's awful!", "Oh dear, that sounds dangerous.", "ok, I see.", "Interesting.", "Thanks!", "Really?", "Hmm ok.",
        "That is sad.", "I didn't know that!", "that's a lot.", "Never mind.", "Never mind the airport.", "Poor man.", "What a shame!", "Good to know.",
        "Unbelievable, my mother was there.", "Thanks. That's a lot of money for a hospital!", "How awful!", "This must have been expensive.",
        "I'm shocked.", "My god.", "So sad.", "wow, it sounds very dangerous!", "That's better than I thought.",
    ],
)  # fmt: skip
def test_what_only_tells_how_an_answer_strikes_its_reader_is_left_out(said: str) -> None:
    assert plain_question(f"{said} How many people were hurt?") == "How many people were hurt?"
    assert plain_question(said)  # alone it is all that was said


@pytest.mark.parametrize(
    "said",
    [
        "hey newsqa,", "hey,", "Hi there!", "Good morning!", "Hi! I'm a journalist.", "Thank you so much!", "Question:", "q:", "Quick question:", "I'm curious:",
        "Briefly:", "In one sentence,", "Based on your articles,", "hello assistant, using only the sources:", "How are you?", "No worries.", "hey newsqa", "ok so",
        "sorry,", "no,", "My question is:", "lol ok", "Answer briefly:", "do u know", "just wondering", "My name is Ann.",
    ],
)  # fmt: skip
def test_what_is_said_before_a_question_is_left_out(said: str) -> None:
    assert plain_question(f"{said} how much did Anthem pay?").lower() == "how much did anthem pay?"


@pytest.mark.parametrize(
    "said",
    ["? Thanks!", "? Answer briefly.", "? Cite your sources, please.", "? In one sentence please.", ", please?", ", in one sentence?", " thx?", " pls?", "? No guessing!", "? Just curious.", "? lol"],
)  # fmt: skip
def test_what_is_said_behind_a_question_is_left_out(said: str) -> None:
    plain = without_filler(f"How much did Anthem pay{said}")
    assert plain.removesuffix("?").removesuffix(", please") == "How much did Anthem pay"


@pytest.mark.parametrize(
    "question",
    [
        "Anthem: how much did they pay?", "Great Britain: who leads it?", "Nice is the capital of what?", "Hello was written by whom?", "Who is Mr. Short?",
        "Who runs the U.S. Links?", "Who said thanks?", "Did he thank you?", "Who wrote Cheers?", "oops, Fresenius", "No, Fresenius", "no, in 2007",
        "sorry I meant how much did Fresenius pay", "Actually, in California", "No. 10 was sold. To whom?", "Thanks to whom?", "hi-fi prices: what happened?",
        "ok", "yes", "thanks", "Great, thanks!", "?", "In one sentence.", "According to the article, who won?",
    ],
)  # fmt: skip
def test_a_topic_and_a_correction_stay(question: str) -> None:
    assert without_filler(question) == question


def test_a_text_of_courtesies_alone_says_nothing() -> None:
    assert all(map(says_nothing, ("Great, thanks!", "oh", "haha, ok", "thanks and bye", "🎉", "Terrible.")))
    assert not any(
        map(
            says_nothing,
            ("ok", "really?", "yes", "please", "and?", "no way out", "10", "great fire", "No. 10", "shame " * 100),
        )
    )


@pytest.mark.parametrize(
    "question",
    [
        "It was a bomb. Who planted it?", "that's the airport in Dorn. who attacked it?", "I heard that the police were late. Did they say why?",
        "That is not what I asked. Who won?", "That's why. Who won?", "No, I meant the ferry. Who steered it?", "That sounds like the flu. Is it?",
        "That’s interesting, sales fell. What did the bank do?", "That was 1991. What happened in 1990?", "How many died? Who won?",
        "How many were hurt. Who won?", "That?", "",
        "It looks like Dorn had a flood. How much did it cost?", "This was in Dorn. How many died?", "That's different from the flood. Who won?",
        "It sounds like they were hacked. By whom?", "That's Reed. Who came before him?", "Amazing, Dorn paid a lot. Who else paid?",
        "That was only Florida. How many in Georgia?", "No. 10 Downing Street: who lives there?", "How about Alaska. When was it declared?",
        "Poor Reed. Why did he go?", "That must hurt. Did they admit it?",
    ],
)  # fmt: skip
def test_what_tells_something_stays(question: str) -> None:
    assert plain_question(question) == question


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Can you tell me who won?", "Who won?"),
        ("That's great. Could you tell me who won?", "Who won?"),
        ("  Who\n won? ", "Who won?"),
    ],
)
def test_courtesies_are_left_out(question: str, plain: str) -> None:
    assert plain_question(question) == plain


def test_a_question_behind_a_remark_is_known() -> None:
    assert after_remark("I remember a worse one. When was it?")
    assert not any(map(after_remark, ("When was it?", "Who won? When was it?", "I remember a worse one.", "Dr. Falk")))


@pytest.mark.parametrize(
    "said",
    [
        "that's " + "so " * 1300,
        "oh " * 1300,
        "wow, " * 800,
        "thanks a lot, " * 280,
        "hi newsqa " * 390,
        "ok no sure " * 350,
        "in brief, " * 390,
        "no. " * 1000,
        "a. " * 1300,
    ],
)
def test_what_is_long_is_read_in_no_time(said: str) -> None:
    assert quickest(lambda: (plain_question(said), after_remark(said)), 0.5) < 0.5
