"""What somebody says to the answer before, around the next question: "15, and out of how many? Must have been tough."

Such a remark repeats what was just told, or brings in nothing: no name or number of its own, and nothing that "it" could be. A remark that does
("I remember a worse one. When was it?") is left where it is.
"""

from __future__ import annotations

import re

from index import content_stems, words
from qa.question.wants import AUXILIARY, WH, names, numbers, wanted

__all__ = ["without_remarks"]

_LONGEST = 12  # words of a remark
_LITTLE = 2  # words of its own, of one that the question is not about, …
_LEAST = 1  # … nor "it" in it
_ECHO = 3  # … and of one that may say again what was told in other words
_ASKS = re.compile(
    rf"(?:(?:and|but|so|or|now|then|ok|okay)[\s,]+)*(?:(?:out of|in|on|at|to|for|from|by|with|of|over|since|until|against) )?(?:{WH}|{AUXILIARY})\b",
    re.I,
)
_GOES_ON = re.compile(r"(?:and|but|so|what about|how about|(?:the )?same (?:question|thing|for|about|with))\b", re.I)
# What was told in other figures: "75 grand", "4th", "43 million is a lot"; a year says when
_FIGURE = re.compile(
    r"(?:(?:ok|okay|only|just|about|over|almost|so|wow|oh|hm+|what|ah|that)[\s,]+)*[$£€]?(?!(?:19|20)\d\d\b)\d[\w.,]*%?(?P<more>(?:,?\s+(?-i:[a-z’'-]+)){0,5})",
    re.I,
)
_SHORT = 5  # words of what goes on without a question mark: "and in Lindau"
_UNIT = 2  # words that may stand behind a figure before a comma
_AND = re.compile(r"(?:and|but)\b", re.I)
# Where a sentence ends, or what was repeated: "15, …", "15 - …"
_ENDS = re.compile(r"(?<=[\w%])[\"”’)]*(?P<mark>[.!…]+|\?+(?:!+)?|[,;:—–]|\s-+)\s+(?=\S)")
_SENTENCE = ".!…"
_PAUSES = f"{_SENTENCE};—–-"
# "not the first", "I mean 2015", "wait": that is no remark
_SETS_RIGHT = re.compile(
    r"\b(?:mean|meant|not(?! (?:bad|that|so|too|very|really|sure|surprised|surprising)\b)|instead|rather|except|sorry|wait|actually)\b",
    re.I,
)
# "a worse one", "my brother": something that "it" may be in what follows
_BRINGS_IN = re.compile(
    r"\b(?:an?(?! (?:lot|bit|little|pity|shame|relief|surprise)\b)|another|(?<!that )(?<!this )one|the|my|our|your|some|who|which|about)\b",
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
    again = False  # whether it begins with what was told
    for end in _ENDS.finditer(behind):
        said, rest = behind[: end.start()], behind[end.end() :]
        if _ASKS.match(said):
            break
        repeats = _repeats(said, asked, told) or _in_figures(said, asked)
        again = again or repeats
        if not (_ASKS.match(rest) or (_GOES_ON.match(rest) and (len(words(rest)) <= _SHORT or "?" in rest))):
            continue
        reacts = _reacts(said, f"{asked} {told}") and (again or not _brings_in(said, f"{asked} {told}", rest))
        echo = _AND.match(rest) and len(words(said)) <= _ECHO and not _BELONGS.match(said)  # "Tasmania lol. And why?"
        ends, pauses = (end["mark"].strip()[0] in marks for marks in (_SENTENCE, _PAUSES))
        if (
            (repeats and not _named_for(said, rest))
            or (ends and (reacts or echo))
            or (pauses and _FIGURE.fullmatch(said))
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


def _brings_in(said: str, before: str, question: str) -> bool:
    """Whether what is said speaks of something that the question behind it may be about."""
    own = {*content_stems(said)} - {*content_stems(before)}
    return bool(_BRINGS_IN.search(said)) or len(own) > (_LEAST if _PRONOUN.search(question) else _LITTLE)


def _repeats(said: str, asked: str, told: str) -> bool:
    """Whether something of the answer is said once more, and nothing else: "15", "only 15", "Category 5"."""
    again = set(content_stems(said))
    return bool(again) and not _BELONGS.match(said) and again <= set(content_stems(told)) - set(content_stems(asked))


def _in_figures(said: str, asked: str) -> bool:
    """Whether a figure is said that may be the answer, of a question for one: "75 grand"."""
    figure = _FIGURE.fullmatch(said)
    return bool(figure) and wanted(asked) == "number" and len(words(figure["more"])) <= _UNIT


def _named_for(said: str, question: str) -> bool:
    """Whether somebody is named whom the question then speaks of: "Ekimov, when did he publish it?"."""
    return bool(names(f"- {said}")) and bool(_PRONOUN.search(question))
