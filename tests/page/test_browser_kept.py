"""What the browser keeps, in a real browser: conversations in several windows, over a restart, changed, removed, named."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from index import Article, Corpus
from qa.newsqa import NewsQA
from tests.browser import PATIENCE, Browser, Visit, serve, visit
from tests.page.test_browser import address, at_desk, browser, corpus  # noqa: F401

pytestmark = pytest.mark.slow

AIRPORT, WHO, WHEN = "which airport was attacked?", "who attacked it?", "when?"
CRANE = "How many people died in the Mecca crane collapse?"
CDC = "Why did the CDC director resign?"
OTTER = Article.of(
    "Otter wins chess cup in Zembla",
    "An otter named Pogo won the Zembla chess cup on Friday. The mayor Ilse Quant handed over the prize.",
    publisher="Zembla Courier",
    published=1733011200,
)


def stored(page: Any) -> list[dict[str, Any]]:
    return json.loads(page.evaluate("localStorage.getItem('newsqa.conversations')") or "[]")


def kept(page: Any) -> list[list[str]]:
    """The questions of each kept conversation, the newest conversation first."""
    return [[turn["question"] for turn in one["turns"]] for one in stored(page)]


def on_show(page: Any) -> list[str]:
    return page.locator(".exchange .question").all_inner_texts()


def has(page: Any, n: int) -> None:
    """Wait until the newest exchange on the page is the n-th."""
    page.locator(f'#current .exchange[data-exchange="{n}"][aria-busy="false"]').wait_for()


def keeps(page: Any, expected: list[list[Any]]) -> None:
    """Wait until just these conversations are kept: an answer is on show a moment before it is."""
    page.wait_for_function(
        """(expected) => {
          const found = JSON.parse(localStorage.getItem("newsqa.conversations") || "[]");
          return JSON.stringify(found.map((one) => one.turns.map((turn) => turn.question))) === JSON.stringify(expected);
        }""",
        arg=expected,
    )


def new_conversation(page: Any) -> None:
    page.click("#clear")
    page.locator(".exchange").first.wait_for(state="detached")


@contextmanager
def another(visited: Visit, duplicate: bool = False) -> Iterator[Visit]:
    """Another window of the same browser; a duplicate has what is kept for the window alone, too."""
    page = visited.page
    with page.context.expect_page() as opened:
        page.evaluate(f"void window.open(location.href, '_blank', '{'' if duplicate else 'noopener'}')")
    other = opened.value
    other.locator("#question textarea").wait_for()
    yield Visit(other, visited.address)
    other.close()


def test_a_new_window_lists_the_conversations_and_opens_them_as_they_are_now(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    with another(at_desk) as other:
        other.page.locator(".kept summary").wait_for()
        other.ask(CRANE, 1)
        at_desk.ask(WHO, 2)
        other.page.click(".kept summary")
        other.page.locator(".kept .title", has_text=AIRPORT).click()
        has(other.page, 2)
        assert on_show(other.page) == [AIRPORT, WHO]
        keeps(page, [[AIRPORT, WHO], [CRANE]])
    page.click(".kept summary")
    assert page.locator(".kept .title").all_inner_texts() == [AIRPORT, CRANE]


def test_two_windows_of_one_conversation_go_on_side_by_side(at_desk: Visit) -> None:
    at_desk.ask(AIRPORT, 1)
    with another(at_desk, duplicate=True) as other:
        has(other.page, 1)
        at_desk.ask(WHEN, 2)
        keeps(at_desk.page, [[AIRPORT, WHEN]])
        other.ask(WHO, 2)
        keeps(at_desk.page, [[AIRPORT, WHO], [AIRPORT, WHEN]])
        other.ask(WHEN, 3)
        keeps(at_desk.page, [[AIRPORT, WHO, WHEN], [AIRPORT, WHEN]])


def test_an_earlier_question_asked_again_leaves_the_conversation_as_it_was(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    at_desk.ask(WHO, 2)
    at_desk.ask(WHEN, 3)
    again = page.locator("#history .exchange").nth(1).get_by_role("button", name="Ask again", exact=True)
    assert "what followed" in again.get_attribute("title")  # said beforehand
    assert page.locator("#current [data-do=retry]").get_attribute("title") is None  # nothing follows that
    again.click()
    has(page, 2)
    page.locator("#note").get_by_text("as it was before is kept").wait_for()
    assert kept(page) == [[AIRPORT, WHO], [AIRPORT, WHO, WHEN]]
    page.get_by_role("button", name="Open it").click()
    has(page, 3)
    assert on_show(page) == [AIRPORT, WHO, WHEN]
    page.locator("#current").get_by_role(
        "button", name="Ask again", exact=True
    ).click()  # the last one: nothing is lost
    page.locator("#note").wait_for(state="detached")
    has(page, 3)
    keeps(page, [[AIRPORT, WHO, WHEN], [AIRPORT, WHO]])


def test_a_server_that_was_started_anew_goes_on_with_the_conversation(browser: Browser, corpus: Corpus) -> None:
    first = serve(NewsQA(corpus))
    address = next(first)
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    visited = Visit(page, address)
    visited.ask(AIRPORT, 1)
    visited.ask(WHO, 2)
    list(first)  # it stops
    page.wait_for_timeout(1500)  # a server takes longer to start, and the browser to notice that a busy one has gone
    second = serve(NewsQA(corpus), urlsplit(address).port or 0)
    next(second)
    page.fill("#question textarea", WHEN)
    answer = page.locator('#current .exchange[data-exchange="3"][aria-busy="false"]')
    # A page that finds its server back may load itself anew just then: the question stays in the box, and is asked again.
    while not answer.is_visible():
        if page.input_value("#question textarea") == WHEN:
            page.press("#question textarea", "Enter")
        page.wait_for_timeout(1000)
    assert "27 November 2024" in answer.inner_text() and on_show(page) == [AIRPORT, WHO, WHEN]
    keeps(page, [[AIRPORT, WHO, WHEN]])
    page.close()
    list(second)


def test_a_removed_source_is_said_and_what_was_kept_stays(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    corpus.add([OTTER])
    at_desk.ask("Who won the Zembla chess cup?", 1)
    keeps(page, [["Who won the Zembla chess cup?"]])
    before = stored(page)
    corpus.remove(corpus.articles(text="Otter wins")[0].id)
    at_desk.load_anew()
    has(page, 1)
    assert "no longer in the corpus" in page.inner_text("#current") and "Pogo" in page.inner_text("#current")
    assert stored(page) == before
    at_desk.ask(AIRPORT, 2)
    keeps(page, [["Who won the Zembla chess cup?", AIRPORT]])
    assert stored(page)[0]["turns"][0] == before[0]["turns"][0]


def test_a_long_conversation_is_kept_whole_though_not_all_is_shown(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    keeps(page, [[AIRPORT]])
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem("newsqa.conversations"));
          const [turn] = kept[0].turns;
          kept[0].turns = Array.from({ length: 45 }, (_, i) => ({ ...turn, n: i + 1, question: `${i + 1} ${"long ".repeat(600)}` }));
          localStorage.setItem("newsqa.conversations", JSON.stringify(kept));
        }"""
    )
    at_desk.load_anew()
    has(page, 45)
    assert page.locator(".exchange").count() == 40
    assert "5 earlier questions" in page.inner_text("#unshown")
    at_desk.ask(CRANE, 46)
    page.locator("#unshown", has_text="6 earlier questions").wait_for()
    assert page.locator(".exchange").count() == 40 and [len(one) for one in kept(page)] == [46]


