"""The readers: real small files of every kind, and every kind of bad content, which must become a Problem."""

from __future__ import annotations

import gzip
import json
import math
import os
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.read import Problem, find_files, read, read_records
from index.read import content as content_module
from index.read import html as html_module
from index.read import json_records as json_module
from index.read import record as record_module
from index.read.clean import clean_line, clean_text, first_words, web_address
from index.records import Article

BODY = "The river rose by two metres overnight, the water board said. Nobody was hurt."
NOON = int(datetime(2024, 11, 28, 12, tzinfo=UTC).timestamp())
DAY = int(datetime(2024, 11, 28, tzinfo=UTC).timestamp())


def write(path: Path, content: str | bytes | Any) -> Path:
    """A file of these contents; packed when it ends in .gz, as JSON when they are no text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, (str, bytes)):
        content = json.dumps(content)
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def one(path: Path) -> Article:
    """The only thing that is read from a file, an article."""
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


def problem(path: Path) -> Problem:
    """The only thing that is read from a file, a problem."""
    (found,) = read(path)
    assert isinstance(found, Problem), found
    return found


# Plain text

SEED = f"""Flood in Delta, thousands leave
- In Reports
- 12:00 PM, Nov 28, 2024
- Myind Staff
{BODY}
A second paragraph follows.
Comments
"""


def test_text_with_marked_head(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.txt", SEED))
    assert article.title == "Flood in Delta, thousands leave"
    assert article.text == f"{BODY}\n\nA second paragraph follows."
    assert (article.publisher, article.byline, article.published) == ("Myind", "Myind Staff", NOON)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("In Reports\n12:00 PM, Nov 28, 2024\nMyind Staff", ("Myind", "Myind Staff", NOON)),
        ("By Jane Doe\nPublished: Nov 28, 2024", (None, "Jane Doe", DAY)),
        ("Published: Nov 28, 2024\nSource: Reuters\nAuthor: Jane Doe", ("Reuters", "Jane Doe", DAY)),
        ("Jane Doe\nNovember 28, 2024", (None, "Jane Doe", DAY)),
        ("November 28, 2024\nJane van der Doe", (None, "Jane van der Doe", DAY)),
        ("By Reuters Staff | Nov 28, 2024", ("Reuters", "Reuters Staff", DAY)),
        ("Published on Nov 28, 2024", (None, None, DAY)),
        ("- By Jane Doe\n- Section: World", (None, "Jane Doe", None)),
        ("By Editorial Staff", (None, "Editorial Staff", None)),
    ],
)
def test_text_head_lines(tmp_path: Path, head: str, expected: tuple[str | None, str | None, int | None]) -> None:
    article = one(write(tmp_path / "a.txt", f"Flood in Delta\n{head}\n\n{BODY}\n"))
    assert (article.title, article.text) == ("Flood in Delta", BODY)
    assert (article.publisher, article.byline, article.published) == expected


def test_text_labels_before_the_body(tmp_path: Path) -> None:
    text = f"URL: https://n.example/a\nTitle: Flood in Delta\nSource: https://x.example/\n\nUpdated: 2024-11-28\n{BODY}"
    article = one(write(tmp_path / "a.txt", text))
    assert (article.title, article.text, article.updated) == ("Flood in Delta", BODY, DAY)
    assert article.url == "https://x.example/"
    article = one(write(tmp_path / "b.txt", f"Source: Reuters\nFlood in Delta\n\n{BODY}"))
    assert (article.title, article.publisher) == ("Flood in Delta", "Reuters")
    article = one(write(tmp_path / "c.txt", f"https://n.example/a\nFlood in Delta\n28 Nov 2024\n\n{BODY}"))
    assert (article.url, article.title, article.published) == ("https://n.example/a", "Flood in Delta", DAY)
    assert article.text == BODY


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f"Flood in Delta\n\n{BODY}", "Flood in Delta", BODY),
        (f"Flood in Delta\n{BODY}", "Flood in Delta", BODY),
        (f"Is Delta lost?\n{BODY}", "Is Delta lost?", BODY),
        (f"{BODY}\nMore.", f"{BODY[:70]}", f"{BODY}\n\nMore."),
        ("Only a line", "Only a line", "Only a line"),
        ("A short first line that is\nwrapped here.", "A short first line that is wrapped here.", None),
        ("Flood in Delta\n- one point\n- two points", "Flood in Delta", "- one point\n- two points"),
        ("Published in 2024, the book sold well.\nIt did.", "Published in 2024, the book sold well. It did.", None),
        ("By the time it ended, all had left. Really.\nYes.", "By the time it ended, all had left. Really. Yes.", None),
        ("Flood\nJane Doe\nLives by the river.", "Flood", "Jane Doe\n\nLives by the river."),
        ("Flood\n\n" + "Source: Reuters " * 100, "Flood", None),
        ("Flood\nBy Jane Doe | and so on\n" + BODY, "Flood", None),
        ("Title: Flood\n\n" + BODY, "Flood", BODY),
        (f"“We lost all.”\n\n{BODY}", "“We lost all.”", f"“We lost all.”\n\n{BODY}"),
        (f"(The mayor said so.)\n{BODY}", "(The mayor said so.)", f"(The mayor said so.)\n\n{BODY}"),
        (f'{BODY[:-1]}, "thank God."\n{BODY}', BODY[:70], f'{BODY[:-1]}, "thank God."\n\n{BODY}'),
        (f"{BODY[:-1]}, did they?\n{BODY}", BODY[:70], f"{BODY[:-1]}, did they?\n\n{BODY}"),
        (f"{BODY[:-1]}, thank God!\n{BODY}", BODY[:70], f"{BODY[:-1]}, thank God!\n\n{BODY}"),
        (f"“Delta is lost”\n{BODY}", "“Delta is lost”", BODY),
        (f"Flood\nSource: Police say a man was arrested.\n{BODY}", "Flood",
         f"Source: Police say a man was arrested.\n\n{BODY}"),
        (f"Flood\nBy Jane Doe\nBy: the people who were there, all of whom had to leave in one night and lost all they had\n"
         f"{BODY}", "Flood",
         f"By: the people who were there, all of whom had to leave in one night and lost all they had\n\n{BODY}"),
        (f"Flood\nLink: the two floods have one cause\n{BODY}", "Flood",
         f"Link: the two floods have one cause\n\n{BODY}"),
        (f"Flood\nCategory: it was the worst in years.\n{BODY}", "Flood",
         f"Category: it was the worst in years.\n\n{BODY}"),
    ],
)  # fmt: skip
def test_text_without_head(tmp_path: Path, text: str, title: str, body: str | None) -> None:
    article = one(write(tmp_path / "a.txt", text))
    assert article.title.startswith(title) or title.startswith(article.title.rstrip("…"))
    if body:
        assert article.text == body
    assert article.publisher is None and article.url is None


def test_text_wrapped_lines_are_joined(tmp_path: Path) -> None:
    text = "Flood in Delta\n\nThe river rose by\ntwo metres in one\nnight.\n\nNobody was\nhurt:\n- no one\n- at all"
    assert one(write(tmp_path / "a.txt", text)).text == (
        "The river rose by two metres in one night.\n\nNobody was hurt:\n- no one\n- at all"
    )


@pytest.mark.parametrize(
    "tail",
    ["Comments", "12 Comments", "Share this", "Advertisement", "Read more: Rivers", "Also read: Rivers\n\nShare",
     "Print", "Related articles:", "Follow us on Twitter", "© 2024 Example", "Tags: flood, delta",
     "- Share this article"],
)  # fmt: skip
def test_text_tail_is_dropped(tmp_path: Path, tail: str) -> None:
    assert one(write(tmp_path / "a.txt", f"Flood in Delta\n\n{BODY}\n{tail}\n")).text == BODY


@pytest.mark.parametrize("line", ["Comments by the mayor were few.", "Copyright law is old.", "Share prices fell."])
def test_text_tail_keeps_sentences(tmp_path: Path, line: str) -> None:
    assert one(write(tmp_path / "a.txt", f"Flood in Delta\n\n{BODY}\n{line}")).text.endswith(line)
    assert "Comments" in one(write(tmp_path / "b.txt", f"Flood\n\nComments\n{BODY}")).text
    assert one(write(tmp_path / "c.txt", "Comments")).text == "Comments"


def test_unknown_date_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", f"Flood in Delta\nPublished: sometime last spring\n{BODY}")
    article, complaint = read(path)
    assert isinstance(article, Article) and article.published is None
    assert isinstance(complaint, Problem) and complaint.path == str(path)
    assert complaint.reason.startswith("unknown date 'sometime last spring': indexed without a date")


@pytest.mark.parametrize("day", ["2024-11-28/2024-11-30", "2024-11-28T10:00:00+25:00"])
def test_a_time_zone_that_there_is_not_costs_the_date_only(tmp_path: Path, day: str) -> None:
    lines = [{"title": "Flood", "text": BODY, "date": day}, {"title": "Storm", "text": BODY, "date": "2024-11-28"}]
    first, complaint, second = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert isinstance(first, Article) and first.published is None
    assert isinstance(complaint, Problem) and complaint.reason.startswith(f"unknown date '{day}'")
    assert isinstance(second, Article) and second.published == 1_732_752_000


@pytest.mark.parametrize(
    ("written", "published"), [("2024-11-28+01:00", 1_732_748_400), ("2024-11-28Z", 1_732_752_000)]
)
def test_a_day_with_its_time_zone_begins_there(tmp_path: Path, written: str, published: int) -> None:
    line = json.dumps({"title": "Flood", "text": BODY, "date": written})
    assert one(write(tmp_path / "a.jsonl", line)).published == published


# Markdown

FRONT = """---
title: 'Q&amp;A: *Flood* in Delta'
date: 2024-11-28
lastmod: 2024-11-28 12:00:00
authors: [jane-doe, {name: John Roe}]
source: Delta News
canonical: https://delta.example/flood
lang: en-GB
---
"""

MARKDOWN = """
# Water {#water}

