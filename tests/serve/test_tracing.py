"""Traces of questions: their spans, not a word of theirs by default, and no OpenTelemetry unless an endpoint is configured."""

from __future__ import annotations

import logging
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from llama_index.core import get_response_synthesizer
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from index import Article, BadRequest, Corpus, Filters
from index.retriever import CorpusRetriever
from qa import NewsQA, Settings, ask
from qa.mcp_server import ServiceOnDemand
from qa.query_engine import NewsQAQueryEngine
from qa.records import Turn
from qa.serve.observe import Metrics, ObservedNewsQA, observed
from qa.serve.schemas import AskBody
from qa.serve.spans import Tracing
from qa.serve.tracing import finish_tracing, tracing

ROOT = Path(__file__).parents[2]
QUESTION = "Which airport did the storm close?"
DRAFT = "the airport of Port Alba [1]\nA storm closed the airport of Port Alba on Thursday [1]."
KIND = "openinference.span.kind"


class Model:
    """A language model that always writes the same, in pieces."""

    name = "scripted"
    sentences = 6
    characters = 10_000
    local = False

    def stream(self, messages: Sequence[tuple[str, str]], *, max_tokens: int, doubt: object = None) -> Iterator[str]:
        yield from re.findall(r"\S+\s*", DRAFT)


class Traced:
    """A NewsQA that is traced, and the spans that came of it."""

    def __init__(self, newsqa: NewsQA, *, content: bool = False) -> None:
        self._exporter = InMemorySpanExporter()
        self.tracing = Tracing(self._exporter, content=content)
        self.newsqa: ObservedNewsQA = replace(observed(newsqa, Metrics()), tracing=self.tracing)

    def ask(self, question: str = QUESTION, **given: Any) -> Turn:
        return self.newsqa.ask(question, **given)

    def every(self) -> tuple[ReadableSpan, ...]:
        self.tracing.provider.force_flush()
        return self._exporter.get_finished_spans()

    def spans(self) -> dict[str, ReadableSpan]:
        """Those of one question, by name."""
        spans = self.every()
        assert len({span.name for span in spans}) == len(spans)
        return {span.name: span for span in spans}


@pytest.fixture(autouse=True)
def _unconfigured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "NEWSQA_TRACE_CONTENT"):
        monkeypatch.delenv(name, raising=False)
    tracing.cache_clear()
    yield
    tracing.cache_clear()
    if LlamaIndexInstrumentor().is_instrumented_by_opentelemetry:
        LlamaIndexInstrumentor().uninstrument()


def _attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))


def _told(span: ReadableSpan) -> set[str]:
    """Every word of what a span says, the names of its attributes left out."""
    events = [(event.name, *(event.attributes or {}).values()) for event in span.events]
    links = [tuple((link.attributes or {}).values()) for link in span.links]
    return _words(f"{span.name} {list(_attributes(span).values())} {events} {links} {span.status.description or ''}")


def _content(articles: Sequence[Article]) -> set[str]:
    """Every word of the question and of the articles."""
    return _words(" ".join([QUESTION, DRAFT, *(f"{a.title} {a.text} {a.publisher} {a.url}" for a in articles)]))


# -- a question's spans ------------------------------------------------------------------------------------------------


def test_quotes_are_traced_as_a_chain_with_its_search(corpus: Corpus) -> None:
    traced = Traced(NewsQA(corpus))
    turn = traced.ask(filters=Filters(publishers=("Alba Times",)))
    spans = traced.spans()
    kinds = {name: _attributes(span)[KIND] for name, span in spans.items()}
    assert kinds == {"newsqa.question": "CHAIN", "understand": "CHAIN", "retrieve": "RETRIEVER"}
    root = spans["newsqa.question"]
    told = _attributes(root)
    assert root.parent is None and root.context is not None and root.status.status_code is StatusCode.UNSET
    assert told["newsqa.face"] == "page" and told["newsqa.engine_asked"] == "auto"
    assert told["newsqa.engine"] == "extractive" and told["newsqa.outcome"] == "answered"
    assert told["newsqa.question.length"] == len(QUESTION) and told["newsqa.turns"] == 0
    assert told["newsqa.answer.length"] == len(turn.answer.text)
    assert told["newsqa.citations"] == told["newsqa.citations.supported"] == len(turn.answer.citations)
    assert set(told["newsqa.articles"]) == {citation.article_id for citation in turn.answer.citations}
    assert told["newsqa.seconds.done"] == turn.answer.timings.done and "newsqa.seconds.first_word" not in told
    assert _attributes(spans["understand"])["newsqa.filtered"] is True
    found = _attributes(spans["retrieve"])
    for i, e in enumerate(turn.evidence):
        assert found[f"retrieval.documents.{i}.document.id"] == f"{e.article_id}@{e.version}:{e.start}-{e.end}"
        assert found[f"retrieval.documents.{i}.document.score"] == pytest.approx(e.score)
    assert all(s.parent and s.parent.span_id == root.context.span_id for n, s in spans.items() if s is not root)


