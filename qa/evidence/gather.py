"""A question → what is found for it: for each thing that it asks, its evidence and what came closest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Corpus, Evidence, content_stems, stems
from qa.evidence.answerable import Assessment, assess
from qa.evidence.extract import fits, must_fit
from qa.question.denied import denies
from qa.question.lately import Lately, lately
from qa.question.parts import tells_of_others
from qa.question.wants import names, required_stems
from qa.records import Query

__all__ = ["Part", "found_for", "gather", "told_elsewhere"]

_PASSAGES = 20
_TELLING = 5
# How far the search puts another article above those of the conversation, which it prefers, and the confidence in that one (qa.evidence.answerable),
# from which on something new is asked. Chosen on the dev half of bench/questions-followups.jsonl.
_BETTER, _WELL = 0.3, 0.9
_SPEAKS = 0.35  # the confidence from which older reports speak of what is asked


def gather(query: Query, corpus: Corpus, sentences: int) -> list[Part]:
    """What is found for a question, or for each of its parts if it asks two things: at most so many sentences of evidence each.

    A later part without a name leans on the first one, and prefers the article found for it: "…, and who was hurt?".
    """
    asked: list[Part] = []
    for question in query.parts or (query.question,):
        leans = asked and not query.articles and not required_stems(question)
        articles = tuple(e.article_id for e in asked[0].assessment.evidence[:1]) if leans else query.articles
        completed = query.rewritten or bool(leans)
        part = replace(query, question=question, articles=articles, rewritten=completed)
        asked.append(found_for(part, corpus, sentences))
    return [part.apart_from(tuple(other.question for other in asked if other is not part)) for part in asked]


def found_for(query: Query, corpus: Corpus, sentences: int) -> Part:
    """What is found for one question; where it asks of what is new, by reports that are new enough."""
    found = _found_for(query, corpus, sentences)
    near = _asks_lately(query, corpus)
    if near is None:
        return found
    fresh = _found_for(replace(query, filters=near.narrowed(query.filters)), corpus, sentences)
    best = next(iter(found.assessment.evidence), None)
    if best and best.published is not None and best.published < near.since and found.assessment.confidence >= _SPEAKS:
        return replace(fresh, closest=best, outdated=near.words)
    return replace(fresh, closest=found.closest)


def _found_for(query: Query, corpus: Corpus, sentences: int) -> Part:
    """What is found; where other words of the question outweigh a name that the articles have, more of what those say that have it."""
    part = _searched(query, corpus, sentences)
    missing = set(part.assessment.missing)
    missed = [n for n in names(query.question) if not missing.isdisjoint(stems(n)) and corpus.has(content_stems(n))]
    if not missed or query.articles:
        return part
    by_name = corpus.find(" ".join(missed), _PASSAGES, query.filters, query.asked_on)
    articles = tuple(dict.fromkeys(f.article.id for f in by_name[:_TELLING]))
    named = _searched(replace(query, articles=articles), corpus, sentences)
    return named if named.assessment.confidence > part.assessment.confidence else part


def _searched(query: Query, corpus: Corpus, sentences: int) -> Part:
    found = corpus.find(query.question, _PASSAGES, query.filters, query.asked_on, query.articles)
    closest = found[0].evidence() if found else None
    return Part(query.question, assess(query, found, corpus, sentences), closest)


def _asks_lately(query: Query, corpus: Corpus) -> Lately | None:
    """How new a report must be; None for what follows up on articles, which has their time, and among articles of which no date is known."""
    near = lately(query.question, query.asked_on)
    if near is None or query.asked_on is None or query.articles or corpus.newest is None:
        return None
    if near.loosely and corpus.is_past(query.asked_on):
        return None
    return near if query.filters.until is None or query.filters.until > near.since else None


def told_elsewhere(query: Query, articles: Sequence[str], corpus: Corpus) -> bool:
    """Whether other articles tell of what is asked so much better than these, and so well, that those are not asked of."""
    found = corpus.find(query.question, _PASSAGES, query.filters, query.asked_on, articles)
    others = [f for f in found if f.article.id not in articles]
    own = max((f.score for f in found if f.article.id in articles), default=0.0)
    if not others or others[0].score - own < _BETTER:
        return False
    return assess(query, others, corpus, 1).confidence >= _WELL


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a question asks: its own question, what was found for it, the passage that came closest, and the
    questions of the others. outdated: the words by which it asks of what is new ("this week"), where older reports speak of it best."""

    question: str
    assessment: Assessment
    closest: Evidence | None
    others: tuple[str, ...] = ()
    outdated: str = ""

    @property
    def tells(self) -> bool:
        """Whether quotes can answer it: where it asks how many, say, a number must stand in them; in the very best, where it asks what is not so."""
        best = self.assessment.evidence[: 1 if denies(self.question) else _TELLING]
        return bool(best) and (not must_fit(self.question) or any(fits(self.question, e) for e in best))

    @property
    def near(self) -> Evidence | None:
        """What would answer, if it told of what is not so, which is asked."""
        return None if not denies(self.question) or self.tells else next(iter(self.assessment.evidence), None)

    def is_of_others(self, e: Evidence) -> bool:
        """Whether a sentence tells of the other parts of the question, and not of this one."""
        return tells_of_others(self.question, self.others, e.title, e.text)

    def without(self, known: Sequence[str], question: str) -> Part:
        """The same for another question, without the sentences that hold one of the answers known."""
        said = [set(content_stems(short)) for short in known]
        rest = tuple(
            e for e in self.assessment.evidence if not any(s <= set(stems(f"{e.title} {e.text}")) for s in said)
        )
        return replace(self, question=question, assessment=replace(self.assessment, evidence=rest))

    def apart_from(self, others: tuple[str, ...]) -> Part:
        """The same beside other parts, without the sentences that tell of those, if any is left."""
        part, found = replace(self, others=others), self.assessment
        own = tuple(e for e in found.evidence if not part.is_of_others(e))
        further = tuple(e for e in found.further if not part.is_of_others(e))
        return replace(part, assessment=replace(found, evidence=own, further=further)) if own else part
