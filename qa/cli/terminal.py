"""What the command line shows: answers, hits, articles and numbers, out of the same JSON that the API gives.

Titles and texts come from articles that anyone may have written: control characters are taken out, and nothing in
them is read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from qa.serve.service import Events  # loads the index, which takes seconds

__all__ = [
    "IndexingBar",
    "ask_and_show",
    "clean",
    "show_article",
    "show_articles",
    "show_feedback",
    "show_hits",
    "show_report",
    "show_sources",
    "show_status",
    "show_turn",
]

# C0 and C1 controls but tab and newline, and the marks that turn the direction of writing.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_ID = 12  # characters of an article's id
_NARROW = 40  # columns of a terminal, below which two columns of text are none to read
_WIDE = 80  # columns of a terminal that has room for publishers

Record = Mapping[str, Any]


def clean(text: object) -> str:
    """Text that cannot steer a terminal."""
    return _CONTROLS.sub("", str(text))


def ask_and_show(console: Console, events: Events) -> dict[str, Any]:
    """Show an answer as it is written, then as it stands once verified; returns the turn. The events are closed."""
    draft, turn = "", {}
    try:
        with Live(console=console, transient=True, auto_refresh=False) as live:
            for name, data in events:
                if name == "understood" and data["rewritten"]:
                    console.print(Text(f"Understood as: {clean(data['question'])}", "dim italic"), soft_wrap=True)
                elif name == "delta" and console.is_terminal:
                    draft += data["text"]
                    live.update(Text(clean(draft), "dim"), refresh=True)
                elif name == "answer":
                    turn = data
    finally:
        events.close()
    show_turn(console, turn)
    return turn


def show_turn(console: Console, turn: Record) -> None:
    """An answer or refusal, what it cites, and who wrote it."""
    if turn["refused"]:
        _say(console, turn["text"] or "No answer.", "bold yellow")
        if turn["reason"] and turn["reason"] not in turn["text"]:
            _say(console, f"Why: {turn['reason']}")
        if turn["closest"]:
            _say(console, "Closest:", "dim")
            _show_source(console, "", turn["closest"], turn["closest"]["text"])
    else:
        if turn["short"]:
            _say(console, turn["short"], "bold")
        _say(console, turn["text"])
    show_sources(console, turn)
    if turn["notice"]:
        _say(console, turn["notice"], "yellow")
    _say(console, f"{turn['engine']}, {turn['timings']['done']:.1f} s", "dim")


def show_sources(console: Console, turn: Record) -> None:
    """The citations of a turn: title, publisher, date, address and quote."""
    for citation in turn["citations"]:
        doubt = "" if citation["verdict"] == "supported" else f" ({citation['verdict']})"
        if citation.get("differs"):
            doubt = f" (another number: {citation['differs']})"
        _show_source(console, f"[{citation['n']}]{doubt}", citation, citation["quote"])


def _show_source(console: Console, mark: str, source: Record, quote: str) -> None:
    console.print()
    _say(console, f"{mark} {_head(source)}".strip(), "bold")
    if source["url"]:
        _say(console, f"    {source['url']}", "cyan")
    _say(console, f"    “{' '.join(quote.split())}”")
    _say(console, f"    newsqa show {source['article_id']}", "dim")


def show_hits(console: Console, hits: Iterable[Record], *, empty: bool = False) -> None:
    """Passages found, best first. empty: there are no articles to find any in."""
    hits, number = list(hits), 0
    if hits and not any(hit["has_words"] for hit in hits):
        _say(console, "No passage has these words. These come closest in meaning:", "yellow")
    for number, hit in enumerate(hits, 1):
        console.print()
        by = "" if hit["has_words"] else ", near in meaning alone"
        _say(console, f"{number}. {_head(hit)}  ({hit['score']:.2f}{by})", "bold")
        if hit["url"]:
            _say(console, f"   {hit['url']}", "cyan")
        _say(console, f"   {' '.join(hit['text'].split())}")
        _say(console, f"   newsqa show {hit['article_id']}", "dim")
    if not number:
        from qa.tell.refuse import NO_ARTICLES

        _say(console, NO_ARTICLES if empty else "Nothing found.", "yellow")


def show_articles(console: Console, page: Record, count: Console) -> None:
    """Id, date, publisher, title of each article: a table in a terminal, else a line each. How many there are goes to `count`."""
    rows = [
        [" ".join(clean(cell).split()) for cell in (a["id"], _date(a), a["publisher"] or "-", a["title"])]
        for a in page["articles"]
    ]
    if console.is_terminal:
        console.print(_table_of_articles(rows, publishers=console.width >= _WIDE))
    else:
        for row in rows:
            _say(console, "  ".join(row))
    _say(count, f"{len(rows)} of {page['total']} articles", "dim")


def _table_of_articles(rows: Iterable[Sequence[str]], *, publishers: bool) -> Table:
    table = Table("article", "published", box=None, padding=(0, 2, 0, 0))
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[0].min_width = _ID  # one that is cut is of no use
    if publishers:
        table.add_column("publisher")
    table.add_column("title", overflow="fold")
    for article_id, day, publisher, title in rows:
        cells = (article_id, day, publisher, title) if publishers else (article_id, day, title)
        table.add_row(*map(Text, cells))
    return table


def show_article(console: Console, article: Record) -> None:
    """An article's head and its text."""
    _say(console, article["title"], "bold")
    for name in ("publisher", "byline", "published", "updated", "url", "language", "id", "version"):
        if article[name]:
            _say(console, f"{name}: {article[name]}", "dim")
    console.print()
    _say(console, article["text"])


