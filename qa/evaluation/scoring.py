"""One question asked and its turn measured: a dict of named values, true or false or a number, without those that do not apply.

right_answer         an accepted answer stands in it (answerable questions); of a wish: one of its gold articles is cited
exact, f1            of the short answer, else of the text without its marks (SQuAD)
choice               the model takes the right one of the choices (qa.evaluation.choices); without a model, the short answer is nearest to it
false_refusal        an answerable question was refused;  right_refusal: an unanswerable one was
refusal_due          a refusal was of an unanswerable question (its share is the precision of refusals)
citations_verbatim   each sentence has a mark, each mark a citation, each citation its article's very words, title and date
citations_support    the numbers and most of the words of each sentence stand in what it cites, by a check of our own
citation_precision   share of the cited articles that are gold;  citation_recall: of the gold articles that are cited
hit@k, reciprocal_rank, ndcg@10         of the gold articles, in the order in which the first ten passages bring them
quote_hit@k, quote_reciprocal_rank      of passages that hold a gold quote, white space left out (MultiHop-RAG's measure)
evidence_hit         a gold quote was among the sentences that the answer was made from
seconds, first_word  until the whole answer, until the model's first word
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from index import Corpus, ModelUnavailable, NotFound, content_stems, stems, words
from qa.evaluation import metrics
from qa.evaluation.choices import chosen
from qa.evaluation.gold import find_gold, of_ranking
from qa.evaluation.questions import Question, question_from_json, question_json
from qa.evidence.differing import LEAD
from qa.language.dates import with_dates
from qa.model.llm import OpenAICompatible
from qa.newsqa import NewsQA
from qa.question.lately import AS_OF
from qa.question.separate import NOT_FOUND, TOO_MANY
from qa.records import Answer, Citation, Engine, Turn
from qa.tell.digest import NEWEST
from qa.wire import iso_time, turn_json

__all__ = ["Scored", "run", "score", "scored_from_json", "scored_json"]

Value = bool | float

_SUPPORT = 0.6  # share of a sentence's meaning-bearing words that must stand in what it cites
_NONE = "none of the above"
_MARKED = re.compile(r"(.*?)((?:\s*\[\d+\])+[.!?]?|$)", re.S)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A yes or no that is the answer, or stands before it: not the first word of "No fewer than 40", "No-one" or "No. 10 Downing Street".
_YES_NO = re.compile(r"\s*(yes|no)\s*(?:$|[,:;!?–—]|\s-|\.(?!\s*\d))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of one question. sentences: those of the answer, each with text, marks, verbatim and supported."""

    question: Question
    values: Mapping[str, Value]
    turn: Mapping[str, Any]
    sentences: Sequence[Mapping[str, Any]] = ()
    gold_unknown: int = 0  # gold articles that are not in the corpus, so that nothing can find them
    quotes_unsaid: int = 0  # gold quotes that no article here says

    @property
    def right(self) -> bool:
        """For an answerable question the answer, for an unanswerable one the refusal."""
        return bool(self.values.get("right_answer") or self.values.get("right_refusal"))

    @property
    def without_model(self) -> bool:
        """A model should have been asked, and was not there or did not answer: then the reader is told so, and there is no draft."""
        notice = self.turn.get("notice") or ""
        return (
            bool(notice) and not notice.startswith((AS_OF, NEWEST, NOT_FOUND, TOO_MANY)) and not self.turn.get("draft")
        )


def run(
    questions: Sequence[Question], newsqa: NewsQA, engine: Engine, progress: Callable[[Scored], None] = lambda _: None
) -> Iterator[Scored]:
    """Ask the questions one by one, each with its own conversation."""
    for question in questions:
        turns: tuple[Turn, ...] = ()
        for earlier in question.history:
            turns = (*turns, newsqa.ask(earlier, turns, engine=engine, asked_on=question.asked_on))
        started = time.monotonic()
        turn = newsqa.ask(question.question, turns, engine=engine, asked_on=question.asked_on)
        seconds = time.monotonic() - started
        scored = score(question, turn, newsqa.corpus, seconds, _chosen(question, turn.answer, newsqa, engine))
        progress(scored)
        yield scored