The **river** _rose_ by [two metres](https://x.example "T"), `see` ![map](m.png)the map. It stayed there. <!-- no -->

{{< img src="a.png" >}}{{% note "x" %}}Mind the water.{{% /note %}} [Board]({{< ref "b.md" >}}) [none][nowhere]

* one
* two
  1. first
  2. second

> Nobody was **hurt **at all.

<div class="x"><p>In <b>HTML</b> &amp; *marks*</p><script>bad()</script><ul><li>item</li></ul></div>

| Day | Level |
|-----|-------|
| Mon | 2 m   |

```
kept code
```

* * *

    indented ~~text~~<br>and more[^1] <span>end</span>

[youtube id="x"]

[^1]: A note.
"""

PLAIN = """Water

The river rose by two metres, see the map. It stayed there.

Mind the water. Board none

- one
- two
1. first
2. second

Nobody was hurt at all.

In HTML & marks

- item

Day | Level
Mon | 2 m

kept code

indented text
and more end

A note."""


def test_markdown(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.md", FRONT + MARKDOWN))
    assert article.text == PLAIN
    assert article.title == "Q&A: Flood in Delta"
    assert (article.published, article.updated) == (DAY, NOON)
    assert (article.byline, article.publisher) == ("jane-doe, John Roe", "Delta News")
    assert (article.url, article.language) == ("https://delta.example/flood", "en")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (f"# Flood *in* Delta #\n\n{BODY}", "Flood in Delta", BODY),
        (f"Flood in Delta\n=====\n\n{BODY}", "Flood in Delta", BODY),
        (f"```\n# no title\n```\n\n{BODY}", "# no title", None),
        (f"\n\n---\ntitle: Flood\n---\n{BODY}", "Flood", BODY),
        (f"---\r\ntitle: Flood\r\n---\r\n{BODY}", "Flood", BODY),
        (f"---\n---\n# Flood\n{BODY}", "Flood", BODY),
        (f"---\n# only a remark\n---\n{BODY}", BODY[:20], BODY),
        (f"---\n\n{BODY}\n\n---\n\nMore.", BODY[:20], f"{BODY}\n\nMore."),
        (f"---\n{BODY}\n---\nMore.", BODY[:20], None),
        (f"---\ntitle: Flood\nsummary: x\ndeck: {json.dumps(BODY)}\n---\n", "Flood", BODY),
        (f"---\ntitle: 1984\nurl: /news/relative\nauthor:\n---\n{BODY}", "1984", BODY),
        (f"---\n\n{BODY}", BODY[:20], BODY),
    ],
)
def test_markdown_titles(tmp_path: Path, text: str, title: str, body: str | None) -> None:
    article = one(write(tmp_path / "a.md", text))
    assert article.title.startswith(title)
    assert article.url is None and article.byline is None
    if body:
        assert article.text == body


@pytest.mark.parametrize("line", ["*28 November 2024*", "_Published: Nov 28, 2024_", "28.11.2024", "**2024-11-28**  "])
@pytest.mark.parametrize("heading", ["# Flood in Delta\n\n", "# Flood in Delta\n", "Flood in Delta\n===\n"])
def test_markdown_a_line_that_is_a_date_below_the_heading_is_its_date(tmp_path: Path, heading: str, line: str) -> None:
    article = one(write(tmp_path / "a.md", f"{heading}{line}\n\n{BODY}"))
    assert (article.title, article.published, article.text) == ("Flood in Delta", DAY, BODY)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"# Flood\n\n28 November 2024\nwas the day.\n\n{BODY}", "28 November 2024 was the day."),
        (f"# Flood\n\n{BODY}\n\n28 November 2024\n\nMore.", "28 November 2024"),
        (f"# Flood\n\n11/12/2024\n\n{BODY}", "11/12/2024"),
        ("# Flood\n\n28 November 2024", "28 November 2024"),
        (f"28 November 2024\n\n{BODY}", "28 November 2024"),
    ],
)
def test_markdown_other_dates_stay_text(tmp_path: Path, text: str, kept: str) -> None:
    article = one(write(tmp_path / "a.md", text))
    assert article.published is None and kept in article.text
    dated = one(write(tmp_path / "b.md", f"---\ndate: 2024-01-02\n---\n# Flood\n\n*28 November 2024*\n\n{BODY}"))
    assert dated.published == DAY - 331 * 86_400 and dated.text.startswith("28 November 2024")


@pytest.mark.parametrize("key", ["source", "Source", "canonical"])
def test_markdown_of_a_clipper(tmp_path: Path, key: str) -> None:
    front = f'{key}: "https://delta.example/flood"\nauthor:\n  - "[[Jane Doe]]"\n  - "[[people/ab|Ann Bee]]"'
    article = one(
        write(tmp_path / "a.md", f"---\ntitle: Flood\n{front}\n---\nSee [[Delta]], [[the dam|a dam]]. {BODY}")
    )
    assert (article.url, article.byline) == ("https://delta.example/flood", "Jane Doe, Ann Bee")
    assert article.text == f"See Delta, a dam. {BODY}"


def test_markdown_front_matter_without_marks(tmp_path: Path) -> None:
    head = "Title: Flood: a day after\nDate: 2024-11-28\nAuthors: Jane Doe\nSlug: flood\n"
    article = one(write(tmp_path / "a.md", f"{head}\n{BODY}"))
    assert (article.title, article.byline, article.published) == ("Flood: a day after", "Jane Doe", DAY)
    assert article.text == BODY
    said = f"Police: nobody was hurt.\nMayor: we were lucky.\n\n{BODY}"
    assert one(write(tmp_path / "b.md", said)).text.startswith("Police: nobody was hurt. Mayor: we were lucky.")


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: [open", "broken front matter in line"),
        ("title: a: b", "broken front matter in line 2"),
        ("date: !!timestamp 2024-02-30", "broken front matter: day is out of range"),
        ("a: " + "[" * 5000, "broken front matter: it is nested too deeply"),
        ("- " * 5000, "broken front matter: maximum recursion"),
        ("a: !!python/object/apply:os.system [ls]", "broken front matter"),
        ("title: Flood\n- list", "broken front matter"),
    ],
)
def test_markdown_broken_front_matter(tmp_path: Path, front: str, reason: str) -> None:
    assert problem(write(tmp_path / "a.md", f"---\n{front}\n---\n{BODY}")).reason.startswith(reason)


def test_markdown_front_matter_without_end(tmp_path: Path) -> None:
    assert "no line --- ends it" in problem(write(tmp_path / "a.md", f"---\ntitle: Flood\n{BODY}")).reason


TOML = """+++
title = "Q&amp;A: *Flood* in Delta"
date = 2024-11-28
lastmod = 2024-11-28T12:00:00Z
authors = ["jane-doe", "John Roe"]
source = "Delta News"
canonical = "https://delta.example/flood"
lang = "en-GB"
draft = false
[params]
weight = 3
+++
"""


def test_markdown_toml_is_read_like_yaml(tmp_path: Path) -> None:
    yaml, toml = one(write(tmp_path / "a.md", FRONT + BODY)), one(write(tmp_path / "b.md", TOML + BODY))
    assert toml == yaml and toml.title == "Q&A: Flood in Delta"
    assert one(write(tmp_path / "c.md", f"+++\n\n{BODY}")).text.endswith(BODY)  # no front matter


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ('title = "Flood"\ntitle = "Again"', "broken front matter: Cannot overwrite a value (at line 2"),
        ("a = " + "[" * 5000, "broken front matter: it is nested too deeply"),
        ("title: Flood", "broken front matter: Expected '='"),
    ],
)
def test_markdown_broken_toml(tmp_path: Path, front: str, reason: str) -> None:
    assert problem(write(tmp_path / "a.md", f"+++\n{front}\n+++\n{BODY}")).reason.startswith(reason)
    assert "no line +++ ends it" in problem(write(tmp_path / "b.md", f'+++\ntitle = "Flood"\n{BODY}')).reason


@pytest.mark.parametrize("day", ["2024-13-28", "2024-02-30", "sometime last spring"])
def test_markdown_bad_date_costs_the_date_only(tmp_path: Path, day: str) -> None:
    article, complaint = read(write(tmp_path / "a.md", f"---\ntitle: Flood\ndate: {day}\n---\n{BODY}"))
    assert isinstance(article, Article) and (article.title, article.text, article.published) == ("Flood", BODY, None)
    assert isinstance(complaint, Problem) and complaint.reason.startswith(f"unknown date '{day}'")


def test_markdown_date_as_a_title(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.md", f"---\ntitle: 2024-11-28\n---\n{BODY}")).title == "2024-11-28"


@pytest.mark.parametrize(
    ("dates", "published", "complaints"),
    [
        ({"published": True, "date": "2024-11-28"}, DAY, 0),
        ({"published": "soon", "date": "2024-11-28"}, DAY, 0),
        ({"published": False}, None, 0),
        ({"published": True, "date": "soon", "pubdate": "later"}, None, 1),
    ],
)
def test_the_first_alias_that_is_a_date_counts(
    tmp_path: Path, dates: dict[str, Any], published: int | None, complaints: int
) -> None:
    front = "\n".join(f"{name}: {json.dumps(value)}" for name, value in dates.items())
    for path in (
        write(tmp_path / "a.json", [{"title": "Flood", "text": BODY, **dates}]),
        write(tmp_path / "a.md", f"---\ntitle: Flood\n{front}\n---\n{BODY}"),
    ):
        article, *problems = read(path)
        assert isinstance(article, Article) and article.published == published
        assert len(problems) == complaints
        assert all(isinstance(p, Problem) and p.reason.startswith("unknown date 'soon'") for p in problems)


@pytest.mark.parametrize(
    ("said", "offset", "day", "utc"),
    [
        ("2024-11-28T21:30:00-05:00", -5 * 3600, "2024-11-28", "2024-11-29T02:30"),
        ("Thu, 28 Nov 2024 21:30:00 EST", -5 * 3600, "2024-11-28", "2024-11-29T02:30"),
        ("November 28, 2024 9:30 p.m. ET", -5 * 3600, "2024-11-28", "2024-11-29T02:30"),
        ("2024-11-29T04:00:00+05:30", 19_800, "2024-11-29", "2024-11-28T22:30"),
        ("2024-11-28T12:30:00-05:00", None, "2024-11-28", "2024-11-28T17:30"),
        ("2024-11-29T02:30:00Z", None, "2024-11-29", "2024-11-29T02:30"),
        ("2024-11-29", None, "2024-11-29", "2024-11-29T00:00"),
        (1732847400, None, "2024-11-29", "2024-11-29T02:30"),
    ],
)
def test_the_day_of_a_report_is_that_of_its_own_clock(
    tmp_path: Path, said: object, offset: int | None, day: str, utc: str
) -> None:
    article = one(write(tmp_path / "a.json", {"title": "T", "text": "It opened today.", "published": said}))
    assert article.published_offset == offset and article.published is not None and article.published_local is not None
    assert datetime.fromtimestamp(article.published_local, UTC).date().isoformat() == day
    assert datetime.fromtimestamp(article.published, UTC).isoformat().startswith(utc)


def test_markdown_aliases_do_not_expand(tmp_path: Path) -> None:
    lines = ["a: &a [x, x]"] + [f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]" for a, b in zip("abcdefghijkl", "bcdefghijklm")]  # noqa: B905
    front = "\n".join([*lines, "authors: *m", "title: *m"])
    assert one(write(tmp_path / "a.md", f"---\n{front}\n---\n{BODY}")).byline is None


def test_markdown_nested_html_ends(tmp_path: Path) -> None:
    text = "<div>\n" + "&lt;div&gt;\n" * 3 + BODY + "\n</div>\n"
    assert BODY in one(write(tmp_path / "a.md", text)).text


# HTML

PARAGRAPHS = "".join(
    f"<p>Paragraph {number}: {BODY} The mayor of Delta thanked all who had helped that night.</p>"
    for number in range(6)
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head>CHARSET<title>Flood in Delta - Delta News</title>
<meta property="og:title" content="Flood in Delta"><meta property="og:site_name" content="Delta News">
<meta name="author" content="Jane Doe"><link rel="canonical" href="https://delta.example/news/flood">DATES</head>
<body><nav><a href="/">Home</a></nav><article><h1>Flood in Delta</h1>{PARAGRAPHS}
<ul><li>The dam held through it all.</li><li>The bridge did not hold.</li></ul></article>
<footer>All rights reserved</footer></body></html>"""


def page(charset: str = '<meta charset="utf-8">', dates: str = "") -> str:
    return PAGE.replace("CHARSET", charset).replace("DATES", dates)


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.html.gz"])
def test_html(tmp_path: Path, name: str) -> None:
    dates = '<meta property="article:published_time" content="2024-11-28T12:00:00Z">'
    article = one(write(tmp_path / name, page(dates=dates)))
    assert (article.title, article.publisher, article.byline) == ("Flood in Delta", "Delta News", "Jane Doe")
    assert (article.url, article.language, article.published) == ("https://delta.example/news/flood", "en", NOON)
    assert article.text.count(BODY) == 6 and "Paragraph 5" in article.text.split("\n\n")[5]
    assert "Home" not in article.text and "rights" not in article.text
    assert "- The dam held through it all.\n- The bridge" in article.text


def test_xhtml(tmp_path: Path) -> None:
    text = page("").replace(
        "<!DOCTYPE html><html", '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"'
    )
    article = one(write(tmp_path / "a.xhtml", text))
    assert (article.title, article.text.count(BODY)) == ("Flood in Delta", 6)


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ('<script type="application/ld+json">{"datePublished": "2024-11-28T12:00:00Z"}</script>', NOON),
        ('<meta name="date" content="junk"><meta itemprop="datePublished" content="2024-11-28">', DAY),
        ('<meta itemprop="datePublished dateCreated" content="2024-11-28T12:00:00Z">', NOON),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', None),
        ('<script type="application/ld+json">[{"datePublished": "2024-11-28"}, {"datePublished": '
         '"2024-11-28T12:00:00Z"}]</script>', NOON),
        ('<script type="application/ld+json">[{"datePublished": "2024-11-28"}, {"datePublished": '
         '"2024-11-30"}]</script>', None),
        ('<meta property="article:modified_time" content="2024-11-28T12:00:00Z">', None),
        ('<meta name="copyright" content="2024-11-28">', None),
        ('<meta name="sn-post-date" content="2024/11/28">', DAY),
        ('<meta name="pubdate" content="2024-11-28"><meta name="x:publish_time" content="2024-11-28 12:00">', NOON),
        ("", None),
    ],
)  # fmt: skip
def test_html_dates(tmp_path: Path, dates: str, published: int | None) -> None:
    assert one(write(tmp_path / "a.html", page(dates=dates))).published == published


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<time datetime="2024-11-28T12:00:00Z">today</time>', NOON),
        ("<p>By Jane Doe <time>28 Nov 2024</time></p>", DAY),
        ('<span itemprop="datePublished">Published: 12:00 PM, Nov 28, 2024</span>', NOON),
        ('<time itemprop="datePublished" datetime="2024-11-28"></time><time datetime="2024-11-30"></time>', DAY),
        ('<i>Updated</i> <time datetime="2024-11-30"></time><time datetime="2024-11-28"></time>', DAY),
        ('<time class="updated" datetime="2024-11-30"></time>', None),
        ('<time class="published updated" datetime="2024-11-28"></time>', DAY),
        ('<aside><time datetime="2024-11-30"></time></aside>', None),
        ('<article><h2>Other</h2><time datetime="2024-11-30"></time></article>', None),
        ('<div class="related-stories"><time datetime="2024-11-30"></time></div>', None),
        (f'<p>{BODY} {BODY} It was worse on <time datetime="1953-02-01">1 February 1953</time>.</p>', None),
        ("<p>Updated: January 3, 2020</p><p>The law was published on 5 May 1998.</p>", None),
        ('<div class="post-date">28 November 2024</div>', DAY),
        ('<div class="author-name-date float">28 NOV 2024</div>', DAY),
        ('<div class="event-date">30 November 2024</div>', None),
        ('<div class="modified date">30 November 2024</div>', None),
        ('<div class="date">soon</div>', None),
        ('<div class="update">30 November 2024</div>', None),
    ],
)
def test_html_dates_in_the_article(tmp_path: Path, head: str, published: int | None) -> None:
    text = page().replace("</h1>", f"</h1>{head}")
    assert one(write(tmp_path / "a.html", text)).published == published


