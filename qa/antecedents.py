"""What a pronoun of a follow-up may mean: the person, people, thing or place last spoken of in a conversation.

The turns before are given as `said`, the last one first. Whom or what a pronoun meant before it means again, until somebody or something
else is spoken of; so a conversation keeps its subject over turns that do not name it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import content_stems
from qa.before import FULL_NAME, Before, about, asked_for, did_name, noun_of, object_of
from qa.questions import AUXILIARY, names, wanted
from qa.swap import is_time

__all__ = ["group", "person", "place", "thing"]

_LONGEST = 8  # words of a short answer that may be a thing
_LITTLE = 2  # words that mean something, of a question that speaks of nothing new
_JOINS = re.compile(r"\b(?:in|on|at|by|of|for|to|and|or|with|from|as)\s+$", re.I)
_DETERMINER = re.compile(r"\b(?:the|an?)\s+$", re.I)
# Somebody, by a name: neither several nor "The Cardinals"
_ONE = re.compile(r"(?!.* and |.*, |[Aa]n? |The [A-Z])(?:the )?.*[A-Z].*")
_MANY = re.compile(r" and |s$|^[Tt]he ")
# In a name that is no person's
_NOBODY = re.compile(
    r"\b(?:Inc|Corp|Ltd|LLC|Co|Company|Group|Bank|Airport|University|College|School|Hospital|Committee|Commission|Council|Agency|Department|"
    r"Ministry|Party|Government|Parliament|Senate|Congress|Court|Police|Army|Navy|Forces?|Association|Federation|Union|League|Cup|Olympics|Games|"
    r"Club|FC|United|City|County|States?|Kingdom|Republic|Islands?|River|Lake|Mount|Sea|Street|Church|Museum|Festival|Awards?|Act|Series|Band|"
    r"Records|Cent(?:er|re)|Institute|Foundation|Office|House|World|International|National|(?:North|South|East|West)(?:ern)?)\b"
)
_HAPPENED = re.compile(r"how many (?P<what>(?:was|were|are|have been|had been) [a-z]+)", re.I)
_DOES = re.compile(
    r"(?:did|do|does|has|have|had|will|would|can|could)\b"
)  # "how many games did the Rovers win?" speaks of the Rovers
_COUNTED = re.compile(rf"how many (?!{AUXILIARY}\b)(?P<whom>[a-z]+) (?P<what>[^()]+?)\W*(?:\(.*)?$", re.I)


def person(said: Sequence[Before], pronoun: str) -> str | None:
    """The person last spoken of; pronoun: "he" or "she".

    "Which group did Rathbun quit?" speaks of Rathbun, whatever the group is called.
    """
    last = said[0]
    known = _known(said, pronoun)
    found = _who_answers(last, known) or last.meant.get(pronoun) or _somebody(last.question)
    found = found or (None if known else about(last.question) or asked_for(last.question)) or known
    for before in said[1:]:
        found = found or _somebody(before.question) or _who_answers(before, None)
    if found or wanted(last.question) == "who":
        return found or last.short
    return next((name for before in said if (name := _named(before.question))), None)


def group(said: Sequence[Before]) -> str | None:
    """The people last spoken of."""
    known = _known(said, "they")
    for before in _within_reach(said):
        found = _people(before, known)
        if found and found not in _persons(said):
            return found
        if "they" in before.meant:
            return before.meant["they"]
    return _people(said[0], None) or said[0].short


def thing(said: Sequence[Before]) -> str | None:
    """The thing last spoken of."""
    for before in _within_reach(said):
        found = _thing(before)
        if found and found not in _persons(said):
            return found
        if "it" in before.meant:
            return before.meant["it"]
    return None


def place(said: Sequence[Before]) -> str | None:
    """The place last spoken of: the last short answer, else the last name of the last question."""
    before = said[0]
    if before.short and wanted(before.question) == "where":
        return before.short
    found = names(before.question)
    return found[-1] if found else None


def _known(said: Sequence[Before], pronoun: str) -> str | None:
    """Whom or what the pronoun meant when it was last used."""
    return next((before.meant[pronoun] for before in said if pronoun in before.meant), None)


def _persons(said: Sequence[Before]) -> set[str]:
    return {before.meant[pronoun] for before in said for pronoun in ("he", "she") if pronoun in before.meant}


def _within_reach(said: Sequence[Before]) -> Sequence[Before]:
    """The turns that "it" or "they" may point back at: up to the first that speaks of something by itself."""
    for n, before in enumerate(said, 1):
        new = len(set(content_stems(before.question))) > _LITTLE
        if new and not before.meant and wanted(before.question) != "who":
            return said[:n]
    return said


def _who_answers(before: Before, known: str | None) -> str | None:
    """The short answer, if it is somebody. known: whom the pronoun meant before."""
    kind, short, question = wanted(before.question), before.short, before.question
    if not short or kind not in ("who", "thing") or not _ONE.fullmatch(short) or not _may_be_somebody(short, short):
        return None
    if kind == "thing":
        spoken_of = did_name(question) or (known and known in question)
        named = FULL_NAME.fullmatch(short) or (not known and names(f"- {short}") == [short])
        return short if named and not spoken_of else None
    return short if names(f"- {short}") else None


def _somebody(question: str) -> str | None:
    """Who a question is about: whoever it asks of what they did, else its first full name."""
    full = (name for name in names(question) if " " in name)
    return next((n for n in (did_name(question), *full) if n and _may_be_somebody(n, question)), None)


def _named(question: str) -> str | None:
    """The first name that may be somebody's, and is no place's."""
    found = (name for name in names(question) if _may_be_somebody(name, question))
    return next((name for name in found if not _JOINS.search(question[: question.find(name)])), None)


def _may_be_somebody(name: str, question: str) -> bool:
    """Whether a name in a question may be a person's: neither "the Phoenix Suns" nor a company, a day or an abbreviation."""
    the = name.startswith("The ") or _DETERMINER.search(question[: question.find(name)])
    short_form = name.isupper() and len(name) > 1 and "." not in name
    return not (the or short_form or _NOBODY.search(name) or is_time(name))


def _people(before: Before, known: str | None) -> str | None:
    """The short answer, else those who were counted ("the people that were hurt"), else the first name. known: whom "they" meant before."""
    question, kind, short = before.question, wanted(before.question), before.short
    found = names(question)
    if (
        short and kind == "who" and FULL_NAME.fullmatch(short)
    ):  # "Who coaches the Wild?" "John Hynes": "they" are the Wild
        return noun_of(question, found[0]) if found else None
    if short and kind in ("who", "thing") and (_MANY.search(short) or not known):
        return short
    if (counted := _COUNTED.match(question)) and not (found and _DOES.match(counted["what"])):
        return f"the {counted['whom']} that {counted['what']}"
    if happened := _HAPPENED.match(question):
        return f"those who {happened['what']}"
    return noun_of(question, found[0]) if found else None


def _thing(before: Before) -> str | None:
    """The short answer if the question asked for a thing, else the question's name or matter."""
    kind, subject = wanted(before.question), about(before.question)
    if kind == "where" and subject:
        return subject
    if before.short and kind in ("thing", "where") and len(before.short.split()) <= _LONGEST:
        return before.short
    subject = subject or object_of(before.question)
    if subject or kind == "who":
        return subject or before.short
    return asked_for(before.question)
