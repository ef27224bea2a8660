"""Whether a sentence tells of another of the same kind: of Space Shuttle Endeavour, where Discovery is asked for, of the best actor, where
the best actress is, of the 800m, where the 400m is, of the whole year, where the fourth quarter is, of what somebody may get, where what
he got is.
"""

from __future__ import annotations

import re

from index import STOP_WORDS, stem
from qa.language.lexicon import MONTHS, SAME_COUNTRY
from qa.language.people import NO_GIVEN
from qa.question.wants import names, wanted
from qa.verify.claims import MARK

__all__ = ["names_another_doer", "supposes_a_deed", "tells_of_another", "tells_of_another_doer"]

_RUN = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*\w(?:\s+[A-ZÀ-ÖØ-Þ][\w’'.-]*\w)+"
_NAME = rf"(?:{_RUN}|[A-Z][\w’'-]+)"
_HOW_OLD = re.compile(rf"\b(?i:how old (?:is|was)) (?P<name>{_RUN})")
_AGE = re.compile(rf"(?P<name>{_RUN}),\s+(?:who (?:is|was)\s+)?\d{{1,3}}\b")
# Who is not the other: as a question asks of them alone, and as a sentence speaks of one of them, too
_WOMEN, _MEN = r"women(?:['’]s)?|females?|girls|ladies", r"men(?:['’]s)?|males?|boys|gentlemen"
_SIDES = tuple(
    tuple(re.compile(rf"\b(?:{forms})\b", re.I) for forms in side)
    for side in (
        (_WOMEN, rf"{_WOMEN}|woman|(?:school)?girls?", _MEN),
        (_MEN, rf"{_MEN}|man|(?:school)?boys?", _WOMEN),
    )
)
_BEST_ACTRESS = re.compile(r"\bbest (?:supporting )?actress\b", re.I)
_BEST_ACTOR = re.compile(r"\bbest (?:supporting )?actor\b", re.I)
_RACE = re.compile(
    r"\b(?:won|wins?|ran|runs?|race[sd]?|records?|finals?|medals?|gold|silver|bronze|hurdles|sprint\w*|titles?|champion\w*)\b",
    re.I,
)
_DISTANCE = re.compile(
    r"(?<![\w.,£$€-])(\d{2,3}|[1-9],?[05]00|10,?000)(?: ?m|[ -]met(?:re|er)s?)\b(?! (?:euros?|dollars|pounds|people|users|doses))"
)
# What one does alone: "Why did Alex Azar resign?", and "Dan Levinson resigned" of the other
_DEEDS = (
    r"resign(?:s|ed|ing)?|step(?:s|ped|ping)? (?:down|aside)|st(?:and|ands|ood|anding) down|quits?|announc\w+ (?:his|her) (?:\w+ )?resignation",
    r"retir(?:e[sd]?|ing)|announc\w+ (?:his|her) (?:\w+ )?retirement",
    r"die[sd]?|pass(?:es|ed) away",
    r"marr(?:y|ies|ied)|wed",
    r"born",
)
_ASKED_OF = re.compile(
    rf"\b(?i:why|when|where|how)\b.{{0,20}}?\b(?i:did|has|had|is|was|will) (?P<who>{_NAME})\s(?P<rest>.+)"
)
_TOLD_OF = re.compile(rf"(?P<who>{_NAME}),?\s(?:who )?(?:(?:has|had|was|is|will) )?(?P<rest>.+)")
_MONTH = "|".join(MONTHS)
_OF_PART = re.compile(
    rf"\b(?:(?:first|second|third|fourth|last|final|latest) (?P<part>quarter|half|month)|(?P<quarter>Q[1-4])|in (?P<month>{_MONTH}))\b",
    re.I,
)
_PARTS = {"quarter": r"quarter|Q[1-4]|months? to", "half": r"half|H[12]|months? to", "month": rf"month|{_MONTH}"}
_WHOLE_YEAR = re.compile(
    r"\b(?:annual(?:ly|i[sz]ed)?|yearly|full[- ]year|(?:for|on|over|in) the (?:whole |full )?year|year as a whole)\b",
    re.I,
)
_COUNTED = re.compile(r"\bhow (?:many|old|long)\b", re.I)  # "at the annual carnival" tells nothing of what is counted
# "How long was he jailed for?", which "He faces up to ten years in prison" does not tell
_GOT = re.compile(
    r"\b(?:sentenced|jailed|imprisoned|fined|sent to (?:prison|jail))\b|"
    r"^(?=.*\b(?:prison|jail|fine|sentence)\b).*\b(?:given|gets?|got|receive[ds]?)\b",
    re.I,
)
_MAY_GET = re.compile(
    r"\b(?:fac(?:e[sd]?|ing)|risk(?:s|ed|ing)?|could|may|might|up to|maximum|carr(?:y|ies|ied))\b.*\b(?:years?|months?|life|prison|jail|fine[ds]?)\b",
    re.I,
)
_HAS_GOT = re.compile(
    r"\b(?:was|were|been|being) (?:\w+ )?(?:sentenced|jailed|imprisoned|fined|given|ordered|sent)\b|"
    r"\b(?:got|received|served|serving|gave|handed|sentenced (?:him|her|them)|jailed (?:him|her|them|for))\b|\bfined (?!up\b)[A-Z$£€\d]",
)
# "the shuttle Discovery", "hurricane Maria": what it is, in small letters, before a name of one word
_KIND = re.compile(r"\b(?P<kind>[a-z]{4,}) (?P<own>[A-ZÀ-ÖØ-Þ][\w’-]*\w)(?!\s+[A-ZÀ-ÖØ-Þ]|['’.])")
_ONE_BEFORE = re.compile(r"\b(?:he|she|it|they)\b", re.I)  # may be the one asked about, named in the sentence before
_RE = re.compile(r"(?<=[bt])re$")  # of "centre", "theatre" and "fibre"


def tells_of_another(question: str, title: str, text: str) -> bool:
    """Whether a sentence tells of another than a question asks for: by a name, by who it is, by the length of a race, by the time of
    a number, or by what is not yet so."""
    return (
        _of_another_name(question, title, text)
        or _of_the_other_side(question, title, text)
        or _of_another_distance(question, title, text)
        or _of_a_year(question, title, text)
        or _of_what_may_come(question, text)
    )


def supposes_a_deed(question: str) -> bool:
    """Whether a question supposes what one does alone, as "Why did Azar resign?" does, so that an answer may tell it of somebody else."""
    return _supposed(question) is not None


def tells_of_another_doer(question: str, written: str) -> bool:
    """Whether what a model has written says of somebody else what a question supposes of one: that he resigned, died, was born …"""
    supposed, told = _supposed(question), _TOLD_OF.match(MARK.sub("", written))
    if not supposed or not told:
        return False
    who, deed = supposed
    if told["who"].split()[0].casefold() in STOP_WORDS:  # "He resigned", "The Prime Minister": who may be the one
        return False
    return _are_two(who, told["who"]) and bool(re.match(rf"(?:{deed})\b", told["rest"], re.I))


def names_another_doer(question: str, short: str, text: str) -> bool:
    """Whether a short answer is but the name of somebody else who did so by its sentence: "the resignation of Dan Levinson"."""
    supposed = _supposed(question)
    if not supposed or not re.fullmatch(_RUN, short) or short not in text:
        return False
    if wanted(question) == "where":  # which a name alone does answer
        return False
    told = re.search(rf"\b(?:resignation|retirement|death|marriage|birth) of {re.escape(short)}\b", text)
    return (bool(told) and _are_two(supposed[0], short)) or tells_of_another_doer(question, text[text.index(short) :])


def _are_two(one: str, other: str) -> bool:
    """Whether two names share no word but a title, nor are of one country: Pope Francis and Pope Benedict."""
    words, others = (
        {stem(re.sub(r"['’]s?$", "", w.casefold())) for w in name.split() if w.casefold().rstrip(".") not in NO_GIVEN}
        for name in (one, other)
    )
    same = words.union(*(SAME_COUNTRY.get(word, ()) for word in words))
    return bool(words and others) and same.isdisjoint(others)


def _supposed(question: str) -> tuple[str, str] | None:
    """Who did it, by the question, and the forms of what he did."""
    asked = _ASKED_OF.search(question)
    if not asked:
        return None
    deeds = (forms for forms in _DEEDS if re.match(rf"(?:{forms})\b", asked["rest"], re.I))
    return next(((asked["who"], forms) for forms in deeds), None)


def _of_the_other_side(question: str, title: str, text: str) -> bool:
    """Whether the question speaks of women alone, or of the best actress, and a sentence of men, while it and its headline do not."""
    said = f"{title} {text}"
    if _BEST_ACTRESS.search(question):
        return bool(_BEST_ACTOR.search(text)) and not re.search(r"\bactress", said, re.I)
    for asked, told, others in _SIDES:
        if asked.search(question) and not others.search(question):
            return bool(others.search(text)) and not told.search(said)
    return False


def _of_another_distance(question: str, title: str, text: str) -> bool:
    """Whether the question names a race by its length, and a sentence names others, while it and its headline do not name this one."""
    if not _RACE.search(question):
        return False
    asked, headline, told = (
        {m[1].replace(",", "") for m in _DISTANCE.finditer(said)} for said in (question, title, text)
    )
    return bool(asked and told) and asked.isdisjoint(headline | told)


def _of_a_year(question: str, title: str, text: str) -> bool:
    """Whether the question asks for a sum or a share of a quarter or a month, and a sentence gives that of a year."""
    asked = _OF_PART.search(question) if wanted(question) == "number" and not _COUNTED.search(question) else None
    if not asked or _WHOLE_YEAR.search(question) or not _WHOLE_YEAR.search(text):
        return False
    part = asked["month"] or _PARTS[(asked["part"] or "quarter").casefold()]
    return not re.search(rf"\b(?:{part})\b", f"{title} {text}", re.I)


def _of_what_may_come(question: str, text: str) -> bool:
    """Whether the question asks what somebody was sentenced to, and a sentence tells alone what he may be."""
    asks = _GOT.search(question) and not _MAY_GET.search(question)
    return bool(asks and _MAY_GET.search(text)) and not _HAS_GOT.search(text)


def _of_another_name(question: str, title: str, text: str) -> bool:
    """Whether a sentence and its headline lack a name of the question, and the sentence has one that differs in its last word alone, or one of
    what the question says that it is.

    A title or a part of the world before a name makes no kind: Secretary Azar and Secretary Heckler, New York and New Zealand. What the question
    calls it, too, is no other's name: the Georgetown Center, of "a centre of Georgetown University".
    """
    said = set(re.findall(r"[\w’'-]+", f"{title} {text}".replace("’s ", " ").replace("'s ", " ").casefold()))
    called = {_RE.sub("er", word) for word in re.findall(r"\b[a-z]+\b", question)}
    others = [
        other for name in names(f"- {text}") if _RE.sub("er", (other := name.split())[-1].casefold()) not in called
    ]
    for name in names(question):
        *kind, own = name.split()
        if not kind or own.casefold() in said or kind[-1].casefold() in NO_GIVEN:
            continue
        if any(other[:-1] == kind for other in others):
            return True
    for asked in () if _ONE_BEFORE.search(text) else _KIND.finditer(question):
        kind, own = asked["kind"].casefold(), asked["own"].casefold()
        if own in said or kind in NO_GIVEN or kind in STOP_WORDS:
            continue
        if any(len(other) > 1 and other[-2].casefold() == kind for other in others):
            return True
    old = _HOW_OLD.search(question)
    return bool(old) and old["name"].split()[-1].casefold() not in said and bool(_AGE.search(text))
