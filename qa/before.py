"""What a follow-up can point back at in the turn before it: the thing, person, people or place last spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.questions import AUXILIARY, names, wanted
from qa.records import Turn
from qa.swap import is_time

__all__ = ["Before", "group", "person", "place", "thing"]

_CITED = 6  # articles of one answer that a follow-up may be about
_JOINS = "in|on|at|by|of|for|to|and|or|with|from|as"
# Behind a noun that is told more of: "mom with a channel", "student who …"
_FURTHER = "who|which|that|with|from|of|in|at"
_DID_SO = (
    "paid|brought|took|gave|said|told|held|found|began|fell|grew|knew|saw|kept|bought|caught|taught|thought|fought|went|ran|came|became|"
    "wrote|spoke|broke|chose|drove|flew|rose|stood|sold|sent|made|won|lost|led"
)
# Words behind a name that make it a thing: "the Dorn tram accident"; verbs and what joins are none
_TAIL = re.compile(
    rf"(?:\s+(?!(?:{_JOINS}|was|were|is|are|did|has|had|have|who|that|because|after|{_DID_SO})\b|[a-z]{{2,}}ed\b)"
    r"[a-z-]+){1,3}"
)
_DID = re.compile(r"\b(?:did|do|does|will|would|can|could|should|has|have|had)\s+(?:the\s+)?$", re.I)
# "Where was the tram driver taken?", "When did the earthquake hit Turkey?": who or what it was about, with the verb
_ABOUT = re.compile(
    rf"(?:[Ww]here|[Ww]hen|[Ww]hy|[Hh]ow)\s+{AUXILIARY}\s+(?P<what>(?:the|a|an)(?:\s+(?!(?:{_JOINS}|after|who|which|that)\b)[a-z-]+){{2,4}})"
)
_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]*\w"
# "did Rathbun quit", "did Aussie cruiserweight Jai Opetaia knock out": a full name rather than what he is
_DID_NAME = re.compile(
    rf"\b{AUXILIARY}\s+(?:(?:the\s+)?(?:{_CAPITAL}\s+)?(?:[a-z-]+\s+){{1,3}}(?={_CAPITAL}\s+{_CAPITAL}))?"
    rf"(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)(?=\s+[a-z]|\W*$)"
)
_FULL_NAME = re.compile(
    rf"{_CAPITAL}(?: (?:[A-Z]\.|{_CAPITAL}))?(?: (?:de|van|von|al|bin|el|la))? (?![^ ]*s$){_CAPITAL}"
)
_BEING = re.compile(r"(?:where|when) (?:is|was) (?P<what>the [a-z-]+)\W*", re.I)
_HAPPENED = re.compile(r"how many (?P<what>(?:was|were|are|have been|had been) [a-z]+)", re.I)


@dataclass(frozen=True, slots=True)
class Before:
    """What a follow-up can refer to: the last stand-alone question, its short answer, its names, its cited articles."""

    question: str
    short: str | None
    articles: tuple[str, ...]

    @classmethod
    def of(cls, turn: Turn) -> Before:
        answer = turn.answer
        articles = tuple(dict.fromkeys(c.article_id for c in answer.citations))[:_CITED]
        short = None if answer.refused or answer.short == "Yes" else answer.short  # nobody is called so
        return cls(turn.understood_as.question, short, articles)


def thing(before: Before) -> str | None:
    """The thing last spoken of: the short answer if the question asked for a thing, else the last question's name or matter."""
    kind = wanted(before.question)
    about = _about(before.question)
    if kind == "where" and about:
        return about
    if before.short and kind in ("thing", "where") and len(before.short.split()) <= 8:
        return before.short
    subject = about or _object(before.question)
    if subject or kind == "who":
        return subject or before.short
    return _asked_for(before.question)


def _about(question: str) -> str | None:
    """The noun phrase that a question tells of, of one person or thing: "the tram driver" in "Where was the tram driver taken?"."""
    if being := _BEING.fullmatch(question):
        return being["what"]
    match = _ABOUT.match(question)
    described = match and re.match(r"\s+(?:who|which|that)\b", question[match.end() :])  # then no verb stands last
    noun = "" if not match else match["what"] if described else match["what"].rpartition(" ")[0]
    return None if not noun or re.search(r"(?<!s)s$", noun) else re.sub(r"^an?\b", "the", noun)


