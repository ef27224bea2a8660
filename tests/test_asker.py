"""The question in what somebody tells of themselves: found where it can stand alone, with the names that would be lost."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from index import Article, Corpus
from qa.newsqa import NewsQA
from qa.understand.asker import bare_question, told_before


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("I'm a biology teacher from Leeds. Which fungus infected the ants in Reed's experiment?", "Which fungus infected the ants in Reed's experiment?"),
        ("Who opened the Elm Street bridge? Asking for a friend 😅", "Who opened the Elm Street bridge?"),
        ("Ugh, I am so tired. anyway who opened the Elm Street bridge?", "who opened the Elm Street bridge?"),
        ("Fitness nerd here 💪 how many minutes a week should adults exercise", "how many minutes a week should adults exercise"),
        ("Dear Sir or Madam, I would be grateful if you could inform me how much the Elm Street bridge cost. Yours faithfully, H. Moss", "how much the Elm Street bridge cost."),
        ("My train is late, when you have a minute: who designed the Elm Street bridge?", "who designed the Elm Street bridge?"),
        ("Sorry to bother you again, but do you happen to know in which year the Elm Street bridge opened?", "in which year the Elm Street bridge opened?"),
    ],
)  # fmt: skip
def test_the_question_is_found(text: str, bare: str) -> None:
    assert bare_question(text) == bare


@pytest.mark.parametrize(
    "text",
    [
        "Who opened the Elm Street bridge?",
        "The crane fell in Dubai. How many people died in the collapse?",  # what is supposed, not who asks
        "I read of the breach at Anthem. How much did they pay?",  # it points back
        "I'm shocked. How many?",
        "In the Kolm marathon, who won the race?",
        "Who opened it? And how much did you say it cost?",
        "I was told in Dorn how the fire began",
        "You are great!",
        "",
        "?",
    ],
)
def test_what_is_no_such_text_is_left_as_it_is(text: str) -> None:
    assert bare_question(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "I read of the breach at Anthem. How many people were affected by the breach?",
            (),
        ),  # "at" may be where somebody is
        ("I follow Anthem closely. How many people were affected by the breach?", ("Anthem",)),
        ("My name is Ida Moss and I'm from Leeds. How many people were affected?", ()),
        ("Dear Dr. Reed, I am LOST. How many people were affected? Yours sincerely, T. Fisk", ("LOST",)),
    ],
)
def test_names_beside_the_question_are_told(text: str, told: tuple[str, ...]) -> None:
    question = text[text.index("How") :].split("?")[0] + "?"
    assert told_before(text, question) == told


def test_it_is_read_so_only_where_the_articles_speak_of_it_and_of_the_names_beside_it(corpus: Corpus) -> None:
    newsqa = NewsQA(corpus)
    asked = "Who opened the Elm Street bridge in Mora?"
    plain = newsqa.ask(asked, engine="extractive")
    told = newsqa.ask(f"I teach geography at a college in Leeds and collect stamps. {asked}", engine="extractive")
    assert not plain.answer.refused and told.understood_as.question == asked and told.answer.text == plain.answer.text
    assert told.understood_as.rewritten
    other = newsqa.ask(f"I follow the Port Alba ferries and the Zurich cafés. {asked}", engine="extractive")
    assert other.understood_as.question != asked


def test_long_texts_take_no_time() -> None:
    started = time.monotonic()
    for text in ("I " * 2000, "who " * 1000, "a, " * 1300, "I'm: " * 800, "😀 " * 2000, "dear " * 800):
        bare_question(text)
    assert time.monotonic() - started < 2


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("asker") / "data") as opened:
        opened.add(
            [
                Article.of("Elm Street bridge opens in Mora", "The Elm Street bridge in Mora was opened by Mayor Ruth Okafor on Friday. It cost $12 million."),
                Article.of("Ferries collide", "Two ferries collided off Port Alba. Thirty-one passengers were hurt."),
                Article.of("Café wins prize", "A café in Zurich has won a prize for its cakes."),
            ]
        )  # fmt: skip
        yield opened
