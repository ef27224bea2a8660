"""One turn of a conversation as a follow-up sees it: its question, its answer, and the phrases in them that can be pointed back at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from qa.questions import AUXILIARY, names
from qa.records import Turn
from qa.swap import is_time

__all__ = ["FULL_NAME", "PRONOUNS", "Before", "about", "asked_for", "did_name", "noun_of", "object_of"]

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
_IS_IT = re.compile(r"(?:(?:why|when|where|how)\s+)?(?:is|are|was|were)\s+(?:the\s+)?", re.I)
_ADVERB = re.compile(
    r"(?:\s(?:well|also|ever|still|really|not|so|too|very|first|together|again|back|out|up|down|off|over|away|[a-z]+ly))+$"
)
_DETERMINER = re.compile(r"\s(?:an?|the|any|some|his|her|its|their|this|that|no)\b")
# "Where was the tram driver taken?", "When did the earthquake hit Turkey?": who or what it was about, with the verb
_ABOUT = re.compile(
    rf"(?:[Ww]here|[Ww]hen|[Ww]hy|[Hh]ow)\s+{AUXILIARY}\s+(?P<what>(?:the|a|an)(?:\s+(?!(?:{_JOINS}|after|who|which|that)\b)[a-z-]+){{2,4}})"
)
_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]*\w"
# "did Rathbun quit", "did Aussie cruiserweight Jai Opetaia knock out": a full name rather than what he is
_DID_NAME = re.compile(
    rf"\b(?i:{AUXILIARY})\s+(?:(?:the\s+)?(?:{_CAPITAL}\s+)?(?:[a-z-]+\s+){{1,3}}(?={_CAPITAL}\s+{_CAPITAL}))?"
    rf"(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)(?=\s+[a-z]|\W*$)"
)
FULL_NAME = re.compile(
    rf"{_CAPITAL}(?: (?:[A-Z]\.|{_CAPITAL}))?(?: (?:de|van|von|al|bin|el|la))? (?![^ ]*s$){_CAPITAL}"
)
_BEING = re.compile(r"(?:where|when) (?:is|was) (?P<what>the [a-z-]+)\W*", re.I)
_LONG = 8  # words; "the mom who handed out tips and …" is not said again and again
_END = " ?.!"
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
}


@dataclass(frozen=True, slots=True)
class Before:
    """What a follow-up can refer to in one turn: its stand-alone question, its short answer, its cited articles, and what a pronoun in it was
    read as, by "he", "she", "they" and "it"."""

    question: str
    short: str | None
    articles: tuple[str, ...]
    meant: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, turn: Turn) -> Before:
        answer = turn.answer
        articles = tuple(dict.fromkeys(c.article_id for c in answer.citations))[:_CITED]
        short = None if answer.refused or answer.short == "Yes" else answer.short  # nobody is called so
        reading = turn.understood_as.question
        return cls(reading, short, articles, _meant(turn.question, reading))


def _meant(typed: str, reading: str) -> dict[str, str]:
    """What stands in a reading where a pronoun was typed: {"he": "Kidd"} of "When did he retire?" and "When did Kidd retire?"."""
    if typed == reading:
        return {}
    one, other = typed.rstrip(_END).split(), reading.rstrip(_END).split()
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    found = {
        PRONOUNS[said.casefold()]: re.sub(r"[’']s?$", "", " ".join(other[c:d]).removeprefix("in "))
        for kind, a, b, c, d in changes
        if kind == "replace" and b - a == 1 and (said := one[a].strip(",;:")).casefold() in PRONOUNS
    }
    return {pronoun: name for pronoun, name in found.items() if len(name.split()) <= _LONG}


def did_name(question: str) -> str | None:
    """Who a question asks of what they did: "Jai Opetaia" in "Which man did Aussie cruiserweight Jai Opetaia knock out?"."""
    did = _DID_NAME.search(question)
    return re.sub(r"[’']s?$", "", did["name"]) if did else None


def about(question: str) -> str | None:
    """The noun phrase that a question tells of, of one person or thing: "the tram driver" in "Where was the tram driver taken?"."""
    if being := _BEING.fullmatch(question):
        return being["what"]
    match = _ABOUT.match(question)
    described = match and re.match(r"\s+(?:who|which|that)\b", question[match.end() :])  # then no verb stands last
    noun = "" if not match else match["what"] if described else match["what"].rpartition(" ")[0]
    return None if not noun or re.search(r"(?<!s)s$", noun) else re.sub(r"^an?\b", "the", noun)


def asked_for(question: str) -> str | None:
    """What a question asks for, in its own words: "the student that was arrested" for "which student was arrested?"."""
    match = re.match(
        rf"(?:which|what)\s+(?!{AUXILIARY}\b|else\b|(?:happen(?:s|ed)|causes?d?|ma(?:de|kes?)|be(?:came|comes))\b)(?:other\s+)?(?P<what>[a-z]+(?: [a-z]+(?= (?:{_FURTHER})\b))?)\s+"
        r"(?:(?:did|do|does|can|could|will|would|should)\s+)?(?P<of_it>(?!to\b|about\b)[^()]+?)\W*(?:\(.*)?$",
        question,
        re.I,
    )
    if match and re.fullmatch(r"\w+[^\Ws]s", match["of_it"]):
        return None  # "What musical contexts?"
    relative = "" if match and re.match(rf"(?:{_FURTHER})\b", match["of_it"]) else "that "
    return f"the {match['what']} {relative}{match['of_it']}" if match else None


def object_of(question: str) -> str | None:
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


def noun_of(question: str, name: str) -> str:
    """A name with the noun behind it: "Afghan team" in "When did the Afghan team win?"."""
    start = question.index(name)
    return _with_noun(question, start, start + len(name))


def _with_noun(question: str, start: int, end: int) -> str:
    tail = _TAIL.match(question, end)
    noun = tail.group() if tail else ""
    if tail and (did := _DID.search(question[:start]) or _IS_IT.fullmatch(question[:start])):
        # "How much did Anthem pay?", "Was the Dorn line safe?": a verb or what it is said to be follows, last where nothing else does
        determiner, rest = _DETERMINER.search(noun), question[tail.end() :].strip(_END)
        noun = _ADVERB.sub("", noun[: determiner.start()] if determiner else noun)
        if determiner or not rest:
            noun = noun.rpartition(" ")[0]
        elif did.re is _DID:
            noun = ""
    return (question[start:end] + noun).strip(" ?.!,")