def show_feedback(console: Console, page: Record) -> None:
    """What readers said: the verdict, the question, the answer they saw, their reason."""
    for one in page["feedback"]:
        thumb = "good" if one["thumb"] == "up" else "not good"
        _say(console, f"{one['id']}. {one['given'][:10]}  {thumb}: {one['question']}", "bold")
        if shown := one["answer"].get("short") or one["answer"].get("text"):
            _say(console, f"   answered: {shown}", "dim")
        if one["reason"]:
            _say(console, f"   said: {one['reason']}")
    _say(console, f"{len(page['feedback'])} of {page['total']}", "dim")


def show_status(console: Console, directory: str, status: Record, no_model: str = "none") -> None:
    """What the corpus holds. no_model: what is said where no language model is open."""
    rows = [
        ("data directory", directory),
        *((name, f"{status[name]:,}") for name in ("articles", "passages", "vectors")),
        ("published", f"{status['oldest'][:10]} to {status['newest'][:10]}" if status["oldest"] else "no dates"),
        ("last indexed", status["last_ingested"] or "never"),
        ("embedder", status["embedder"]),
        ("language model", status["language_model"] or status["notice"] or no_model),
    ]
    for i, publisher in enumerate(status["publishers"][:20]):
        name = publisher["name"] or "(no publisher)"
        rows.append(("" if i else "publishers", f"{publisher['articles']:,}  {name}"))
    if len(status["publishers"]) > 20:
        rows.append(("", f"… and {len(status['publishers']) - 20} more"))
    _show_rows(console, rows)


def show_report(console: Console, report: Any, problems: Console) -> None:
    """What came of indexing (index.Report); each problem and notice goes to `problems`."""
    rows = [
        (name, f"{getattr(report, name):,}") for name in ("added", "changed", "unchanged", "duplicates", "passages")
    ]
    rows += [("seconds", f"{report.seconds:.1f}"), ("problems", f"{len(report.problems):,}")]
    _show_rows(console, rows)
    for problem in report.problems:
        _say(problems, f"{problem.path}: {problem.reason}", "red")
    for notice in report.notices:
        _say(problems, f"{notice.path}: {notice.reason}", "yellow")


def _show_rows(console: Console, rows: Sequence[tuple[str, str]]) -> None:
    """Names and values: folded into two columns where a terminal has room for them, else a line each, however long."""
    if console.is_terminal and console.width >= _NARROW:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for name, value in rows:
            table.add_row(name, Text(clean(value), overflow="fold"))
        console.print(table)
    else:
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            _say(console, f"{name:{width}}  {value}")


class IndexingBar(Progress):
    """A bar by characters of text, with articles and passages a second. Use it as a context; feed it index.Progress."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rates]}"),
            TimeRemainingColumn(),
            console=console,
        )
        self._bar = self.add_task("Indexing", total=None, rates="")

    def feed(self, progress: Any) -> None:
        """Where indexing stands."""
        seconds = self.tasks[0].elapsed or 0.0
        rates = f"{progress.articles:,} articles"
        if seconds > 0:
            rates += f", {progress.articles / seconds:,.0f} articles/s, {progress.passages / seconds:,.0f} passages/s"
        self.update(self._bar, completed=progress.done, total=progress.total, rates=rates)

    def finish(self) -> None:
        """All is done, though the estimate of how much there was said otherwise."""
        self.update(self._bar, total=self.tasks[0].completed or 1, completed=self.tasks[0].completed or 1)


def _head(source: Record) -> str:
    return " · ".join(part for part in (source["title"], source["publisher"], _date(source)) if part)


def _date(record: Record) -> str:
    return (record["published"] or "")[:10] or "undated"


def _say(console: Console, text: str, style: str = "") -> None:
    # Wrapping is left to the terminal, so that addresses can be clicked and quotes be piped on.
    console.print(Text(clean(text), style), soft_wrap=True)
