"""The page in a real browser, over the real app and the seeds: typing, reading, following up, hostile articles."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from index import Article, Corpus
from qa.newsqa import NewsQA
from qa.records import Answer, Answered, Citation, Delta, Event, Gathered, Query, Turn, Understood
from tests.browser import Browser, Visit, launched, serve, visit

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "seeds"
SEVERAL = "Which airport was attacked and how many people died in the Mecca crane collapse?"  # of two articles
HOSTILE = Article.of(
    "<img src=x onerror=\"window.hacked='title'\"> Zeppelin \u202emoored\u202c {{7*7}} ${window.hacked=1}",
    "The zeppelin Graf Humboldt moored at Lakehurst on Tuesday. </p><script>window.hacked='body'</script>\n\n"
    "\U0001f6f8\U0001f6f8\U0001f6f8 Some 42 passengers left the zeppelin Graf Humboldt "
    "<svg onload=\"window.hacked='svg'\"> "
    "at Lakehurst, said Captain Ilse Brandt. \"'><img src=x onerror=window.hacked=2>",
    publisher="<b onmouseover=\"window.hacked='publisher'\">Gazette</b>",
    byline="<script>window.hacked='byline'</script>",
    url="javascript:window.hacked='url'",
    published=1136073600,
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("browser")) as opened:
        opened.ingest([SEEDS])
        opened.add([HOSTILE])
        yield opened


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with_engine = NewsQA(corpus)
    yield from serve(with_engine)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from launched()


@pytest.fixture
def at_desk(browser: Browser, address: str) -> Iterator[Visit]:
    yield from visit(browser, address)


@pytest.fixture
def on_phone(browser: Browser, address: str) -> Iterator[Visit]:
    yield from visit(browser, address, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)


IN_VIEW = """(selector) => {
  const { top, bottom, left, right } = document.querySelector(selector).getBoundingClientRect();
  return top >= 0 && left >= 0 && bottom <= innerHeight && right <= document.documentElement.clientWidth && bottom > top;
}"""


def in_view(page: Any, selector: str) -> bool:
    return page.evaluate(IN_VIEW, selector)


def tab_to(page: Any, found: str) -> None:
    """Press Tab until the expression holds of the focused element `e`, round the page once at most."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({found}); }})()"):
            return
    raise AssertionError(f"Tab leads to nothing of which this holds: {found}")


def overflow(page: Any) -> int:
    # Not innerWidth: on a phone the window is as wide as what is in it.
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_ask_read_follow_up_and_begin_anew(at_desk: Visit) -> None:
    page = at_desk.page
    assert "122 articles" in page.inner_text("#masthead")
    answer = at_desk.ask("which airport was attacked?", 1)
    assert "Al-Nayrab" in answer.inner_text()
    assert "28 November 2024" in answer.inner_text()
    assert page.input_value("#question textarea") == ""

    answer.locator(".mark").first.click()
    page.locator("#reader mark").first.wait_for()
    assert "Al-Nayrab airport" in page.inner_text("#reader mark")
    assert in_view(page, "#reader mark")
    assert page.evaluate("document.activeElement.closest('#reader') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#reader").is_hidden()
    assert page.evaluate("document.activeElement.className") == "mark"

    follow_up = at_desk.ask("who attacked it?", 2)
    assert follow_up.get_by_label("Understood as").input_value() == "who attacked Al-Nayrab airport?"
    assert "rebels" in follow_up.inner_text().lower()
    assert page.locator("#history .exchange").count() == 1
    assert in_view(page, "#current .question")

    page.click("#clear")
    page.locator("#current .exchange").wait_for(state="detached")
    assert page.locator("#history .exchange").count() == 0
    assert "Understood as" not in at_desk.ask("which airport was attacked?", 1).inner_text()


