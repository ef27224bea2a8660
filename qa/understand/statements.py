"""The last question and its answer in one phrase, which a follow-up may be asked of: "rebels attacked Al-Nayrab airport".

A bare question word goes before it ("When: rebels attacked …?") where rules cannot say it as a question (qa.understand.bare), what says too
little by itself has it behind it in brackets ("casualties (rebels attacked …)?").
"""

from __future__ import annotations

import re
from dataclasses import replace

from index import content_stems
from qa.question.polar import said
from qa.question.wants import AUXILIARY, names, required_stems
from qa.understand.before import END, Before

__all__ = [
    "BARE",
    "BEFORE_WORD",
    "INVERTED",
    "LEADS",
    "LEANING",
    "last_noun",
    "leaning_on",
    "led",
    "of_one",
    "stated",
    "unanswered",
]

BEFORE_WORD = "(?:by|from|to|for|at|on|in|since|until)"  # what may stand before a bare question word
_WORD = (
    rf"(?:{BEFORE_WORD}\s+)?"
    r"(?:who|whom|whose|when|where|why|how|how many|how much|how often|how long|how come|which one|what time|what day|what year)"
)
BARE = re.compile(
    rf"^(?:and|but|so|ok|okay)?[\s,]*({_WORD}(?:(?:,|,?\s+and)\s+{_WORD})*)"
    r"(?:\s+(?:exactly|though|then|was (?:that|this|it)|is that|did (?:all )?(?:this|that|it) (?:happen|take place)|so))?\s*[?.!]*$",
    re.I,
)
_OPENING = re.compile(
    rf"^(?:who|what|which(?:\s+[\w-]+)?(?:\s+(?!{AUXILIARY}\b)[\w-]+)?)\s+(?=(?:is|are|was|were|has|have|had|did|will|would|can|could)\b|\w+(?:ed|s)\b)",
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
INVERTED = re.compile(
    r"^(?:(?i:did|do|does)\s+|(?i:will|would|can|could)\s+(?=(?:the\s+)?[A-ZÀ-Þ]))(?P<does>.+?)"
    r"(?P<rest>\s(?:to|in|at|on|for|with|from|by|during|after|before|as|about|when|while|because)\s.+)?$"
)
_OF_WHAT = re.compile(
    rf"(?:which|what) (?P<what>(?!{AUXILIARY}\b)[a-z]+) (?={AUXILIARY}\b)|which (?P<which>[a-z]+) (?=[a-z]+ed\b)|(?P<one>who|what) ",
    re.I,
)
_SOME = {"who": "somebody", "what": "something"}
# What a reading was completed with: "casualties (rebels attacked …)"
LEANING = re.compile(r"\((?P<on>[^()]*)\)$")


def led(question: str) -> tuple[str, str]:
    """A question that was completed from a statement, as its question word and that: "When: ", "rebels attacked …"; else "" and it."""
    lead, colon, statement = question.partition(": ")
    return (lead + colon, statement) if colon and BARE.match(lead) else ("", question)


def of_one(before: Before, named: bool = False) -> Before:
    """The same of one thing that was asked, of which "when?" is asked as well: the last, or the first where all others lean on that.

    named: the last that has a name, which "and Fresenius?" may take the place of.
    """
    if not before.parts:
        return before
    told = before.short.split("; ") if before.short else []
    says = names if named else _stands
    later = range(len(before.parts) - 1, 0, -1)
    n = next((n for n in later if says(before.parts[n]) and not _leans(before.parts[n])), 0)
    short = told[n] if len(told) == len(before.parts) and told[n] != "…" else None
    return replace(before, question=before.parts[n], short=short, parts=())


def _stands(part: str) -> bool:
    """Whether a part of a question says what it is about."""
    return bool(required_stems(part)) or len(set(content_stems(part))) > 1


def _leans(part: str) -> bool:
    """Whether a part of a question was completed by another, in brackets or behind "When: "."""
    return bool(LEANING.search(part.rstrip(END)) or led(part)[0])


def leaning_on(before: Before, text: str) -> str:
    """A question with what it is asked of: "casualties (rebels attacked Al-Nayrab airport)?"."""
    return f"{text.rstrip(END)} ({stated(before)})?"


def stated(before: Before) -> str:
    """The last question and answer in one phrase: "rebels attacked Al-Nayrab airport"."""
    before = of_one(before)
    question = before.question.rstrip(END)
    for lead in LEADS.values():
        question = question.removeprefix(lead)
    if leaning := LEANING.search(question):
        return leaning["on"]  # "casualties (rebels attacked …)" was itself completed from a statement
    lead, last = led(question)
    if lead:
        return last
    if before.short and (opening := _OPENING.match(question)):
        rest = question[opening.end() :]
        if inverted := INVERTED.match(rest):
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


def unanswered(question: str) -> str | None:
    """What stands for an answer that is not known yet: "the airport" of "Which airport …?", "somebody" of "Who …?"."""
    asked = _OF_WHAT.match(question)
    if not asked:
        return None
    return _SOME[asked["one"].lower()] if asked["one"] else f"the {(asked['what'] or asked['which']).lower()}"
