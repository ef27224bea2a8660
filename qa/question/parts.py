"""A question that asks two things → the two, so that evidence is looked for each: "how many died in A and how many in B?".

A question that asks one thing may still want several answers: "Which two drug makers …?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import content_stems
from qa.question.wants import WH, counted, names, offers, required_stems, spoken_stems, wanted

__all__ = ["asks_two", "besides", "how_many", "items", "parts", "short_of", "tells_of_others", "with_names"]

_PREPOSITION = r"(?:in|at|on|for|by|during|from|until|to|as)"
_WH = rf"(?:(?:{_PREPOSITION}\s+)?{WH})"
# "…, and did they capture it?", but not "Which company merged and is the largest?"
_WHETHER = (
    r"(?i:is|are|was|were|has|have|had|do|does|did|will|would|can|could)\s+(?i:it|he|she|they|this|these|those|there|any\w*)\b"
    r"|(?i:do|does|did|will|would|can|could)\s+(?:(?:the|an?|its|his|her|their)\s|[A-ZÀ-Þ])"
)
_SECOND = re.compile(rf",?\s+and\s+(?=(?i:(?:for\s+)?{_WH}\b)|{_WHETHER})")
# "When and where did the stampede happen?", "when, where and why: rebels attacked …": bare question words that share the rest
_WORD = (
    rf"(?:(?:{_PREPOSITION}\s+)?(?:whom?|when|where|why|how(?:\s+(?:long|often|much))?"
    r"|(?:what|which)(?:\s+(?:day|date|year|month|time|city|town|country|place))?))"
)
_WORDS = rf"{_WORD}(?:,\s+{_WORD})*,?\s+and\s+{_WORD}"
_SHARED = re.compile(
    rf"^(?P<words>{_WORDS})(?P<rest>:\s.+|\s+(?:did|do|does|was|were|is|are|has|have|had|will|would|can|could|the|an?|this|that|its|his|her|their)\s.+)$",
    re.I,
)
_BARE = re.compile(rf"{_WORD}|{_WORDS}", re.I)
_JOINED = re.compile(r",?\s+and\s+|,\s+", re.I)
# The second question leaves out what it shares with the first: "… and how many (at least) in the Hajj stampede?", "… who as adviser?"
_ELSEWHERE = re.compile(
    rf"^{_WH}(?:\s+(?:many|much|often|long))?(?:\s+(?:did|does|do|was|were|is|are))?(?P<least>\s+at (?:least|most))?\s+"
    rf"(?P<place>(?:{_PREPOSITION}|when|after|before)\s+.+)$",
    re.I,
)
_ANOTHER = re.compile(
    r"^how (?:many|much)\s+(?P<name>(?:the\s+)?[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*)"
    rf"(?P<rest>(?:\s+{_PREPOSITION}\s.+)?)$"
)
_EITHER = re.compile(r"in|for|on|to", re.I)
_BEFORE_NAME = re.compile(
    rf"{_PREPOSITION}|against|after|before|of|with|without|since|between|over|under|into|than|and", re.I
)
_SUBJECT = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would) (?P<name>(?:the )?[A-ZÀ-Þ][\w’'.-]*(?: [A-ZÀ-Þ][\w’'.-]*)*)(?= [a-z])"
)
# "… in Florida, and in California?": the same of another place or time
_ALSO = re.compile(rf",\s+and\s+(?P<also>(?P<by>{_PREPOSITION}|after|before)\s+(?!{_WH}\b)[^,?]+)\?*$", re.I)
# "the man who", "a company that", but not "said that"
_RELATIVE = re.compile(
    r"\b(?!(?:said|says?|told|tells?|remarked|claimed|warned|thought|argued|added|noted|denied)\b)\w+\s(?:who|whose|whom|which|that)\b",
    re.I,
)
_TOLD = re.compile(r"\b(?:told|tells?|warned|assured|informed|reminded)\s+(?:[\w’'-]+\s+){1,4}?that\b", re.I)
_LISTED = re.compile(
    r"^(?:name|list|(?:(?:in|at|on|to|from) )?(?:which|what)\s+(?:are\s+the\s+)?(?!is\b|was\b|does\b|has\b)\w+s\s+"
    r"(?:of|did|do|were|are|have)\b|where (?:do|did|are|were)\b).*\band\b",
    re.I,
)
_LONGEST = 30  # words: a longer question tells much of one thing
_OPENING = 20  # characters before the question word: "For how long", "In what year"
# "did both Anthem and Fresenius pay", but not "as reported by both of them" or "both large and old"
_BOTH = re.compile(
    r"\b(?:each|respectively)\s*|(?:(?<=\bdid )|(?<=\bdo )|(?<=\bdoes )|(?<=\bwere )|(?<=\bare )|(?<=\bwas ))both\s+(?=[A-ZÀ-Þ])",
)
_NAME = r"(?:the\s+)?[A-ZÀ-Þ0-9][\w’'.-]*(?:\s+(?:of\s+)?[A-ZÀ-Þ0-9][\w’'.-]*)*(?:\s+(?:app|case|company|team|storm|hurricane|fine|deal|plan))?"
_PAIR = re.compile(rf"({_NAME})\s+and\s+({_NAME})")
# "the allergy practice Filefax and Fresenius": what stands before the first name alone, unless it is in the plural
_OF_ONE = re.compile(r"\b(?:the|an?)\s+(?:[\w’'-]+\s+){0,3}[\w’'-]*(?:[^\Ws]|['’]s)\s+$")
_PARALLEL = re.compile(rf"\b({_PREPOSITION})\s+\S.*?,?\s+and\s+\1\s", re.I)
_BETWEEN = re.compile(r"\b(?:between|together)\W*(?:the\W*)?$", re.I)
_ASKS = re.compile(rf"\b{_WH}\b", re.I)
# "Which two drug makers …?", "Who scored the goals …?", but not "Who got the most votes?", of which there may be one
_SEVERAL = re.compile(
    r"\b(?:which|what|who (?:are|were) the|name(?: the)?) (?P<n>two|three|four|[2-4])\b(?![-–.,]\w)|"
    r"^who (?:\w+ed|won|made|got|took|hit) (?:both|all(?: the)?) (?:\w+ )?[a-z]+s\b|^who scored (?:the )?(?:\w+ )?goals\b",
    re.I,
)
# "the coaches of Panama and Tunisia", but not "the headquarters of Marks and Spencer"
_OF_BOTH = re.compile(
    r"^(?i:name|list|who (?:are|were)|what (?:are|were)|which|where)\b.*?\b(?!headquarters\b|whereabouts\b|premises\b)[a-z]+s\s+(?:of|for|in|from|at)\s+"
    rf"(?P<one>{_NAME})\s+and\s+(?P<other>{_NAME})"
)
_PLURAL = re.compile(r"\b([a-z]+?)(ies|(?<=ch)es|(?<=sh)es|(?<=ss)es|(?<=x)es|s)(?=\s+\w+\s+(?:the\s+)?$)")
_BE = re.compile(r"\b(?:are|were)\b")
_ALL_OF_THEM = re.compile(r"\b(?:collectively|combined|jointly|altogether|between them)\b", re.I)
_SMALL = ("", "one", "two", "three", "four")
# A short answer that may name more than can be counted: "Merck & Pfizer", "both of them", "the Koch Brothers"
_UNCOUNTED = re.compile(
    r"[&/+]|\b(?:both|all|each|with|plus|vs?|versus|und|et|pair|couple|duo)\b|\bas well as\b|s$", re.I
)
# That many for sure: not "which two times champion", nor "the mill, which two years ago …"
_COUNTED = re.compile(
    r"^(?:(?:in|at|on|to|from|for|by) )?(?:which|what|who (?:are|were) the|name(?: the)?) (?P<n>two|three|four|[2-4]) "
    r"(?:[\w’'-]+ ){0,2}(?!(?:i|wa|ha|doe|thi|time|year|month|week|day|hour)s\b)(?:[a-z]+s|people|men|women|children)\b"
)
_REST = ("others", "another", "more", "etc")
_ITEMS = re.compile(r",\s+(?:and\s+)?|\s+and\s+|;\s*")
_PLACE = re.compile(rf"(?<=\s)(?:{_PREPOSITION}|when|after|before)\s+", re.I)
# "Who is chairman and who is secretary of the union?": of what both are
_IS = r"who (?:(?:will|would|is to|are to) (?:be|become)|is|are|was|were|became)"
_OFFICE = (
    r"(?:the |its )?(?:\w+[ -]){0,2}(?:chair(?:man|woman|person)?|president|executive|secretary|head|director|leader|deputy|treasurer|captain|"
    r"coach|manager|governor|minister|mayor|ceo|officer|chancellor|editor|boss|owner|founder)"
)
_FIRST_OFFICE = re.compile(rf"{_IS} {_OFFICE}", re.I)
_SECOND_OFFICE = re.compile(rf"{_IS} {_OFFICE}(?P<whose> (?:of|at) [^()?,]+)", re.I)
_CIRCUMSTANCE = re.compile(r"\s(?:when|while|during|after|before|in|at|on)\s[^()?,]+$", re.I)


def asks_two(question: str) -> bool:
    """Whether a question may ask two things; more than `parts` can take apart. A yes or no is one thing, whatever it joins."""
    if len(question.split()) > _LONGEST:
        return False
    if _LISTED.search(question):  # "the coaches of Panama and Tunisia"
        return True
    asks = _ASKS.search(question)
    if not asks or asks.start() > _OPENING:
        return False
    if _cut(question) or offers(question) or any(form.search(question) for form in (_BOTH, _PARALLEL)):
        return True
    pair = _PAIR.search(question)  # "How much did Anthem and Fresenius pay?", but not "between France and Spain"
    return bool(pair) and wanted(question) in ("number", "when") and not _BETWEEN.search(question[: pair.start()])


def parts(question: str) -> tuple[tuple[str, ...], bool]:
    """The questions in a question, mostly two, and whether that is sure; empty when it asks one thing.

    Each is complete, but for bare question words at the end: "Who was arrested, and when and where?".
    """
    if shared := _SHARED.match(question):
        return tuple(_tidy(word + shared["rest"]) for word in _JOINED.split(shared["words"])), True
    if (both := _BOTH.search(question)) and (pair := _PAIR.search(question)):
        plain = question[: both.start()] + question[both.end() :]
        pair = _PAIR.search(plain) or pair
        before = plain[: pair.start()]
        shared = before, _OF_ONE.sub("", before)
        named = zip(shared, pair.groups(), strict=True)
        return tuple(_tidy(told + name + plain[pair.end() :]) for told, name in named), True
    if both := _OF_BOTH.search(question):
        shared = _singular(question[: both.start("one")]), question[both.end("other") :]
        return tuple(_tidy(name.join(shared)) for name in both.groups()), True
    cut = _cut(question)
    if not cut and (more := _ALSO.search(question)):
        first = question[: more.start()]
        if (at := first.casefold().rfind(f" {more['by'].casefold()} ")) > 0 and "," not in first[at:]:
            return (_tidy(first), _tidy(f"{first[:at]} {more['also']}")), True
    if not cut:
        return (), False
    first, second = question[: cut.start()].rstrip(" ,"), question[cut.end() :].rstrip(" ?")
    if not content_stems(first):
        return (), False  # "When and how many people died?"
    if _BARE.fullmatch(second):
        return (_tidy(first), *map(_tidy, _JOINED.split(second))), False
    named = names(first)
    if named and (another := _ANOTHER.match(second)):
        of_another, sure = _of_another(first, named[-1], another)
        return (_tidy(first), _tidy(of_another)), sure
    if "," not in cut.group() and not named:
        first += _of_both(first, second)
    if "yes or no" not in (wanted(first), wanted(second)):
        second = _completed(first, second)
    return (_tidy(first), _tidy(second)), False


def _of_another(first: str, last: str, another: re.Match[str]) -> tuple[str, bool]:
    """The first question asked of another, and whether that is sure: of its subject ("did Labour win"), or of the name that stands last.

    Of a name behind "in" or "for" at the end ("did Labour win in Dorn") neither is.
    """
    subject, rest = _SUBJECT.search(first), another["rest"]
    ends = re.search(rf"(\w+)\s(?:the\s)?{re.escape(last)}$", first)
    either = bool(subject and ends and _EITHER.fullmatch(ends[1])) and not rest
    if either or (ends and not _BEFORE_NAME.fullmatch(ends[1])):
        subject = None
    start, end = subject.span("name") if subject else (first.rindex(last), first.rindex(last) + len(last))
    tail = first[end:]
    if rest and (at := tail.rfind(f" {rest.split()[0]} ")) >= 0:  # "in 2014", of which the second says "in 2013"
        tail = tail[:at]
    return first[:start] + another["name"] + tail + rest, not either


def tells_of_others(question: str, others: Sequence[str], title: str, text: str) -> bool:
    """Whether a sentence tells of another part of a question, which asks the same of another name, and not of this part.

    It has the other's name, and neither in itself nor in its headline anything of this part's own, even by another word of the name
    ("French" of France); or it counts what all of them come to, and names none.
    """
    if not others:
        return False
    asked, required = _speaks_of(question), required_stems(question)
    said, headline = spoken_stems(text), spoken_stems(title)
    for other in others:
        theirs = required_stems(other) - required
        own = required - required_stems(other)
        same, also = asked - own, _speaks_of(other) - theirs
        if not own or not theirs or not (same <= also or also <= same):
            continue
        if own & (said | headline) or any(word[:2] == name[:2] for word in _capitals(text) for name in own):
            continue
        if theirs & said or (wanted(question) == "number" and _ALL_OF_THEM.search(text)):
            return True
    return False


def _speaks_of(question: str) -> set[str]:
    """Stems of a question's words of meaning and its numbers, "5.6" as one."""
    return {s for s in content_stems(question) if not s.isdigit()} | required_stems(question)


