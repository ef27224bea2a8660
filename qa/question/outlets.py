"""Outlets that a question names: whether the corpus has anything of theirs ("what does the Bloomberg article say …?"), and what each of
them says of an answer ("which company, as reported by both TechCrunch and The Verge, …?").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from index import Evidence, content_stems, letters, named_publishers, plain_outlet, stems
from qa.question.wants import names, wants_name

__all__ = ["SEVERAL", "OfOutlets", "absent_outlets", "all_tell", "name_in", "named_outlets", "told_by_each"]

# The sentences found of each outlet that a question names, best first, scored by how far their passages stand below the best one (0)
OfOutlets = Mapping[str, Sequence[Evidence]]

SEVERAL = 2
_BELOW = 0.5  # of passage score: how far the passage of what is quoted may stand below the best one

_NAME = r"[A-Z][\w.&’'-]*(?:\s(?:of\s|the\s|[|-]\s)?[A-Z][\w.&’'-]*){0,4}"
_QUOTE = "['‘’“”\"]*"
# What an outlet is called that cannot be anything else's name: "the UN report" and "the story of Ann Reed" are of none.
_OUTLET = (
    r"(?:[A-Z][\w.&’'-]*\s){0,3}(?:Times|Journal|Post|News|Bloomberg|Reuters|Guardian|Herald|Tribune|Economist|BBC|CNN|"
    r"Forbes|Telegraph|Press)"
)
_MENTIONS = (
    re.compile(rf"(?P<outlet>{_NAME}){_QUOTE}\sarticle"),
    re.compile(rf"\barticles?\s(?:from|by|in|published\s(?:by|in))\s(?:the\s)?{_QUOTE}(?P<outlet>{_NAME})"),
    re.compile(rf"\b(?:story|stories)\s(?:by|published\s(?:by|in))\s(?:the\s)?{_QUOTE}(?P<outlet>{_NAME})"),
    re.compile(rf"\b(?:articles?|story|stories)\s(?:of|in|from)\s(?:the\s)?{_QUOTE}(?P<outlet>{_OUTLET})\b"),
    re.compile(rf"(?P<outlet>{_OUTLET})\s(?:report|story|piece|coverage)"),
)  # fmt: skip
_OTHER = re.compile(
    r"^(?:(?:does|did|do|is|are|was|were|has|have|between|after|before|considering|based|according|while|if|both|each|one|another|this|"
    r"that|which|what|who|how|when|the|a|an|in|on|to|and|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)\s+)+",
    re.I,
)


def absent_outlets(question: str, publishers: Sequence[str]) -> tuple[str, ...]:
    """The outlets whose article or report a question speaks of though none of the publishers is called so."""
    known = [letters(name).removeprefix("the ") for name in publishers]
    absent: dict[str, None] = {}
    for match in (m for mention in _MENTIONS for m in mention.finditer(question)):
        outlet = _OTHER.sub("", re.sub("['’]s$", "", match["outlet"]) + " ").strip(" '‘’“”\"")
        plain = letters(outlet)
        if names(f"the {outlet}") and not any(plain in name or name in plain for name in known if name):
            absent[outlet] = None
    return tuple(absent)


def named_outlets(question: str, publishers: Sequence[str]) -> dict[str, str]:
    """The publishers that a question names, in capitals ("Time", and not "time"), each with its outlet: departments of one share it.

    "The New York Times" names no "The Times".
    """
    said = set(letters(" ".join(names(question))).split())
    named = {p: plain_outlet(p) for p in named_publishers(question, publishers)}
    asked = f" {letters(question)} "

    def alone(outlet: str) -> bool:
        within = {longer for longer in named.values() if longer != outlet and f" {outlet} " in f" {longer} "}
        return asked.count(f" {outlet} ") > sum(asked.count(f" {longer} ") for longer in within)

    return {p: outlet for p, outlet in sorted(named.items()) if said.intersection(outlet.split()) and alone(outlet)}


def told_by_each(
    question: str, short: str, of_outlets: OfOutlets, told: Sequence[Evidence] = ()
) -> tuple[Evidence, ...]:
    """What each of several outlets that a question names says of a short answer: its best sentence that holds it, by itself or with its
    headline. Of a question that names but one, nothing: it may name it for another reason. Of outlets that are told of, no more.
    """
    answer = name_in(question, short)
    if not answer or len(of_outlets) < SEVERAL:
        return ()
    known = {e.publisher for e in told}
    others = (ranked for ranked in of_outlets.values() if known.isdisjoint(e.publisher for e in ranked))
    holding = (
        (e for e in ranked if e.score >= -_BELOW and answer <= set(stems(f"{e.title} {e.text}"))) for ranked in others
    )
    return tuple(sorted((e for some in holding for e in islice(some, 1)), key=lambda e: -e.score))


def all_tell(question: str, short: str, of_outlets: OfOutlets) -> bool:
    """Whether several outlets that a question names all speak of a short answer, each in one article of those found."""
    answer = name_in(question, short)
    if not answer or len(of_outlets) < SEVERAL:
        return False
    for ranked in of_outlets.values():
        articles: dict[str, set[str]] = {}
        for e in ranked:
            articles.setdefault(e.article_id, set(stems(e.title))).update(stems(e.text))
        if not any(answer <= held for held in articles.values()):
            return False
    return True


def name_in(question: str, short: str) -> set[str]:
    """The stems of a short answer that names somebody or something; of any other, which may stand anywhere, none."""
    named = wants_name(question) and any(word[:1].isupper() for word in short.split())
    return set(content_stems(short)) if named else set()
