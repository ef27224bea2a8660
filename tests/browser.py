"""A real browser for tests: a page of the real app, what it complains of, and another browser where one no longer answers."""

from __future__ import annotations

import os
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psutil
import pytest

from qa.newsqa import NewsQA

__all__ = ["PATIENCE", "Browser", "Visit", "launched", "serve", "visit"]

# The first, which draws no window, is the quicker one.
CHROMIUMS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds; the machine may be busy
OPENING = 90.0  # seconds until a page that is opened must stand there
CLOSING = 30.0  # seconds until one that is closed must be gone
LONGEST = 300.0  # seconds that any test may leave a page open

T = TypeVar("T")


def serve(newsqa: NewsQA, port: int = 0) -> Iterator[str]:
    """Run the whole app on a port of this machine, a free one unless it is named."""
    import uvicorn

    from qa.api.server import create_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = port or free.getsockname()[1]
    # As `newsqa serve` does, it waits for no page that is still open when it stops.
    grace = {"log_level": "warning", "timeout_graceful_shutdown": 1}
    server = uvicorn.Server(uvicorn.Config(create_app(newsqa), "127.0.0.1", port, **grace))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(600):
        if server.started:
            break
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(15)


class Browser:
    """Chromium. It is ended when it stands still, since some calls of Playwright's wait for it without an end."""

    def __init__(self, playwright: Any, path: str) -> None:
        self._playwright, self._path = playwright, path
        self._found, self._processes = self._start()

    def new_context(self, **options: Any) -> Any:
        return self.opened(lambda found: found.new_context(**options))

    def new_page(self) -> Any:
        return self.opened(lambda found: found.new_page())

    def opened(self, work: Callable[[Any], T]) -> T:
        """Have work done that opens a page; done once more, by another browser and with a warning, where this one is lost or stands still."""
        from playwright.sync_api import Error

        try:
            with self.ended_after(OPENING):
                return work(self._found)
        except Error as error:
            if self._found.is_connected():
                raise  # it is the page that fails
            _warn("a browser did not open a page, another one is used", error)
        self.close()
        self._found, self._processes = self._start()
        with self.ended_after(OPENING):
            return work(self._found)

    def leave(self, context: Any) -> None:
        """Close a context; the browser is ended, with a warning, where it does not close it."""
        from playwright.sync_api import Error

        try:
            with self.ended_after(CLOSING):
                context.close()
        except Error as error:
            _warn("a browser did not close a page", error)

    @contextmanager
    def ended_after(self, seconds: float) -> Iterator[None]:
        """Within this no call to the browser waits longer; one that does fails."""
        timer = threading.Timer(seconds, _kill, [self._processes])  # of this browser alone: a test that fails ends late
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def close(self) -> None:
        from playwright.sync_api import Error

        with suppress(Error), self.ended_after(CLOSING):
            self._found.close()

    def _start(self) -> tuple[Any, list[psutil.Process]]:
        before = psutil.Process().children(recursive=True)
        found = self._playwright.chromium.launch(executable_path=self._path, args=FLAGS)
        return found, [one for one in psutil.Process().children(recursive=True) if one not in before]


def _warn(what: str, error: Exception) -> None:
    warnings.warn(f"{what}: {str(error).partition(chr(10))[0]}", stacklevel=3)


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def launched() -> Iterator[Browser]:
    """A browser. While it is there, its thread runs an event loop, and can run no other."""
    found = next((path for path in CHROMIUMS if os.path.exists(path)), None)
    if found is None:
        pytest.skip(f"no browser: {' and '.join(CHROMIUMS)} are missing (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = Browser(playwright, found)
        yield browser
        browser.close()


CUT_OFF = ("AbortError: signal is aborted", "AbortError: BodyStreamBuffer was aborted", "Connection errored out")


@dataclass
class Visit:
    """A page, and what it asked for and complained about."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def ask(self, question: str, n: int) -> Any:
        """Type a question, wait for the end of its answer; the n-th exchange of the conversation."""
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        return self.answered(n)

    def answered(self, n: int) -> Any:
        found = self.page.locator(f'#current .exchange[data-exchange="{n}"][aria-busy="false"]')
        found.wait_for()
        return found

    def load_anew(self, address: str | None = None) -> None:
        """Load the page again, or at another address. Calls under way then are cut off, and Gradio's client says so on
        the console; that alone is forgiven."""
        before = len(self.complaints)
        if address:
            self.page.goto(address)
        else:
            self.page.reload()
        self.page.locator("#question textarea").wait_for(state="attached")
        said_now = self.complaints[before:]
        self.complaints[before:] = [said for said in said_now if not any(words in said for words in CUT_OFF)]


def visit(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """Open the page; afterwards there must have been no console error and no request to another origin."""
    context, visited = browser.opened(lambda found: _opened(found, address, options))
    with browser.ended_after(LONGEST):
        yield visited
    browser.leave(context)
    assert not visited.complaints, visited.complaints


def _opened(found: Any, address: str, options: dict[str, Any]) -> tuple[Any, Visit]:
    """A context of its own with the page in it, ready to be typed into."""
    context = found.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    visited = Visit(page, address)
    complaints = visited.complaints
    page.on("console", lambda m: complaints.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))

    def look(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != address:
            complaints.append(f"request to {request.url}")

    def answer(response: Any) -> None:
        if response.status >= 400 and "favicon" not in response.url:
            complaints.append(f"{response.status} {response.url}")

    context.on("request", look)
    page.on("response", answer)
    page.goto(address)
    page.locator("#question textarea").wait_for()
    return context, visited
