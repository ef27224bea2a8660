"""What a reader does with answers, in a real browser: change the reading and the filters, ask again, copy, judge, keep."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import json
import re
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from index import Corpus
from qa.api.keys import KeyRing, add_key
from qa.api.server import create_app
from qa.newsqa import NewsQA
from tests.browser import Browser, Visit, serve, visit
from tests.page.test_browser import address, at_desk, browser, corpus, in_view, overflow  # noqa: F401

pytestmark = pytest.mark.slow

AIRPORT = "which airport was attacked?"


def box(page: Any) -> str:
    return page.input_value("#question textarea")


def test_the_reading_of_a_follow_up_is_changed_and_asked_again(at_desk: Visit) -> None:
    at_desk.ask(AIRPORT, 1)
    second = at_desk.ask("who attacked it?", 2)
    reading = second.get_by_label("Understood as")
    assert reading.input_value() == "who attacked Al-Nayrab airport?"
    page = at_desk.page
    low = reading.bounding_box()["height"]
    long = f"who attacked Al-Nayrab airport {'and the place beside it ' * 12}?"
    # As the server draws a long one.
    reading.evaluate("(field, long) => (field.value = field.parentElement.dataset.words = long)", long)
    for width, paper in ((1280, "screen"), (360, "screen"), (360, "print")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(media=paper)
        assert reading.evaluate("(field) => field.scrollHeight <= field.clientHeight + 1"), "all of it is seen"
        assert overflow(page) == 0 and reading.bounding_box()["height"] > 2 * low
    page.emulate_media(media="screen")
    reading.fill("How many people died in the Mecca crane collapse?")
    reading.press("Enter")
    page.locator("#current .question", has_text="Mecca").wait_for()
    changed = at_desk.answered(2)
    assert "107" in changed.inner_text() and page.locator("#history .exchange").count() == 1


def inked(box: Any) -> float:
    """The share of an element's pixels that are rather dark than light."""
    pixels = np.asarray(Image.open(BytesIO(box.screenshot())).convert("L"))
    return float((pixels < 128).mean())


def test_filters_hold_show_as_chips_and_are_removed(at_desk: Visit) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.fill("#filters [data-date=until]", "2020-12-31")
    dark = inked(page.get_by_label("HHS.gov"))
    page.get_by_label("HHS.gov").check()
    assert inked(page.get_by_label("HHS.gov")) > dark + 0.3, "a tick is seen"
    assert page.inner_text("#filters summary").startswith("Filters (2)")
    refused = at_desk.ask(AIRPORT, 1)
    assert refused.locator(".refusal").count() == 1
    assert refused.locator(".chip").all_inner_texts() == ["To 31 December 2020\n×", "HHS.gov\n×"]
    refused.get_by_label("Ask again without: HHS.gov").click()
    page.wait_for_function("document.querySelectorAll('#current .chip').length === 1")
    at_desk.answered(1).get_by_label("Ask again without: To 31 December 2020").click()
    page.wait_for_function("document.querySelectorAll('#current .chip').length === 0")
    assert "Al-Nayrab" in at_desk.answered(1).inner_text()
    assert "(" not in page.inner_text("#filters summary")  # what was taken off stays off
    page.fill("#filters [data-date=since]", "2010-01-01")
    assert at_desk.ask("Why did the CDC director resign?", 2).locator(".chip").count() == 1
    page.fill("#filters [data-date=since]", "2012-01-01")
    page.get_by_label("Ask again without: From 1 January 2010").click()
    page.wait_for_function("document.querySelectorAll('#current .chip').length === 0")
    assert page.input_value("#filters [data-date=since]") == "2012-01-01"  # chosen since, and another one
    page.get_by_role("button", name="Clear filters").click()
    assert "(" not in page.inner_text("#filters summary")


def test_a_chip_is_changed_before_asking_again(at_desk: Visit) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.fill("#filters [data-date=until]", "2020-12-31")
    at_desk.ask(AIRPORT, 1).locator(".chip button").first.click()
    assert box(page) == AIRPORT and page.input_value("#filters [data-date=until]") == "2020-12-31"
    assert "takes the place" in page.inner_text("#editing")
    page.fill("#filters [data-date=until]", "2024-12-31")
    page.press("#question textarea", "Enter")
    page.locator("#current .chip", has_text="31 December 2024").wait_for()
    assert "Al-Nayrab" in at_desk.answered(1).inner_text()
    assert page.locator("#editing").count() == 0 and page.locator(".exchange").count() == 1