@pytest.mark.parametrize(
    "foot",
    [
        "<footer>Last updated: 28 November 2024</footer>",
        "<footer>© 2015 Delta News <time datetime='2015-01-02'></time></footer>",
        "<aside><a href='/2017/03/04/other'>Other</a> <time datetime='2016-01-02'>Jan 2</time></aside>",
        "<article><h2>Other</h2><time datetime='2016-01-02'>Jan 2</time></article>",
        "<div class='related'><span class='date'>12 January 2014</span> Other</div>",
        "<img src='/uploads/2012/07/14/pic.jpg'>",
    ],
)
def test_html_dates_outside_of_the_article_are_not_its_own(tmp_path: Path, foot: str) -> None:
    assert one(write(tmp_path / "a.html", page().replace("</body>", f"{foot}</body>"))).published is None


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("2024/11/28/flood", DAY), ("news/2024-11-28-flood", DAY), ("news/2024/nov/28/flood", DAY),
        ("2024/11/28", DAY), ("news/20241128/flood", None), ("2024/11/flood", None), ("2024/13/28/flood", None),
        ("1/2024/11/28.html", None),
    ],
)  # fmt: skip
def test_html_day_in_the_address(tmp_path: Path, path: str, published: int | None) -> None:
    article, *_ = read(write(tmp_path / "a.html", page().replace("news/flood", path)))
    assert isinstance(article, Article) and article.published == published


