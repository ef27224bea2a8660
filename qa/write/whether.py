"""A question that wants a yes or no, put to the local model: whether its evidence says so.

A small model is led to "yes" by what a question supposes, and its "no" tells little (docs/what-did-not-help.md, "How it is asked").
So "yes" is told only where it is as good as sure of it at each look, and the sentence cited has what the question says; where it is not,
the sources are quoted, and it is left to the reader; and where it finds nothing about it, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing

from index import Evidence, content_stems, stems
from qa.model.llm import Doubt, LanguageModel
from qa.model.prompts import fill
from qa.records import Citation
from qa.verify.verdicts import Checked, check, source_of
from qa.write.draft import UNKNOWN, Draft, added, with_quotes
from qa.write.lines import numbered

__all__ = ["bears_out", "whether"]

_YES = "yes"
# Chosen on the development half of bench/questions-yes-no.jsonl: the probability of "yes" at each look from which it is told, and
# its mean below which, where "unknown" comes next, the evidence has nothing about it.
_SURE = 0.9
_NOTHING = 0.3
_IS_YES = re.compile(r"yes[.!]?", re.I)
_ASKS = re.compile(r"^is it (?:true|right|correct) that\s+|[?.\s]+$", re.I)


def whether(
    question: str, looks: Iterable[Sequence[Evidence]], llm: LanguageModel, long: Mapping[str, str]
) -> Generator[str, None, Draft]:
    """The draft of an answer: "Yes" with what says so, "unknown", or `unsettled`. Yields "" now and then. Raises ModelUnavailable.

    looks: what the model is given to read, one after the other. long: what abbreviations in it stand for.
    """
    read: tuple[Evidence, ...] = ()
    likely: list[float] = []
    for evidence in looks:
        read = added(read, evidence)
        doubt, reply = Doubt(_YES), ""
        messages = fill("whether", evidence=numbered(question, evidence, long), question=question)
        with closing(llm.stream(messages, max_tokens=2, doubt=doubt)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                reply += piece
                yield ""
        likely.append(doubt.probability or 0.0)
        mean = sum(likely) / len(likely)
        if mean < _NOTHING and UNKNOWN.startswith(reply.strip().casefold()[: len(UNKNOWN)] or "?"):
            return Draft(question, read, UNKNOWN, long=long)
        if likely[-1] < _SURE and likely[-1] / 2 >= _NOTHING:  # whatever another look brings: quoted
            break
    says = _saying_so(question, read) if min(likely) >= _SURE else ()
    if not says:
        return Draft(question, read, UNKNOWN, long=long, unsettled=True)
    return with_quotes(Draft(question, read, f"Yes [{says[0] + 1}]", long=long), [read[n] for n in says])


def bears_out(draft: Draft, cited: Iterable[Citation]) -> bool:
    """Whether a draft is "Yes", and what it cites says what the question asks, said as a statement; a "no" never is."""
    places = {(c.article_id, c.start) for c in cited}
    evidence = [e for e in draft.evidence if (e.article_id, e.start) in places]
    return bool(_IS_YES.fullmatch(draft.short)) and _checked(draft.question, evidence).verdict != "not found"


def _saying_so(question: str, read: Sequence[Evidence]) -> tuple[int, ...]:
    """Which of the evidence says it: what has most of the question's words and can be enough, else that with what supports it."""
    checked = _checked(question, read)
    if checked.verdict == "not found":
        return ()
    asked = set(content_stems(question))
    best = max(range(len(read)), key=lambda n: (len(asked.intersection(stems(read[n].text))), read[n].score))
    enough = _checked(question, [read[best]]).verdict != "not found"
    return (best,) if enough else tuple(dict.fromkeys((best, *checked.support)))


def _checked(question: str, evidence: Sequence[Evidence]) -> Checked:
    return check(_ASKS.sub("", question), [source_of(e) for e in evidence])
