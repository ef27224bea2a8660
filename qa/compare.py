"""Which of two, by what was found for each: "Which was bigger, A or B?" → "A (16 million), not B (3 million)".

A small model finds two numbers and compares them badly, so that the comparing is done here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import content_stems
from qa.measures import UNITS, Measure, measure, ordered
from qa.questions import SUM, things_counted
from qa.verify import read

__all__ = ["asking_each", "compared", "names_one", "of_each", "offered", "tells_which"]

_WH = r"(?:who|whose|what|when|where|which|how)"
_ALSO = re.compile(rf",?\s+and\s+(?:(?:in|by|on|at|for|since)\s+)?{_WH}\b.*$", re.I)  # "…, and how much was it?"
_AFTER_COMMA = re.compile(rf",\s+(?!{_WH}\b)(?P<one>[^,]+?),?\s+or\s+(?P<other>[^,]+?)\W*$", re.I)
_AFTER_PREPOSITION = re.compile(
    r"\s(?P<one>(?P<by>in|at|on|for|by|from|to)\s\S.*?)\s+or\s+(?P<other>(?P=by)\s.+?)\W*$", re.I
)
_MORE = re.compile(
    r"\b(?:more|most|bigger|larger|higher|longer|greater|taller|later|newer|younger|heavier|dearer)\b", re.I
)
_LESS = re.compile(
    r"\b(?:fewer|less|least|smaller|lower|shorter|earlier|sooner|older|cheaper|lighter)\b|\bfirst(?=,)", re.I
)
_TIME = re.compile(r"\b(?:earlier|sooner|later|newer)\b|\bfirst(?=,)", re.I)
_THAN = re.compile(r"\b(?:than|twice|double|half|exceed\w*)\b", re.I)
_AGE = re.compile(r"\b(?:older|younger)\b", re.I)
# "Who paid more, A or B?", "Did it cost more in A or in B?", but not "Who sold more tickets, A or B?"
_AMOUNT = re.compile(
    r"\b(?:more|most|less|least)(?=,|\s+(?:or|for|in|to|from|on|at|by|with|per|than|during|after|before|since)\b)", re.I
)
# "Which was larger, A or B?": by how much it was, where the two are sums of money
_HOW_LARGE = re.compile(
    r"^(?:which|what)(?: [a-z-]+)? (?:is|was|are|were) (?:the )?(?:bigger|larger|higher|greater|heavier|smaller|lower|lighter|dearer|cheaper),",
    re.I,
)
_LONGEST = 40  # words: a longer question tells much of one thing
_SPOKEN_OF = 0.5  # share of a name's words
_YEARS = 1000  # "older" is the smaller of two years, and the larger of two ages


def offered(question: str) -> tuple[str, str] | None:
    """The two that a question asks to be compared by a number or a date, in its own words."""
    if len(question.split()) > _LONGEST:
        return None
    asked = _asked(question)
    found = _AFTER_COMMA.search(asked) or _AFTER_PREPOSITION.search(asked)
    return (found["one"], found["other"]) if found and (_MORE.search(asked) or _LESS.search(asked)) else None


def names_one(question: str, answer: str) -> bool:
    """Whether an answer to a question that compares two speaks of one of them; True of any other question."""
    both = offered(question)
    return both is None or any(_share(name, answer) for name in both)


def tells_which(question: str, text: str) -> bool:
    """Whether a text can tell which of two it is that a question compares: it compares, or holds two numbers; True of any other."""
    if offered(question) is None or _MORE.search(text) or _LESS.search(text) or _THAN.search(text):
        return True
    return len([token for token in read(text) if token.kind in ("number", "date")]) > 1


def asking_each(question: str) -> str:
    """A question that compares two in the form that a small model takes apart best: "…, and how many each?".

    It is another form than the question's own, which may have been tried before.
    """
    asked = _asked(question)
    if SUM.search(asked) and _HOW_LARGE.match(asked) and (both := offered(question)):
        return f"How much was {both[0]} and how much was {both[1]}?"
    if _AMOUNT.search(asked) and (form := f"{asked}, and how much was it?") != question:
        return form
    if _AGE.search(asked):
        also = "how old is each" if asked.casefold().startswith("who") else "in what year did each begin"
    else:
        also = "when was each" if _TIME.search(asked) else "how many each"
    return f"{asked}, and {also}?"


def of_each(question: str, parts: Sequence[str]) -> tuple[str, ...]:
    """Those of a question's parts that ask of one of the two that it compares, if they are two and ask the same; else none."""
    both = offered(question) or ()
    own = [part for part in parts if len([name for name in both if _share(name, part) > _SPOKEN_OF]) == 1]
    return tuple(own) if len(own) == 2 and _count_the_same(question, own) else ()


def compared(question: str, parts: Sequence[str], answers: Sequence[str]) -> str | None:
    """A short answer to a question that compares two, from the answers to its two parts; None where they do not tell.

    parts: what was asked of each of the two, in either order. answers: to tell, one number or date each, of one unit.
    """
    both = offered(question)
    if both is None or len(parts) != 2 or not _count_the_same(question, parts):
        return None
    straight = sum(map(_share, both, parts)) >= sum(map(_share, both, parts[::-1]))
    parts, answers = (parts, answers) if straight else (parts[::-1], answers[::-1])
    first, second = map(measure, answers)
    if not all(map(_share, both, parts)) or first is None or second is None:
        return None
    order, more = ordered(first, second), _wants_more(question, first, second)
    if order is None or more is None:
        return None
    told = [f"{name} ({answer})" for name, answer in zip(both, answers, strict=True)]
    return ", not ".join(told if (order > 0) == more else told[::-1])


def _count_the_same(question: str, parts: Sequence[str]) -> bool:
    """Whether two parts count the same things, which the question names, if they ask how many.

    Asked how many "were in the settlement", a model finds the customers of one firm and the staff of another.
    """
    one, other = map(things_counted, parts)
    said = set(content_stems(f"{question} {asking_each(question)}")) | UNITS
    return (one == other or not one or not other) and one | other <= said


def _wants_more(question: str, first: Measure, second: Measure) -> bool | None:
    """Whether the larger value is the answer; None where that tells nothing: which came first, by how long each took.

    The older of two is the larger by their ages, and the smaller by their years.
    """
    asked = _asked(question)
    more = bool(_MORE.search(asked))
    lasting = "time" in (first.unit, second.unit)
    if _AGE.search(asked):
        return not more if lasting or max(*first.values, *second.values) < _YEARS else more
    return None if lasting and _TIME.search(asked) else more


def _asked(question: str) -> str:
    """A question without what it asks besides: "…, and how much was it?"."""
    return _ALSO.sub("", question.strip()).rstrip(" ?.!")


def _share(name: str, part: str) -> float:
    """How much of a name a part speaks of, 0 to 1."""
    own = set(content_stems(name))
    return len(own & set(content_stems(part))) / len(own) if own else 0.0
