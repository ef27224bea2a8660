"""The evaluation in the terminal: a progress bar, a table of measures, a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from qa.cli.terminal import clean

if TYPE_CHECKING:
    from qa.evaluation import Question, Scored
    from qa.evaluation.compare import Comparison
    from qa.newsqa import NewsQA
    from qa.records import Engine

__all__ = ["run_with_progress", "show_comparison", "show_summary"]

_COLUMNS = ("right_answers", "false_refusals", "right_refusals", "citations_verbatim")
_LINES = {
    "answers": ("exact", "f1", "right_choices"),
    "reports": ("differences_told", "differences_made_up"),
    "refusals": ("refusal_precision",),
    "citations": ("citations_support", "citation_precision", "citation_recall"),
    "gold articles": ("hits@1", "hits@4", "hits@10", "mrr@10", "ndcg@10"),
    "gold quotes": ("quote_hits@4", "quote_hits@10", "quote_mrr@10", "evidence_hits"),
}
_MOST_FLIPS = 12


def run_with_progress(
    questions: Sequence[Question],
    newsqa: NewsQA,
    engine: Engine,
    console: Console,
    done: Sequence[Scored] = (),
    keep: Callable[[Scored], None] = lambda _: None,
) -> list[Scored]:
    """Ask the questions that are not done yet, with a bar that says how many were right so far."""
    from qa.evaluation import run

    columns = (
        TextColumn("Asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[right]}"),
        TimeRemainingColumn(),
    )
    results = list(done)
    answered = {scored.question.id for scored in done}
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=len(questions), completed=len(results), right="")
        for scored in run([q for q in questions if q.id not in answered], newsqa, engine):
            results.append(scored)
            keep(scored)
            right = sum(r.right for r in results)
            progress.update(bar, completed=len(results), right=f"{right} right")
    return results


def show_summary(console: Console, record: dict[str, Any]) -> None:
    """The measures: a row for all, for each kind and for each split, each share with its 95 % interval; then the rest in lines."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for column in ("questions", *(name.replace("_", " ") for name in _COLUMNS)):
        table.add_column(column, justify="right")
    rows = [("all", record["all"]), *record["by_kind"].items()]
    rows += [(f"split {name}", m) for name, m in record["by_split"].items()]
    for name, measures in rows:
        cells = (_with_interval(measures.get(column)) for column in _COLUMNS)
        table.add_row(escape(clean(name)), str(measures["questions"]), *cells)
    console.print(table)
    for title, names in _LINES.items():
        found = [f"{n.replace('_', ' ')} {_with_interval(record['all'][n])}" for n in names if n in record["all"]]
        if found:
            console.print(f"{title}: {', '.join(found)}")
    if record["gold_not_in_corpus"]:
        console.print(f"gold articles that are not in the corpus, left out: {record['gold_not_in_corpus']}")
    if record["quotes_not_in_corpus"]:
        console.print(f"gold quotes that no gold article says, counted as not found: {record['quotes_not_in_corpus']}")
    if record["without_model"]:
        console.print(f"answered without the model, which was not there or failed: {record['without_model']}")
    for name, title in (("seconds", "whole answer"), ("first_word", "first written word")):
        if m := record["all"].get(name):
            console.print(f"{title}: p50 {m['p50']:.2f} s, p95 {m['p95']:.2f} s")


def show_comparison(console: Console, comparisons: Sequence[Comparison]) -> None:
    """What changed against the baseline, and which questions flipped."""
    changed = [c for c in comparisons if c.lost or c.won]
    if not changed:
        console.print("against the baseline: no question changed sides")
    for c in changed:
        verdict = " – significantly worse" if c.regressed else ""
        console.print(
            f"{c.measure.replace('_', ' ')}: {100 * c.before:.1f} % → {100 * c.now:.1f} % of {c.pairs}, "
            f"p = {c.p:.3g} (McNemar){verdict}"
        )
        for word, ids in (("worse", c.lost), ("better", c.won)):
            if ids:
                more = f" … and {len(ids) - _MOST_FLIPS} more" if len(ids) > _MOST_FLIPS else ""
                console.print(f"  {word}: {escape(clean(', '.join(ids[:_MOST_FLIPS])))}{more}")


def _with_interval(measure: dict[str, float] | None) -> str:
    if measure is None:
        return "–"
    return f"{100 * measure['value']:.1f} % ({100 * measure['low']:.0f}–{100 * measure['high']:.0f})"
