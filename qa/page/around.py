"""What stands around an answer, as HTML: how the question was read, which filters held, what can be done with it, what to ask next.

Every button says with data-do and data-n what it wants; actions.js does it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from index import Status
from qa.page.talk import Exchange
from qa.page.text import day, plain
from qa.records import Engine
from qa.wire import iso_time

__all__ = ["actions", "filter_bar", "holding", "suggestions", "understood"]

_ENGINE_WORDS: dict[Engine, str] = {"extractive": "Quotes only", "llm": "Written by the model"}
_YEARS = 'min="1600-01-01" max="2200-12-31"'  # of a date to choose: newspapers are no older
_REPLACES = "Takes the place of this answer and of what followed; the conversation as it is stays under Conversations"
_REASONS = (
    ("wrong", "It is wrong"),
    ("unsupported", "The source does not say this"),
    ("incomplete", "Something is missing"),
    ("refused", "The articles do answer it"),
    ("other", "Something else"),
)


def understood(exchange: Exchange) -> str:
    """How the question was read, where that is not how it was typed, and a chip for each filter that held: each can be changed."""
    return _reading(exchange) + _chips(exchange)


def holding(exchange: Exchange) -> str:
    """Attributes with the engine and the filters that held, in the form of the filter bar's fields, for a question that is to be changed."""
    held = exchange.held
    since = "" if held.since is None else _iso(held.since)
    until = "" if held.until is None else _iso(held.until - 1)
    names = plain(json.dumps(list(held.publishers), ensure_ascii=False))
    return f'data-engine="{exchange.engine}" data-since="{since}" data-until="{until}" data-publishers="{names}"'


def _iso(seconds: int) -> str:
    return (iso_time(seconds) or "")[:10]


def _reading(exchange: Exchange) -> str:
    query = exchange.query
    if query is None or not query.rewritten:
        return ""
    field, words = f"reading-{exchange.n}", plain(query.question)
    return (
        f'<form class="understood" data-do="reread" data-n="{exchange.n}"><label for="{field}">Understood as: </label>'
        f'<span class="grow" data-words="{words}">'
        f'<textarea id="{field}" rows="1" dir="auto" autocomplete="off">{words}</textarea></span>'
        f'<button type="submit">Ask this</button></form>'
    )


def _chips(exchange: Exchange) -> str:
    held, chips = exchange.held, []
    if held.since is not None:
        chips.append(("since", f"From {day(held.since)}", ""))
    if held.until is not None:
        chips.append(("until", f"To {day(held.until - 1)}", ""))
    chips += [("publisher", name, name) for name in held.publishers]
    if exchange.engine in _ENGINE_WORDS:
        chips.append(("engine", _ENGINE_WORDS[exchange.engine], exchange.engine))
    if not chips:
        return ""
    made = "".join(_chip(exchange.n, *chip) for chip in chips)
    return f'<ul class="chips" aria-label="Filters of this answer">{made}</ul>'


def _chip(n: int, kind: str, words: str, value: str) -> str:
    """A filter that can be changed, and removed: the question is then asked again without it.

    value: the publisher or the engine, as the server knows it.
    """
    value = f' data-name="{plain(value)}"' if value else ""
    name = value if kind == "publisher" else ""  # of the others there is only one to leave out
    return (
        f'<li class="chip"><button type="button" data-do="edit" data-n="{n}" data-filter="{kind}"{value} title="Change the filters">'
        f'<span dir="auto">{plain(words)}</span></button>'
        f'<button type="button" class="drop" data-do="drop" data-n="{n}" data-filter="{kind}"{name} '
        f'aria-label="Ask again without: {plain(words)}"><span aria-hidden="true">×</span></button></li>'
    )


def actions(exchange: Exchange, earlier: bool = False) -> str:
    """What can be done with a finished exchange: copy, ask again, change the question, judge the answer. Of an earlier one it is
    said beforehand what becomes of those after it.
    """
    if exchange.running:
        return ""
    n = exchange.n
    again = [_action("retry", n, "Ask again", _REPLACES if earlier else ""), _action("edit", n, "Edit question")]
    if exchange.turn is None:
        return f'<div class="actions">{"".join(again)}</div>'
    copy = _action("copy", n, "Copy with sources")
    options = "".join(f'<option value="{value}">{words}</option>' for value, words in _REASONS)
    return (
        f'<div class="actions">{copy}{"".join(again)}'
        f'<span class="judge" role="group" aria-label="Was this answer good?"><span aria-hidden="true">Good answer?</span>'
        f'<button type="button" data-do="up" data-n="{n}" aria-pressed="false" aria-label="Yes, a good answer">Yes</button>'
        f'<button type="button" data-do="down" data-n="{n}" aria-pressed="false" aria-label="No, a bad answer">No</button></span>'
        f'<form class="why" data-do="why" data-n="{n}" hidden>'
        f'<label for="why-{n}">What is wrong with it? </label><select id="why-{n}">{options}</select>'
        f'<label for="more-{n}" class="visually-hidden">More about it</label>'
        f'<input id="more-{n}" type="text" maxlength="500" autocomplete="off" placeholder="More, if you like">'
        f'<button type="submit">Send</button></form></div>'
    )


def _action(do: str, n: int, words: str, more: str = "") -> str:
    title = f' title="{more}"' if more else ""
    return f'<button type="button" data-do="{do}" data-n="{n}"{title}>{words}</button>'


def suggestions(n: int, questions: Sequence[str]) -> str:
    """Questions to go on with after the n-th exchange; they belong to it alone, so a newer one hides them."""
    if not questions:
        return ""
    asked = "".join(
        f'<li><button type="button" data-do="ask" data-question="{plain(q)}"><span dir="auto">{plain(q)}</span></button></li>'
        for q in questions
    )
    return (
        f'<section class="suggested" data-for="{n}" aria-label="Questions to go on with"><h3>Ask next</h3>'
        f"<ul>{asked}</ul></section>"
    )


def filter_bar(status: Status) -> str:
    """Dates and publishers to choose before asking; empty fields mean everything."""
    bounds = ""
    if status.oldest is not None and status.newest is not None:
        bounds = f"The articles are from {day(status.oldest)} to {day(status.newest)}."
    names = sorted((p.name for p in status.publishers if p.name), key=str.casefold)
    boxes = "".join(
        f'<label><input type="checkbox" data-publisher="{plain(name)}"><span dir="auto">{plain(name)}</span></label>'
        for name in names
    )
    publishers = f"<fieldset><legend>Publishers</legend><div>{boxes}</div></fieldset>" if boxes else ""
    since, until = (
        f'<label>{words} <input type="date" data-date="{name}" {_YEARS} aria-describedby="date-fault"></label>'
        for words, name in (("From", "since"), ("To", "until"))
    )
    return (
        '<details class="filters"><summary>Filters<span class="count"></span></summary><div class="fields">'
        f'{since}{until}<button type="button" data-do="unfilter">Clear filters</button>'
        f'<p class="fault" id="date-fault" role="alert"></p><p class="where">{bounds}</p>{publishers}'
        "</div></details>"
    )
