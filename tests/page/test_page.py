"""The page without a browser: what is rendered, above all that nothing from outside becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from index import BadRequest, Evidence, Filters, PublisherCount, Status
from qa.newsqa import MAX_QUESTION, NewsQA
from qa.page.gate import Gate
from qa.page.render import conversation, holdings, publisher_link, render_exchange
from qa.page.talk import Exchange, Talk, answering, stopped
from qa.page.text import day, plain
from qa.records import Answer, Answered, Citation, Delta, Event, Gathered, Query, Timings, Turn, Understood, Verdict
from qa.tell.refuse import nothing_asked

NOVEMBER_28 = 1732752000
RTL = "\u202e"

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=data:text/html,x></object>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<math href=javascript:alert(1)>x</math>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>x</button></form>",
    '" onclick="alert(1)" data-article="1',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "[x](javascript:alert(1))",
    "{{constructor.constructor('alert(1)')()}}",
    "{{{value}}} {{#each x}}<b>{{/each}}",
    "${alert(1)} `${alert(1)}`",
    "<!-- --><b>x</b><!--",
    "<![CDATA[<b>x</b>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    f"abc{RTL}gpj.exe\u2066\u2069\u200f\u061c",
    "null\x00byte\x07bell\x1besc",
    "half \ud800 a character",
    "</article></section></div><button data-article=1>",
    "\u2028<b>\u2029x",
]

# Every element and attribute that the page itself writes.
ELEMENTS = {"article", "h2", "h3", "p", "div", "span", "button", "section", "ol", "ul", "li", "blockquote"}
ELEMENTS |= {"form", "label", "input", "textarea", "select", "option"}
ATTRIBUTES = {
    "class", "dir", "type", "title", "aria-label", "aria-hidden", "aria-busy", "data-engine", "data-exchange", "data-fill",
    "data-article", "data-version", "data-start", "data-end", "data-link",
    "data-do", "data-n", "data-filter", "data-name", "data-question", "data-for", "data-since", "data-until",
    "data-publishers", "data-whole", "data-words", "rows", "aria-labelledby", "aria-pressed", "role", "id", "for", "value", "hidden", "maxlength", "autocomplete", "placeholder",
}  # fmt: skip


class Seen(HTMLParser):
    """Collects the tags, the attributes and the text of a piece of HTML, as a browser would understand it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.other = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other += 1

    def handle_decl(self, decl: str) -> None:
        self.other += 1

    def unknown_decl(self, data: str) -> None:
        self.other += 1


def citation(n: int = 1, verdict: Verdict = "supported", **changed: Any) -> Citation:
    fields: dict[str, Any] = {
        "article_id": "a1", "version": "v1", "title": "Rebels attack", "publisher": "Myind", "published": NOVEMBER_28,
        "url": "https://myind.example/rebels", "start": 10, "end": 40, "quote": "The rebels attacked the airport.",
    }  # fmt: skip
    return Citation(n=n, verdict=verdict, **(fields | changed))


def evidence(**changed: Any) -> Evidence:
    fields: dict[str, Any] = {
        "article_id": "a9", "version": "v9", "title": "Closest one", "publisher": None, "published": None, "url": None,
        "passage_id": "p", "start": 3, "end": 9, "text": "Closest words.", "score": 1.0,
    }  # fmt: skip
    return Evidence(**(fields | changed))


def exchange(answer: Answer, question: str = "which airport?", query: Query | None = None) -> Exchange:
    query = query or Query(question)
    return Exchange(1, question, query=query, turn=Turn(question, query, (), answer), running=False)


