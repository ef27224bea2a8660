"""What the "Evaluation" tab shows, as HTML: what a kept run was of, its measures with intervals, each question's turn to unfold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.evaluation.scoring import Scored
from qa.evaluation.summary import MEASURES
from qa.page.corpus_render import at_page, pager
from qa.page.text import plain

__all__ = ["PER_PAGE", "Wanted", "head", "nothing_kept", "turns", "turns_form", "unreadable"]

PER_PAGE = 20
_MAIN = ("right_answers", "false_refusals", "right_refusals", "citations_verbatim")
_WORDS = {
    "right_answers": "Right answers",
    "false_refusals": "False refusals",
    "right_refusals": "Rightly refused",
    "citations_verbatim": "Quotes word for word",
    "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10",
    "quote_mrr@10": "Quote MRR@10",
    "f1": "F1",
    "seconds": "Whole answer",
    "first_word": "First written word",
}
_COMMAND = '<p class="command"><code>newsqa eval QUESTIONS.jsonl --keep</code></p>'
_ENGINES = {"extractive": "Quotes only", "llm": "Written by a language model", "auto": "Automatic"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions to show: "all", "wrong", "right"; of one kind, or of all (""); pages counted from 0."""

    show: str = "all"
    kind: str = ""
    page: int = 0

    @classmethod
    def of(cls, data: object) -> Wanted:
        """From what a browser sent, whatever that is."""
        given: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        page, show, kind = str(given.get("page", 0)), given.get("show"), given.get("kind")
        return cls(
            show if show in ("wrong", "right") else "all",
            kind if isinstance(kind, str) else "",
            int(page) if page.isdecimal() and len(page) < 8 else 0,
        )


def nothing_kept() -> str:
    """What stands here before there is a run, and how to make one."""
    return (
        "<h2>Evaluation</h2><p>No evaluation is kept yet. One asks a file of questions with known answers, and measures "
        f"which answers are right, rightly refused and truly cited. Stop the server, then:</p>{_COMMAND}"
        "<p>keeps it in the data directory, and the last one is shown here, question by question.</p>"
    )


def unreadable(why: str) -> str:
    """A kept run that cannot be shown."""
    return f'<h2>Evaluation</h2><p class="note problem">The last kept evaluation cannot be shown: {plain(why)}</p>'


