"""What is said in a conversation that asks for no fact, and what is none of it."""

from __future__ import annotations

import pytest

from qa.understand.moves import Move, asks_nothing, happened, more_of_somebody, move
from tests.timing import quickest

WISHES = {
    "nothing": ["thanks", "thanks for your help", "Thanks, that helps", "Hello there!", "Good morning", "no, that is all",
        "perfect", "Great!", "interesting", "wow", "I see", "Thanks, that's helpful", "thanks for the info", "hello?", "👍", "lol", "ty", "?", "...",
        "huh?", "That's not what I asked.", "ok cool", "Thanks! 🙏", "how are you?", "That's correct.",
    ],
    "help": [
        "What can you do?", "help", "How many articles do you have?", "what are the articles about?", "Which publishers do you cover?",
        "What can I ask you?", "are you an AI?", "Who made you?", "what's your name?", "Can you help me?",
    ],
    "news": [
        "What's new?", "what is the latest?", "Show me the latest news", "Any news today?", "What happened this week?", "headlines",
        "Any updates?", "anything new?", "what are the headlines?", "tell me what's new", "summarise the latest news", "list all articles",
        "What happened in October 2013?", "what was reported in May 2018?", "What happened on 3 October 2023", "what were the headlines in 2015?",
        "news since 2019", "any news before May 2008?", "anything from 2018?", "show me articles from 2006 to 2008", "articles between 2006 and 2008",
        "What happened on the 12th of September 2015?", "headlines since Monday", "latest news after 3 May 2018",
        "What's your newest article?", "hey, what's new?",
    ],
    "more": [
        "Tell me more", "ok thanks, tell me more", "yes please", "more details", "go on", "and then?", "What happened next?", "what else?",
        "Can you elaborate on that?", "please", "and?", "ok", "yes", "sure", "Yes, thanks!",
    ],
    "source": [
        "Are you sure?", "Really?", "What's your source?", "How do you know that?", "Says who?", "Where did you get this from?",
        "Which article says so?", "Is that true?", "Show me the evidence",
        "link?", "give me the quote", "Which source says that?", "Can I read the article?", "when was that article published?", "Who wrote the article?",
        "how sure are you?", "can i trust this?", "Is that up to date?", "that's wrong", "Thanks! Are you sure?", "oh really?",
    ],
    "summary": ["Summarise that", "Could you summarize the article for me, please?", "TL;DR", "What is the article about?", "sum it up", "in short?", "ok, shorter please", "in one sentence", "Make it shorter.", "in plain English, please", "tell me in two sentences"],
}  # fmt: skip


@pytest.mark.parametrize(("wants", "said"), [(wants, said) for wants, many in WISHES.items() for said in many])
def test_a_wish_is_known(wants: str, said: str) -> None:
    made = move(said)
    assert made and made.wants == wants and not made.topic


@pytest.mark.parametrize(
    ("said", "topic", "latest", "listed"),
    [
        ("Tell me about the ferry strike", "the ferry strike", False, False),
        ("What is the latest on Port Alba?", "Port Alba", True, False),
        ("any news about the bridge today?", "the bridge today", True, False),
        ("What's happening in Mora right now?", "Mora", True, False),
        ("Could you give me an overview of the wheat exports, please?", "the wheat exports", False, False),
        ("List all articles about owls", "owls", False, True),
        ("summarize the article about the mayor", "the mayor", False, False),
        ("What do the articles say about Venus?", "Venus", False, False),
        ("latest news from Lindau", "Lindau", True, False),
        ("more about the owl", "the owl", False, False),
        ("Is there any news about the bridge?", "the bridge", True, False),
        ("Do you have articles about owls?", "owls", False, True),
        ("I'd like to know more about Lindau", "Lindau", False, False),
        ("anything new on the strike?", "the strike", True, False),
        ("What are the latest developments in Mora?", "Mora", True, False),
        ("Explain the pay rise", "the pay rise", False, False),
        ("summarise the story about the man who built the bridge", "the man who built the bridge", False, False),
        ("Show me everything on how ferries are steered.", "ferries are steered", False, True),
        ("Which stories do you have about owls?", "owls", False, True),
        ("What has been written about the strike?", "the strike", False, False),
        ("What was reported in March 2022 about the strike?", "the strike in March 2022", False, True),
        ("What else is known about the mayor?", "the mayor", False, False),
        ("latest HHS news", "HHS", True, False),
        ("what's the latest Port Alba news since 2019?", "Port Alba since 2019", True, False),
        ("articles about owls before 2009", "owls before 2009", False, True),
        ("hey newsqa, how many articles do you have about owls?", "owls", False, True),
    ],
)
def test_a_topic_is_read_with_what_is_wanted_of_it(said: str, topic: str, latest: bool, listed: bool) -> None:
    assert move(said) == Move("topic", topic, latest, listed)


