"""How fast the page is in a browser: ready from cold, and the first evidence after a question is sent.

    python bench/page.py --data DIR [-n 100]

Serves MultiHop-RAG from this process, as `newsqa serve` does without a language model, and drives Debian's Chromium. "Ready" is from
the start of navigation until a question can be typed, in a browser context without a cache; "first evidence" from the press of
Enter until a quoted sentence or a refusal stands on the page. Prints p50 and p95 in milliseconds.
"""

from __future__ import annotations

import os
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from common import arguments, machine, multihop_corpus, multihop_queries

from qa.newsqa import NewsQA

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
READY_VISITS = 5
WARM_UP = 5  # questions that are not counted
# Notes when the first quote or refusal of a new exchange stands on the page, in the browser's own clock.
WATCH = """() => {
  window.sent = window.shown = null;
  addEventListener("keydown", (e) => { if (e.key === "Enter") { window.sent = performance.now(); window.shown = null; } }, true);
  new MutationObserver(() => {
    if (window.sent === null || window.shown !== null) return;
    const now = document.querySelector("#current .exchange");
    if (now?.dataset.exchange === String(window.awaited) && now.querySelector(".text, .note")) {
      requestAnimationFrame(() => { window.shown ??= performance.now(); });
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}"""


def main() -> None:
    """Measure and print."""
    parser = arguments("How fast the page is in a browser.")
    parser.add_argument("-n", type=int, default=100, help="questions to count")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    print(machine())
    with multihop_corpus(options.data) as corpus:
        questions = [q["query"] for q in multihop_queries(options.data)[: options.n + WARM_UP]]
        with served(NewsQA(corpus)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
            ready = [_ready(browser, address) for _ in range(READY_VISITS)]
            first = _first_evidence(browser, address, questions)[WARM_UP:]
            browser.close()
        print(f"{corpus.status().articles:,} articles, {len(first)} questions")
    print(f"page ready, no cache: p50 {statistics.median(ready):.0f} ms, worst of {len(ready)} {max(ready):.0f} ms")
    print(f"first evidence after send, warm: p50 {statistics.median(first):.0f} ms, p95 {_p95(first):.0f} ms")


@contextmanager
def served(newsqa: NewsQA) -> Iterator[str]:
    """The address of the whole app, served from this process."""
    import uvicorn

    from qa.api.server import create_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(newsqa), "127.0.0.1", port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(15)


def _ready(browser: Any, address: str) -> float:
    """Milliseconds until the question box is there, for a visitor who has never been here."""
    context = browser.new_context()
    page = context.new_page()
    start = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator("#question textarea").wait_for()
    took = 1000 * (time.monotonic() - start)
    context.close()
    return took


def _first_evidence(browser: Any, address: str, questions: list[str]) -> list[float]:
    """Milliseconds for each question, each in a conversation of its own."""
    page = browser.new_page()
    page.goto(address)
    page.locator("#question textarea").wait_for()
    page.evaluate(WATCH)
    took = []
    for question in questions:
        page.evaluate("window.awaited = 1")
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.wait_for_function("window.shown !== null")
        took.append(page.evaluate("window.shown - window.sent"))
        page.locator('#current .exchange[aria-busy="false"]').wait_for()
        page.wait_for_timeout(300)  # what is offered next is looked up meanwhile
        page.click("#clear")
        page.locator("#current .exchange").wait_for(state="detached")
    return took


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
