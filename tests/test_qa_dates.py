"""Days named by their distance from the report, and the dates that they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qa.dates import day_words, has_date, with_date, with_dates

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