def test_a_model_that_writes_adds_its_writing_and_the_check_of_it(corpus: Corpus) -> None:
    traced = Traced(NewsQA(corpus, Model()))
    turn = traced.ask()
    assert turn.answer.engine == "llm"
    spans = traced.spans()
    order = ["understand", "retrieve", "write", "verify"]
    assert set(spans) == {*order, "newsqa.question"}
    wrote, checked = _attributes(spans["write"]), _attributes(spans["verify"])
    assert (wrote[KIND], checked[KIND]) == ("LLM", "EVALUATOR")
    assert wrote["llm.model_name"] == "scripted" and wrote["newsqa.draft.length"] >= len(DRAFT)
    assert checked["newsqa.citations"] == len(turn.answer.citations) > 0
    assert _attributes(spans["newsqa.question"])["newsqa.seconds.first_word"] > 0
    times = [time for name in order for time in (spans[name].start_time, spans[name].end_time)]
    root = spans["newsqa.question"]
    assert times == sorted(times) and times[0] == root.start_time and times[-1] <= (root.end_time or 0)


def test_what_is_refused_left_or_fails_says_so(corpus: Corpus) -> None:
    refused = Traced(NewsQA(corpus))
    refused.ask("Who is the emperor of Zork?")
    assert _attributes(refused.spans()["newsqa.question"])["newsqa.outcome"] == "refused"

    left = Traced(NewsQA(corpus, Model()))
    events = left.newsqa.stream(QUESTION)
    for _ in range(5):
        next(events)
    events.close()  # type: ignore[attr-defined]
    spans = left.spans()
    assert set(spans) == {"newsqa.question", "understand", "retrieve", "write"}
    told = _attributes(spans["newsqa.question"])
    assert (told["newsqa.outcome"], told["newsqa.stage"]) == ("stopped", "write")

    failed = Traced(NewsQA(corpus))
    with pytest.raises(BadRequest):
        failed.ask(" ")
    (root,) = failed.spans().values()
    told = _attributes(root)
    assert (told["newsqa.outcome"], told["newsqa.stage"]) == ("bad_request", "understand")
    assert told["error.type"] == "BadRequest" and root.status.status_code is StatusCode.ERROR


def test_no_word_of_a_question_or_an_article_is_in_a_trace(corpus: Corpus, articles: list[Article]) -> None:
    traced = Traced(NewsQA(corpus, Model()))
    first = traced.ask()
    traced.ask("When?", turns=[first])
    traced.ask(engine="extractive")
    spans = traced.every()
    assert len(spans) == 5 + 5 + 3
    for span in spans:
        assert _told(span) & _content(articles) == set()
        assert not span.events and span.status.description is None


def test_content_that_is_let_out_is_all_there(corpus: Corpus) -> None:
    traced = Traced(NewsQA(corpus, Model()), content=True)
    turn = traced.ask()
    spans = {name: _attributes(span) for name, span in traced.spans().items()}
    assert spans["newsqa.question"]["input.value"] == spans["retrieve"]["input.value"] == QUESTION
    assert spans["newsqa.question"]["output.value"] == spans["verify"]["output.value"] == turn.answer.text
    assert spans["retrieve"]["retrieval.documents.0.document.content"] == turn.evidence[0].text
    assert "A storm closed the airport" in spans["write"]["output.value"]