def _chosen(question: Question, answer: Answer, newsqa: NewsQA, engine: Engine) -> str | None:
    """What the model takes of a question's choices, asked after its answer; None where there is none, or it cannot tell."""
    if engine == "extractive" or not isinstance(newsqa.llm, OpenAICompatible):
        return None
    with suppress(ModelUnavailable):
        answered = answer.short if answer.engine == "llm" else None
        return chosen(question.question, question.choices, newsqa.corpus, newsqa.llm, question.asked_on, answered)
    return None


def score(question: Question, turn: Turn, corpus: Corpus, seconds: float, choice: str | None = None) -> Scored:
    """Measure one turn. Searches the corpus once more where there is gold to be found. choice: what the model took of the choices."""
    sentences = _sentences(turn.answer, corpus)
    values: dict[str, Value] = {"seconds": round(seconds, 4)}
    if turn.answer.timings.first_word is not None:
        values["first_word"] = turn.answer.timings.first_word
    values |= _of_answer(question, turn.answer, choice)
    if not turn.answer.refused:
        values["citations_verbatim"] = bool(sentences) and all(s["verbatim"] for s in sentences)
        values["citations_support"] = bool(sentences) and all(s["supported"] for s in sentences)
    gold = find_gold(question, corpus)
    if gold.articles and not turn.answer.refused:
        cited = {c.article_id for c in turn.answer.citations if not c.differs}
        values["citation_precision"] = (
            sum(any(i in g for g in gold.articles) for i in cited) / len(cited) if cited else 0.0
        )
        values["citation_recall"] = sum(bool(g & cited) for g in gold.articles) / len(gold.articles)
    if question.is_wish:
        values["right_answer"] = bool(values.get("citation_recall"))
    if question.answerable and not question.is_wish and (gold.articles or gold.quotes):
        values |= of_ranking(turn, gold, corpus)
    record = {**turn_json(turn), "draft": turn.draft}
    return Scored(question, values, record, sentences, gold.absent, gold.unsaid)


def scored_json(scored: Scored) -> dict[str, Any]:
    """One question's result as JSON: the question in its file's format, the values, and the whole turn."""
    return {
        "id": scored.question.id,
        "question": question_json(scored.question),
        "values": dict(scored.values),
        "gold_unknown": scored.gold_unknown,
        "quotes_unsaid": scored.quotes_unsaid,
        "sentences": [dict(s) for s in scored.sentences],
        "turn": dict(scored.turn),
    }


def scored_from_json(record: Mapping[str, Any]) -> Scored:
    """The result that scored_json wrote. Raises KeyError or ValueError for what is none."""
    question = question_from_json(record["question"])
    unsaid = record.get("quotes_unsaid", 0)  # not counted in runs that were kept before
    return Scored(question, record["values"], record["turn"], record["sentences"], record["gold_unknown"], unsaid)


# -- the answer --------------------------------------------------------------------------------------------------------


def _of_answer(question: Question, answer: Answer, choice: str | None = None) -> dict[str, Value]:
    values: dict[str, Value] = {}
    if answer.refused:
        values["refusal_due"] = not question.answerable
    if not question.answerable:
        return {**values, "right_refusal": answer.refused}
    if question.is_wish:  # right_answer is told by what is cited
        return {**values, "false_refusal": answer.refused}
    spoken = "" if answer.refused else answer.short or _unmarked(answer.text)
    if question.choices:
        taken = choice or _choice(spoken, question.choices)
        values["choice"] = taken in _right_choices(question)
    if metrics.exact(_NONE, question.answers):  # what is right cannot be said, only that no choice is
        values.pop("refusal_due", None)
        return {**values, "right_answer": values.get("choice", False)}
    accepted = question.answers or (_joined(spoken, question.all_of),)
    if question.differs is not None:
        others = [c.differs for c in answer.citations if c.differs]
        if question.differs:
            values["difference_told"] = any(metrics.contains(other, question.differs) for other in others)
        else:
            values["difference_made_up"] = bool(others)
    return {
        **values,
        "right_answer": not answer.refused and _right(question, answer),
        "false_refusal": answer.refused,
        "exact": not answer.refused and metrics.exact(spoken, accepted),
        "f1": metrics.f1(spoken, accepted) if not answer.refused else 0.0,
    }


