"""How new a report must be to tell what a question asks, and what a reader is told of one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, Corpus, Filters
from qa import NewsQA
from qa.evaluation.questions import Question
from qa.evaluation.scoring import run
from qa.evidence.gather import found_for
from qa.question.lately import as_of, lately
from qa.records import Answer, Citation, Query
from tests.conftest import day

NOW = day("2024-11-29")
THEN = day("2022-04-21")


@pytest.mark.parametrize(
    ("question", "words", "days"),
    [
        ("Which company did it sue this week?", "this week", 31),
        ("When did she resign this week, and why?", "this week", 31),
        ("This week, who resigned?", "this week", 31),
        ("who won today", "today", 31),
        ("What did the mayor say last night?", "last night", 31),
        ("Who was hurt on Tuesday?", "on tuesday", 31),
        ("What opens next month?", "next month", 62),
        ("Who is currently the president?", "currently", 366),
        ("Which carrier is merging with Alba Air?", "now", 183),
        ("Which vans are still being used there?", "now", 183),
        ("Which team has won the most games this season?", "this season", 366),
        ("The port closed in May. Who reopened it this week?", "this week", 31),
    ],
)
def test_words_that_ask_of_what_is_new(question: str, words: str, days: int) -> None:
    near = lately(question, NOW)
    assert near and (near.words, near.since) == (words, NOW - days * 86_400)


@pytest.mark.parametrize(
    "question",
    [
        "Which airport was attacked?",
        "Rapper Vane died this week. With which group did she begin?",
        "After being fired this week, she worked for which network?",
        "The series, which ended this week, tells of which family?",
        "What did USA Today report?",
        "what did usa today report?",
        "What's today's weather like in a year?",
        "Who hosts Last Week Tonight?",
        "who hosts last week tonight?",
        "What happened on Black Friday?",
        "Who plays on Sunday Night Football?",
        "What closed this week in 2014?",
        "What closed on Tuesday, 3 March?",
        "Who is missing from the list?",
        "Which building is the oldest?",
        "What is nothing compared to it?",
    ],
)
def test_what_asks_of_no_such_time(question: str) -> None:
    near = lately(question, NOW)
    assert near is None or near.words == "last week"  # "last week tonight" in small letters may be either


def test_without_a_day_of_asking_nothing_is_counted() -> None:
    assert lately("Which company did it sue this week?", None) is None


def test_a_window_never_widens_the_filters() -> None:
    near = lately("Who won today?", NOW)
    assert near
    assert near.narrowed(Filters(since=NOW)).since == NOW
    assert near.narrowed(Filters(publishers=("Post",))) == Filters(near.since, None, ("Post",))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who is the mayor of Dorn?", True),
        ("Who's the mayor?", True),
        ("Which company is building the bridge?", True),
        ("How many people are missing?", True),
        ("Is the harbour closed?", True),
        ("When will the bridge open?", True),
        ("Does the club still play there?", True),
        ("Who was the mayor of Dorn?", False),
        ("Which company built the bridge?", False),
        ("What caused the fire that is told of?", False),
        ("What is the name of the man who was killed?", False),
        ("What is the dog called that saved him and was honoured?", False),
    ],
)
def test_an_old_report_of_what_is_so_says_of_when_it_is(question: str, told: bool) -> None:
    answer = Answer("Ada", "Ada [1]", (Citation(1, "a", "b", "T", None, THEN, None, 0, 3, "Ada"),))
    said = as_of(answer, question, NOW)
    assert said == ("As reported on 21 April 2022: it may have changed since." if told else None)
    assert as_of(answer, question, THEN + 86_400) is as_of(answer, question, None) is None
    undated = replace(answer, citations=(replace(answer.citations[0], published=None),))
    assert as_of(undated, question, NOW) is None


EMBASSY = "The government of Sorn opened an embassy in Lumeria."


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """An embassy opened two years ago, and a ferry that sank this week."""
    with Corpus.open(tmp_path_factory.mktemp("lately") / "data") as corpus:
        corpus.add(
            [
                Article.of("Sorn opens an embassy", f"{EMBASSY} Its envoy is Mirela Oust.", published=THEN),
                Article.of(
                    "Ferry sinks off Dorn",
                    "A ferry sank off Dorn on Tuesday. 12 people were saved.",
                    published=NOW - 3 * 86_400,
                ),
                Article.of(
                    "Ferry sinks off Kelm", "A ferry sank off Kelm on Tuesday. 300 people were saved.", published=THEN
                ),
            ]
        )
        yield corpus


def test_an_older_report_does_not_answer_what_asks_of_this_week(years: Corpus) -> None:
    newsqa = NewsQA(years)
    question = "Where did the government of Sorn open an embassy{}?"
    assert "Lumeria" in newsqa.ask(question.format(""), asked_on=NOW).answer.text
    assert "Lumeria" in newsqa.ask(question.format(" this week")).answer.text  # nobody knows which week
    answer = newsqa.ask(question.format(" this week"), asked_on=NOW).answer
    assert answer.refused and answer.reason == "outdated" and not answer.citations
    assert "asks of “this week”, and the closest article is of 21 April 2022." in answer.text
    assert answer.closest and answer.closest.text == EMBASSY
    assert "Lumeria" in newsqa.ask(question.format(" this week"), asked_on=THEN + 86_400).answer.text


def test_a_new_report_answers_before_an_older_one(years: Corpus) -> None:
    answer = NewsQA(years).ask("How many people were saved when a ferry sank this week?", asked_on=NOW).answer
    assert not answer.refused and "12 people" in answer.text and "300" not in answer.text


def test_a_topic_that_no_report_speaks_of_is_not_called_outdated(years: Corpus) -> None:
    answer = NewsQA(years).ask("Who was elected chancellor of Quastonia this week?", asked_on=NOW).answer
    assert answer.refused and answer.reason == "not mentioned" and "Quastonia" in answer.text


def test_dates_that_the_reader_chose_come_first(years: Corpus) -> None:
    question, then = "Where did the government of Sorn open an embassy this week?", Filters(until=THEN + 86_400)
    assert "Lumeria" in NewsQA(years).ask(question, filters=then, asked_on=NOW).answer.text


def test_a_follow_up_has_the_time_of_the_articles_it_is_about(years: Corpus) -> None:
    query = Query("Where did the government of Sorn open an embassy this week?", asked_on=NOW)
    old = years.find(EMBASSY)[0].article.id
    assert found_for(query, years, 8).outdated == "this week"
    part = found_for(replace(query, articles=(old,)), years, 8)
    assert not part.outdated and part.assessment.evidence[0].text == EMBASSY


def test_an_archives_reader_may_say_recently(years: Corpus) -> None:
    newsqa, question = NewsQA(years), "Where did the government of Sorn open an embassy {}?"
    assert newsqa.ask(question.format("recently"), asked_on=NOW).answer.reason == "outdated"
    long_after = NOW + 400 * 86_400
    assert "Lumeria" in newsqa.ask(question.format("recently"), asked_on=long_after).answer.text
    assert newsqa.ask(question.format("today"), asked_on=long_after).answer.reason == "outdated"


@pytest.mark.parametrize(
    "question", ["Where did the government of Sorn open an embassy?", "How many people were saved off Kelm?"]
)
def test_that_a_report_is_old_tells_nothing_of_whether_it_answers(years: Corpus, question: str) -> None:
    asked_today = found_for(Query(question, asked_on=NOW), years, 8).assessment
    undated = found_for(Query(question), years, 8).assessment
    assert asked_today.evidence[0].article_id == undated.evidence[0].article_id
    assert asked_today.confidence == pytest.approx(undated.confidence)


def test_articles_without_dates_can_be_asked_of_this_week(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Sorn opens an embassy", EMBASSY)])
        answer = NewsQA(corpus).ask("Where did the government of Sorn open an embassy this week?", asked_on=NOW).answer
    assert "Lumeria" in answer.text


def test_the_age_of_an_answer_is_told_and_no_model_is_missed(years: Corpus) -> None:
    newsqa = NewsQA(years)
    question = "Who is the envoy of the embassy of Sorn?"
    answer = newsqa.ask(question, asked_on=NOW).answer
    assert "Mirela Oust" in answer.text and answer.notice == "As reported on 21 April 2022: it may have changed since."
    assert newsqa.ask(question).answer.notice is None
    (scored,) = run([Question("1", question, ("Mirela Oust",), asked_on=NOW)], newsqa, "extractive")
    assert scored.right and not scored.without_model
    (told,) = run([Question("1", "What is new?", ("embassy",), asked_on=NOW)], newsqa, "extractive")
    assert (told.turn["notice"] or "").startswith("The newest") and not told.without_model
