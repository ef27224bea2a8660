"""What the measurements share: the data sets as they are, and a corpus made of one."""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import random
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from index import Corpus
from qa.evaluation.metrics import wilson
from qa.evaluation.questions import read_questions
from qa.model.llm import LanguageModel, choose_llm
from qa.settings import Settings

__all__ = [
    "arguments",
    "json_lines",
    "llm_of",
    "machine",
    "multihop_corpus",
    "multihop_queries",
    "of_one_part",
    "own_lines",
    "quiz_days",
    "realtimeqa",
    "seeds_corpus",
    "share",
    "shuffled",
    "write_json_lines",
]

T = TypeVar("T")
_ROOT = Path(__file__).parent.parent


def arguments(description: str) -> argparse.ArgumentParser:
    """A parser with the one option that all measurements have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds the data sets (see bench/README.md)"
    )
    return parser


def llm_of(engine: str) -> LanguageModel | None:
    """The model that the settings name, for the engine "llm"; else none."""
    return choose_llm(Settings.load())[0] if engine == "llm" else None


def json_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The records of a compressed file of JSON Lines."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def own_lines(file: str) -> list[dict[str, Any]]:
    """The records of a file of JSON Lines of the repository."""
    return [json.loads(line) for line in (_ROOT / file).read_text("utf-8").splitlines()]


def write_json_lines(file: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """A file of JSON Lines, as `newsqa index` takes it."""
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")


def records_of(file: Path) -> list[dict[str, Any]]:
    """The records of a compressed JSON list."""
    with gzip.open(file, "rt", encoding="utf-8") as whole:
        return json.load(whole)


def multihop_queries(data: Path) -> list[dict[str, Any]]:
    """MultiHop-RAG's development queries: id, query, answer, question_type, evidence_list."""
    return records_of(data / "multihop-rag" / "queries-dev.json.gz")


@contextmanager
def multihop_corpus(data: Path, embedder: str | None = None) -> Iterator[Corpus]:
    """MultiHop-RAG's 609 articles, indexed in a temporary directory."""
    with tempfile.TemporaryDirectory() as directory, Corpus.open(directory, embedder) as corpus:
        corpus.ingest([data / "multihop-rag" / "corpus.json.gz"])
        yield corpus


@contextmanager
def seeds_corpus() -> Iterator[Corpus]:
    """The seeds, indexed in a temporary directory."""
    with tempfile.TemporaryDirectory() as directory, Corpus.open(directory) as corpus:
        corpus.ingest([_ROOT / "seeds"])
        yield corpus


def of_one_part(file: str) -> list[dict[str, Any]]:
    """The development questions of a file of the repository that follow no other and ask one thing."""
    return [q for q in own_lines(file) if q["split"] == "dev" and not q["history"] and q["kind"] != "two"]


def realtimeqa(data: Path, *years: str) -> list[str]:
    """RealTimeQA's questions of these years, else of 2023, shuffled."""
    files = [data / "realtimeqa" / f"questions-{year}.jsonl" for year in years or ("2023",)]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return shuffled(json.loads(line)["question"] for line in lines)


def quiz_days(data: Path, *years: str) -> dict[str, int]:
    """The day on which each of RealTimeQA's questions of these years was asked, in epoch seconds, by the question."""
    questions = [q for year in years for q in read_questions(data / "realtimeqa" / f"questions-{year}.jsonl")[0]]
    return {q.question: q.asked_on for q in questions if q.asked_on is not None}


def shuffled(some: Iterable[T]) -> list[T]:
    """Each once, in an order that is always the same."""
    unique = sorted(set(some))  # type: ignore[type-var]
    random.Random(1).shuffle(unique)
    return unique


def share(results: Sequence[bool]) -> str:
    """The share of what is so, with its 95 % interval: "0.62 (0.49–0.73)"."""
    low, high = wilson(results) or (0.0, 0.0)
    return f"{sum(results) / max(1, len(results)):.2f} ({low:.2f}–{high:.2f})"


def machine() -> str:
    """Commit of this checkout, with -dirty for changes, and machine, to print beside a figure."""
    describe = ["git", "-C", str(_ROOT), "describe", "--always", "--dirty", "--exclude", "*"]
    commit = subprocess.run(describe, capture_output=True, text=True).stdout.strip()
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next(
            (line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line), ""
        )
    import os

    return f"commit {commit or '?'}, {os.cpu_count()} cores, {model or platform.processor()}"
