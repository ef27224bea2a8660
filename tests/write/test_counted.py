"""A number that the local model did not find, asked about by itself."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence

import pytest

from index import Article, Evidence, ModelUnavailable
from qa.evidence.answerable import Assessment
from qa.evidence.gather import Part
from qa.model.llm import Doubt
from qa.write.counted import number_found
from qa.write.draft import Draft
from tests.models import AskedAgain

GRANTS = "The council will give $14 million to Alba Health and $10 million to Dorn Labs for tests of flu."
LENGTH = "The pipeline from Dorn to Mora will be a 912km pipeline and was praised by 40 guests."
ARTICLE = Article.of("Grants for tests", f"{GRANTS} {LENGTH} Nobody was paid $90 before.")


class _Asked(AskedAgain):
    """Says no by what it is asked about, and is certain of the rest that it is wrong."""

    def __init__(self, no: Mapping[str, float], error: Exception | None = None) -> None:
        super().__init__(error=error)
        self.of, self.asked = no, list[str]()

    def stream(
        self, messages: Sequence[tuple[str, str]], *, max_tokens: int, doubt: Doubt | None = None
    ) -> Iterator[str]:
        said = re.search(r"Answer: (.*)\n", messages[-1][1])
        assert said
        self.asked.append(said[1])
        self.no = self.of.get(said[1], 0.99)
        return super().stream(messages, max_tokens=max_tokens, doubt=doubt)


def _part(question: str, *sentences: str, confidence: float = 0.8) -> Part:
    told = [(ARTICLE.text.index(said), said) for said in sentences]
    evidence = tuple(
        Evidence(ARTICLE.id, ARTICLE.version, ARTICLE.title, None, None, None, "p", at, at + len(said), said, 1.0)
        for at, said in told
    )
    return Part(question, Assessment(confidence, evidence, (), {}), None)


def _found(part: Part, llm: _Asked) -> Draft | None:
    steps: Generator[str, None, Draft | None] = number_found(part, lambda _: ARTICLE, llm)
    while True:
        try:
            assert next(steps) == ""
        except StopIteration as done:
            return done.value


DORN = "How much will the council give to Dorn Labs?"


def test_the_number_that_the_model_is_certain_of_is_told_with_its_sentence() -> None:
    draft = _found(_part(DORN, GRANTS), llm := _Asked({"$14 million": 0.19, "$10 million": 0.02}))
    assert llm.asked == ["$14 million", "$10 million"]
    assert draft and (draft.short, draft.cited and draft.cited.text, draft.misgiving) == ("$10 million", GRANTS, 0.02)


def test_of_two_that_it_is_certain_of_the_surer_is_told() -> None:
    draft = _found(_part(DORN, GRANTS), _Asked({"$14 million": 0.02, "$10 million": 0.04}))
    assert draft and draft.short == "$14 million"


def test_a_number_stands_without_the_noun_behind_its_unit() -> None:
    draft = _found(_part("How long will the pipeline to Mora be?", LENGTH), llm := _Asked({"912km": 0.01}))
    assert draft and draft.short == "912km" and llm.asked == ["912km"]


@pytest.mark.parametrize(
    ("part", "no"),
    [
        (_part(DORN, GRANTS), {"$14 million": 0.19, "$10 million": 0.05}),  # of none is it certain
        (_part(DORN, GRANTS, confidence=0.4), {"$10 million": 0.01}),  # the evidence may tell of something else
        (_part("Who gives $10 million to Dorn Labs?", GRANTS), {"$10 million": 0.01}),  # no number is asked for
        (_part("How many guests did Dorn Labs have?", GRANTS), {"$10 million": 0.01}),  # it is of another kind
        (_part("How much is the $10 million grant?", GRANTS), {"$10 million": 0.01}),  # the question has it
        (_part(DORN), {}),
    ],
)
def test_nothing_is_told_else(part: Part, no: Mapping[str, float]) -> None:
    assert _found(part, _Asked(no)) is None


def test_an_endpoint_is_not_asked() -> None:
    llm = _Asked({"$10 million": 0.01})
    llm.local = False
    assert _found(_part(DORN, GRANTS), llm) is None and not llm.asked


def test_a_model_that_fails_is_no_answer() -> None:
    with pytest.raises(ModelUnavailable):
        _found(_part(DORN, GRANTS), _Asked({}, ModelUnavailable("gone.")))