def _capitals(text: str) -> list[str]:
    """The capitalised words of a text, in small letters."""
    return [word.casefold() for word in re.findall(r"\b[A-ZÀ-Þ][\w’'-]+", text)]


def how_many(question: str) -> tuple[int, bool]:
    """How many answers a question wants that asks one thing, and whether it says so: "Which two drug makers …?"; of "the goals", two."""
    several = _SEVERAL.search(question)
    return (counted(several["n"] or "two"), bool(several["n"])) if several else (1, True)


def items(answers: Sequence[str]) -> tuple[str, ...]:
    """What short answers name: "Merck and others" names one."""
    return tuple(item for answer in answers for item in _ITEMS.split(answer) if item and item.casefold() not in _REST)


def short_of(question: str, answer: str) -> tuple[str, str] | None:
    """How many a short answer names and how many the question says it wants, in words ("one", "two"), where that is fewer for sure."""
    several = _COUNTED.match(question[:1].lower() + question[1:])
    named = items([answer])
    if not several or any(map(_UNCOUNTED.search, named)):
        return None
    many = counted(several["n"])
    return (_SMALL[len(named)], _SMALL[many]) if 0 < len(named) < many else None


def besides(question: str, known: Sequence[str]) -> str:
    """The question for what else there is beside what is known."""
    several = _SEVERAL.search(question)
    asked = question
    if several and several["n"]:
        asked = f"{question[: several.start('n')]}other{question[several.end('n') :]}"
    return f"Besides {', '.join(known)}, {asked[:1].lower()}{asked[1:]}"