@pytest.mark.parametrize(
    "said",
    [
        "which airport was attacked?", "who else?", "What else did the mayor say?", "Is it true that the bridge fell?", "when?", "great fires",
        "What is the latest version of the app?", "What are the latest figures on flu?", "Which articles of the treaty were broken?",
        "Who says that the bridge is safe?", "What news did the envoy bring?", "The report on flu says what?", "Tell me when it happened", "Explain why the bridge was stopped", "Describe how the radar works",
        "What happened in Mora today?", "How many articles has the treaty?", "Who is the mayor of Mora?", "tell me about it", "tell me about his plan",
        "Explain it to a child", "tell me more about this company", "The newest of the bridges", "Is there a bridge in Mora?",
        "Are there any reports of injuries?", "Is there anything on the moon?", "something on fire", "Owls", "",
        "What happened in October 2013 in Mora?", "What happened in Mora?", "What was reported missing?", "Show me how it works", "what else is known about him?",
        "Tell me about Dorn. How much did it pay?", "tell me about Dorn, how much did they pay?", "Tell me about the storm: who was hurt?", "Tell me about Dorn. Did it pay?",
        "tell me more about naloxone and why it matters", "What was written on the sign?", "Which stories are on television?", "what happened in 9999?", "any good news?", "any other updates?",
        "Who was mayor before 2009?", "What happened before the war?", "What happened after 1989?",
        "who wrote it?", "when was it published?", "Who is the author?", "How long was the sentence?", "the sentence?", "who was wrong?", "why are they confident?",
        "What is the truth?", "who said that?", "Is he sure?", "Who trained the robot?", "Can you name the person?", "no?", "right?",
        "disaster", "ok ok",
    ],
)  # fmt: skip
def test_what_asks_for_a_fact_is_a_question(said: str) -> None:
    assert move(said) is None and not asks_nothing(said)


@pytest.mark.parametrize(
    "said",
    [
        "all the " * 500,
        "list " + "all the " * 499,
        "," * 4000,
        "?!" * 2000,
        "please " * 570,
        "hi newsqa " * 390,
        "thanks so much " * 260,
    ],
)
def test_what_is_long_is_read_in_no_time(said: str) -> None:
    assert move(f"{said[:3999]}x") is None
    assert quickest(lambda: move(f"{said[:3999]}x"), 0.5) < 0.5


@pytest.mark.parametrize(
    ("said", "wants", "nth"),
    [
        ("tell me more about the second one", "more", 2), ("the first article please", "more", 1), ("and what about the last one?", "more", -1),
        ("summarise the third story", "summary", 3),
    ],
)  # fmt: skip
def test_one_of_several_articles_is_meant(said: str, wants: str, nth: int) -> None:
    made = move(said)
    assert made and (made.wants, made.nth) == (wants, nth)


def test_more_of_somebody_is_more_of_the_article() -> None:
    assert (
        more_of_somebody("What else is known about him?") == more_of_somebody("tell me more about her") == Move("more")
    )
    assert not any(map(more_of_somebody, ("What else is known about Ann Reed?", "Who is he?", "")))


def test_what_happened_somewhere_may_be_told_as_a_topic() -> None:
    assert happened("What happened in Mora?") == Move("topic", "Mora")
    assert happened("what has happened in Mora in 2015?") == Move("topic", "Mora in 2015", listed=True)
    assert not any(
        map(happened, ("What happened?", "What happened next?", "Who won in Mora?", "Why did it happen in Mora?"))
    )
