"""Refusal before any model is asked: fits the weights of qa/evidence/answerable.py on one half of the questions and reports on the other.

Answerable: the development questions over the seeds, and MultiHop-RAG's inference queries, each over its own corpus. Not answerable: those
development questions that are not, MultiHop-RAG's null queries, and quiz questions of RealTimeQA 2023 and NewsQuizQA, which are about other
news. Every second question of each set is for fitting.

With --model N the local model answers, too: the seeds' test half over the seeds, and N questions each of RealTimeQA 2022 and 2024 and of
NewsQuizQA over MultiHop-RAG's articles of late 2023. What is refused of these, and what of the refusals is due, is printed instead; once
with RealTimeQA's questions asked without a date, and once with the quiz's ("this week").
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common import (
    arguments,
    machine,
    multihop_corpus,
    multihop_queries,
    of_one_part,
    quiz_days,
    realtimeqa,
    seeds_corpus,
    shuffled,
)
from sklearn.linear_model import LogisticRegression

from index import Corpus
from qa import NewsQA, choose_llm
from qa.evaluation.metrics import wilson
from qa.evaluation.questions import Question, choose, read_questions
from qa.evaluation.scoring import run
from qa.evidence.answerable import WEIGHTS, assess
from qa.newsqa import QUOTABLE
from qa.records import Query
from qa.settings import Settings
from qa.write.drafting import ANSWERABLE

_ROOT = Path(__file__).parent.parent
_OTHER_YEARS = ("2022", "2024")
_BY_HAND = ("premise",)  # too rare in these sets to be fitted


@dataclass(frozen=True, slots=True)
class Sample:
    """One question: where it was asked, whether it can be answered there, and what was seen of the evidence."""

    source: str
    answerable: bool
    signs: dict[str, float]
    confidence: float


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--most", type=int, default=240, help="questions of each set at most")
    parser.add_argument(
        "--model", type=int, metavar="N", help="let the local model answer, N questions of each foreign set"
    )
    options = parser.parse_args()
    if options.model:
        _with_model(options.data, options.model)
        return
    samples = [*_over_seeds(options.data, options.most), *_over_multihop(options.data, options.most)]
    print(machine(), f"{len(samples)} questions")
    _fit(samples[::2])
    for name, threshold in (("a model is asked", ANSWERABLE), ("quotes alone answer", QUOTABLE)):
        print(f"second half, shipped weights, {name} from confidence {threshold}:")
        for source in dict.fromkeys(s.source for s in samples):
            part = [s for s in samples[1::2] if s.source == source]
            kept = [s.confidence >= threshold for s in part if s.answerable]
            refused = [s.confidence < threshold for s in part if not s.answerable]
            texts = [f"false refusals {1 - np.mean(kept):.3f} of {len(kept)}"] if kept else []
            texts += [f"refused {np.mean(refused):.3f} of {len(refused)}"] if refused else []
            print(f"  {source:28} {', '.join(texts)}")


def _with_model(data: Path, most: int) -> None:
    llm, notice = choose_llm(Settings.load())
    print(machine(), llm.name if llm else notice)
    quiz, days = realtimeqa(data, *_OTHER_YEARS)[:most], quiz_days(data, *_OTHER_YEARS)
    undated, dated = "RealTimeQA of MultiHop-RAG", "the same, asked on the quiz's day"
    results: dict[str, list[tuple[bool, bool]]] = {}  # answerable, refused

    def ask(corpus: Corpus, name: str, questions: Sequence[Question]) -> None:
        scored = run(questions, NewsQA(corpus, llm), "llm")
        own = [(one.question.answerable, bool(one.turn["refused"])) for one in scored]
        due = [refused for answerable, refused in own if not answerable]
        false = [refused for answerable, refused in own if answerable]
        print(f"  {name:28} refused {sum(due)} of {len(due)}, false refusals {sum(false)} of {len(false)}", flush=True)
        results[name] = own

    with multihop_corpus(data) as corpus:
        ask(corpus, undated, [Question(q, q, answerable=False) for q in quiz])
        ask(corpus, dated, [Question(q, q, answerable=False, asked_on=days[q]) for q in quiz])
        others = _newsquizqa(data)[:most]
        ask(corpus, "NewsQuizQA of MultiHop-RAG", [Question(q, q, answerable=False) for q in others])
    with seeds_corpus() as corpus:
        ask(corpus, "seeds", choose(read_questions(_ROOT / "seeds" / "questions.jsonl")[0], split="test"))
    for left_out, how in ((dated, "without dates"), (undated, "quiz questions on their day")):
        asked = [one for name, own in results.items() if name != left_out for one in own]
        for measure, shares in (
            ("precision", [not answerable for answerable, refused in asked if refused]),
            ("recall", [refused for answerable, refused in asked if not answerable]),
        ):
            low, high = wilson(shares) or (0.0, 0.0)
            print(f"  {how}, {measure} {np.mean(shares):.3f} ({low:.3f} to {high:.3f}) of {len(shares)}")


def _fit(samples: list[Sample]) -> None:
    names = [n for n in WEIGHTS if n != "bias" and n not in _BY_HAND]
    x = np.array([[s.signs[n] for n in names] for s in samples if s.signs])
    y = np.array([s.answerable for s in samples if s.signs])
    # Each set counts the same, however many questions it has, and so do questions that can be answered and ones that cannot.
    groups = [(s.source, s.answerable) for s in samples if s.signs]
    of = {answerable: sum(group[1] is answerable for group in set(groups)) for answerable in (True, False)}
    worth = [len(groups) / (2 * of[group[1]] * groups.count(group)) for group in groups]
    model = LogisticRegression(max_iter=2000).fit(x, y, sample_weight=worth)
    fitted = dict(zip(names, model.coef_[0], strict=True)) | {"bias": model.intercept_[0]}
    print("fitted on the first half: " + ", ".join(f"{n} {w:.2f}" for n, w in fitted.items()))


def _over_seeds(data: Path, most: int) -> list[Sample]:
    own = [q for file in ("seeds/questions.jsonl", "bench/questions-dev.jsonl") for q in of_one_part(file)]
    with seeds_corpus() as corpus:
        return [
            *_ask(corpus, "seeds", [(q["question"], q["answerable"]) for q in own]),
            *_ask(corpus, "RealTimeQA of the seeds", ((q, False) for q in realtimeqa(data)[:most])),
            *_ask(corpus, "NewsQuizQA of the seeds", ((q, False) for q in _newsquizqa(data)[:most])),
        ]


def _over_multihop(data: Path, most: int) -> list[Sample]:
    queries = multihop_queries(data)
    inference = [(q["query"], True) for q in queries if q["question_type"] == "inference_query"][:most]
    null = [(q["query"], False) for q in queries if q["question_type"] == "null_query"][:most]
    with multihop_corpus(data) as corpus:
        return [
            *_ask(corpus, "MultiHop-RAG", [*inference, *null]),
            *_ask(corpus, "RealTimeQA of MultiHop-RAG", ((q, False) for q in realtimeqa(data)[most : 2 * most])),
            *_ask(corpus, "NewsQuizQA of MultiHop-RAG", ((q, False) for q in _newsquizqa(data)[most : 2 * most])),
        ]


def _ask(corpus: Corpus, source: str, questions: Iterable[tuple[str, bool]]) -> list[Sample]:
    samples = []
    for question, answerable in questions:
        query = Query(question)
        assessment = assess(query, corpus.find(question, 20), corpus, 8)
        samples.append(Sample(source, answerable, assessment.signs, assessment.confidence))
    return samples


def _newsquizqa(data: Path) -> list[str]:
    with open(data / "newsquizqa" / "news_quiz_qa-dev.csv", encoding="utf-8", newline="") as file:
        return shuffled(row["question"] for row in csv.DictReader(file))


if __name__ == "__main__":
    main()
