"""What the "Corpus" tab shows, as HTML: facts, the search form, articles and passages found, the forms to add, what came of adding.

All that came from outside goes through plain. Forms and buttons say in their attributes what they want; forms.js sends it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from index import Article, Evidence, Problem, Progress, PublisherCount, Report, Status
from index.words import words
from qa.page.adding import MOST_BYTES
from qa.page.looking import PAGE, Look, Seen
from qa.page.render import holdings, opens, publisher_link
from qa.page.text import day, plain

__all__ = ["add_forms", "at_page", "facts", "find_form", "found", "pager", "progress", "refused", "summary"]

_EXCERPT = 220  # characters
_MOST_PUBLISHERS = 500  # in the list to choose from
_MOST_PROBLEMS = 100
_NEAR = '<p class="near">None of the words, but near in meaning</p>'
_KINDS = ".txt,.md,.markdown,.html,.htm,.xhtml,.json,.jsonl,.ndjson,.gz"
_DAYS = (
    'min="1600-01-01" max="2199-12-31"'  # that a date field takes: the browser says so of others, in words for readers
)
_FETCH_FORM = (
    '<form data-form="fetch" aria-label="Give an address" class="fetch"><h3>Or give an address</h3>'
    '<div class="field"><label for="add-address">Web address of an article</label>'
    '<input id="add-address" name="address" type="url" required maxlength="2000" placeholder="https://…" autocomplete="off" '
    'aria-describedby="add-fetched"></div>'
    '<p id="add-fetched" class="hint">The machine that runs newsqa fetches the page, once.</p>'
    '<button type="submit" class="primary">Add this page</button></form>'
)
_CLOSED = (
    "Articles are added and removed with a key that allows it, or at the machine that runs newsqa: "
    "open this page there, or use <code>newsqa index</code>."
)


def facts(status: Status, engine: str) -> str:
    """How much there is and how fresh it is. engine: what writes the answers, in words."""
    named = sum(1 for p in status.publishers if p.name)
    unnamed = sum(p.articles for p in status.publishers if not p.name)
    others = f"; {unnamed:,} article{' names' if unnamed == 1 else 's name'} none" if unnamed else ""
    rows = (
        ("Articles", f"{status.articles:,}"),
        ("Publishers", f"{named:,}{others}"),
        ("Newest article", day(status.newest) if status.newest is not None else "–"),
        ("Last added", day(status.last_ingested) if status.last_ingested is not None else "–"),
        ("Passages", f"{status.passages:,}"),
        ("Answers", engine),
        ("Embedder", status.embedder),
    )
    listed = "".join(f"<div><dt>{name}</dt><dd>{plain(value)}</dd></div>" for name, value in rows)
    return f'<h2 data-holdings="{plain(holdings(status))}">The corpus</h2><dl class="facts">{listed}</dl>'


def find_form(publishers: Sequence[PublisherCount], look: Look = Look()) -> str:  # noqa: B008 - frozen
    """The form that lists and searches."""
    options = "".join(
        f'<option value="{plain(p.name)}"{" selected" if p.name == look.publisher else ""}>{plain(p.name)} ({p.articles:,})</option>'
        for p in [p for p in publishers if p.name][:_MOST_PUBLISHERS]
    )
    return (
        '<form class="find" role="search" aria-label="Articles" data-form="find">'
        '<div class="field wide"><label for="find-text">Search the articles</label>'
        '<input id="find-text" name="text" type="search" maxlength="500" autocomplete="off" dir="auto"></div>'
        '<div class="field"><label for="find-where">In</label><select id="find-where" name="where">'
        '<option value="title">headlines</option><option value="text">texts</option></select></div>'
        '<div class="field"><label for="find-publisher">Publisher</label><select id="find-publisher" name="publisher">'
        f'<option value="">All publishers</option>{options}</select></div>'
        f'<div class="field"><label for="find-since">From</label><input id="find-since" name="since" type="date" {_DAYS}></div>'
        f'<div class="field"><label for="find-until">To</label><input id="find-until" name="until" type="date" {_DAYS}></div>'
        '<div class="do"><button type="submit" class="primary">Search</button>'
        '<button type="reset" class="plain">Show all</button></div></form>'
    )


def found(seen: Seen, *, may_change: bool, said: str = "") -> str:
    """One page of articles or passages. said: what has just been done, such as an article removed."""
    look = plain(json.dumps(seen.look.record()))
    count = _count(seen) if seen.total else _nothing(seen.look)
    items = [
        _article(item, may_change) if isinstance(item, Article) else _passage(item, may_change) for item in seen.found
    ]
    first_near = max(0, seen.with_words - seen.look.page * PAGE)
    listed = (
        _list(items[:first_near])
        + (_NEAR if seen.with_words and items[first_near:] else "")
        + _list(items[first_near:])
    )
    done = f'<p class="done">{plain(said)}</p>' if said else ""
    return (
        f'<div data-look="{look}"><div role="status">{done}<p class="count">{count}{at_page(seen.look.page, seen.pages)}</p></div>'
        f"{listed}{pager(seen.look.page, seen.pages, 'articles')}</div>"
    )


def _list(items: Sequence[str]) -> str:
    return f'<ol class="found">{"".join(items)}</ol>' if items else ""


def refused(message: str) -> str:
    """Why nothing could be looked up."""
    return f'<div role="status"><p class="note problem">{plain(message)}</p></div>'


def pager(page: int, pages: int, what: str) -> str:
    """Buttons to the page before and the page after, where there is more than one. page counts from 0.

    On the first and the last page one of them does nothing, and keeps the focus that it may have.
    """
    if pages < 2:
        return ""
    off = ' aria-disabled="true"'
    before, after = (off if page <= 0 else ""), (off if page >= pages - 1 else "")
    return (
        f'<nav class="pager" aria-label="Pages of {what}"><button type="button" data-page="{page - 1}"{before}>← Previous</button>'
        f"<span>Page {page + 1:,} of {pages:,}</span>"
        f'<button type="button" data-page="{page + 1}"{after}>Next →</button></nav>'
    )


def at_page(page: int, pages: int) -> str:
    """Which page it is, for the line that says what is listed and is read out; "" where there is one."""
    return f", page {page + 1:,} of {pages:,}" if pages > 1 else ""


def _count(seen: Seen) -> str:
    many = "" if seen.total == 1 else "s"
    several, quoted = len(seen.look.text.split()) > 1, f"“{plain(seen.look.text)}”"
    if seen.look.text and seen.look.where == "text":
        asked = f"words of {quoted}" if several else quoted
        if not seen.with_words:
            near = f"These {seen.total:,} come" if many else "This one comes"
            return f"No passage has {asked}. {near} closest in meaning"
        return (
            f"One passage with {asked}"
            if seen.with_words == 1
            else f"The {seen.with_words:,} best passages with {asked}"
        )
    if seen.look.text:
        asked = f"the words {quoted}" if several else quoted
        return f"{seen.total:,} article{many} with {asked} in the headline, newest first"
    return f"{seen.total:,} article{many}, newest first"


def _nothing(look: Look) -> str:
    if not (look.text or look.publisher or look.since or look.until):
        return "There are no articles yet. Add some here, or index a folder: <code>newsqa index FOLDER</code>"
    if look.text and look.where == "title":
        return "No headline fits. Search the texts instead, or take out a filter."
    if look.text and not words(look.text):
        return f"There is no word in “{plain(look.text)}”. Search for words or numbers."
    return "Nothing fits. Take out a filter, or try other words."


def _article(article: Article, may_change: bool) -> str:
    start = " ".join(article.text[: 2 * _EXCERPT].split())
    excerpt = start if len(start) <= _EXCERPT else start[:_EXCERPT].rsplit(" ", 1)[0] + "…"
    shown = opens(article.id, article.version, 0, 0, publisher_link(article.url))
    return _item(article, article.id, shown, excerpt, article.byline, may_change)


def _passage(hit: Evidence, may_change: bool) -> str:
    shown = opens(hit.article_id, hit.version, hit.start, hit.end, publisher_link(hit.url, hit.text))
    return _item(hit, hit.article_id, shown, " ".join(hit.text.split()), None, may_change)


def _item(
    head: Article | Evidence, article_id: str, shown: str, excerpt: str, byline: str | None, removable: bool
) -> str:
    title = plain(head.title) or "Untitled"
    where = " · ".join(plain(part) for part in (head.publisher, day(head.published), byline) if part)
    remove = (
        f'<button type="button" class="plain remove" data-remove="{plain(article_id)}" data-title="{title}" '
        f'aria-label="Remove: {title}">Remove</button>'
        if removable
        else ""
    )
    return (
        f'<li><h3><button type="button" class="open" {shown}><span dir="auto">{title}</span></button></h3>'
        f'<p class="where"><span dir="auto">{where}</span>{remove}</p><p class="excerpt" dir="auto">{plain(excerpt)}</p></li>'
    )


# -- adding ------------------------------------------------------------------------------------------------------------


def add_forms(*, may_change: bool, fetch: bool = False) -> str:
    """The forms to paste an article, to send files and, if fetch, to give an address; for those who may not, why not."""
    if not may_change:
        return f'<p class="closed">{_CLOSED}</p>'
    return (
        '<details class="add"><summary>Add articles</summary><div class="columns">'
        '<form data-form="paste" aria-label="Paste an article" class="paste"><h3>Paste an article</h3>'
        + _field("title", "Headline", "text", 'maxlength="500"')
        + '<div class="field"><label for="add-text">Text <span class="needed">(needed)</span></label>'
        f'<textarea id="add-text" name="text" rows="7" required dir="auto" aria-describedby="add-most" data-most="{MOST_BYTES}">'
        f'</textarea></div><p id="add-most" class="hint">{MOST_BYTES // 1000} KB at most.</p>'
        + _field("publisher", "Publisher", "text", 'maxlength="300"')
        + _field("published", "Published on", "date", _DAYS)
        + _field("url", "Web address", "url", 'maxlength="2000" placeholder="https://…"')
        + '<button type="submit" class="primary">Add this article</button></form>'
        '<form data-form="upload" aria-label="Send files" class="upload"><h3>Or send files</h3>'
        '<div class="field"><label for="add-files">Files of articles</label>'
        f'<input id="add-files" name="files" type="file" multiple accept="{_KINDS}" aria-describedby="add-kinds" '
        f'data-most="{MOST_BYTES}"></div>'
        '<p id="add-kinds" class="hint">Text, Markdown, HTML, JSON and JSON Lines, also as .gz; '
        f"{MOST_BYTES // 1000} KB at once. Larger collections: <code>newsqa index FOLDER</code></p>"
        '<button type="submit" class="primary">Add these files</button></form>'
        + (_FETCH_FORM if fetch else "")
        + "</div></details>"
    )


def _field(name: str, label: str, kind: str, more: str = "") -> str:
    return (
        f'<div class="field"><label for="add-{name}">{label}</label>'
        f'<input id="add-{name}" name="{name}" type="{kind}" autocomplete="off" dir="auto" {more}></div>'
    )


def progress(step: Progress) -> str:
    """Where adding stands."""
    share = min(100, round(100 * step.done / step.total)) if step.total else 0
    done = f"{step.articles:,} article{'' if step.articles == 1 else 's'} read" if step.articles else "Reading"
    return (
        f'<div class="adding" aria-busy="true"><p role="status">{done}…</p>'
        f'<progress max="100" value="{share}" aria-label="Articles added">{share} %</progress></div>'
    )


def summary(report: Report, added: Article | None = None) -> str:
    """What came of adding: how many, and each refused one with its reason. added: the article, where it is one."""
    counts = (
        (report.added, "added"),
        (report.changed, "replaced by a newer version"),
        (report.unchanged, "already here"),
        (report.duplicates, "sent twice"),
    )
    said = "; ".join(f"{n:,} article{'' if n == 1 else 's'} {word}" for n, word in counts if n) or "No article added"
    opened = ""
    if added is not None:
        shown = opens(added.id, added.version, 0, 0, publisher_link(added.url))
        opened = f' <button type="button" class="open" {shown}><span dir="auto">{plain(added.title) or "Untitled"}</span></button>'
    good = "yes" if report.added or report.changed or report.unchanged else "no"
    return (
        f'<div class="added" aria-busy="false" data-done="{good}"><p role="status">{said}.</p>{opened}'
        f"{_problems(report)}</div>"
    )


def _problems(report: Report) -> str:
    """What was left out, then what was taken and may still not be meant."""
    return _listed("Problems", "Left out, or taken only in part", report.problems) + _listed(
        "Notices", "To look at", report.notices
    )


def _listed(label: str, heading: str, problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    rows = "".join(
        f'<li><strong dir="auto">{plain(p.path)}</strong>: <span dir="auto">{plain(p.reason)}</span></li>'
        for p in problems[:_MOST_PROBLEMS]
    )
    rest = len(problems) - _MOST_PROBLEMS
    more = f"<p>and {rest:,} more</p>" if rest > 0 else ""
    return f'<section class="problems" aria-label="{label}"><h4>{heading}</h4><ul>{rows}</ul>{more}</section>'
