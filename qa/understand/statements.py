"""The last question and its answer in one phrase, which a follow-up may be asked of: "rebels attacked Al-Nayrab airport".

A bare question word asks of it ("When did the rebels attack …?", or "When: …?" where rules cannot say it so), what says too little by itself
has it behind it in brackets ("casualties (rebels attacked …)?").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.language.verbs import infinitive
from qa.question.polar import detail, said
from qa.question.wants import AUXILIARY
from qa.understand.before import Before

__all__ = ["BARE", "LEADS", "LEANING", "asked_of", "last_noun", "leaning_on", "led", "stated"]

_WORD = (
    r"(?:(?:by|from|to|for|at|on|in|since|until)\s+)?"
    r"(?:who|whom|whose|when|where|why|how|how many|how much|how often|how long|how come|which one|what time|what day|what year)"
)
BARE = re.compile(
    rf"^(?:and|but|so|ok|okay)?[\s,]*({_WORD}(?:(?:,|,?\s+and)\s+{_WORD})*)"
    r"(?:\s+(?:exactly|though|then|was (?:that|this|it)|is that|did (?:all )?(?:this|that|it) (?:happen|take place)|so))?\s*[?.!]*$",
    re.I,
)
_OPENING = re.compile(
    r"^(?:who|what|which(?:\s+[\w-]+)?(?:\s+[\w-]+)?)\s+(?=(?:is|are|was|were|has|have|had|did|will|would|can|could)\b|\w+(?:ed|s)\b)",
    re.I,
)
_HOW = "(?:many|much|often|long|old|far|fast|high|deep|tall|wide|heavy|big|large|strong|soon|quickly|badly)"
_ASKING = re.compile(
    rf"^(?:who|when|where|why|how(?: {_HOW})?|what)\s+(?:{AUXILIARY}\s+)?",
    re.I,
)
# "On which bridge did …", "In which mosque in Mecca did …"
_IN_WHICH = re.compile(
    rf"(?i:in|on|at|to|from|by|with|for)\s+(?:which|what)\s+(?:[\w’'-]+\s+){{1,3}}?(?P<place>(?:in|at|of|near)\s+(?:[A-ZÀ-Þ][\w’'-]*\s+)+)?{AUXILIARY}\s+"
)
# What only an answer before can be asked for, as a question of its own
LEADS = {
    "more": "What more is known about this: ",
    "source": "What do the articles say of this: ",
    "summary": "What is in the article about this: ",
}
# What did or what will somebody do: what is asked for stands behind the verb
_INVERTED = re.compile(
    r"^(?:(?i:did|do|does)\s+|(?i:will|would|can|could)\s+(?=(?:the\s+)?[A-ZÀ-Þ]))(?P<does>.+?)"
    r"(?P<rest>\s(?:to|in|at|on|for|with|from|by|during|after|before|as|about|when|while|because)\s.+)?$"
)
# A bare question word of when, where, why or how something was, perhaps with one before it, and what it was, behind a verb that goes before
_CIRCUMSTANCE = re.compile(
    r"(?:(?P<by>by|from|to|for|at|on|in|since|until) )?(?:when|where|why|how(?: long| often)?|what (?:time|day|year)|(?P<whom>whom))(?:,? and when|,? and where|,? and why|,? and how)?",
    re.I,
)
_AGAIN = re.compile(rf"(?:when|where|why|how(?: (?:much|long|often|far))?) (?P<asked>{AUXILIARY} .+)", re.I)
_COUNTED = re.compile(r"(?i:how many) (?P<who>[a-z-]+) (?P<rest>.+)")
_BE = "is|are|was|were|has|have|had|will|would|can|could"
_MANY = {"is": "are", "was": "were", "has": "have"}
_SEVERAL = re.compile(
    r"(?:the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|people|dozens|hundreds|thousands)\b", re.I
)
_ASKED_FOR = 5  # words behind "which", at most, fewer than
_END = " ?.!"
_LONG = 6  # words of a short answer that another question may be asked of
# What a reading was completed with: "casualties (rebels attacked …)"
LEANING = re.compile(r"\((?P<on>[^()]*)\)$")


def led(question: str) -> tuple[str, str]:
    """A question that was completed from a statement, as its question word and that: "When: ", "rebels attacked …"; else "" and it."""
    lead, colon, statement = question.partition(": ")
    return (lead + colon, statement) if colon and BARE.match(lead) else ("", question)


def asked_of(word: str, before: Before) -> str:
    """What a bare question word asks of the last question and answer: "When did the rebels attack Al-Nayrab airport?", or "When: …?" where rules
    cannot say it so."""
    before = before.of_one
    question = before.question.rstrip(_END)
    word = f"{word[:1].upper()}{word[1:]}"
    if besides := detail(word, before.question):
        return besides
    kind = _CIRCUMSTANCE.fullmatch(word)
    asked = _said_so(question, before.short, passive=bool(kind["by"] or kind["whom"])) if kind else None
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
    asks = next((m for m in _openings(question) if infinitive(m["verb"]) or re.fullmatch(AUXILIARY, m["verb"])), None)
    if not asks:
        return None
    short = re.sub(r"^(?:The|An?)(?= [a-z])", lambda m: m[0].lower(), short)
    if inverted := _INVERTED.match(asks["rest"]):
        return None if passive else _did(inverted, asks["verb"], short)
    return _turned(short, asks["rest"], passive)


def _openings(question: str) -> Iterator[re.Match[str]]:
    """A question behind "who" or "which airport", with ever more words taken for what is asked for."""
    for words in range(_ASKED_FOR):
        pattern = r"(?i:who|what)" if not words else rf"(?i:which)(?: [\w’'-]+){{{words}}}"
        if found := re.fullmatch(rf"{pattern} (?P<rest>(?P<verb>[a-z]+)(?: .+)?)", question):
            yield found


def _did(inverted: re.Match[str], aux: str, short: str) -> str | None:
    """What somebody did or will do, the answer in its place: "did Dorn win the Cup"; "What did the mayor do?" was answered by what he did."""
    does, rest = inverted["does"], inverted["rest"] or ""
    if not does.endswith(" do"):
        return f"{aux} {does} {short}{rest}"
    deed, _, behind = short.partition(" ")
    verb = infinitive(deed)
    return f"{aux} {does.removesuffix(' do')} {verb} {behind}{rest}" if verb else None


def _turned(who: str, told: str, passive: bool) -> str | None:
    """Who was or did what, as it stands behind a question word: "was the airport attacked", "did the rebels attack the airport"."""
    verb, _, behind = told.partition(" ")
    if re.fullmatch(_BE, verb):
        return f"{_MANY.get(verb, verb) if _SEVERAL.match(who) else verb} {who} {behind}".rstrip()
    did = infinitive(verb)
    return None if passive or not did or verb == "happened" else f"did {who} {did} {behind}".rstrip()


def leaning_on(before: Before, text: str) -> str:
    """A question with what it is asked of: "casualties (rebels attacked Al-Nayrab airport)?"."""
    return f"{text.rstrip(_END)} ({stated(before)})?"


def stated(before: Before) -> str:
    """The last question and answer in one phrase: "rebels attacked Al-Nayrab airport"."""
    before = before.of_one
    question = before.question.rstrip(_END)
    for lead in LEADS.values():
        question = question.removeprefix(lead)
    if leaning := LEANING.search(question):
        return leaning["on"]  # "casualties (rebels attacked …)" was itself completed from a statement
    lead, last = led(question)
    if lead:
        return last
    if before.short and (opening := _OPENING.match(question)):
        rest = question[opening.end() :]
        if inverted := _INVERTED.match(rest):
            does = inverted["does"].removesuffix(" do")  # "What did the mayor do?": "the mayor opened the bridge"
            return f"{does} {before.short}{inverted['rest'] or ''}"
        return f"{before.short} {rest}"
    if asks := _IN_WHICH.match(question):
        return f"{question[asks.end() :]} {asks['place'] or ''}".rstrip()
    return _ASKING.sub("", said(question))


def last_noun(statement: str) -> str:
    """What "which one?" may mean: "leg" of "flu complications cost Miller a leg"; "one" where nothing is spoken of so."""
    spoken_of = re.findall(r"\ban? ([a-z]{3,})(?=$|\s(?:in|on|at|of|for|to|from|with|by)\b)", statement)
    return spoken_of[-1] if spoken_of else "one"
