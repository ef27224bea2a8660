"""The time that somebody wants news of."""

from __future__ import annotations

import pytest

from qa.question.period import period
from tests.conftest import day

ASKED_ON = day("2024-11-20") + 3600  # a Wednesday


@pytest.mark.parametrize(
    ("text", "rest", "since", "until"),
    [
        ("the 12th of September 2023", "", "2023-09-12", "2023-09-13"),
        ("owls after 2018", "owls", "2019-01-01", None),
        ("owls after May 2018", "owls", "2018-06-01", None),
        ("owls before 2009?", "owls", None, "2009-01-01"),
        ("owls until May 2009", "owls", None, "2009-06-01"),
        ("owls before last week", "owls", None, "2024-11-11"),
        ("owls between 2006 and May 2008", "owls", "2006-01-01", "2008-06-01"),
        ("articles from 2006 to 2008", "articles", "2006-01-01", "2009-01-01"),
        ("owls from 3 May 2006 until the 5th of June 2008", "owls", "2006-05-03", "2008-06-06"),
        ("in 2006–2008", "", "2006-01-01", "2009-01-01"),
        ("owls in October 2023", "owls", "2023-10-01", "2023-11-01"),
        ("the strike of 3rd December 2023?", "the strike", "2023-12-03", "2023-12-04"),
        ("March 3, 2022", "", "2022-03-03", "2022-03-04"),
        ("owls from 2023", "owls", "2023-01-01", "2024-01-01"),
        ("the bridge since November 2024", "the bridge", "2024-11-01", None),
        ("the bridge since Monday", "the bridge", "2024-11-18", None),
        ("owls in early 2023", "owls", "2023-01-01", "2023-05-01"),
        ("owls in mid-2023", "owls", "2023-05-01", "2023-09-01"),
        ("owls from late 2023?", "owls", "2023-09-01", "2024-01-01"),
        ("owls on 2023-05-18", "owls", "2023-05-18", "2023-05-19"),
        ("last week", "", "2024-11-11", "2024-11-18"),
        ("the bridge this month", "the bridge", "2024-11-01", "2024-12-01"),
        ("the bridge last month", "the bridge", "2024-10-01", "2024-11-01"),
        ("yesterday", "", "2024-11-19", "2024-11-20"),
    ],
)
def test_a_time_at_the_end_is_read(text: str, rest: str, since: str | None, until: str | None) -> None:
    assert period(text, ASKED_ON) == (rest, since and day(since), until and day(until))


@pytest.mark.parametrize(
    "text",
    [
        "the World Cup 2018",
        "Super Tuesday",
        "owls",
        "31 February 2023",
        "on 2023-02-31",
        "in 0000",
        "",
        "Apollo 11",
        "before Monday",
        "between 2023-02-31 and 2024",
    ],
)
def test_what_is_no_time_is_not(text: str) -> None:
    assert period(text, ASKED_ON) is None


def test_without_a_day_of_asking_nothing_is_counted_from_it() -> None:
    assert period("the bridge last week", None) is None and period("owls in May 2023", None) is not None


def test_the_last_year_that_can_be_written_has_an_end() -> None:
    assert period("owls in 9999", None) is None and period("news this month", 253_402_300_799) is None
