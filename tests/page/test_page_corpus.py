"""The Corpus and Evaluation tabs without a browser: what is looked up, added, refused and shown, and that all of it is escaped."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request
from typer.testing import CliRunner

from index import Article, BadRequest, Corpus, NewsqaError, Problem, Progress, Report
from qa.api.keys import Caller
from qa.cli import app
from qa.evaluation import run, summary
from qa.evaluation.folder import RunFolder
from qa.evaluation.kept import last_run, new_run_folder
from qa.evaluation.questions import Question
from qa.newsqa import NewsQA
from qa.page.adding import MOST_BYTES, Given, adding, pasted, uploaded
from qa.page.caller import may_change
from qa.page.corpus_render import add_forms, facts, find_form, found, pager, progress
from qa.page.corpus_render import summary as told
from qa.page.corpus_view import _CorpusView
from qa.page.looking import PAGE, Look, look_into
from qa.page.report_render import Wanted, head, turns, turns_form
from qa.page.report_view import _shown
from qa.page.timeline import bars, timeline
from tests.conftest import day, invented

HOSTILE = "<img src=x onerror=alert(1)> \"'><script>alert(2)</script> {{7*7}} ${alert(3)} \u202edne"


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """The twelve articles in a corpus that a test may change."""
    with Corpus.open(tmp_path / "data") as opened:
        opened.add(invented())
        yield opened


class Elements(HTMLParser):
    """The tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def harmless(html: str) -> Elements:
    seen = Elements(html)
    assert not {"img", "script", "iframe", "a", "object", "embed", "style", "link"} & set(seen.tags)
    assert not [
        name for name, _ in seen.attributes if name.startswith("on") or name in ("src", "href", "style", "srcdoc")
    ]
    assert "{" not in html and "}" not in html and "\u202e" not in html
    return seen


# -- looking -------------------------------------------------------------------------------------------------------------


def test_a_look_takes_only_what_makes_sense() -> None:
    assert Look.of(None) == Look.of([1]) == Look.of("x") == Look()
    sent = {
        "text": " storm ",
        "where": "text",
        "publisher": 3,
        "since": "2024-01-01",
        "until": None,
        "page": "2",
        "x": 1,
    }
    assert Look.of(sent) == Look("storm", "text", "", "2024-01-01", "", 2)
    assert Look.of({"page": "-1", "where": "<b>"}) == Look()
    assert Look.of({"page": "9" * 30}).page == 0 and len(Look.of({"text": "a" * 9999}).text) == 500
    assert Look.of(Look("a", "text", "b", "c", "d", 4).record()) == Look("a", "text", "b", "c", "d", 4)


def test_looking_by_title_publisher_and_date(corpus: Corpus) -> None:
    everything = look_into(corpus, Look())
    assert everything.total == 12 == len(everything.found) and everything.pages == 1
    assert sum(n for _, n in everything.per_day) == 12 and everything.per_day[0] == (None, 1)
    assert [a.title for a in look_into(corpus, Look(text="airport")).found] == [
        "Airport opens again",
        "Storm closes airport of Port Alba",
    ]
    times = look_into(corpus, Look(publisher="alba times", since="2024-11-29", until="2024-11-29"))
    assert [a.title for a in times.found] == ["Airport opens again"] and times.total == 1
    assert look_into(corpus, Look(text="100 %")).found == ()
    for wrong in (Look(since="soon"), Look(publisher="Nobody"), Look(since="2024-02-01", until="2024-01-01")):
        with pytest.raises(BadRequest):
            look_into(corpus, wrong)


def test_looking_into_the_texts_finds_sentences(corpus: Corpus) -> None:
    seen = look_into(corpus, Look("forty flights cancelled", "text"))
    best = seen.found[0]
    assert not isinstance(best, Article)
    assert best.text == "Forty flights were cancelled."
    assert corpus.article(best.article_id).text[best.start : best.end] == best.text
    html = found(seen, may_change=True)
    assert f'data-start="{best.start}" data-end="{best.end}"' in html and "#:~:text=" in html
    late = look_into(corpus, Look("forty flights cancelled", "text", page=99))
    assert late.look.page == seen.pages - 1 and late.found and late.total == seen.total


