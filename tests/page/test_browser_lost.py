"""When the server is lost, in a real browser: nothing stays dead, and nothing that was typed is gone."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from index import Corpus
from qa.newsqa import NewsQA
from tests.browser import PATIENCE, Browser, Visit, serve
from tests.page.test_browser import Slow, address, at_desk, browser, corpus, slow, slow_address  # noqa: F401

pytestmark = pytest.mark.slow

AIRPORT, WHO = "which airport was attacked?", "who attacked it?"
SLOW = "a slow one about the airport?"


class Lost:
    """A server that goes and comes back at the same address, and a page of it."""

    def __init__(self, browser: Browser, newsqa: NewsQA) -> None:
        self._newsqa = newsqa
        self._served = serve(newsqa)
        self.address = next(self._served)
        self.page = browser.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(self.address)
        self.page.locator("#question textarea").wait_for()
        self.visit = Visit(self.page, self.address)

    def stop(self) -> None:
        list(self._served)

    def start(self) -> None:
        self._served = serve(self._newsqa, urlsplit(self.address).port or 0)
        next(self._served)

    def back(self) -> None:
        """Start the server, and wait until the page has found out and has loaded itself anew."""
        with self.page.expect_event("load"):
            self.start()
        self.page.locator("#question textarea").wait_for()


class Network:
    """What lies between the browser and a server: once it is cut, nothing arrives, and neither end is told."""

    def __init__(self, server: str) -> None:
        self._server = urlsplit(server).port or 0
        self._whole = threading.Event()
        self._whole.set()
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        """New connections are made; those from before are lost."""
        for end in self._ends:
            end.close()
        self._ends.clear()
        self._whole.set()

    def close(self) -> None:
        self._listener.close()
        self.mend()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._server))
                self._ends += [near, far]
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                self._whole.wait()
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)


@pytest.fixture
def lost(browser: Browser, corpus: Corpus) -> Iterator[Lost]:
    made = Lost(browser, NewsQA(corpus))
    yield made
    made.page.close()
    made.stop()


def holds(page: Any, text: str) -> None:
    """Wait until the question box holds a text."""
    page.wait_for_function("(text) => document.querySelector('#question textarea')?.value === text", arg=text)


def asked_slowly(page: Any) -> None:
    page.fill("#question textarea", SLOW)
    page.press("#question textarea", "Enter")
    page.get_by_text("word3").wait_for()


def test_a_question_that_found_no_server_is_asked_when_it_is_back(lost: Lost) -> None:
    page = lost.page
    lost.visit.ask(AIRPORT, 1)
    lost.stop()
    page.fill("#question textarea", WHO)
    page.press("#question textarea", "Enter")
    page.locator("#offline").wait_for()
    lost.back()
    page.locator('#current .exchange[data-exchange="1"]').wait_for()
    holds(page, WHO)
    page.press("#question textarea", "Enter")
    assert "rebels" in lost.visit.answered(2).inner_text().lower()
    holds(page, "")


def test_a_search_of_the_articles_that_found_no_server_says_so(lost: Lost) -> None:
    page = lost.page
    page.get_by_role("tab", name="Corpus").click()
    page.locator("#corpus-list .count").wait_for()
    lost.stop()
    page.locator("#corpus-find").get_by_role("button", name="Search").click()
    page.locator("#offline").wait_for()


def test_an_answer_whose_server_stops_ends_and_gives_its_question_back(browser: Browser, slow: Slow) -> None:
    lost = Lost(browser, cast(NewsQA, slow))
    page = lost.page
    asked_slowly(page)
    lost.stop()
    page.locator('#current .exchange[aria-busy="false"]', has_text="Stopped: the server cannot be reached.").wait_for()
    assert "word3" in page.inner_text("#current") and page.locator("#offline").is_visible()
    holds(page, SLOW)
    lost.back()
    holds(page, SLOW)
    assert "Done" in lost.visit.ask(AIRPORT, 1).inner_text()
    page.close()
    lost.stop()


def test_an_answer_that_the_network_cuts_off_ends_and_the_next_one_is_answered(
    browser: Browser, slow_address: str
) -> None:
    network = Network(slow_address)
    page = browser.new_page()
    page.set_default_timeout(2 * PATIENCE)  # the page waits for a sign of life for half of it
    page.goto(network.address)
    asked_slowly(page)
    network.cut()
    page.locator('#current .exchange[aria-busy="false"]', has_text="Stopped").wait_for()
    with page.expect_event("load"):
        network.mend()
    holds(page, SLOW)
    assert "Done" in Visit(page, network.address).ask(AIRPORT, 1).inner_text()
    page.close()
    network.close()


def test_a_machine_without_a_network_goes_on_with_its_own_server(browser: Browser, slow_address: str) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(slow_address)
    asked_slowly(page)
    with page.expect_response("**/healthz"):
        page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.get_by_text("word60").wait_for()
    assert not page.locator("#offline").is_visible()
    assert page.locator('#current .exchange[aria-busy="true"]').is_visible()
    page.close()
