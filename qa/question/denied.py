"""A question whose own verb is denied, and whether a text denies anything: "Which airport was not attacked?" is not answered by what was.

A text may deny in many words ("refused", "all but", "yet to"). They are held wide: a text without any of them tells of nothing that is not so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language.lexicon import DENIALS
from qa.question.wants import AUXILIARY, WH, wanted

__all__ = ["denies", "says_not"]

_AUXILIARY = rf"(?:{AUXILIARY}|may|might|must|shall)"
_NOT = r"(?:is|are|was|were|do|does|did|has|have|had|could|would|should|must|need|ca|wo)n['’]?t|cannot|can not"
# The subject may stand between; "for not paying", "not only" and "not guilty" deny something else
_NOT_BY = "".join(
    rf"(?<!\b{word} )" for word in ("for", "of", "by", "to", "about", "with", "after", "before", "or", "and")
)
_DENIED = re.compile(
    rf"\b(?:(?:{_NOT})\b|{_AUXILIARY} (?:[\w’'.-]+ ){{0,7}}?{_NOT_BY}(?:not(?! (?:only|just|even|guilty)\b)|never)\b)|^{WH} never\b",
    re.I,
)
_QUOTED = re.compile(r"[“\"][^”\"]{0,200}[”\"]")
_ASKS = re.compile(rf"\b{WH}\b", re.I)
# Where what is asked ends and something else is told: "the man who did not", "because it was not"
_ELSE = re.compile(
    r"(?<=\w)[,;:(]|(?<=\w\s)(?:who|whom|whose|that|which|because|although|though|if|unless|while|when|after|before|since|until|despite)\b",
    re.I,
)
_SAYS_NOT = re.compile(
    r"(?<=[a-z])n['’]t\b|\b(?:is|are|was|were|do|does|did|has|have|had|could|would|should|ca|wo)nt\b|\bcannot\b|\b(?:"
    + "|".join(sorted(DENIALS))
    + r"|refus\w+|declin\w+|reject\w+|lack\w*|prevent\w*|block\w*|barred|barring|bann?(?:s|ed|ing)?|forb[ia]d\w*|prohibit\w*|illegal\w*|unlawful\w*|abstain\w*|"
    r"boycott\w*|avoid\w*|miss(?:es|ed|ing)?|skip\w*|exclud\w+|except\w*|exempt\w*|omit\w*|ignor\w+|impossible|unlikely|incapable|ineligible|absent|absence|"
    r"only|other than|rather than|instead|all but|apart from|aside from|yet to|stop(?:s|ped|ping)?|oppos\w+|withh[eo]ld\w*|escap\w+|surviv\w+|unless|against|"
    r"until|shun\w*|forg[eo]t\w*|neglect\w*|drop(?:s|ped|ping)?|spared?|reluctant\w*|hesitant|wary|out of|"
    r"un(?:harmed|hurt|injured|scathed|touched|affected|damaged|vaccinated|paid|known|able|aware|available|willing|successful\w*|insured|armed|opposed|resolved|finished|"
    r"sold|named|seen|identified|confirmed|answered|married|employed|licensed|registered|reported|solved|used|usual|clear|safe|fit))\b",
    re.I,
)


@lru_cache(512)  # it is asked again for each of a question's sentences
def denies(question: str) -> bool:
    """Whether a question asks who or what did not, and the like; not where another clause of it is denied, nor for a yes or no, nor for a reason,
    which a text may give far from what it is the reason of."""
    plain = _QUOTED.sub("", question)
    asks = _ASKS.search(plain)
    if not asks or wanted(question) in ("yes or no", "why"):
        return False
    asked = plain[asks.start() :]
    told = _ELSE.search(asked)
    return bool(_DENIED.search(asked[: told.start()] if told else asked))


def says_not(text: str) -> bool:
    """Whether a text denies anything."""
    return bool(_SAYS_NOT.search(text))