def _cut(question: str) -> re.Match[str] | None:
    """Where the second question begins; in "Who is the man who …, and whose …?" none does."""
    cut = _SECOND.search(question)
    told_of = cut and all(
        _RELATIVE.search(piece)
        for piece in (_TOLD.sub("", question[: cut.start()]), question[cut.start() : cut.end() + 6])
    )
    return None if told_of else cut


def _singular(opening: str) -> str:
    """ "Name the coaches of", said of one."""
    one = _PLURAL.sub(lambda several: several[1] + ("y" if several[2] == "ies" else ""), opening)
    return _BE.sub(lambda verb: "is" if verb[0] == "are" else "was", one, count=1)


def _completed(first: str, second: str) -> str:
    """The second question with what it leaves out because the first has said it."""
    if (elsewhere := _ELSEWHERE.match(second)) and (place := _PLACE.search(first)):
        return f"{first[: place.start()].rstrip()}{elsewhere['least'] or ''} {elsewhere['place']}"
    return with_names(second, first)


def _of_both(first: str, second: str) -> str:
    """What the second question says of the first as well: "How many died and how many were hurt in the Mecca crane collapse?".

    Not of one that tells what it is about, as "Which airport was attacked" does.
    """
    if _FIRST_OFFICE.fullmatch(first) and (office := _SECOND_OFFICE.fullmatch(second)):
        return office["whose"]
    shared = _CIRCUMSTANCE.search(second)
    leans = len(content_stems(first)) <= 1 or wanted(first) == wanted(second) == "number"
    return shared.group() if shared and leans and not _PLACE.search(first) and not _ELSEWHERE.match(second) else ""


def with_names(question: str, first: str) -> str:
    """A question that has no name of its own, with those of the first one in brackets."""
    named = names(first)
    return f"{question.rstrip(' ?')} ({' '.join(named)})?" if named and not names(question) else question


def _tidy(text: str) -> str:
    text = " ".join(text.split()).rstrip(" ?.,")
    return f"{text[:1].upper()}{text[1:]}?"
