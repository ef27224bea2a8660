"""The "Corpus" tab: what the corpus holds and how fresh it is; its articles listed, searched, added and removed.

Its forms are HTML of our own and send their fields as Gradio events: native fields bring labels, keyboard and a phone's date
picker with them. Files are read in the browser and come as a value of such an event. Gradio's upload route stays closed: it
would take any file from anyone, before it is known what for, and keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import gradio as gr

from index import Article, BadRequest, NewsqaError, Progress
from qa.newsqa import NewsQA
from qa.page.adding import Step, adding, fetching, pasted, uploaded
from qa.page.caller import may_change
from qa.page.corpus_render import add_forms, facts, find_form, found, progress, refused, summary
from qa.page.looking import Look, look_into
from qa.page.timeline import timeline
from qa.serve.service import model_name

if TYPE_CHECKING:
    from index.read.fetch import Web

__all__ = ["MayChange", "corpus_view"]

MayChange = Callable[[gr.Request], bool]

_FORMS = "window.newsqaForms(element, trigger)"
_NOT_ALLOWED = "You may not add or remove articles here."
_NOT_FETCHED = "This server fetches nothing from the web; its owner can allow it with `newsqa serve --allow-fetch`."


def corpus_view(
    newsqa: NewsQA,
    page: gr.Blocks,
    changes: Callable[[Any], None],
    may_change: MayChange = may_change,
    web: Web | None = None,
) -> None:
    """Lay the tab out in the place that is open inside `page`, and connect it. web: fetches articles; None fetches none.

    changes: is called with each event that changes the corpus, so that others can follow it.
    """
    view = _CorpusView(newsqa, page, may_change, web)
    for event in view.changing:
        changes(event)


class _CorpusView:
    """The tab's parts and what happens when they are used. Nothing is kept between two events: each says what is shown."""

    def __init__(self, newsqa: NewsQA, page: gr.Blocks, may_change: MayChange, web: Web | None) -> None:
        self.newsqa, self.corpus, self.may_change, self.web = newsqa, newsqa.corpus, may_change, web
        bare: dict[str, Any] = {"apply_default_css": False, "padding": False}
        self.held = gr.HTML("", elem_id="corpus-held", js_on_load=None, **bare)
        self.add = gr.HTML("", elem_id="corpus-add", js_on_load=_FORMS, **bare)
        self.added = gr.HTML("", elem_id="corpus-added", js_on_load=None, **bare)
        self.find = gr.HTML("", elem_id="corpus-find", js_on_load=_FORMS, **bare)
        self.found = gr.HTML("", elem_id="corpus-list", js_on_load=_FORMS, **bare)
        self._connect(page)

    def _connect(self, page: gr.Blocks) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple"}
        everything = [self.held, self.add, self.find, self.found]
        page.load(self._visit, None, everything, **quiet)
        # One after the other, as they came: of two side by side, what the slower one found would stand at the end.
        gr.on(
            [self.find.submit, self.found.select],
            self._look,
            None,
            [self.held, self.found],
            **quiet,
            concurrency_limit=1,
        )
        removing = self.found.delete(self._remove, None, [self.held, self.find, self.found], **quiet)
        once = {**quiet, "trigger_mode": "once"}
        grown = [self.added, self.held, self.find, self.found]
        adding = [
            self.add.submit(self._submit, None, grown, **once),
            self.add.upload(self._upload, None, grown, **once),
        ]
        self.changing = [removing, *adding]

    # -- what happens --------------------------------------------------------------------------------------------------

    def _visit(self, request: gr.Request) -> list[str]:
        may = self.may_change(request)
        held, listed = self._shown(Look(), may)
        return [
            held,
            add_forms(may_change=may, fetch=self.web is not None),
            find_form(self.corpus.publishers()),
            listed,
        ]

    def _look(self, event: gr.EventData, request: gr.Request) -> list[str]:
        return self._shown(Look.of(event._data), self.may_change(request))

    def _remove(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        look = Look.of(event._data)
        if not self.may_change(request):
            return [gr.skip(), gr.skip(), refused(_NOT_ALLOWED)]
        sent = _fields(event)
        article_id, title = str(sent.get("article", "")), str(sent.get("title", ""))
        try:
            self.corpus.remove(article_id)
            said = f"Removed: {title}"
        except NewsqaError:
            said = "That article is no longer here."
        held, listed = self._shown(look, True, said)
        return [held, find_form(self.corpus.publishers(), look), listed]

    def _submit(self, event: gr.EventData, request: gr.Request) -> Iterator[list[Any]]:
        """The form with a field `address`, or the one to paste into."""
        fields = _fields(event)
        if "address" in fields:
            yield from self._add(request, lambda: self._fetching(str(fields["address"])))
        else:
            yield from self._add(request, lambda: adding(self.corpus, [pasted(fields)]))

    def _fetching(self, address: str) -> Iterator[Step]:
        if self.web is None:
            raise BadRequest("address", _NOT_FETCHED)
        return fetching(self.corpus, self.web, address)

    def _upload(self, event: gr.EventData, request: gr.Request) -> Iterator[list[Any]]:
        yield from self._add(request, lambda: adding(self.corpus, uploaded(_fields(event).get("files"))))

    def _add(self, request: gr.Request, begin: Callable[[], Iterator[Step]]) -> Iterator[list[Any]]:
        """Index what was sent; everything that the tab shows follows."""
        article = None
        unchanged = [gr.skip(), gr.skip(), gr.skip()]
        if not self.may_change(request):
            yield [refused(_NOT_ALLOWED), *unchanged]
            return
        try:
            for step in begin():
                if isinstance(step, Progress):
                    yield [progress(step), *unchanged]
                elif isinstance(step, Article):
                    article = step
                elif isinstance(step, NewsqaError):
                    yield [refused(str(step)), *unchanged]
                else:
                    held, listed = self._shown(Look(), True)
                    yield [summary(step, self._held(article)), held, find_form(self.corpus.publishers()), listed]
        except BadRequest as error:
            yield [refused(str(error)), *unchanged]

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _shown(self, look: Look, may_change: bool, said: str = "") -> list[str]:
        """The facts with the plot of what passes the filters, and the list of what was found."""
        name = model_name(self.newsqa.llm)
        engine = f"Written by {name}, checked against quotes" if name else "Quotes only, no language model"
        held = facts(self.corpus.status(), engine)
        try:
            seen = look_into(self.corpus, look)
        except BadRequest as error:
            return [held, refused(str(error))]
        return [held + timeline(seen.per_day), found(seen, may_change=may_change, said=said)]

    def _held(self, article: Article | None) -> Article | None:
        """The article as it is held now; None where it is not, such as one that was left out."""
        try:
            return self.corpus.article(article.id) if article else None
        except NewsqaError:
            return None


def _fields(event: gr.EventData) -> Mapping[str, Any]:
    return event._data if isinstance(event._data, Mapping) else {}