def _asked_for(question: str) -> str | None:
    """What a question asks for, in its own words: "the student that was arrested" for "which student was arrested?"."""
    match = re.match(
        rf"(?:which|what)\s+(?!{AUXILIARY}\b|else\b|(?:happened|caused|made|became)\b)(?P<what>[a-z]+(?: [a-z]+(?= (?:{_FURTHER})\b))?)\s+"
        r"(?:(?:did|do|does|can|could|will|would|should)\s+)?(?P<of_it>(?!to\b|about\b)[^()]+?)\W*(?:\(.*)?$",
        question,
        re.I,
    )
    relative = "" if match and re.match(rf"(?:{_FURTHER})\b", match["of_it"]) else "that "
    return f"the {match['what']} {relative}{match['of_it']}" if match else None


def _object(question: str) -> str | None:
    """The last noun phrase that holds a name: "Al-Nayrab airport" in "who attacked Al-Nayrab airport?"."""
    found = [name for name in names(question) if not is_time(name)]
    if not found:
        return None
    start = question.rindex(found[-1])
    end = start + len(found[-1])
    for name in reversed(found[:-1]):  # "Public Health Vaccines of Cambridge"
        if of := re.search(rf"{re.escape(name)}\s+of\s+(?:the\s+)?$", question[:start]):
            start = of.start()
    return _with_noun(question, start, end)


def _noun_of(question: str, name: str) -> str:
    """A name with the noun behind it: "Afghan team" in "When did the Afghan team win?"."""
    start = question.index(name)
    return _with_noun(question, start, start + len(name))


def _with_noun(question: str, start: int, end: int) -> str:
    tail = _TAIL.match(question, end)
    noun = tail.group() if tail else ""
    # "How much did Anthem pay?": a verb follows, last where nothing else does
    if tail and _DID.search(question[:start]):
        noun = "" if question[tail.end() :].strip(" ?.!") else noun.rpartition(" ")[0]
    return (question[start:end] + noun).strip(" ?.!,")


def person(before: Before) -> str | None:
    """The person last spoken of: the short answer, else the first full name of the last question, else who it asked for.

    "Which group did Rathbun quit?" speaks of Rathbun, whatever the group is called.
    """
    if wanted(before.question) == "thing" and (did := _DID_NAME.search(before.question)):
        return did["name"]
    if before.short and wanted(before.question) in ("who", "thing") and names(f"- {before.short}"):
        return before.short
    full = [n for n in names(before.question) if " " in n]
    if full:
        return full[0]
    somebody = _about(before.question) or _asked_for(before.question) or next(iter(names(before.question)), None)
    return somebody or (None if wanted(before.question) == "where" else before.short)  # nobody is a place


def group(before: Before) -> str | None:
    """The people last spoken of: the short answer, else those who were counted: "the people that were hurt"."""
    found = names(before.question)
    one = before.short and wanted(before.question) == "who" and _FULL_NAME.fullmatch(before.short)
    if one and found:  # "Who coaches the Wild?" "John Hynes": "they" are the Wild
        return _noun_of(before.question, found[0])
    if before.short and wanted(before.question) in ("who", "thing"):
        return before.short
    counted = re.match(
        rf"how many (?!{AUXILIARY}\b)(?P<whom>[a-z]+) (?P<what>[^()]+?)\W*(?:\(.*)?$", before.question, re.I
    )
    if counted and before.short:
        return f"the {counted['whom']} that {counted['what']}"
    if happened := _HAPPENED.match(before.question):
        return f"those who {happened['what']}"
    return _noun_of(before.question, found[0]) if found else None


def place(before: Before) -> str | None:
    """The place last spoken of: the short answer, else the last name of the question."""
    if before.short and wanted(before.question) == "where":
        return before.short
    found = names(before.question)
    return found[-1] if found else None
