"""A message that asks several things, as a letter or a list → its questions alone, one after the other: "Which airport …? Who …?".

What else is said is left out, but for what a question is about that names nothing itself: "World Cup 2018: who scored?".
"""

from __future__ import annotations

import re

from index import content_stems
from qa.question.separate import IMPERATIVE
from qa.question.wants import AUXILIARY, WH, names
from qa.understand.message import EMOJI, asked_in, joined_up, points, told_of, without_letter

__all__ = ["one_by_one"]

# Marks of a list: "1.", "Q1:", "(2)"; "a)"; one at the start of a line
_NUMBER = re.compile(r"(?:^|(?<=\s))\(?(?:q(?:uestion)? ?)?(?P<n>\d{1,2})[.):]\s+", re.I)
_LETTER = re.compile(r"(?:^|(?<=\s))\(?(?P<n>[a-h])\)\s+")
_POINT = re.compile(r"^\s*(?:[-•*–—]+|\(?\d{1,2}[.)]|\(?[a-h]\))\s+")
_ENDED = re.compile(r"[?!]*\?[?!]*[\"”’)]*$")
_BREAKS = re.compile(
    rf"(?:(?<=[.!?…])(?<!\s\d\.)(?<!\s\d\d\.)|(?<=[.!?…][\"”’)])(?=\s+[A-Z\"“]))\s+|(?:\s*{EMOJI})+\s*"
)
_OPEN_QUOTE = re.compile(r"^[^“”]*“[^”]*$|^[^\"]*\"[^\"]*(?:\"[^\"]*\"[^\"]*)*$")
# "World Cup 2018: who scored?"
_LEADS_TO = re.compile(rf"(?<=[\w)”\"])(?::\s+(?={AUXILIARY}\b)|(?::|\s[-–—]+)\s+(?={WH}\b))", re.I)
# "Who died, how old was she, and what did her father do?"
_ANOTHER = re.compile(rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?={WH}\b)", re.I)
_HOW_MANY = "how (?:many|much|old|long|far|high|tall|big|large|often)"
_WHOLE = re.compile(rf"{_HOW_MANY}\b|{WH} (?:[\w’'-]+ ){{0,2}}?{AUXILIARY}\b", re.I)
_RELATIVE = re.compile(rf"who(?:se|m)\b|(?:who|which)\b(?! {AUXILIARY}\b)", re.I)  # "the man who called, whose son …"
_WHO = re.compile(r"who|which", re.I)
_THREE = 3  # questions of one sentence, which qa.question.parts does not take apart, and words of each
_NO_SPACE = re.compile(r"(?<=[a-z)\]”\"]\?)(?=[A-Z])")
_FULL = rf"(?:{WH}|{AUXILIARY})\b"
# "And who …?", "One more thing: …?", "Second, …?", where a whole question follows
_ONWARD = re.compile(
    rf"^(?:(?:and|also|but|so|then|next|now|plus|first(?:ly)?|second(?:ly)?|third(?:ly)?|last(?:ly)?|finally|one more(?: thing| question)?)[\s,:]+)+(?={_FULL}(?: \S+){{2}})",
    re.I,
)
_ABOUT = re.compile(
    r"^(?:please )?(?:tell|show|give) (?:me|us) (?:more |something )?(?:about|on) (?P<what>.+)$|"
    r"^(?:i|we|my|our)\b.*?\b(?:about|regarding|concerning) (?P<which>.+)$",
    re.I,
)
# What asks without a question mark: "I'd like to know where …"
_WISHES = re.compile(
    r"^(?:and |but |so |also,? )?(?:i|we)\b(?:['’]\w+)?(?: [\w’']+){0,5}? (?:know|wonder(?:ing)?|ask|learn|see|hear|remember|find out|tell|understand|sure)\b|"
    r"^(?:and |but |so |also,? )?(?:please |kindly )?(?:tell|remind|explain|say|let)\b",
    re.I,
)
# "who won the cup." and "List all victims.", which ask as well
_ASKING = re.compile(
    rf"(?:who|what|which|{_HOW_MANY})\b(?! (?:i|we|you)\b)|(?:when|where|why|how) {AUXILIARY} (?!(?:i|we)\b)|"
    rf"(?:please )?{IMPERATIVE}\b",
    re.I,
)
# "And in Lindau?", "By whom?", "List all victims."
_LINKED = re.compile(rf"(?:and|or|but|also|{WH}|by|{IMPERATIVE})\b", re.I)
# "The one in 2016.", behind a question
_ADDS = re.compile(r"(?:i mean )?(?:the ones?|that|those|in|on|at|from|of|by)\b[^?]*", re.I)
# What asks nothing of the news: "Right?", "Can you help me?", "Does anyone know?"
_TAG = re.compile(
    r"^(?:right|ok(?:ay)?|correct|true|really|seriously|yes|no|huh|eh|got it|understood|thanks|please|sorry|what)\W*$|"
    r"^(?:can|could|would|will|may) (?:you|u|i|we|any(?:one|body)|some(?:one|body)) (?:please )?(?:help|assist|ask|look|find|check|answer)\b(?:(?!\b(?:wh|how)\w*)[^?]){0,50}\?$|"
    r"^(?:(?:do|does) )?(?:you|any(?:one|body)) know\W*$|^any(?:one|body| ideas?)\W*$|^who knows\W*$|"
    r"^(?:is|was) (?:that|this|it) (?:so|right|true|correct)\W*$",
    re.I,
)
_COMMA = re.compile(rf"(?P<before>[^,]+),\s+(?:(?:and|but|so|then)\s+)?(?P<asks>{_FULL}.*)", re.I)
_FEW = 3  # words that tell nothing before a question
_SHORT = 8  # words of what leads to a question, or adds to it
_ANNOUNCES = re.compile(r"\b(?:questions?|topics?|subjects?|things?)\b", re.I)


