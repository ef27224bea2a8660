"""A question that wants a yes or no, put to the local model: whether its evidence says so.

A small model is led to "yes" by what a question supposes, and its "no" tells little (README, "What did not help"). So "yes" is told
only where it is as good as sure of it at two looks; where it is not, the sources are quoted, and it is left to the reader; and where
it finds nothing about it, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing

from index import Evidence
from qa.footnotes import without_footnotes
from qa.llm import Doubt, LanguageModel
from qa.prompts import fill
from qa.verify.verdicts import check, source_of
from qa.write import UNKNOWN, Draft, numbered

__all__ = ["whether"]

_YES = "yes"
# Chosen on the development half of bench/questions-yes-no.jsonl: the probability of "yes" at each look from which it is told, and
# its mean below which, where "unknown" comes next, the evidence has nothing about it.
_SURE = 0.9
_NOTHING = 0.3
_ASKS = re.compile(r"^is it (?:true|right|correct) that\s+|[?.\s]+$", re.I)


def whether(
    question: str, looks: Iterable[Sequence[Evidence]], llm: LanguageModel, long: Mapping[str, str]
) -> Generator[str, None, Draft]:
    """The draft of an answer: "Yes" with what says so, "unknown", or `unsettled`. Yields "" now and then. Raises ModelUnavailable.

    looks: what the model is given to read, one after the other. long: what abbreviations in it stand for.
    """
    read: list[Evidence] = []
    likely: list[float] = []
    for evidence in looks:
        read += evidence
        doubt, reply = Doubt(_YES), ""
        messages = fill("whether", evidence=numbered(question, evidence, long), question=question)
        with closing(llm.stream(messages, max_tokens=2, doubt=doubt)) as pieces:  # type: ignore[type-var]
            for piece in pieces:
                reply += piece
                yield ""
        likely.append(doubt.probability or 0.0)
        mean = sum(likely) / len(likely)
        if mean < _NOTHING and UNKNOWN.startswith(reply.strip().casefold()[: len(UNKNOWN)] or "?"):
            return Draft(question, tuple(read), UNKNOWN, long=long)
        if likely[-1] < _SURE and likely[-1] / 2 >= _NOTHING:
            break
    if min(likely) < _SURE:
        return Draft(question, tuple(read), UNKNOWN, long=long, unsettled=True)
    n = _telling(question, read)
    quote = " ".join(without_footnotes(read[n].text).split())
    return Draft(question, tuple(read), f"Yes [{n + 1}]\n{quote} [{n + 1}]", long=long)


def _telling(question: str, read: Sequence[Evidence]) -> int:
    """Which of the evidence says so: what supports the question, said as a statement; else what was found first."""
    checked = check(_ASKS.sub("", question), [source_of(e) for e in read])
    return checked.support[0] if checked.verdict == "supported" else max(range(len(read)), key=lambda n: read[n].score)
