"""The whole line, from a question to a cited answer. READ THIS FIRST.

    question + turns ─understand→ Query ─search→ Evidence ─write→ draft ─verify→ Answer → Turn

Every face (page, API, command line, evaluation) calls `NewsQA.stream` or its drained form, `NewsQA.ask`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from index import (
    Article,
    BadRequest,
    Corpus,
    Evidence,
    Filters,
    ModelUnavailable,
    check_characters,
    content_stems,
    long_forms,
)
from qa.answerable import Assessment, assess_parts
from qa.check import asked_again, trust
from qa.clock import Clock
from qa.compare import compared
from qa.concise import as_told
from qa.extract import extract, together
from qa.gather import Part, found_for, gather
from qa.llm import LanguageModel
from qa.looks import first_look, second_look, third_look
from qa.outlets import all_tell, told_by_each
from qa.parts import besides, how_many, items, short_of
from qa.questions import required_stems
from qa.records import Answer, Answered, Citation, Delta, Engine, Event, Gathered, Query, Turn, Understood
from qa.refuse import nothing_asked, refusal
from qa.understand import asks_nothing, understanding
from qa.verify import Judge, Verified, says_something, verify
from qa.whether import bears_out, wants_yes_or_no, whether
from qa.write import Draft, added, joined, said_already, with_day, with_quotes, write

__all__ = ["MAX_QUESTION", "NewsQA", "check_question"]

MAX_QUESTION = 4000  # characters
_SENTENCES = 8  # shown as evidence, and what the extractive engine chooses from
# Confidence (qa.answerable) below which no engine answers, and below which quotes alone do not. Chosen on development questions;
# bench/refusal.py prints what they do on the half that its weights were not fitted on.
ANSWERABLE = 0.35
QUOTABLE = 0.5
# Doubt is the probability (0 to 1) with which a model that can tell would have said "unknown"; from UNKNOWN on its word is taken.
# From UNSURE on it is asked again whether its short answer is right (qa.check): one that it trusts by CERTAIN is the answer; else
# it looks at other sentences, and the answer that it trusts most is told, if by HEARD. Where the evidence speaks of all that is
# asked (a confidence from SPOKEN_OF on), more doubt and less trust will do; so does HEARD_PART for one of several answers. Such a
# model is asked below ANSWERABLE as well, down to PERHAPS; and any model, down to PART, where another part of the question is
# answerable. Chosen on 134 development questions over the seeds, and 115 of RealTimeQA 2023 and MultiHop-RAG's first half over both
# corpora; HEARD again on 225 of one part that can be answered and 148 that cannot (README, "What did not help").
PERHAPS = 0.24
PART = 0.12
SPOKEN_OF = 0.9
UNSURE, UNSURE_SPOKEN_OF = 0.15, 0.3
UNKNOWN = 0.55
HEARD, HEARD_SPOKEN_OF, HEARD_PART = 0.85, 0.62, 0.82
CERTAIN = 0.92


@dataclass(frozen=True, slots=True)
class NewsQA:
    """A corpus and, if there is one, a language model. Holds no conversation: the caller passes the turns."""

    corpus: Corpus
    llm: LanguageModel | None = None
    notice: str | None = None  # why there is no language model, if the reader should know
    judge: Judge | None = None  # a second opinion on what the model writes, if one is configured

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

        A Delta without text comes now and then, even first of all, while the model has nothing to show, so that the iterator can
        be closed there.
        Raises BadRequest for an empty or overlong question. Closing the iterator stops the model.
        """
        check_question(question)
        clock = Clock()
        query = yield from understanding(question, turns, filters, asked_on, self.llm if self._writes(engine) else None)
        clock.understood = clock.seconds()
        yield Understood(query)
        if asks_nothing(question):
            answer = nothing_asked()
            yield Gathered((), answer)
            yield Answered(Turn(question, query, (), replace(answer, timings=clock.timings())))
            return

        asked = gather(query, self.corpus, self._sentences)
        assessment = assess_parts([part.assessment for part in asked])
        preview = self._quoted(query, assessment, asked)
        clock.evidence = clock.seconds()
        yield Gathered(assessment.evidence, preview)

        answer, draft, evidence = preview, "", assessment.evidence
        if self._writes(engine) and self._answerable(query, asked):
            try:
                drafts: list[Draft] = []
                for piece in self._drafted(asked, drafts):
                    if piece:
                        clock.first_word = clock.first_word or clock.seconds()
                    yield Delta(piece)
                draft = joined(drafts, query.question).text
                drafts = [_quoting_outlets(d, asked) for d in drafts]
                evidence = added(evidence, [e for d in drafts for e in d.evidence])
                answer = self._checked(drafts, query, assessment, preview, asked[0].closest)
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

    @property
    def _sentences(self) -> int:
        """How many sentences of evidence are looked for, for each thing that a question asks."""
        return max(_SENTENCES, self.llm.sentences if self.llm else 0)

    def _writes(self, engine: Engine) -> bool:
        return engine != "extractive" and self.llm is not None

    def _answerable(self, query: Query, asked: Sequence[Part]) -> bool:
        """Whether a model is asked: the articles speak of one of the parts, or else of the whole. Only a local one tells its doubt."""
        assert self.llm is not None
        least = PERHAPS if self.llm.local else ANSWERABLE
        if max(part.assessment.confidence for part in asked) >= least:
            return True
        return len(asked) > 1 and found_for(query, self.corpus, self._sentences).assessment.confidence >= ANSWERABLE

    def _article(self, cited: Citation | Evidence) -> Article:
        return self.corpus.article(cited.article_id, cited.version)

    def _quoted(self, query: Query, assessment: Assessment, asked: Sequence[Part]) -> Answer:
        """The extractive answer, or the refusal."""
        if assessment.confidence < QUOTABLE or not all(part.tells for part in asked):
            return refusal(query, assessment, self.corpus, asked[0].closest)
        return together([extract(p.question, p.assessment.evidence, p.assessment.least) for p in asked])

    def _drafted(self, asked: Sequence[Part], drafts: list[Draft]) -> Iterator[str]:
        """What a reader may see of the drafts to the parts of a question, as they grow; they are put into `drafts`."""
        assert self.llm is not None
        if self.llm.local and len(asked) == 1 and wants_yes_or_no(asked[0].question):
            drafts.append((yield from self._whether(asked[0])))
            yield "" if drafts[-1].unknown else drafts[-1].text
            return
        for part in asked:
            if len(asked) > 1 and part.assessment.confidence < PART:
                drafts.append(Draft(part.question, ()))
                continue
            yield from self._write(part, drafts, HEARD if len(asked) == 1 else HEARD_PART)
            cited = drafts[-1].cited
            if said_already(drafts) or (cited and part.is_of_others(cited)):
                drafts[-1] = drafts[-1].given_up()
            if part is not asked[-1] and not drafts[-1].unknown:
                yield "\n"
        if len(asked) == 1:
            yield from self._others(asked[0], drafts)

    def _others(self, part: Part, drafts: list[Draft]) -> Iterator[str]:
        """Where a question wants several answers and the model gave fewer: what it says from sentences that hold none of those."""
        while not drafts[-1].unknown:
            known = items([draft.short for draft in drafts])
            if not known or len(known) >= how_many(part.question):
                return
            rest = part.without(known, besides(part.question, known))
            if not rest.assessment.evidence:
                return
            more: list[Draft] = []
            begun = False
            for piece in self._write(rest, more, HEARD_PART, once=True):
                yield f"\n{piece}" if piece and not begun else piece
                begun = begun or bool(piece)
            if more[-1].unknown:
                return
            drafts += more

    def _write(self, part: Part, drafts: list[Draft], heard: float, once: bool = False) -> Iterator[str]:
        """What a reader may see of the draft to one part, as it grows; the finished draft is appended to `drafts`.

        heard: the trust from which an answer is told that was asked about again. once: there is one look.
        """
        assert self.llm is not None
        confidence = part.assessment.confidence
        least, heard = (UNSURE_SPOKEN_OF, HEARD_SPOKEN_OF) if confidence >= SPOKEN_OF else (UNSURE, heard)
        tried: list[Draft] = []
        for evidence in self._looks(part, tried, once):
            unsure = 0.0 if tried or confidence < ANSWERABLE else least
            draft = Draft(part.question, evidence, long=self._long_forms(part.question, evidence))
            tried.append(draft)
            for piece in write(draft, self.llm, unsure, UNKNOWN):
                yield "" if draft.in_doubt(unsure) else piece
            if draft.unknown:
                continue
            draft.all_tell = all_tell(draft.question, draft.short, part.assessment.of_outlets)
            if not draft.in_doubt(unsure):
                drafts.append(draft)
                return
            if draft.cited:
                yield from asked_again(draft, self._article(draft.cited), self.llm)
            if trust(draft) >= CERTAIN:
                break
        best = max(tried, key=trust)
        if trust(best) < heard:
            drafts.append(tried[0].given_up())
            return
        drafts.append(best)
        yield best.text

    def _whether(self, part: Part) -> Generator[str, None, Draft]:
        """The draft to a question that wants a yes or no, from the best sentences and from what stands around the best two."""
        assert self.llm is not None
        best = self._best(part)

        def looks() -> Iterator[tuple[Evidence, ...]]:
            yield best
            around = third_look(part.assessment, self._article)
            if not {e.text for e in around} <= {e.text for e in best}:
                yield around

        return (yield from whether(part.question, looks(), self.llm, self._long_forms(part.question, best)))

    def _best(self, part: Part) -> tuple[Evidence, ...]:
        """What the model is given to read first."""
        assert self.llm is not None
        return first_look(part.assessment, self.llm.sentences, self.llm.characters - 2 * len(part.question))

    def _looks(self, part: Part, tried: Sequence[Draft], once: bool) -> Iterator[tuple[Evidence, ...]]:
        """What the model is given to read, one after the other, each once it is known that the one before was not enough."""
        assert self.llm is not None
        yield self._best(part)
        if once:
            return
        if more := second_look(part.assessment, tried[0].evidence):
            yield more
        if self.llm.local and (around := third_look(part.assessment, self._article)):
            yield around

    def _long_forms(self, question: str, evidence: Sequence[Evidence]) -> dict[str, str]:
        """What the articles' abbreviations stand for, where the question speaks of it."""
        asked = set(content_stems(question))
        articles = {e.article_id: e for e in evidence}.values()
        long = {short: whole for e in articles for short, whole in long_forms(self._article(e)).items()}
        return {short: whole for short, whole in long.items() if asked.intersection(content_stems(f"{short} {whole}"))}

    def _checked(
        self, drafts: Sequence[Draft], query: Query, assessment: Assessment, preview: Answer, closest: Evidence | None
    ) -> Answer:
        """What the drafts are worth after verification: themselves, else the quoted answer, else a refusal."""
        if len(drafts) == 1 and drafts[0].unsettled and not preview.refused:
            return replace(preview, notice="Quoted from the sources: the language model is not sure of a yes or no.")
        known = [with_day(draft) for draft in drafts if not draft.unknown]
        if not known or (drafts[0].unknown and not any(_own_names(d.question, drafts[0].question) for d in known)):
            return refusal(query, assessment, self.corpus, closest)
        whole = joined(known, query.question)
        verified = verify(whole.text, whole.evidence, self.judge)
        if verified.text and says_something(verified, query.question):
            short = self._short(verified, known, query.question)
            return Answer(
                short, verified.text, verified.citations, engine="llm", notice=_left_open(query, drafts, short)
            )
        if not preview.refused:
            return replace(preview, notice="Quoted from the sources: what the model wrote did not answer from them.")
        return preview

    def _short(self, verified: Verified, known: Sequence[Draft], question: str) -> str | None:
        """The short answer as a reader sees it: which of two that are compared, names in full."""
        if not verified.short:
            return "Yes" if len(known) == 1 and bears_out(known[0], verified.citations) else None
        if which := compared(question, [draft.question for draft in known], [draft.short for draft in known]):
            return which
        if len(known) == 1:
            return self._told(verified.short, known[0], verified)
        return "; ".join({d.short.casefold(): self._told(d.short, d, verified) for d in known}.values())

    def _told(self, short: str, draft: Draft, verified: Verified) -> str:
        return as_told(short, draft.question, self._article(draft.cited or verified.citations[0]).text)


