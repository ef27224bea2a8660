"""What every face but the page offers, from checked requests to JSON: the server sends it, the command line prints it.

qa.client.remote offers the same from a server that runs elsewhere.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from index import Corpus, Evidence, holds_instructions
from qa.clock import day_of_asking
from qa.newsqa import NewsQA
from qa.serve.feedback import feedback_json, kept_answer
from qa.serve.filters import make_filters
from qa.serve.schemas import AskBody, FeedbackBody, SearchBody
from qa.wire import article_json, event_json, hit_json, iso_time, parse_time, turns_from_json

__all__ = ["ArticlesQuery", "Events", "LocalService", "Service", "model_name"]

Events = Generator[tuple[str, dict[str, Any]], None, None]


@dataclass(frozen=True, slots=True)
class ArticlesQuery:
    """Which articles to list: each word of `text` must stand in the title."""

    publisher: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    text: str = ""
    limit: int = 50
    offset: int = 0


class Service(Protocol):
    """Questions, searches and looks into the corpus, in JSON. All raise NewsqaError and its kinds."""

    def stream(self, ask: AskBody) -> Events:
        """(name, data) of understood, evidence, delta …, answer. Closing it stops the model."""
        ...

    def search(self, search: SearchBody) -> dict[str, Any]:
        """{"hits": [...]}, best first."""
        ...

    def articles(self, query: ArticlesQuery) -> dict[str, Any]:
        """{"articles": [...], "total": n}, newest first, without their texts."""
        ...

    def article(self, article_id: str, version: str | None = None) -> dict[str, Any]:
        """An article with its text."""
        ...

    def status(self) -> dict[str, Any]:
        """What the corpus holds, and what answers."""
        ...

    def remove(self, article_id: str) -> None:
        """Forget an article with all its versions."""
        ...

    def give_feedback(self, feedback: FeedbackBody) -> dict[str, Any]:
        """Keep a reader's verdict on an answer; {"id": n}."""
        ...

    def feedback(self, limit: int = 50, offset: int = 0) -> dict[str, Any]:
        """{"feedback": [...], "total": n}, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class LocalService:
    """The service of a corpus that this process has open."""

    newsqa: NewsQA

    @property
    def corpus(self) -> Corpus:
        return self.newsqa.corpus

    def stream(self, ask: AskBody) -> Events:
        turns = turns_from_json([turn.model_dump(exclude_unset=True) for turn in ask.turns])
        filters = make_filters(self.corpus, ask.since, ask.until, ask.publisher)
        asked_on = day_of_asking(parse_time(ask.asked_on, "asked_on"))
        events = self.newsqa.stream(ask.question, turns, filters=filters, engine=ask.engine, asked_on=asked_on)
        try:
            for event in events:
                yield event_json(event)
        finally:
            if isinstance(events, Generator):
                events.close()

    def search(self, search: SearchBody) -> dict[str, Any]:
        filters = make_filters(self.corpus, search.since, search.until, search.publisher)
        found = self.corpus.search(search.query, search.k, filters)
        return {"hits": [_passage_json(hit) for hit in found]}

    def articles(self, query: ArticlesQuery) -> dict[str, Any]:
        filters = make_filters(self.corpus, query.since, query.until, query.publisher)
        found = self.corpus.articles(filters, query.text, query.limit, query.offset)
        total = self.corpus.count(filters, query.text)
        return {"articles": [article_json(article, text=False) for article in found], "total": total}

    def article(self, article_id: str, version: str | None = None) -> dict[str, Any]:
        article = self.corpus.article(article_id, version)
        return article_json(article) | {"instructs": holds_instructions(article.text)}

    def status(self) -> dict[str, Any]:
        record = asdict(self.corpus.status())
        del record["directory"]  # where the files lie is nobody's business on a network
        for key in ("oldest", "newest", "last_ingested"):
            record[key] = iso_time(record[key])
        return {**record, "language_model": model_name(self.newsqa.llm), "notice": self.newsqa.notice}

    def remove(self, article_id: str) -> None:
        self.corpus.remove(article_id)

    def give_feedback(self, feedback: FeedbackBody) -> dict[str, Any]:
        parse_time(feedback.asked_on, "asked_on")
        question, payload = feedback.turn.question, kept_answer(feedback)
        return {"id": self.corpus.feedback.add(feedback.thumb, question, feedback.reason, payload).id}

    def feedback(self, limit: int = 50, offset: int = 0) -> dict[str, Any]:
        page = self.corpus.feedback.list(limit, offset)
        return {"feedback": [feedback_json(one) for one in page], "total": self.corpus.feedback.count()}


def _passage_json(hit: Evidence) -> dict[str, Any]:
    return hit_json(hit) | {"has_words": hit.has_words, "instructs": holds_instructions(hit.text)}


def model_name(llm: object | None) -> str | None:
    """A language model's own name, if there is a model."""
    return None if llm is None else str(getattr(llm, "name", None) or type(llm).__name__)
