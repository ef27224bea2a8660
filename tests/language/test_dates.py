"""Days named by their distance from the report, and the dates that they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qa.language.dates import day_words, has_date, with_date, with_dates

THURSDAY = int(datetime(2024, 11, 28, 15, 9, tzinfo=UTC).timestamp())
NEW_YEAR = int(datetime(2020, 1, 1, 6, tzinfo=UTC).timestamp())  # a Wednesday


@pytest.mark.parametrize(
    ("phrase", "published", "dated"),
    [
        ("on Wednesday", THURSDAY, "on Wednesday (27 November 2024)"),
        ("Friday", THURSDAY, "Friday (22 November 2024)"),
        ("on Thursday", THURSDAY, "on Thursday (28 November 2024)"),
        ("on Thursday night", THURSDAY, "on Thursday night (28 November 2024)"),
        ("last Monday", THURSDAY, "last Monday (25 November 2024)"),
        ("yesterday", THURSDAY, "yesterday (27 November 2024)"),
        ("Yesterday afternoon", THURSDAY, "Yesterday afternoon (27 November 2024)"),
        ("last night", THURSDAY, "last night (27 November 2024)"),
        ("today", THURSDAY, "today (28 November 2024)"),
        ("this morning", THURSDAY, "this morning (28 November 2024)"),
        ("yesterday", NEW_YEAR, "yesterday (31 December 2019)"),
        ("on Tuesday", NEW_YEAR, "on Tuesday (31 December 2019)"),
        ("on Thursday", NEW_YEAR, "on Thursday (26 December 2019)"),
        ("last Thursday", THURSDAY, "last Thursday (21 November 2024)"),
        ("tomorrow", THURSDAY, "tomorrow (29 November 2024)"),
        ("tomorrow morning", THURSDAY, "tomorrow morning (29 November 2024)"),
        ("Today", THURSDAY, "Today (28 November 2024)"),
    ],
)
def test_a_day_named_by_its_distance_gets_its_date(phrase: str, published: int, dated: str) -> None:
    assert with_date(phrase, published) == dated


@pytest.mark.parametrize(
    "phrase",
    [
        "27 November 2024",
        "Wednesday, 27 November",
        "next Friday",
        "every Monday",
        "on a Monday",
        "this coming Monday",
        "until Monday",
        "Black Friday",
        "The Sunday Times",
        "USA Today",
        "Saturday next week",
        "Friday, Nov. 22",
        "Friday the 22nd",
        "in November",
        "a week ago",
        "since spring",
        "",
        "Mondays",
    ],
)
def test_other_phrases_stay_as_they_are(phrase: str) -> None:
    assert with_date(phrase, THURSDAY) == phrase


@pytest.mark.parametrize("phrase", ["on Wednesday", "yesterday", "today"])
def test_without_a_date_of_the_report_nothing_is_reckoned(phrase: str) -> None:
    assert with_date(phrase, None) == phrase


def test_a_day_in_words_has_no_leading_nought() -> None:
    assert day_words(datetime(2019, 5, 3, tzinfo=UTC)) == "3 May 2019"


def test_every_relative_day_of_a_sentence_gets_its_date() -> None:
    text = "The storm came on Wednesday night and left yesterday; the airport opens next Friday."
    assert with_dates(text, THURSDAY) == (
        "The storm came on Wednesday night (27 November 2024) and left yesterday (27 November 2024); "
        "the airport opens next Friday."
    )


@pytest.mark.parametrize(
    "text", ["It opened on Wednesday, 27 November.", "It opened on Wednesday, November 27, 2024.", "It opened."]
)
def test_a_day_that_has_its_date_gets_no_second_one(text: str) -> None:
    assert with_dates(text, THURSDAY) == text


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("on Monday", True),
        ("yesterday", True),
        ("in 2019", True),
        ("tonight", True),
        ("12019 men", False),
        ("soon", False),
    ],
)
def test_it_is_seen_whether_a_sentence_names_a_day_or_a_year(text: str, dated: bool) -> None:
    assert has_date(text) == dated


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The bridge opened on Monday.", "25 November 2024"),
        ("The bridge will reopen on Monday.", "2 December 2024"),
        ("The bridge would reopen on Monday, he said.", "2 December 2024"),
        ("Talks are expected to begin Saturday.", "30 November 2024"),
        ("The vote is scheduled for Tuesday.", "3 December 2024"),
        ("On Monday the court will hear him.", "2 December 2024"),
        ("The minister said on Monday that the bridge will reopen.", "25 November 2024"),
        ("The bridge will reopen soon; it closed on Monday.", "25 November 2024"),
        ("On Monday, he said the bridge will reopen.", "25 November 2024"),
        ("He will appear in court on Monday, police said.", "2 December 2024"),
        ("He will appear in court, police said on Tuesday.", "26 November 2024"),
        ("The court will rule on whether the man who was arrested on Monday can be freed.", "25 November 2024"),
        ("The government will meet after Monday’s attack.", "25 November 2024"),
        ("Mr Smith, who would have turned 40 on Sunday, died.", "24 November 2024"),
        ("Will Smith said on Tuesday he was sorry.", "26 November 2024"),
        ("Voters go to the polls on Sunday.", "1 December 2024"),
        ("The committee could vote as early as Friday.", "29 November 2024"),
        ("The minister could not be reached on Monday.", "25 November 2024"),
        ("The airport closed on Monday and opens again next year.", "25 November 2024"),
        ("Today 12 people were freed.", "28 November 2024"),
        ("It began Wednesday at 5 p.m. sharp.", "27 November 2024"),
    ],
)
def test_a_weekday_to_come_is_the_next_one_and_one_told_of_is_the_last(text: str, day: str) -> None:
    assert f"({day})" in with_dates(text, THURSDAY)


def test_what_ends_after_it_begins_is_not_dated_before() -> None:
    text = "The strike begins on Monday and ends on Friday."
    assert with_dates(text, THURSDAY) == "The strike begins on Monday (2 December 2024) and ends on Friday."


def test_the_weekday_of_the_report_in_what_is_to_come_may_be_either() -> None:
    assert with_dates("It will open on Thursday.", THURSDAY) == "It will open on Thursday."


def test_a_phrase_is_dated_as_in_its_sentence() -> None:
    sentence = "It closed on Friday and will reopen on Monday."
    assert with_date("on Monday", THURSDAY, sentence) == "on Monday (2 December 2024)"
    assert with_date("On Friday", THURSDAY, sentence) == "on Friday (22 November 2024)"
    assert with_date("on Monday", THURSDAY, "It rained.") == "on Monday (25 November 2024)"


@pytest.mark.parametrize(
    ("phrase", "sentence", "dated"),
    [
        ("yesterday", "The crane fell yesterday afternoon in the rain.", "yesterday (27 November 2024)"),
        ("on Wednesday", "It rained on Wednesday night in Dorn.", "on Wednesday (27 November 2024)"),
        ("on Monday", "The strike will begin on Monday morning.", "on Monday (2 December 2024)"),
        ("Monday", "He left last Monday evening.", "Monday (25 November 2024)"),
        ("on Monday", "It closed on Monday evening next week.", "on Monday"),
        ("in the afternoon", "It rained yesterday, and in the afternoon it snowed.", "in the afternoon"),
        ("on Friday", "It rained on Friday, November 22, at noon.", "on Friday"),
    ],
)
def test_a_day_without_its_hour_is_dated_too(phrase: str, sentence: str, dated: str) -> None:
    assert with_date(phrase, THURSDAY, sentence) == dated
