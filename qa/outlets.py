"""Outlets that a question names: whether the corpus has anything of theirs ("what does the Bloomberg article say …?"), and what each of
them says of an answer ("which company, as reported by both TechCrunch and The Verge, …?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Evidence, content_stems, letters, named_publishers, stems
from qa.questions import names, wanted

__all__ = ["absent_outlets", "all_tell", "named_outlets", "told_by_each"]

_BELOW = 0.5  # of passage score: how far an outlet's passage may stand below the best one of those outlets

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


def named_outlets(question: str, publishers: Sequence[str]) -> frozenset[str]:
    """The publishers that a question names, in capitals: "Time", and not "time"."""
    said = set(letters(" ".join(names(question))).split())
    return frozenset(p for p in named_publishers(question, publishers) if said.intersection(letters(p).split()))


def told_by_each(question: str, short: str, ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What each outlet that a question names says of a short answer: its best sentence that holds it, by itself or with its headline.

    ranked: sentences of those outlets with the scores of their passages, best first.
    """
    answer = _name(question, short)
    told: dict[str | None, Evidence] = {}
    for e in ranked:
        near = e.score >= ranked[0].score - _BELOW
        if near and answer and e.publisher not in told and answer <= set(stems(f"{e.title} {e.text}")):
            told[e.publisher] = e
    return tuple(told.values())


def all_tell(question: str, short: str, ranked: Sequence[Evidence]) -> bool:
    """Whether several outlets that a question names all speak of a short answer, each in one article of those found.

    ranked: sentences of those outlets.
    """
    answer = _name(question, short)
    articles: dict[tuple[str | None, str], set[str]] = {}
    for e in ranked:
        articles.setdefault((e.publisher, e.article_id), set(stems(e.title))).update(stems(e.text))
    outlets = {publisher for publisher, _ in articles}
    telling = {publisher for (publisher, _), held in articles.items() if answer and answer <= held}
    return len(outlets) > 1 and telling == outlets


def _name(question: str, short: str) -> set[str]:
    """The stems of a short answer that names somebody or something; of any other, which may stand anywhere, none."""
    return set(content_stems(short)) if wanted(question) in ("who", "where", "thing") else set()