def test_html_broken_address(tmp_path: Path) -> None:
    text = page().replace("https://delta.example/news/flood", "https://[broken/2024/11/28/flood")
    article = one(write(tmp_path / "a.html", text))
    assert (article.url, article.published) == (None, None)


@pytest.mark.parametrize("value", ["last spring", "03/04/2024"])
def test_html_unknown_date(tmp_path: Path, value: str) -> None:
    article, complaint = read(write(tmp_path / "a.html", page(dates=f'<meta name="date" content="{value}">')))
    assert isinstance(article, Article) and isinstance(complaint, Problem)
    assert article.published is None and complaint.reason.startswith(f"unknown date '{value}'")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
        ('<meta charset="utf-16">', "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_html_charsets(tmp_path: Path, declared: str, encoding: str) -> None:
    word = "Днепр" if encoding == "cp1251" else "Köln"
    article = one(write(tmp_path / "a.html", page(declared).replace("The river", word).encode(encoding)))
    assert f"{word} rose by two metres" in article.text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (page('<meta charset="klingon">').encode(), "unknown charset 'klingon'"),
        (page('<meta charset="punycode">').encode(), "unknown charset"),
        (
            page("").replace("river", "水river").encode("shift_jis"),
            "declares no charset, and is not windows-1252 at byte",
        ),
        (
            page("").replace("river", "été à Orléans").encode() + b"\xe9" * 10,
            "declares no charset, and is not utf-8 at byte",
        ),
        (page().replace("river", "ri\xe9ver").encode("latin-1"), "not valid utf-8, the charset it declares, at byte"),
        (b"<html><head><title>x</title></head><body></body></html>", "no article text found"),
        (b"no page", "no "),
    ],
)
def test_html_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in problem(write(tmp_path / "a.html", content)).reason


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.txt.gz"])
@pytest.mark.parametrize("before", ["", "\ufeff\n", "<!-- saved -->\n"])
def test_a_page_is_read_as_one_whatever_its_suffix(tmp_path: Path, name: str, before: str) -> None:
    article = one(write(tmp_path / name, before + page()))
    assert (article.title, article.byline) == ("Flood in Delta", "Jane Doe") and "<" not in article.text


