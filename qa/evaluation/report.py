"""A run as one HTML file that asks nothing of anyone: measures with their intervals, seconds, and every turn to read, wrong ones first.

Questions, articles and what a model wrote are untrusted: the template escapes everything and leaves out what could turn a line
round, and the page forbids itself scripts and requests. Filters are radio buttons and style rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from qa.evaluation.compare import Comparison
from qa.evaluation.metrics import percentile
from qa.evaluation.scoring import Scored
from qa.evaluation.summary import MEASURES
from qa.language.legible import legible

__all__ = ["report_html"]

_WIDTH = 420  # of a plot, in pixels
_PLOTTED = ("right_answers", "false_refusals", "right_refusals", "citations_verbatim")
_STEPS = range(0, 101, 2)  # percentiles in the plot of seconds


def report_html(
    run: Mapping[str, Any], record: Mapping[str, Any], results: Sequence[Scored], comparisons: Sequence[Comparison] = ()
) -> str:
    """The report of a run. run: its run.json; record: its summary."""
    template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    ).from_string((Path(__file__).parent / "report.html.j2").read_text("utf-8"))
    return template.render(
        run=run,
        all=record["all"],
        without_model=record["without_model"],
        names=[name for name in MEASURES.values() if name in record["all"]],
        kinds=list(record["by_kind"]),
        plots=[_intervals(name, record) for name in _PLOTTED if name in record["all"]],
        seconds=_curve([float(r.values["seconds"]) for r in results]),
        comparisons=[c for c in comparisons if c.lost or c.won],
        compared=bool(comparisons),
        results=sorted(results, key=lambda r: (r.right, r.question.kind, r.question.id)),
        width=_WIDTH,
    )


def _shown(value: object) -> object:
    """What the template puts in a place; joined texts come as Markup, which is a str too."""
    return type(value)(legible(value)) if isinstance(value, str) else value


def _intervals(name: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A row for all and for each kind: a point and its interval, in pixels."""
    rows = [("all", record["all"]), *record["by_kind"].items()]
    return {
        "name": name,
        "rows": [
            {"label": label, **{k: round(m[name][k] * _WIDTH, 1) for k in ("value", "low", "high")}, "of": m[name]}
            for label, m in rows
            if name in m
        ],
    }


def _curve(seconds: Sequence[float]) -> dict[str, Any] | None:
    """The share of answers that came within so many seconds, as the points of a polyline 100 pixels high."""
    if not seconds:
        return None
    longest = max(seconds) or 1.0
    points = [((percentile(seconds, p) or 0.0) / longest * _WIDTH, 100 - p) for p in _STEPS]
    return {"points": " ".join(f"{x:.1f},{y}" for x, y in points), "longest": longest}