def hostile_exchanges(payload: str) -> list[Exchange]:
    """Every kind of exchange, with the payload wherever text comes from outside."""
    cited = citation(article_id=payload, version=payload, title=payload, publisher=payload, url=payload, quote=payload)
    near = evidence(article_id=payload, title=payload, publisher=payload, url="https://x.example/" + payload)
    query = Query(payload, Filters(publishers=(payload,)), rewritten=True)
    given = Answer(
        payload, f"{payload} [1] {payload} [7]", (cited, citation(2, "partly", quote=payload)), notice=payload
    )
    refused = Answer(None, payload, refused=True, reason=payload, closest=near)
    return [
        exchange(given, payload, query),
        exchange(refused, payload, query),
        Exchange(1, payload, query=query),
        Exchange(1, payload, query=query, preview=given),
        Exchange(1, payload, query=query, preview=given, draft=payload),
        Exchange(1, payload, error=payload, running=False),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_from_outside_becomes_markup(payload: str) -> None:
    rendered = conversation(hostile_exchanges(payload))
    seen = Seen(rendered)
    assert {tag for tag, _ in seen.tags} <= ELEMENTS
    assert {name for _, attributes in seen.tags for name in attributes} <= ATTRIBUTES
    assert seen.other == 0
    assert "{" not in rendered and "}" not in rendered
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00\x07\x1b\ud800-\udfff]", rendered)
    rendered.encode("utf-8")
    for _, attributes in seen.tags:
        link = attributes.get("data-link")
        assert not link or link.startswith(("https://x.example/", "https://myind.example/"))


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.isprintable() and RTL not in p])
def test_what_is_hostile_is_still_shown_as_text(payload: str) -> None:
    shown = Seen(render_exchange(Exchange(1, payload, error="x", running=False))).text
    assert payload in shown


def test_a_plain_text_stays_itself() -> None:
    assert plain("Azar's “plan” — 5 % & more\nnext") == "Azar&#x27;s “plan” — 5 % &amp; more\nnext"
    assert plain(None) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(NOVEMBER_28, "28 November 2024"), (0, "1 January 1970"), (None, "date unknown"), (10**18, "date unknown"),
     (-86400, "31 December 1969")],
)  # fmt: skip
def test_dates(seconds: int | None, words: str) -> None:
    assert day(seconds) == words


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
     "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://x.example/", "//x.example/", "/relative",
     "https://", "http:///x", "https://[", "https://x.example/a b", "https://x.example\\@evil.example/",
     "blob:https://x.example/1", "mailto:a@x.example"],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert publisher_link(url, "words") is None


def test_a_link_leads_to_the_quote() -> None:
    assert publisher_link("https://x.example/a", "pro-Iranian, they say") == (
        "https://x.example/a#:~:text=pro%2DIranian%2C%20they%20say"
    )
    assert publisher_link("https://x.example/a#part", "words") == "https://x.example/a#part:~:text=words"
    assert publisher_link("http://x.example/a") == "http://x.example/a"
    long = " ".join(f"w{i}" for i in range(40))
    link = publisher_link("https://x.example/a", long) or ""
    assert "w0%20w1" in link and link.endswith("w38%20w39") and link.count(",") == 1


def test_marks_are_buttons_only_where_a_citation_stands_behind_them() -> None:
    seen = Seen(render_exchange(exchange(Answer(None, "One [1], two [2], three [3][1].", (citation(1), citation(3))))))
    marks = [a for _, a in seen.tags if a.get("class") == "mark"]
    assert [a["data-article"] for a in marks] == ["a1", "a1", "a1"]
    assert marks[0] | {"aria-label": None} == {
        "type": "button", "class": "mark", "aria-label": None, "data-article": "a1", "data-version": "v1",
        "data-start": "10", "data-end": "40",
        "data-link": "https://myind.example/rebels#:~:text=The%20rebels%20attacked%20the%20airport.",
    }  # fmt: skip
    assert "two [2]" in seen.text


def test_an_answer_shows_short_text_sources_and_how_it_was_made() -> None:
    answer = Answer("Al-Nayrab", "It was Al-Nayrab [1].", (citation(),), timings=Timings(done=0.234))
    seen = Seen(render_exchange(exchange(answer)))
    for words in ("which airport?", "Al-Nayrab", "Rebels attack", "Myind · 28 November 2024", "The rebels attacked"):
        assert words in seen.text
    assert "Checked against the source" in seen.text
    assert "no language model · 0.2 s" in seen.text
    assert "Understood as" not in seen.text
    written = Seen(render_exchange(exchange(Answer(None, "It was [1].", (citation(),), engine="llm"))))
    assert "Written by a language model" in written.text


