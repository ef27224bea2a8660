"""The whole line, from a question to a cited answer. READ THIS FIRST.

    question + turns ─understand→ Query ─search→ Evidence ─write→ draft ─verify→ Answer → Turn

Every face (page, API, command line, evaluation) calls `NewsQA.stream` or its drained form, `NewsQA.ask`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from index import Article, BadRequest, Corpus, Evidence, Filters, ModelUnavailable, check_characters, content_stems
from qa.clock import Clock
from qa.evidence.answerable import Assessment, assess_parts, lacks
from qa.evidence.differing import differing, told_otherwise
from qa.evidence.extract import extract, together
from qa.evidence.gather import Part, found_for, gather, told_elsewhere
from qa.facts.compare import compared, offered
from qa.model.background import waited
from qa.model.llm import LanguageModel
from qa.question.clauses import told_of_clauses
from qa.question.lately import as_of
from qa.question.outlets import told_by_each
from qa.question.parts import parts, short_of
from qa.question.polar import wants_yes_or_no
from qa.question.separate import MOST, NOT_FOUND, TOO_MANY, separate
from qa.question.wants import required_stems
from qa.records import Answer, Answered, Citation, Delta, Engine, Event, Gathered, Query, Turn, Understood
from qa.tell.concise import as_told
from qa.tell.digest import digest
from qa.tell.refuse import refusal
from qa.understand.courtesies import without_filler
from qa.understand.message import longhand, readings, told_before
from qa.understand.moves import happened, more_of_somebody, move
from qa.understand.returns import returned
from qa.understand.several import one_by_one
from qa.understand.standalone import understanding
from qa.verify import Judge, Verified, says_something, verify
from qa.write.bounds import doubtful
from qa.write.draft import Draft, added, joined, with_day, with_quotes
from qa.write.drafting import ANSWERABLE, Drafting
from qa.write.whether import bears_out

__all__ = ["MAX_QUESTION", "READ_IT", "NewsQA", "check_question"]

MAX_QUESTION = 4000  # characters
_SENTENCES = 8  # shown as evidence, and what the extractive engine chooses from
# Confidence (qa.evidence.answerable) below which quotes alone do not answer, as no engine does below ANSWERABLE. Chosen on development
# questions; bench/refusal.py prints what they do on the half that its weights were not fitted on.
QUOTABLE = 0.5
_MEASURES = frozenset(
    content_stems("percent percentage share number amount sum people person year month week day date time place name")
)
READ_IT = "The source may tell of something else than this asks: read it before you rely on it."
_UNSURE = "the language model is not sure of a yes or no"
_NO_MODEL = "No language model is configured: answers are quotes only."


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
        if engine not in get_args(Engine):
            raise BadRequest("engine", f"there is no engine {engine!r}: choose one of {', '.join(get_args(Engine))}.")
        clock = Clock()
        llm = self.llm if engine != "extractive" else None
        asked_for = without_filler(one_by_one(question))
        meant = self._as_meant(asked_for, turns, filters, asked_on)
        typed = without_filler(question)
        query = yield from understanding(
            meant,
            turns,
            filters,
            asked_on,
            llm,
            lambda asked, cited: told_elsewhere(asked, cited, self.corpus),
            self.corpus.likeness,
        )
        query = replace(query, rewritten=query.rewritten or meant.casefold() != typed.casefold())
        clock.understood = clock.seconds()
        yield Understood(query)
        # "Tell me more about him" has its topic once it is read
        made = move(meant) or move(query.question) or more_of_somebody(query.question)
        if told := made and digest(made, query, turns, self.corpus):
            evidence, answer = told
            clock.evidence = clock.seconds()
            yield Gathered(evidence, answer)
            yield Answered(Turn(question, query, evidence, replace(answer, timings=clock.timings())))
            return

        asked = gather(query, self.corpus, self._sentences)
        assessment = assess_parts([part.assessment for part in asked])
        preview = self._quoted(query, assessment, asked)
        clock.evidence = clock.seconds()
        yield Gathered(assessment.evidence, preview)

        answer, draft, evidence = preview, "", assessment.evidence
        drafting = Drafting(self.corpus, llm) if llm else None
        if drafting and self._answerable(query, asked, drafting.least):
            try:
                drafts: list[Draft] = []
                for piece in drafting.drafted(asked, drafts):
                    if piece:
                        clock.first_word = clock.first_word or clock.seconds()
                    yield Delta(piece)
                draft = joined(drafts, query.question).text
                drafts = [self._quoting_outlets(d, asked) for d in drafts]
                evidence = added(evidence, [e for d in drafts for e in d.evidence])
                answer = yield from self._checked(drafts, query, assessment, preview, asked[0])
            except ModelUnavailable as error:
                answer = _noted(preview, f"Quoted from the sources: {error}")
        elif engine != "extractive" and self.llm is None:
            # Who asks for one by name is told even where a reader need not know
            answer = _noted(preview, self.notice or (_NO_MODEL if engine == "llm" else None))
        if answer.refused and (about := happened(query.question)):
            told = digest(about, query, turns, self.corpus)
            evidence, answer = told if told and not told[1].refused else (evidence, answer)
        if len(asked) == 1:
            others = differing(
                answer,
                query.question,
                assessment.ranked,
                self._article,
                self.corpus.alike,
                lambda article: lacks(query.question, article, self.corpus),
            )
            if drafting and answer.engine == "llm":
                others = yield from drafting.borne_out(query.question, others)
            answer = told_otherwise(answer, [other for other in others if other.sure])
        if aged := as_of(answer, query.question, query.asked_on):
            answer = replace(answer, notice=f"{answer.notice} {aged}" if answer.notice else aged)
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

    def _as_meant(self, question: str, turns: Sequence[Turn], filters: Filters, asked_on: int | None) -> str:
        """The question with its apostrophes and capitals, and without what else the message says, if that leads to no other article; where the
        articles do not speak of it as it was typed, if they speak of what is left out, else without slips of the pen: a rare word may look
        like one. What else is said in a later message is read with the turns before it."""
        question = self.corpus.capitalised(question)
        spelled = self.corpus.spelled(longhand(question))
        others = [r for r in readings(question) if not turns or (r[1:] in question and not returned(question, turns))]
        if spelled == question and not others:
            return question

        def found(asked: str) -> Part:
            return found_for(Query(asked, filters, asked_on=asked_on), self.corpus, self._sentences)

        typed = found(question)
        for reading in others:
            alone = found(meant := self.corpus.spelled(longhand(reading)))
            if not _quotable(alone):
                continue
            cited = alone.assessment.evidence[0]
            if (
                cited.article_id == typed.assessment.evidence[0].article_id
                if _quotable(typed)
                else self._tells_of(told_before(question, reading), cited)
            ):
                return meant
        return question if typed.assessment.confidence >= QUOTABLE else spelled

    def _tells_of(self, named: Sequence[str], cited: Evidence) -> bool:
        """Whether an article speaks of names, as far as any article does."""
        known = [name for name in named if any(self.corpus.weights(name).values())]
        said = set(content_stems(f"{cited.title} {self._article(cited).text}"))
        return all(said.issuperset(content_stems(name)) for name in known)

    def _answerable(self, query: Query, asked: Sequence[Part], least: float) -> bool:
        """Whether a model is asked: the articles speak of one of the parts, by a confidence of `least` or more, or else of the whole."""
        if max(part.assessment.confidence for part in asked) >= least:
            return True
        return len(asked) > 1 and found_for(query, self.corpus, self._sentences).assessment.confidence >= ANSWERABLE

    def _quoted(self, query: Query, assessment: Assessment, asked: Sequence[Part]) -> Answer:
        """The extractive answer, or the refusal. Of questions that a message asks one by one, those are answered that can be."""
        if separate(query.question) and any(map(_quotable, asked)):
            each = [_extracted(part) if _quotable(part) else None for part in asked]
            missing = [part.question for part in asked if not _quotable(part)]
            return _noted(together(each, apart=True), _left_out(query, missing))
        if assessment.confidence < QUOTABLE or not all(part.tells for part in asked):
            near = next((p.near for p in asked if p.near), None) if assessment.confidence >= QUOTABLE else None
            refused = refusal(query, assessment, self.corpus, asked[0].closest, asked[0].outdated, near)
            return _noted(refused, _left_out(query))
        return together([_extracted(part) for part in asked])

    def _checked(
        self, drafts: Sequence[Draft], query: Query, assessment: Assessment, preview: Answer, first: Part
    ) -> Generator[Delta, None, Answer]:
        """What the drafts are worth after verification: themselves, else the quoted answer, else a refusal. A Delta without text comes now
        and then while a judge is asked."""
        known, apart = [with_day(draft) for draft in drafts if not draft.unknown], bool(separate(query.question))
        if not known and any(draft.unsettled for draft in drafts) and not preview.refused:
            return _noted(preview, f"Quoted from the sources: {_UNSURE}.")
        if not known or (
            drafts[0].unknown and not any(apart or _own_names(d.question, drafts[0].question) for d in known)
        ):
            near = next((draft.near for draft in drafts if draft.near), None)
            quote = _first_quoted(preview, assessment.evidence)
            refused = refusal(query, assessment, self.corpus, first.closest, first.outdated, near, quote)
            return _noted(refused, _left_out(query))
        whole = joined(known, query.question)
        verified = yield from self._verified(whole)
        asked = [draft.question for draft in known] if apart else [query.question]
        if verified.text and any(says_something(verified, question) for question in asked):
            short = None if any(map(doubtful, known)) else self._short(verified, known, query.question)
            return Answer(
                short, verified.text, verified.citations, engine="llm", notice=_left_open(query, drafts, short)
            )
        if not preview.refused:
            return _noted(preview, "Quoted from the sources: what the model wrote did not answer from them.")
        return preview

    def _verified(self, draft: Draft) -> Generator[Delta, None, Verified]:
        if not self.judge:
            return verify(draft.text, draft.evidence)
        waiting = waited(lambda: verify(draft.text, draft.evidence, self.judge))
        while True:
            try:
                yield Delta(next(waiting))
            except StopIteration as done:
                return done.value

    def _short(self, verified: Verified, known: Sequence[Draft], question: str) -> str | None:
        """The short answer as a reader sees it: which of two that are compared, names in full."""
        if not verified.short:
            return "Yes" if all(bears_out(draft, verified.citations) for draft in known) else None
        if which := compared(question, [draft.question for draft in known], [draft.short for draft in known]):
            return which
        if offered(question) and not parts(question)[0] and any(draft.question != question for draft in known):
            return None  # two numbers, or one of them, do not tell which, and nothing else is asked
        if len(known) == 1:
            return self._told(verified.short, known[0], verified)
        sure = [d for d in known if not wants_yes_or_no(d.question) or bears_out(d, verified.citations)]
        return "; ".join({d.short.casefold(): self._told(d.short, d, verified) for d in sure}.values()) or None

    def _quoting_outlets(self, draft: Draft, asked: Sequence[Part]) -> Draft:
        """The draft with what the outlets that its question names tell of its clauses, and what each of the others says of the answer."""
        found = next((part.assessment for part in asked if part.question == draft.question), None)
        if draft.unknown or not found or not found.of_outlets:
            return draft
        told = told_of_clauses(draft.question, draft.short, found.of_clauses, self._article)
        others = told_by_each(draft.question, draft.short, found.of_outlets, told)
        return with_quotes(draft, [*told, *others])

    def _article(self, cited: Citation | Evidence) -> Article:
        return self.corpus.article(cited.article_id, cited.version)

    def _told(self, short: str, draft: Draft, verified: Verified) -> str:
        return as_told(short, draft.question, self._article(draft.cited or verified.citations[0]).text)


def _quotable(part: Part) -> bool:
    """Whether quotes alone answer it."""
    return part.assessment.confidence >= QUOTABLE and part.tells


def _extracted(part: Part) -> Answer:
    return extract(part.question, part.assessment.evidence, part.assessment.least)


def _first_quoted(preview: Answer, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence that the extractive answer quotes first."""
    places = [(c.article_id, c.start) for c in preview.citations[:1]]
    return next((e for e in evidence if (e.article_id, e.start) in places), None)


