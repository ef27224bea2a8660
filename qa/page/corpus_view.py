"""The "Corpus" tab: what the corpus holds."""

from __future__ import annotations

import gradio as gr

from index import Status
from qa.ask import NewsQA
from qa.page.render import holdings, plain

__all__ = ["corpus_view"]


def corpus_view(newsqa: NewsQA, page: gr.Blocks) -> None:
    """Lay the tab out in the place that is open inside `page`; made anew for each visit."""
    held = gr.HTML(_held(newsqa.corpus.status()), elem_id="corpus-held", js_on_load=None, apply_default_css=False)
    page.load(
        lambda: _held(newsqa.corpus.status()), None, held, show_progress="hidden", api_visibility="private"
    )  # fmt: skip


def _held(status: Status) -> str:
    """How much there is, and from whom, the publisher with the most articles first."""
    counted = sorted(status.publishers, key=lambda p: -p.articles)
    rows = "".join(f"<li>{plain(p.name or 'Publisher unknown')}: {p.articles:,}</li>" for p in counted)
    return f"<h2>The corpus</h2><p>{plain(holdings(status))}</p><ul>{rows}</ul>"