def one_by_one(message: str) -> str:
    """The questions of a message, each with its question mark; the message as it is where it does not ask several."""
    asked: list[str] = []
    sure = linked = 0  # of these: questions for certain, and what goes on from one
    said: list[str] = []  # since the last question
    for item, listed in _items(without_letter(message)):
        for piece in _sentences(item):
            ends = bool(_ENDED.search(piece))
            question = asked_in(piece) or (_behind_comma(piece) if ends else None)
            if _TAG.match(question or piece):
                continue
            asks = ends or listed or _WISHES.match(piece) or _ASKING.match(piece)
            if asks and (question or (asked and ends) or _ASKING.match(piece)):
                surely = bool(question and (ends or listed or _WISHES.match(piece)))
                sure, linked = sure + surely, linked + (not surely and bool(_LINKED.match(piece)))
                asked.append(_about(_tidy(question or piece), said, first=not asked))
                said = []
            elif asked and _ADDS.fullmatch(piece) and len(piece.split()) <= _SHORT:
                asked[-1] = _in_brackets(asked[-1], piece)
            else:
                said.append(piece)
    # A full stop may have cut one question: "the Jan. 6 attack"
    several = sure > 1 or (sure == 1 and len(asked) == 1 + linked)
    return " ".join(asked) if len(asked) > 1 and several else message


def _sentences(item: str) -> list[str]:
    """Sentences, and apart from them what leads to a question: "World Cup 2018: who scored?"."""
    found: list[str] = []
    for piece in joined_up(_BREAKS.split(_NO_SPACE.sub(" ", " ".join(item.split())))):
        if found and _OPEN_QUOTE.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    apart = [part for piece in found for part in _LEADS_TO.split(piece, maxsplit=1) if part.strip()]
    return [_ONWARD.sub("", question) for piece in apart for question in _clauses(piece)]


