"""Outlets that a question speaks of and the corpus has nothing of."""

from __future__ import annotations

import pytest

from qa.outlets import absent_outlets

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
