"""What is said of one is not told of its like."""

import pytest

from qa.rivals import tells_of_another


@pytest.mark.parametrize(
    ("question", "title", "text", "another"),
    [
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn.", True),
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "Space Shuttle Lyra will go to Dorn, Vega to Lindau.", False),
        ("Where will Space Shuttle Vega be shown?", "Vega goes west", "Space Shuttle Lyra went to Dorn.", False),
        ("Where will Space Shuttle Vega be shown?", "Shuttles", "It will go to Dorn.", False),
        ("When did Hurricane Ida hit?", "Storms", "Hurricane Otto hit on Monday.", True),
        ("What was Hurricane Ida’s toll?", "Storms", "Ida’s toll was nine.", False),
        ("What did Secretary Azar say?", "Health", "Secretary Heckler said no.", False),
        ("What happened in New York?", "Quake", "New Zealand shook.", False),
        ("How old is Lena Fisk?", "Arrest", "Ida Moss, 19, was arrested.", True),
        ("How old is Lena Fisk?", "Arrest", "Lena Fisk, 19, was arrested.", False),
        ("How old is Lena Fisk?", "Fisk arrested", "Her lawyer, Ida Moss, 45, said so.", False),
        ("How old is the mayor?", "Arrest", "Ida Moss, 19, was arrested.", False),
    ],
)  # fmt: skip
def test_a_sentence_tells_of_another_of_the_kind(question: str, title: str, text: str, another: bool) -> None:
    assert tells_of_another(question, title, text) is another
