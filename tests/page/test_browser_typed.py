"""What a reader types, in a real browser: nothing of it is thrown away, and the focus does not get lost."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from index import Article, Corpus
from tests.browser import Browser, Visit, visit
from tests.page.test_browser import Slow, address, at_desk, browser, corpus, on_phone, slow, slow_address, tab_to  # noqa: F401
from tests.page.test_browser_lost import SLOW, asked_slowly, holds

pytestmark = pytest.mark.slow

AIRPORT, WHO = "which airport was attacked?", "who attacked it?"
LONG = f"Read with care. {'word ' * 900}Which airport was attacked?"
DRAFT = "a half-written question"


def box(page: Any) -> str:
    return page.input_value("#question textarea")


def focused(page: Any, found: str) -> None:
    """Wait until the focused element fits a selector."""
    page.wait_for_function("(found) => document.activeElement.matches(found)", arg=found)


def press(page: Any, selector: str) -> None:
    """Press a button with the keyboard."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


# -- nothing is thrown away ----------------------------------------------------------------------------------------------


def test_a_question_too_long_stays_whole(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(LONG, 1)
    assert len(page.inner_text("#current .question")) < 300 and box(page) == LONG
    page.get_by_role("button", name="Ask again", exact=True).click()
    page.locator('#current .exchange[data-exchange="1"]', has_text="4,543 characters").wait_for()
    page.fill("#question textarea", "")
    page.get_by_role("button", name="Edit question").click()
    assert box(page) == LONG
    page.fill("#question textarea", AIRPORT)
    page.keyboard.press("Enter")
    page.locator("#current .short").wait_for()
    assert page.locator(".exchange").count() == 1


def test_a_draft_is_given_back_when_an_earlier_question_was_edited(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.fill("#question textarea", DRAFT)
    edit = page.get_by_role("button", name="Edit question")
    edit.click()
    assert box(page) == AIRPORT
    page.keyboard.press("Escape")
    assert box(page) == DRAFT
    edit.click()
    page.fill("#question textarea", "Which city was attacked?")
    page.keyboard.press("Enter")
    page.locator("#current .question", has_text="Which city").wait_for()
    holds(page, DRAFT)
    edit.click()
    page.get_by_role("button", name="Leave it").click()
    assert box(page) == DRAFT
    page.click("#clear")
    page.locator(".exchange").wait_for(state="detached")
    assert box(page) == DRAFT


def test_an_edit_that_cannot_be_asked_loses_nothing(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    at_desk.ask(WHO, 2)
    page.locator("#history").get_by_role("button", name="Edit question").click()
    page.fill("#question textarea", LONG)
    page.keyboard.press("Enter")
    page.locator("#current .problem").wait_for()
    assert page.locator(".exchange .question").all_inner_texts()[:2] == [AIRPORT, WHO]
    assert box(page) == LONG and page.locator("#editing").count() == 1


def test_escape_closes_what_lies_on_top_alone(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.get_by_role("button", name="Edit question").click()
    page.fill("#question textarea", "which airport was attacked, and when?")
    page.locator("#current .mark").first.click()
    page.locator("#reader mark").first.wait_for()
    page.click(".kept summary")
    page.keyboard.press("Escape")
    assert page.locator(".kept .menu").is_hidden() and page.locator("#reader").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#reader").is_hidden() and box(page) == "which airport was attacked, and when?"
    page.keyboard.press("Escape")
    assert box(page) == "" and page.locator("#editing").count() == 0


def test_what_is_typed_before_the_first_word_of_an_answer_stays(at_desk: Visit) -> None:
    page = at_desk.page
    held: list[Any] = []
    page.route("**/queue/join**", lambda route: held.append(route))
    page.fill("#question textarea", AIRPORT)
    with page.expect_request("**/queue/join**"):
        page.press("#question textarea", "Enter")
    assert box(page) == AIRPORT  # until it is being answered
    page.fill("#question textarea", DRAFT)
    for route in held:
        route.continue_()
    page.unroute("**/queue/join**")
    at_desk.answered(1)
    assert box(page) == DRAFT


def test_a_link_fills_the_question_in_and_asks_nothing_by_itself(at_desk: Visit) -> None:
    page = at_desk.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    question = "which airport was attacked? <img src=x onerror=window.hacked=1> {{7*7}}"
    at_desk.load_anew(f"{at_desk.address}/?{urlencode({'q': question + chr(0x202E)})}#ask")
    holds(page, question)
    page.locator("#spoken", has_text="Enter asks it").wait_for(state="attached")
    focused(page, "#question textarea")
    assert page.url == f"{at_desk.address}/#ask"
    assert page.locator(".exchange").count() == 0 and not any("airport" in sent for sent in asked)
    page.fill("#question textarea", DRAFT)
    at_desk.load_anew()
    holds(page, DRAFT)
    assert page.title() == "newsqa"
    at_desk.ask(question, 1)
    assert page.title() == f"{question} – newsqa"
    assert page.get_by_role("article", name="which airport was attacked?").count() == 1
    at_desk.ask(f"who attacked it{' and why' * 20}?", 2)
    assert page.title().startswith("who attacked it and why") and page.title().endswith("… – newsqa")
    page.click("#clear")
    page.wait_for_function("document.title === 'newsqa'")
    assert page.evaluate("typeof window.hacked") == "undefined"


def test_a_page_loaded_anew_has_the_draft_and_the_question_that_was_being_answered(
    browser: Browser, slow_address: str, slow: Slow
) -> None:
    for visited in visit(browser, slow_address):
        page = visited.page
        asked_slowly(page)
        page.fill("#question textarea", DRAFT)
        visited.load_anew()
        holds(page, f"{SLOW}\n{DRAFT}")
        page.fill("#question textarea", DRAFT)
        visited.load_anew()
        holds(page, DRAFT)


def test_what_is_wanted_while_an_answer_is_written_is_said_to_wait(browser: Browser, slow_address: str) -> None:
    for visited in visit(browser, slow_address):
        page = visited.page
        visited.ask(AIRPORT, 1)
        asked_slowly(page)
        page.fill("#question textarea", DRAFT)
        for pressed in ("#question textarea", "#history [data-do=retry]", "#history [data-do=edit]"):
            page.evaluate("document.getElementById('spoken').textContent = ''")
            press(page, pressed)
            assert page.text_content("#spoken") == "An answer is being written: wait for it, or stop it."
            assert page.locator("#note").count() == 1 and box(page) == DRAFT
        page.get_by_role("button", name="Stop it").click()
        assert "Stopped" in visited.answered(2).inner_text()
        page.fill("#question textarea", SLOW)
        page.press("#question textarea", "Enter")
        page.locator('#current .exchange[data-exchange="3"][aria-busy="true"]').wait_for()
        page.fill("#question textarea", DRAFT)
        page.press("#question textarea", "Enter")
        page.locator("#note").wait_for()
        page.click("#stop")
        visited.answered(3)
        page.locator("#note").wait_for(state="detached")  # there is nothing to wait for


def test_a_judgement_can_be_changed_and_one_that_is_not_kept_stays_to_be_sent_again(at_desk: Visit) -> None:
    page = at_desk.page
    answer = at_desk.ask(AIRPORT, 1)
    answer.get_by_label("No, a bad answer").click()
    answer.get_by_label("More about it").fill("no time of day")
    page.route("**/api/feedback", lambda route: route.abort())
    answer.get_by_role("button", name="Send").click()
    answer.get_by_text("could not be kept").wait_for()
    assert answer.get_by_label("More about it").input_value() == "no time of day"
    page.unroute("**/api/feedback")
    answer.get_by_role("button", name="Send").click()
    answer.get_by_text("Thank you").wait_for()
    focused(page, "#question textarea")
    answer.get_by_label("No, a bad answer").click()
    answer.get_by_label("What is wrong").select_option("incomplete")
    answer.get_by_role("button", name="Send").click()
    answer.get_by_text("Thank you").wait_for()
    at_desk.complaints[:] = [said for said in at_desk.complaints if "ERR_FAILED" not in said]  # the one that was meant


# -- the filter bar follows the corpus --------------------------------------------------------------------------------------


def test_a_publisher_just_added_can_be_chosen_and_what_was_chosen_stays(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.get_by_label("HHS.gov").check()
    page.get_by_role("tab", name="Corpus").click()
    page.locator("#corpus-add summary").click()
    page.get_by_label("Text (needed)").fill("The walrus Odd swam into the harbour of Lindau.")
    page.locator("#add-publisher").fill("Zembla Courier")
    page.get_by_role("button", name="Add this article").click()
    page.get_by_text("1 article added.").wait_for()
    page.get_by_role("tab", name="Ask").click()
    page.get_by_label("Zembla Courier").wait_for()
    assert page.get_by_label("HHS.gov").is_checked() and page.inner_text("#filters .count").strip() == "(1)"
    corpus.remove(corpus.articles(text="walrus Odd")[0].id)


# -- focus --------------------------------------------------------------------------------------------------------------------


def test_the_focus_goes_on_when_a_button_is_gone(at_desk: Visit) -> None:
    page = at_desk.page
    press(page, "#examples button:visible")
    at_desk.answered(1)
    focused(page, "#question textarea")
    press(page, ".kept summary")
    press(page, ".kept .title")
    page.locator('#record [data-opened="1"]').wait_for(state="attached")
    focused(page, "#question textarea")
    press(page, "#clear")
    page.locator(".exchange").wait_for(state="detached")
    focused(page, "#question textarea")
    press(page, ".kept summary")
    press(page, ".kept li button:last-child")
    focused(page, "#question textarea")


def test_the_list_of_conversations_keeps_the_focus_and_a_name_that_is_typed(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    press(page, ".kept summary")
    page.wait_for_function("document.querySelector('.kept').open")
    page.locator(".kept li button:last-child").focus()
    page.evaluate("newsqaMenu.draw()")
    focused(page, ".kept li button:last-child")
    press(page, ".kept li button:nth-child(2)")
    page.keyboard.type("Aleppo")
    page.evaluate("newsqaMenu.draw()")
    focused(page, ".kept li input")
    page.keyboard.type(", 2024")
    page.keyboard.press("Enter")
    focused(page, ".kept li button.title")
    assert page.inner_text(".kept .title") == "Aleppo, 2024"


def test_a_stopped_answer_is_said_to_be_stopped(browser: Browser, slow_address: str) -> None:
    for visited in visit(browser, slow_address):
        asked_slowly(visited.page)
        press(visited.page, "#stop")
        visited.answered(1)
        focused(visited.page, "#question textarea")
        assert visited.page.text_content("#spoken").startswith("Stopped")


def test_an_answer_is_said_with_its_reading_and_its_warning_and_without_marks(at_desk: Visit) -> None:
    page = at_desk.page
    assert page.locator("#spoken[role=status]").count() == 1  # before it has anything to say
    said = page.locator("#spoken")

    def heard(question: str, n: int) -> str:
        at_desk.ask(question, n)
        page.wait_for_function("document.getElementById('spoken').textContent !== 'Looking for an answer.'")
        return said.text_content()

    assert heard(AIRPORT, 1).startswith("Al-Nayrab airport.") and "Understood as" not in said.text_content()
    assert re.search(r"\w\.\d", said.text_content()) is None
    assert heard(WHO, 2).startswith("Understood as: who attacked Al-Nayrab airport? ")
    assert "it may have changed since." in heard("Who is the CDC director?", 3)
    refused = heard("Who is the mayor of Zork?", 4)
    assert "The closest article here. " in refused and "http" not in refused
    title = page.inner_text("#current .closest .open")
    assert f" {title}. " in refused


def test_after_an_article_was_removed_the_next_one_has_the_focus(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    corpus.add(Article.of(f"Walrus {n} in harbour", f"A walrus of number {n} swam.", published=n) for n in range(1, 14))
    page.get_by_role("tab", name="Corpus").click()
    page.get_by_label("Search the articles").fill("walrus")
    page.keyboard.press("Enter")
    page.locator("#corpus-list .count", has_text="13 articles").wait_for()

    def remove(n: int) -> None:
        press(page, f"[data-remove]:nth-of-type(1) >> nth={n}")
        page.get_by_role("dialog").get_by_role("button", name="Remove").click()

    title = page.locator("[data-remove]").nth(3).get_attribute("data-title")
    remove(2)
    page.wait_for_function("(title) => document.activeElement.dataset.title === title", arg=title)
    corpus.add([Article.of("Walrus 99 in harbour", "A walrus of number 99 swam.", published=0)])
    page.keyboard.press("Shift")
    page.get_by_label("Search the articles").fill("walrus")
    page.get_by_label("Search the articles").press("Enter")
    page.locator("#corpus-list .count", has_text="13 articles").wait_for()
    page.locator("#corpus-list").get_by_role("button", name="Next →").click()
    page.get_by_text("Page 2 of 2", exact=True).wait_for()
    remove(0)
    page.locator("#corpus-list .count", has_text="12 articles").wait_for()
    assert page.locator("#corpus-list li").count() >= 12 and page.get_by_text("Page 2 of").count() == 0
    focused(page, "[data-remove]")
    for article in corpus.articles(text="walrus", limit=50):
        corpus.remove(article.id)


def test_what_has_the_focus_lies_above_the_question_box(at_desk: Visit) -> None:
    page = at_desk.page
    page.set_viewport_size({"width": 1280, "height": 600})
    for n, question in enumerate((AIRPORT, WHO, "Why did the CDC director resign?"), 1):
        at_desk.ask(question, n)
    page.evaluate("scrollTo(0, 0)")
    page.locator("#masthead h1").click()
    covered = """(() => {
      const [at, box] = [document.activeElement, document.getElementById("composer")];
      return !box.contains(at) && at.getBoundingClientRect().bottom > box.getBoundingClientRect().top + 1
        && !at.matches("body, #reader *");
    })()"""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("document.activeElement.matches('#question textarea')"):
            return
    raise AssertionError("Tab does not lead to the question box")


# -- on a phone, on paper -----------------------------------------------------------------------------------------------------


def test_on_a_phone_the_way_back_leads_from_the_article_to_the_page(on_phone: Visit) -> None:
    page = on_phone.page
    on_phone.ask(AIRPORT, 1).locator(".open").first.tap()
    page.locator("#reader mark").first.wait_for()
    page.evaluate("history.back()")
    page.locator("#reader").wait_for(state="hidden")
    assert page.locator(".exchange").count() == 1
    page.locator("#current .open").first.tap()
    page.locator("#reader mark").first.wait_for()
    steps = page.evaluate("history.length")
    page.locator("#reader .close").tap()
    page.wait_for_function("!history.state?.article")
    page.locator("#current .open").first.tap()
    page.locator("#reader mark").first.wait_for()
    assert page.evaluate("history.length") == steps and page.url.startswith(on_phone.address)


def test_on_paper_are_answers_and_sources_with_their_addresses(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, color_scheme="dark"):
        page = visited.page
        visited.ask("Why did the CDC director resign?", 1)
        page.locator("#current .mark").first.click()
        page.locator("#reader mark").first.wait_for()
        assert page.locator(".address:visible").count() == 0
        page.emulate_media(media="print")
        assert page.locator("#current .address").first.inner_text().startswith("http")
        for hidden in ("#composer", "#controls", "#reader", "#current .actions", "#suggested"):
            assert page.locator(hidden).is_hidden(), hidden
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(253, 252, 249)"