def test_quotes_of_one_article_stand_below_one_heading() -> None:
    answer = Answer(None, "A [1]. B [2].", (citation(1), citation(2, quote="Another."), citation(3, article_id="b")))
    seen = Seen(render_exchange(exchange(answer)))
    assert sum(a.get("class") == "open" for _, a in seen.tags) == 2
    assert sum(a.get("class") == "number" for _, a in seen.tags) == 3


def test_an_article_cited_again_after_another_has_no_second_heading() -> None:
    cited = (
        citation(3),
        citation(1),
        citation(2, article_id="b", title="Another"),
        citation(4, version="v2", title="Later"),
    )
    seen = Seen(render_exchange(exchange(Answer(None, "A [1]. B [2]. C [3]. D [4].", cited))))
    assert [a["aria-label"][11] for _, a in seen.tags if a.get("class") == "number"] == ["1", "3", "2", "4"]
    assert re.findall("Rebels attack|Another|Later", seen.text) == ["Rebels attack", "Another", "Later"]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [("supported", "Checked against the source"), ("partly", "Partly supported"), ("not found", "Not found")],
)
def test_verdicts_are_words(verdict: Verdict, words: str) -> None:
    seen = Seen(render_exchange(exchange(Answer(None, "It was [1].", (citation(verdict=verdict),)))))
    assert words in seen.text
    (mark,) = [a for _, a in seen.tags if (a.get("class") or "").startswith("mark")]
    spoken = {"supported": "supports this:", "partly": "supports this in part:", "not found": "does not say this:"}
    assert spoken[verdict] in (mark["aria-label"] or "")
    assert (mark["class"] == "mark") == (verdict == "supported")  # only doubt is seen


@pytest.mark.parametrize("quote", ["The rebels attacked the airport.", "[2] The rebels[3] attacked the airport.[14]"])
def test_a_quote_that_is_the_answer_is_not_shown_twice(quote: str) -> None:
    said = Answer(None, "The rebels attacked the airport. [1]", (citation(quote=quote),))
    seen = Seen(render_exchange(exchange(said)))
    assert seen.text.count("The rebels attacked the airport.") == 1
    assert "word for word" in seen.text


def test_a_refusal_is_calm_and_offers_the_closest_article() -> None:
    answer = Answer(None, "The articles do not say who won [1].", (citation(),), refused=True, closest=evidence())
    seen = Seen(render_exchange(exchange(answer)))
    classes = [a.get("class") for _, a in seen.tags]
    assert "note refusal" in classes and "short" not in classes and "mark" not in classes
    opens = [a for _, a in seen.tags if a.get("class") == "open"]
    assert [a["data-article"] for a in opens] == ["a9"]
    assert "Closest one" in seen.text and "date unknown" in seen.text


def test_who_asks_nothing_is_not_told_that_the_articles_were_searched() -> None:
    text = Seen(render_exchange(exchange(nothing_asked()))).text
    assert "Nothing was searched" in text and "Searched the articles" not in text


def test_how_a_question_was_understood() -> None:
    query = Query("who attacked Al-Nayrab?", Filters(NOVEMBER_28, NOVEMBER_28 + 86400, ("HHS.gov",)), rewritten=True)
    seen = Seen(render_exchange(exchange(Answer(None, "x"), "who?", query)))
    assert "Understood as:" in seen.text
    assert [a["data-words"] for _, a in seen.tags if a.get("class") == "grow"] == ["who attacked Al-Nayrab?"]
    assert "who attacked Al-Nayrab?" in seen.text
    for words in ("HHS.gov", "From 28 November 2024", "To 28 November 2024"):
        assert words in seen.text
    drops = [a for _, a in seen.tags if a.get("data-do") == "drop"]
    assert [(a["data-filter"], a.get("data-name")) for a in drops] == [
        ("since", None), ("until", None), ("publisher", "HHS.gov"),
    ]  # fmt: skip
    held = next(a for tag, a in seen.tags if tag == "article")
    assert (held["data-since"], held["data-until"], held["data-publishers"]) == (
        "2024-11-28", "2024-11-28", '["HHS.gov"]',
    )  # fmt: skip


