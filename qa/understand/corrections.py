"""Somebody who sets right what they asked, or goes back to what they asked before that.

correction   "I meant Fresenius, not Anthem", "no, in 2007", "wait, how much did it pay?"   what is meant, and instead of what
returned     "back to the airport: who attacked it?"                                        the turn that spoke of it, as the last one
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import INTERJECTIONS, content_stems
from qa.question.wants import AUXILIARY, WH, names
from qa.records import Turn

__all__ = ["Correction", "correction", "goes_back", "returned"]

_LONGEST = 8  # words of what is exchanged
_GAP = r"[\s,.:;!…—–-]+"
_FILLER = rf"(?:hm+|ah|uh|um|er+|well|and|but|so|{'|'.join(sorted(INTERJECTIONS))})"
# What may as well answer or wonder; and what only somebody says who asked for something else
_NO = r"(?:no+|nope|nah|actually|wait|hold on|hang on)"
_OOPS = r"(?:sorry|o+ps|whoops|my (?:bad|mistake|fault)|pardon(?: me)?|excuse me|correction|scratch that|make (?:that|it)|rather)"
_MEANT = (
    r"(?:i (?:really |actually |just )?(?:mean|meant|(?:was asking|am asking|was thinking of|asked|wanted to (?:ask|know)|meant to (?:ask|say))(?: about| for)?)|"
    r"i['’]m asking(?: about| for)?|my question (?:is|was)(?: about)?|"
    r"(?:the )?same (?:(?:question|thing)(?:,? but)?(?: for| about| with| of)?|(?:for|about|with)))"
)
_OPENS = re.compile(
    rf"(?:(?:{_FILLER}|{_NO}|{_OOPS}){_GAP})*(?:{_MEANT}{_GAP}|(?<=[\s,])(?P<about>(?:what|how) about\s+))?", re.I
)
_SAYS_NO, _SAYS_OOPS, _SAYS_MEANT = (re.compile(rf"\b{said}{_GAP}", re.I) for said in (_NO, _OOPS, _MEANT))
_SORRY = re.compile(r",? sorry$", re.I)
_PAUSE = re.compile(r"[,.:;!…—–-]")
# "not Anthem but Fresenius", "not Anthem, Fresenius"; "Fresenius, not Anthem"
_NOT_BUT = re.compile(
    rf"not\s+(?P<old>[^,;.!?]+?)(?:\s*[,;.!—–]\s*(?:but\s+)?|\s+-+\s+|\s+but\s+)(?:{_MEANT}{_GAP})?(?P<new>\S.*)", re.I
)
_RATHER_THAN = re.compile(
    r"(?P<new>\S.*?)(?:\s*[,;.—–]\s*(?:and )?not|\s+(?:not|instead of|rather than))\s+(?P<old>[^,;.!?]+)", re.I
)
_INSTEAD = re.compile(r"(?:(?:what|how) about )?(?P<new>\S.*?),?\s+(?:instead|i mean(?:t)?)", re.I)
_QUESTION = re.compile(rf"(?:(?:in|at|on|to|for|from|by|with|of|since|until)\s+)?(?:{WH}|{AUXILIARY})\b", re.I)
# What is no thing, place or time: "it was closed", "about that", "the mayor told us"
_NO_THING = re.compile(
    r"(?:(?:about|for|to|in|at|on|of|with)\s+)?(?:i|you|he|she|it|we|they|there|that|this|these|those|not|no|yes|thanks?|please|really|seriously|"
    r"never ?mind|don['’]t|wrong|right|true|false)\b|"
    rf".*\b(?:{WH}|{AUXILIARY}|\w+n['’]t|i|you|we|me|us)\b",
    re.I,
)
_DETERMINED = re.compile(
    r"(?:(?:in|at|on|from|for|with|by|during|of|about)\s+)?(?:(?:the|an?)\s+\w|\S*\d)|(?:in|at|on|from|during)\s+\w",
    re.I,
)
_BACK_TO = re.compile(
    rf"(?:{_FILLER}{_GAP})*(?:(?:(?:let['’]?s|let us|can we|i want to|i['’]d like to) )?(?:go|get|come|going|getting|coming|turning|return|returning)(?: back)? to|back to|as for)\s+"
    rf"(?P<what>[^,:;.?!—–]{{2,60}}?)(?:\s*[,:;.?!—–]+\s+|\s+-+\s+|\s+)(?:and\s+)?(?P<asks>(?:{WH}|{AUXILIARY})\b.*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody means: a whole question, or what takes the place of something in the last one.

    instead_of: what that is, "" where it was not said. sure: whether it can be nothing else; "No, Dorn" may be a new topic.
    """

    meant: str
    instead_of: str = ""
    whole: bool = False
    sure: bool = True


def correction(text: str, last: str = "") -> Correction | None:
    """What a text sets right; None for any other. last: the last question, "" for none."""
    said = _SORRY.sub("", " ".join(text.split()).rstrip(" ?.!"))
    opening = _OPENS.match(said)
    opens = opening[0] if opening else ""
    rest, means = said[len(opens) :], bool(_SAYS_MEANT.search(opens) or (opening and opening["about"]))
    wrong = means or bool(_SAYS_OOPS.search(opens))
    if instead := _instead(rest, last, anyway=wrong or bool(_SAYS_NO.search(opens))):
        return instead
    if not (wrong or _SAYS_NO.search(opens)):
        return None
    if _QUESTION.match(rest):
        return Correction(f"{rest[:1].upper()}{rest[1:]}?", whole=True)
    named = bool(names(f"- {rest}"))
    paused = _PAUSE.search(opens) is not None and (named or bool(_DETERMINED.match(rest)))
    exchanges = last and _is_thing(rest) and (means or paused or (wrong and named))
    return Correction(rest, sure=wrong) if exchanges else None


def _instead(rest: str, last: str, *, anyway: bool) -> Correction | None:
    """What is meant instead of something that is said, too: "Fresenius, not Anthem". anyway: whether something says that it is so, and not
    only that the last question speaks of that."""
    if not last:
        return None
    if (sets := _NOT_BUT.fullmatch(rest) or _RATHER_THAN.fullmatch(rest)) and _is_thing(sets["new"]):
        spoken_of = set(content_stems(sets["old"])) <= set(content_stems(last))
        return Correction(sets["new"], sets["old"]) if _is_thing(sets["old"]) and (anyway or spoken_of) else None
    after = _INSTEAD.fullmatch(rest)
    return Correction(after["new"]) if after and _is_thing(after["new"]) else None


def _is_thing(said: str) -> bool:
    """Whether what is put in the place of something may be a thing."""
    return 0 < len(said.split()) <= _LONGEST and not _NO_THING.match(said)


def goes_back(text: str) -> bool:
    """Whether somebody goes back to something and asks of it."""
    return bool(_BACK_TO.fullmatch(text))


def returned(text: str, turns: Sequence[Turn]) -> tuple[str, Sequence[Turn]]:
    """The question of somebody who goes back to something, and the turns with the last one that spoke of it at their end; where none did,
    as it is asked of that. Any other text as it is."""
    back = _BACK_TO.fullmatch(text)
    if not back:
        return text, turns
    sought = set(content_stems(back["what"]))
    for turn in reversed(turns) if sought else ():
        if sought <= set(content_stems(f"{turn.understood_as.question} {turn.answer.short or ''}")):
            return back["asks"][:1].upper() + back["asks"][1:], [*(t for t in turns if t is not turn), turn]
    return f"and {back['what']}, {back['asks']}", turns
