"""Questions that want a yes or no, in the forms that readers type, and what they want besides it: "Was it closed, and when?".

plainly   "Isn't the airport closed?", "True or false: the airport is closed."   one question that begins as a yes or no does
detail    "when" besides "Was the airport closed?"                               "When was the airport closed?"
settles   an answer to that tells the yes as well
"""

from __future__ import annotations

import re

from index import STOP_WORDS, content_stems
from qa.question.wants import AUXILIARY, WH, wanted

__all__ = ["detail", "plainly", "said", "settles", "wants_yes_or_no"]

# "Can you name …?", "Do you know the date …?", "Was it the rebels or the army?", "… hit whom?"
_WANTS_MORE = re.compile(
    r"^(?:can|could|would|will|do|does|did|have|has|may|might|should) (?:you|we|i|anyone|anybody|someone|somebody|one)\b|\bor\b|\bwhom\b",
    re.I,
)
_CONTRACTED = re.compile(
    r"^(?:(?P<aux>is|are|was|were|do|does|did|has|have|had|could|would|should)n['’]?t|(?P<can>can['’]?t)|(?P<will>won['’]t))\s",
    re.I,
)
# "True or false: the crane fell.", "The crane fell. True or false?"
_OR_FALSE = r"(?:is (?:it|this|that) )?true or (?:false|not(?: true)?)"
_TRUE_OR_FALSE = re.compile(
    rf"^{_OR_FALSE}(?:\s*[:,;.?!—–-]+\s*(?:that )?| that )(?P<said>\w.*)$|^(?P<before>.*\w)[^\w]+\s{_OR_FALSE}\W*$",
    re.I,
)
# "The crane fell, didn't it?", "I read that the crane fell. Is that right?"
_TAG = re.compile(
    r"^(?:i(?:['’]ve)? (?:have )?(?:heard|read|saw|seen|was told)(?: that)? )?(?P<said>\w.*?\w)\W*"
    r"(?:,\s+(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|would|wo)n['’]?t (?:it|he|she|they|there)|right|correct)|"
    r"[.,!;—–]\s*is (?:that|this|it) (?:right|true|so|correct))\s*\?+$",
    re.I,
)
_WH = re.compile(rf"{WH}\b", re.I)
_POLAR = re.compile(rf"^(?P<aux>{AUXILIARY})\s+(?P<rest>.+?)[?.\s]*$", re.I)
# "When was the plant closed?", "How many people were hurt?": with another word before it, the same is asked of that
_WHEN = re.compile(
    rf"^(?:how(?: much| long| often)?|when|where|why|(?:in|on) (?:what|which) [a-z]+)\s+(?P<aux>{AUXILIARY})\s+(?P<rest>[^()]+?)[?.\s]*$|"
    r"^how many (?P<whom>[a-z]+) (?P<be>was|were|are|have been|had been)\s+(?P<does>[^()]+?)[?.\s]*$",
    re.I,
)
_ANYBODY = r"(?:any|some)(?:one|body)"
_WHOM = re.compile(r"whom?", re.I)
# Whom or what "how many" and "who" count and name: "were any pilgrims hurt", "was anyone hurt"
_SUBJECT = re.compile(
    rf"^(?:(?P<body>{_ANYBODY})|(?:there\s+)?(?:any|some)\s+(?P<any>[a-z-]+)|(?P<plural>people|(?!(?:this|his|its)\b)[a-z-]+[^\Ws]s))\s+(?P<does>\S.*)$"
)
_THERE = re.compile(r"^there (?:any |some )?(?P<what>[a-z-]+(?: [a-z-]+s)?)(?P<rest>(?:\s.+)?)$")
_OBJECT = re.compile(
    rf"\s(?:(?P<body>{_ANYBODY})|(?P<thing>(?:any|some)thing)|(?P<some>any|some|an?)\s+(?P<noun>[a-z-]+(?:\s+[a-z-]+){{0,2}}?))"
    r"(?=\s*$|\s(?:about|after|at|because|before|by|during|for|from|in|of|on|over|that|to|who|with)\s)"
)
_NOBODY = frozenset(content_stems("anyone anybody anything someone somebody something any some"))
_MANY = {"is": "are", "was": "were", "has": "have", "does": "do"}