@pytest.mark.parametrize(
    ("text", "with_words", "said"),
    [
        ("owl", 1, "One passage with “owl”"),  # a word, in its article's headline and text
        ("an owl or a zzqx", 1, "One passage with words of “an owl or a zzqx”"),  # one of the words is enough
        ("Lindau clocks", 2, "The 2 best passages with words of “Lindau clocks”"),
        ("nordwind", 3, "The 3 best passages with “nordwind”"),  # the publisher's name
        ("Zelensky", 0, "No passage has “Zelensky”. These 12 come closest in meaning"),
        ("physician's clinic", 0, "No passage has words of “physician&#x27;s clinic”. These 12 come closest in meaning"),
    ],
)  # fmt: skip
def test_passages_without_the_words_are_told_apart(corpus: Corpus, text: str, with_words: int, said: str) -> None:
    corpus.add(Article.of(f"Note {n}", f"This is note {n}.") for n in range(PAGE))
    seen = look_into(corpus, Look(text, "text"))
    assert (seen.with_words, seen.total, seen.pages) == (with_words, PAGE, 1)
    hits = [hit for hit in seen.found if not isinstance(hit, Article)]
    assert [hit.has_words for hit in hits] == [True] * with_words + [False] * (PAGE - with_words)
    html = found(seen, may_change=False)
    assert f'<p class="count">{said}</p>' in html
    with_heading = "None of the words, but near in meaning" in html
    assert with_heading is bool(with_words)
    if with_heading:
        assert html[: html.index("near in meaning")].count("<li") == with_words


