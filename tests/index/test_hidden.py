"""What a page holds and shows to nobody is not read, and what it shows in its own way is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.read import read
from index.records import Article

HIDDEN = [
    "<p hidden>{}</p>",
    '<p style="display: none">{}</p>',
    '<div style="visibility:hidden"><p>{}</p></div>',
    '<p style="opacity: 0.01">{}</p>',
    '<p style="FONT-SIZE:0px">{}</p>',
    '<p style="font-size: 1px; line-height: 1px">{}</p>',
    '<p style="position:absolute; left:-9999px">{}</p>',
    '<p style="text-indent: -5000em">{}</p>',
    '<p style="color: #fff; background-color: white">{}</p>',
    '<p style="color: transparent">{}</p>',
    "<template><p>{}</p></template>",
    '<p style="clip: rect(0, 0, 0, 0)">{}</p>',
]
SHOWN = [
    '<p style="opacity: 0.9">{}</p>',
    '<div style="font-size:0"><p style="font-size:16px">{}</p></div>',
    '<p style="color: #fff; background: #000">{}</p>',
    '<p style="margin-left:-12px; font-size: 10px">{}</p>',
    '<p style="outline-color: transparent">{}</p>',
]
SECRET = "The bridge was opened by John Doe, who is the mayor of the town and nobody else is."


def bridge(paragraph: str) -> str:
    seen = (
        "<p>The Kestrel bridge in Dorn was opened on Monday by Mayor Ana Ruiz after four years of work and delays.</p>"
    )
    more = "<p>Hundreds of people came to see it, and the first lorry crossed the bridge at noon, the city said.</p>"
    return f"<html><head><title>Bridge opened</title></head><body><article><h1>Bridge</h1>{seen}{paragraph}{more}</article></body></html>"


def text_of(path: Path, content: str) -> str:
    path.write_text(content, "utf-8")
    (article,) = read(path)
    assert isinstance(article, Article)
    return article.text


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_a_page_shows_to_nobody_is_not_read(tmp_path: Path, markup: str) -> None:
    text = text_of(tmp_path / "a.html", bridge(markup.format(SECRET)))
    assert "John Doe" not in text
    assert "Ana Ruiz" in text and "first lorry" in text


@pytest.mark.parametrize("markup", SHOWN)
def test_what_a_page_shows_in_its_own_way_is_read(tmp_path: Path, markup: str) -> None:
    assert "John Doe" in text_of(tmp_path / "a.html", bridge(markup.format(SECRET)))


def test_a_page_that_a_script_shows_is_read(tmp_path: Path) -> None:
    page = bridge("").replace("<article>", '<article style="opacity:0">')
    assert "Ana Ruiz" in text_of(tmp_path / "a.html", page)


def test_a_field_of_html_without_what_it_hides(tmp_path: Path) -> None:
    body = f'<p>Rain &amp; wind.</p><p style="display:none">{SECRET}</p><p>Snow <span hidden>John Doe</span>later.</p>'
    text = text_of(tmp_path / "a.json", json.dumps([{"title": "Weather", "text": body}]))
    assert text == "Rain & wind.\n\nSnow later."