def _right(question: Question, answer: Answer) -> bool:
    """Whether an accepted answer is there. A yes or no must be the answer, not just a word in it; what other reports give is none."""
    texts = (answer.short or "", _unmarked(LEAD.split(answer.text)[0]))
    yes_no = [a for a in question.answers if metrics.normalised(a) in ("yes", "no")]
    others = [a for a in question.answers if a not in yes_no]
    given = _YES_NO.match(texts[0] or texts[1])
    if given and given[1].lower() in map(metrics.normalised, yes_no):
        return True
    # In one of the two texts: an answer that begins in one and ends in the other was not given.
    return all(any(metrics.contains(text, group) for text in texts) for group in question.all_of or (others,))


def _right_choices(question: Question) -> list[str]:
    """The choices that are accepted, in their very words where one is: normalised, "-5" is 5, and two choices may be one."""
    accepted = {answer.strip() for answer in question.answers}
    same = [choice for choice in question.choices if choice.strip() in accepted]
    return same or [choice for choice in question.choices if metrics.exact(choice, question.answers)]


def _choice(spoken: str, choices: Sequence[str]) -> str | None:
    """The choice that an answer means: the one with the best F1; "none of the above", if offered, where all have none."""
    none = next((c for c in choices if metrics.exact(c, (_NONE,))), None)
    best, choice = metrics.nearest(spoken, [c for c in choices if c != none])
    return choice if spoken and best > 0 else none


def _joined(spoken: str, groups: Sequence[Sequence[str]]) -> str:
    """One answer to a question with parts: of each group the string that is nearest to what was said."""
    return " ".join(max(group, key=lambda a: metrics.f1(spoken, (a,)), default="") for group in groups)


# -- the citations -----------------------------------------------------------------------------------------------------


def _sentences(answer: Answer, corpus: Corpus) -> list[dict[str, Any]]:
    """The stretches of an answer up to their marks, each with what its citations are worth."""
    if answer.refused:
        return []
    cited = {c.n: c for c in answer.citations}
    found = []
    for match in _MARKED.finditer(answer.text):
        text = match[1].strip()
        if lead := LEAD.match(text):
            text = text[lead.end() :].strip()
        marks = [int(n) for n in re.findall(r"\[(\d+)\]", match[2])]
        if not marks and not words(text):
            continue
        citations = [cited[n] for n in marks if n in cited]
        whole = bool(marks) and len(citations) == len(marks)
        found.append(
            {
                "text": text,
                "marks": marks,
                "verbatim": whole and all(_true(c, corpus) for c in citations),
                "supported": whole and _supports(text, citations, corpus),
            }
        )
    return found


def _true(citation: Citation, corpus: Corpus) -> bool:
    """Whether the article says exactly this there, under this title and date."""
    c = citation
    try:
        article = corpus.article(c.article_id, c.version)
    except NotFound:
        return False
    head = (article.title, article.publisher, article.published, article.url)
    return (
        bool(c.quote)
        and article.text[c.start : c.end] == c.quote
        and head == (c.title, c.publisher, c.published, c.url)
    )


def _supports(text: str, citations: Sequence[Citation], corpus: Corpus) -> bool:
    days = [_local(c, corpus) for c in citations]
    dates = " ".join((iso_time(day) or "")[:10].replace("-", " ") for day in days)
    source = " ".join(
        f"{with_dates(c.quote, day)} {c.title} {c.publisher or ''}" for c, day in zip(citations, days, strict=True)
    )
    held = set(stems(source))
    wanted = content_stems(text)
    numbers = {n.replace(",", "") for n in _NUMBER.findall(text)}
    known = {n.replace(",", "") for n in _NUMBER.findall(f"{source} {dates}")}
    return numbers <= known and (not wanted or sum(s in held for s in wanted) >= _SUPPORT * len(wanted))


def _local(citation: Citation, corpus: Corpus) -> int | None:
    """What a citation's "today" is counted from: its article's day where it was published; the citation's own where that is not known."""
    with suppress(NotFound):
        return corpus.article(citation.article_id, citation.version).published_local
    return citation.published


def _unmarked(text: str) -> str:
    return " ".join(re.sub(r"\s*\[\d+\]", "", text).split())
