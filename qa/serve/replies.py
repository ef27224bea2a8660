"""What the API gives, as pydantic models, for its description, for the MCP tools and for the client.

They only describe: what is sent is exactly what qa.wire makes, and a test holds the two together.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnswerReply",
    "ArticleHead",
    "ArticleReply",
    "ArticlesReply",
    "CitationReply",
    "DeltaReply",
    "EvidenceReply",
    "FeedbackGiven",
    "FeedbackListReply",
    "FeedbackReply",
    "FieldError",
    "HealthReply",
    "Hit",
    "JobProgress",
    "JobReply",
    "JobsReply",
    "PassageHit",
    "Problem",
    "ProblemWithArticle",
    "PublisherReply",
    "QueryReply",
    "ReadyReply",
    "SearchReply",
    "StatusReply",
    "TimingsReply",
    "TurnReply",
]


_HAS_WORDS = (
    "Whether the passage, its headline or its publisher has a word of the query; else it lies near in meaning alone."
)
_INSTRUCTS = "Whether rules see in the text what instructs a machine that reads it; a careful program gives such a text to no model."


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Hit(_Reply):
    """A passage or sentence found: `text` is the article's text from `start` to `end` (characters, end excluded)."""

    text: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    article_id: str
    version: str
    start: int
    end: int
    score: float


class QueryReply(_Reply):
    """How a question was understood: stand-alone, with the filters that hold for it."""

    question: str
    rewritten: bool
    since: str | None
    until: str | None
    publisher: list[str]


class CitationReply(_Reply):
    """What a mark `[n]` points at: `quote` is verbatim, article.text[start:end] of that version.

    `differs`: the number that this source gives in place of the answer's, if it tells otherwise.
    """

    n: int
    article_id: str
    version: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    start: int
    end: int
    quote: str
    verdict: Literal["supported", "partly", "not found"]
    differs: str | None


class TimingsReply(_Reply):
    """Seconds since the question came in."""

    understood: float
    evidence: float
    first_word: float | None
    done: float


class AnswerReply(_Reply):
    """An answer. `short`: the shortest phrase that answers. `text` has marks `[n]`, one a citation."""

    short: str | None
    text: str
    citations: list[CitationReply]
    refused: bool
    reason: str | None
    engine: str
    closest: Hit | None
    notice: str | None
    timings: TimingsReply


class TurnReply(AnswerReply):
    """A question and its answer. `short`: the shortest phrase that answers. `text` has marks `[n]`, one a citation."""

    question: str
    understood_as: QueryReply
    evidence: list[Hit]


class EvidenceReply(_Reply):
    """In a stream: what was found, and the quoted answer that can be shown while a model writes."""

    evidence: list[Hit]
    preview: AnswerReply


class DeltaReply(_Reply):
    """In a stream: a piece of the model's draft, not yet verified."""

    text: str


class PassageHit(Hit):
    """A passage found, whole, for others to read: an answer's evidence is without what instructs machines, this is not."""

    has_words: bool = Field(description=_HAS_WORDS)
    instructs: bool = Field(description=_INSTRUCTS)


class SearchReply(_Reply):
    """Passages found, best first."""

    hits: list[PassageHit]


class ArticleHead(_Reply):
    """An article without its text; `characters` is the text's length. Times are ISO 8601 in UTC."""

    id: str
    version: str
    title: str
    publisher: str | None
    byline: str | None
    url: str | None
    language: str | None
    published: str | None
    updated: str | None
    ingested: str | None
    characters: int


class ArticleReply(_Reply):
    """An article with its whole text."""

    id: str
    version: str
    title: str
    text: str
    publisher: str | None
    byline: str | None
    url: str | None
    language: str | None
    published: str | None
    updated: str | None
    ingested: str | None
    instructs: bool = Field(description=_INSTRUCTS)


class ArticlesReply(_Reply):
    """One page of the articles, newest first, and how many there are in all."""

    articles: list[ArticleHead]
    total: int


class PublisherReply(_Reply):
    """A publisher and its number of articles; the name is null for articles that name none."""

    name: str | None
    articles: int


class StatusReply(_Reply):
    """What the corpus holds, and what answers."""

    articles: int
    passages: int
    vectors: int
    publishers: list[PublisherReply]
    oldest: str | None
    newest: str | None
    last_ingested: str | None
    embedder: str
    language_model: str | None
    notice: str | None


class FeedbackGiven(_Reply):
    """The feedback is kept, under this number."""

    id: int


class FeedbackReply(_Reply):
    """What a reader said of an answer; `answer` holds what was kept of the turn, the earlier questions under `history`."""

    id: int
    given: str
    thumb: Literal["up", "down"]
    reason: str
    question: str
    answer: dict[str, Any]


class FeedbackListReply(_Reply):
    """One page of the feedback, newest first, and how much there is in all."""

    feedback: list[FeedbackReply]
    total: int


class JobProgress(_Reply):
    """Where a job is: characters of text are what `done` and `total` (an estimate) count."""

    articles: int
    passages: int
    done: int
    total: int


class ProblemWithArticle(_Reply):
    """A file or record that was refused, or taken only in part, and why; as a notice, what to know of it."""

    path: str
    reason: str


class JobReply(_Reply):
    """A job of indexing. The counts are there once it is done; `refused` counts all problems, `problems` holds the first 500.

    `notices` name what was not refused and may still not be meant: files of a folder that no reader is for, dates to come.
    """

    id: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    created: str
    started: str | None
    finished: str | None
    progress: JobProgress
    added: int
    changed: int
    unchanged: int
    duplicates: int
    passages: int
    seconds: float
    refused: int
    problems: list[ProblemWithArticle]
    notices: list[ProblemWithArticle]
    error: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")


class JobsReply(_Reply):
    """One page of the jobs, newest first, and how many are remembered."""

    jobs: list[JobReply]
    total: int


class HealthReply(_Reply):
    """The process runs."""

    status: Literal["ok"]


class ReadyReply(_Reply):
    """Questions can be answered; `degraded` says why there is no language model, if one was expected."""

    status: Literal["ready"]
    articles: int
    engine: Literal["llm", "extractive"]
    degraded: str | None


class FieldError(_Reply):
    """One field that cannot be used."""

    field: str
    message: str


class Problem(_Reply):
    """What went wrong (RFC 9457). `errors` is there when fields are to blame."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []
