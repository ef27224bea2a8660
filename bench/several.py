"""Messages that ask several questions one by one ("Which airport was attacked? Who built the bridge? …"): how many of their questions are answered
rightly, beside the same questions asked alone, and how many that no article answers are named as not found.

The answerable single questions of seeds/questions.jsonl, three in a message, and the same two at a time before one that no article answers. Right:
an accepted answer stands in what is shown, which is longer for a message than for a question alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from common import llm_of, machine, own_lines, seeds_corpus, share, shuffled

from qa import NewsQA
from qa.evaluation.metrics import contains
from qa.records import Answer

_EACH = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    parser.add_argument("--engine", default="extractive", choices=["extractive", "llm"])
    options = parser.parse_args()
    asked = {q["question"]: q for q in own_lines("seeds/questions.jsonl") if q["split"] == options.split}
    alone = [q for q in asked.values() if not q.get("history") and q["question"].endswith("?")]
    told = shuffled(q["question"] for q in alone if q["answerable"] and q["kind"] == "single")
    untold = shuffled(q["question"] for q in alone if not q["answerable"])
    told = told[: len(told) // _EACH * _EACH]
    print(f"{machine()}, {options.engine}, {options.split}: {len(told)} questions, {_EACH} in a message")
    with seeds_corpus() as corpus:
        newsqa = NewsQA(corpus, llm_of(options.engine))
        by_itself = {question: newsqa.ask(question, engine=options.engine).answer for question in told}
        together = {message: newsqa.ask(" ".join(message), engine=options.engine).answer for message in _threes(told)}
        print(f"  asked alone:      right {share([_right(by_itself[q], asked[q]) for q in told])}")
        print(f"  three together:   right {share([_right(a, asked[q]) for m, a in together.items() for q in m])}")
        pairs = [(*told[2 * n : 2 * n + 2], question) for n, question in enumerate(untold[: len(told) // 2])]
        mixed = {message: newsqa.ask(" ".join(message), engine=options.engine).answer for message in pairs}
        print(
            f"  two before one that is not told: right {share([_right(a, asked[q]) for m, a in mixed.items() for q in m[:2]])}"
        )
        print(f"    and that one named as not found {share([m[2] in (a.notice or '') for m, a in mixed.items()])}")


def _threes(questions: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(questions[n : n + _EACH]) for n in range(0, len(questions), _EACH)]


def _right(answer: Answer, question: dict[str, Any]) -> bool:
    shown = f"{answer.short or ''} {answer.text}"
    return not answer.refused and contains(shown, question["answers"], question.get("all_of", ()))


if __name__ == "__main__":
    main()
