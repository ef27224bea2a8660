"""Measures of answers, against numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.metrics import (
    bootstrap,
    contains,
    exact,
    f1,
    hit_at,
    mcnemar,
    ndcg,
    percentile,
    reciprocal_rank,
    share,
    wilson,
)


@pytest.mark.parametrize(
    ("answer", "accepted", "right"),
    [
        ("The rebels attacked Al-Nayrab airport. [1]", ["Al-Nayrab airport"], True),
        ("AL NAYRAB", ["Al-Nayrab"], True),
        ("Café Zürich", ["cafe zurich"], True),
        ("It cost $12 million.", ["$12 million"], True),
        ("It cost $12 million.", ["2 million"], False),
        ("nineteen", ["nine"], False),
        ("nine | Nine people", ["10", "nine"], True),
        ("airport Al-Nayrab", ["Al-Nayrab airport"], False),
        ("They paid $3.5 million.", ["5 million"], False),
        ("They paid $3.5 million.", ["3.5 million"], True),
        ("It killed 12,500 people", ["12"], False),
        ("It killed 12,500 people", ["500"], False),
        ("It killed 12, 500 were hurt", ["500"], True),
        ("1.5 kilometres", ["5"], False),
        ("The distance is 1.5.", ["1.5"], True),
        ("1,709 schoolchildren", ["1709"], True),
        ("It fell to -15 degrees.", ["15 degrees"], False),
        ("It fell to -15 degrees.", ["-15 degrees"], True),
        ("It fell to −15 degrees.", ["minus 15 degrees"], True),
        ("A loss of -$1.5 million.", ["$1.5 million"], False),
        ("They won 3-1, in 10 -15 minutes, on flight KL-15.", ["1", "15 minutes"], True),
        ("Of people aged 10-15.", ["15"], True),
        ("Covid-19", ["19"], True),
        ("$4,348,000", ["$4348000"], True),
        ("anything", [], False),
        ("anything", ["", "!?"], False),
        ("", ["x"], False),
    ],
)
def test_an_accepted_answer_must_stand_there_as_whole_words(answer: str, accepted: list[str], right: bool) -> None:
    assert contains(answer, accepted) == right


@pytest.mark.parametrize(
    ("answer", "right"),
    [("31 and nine", True), ("31 and 9", True), ("31 passengers", False), ("nine", False), ("", False)],
)
def test_of_a_question_with_parts_each_must_be_answered(answer: str, right: bool) -> None:
    assert contains(answer, (), [["31"], ["nine", "9"]]) == right
    assert contains(answer, ["nothing of this"], [["31"], ["nine", "9"]]) == right  # the groups alone count


def test_shares_are_of_all_results() -> None:
    assert share([True, False, True, True]) == 0.75
    assert (share([False]), share([]), wilson([])) == (0.0, None, None)


@pytest.mark.parametrize("n", range(1, 60))
def test_an_interval_keeps_to_what_a_share_can_be(n: int) -> None:
    low = (wilson([False] * n) or (9,))[0]
    assert (
        0.0 <= low == pytest.approx(0.0)
        and not str(low).startswith("-")
        and (wilson([True] * n) or (9, 9))[1] == pytest.approx(1.0)
    )


def test_the_interval_is_wilsons() -> None:
    # Newcombe 1998, table I: 81 of 263 and 15 of 148
    low, high = wilson([True] * 81 + [False] * 182) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = wilson([True] * 15 + [False] * 133) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_a_share_lies_within_its_interval(results: list[bool]) -> None:
    low, high = wilson(results) or (9.0, 9.0)
    part = share(results)
    assert part is not None and -1e-9 <= low <= part + 1e-9 and part - 1e-9 <= high <= 1 + 1e-9


@pytest.mark.parametrize(
    ("values", "p", "expected"),
    [
        ([15, 20, 35, 40, 50], 5, 15),
        ([15, 20, 35, 40, 50], 30, 20),
        ([15, 20, 35, 40, 50], 40, 20),
        ([15, 20, 35, 40, 50], 50, 35),
        ([50, 40, 35, 20, 15], 100, 50),
        ([7], 95, 7),
        ([2, 1], 0, 1),
    ],
)
def test_percentiles_are_by_nearest_rank(values: list[float], p: float, expected: float) -> None:
    assert percentile(values, p) == expected


def test_no_values_have_no_percentile() -> None:
    assert percentile([], 50) is None


@pytest.mark.parametrize(
    ("answer", "accepted", "same", "overlap"),
    [
        ("The Eiffel Tower!", ["eiffel tower"], True, 1.0),
        ("“a storm”", ["Storm"], True, 1.0),
        ("big storm", ["snow", "storm"], False, 2 / 3),
        ("sun sun", ["sun"], False, 2 / 3),
        ("snow", ["storm"], False, 0.0),
        ("", ["storm"], False, 0.0),
        ("the", ["a"], True, 1.0),
        ("15 million euros", ["1.5 million euros"], False, 2 / 3),
        ("$1.5 million.", ["1.5 million"], True, 1.0),
        ("3.5%", ["35 %"], False, 0.0),
        ("U.S. Steel", ["US steel"], True, 1.0),
        ("x", [], False, 0.0),
    ],
)
def test_exact_match_and_f1_are_squads(answer: str, accepted: list[str], same: bool, overlap: float) -> None:
    assert exact(answer, accepted) is same
    assert f1(answer, accepted) == pytest.approx(overlap)


def test_rankings() -> None:
    ranking = [False, True, False, True]
    assert [hit_at(ranking, k) for k in (1, 2, 4)] == [False, True, True]
    assert (reciprocal_rank(ranking), reciprocal_rank([]), reciprocal_rank([False])) == (0.5, 0.0, 0.0)
    # (1/log2 3 + 1/log2 5) / (1 + 1/log2 3)
    assert ndcg(ranking, 2, 10) == pytest.approx(0.6510, abs=1e-4)
    assert (ndcg([True, True], 2, 10), ndcg(ranking, 2, 1), ndcg([], 0, 10)) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("lost", "won", "p"), [(0, 0, 1.0), (6, 0, 0.03125), (5, 0, 0.0625), (10, 2, 0.03857), (3, 3, 1.0), (3000, 0, 0.0)]
)
def test_mcnemars_exact_test(lost: int, won: int, p: float) -> None:
    assert mcnemar(lost, won) == mcnemar(won, lost) == pytest.approx(p, abs=1e-5)


def test_the_bootstrap_interval_of_a_mean() -> None:
    values = [i / 100 for i in range(101)]
    low, high = bootstrap(values, 1) or (9.0, 9.0)
    # The mean's standard error is 0.29 / sqrt(101).
    assert low == pytest.approx(0.5 - 1.96 * 0.029, abs=0.01) and high == pytest.approx(0.5 + 1.96 * 0.029, abs=0.01)
    assert bootstrap(values, 1) == bootstrap(values[::-1], 1) != bootstrap(values, 2)
    assert (bootstrap([0.5]), bootstrap([])) == ((0.5, 0.5), None)
