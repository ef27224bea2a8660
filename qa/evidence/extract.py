"""The extractive engine: no language model. The best sentences, verbatim, with the phrase in them that answers.

What the question wants (a number, a date, a name …) decides between sentences that fit it about equally well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from index import STOP_WORDS, Evidence, content_stems, stem, stems, words
from qa.facts.casualties import casualties
from qa.facts.fitting import numbers_as_asked
from qa.facts.measures import UNITS
from qa.facts.named import speaks_of_names, speaks_of_numbered, subject, thing_named, who_is_named
from qa.facts.phrases import dates, names_month, names_of, places, reason
from qa.facts.quantities import is_of_unit, is_share, is_sum, quantities
from qa.language.dates import report_day, with_date
from qa.language.footnotes import without_footnotes
from qa.language.hours import asks_hour
from qa.language.lexicon import NUMBERS, TITLES, root
from qa.question.denied import denies, says_not
from qa.question.wants import (
    PLURAL,
    Wanted,
    asks_month,
    asks_year,
    offers,
    required_stems,
    spoken_stems,
    things_counted,
    wanted,
)
from qa.records import Answer, Citation
from qa.verify import cite, contest

__all__ = ["best_first", "extract", "fits", "must_fit", "quoted", "short_answer", "together"]

# What a phrase of the wanted kind is worth beside the sentence's score.
_FITS: dict[Wanted, float] = {"when": 0.8, "number": 0.8, "why": 0.5}
_FITS_OTHERWISE = 0.4
_LEAD = 0.2
_DID = 0.4
_LEAD_CHARACTERS = 400
_MOST = 3  # sentences quoted …
_CLOSE = 25  # characters between somebody's name and the word for what he is
_NEAR = 0.75  # … those that score at least this share of the best one

_EMPTY = STOP_WORDS | {stem(title) for title in TITLES}  # as stems: "Dr. Reed" tells nothing new of Reed

_FOCUS = re.compile(r"\b(?:which|what)\s+([a-z]{3,})\b", re.I)
# "the name of the doctor who …": whose name, by what he is
_NAME_OF = re.compile(r"\bname of (?:the|an?) (?:[\w’'-]+ )*?(?P<role>[a-z]+) (?:who|whose|that)\b", re.I)
_PASSIVE = re.compile(
    r"\b(?:who|(?:which|what) [a-z]+) (?:was|were|is|has been|have been)\b(?P<role> (?:the|an?|its|their|his|her)\b)?",
    re.I,
)
_OF_A_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:[’'-][^\W\d_]+)*\.?|of|the|and|for")
_WHOSE = re.compile(r"\bwhose\b", re.I)
_NAMED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*")
_ASKING = frozenset(content_stems("year month week day date time place"))
# How much of what a question says beside its names a sentence must speak of, with its headline, for its day, place or reason to be told.
_TOLD: dict[Wanted, float] = {"when": 0.3, "where": 0.3, "why": 0.3}
_OF_REPORT = 0.75  # … and for the day of the report, where it names none
_PEOPLE = frozenset(content_stems("people persons"))
_PERHAPS = re.compile(r"(?:after|since|to) ", re.I)  # may tell when, or what of
_WHO_IS = re.compile(r"(?i:who(?:['’]s| is| was| are| were))(?: [A-ZÀ-ÖØ-Þ][\w’'.-]*)+[?.]*")


def extract(question: str, evidence: Sequence[Evidence], least: int = 1) -> Answer:
    """Answer from the evidence alone: its first sentence, and those that come near it, each quoted with its mark.

    evidence: in the order of best_first. least: how many are quoted however far they score below the first.
    """
    evidence = (least < 2 and [e for e in evidence if _tells(question, e.text)]) or evidence
    enough = _NEAR * max(e.score for e in evidence)
    chosen = [e for n, e in enumerate(evidence[: max(_MOST, least)]) if e.score >= enough or n < least]
    if not any(fits(question, e) for e in chosen):
        # None of them says when, or how many: the best sentence of the same article that does may be a line further on.
        chosen += [
            e for e in evidence if e not in chosen and e.article_id == chosen[0].article_id and fits(question, e)
        ][:1]
    telling = next((e for e in chosen if fits(question, e)), chosen[0])
    short = None if least > 1 else short_answer(question, telling) or _short_further_on(question, telling, chosen)
    return quoted(chosen, short)


def quoted(evidence: Sequence[Evidence], short: str | None = None, notice: str | None = None) -> Answer:
    """The answer that quotes sentences, each with its mark."""
    text = " ".join(f"{without_footnotes(e.text)} [{n}]" for n, e in enumerate(evidence, 1))
    citations = tuple(cite(e, n) for n, e in enumerate(evidence, 1))
    return Answer(short, text, citations, engine="extractive", notice=notice)


def _tells(question: str, text: str) -> bool:
    """Whether it is more than a caption or a heading that names somebody and tells nothing of him, or that says the question again: "Current
    inflation rate"."""
    if all(_OF_A_NAME.fullmatch(word) for word in text.split()):
        return False
    again = set(content_stems(text)) <= set(content_stems(question))
    return not again or offers(question) or wanted(question) == "yes or no"


