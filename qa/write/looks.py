"""What a model is given to read: first the best sentences; where that is not enough, more of the best article; then what stands
around the best two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index import Article, Evidence, sentences_of
from qa.evidence.answerable import Assessment, sentence_at

__all__ = ["first_look", "second_look", "third_look"]

_FAR_BELOW = 0.9  # of sentence score; what scores less is left out …
_ALONE = 1.2  # … but for the second sentence, up to this: beside one that says all that is asked, others mislead
_SECOND_LOOK = 1100  # characters: some 250 tokens, four seconds on two cores
_THIRD_LOOK = 500  # characters around each of …
_AMONG = 2  # … the best sentences
_NEIGHBOURS = (0, -1, 1, 2, -2)  # from the sentence on, the most telling first


def first_look(assessment: Assessment, sentences: int, characters: int) -> tuple[Evidence, ...]:
    """The best evidence, as much as suits the model, without what scores far below the best.

    The article of the best sentence comes first, and each article's sentences in the order of its text.
    """
    best = max(e.score for e in assessment.evidence)
    always = 2 * assessment.least
    some = best - _ALONE if assessment.least == 1 else float("-inf")
    each = _each_once(assessment.evidence)
    chosen = [e for n, e in enumerate(each) if e.score >= best - _FAR_BELOW or (n < always and e.score >= some)][
        :sentences
    ]
    while len(chosen) > always and sum(len(e.text) for e in chosen) > characters:
        chosen.pop()
    return _by_article(chosen)


def second_look(assessment: Assessment, seen: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """More of the best sentence's article, in the order of its text; empty where there is no more.

    A detail often stands in a sentence that shares no word with the question.
    """
    more: list[Evidence] = []
    for e in _each_once([*seen, *assessment.further])[len(seen) :]:
        if sum(len(m.text) for m in more) + len(e.text) <= _SECOND_LOOK:
            more.append(e)
    return tuple(sorted(more, key=lambda e: e.start))


def third_look(assessment: Assessment, article_of: Callable[[Evidence], Article]) -> tuple[Evidence, ...]:
    """The two best sentences, each among its neighbours, which tell what "it" or "the company" is."""
    chosen: dict[tuple[str, int], Evidence] = {}
    for n, best in enumerate(assessment.evidence[:_AMONG], 1):
        article = article_of(best)
        text, spans, here = article.text, sentences_of(article), sentence_at(article, best.start)
        for start, end in (spans[here + by] for by in _NEIGHBOURS if 0 <= here + by < len(spans)):
            if sum(len(e.text) for e in chosen.values()) + end - start <= n * _THIRD_LOOK:
                chosen.setdefault((best.article_id, start), replace(best, start=start, end=end, text=text[start:end]))
    return _by_article(_each_once(chosen.values()))


def _by_article(chosen: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The article of the first one first, and each article's sentences in the order of its text."""
    articles = list(dict.fromkeys(e.article_id for e in chosen))
    return tuple(sorted(chosen, key=lambda e: (articles.index(e.article_id), e.start)))


def _each_once(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Without what was said before in the same words: reports repeat a telling sentence beside their text."""
    said: dict[str, Evidence] = {}
    for e in evidence:
        said.setdefault(" ".join(e.text.split()), e)
    return list(said.values())
