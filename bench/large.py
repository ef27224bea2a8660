"""Quotes over an archive of 20,000 articles (three years of RealTimeQA's pool and MultiHop-RAG's): passages indexed a second, seconds a question
of several kinds, each new to the program, and resident memory."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import psutil
from common import arguments, machine, multihop_queries, quiz_days, shuffled

from index import Corpus, Filters
from qa import NewsQA
from qa.evaluation.metrics import percentile

_YEARS = ("2022", "2023", "2024")
_ARTICLES = [*(f"realtimeqa/corpus-{year}.jsonl.gz" for year in _YEARS), "multihop-rag/corpus.json.gz"]
_OUTLET = "CNN"


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--questions", type=int, default=100, help="of each kind")
    options = parser.parse_args()
    days = quiz_days(options.data, "2023", "2024")
    asked = [(question, days[question]) for question in shuffled(days)]
    kinds: dict[str, Iterator[tuple[str, dict[str, Any]]]] = {
        "on their day": ((q, {"asked_on": day}) for q, day in asked),
        "in small letters": ((q.lower(), {"asked_on": day}) for q, day in asked),
        "of that month": ((q, {"filters": _month(day)}) for q, day in asked),
        f"of {_OUTLET}": ((q, {"filters": Filters(publishers=(_OUTLET,))}) for q, _ in asked),
        "of several outlets": ((q["query"], {}) for q in multihop_queries(options.data)),
    }
    with tempfile.TemporaryDirectory() as directory, Corpus.open(directory) as corpus:
        report = corpus.ingest([options.data / file for file in _ARTICLES])
        print(machine())
        print(
            f"{report.added:,} articles, {report.passages:,} passages, {report.passages / report.seconds:.0f} a second"
        )
        newsqa = NewsQA(corpus)
        newsqa.ask("which airport was attacked?")
        for n, (kind, questions) in enumerate(kinds.items()):
            seconds: list[float] = []
            for question, how in islice(questions, n * options.questions, (n + 1) * options.questions):
                started = time.perf_counter()
                newsqa.ask(question, **how)
                seconds.append(time.perf_counter() - started)
            print(
                f"{kind:20} {len(seconds)} questions: p50 {percentile(seconds, 50):.2f} s   p95 {percentile(seconds, 95):.2f} s",
                flush=True,
            )
        print(f"{psutil.Process().memory_info().rss / 2**30:.2f} GiB resident")


def _month(day: int) -> Filters:
    """The month of a day, from its first day on to the first of the next."""
    first = datetime.fromtimestamp(day, UTC).replace(day=1)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return Filters(int(first.timestamp()), int(after.timestamp()))


if __name__ == "__main__":
    main()
