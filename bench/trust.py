"""How well the local model knows that its short answer is right: fits the weights of qa/write/check.py on one half of the questions, and
reports on the other.

Each question is put to the model as the line does it at first, with the best sentences; its short answer is then asked about again.
What orders right answers before wrong ones (and before any answer to a question that cannot be answered): its doubt while writing, its
misgiving when it was asked again, and the sum of the two that is its trust. Questions: the development ones over the seeds; and of
MultiHop-RAG's first half, N inference queries, and N of RealTimeQA 2023 that its articles do not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from common import (
    arguments,
    machine,
    multihop_corpus,
    multihop_queries,
    of_one_part,
    realtimeqa,
    seeds_corpus,
    shuffled,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index import Corpus
from qa import choose_llm
from qa.evaluation.metrics import contains
from qa.evidence.answerable import assess
from qa.model.llm import LanguageModel
from qa.records import Query
from qa.settings import Settings
from qa.write.answer import write
from qa.write.bounds import HEARD, HEARD_SPOKEN_OF, SPOKEN_OF
from qa.write.check import asked_again, log_odds, trust
from qa.write.draft import Draft
from qa.write.drafting import PERHAPS
from qa.write.looks import first_look

_PASSAGES = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """A short answer: where it was asked, whether the evidence speaks of all that is asked, whether it is right."""

    source: str
    spoken_of: bool
    right: bool
    draft: Draft


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument(
        "-n", type=int, default=40, help="questions of each set over MultiHop-RAG, and of each file over the seeds"
    )
    options = parser.parse_args()
    llm, notice = choose_llm(Settings.load())
    if llm is None or not llm.local:
        raise SystemExit(f"This measures the local model: {notice or 'another one is configured'}.")
    samples = [*_over_seeds(llm, options.n), *_over_multihop(options.data, llm, options.n)]
    print(machine(), f"{len(samples)} short answers, {sum(s.right for s in samples)} right")
    first, second = samples[::2], samples[1::2]
    model = LogisticRegression(max_iter=2000).fit([_odds(s) for s in first], [s.right for s in first])
    doubt, misgiving = -model.coef_[0]
    print(f"fitted on the first half: doubt {doubt:.2f}, misgiving {misgiving:.2f}, bias {model.intercept_[0]:.2f}")
    print("second half, area under the curve of right answers:")
    for source in ("all", *dict.fromkeys(s.source for s in second)):
        some = [s for s in second if source in ("all", s.source)]
        right = [s.right for s in some]
        if len(set(right)) < 2:
            print(f"  {source:32} {sum(right)} right of {len(right)}")
            continue
        areas = {
            "doubt": roc_auc_score(right, [-(s.draft.doubt or 0.0) for s in some]),
            "misgiving": roc_auc_score(right, [-(s.draft.misgiving or 0.0) for s in some]),
            "trust": roc_auc_score(right, [trust(s.draft) for s in some]),
            "fitted": roc_auc_score(right, model.decision_function([_odds(s) for s in some])),
        }
        told = [s for s in some if trust(s.draft) >= (HEARD_SPOKEN_OF if s.spoken_of else HEARD)]
        print(
            f"  {source:32} {', '.join(f'{name} {area:.2f}' for name, area in areas.items())}; heard {len(told)} of {len(some)}: "
            f"{sum(s.right for s in told)} of the {sum(right)} right ones, {sum(not s.right for s in told)} others"
        )


def _odds(sample: Sample) -> list[float]:
    return [log_odds(sample.draft.doubt or 0.0), log_odds(sample.draft.misgiving or 0.0)]


def _over_seeds(llm: LanguageModel, most: int) -> Iterator[Sample]:
    with seeds_corpus() as corpus:
        for file in ("seeds/questions.jsonl", "bench/questions-dev.jsonl"):
            asked = shuffled((q["question"], tuple(q["answers"])) for q in of_one_part(file))
            yield from _ask(corpus, llm, f"seeds, {Path(file).stem}", asked[:most])


def _over_multihop(data: Path, llm: LanguageModel, most: int) -> Iterator[Sample]:
    queries = multihop_queries(data)
    half = queries[: len(queries) // 2]
    own = shuffled((q["query"], (q["answer"],)) for q in half if q["question_type"] == "inference_query")
    with multihop_corpus(data) as corpus:
        yield from _ask(corpus, llm, "MultiHop-RAG, inference", own[:most])
        yield from _ask(corpus, llm, "RealTimeQA of MultiHop-RAG", [(q, ()) for q in realtimeqa(data)[:most]])


def _ask(
    corpus: Corpus, llm: LanguageModel, source: str, questions: Iterable[tuple[str, Sequence[str]]]
) -> Iterator[Sample]:
    """The short answers that the model has, made to give one. Those that could not be one, by code, are left out."""
    for question, answers in questions:
        assessment = assess(Query(question), corpus.find(question, _PASSAGES), corpus, llm.sentences)
        if assessment.confidence < PERHAPS:
            continue
        draft = Draft(question, first_look(assessment, llm.sentences, llm.characters - 2 * len(question)))
        _drain(write(draft, llm, unsure=0.0))
        if draft.unknown or not draft.cited:
            continue
        _drain(asked_again(draft, corpus.article(draft.cited.article_id, draft.cited.version), llm))
        yield Sample(source, assessment.confidence >= SPOKEN_OF, bool(contains(draft.short, answers)), draft)


def _drain(pieces: Iterator[str]) -> None:
    for _ in pieces:
        pass


if __name__ == "__main__":
    main()
