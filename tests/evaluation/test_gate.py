"""The instrument notices what it is for: a product that got worse fails the gate, the same product asked again passes.

Over the seeds with the extractive engine. The turns of the good product are asked once; products with one flaw are made of them,
or, where the flaw lies in the search, asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index import Article, Corpus
from index.catalog import Catalog
from qa.evaluation import Question, Scored, read_questions, run, score
from qa.evaluation.compare import compare, regressions
from qa.language import dates
from qa.language.dates import day_words
from qa.newsqa import NewsQA
from qa.records import Answer, Turn
from qa.verify import cite

SEEDS = Path(__file__).parents[2] / "seeds"
DAY = 86_400


@pytest.fixture(scope="module")
def newsqa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsQA]:
    with Corpus.open(tmp_path_factory.mktemp("gate")) as corpus:
        corpus.ingest([SEEDS])
        yield NewsQA(corpus)


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """Every second one of the seeds' questions, of each kind."""
    return read_questions(SEEDS / "questions.jsonl")[0][::2]


class Remembering:
    """A product that keeps the turns of the one behind it."""

    llm = None

    def __init__(self, newsqa: NewsQA) -> None:
        self.corpus = newsqa.corpus
        self.turns: dict[tuple[str, ...], Turn] = {}
        self._newsqa = newsqa

    def ask(self, question: str, turns: Sequence[Turn] = (), **options: Any) -> Turn:
        turn = self._newsqa.ask(question, turns, **options)
        self.turns[(*(t.question for t in turns), question)] = turn
        return turn


@pytest.fixture(scope="module")
def good(newsqa: NewsQA, questions: list[Question]) -> tuple[list[Scored], dict[tuple[str, ...], Turn]]:
    remembering = Remembering(newsqa)
    return list(run(questions, remembering, "extractive")), remembering.turns  # type: ignore[arg-type]


Flaw = Callable[[Turn], Turn]


def _of_answer(change: Callable[[Answer], Answer]) -> Flaw:
    return lambda turn: turn if turn.answer.refused else replace(turn, answer=change(turn.answer))


def _shifted_mark(answer: Answer) -> Answer:
    """Each mark is one too high, and so points at another citation or at none."""
    text = answer.text
    for n in range(len(answer.citations), 0, -1):
        text = text.replace(f"[{n}]", f"[{n + 1}]")
    return replace(answer, text=text)


def _shifted_offsets(answer: Answer) -> Answer:
    return replace(answer, citations=tuple(replace(c, start=c.start + 1, end=c.end + 1) for c in answer.citations))


def _shifted_dates(answer: Answer) -> Answer:
    return replace(
        answer, citations=tuple(replace(c, published=c.published and c.published + DAY) for c in answer.citations)
    )


def _turned_marks(answer: Answer) -> Answer:
    """Every mark leads to a true quote, but of a sentence that does not say so."""
    quotes = answer.citations
    return replace(answer, citations=tuple(replace(quotes[(i + 1) % len(quotes)], n=c.n) for i, c in enumerate(quotes)))


def _always_answer(turn: Turn) -> Turn:
    if not turn.answer.refused or not turn.evidence:
        return turn
    return replace(turn, answer=Answer(None, f"{turn.evidence[0].text} [1]", (cite(turn.evidence[0], 1),)))


def _always_refuse(turn: Turn) -> Turn:
    return replace(turn, answer=Answer(None, "Nothing is said of it.", refused=True, reason="not found"))


@pytest.mark.parametrize(
    ("flaw", "measure"),
    [
        (_of_answer(_shifted_mark), "citations_verbatim"),
        (_of_answer(_shifted_offsets), "citations_verbatim"),
        (_of_answer(_shifted_dates), "citations_verbatim"),
        (_of_answer(_turned_marks), "citations_support"),
        (_always_answer, "right_refusals"),
        (_always_refuse, "right_answers"),
    ],
    ids=["marks off by one", "offsets off by one", "dates a day off", "marks turned", "always answer", "always refuse"],
)
def test_a_flaw_fails_the_gate(
    flaw: Flaw,
    measure: str,
    newsqa: NewsQA,
    good: tuple[list[Scored], dict[tuple[str, ...], Turn]],
    questions: list[Question],
) -> None:
    before, turns = good
    now = [score(q, flaw(turns[(*q.history, q.question)]), newsqa.corpus, 0.1) for q in questions]
    assert measure in [c.measure for c in regressions(compare(before, now))]


def test_a_search_without_keywords_fails_the_gate(
    newsqa: NewsQA,
    good: tuple[list[Scored], dict[tuple[str, ...], Turn]],
    questions: list[Question],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Catalog, "keyword", lambda *_: [])
    now = list(run(questions, newsqa, "extractive"))
    assert "right_answers" in [c.measure for c in regressions(compare(good[0], now))]


def test_the_same_product_asked_again_in_another_order_passes(
    newsqa: NewsQA, good: tuple[list[Scored], dict[tuple[str, ...], Turn]], questions: list[Question]
) -> None:
    now = list(run(questions[::-1], newsqa, "extractive"))
    comparisons = compare(good[0], now)
    assert not regressions(comparisons) and not any(c.lost or c.won for c in comparisons)


def test_slower_answers_pass(good: tuple[list[Scored], dict[tuple[str, ...], Turn]]) -> None:
    now = [replace(s, values={**s.values, "seconds": float(s.values["seconds"]) * 3}) for s in good[0]]
    assert not regressions(compare(good[0], now))


def test_five_lost_are_not_significant_six_are(good: tuple[list[Scored], dict[tuple[str, ...], Turn]]) -> None:
    right = [s for s in good[0] if s.values.get("right_answer")]

    def lose(most: int) -> list[Scored]:
        lost = {s.question.id for s in right[:most]}
        return [replace(s, values={**s.values, "right_answer": False}) if s.question.id in lost else s for s in good[0]]

    assert not regressions(compare(good[0], lose(5)))
    (worse,) = regressions(compare(good[0], lose(6)))
    assert worse.measure == "right_answers" and worse.p == 0.03125
    assert set(worse.lost) == {s.question.id for s in right[:6]} and worse.won == ()


def test_days_resolved_a_day_off_fail_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeds have too few such questions to be significant, so these are made: each article says "yesterday"."""
    towns = (
        "Alba",
        "Brask",
        "Corvin",
        "Dunmar",
        "Elvas",
        "Fjorden",
        "Galdo",
        "Hestra",
        "Ivrea",
        "Jarosz",
        "Kestel",
        "Lomza",
    )
    start = 1_732_752_000  # 28 November 2024
    articles = [
        Article.of(f"Bridge of {town} opens", f"The bridge of {town} was opened yesterday.", published=start + n * DAY)
        for n, town in enumerate(towns)
    ]
    questions = [
        Question(town, f"When was the bridge of {town} opened?", (day_words(datetime.fromtimestamp(start + (n - 1) * DAY, UTC)),))
        for n, town in enumerate(towns)
    ]  # fmt: skip
    with Corpus.open(tmp_path) as corpus:
        corpus.add(articles)
        before = list(run(questions, NewsQA(corpus), "extractive"))
        assert sum(s.right for s in before) >= 10
        days_ahead = dates._days_ahead
        monkeypatch.setattr(dates, "_days_ahead", lambda match, report: (days_ahead(match, report) or 0) - 1)
        now = list(run(questions, NewsQA(corpus), "extractive"))
    assert [c.measure for c in regressions(compare(before, now))] == ["right_answers"]