@pytest.mark.parametrize(("notes", "near"), [(PAGE, 0), (PAGE + 1, PAGE - 1), (2 * PAGE - 1, 1)])
def test_what_lies_near_fills_the_last_page_and_makes_no_further_one(corpus: Corpus, notes: int, near: int) -> None:
    corpus.add(Article.of(f"Note {n}", f"This is note {n}.") for n in range(notes))
    pages = [look_into(corpus, Look("notes", "text", page=page)) for page in range(-(-notes // PAGE))]
    assert [(seen.with_words, seen.total, seen.pages) for seen in pages] == [(notes, notes + near, len(pages))] * len(
        pages
    )
    shown = ["near in meaning" in found(seen, may_change=False) for seen in pages]
    assert shown == [False] * (len(pages) - 1) + [near > 0]


@pytest.mark.parametrize("text", ["*", "🏆", "?!", "—", "%"])
def test_signs_that_are_no_words_find_no_passages(corpus: Corpus, text: str) -> None:
    seen = look_into(corpus, Look(text, "text"))
    assert (seen.found, seen.total) == ((), 0)
    assert f"There is no word in “{text}”." in found(seen, may_change=False)


def test_a_page_that_is_no_more_is_the_last_one(corpus: Corpus) -> None:
    corpus.add(Article.of(f"Note {n}", f"This is note {n}.") for n in range(PAGE + 1))
    for look in (Look(text="note", page=1), Look(text="note", page=99)):
        seen = look_into(corpus, look)
        assert (seen.look.page, seen.pages, len(seen.found)) == (1, 2, 1)
    corpus.remove(seen.found[0].id)  # type: ignore[union-attr]
    seen = look_into(corpus, Look(text="note", page=1))
    assert (seen.look.page, seen.pages, len(seen.found)) == (0, 1, PAGE)


@pytest.mark.parametrize("until", ["2010-01-01", "2019-12-31"])
def test_days_in_the_wrong_order_are_named_as_they_were_chosen(corpus: Corpus, until: str) -> None:
    last = {"2010-01-01": "1 January 2010", "2019-12-31": "31 December 2019"}[until]
    with pytest.raises(BadRequest, match=f"^From 1 January 2020 is after To {last}. Change one of the two.$"):
        look_into(corpus, Look(since="2020-01-01", until=until))


def test_pages(corpus: Corpus) -> None:
    corpus.add(
        [Article.of(f"Notice {n}", f"Text of notice {n}.", published=day("2020-01-01")) for n in range(2 * PAGE)]
    )
    first, second = (look_into(corpus, Look(text="notice", page=page)) for page in (0, 1))
    assert first.pages == 2 and first.total == 2 * PAGE
    assert not {a.title for a in first.found if isinstance(a, Article)} & {
        a.title for a in second.found if isinstance(a, Article)
    }
    assert (
        'data-page="-1" aria-disabled="true"' in pager(0, 2, "x")
        and 'data-page="2" aria-disabled="true"' in pager(1, 2, "x")
        and pager(0, 1, "x") == ""
    )
    assert "newest first, page 1 of 2</p>" in found(first, may_change=False)
    assert "page 1" not in found(look_into(corpus, Look(text="owl")), may_change=False)


# -- adding --------------------------------------------------------------------------------------------------------------


def last(corpus: Corpus, given: list[Given]) -> Report:
    *steps, report = adding(corpus, given)
    assert steps and all(isinstance(step, (Progress, Article)) for step in steps)
    assert isinstance(report, Report)
    return report


def test_a_single_article_is_told_itself_whatever_else_has_its_title(corpus: Corpus) -> None:
    def told(given: Given) -> list[str]:
        return [step.text for step in adding(corpus, [given]) if isinstance(step, Article)]

    assert told(pasted({"title": "airport", "text": "It is quiet there."})) == ["It is quiet there."]
    assert told(Given("a.txt", b"Head\n\nThe only one.")) == ["The only one."]
    assert told(Given("a.jsonl", b'{"title": "A", "text": "One."}\n{"title": "B", "text": "Two."}')) == []
    assert told(Given("a.png", b"x")) == []


def test_a_pasted_article_is_read_like_any_other(corpus: Corpus) -> None:
    fields = {
        "title": " Tram derails in Mora ", "text": "A tram derailed in Mora.\r\n\r\nNobody was hurt, said Ida Holm.",
        "publisher": "The Lake Post", "published": "2024-12-01", "url": "https://lake.example/tram", "remove": "x",
    }  # fmt: skip
    report = last(corpus, [pasted(fields)])
    assert (report.added, report.problems) == (1, [])
    article = corpus.articles(text="Tram derails")[0]
    assert (article.publisher, article.published, article.url) == ("The Lake Post", day("2024-12-01"), fields["url"])
    assert corpus.search("what derailed?", 1)[0].article_id == article.id
    assert last(corpus, [pasted(fields)]).unchanged == 1
    assert last(corpus, [pasted({**fields, "text": "Two trams derailed in Mora."})]).changed == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "x", "url": "javascript:alert(1)"}, "url"),
        ({"text": "x", "url": "file:///etc/passwd"}, "url"),
        ({"text": "x" * (MOST_BYTES + 1)}, "text"),
        ({"text": "ж" * (MOST_BYTES // 2), "title": "x"}, "text"),
    ],
)
def test_what_cannot_be_pasted_is_refused(fields: dict[str, str], field: str) -> None:
    with pytest.raises(BadRequest) as refused:
        pasted(fields)
    assert refused.value.field == field


@pytest.mark.parametrize("letter", ["x", "ж", "語", "\n", '"', "\ud800"])
def test_a_text_is_measured_in_bytes_of_its_letters(letter: str) -> None:
    most = MOST_BYTES // len(letter.encode("utf-8", "surrogatepass")) - 2
    assert pasted({"text": f"a{letter * most}b"}).data


def test_a_date_that_cannot_be_read_is_named(corpus: Corpus) -> None:
    report = last(corpus, [pasted({"title": "T", "text": "Some text.", "published": "yesterday"})])
    assert report.added == 1
    assert [p.path for p in report.problems] == ["The pasted article"] and "yesterday" in report.problems[0].reason


def sent(name: str, data: bytes) -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(data).decode()}


def test_files_are_indexed_and_each_refused_one_is_named_with_its_reason(corpus: Corpus) -> None:
    lines = "\n".join(json.dumps({"title": f"Line {n}", "text": f"This is line {n}."}) for n in range(2))
    given = uploaded(
        [
            sent("good.txt", b"Comet seen\n\nA comet was seen over Lindau."),
            sent("good.txt", b"Comet lost\n\nThe comet was lost from sight."),
            sent("lines.jsonl", f"{lines}\nnot json\n".encode()),
            sent("image.png", b"\x89PNG"),
            sent("empty.txt", b""),
            sent("../../etc/passwd", b"root"),
            sent("C:\\temp\\binary.md", b"a\0b"),
        ]
    )
    report = last(corpus, given)
    assert report.added == 4
    refused = {p.path: p.reason for p in report.problems}
    assert set(refused) == {"lines.jsonl:3", "image.png", "empty.txt", "passwd", "binary.md"}
    assert (
        "unknown kind" in refused["image.png"] and "empty" in refused["empty.txt"] and "binary" in refused["binary.md"]
    )
    seen = harmless(told(report))
    assert "4 articles added" in seen.text and "image.png" in seen.text and "newsqa-" not in seen.text


@pytest.mark.parametrize(
    "files",
    [
        None, [], "x", [1], [{}], [{"name": "a.txt"}], [{"name": "a.txt", "data": "%%%"}], [sent("a.txt", b"x")] * 101,
        [sent("a.txt", b"x" * 400_000)] * 2,
    ],
)  # fmt: skip
def test_files_that_did_not_come_as_they_should_are_refused(files: object) -> None:
    with pytest.raises(BadRequest):
        uploaded(files)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a.txt", "a.txt"), ("/x/y.md", "y.md"), ("..\\b.html", "b.html"), ("..", "file.."), (".", "file."), ("", "file"),
        ("n\0\n.txt", "n.txt"), ("ä" * 200 + ".json.gz", "ä" * 56 + ".json.gz"), ("a." + "b" * 300, "file"),
    ],
)  # fmt: skip
def test_a_file_keeps_only_the_end_of_its_name(name: str, kept: str) -> None:
    made = uploaded([sent(name, b"x")])[0].name
    assert made == kept and len(made.encode()) <= 130 and "/" not in made and made not in (".", "..")


