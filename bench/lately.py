"""Questions of "this week", "recently" and the like, asked on their day of a corpus that holds years: how many are told rightly, told wrongly
and refused, where the report must be new enough for them (qa/question/lately.py) and where it need not be.

N of RealTimeQA's questions of a year that qa/question/lately.py finds such words in, without their choices, over all of that year's articles.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from common import arguments, llm_of, machine, share, shuffled

from index import Corpus
from qa import NewsQA
from qa.evaluation.questions import Question, read_questions
from qa.evaluation.scoring import Scored, run
from qa.question.lately import lately
from qa.records import Engine


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--year", default="2022", choices=["2022", "2023", "2024"])
    parser.add_argument("--engine", default="extractive", choices=["extractive", "llm"])
    parser.add_argument("-n", type=int, default=60, help="questions")
    options = parser.parse_args()
    folder: Path = options.data / "realtimeqa"
    by_id = {q.id: replace(q, choices=()) for q in read_questions(folder / f"questions-{options.year}.jsonl")[0]}
    asked = [q for q in map(by_id.__getitem__, shuffled(by_id)) if lately(q.question, q.asked_on)][: options.n]
    with tempfile.TemporaryDirectory() as directory, Corpus.open(directory) as corpus:
        corpus.ingest([folder / f"corpus-{options.year}.jsonl.gz"])
        newsqa = NewsQA(corpus, llm_of(options.engine))
        print(machine(), f"{len(asked)} questions of {options.year}, {options.engine}")
        after = _told("new enough", asked, newsqa, options.engine)
        with patch("qa.evidence.gather.lately", lambda *_: None):
            before = _told("of any age", asked, newsqa, options.engine)
    became = Counter(f"{b} → {a}" for b, a in zip(before, after, strict=True) if a != b)
    print("of any age → new enough:", ", ".join(f"{n} {how}" for how, n in became.most_common()) or "all the same")


def _told(what: str, asked: Sequence[Question], newsqa: NewsQA, engine: Engine) -> list[str]:
    """What became of each question; prints how often each did."""
    became = [_became(scored) for scored in run(asked, newsqa, engine)]
    shares = [f"{how} {share([one == how for one in became])}" for how in ("right", "wrong", "refused")]
    print(f"  {what}: {', '.join(shares)}", flush=True)
    return became


def _became(scored: Scored) -> str:
    return "right" if scored.right else "refused" if scored.turn["refused"] else "wrong"


if __name__ == "__main__":
    main()
