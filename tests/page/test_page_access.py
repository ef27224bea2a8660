"""The page against axe, a checker of accessibility: no serious or critical finding on any view, light or dark, large or small."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index import Corpus
from qa.api.keys import KeyRing, add_key
from qa.api.server import create_app
from qa.newsqa import NewsQA
from tests.browser import Browser, Visit, serve, visit
from tests.page.test_browser import address, browser, corpus, slow, slow_address  # noqa: F401

pytestmark = pytest.mark.slow

GRAVE = ("serious", "critical")


def findings(page: Any) -> list[str]:
    """Serious and critical findings, with the element that each is about."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:300]}" for v in found if v["impact"] in GRAVE for node in v["nodes"]]


def opened(visited: Visit) -> list[str]:
    """The findings of the chat in each of its states."""
    page = visited.page
    found = findings(page)
    page.click("#filters summary")
    found += findings(page)
    page.fill("#filters [data-date=since]", "2020-01-01")
    page.click("#filters summary")
    visited.ask("which airport was attacked?", 1)
    visited.ask("who attacked it?", 2)
    page.click("#current [data-do=down]")
    found += findings(page)
    page.click(".kept summary")
    found += findings(page)
    page.click(".kept summary")
    page.locator("#history [data-do=edit]").first.click()
    found += findings(page)
    page.keyboard.press("Escape")
    page.locator("#current .mark").first.click()
    page.locator("#reader mark").first.wait_for()
    found += findings(page)
    page.keyboard.press("Escape")
    visited.ask("asdf qwer zxcv?", 3)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    found += findings(page)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_chat(browser: Browser, address: str, scheme: str, width: int) -> None:
    for visited in visit(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}):
        assert sorted(set(opened(visited))) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["Corpus", "Evaluation"])
def test_the_other_views(browser: Browser, address: str, scheme: str, view: str) -> None:
    for visited in visit(browser, address, color_scheme=scheme):
        visited.page.get_by_role("tab", name=view).click()
        visited.page.locator('[role="tabpanel"]:visible').wait_for()
        assert findings(visited.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_while_an_answer_streams(browser: Browser, slow_address: str, scheme: str) -> None:
    for visited in visit(browser, slow_address, color_scheme=scheme):
        page = visited.page
        page.fill("#question textarea", "a slow one about the airport?")
        page.press("#question textarea", "Enter")
        page.get_by_text("Quoted from the sources; writing").wait_for()
        found = findings(page)
        page.get_by_text("word3").wait_for()
        found += findings(page)
        assert page.locator('#current .exchange[aria-busy="true"]').count() == 1
        page.click("#stop")
        visited.answered(1)
        assert found + findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refusal(browser: Browser, address: str, scheme: str) -> None:
    for visited in visit(browser, address, color_scheme=scheme):
        refused = visited.ask("Who is the mayor of Zork?", 1)
        assert refused.locator(".refusal .closest").count() == 1
        assert findings(visited.page) == []
        assert "at most 4,000" in visited.ask("why " * 1500, 2).inner_text()
        assert findings(visited.page) == []


def test_an_empty_corpus(browser: Browser, tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as nothing:
        for served in serve(NewsQA(nothing)):
            for scheme in ("light", "dark"):
                for visited in visit(browser, served, color_scheme=scheme):
                    page = visited.page
                    found = findings(page)
                    assert visited.ask("which airport was attacked?", 1).locator(".refusal").count() == 1
                    found += findings(page)
                    for view in ("Corpus", "Evaluation"):
                        page.get_by_role("tab", name=view).click()
                        page.locator('[role="tabpanel"]:visible').wait_for()
                        found += findings(page)
                    assert found == []


def test_the_login_and_the_description(
    browser: Browser, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = add_key(tmp_path / "keys", "city-desk", ["ask"])
    monkeypatch.setattr("qa.api.server.create_app", partial(create_app, keys=KeyRing(tmp_path / "keys")))
    for served in serve(NewsQA(corpus)):
        for scheme in ("light", "dark"):
            for width in (1280, 390):
                assert (
                    logging_in(browser, served, key, color_scheme=scheme, viewport={"width": width, "height": 800})
                    == []
                )


def logging_in(browser: Browser, served: str, key: str, **options: Any) -> list[str]:
    """The findings of the login, before and after a wrong key, of the page behind it and of the API's description."""
    # Axe is put into the page as a script, which the policy of these two pages forbids.
    context = browser.new_context(bypass_csp=True, **options)
    page = context.new_page()
    page.goto(served)
    assert page.url.endswith("/login")
    found = findings(page)
    page.get_by_label("Key").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("not known").wait_for()
    found += findings(page)
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out city-desk").wait_for()
    found += findings(page)
    page.goto(f"{served}/docs")
    page.get_by_text("/api/ask").first.wait_for()
    found += findings(page)
    context.close()
    return found
