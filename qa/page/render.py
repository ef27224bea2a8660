"""Exchanges → HTML of the page: the question, the answer with its marks, its sources. What stands around them is around.py's.

All that came from outside goes through text.plain. Pure functions from records to strings, so that escaping can be tested without a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from index import Evidence, Status
from qa.language.footnotes import without_footnotes
from qa.newsqa import MAX_QUESTION
from qa.page.around import actions, holding, understood
from qa.page.talk import Exchange
from qa.page.text import day, plain
from qa.records import Answer, Citation, Verdict
from qa.tell.refuse import NOTHING_ASKED

__all__ = ["conversation", "holdings", "opens", "publisher_link", "render_exchange"]

_MARK = re.compile(r"\[(\d{1,3})\]")
_MARKS = re.compile(r"((?:\s*\[\d{1,3}\])+)")
_DRAFT_MARK = re.compile(r"\s*\[\d{0,3}\]?(?=\s|[.,;:!?]|\[|$)")
_NOTHING = "unknown"  # as prompts/answer.md asks for it
_LONG_WORD = 20
_BEGINNING = 200  # characters
_LONGEST_SHORT = 120  # characters of a draft's first line that can be a short answer
_LINK_WORDS = 8  # of each end of a long quote, in a link into the publisher's page
_VERDICTS: dict[Verdict, tuple[str, str, str]] = {
    "supported": ("yes", "✓", "Checked against the source"),
    "partly": ("partly", "◐", "Partly supported by the source"),
    "not found": ("no", "!", "Not found in the source"),
}
_SPOKEN: dict[Verdict, str] = {
    "supported": "supports this",
    "partly": "supports this in part",
    "not found": "does not say this",
}


def publisher_link(url: str | None, quote: str = "") -> str | None:
    """A web address that leads to the quote in the publisher's page; None unless it is http or https.

    The text fragment lets the browser scroll to the quote; a long quote is named by its first and last words.
    """
    url = (url or "").strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\\\x00-\x1f]", url)
    except ValueError:
        return None
    if not usable:
        return None
    words = quote.split()
    if not words:
        return url
    ends = [words] if len(words) <= 2 * _LINK_WORDS else [words[:_LINK_WORDS], words[-_LINK_WORDS:]]
    fragment = ",".join(percent(" ".join(w), safe="", errors="ignore").replace("-", "%2D") for w in ends)
    return f"{url}{'' if parts.fragment else '#'}:~:text={fragment}"


def holdings(status: Status) -> str:
    """One line on what the corpus holds: numbers of articles and publishers, years."""
    if not status.articles:
        return "No articles yet"
    names = [p for p in status.publishers if p.name]
    line = f"{status.articles:,} article{'' if status.articles == 1 else 's'}"
    if names:
        line += f" from {len(names)} publisher{'' if len(names) == 1 else 's'}"
        line += " and others" if len(names) < len(status.publishers) else ""
    if status.oldest is not None and status.newest is not None:
        years = [str(datetime.fromtimestamp(t, UTC).year) for t in (status.oldest, status.newest)]
        line += f", {'–'.join(dict.fromkeys(years))}"
    return line


def conversation(exchanges: Sequence[Exchange], earlier: bool = False) -> str:
    """Several exchanges, oldest first. earlier: more have followed them."""
    return "".join(render_exchange(e, earlier) for e in exchanges)


def render_exchange(exchange: Exchange, earlier: bool = False) -> str:
    """One question and what has become of it so far."""
    parts = [_question(exchange)]
    if exchange.query is not None:
        parts.append(understood(exchange))
    if exchange.error:
        parts.append(f'<div class="note problem"><p>{plain(exchange.error)}</p></div>')
    elif exchange.turn is not None:
        parts.append(_answer(exchange.turn.answer))
    else:
        parts.append(_unfinished(exchange))
    parts.append(actions(exchange, earlier))
    busy = "true" if exchange.running else "false"
    return (
        f'<article class="exchange" aria-labelledby="question-{exchange.n}" data-exchange="{exchange.n}" aria-busy="{busy}" '
        f"{holding(exchange)}>"
        f"{''.join(parts)}</article>"
    )


def _question(exchange: Exchange) -> str:
    """The question as a heading; of one that is too long to be asked the beginning, and the whole for who wants to shorten it."""
    question, heading = exchange.question, f'h2 class="question" id="question-{exchange.n}" dir="auto"'
    if len(question) <= MAX_QUESTION:
        return f"<{heading}>{plain(question)}</h2>"
    return f'<{heading} data-whole="{plain(question)}">{plain(question[:_BEGINNING])}…</h2>'


def _unfinished(exchange: Exchange) -> str:
    """What can be shown before the answer is checked: the draft, else the quotes, else a sign of life."""
    if exchange.draft and not _says_nothing(exchange.draft):
        label = "Writing; not yet checked against the sources" if exchange.running else "Stopped before it was checked"
        return _progress(label, exchange) + _draft(exchange.draft, exchange.preview)
    if exchange.preview is not None and not exchange.preview.refused:
        label = "Quoted from the sources; writing" if exchange.running else "Stopped. Quoted from the sources"
        return _progress(label, exchange) + _stated(exchange.preview) + _sources(exchange.preview)
    return _progress("Reading the articles" if exchange.running else "Stopped", exchange)


def _draft(draft: str, preview: Answer | None) -> str:
    """A draft: its first line as a short answer, above the quotes on show, until more lines replace these."""
    lines = [line for line in _DRAFT_MARK.sub("", draft).split("\n") if line.strip()]
    short, text = "", lines
    if lines and len(lines[0]) <= _LONGEST_SHORT:
        short, text = f'<p class="short draft" dir="auto">{plain(lines[0])}</p>', lines[1:]
    if text:
        return short + f'<div class="text draft" dir="auto">{"".join(f"<p>{plain(line)}</p>" for line in text)}</div>'
    if preview is None or preview.refused:
        return short
    return short + _stated(replace(preview, short=None), lead="") + _sources(preview)


def _says_nothing(draft: str) -> bool:
    """Whether a draft is, or is about to become, the one word with which the model says that it found nothing."""
    word = draft.strip().lower()
    return word.startswith(_NOTHING) or _NOTHING.startswith(word)


def _progress(label: str, exchange: Exchange) -> str:
    if not exchange.running:
        return f'<p class="progress">{label}.</p>'
    return f'<p class="progress running">{label}<span class="dots" aria-hidden="true">…</span></p>'


def _answer(answer: Answer) -> str:
    """A finished answer, or a refusal."""
    notice = f'<p class="notice">{plain(answer.notice)}</p>' if answer.notice else ""
    told = _refusal(answer) + notice if answer.refused else _stated(answer) + notice + _sources(answer)
    return told + _footer(answer)


def _stated(answer: Answer, lead: str = " lead") -> str:
    """The short answer, if there is one, and the text with its marks; alone the text is larger."""
    short = f'<p class="short" dir="auto">{plain(answer.short)}</p>' if answer.short else ""
    lead = "" if answer.short else lead
    return f'{short}<div class="text{lead}" dir="auto">{_paragraphs(_with_marks(answer.text, answer.citations))}</div>'


def _with_marks(text: str, citations: Iterable[Citation]) -> str:
    """The escaped text, each mark that points at a citation made into a button."""
    cited = {c.n: c for c in citations}
    parts = _MARKS.split(text)  # text, marks, text, marks, …, text
    out = []
    for before, marks in zip(parts[::2], parts[1::2], strict=False):
        first, *more = (_mark(m, cited) for m in _MARK.finditer(marks))
        *rest, last = re.split(r"(\s+)", before)
        # A mark never starts a line, apart from its word; a word too long for a line must break, though.
        kept = f'<span class="kept">{plain(last)}{first}</span>' if len(last) <= _LONG_WORD else plain(last) + first
        out += [plain("".join(rest)), kept, *more]
    return "".join(out) + plain(parts[-1])


def _mark(found: re.Match[str], cited: dict[int, Citation]) -> str:
    citation = cited.get(int(found[1]))
    if citation is None:
        return f" {found[0]}"
    kind, sign, _ = _VERDICTS.get(citation.verdict, _VERDICTS["not found"])
    said = "tells otherwise" if citation.differs else _SPOKEN.get(citation.verdict, _SPOKEN["not found"])
    label = plain(f"Source {citation.n} {said}: {citation.title}")
    # Doubt shows at the sentence itself; that a sentence is borne out, as nearly all are, needs no sign.
    look, doubt = ("mark", "") if kind == "yes" else (f"mark {kind}", f'<span aria-hidden="true"> {sign}</span>')
    return f'<button type="button" class="{look}" aria-label="{label}" {_opens(citation)}>{citation.n}{doubt}</button>'


def _paragraphs(escaped: str) -> str:
    return "".join(f"<p>{p.strip()}</p>" for p in re.split(r"\n\s*\n", escaped) if p.strip())


def opens(article_id: str, version: str, start: int, end: int, link: str | None) -> str:
    """Attributes that tell page.js which article to open, what to mark in it, and where the publisher has it."""
    values = {"article": article_id, "version": version, "start": str(start), "end": str(end), "link": link or ""}
    return " ".join(f'data-{name}="{plain(value)}"' for name, value in values.items())


def _opens(found: Citation | Evidence) -> str:
    quote = found.quote if isinstance(found, Citation) else found.text
    return opens(found.article_id, found.version, found.start, found.end, publisher_link(found.url, quote))


def _sources(answer: Answer) -> str:
    """The sources, one heading for each article, below it the quotes taken from it."""
    if not answer.citations:
        return ""
    by_article: dict[tuple[str, str], list[Citation]] = {}  # in the order in which they are first cited
    for c in sorted(answer.citations, key=lambda c: c.n):
        by_article.setdefault((c.article_id, c.version), []).append(c)
    items = []
    for citations in by_article.values():
        quotes = "".join(_quote(c, answer.text) for c in citations)
        items.append(f'<li class="source">{_heading(citations[0])}<ul class="quotes">{quotes}</ul></li>')
    return f'<section class="sources" aria-label="Sources"><h3>Sources</h3><ol>{"".join(items)}</ol></section>'


def _heading(found: Citation | Evidence) -> str:
    """Title, which opens the article, publisher and date; on paper also the address, since nothing can be opened there."""
    where = f"{plain(found.publisher)} · " if found.publisher else ""
    title = f'<span dir="auto">{plain(found.title) or "Untitled"}</span>'
    address = publisher_link(found.url)
    printed = f'<p class="address" dir="ltr">{plain(address)}</p>' if address else ""
    return (
        f'<button type="button" class="open" {_opens(found)}>{title}</button>'
        f'<p class="where">{where}{day(found.published)}</p>{printed}'
    )


def _quote(citation: Citation, text: str) -> str:
    """One quote with its number and verdict; a quote that the answer already holds word for word is not repeated."""
    kind, sign, words = _VERDICTS.get(citation.verdict, _VERDICTS["not found"])
    repeated = " ".join(without_footnotes(citation.quote).split()) in " ".join(_MARK.sub("", text).split())
    body = "" if repeated and kind == "yes" else f'<blockquote dir="auto">{plain(citation.quote)}</blockquote>'
    if citation.differs:
        kind, sign, words = "differs", "≠", f"Another number: {plain(citation.differs)}"
    elif not body:
        words = "Quoted word for word above"
    verdict = f'<p class="verdict {kind}"><span aria-hidden="true">{sign}</span> {words}</p>'
    label = f"Read quote {citation.n} in its article"
    number = f'<button type="button" class="number" aria-label="{label}" {_opens(citation)}>{citation.n}</button>'
    return f"<li>{number}<div>{body}{verdict}</div></li>"


def _refusal(answer: Answer) -> str:
    """Why there is no answer, and the closest article."""
    said = answer.text or answer.reason or "The articles here do not answer this."
    closest = ""
    if answer.closest is not None:
        closest = (
            f'<section class="closest" aria-label="Closest article"><h3>The closest article here</h3>'
            f"{_heading(answer.closest)}</section>"
        )
    return f'<div class="note refusal" dir="auto">{_paragraphs(plain(_MARK.sub("", said)))}{closest}</div>'


def _footer(answer: Answer) -> str:
    if answer.reason == NOTHING_ASKED:
        made = "Nothing was searched"
    elif answer.refused:
        made = "Searched the articles; nothing was written"
    elif answer.engine == "extractive":
        made = "Quoted from the articles, no language model"
    else:
        made = "Written by a language model, then checked against the sources"
    took = f" · {answer.timings.done:.1f} s" if answer.timings.done else ""  # nobody waited for one that was kept
    return f'<p class="made">{made}{took}</p>'