def test_adding_goes_on_while_questions_are_answered(corpus: Corpus) -> None:
    many = [{"title": f"Item {n}", "text": f"Item {n} says that the figure is {n}."} for n in range(300)]
    failures: list[Exception] = []
    stop = threading.Event()

    def asking() -> None:
        while not stop.is_set():
            try:
                assert corpus.search("why was the airport closed?", 1)[0].title == "Storm closes airport of Port Alba"
            except Exception as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=asking) for _ in range(2)]
    for thread in threads:
        thread.start()
    reports: list[Report] = []
    halves = [Given("a.json", json.dumps(many[:200]).encode()), Given("b.json", json.dumps(many[100:]).encode())]
    adders = [threading.Thread(target=lambda half=half: reports.append(last(corpus, [half]))) for half in halves]
    for thread in adders:
        thread.start()
    for thread in adders:
        thread.join()
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert sum(r.added for r in reports) == 300 and sum(r.unchanged for r in reports) == 100
    assert corpus.status().vectors == corpus.status().passages


def test_an_error_while_indexing_ends_in_words(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Report:
        raise OSError("/secret: no space left")

    monkeypatch.setattr(corpus, "ingest", full)
    *_, error = adding(corpus, [Given("a.txt", b"x")])
    assert isinstance(error, NewsqaError) and "secret" not in str(error)


@pytest.mark.parametrize(
    ("host", "key", "scopes", "allowed"),
    [
        ("127.0.0.1", "", ["ask", "ingest"], True),
        ("::1", "", ["ask", "ingest"], True),
        ("192.168.1.4", "", ["ask", "ingest"], False),  # a server without keys that others reach
        ("192.168.1.4", "abc", ["ask", "ingest"], True),
        ("192.168.1.4", "abc", ["admin"], True),
        ("127.0.0.1", "abc", ["ask"], False),
        ("", "", ["ask", "ingest"], False),
        ("testclient", "", ["ask", "ingest"], False),
    ],
)
def test_adding_needs_a_key_with_its_scope_or_the_machine_itself(
    host: str, key: str, scopes: list[str], allowed: bool
) -> None:
    scope = {"type": "http", "client": (host, 1), "newsqa.caller": Caller("n", frozenset(scopes), key)}
    assert may_change(gr.Request(Request(scope))) is allowed
    assert may_change(gr.Request(Request({"type": "http", "client": ("127.0.0.1", 1)}))) is False
    assert may_change(gr.Request(Request({**scope, "client": None}))) is (allowed and bool(key))


def test_who_may_not_add_sees_no_form_and_no_button(corpus: Corpus) -> None:
    assert "form" not in Elements(add_forms(may_change=False)).tags
    assert {"form", "textarea"} <= set(Elements(add_forms(may_change=True)).tags)
    seen = look_into(corpus, Look())
    assert "data-remove" not in found(seen, may_change=False) and "data-remove" in found(seen, may_change=True)


class Far:
    """Stands in front of the web, with one article in it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check(self, address: str, field: str) -> str:
        if not address.startswith("https://"):
            raise BadRequest(field, f"{address}: no web address.")
        return address

    def read(self, address: str) -> Iterator[Article | Problem]:
        self.asked.append(address)
        if address.endswith("/comet"):
            yield Article.of("Comet <b>seen</b> over Lindau", "A comet was seen over Lindau.", url=address)
        else:
            yield Problem(address, "the server there answers with status 404")


def submitted(corpus: Corpus, web: Far | None, address: str, *, may: bool = True) -> list[str]:
    """What the tab says while and after an address is given: the last is what came of it."""
    with gr.Blocks(analytics_enabled=False) as page:
        view = _CorpusView(NewsQA(corpus), page, lambda request: may, web)  # type: ignore[arg-type]
    request = gr.Request(Request({"type": "http", "client": ("127.0.0.1", 1)}))
    forms = view._visit(request)[1]
    assert ("Web address of an article" in Elements(forms).text) is (may and web is not None)
    return [step[0] for step in view._submit(gr.EventData(None, {"address": address}), request)]


def test_an_address_is_fetched_where_that_is_allowed(corpus: Corpus) -> None:
    far = Far()
    first, *_, done = submitted(corpus, far, "https://lake.example/comet")
    assert 'aria-busy="true"' in first and "Reading" in harmless(first).text
    seen = harmless(done)
    assert "1 article added." in seen.text and "Comet <b>seen</b> over Lindau" in seen.text and "b" not in seen.tags
    assert corpus.search("what was seen over Lindau?", 1)[0].url == "https://lake.example/comet"
    assert "1 article already here." in submitted(corpus, far, "https://lake.example/comet")[-1]
    assert "status 404" in submitted(corpus, far, "https://lake.example/gone")[-1]
    assert far.asked == ["https://lake.example/comet"] * 2 + ["https://lake.example/gone"]
    assert "no web address" in submitted(corpus, far, "file:///etc/passwd")[-1]
    assert "may not" in submitted(corpus, far, "https://lake.example/comet", may=False)[-1]
    assert len(far.asked) == 3


def test_no_address_is_asked_for_or_fetched_by_default(corpus: Corpus) -> None:
    (said,) = submitted(corpus, None, "https://lake.example/comet")
    assert "newsqa serve --allow-fetch" in said and "problem" in said
    assert corpus.count() == 12


# -- showing -------------------------------------------------------------------------------------------------------------


def test_all_that_comes_from_outside_is_escaped(corpus: Corpus) -> None:
    corpus.add(
        [Article.of(HOSTILE, HOSTILE, publisher=HOSTILE, byline=HOSTILE, url="javascript:alert(4)", published=0)]
    )
    for look in (
        Look(),
        Look("onerror", "title"),
        Look("onerror script", "text"),
        Look(publisher=HOSTILE),
        Look(text=HOSTILE),
    ):
        seen = harmless(found(look_into(corpus, look), may_change=True, said=HOSTILE))
        assert "javascript:" not in "".join(value or "" for name, value in seen.attributes if name == "data-link")
    assert "onerror" in harmless(find_form(corpus.publishers(), Look(publisher=HOSTILE))).text
    harmless(facts(corpus.status(), HOSTILE) + timeline(corpus.per_day()))
    report = Report(added=1, problems=[Problem(HOSTILE, HOSTILE)], notices=[Problem(HOSTILE, HOSTILE)])
    harmless(told(report, corpus.articles(text="onerror")[0]))
    harmless(progress(Progress(3, 3, 10, 20)))


def test_articles_without_a_publisher_are_counted(corpus: Corpus) -> None:
    assert "<dd>3; 1 article names none</dd>" in facts(corpus.status(), "x")
    corpus.add([Article.of("Note", "A note.")])
    assert "<dd>3; 2 articles name none</dd>" in facts(corpus.status(), "x")
    for article in [a for a in corpus.articles(limit=50) if not a.publisher]:
        corpus.remove(article.id)
    assert "<dd>3</dd>" in facts(corpus.status(), "x")


def test_every_field_has_a_label(corpus: Corpus) -> None:
    html = find_form(corpus.publishers()) + add_forms(may_change=True, fetch=True) + turns_form(["a"])
    seen = Elements(html)
    labels = {value for name, value in seen.attributes if name == "for"}
    fields = html.count("<input") + html.count("<select") + html.count("<textarea")
    assert len(labels) == fields == len(labels & {value for name, value in seen.attributes if name == "id"})


@pytest.mark.parametrize(
    ("per_day", "unit", "labels"),
    [
        ([(None, 3)], "day", []),
        ([(0, 1), (2, 5)], "day", ["1 January 1970", "2 January 1970", "3 January 1970"]),
        ([(-1, 1), (90, 2)], "month", ["December 1969", "January 1970", "February 1970", "March 1970", "April 1970"]),
        ([(0, 1), (3000, 2)], "year", [str(y) for y in range(1970, 1979)]),
        ([(-50_000, 1), (0, 2)], "decade", [f"{d}0s" for d in range(183, 198)]),
    ],
)
def test_bars_without_gaps_in_the_shortest_stretch_that_fits(
    per_day: list[tuple[int | None, int]], unit: str, labels: list[str]
) -> None:
    made = bars(per_day)
    assert made[0] == unit and sorted(b.label for b in made[1]) == sorted(labels)
    if unit != "day":
        assert sum(b.count for b in made[1]) == 3


def test_the_plot_says_its_numbers_in_words_and_as_a_table(corpus: Corpus) -> None:
    html = timeline(corpus.per_day())
    seen = Elements(html)
    label = next(value for name, value in seen.attributes if name == "aria-label")
    assert label and "Articles by month. From June 2021 to November 2024; most in" in label
    assert "1 of unknown date is left out" in label
    assert html.count("<rect") == html.count('scope="row"') and "November 2024: 2" in seen.text
    assert timeline([(None, 4)]) == timeline([(5, 1)]) == ""


# -- evaluation ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(corpus: Corpus) -> Path:
    questions = [
        Question("q1", "Why was the airport of Port Alba closed?", kind="single", answers=("storm",)),
        Question("q2", HOSTILE, kind=HOSTILE, answerable=False),
    ]
    folder = new_run_folder(corpus.directory, "extractive")
    manifest = {
        "questions": {"count": 2}, "question_file": {"name": HOSTILE}, "corpus": {"articles": 12}, "engine": "extractive",
        "started": "2026-11-25T10:00:00+00:00", "commit": "abc",
    }  # fmt: skip
    writer = RunFolder(folder, manifest)
    results = list(run(questions, NewsQA(corpus), "extractive"))
    for result in results:
        writer.add(result)
    writer.write("summary.json", summary(results))
    return folder


def test_the_last_finished_run_is_shown(corpus: Corpus, kept: Path) -> None:
    top, form, listed = _shown(corpus.directory, Wanted())
    seen = harmless(top + form + listed)
    for words in ("Quotes only", "25 November 2026, 10:00 UTC", "Right answers", "95 % interval", "12 articles", "abc"):
        assert words in seen.text
    for words in (
        "Why was the airport of Port Alba closed?",
        "A storm closed the airport",
        "Evidence",
        "Citations",
        "storm",
    ):
        assert words in seen.text
    assert "2 questions" in listed
    assert "1 question<" in _shown(corpus.directory, Wanted(kind="single"))[2]
    assert "No questions of this kind." in _shown(corpus.directory, Wanted(kind="nothing"))[2]
    older = corpus.directory / "evaluations" / "older"
    older.mkdir()
    (older / "summary.json").write_text("{}")
    os.utime(older / "summary.json", (1, 1))
    (corpus.directory / "evaluations" / "unfinished").mkdir()
    assert last_run(corpus.directory) == kept


def test_no_run_and_a_broken_run_are_said(corpus: Corpus, kept: Path, tmp_path: Path) -> None:
    assert last_run(tmp_path) is None
    assert "newsqa eval QUESTIONS.jsonl --keep" in _shown(tmp_path, Wanted())[0]
    for n, (content, why) in enumerate(
        (
            ("{", "damaged"),
            ("", "damaged"),
            ("[" * 100_000, "form"),
            ("[]", "form"),
            ("{}", "form"),
            ('{"all": 3}', "form"),
        )
    ):
        (kept / "summary.json").write_text(content)
        os.utime(kept / "summary.json", (n + 1, n + 1))
        told = _shown(corpus.directory, Wanted())[0]
        assert "cannot be shown" in told and why in told and "line 1" not in told
    (kept / "turns.jsonl").write_text("")
    assert "cannot be shown" in _shown(corpus.directory, Wanted())[0]


def test_the_command_keeps_a_run_where_the_page_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, questions = tmp_path / "data", tmp_path / "q.jsonl"
    with Corpus.open(data) as corpus:
        corpus.add(invented())
    questions.write_text(json.dumps({"id": "q1", "question": "Who resigned in Mora?", "answers": ["Tomas Brandt"]}))
    for name in [name for name in os.environ if name.startswith("NEWSQA_") and name != "NEWSQA_CACHE"]:
        monkeypatch.delenv(name)
    arguments = ["--data", str(data), "eval", str(questions), "--engine", "extractive", "--keep"]
    assert CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "x")]).exit_code == 2
    assert last_run(data) is None
    assert CliRunner().invoke(app, arguments).exit_code == 0
    folder = last_run(data)
    assert folder and folder.parent == data / "evaluations" and (folder / "report.html").exists()
    assert "Who resigned in Mora?" in _shown(data, Wanted())[2]


def test_what_is_wanted_of_a_report_takes_only_what_makes_sense() -> None:
    assert Wanted.of(None) == Wanted.of({"show": "x", "kind": 3, "page": "-1"}) == Wanted()
    assert Wanted.of({"show": "wrong", "kind": "a", "page": "2"}) == Wanted("wrong", "a", 2)
    assert turns([], Wanted("right", "", 7)).count("<li") == 0


def test_where_there_are_no_questions_it_is_said_why(corpus: Corpus) -> None:
    assert "newsqa eval QUESTIONS.jsonl --keep" in turns([], Wanted())
    asked = list(
        run([Question("q", "Who resigned in Mora?", kind="a", answers=("Tomas Brandt",))], NewsQA(corpus), "extractive")
    )
    assert "1 question<" in turns(asked, Wanted("right"))
    for wanted, said in (
        (Wanted("wrong"), "No wrong answers. Choose others above."),
        (Wanted("wrong", "a"), "No wrong answers of this kind. Choose others above."),
        (Wanted("right", "<b>"), "No right answers of this kind. Choose others above."),
        (Wanted(kind="b"), "No questions of this kind. Choose others above."),
    ):
        html = turns(asked, wanted)
        assert said in html and "<ol" not in html and "newsqa eval" not in html


def test_measures_without_kinds_are_shown_too() -> None:
    assert "Questions" in head({}, {"questions": 0, "all": {}, "by_kind": {}})
