"""Verification: fits the weights of qa/verify/support.py on one half of the articles and reports on the other.

QAGS: sentences of machine-written summaries of CNN/DM articles, each with three people's votes on whether the article supports it.
Made: right statements about articles of the seeds and of MultiHop-RAG, as they stand, shortened, with numbers in another form, and
made of a question and its answer ("said anew"); and each with one fact made wrong (corruptions.py). A statement passes when its
verdict is "supported", and is caught when it is not; it is removed when the verdict is "not found".
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from cases import Case, made, qags
from common import arguments, machine
from sklearn.linear_model import LogisticRegression

from index import Filters
from qa.language.reading import read
from qa.understand.standalone import understand
from qa.verify import verify
from qa.verify.support import REQUIRED, SIGNS, WEIGHTS, Source, signs
from qa.verify.verdicts import Checked, check, source_of

_BY_HAND = ("opposite",)  # too rare in these sets to be fitted
_SAID_ANEW = 0.4  # share of weight of the statements in other words: few, and of a form of their own
_ROUNDS = 3  # the choice of evidence depends on the weights, and they on it


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its verdict, and the signs that led to it."""

    case: Case
    checked: Checked
    signs: dict[str, float]


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--fit", action="store_true", help="fit the weights anew, print them and report with them")
    parser.add_argument("--wrong", metavar="KIND", help="print wrong verdicts of the fitting half whose kind begins so")
    options = parser.parse_args()
    cases = [*qags(options.data), *made(options.data)]
    sources = [[source_of(e) for e in case.evidence] for case in cases]
    print(machine(), f"{len(cases)} statements")
    scored = _score(cases, sources)
    for _ in range(_ROUNDS if options.fit else 0):
        WEIGHTS.update(_fitted([s for s in scored if not s.case.half]))
        scored = _score(cases, sources)
    print(("fitted: " if options.fit else "shipped: ") + ", ".join(f'"{n}": {w:.2f}' for n, w in WEIGHTS.items()))
    for half in (0, 1):
        print("half that the weights were fitted on:" if half == 0 else "the other half:")
        part = [s for s in scored if s.case.half == half]
        _report_qags([s for s in part if s.case.kind == "qags"])
        _report_made([s for s in part if s.case.kind != "qags"])
    _report_cost(cases)
    if options.wrong:
        _print_wrong([s for s in scored if not s.case.half and s.case.kind.startswith(options.wrong)])


def _score(cases: Sequence[Case], sources: Sequence[Sequence[Source]]) -> list[Scored]:
    scored = []
    for case, among in zip(cases, sources, strict=True):
        checked = check(case.text, among)
        chosen = [among[i] for i in checked.support] or [Source.of("")]
        source = chosen[0] if len(chosen) == 1 else chosen[0] + chosen[1]
        scored.append(Scored(case, checked, signs(read(case.text), source)))
    return scored


def _fitted(scored: Sequence[Scored]) -> dict[str, float]:
    """Weights of the signs; right and wrong ones of each set weigh the same."""
    scored = [s for s in scored if not any(s.signs[n] for n in REQUIRED)]
    names = [n for n in SIGNS if n not in (*_BY_HAND, *REQUIRED)]
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for n, s in enumerate(scored):
        kind = "anew" if "anew" in s.case.kind else "qags" if s.case.kind == "qags" else "made"
        groups[kind, s.case.right].append(n)
    weights = np.zeros(len(scored))
    for (kind, _), members in groups.items():
        weights[members] = len(scored) / len(groups) / len(members) * (_SAID_ANEW if kind == "anew" else 1)
    x = np.array([[s.signs[n] for n in names] for s in scored])
    y = np.array([s.case.right for s in scored])
    model = LogisticRegression(max_iter=3000).fit(x, y, sample_weight=weights)
    return {"bias": float(model.intercept_[0])} | {n: float(w) for n, w in zip(names, model.coef_[0], strict=True)}


def _report_qags(scored: Sequence[Scored]) -> None:
    by_article: dict[str, list[Scored]] = defaultdict(list)
    for s in scored:
        by_article[s.case.article].append(s)
    articles = list(by_article.values())
    for name, measure in (("balanced accuracy", _balanced), ("Pearson of summaries", _pearson)):
        low, high = _interval(articles, measure)
        print(
            f"  QAGS {name} {measure(articles):.3f} ({low:.3f}–{high:.3f}), {len(scored)} sentences, {len(articles)} summaries"
        )


def _balanced(articles: Sequence[Sequence[Scored]]) -> float:
    every = [s for article in articles for s in article]
    right = [s.checked.verdict == "supported" for s in every if s.case.right]
    wrong = [s.checked.verdict != "supported" for s in every if not s.case.right]
    return float((np.mean(right) + np.mean(wrong)) / 2)


def _pearson(articles: Sequence[Sequence[Scored]]) -> float:
    ours = [np.mean([s.checked.score for s in article]) for article in articles]
    theirs = [np.mean([s.case.votes for s in article]) for article in articles]
    return float(np.corrcoef(ours, theirs)[0, 1])


def _interval(
    articles: Sequence[Sequence[Scored]], measure: Callable[[Sequence[Sequence[Scored]]], float]
) -> tuple[float, float]:
    """95 % bootstrap over articles."""
    rng = random.Random(0)
    values = [measure(rng.choices(articles, k=len(articles))) for _ in range(1000)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _report_made(scored: Sequence[Scored]) -> None:
    for name, right, anew in (("right passed", True, False), ("wrong caught", False, False), ("right passed", True, True), ("wrong caught", False, True)):  # fmt: skip
        part = [s for s in scored if s.case.right == right and ("anew" in s.case.kind) == anew]
        hits = [(s.checked.verdict == "supported") == right for s in part]
        low, high = np.quantile(np.random.default_rng(0).choice(hits, (1000, len(hits))).mean(axis=1), [0.025, 0.975])
        removed = np.mean([s.checked.verdict == "not found" for s in part])
        print(
            f"  {'said anew, ' if anew else ''}{name} {np.mean(hits):.3f} ({low:.3f}–{high:.3f}) of {len(part)}; removed {removed:.3f}"
        )
    for kind in sorted({s.case.kind for s in scored}):
        part = [s for s in scored if s.case.kind == kind]
        passed, removed = (np.mean([s.checked.verdict == v for s in part]) for v in ("supported", "not found"))
        print(f"    {kind:34} supported {passed:.3f}, removed {removed:.3f} of {len(part)}")


def _report_cost(cases: Sequence[Case]) -> None:
    """Understanding a question and verifying an answer of two sentences from fresh evidence, together."""
    seconds = []
    for case in cases[:: max(1, len(cases) // 400)]:
        read.cache_clear()
        start = time.perf_counter()
        query = understand("Who attacked the airport, and when did it happen?", (), Filters())
        verify(f"{query.question}\n{case.text} {case.text}", case.evidence)
        seconds.append(time.perf_counter() - start)
    p50, p95 = np.quantile(seconds, [0.5, 0.95]) * 1000
    print(f"understanding and verification of one answer: p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def _print_wrong(scored: Sequence[Scored]) -> None:
    wrong = [s for s in scored if (s.checked.verdict == "supported") != s.case.right]
    for s in random.Random(0).sample(wrong, min(30, len(wrong))):
        held = {n: round(v, 2) for n, v in s.signs.items() if v}
        quotes = " | ".join(s.case.evidence[i].text for i in s.checked.support)
        print(f"\n{s.case.kind} {s.checked.score:.2f} {held}\n  {s.case.text}\n  {quotes}")


if __name__ == "__main__":
    main()