def test_an_impossible_filter_is_said_not_hidden(at_desk: Visit) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.fill("#filters [data-date=since]", "2024-12-31")
    page.fill("#filters [data-date=until]", "2020-12-31")
    assert "From 31 December 2024 is after To 31 December 2020." in at_desk.ask(AIRPORT, 1).inner_text()
    assert box(page) == AIRPORT  # to be asked again with other filters


def test_a_date_that_is_none_is_said_beside_its_field_and_nothing_is_asked_without_it(at_desk: Visit) -> None:
    page = at_desk.page
    page.click("#filters summary")
    since, fault = page.locator("#filters [data-date=since]"), page.locator("#date-fault")
    since.focus()
    page.keyboard.type("02302020")
    assert fault.is_hidden()  # it is still being typed
    page.fill("#question textarea", AIRPORT)
    fault.get_by_text("From: no whole date that exists.").wait_for()
    page.click("#filters summary")
    for ask in (lambda: page.press("#question textarea", "Enter"), lambda: page.click("#examples button:visible")):
        ask()
        page.wait_for_function("document.activeElement.dataset.date === 'since'")
        assert since.is_visible() and since.get_attribute("aria-invalid") == "true"
    assert page.locator(".exchange").count() == 0 and box(page) == AIRPORT
    page.get_by_role("button", name="Clear filters").click()
    assert fault.is_hidden() and since.get_attribute("aria-invalid") == "false"
    since.fill("1492-10-12")
    page.press("#question textarea", "Enter")
    fault.get_by_text("From: give a year from 1600 to 2200.").wait_for()
    since.fill("2024-01-01")
    assert fault.is_hidden()
    page.press("#question textarea", "Enter")
    assert at_desk.answered(1).locator(".chip").all_inner_texts() == ["From 1 January 2024\n×"]


def test_an_engine_that_was_chosen_is_a_chip(at_desk: Visit) -> None:
    page = at_desk.page
    page.locator('#engine input[value="extractive"]').check()
    answer = at_desk.ask(AIRPORT, 1)
    assert answer.locator(".chip").inner_text().startswith("Quotes only")
    answer.get_by_label("Ask again without: Quotes only").click()
    page.wait_for_function("document.querySelectorAll('#current .chip').length === 0")
    assert page.locator("#engine input:checked").input_value() == "auto"


def test_an_engine_is_changed_by_its_chip_and_the_changed_question_is_asked_with_it(at_desk: Visit) -> None:
    page = at_desk.page
    radio = page.locator("#engine input:checked")
    page.locator('#engine input[value="extractive"]').check()
    at_desk.ask(AIRPORT, 1)
    page.locator('#engine input[value="auto"]').check()
    at_desk.ask("who attacked it?", 2)
    page.locator("#history .chip button").first.click()
    assert radio.input_value() == "extractive" and page.evaluate("document.activeElement.value") == "extractive"
    assert box(page) == AIRPORT and "takes the place" in page.inner_text("#editing")
    page.press("#question textarea", "Enter")
    page.locator("#history .exchange").wait_for(state="detached")
    again = at_desk.answered(1)
    assert again.locator(".chip").inner_text().startswith("Quotes only")

    again.locator(".chip button").first.click()
    page.keyboard.press("ArrowLeft")
    assert radio.input_value() == "auto"
    page.press("#question textarea", "Enter")
    page.locator("#current .chip").wait_for(state="detached")
    assert "Al-Nayrab" in at_desk.answered(1).inner_text() and page.locator(".exchange").count() == 1


