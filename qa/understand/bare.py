"""A bare question word → a whole question, asked of the last question and its answer: "when?" → "When did the rebels attack the airport?".

Said by rules of word order, and only where they can tell who did what; else the word goes before the statement: "When: …?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.language.lexicon import PAST
from qa.language.verbs import infinitive
from qa.question.polar import detail
from qa.question.wants import AUXILIARY, PLURAL
from qa.understand.before import END, Before
from qa.understand.statements import BEFORE_WORD, INVERTED, of_one, stated

__all__ = ["asked_of"]

# How, when, where or why something was, perhaps two of these, perhaps behind a preposition
_CIRCUMSTANCE = re.compile(
    rf"(?:(?P<by>{BEFORE_WORD}) )?(?:when|where|why|how(?: long| often)?|what (?:time|day|year)|(?P<whom>whom))(?:,? and (?:when|where|why|how))?",
    re.I,
)
_AGAIN = re.compile(
    rf"(?:{BEFORE_WORD} )?(?:when|where|why|whom|how(?: (?:much|long|often|far))?) (?P<asked>{AUXILIARY} .+)", re.I
)
_COUNTED = re.compile(rf"(?i:how many) (?P<who>(?!{AUXILIARY}\b)[a-z-]+) (?P<rest>.+)")
_DENIED = re.compile(r"(?P<aux>did|do|does) not (?P<rest>.+)")
_BE = "is|are|was|were|has|have|had|will|would|can|could"
_DONE = r"(?:\w+(?:ed|ing|en)|" + "|".join(sorted(PAST)) + ")"
# "was North Korea aiming at", "has Anthem agreed to", "will rebels demand": what is asked for is not what did it
_OF_ANOTHER = re.compile(
    r"(?:is|are|was|were) (?:(?:the|an?|its|his|her|their) |(?:he|she|it|they)\b|(?=[A-ZÀ-Þ]))"
    rf"(?:(?:.* )?{_DONE}\b|.* (?:with|to|for|at|in|on|about|of|from|by|do)$)|(?:is|are|was|were) (?!{_DONE}\b)[a-z]+s \w+ing\b|"
    rf"(?:has|have|had) (?!been |not |{_DONE}\b)|(?:will|would|can|could) (?:[a-z]+(?<!s)s\b|[a-z]+ [a-z]+$|(?:the|an?|its|his|her|their|he|she|it|they)\b)"
)
# What goes on about the same: "resigned because it was closed"
_GOES_ON = re.compile(r"\b(?:who|that|which|whose|when|where|while|because|after|before|as|if|and|since|until)\b")
# "plan to do", "fail to sign": the answer stands further on
_TAKES_TO = re.compile(
    r" (?:plan|fail|want|agree|try|decide|refuse|promise|hope|intend|need|begin|start|continue|have|vow|pledge|threaten|offer|expect|manage|like)$"
)
_MANY = {"is": "are", "was": "were", "has": "have"}
_SEVERAL = re.compile(
    rf"(?:the )?(?:people|dozens|hundreds|thousands|(?:[\w,.]+ )?(?:[a-z-]+ ){{0,2}}{PLURAL.pattern})|[^,]+ and (?=[A-ZÀ-Þ]).+",
    re.I,
)
_WHICH_WORDS = 5  # behind "which", fewer than so many
_LONG = 6  # words of a short answer that another question may be asked of


def asked_of(word: str, before: Before) -> str:
    """What a bare question word asks of the last question and answer: "When did the rebels attack Al-Nayrab airport?", or "When: …?" where rules
    cannot say it so."""
    before = of_one(before)
    word = f"{word[:1].upper()}{word[1:]}"
    if besides := detail(word, before.question):
        return besides
    kind = _CIRCUMSTANCE.fullmatch(word)
    passive = bool(kind and (kind["by"] or kind["whom"]))
    asked = _said_so(before.question.rstrip(END), before.short, passive) if kind else None
    return f"{word} {asked}?" if asked else f"{word}: {stated(before)}?"


def _said_so(question: str, short: str | None, passive: bool) -> str | None:
    """What goes behind a question word that asks of the same: "did the rebels attack the airport"; None where rules cannot tell.

    passive: of whom something was done, and not who did it: "By whom".
    """
    if again := _AGAIN.fullmatch(question):
        return None if passive else again["asked"]
    if counted := _COUNTED.fullmatch(question):
        return _turned(counted["who"], counted["rest"], passive)
    if not short or len(short.split()) > _LONG or ";" in short:
        return None
    short = re.sub(r"^(?:The|An?)(?= [a-z\d])", lambda m: m[0].lower(), short)
    for asks in _openings(question):
        if re.fullmatch(AUXILIARY, asks["verb"]):
            return _with_auxiliary(short, asks["rest"], asks["verb"], passive)
        if turned := _turned(short, asks["rest"], passive):
            return turned
    return None


def _openings(question: str) -> Iterator[re.Match[str]]:
    """A question behind "who" or "which airport", with ever more words taken for what is asked for."""
    for words in range(_WHICH_WORDS):
        pattern = r"(?i:who|what)" if not words else rf"(?i:which)(?: [\w’'-]+){{{words}}}"
        if found := re.fullmatch(rf"{pattern} (?P<rest>(?P<verb>[a-z]+)(?: .+)?)", question):
            yield found


def _with_auxiliary(short: str, told: str, auxiliary: str, passive: bool) -> str | None:
    """The same of what somebody did, will do, did not do or was, the answer in its place: "did Dorn win the Cup"."""
    if denied := _DENIED.fullmatch(told):
        return None if passive else f"{denied['aux']} {short} not {denied['rest']}"
    inverted = INVERTED.match(told)
    if not inverted:
        return _turned(short, told, passive)
    does, rest = inverted["does"], inverted["rest"] or ""
    if passive or " " not in does or (rest.startswith(" to ") and _TAKES_TO.search(does)):
        return None
    if not does.endswith(" do"):
        return f"{auxiliary} {does} {short}{rest}"
    deed, _, behind = short.partition(" ")  # "What did the mayor do?" was answered by what he did
    verb = infinitive(deed)
    return " ".join(f"{auxiliary} {does.removesuffix(' do')} {verb} {behind}{rest}".split()) if verb else None


def _turned(who: str, told: str, passive: bool) -> str | None:
    """Who was or did what, as it stands behind a question word: "was the airport attacked", "did the rebels attack the airport"."""
    verb, _, behind = told.partition(" ")
    if re.fullmatch(_BE, verb):
        several = verb in _MANY and _SEVERAL.fullmatch(who)
        return None if _OF_ANOTHER.match(told) else f"{_MANY[verb] if several else verb} {who} {behind}".rstrip()
    did = infinitive(verb)
    if passive or not did or verb == "happened" or _tells_on(behind):
        return None
    return f"did {who} {did} {behind}".rstrip()


def _tells_on(behind: str) -> bool:
    """Whether another verb of the same clause follows, so that the one before tells which: "woman murdered in Dorn was a teacher"."""
    clause = _GOES_ON.split(behind, maxsplit=1)[0].split()
    return any(re.fullmatch(AUXILIARY, word) or infinitive(word) for word in clause)
