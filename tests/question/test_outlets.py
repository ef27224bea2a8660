"""Outlets that a question names: those that the corpus has nothing of, and what each of the others says of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Evidence
from qa.question.outlets import absent_outlets, all_tell, named_outlets, told_by_each

PUBLISHERS = ["The New York Times", "TechCrunch", "BBC News - Technology", "Cnbc | World Business News Leader"]


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("What does the Bloomberg article say about Mastercard?", ("Bloomberg",)),
        ("Which company is named in an article by The Wall Street Journal?", ("Wall Street Journal",)),
        ("Who is it, by a Wall Street Journal report on rents?", ("Wall Street Journal",)),
        ("Does the TechCrunch article agree with the ‘Variety’ article?", ("Variety",)),
        ("Does the TechCrunch article on chips agree with a New York Times article?", ()),
        ("What does the BBC News report say?", ()),
        ("According to the CNBC article, who won?", ()),
        ("What does the Mueller report say about Russia?", ()),
        ("What did the UN report on Syria say?", ()),
        ("Which article of the constitution protects speech?", ()),
        ("After the October article, who spoke?", ()),
        ("What is the story of Daniel Montalvo?", ()),
        ("What is the story of the Taipei lantern festival?", ()),
        ("What are the stories from Mecca?", ()),
        ("Which news stories from Ottawa mention a document?", ()),
        ("Which Article of the Constitution protects speech?", ()),
        ("Which stories from the Wall Street Journal mention rents?", ("Wall Street Journal",)),
        ("What does the story in the ‘Daily Herald’ say?", ("Daily Herald",)),
        ("What does the story by Variety say?", ("Variety",)),
        ("What does an article of Bloomberg say?", ("Bloomberg",)),
        ("What does the story in The New York Times say?", ()),
        ("which airport was attacked?", ()),
        ("", ()),
    ],
)
def test_absent_outlets(question: str, absent: tuple[str, ...]) -> None:
    assert absent_outlets(question, PUBLISHERS) == absent


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Which firm, as reported by both Time and TechCrunch, sold its chips?", {"Time", "TechCrunch"}),
        ("At what time did TechCrunch say so?", {"TechCrunch"}),
        ("what does techcrunch say?", set()),
        ("Does CNBC’s article name the New York Times?", {"Cnbc | World Business News Leader", "The New York Times"}),
        ("Do The New York Times and The Times agree?", {"The New York Times", "The Times"}),
        ("which airport was attacked?", set()),
        ("", set()),
    ],
)
def test_named_outlets(question: str, named: set[str]) -> None:
    assert set(named_outlets(question, [*PUBLISHERS, "Time", "The Times"])) == named


def test_departments_of_one_outlet_are_one() -> None:
    publishers = ["The Independent - Travel", "The Independent - Sports"]
    named = named_outlets("Who, according to The Independent, won?", publishers)
    assert named == dict.fromkeys(publishers, "independent")


def _said(text: str, below: float = 0.0, title: str = "A report") -> Evidence:
    return Evidence(text, "v", title, "Post", None, None, "p", 0, len(text), text, -below)


BOTH = "Which company, as reported by both TechCrunch and The Verge, was fined?"
FINED = _said("Acme was fined.")
SET = _said("A fine was set for Acme.", 0.2)


def _both(*verge: Evidence) -> dict[str, tuple[Evidence, ...]]:
    return {"techcrunch": (FINED,), "verge": verge}


def test_each_outlet_tells_by_its_best_sentence_that_holds_the_answer() -> None:
    found = _both(_said("The court fined a company.", 0.1), SET, _said("Acme makes anvils.", 0.3))
    assert told_by_each(BOTH, "Acme", found) == (FINED, SET)
    by_headline = _said("It was fined.", 0.1, title="Acme before the court")
    assert told_by_each(BOTH, "Acme", _both(by_headline, SET)) == (FINED, by_headline)
    others = _said("The court fined a company."), _said("Acme makes anvils.", 0.9)  # without it, and far below
    assert told_by_each(BOTH, "Acme", _both(*others)) == (FINED,)


def test_of_an_outlet_that_is_told_of_no_more_is_quoted() -> None:
    verge = replace(SET, publisher="The Verge")
    assert told_by_each(BOTH, "Acme", _both(verge)) == (FINED, verge)
    assert told_by_each(BOTH, "Acme", _both(verge), [replace(verge, text="Acme makes chips.")]) == (FINED,)
    assert told_by_each(BOTH, "Acme", _both(verge), [FINED, verge]) == ()


@pytest.mark.parametrize(
    ("question", "short", "found"),
    [
        (BOTH, "Acme", {}),
        (BOTH, "Acme", {"techcrunch": (FINED,)}),  # it may be named for another reason
        (BOTH, "", _both(SET)),
        (BOTH, "a company", _both(_said("It was a company."))),  # no name: it stands anywhere
        ("How much, as both say, was the fine of Acme?", "Acme", _both(SET)),
    ],
)
def test_where_several_outlets_are_not_asked_for_a_name_none_is_quoted(
    question: str, short: str, found: dict[str, tuple[Evidence, ...]]
) -> None:
    assert told_by_each(question, short, found) == ()


@pytest.mark.parametrize(
    ("question", "short", "found", "all_of_them"),
    [
        (BOTH, "Acme", _both(SET), True),
        (BOTH, "Acme", _both(_said("Acme makes anvils.", 0.9)), True),
        (BOTH, "Acme", _both(_said("It was fined.", title="Acme in court")), True),
        (BOTH, "Acme", _both(_said("The court fined a company.")), False),
        (BOTH, "Acme", {"techcrunch": (FINED,)}, False),  # one outlet alone
        (BOTH, "Acme", {**_both(SET), "wired": ()}, False),  # nothing found of the third
        (BOTH, "", _both(SET), False),
        ("How much, as both say, was the fine of Acme?", "Acme", _both(SET), False),
    ],
)
def test_whether_all_outlets_speak_of_an_answer(
    question: str, short: str, found: dict[str, tuple[Evidence, ...]], all_of_them: bool
) -> None:
    assert all_tell(question, short, found) == all_of_them


def test_an_outlet_speaks_of_a_name_in_one_article() -> None:
    halves = [_said("Ruth left."), _said("Okafor came.")]
    told = _said("Ruth Okafor came.")
    assert not all_tell(BOTH, "Ruth Okafor", {"techcrunch": (told,), "verge": halves})
    one = [replace(e, article_id="a") for e in halves]
    assert all_tell(BOTH, "Ruth Okafor", {"techcrunch": (told,), "verge": one})