def test_what_the_corpus_holds() -> None:
    def status(articles: int, *names: str) -> Status:
        counts = tuple(cast(PublisherCount, type("P", (), {"name": n, "articles": 1})()) for n in names)
        dates = (1136073600, NOVEMBER_28) if articles else (None, None)
        return Status("", articles, 0, 0, counts, *dates, None, "e")

    assert holdings(status(1210, "A", "B")) == "1,210 articles from 2 publishers, 2006–2024"
    assert holdings(status(3, "A", "")) == "3 articles from 1 publisher and others, 2006–2024"
    assert holdings(status(2, "")) == "2 articles, 2006–2024"
    assert holdings(status(1, "A")) == "1 article from 1 publisher, 2006–2024"
    assert holdings(status(0)) == "No articles yet"


# -- the conversation ----------------------------------------------------------------------------------------------


class Fake:
    """Streams given events; remembers the questions, the turns and whether it was closed."""

    def __init__(self, *events: Event, error: Exception | None = None) -> None:
        self.events, self.error = events, error
        self.notice = "Known to all."
        self.turns: list[int] = []
        self.closed = 0

    def stream(self, question: str, turns: tuple[Turn, ...] = (), **_: Any) -> Iterator[Event]:
        self.turns.append(len(turns))
        try:
            yield from self.events
            if self.error:
                raise self.error
        finally:
            self.closed += 1


def ask(fake: Fake, question: str, talk: Talk = Talk()) -> list[Talk]:  # noqa: B008 - frozen
    return list(answering(cast(NewsQA, fake), question, "auto", talk))


def story() -> tuple[Event, ...]:
    preview = Answer("Al-Nayrab", "Quoted text [1].", (citation(),))
    final = Answer("Al-Nayrab", "Final text [1].", (citation(),), engine="llm")
    query = Query("q")
    return (
        Understood(query), Gathered((), preview), Delta("Draft text [1] ["), Delta("2] more"),
        Answered(Turn("q", query, (), final)),
    )  # fmt: skip


def test_preview_then_draft_then_answer() -> None:
    stages = [Seen(conversation(talk.exchanges)).text for talk in ask(Fake(*story()), "q")]
    assert "Reading the articles" in stages[0]
    assert any("Quoted from the sources; writing" in s and "Quoted text" in s for s in stages)
    draft = next(s for s in stages if "Draft text" in s)
    assert "not yet checked" in draft and "[" not in draft and "Quoted text" in draft
    assert "Final text" in stages[-1] and "Draft" not in stages[-1] and "Quoted text" not in stages[-1]


def test_a_draft_of_several_lines_takes_the_place_of_the_quotes() -> None:
    preview = Answer("Quoted", "Quoted text [1].", (citation(),))
    seen = Seen(render_exchange(Exchange(1, "q", preview=preview, draft="Short [1]\nA whole sentence [1].")))
    assert "Short" in seen.text and "A whole sentence." in seen.text and "Quoted" not in seen.text


@pytest.mark.parametrize("draft", ["un", "unknown", "Unknown."])
def test_a_draft_that_says_nothing_is_not_shown(draft: str) -> None:
    exchange = Exchange(1, "q", preview=Answer(None, "Quoted text"), draft=draft)
    text = Seen(render_exchange(exchange)).text
    assert "Quoted text" in text and draft not in text


def test_a_notice_of_the_whole_page_is_not_repeated_in_every_answer() -> None:
    for notice, repeated in (("Known to all.", False), ("Only here.", True)):
        turn = Turn("q", Query("q"), (), Answer(None, "x", notice=notice))
        text = Seen(conversation(ask(Fake(Answered(turn)), "q")[-1].exchanges)).text
        assert (notice in text) == repeated


