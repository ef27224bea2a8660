"""What is found for the parts of a question → a draft of the answer to each, by a language model.

What the model is given to read, how often it looks, which of its answers is trusted, and which part waits for another's answer.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from index import Article, Corpus, Evidence, ModelUnavailable, content_stems, long_forms, says
from qa.evidence.answerable import lacks
from qa.evidence.differing import Differing
from qa.evidence.gather import Part
from qa.facts.rivals import names_another_doer, supposes_a_deed, tells_of_another_doer
from qa.model.llm import LanguageModel
from qa.question.denied import denies, says_not
from qa.question.outlets import all_tell
from qa.question.parts import besides, how_many, items
from qa.question.polar import settles, wants_yes_or_no
from qa.records import Citation, Delta
from qa.write.answer import because, write
from qa.write.bounds import HEARD, HEARD_PART, OTHERWISE, Bounds, doubtful, most_trusted
from qa.write.check import asked_again
from qa.write.counted import number_found
from qa.write.draft import Draft, said_already
from qa.write.looks import first_look, second_look, third_look
from qa.write.supposed import asked_without_answer
from qa.write.whether import whether

__all__ = ["ANSWERABLE", "Drafting"]

ANSWERABLE = 0.35  # confidence (qa.evidence.answerable) below which no engine answers; chosen on development questions
# A local model, which tells its doubt, is asked below ANSWERABLE as well, down to PERHAPS; and any model, down to PART, where another part
# of the question is answerable. Chosen on 134 development questions over the seeds.
PERHAPS = 0.24
PART = 0.12
# Misgiving from which another report's number is not told beside an answer; chosen on the dev half of bench/questions-differing.jsonl.
TAKEN_BACK = 0.1


@dataclass(frozen=True, slots=True)
class Drafting:
    """A language model, and the corpus that its evidence comes from."""

    corpus: Corpus
    llm: LanguageModel

    @property
    def least(self) -> float:
        """The confidence from which the model is asked: only a local one tells its doubt."""
        return PERHAPS if self.llm.local else ANSWERABLE

    def drafted(self, asked: Sequence[Part], drafts: list[Draft]) -> Iterator[str]:
        """What a reader may see of the drafts to the parts of a question, as they grow; they are put into `drafts`.

        A yes or no that another part's answer tells as well ("Was it closed, and when?") is asked only where there is none.
        """
        told = [part for part in asked if any(settles(other.question, part.question) for other in asked)]
        for part in asked:
            if any(part is other for other in told):
                continue
            if len(asked) > 1 and part.assessment.confidence < PART:
                drafts.append(Draft(part.question, ()))
                continue
            yield from self._answered(part, drafts, HEARD if len(asked) == 1 else HEARD_PART)
            cited = drafts[-1].cited
            if said_already(drafts) or (cited and part.is_of_others(cited)):
                drafts[-1] = drafts[-1].given_up()
            if part is not asked[-1] and not drafts[-1].unknown:
                yield "\n"
        if len(asked) == 1:
            yield from self._others(asked[0], drafts)
        for part in told:
            if all(draft.unknown for draft in drafts if settles(draft.question, part.question)):
                yield from self._answered(part, drafts, HEARD_PART)
                drafts.insert(0, drafts.pop())

    def borne_out(self, question: str, others: Sequence[Differing]) -> Generator[Delta, None, list[Differing]]:
        """What other reports give in an answer's place, each sure or not as a local model says that is asked about it."""
        if not self.llm.local:
            return list(others)
        told: list[Differing] = []
        try:
            for other in others:
                draft = Draft(question, (other.evidence,), f"{other.number} [1]")
                for piece in asked_again(draft, self._article(other.evidence), self.llm):
                    yield Delta(piece)
                told.append(other._replace(sure=draft.misgiving is not None and draft.misgiving < TAKEN_BACK))
        except ModelUnavailable:
            return list(others)
        return told

    def _answered(self, part: Part, drafts: list[Draft], heard: float) -> Iterator[str]:
        """What a reader may see of the draft to one part, which is put behind `drafts`."""
        if self.llm.local and wants_yes_or_no(part.question):
            drafts.append((yield from self._whether(part)))
            yield "" if drafts[-1].unknown else drafts[-1].text
        else:
            yield from self._write(part, drafts, heard)
            yield from self._just_that(part, drafts)

    def _just_that(self, part: Part, drafts: list[Draft]) -> Iterator[str]:
        """Give the last draft up where what it cites tells of something else than is asked, as a local model reads it; where that may be,
        leave it to its source's sentence. So is a reason, of which a reading of the article is the less sure, and two looks the surer.

        What several articles or outlets tell together, none of them tells alone; nor, mostly, all that "which two …?" asks for.
        """
        draft, found = drafts[-1], part.assessment
        several = found.least > 1 or found.of_outlets or how_many(part.question)[0] > 1
        if not self.llm.local or not draft.cited or several:
            return
        yield from asked_without_answer(draft, self._article(draft.cited), found.ranked, self.llm)
        if draft.otherwise is not None and draft.otherwise >= OTHERWISE and not because(part.question, self.llm):
            drafts[-1] = draft.given_up(near=draft.cited)
        elif doubtful(draft):
            draft.text = draft.first_line

    def _others(self, part: Part, drafts: list[Draft]) -> Iterator[str]:
        """Where a question wants several answers and the model gave fewer: what it says from sentences that hold none of those.

        Where it does not say that it wants several, another one is told only if the model is certain.
        """
        many, sure = how_many(part.question)
        while not drafts[-1].unknown:
            known = items([draft.short for draft in drafts])
            if not known or len(known) >= many:
                return
            rest = part.without(known, besides(part.question, known))
            if not rest.assessment.evidence:
                return
            more: list[Draft] = []
            begun = False
            for piece in self._write(rest, more, HEARD_PART, once=True, certain=not sure):
                yield f"\n{piece}" if piece and not begun else piece
                begun = begun or bool(piece)
            if more[-1].unknown:
                return
            drafts += more

    def _write(
        self, part: Part, drafts: list[Draft], heard: float, once: bool = False, certain: bool = False
    ) -> Iterator[str]:
        """What a reader may see of the draft to one part, as it grows; the finished draft is appended to `drafts`.

        heard: the trust from which an answer is told that was asked about again. once: there is one look. certain: it is asked about
        again however little its doubt, and told where the model is certain alone.
        """
        why = because(part.question, self.llm)
        bounds = Bounds.of(part.assessment.confidence, heard, why, certain)
        denied = denies(part.question)
        # Until all of a draft is there; no number is looked for then.
        kept_back = denied or supposes_a_deed(part.question)
        tried: list[Draft] = []
        for evidence in self._looks(part, tried, once, why):
            unsure = 0.0 if tried or part.assessment.confidence < ANSWERABLE else bounds.unsure
            draft = Draft(part.question, evidence, long=self._long_forms(part.question, evidence))
            tried.append(draft)
            elsewhere: bool | None = None  # known with the first piece, which comes behind a short answer
            for piece in write(draft, self.llm, unsure, bounds.unknown):
                if piece and elsewhere is None:
                    elsewhere = not once and self._is_elsewhere(part, draft)
                in_doubt = elsewhere or draft.in_doubt(unsure) or bounds.minds(draft)
                yield "" if kept_back or in_doubt else piece
            if kept_back and _of_another_doer(draft):
                tried[-1] = draft = draft.given_up()
            elif denied and draft.cited and not says_not(f"{draft.cited.title} {draft.cited.text}"):
                tried[-1] = draft = draft.given_up(near=draft.cited)
            if draft.unknown:
                continue
            draft.all_tell = all_tell(draft.question, draft.short, part.assessment.of_outlets)
            elsewhere = not once and self._is_elsewhere(part, draft)
            in_doubt = draft.in_doubt(unsure) or elsewhere
            if not in_doubt and not bounds.minds(draft):
                drafts.append(draft)
                if kept_back:
                    yield draft.text
                return
            if draft.cited:
                yield from asked_again(draft, self._article(draft.cited), self.llm)
            if bounds.suffices(draft, in_doubt):
                break
            if elsewhere:
                tried[-1] = draft.given_up()
        told = most_trusted(tried, bounds)
        if not told and not once and not kept_back:
            told = yield from number_found(part, self._article, self.llm)
            told = None if told and self._is_elsewhere(part, told) else told
        drafts.append(told or tried[0].given_up(next((draft.near for draft in tried if draft.near), None)))
        if not drafts[-1].unknown:
            yield drafts[-1].text

    def _whether(self, part: Part) -> Generator[str, None, Draft]:
        """The draft to a question that wants a yes or no, from the best sentences and from what stands around the best two."""
        best = self._best(part)

        def looks() -> Iterator[tuple[Evidence, ...]]:
            yield best
            around = third_look(part.assessment, self._article)
            if not {e.text for e in around} <= {e.text for e in best}:
                yield around

        return (yield from whether(part.question, looks(), self.llm, self._long_forms(part.question, best)))

    def _best(self, part: Part) -> tuple[Evidence, ...]:
        """What the model is given to read first."""
        return first_look(part.assessment, self.llm.sentences, self.llm.characters - 2 * len(part.question))

    def _looks(self, part: Part, tried: Sequence[Draft], once: bool, why: bool) -> Iterator[tuple[Evidence, ...]]:
        """What the model is given to read, one after the other, each once it is known that the one before was not enough.

        why: without what lacks the best sentences, where a model finds some reason or other.
        """
        yield self._best(part)
        if once:
            return
        if not why and (more := second_look(part.assessment, tried[0].evidence)):
            yield more
        if self.llm.local and (around := third_look(part.assessment, self._article)):
            yield around

    def _is_elsewhere(self, part: Part, draft: Draft) -> bool:
        """Whether a local model's draft cites an article that says nothing of a name in the question, which asks of one article alone."""
        one = self.llm.local and part.assessment.least == 1 and not part.assessment.of_outlets
        return bool(one and draft.cited and lacks(part.question, self._article(draft.cited), self.corpus))

    def _long_forms(self, question: str, evidence: Sequence[Evidence]) -> dict[str, str]:
        """What the articles' abbreviations stand for, where the question speaks of it."""
        asked = set(content_stems(question))
        articles = {e.article_id: e for e in evidence}.values()
        long = {short: whole for short, whole in self.corpus.forms_asked(question).items() if says(question, whole)}
        long |= {short: whole for e in articles for short, whole in long_forms(self._article(e)).items()}
        return {short: whole for short, whole in long.items() if asked.intersection(content_stems(f"{short} {whole}"))}

    def _article(self, cited: Citation | Evidence) -> Article:
        return self.corpus.article(cited.article_id, cited.version)


def _of_another_doer(draft: Draft) -> bool:
    """Whether a draft tells of somebody else what its question supposes of one, by its sentences or by whom it names."""
    told = (tells_of_another_doer(draft.question, said) for said in (draft.short, draft.written))
    return any(told) or bool(draft.cited and names_another_doer(draft.question, draft.short, draft.cited.text))
