"""Dates: every form that publishers use, and what is refused because it would have to be guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.read import dates as dates_module
from index.read import parse_date


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc]


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_nothing_is_no_date(value: object) -> None:
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-11-27 08:45:59.000000000Z", at(2023, 11, 27, 8, 45, 59)),
        ("2023-11-27T08:45:59+05:30", at(2023, 11, 27, 3, 15, 59)),
        ("2023-11-27T08:45:59+0000", at(2023, 11, 27, 8, 45, 59)),
        ("2021-12-08 12:59:00 -0500", at(2021, 12, 8, 17, 59)),
        ("2015-06-29 1:00:19 -0400", at(2015, 6, 29, 5, 0, 19)),
        ("2023-11-27 08:45:59 UTC", at(2023, 11, 27, 8, 45, 59)),
        ("2023-11-27 08:45 EST", at(2023, 11, 27, 13, 45)),
        ("2023-11-27", at(2023, 11, 27)),
        ("20231127", at(2023, 11, 27)),
        ("20231127T084559Z", at(2023, 11, 27, 8, 45, 59)),
        (" 20231127084559 ", at(2023, 11, 27, 8, 45, 59)),
        ("2024/4/5", at(2024, 4, 5)),
        ("2024.4.5 10:00", at(2024, 4, 5, 10)),
        ("2024年11月28日", at(2024, 11, 28)),
        ("2024年1月8日 15:09", at(2024, 1, 8, 15, 9)),
        ("2024년 11월 28일", at(2024, 11, 28)),
        ("2024. 11. 28. 15:09", at(2024, 11, 28, 15, 9)),
        ("03:09 PM, Nov 28, 2024", at(2024, 11, 28, 15, 9)),
        ("November 28, 2024", at(2024, 11, 28)),
        ("28 November 2024", at(2024, 11, 28)),
        ("Nov 28th, 2024", at(2024, 11, 28)),
        ("Sept. 3, 2024", at(2024, 9, 3)),
        ("28 Nov 2024 at 3:09 pm", at(2024, 11, 28, 15, 9)),
        ("Thu 28 Nov 2024 15.09 GMT", at(2024, 11, 28, 15, 9)),
        ("Thu, 28 Nov 2024 15:09:00 +0530", at(2024, 11, 28, 9, 39)),
        ("Thu, 28 Nov 2024 15:09:00 EDT", at(2024, 11, 28, 19, 9)),
        ("Thu, 28 Nov 2024 15:09:00 GMT", at(2024, 11, 28, 15, 9)),
        ("Nov 28, 2024 3:09 PM PST", at(2024, 11, 28, 23, 9)),
        ("Nov 28, 2024 3:09 PM ET", at(2024, 11, 28, 20, 9)),
        ("June 28, 2024 3:09 PM ET", at(2024, 6, 28, 19, 9)),
        ("November 28, 2024 at 3:09pm IST", at(2024, 11, 28, 9, 39)),
        ("28 Nov 2024 15:09 UTC+3", at(2024, 11, 28, 12, 9)),
        ("Thu, 28 Nov 2024 15:09:00 GMT+3", at(2024, 11, 28, 12, 9)),
        ("28 Nov 2024 23:30 GMT-8", at(2024, 11, 29, 7, 30)),
        ("28 Nov 2024 15:09 GMT+0100", at(2024, 11, 28, 14, 9)),
        ("28 Nov 2024 15:09 GMT +01:00", at(2024, 11, 28, 14, 9)),
        ("28 Nov 2024 15:09 (GMT+8)", at(2024, 11, 28, 7, 9)),
        ("3:09 PM GMT+5:30, Nov 28, 2024", at(2024, 11, 28, 9, 39)),
        ("2024-11-28 15:09:00 UTC-05:00", at(2024, 11, 28, 20, 9)),
        ("28 Nov 2024 15:09 EST-0500", at(2024, 11, 28, 20, 9)),
        ("28 Nov 2024 15:09 EST (-0500)", at(2024, 11, 28, 20, 9)),
        ("28 Nov 2024 15:09 SAST+2", at(2024, 11, 28, 13, 9)),
        ("28 Nov 2024 15:09 +0200 (SAST)", at(2024, 11, 28, 13, 9)),
        ("28 Nov 2024 3:09 PM -0500", at(2024, 11, 28, 20, 9)),
        ("Thu Nov 28 2024 15:09:00 GMT+0530 (India Standard Time)", at(2024, 11, 28, 9, 39)),
        ("20231127T0845 EST", at(2023, 11, 27, 13, 45)),
        ("Thursday 28 November 2024", at(2024, 11, 28)),
        ("28 Nov 2024 - 15:09", at(2024, 11, 28, 15, 9)),
        ("28/11/2024", at(2024, 11, 28)),
        ("11/28/2024", at(2024, 11, 28)),
        ("5/5/2024", at(2024, 5, 5)),
        ("04.03.2024", at(2024, 3, 4)),
        ("4.3.2024 15:09", at(2024, 3, 4, 15, 9)),
        ("4. 3. 2024", at(2024, 3, 4)),
        ("04.03.2024 15.09", at(2024, 3, 4, 15, 9)),
        ("15:09, 04.03.2024", at(2024, 3, 4, 15, 9)),
        ("11.28.2024", at(2024, 11, 28)),
        ("Published: March 4, 2024", at(2024, 3, 4)),
        ("First published on 4 March 2024", at(2024, 3, 4)),
        ("POSTED 4 March 2024 15:09", at(2024, 3, 4, 15, 9)),
        ("Date: 2024-03-04", at(2024, 3, 4)),
        ("Publication date: 20240304", at(2024, 3, 4)),
        ("1701074759", at(2023, 11, 27, 8, 45, 59)),
        ("1701074759000", at(2023, 11, 27, 8, 45, 59)),
        ("1701074759.5", at(2023, 11, 27, 8, 45, 59)),
        ("1701074759000.0", at(2023, 11, 27, 8, 45, 59)),
        (1701074759, at(2023, 11, 27, 8, 45, 59)),
        (1701074759.9, at(2023, 11, 27, 8, 45, 59)),
        (1701074759000, at(2023, 11, 27, 8, 45, 59)),
        (0, 0),
        (-86400, -86400),
        (date(2024, 1, 2), at(2024, 1, 2)),
        (datetime(2024, 1, 2, 3, 4), at(2024, 1, 2, 3, 4)),
        (datetime(2024, 1, 2, 3, 4, tzinfo=timezone(timedelta(hours=2))), at(2024, 1, 2, 1, 4)),
        ("1600-01-01", at(1600, 1, 1)),
        ("2200-12-31", at(2200, 12, 31)),
    ],
)
def test_forms(value: object, expected: int) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("sometime last spring", "no year"),
        ("yesterday", "no year"),
        ("Nov 28", "no year"),
        ("11/28/24", "no year of four digits"),
        ("10:36", "no year"),
        ("March 2024", "no day"),
        ("2024-11", "no day"),
        ("Monday 2024", "no month and no day"),
        ("Thursday, November 2024", "no day"),
        ("Nov 28-30, 2024", "a range of days"),
        ("28-30 Nov 2024", "a range of days"),
        ("28th – 30th November, 2024", "a range of days"),
        ("1/2 May 2024", "a range of days"),
        ("28 and 30 Nov 2024", "no year of four digits that is sure"),
        ("28 Nov 24 15:09 +0530", "no year of four digits that is sure"),
        ("28 Nov 2024 15:09 EST+5", "its time zone is 'EST' and has another offset"),
        ("2024", "4 digits"),
        ("202411", "6 digits"),
        ("20231399", "8 digits"),
        ("20231127256060", "hour must be in"),
        ("2023-W48", "not in a form"),
        ("04/05/2024", "may be 2024-04-05 or 2024-05-04"),
        (20231127, "may be a day or a number of seconds"),
        (20231127.0, "may be a day or a number of seconds"),
        ("20231127.5", "."),
        ("4-Mar-24", "no year of four digits"),
        ("Updated: March 4, 2024", "not in a form"),
        ("Published: 04/05/2024", "may be 2024-04-05 or 2024-05-04"),
        ("Published in March 2024", "."),
        ("30.02.2024", "not in a form"),
        ("2024-02-30", "not in a form"),
        ("99999999999999", "14 digits"),
        ("Nov 28, 2024 3:09 PM XYZ", "'XYZ' is not known"),
        ("28 November 2024 and then some", "not in a form"),
        ("28 November 2024 10:00 " + "9" * 60, "."),
        ("1599-12-31", "outside 1600 to 2200"),
        ("2201-01-01", "outside 1600 to 2200"),
        (datetime(1599, 1, 1), "outside"),
        (10**13, "outside"),
        (10**40, "outside"),
        (10**400, "outside"),
        (-(10**400), "outside"),
        (1e308, "outside"),
        (float("nan"), "not a date"),
        (float("inf"), "not a date"),
        (True, "a bool"),
        ([2024, 1, 2], "a list"),
        ("2024-01-01 " + "x" * 200, "too long"),
    ],
)
def test_refused(value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_date(value)


def test_zone_data_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dates_module._REGIONS, "ET", "No/Where")
    with pytest.raises(ValueError, match="'ET' is not known"):
        parse_date("Nov 28, 2024 3:09 PM ET")


@given(st.datetimes(min_value=datetime(1600, 1, 1), max_value=datetime(2200, 12, 31), timezones=st.just(UTC)))
def test_written_dates_come_back(moment: datetime) -> None:
    expected = int(moment.replace(microsecond=0).timestamp())
    assert parse_date(moment.isoformat()) == expected
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S GMT")) == expected
    assert parse_date(moment.strftime("%B %d, %Y %H:%M:%S")) == expected


@given(
    st.text(max_size=40) | st.text(alphabet="0123456789 -/:.,TZamp+NovJuly", max_size=30) | st.floats() | st.integers()
)
def test_never_anything_but_a_value_error(value: object) -> None:
    try:
        moment = parse_date(value)
    except ValueError as error:
        assert str(error)
    else:
        assert moment is None or at(1600, 1, 1) <= moment <= at(2201, 1, 1) + 86400
