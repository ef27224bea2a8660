"""Plain text as archives keep it: what is its head, and what stays text."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import BadRequest
from index.read import Problem, check_encoding, read
from index.records import Article

BODY = "The river rose by two metres overnight, the water board said. Nobody was hurt."


def article_of(tmp_path: Path, content: str | bytes, name: str = "a.txt", encoding: str | None = None) -> Article:
    """The only thing that is read from a file of these contents, an article."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (article,) = read(path, encoding)
    assert isinstance(article, Article), article
    return article


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


# Encodings


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("written", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
def test_what_is_not_utf_8_is_read_in_the_encoding_that_was_named(tmp_path: Path, name: str, written: str) -> None:
    said = (
        f"Der Fluss heißt Днепр. {BODY}"
        if written != "cp1251"
        else f"The river is called Днепр, as the maps say. {BODY}"
    )
    text = (
        f"<html><body><h1>Flood</h1><p>{said}</p><p>{BODY}</p></body></html>"
        if name == "a.html"
        else f"Flood\n\n{said}"
    )
    assert said in article_of(tmp_path, text.encode(written), name, "cp1251").text


def test_what_is_neither_utf_8_nor_in_the_encoding_that_was_named_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"Flood\n\n{BODY} \x81".encode("latin-1"))
    place = len(f"Flood\n\n{BODY} ")
    assert list(read(path, "cp1252")) == [
        Problem(str(path), f"neither UTF-8 nor cp1252 (at byte {place}): save it as UTF-8")
    ]
    path.write_bytes("Flood".encode("utf-16") + b"x")
    (broken,) = read(path, "cp1252")
    assert isinstance(broken, Problem) and broken.reason.startswith("not valid UTF-16 at byte")


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "undefined", "", "a\0b"])
def test_an_encoding_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(BadRequest, match="there is no encoding"):
        check_encoding(name)


@pytest.mark.parametrize("name", [None, "cp1252", "Latin-1", "utf-16", "shift_jis", "KOI8-R"])
def test_encodings_that_there_are(name: str | None) -> None:
    check_encoding(name)


# Wrapped lines


@pytest.mark.parametrize(
    ("wrapped", "whole"),
    [
        ("the govern-\nment of Ustin", "the government of Ustin"),
        ("the Govern-\nment of Ustin", "the Government of Ustin"),
        ("77 mil-\nlion euros", "77 mil- lion euros"),
        ("a well-\nknown man", "a well- known man"),
        ("the anti-govern-\nment march", "the anti-govern- ment march"),
        ("the govern-\nMent of Ustin", "the govern- Ment of Ustin"),
        ("from five-\nto six", "from five- to six"),
    ],
)
def test_the_halves_of_a_word_are_one_where_the_text_has_it_elsewhere(tmp_path: Path, wrapped: str, whole: str) -> None:
    text = (
        f"Budget passes\n\nIt was told that {wrapped} spoke\nof it at noon, which\nall heard.\n\nThe government left."
    )
    assert (
        article_of(tmp_path, text).text
        == f"It was told that {whole} spoke of it at noon, which all heard.\n\nThe government left."
    )