def head(run: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """What the run was of, and its measures. run: its run.json; record: its summary."""
    engine = _ENGINES.get(str(run.get("engine")), str(run.get("engine")))
    if run.get("model"):
        engine += f" ({run['model']})"
    if without := record.get("without_model"):
        engine += f"; {without:,} without the model, which was not there or failed"
    rows = (
        ("Questions", f"{record['questions']:,}"),
        ("File", _at(run, "question_file", "name")),
        ("Answers", engine),
        ("Run on", _when(run.get("started"))),
        ("Corpus", f"{_at(run, 'corpus', 'articles')} articles"),
        ("Program", str(run.get("commit") or "–")),
    )
    listed = "".join(f"<div><dt>{name}</dt><dd>{plain(value)}</dd></div>" for name, value in rows if value != "–")
    measured = record["all"]
    return (
        f'<h2>Evaluation</h2><dl class="facts">{listed}</dl><div class="measures">'
        f"{''.join(_meter(name, measured[name]) for name in _MAIN if name in measured)}</div>"
        f"{_by_kind(record['by_kind'])}{_all_measures(measured)}"
    )


def _meter(name: str, m: Mapping[str, float]) -> str:
    """A share, its 95 % interval, and both as a bar."""
    low, value, high = (100 * m[key] for key in ("low", "value", "high"))
    return (
        f'<div class="measure"><p class="name">{_words(name)}</p><p class="value">{value:.1f} %</p>'
        f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"/>'
        f'<rect class="range" x="{low:.1f}" width="{max(high - low, 0.5):.1f}" height="8"/>'
        f'<rect class="point" x="{min(value, 99):.1f}" width="1" height="8"/></svg>'
        f'<p class="range">95 % interval {low:.0f}–{high:.0f} %, {m["n"]} questions</p></div>'
    )


def _by_kind(kinds: Mapping[str, Mapping[str, Any]]) -> str:
    names = [name for name in _MAIN if any(name in m for m in kinds.values())]
    if not kinds or not names:
        return ""
    heads = "".join(f'<th scope="col">{_words(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{plain(kind)}</th><td>{m["questions"]:,}</td>'
        + "".join(f"<td>{_share(m.get(name))}</td>" for name in names)
        + "</tr>"
        for kind, m in kinds.items()
    )
    return (
        '<h3>By kind of question</h3><div class="wide" tabindex="0" role="region" aria-label="Measures by kind of question">'
        f'<table><thead><tr><th scope="col">Kind</th><th scope="col">Questions</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _all_measures(measured: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_words(name)}</th><td>{_value(name, measured[name])}</td><td>{_interval(name, measured[name])}</td>'
        f"<td>{measured[name]['n']:,}</td></tr>"
        for name in MEASURES.values()
        if name in measured
    )
    return (
        '<details class="all"><summary>All measures</summary><div class="wide" tabindex="0" role="region" '
        'aria-label="All measures"><table><thead><tr><th scope="col">Measure</th><th scope="col">Value</th>'
        f'<th scope="col">95 % interval</th><th scope="col">Of</th></tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


def _value(name: str, m: Mapping[str, float]) -> str:
    if name in ("seconds", "first_word"):
        return f"{m['value']:.2f} s"
    return f"{100 * m['value']:.1f} %"


def _interval(name: str, m: Mapping[str, float]) -> str:
    if name in ("seconds", "first_word"):
        return f"{m['low']:.2f}–{m['high']:.2f} s; p50 {m.get('p50') or 0:.2f}, p95 {m.get('p95') or 0:.2f}"
    return f"{100 * m['low']:.1f}–{100 * m['high']:.1f} %"


def _share(m: Mapping[str, float] | None) -> str:
    if m is None:
        return "–"
    return f"{100 * m['value']:.0f} % <span>({100 * m['low']:.0f}–{100 * m['high']:.0f})</span>"


def _words(name: str) -> str:
    return _WORDS.get(name) or name.replace("_", " ").capitalize()


def _at(record: Mapping[str, Any], *path: str) -> str:
    value: Any = record
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return "–" if value is None else str(value)


def _when(started: object) -> str:
    try:
        moment = datetime.fromisoformat(str(started))
    except ValueError:
        return "–"
    return f"{moment.day} {moment:%B} {moment.year}, {moment:%H:%M} UTC"


# -- questions ---------------------------------------------------------------------------------------------------------


def turns_form(kinds: Sequence[str], wanted: Wanted = Wanted()) -> str:
    """Which questions to show."""
    shown = (("all", "All questions"), ("wrong", "Wrong ones"), ("right", "Right ones"))
    return (
        '<form class="choose" data-form="turns" aria-label="Questions"><h3>Question by question</h3>'
        '<div class="field"><label for="turns-show">Show</label><select id="turns-show" name="show">'
        f"{''.join(_option(value, words, wanted.show) for value, words in shown)}</select></div>"
        '<div class="field"><label for="turns-kind">Kind</label><select id="turns-kind" name="kind">'
        f"{_option('', 'All kinds', wanted.kind)}{''.join(_option(kind, kind, wanted.kind) for kind in kinds)}</select></div></form>"
    )


def _option(value: str, words: str, chosen: str) -> str:
    return f'<option value="{plain(value)}"{" selected" if value == chosen else ""}>{plain(words)}</option>'


def turns(results: Sequence[Scored], wanted: Wanted) -> str:
    """One page of the questions that are wanted, wrong ones first."""
    chosen = [r for r in results if wanted.show == "all" or r.right == (wanted.show == "right")]
    chosen = [r for r in chosen if not wanted.kind or r.question.kind == wanted.kind]
    chosen.sort(key=lambda r: (r.right, r.question.kind, r.question.id))
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(wanted.page, pages - 1)
    some = "".join(_turn(r) for r in chosen[page * PER_PAGE : (page + 1) * PER_PAGE])
    look = plain(json.dumps({"show": wanted.show, "kind": wanted.kind}))
    count = f"{len(chosen):,} question{'' if len(chosen) == 1 else 's'}{at_page(page, pages)}"
    listed = f'<ol class="turns">{some}</ol>{pager(page, pages, "questions")}' if chosen else ""
    if not results:
        count = "This evaluation asked no questions. Stop the server, then make another:"
        listed = _COMMAND
    elif not chosen:
        what = {"wrong": "wrong answers", "right": "right answers"}.get(wanted.show, "questions")
        count = f"No {what}{' of this kind' if wanted.kind else ''}. Choose others above."
    return f'<div data-look="{look}"><p class="count" role="status">{count}</p>{listed}</div>'


def _turn(scored: Scored) -> str:
    """One question: what was asked, right or wrong; unfolded, all that led to the answer."""
    q, t = scored.question, scored.turn
    sign, word = ("✓", "Right") if scored.right else ("✗", "Wrong")
    rows = [
        ("Asked before", _lines(q.history)),
        ("Understood as", plain(_at(t, "understood_as", "question"))),
        ("Evidence", _listed(t.get("evidence"), _evidence)),
        ("Draft", f'<p class="draft">{plain(t["draft"])}</p>' if t.get("draft") else ""),
        ("Verdicts", _listed(scored.sentences, _verdict)),
        ("Answer", _answer(t)),
        ("Citations", _listed(t.get("citations"), _citation, "marked")),
        ("Expected", _expected(scored)),
    ]
    listed = "".join(f"<dt>{name}</dt><dd>{body}</dd>" for name, body in rows if body)
    return (
        f'<li class="{word.lower()}"><details><summary><span class="sign" aria-hidden="true">{sign}</span>'
        f'<span class="visually-hidden">{word}: </span><span dir="auto">{plain(q.question)}</span> '
        f'<span class="kind">{plain(q.kind)}</span></summary><dl dir="auto">{listed}</dl></details></li>'
    )


def _answer(turn: Mapping[str, Any]) -> str:
    short = f"<strong>{plain(turn['short'])}</strong> " if turn.get("short") else ""
    refused = "<em>Refused.</em> " if turn.get("refused") else ""
    return f"{refused}{short}{plain(turn.get('text'))}"


def _expected(scored: Scored) -> str:
    q = scored.question
    if not q.answerable:
        return f"A refusal{f' ({plain(q.why)})' if q.why else ''}"
    groups = [*([q.answers] if q.answers else []), *q.all_of]
    return " + ".join(plain(" / ".join(group)) for group in groups)


def _evidence(e: Mapping[str, Any]) -> str:
    where = ", ".join(
        str(part) for part in (e.get("title"), e.get("publisher"), str(e.get("published") or "undated")[:10]) if part
    )
    return f"{plain(e.get('text'))} <cite>{plain(where)}</cite>"


def _citation(c: Mapping[str, Any]) -> str:
    told = f"another number: {c['differs']}" if c.get("differs") else c.get("verdict")
    return f"[{plain(str(c.get('n')))}] “{plain(c.get('quote'))}” <cite>{plain(c.get('title'))}; {plain(told)}</cite>"


def _verdict(s: Mapping[str, Any]) -> str:
    verbatim = "word for word" if s.get("verbatim") else "not word for word"
    supported = "supported" if s.get("supported") else "not supported"
    return f"{plain(s.get('text'))} <cite>{verbatim}, {supported}</cite>"


def _listed(items: Any, shown: Callable[[Mapping[str, Any]], str], kind: str = "numbered") -> str:
    found = [item for item in items or () if isinstance(item, Mapping)]
    return f'<ol class="{kind}">{"".join(f"<li>{shown(item)}</li>" for item in found)}</ol>' if found else ""


def _lines(texts: Sequence[str]) -> str:
    return "".join(f"<p>{plain(text)}</p>" for text in texts)
