"""Which of a local model's answers is told."""

from __future__ import annotations

import pytest

from index import Article, Evidence
from qa.write.bounds import HEARD, Bounds, most_trusted
from qa.write.draft import Draft

QUESTION = "Who was on duty as the fourth official in Dorn?"
SENTENCES = (
    "Ida Reed was booked in Dorn.",
    "Lena Fisk was the fourth official.",
    "On 14 September the match was moved.",
    "On 14 November it was played.",
)
ARTICLE = Article.of("Dorn beats Lindau", " ".join(SENTENCES))
BOUNDS = Bounds.of(0.5, HEARD)


def _draft(text: str, misgiving: float | None, doubt: float = 0.2) -> Draft:
    evidence = tuple(
        Evidence(ARTICLE.id, ARTICLE.version, ARTICLE.title, None, None, None, "p", start, start + len(s), s, 1.0)
        for s in SENTENCES
        for start in [ARTICLE.text.index(s)]
    )
    return Draft(QUESTION, evidence, text, doubt, misgiving)


REED, FISK, ASTRAY = "Ida Reed [1]", "Lena Fisk [2]", "Ida Reed [2]"
UNKNOWN = ("unknown", None)


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([(REED, 0.1), UNKNOWN, UNKNOWN], REED),
        ([(REED, 0.5), UNKNOWN], None),
        ([(REED, 0.1), (FISK, 0.08)], FISK),
        ([(REED, 0.1), (FISK, 0.08), (REED, 0.12)], REED),  # two looks say so
        ([(REED, 0.2), (FISK, 0.02), (REED, 0.2)], FISK),  # but by less together than the other one
        ([(REED, 0.5), (FISK, 0.08), (REED, 0.5)], FISK),  # what is not to be told speaks for nothing
        ([("Reed [1]", 0.1), (FISK, 0.08), (REED, 0.12)], "Reed [1]"),
        ([("Ida Fisk [2]", 0.1), ("Ida Reed [1]", 0.09)], REED),
        ([("14 September [3]", 0.11), ("14 November [4]", 0.1), ("booked [1]", 0.09)], "booked [1]"),  # two days
        ([(ASTRAY, 0.08), (FISK, 0.1)], FISK),  # it had Lena Fisk's sentence in view
        ([(ASTRAY, 0.1), UNKNOWN], ASTRAY),
        ([UNKNOWN, UNKNOWN], None),
    ],
)
def test_the_answer_that_is_told_is_trusted_most_by_all_looks_that_say_so(
    looks: list[tuple[str, float | None]], told: str | None
) -> None:
    best = most_trusted([_draft(*look) for look in looks], BOUNDS)
    assert (best and best.text) == told


def test_asked_why_two_looks_must_agree_where_the_model_is_not_as_good_as_certain() -> None:
    bounds = Bounds.of(0.5, HEARD, why=True)
    once, twice = (
        [_draft(REED, 0.1)],
        [_draft(REED, 0.1), _draft("booked [1]", 0.1), _draft("Ida Reed was hurt [1]", 0.6)],
    )
    assert most_trusted(once, bounds) is None
    assert most_trusted([*once, _draft(FISK, 0.1)], bounds) is None
    assert most_trusted(twice, bounds) is twice[0]
    certain = [_draft(FISK, 0.01, doubt=0.02)]
    assert most_trusted(certain, bounds) is certain[0]


@pytest.mark.parametrize(
    ("text", "misgiving", "in_doubt", "suffices"),
    [
        (REED, 0.05, True, True),
        (REED, 0.2, True, False),
        (ASTRAY, 0.05, True, False),
        (ASTRAY, 0.05, False, True),  # of little doubt, and confirmed
        (ASTRAY, 0.15, False, False),
        (ASTRAY, None, False, False),
    ],
)
def test_a_mark_astray_is_a_sign_of_doubt(text: str, misgiving: float | None, in_doubt: bool, suffices: bool) -> None:
    draft = _draft(text, misgiving)
    assert BOUNDS.suffices(draft, in_doubt) is suffices and BOUNDS.minds(draft) is (text is ASTRAY)


def test_a_model_that_does_not_tell_its_doubt_is_not_asked_about_its_marks() -> None:
    draft = _draft(ASTRAY, None)
    draft.doubt = None
    assert not BOUNDS.minds(draft)
