"""A question with choices: which of them the articles support, by a language model that reads evidence for each.

Where "none of the above" is one of them, letters tell little: a small model likes to pick what it is shown. What it answered without
seeing the choices tells more, and if that is none of them, none is right, unless its letter is beyond doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index import Corpus, Evidence, Filters, best_sentences, stems
from qa.evaluation.metrics import nearest
from qa.model.llm import OpenAICompatible
from qa.model.prompts import fill
from qa.write.lines import numbered

__all__ = ["chosen"]

_PASSAGES = 20
_OF_A_CHOICE = 10  # passages looked for with a choice beside the question
_OF_QUESTION = 3  # sentences that come first, whatever the choices
_CHARACTERS = 1300
_LETTERS = "ABCDEFGH"
_NONE = "none of the above"
# Chosen on 67 questions of RealTimeQA 2023.
_ALIKE = 0.5  # F1 of an answer's words and a choice's
_BEYOND_DOUBT = 0.75  # of the letters' probability


def chosen(
    question: str,
    choices: Sequence[str],
    corpus: Corpus,
    llm: OpenAICompatible,
    asked_on: int | None = None,
    answered: str | None = None,
) -> str | None:
    """The choice that the model takes, up to eight of them; None where it cannot tell. Raises ModelUnavailable.

    answered: its short answer to the question without the choices, if it found one.
    """
    if not choices or len(choices) > len(_LETTERS):
        return None
    none = next((choice for choice in choices if _is_none(choice)), None)
    if none and answered:
        alike, meant = nearest(answered, [choice for choice in choices if not _is_none(choice)])
        if alike > _ALIKE:
            return meant
    listed = "\n".join(f"{letter}. {choice}" for letter, choice in zip(_LETTERS, choices, strict=False))
    evidence = numbered(question, _evidence(question, choices, corpus, asked_on))
    likely = llm.first_tokens(fill("choose", evidence=evidence, question=question, choices=listed))
    worth = [likely.get(letter, 0.0) for letter in _LETTERS[: len(choices)]]
    if not any(worth):
        return None
    likeliest = max(range(len(choices)), key=lambda n: worth[n])
    return none if none and answered and worth[likeliest] < _BEYOND_DOUBT * sum(worth) else choices[likeliest]


def _is_none(choice: str) -> bool:
    return choice.casefold().strip(" .") == _NONE


def _evidence(question: str, choices: Sequence[str], corpus: Corpus, asked_on: int | None) -> list[Evidence]:
    """The best sentences of the question, then the best one that speaks of each choice, as much as the model reads in seconds."""
    found = corpus.find(question, _PASSAGES, Filters(), asked_on)
    best = best_sentences(found, 1000)
    scores = {(e.article_id, e.start): e.score for e in best}
    ordered = best[:_OF_QUESTION]
    for choice in choices:
        if _is_none(choice):
            continue
        more = best_sentences(corpus.find(f"{question} {choice}", _OF_A_CHOICE, Filters(), asked_on), 60)
        weights = corpus.weights(choice)
        pool = {(e.article_id, e.start): e for e in (*more, *best[:60])}
        worth = {key: _share(weights, e) * max(0.0, scores.get(key, 0.0)) for key, e in pool.items()}
        if worth and max(worth.values()) > 0:
            ordered.append(pool[max(worth, key=lambda key: worth[key])])
    ordered += best[_OF_QUESTION : 2 * _OF_QUESTION]
    taken: dict[tuple[str, int], Evidence] = {}
    for e in ordered:
        if sum(len(t.text) for t in taken.values()) + len(e.text) <= _CHARACTERS:
            taken.setdefault((e.article_id, e.start), e)
    return list(taken.values())


def _share(weights: Mapping[str, float], evidence: Evidence) -> float:
    """Share of a choice's words, weighed by rarity, that stand in a sentence."""
    held = set(stems(evidence.text))
    return sum(weight for stem, weight in weights.items() if stem in held)
