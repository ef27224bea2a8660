"""One turn of a conversation as a follow-up sees it: its question, its answer, and the phrases in them that can be pointed back at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from qa.language.lexicon import PAST
from qa.question.separate import MOST, separate
from qa.question.wants import AUXILIARY, names
from qa.records import Turn
from qa.understand.swap import is_time

__all__ = [
    "END",
    "FULL_NAME",
    "JOINS",
    "PARTICLES",
    "PRONOUNS",
    "Before",
    "about",
    "asked_for",
    "did_name",
    "noun_of",
    "object_of",
]

_CITED = 6  # articles of one answer that a follow-up may be about
JOINS = "in|on|at|by|of|for|to|and|or|with|from|as"
# Behind a noun that is told more of: "mom with a channel", "student who …"
_FURTHER = "who|which|that|with|from|of|in|at"
_DID_SO = (
    "paid|brought|took|gave|said|told|held|found|began|fell|grew|knew|saw|kept|bought|caught|taught|thought|fought|went|ran|came|became|"
    "wrote|spoke|broke|chose|drove|flew|rose|stood|sold|sent|made|won|lost|led|born|hurt"
)
# Words behind a name that make it a thing: "the Dorn tram accident"; verbs and what joins are none
_TAIL = re.compile(
    rf"(?:\s+(?!(?:{JOINS}|was|were|is|are|did|has|had|have|who|that|because|after|{_DID_SO})\b|[a-z]{{2,}}ed\b)"
    r"[a-z-]+){1,3}"
)
# What stands before a name that does something, or is said to be something: a verb or an adjective follows, and no noun of it
_DID = re.compile(r"\b(?:did|do|does|will|would|can|could|should|has|have|had)\s+(?:the\s+)?$", re.I)
_DID_ITS = re.compile(r"\b(?:did|do|does)\s+the\s+[a-z]+\s+(?:of|in|from|for)\s+(?:the\s+)?$", re.I)
_IS_IT = re.compile(r"(?:(?:why|how)\s+)?(?:is|are|was|were)\s+(?:the\s+)?", re.I)
_IS = re.compile(r"\b(?:is|are|was|were)\s+(?:the\s+)?$", re.I)
_VERB_GOES_ON = re.compile(
    r"(?:to|an?|the|for|over|about|with|at|its|his|her|their)\b|[$£€\d]"
)  # "is Anthem paying to settle …"
_ADVERB = re.compile(
    r"(?:\s(?:well|also|ever|still|really|not|so|too|very|first|together|again|back|out|up|down|off|over|away|[a-z]+ly))+$"
)
_OBJECT = re.compile(r"\s(?:an?|the|any|some|his|her|its|their|this|that|no|it|him|them)\b")
# "Where was the tram driver taken?", "When did the earthquake hit Turkey?": who or what it was about, with the verb
_ABOUT = re.compile(
    rf"(?:[Ww]here|[Ww]hen|[Ww]hy|[Hh]ow)\s+{AUXILIARY}\s+(?P<what>(?:the|a|an)(?:\s+(?!(?:{JOINS}|after|who|which|that)\b)[a-z-]+){{2,4}})"
)
_CAPITAL = r"[A-ZÀ-Þ][\w’'.-]*\w"
# "did Rathbun quit", "did Aussie cruiserweight Jai Opetaia knock out": a full name rather than what he is
_DID_NAME = re.compile(
    rf"\b(?i:{AUXILIARY})\s+(?:(?:the\s+)?(?:{_CAPITAL}\s+)?(?:[a-z-]+\s+){{1,3}}(?={_CAPITAL}\s+{_CAPITAL}))?"
    rf"(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*)(?=\s+[a-z]|\W*$)"
)
PARTICLES = (
    r"(?: (?:von|van|de|der|den|del|di|da|dos|bin|ibn|al|el|la|le))"  # small words of a name: "Ursula von der Leyen"
)
FULL_NAME = re.compile(rf"{_CAPITAL}(?: (?:[A-Z]\.|{_CAPITAL}))?{PARTICLES}* (?![^ ]*s$){_CAPITAL}")
_BEING = re.compile(r"(?:where|when) (?:is|was) (?P<what>the [a-z-]+)\W*", re.I)
# "Where can I get naloxone?"
_SOUGHT = re.compile(
    rf"where {AUXILIARY} (?:i|we|you|one|people) [a-z]+ (?P<what>(?:an? |the )?[a-z-]+(?: (?!(?:{JOINS})\b)[a-z-]+){{0,3}}?(?<!s))(?=\W*$| (?:{JOINS})\b)",
    re.I,
)
_IS_ASKED = re.compile(rf"\b{AUXILIARY} (?:(?:it|he|she|they|you|i|we)\b|(?-i:[A-Z]))", re.I)
# "Pebble, the Twitter alternative, …"
_APPOSITION = re.compile(r"(?<=\w), (?:the|an?) [^,?]+(?=,|\W*$)")
_OWNING = re.compile(r"[’']s?$")
_COMPARED = (
    60  # words of a question and of its reading that are compared, at most: it takes as many times as many steps
)
_LONG = 8  # words of what is said again, at most
_RELATIVE = re.compile(r" (?:that|who|which) ")
END = " ?.!"
_DONE = PAST | {"hit", "cut", "set", "hurt", "shut", "split", "put"}
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
}


@dataclass(frozen=True, slots=True)
class Before:
    """What a follow-up can refer to in one turn: its stand-alone question, its short answer, its cited articles, what a pronoun in it was
    read as, by "he", "she", "they" and "it", and the questions in it, if it asked more than one."""

    question: str
    short: str | None
    articles: tuple[str, ...]
    meant: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, turn: Turn) -> Before:
        answer = turn.answer
        articles = tuple(dict.fromkeys(c.article_id for c in answer.citations))[:_CITED]
        short = None if answer.refused or answer.short == "Yes" else answer.short  # nobody is called so
        reading = turn.understood_as.question
        parts = turn.understood_as.parts or separate(reading)[:MOST]  # a turn that comes back from outside has none
        return cls(reading, short, articles, _read_as(turn.question, reading), parts)

    @classmethod
    def unanswered(cls, typed: str, reading: str) -> Before:
        """The same of a question of which no answer is known yet."""
        return cls(reading, None, (), _read_as(typed, reading))


def _read_as(typed: str, reading: str) -> dict[str, str]:
    """What stands in a reading where a pronoun was typed: {"he": "Kidd"} of "When did he retire?" and "When did Kidd retire?"."""
    one, other = typed.rstrip(END).split(), reading.rstrip(END).split()
    if typed == reading or max(len(one), len(other)) > _COMPARED:
        return {}
    found: dict[str, str] = {}
    for change, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        pronoun = PRONOUNS.get(one[a].strip(",;:").casefold()) if change == "replace" and b - a == 1 else None
        if pronoun and (meant := _said_again(other[c:d])):
            found.setdefault(pronoun, _OWNING.sub("", meant))
    return found


def _said_again(meant: Sequence[str]) -> str:
    """What a pronoun was read as, so short that one may say it again: "the mom" of "the mom who handed out tips and …"; "" where it is not."""
    whole = " ".join(meant)
    short = whole if len(meant) <= _LONG else _RELATIVE.split(whole, maxsplit=1)[0]
    return short if len(short.split()) <= _LONG else ""


def did_name(question: str) -> str | None:
    """Who a question asks of what they did: "Jai Opetaia" in "Which man did Aussie cruiserweight Jai Opetaia knock out?"."""
    did = _DID_NAME.search(question)
    return _OWNING.sub("", did["name"]) if did else None


def about(question: str) -> str | None:
    """The noun phrase that a question tells of, of one person or thing: "the tram driver" in "Where was the tram driver taken?"."""
    if being := _BEING.fullmatch(question):
        return being["what"]
    if sought := _SOUGHT.match(question):
        return sought["what"]
    match = _ABOUT.match(question)
    described = match and re.match(r"\s+(?:who|which|that)\b", question[match.end() :])  # then no verb stands last
    noun = "" if not match else match["what"] if described else match["what"].rpartition(" ")[0]
    return None if not noun or re.search(r"(?<!s)s$", noun) else re.sub(r"^an?\b", "the", noun)


def asked_for(question: str) -> str | None:
    """What a question asks for, in its own words: "the student that was arrested" for "which student was arrested?"."""
    match = re.match(
        rf"(?:which|what)\s+(?!(?-i:[A-Z]\w+ [A-Z])|{AUXILIARY}\b|else\b|(?:happen(?:s|ed)|causes?d?|ma(?:de|kes?)|be(?:came|comes))\b)(?:other\s+)?(?P<what>[a-z]+(?: [a-z]+(?= (?:{_FURTHER})\b))?)\s+"
        r"(?:(?:did|do|does|can|could|will|would|should)\s+)?(?P<of_it>(?!to\b|about\b)[^()]+?)\W*(?:\(.*)?$",
        question,
        re.I,
    )
    if match and (re.fullmatch(r"\w+[^\Ws]s", match["of_it"]) or _IS_ASKED.search(match["of_it"])):
        return None  # "What musical contexts?", "what kind of batteries does it take?"
    relative = "" if match and re.match(rf"(?:{_FURTHER})\b", match["of_it"]) else "that "
    return f"the {match['what']} {relative}{match['of_it']}" if match else None


def object_of(question: str) -> str | None:
    """The last noun phrase that holds a name: "Al-Nayrab airport" in "who attacked Al-Nayrab airport?"."""
    question = _APPOSITION.sub("", question)
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
    """What stands there, with the noun behind it."""
    tail = _TAIL.match(question, end)
    return (
        question[start:end] + (_noun(question[:start], tail.group(), question[tail.end() :]) if tail else "")
    ).strip(" ?.!,")


def _noun(before: str, tail: str, rest: str) -> str:
    """What of the words behind a name belongs to it: no verb ("How much did Anthem pay?"), and nothing that it is said to be ("Was Anthem safe?")."""
    object_ = _OBJECT.search(tail)
    own = _ADVERB.sub("", tail[: object_.start()] if object_ else tail)
    if _IS.search(before) and own.rpartition(" ")[2] in _DONE:  # "When was Emotown built?"
        return own.rpartition(" ")[0]
    more = bool(object_) or bool(rest.strip(END))
    if _DID.search(before) and more:
        return ""
    goes_on = _IS.search(before) and own.endswith("ing") and _VERB_GOES_ON.match(rest.strip())
    if before.endswith("("):  # "Who was hurt (Anthem pay)?": what it leans on has its verb last
        return own.rpartition(" ")[0] if rest.startswith((")", " to ")) else own
    verb_last = not more and (_DID.search(before) or _DID_ITS.search(before) or _IS_IT.fullmatch(before))
    return own.rpartition(" ")[0] if goes_on or verb_last else own
