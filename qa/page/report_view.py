"""The "Evaluation" tab: the last run that `newsqa eval --keep` kept in the data directory, with every question's turn."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import gradio as gr

from index import NewsqaError
from qa.evaluation.folder import load_run
from qa.evaluation.kept import last_run
from qa.evaluation.scoring import Scored
from qa.newsqa import NewsQA
from qa.page.report_render import Wanted, head, nothing_kept, turns, turns_form, unreadable

__all__ = ["report_view"]

_FORMS = "window.newsqaForms(element, trigger)"


def report_view(newsqa: NewsQA, page: gr.Blocks) -> None:
    """Lay the tab out in the place that is open inside `page`, and connect it. Made anew for each visit."""
    data = newsqa.corpus.directory
    bare: dict[str, Any] = {"apply_default_css": False, "padding": False}
    top = gr.HTML("", elem_id="report-head", js_on_load=None, **bare)
    form = gr.HTML("", elem_id="report-find", js_on_load=_FORMS, **bare)
    listed = gr.HTML("", elem_id="report-turns", js_on_load=_FORMS, **bare)
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple"}

    def look(event: gr.EventData) -> str:
        return _shown(data, Wanted.of(event._data))[2]

    page.load(lambda: _shown(data, Wanted()), None, [top, form, listed], **quiet)
    # One after the other, as they came: else what was wanted before may stand at the end.
    gr.on([form.submit, listed.select], look, None, listed, **quiet, concurrency_limit=1)


def _shown(data: Path, wanted: Wanted) -> tuple[str, str, str]:
    """Head, form and questions of the last run; or the head alone, which says what is missing."""
    folder = last_run(data)
    if folder is None:
        return nothing_kept(), "", ""
    try:
        changed = (folder / "summary.json").stat().st_mtime_ns
        run, record, results = _loaded(folder, changed)
        return head(run, record), turns_form(list(record["by_kind"]), wanted), turns(results, wanted)
    except (NewsqaError, OSError) as error:
        return unreadable(str(error)), "", ""
    except json.JSONDecodeError:
        return unreadable("its summary.json is damaged."), "", ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return unreadable("its files are of another form."), "", ""


@lru_cache(maxsize=1)
def _loaded(folder: Path, changed: int) -> tuple[dict[str, Any], dict[str, Any], list[Scored]]:
    """A kept run: what it was of, its summary, its results. changed: when; a run that goes on is read again."""
    record = json.loads((folder / "summary.json").read_text("utf-8"))
    run, results = load_run(folder)
    return run, record, results