def _left_open(query: Query, drafts: Sequence[Draft], short: str | None) -> str | None:
    """What a reader is told of what the question asks and the answer does not tell, or may not."""
    said = [READ_IT] * any(map(doubtful, drafts))
    unsettled = [draft.question for draft in drafts if draft.unsettled]
    missing = [draft.question for draft in drafts if draft.unknown and not draft.unsettled]
    if left := _left_out(query, missing):
        said.append(left)
    if unsettled:
        said.append(f"{_UNSURE[0].upper()}{_UNSURE[1:]}: {' '.join(unsettled)}")
    elif short and not missing and not query.parts and (fewer := short_of(query.question, short)):
        said.append(f"The question asks for {fewer[1]}; the short answer names {fewer[0]}.")
    return " ".join(said) or None


def _left_out(query: Query, missing: Sequence[str] = ()) -> str:
    """What a reader is told of questions that the answer leaves out: those that are not found, and those that are too many for one message."""
    said = [f"{NOT_FOUND}: {' '.join(missing)}"] if missing else []
    if over := separate(query.question)[MOST:]:
        more = f" and {len(over) - MOST} more" if len(over) > MOST else ""
        said.append(f"{TOO_MANY}; ask these once more: {' '.join(over[:MOST])}{more}")
    return " ".join(said)


def _noted(answer: Answer, words: str | None) -> Answer:
    """The answer with words before what its reader is told already."""
    return replace(answer, notice=" ".join(filter(None, (words, answer.notice))) or None)


def _own_names(question: str, first: str) -> bool:
    """Whether a part speaks of something that the first one does not: "by what percentage?" alone tells nobody anything."""
    own = set(content_stems(question)) - set(content_stems(first)) - _MEASURES
    return bool(own) or not required_stems(question) <= required_stems(first)


def check_question(question: str) -> None:
    """Raise BadRequest for a question that cannot be asked."""
    if not isinstance(question, str) or not question.strip():
        raise BadRequest("question", "the question is empty: type one, such as “which airport was attacked?”.")
    check_characters(question)
    if len(question) > MAX_QUESTION:
        raise BadRequest(
            "question", f"the question has {len(question):,} characters, the most is {MAX_QUESTION:,}: shorten it."
        )
