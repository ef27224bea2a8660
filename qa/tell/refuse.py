"""An honest refusal: why there is no answer, what the corpus holds, and the closest thing to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from textwrap import shorten

from index import Corpus, Evidence, Filters, stem, stems, words
from qa.evidence.answerable import Assessment
from qa.language.dates import report_day
from qa.language.footnotes import without_footnotes
from qa.question.tongue import foreign_language
from qa.question.wants import names, numbers
from qa.records import Answer, Query

__all__ = ["NOTHING_ASKED", "NO_ARTICLES", "help_given", "nothing_asked", "nothing_more", "refusal"]

NOTHING_ASKED = "nothing asked"

_LISTED = 4  # publishers
_QUOTED = 400  # characters
_UNIT = r"(?:[\w%°]+| (?:million|billion|trillion|mln|bln|percent|per cent|pct)\b)?"
NO_ARTICLES = "There are no articles here yet. Add some with `newsqa index FOLDER`."


def refusal(
    query: Query,
    assessment: Assessment | None,
    corpus: Corpus,
    closest: Evidence | None,
    outdated: str = "",
    near: Evidence | None = None,
    quote: Evidence | None = None,
) -> Answer:
    """The answer that says that there is none. `reason` is one of: empty corpus, nothing in the filters, outdated, other language, not
    mentioned, something else, not found.

    outdated: the words by which the question asks of what is new, where the closest thing is older than that. near: the sentence that
    would have answered, if it did not tell of something else than is asked. quote: the one that quotes alone would have answered with, where a
    model does not find the answer there: its reader may.
    """
    if not corpus.count():
        return _answer("empty corpus", NO_ARTICLES, None)
    holds, limits = _holds(corpus), _limits(query.filters)
    if closest is None and limits:
        return _answer(
            "nothing in the filters", f"No article within the {limits} asked for speaks of this. {holds}", None
        )
    only = f"Only articles within the {limits} asked for were read. " if limits else ""
    holds = f"{only}{holds}"
    if outdated and closest is not None and closest.published is not None:
        day = report_day(closest.published)
        return _answer("outdated", f"This asks of “{outdated}”, and the closest article is of {day}. {holds}", closest)
    if assessment and assessment.absent:
        return _answer(
            "not mentioned", f"There is no article by {' or '.join(assessment.absent)} here. {holds}", closest
        )
    if language := foreign_language(query.question, corpus.has):
        told = f"This looks like {language}, and the articles here have hardly a word of it: ask in the language of the articles."
        return _answer("other language", f"{told} {holds}", None)
    missing = _missing_names(query.question, assessment.missing if assessment else ())
    unknown = [name for name in missing if name[:1].isdigit() or not corpus.has(stems(name))]
    if unknown and closest is not None:
        listed = " or ".join(unknown)
        return _answer("not mentioned", f"The articles that come closest do not mention {listed}. {holds}", closest)
    if missing and near is None:
        told = f"The articles here that mention {' or '.join(missing)} do not answer this."
        return _answer("not found", f"{told} {holds}", closest)
    if near is not None:
        return _answer("something else", f"The articles here do not say just this. {only}{_comes_closest(near)}", near)
    if quote is not None:
        return _answer("not found", f"No answer to this was found here. {only}{_comes_closest(quote)}", quote)
    return _answer("not found", f"The articles here do not answer this. {holds}", closest)


def _comes_closest(sentence: Evidence) -> str:
    return f"What comes closest: “{shorten(without_footnotes(sentence.text), _QUOTED, placeholder=' …')}”"


def nothing_asked() -> Answer:
    """What is said to "thanks" and "no"."""
    return _answer(NOTHING_ASKED, "That is no question, so nothing was searched. Ask one about the articles.", None)


def help_given(corpus: Corpus) -> Answer:
    """What is said to "what can you do?" and "how many articles are there?"."""
    if not corpus.count():
        return _answer("empty corpus", NO_ARTICLES, None)
    can = "Ask about the articles here: each answer is quoted from them or checked against them, and says so where they tell nothing."
    return _answer(NOTHING_ASKED, f"{can} {_holds(corpus)} “What is new?” shows the newest.", None)


def nothing_more(closest: Evidence) -> Answer:
    """What is said to "tell me more" where all of the article was told."""
    return _answer("nothing more", "All that the article says was told.", closest)


def _answer(reason: str, text: str, closest: Evidence | None) -> Answer:
    return Answer(None, text, refused=True, reason=reason, engine="none", closest=closest)


def _missing_names(question: str, missing: Sequence[str]) -> list[str]:
    """The question's names and numbers that are missing, as they were typed; of a name of several words, those that are."""
    gone = set(missing)
    found = [part for name in names(question) for part in _gone(name.split(), gone)]
    typed = [_as_typed(question, number) for number in numbers(question) if number.replace(",", "") in gone]
    return list(dict.fromkeys([*found, *typed]))[:3]


def _as_typed(question: str, number: str) -> str:
    """A number with its sign and its unit: "$280bn", "2.5 million", "50%"."""
    typed = re.search(rf"(?<![\w.,-])[$£€¥]?{re.escape(number)}{_UNIT}", question)
    return typed.group() if typed else number


def _gone(name: Sequence[str], gone: set[str]) -> list[str]:
    """What of a name's words has a stem that is gone, words that stand together as one."""
    runs = groupby(name, key=lambda word: any(stem(w) in gone for w in words(word)))
    return [" ".join(run) for is_gone, run in runs if is_gone]


def _limits(filters: Filters) -> str:
    """What filters held articles back, in words; "" if none did."""
    dates = filters.since is not None or filters.until is not None
    return " and ".join(["dates"] * dates + ["publishers"] * bool(filters.publishers))


def _holds(corpus: Corpus) -> str:
    """How many articles there are, whose, and of what time."""
    status = corpus.status()
    named = [p.name for p in status.publishers if p.name]
    listed = named[:_LISTED]
    if len(named) > _LISTED:
        listed.append(f"{len(named) - _LISTED} more")
    if named and len(named) < len(status.publishers):
        listed.append("others")  # articles that name no publisher
    by = f" by {_joined(listed)}" if listed else ""
    dates = ""
    if status.oldest is not None and status.newest is not None:
        days = dict.fromkeys((report_day(status.oldest), report_day(status.newest)))
        dates = f", {' to '.join(days)}"
    return f"The corpus holds {status.articles:,} article{'' if status.articles == 1 else 's'}{by}{dates}."


def _joined(some: Sequence[str]) -> str:
    """One, two and three."""
    *first, last = some
    return f"{', '.join(first)} and {last}" if first else last
