"""The "Evaluation" tab: how good the answers are, measured."""

from __future__ import annotations

import gradio as gr

from qa.ask import NewsQA

__all__ = ["report_view"]


def report_view(newsqa: NewsQA, page: gr.Blocks) -> None:
    """Lay the tab out in the place that is open inside `page`."""
    gr.HTML(
        "<h2>Evaluation</h2><p>No evaluation is kept here. <code>newsqa eval QUESTIONS.jsonl --out DIR</code> makes one.</p>",
        elem_id="report",
        js_on_load=None,
        apply_default_css=False,
    )
