"""The spans of a question, by OpenInference's conventions, and what of them may leave the process.

Needs the packages of the `otel` extra, and is loaded only when they are wanted (qa.serve.tracing). The provider is one of our own and not
OpenTelemetry's global one: the libraries around us, which would trace addresses with what was searched for, stay silent.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from openinference.instrumentation import OITracer, TraceConfig
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from openinference.semconv.trace import DocumentAttributes, OpenInferenceSpanKindValues, SpanAttributes
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, Status, StatusCode, set_span_in_context
from opentelemetry.util.types import AttributeValue

from index import Evidence
from qa.records import Answer, Answered, Delta, Event, Gathered, Query, Turn, Understood

__all__ = ["Asked", "Tracing", "otlp"]

_KIND = OpenInferenceSpanKindValues
_INPUT, _OUTPUT = SpanAttributes.INPUT_VALUE, SpanAttributes.OUTPUT_VALUE
_ERROR_TYPE = "error.type"
# Attributes whose text is a name or an id. Those of llama-index are many, and what they hold changes with its versions: what is
# not known to be without words stays here.
_NAMES = frozenset(
    (
        SpanAttributes.OPENINFERENCE_SPAN_KIND,
        SpanAttributes.LLM_MODEL_NAME,
        SpanAttributes.LLM_PROVIDER,
        SpanAttributes.LLM_SYSTEM,
        SpanAttributes.EMBEDDING_MODEL_NAME,
        _ERROR_TYPE,
    )
)


def otlp() -> SpanExporter:
    """What sends spans to the configured endpoint; it reads OTEL_EXPORTER_OTLP_* itself."""
    return OTLPSpanExporter()


class Tracing:
    """Makes spans and hands them to an exporter, from a thread of its own. content: let questions, articles and answers out."""

    def __init__(self, exporter: SpanExporter, *, content: bool = False) -> None:
        resource = Resource.create({"service.name": "newsqa"})
        # The name that the user gives goes before ours.
        self.provider = TracerProvider(resource=resource.merge(OTELResourceDetector().detect()))
        self.provider.add_span_processor(BatchSpanProcessor(exporter if content else _Wordless(exporter)))
        self._exporter = exporter
        self.content = content
        # With content, OPENINFERENCE_HIDE_* still hide what they name.
        hidden = None if content else True
        self._config = TraceConfig(hide_inputs=hidden, hide_outputs=hidden)
        self._tracer = OITracer(self.provider.get_tracer("newsqa"), self._config)

    def asked(self, question: str, turns: Sequence[Turn], *, engine: str, face: str, model: str | None) -> Asked:
        """Begin the spans of a question. model: the name of the one that may write."""
        return Asked(self._tracer, self.content, question, len(turns), engine, face, model)

    def finish(self, seconds: float) -> None:
        """Send what is left, for so long at most, and nothing any more. A flush alone would try for ten seconds and more."""
        sending = threading.Thread(target=self.provider.force_flush, name="newsqa-traces", daemon=True)
        sending.start()
        sending.join(seconds)
        self._exporter.shutdown()  # which also ends a wait for the next try

    def follow_llama_index(self) -> None:
        """Trace what llama-index does in this process too: its retrievers and query engines, ours among them."""
        LlamaIndexInstrumentor().instrument(tracer_provider=self.provider, config=self._config)


class Asked:
    """One question's span, and a child for each stage, made when the event comes that ends the stage."""

    def __init__(
        self, tracer: OITracer, content: bool, question: str, turns: int, engine: str, face: str, model: str | None
    ) -> None:
        self._tracer, self._content, self._question, self._model = tracer, content, question, model
        self._since = time.time_ns()
        self._stage, self._found, self._pieces, self._paused = "understand", 0, list[str](), 0
        given = {"face": face, "engine_asked": engine, "question.length": len(question), "turns": turns}
        self._root = tracer.start_span(
            "newsqa.question",
            start_time=self._since,
            attributes=_ours(given) | self._text(_INPUT, question),
            openinference_span_kind=_KIND.CHAIN,
        )

    def saw(self, event: Event) -> None:
        """Note an event of the answer in the making."""
        now = time.time_ns()
        match event:
            case Understood(query):
                self._child(_KIND.CHAIN, now, self._understood(query))
                self._stage, self._question = "retrieve", query.question
            case Gathered(evidence, _):
                self._child(_KIND.RETRIEVER, now, self._retrieved(evidence))
                self._stage, self._found = "answer", len(evidence)
            case Delta(text) if self._stage in ("answer", "write"):
                self._stage, self._paused = "write", now
                self._pieces.append(text)
            case Answered(turn):
                if self._stage == "write":
                    self._wrote()
                    self._stage = "verify"
                    self._child(_KIND.EVALUATOR, now, self._verified(turn))
                self._stage = "done"
                self._root.set_attributes(self._answered(turn.answer))

    def ended(self, outcome: str, engine: str, error: str | None = None) -> None:
        """End the question's span. outcome: as it is counted (qa.serve.observe); engine: which one answered; error: its kind."""
        if self._stage == "write":  # broken off
            self._wrote()
        self._root.set_attributes(_ours({"outcome": outcome, "engine": engine, "stage": self._stage}))
        if error is not None:
            self._root.set_attribute(_ERROR_TYPE, error)
            self._root.set_status(Status(StatusCode.ERROR))
        self._root.end()

    def _child(self, kind: OpenInferenceSpanKindValues, until: int, attributes: Mapping[str, AttributeValue]) -> None:
        """The span of the stage that ends now (epoch nanoseconds), and began where the one before it ended."""
        # Never made the current one: a stream may be read, and closed, in another context than the one it was begun in.
        span: Span = self._tracer.start_span(
            self._stage,
            set_span_in_context(self._root),
            start_time=self._since,
            attributes=attributes,
            openinference_span_kind=kind,
        )
        span.end(until)
        self._since = until

    def _wrote(self) -> None:
        draft = "".join(self._pieces)
        named = {SpanAttributes.LLM_MODEL_NAME: self._model} if self._model else {}
        written = _ours({"draft.length": len(draft), "sentences": self._found})
        self._child(_KIND.LLM, self._paused, named | written | self._text(_OUTPUT, draft))

    def _understood(self, query: Query) -> dict[str, AttributeValue]:
        known = {
            "question.length": len(query.question),
            "rewritten": query.rewritten,
            "parts": len(query.parts),
            "filtered": bool(query.filters),
        }
        return _ours(known) | self._text(_INPUT, self._question) | self._text(_OUTPUT, query.question)

    def _retrieved(self, evidence: Sequence[Evidence]) -> dict[str, AttributeValue]:
        found = self._text(_INPUT, self._question)
        for i, e in enumerate(evidence):
            document = f"{SpanAttributes.RETRIEVAL_DOCUMENTS}.{i}."
            found[document + DocumentAttributes.DOCUMENT_ID] = f"{e.article_id}@{e.version}:{e.start}-{e.end}"
            found[document + DocumentAttributes.DOCUMENT_SCORE] = float(e.score)
            found |= self._text(document + DocumentAttributes.DOCUMENT_CONTENT, e.text)
        return found

    def _verified(self, turn: Turn) -> dict[str, AttributeValue]:
        return _judged(turn.answer) | self._text(_INPUT, turn.draft) | self._text(_OUTPUT, turn.answer.text)

    def _answered(self, answer: Answer) -> dict[str, AttributeValue]:
        t = answer.timings
        seconds = {"understood": t.understood, "evidence": t.evidence, "first_word": t.first_word, "done": t.done}
        known = {
            "answer.length": len(answer.text),
            "notice": answer.notice is not None,
            "articles": tuple(dict.fromkeys(citation.article_id for citation in answer.citations)),
            **{f"seconds.{stage}": value for stage, value in seconds.items() if value is not None},
        }
        return _ours(known) | _judged(answer) | self._text(_OUTPUT, answer.text)

    def _text(self, key: str, text: str) -> dict[str, AttributeValue]:
        return {key: text} if self._content else {}


class _Wordless(SpanExporter):
    """Passes spans on with numbers, names and ids alone: no other text, no messages of errors, no events."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._inner.export([_bare(span) for span in spans])

    def shutdown(self) -> None:
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._inner.force_flush(timeout_millis)


def _bare(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes={key: value for key, value in (span.attributes or {}).items() if _is_wordless(key, value)},
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _is_wordless(key: str, value: AttributeValue) -> bool:
    """Whether an attribute is a number, a name or an id. Embeddings are sequences of numbers, and can be read back into words."""
    named = key in _NAMES or key.startswith("newsqa.") or key.endswith(f".{DocumentAttributes.DOCUMENT_ID}")
    return named or isinstance(value, (bool, int, float))


def _judged(answer: Answer) -> dict[str, AttributeValue]:
    verdicts = Counter(citation.verdict.replace(" ", "_") for citation in answer.citations)
    return _ours({"citations": len(answer.citations)} | {f"citations.{verdict}": n for verdict, n in verdicts.items()})


def _ours(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    """Attributes of no convention, under our name. Never of words: these leave the machine without a look at them."""
    return {f"newsqa.{name}": value for name, value in attributes.items()}
