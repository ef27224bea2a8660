"""Pictures of the real page over the seeds, for the README.

    python bench/screenshots.py [FOLDER]

Serves the seeds from this process without a language model, asks as a reader would, and writes chat.png, refusal.png, dark.png,
phone.png, corpus.png and evaluation.png into FOLDER (default: docs/).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from page import CHROMIUM, served

from index import Corpus
from qa.newsqa import NewsQA

ROOT = Path(__file__).parent.parent
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    """Make every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs", help="where they go")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as place,
        _evaluated(Path(place)) as corpus,
        served(NewsQA(corpus)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        for name, (show, options) in PICTURES.items():
            context = browser.new_context(**({"viewport": DESK, "device_scale_factor": 2} | options))
            page = context.new_page()
            page.goto(address)
            page.locator("#question textarea").wait_for()
            show(page)
            page.wait_for_timeout(900)  # what fades or scrolls has come to rest
            page.screenshot(path=folder / f"{name}.png")
            context.close()
            print(os.path.relpath(folder / f"{name}.png"))
        browser.close()


def _evaluated(place: Path) -> Corpus:
    """The seeds, indexed, with a kept run of their questions beside them."""
    with Corpus.open(place) as corpus:
        corpus.ingest([ROOT / "seeds"])
    asked = ["eval", str(ROOT / "seeds" / "questions.jsonl"), "--engine", "extractive", "--keep"]
    subprocess.run(
        [sys.executable, "-m", "qa", "--data", str(place), *asked], cwd=ROOT, check=True, capture_output=True
    )
    return Corpus.open(place)


def _ask(page: Any, question: str, n: int = 1) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.locator(f'#current .exchange[data-exchange="{n}"][aria-busy="false"]').wait_for()


def _chat(page: Any) -> None:
    """An answer, the cited sentence open beside it in its article."""
    _ask(page, "Who chairs the panel of New Zealand's Flag Consideration Project?")
    page.locator("#current .mark").first.click()
    page.locator("#reader mark").first.wait_for()


def _conversation(page: Any) -> None:
    _ask(page, "which airport was attacked?")
    _ask(page, "who attacked it?", 2)
    page.locator(".suggested button").first.wait_for()


def _refusal(page: Any) -> None:
    page.click("#filters summary")
    page.fill("#filters [data-date=until]", "2019-12-31")
    page.click("#filters summary")
    _ask(page, "which airport was attacked?")


def _phone(page: Any) -> None:
    _ask(page, "How many people were killed in the Mecca crane collapse?")
    page.locator(".suggested button").first.wait_for()


def _tab(name: str) -> Callable[[Any], None]:
    def show(page: Any) -> None:
        page.get_by_role("tab", name=name).click()

    return show


PICTURES: dict[str, tuple[Callable[[Any], None], dict[str, Any]]] = {
    "chat": (_chat, {}),
    "refusal": (_refusal, {}),
    "dark": (_conversation, {"color_scheme": "dark"}),
    "phone": (_phone, {"viewport": PHONE, "has_touch": True, "is_mobile": True}),
    "corpus": (_tab("Corpus"), {}),
    "evaluation": (_tab("Evaluation"), {}),
}

if __name__ == "__main__":
    main()
