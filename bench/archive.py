"""An archive that still grows: the seeds' questions, asked today, of the seeds and one article of yesterday, beside the same without it.

What is new orders reports; a report of years ago must answer as it did before the day's first article came.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from common import machine, seeds_corpus, share

from index import Article, Corpus
from qa import NewsQA
from qa.evaluation.questions import Question, read_questions
from qa.evaluation.scoring import run

_DAY = 86_400
_QUESTIONS = Path(__file__).parent.parent / "seeds/questions.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["dev", "test"], help="the questions of one half alone")
    options = parser.parse_args()
    now = int(time.time())
    asked = [replace(q, asked_on=now) for q in read_questions(_QUESTIONS)[0] if options.split in (None, q.split)]
    print(machine(), f"{len(asked)} questions, quotes")
    with seeds_corpus() as corpus:
        _told("the seeds", asked, corpus)
        corpus.add([Article.of("A museum opens", "The museum of Dorn opened on Sunday.", published=now - _DAY)])
        _told("and one article of yesterday", asked, corpus)


def _told(what: str, asked: list[Question], corpus: Corpus) -> None:
    scored = list(run(asked, NewsQA(corpus), "extractive"))
    told = [s for s in scored if s.question.answerable]
    untold = [s for s in scored if not s.question.answerable]
    print(
        f"  {what}: right {share([bool(s.right) for s in told])}, refused though told {share([s.turn['refused'] for s in told])}, "
        f"untold refused {share([s.turn['refused'] for s in untold])}"
    )


if __name__ == "__main__":
    main()
