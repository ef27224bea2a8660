"""What is counted, timed and, where that is configured, traced of the work on questions. Never a word of a question or an article.

Questions are counted where they are answered, so that those of the page and of assistants count like those of the API.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from index import BadRequest, Filters, ModelUnavailable, Overloaded
from qa.newsqa import NewsQA
from qa.records import Answer, Answered, Engine, Event, Turn
from qa.serve.jobs import Job
from qa.serve.tracing import tracing

if TYPE_CHECKING:
    from qa.serve.spans import Tracing

__all__ = ["CONTENT_TYPE_LATEST", "FACE", "Metrics", "ObservedNewsQA", "observed"]

FACE: ContextVar[str] = ContextVar("face", default="page")  # the page's questions come out of Gradio's own queue
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_FAILURES = {BadRequest: "bad_request", Overloaded: "overloaded", ModelUnavailable: "model_unavailable"}


class Metrics:
    """The counters of one server, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = made = CollectorRegistry()
        self.questions = Counter(
            "newsqa_questions",
            "Questions by face, the engine that answered, and outcome: answered, refused, stopped (the asker left) or why it failed.",
            ("face", "engine", "outcome"),
            registry=made,
        )
        self.quoted_instead = Counter(
            "newsqa_answers_with_notice", "Answers with a notice, such as a model that did not answer.", registry=made
        )
        self.citations = Counter("newsqa_citations", "Citations given, by verdict.", ("verdict",), registry=made)
        self.stages = Histogram(
            "newsqa_stage_seconds",
            "Seconds from a question's arrival until it was understood, its evidence found, the first word written, all done.",
            ("stage",),
            buckets=_SECONDS,
            registry=made,
        )
        self.requests = Counter("newsqa_http_requests", "Requests.", ("method", "route", "status"), registry=made)
        self.request_seconds = Histogram(
            "newsqa_http_request_seconds", "Seconds of a request.", ("route",), buckets=_SECONDS, registry=made
        )
        self.under_way = Gauge("newsqa_http_requests_under_way", "Requests being answered.", registry=made)
        self.jobs = Counter(
            "newsqa_ingest_jobs", "Jobs of indexing that have ended, by state.", ("state",), registry=made
        )
        self.articles = Counter(
            "newsqa_ingested_articles",
            "Articles that jobs were given: added, changed, unchanged, duplicate; refused also counts those without their date.",
            ("result",),
            registry=made,
        )
        self.held = Gauge("newsqa_corpus", "What the corpus holds.", ("what",), registry=made)
        self.newest = Gauge(
            "newsqa_newest_article_timestamp_seconds", "When the newest article was published.", registry=made
        )
        self.ingested = Gauge(
            "newsqa_last_ingest_timestamp_seconds", "When an article was last indexed.", registry=made
        )
        self.queue = Gauge(
            "newsqa_queue", "What waits: questions for a search or the model, jobs.", ("what",), registry=made
        )

    def text(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)

    def answered(self, answer: Answer) -> None:
        """Count what an answer was."""
        t = answer.timings
        for stage, seconds in (("understood", t.understood), ("evidence", t.evidence), ("done", t.done)):
            self.stages.labels(stage).observe(seconds)
        if t.first_word is not None:
            self.stages.labels("first_word").observe(t.first_word)
        if answer.notice:
            self.quoted_instead.inc()
        for citation in answer.citations:
            self.citations.labels(citation.verdict).inc()

    def job_ended(self, job: Job) -> None:
        """Count what a job came to."""
        self.jobs.labels(job.state).inc()
        if report := job.report:
            counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
            for result, n in (counts | {"duplicate": report.duplicates, "refused": len(report.problems)}).items():
                self.articles.labels(result).inc(n)


@dataclass(frozen=True)
class ObservedNewsQA(NewsQA):
    """A NewsQA whose answers are counted, and traced where there is a tracing. face: which one asks; None: the one of the request."""

    inner: NewsQA | None = None
    face: str | None = None
    metrics: Metrics = field(default_factory=Metrics)
    tracing: Tracing | None = None

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        engine: Engine = "auto",
        asked_on: int | None = None,
    ) -> Iterator[Event]:
        """The same as NewsQA.stream."""
        assert self.inner is not None
        face, wrote, outcome = self.face or FACE.get(), engine, "stopped"
        traced = failed = None
        if self.tracing is not None:
            model = self.llm.name if self.llm is not None else None
            traced = self.tracing.asked(question, turns, engine=engine, face=face, model=model)
        events = self.inner.stream(question, turns, filters=filters, engine=engine, asked_on=asked_on)
        try:
            with closing(_closable(events)) as asked:
                for event in asked:
                    if isinstance(event, Answered):
                        answer = event.turn.answer
                        wrote, outcome = answer.engine, "refused" if answer.refused else "answered"
                        self.metrics.answered(answer)
                    if traced is not None:
                        traced.saw(event)
                    yield event
        except Exception as error:
            failed = type(error).__name__  # the error itself would hold this frame, and be held by it
            outcome = next((name for kind, name in _FAILURES.items() if isinstance(error, kind)), "failed")
            raise
        finally:
            self.metrics.questions.labels(face, wrote, outcome).inc()
            if traced is not None:
                traced.ended(outcome, wrote, failed)


def observed(newsqa: NewsQA, metrics: Metrics, face: str | None = None) -> ObservedNewsQA:
    """The NewsQA, its answers counted, and traced if the environment says where to. face: see ObservedNewsQA."""
    given: dict[str, Any] = {f.name: getattr(newsqa, f.name) for f in fields(NewsQA) if hasattr(newsqa, f.name)}
    return ObservedNewsQA(**given, inner=newsqa, face=face, metrics=metrics, tracing=tracing())


def _closable(events: Iterator[Event]) -> Generator[Event, None, None]:
    if isinstance(events, Generator):
        return events
    return (event for event in events)
