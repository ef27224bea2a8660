"""The page against axe, a checker of accessibility: no serious or critical finding on any view, light or dark, large or small."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

from typing import Any

import pytest

from tests.test_browser import Visit, address, browser, corpus, visit  # noqa: F401

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
def test_the_chat(browser: Any, address: str, scheme: str, width: int) -> None:
    for visited in visit(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}):
        assert sorted(set(opened(visited))) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["Corpus", "Evaluation"])
def test_the_other_views(browser: Any, address: str, scheme: str, view: str) -> None:
    for visited in visit(browser, address, color_scheme=scheme):
        visited.page.get_by_role("tab", name=view).click()
        visited.page.locator('[role="tabpanel"]:visible').wait_for()
        assert findings(visited.page) == []
