"""Whether a sentence tells of another of the same kind: of Space Shuttle Endeavour, where Discovery is asked for, of the best actor, where
the best actress is, of the 800m, where the 400m is, of the whole year, where the fourth quarter is.
"""

from __future__ import annotations

import re

from qa.people import NO_GIVEN
from qa.questions import names, wanted
from qa.verify.lexicon import MONTHS

__all__ = ["tells_of_another"]

_RUN = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*\w(?:\s+[A-ZÀ-ÖØ-Þ][\w’'.-]*\w)+"
_HOW_OLD = re.compile(rf"\b(?i:how old (?:is|was)) (?P<name>{_RUN})")
_AGE = re.compile(rf"(?P<name>{_RUN}),\s+(?:who (?:is|was)\s+)?\d{{1,3}}\b")
# Who is not the other, each side in all its forms; a woman may be called an actor
_SIDES = (
    (r"women(?:['’]s)?|females?|girls|ladies", r"men(?:['’]s)?|males?|boys|gentlemen"),
    (r"mothers?|mum", r"fathers?|dad"),
    (r"daughters?", r"sons?"),
    (r"sisters?", r"brothers?"),
    (r"wife|wives", r"husbands?"),
)
_DISTANCE = re.compile(r"(?<![\w.,£$€-])(\d{2,3}|[1-9],?[05]00|10,?000)(?:m|-met(?:re|er)s?| met(?:re|er)s?)\b")
_MONTH = "|".join(MONTHS)
_OF_PART = re.compile(
    rf"\b(?:(?:first|second|third|fourth|last|final|latest) (?P<part>quarter|half|month)|(?P<q>[Qq][1-4])|in (?P<month>{_MONTH}))\b"
)
_WHOLE_YEAR = re.compile(
    r"\b(?:annual(?:ly|i[sz]ed)?|yearly|full[- ]year|(?:for|on|over|in) the (?:whole |full )?year|year as a whole)\b",
    re.I,
)


def tells_of_another(question: str, title: str, text: str) -> bool:
    """Whether a sentence tells of another than a question asks for: by a name, by who it is, or by the time of a number."""
    return (
        _of_another_name(question, title, text)
        or _of_the_other_side(question, title, text)
        or _of_another_distance(question, title, text)
        or _of_a_year(question, text)
    )


def _of_the_other_side(question: str, title: str, text: str) -> bool:
    """Whether the question speaks of women alone, say, and a sentence and its headline of men alone."""
    if re.search(r"\bactress(?:es)?\b", question, re.I):
        return bool(re.search(r"\bactors?\b", text)) and not re.search(r"\bactress", f"{title} {text}", re.I)
    for pair in _SIDES:
        one, other = (re.compile(rf"\b(?:{forms})\b", re.I) for forms in pair)
        for asked, not_asked in ((one, other), (other, one)):
            if asked.search(question) and not not_asked.search(question):
                return bool(not_asked.search(text)) and not asked.search(f"{title} {text}")
    return False


def _of_another_distance(question: str, title: str, text: str) -> bool:
    """Whether the question names a race by its length, and a sentence names others, while it and its headline do not name this one."""
    asked, headline, told = (
        {m[1].replace(",", "") for m in _DISTANCE.finditer(said)} for said in (question, title, text)
    )
    return bool(asked and told) and asked.isdisjoint(headline | told)


def _of_a_year(question: str, text: str) -> bool:
    """Whether the question asks for a number of a quarter or a month, and a sentence gives that of a year."""
    asked = _OF_PART.search(question) if wanted(question) == "number" and not _WHOLE_YEAR.search(question) else None
    if not asked or not _WHOLE_YEAR.search(text):
        return False
    part = asked["month"] or (asked["part"] if asked["part"] != "month" else _MONTH) or "quarter|[Qq][1-4]"
    return not re.search(rf"\b(?:{part})\b", text)


def _of_another_name(question: str, title: str, text: str) -> bool:
    """Whether a sentence and its headline lack a name of the question, and the sentence has one that differs in its last word alone.

    A title or a part of the world before a name makes no kind: Secretary Azar and Secretary Heckler, New York and New Zealand.
    """
    said = set(re.findall(r"[\w’'-]+", f"{title} {text}".replace("’s ", " ").replace("'s ", " ").casefold()))
    others = [name.split() for name in names(f"- {text}")]
    for name in names(question):
        *kind, own = name.split()
        if not kind or own.casefold() in said or kind[-1].casefold() in NO_GIVEN:
            continue
        if any(other[:-1] == kind for other in others):
            return True
    old = _HOW_OLD.search(question)
    return bool(old) and old["name"].split()[-1].casefold() not in said and bool(_AGE.search(text))
