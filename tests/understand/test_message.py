"""The question in a message: found alone or with what else is said, which may be lost only where the articles do not need it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from index import Article, Corpus
from qa.newsqa import NewsQA
from qa.understand.message import longhand, readings, told_before


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("I'm a biology teacher from Leeds. Which fungus infected the ants in Reed's experiment?", "Which fungus infected the ants in Reed's experiment?"),
        ("Who opened the Elm Street bridge? Asking for a friend 😅", "Who opened the Elm Street bridge?"),
        ("Ugh, I am so tired. anyway who opened the Elm Street bridge?", "Who opened the Elm Street bridge?"),
        ("Fitness nerd here 💪 how many minutes a week should adults exercise", "How many minutes a week should adults exercise"),
        ("Swiss fan here 🇨🇭 who scored the goal against Peru?", "Who scored the goal against Peru?"),
        ("Dear Sir or Madam, I would be grateful if you could inform me how much the Elm Street bridge cost. Yours faithfully, H. Moss", "How much the Elm Street bridge cost."),
        ("My train is late, when you have a minute: who designed the Elm Street bridge?", "Who designed the Elm Street bridge?"),
        ("Sorry to bother you again, but do you happen to know in which year the Elm Street bridge opened?", "In which year the Elm Street bridge opened?"),
        ("can u help me, i need this for school. quick q, who opened the Elm Street bridge? just the name", "Who opened the Elm Street bridge?"),
        ("I was wondering whether you could tell me the cost of the Elm Street bridge.", "What is the cost of the Elm Street bridge?"),
        ("I saw Dr. Reed there. Who asked Dr. Moss about the bridge?", "Who asked Dr. Moss about the bridge?"),
    ],
)  # fmt: skip
def test_the_question_is_found(text: str, bare: str) -> None:
    assert readings(text)[0] == bare


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("I just read about the robbery in Dorn. What did they take?", ("What did they take (the robbery in Dorn)?",)),
        ("im writing a report on Ida Moss, the pilot... pls tell me how old she was", ("How old she was (Ida Moss, the pilot)?",)),
        ("“Ferries collide off Port Alba” - wow! where was it?", ("Where was it (“Ferries collide off Port Alba”)?",)),
    ],
)  # fmt: skip
def test_what_else_is_said_stands_in_brackets_where_it_may_matter(text: str, within: tuple[str, ...]) -> None:
    assert readings(text) == within


@pytest.mark.parametrize(
    "text",
    [
        "Who opened the Elm Street bridge?",
        "Which U.S. senator opened the Elm Street bridge?",
        "The crane fell in Dubai. How many people died in the collapse?",  # what is supposed, not who asks
        "Rents in the US hit a record high. Which city saw the biggest increase?",
        "What is a great way to make bells in Animal Crossing: New Horizons?",
        "Who will meet in Lindau on Jan. 13 to decide it?",
        "Does the 'Post - Life and Style' article agree with us?",
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
    assert readings(text) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how many ppl a yr get it n why", "how many people a year get it and why"),
        ("what did the govt pay 4 yrs ago", "what did the government pay 4 years ago"),
        ("Who is N. U. Wk?", "Who is N. U. Wk?"),
        ("the u.s. and w/o it", "the u.s. and w/o it"),
    ],
)
def test_what_is_cut_short_is_written_out(typed: str, meant: str) -> None:
    assert longhand(typed) == meant


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


def test_the_question_s_own_names_are_none_of_those_beside_it_however_it_begins() -> None:
    text = "I follow Anthem. how many people work for Fresenius?"
    assert told_before(text, "How many people work for Fresenius?") == ("Anthem",)


def test_it_is_read_so_only_where_the_articles_speak_of_it_and_of_the_names_beside_it(corpus: Corpus) -> None:
    newsqa = NewsQA(corpus)
    asked = "Who opened the Elm Street bridge in Mora?"
    plain = newsqa.ask(asked, engine="extractive")
    told = newsqa.ask(f"I teach geography at a college in Leeds and collect stamps. {asked}", engine="extractive")
    assert not plain.answer.refused and told.understood_as.question == asked and told.answer.text == plain.answer.text
    assert told.understood_as.rewritten
    other = newsqa.ask(f"I follow the Port Alba ferries and the Zurich cafés. {asked}", engine="extractive")
    assert other.understood_as.question != asked


def test_what_leads_to_no_other_article_is_left_out_though_the_whole_would_be_answered(corpus: Corpus) -> None:
    newsqa = NewsQA(corpus)
    told = newsqa.ask(
        "so im doing an essay on the Elm Street bridge in Mora.. how much did the Elm Street bridge cost? just the sum pls",
        engine="extractive",
    )
    assert (
        told.understood_as.question == "How much did the Elm Street bridge cost?" and told.answer.short == "$12 million"
    )
    pointing = newsqa.ask(
        "Just read about the Port Alba ferries 😢 how many ppl were hurt when they collided", engine="extractive"
    )
    assert pointing.understood_as.question == "How many people were hurt when they collided (the Port Alba ferries)?"
    assert not pointing.answer.refused and pointing.answer.citations[0].title == "Ferries collide"


def test_long_texts_take_no_time() -> None:
    started = time.monotonic()
    for text in ("I " * 2000, "who " * 1000, "a, " * 1300, "I'm: " * 800, "😀 " * 2000, "dear " * 800):
        readings(text)
    assert time.monotonic() - started < 2


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("message") / "data") as opened:
        opened.add(
            [
                Article.of("Elm Street bridge opens in Mora", "The Elm Street bridge in Mora was opened by Mayor Ruth Okafor on Friday. It cost $12 million."),
                Article.of("Ferries collide", "Two ferries collided off Port Alba. Thirty-one passengers were hurt."),
                Article.of("Café wins prize", "A café in Zurich has won a prize for its cakes."),
            ]
        )  # fmt: skip
        yield opened