def wants_yes_or_no(question: str) -> bool:
    """Whether a question wants a yes or no, and not, for all its form, what somebody can name or which of two it is."""
    return wanted(question) == "yes or no" and not _WANTS_MORE.search(question)


def plainly(question: str) -> str:
    """A question that wants a yes or no as one that begins like it; any other as it is."""
    if short := _CONTRACTED.match(question):
        aux = short["aux"] or ("can" if short["can"] else "will")
        return f"{aux.capitalize()} {question[short.end() :]}"
    claim = _TRUE_OR_FALSE.match(question) or _TAG.match(question)
    if not claim:
        return question
    told = (claim["said"] or claim.groupdict().get("before") or "").rstrip(" .?!,")
    if wanted(told) == "yes or no":
        return f"{told}?"
    if _WH.match(told):
        return question
    opens = told.split()[0]
    return f"Is it true that {told[0].lower() + told[1:] if opens.casefold() in STOP_WORDS else told}?"


def detail(word: str, question: str) -> str | None:
    """What is asked by a bare question word besides a yes or no, or besides when or why, as one question; None where the two make none.

    "How many" besides "Was anyone hurt in Dorn?": "How many people were hurt in Dorn?".
    """
    word, kind, of_whom = f"{word[:1].upper()}{word[1:]}", word.casefold(), bool(_WHOM.fullmatch(word))
    if when := _WHEN.match(question):
        clause = f"{when['aux']} {when['rest']}" if when["aux"] else f"{when['be']} {when['whom']} {when['does']}"
        return None if of_whom or kind.startswith(("how m", "what", "which")) else f"{word} {clause}?"
    polar = _POLAR.match(question)
    if not polar:
        return None
    aux, rest = polar["aux"].lower(), polar["rest"]
    if of_whom or kind in ("how many", "how much", "what", "which", "which one", "which ones"):
        return _of_it(word, kind, of_whom, aux, rest)
    return f"{word} {aux} {rest}?"


def _of_it(word: str, kind: str, of_whom: bool, aux: str, rest: str) -> str | None:
    """The same of a word that asks for whom or what the question speaks of: its subject ("anyone") or object ("a fine")."""
    if kind == "how many" and (there := _THERE.match(rest)):
        return f"{word} {there['what']} {_MANY.get(aux, aux)} there{there['rest']}?"
    if subject := _SUBJECT.match(rest):
        whom = subject["any"] or subject["plural"] or "people"
        if kind == "how many":
            return f"{word} {whom} {_MANY.get(aux, aux)} {subject['does']}?"
        if of_whom:
            asked = "Who" if subject["body"] or whom == "people" else f"Which {whom}"
            return f"{asked} {aux} {subject['does']}?"
    if not (told := _OBJECT.search(rest)):
        return None
    without = rest[: told.start()] + rest[told.end() :]
    some, noun = (told["some"] or "").lower(), told["noun"] or ("people" if told["body"] else "")
    if kind == "how many" and noun:
        return f"{word} {noun} {aux} {without}?"
    if kind == "how much" and some:
        return f"{word} {noun if some in ('any', 'some') else f'of {some} {noun}'} {aux} {without}?"
    if kind.startswith("which") and some:
        return f"Which {noun} {aux} {without}?"
    if (of_whom and told["body"]) or (kind == "what" and told["thing"]):
        return f"{word} {aux} {without}?"
    return None


def said(question: str) -> str:
    """What a question asks whether it is so, in its own words: "the airport closed" of "Was the airport closed?"."""
    polar = _POLAR.match(question)
    return re.sub(r"^(?:it )?true that\s+", "", polar["rest"]) if polar else question


def settles(detail: str, question: str) -> bool:
    """Whether an answer to `detail` tells the yes to a question as well: it supposes all that the question asks."""
    polar = wants_yes_or_no(question) and wanted(detail) != "yes or no"
    return polar and set(content_stems(said(question))) - _NOBODY <= set(content_stems(detail))
