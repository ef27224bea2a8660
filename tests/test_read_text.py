"""Plain text as archives keep it: what is its head, and what stays text."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.read import Problem, read
from index.records import Article

BODY = "The river rose by two metres overnight, the water board said. Nobody was hurt."


def article_of(tmp_path: Path, content: str | bytes, name: str = "a.txt") -> Article:
    """The only thing that is read from a file of these contents, an article."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


def problem_of(tmp_path: Path, content: bytes, name: str = "a.txt", encoding: str | None = None) -> Problem:
    """The only thing that is read from a file of these contents, a problem."""
    (tmp_path / name).write_bytes(content)
    (found,) = read(tmp_path / name)
    assert isinstance(found, Problem), found
    return found


# A name alone


@pytest.mark.parametrize(
    "head",
    [
        "2024-11-28\nJane Doe",
        "- 2024-11-28\n- Jane Doe",
        "Jane Doe\n\n2024-11-28",
        "Jane Doe\nIn Reports\n2024-11-28",
        "2024-11-28\nJane Doe\n\nThe Long Read",
    ],
)
def test_a_name_before_or_directly_below_a_head_line_is_the_byline(tmp_path: Path, head: str) -> None:
    article = article_of(tmp_path, f"Flood in Delta\n{head}\n\n{BODY}")
    assert article.byline == "Jane Doe" and "Jane Doe" not in article.text and article.published


@pytest.mark.parametrize("names", ["Ann de la Cruz and Jon van den Berg", "Jane A. O’Hara-Smith"])
def test_a_byline_may_name_two_and_more_of_their_names(tmp_path: Path, names: str) -> None:
    assert article_of(tmp_path, f"Flood in Delta\n{names}\n2024-11-28\n\n{BODY}").byline == names


@pytest.mark.parametrize(
    "below",
    [
        "\nMarco Bellini\nNina Vogt\nOtto Lenz",
        "Marco Bellini\nNina Vogt\nOtto Lenz",
        "\nMayor Loses Seat",
        "Historic Defeat For Mayor Anton Krug",
        "\nParty\tVotes\tSeats\nGreens\t12,345\t7",
        "\nLena Marsh",
    ],
)
def test_a_name_that_may_be_the_text_stays_text(tmp_path: Path, below: str) -> None:
    article = article_of(tmp_path, f"Flood in Delta\n2024-11-28\n{below}\n\n{BODY}")
    assert article.byline is None and article.published
    assert article.text.split() == f"{below}\n\n{BODY}".split()


# Entities


def test_entities_are_the_characters_that_they_stand_for(tmp_path: Path) -> None:
    said = "Smith &amp; Sons won a &pound;12m contract, the company&#8217;s director said&#x2026;"
    article = article_of(tmp_path, f"Smith &amp; Sons wins\nURL: https://a.example/?a=1&amp;b=2\n\n{said}")
    assert (article.title, article.url) == ("Smith & Sons wins", "https://a.example/?a=1&b=2")
    assert article.text == "Smith & Sons won a £12m contract, the company’s director said…"


@pytest.mark.parametrize(
    "said", ["AT&T & Co; R&D; &c; &zzz; &copy=2 at 3 &lt 5.", "Write <b>&amp;</b> for an ampersand."]
)
def test_what_is_no_entity_and_text_with_tags_stay(tmp_path: Path, said: str) -> None:
    assert article_of(tmp_path, f"Flood in Delta\n\n{said}").text == said
