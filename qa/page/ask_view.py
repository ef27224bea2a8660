"""The "Ask" tab: a question, its answer as it grows, the conversation so far.

Gradio carries the question, the stream and each browser's conversation; what is read is rendered by render.py.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any

import gradio as gr

from index import BadRequest
from qa.newsqa import NewsQA
from qa.page.around import filter_bar, suggestions
from qa.page.kept import record, reopened
from qa.page.render import conversation
from qa.page.suggest import suggest
from qa.page.talk import Talk, answering, failed, stopped
from qa.page.wishes import Bar, Opening, Wish, read, without
from qa.records import Engine

__all__ = ["ASKING", "ask_view"]

ASKING = "asking"  # the queue in which all questions stand
_WIRES = ("bar", "wish", "opening", "told")
_SETTLED = "() => window.newsqaBox.settled()"  # an answer's stream is closed: box.js lets the next question go
_AT_ONCE = 8  # questions answered at the same time; Gradio's own default is one
_FORGOTTEN_AFTER = 6 * 3600  # seconds without a question
_EXAMPLES = (  # a question, and words of a title: shown only where the corpus holds that article
    ("which airport was attacked?", "Syrian rebels launch"),
    ("How many people were killed in the Mecca crane collapse?", "Mecca crane collapse"),
    ("Why did the CDC director resign?", "CDC Director Brenda Fitzgerald"),
    ("Who chairs the panel of New Zealand's Flag Consideration Project?", "Flag"),
    ("Which comet did NASA's Stardust capsule collect samples from?", "Stardust"),
    ("What is new?", ""),  # of any article
)
_ENGINES: list[str | int | float | tuple[str, str | int | float]] = [
    ("Auto", "auto"),
    ("Quotes only", "extractive"),
    ("Written", "llm"),
]

_AUTO = "Auto: written if a language model is connected, else quotes."


def ask_view(newsqa: NewsQA, page: gr.Blocks) -> Callable[[Any], None]:
    """Lay the chat out in the place that is open inside `page`, and connect it. At the head of it all stands the masthead.

    Returns what is to be called with each event that changes the corpus, so that the chat follows it.
    """
    return _AskView(newsqa, page).follow


class _AskView:
    """The chat's parts and what happens when they are used."""

    def __init__(self, newsqa: NewsQA, page: gr.Blocks) -> None:
        self.newsqa, self.page = newsqa, page
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bare: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
        self.talk = gr.State(Talk(), time_to_live=_FORGOTTEN_AFTER)
        with gr.Row(elem_id="controls"):
            self.engine = gr.Radio(
                _ENGINES, value="auto", label="Answers", info=_AUTO, elem_id="engine", container=False
            )
            self.filters = gr.HTML(self._filter_bar(), elem_id="filters", **bare)
            self.clear = gr.Button("New conversation", elem_id="clear", size="sm", visible=False)
        self.intro = gr.HTML(self._intro(), elem_id="intro", **bare)
        with gr.Column(elem_id="examples") as self.examples:
            self.example_buttons = [gr.Button(q, visible=self._holds(title)) for q, title in _EXAMPLES]
        self.history = gr.HTML("", elem_id="history", **bare)
        self.current = gr.HTML("", elem_id="current", **bare)
        self.suggested = gr.HTML("", elem_id="suggested", **bare)
        with gr.Row(elem_id="composer"):
            self.box = gr.Textbox(
                label="Your question",
                placeholder="Ask about the news…",
                lines=1,
                max_lines=6,
                elem_id="question",
                container=False,
            )
            self.send = gr.Button("Ask", elem_id="send", variant="primary")
            self.stop = gr.Button("Stop", elem_id="stop", visible=False)
        # What the page's scripts send, and what they keep: in the page, but neither seen nor reached by a reader.
        self.bar, self.wish, self.opening, self.told = (gr.Textbox(elem_id=name, visible="hidden") for name in _WIRES)
        self.record = gr.HTML("", elem_id="record", visible="hidden", **bare)

    def _connect(self) -> None:
        everything: list[Any] = [self.talk, self.intro, self.examples, self.history, self.current, self.suggested]
        everything += [self.send, self.stop, self.clear, self.record]
        how: dict[str, Any] = {"outputs": everything, "show_progress": "hidden", "api_visibility": "private"}
        asking = {**how, "concurrency_limit": _AT_ONCE, "concurrency_id": ASKING, "trigger_mode": "once"}
        asked: list[Any] = [self.engine, self.bar, self.talk, self.told]
        running = [
            gr.on([self.box.submit, self.send.click], self._ask, [self.box, *asked], **asking),
            self.wish.submit(self._ask_wished, [self.wish, *asked], **asking),
        ]
        for button in self.example_buttons:
            running.append(button.click(self._ask, [button, *asked], **asking))
        offering = {**how, "outputs": self.suggested, "concurrency_limit": _AT_ONCE}
        closed: dict[str, Any] = {"fn": None, "js": _SETTLED, "api_visibility": "private"}
        for answered in running:
            answered.then(**closed)
            answered.failure(**closed)
            answered.then(self._suggest, [self.talk], **offering)
        quick = {**how, "concurrency_limit": None}
        # Gradio sends a cancellation and the click's own call side by side: with one call in between, the cancelled
        # answer cannot write over what the second call shows.
        halt: dict[str, Any] = {**quick, "outputs": None, "cancels": running}
        self.stop.click(_pass, None, **halt).then(self._stop, [self.talk, self.told], **quick)
        self.clear.click(_pass, None, **halt).then(self._clear, None, **quick)
        self.opening.submit(_pass, None, **halt).then(self._open, self.opening, **quick)
        self.page.load(**self._refreshing())

    def follow(self, changed: Any) -> None:
        """Show what depends on the corpus anew when that event is over."""
        changed.then(**self._refreshing())

    def _refreshing(self) -> dict[str, Any]:
        shown = [self.filters, self.intro, *self.example_buttons]
        return {"fn": self._refresh, "outputs": shown, "show_progress": "hidden", "api_visibility": "private"}

    # -- what happens ----------------------------------------------------------------------------------------------

    def _ask(self, question: str, engine: Engine, bar: str, talk: Talk, told: str) -> Iterator[dict[Any, Any]]:
        """Answer what stands in the question box, or on an example."""
        yield from self._each(self._asked(question or "", engine, bar, self._known(talk, told)))

    def _asked(self, question: str, engine: Engine, sent: str, talk: Talk) -> Generator[Talk]:
        """Answer with the filter bar as it stands; the question may take an earlier one's place."""
        bar = Bar()
        try:
            bar = read(Bar, sent)
            filters = bar.filters(self.newsqa.corpus)
        except BadRequest as error:
            yield failed(talk, question, str(error), bar.replaces)
            return
        yield from answering(self.newsqa, question, engine, talk, filters, bar.replaces)

    def _ask_wished(self, sent: str, engine: Engine, bar: str, talk: Talk, told: str) -> Iterator[dict[Any, Any]]:
        """Do what a button in the conversation wants: ask a suggested question, or one of the exchanges again."""
        talk = self._known(talk, told)
        try:
            wish = read(Wish, sent)
        except BadRequest as error:
            yield self._shown(failed(talk, "", str(error)))
            return
        again = talk.exchange(wish.n)
        if again is None:
            talks = self._asked(wish.question or "", engine, bar, talk)
        else:
            again = without(again, wish)
            question = wish.question or again.question
            talks = answering(self.newsqa, question, again.engine, talk, again.filters, wish.n)
        yield from self._each(talks)

    def _each(self, talks: Generator[Talk]) -> Iterator[dict[Any, Any]]:
        """What the page shows of each talk; closing this closes the talks."""
        with closing(talks):
            for talk in talks:
                yield self._shown(talk)

    def _known(self, talk: Talk, told: str) -> Talk:
        """The conversation; where none is known here, as the page tells it: the server may have been started anew since, or have
        forgotten what was left alone for long.
        """
        if talk.exchanges:
            return talk
        try:
            return reopened(read(Opening, told).turns, self.newsqa.corpus)
        except BadRequest:
            return talk

    def _suggest(self, talk: Talk) -> str:
        """What to ask next, once the answer stands; it waits for nothing and nothing waits for it."""
        if not talk.exchanges or talk.exchanges[-1].turn is None:
            return ""
        return suggestions(talk.exchanges[-1].n, suggest(self.newsqa, talk.turns()))

    def _open(self, sent: str) -> dict[Any, Any]:
        """Go on with a conversation that the browser kept; one that cannot be read leaves the page as it is."""
        try:
            opening = read(Opening, sent)
            talk = reopened(opening.turns, self.newsqa.corpus)
        except BadRequest as error:
            raise gr.Error(str(error), title="Not opened", print_exception=False) from None
        if left_out := len(opening.turns) - len(talk.exchanges):
            gr.Warning(
                f"{left_out} of its questions cannot be read and {'is' if left_out == 1 else 'are'} left out.",
                title="Opened",
            )
        return self._shown(talk) | {self.record: record(talk, opening.at)}

    def _stop(self, talk: Talk, told: str) -> dict[Any, Any]:
        return self._shown(stopped(self._known(talk, told)))

    def _clear(self) -> dict[Any, Any]:
        return self._shown(Talk())

    def _refresh(self) -> list[Any]:
        """What depends on the corpus, which may have changed since the page was made."""
        return [self._filter_bar(), self._intro(), *(gr.update(visible=self._holds(title)) for _, title in _EXAMPLES)]

    def _shown(self, talk: Talk) -> dict[Any, Any]:
        """Everything on the page that follows from a conversation.

        Only `current` changes while an answer is written, so that the rest is not sent again and again.
        """
        empty = not talk.exchanges
        running = not empty and talk.exchanges[-1].running
        return {
            self.talk: talk,
            self.intro: gr.update(visible=empty),
            self.examples: gr.update(visible=empty),
            self.history: conversation(talk.exchanges[:-1], earlier=True),
            self.current: conversation(talk.exchanges[-1:]),
            self.send: gr.update(visible=not running),
            self.stop: gr.update(visible=running),
            self.clear: gr.update(visible=not empty),
            **({self.suggested: ""} if running or empty else {}),
            **({} if running else {self.record: record(talk)}),
        }

    # -- what the page says ----------------------------------------------------------------------------------------

    def _intro(self) -> str:
        if not self.newsqa.corpus.status().articles:
            return (
                '<p class="welcome">Nothing to ask yet.</p><p>No article is held here. Add some in the Corpus tab, or with '
                "<code>newsqa index PATH</code>, and load this page anew.</p>"
            )
        return (
            '<p class="welcome">Ask the archive.</p><p>Answers come only from the articles held here. Each one shows its '
            "sources; open a source to read the very sentence in its article.</p>"
        )

    def _filter_bar(self) -> str:
        return filter_bar(self.newsqa.corpus.status())

    def _holds(self, title: str) -> bool:
        return bool(self.newsqa.corpus.articles(text=title, limit=1))


def _pass() -> None:
    """Do nothing, on the server."""
