"""Whether a short answer can be the answer to its question, whatever it says of the world: what small models get wrong most often."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import STOP_WORDS, Evidence, content_stems, letters, stem, words
from qa.language.lexicon import LEMMAS, root
from qa.question.wants import names, offers, wanted
from qa.verify.claims import MARK, Claim, Verified, claim_of
from qa.verify.contests import contest, only_at_a_stage
from qa.verify.verdicts import check_phrase, source_of

__all__ = ["answers", "say_the_same", "says_something"]

_COUNTS = re.compile(
    r"\bhow (?:many|much|old|tall|often (?=had\b|has\b|have\b))|"
    r"\bwhat (?:share|percentage|percent|number|amount|proportion|fraction|age)\b",
    re.I,
)
# A number, or a word for one
_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|half|quarters?|thirds?|double|triple|once|twice|all|both|no|none|nobody|few|several|many|most|single)\b",
    re.I,
)
_HOW_LONG = re.compile(r"^(?:(?:for|and|about|so|just) )*how long\b", re.I)
# A span of time without a number, or its end; and what is never one
_LASTS = re.compile(
    r"\b(?:(?:second|minute|hour|day|night|weekend|week|fortnight|month|year|decade|season|term|generation|summer|winter)s?|centur(?:y|ies)|"
    r"life|lifetime|overnight|until|till|since|from|through|forever|indefinite(?:ly)?|permanent(?:ly)?)\b",
    re.I,
)
_SUM_OR_SHARE = re.compile(r"[$£€%]|\b(?:per ?cent|pct|dollars|dlrs|pounds|euros)\b", re.I)
_WHO_IS = re.compile(r"who(?:['’]s| is| was| are| were)\b", re.I)
# "Who is the person that …?", and an answer that names two
_ONE = re.compile(
    r"\bwho (?:is|was) the (?:[a-z-]+ )*?(?:individual|person|man|woman|[a-z]+(?<!s)(?= (?:who|whom|whose|that|associated|of)\b))",
    re.I,
)
_TWO = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*\s)+and (?:[A-ZÀ-ÖØ-Þ][\w’'.-]*\s?)+$")
_LISTS = re.compile(r"[:,(–—]")
# "Seven companies" tells nobody which seven companies
_WHICH_MANY = re.compile(r"\bwhich (?P<many>(?:two|three|four|five|six|seven|eight|nine|ten|\d+) [a-z-]+)\b", re.I)
# "A certain team" tells nobody which team
_WHICH = re.compile(r"\bwhich\b", re.I)
_CAPITAL = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’'-]*")
# Which one of what the question speaks of is no reason: "the current flag" for "Why did they want a new flag?"
_SAME = frozenset(words("current present existing same new old former other own first last latest recent"))
# That nobody has given a reason is none
_NO_REASON = re.compile(
    r"\bwithout (?:giving )?(?:any |an? )?(?:explanation|explaining|reasons?|saying why)\b|\b(?:gave|giv(?:e|en|ing)) no (?:explanation|reason)s?\b|"
    r"\bno (?:explanation|reason)s? (?:was|were|is|has been|had been) given\b|\b(?:did|does|has|had|was|would) ?n[o’']t (?:say|said|explain(?:ed)?) why\b",
    re.I,
)
_SUBJECT = re.compile(r"(?:he|she|they|it|we|i|you)\b", re.I)
_VAGUE = frozenset(content_stems("certain unnamed unspecified undisclosed unidentified"))


def answers(short: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a short answer, with its marks, can be one: its evidence holds it, it adds to the question, and counts where it should."""
    kind = wanted(question)
    claim = claim_of(short)
    if (between := contest(question)) and not between.may_be(claim.text):
        return False
    if kind == "yes or no":
        return True
    if kind == "number" and _COUNTS.search(question) and not _COUNT.search(claim.text):
        return False
    if _HOW_LONG.match(question) and not _is_span(claim.text):
        return False
    if kind == "why" and (_NO_REASON.search(claim.text) or _roots(claim.text) - _SAME <= _roots(question)):
        return False  # "the crane fell" does not say why it did
    if kind == "who" and (_only_in_full(claim.text, question) or _names_nobody(claim, evidence)):
        return False
    if only_at_a_stage(question, [evidence[n].text for n in claim.marks if n < len(evidence)]):
        return False
    if _ONE.search(question) and _TWO.match(claim.text):
        return False
    if (which := _WHICH_MANY.search(question)) and _says_only_how_many(claim.text, which["many"], question):
        return False
    held = check_phrase(claim.text, [source_of(e) for e in evidence], claim.marks)
    return bool(held) and _adds(claim.text, question)


def says_something(verified: Verified, question: str) -> bool:
    """Whether an answer holds a word that the question does not: a question said again is no answer."""
    return wanted(question) == "yes or no" or _adds(verified.short or MARK.sub("", verified.text), question)


def say_the_same(one: str, other: str, question: str, share: float = 0.5) -> bool:
    """Whether two short answers have that share of the shorter one's telling words in common, those that the question has too left aside."""
    asked = _roots(question)
    first, second = _roots(one) - asked, _roots(other) - asked
    return bool(first and second) and len(first & second) >= share * min(len(first), len(second))


def _names_nobody(claim: Claim, evidence: Sequence[Evidence]) -> bool:
    """Whether it is not said who: "He started the petition", or a name out of a line that is but a name, as under a headline."""
    cited = [evidence[n] for n in claim.marks if n < len(evidence)]
    alone = bool(cited) and all(letters(e.text) == letters(claim.text) for e in cited)
    return alone or bool(_SUBJECT.match(claim.text))


def _is_span(said: str) -> bool:
    return bool(_LASTS.search(said)) or (bool(_COUNT.search(said)) and not _SUM_OR_SHARE.search(said))


def _roots(text: str) -> set[str]:
    """Roots of a text's telling words."""
    return {root(word) for word in words(text) if LEMMAS.get(word, word) not in STOP_WORDS}


def _adds(said: str, question: str) -> bool:
    own = set(content_stems(said))
    if (between := contest(question)) and between.is_one(said):
        return True
    if _WHICH.search(question):
        own -= _VAGUE & {stem(word) for word in said.split() if word.islower()}
    return offers(question) or not own <= {stem(w) for w in words(question)}


def _says_only_how_many(said: str, many: str, question: str) -> bool:
    """Whether an answer says again how many of them there are, and names none."""
    known = question.casefold()
    listed = _LISTS.search(said) or any(name.casefold() not in known for name in _CAPITAL.findall(said))
    return many.casefold() in said.casefold() and not listed


def _only_in_full(short: str, question: str) -> bool:
    """Whether it but gives a name of the question in full: "Andy Warhol" to "Who called Warhol a star?", but not to "Who is Warhol?"."""
    *given, last = short.split() or [""]
    named = any(set(name.split()) <= {*given, last} and last in name.split() for name in names(question))
    return named and bool(given) and all(word[:1].isupper() for word in given) and not _WHO_IS.match(question)