def _quoting_outlets(draft: Draft, asked: Sequence[Part]) -> Draft:
    """The draft with what each outlet that its question names says of its answer."""
    found = next((part.assessment.of_outlets for part in asked if part.question == draft.question), None)
    if draft.unknown or not found:
        return draft
    return with_quotes(draft, told_by_each(draft.question, draft.short, found))


def _left_open(query: Query, drafts: Sequence[Draft], short: str | None) -> str | None:
    """What a reader is told of what the question asks and the answer does not tell."""
    if missing := [draft.question for draft in drafts if draft.unknown]:
        return f"Not found in the sources: {' '.join(missing)}"
    fewer = short_of(query.question, short) if short and not query.parts else None
    return f"The question asks for {fewer[1]}; the short answer names {fewer[0]}." if fewer else None


def _own_names(question: str, first: str) -> bool:
    """Whether a part speaks of something that the first one does not: "by what percentage?" alone tells nobody anything."""
    own = set(content_stems(question)) - set(content_stems(first))
    return len(own) > 1 or not required_stems(question) <= required_stems(first)


def check_question(question: str) -> None:
    """Raise BadRequest for a question that cannot be asked."""
    if not question.strip():
        raise BadRequest("question", "the question is empty: type one, such as “which airport was attacked?”.")
    check_characters(question)
    if len(question) > MAX_QUESTION:
        raise BadRequest(
            "question", f"the question has {len(question):,} characters, the most is {MAX_QUESTION:,}: shorten it."
        )
