"""Outlets that a question names: those that the corpus has nothing of, and what each of the others says of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index import Evidence
from qa.outlets import absent_outlets, all_tell, named_outlets, told_by_each

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
        ("which airport was attacked?", set()),
        ("", set()),
    ],
)
def test_named_outlets(question: str, named: set[str]) -> None:
    assert named_outlets(question, [*PUBLISHERS, "Time"]) == named


def _said(publisher: str, text: str, score: float, title: str = "A report") -> Evidence:
    return Evidence(text, "v", title, publisher, None, None, "p", 0, len(text), text, score)


BOTH = "Which company, as reported by both TechCrunch and The Verge, was fined?"
CITED = _said("TechCrunch", "Acme was fined.", 2.0)


def test_each_outlet_tells_by_its_best_sentence_that_holds_the_answer() -> None:
    other = _said("The Verge", "The court fined a company.", 1.9)
    best = _said("The Verge", "A fine was set for Acme.", 1.8)
    ranked = [CITED, other, best, _said("The Verge", "Acme makes anvils.", 1.5)]
    assert told_by_each(BOTH, "Acme", ranked) == (CITED, best)
    by_headline = _said("The Verge", "It was fined.", 1.9, title="Acme before the court")
    assert told_by_each(BOTH, "Acme", [by_headline, best]) == (by_headline,)


def test_an_outlet_that_says_little_of_it_tells_nothing() -> None:
    far_below = _said("The Verge", "Acme makes anvils.", 0.9)
    assert told_by_each(BOTH, "Acme", [CITED, far_below]) == (CITED,)
    assert told_by_each(BOTH, "", [CITED]) == ()
    assert told_by_each("How much, as TechCrunch says, did Acme pay?", "Acme", [CITED]) == ()


@pytest.mark.parametrize(
    ("question", "short", "others", "all_of_them"),
    [
        (BOTH, "Acme", [_said("The Verge", "A fine was set for Acme.", 1.8)], True),
        (BOTH, "Acme", [_said("The Verge", "It was fined.", 1.8, title="Acme in court")], True),
        (BOTH, "Acme", [_said("The Verge", "The court fined a company.", 1.8)], False),
        (BOTH, "Acme", [], False),  # one outlet alone
        (BOTH, "", [_said("The Verge", "A fine was set for Acme.", 1.8)], False),
        ("How much, as both say, was the fine?", "Acme", [_said("The Verge", "Acme paid.", 1.8)], False),
    ],
)
def test_whether_all_outlets_speak_of_an_answer(
    question: str, short: str, others: list[Evidence], all_of_them: bool
) -> None:
    assert all_tell(question, short, [CITED, *others]) == all_of_them


def test_an_outlet_speaks_of_a_name_in_one_article() -> None:
    halves = [_said("The Verge", "Ruth left.", 1.8), _said("The Verge", "Okafor came.", 1.7)]
    told = _said("TechCrunch", "Ruth Okafor came.", 2.0)
    assert not all_tell(BOTH, "Ruth Okafor", [told, *halves])
    assert all_tell(BOTH, "Ruth Okafor", [told, *(replace(e, article_id="a") for e in halves)])