def _clauses(sentence: str) -> list[str]:
    """The questions of a sentence that asks three or more: "Who died, how old was she, and what did her father do?"; else the sentence."""
    asked = _ANOTHER.split(sentence)
    whole = all(len(one.split()) >= _THREE and _WHOLE.match(one) for one in asked)
    if len(asked) < _THREE or not whole or any(map(_RELATIVE.match, asked[1:])) or _WHO.match(asked[1]):
        return [sentence]
    return [f"{one.rstrip(' ?')}?" for one in asked]


def _items(message: str) -> list[tuple[str, bool]]:
    """The lines of a message, or what stands behind "1.", "2." or "a)", "b)", without these, and whether each is one of a list."""
    for mark in (_NUMBER, _LETTER):
        marks = list(mark.finditer(message))
        order = [int(m["n"]) if m["n"].isdigit() else ord(m["n"]) - ord("a") + 1 for m in marks]
        if len(marks) > 1 and order == [*range(1, len(marks) + 1)]:
            ends = [*(m.start() for m in marks[1:]), len(message)]
            items = [message[m.end() : end] for m, end in zip(marks, ends, strict=True)]
            if all("?" in item or re.match(_FULL, item, re.I) for item in items):  # not "group a) and who b)"
                return [(message[: marks[0].start()], False), *((item, True) for item in items)]
    lines = [line.strip() for line in message.splitlines()]
    if sum(bool(_POINT.match(line)) for line in lines) > 1:
        whole: list[str] = []  # each point with the lines that go on with it
        for line in lines:
            if not whole or _POINT.match(line):
                whole.append(line)
            else:
                whole[-1] += f" {line}"
        return [(_POINT.sub("", point), bool(_POINT.match(point))) for point in whole]
    told = [line for line in lines if line]
    if len(told) > 1 and all(re.match(WH, line, re.I) and len(line.split()) > 2 for line in told):
        return [(line, True) for line in told]
    # A paragraph may be broken into lines.
    return [(paragraph, False) for paragraph in re.split(r"\n\s*\n", "\n".join(lines))]


def _about(question: str, said: list[str], first: bool) -> str:
    """A question that names nothing, with what was said right before it in brackets: all that, for the first one, else what leads to it."""
    if not said or names(_uncapitalised(question)):
        return question
    said = [piece for piece in said if not _ANNOUNCES.search(piece) or _ABOUT.match(piece)]
    if not first:  # only what leads to it: "Lindau cup: who won?"
        leads = said and len(said[-1].split()) <= _SHORT and not said[-1].endswith(".")
        return _in_brackets(question, said[-1]) if leads else question
    about = [found["what"] or found["which"] for piece in said if (found := _ABOUT.match(piece))]
    rest = [(piece, told_of(piece)) for piece in said if not points(piece)]
    told = about or [
        text for piece, text in rest if text != piece or len(content_stems(text)) > 1 or names(_uncapitalised(piece))
    ]
    return _in_brackets(question, next((text for text in told if text), ""))


def _in_brackets(question: str, text: str) -> str:
    said = text.strip(" .!?:,…")
    return f"{question.rstrip('?')} ({said})?" if said else question


def _uncapitalised(text: str) -> str:
    """A text whose first word is no name for its capital alone."""
    return f"- {text[:1].lower()}{text[1:]}"


def _behind_comma(piece: str) -> str | None:
    """The question behind a comma; with what stands before it, where that tells something: "In May 2014, who won?"."""
    found = _COMMA.fullmatch(piece)
    if not found:
        return None
    before = found["before"]
    return piece if names(_uncapitalised(before)) or len(before.split()) > _FEW else found["asks"]


def _tidy(question: str) -> str:
    """A question with a capital, and one mark at its end."""
    text = " ".join(question.split()).strip(" .,;:!?…()" if question.startswith("(") else " .,;:!?…")
    return f"{text[:1].upper()}{text[1:]}?"