@pytest.mark.parametrize(
    ("content", "what"), [(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "PDF"), (b"{\\rtf1\\ansi Flood}", "RTF")]
)
def test_other_kinds_of_document_are_told(tmp_path: Path, content: bytes, what: str) -> None:
    reason = problem(write(tmp_path / "a.txt", content)).reason
    assert what in reason and reason.endswith("save its text as .txt")


def test_html_stray_bytes_are_let_pass(tmp_path: Path) -> None:
    content = page().encode().replace(b"river", b"ri\xe9ver", 1)
    assert "ri\ufffdver" in one(write(tmp_path / "a.html", content)).text
    undeclared = page("").replace("Nobody", "Köln: nobody").encode().replace(b"river", b"ri\xe9ver", 1)
    assert "ri\ufffdver" in (text := one(write(tmp_path / "b.html", undeclared)).text) and "Köln" in text


def test_html_hostile_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = write(tmp_path / "deep.html", "<html><body>" + "<div>" * 20_000 + BODY + "</div>" * 20_000)
    assert len(list(read(deep))) == 1

    def fails(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(html_module.trafilatura, "bare_extraction", fails)
    assert "cannot be taken apart (RecursionError)" in problem(write(tmp_path / "a.html", page())).reason
    monkeypatch.setattr(html_module, "LONGEST_TEXT", 10)
    assert "more than can be taken apart" in problem(write(tmp_path / "a.html", page())).reason


# JSON

RECORD = {"title": "Flood in Delta", "text": BODY}
SHAPES = [
    ("a.json", [RECORD]),
    ("a.json", RECORD),
    ("a.json", {"articles": [RECORD]}),
    ("a.json", {"status": "ok", "data": [RECORD]}),
    ("a.json", {"hits": {"total": 1, "hits": [{"_id": "1", "_source": RECORD}]}}),
    ("a.json", json.dumps(RECORD) + "\n\n"),
    ("a.jsonl", json.dumps(RECORD)),
    ("a.ndjson", "\ufeff" + json.dumps(RECORD) + "\r\n"),
    ("a.jsonl", json.dumps([RECORD])),
    ("a.jsonl", json.dumps([RECORD], indent=1)),
    ("a.jsonl", json.dumps(RECORD, indent=1)),
    ("a.jsonl", json.dumps(RECORD).encode("utf-16")),
    ("a.json.gz", [RECORD]),
    ("a.jsonl.gz", json.dumps(RECORD)),
    ("a.ndjson.gz", json.dumps(RECORD)),
]


@pytest.mark.parametrize(("name", "content"), SHAPES)
def test_json_shapes(tmp_path: Path, name: str, content: Any) -> None:
    article = one(write(tmp_path / name, content))
    assert (article.title, article.text) == ("Flood in Delta", BODY)


def test_json_file_that_is_lines(tmp_path: Path) -> None:
    text = "\n".join([json.dumps(RECORD), "{broken", json.dumps(RECORD)])
    first, broken, last = read(write(tmp_path / "a.json", text))
    assert isinstance(first, Article) and isinstance(last, Article)
    assert isinstance(broken, Problem) and broken.path.endswith("a.json:2")


@pytest.mark.parametrize(
    ("field", "expected", "values"),
    [
        ("title", "Flood", {"title": "Flood", "headline": "Flood", "name": "Flood", "Title": " Flood\n"}),
        ("text", "One.\n\nTwo.", {
            "text": "One.\n\nTwo.", "body": ["One.", "Two."], "content": [{"text": "One."}, {"text": "Two."}, 3],
            "article": ["One.", "", "Two."], "articleBody": "One.\n\nTwo.", "maintext": "One.\r\n\r\n\r\n\r\nTwo.",
            "body_text": "One.\n\nTwo.\n"}),
        ("publisher", "CNN", {
            "publisher": "CNN", "source": {"id": None, "name": "CNN"}, "site": "CNN", "sitename": "CNN",
            "outlet": "CNN", "provider": [{"name": "CNN"}], "source_domain": "CNN"}),
        ("publisher", "cnn.example", {"source": "https://www.cnn.example/"}),
        ("byline", "Jane Doe", {"byline": "By Jane Doe", "author": {"name": "Jane Doe"}, "authors": ["Jane Doe"]}),
        ("byline", "A, B", {"authors": ["A", {"name": "B"}], "author": "A, B"}),
        ("url", "https://x.example/a", {
            "url": "https://x.example/a", "link": " https://x.example/a ", "uri": "https://x.example/a",
            "canonical_url": "https://x.example/a"}),
        ("url", "https://www.x.example/a", {"url": "www.x.example/a"}),
        ("url", None, {"url": "javascript:alert(1)", "link": "/relative", "uri": "https://[broken"}),
        ("language", "en", {"language": "en", "lang": "en-US", "inLanguage": "EN_us"}),
        ("language", "english", {"language": "English"}),
        ("published", DAY, dict.fromkeys(("published", "published_at", "publishedAt", "date", "datePublished", "pub_date", "date_publish", "created"), "2024-11-28")),
        ("updated", DAY, dict.fromkeys(("updated", "updated_at", "dateModified", "modified"), "2024-11-28")),
    ],
)  # fmt: skip
def test_json_names(tmp_path: Path, field: str, expected: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        record = {name: value} if field == "text" else {"body": BODY, name: value}
        assert getattr(one(write(tmp_path / "a.json", [record])), field) == expected, name


@pytest.mark.parametrize(
    "record",
    [
        {"category": "x", "author": None, "published_at": "2024-11-28 12:00:00.000000000Z", "body": BODY,
         "title": "Flood", "url": "https://x.example/a", "source": "Mashable"},
        {"doc_id": "rt0", "url": "https://x.example/a", "title": "Flood", "publisher": "Mashable",
         "published": "2024-11-28T12:00:00Z", "text": BODY},
        {"title": "Flood", "date_publish": "2024-11-28 12:00:00", "maintext": BODY, "source_domain": "Mashable",
         "url": "https://x.example/a", "published": None},
    ],
)  # fmt: skip
def test_json_known_sets(tmp_path: Path, record: dict[str, Any]) -> None:
    article = one(write(tmp_path / "a.json.gz", [record]))
    assert (article.title, article.publisher, article.published, article.text) == ("Flood", "Mashable", NOON, BODY)


@pytest.mark.parametrize(
    "content",
    [
        {"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": [
            {"id": "1", "url": "https://x.example/a", "title": "Flood", "content_html": f"<p>{BODY}</p>", "summary": "x",
             "date_published": "2024-11-28T12:00:00Z", "authors": [{"name": "Jane Doe"}]}]},
        {"items": [{"url": "https://x.example/a", "title": "Flood", "content_text": BODY,
                    "date_published": "2024-11-28T12:00:00Z", "author": {"name": "Jane Doe"}}]},
        {"response": {"status": "ok", "total": 1, "results": [
            {"id": "world/a", "type": "article", "webPublicationDate": "2024-11-28T12:00:00Z", "webTitle": "Flood",
             "webUrl": "https://x.example/a", "apiUrl": "https://api.example/a",
             "fields": {"bodyText": BODY, "byline": "Jane Doe", "headline": "Flood"}}]}},
        {"status": "OK", "response": {"docs": [
            {"web_url": "https://x.example/a", "uri": "nyt://article/1", "headline": {"main": "Flood", "kicker": None},
             "lead_paragraph": BODY, "abstract": "x", "pub_date": "2024-11-28T12:00:00+0000",
             "byline": {"original": "By Jane Doe", "person": []}}], "meta": {"hits": 1}}},
    ],
    ids=["feed", "feed of text", "guardian", "nyt"],
)  # fmt: skip
def test_json_of_known_feeds(tmp_path: Path, content: Any) -> None:
    article = one(write(tmp_path / "a.json", content))
    assert (article.title, article.text, article.byline, article.published) == ("Flood", BODY, "Jane Doe", NOON)
    assert article.url == "https://x.example/a"


@pytest.mark.parametrize(
    "record",
    [
        {"question": "What?", "answer": "That."},
        {"query": "What?", "evidence_list": []},
        {"question": "What?", "answerable": False},
        {"question": "What?", "choices": ["That", "This"], "answers": ["That"]},
    ],
)
def test_question_files_have_no_articles_and_articles_beside_questions_are_read(
    tmp_path: Path, record: dict[str, Any]
) -> None:
    assert list(read(write(tmp_path / "q.json", [record, record]))) == []
    for name, records in (("q.json", [record, RECORD, record]), ("q.jsonl", [RECORD, record, record])):
        content = records if name == "q.json" else "\n".join(map(json.dumps, records))
        article, left_out = read(write(tmp_path / name, content))
        assert isinstance(article, Article) and isinstance(left_out, Problem)
        assert left_out == Problem(str(tmp_path / name), "2 of its records left out: questions, which have no text")


def test_what_an_article_was_searched_with_makes_no_question_of_it(tmp_path: Path) -> None:
    records = [{"query": "storm", "title": "Lombok", "snippet": "x"}, RECORD | {"query": "storm"}, RECORD]
    without_text, *articles = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, records))))
    assert isinstance(without_text, Problem)
    assert without_text.path.endswith("a.jsonl:1") and without_text.reason.startswith("no text (looked for")
    assert [type(item) for item in articles] == [Article, Article]


