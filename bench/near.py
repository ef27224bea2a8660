"""Near misses, added up over runs of `newsqa eval bench/questions-near-….jsonl --engine llm --out RUN`: pairs of a question that an article
answers and one close to it that none does. How many of the first are answered rightly, how many of the others refused, by what makes them
others, and of how many pairs both; and of those told how many with a warning that the source may tell of something else.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from common import machine, share

from qa.newsqa import READ_IT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", type=Path, help="folders that --out of `newsqa eval` has made")
    files = [run / "turns.jsonl" for run in parser.parse_args().runs]
    turns = [json.loads(line) for file in files for line in file.open(encoding="utf-8")]
    told = [turn for turn in turns if turn["question"]["answerable"]]
    near = [turn for turn in turns if not turn["question"]["answerable"]]
    print(machine())
    _print("answered rightly", [turn["values"]["right_answer"] for turn in told])
    _print("refused though told", [turn["turn"]["refused"] for turn in told])
    _print("near misses refused", [turn["turn"]["refused"] for turn in near])
    kinds: dict[str, list[bool]] = defaultdict(list)
    for turn in near:
        kinds[turn["question"]["kind"]].append(turn["turn"]["refused"])
    print("  by kind", ", ".join(f"{kind} {sum(some)} of {len(some)}" for kind, some in sorted(kinds.items())))
    right = {turn["id"]: turn["values"]["right_answer"] for turn in told}
    _print("both of a pair", [turn["turn"]["refused"] and right[f"{turn['id'][:-1]}a"] for turn in near])
    _print("right answers with a warning", [_warned(turn) for turn in told if turn["values"]["right_answer"]])
    _print("near misses told with a warning", [_warned(turn) for turn in near if not turn["turn"]["refused"]])


def _warned(turn: dict[str, Any]) -> bool:
    return READ_IT in (turn["turn"]["notice"] or "")


def _print(what: str, some: Sequence[bool]) -> None:
    print(f"  {what:32} {sum(some)} of {len(some)}, {share(some)}")


if __name__ == "__main__":
    main()
