"""The web page: a Gradio page over NewsQA, to be shown to a newsroom's readers.

Each tab is built by its own module (ask_view, corpus_view, report_view). Below them all: the masthead, the styles and scripts
that are joined into the head of the page, and the gate in front of Gradio's routes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from gradio.themes import Base
from starlette.routing import Mount

from qa.newsqa import NewsQA
from qa.page.ask_view import ask_view
from qa.page.blocks import PageBlocks
from qa.page.caller import who
from qa.page.corpus_view import corpus_view
from qa.page.endpoint import offer
from qa.page.gate import Gate
from qa.page.render import holdings
from qa.page.report_view import report_view
from qa.page.text import plain

if TYPE_CHECKING:
    from index.read.fetch import Web

__all__ = ["mount_page"]

_HERE = Path(__file__).parent
_STYLES = (
    "page.css",
    "corpus.css",
    "ask.css",
    "contrast.css",
    "print.css",
)  # joined in this order, so that a tab's own can override the page's
_SCRIPTS = (  # in this order, too: each uses what those before it offer
    "page.js",
    "reader.js",
    "box.js",
    "forms.js",
    "views.js",
    "actions.js",
    "export.js",
    "judge.js",
    "kept.js",
    "menu.js",
    "state.js",
)
_AT_ONCE = 8  # calls of one kind at the same time; Gradio's own default is one
_WAITING = 64
_SESSIONS = 1000
_NO_MODEL = "No language model is connected: answers are quotations from the articles."


def mount_page(app: FastAPI, newsqa: NewsQA, web: Web | None = None) -> FastAPI:
    """Serve the page at "/" of an app. Routes that the app already has, such as /api/…, go before it.

    web: fetches articles by their address; None fetches nothing.
    The app must serve `GET /api/articles/{id}?version=` for the reader beside the chat.
    """
    gr.mount_gradio_app(
        app,
        _page(newsqa, web),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        allowed_paths=[],
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        head=f'<meta name="description" content="Questions answered from the news, with sources">'
        f"<style>{_joined(_STYLES)}</style><script>{_joined(_SCRIPTS)}</script>",
    )
    mounted = app.router.routes[-1]
    assert isinstance(mounted, Mount)
    mounted.app = Gate(mounted.app)
    return app


def _page(newsqa: NewsQA, web: Web | None) -> gr.Blocks:
    """The masthead, and below it a tab for each view; a view fills the place that is open when it is called."""
    with PageBlocks(analytics_enabled=False, title="newsqa", fill_width=True) as page:
        masthead = gr.HTML(_masthead(newsqa), elem_id="masthead", js_on_load=None, apply_default_css=False)
        with gr.Tabs(elem_id="views"):
            with gr.Tab("Ask", id="ask", elem_id="ask-view"):
                follow = ask_view(newsqa, page)
            with gr.Tab("Corpus", id="corpus", elem_id="corpus-view"):
                corpus_view(newsqa, page, follow, web=web)
            with gr.Tab("Evaluation", id="report", elem_id="report-view"):
                report_view(newsqa, page)
        offer(newsqa)

        def visited(request: gr.Request) -> str:
            return _masthead(newsqa, who(request))

        page.load(visited, None, masthead, show_progress="hidden", api_visibility="private")
    page.state_session_capacity = _SESSIONS
    page.queue(api_open=False, max_size=_WAITING, default_concurrency_limit=_AT_ONCE)
    return page


def _masthead(newsqa: NewsQA, name: str = "") -> str:
    """The name, what the corpus holds, whether a language model is there, and the way out for who came in with a key of that name.

    Made for each visit: the corpus may have grown.
    """
    note = newsqa.notice or (_NO_MODEL if newsqa.llm is None else "")
    said = f'<p id="model-note">{plain(note)}</p>' if note else ""
    model = "no" if newsqa.llm is None else "yes"
    held = plain(holdings(newsqa.corpus.status()))
    out = f'<form method="post" action="logout"><button>Log out {plain(name)}</button></form>' if name else ""
    return f'<header data-model="{model}"><h1>newsqa</h1><p class="holdings">{held}</p>{said}{out}</header>'


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)