def _short_further_on(question: str, telling: Evidence, chosen: Sequence[Evidence]) -> str | None:
    """What another of the quoted sentences of the same article answers; no number, which may count something else there, and no reason that
    may be none."""
    others = [e for e in chosen if e is not telling and e.article_id == telling.article_id and fits(question, e)]
    found = [short_answer(question, e) for e in others if wanted(question) != "number"]
    return next((short for short in found if short and not (wanted(question) == "why" and _PERHAPS.match(short))), None)


def together(answers: Sequence[Answer | None], apart: bool = False) -> Answer:
    """The quoted answers to the parts of a question as one, each sentence quoted once; None for a part that has none.

    apart: whether each part is a question of its own, so that the short answers to most are told though another has none: "Texas; …; 165".
    """
    if len(answers) == 1 and answers[0]:
        return answers[0]
    distinct: dict[tuple[str, int], Citation] = {}
    for cited in (cited for answer in answers if answer for cited in answer.citations):
        distinct.setdefault((cited.article_id, cited.start), cited)
    citations = tuple(replace(cited, n=n) for n, cited in enumerate(distinct.values(), 1))
    text = " ".join(f"{without_footnotes(cited.quote)} [{cited.n}]" for cited in citations)
    shorts = [answer.short for answer in answers if answer]
    told = 2 * sum(map(bool, shorts)) >= len(shorts) if apart else all(shorts)
    short = "; ".join((answer and answer.short) or "…" for answer in answers) if told else None
    return Answer(short, text, citations, engine="extractive")


def must_fit(question: str) -> bool:
    """Whether quotes without a phrase of the kind that the question wants do not answer it: how many, what somebody is called, what is not so."""
    return wanted(question) == "number" or bool(_NAME_OF.search(question)) or denies(question)


def fits(question: str, evidence: Evidence) -> bool:
    """Whether a phrase of the kind that the question wants stands in a sentence; True where no rule can tell.

    A number must stand beside something that the question names, or under a headline that speaks of it; the name of somebody
    beside the word for what he is. What is asked of what is not so must deny something.
    """
    text = without_footnotes(evidence.text)
    if denies(question) and not says_not(f"{evidence.title} {text}"):
        return False
    if asked := _NAME_OF.search(question):
        return _is_named(stem(asked["role"].casefold()), question, text)
    kind = wanted(question)
    if kind not in ("number", "when", "why"):
        return True
    named = {s for s in required_stems(question) if len(s) > 2}
    if kind == "number" and named and not named & spoken_stems(f"{evidence.title} {text}"):
        return False
    return _phrase(question, kind, text) is not None


def best_first(question: str, evidence: Sequence[Evidence], together: Sequence[str] = ()) -> list[Evidence]:
    """The evidence with scores that count whether a phrase of the wanted kind stands in it, best first.

    together: ids of articles that answer only with one another; their sentences then take turns.
    """
    scored = sorted((e.raised(_worth(question, e)) for e in evidence), key=lambda e: -e.score)
    if len(together) < 2:
        return scored
    groups = [[e for e in scored if e.article_id == article_id] for article_id in together]
    turns = [e for row in zip_longest(*groups) for e in row if e]
    return turns + [e for e in scored if e.article_id not in together]


