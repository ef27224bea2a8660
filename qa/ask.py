"""The whole line, from a question to a cited answer. READ THIS FIRST.

    question + turns ─understand→ Query ─search→ Evidence ─write→ draft ─verify→ Answer → Turn

Every face (page, API, command line, evaluation) calls `NewsQA.stream` or its drained form, `NewsQA.ask`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import BadRequest, Corpus, Evidence, Filters, ModelUnavailable
from qa.answerable import Assessment, assess, assess_parts
from qa.dates import with_date
from qa.extract import extract, fits
from qa.llm import LanguageModel
from qa.parts import parts
from qa.questions import wanted
from qa.records import Answer, Answered, Delta, Engine, Event, Gathered, Query, Timings, Turn, Understood
from qa.refuse import refusal
from qa.understand import understand
from qa.verify import is_unknown, says_something, verify
from qa.write import write

__all__ = ["MAX_QUESTION", "NewsQA"]

MAX_QUESTION = 4000  # characters
_PASSAGES = 20
_TELLING = 5
_FAR_BELOW = 0.6  # of sentence score
_SECOND_LOOK = 1100  # characters: some 250 tokens, four seconds on two cores
# Enough of a draft to tell whether it says that it does not know: two whole words and the start of a third, a line or a mark.
_TELLING_START = re.compile(r"\s*\S+\s+\S+\s+\S|.*[\[\n]", re.S)
_SENTENCES = 8  # shown as evidence, and what the extractive engine chooses from
# Confidence (qa.answerable) below which no engine answers, and below which quotes alone do not. Chosen on development questions;
# bench/refusal.py prints what they do on the half that its weights were not fitted on.
ANSWERABLE = 0.2
QUOTABLE = 0.5
CERTAIN = 0.84  # above it the quotes are shown even where the model says that it does not know


@dataclass(frozen=True, slots=True)
class NewsQA:
    """A corpus and, if there is one, a language model. Holds no conversation: the caller passes the turns."""

    corpus: Corpus
    llm: LanguageModel | None = None
    notice: str | None = None  # why there is no language model, if the reader should know

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        engine: Engine = "auto",
        asked_on: int | None = None,
    ) -> Iterator[Event]:
        """Answer one question; yields Understood, Gathered, any number of Delta, and last Answered.

        A Delta without text comes now and then while the model has nothing to show, so that the iterator can be closed there.
        Raises BadRequest for an empty or overlong question. Closing the iterator stops the model.
        """
        _check(question)
        clock = _Clock()
        query = understand(question, turns, filters, asked_on)
        clock.understood = clock.seconds()
        yield Understood(query)

        assessment, closest = self._gather(query)
        preview = self._quoted(query, assessment, closest)
        clock.evidence = clock.seconds()
        yield Gathered(assessment.evidence, preview)

        answer, draft, evidence = preview, "", assessment.evidence
        if self._writes(engine) and assessment.confidence >= ANSWERABLE:
            try:
                chosen = self._chosen(assessment)
                for look in (chosen, self._second_look(assessment, chosen)):
                    if not look or not is_unknown(draft or "unknown"):
                        break
                    pieces: list[str] = []
                    for piece in self._write(query, look, pieces):
                        if piece:
                            clock.first_word = clock.first_word or clock.seconds()
                        yield Delta(piece)
                    draft, chosen = "".join(pieces), look
                evidence += tuple(
                    e for e in chosen if all((e.article_id, e.start) != (o.article_id, o.start) for o in evidence)
                )
                answer = self._checked(draft, query, assessment, chosen, preview, closest)
            except ModelUnavailable as error:
                answer = replace(preview, notice=f"Quoted from the sources: {error}")
        elif engine != "extractive" and self.llm is None and self.notice:
            answer = replace(preview, notice=self.notice)
        answer = replace(answer, timings=clock.timings())
        yield Answered(Turn(question, query, evidence, answer, draft))

    def ask(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        engine: Engine = "auto",
        asked_on: int | None = None,
    ) -> Turn:
        """The finished turn: the drained stream."""
        *_, last = self.stream(question, turns, filters=filters, engine=engine, asked_on=asked_on)
        assert isinstance(last, Answered)
        return last.turn

    def _writes(self, engine: Engine) -> bool:
        return engine != "extractive" and self.llm is not None

    def _quoted(self, query: Query, assessment: Assessment, closest: Evidence | None) -> Answer:
        """The extractive answer, or the refusal."""
        if not assessment.evidence or assessment.confidence < QUOTABLE:
            return refusal(query, assessment, self.corpus, closest)
        if wanted(query.question) == "number" and not any(
            fits(query.question, e) for e in assessment.evidence[:_TELLING]
        ):
            return refusal(query, assessment, self.corpus, closest)  # it asks how many, say, and no number stands there
        return extract(query.question, assessment.evidence, assessment.least)

    def _write(self, query: Query, evidence: Sequence[Evidence], pieces: list[str]) -> Iterator[str]:
        """The draft as it grows, all of it also into `pieces`. A reader is not shown "unknown" or "not mentioned" being written."""
        assert self.llm is not None
        shown = 0
        for piece in write(query.question, evidence, self.llm):
            pieces.append(piece)
            so_far = "".join(pieces)
            if not piece:
                yield ""
            elif shown or (_TELLING_START.match(so_far) and not is_unknown(so_far)):
                yield so_far[shown:]
                shown = len(so_far)
        if not shown and not is_unknown("".join(pieces)):
            yield "".join(pieces)

    def _gather(self, query: Query) -> tuple[Assessment, Evidence | None]:
        """The evidence for a question, for each of its parts if it asks two things, and the passage that comes closest."""
        most = max(_SENTENCES, self.llm.sentences if self.llm else 0)
        asked = [replace(query, question=part) for part in parts(query.question)] or [query]
        assessments, closest = [], []
        for one in asked:
            found = self.corpus.find(one.question, _PASSAGES, one.filters, one.asked_on, one.articles)
            assessments.append(assess(one, found, self.corpus, most))
            closest += [f.evidence() for f in found[:1]]
        assessment = assess_parts(assessments) if len(assessments) > 1 else assessments[0]
        return assessment, closest[0] if closest else None

    def _chosen(self, assessment: Assessment) -> list[Evidence]:
        """The evidence a model is given: as much as suits it, without what scores far below the best.

        The article of the best sentence comes first, and each article's sentences in the order of its text.
        """
        assert self.llm is not None
        enough = max(e.score for e in assessment.evidence) - _FAR_BELOW
        always = 2 * assessment.least
        chosen = [e for n, e in enumerate(assessment.evidence) if e.score >= enough or n < always]
        chosen = chosen[: self.llm.sentences]
        while len(chosen) > always and sum(len(e.text) for e in chosen) > self.llm.characters:
            chosen.pop()
        articles = list(dict.fromkeys(e.article_id for e in chosen))
        return sorted(chosen, key=lambda e: (articles.index(e.article_id), e.start))

    def _second_look(self, assessment: Assessment, chosen: Sequence[Evidence]) -> list[Evidence]:
        """More of the best sentence's article, in the order of its text: what a model reads that found no answer at first.

        A detail often stands in a sentence that shares no word with the question.
        """
        seen = {(e.article_id, e.start) for e in chosen}
        more: list[Evidence] = []
        for e in assessment.further:
            fitting = sum(len(m.text) for m in more) + len(e.text) <= _SECOND_LOOK
            if fitting and (e.article_id, e.start) not in seen:
                more.append(e)
        return sorted(more, key=lambda e: e.start)

    def _checked(
        self,
        draft: str,
        query: Query,
        assessment: Assessment,
        chosen: Sequence[Evidence],
        preview: Answer,
        closest: Evidence | None,
    ) -> Answer:
        """What a draft is worth after verification: itself, else the quoted answer, else a refusal."""
        if is_unknown(draft):
            sure = assessment.confidence >= CERTAIN or wanted(query.question) == "when"  # quotes can date by the report
            if sure and not preview.refused:
                return replace(preview, notice="Quoted from the sources: the model found no answer in them.")
            return refusal(query, assessment, self.corpus, closest)
        verified = verify(draft, chosen)
        if verified.text and says_something(verified, query.question):
            short = verified.short
            if short and wanted(query.question) == "when":
                short = with_date(short, verified.citations[0].published)
            return Answer(short, verified.text, verified.citations, engine="llm")
        if not preview.refused:
            return replace(preview, notice="Quoted from the sources: what the model wrote did not answer from them.")
        return preview


class _Clock:
    """Seconds since a question came in, by stage."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self.understood = 0.0
        self.evidence = 0.0
        self.first_word: float | None = None

    def seconds(self) -> float:
        return round(time.monotonic() - self._start, 4)

    def timings(self) -> Timings:
        return Timings(self.understood, self.evidence, self.first_word, self.seconds())


def _check(question: str) -> None:
    if not question.strip():
        raise BadRequest("question", "the question is empty: type one, such as “which airport was attacked?”.")
    if any("\ud800" <= c <= "\udfff" for c in question):
        raise BadRequest(
            "question", "the question is no valid Unicode text (it holds half a character): type it again."
        )
    if len(question) > MAX_QUESTION:
        raise BadRequest(
            "question", f"the question has {len(question):,} characters, the most is {MAX_QUESTION:,}: shorten it."
        )