def test_what_cannot_be_read_of_a_conversation_stays_in_the_browser(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    at_desk.ask(WHO, 2)
    keeps(page, [[AIRPORT, WHO]])
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem("newsqa.conversations"));
          kept[0].turns[0].engine = "of a later version";
          localStorage.setItem("newsqa.conversations", JSON.stringify(kept));
        }"""
    )
    at_desk.load_anew()
    has(page, 2)
    page.get_by_test_id("toast-body").get_by_text("1 of its questions cannot be read").wait_for()
    assert on_show(page) == [WHO]
    at_desk.ask(WHEN, 3)
    keeps(page, [[AIRPORT, WHO, WHEN]])
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem("newsqa.conversations"));
          kept[0].turns[2] = { n: 3, question: 7, citations: [null, 7] };
          localStorage.setItem("newsqa.conversations", JSON.stringify(kept));
        }"""
    )
    at_desk.load_anew()
    has(page, 2)
    at_desk.ask(CRANE, 3)
    keeps(page, [[AIRPORT, WHO, CRANE], [AIRPORT, WHO, 7]])


def test_deleting_the_conversation_on_show_begins_a_new_one(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.click(".kept summary")
    page.get_by_label(f"Delete the conversation: {AIRPORT}").click()
    page.locator(".exchange").wait_for(state="detached")
    assert page.locator(".kept").is_hidden()
    at_desk.ask(CRANE, 1)
    keeps(page, [[CRANE]])
    assert page.locator("#note").count() == 0  # the next question is asked: it can no longer be undone


def test_conversations_of_one_name_are_told_apart_and_the_last_place_is_said_beforehand(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    keeps(page, [[AIRPORT]])
    page.evaluate(
        """() => {
          const [one] = JSON.parse(localStorage.getItem("newsqa.conversations"));
          const many = Array.from({ length: 98 }, (_, i) => ({ ...one, id: `${i}`, saved: `2024-02-0${1 + (i % 9)}T12:00:00Z` }));
          delete many[97].saved;
          localStorage.setItem("newsqa.conversations", JSON.stringify([one, ...many]));
        }"""
    )
    at_desk.ask(WHO, 2)
    page.wait_for_function("newsqaKept.turns().length === 2")
    assert page.locator("#note").count() == 0 and len(stored(page)) == 99
    new_conversation(page)
    at_desk.ask(CRANE, 1)
    page.locator("#note", has_text="All 100 places for conversations are taken").wait_for()
    assert len(stored(page)) == 100
    page.click(".kept summary")
    assert "100 of 100 places are taken" in page.inner_text(".kept .where")
    rows = page.locator(".kept .title")
    told = [row.get_attribute("data-details") for row in rows.all()]
    assert told[0].startswith("1 question · ") and told[1].startswith("2 questions · ")
    assert re.match(r"1 question · \d Feb 2024, \d\d:00", told[2]) and told[2] != told[3] and told[-1] == "1 question"
    assert rows.nth(1).get_attribute("title") == AIRPORT
    assert page.get_by_role("button", name=f"{AIRPORT} 2 questions").count() == 1  # it is read out with the name


def test_deleting_is_said_and_can_be_undone_with_the_keyboard(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    new_conversation(page)
    at_desk.ask(CRANE, 1)
    keeps(page, [[CRANE], [AIRPORT]])
    before = stored(page)
    for deleted, left in ((AIRPORT, [[CRANE]]), (CRANE, [[AIRPORT]])):  # the second is on show
        page.evaluate("document.querySelector('.kept').open = true")
        page.get_by_label(f"Delete the conversation: {deleted}").click()
        keeps(page, left)
        page.locator("#note").get_by_text(f"Deleted: “{deleted}”.").wait_for()
        page.locator("#spoken", has_text="Deleted" if deleted == AIRPORT else "New conversation.").wait_for(
            state="attached"
        )
        page.focus("#question textarea")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.textContent") == "Undo"
        page.keyboard.press("Enter")
        keeps(page, [[CRANE], [AIRPORT]])
        page.locator("#current .question", has_text=CRANE).wait_for()
        assert stored(page) == before


def test_a_conversation_is_renamed(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.click(".kept summary")
    page.get_by_label(f"Rename the conversation: {AIRPORT}").click()
    page.keyboard.press("Escape")
    page.get_by_label(f"Rename the conversation: {AIRPORT}").click()
    page.keyboard.type("<b>Aleppo</b>")
    page.keyboard.press("Enter")
    assert page.locator(".kept .title").all_inner_texts() == ["<b>Aleppo</b>"]
    assert page.evaluate("document.activeElement.className") == "title"
    page.keyboard.press("Escape")
    at_desk.ask(WHO, 2)
    keeps(page, [[AIRPORT, WHO]])
    assert stored(page)[0]["title"] == "<b>Aleppo</b>"


def test_without_storage_it_is_said_and_the_conversation_can_be_exported(browser: Browser, address: str) -> None:
    for visited in visit(browser, address):
        page = visited.page
        page.add_init_script(
            """for (const name of ["localStorage", "sessionStorage"]) {
              Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
            }"""
        )
        visited.load_anew()
        visited.ask(AIRPORT, 1)
        page.locator("#note").get_by_text("keeps no conversation").wait_for()
        page.click(".kept summary")
        assert "keeps no conversation" in page.inner_text(".kept .menu")
        with page.expect_download():
            page.get_by_role("button", name="Markdown").click()


def test_a_full_storage_drops_the_oldest_conversation_and_says_so(at_desk: Visit) -> None:
    page = at_desk.page
    for question in (AIRPORT, CRANE):
        at_desk.ask(question, 1)
        new_conversation(page)
    page.evaluate(
        """() => {
          for (let size = 1 << 22; size >= 1; size >>= 1) {
            try {
              localStorage.setItem(`fill${size}`, "x".repeat(size));
            } catch {
              continue;
            }
          }
        }"""
    )
    at_desk.ask(CDC, 1)
    page.locator("#note").get_by_text("no more room").wait_for()
    assert len(kept(page)) < 3 and kept(page)[0] == [CDC]


def test_filters_and_engine_come_back_with_the_conversation(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.get_by_label("HHS.gov").check()
    page.locator('#engine input[value="extractive"]').check()
    at_desk.ask(CDC, 1)
    keeps(page, [[CDC]])
    at_desk.load_anew()
    has(page, 1)
    page.locator("#filters summary", has_text="(1)").wait_for()
    assert page.locator("#filters [data-publisher]:checked").get_attribute("data-publisher") == "HHS.gov"
    assert page.locator("#engine input:checked").input_value() == "extractive"
    assert "HHS.gov" in at_desk.ask("When?", 2).locator(".chips").inner_text()


def test_what_came_closest_to_a_refused_question_comes_back(at_desk: Visit) -> None:
    page = at_desk.page
    asked = "Who won the chess cup in Zembla?"
    said = at_desk.ask(asked, 1).locator(".closest .open").inner_text()
    keeps(page, [[asked]])
    at_desk.load_anew()
    has(page, 1)
    assert page.locator("#current .closest .open").inner_text() == said


def test_a_judgement_stays_with_its_answer(at_desk: Visit) -> None:
    page = at_desk.page
    answer = at_desk.ask(AIRPORT, 1)
    answer.get_by_label("Yes, a good answer").click()
    answer.get_by_text("Thank you").wait_for()
    at_desk.ask(WHO, 2)
    page.locator('#history [data-do="up"][aria-pressed="true"]').wait_for()
    at_desk.load_anew()
    page.locator('#history [data-do="up"][aria-pressed="true"]').wait_for()
    assert page.locator('#current [aria-pressed="true"]').count() == 0
    page.locator("#history").get_by_role("button", name="Ask again", exact=True).click()
    page.locator("#history .exchange").wait_for(state="detached")
    has(page, 1)
    page.locator('#current [data-do="up"][aria-pressed="false"]').wait_for()  # of the answer before