def _worth(question: str, evidence: Evidence) -> float:
    """What a sentence gains for holding a phrase of the wanted kind."""
    kind = wanted(question)
    text = without_footnotes(evidence.text)
    phrase = _phrase(question, kind, text)
    if phrase is None:
        return 0.0
    if kind == "when" and re.search(rf"\b(?:since|until|before|after)\s+(?:\w+\s+)?{re.escape(phrase)}", text):
        return 0.0  # "the first since March 2020" dates another event
    lead = (
        _LEAD if kind == "when" and evidence.start < _LEAD_CHARACTERS else 0.0
    )  # a report opens with the day it tells of
    did = _DID if kind == "who" and subject(question, text) else 0.0  # it says who did just that
    return _FITS.get(kind, _FITS_OTHERWISE) + lead + did


def short_answer(question: str, evidence: Evidence) -> str | None:
    """The phrase of a sentence that answers, by what the question wants; None where no rule finds one.

    The quote is shown in any case, and something beside the point above it would mislead: so a name is told where the sentence says
    by its words that it is the one, and a day, a place or a reason where it speaks of what is asked.
    """
    kind = wanted(question)
    text = without_footnotes(evidence.text)
    whole = f"{evidence.title} {text}"
    if kind in ("who", "thing"):
        return _named(question, kind, text, whole)
    phrase = _phrase(question, kind, text)
    if kind == "number":
        return _number(question, phrase, text, whole)
    if _told(question, whole) < _TOLD.get(kind, 0.0):
        return None
    if kind == "where":
        return phrase if phrase and _is_place(question, phrase, text) else None
    if kind == "why":
        # "after his firing" does not say why he was fired.
        again = phrase and _PERHAPS.match(phrase) and set(content_stems(phrase)) & _beside_names(question)
        return None if again or not speaks_of_names(question, whole) else phrase
    if kind == "when":
        if phrase is None:
            told = evidence.start < _LEAD_CHARACTERS and _told(question, text) >= _OF_REPORT
            if evidence.published_local is None or not told:
                return None  # what stands further down may have been long before
            return f"{report_day(evidence.published_local)} (date of the report)"
        return with_date(phrase, evidence.published_local, evidence.text)
    return phrase


def _number(question: str, phrase: str | None, text: str, whole: str) -> str | None:
    """The number in a phrase that counts what is asked for; of the killed and the hurt, the one of those that the question means."""
    told = casualties(question, text)
    counted = phrase if phrase is not None and _counts(question, phrase) else None
    if not speaks_of_numbered(question, whole):
        return None
    if told is None or not set(things_counted(question)) <= _PEOPLE:
        return counted
    if told.number is None:
        return None if told.others else counted
    return counted if counted and told.number in counted else told.number


def _named(question: str, kind: Wanted, text: str, whole: str) -> str | None:
    """The name that answers, as its sentence says. whole: the sentence with its headline."""
    if between := contest(question):
        return between.result(text) or None
    if not speaks_of_names(question, whole) or _WHO_IS.fullmatch(question.strip()):
        return None
    if kind == "who":
        return _name(question, kind, text) if _WHOSE.search(question) else who_is_named(question, text)
    return thing_named(question, text)


def _beside_names(question: str) -> set[str]:
    """Stems of what a question says beside its names."""
    own = {w for w in words(re.sub(_NAMED, " ", question)) if w.isalpha() and w not in _EMPTY}
    return {root(w) for w in own} - _ASKING


def _is_place(question: str, place: str, text: str) -> bool:
    """Whether a place is a whole name, and none of what the question names: "the Medical Journal" is no place for "of Australia" behind it."""
    behind = text.partition(place)[2]
    first = place.partition(",")[0]
    return not re.match(r" (?:of|and|for|&) (?:the )?[A-Z]", behind) and not set(content_stems(first)) & set(
        content_stems(question)
    )


def _told(question: str, text: str) -> float:
    """How much of what a question says beside its names stands in a text, as a share of its words."""
    asked = _beside_names(question)
    held = {root(w) for w in words(text)}
    return len(asked & held) / len(asked) if asked else 1.0