def test_the_quote_in_the_reader_is_the_citation(at_desk: Visit, corpus: Corpus) -> None:
    answer = at_desk.ask("which airport was attacked?", 1)
    mark = answer.locator(".mark").first
    article = corpus.article(mark.get_attribute("data-article"), mark.get_attribute("data-version"))
    quote = article.text[int(mark.get_attribute("data-start")) : int(mark.get_attribute("data-end"))]
    mark.click()
    marked = at_desk.page.locator("#reader mark")
    marked.first.wait_for()
    assert " ".join(" ".join(marked.all_text_contents()).split()) == " ".join(quote.split())
    link = at_desk.page.locator("#reader a.original")
    if article.url:
        assert link.get_attribute("href").startswith(article.url)
        assert "#:~:text=" in link.get_attribute("href")
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_each_of_several_citations_opens_with_its_quote_in_view(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    marks = at_desk.ask(SEVERAL, 1).locator(".mark").all()
    opened = set()
    for mark in marks:
        article = corpus.article(mark.get_attribute("data-article"), mark.get_attribute("data-version"))
        quote = article.text[int(mark.get_attribute("data-start")) : int(mark.get_attribute("data-end"))]
        mark.click()
        page.wait_for_function(
            """(quote) => {
              const marked = [...document.querySelectorAll("#reader mark")].map((one) => one.textContent).join(" ");
              return marked.split(/\\s+/).filter(Boolean).join(" ") === quote;
            }""",
            arg=" ".join(quote.split()),
        )
        page.wait_for_function(IN_VIEW, arg="#reader mark")  # it is scrolled to
        assert article.title in page.inner_text("#reader")
        page.keyboard.press("Escape")
        opened.add((article.id, quote))
    assert len(opened) == len(marks) >= 3 and len({article for article, _ in opened}) == 2


def test_by_tab_and_enter_alone_from_the_first_key_to_the_source(at_desk: Visit) -> None:
    page = at_desk.page
    tab_to(page, "e.matches('#question textarea')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.type("which airport was attacked?")
    page.keyboard.press("Enter")
    at_desk.answered(1)
    tab_to(page, "e.matches('#current .mark')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.locator("#reader mark").first.wait_for()
    assert "Al-Nayrab airport" in page.inner_text("#reader mark") and in_view(page, "#reader mark")
    tab_to(page, "e.matches('#reader .close')")
    page.keyboard.press("Enter")
    assert page.locator("#reader").is_hidden() and page.evaluate("document.activeElement.className") == "mark"
    tab_to(page, "e.matches('#question textarea')")
    page.keyboard.type("who attacked it?")
    tab_to(page, "e.id === 'send'")
    page.keyboard.press("Enter")
    assert "rebels" in at_desk.answered(2).inner_text().lower()


def test_the_reader_by_keyboard(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask("which airport was attacked?", 1)
    page.locator("#current .mark").first.focus()
    page.keyboard.press("Enter")
    page.locator("#reader mark").first.wait_for()
    assert page.get_by_role("dialog", name="Syrian rebels launch large-scale offensive").is_visible()
    assert page.evaluate("document.activeElement.matches('#reader mark')")
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Quoted words: The rebels also attacked")
    page.keyboard.press("Shift+Tab")  # to the article's text, so that arrow keys scroll it
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Enter")
    assert page.locator("#reader").is_hidden()
    assert "Al-Nayrab" in page.locator("#spoken").text_content()


def test_an_example_is_asked_with_one_click(at_desk: Visit) -> None:
    page = at_desk.page
    page.locator("#examples button").first.click()
    assert "Al-Nayrab" in at_desk.answered(1).inner_text()
    assert page.locator("#examples button:visible").count() == 0


def test_a_refusal_and_a_question_too_long(at_desk: Visit) -> None:
    page = at_desk.page
    page.press("#question textarea", "Enter")  # an empty question
    refused = at_desk.ask("asdf qwer zxcv?", 1)
    assert refused.locator(".refusal").count() == 1 and refused.locator(".mark").count() == 0
    refused = at_desk.ask("why " * 1500, 2)
    assert "at most 4,000" in refused.inner_text()
    assert len(page.input_value("#question textarea")) == 6000  # left there to be shortened


def test_without_a_model_only_quotes_can_be_chosen(at_desk: Visit) -> None:
    page = at_desk.page
    assert page.locator('#engine input[value="llm"]').is_disabled()
    shown = "getComputedStyle(document.querySelector('#engine .info-text')).clipPath"
    assert page.evaluate(shown) != "none" and "Auto: written if" in page.inner_text("#engine .info-text")
    assert "No language model" in page.inner_text("#model-note")
    assert page.get_by_role("group", name="Answers").get_by_role("radio").count() == 3
    page.locator("#engine input:checked").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{shown} === 'none'")
    answer = at_desk.ask("which airport was attacked?", 1)
    assert "Al-Nayrab" in answer.inner_text() and answer.locator(".chip").inner_text().startswith("Quotes only")


def test_on_a_phone(on_phone: Visit) -> None:
    page = on_phone.page
    assert overflow(page) == 0
    answer = on_phone.ask("which airport was attacked?", 1)
    assert overflow(page) == 0 and in_view(page, "#question textarea")
    answer.locator(".open").first.tap()
    page.locator("#reader mark").first.wait_for()
    assert overflow(page) == 0 and in_view(page, "#reader mark")
    assert page.locator("#reader").bounding_box()["width"] == 390
    assert page.evaluate("document.querySelector('gradio-app').inert")
    page.locator("#reader .close").tap()
    assert page.locator("#reader").is_hidden() and not page.evaluate("document.querySelector('gradio-app').inert")
    for width in (480, 320):  # the controls stand on two lines, then on three
        page.set_viewport_size({"width": width, "height": 640})
        page.locator(".kept summary").tap()
        assert overflow(page) == 0 and in_view(page, ".kept .menu .exports")
        page.locator(".kept summary").tap()


def test_in_the_dark(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, color_scheme="dark"):
        colours = visited.page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        paper, ink = (sum(int(n) for n in re.findall(r"\d+", c)[:3]) for c in colours)
        assert paper < 150 and ink > 600


def test_a_hostile_article_runs_nothing(at_desk: Visit) -> None:
    page = at_desk.page
    question = "How many passengers left the zeppelin Graf Humboldt <img src=x onerror=window.hacked=3>?"
    answer = at_desk.ask(question, 1)
    assert "onerror=window.hacked=3" in answer.locator(".question").inner_text()
    answer.locator(".mark, .open").first.click()
    page.locator("#reader .body").wait_for()
    page.locator("#reader mark").first.wait_for()
    shown = page.inner_text("#reader")
    assert "<script>window.hacked='body'</script>" in shown and "{{7*7}}" in shown and "\u202e" not in shown
    assert page.locator("#reader mark").first.inner_text()[:1] != "\U0001f6f8" or "42 passengers" in shown
    assert page.locator("#reader a, #reader img, #reader svg, #reader script, #current img").count() == 0
    time.sleep(0.5)
    assert page.evaluate("typeof window.hacked") == "undefined"


def test_two_browsers_do_not_share_a_conversation(browser: Browser, address: str) -> None:
    for one in visit(browser, address):
        one.ask("which airport was attacked?", 1)
        for other in visit(browser, address):
            assert other.page.locator(".exchange").count() == 0
            answer = other.ask("Which fungus did Nick Bos's team use to infect the ants?", 1)
            assert "Understood as" not in answer.inner_text()
        assert one.page.locator(".exchange").count() == 1


# -- a language model that takes its time ---------------------------------------------------------------------------


class Slow:
    """Answers as a language model would: quotes at once, then words one by one."""

    llm, notice = object(), None

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.closed = threading.Event()

    def ask(self, question: str, turns: Any = (), **_: Any) -> Turn:
        return Turn(question, Query(question), (), Answer(None, "", refused=True))  # nothing is suggested

    def stream(self, question: str, turns: Any = (), **_: Any) -> Iterator[Event]:
        try:
            query = Query(question)
            yield Understood(query)
            best = self.corpus.sentences(question, 1)[0]
            cited = Citation(1, best.article_id, best.version, best.title, best.publisher, best.published, best.url,
                             best.start, best.end, best.text)  # fmt: skip
            yield Gathered((best,), Answer(None, f"{best.text} [1]", (cited,)))
            time.sleep(1)
            for i in range(200 if "slow" in question else 10):
                yield Delta(f"word{i} ")
                time.sleep(0.1)
            yield Answered(Turn(question, query, (best,), Answer("Done", "It is written [1].", (cited,), engine="llm")))
        finally:
            self.closed.set()


@pytest.fixture(scope="module")
def slow(corpus: Corpus) -> Slow:
    return Slow(corpus)


@pytest.fixture(scope="module")
def slow_address(slow: Slow) -> Iterator[str]:
    yield from serve(cast(NewsQA, slow))


def _writing(visited: Visit, slow: Slow) -> Any:
    """The page while an answer is written on it, some words of which it shows."""
    page = visited.page
    page.fill("#question textarea", "a slow one about the airport?")
    page.press("#question textarea", "Enter")
    page.get_by_text("word3").wait_for()
    slow.closed.clear()
    return page


def test_quotes_first_then_words_then_the_checked_answer(browser: Browser, slow_address: str) -> None:
    for visited in visit(browser, slow_address):
        page = visited.page
        page.fill("#question textarea", "which airport was attacked?")
        page.click("#send")
        page.get_by_text("Quoted from the sources; writing").wait_for()
        assert "Al-Nayrab" in page.inner_text("#current")
        page.get_by_text("not yet checked").wait_for()
        assert page.locator("#stop").is_visible() and page.locator("#send").is_hidden()
        answer = visited.answered(1)
        assert answer.locator(".short").inner_text() == "Done" and "word1" not in answer.inner_text()
        page.locator("#send").wait_for()


STOPPED = """(expected) => {
  const found = JSON.parse(localStorage.getItem("newsqa.conversations"));
  return JSON.stringify(found.map((one) => one.turns.map((turn) => turn.stopped))) === JSON.stringify(expected);
}"""


def test_stop_closes_the_stream_and_keeps_what_was_shown(browser: Browser, slow_address: str, slow: Slow) -> None:
    for visited in visit(browser, slow_address):
        page = _writing(visited, slow)
        page.click("#stop")
        answer = visited.answered(1)
        assert "Stopped" in answer.inner_text() and "word3" in answer.inner_text()
        assert slow.closed.wait(5)
        assert "Done" in visited.ask("which airport was attacked?", 2).inner_text()
        visited.load_anew()
        visited.answered(2)
        stopped = page.locator("#history .exchange")
        assert stopped.inner_text().startswith("a slow one about the airport?\n\nStopped.")
        stopped.get_by_role("button", name="Ask again", exact=True).click()
        page.get_by_text("word1").wait_for()
        page.click("#stop")
        page.locator("#current .progress", has_text="Stopped").wait_for()
        page.wait_for_function(STOPPED, arg=[[True], [True, False]])


def test_a_question_that_is_left_for_another_conversation_stays_in_its_own(browser: Browser, slow_address: str) -> None:
    for visited in visit(browser, slow_address):
        page = visited.page
        visited.ask("which airport was attacked?", 1)
        page.click("#clear")
        page.locator(".exchange").wait_for(state="detached")
        page.fill("#question textarea", "a slow one about the airport?")
        page.press("#question textarea", "Enter")
        page.get_by_text("word1").wait_for()
        page.click(".kept summary")
        page.locator(".kept .title", has_text="which airport was attacked?").click()
        assert "Done" in visited.answered(1).inner_text()
        page.click(".kept summary")
        page.locator(".kept .title", has_text="a slow one").click()
        page.locator("#current .progress", has_text="Stopped.").wait_for()
        assert page.locator(".exchange").count() == 1


def test_one_that_takes_an_answers_place_and_is_stopped_does_not_take_the_answer_away(
    browser: Browser, slow_address: str
) -> None:
    for visited in visit(browser, slow_address):
        page = visited.page
        visited.ask("which airport was attacked?", 1)
        page.get_by_role("button", name="Edit question").click()
        page.fill("#question textarea", "a slow one about the airport?")
        page.press("#question textarea", "Enter")
        page.get_by_text("word1").wait_for()
        page.click("#stop")
        page.wait_for_function(STOPPED, arg=[[True], [False]])


def test_a_new_conversation_while_an_answer_is_written(browser: Browser, slow_address: str, slow: Slow) -> None:
    for visited in visit(browser, slow_address):
        page = _writing(visited, slow)
        page.click("#clear")
        page.locator(".exchange").wait_for(state="detached")
        assert slow.closed.wait(5)
        time.sleep(0.5)
        assert page.locator(".exchange").count() == 0
        assert page.locator("#send").is_visible() and page.locator("#examples").is_visible()


def test_closing_the_tab_stops_the_model(browser: Browser, slow_address: str, slow: Slow) -> None:
    for visited in visit(browser, slow_address):
        page = _writing(visited, slow)
        page.close()
        assert slow.closed.wait(2)