def test_follow_ups_carry_the_finished_turns() -> None:
    fake = Fake(*story())
    first = ask(fake, "one")[-1]
    failed = ask(Fake(error=ValueError("secret detail")), "two", first)[-1]
    ask(fake, "three", failed)
    assert fake.turns == [0, 1]
    assert len(failed.exchanges) == 2


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_does_nothing(question: str) -> None:
    assert ask(Fake(*story()), question) == []


def test_an_overlong_question_gets_a_message_and_never_reaches_the_engine() -> None:
    fake = Fake(*story())
    (talk,) = ask(fake, "a" * (MAX_QUESTION + 1))
    assert "4,001 characters; at most 4,000" in Seen(conversation(talk.exchanges)).text
    assert fake.turns == [] and not talk.exchanges[-1].running
    assert ask(fake, "a" * MAX_QUESTION)[-1].exchanges[-1].turn


def test_a_question_that_cannot_be_asked_takes_no_answers_place() -> None:
    first = ask(Fake(*story()), "one")[-1]
    long = "a" * (MAX_QUESTION + 1)
    (talk,) = answering(cast(NewsQA, Fake()), long, "auto", first, replaces=1)
    assert [e.question for e in talk.exchanges] == ["one", long]
    (again,) = answering(
        cast(NewsQA, Fake()), f"{long}b", "auto", talk, replaces=2
    )  # the one that was no answer either
    assert [e.question for e in again.exchanges] == ["one", f"{long}b"]
    seen = Seen(conversation(again.exchanges))
    assert f"{long}b" not in seen.text and f"{long}b" in [a.get("data-whole") for _, a in seen.tags]


def test_errors_are_calm_and_tell_no_secrets(caplog: pytest.LogCaptureFixture) -> None:
    refusal = BadRequest("question", "Please <b>ask</b> something.")
    said = Seen(conversation(ask(Fake(error=refusal), "q")[-1].exchanges)).text
    assert "Please <b>ask</b> something." in said
    hidden = Seen(conversation(ask(Fake(error=RuntimeError("/secret/path")), "q")[-1].exchanges)).text
    assert "Something went wrong" in hidden and "secret" not in hidden
    assert "answering failed with RuntimeError" in caplog.text and "secret" not in caplog.text
    cut_short = ask(Fake(Understood(Query("q"))), "q")[-1]
    assert cut_short.exchanges[-1].error


def test_closing_the_conversation_closes_the_stream() -> None:
    fake = Fake(*story())
    talks = answering(cast(NewsQA, fake), "q", "auto", Talk())
    _, _, talk = next(talks), next(talks), next(talks)
    talks.close()
    assert fake.closed == 1
    halted = Seen(conversation(stopped(talk).exchanges)).text
    assert "Stopped" in halted and "writing" not in halted


# -- the mounted page ----------------------------------------------------------------------------------------------


def test_the_gate_lets_only_the_page_through() -> None:
    inner = FastAPI()
    inner.add_api_route("/{path:path}", lambda: "inside", methods=["GET", "POST", "PUT"])
    app = FastAPI()
    app.mount("/", Gate(inner))
    client = TestClient(app)
    for path in (
        "/",
        "/config",
        "/theme.css",
        "/assets/index-1.js",
        "/gradio_api/queue/data",
        "/gradio_api/app_id",
        "/gradio_api/heartbeat/a",
    ):
        assert client.get(path).status_code == 200, path
    for path in ("/gradio_api/file=/etc/passwd", "/gradio_api/file=https://x.example/", "/gradio_api/proxy=https://x/",
                 "/gradio_api/upload", "/gradio_api/file/a", "/monitoring", "/gradio_api/runs",
                 "/gradio_api/vibe-code/", "/gradio_api/call/ask/1", "/login_check",
                 "/gradio_api/custom_component/a/b/c/d"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.post("/gradio_api/queue/join", content="{}").status_code == 200
    assert client.post("/gradio_api/queue/join", content="x" * 1_100_000).status_code == 413
    assert client.post("/gradio_api/upload", content="{}").status_code == 404
    assert client.put("/config").status_code == 404
