"""What somebody says to the answer before, around the next question: "15, and out of how many? Must have been tough."

Such a remark repeats what was just told, or brings in nothing: no name or number of its own, and nothing that "it" could be. A remark that does
("I remember a worse one. When was it?") is left where it is.
"""

from __future__ import annotations

import re

from index import content_stems, words
from qa.question.wants import AUXILIARY, WH, names, numbers

__all__ = ["without_remarks"]

_LONGEST = 12  # words of a remark
_ASKS = re.compile(
    rf"(?:(?:and|but|so|or|now|then|ok|okay)[\s,]+)*(?:(?:out of|in|on|at|to|for|from|by|with|of|since|until|against) )?(?:{WH}|{AUXILIARY})\b",
    re.I,
)
_GOES_ON = re.compile(r"(?:and|but|so|what about|how about)\b", re.I)
# Where a sentence ends, or what was repeated: "15, …", "15 - …"
_ENDS = re.compile(r"(?<=\w)[\"”’)]*(?P<mark>[.!…]+|\?+(?:!+)?|[,;:—–]|\s-+)\s+(?=\S)")
_SENTENCE = ".!…"
# "not the first", "I mean 2015", "wait": that is no remark
_SETS_RIGHT = re.compile(r"\b(?:mean|meant|not|instead|rather|except|sorry|wait|actually)\b", re.I)
# "a worse one", "my brother": something that "it" may be in what follows
_BRINGS_IN = re.compile(
    r"\b(?:an?(?! (?:lot|bit|little|pity|shame|relief|surprise)\b)|another|one|my|our|your|some|who|which|about)\b",
    re.I,
)
# What belongs to the question before it: "… in the stampede", "the children"
_BELONGS = re.compile(
    r"(?:the|in|on|at|to|for|from|by|with|of|since|until|after|before|during|between|near|against|and|or|because|if|when|"
    r"there|please|pls|tell|show|give|list|name|explain|say)\b",
    re.I,
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|this|that|there)\b", re.I)


def without_remarks(text: str, asked: str, told: str) -> str:
    """A question without the remarks on the answer before it that stand around it; as it is where there is none.

    asked, told: the question before and its answer.
    """
    behind = _behind(text, f"{asked} {told}")
    for end in _ENDS.finditer(behind):
        said, rest = behind[: end.start()], behind[end.end() :]
        if _ASKS.match(said):
            break
        if not (_ASKS.match(rest) or _GOES_ON.match(rest)):
            continue
        ends = end["mark"][0] in _SENTENCE
        if (ends and _reacts(said, f"{asked} {told}") and not _BRINGS_IN.search(said)) or (
            _repeats(said, asked, told) and not _named_for(said, rest)
        ):
            return rest[:1].upper() + rest[1:]
    return behind


def _behind(text: str, before: str) -> str:
    """The text up to its last question mark, if what stands behind that is a remark."""
    question, mark, said = text.rpartition("?")
    said = said.strip(" .!…,")
    remark = mark and said and not (_BELONGS.match(said) or _ASKS.match(said) or _GOES_ON.match(said))
    return question + mark if remark and len(words(question)) > 1 and _reacts(said, before) else text


def _reacts(said: str, before: str) -> bool:
    """Whether what is said sets nothing right, and has no name or number that was not spoken of before."""
    known = set(content_stems(before))
    return (
        len(words(said)) <= _LONGEST
        and not _SETS_RIGHT.search(said)
        and all(known.issuperset(content_stems(new)) for new in (*names(said), *numbers(said)))
    )


def _repeats(said: str, asked: str, told: str) -> bool:
    """Whether something of the answer is said once more, and nothing else: "15", "only 15", "Category 5"."""
    again = set(content_stems(said))
    return bool(again) and not _BELONGS.match(said) and again <= set(content_stems(told)) - set(content_stems(asked))


def _named_for(said: str, question: str) -> bool:
    """Whether somebody is named whom the question then speaks of: "Ekimov, when did he publish it?"."""
    return bool(names(f"- {said}")) and bool(_PRONOUN.search(question))