def test_a_question_is_changed_with_the_engine_that_it_was_asked_with(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.locator('#engine input[value="extractive"]').check()
    page.locator("#current").get_by_role("button", name="Edit question").click()
    assert page.locator("#engine input:checked").input_value() == "auto"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_a_chip_leads_to_the_field_of_its_filter(at_desk: Visit) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.fill("#filters [data-date=since]", "2010-01-01")
    page.get_by_label("HHS.gov").check()
    since, publisher = at_desk.ask("Why did the CDC director resign?", 1).locator(".chip").all()
    since.locator("button").first.click()
    assert page.evaluate("document.activeElement.dataset.date") == "since"
    publisher.locator("button").first.click()
    assert page.evaluate("document.activeElement.dataset.publisher") == "HHS.gov"


def test_an_earlier_question_is_edited_or_left_as_it_was(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    at_desk.ask("who attacked it?", 2)
    page.locator("#history").get_by_role("button", name="Edit question").click()
    assert box(page) == AIRPORT
    page.keyboard.press("Escape")
    assert box(page) == "" and page.locator("#editing").count() == 0 and page.locator(".exchange").count() == 2
    page.locator("#history").get_by_role("button", name="Edit question").click()
    page.fill("#question textarea", "Which comet did NASA's Stardust capsule collect samples from?")
    page.keyboard.press("Enter")
    page.locator("#current .question", has_text="Stardust").wait_for()
    assert "Wild 2" in at_desk.answered(1).inner_text() and page.locator(".exchange").count() == 1


def test_a_question_typed_the_moment_an_answer_stands_is_asked(at_desk: Visit) -> None:
    """Gradio takes no question while the stream of the last one is open, which is a little longer than it looks."""
    at_desk.page.evaluate(
        """() => {
          const box = document.querySelector("#question textarea");
          const watching = new MutationObserver(() => {
            if (!document.querySelector('#current .exchange[data-exchange="1"][aria-busy="false"]')) return;
            watching.disconnect();
            box.value = "who attacked it?";
            box.dispatchEvent(new Event("input", { bubbles: true }));
            box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
          });
          watching.observe(document.body, { childList: true, subtree: true, attributes: true });
        }"""
    )
    at_desk.page.fill("#question textarea", AIRPORT)
    at_desk.page.press("#question textarea", "Enter")
    assert "rebels" in at_desk.answered(2).locator(".short").inner_text().lower()
    assert at_desk.page.locator(".exchange").count() == 2


def test_a_double_click_asks_once(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.locator('.suggested[data-for="1"]').wait_for(state="attached")  # the last that this question sends for
    asked: list[int] = []

    def sent(request: Any) -> None:
        if "queue/join" in request.url:
            asked.append(request.post_data_json["fn_index"])

    page.on("request", sent)
    again = page.get_by_role("button", name="Ask again", exact=True)
    with page.expect_request("**/queue/join**"):
        again.click()
    page.wait_for_timeout(1800)  # beyond the longest that box.js holds a question back
    at_desk.answered(1)
    # A click's own event, not the ones that follow from it: how soon those are sent is up to the machine.
    clicked = asked[0]
    assert asked.count(clicked) == 1
    with page.expect_request("**/queue/join**"):
        again.evaluate("button => { button.click(); button.click(); }")
    page.wait_for_timeout(1800)
    at_desk.answered(1)
    assert asked.count(clicked) == 2


def test_asking_again_answers_the_same_question(at_desk: Visit) -> None:
    at_desk.ask(AIRPORT, 1)
    before = at_desk.page.inner_text("#current .short")
    at_desk.page.get_by_role("button", name="Ask again", exact=True).click()
    at_desk.page.locator('#current .exchange[aria-busy="true"], #current .exchange').first.wait_for()
    assert at_desk.answered(1).locator(".short").inner_text() == before
    assert at_desk.page.locator(".exchange").count() == 1


def test_a_suggested_question_goes_on(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.locator(".suggested button", has_text="When was that?").click()
    answer = at_desk.answered(2)
    assert "on Wednesday" in answer.inner_text()
    page.locator('.suggested[data-for="2"]').or_(page.locator("#suggested")).first.wait_for(state="attached")
    at_desk.ask("asdf qwer zxcv?", 3)
    page.wait_for_timeout(500)
    assert page.locator(".suggested:visible").count() == 0


def test_copy_with_sources(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, permissions=["clipboard-read", "clipboard-write"]):
        visited.ask(AIRPORT, 1).get_by_role("button", name="Copy with sources").click()
        visited.page.get_by_text("Copied", exact=True).first.wait_for()
        copied = visited.page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(AIRPORT) and "[1]" in copied
        assert "\n\nSources\n[1] Syrian rebels launch" in copied and "28 November 2024" in copied


def test_what_is_copied_tells_the_reading_and_the_doubts(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, permissions=["clipboard-read", "clipboard-write"]):
        page = visited.page
        visited.ask(AIRPORT, 1)
        copy = visited.ask("when?", 2).get_by_role("button", name="Copy with sources")
        copy.dblclick()
        page.locator("#current .actions").get_by_text("Copied", exact=True).wait_for()
        assert page.evaluate("navigator.clipboard.readText()").startswith("when?\n\nUnderstood as: When")
        copy.wait_for()  # the button has its name again
        doubtful = page.evaluate(
            """() => {
              const turn = structuredClone(newsqaKept.turn(1));
              turn.citations = ["supported", "partly", "not found"].map((verdict) => ({ ...turn.citations[0], verdict }));
              return [newsqaExport.asText(turn), newsqaExport.asMarkdown([turn])];
            }"""
        )
        for text in doubtful:
            assert text.count("(partly supported by the source)") == text.count("(not found in the source)") == 1
            assert "Filters" not in text and "changed since" not in text


def test_what_is_copied_and_exported_carries_the_warning_the_filters_and_the_day_of_asking(at_desk: Visit) -> None:
    page = at_desk.page
    page.click("#filters summary")
    page.fill("#filters [data-date=until]", "2020-12-31")
    page.get_by_label("HHS.gov").check()
    said = at_desk.ask("Who is the CDC director?", 1).locator(".notice").inner_text()
    assert "it may have changed since" in said
    page.wait_for_function("newsqaKept.turn(1)")
    for text in page.evaluate("[newsqaExport.asText(newsqaKept.turn(1)), newsqaExport.asMarkdown(newsqaKept.turns())]"):
        assert said in text and "Filters: To 31 December 2020, HHS.gov" in text
        assert re.search(r"Asked on \d+ [A-Z][a-z]+ 20\d\d\n", text) and "closest article" not in text
    title = at_desk.ask("Who is the mayor of Zork?", 2).locator(".closest .open").inner_text()
    page.wait_for_function("newsqaKept.turn(2)")
    for text in page.evaluate("[newsqaExport.asText(newsqaKept.turn(2)), newsqaExport.asMarkdown(newsqaKept.turns())]"):
        assert (
            f"The closest article here: {title}, HHS.gov · " in text and "http" in text.partition("closest article")[2]
        )


def test_an_answer_is_copied_from_a_page_that_did_not_come_encrypted(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, permissions=["clipboard-read"]):
        page = visited.page
        page.evaluate("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
        page.evaluate("document.addEventListener('copy', () => (window.copied = document.activeElement.value))")
        visited.ask(AIRPORT, 1).get_by_role("button", name="Copy with sources").click()
        page.get_by_text("Copied", exact=True).first.wait_for()
        assert page.evaluate("window.copied").startswith(AIRPORT)
        assert page.evaluate("document.activeElement.dataset.do") == "copy"


def test_thumbs_are_kept_with_a_reason(at_desk: Visit, corpus: Corpus) -> None:
    answer = at_desk.ask(AIRPORT, 1)
    answer.get_by_label("Yes, a good answer").click()
    answer.locator('[data-do="up"][aria-pressed="true"]').wait_for()
    answer.get_by_label("No, a bad answer").click()
    answer.get_by_label("What is wrong").select_option("incomplete")
    answer.get_by_label("More about it").fill("the time of day <b>")
    answer.get_by_role("button", name="Send").click()
    answer.get_by_text("Thank you").wait_for()
    newest, before = corpus.feedback.list(2, 0)
    assert (newest.thumb, newest.reason) == ("down", "Something is missing: the time of day <b>")
    assert (before.thumb, before.question) == ("up", AIRPORT)
    assert newest.payload["citations"]


def test_a_conversation_outlives_the_page_and_is_opened_again(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    at_desk.ask("who attacked it?", 2)
    at_desk.load_anew()
    page.locator('#current .exchange[data-exchange="2"]').wait_for()
    assert "rebels" in page.inner_text("#current .short").lower() and "Al-Nayrab" in page.inner_text("#history")
    page.locator("#current .mark").first.click()
    page.locator("#reader mark").first.wait_for()
    page.keyboard.press("Escape")
    assert "Understood as" in at_desk.ask("when?", 3).inner_text()  # it still is a conversation
    at_desk.ask("asdf qwer zxcv?", 4)  # a refusal can be opened again as well
    page.click("#clear")
    page.locator(".exchange").first.wait_for(state="detached")
    page.click(".kept summary")
    page.locator(".kept .title", has_text=AIRPORT).click()
    page.locator('#current .exchange[data-exchange="4"] .refusal').wait_for()
    page.click(".kept summary")
    page.get_by_label(f"Delete the conversation: {AIRPORT}").click()
    assert page.evaluate("localStorage.getItem('newsqa.conversations')") == "[]"


def test_export(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.click(".kept summary")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON").click()
    exported = json.loads(waiting.value.path().read_text("utf-8"))
    assert exported["turns"][0]["question"] == AIRPORT and exported["turns"][0]["citations"][0]["quote"]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Markdown").click()
    text = waiting.value.path().read_text("utf-8")
    assert text.startswith(f"# {AIRPORT}") and "### Sources" in text and "> The rebels also attacked" in text


def test_what_storage_holds_is_not_trusted(at_desk: Visit) -> None:
    page = at_desk.page
    at_desk.ask(AIRPORT, 1)
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem("newsqa.conversations"));
          const turn = kept[0].turns[0];
          turn.citations[0].quote = "a forged quote";
          turn.citations[0].title = "<img src=x onerror=window.hacked=1>";
          turn.citations[0].url = "javascript:window.hacked=1";
          turn.text = "<img src=x onerror=window.hacked=1> [1] [2]";
          turn.citations.push({ ...turn.citations[0], n: 2, article_id: "no-such-article" });
          localStorage.setItem("newsqa.conversations", JSON.stringify(kept));
        }"""
    )
    at_desk.load_anew()
    page.locator("#current .exchange").wait_for()
    shown = page.inner_text("#current")
    assert "Syrian rebels launch" in shown and "forged" not in shown and "<img src=x" in shown
    assert page.locator("#current .mark").count() == 1 and page.locator("#current img").count() == 0
    page.evaluate("newsqaSend('opening', { turns: [{ question: 7 }], at: 99 }, true)")
    page.get_by_test_id("toast-body").get_by_text("This conversation cannot be read").wait_for()
    assert page.locator(".exchange").count() == 1  # what was on show stays
    page.evaluate("newsqaSend('wish', { nonsense: 1 }, true)")
    page.locator("#current").get_by_text("the page sent what the server cannot read").wait_for()
    assert page.evaluate("typeof window.hacked") == "undefined"


def test_light_and_dark_by_choice(at_desk: Visit) -> None:
    page = at_desk.page
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("Light or dark").select_option("dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    at_desk.load_anew()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def colour(page: Any, selector: str, of: str = "backgroundColor") -> str:
    return page.evaluate("([found, of]) => getComputedStyle(document.querySelector(found))[of]", [selector, of])


def test_in_forced_colours_what_is_chosen_looks_otherwise(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, forced_colors="active"):
        page = visited.page
        answer = visited.ask(AIRPORT, 1)
        answer.get_by_label("Yes, a good answer").click()
        page.locator('#current [aria-pressed="true"]').wait_for()
        answer.locator(".mark").first.click()
        page.locator("#reader mark").first.wait_for()
        for chosen, other in (
            ("#engine label:has(input:checked)", "#engine label:not(:has(input:checked))"),
            ('#current [aria-pressed="true"]', '#current [aria-pressed="false"]'),
            ('#current .mark[aria-expanded="true"]', "#current .number"),
            ("#reader mark", "#reader"),
        ):
            assert colour(page, chosen) != colour(page, other), chosen
        paper = colour(page, "body")
        assert colour(page, '[role=tab][aria-selected="false"]', "borderBottomColor") == paper  # it is not seen
        assert colour(page, '[role=tab][aria-selected="true"]', "borderBottomColor") != paper


def test_slash_goes_to_the_question(at_desk: Visit) -> None:
    page = at_desk.page
    page.locator("#masthead h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA" and box(page) == ""
    page.keyboard.type("a/b")
    assert box(page) == "a/b"


def test_everything_fits_a_phone(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True):
        page = visited.page
        page.tap("#filters summary")
        assert overflow(page) == 0
        page.fill("#filters [data-date=since]", "2024-01-01")
        page.tap("#filters summary")
        answer = visited.ask(AIRPORT, 1)
        assert overflow(page) == 0 and in_view(page, "#question textarea") and in_view(page, "#send")
        answer.get_by_label("No, a bad answer").tap()
        page.tap(".kept summary")
        assert overflow(page) == 0
        assert page.locator(".kept .menu").bounding_box()["x"] >= 0


def test_a_server_that_is_gone_is_said_and_what_was_read_stays(browser: Browser, address: str) -> None:
    for visited in visit(browser, address):
        page = visited.page
        visited.ask(AIRPORT, 1)
        page.route("**/healthz", lambda route: route.abort("connectionrefused"))
        page.evaluate("window.dispatchEvent(new Event('offline'))")
        assert page.locator("#offline").get_attribute("role") == "alert"
        assert "Al-Nayrab" in page.inner_text("#current")
        page.unroute("**/healthz")
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.locator("#offline").wait_for(state="detached")
        assert {said for said in visited.complaints if "ERR_CONNECTION_REFUSED" not in said} == set()
        visited.complaints.clear()


def test_a_server_that_stops_is_noticed_at_the_next_question(browser: Browser, corpus: Corpus) -> None:
    served = serve(NewsQA(corpus))
    address = next(served)
    page = browser.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    list(served)  # it stops
    page.fill("#question textarea", AIRPORT)
    page.press("#question textarea", "Enter")
    page.locator("#offline").wait_for(timeout=15_000)
    page.close()


def test_a_full_queue_is_said_in_a_sentence_and_the_question_stays(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    page.locator("#examples button:visible").first.wait_for()
    with monkeypatch.context() as full:
        full.setattr("gradio.queueing.Queue.__len__", lambda queue: 1000)
        page.fill("#question textarea", AIRPORT)
        # What the page itself asked for before may be answered as well.
        with page.expect_response(lambda response: "queue/join" in response.url and response.status == 503) as waiting:
            page.press("#question textarea", "Enter")
        assert 2 <= int(waiting.value.headers["retry-after"]) <= 5
        said = page.get_by_test_id("toast-body")
        said.wait_for()
        assert "currently busy. Please try again." in said.inner_text() and "Queue" not in page.inner_text("body")
        assert box(page) == AIRPORT
    page.press("#question textarea", "Enter")
    assert "Al-Nayrab" in Visit(page, address).answered(1).inner_text()
    context.close()


def test_an_empty_corpus_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as nothing:
        served = serve(NewsQA(nothing))
        for visited in visit(browser, next(served)):
            assert "Nothing to ask yet" in visited.page.inner_text("#intro")
            assert visited.page.locator("#examples button:visible").count() == 0
            assert visited.ask(AIRPORT, 1).locator(".refusal").count() == 1
        list(served)


def test_in_with_a_key_and_out_again(
    browser: Browser, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = add_key(tmp_path / "keys", "city-desk", ["ask"])
    monkeypatch.setattr("qa.api.server.create_app", partial(create_app, keys=KeyRing(tmp_path / "keys")))
    for served in serve(NewsQA(corpus)):
        context = browser.new_context()
        page = context.new_page()
        page.goto(served)
        page.get_by_label("Key").fill(key)
        page.get_by_role("button", name="Log in").click()
        page.locator("#question textarea").wait_for()
        visited = Visit(page, served)
        answer = visited.ask(AIRPORT, 1)
        answer.locator(".mark").first.click()
        page.locator("#reader mark").wait_for()
        page.keyboard.press("Escape")
        answer.get_by_label("Yes, a good answer").click()
        page.wait_for_function("document.querySelector('#current [data-do=up]').ariaPressed === 'true'")
        context.clear_cookies()  # as when the session has ended
        page.fill("#question textarea", "why?")
        page.locator("#send").dispatch_event("click")  # a key that leads to another page is not always acknowledged
        page.get_by_label("Key").fill(key)
        page.get_by_role("button", name="Log in").click()
        page.locator("#current .exchange", has_text="Al-Nayrab").wait_for()
        page.get_by_role("button", name="Log out city-desk").click()
        page.get_by_label("Key").wait_for()
        assert page.goto(served).url.endswith("/login")
        context.close()