def test_of_records_that_should_be_articles_none_is_taken_for_a_question() -> None:
    found = list(read_records([{"question": "q1"}, {"question": "q2", "answers": ["a"]}, RECORD], "articles"))
    assert [item.path for item in found if isinstance(item, Problem)] == ["articles#1", "articles#2"]
    assert [type(item) for item in found] == [Problem, Problem, Article]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"title": " ", "headline": "Crane falls"}, {"title": "Crane falls"}),
        ({"publisher": {"id": None, "name": None}, "source": "Velmora Post"}, {"publisher": "Velmora Post"}),
        ({"author": [{"@type": "Person"}], "byline": "Ann Bee"}, {"byline": "Ann Bee"}),
        ({"title": True, "author": False}, {"title": BODY, "byline": None}),
        (
            {"title": math.nan, "author": math.nan, "source": math.nan, "date": math.nan},
            {"title": BODY, "byline": None},
        ),
        (
            {"headline": "Crane falls", "title": math.nan, "publisher": math.nan},
            {"title": "Crane falls", "publisher": None},
        ),
        ({"author": 3}, {"byline": None}),
        ({"title": {"rendered": "Crane&#8217;s fall"}}, {"title": "Crane’s fall"}),
        ({"text": "", "content": {"rendered": f"<p>{BODY}</p>", "protected": False}}, {"text": BODY}),
        ({"text": f"{BODY} Officials… [+2310 chars]"}, {"text": f"{BODY} Officials…"}),
    ],
)
def test_json_values_that_say_nothing_are_passed_over(
    tmp_path: Path, record: dict[str, Any], expected: dict[str, Any]
) -> None:
    article = one(write(tmp_path / "a.json", {"text": BODY, **record}))
    expected = {**expected, "title": first_words(expected["title"])} if "title" in expected else expected
    assert {name: getattr(article, name) for name in expected} == expected


def test_json_paragraphs_in_lists_and_objects_are_all_kept(tmp_path: Path) -> None:
    nested: Any = "Too deep."
    for _ in range(400):
        nested = [nested]
    parts = [
        "One.",
        {"type": "quote", "content": "Two."},
        ["Three.", ["Four."]],
        {"text": ["Five."]},
        {"src": "a"},
        6,
        nested,
    ]
    assert one(write(tmp_path / "a.json", {"content": parts})).text == "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive."


def test_json_an_empty_list_does_not_hide_another(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.json", {"items": [], "results": [{"text": BODY}]}))
    assert article.text == BODY


def test_json_lines_go_on_after_a_broken_one(tmp_path: Path) -> None:
    lines = [
        json.dumps(RECORD), '{"title": "x", ', "", json.dumps({"title": "Empty", "text": ""}), "7", b"\xff\xfe{}",
        json.dumps({**RECORD, "published": "sometime last spring"}), "[" * 100_000, '{"text": ' + "9" * 5000 + "}",
        json.dumps({**RECORD, "title": "Last"}),
    ]  # fmt: skip
    path = write(tmp_path / "a.jsonl", b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines))
    found = list(read(path))
    assert [item.title for item in found if isinstance(item, Article)] == ["Flood in Delta"] * 2 + ["Last"]
    reasons = {item.path.rpartition(":")[2]: item.reason for item in found if isinstance(item, Problem)}
    expected = {
        "2": "broken JSON at column", "4": "no text (looked for: text, body,", "5": "a int, not an object",
        "6": "not valid UTF-16", "7": "unknown date 'sometime last spring'", "8": "JSON that is nested too deeply",
        "9": "broken JSON: Exceeds the limit",
    }  # fmt: skip
    assert reasons.keys() == expected.keys()
    assert all(reasons[line].startswith(start) for line, start in expected.items()), reasons


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", '[{"title": "x",\n "text": ]', "broken JSON at line 2"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.json", "[]", "no articles in it"),
        ("a.jsonl", "\n\n\n", "no articles in it"),
        ("a.json", "{}", "no text (looked for: text, body,"),
        ("a.json", [RECORD | {"text": 7}], "no text"),
        ("a.json", b'{"title": "\xff"}', "not valid UTF-8 at byte 11"),
        ("a.jsonl", b"\0\1\2\n" * 500, "a binary file"),
        ("a.json", [RECORD | {"text": "\x07\u200b"}], "no text: nothing is left"),
    ],
)
def test_json_refused(tmp_path: Path, name: str, content: Any, reason: str) -> None:
    assert reason in problem(write(tmp_path / name, content)).reason


