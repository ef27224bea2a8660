"""Saved web pages: what stands around an article goes, all of the article stays, and its head is the page's own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index.read import read
from index.read.text import read_text
from index.records import Article

PARAGRAPHS = (
    "The harbour at Velmora was closed on Monday after a crane fell onto a warehouse, the port authority said in a statement.",
    "Two dock workers were hurt, neither of them badly, and taken to the hospital of Sankt Olaf shortly before noon.",
    "“We heard a bang, and then the whole quay shook,” said Mira Tolland, who sells coffee opposite the gate of the port.",
    "The authority expects to reopen the northern basin on Wednesday; the southern one stays closed until all is cleared away.",
)
NOON = int(datetime(2024, 11, 28, 12, tzinfo=UTC).timestamp())
DAY = int(datetime(2024, 11, 28, tzinfo=UTC).timestamp())


def ps(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)


def page(body: str, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Crane falls</title>{head}</head>'
        f"<body><article><h1>Crane falls</h1>{body}</article></body></html>"
    )


def linked(*things: Any, kind: str = "application/ld+json") -> str:
    return "".join(f'<script type="{kind}">{json.dumps(thing)}</script>' for thing in things)


def article_of(tmp_path: Path, content: str | bytes) -> Article:
    path = tmp_path / "a.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


def test_the_rows_of_a_table_are_lines_without_bars(tmp_path: Path) -> None:
    table = "<table><tr><th>Basin</th><th>Reopens</th></tr><tr><td>North</td><td>Wednesday</td></tr></table>"
    text = article_of(tmp_path, page(ps(*PARAGRAPHS[:2]) + table + ps(*PARAGRAPHS[2:]))).text
    assert text.split("\n\n") == [*PARAGRAPHS[:2], "Basin | Reopens\nNorth | Wednesday", *PARAGRAPHS[2:]]


@pytest.mark.parametrize(
    "tail",
    ["Comments", "comments", "Read more: Dockers want better cranes", "You may also like:", "Filed under: Harbour |",
     "Follow us on Twitter @velmora", "Subscribe to continue reading. Already a subscriber? Log in."],
)  # fmt: skip
def test_the_tail_of_a_page_is_dropped_and_notes_of_advertisements_too(tmp_path: Path, tail: str) -> None:
    inner = ps(*PARAGRAPHS[:2], "Advertisement", "Story continues below advertisement", *PARAGRAPHS[2:], tail)
    assert article_of(tmp_path, page(inner)).text == "\n\n".join(PARAGRAPHS)


def test_notes_of_advertisements_are_dropped_from_copied_text() -> None:
    text = "\n\n".join(["Crane falls", PARAGRAPHS[0], "ADVERTISEMENT", PARAGRAPHS[1], "Read more"])
    (article,) = read_text(text, "a.txt")
    assert isinstance(article, Article) and article.text == "\n\n".join(PARAGRAPHS[:2])


def test_the_last_item_of_a_list_is_no_tail(tmp_path: Path) -> None:
    inner = ps() + "<ul><li>Call the port first.</li><li>Sign up for the night shift</li></ul>"
    assert article_of(tmp_path, page(inner)).text.endswith("- Call the port first.\n- Sign up for the night shift")


def test_an_article_in_several_parts_is_read_whole(tmp_path: Path) -> None:
    def part(*paragraphs: str) -> str:
        body = f'<div class="article__body grid">{ps(*paragraphs)}</div>'
        return f'<div class="row">{body}<div class="rail"><div class="ad-slot">Advertisement</div></div></div>'

    more = [f"On day {n} of the works, a boat came by: {paragraph}" for n, paragraph in enumerate(PARAGRAPHS)]
    notes = f'<div class="comments"><div class="article__body grid">{ps("I was there, and it was much worse than they say." * 3)}</div></div>'
    inner = f'<div class="chunks">{part(*PARAGRAPHS)}{part(*more[:2])}{part(*more[2:])}</div>{notes}'
    assert article_of(tmp_path, page(inner)).text == "\n\n".join([*PARAGRAPHS, *more])


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The crane was built in 1974 and<br>last looked at in May.", "The crane was built in 1974 and last looked at in May."),
        ("The <a href=/x>old crane</a><br/>\nwas built in 1974.", "The old crane was built in 1974."),
        ("It was built in 1974.<br>mTrans owns it.", "It was built in 1974.\n\nmTrans owns it."),
        ("<b>About mTrans</b><br>mTrans owns the port.", "About mTrans\n\nmTrans owns the port."),
    ],
)  # fmt: skip
def test_a_line_break_within_a_sentence_is_a_space(tmp_path: Path, broken: str, whole: str) -> None:
    text = article_of(tmp_path, page(ps(*PARAGRAPHS[:2], broken, *PARAGRAPHS[2:]))).text
    assert text == "\n\n".join([*PARAGRAPHS[:2], whole, *PARAGRAPHS[2:]])


OWN = {"@type": "NewsArticle", "datePublished": "2024-11-28T12:00:00Z"}
OTHER = {"@type": "NewsArticle", "datePublished": "2023-01-02T00:00:00Z"}


@pytest.mark.parametrize(
    "scripts",
    [
        linked(OWN, {"@type": "ItemList", "itemListElement": [OTHER]}),
        linked(
            {"@graph": [{"@type": "WebPage", "datePublished": "2020-05-05"}, {**OWN, "@type": ["Thing", "Article"]}]}
        ),
        linked([{"@type": "WebPage", "mainEntity": OWN, "relatedLink": [OTHER]}]),
        linked({**OWN, "@type": "LiveBlogPosting", "liveBlogUpdate": [{**OTHER, "@type": "BlogPosting"}]}),
        linked(OWN, kind="application/ld+json; charset=utf-8"),
        linked({**OWN, "datePublished": "2024-11-28T13:00:00+01:00"}).replace("+01", "\\u002B01"),
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-11-28T12:00:00Z",}</script>',
    ],
    ids=["list", "graph", "main", "live", "kind", "escaped", "broken"],
)
def test_linked_data_dates_its_own_article(tmp_path: Path, scripts: str) -> None:
    assert article_of(tmp_path, page(ps(), scripts)).published == NOON


def test_linked_data_of_two_articles_dates_none(tmp_path: Path) -> None:
    assert article_of(tmp_path, page(ps(), linked(OWN, OTHER))).published is None


@pytest.mark.parametrize("first", ["<time datetime=PT5M>5 min read</time>", "<time>2 hours ago</time>"])
def test_a_time_without_a_day_does_not_hide_the_next(tmp_path: Path, first: str) -> None:
    assert article_of(tmp_path, page(f"{first}<time datetime=2024-11-28>Nov 28</time>{ps()}")).published == DAY


@pytest.mark.parametrize("note", ["saved from url=(0031)", "\n Page saved with SingleFile \n url: "])
def test_the_address_that_a_browser_noted_is_the_pages_own(tmp_path: Path, note: str) -> None:
    saved = f"<!DOCTYPE html>\n<!-- {note}https://velmora.example/2024/11/28/crane -->\n{page(ps())}"
    article = article_of(tmp_path, saved)
    assert (article.url, article.publisher) == ("https://velmora.example/2024/11/28/crane", "velmora.example")
    assert article.published == DAY
    other = page(ps(), '<link rel="canonical" href="https://velmora.example/crane">')
    assert (
        article_of(tmp_path, f"<!-- {note}https://velmora.example/x -->{other}").url == "https://velmora.example/crane"
    )


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251"])
def test_utf_8_is_read_as_such_whatever_single_byte_charset_is_declared(tmp_path: Path, charset: str) -> None:
    assert article_of(tmp_path, page(ps(), charset=charset)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Ann Bee | Nov 28, 2024", "Ann Bee"),
        ("by Ann Bee<br/>Monday, November 18, 2019", "Ann Bee"),
        ("By Theresa May and Al Monday", "Theresa May, Al Monday"),
    ],
)
def test_the_date_behind_a_byline_is_no_name(tmp_path: Path, line: str, byline: str) -> None:
    assert article_of(tmp_path, page(f'<div class="byline">{line}</div>{ps()}')).byline == byline