def test_of_content_openinference_hides_what_it_is_told_to(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENINFERENCE_HIDE_INPUTS", "true")
    traced = Traced(NewsQA(corpus), content=True)
    turn = traced.ask()
    root = traced.spans()["newsqa.question"]
    assert _attributes(root)["output.value"] == turn.answer.text
    assert "storm close" not in str(_attributes(root)["input.value"])


# -- llama-index -------------------------------------------------------------------------------------------------------


def _with_llama_index(corpus: Corpus, content: bool) -> tuple[ReadableSpan, ...]:
    """The spans of a query engine of llama-index over our retriever, of our query engine, and of one that breaks."""
    traced = Traced(NewsQA(corpus), content=content)
    traced.tracing.follow_llama_index()
    synthesizer = get_response_synthesizer(llm=MockLLM())
    RetrieverQueryEngine(CorpusRetriever(corpus, k=2), synthesizer).query(QUESTION)

    class Broken(CorpusRetriever):
        def _retrieve(self, query_bundle: Any) -> list[Any]:
            raise RuntimeError(f"cannot find: {query_bundle.query_str}")

    with pytest.raises(RuntimeError, match="storm"):
        Broken(corpus).retrieve(QUESTION)
    NewsQAQueryEngine(newsqa=traced.newsqa).query(QUESTION)
    return traced.every()


def test_llama_index_is_traced_without_a_word(corpus: Corpus, articles: list[Article]) -> None:
    spans = _with_llama_index(corpus, content=False)
    (root,) = (span for span in spans if span.name == "newsqa.question")
    engines = [span.context.span_id for span in spans if "NewsQAQueryEngine" in span.name and span.context]
    assert root.parent and root.parent.span_id in engines
    broken = [span for span in spans if "Broken" in span.name]
    assert broken and all(span.status.status_code is StatusCode.ERROR for span in broken)
    assert {_attributes(span)[KIND] for span in spans} >= {"CHAIN", "RETRIEVER", "LLM"}
    for span in spans:
        assert _told(span) - _words(span.name) & _content(articles) == set()
        assert not span.events and span.status.description is None


def test_llama_index_tells_content_that_is_let_out(corpus: Corpus) -> None:
    told = set().union(*map(_told, _with_llama_index(corpus, content=True)))
    assert _words(QUESTION) <= told and {"lindqvist", "thursday"} <= told


# -- the environment ---------------------------------------------------------------------------------------------------


def test_unless_it_is_configured_nothing_of_opentelemetry_is_loaded() -> None:
    code = (
        "import sys, qa.serve.observe\nfrom qa.serve.tracing import tracing\nassert tracing() is None\n"
        "sys.exit(any(name.split('.')[0] in ('opentelemetry', 'openinference') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == 0


@pytest.mark.parametrize(("name", "value"), [("OTEL_SDK_DISABLED", "true"), ("OTEL_TRACES_EXPORTER", "none")])
def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv(name, value)
    assert tracing() is None


def test_missing_packages_are_named_once_and_questions_answered(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delitem(sys.modules, "qa.serve.spans")
    monkeypatch.setitem(sys.modules, "openinference.instrumentation", None)
    with caplog.at_level(logging.WARNING, "newsqa.tracing"):
        for _ in range(2):
            assert not observed(NewsQA(corpus), Metrics()).ask(QUESTION).answer.refused
    (line,) = caplog.messages
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in line and "pip install -e '.[otel]'" in line


class Collector(ThreadingHTTPServer):
    """Takes traces over HTTP and remembers their addresses and bodies."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Collector  # type: ignore[assignment]

    def do_POST(self) -> None:
        self.server.taken.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """A collector that is configured as the endpoint."""
    collector = Collector()
    threading.Thread(target=collector.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_address[1]}")
    yield collector
    collector.shutdown()
    collector.server_close()


def test_questions_from_python_and_of_assistants_are_traced(
    tmp_path: Path, articles: list[Article], collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSQA_LLM_FILE", str(tmp_path / "none.gguf"))
    with Corpus.open(tmp_path) as opened:
        opened.add(articles)
    ask(QUESTION, data=tmp_path)
    on_demand = ServiceOnDemand(Settings.load(data=tmp_path))
    with on_demand.use() as service:
        assert list(service.stream(AskBody(question=QUESTION)))
    on_demand.close()
    made = tracing()
    assert made is not None and made.provider.force_flush()
    sent = b"".join(body for _, body in collector.taken)
    for face in (b"python", b"mcp"):
        assert re.search(rb"newsqa\.face.{0,6}" + face, sent, re.S)


def test_questions_of_a_command_are_sent_before_it_ends(
    tmp_path: Path, articles: list[Article], collector: Collector
) -> None:
    with Corpus.open(tmp_path) as opened:
        opened.add(articles)
    command = [sys.executable, "-m", "qa", "--data", str(tmp_path), "ask", QUESTION, "--engine", "extractive"]
    subprocess.run(command, cwd=ROOT, timeout=120, check=True, capture_output=True)
    sent = b"".join(body for _, body in collector.taken)
    assert re.search(rb"newsqa\.face.{0,6}cli", sent, re.S)


def test_the_end_does_not_wait_for_an_endpoint_that_is_not_there(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{closed.getsockname()[1]}")
    finish_tracing(9)  # nothing was traced yet
    assert not observed(NewsQA(corpus), Metrics()).ask(QUESTION).answer.refused
    made = tracing()
    assert made is not None
    started = time.monotonic()
    finish_tracing(0.2)
    made.provider.shutdown()  # as at the end of the process
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("content", ["", "0", "1"])
def test_traces_reach_the_configured_endpoint(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, collector: Collector, content: str
) -> None:
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=cellar")
    monkeypatch.setenv("NEWSQA_TRACE_CONTENT", content)
    newsqa = observed(NewsQA(corpus), Metrics())
    newsqa.ask(QUESTION)
    assert newsqa.tracing is not None and newsqa.tracing is observed(NewsQA(corpus), Metrics()).tracing
    newsqa.tracing.provider.shutdown()
    assert {path for path, _ in collector.taken} == {"/v1/traces"}
    sent = b"".join(body for _, body in collector.taken)
    for known in (b"service.name", b"newsqa.question", b"RETRIEVER", b"cellar"):
        assert known in sent
    assert (QUESTION.encode() in sent) == (b"Forty flights" in sent) == (content == "1")


def test_the_setting_is_known() -> None:
    assert Settings.load({"NEWSQA_TRACE_CONTENT": "1"}) == Settings()