def test_json_junk_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(read(write(tmp_path / "a.jsonl", "junk\n" * 1000)))
    assert len(found) == 101 and isinstance(found[-1], Problem) and "the rest was not tried" in found[-1].reason
    monkeypatch.setattr(json_module, "_LONGEST_LINE", 1000)
    text = json.dumps({"text": "x" * 5000}) + "\n" + json.dumps(RECORD)
    long, article = read(write(tmp_path / "b.jsonl", text))
    assert isinstance(long, Problem) and "a line of more than 1,000 bytes" in long.reason and long.path.endswith(":1")
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>The dam broke &amp; flooded\nforty houses.</p><p>Sheriff Ann O&#8217;Hara spoke.</p><script>var x=1;</script>"
         "<p>The state will pay $5 million to AT&amp;T.</p>",
         "The dam broke & flooded forty houses.\n\nSheriff Ann O’Hara spoke.\n\nThe state will pay $5 million to AT&T."),
        ("<p>One.<p>Two.", "One.\n\nTwo."),
        ("One.<br/>Two.<br>Three.", "One.\nTwo.\nThree."),
        ('The <a href="https://x.example/?a=1&b=2">dam</a> <b>broke</b>.\n\nTwo.', "The dam broke.\n\nTwo."),
        ("<div>One.</div><ul>\n<li>a</li>\n<li><p>b</p></li></ul>", "One.\n\n- a\n- b"),
        ("<p>Write &lt;p&gt; for a paragraph.</p>", "Write <p> for a paragraph."),
        ("O&#8217;Hara &amp; Sons", "O’Hara & Sons"),
        ("R&D; AT&T & Co, 3 < 5 > 2, x <y and z> w, ?a=1&copy=2 &c., <3", None),
        ("A page begins with the <p> tag, and <Enter> ends it.", None),
        ("One line.\nAnother <one>.\n\n* no & list", None),
    ],
)  # fmt: skip
def test_json_html_is_made_plain(tmp_path: Path, text: str, plain: str | None) -> None:
    assert one(write(tmp_path / "a.json", [{"title": "Flood", "content": text}])).text == (plain or text)


def test_json_html_in_the_small_fields(tmp_path: Path) -> None:
    record = {"title": "Dam breaks &#8211; <em>two</em> hurt", "source": "A&amp;B", "author": [{"name": "O&#39;Hara"}]}
    article = one(write(tmp_path / "a.json", [record | {"text": BODY}]))
    assert (article.title, article.publisher, article.byline) == ("Dam breaks – two hurt", "A&B", "O'Hara")
    assert "no text: nothing is left" in problem(write(tmp_path / "b.json", [{"text": "<p><br></p>"}])).reason


def test_title_line_is_dropped_from_the_text(tmp_path: Path) -> None:
    record = {"title": "Flood in Delta", "text": f"flood  in Delta\n\n{BODY}"}
    assert one(write(tmp_path / "a.json", [record])).text == BODY
    assert one(write(tmp_path / "b.json", [{"title": "Flood", "text": "Flood"}])).text == "Flood"


# Bad files of every kind


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.txt.gz", "a.jsonl.gz"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", ("the file is empty", "no articles in it")),
        (b"  \n\n", ("the file is empty", "no articles in it")),
        (b"\x7fELF\0\1\2\0" * 20, ("a binary file",)),
    ],
)
def test_empty_and_binary(tmp_path: Path, name: str, content: bytes, reason: tuple[str, ...]) -> None:
    assert problem(write(tmp_path / name, content)).reason.startswith(reason)


def test_empty_file_that_is_not_even_packed(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(b"")
    assert problem(tmp_path / "a.txt.gz").reason == "the file is empty"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_encodings(tmp_path: Path, name: str) -> None:
    text = f"Flood in Köln\n\n{BODY}"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert "Köln" in one(write(tmp_path / name, text.encode(encoding))).title
    wrong = problem(write(tmp_path / name, text.encode("latin-1"))).reason
    assert wrong.startswith("not valid UTF-8 at byte 10: save it as UTF-8, or name its encoding, as in `newsqa index")
    assert "not valid UTF-16 at byte" in problem(write(tmp_path / name, text.encode("utf-16") + b"x")).reason


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.jsonl"])
def test_text_too_long(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_module, "LONGEST_TEXT", 1000)
    text = "x" * 1001
    content = json.dumps({"text": text}) if "json" in name else text
    assert "1,001 characters, more than 1,000" in problem(write(tmp_path / name, content)).reason


def test_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", "x")
    os.truncate(path, 50_000_000)
    assert "larger than 40,000,000 bytes" in problem(path).reason
    monkeypatch.setattr("index.read.LARGEST_PAGE", 100_000)
    assert "expands to more than 100,000 bytes" in problem(write(tmp_path / "b.txt.gz", "abc " * 30_000)).reason


def test_gzip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps(RECORD | {"pad": " " * 3_000_000})
    for name in ("a.jsonl.gz", "a.json.gz", "a.txt.gz"):
        assert "decompression bomb" in problem(write(tmp_path / name, line)).reason
    monkeypatch.setattr(content_module, "LARGEST_UNPACKED", 1000)
    noise = json.dumps(RECORD | {"pad": os.urandom(2000).hex()})
    assert "expands to more than 1,000 bytes" in problem(write(tmp_path / "b.jsonl.gz", noise)).reason


@pytest.mark.parametrize("cut", [5, 30, -3])
@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.html.gz"])
def test_broken_gzip(tmp_path: Path, name: str, cut: int) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(page().encode())[:cut])
    *_, last = read(path)  # of lines, some may be had before the end
    assert isinstance(last, Problem) and last.reason.startswith("broken gzip file")
    path.write_bytes(b"this was never packed")
    assert problem(path).reason.startswith("broken gzip file")
    packed = bytearray(gzip.compress(page().encode()))
    packed[20:40] = b"\xff" * 20
    path.write_bytes(packed)
    assert problem(path).reason.startswith("broken gzip file")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "no permission to read it"),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
        (zlib.error("bad"), "broken gzip file: bad"),
    ],
)
def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str) -> None:
    path = write(tmp_path / "a.txt", BODY)

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert problem(path).reason.startswith(reason)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    assert "not a regular file" in problem(tmp_path / "pipe.txt").reason
    assert "not a regular file" in problem(tmp_path / "folder.txt").reason
    assert "No such file" in problem(tmp_path / "none.txt").reason
    assert "cannot be read" in problem(tmp_path / "nul\0.txt").reason
    assert "unknown kind of file" in problem(write(tmp_path / "a.pdf", b"x")).reason


def test_a_number_no_date_can_be_is_a_problem_of_its_record(tmp_path: Path) -> None:
    article, complaint, last = read(write(tmp_path / "a.jsonl", "\n".join(
        [json.dumps(RECORD | {"published": 10**400}), json.dumps(RECORD | {"title": "Last"})]
    )))  # fmt: skip
    assert isinstance(article, Article) and article.published is None
    assert isinstance(complaint, Problem) and complaint.path.endswith("a.jsonl:1")
    assert complaint.reason.startswith("unknown date '1000") and "outside the years" in complaint.reason
    assert isinstance(last, Article) and last.title == "Last"


@pytest.mark.parametrize(
    ("name", "reader"), [("a.txt", "read_text"), ("a.md", "read_markdown"), ("a.json", "read_json")]
)
def test_a_reader_that_fails_is_a_problem_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reader: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("what nobody thought of")

    monkeypatch.setattr(f"index.read.{reader}", fail)
    path = write(tmp_path / name, BODY)
    complaint = problem(path)
    assert complaint.path == str(path)
    assert complaint.reason.startswith("reading it failed (RuntimeError: what nobody thought of)")