@lru_cache(8192)  # sentences are put in order several times for a question, of which a server answers many at once
def _phrase(question: str, kind: Wanted, text: str) -> str | None:
    """The phrase of the wanted kind in a sentence."""
    asked = set(content_stems(question))
    if asks_year(question) or asks_hour(question):
        return _nearest([number.written for number in numbers_as_asked(question, text)], text, asked)
    if kind == "when":
        found = [date for date in dates(text) if not asks_month(question) or names_month(date)]
        return _nearest(found, text, asked)
    if kind == "number":
        found = quantities(question, text)
        things = set(things_counted(question))
        named = [number for number in found if things & set(stems(number))]
        counted = named or [number for number in found if _counts(question, number)]
        return _nearest(counted or found, text, asked, fits=things or asked)
    if kind == "why":
        return reason(text)
    if kind == "where":
        return _nearest(places(text), text, asked, new=True)
    if between := contest(question):
        return between.result(text) or None  # whom a sentence names first need not have won
    focus = _FOCUS.search(question)
    if kind == "thing" and focus:
        noun = focus.group(1)
        match = re.search(rf"(?:(?:the |The )?(?:[A-Z][\w’'-]*\w\s+)+){re.escape(noun)}\b", text)
        if match:
            return match.group()
    if _WHO_IS.fullmatch(question.strip()):
        return None  # what somebody is called does not say who he is
    if kind == "who" and (doer := subject(question, text)):
        return doer
    return _name(question, kind, text) if kind in ("who", "thing") else None


def _name(question: str, kind: Wanted, text: str) -> str | None:
    """The name in a sentence that answers; it holds a word that the question does not."""
    asked = set(content_stems(question))
    # "A man in Ottawa found it": a place did nothing.
    nobody = {p.partition(",")[0] for p in places(text, within=True)} if kind == "who" else set[str]()
    # "Which student was arrested …?": whom it happened to stands before the verb, most often first in the sentence.
    first = _PASSIVE.search(question)
    for opening in (True,) if first and not first["role"] else (False, True):
        found = [n for n in names_of(text, opening) if n not in nobody and not set(stems(n)) <= asked | _EMPTY]
        if found:
            return found[0] if first else _nearest(found, text, asked)
    return None


def _counts(question: str, phrase: str) -> bool:
    """Whether a number counts what the question asks for: its noun is the question's, or it is money or a share as asked.

    Of "How many years must the three doctors …?" that is "years", and no other noun in the plural.
    """
    things, asked = things_counted(question), set(content_stems(question))
    nouns = [w for w in words(phrase) if w.isalpha() and w not in NUMBERS]
    if things and things[-1] in UNITS:
        return is_of_unit(phrase, UNITS[things[-1]])
    own = {stem(w) for w in nouns if not (things and PLURAL.fullmatch(w))}
    if own & (asked - required_stems(question)) or set(things) & set(map(stem, nouns)):
        return True
    money = re.search(
        r"\b(?:much|cost|pay|paid|price|worth|fine|prize|fund|spend|spent|budget|award|settle)", question, re.I
    )
    share = re.search(r"\b(?:share|percent|proportion|fraction|rate)", question, re.I)
    return bool((money and is_sum(phrase)) or (share and is_share(phrase)))


def _is_named(role: str, question: str, text: str) -> bool:
    """Whether a name that the question does not hold, of two words and more, stands close to the word for what somebody is."""
    known = set(stems(question)) | STOP_WORDS
    names = [n for n in names_of(text) if len(n.split()) > 1 and not set(stems(n)) <= known]
    pieces = [text[max(0, at - _CLOSE) : at + len(name) + _CLOSE] for name in names if (at := text.find(name)) >= 0]
    return any(role in stems(piece) for piece in pieces)


def _nearest(
    phrases: Sequence[str], text: str, asked: set[str], *, new: bool = False, fits: set[str] | None = None
) -> str | None:
    """The phrase that stands nearest to the question's words. `new`: it must hold a word that the question does not."""
    tokens = [stem(w) for w in words(text)]
    places = [i for i, t in enumerate(tokens) if t in asked]
    best: tuple[float, str] | None = None
    for phrase in phrases:
        own = [stem(w) for w in words(phrase)]
        if not own or (new and set(own) <= asked | _EMPTY):
            continue
        at = next((i for i in range(len(tokens)) if tokens[i : i + len(own)] == own), 0)
        distance = sum(abs(at - p) for p in places) / len(places) if places else float(at)
        if fits and set(own) & fits:
            distance -= 5
        if best is None or distance < best[0]:
            best = (distance, phrase)
    return best[1] if best else None
