"""Questions for what is not so, made of questions for what is ("Which airport wasn't attacked?"): how many are answered all the same with what is so.

The single questions of seeds/questions.jsonl whose first verb is an auxiliary that can be denied, but for those that ask why. The answer to the
question as it was is wrong then; to name nothing is right, since no article tells what an airport was not.
"""

from __future__ import annotations

import argparse
import re
from typing import Any

from common import llm_of, machine, own_lines, seeds_corpus, share

from qa import NewsQA
from qa.evaluation.metrics import contains
from qa.question.wants import WH, wanted
from qa.records import Answer

_AUXILIARY = re.compile(
    rf"(?P<before>.*?\b{WH}\b[^,?]*?)\b(?P<aux>did|do|does|was|were|is|are|has|have|had)\b(?P<rest> .+)", re.I | re.S
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=["dev", "test"])
    parser.add_argument("--engine", default="extractive", choices=["extractive", "llm"])
    options = parser.parse_args()
    lines = [q for q in own_lines("seeds/questions.jsonl") if q["split"] == options.split and q["answerable"]]
    asked = [(q, negated(q["question"])) for q in lines if not q.get("history") and wanted(q["question"]) != "why"]
    asked = [(q, denied) for q, denied in asked if denied]
    print(f"{machine()}, {options.engine}, {options.split}: {len(asked)} questions")
    with seeds_corpus() as corpus:
        newsqa = NewsQA(corpus, llm_of(options.engine))
        told = [(q, denied, newsqa.ask(denied, engine=options.engine).answer) for q, denied in asked]
    for _, denied, answer in told:
        if not answer.refused:
            print(f"    {denied} → {answer.short or answer.text}"[:160])
    print(f"  refused: {share([a.refused for *_, a in told])}")
    print(f"  the short answer is that to the question as it was: {share([_as_it_was(a, q) for q, _, a in told])}")


def negated(question: str) -> str | None:
    """The question with its first auxiliary denied; None where it has none, or is denied already."""
    found = _AUXILIARY.fullmatch(question)
    if not found or re.search(r"n['’]t\b|\bnot\b|\bnever\b", question):
        return None
    return f"{found['before']}{found['aux']}n't{found['rest']}"


def _as_it_was(answer: Answer, question: dict[str, Any]) -> bool:
    return bool(answer.short) and contains(answer.short or "", question["answers"], question.get("all_of", ()))


if __name__ == "__main__":
    main()