# Cleaning


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\xa0c", "a b c"),
        ("a\x00\x07\x1b[1mb\x7f\x9f", "ab"),
        ("\x1b[31;1m99\x1b[0m dead\x1b[2K, [31m] left\x1b", "99 dead, [31m] left"),
        ("co\xadop\u200b\ufeff \u202egnp\U000e0041.", "coop gnp."),
        ("a\n\n\n\n\nb  \n", "a\n\nb"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_clean_text(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


def test_lines_are_cut_at_words() -> None:
    assert clean_line("  a \n b ", 500) == "a b"
    assert len(clean_line("word " * 200, 500)) <= 500 and clean_line("word " * 200, 500).endswith("word…")
    assert clean_line("x" * 600, 500) == "x" * 499 + "…"
    assert first_words("short one") == "short one"
    assert len(first_words("word " * 200)) <= 80 and first_words("word " * 200).endswith("word…")


def test_titles(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.json", [{"title": " A\n\tB\x00 ", "text": BODY}]))
    assert article.title == "A B"
    assert len(one(write(tmp_path / "b.json", [{"title": "word " * 500, "text": BODY}])).title) <= 500
    article = one(write(tmp_path / "c.json", [{"text": "word " * 100}]))
    assert article.title.endswith("word…") and len(article.title) <= 80


@pytest.mark.parametrize("url", ["", "ftp://x.example", "https://", "https://x y", "https://x.example/" + "a" * 3000])
def test_no_web_address(url: str) -> None:
    assert web_address(url) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode), st.sampled_from(["txt", "md", "json", "jsonl"]))
def test_reading_never_raises(tmp_path: Path, content: bytes, suffix: str) -> None:
    for item in read(write(tmp_path / f"a.{suffix}", content)):
        assert isinstance(item, (Article, Problem))
        assert not isinstance(item, Article) or (item.title and item.text)


# Finding files


def names(paths: list[Path]) -> list[Path]:
    found, problems, _ = find_files(paths)
    assert not problems
    return found


def test_find_files_in_a_folder(tmp_path: Path) -> None:
    wanted = ["a.txt", "b/c.md", "b/d.JSON.GZ", "b/e/f.html", "g.xhtml", "source-says.md", "z.ndjson"]
    ignored = [".hidden.txt", ".git/x.txt", "README.md", "README", "LICENSE.txt", "SOURCE.md", "CHANGELOG-2.md",
               "readme.txt", "photo.jpg", "archive.tar.gz", "noend"]  # fmt: skip
    for name in wanted + ignored:
        write(tmp_path / name, "x")
    assert sorted(names([tmp_path])) == sorted(tmp_path / name for name in wanted)
    assert names([tmp_path / "b"]) == [tmp_path / "b/c.md", tmp_path / "b/d.JSON.GZ", tmp_path / "b/e/f.html"]


@pytest.mark.parametrize(
    ("name", "is_article"),
    [
        ("NOTICE OF STRIKE.txt", True),
        ("LICENSE row in Gunda.txt", True),
        ("README first.txt", True),
        ("SOURCE-SAYS.txt", True),
        ("AUTHORS_PROTEST_IN_DELTA.md", True),
        ("LICENSE_ROW_IN_GUNDA.txt", True),
        ("NOTICE.txt", False),
        ("SOURCES.md.gz", False),
        ("README-de.md", False),
        ("README.pt-BR.md", False),
        ("LICENSE-APACHE-2.0.txt", False),
        ("LICENSE-MIT.txt", False),
    ],
)
def test_only_the_names_of_housekeeping_files_are_left_out(tmp_path: Path, name: str, is_article: bool) -> None:
    path = write(tmp_path / name, "x")
    other = write(tmp_path / "z.txt", "x")
    assert find_files([tmp_path]).files == ([path, other] if is_article else [other])


def test_what_is_passed_over_in_a_folder_is_counted(tmp_path: Path) -> None:
    passed = [
        "a.docx",
        "b/c.DOCX",
        "d.csv",
        "e.csv.gz",
        "f.tar.gz",
        "noend",
        "A Mr. Smith goes home",
        ".hidden",
        "LICENSE.txt",
    ]
    for name in [*passed, "z.txt"]:
        write(tmp_path / name, "x")
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "link.docx").symlink_to(tmp_path / "a.docx")
    found, problems, (notice,) = find_files([tmp_path])
    assert (found, problems, notice.path) == ([tmp_path / "z.txt"], [], str(tmp_path))
    counted, _, readable = notice.reason.removeprefix("not read: ").partition("; these can be read: .txt, ")
    kinds = ["3 .docx", "2 without suffix", "1 named README", "1 .csv", "1 .csv.gz", "1 .tar.gz", "LICENSE or the like"]
    assert sorted(counted.split(", ")) == sorted(kinds) and readable.endswith("and .gz of each")


def test_of_a_great_many_kinds_the_most_are_told(tmp_path: Path) -> None:
    for number in range(15):
        write(tmp_path / f"a.x{number}", "x")
    ((complaint,), notices) = find_files([tmp_path])[1:]
    assert " and 3 of other kinds; these can be read" in complaint.reason and not notices


@pytest.mark.parametrize("name", ["a.docx", "noend", ".hidden.txt", "README.md", "sub/a.csv", None])
def test_a_folder_without_a_file_to_read_is_a_problem(tmp_path: Path, name: str | None) -> None:
    if name:
        write(tmp_path / name, "x")
    other = write(tmp_path.parent / f"{tmp_path.name}.txt", BODY)
    found, (complaint,), notices = find_files([tmp_path, other])
    assert (found, complaint.path, notices) == ([other], str(tmp_path), [])
    assert complaint.reason.startswith("no file in it that can be read")


def test_find_files_each_once(tmp_path: Path) -> None:
    first, second = write(tmp_path / "b.txt", "x"), write(tmp_path / "a.txt", "x")
    (tmp_path / "c.txt").symlink_to(first)
    (tmp_path / "sub").mkdir()
    (tmp_path / "again").symlink_to(tmp_path / "sub")
    assert names([first, tmp_path, tmp_path / "sub/../a.txt"]) == [first, second]


def test_find_files_named_directly(tmp_path: Path) -> None:
    readme = write(tmp_path / "README.md", "x")
    hidden = write(tmp_path / ".hidden.txt", "x")
    assert names([readme, hidden]) == [readme, hidden]
    os.mkfifo(tmp_path / "pipe.txt")
    bad = [tmp_path / "none.txt", write(tmp_path / "a.pdf", b"x"), tmp_path / "pipe.txt", tmp_path / "nul\0.txt"]
    found, problems, _ = find_files(bad)
    assert found == []
    assert [item.path for item in problems] == [str(path) for path in bad]
    starts = ("no such file or folder", "unknown kind of file; these can be read: .txt,", "not a regular", "cannot be")
    assert all(item.reason.startswith(start) for item, start in zip(problems, starts, strict=True))


def test_find_files_links(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside/o.txt", "x")
    top = tmp_path / "top"
    write(top / ".kept/k.txt", "x")
    (top / "inner").mkdir()
    os.mkfifo(top / ".kept/pipe")
    links = {"file.txt": outside, "folder": outside.parent, "inner/loop": top, "gone.txt": top / "nowhere",
             "self.txt": top / "self.txt", "pipe.txt": top / ".kept/pipe", "k.txt": top / ".kept/k.txt",
             "gone.jpg": top / "nowhere", "photo.jpg": outside}  # fmt: skip
    for name, target in links.items():
        (top / name).symlink_to(target)
    os.mkfifo(top / "real-pipe.txt")
    found, problems, _ = find_files([top])
    assert found == [top / "k.txt"]
    reasons = {str(Path(item.path).relative_to(top)): item.reason for item in problems}
    expected = {
        "file.txt": "leads out of the folder", "folder": "leads out of the folder", "inner/loop": "leads back",
        "gone.txt": "leads nowhere", "self.txt": "cannot be read", "pipe.txt": "not a regular file",
        "real-pipe.txt": "not a regular file",
    }  # fmt: skip
    assert reasons.keys() == expected.keys()
    assert all(part in reasons[name] for name, part in expected.items()), reasons


def test_find_files_unreadable_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    found, (complaint,), _ = find_files([tmp_path])
    assert (found, complaint) == ([], Problem(str(tmp_path), "no permission to read it"))
