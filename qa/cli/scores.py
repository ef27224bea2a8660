"""The evaluation in the terminal: a progress bar, a table of measures, and files that keep a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

if TYPE_CHECKING:
    from qa.ask import NewsQA
    from qa.evaluate import Question, Scored
    from qa.records import Engine

__all__ = ["run_with_progress", "save", "show_summary"]


def run_with_progress(questions: Sequence[Question], newsqa: NewsQA, engine: Engine, console: Console) -> list[Scored]:
    """Ask all the questions, with a bar that says how many were right so far."""
    from qa.evaluate import run

    columns = (
        TextColumn("Asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[right]}"),
        TimeRemainingColumn(),
    )
    results: list[Scored] = []
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=len(questions), right="")
        for scored in run(questions, newsqa, engine):
            results.append(scored)
            right = sum(r.right for r in results)
            progress.update(bar, completed=len(results), right=f"{right} right")
    return results


def show_summary(console: Console, record: dict[str, Any]) -> None:
    """The measures as a table: a row for all, for each kind and for each split."""
    table = Table(box=None, pad_edge=False)
    for column in ("", "questions", "right", "95 %", "false refusals", "refusals right", "95 %"):
        table.add_column(column, justify="left" if not column else "right")
    rows = [("all", record), *record["by_kind"].items(), *((f"split {k}", v) for k, v in record["by_split"].items())]
    for name, m in rows:
        table.add_row(
            name, str(m["n"]), _share(m["right"]), _interval(m["right_interval"]), _share(m["false_refusals"]),
            _share(m["refusals_right"]), _interval(m["refusals_right_interval"]),
        )  # fmt: skip
    console.print(table)
    console.print(f"refusals that were due (precision): {_share(record['refusal_precision'])}")
    console.print(f"citations verbatim in their article: {_share(record['citations_verbatim'])}")
    console.print(f"answers with a citation: {_share(record['answers_with_citation'])}")
    console.print(f"whole answer {_seconds(record['seconds'])}; first written word {_seconds(record['first_word'])}")


def save(directory: Path, results: Sequence[Scored], record: dict[str, Any]) -> None:
    """Keep a run: summary.json, and results.jsonl with every question's turn."""
    from qa.evaluate import scored_json

    directory.mkdir(parents=True, exist_ok=True)
    (directory / "summary.json").write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    lines = (json.dumps(scored_json(r), ensure_ascii=False) for r in results)
    (directory / "results.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _interval(value: Sequence[float] | None) -> str:
    return "" if value is None else f"{100 * value[0]:.0f}–{100 * value[1]:.0f}"


def _seconds(value: dict[str, float | None]) -> str:
    p50, p95 = value["p50"], value["p95"]
    return "–" if p50 is None or p95 is None else f"p50 {p50:.2f} s, p95 {p95:.2f} s"
