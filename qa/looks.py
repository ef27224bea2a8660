"""What a model is given to read: first the best sentences, then, if it finds no answer there, more of the best article."""

from __future__ import annotations

from collections.abc import Sequence

from index import Evidence
from qa.answerable import Assessment

__all__ = ["first_look", "second_look"]

_FAR_BELOW = 0.9  # of sentence score; what scores less is left out …
_ALONE = 1.2  # … but for the second sentence, up to this: beside one that says all that is asked, others mislead
_SECOND_LOOK = 1100  # characters: some 250 tokens, four seconds on two cores


def first_look(assessment: Assessment, sentences: int, characters: int) -> tuple[Evidence, ...]:
    """The best evidence, as much as suits the model, without what scores far below the best.

    The article of the best sentence comes first, and each article's sentences in the order of its text.
    """
    best = max(e.score for e in assessment.evidence)
    always = 2 * assessment.least
    some = best - _ALONE if assessment.least == 1 else float("-inf")
    chosen = [
        e for n, e in enumerate(assessment.evidence) if e.score >= best - _FAR_BELOW or (n < always and e.score >= some)
    ][:sentences]
    while len(chosen) > always and sum(len(e.text) for e in chosen) > characters:
        chosen.pop()
    articles = list(dict.fromkeys(e.article_id for e in chosen))
    return tuple(sorted(chosen, key=lambda e: (articles.index(e.article_id), e.start)))


def second_look(assessment: Assessment, seen: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """More of the best sentence's article, in the order of its text; empty where there is no more.

    A detail often stands in a sentence that shares no word with the question.
    """
    known = {(e.article_id, e.start) for e in seen}
    more: list[Evidence] = []
    for e in assessment.further:
        fitting = sum(len(m.text) for m in more) + len(e.text) <= _SECOND_LOOK
        if fitting and (e.article_id, e.start) not in known:
            more.append(e)
    return tuple(sorted(more, key=lambda e: e.start))
