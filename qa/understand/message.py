"""The question in a message: "I'm a teacher from Leeds, preparing a lesson 😊 Which fungus …? God bless you!"

A message is cut where somebody who types goes on to something else; the one piece that asks is the question. What else is said may matter ("I
read of the breach at Anthem. How many …?"), so it is only a reading: whoever asks for it compares what is found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import INTERJECTIONS, content_stems
from qa.question.wants import AUXILIARY, WH, names

__all__ = [
    "EMOJI",
    "asked_in",
    "joined_up",
    "longhand",
    "points",
    "readings",
    "told_before",
    "told_of",
    "without_letter",
]

_LEAST = 2  # words of meaning that a question must have to stand alone
EMOJI = r"[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?"
_BREAKS = re.compile(rf"(?<=[.!?…])[\"”’)]*\s+|:\s+|\s+[-–—]+\s+|(?:\s*{EMOJI})+\s*|,?\s+(?:anyway|anyhow),?\s+", re.I)
# A question that something else is said behind
_ENDS = re.compile(r"(?:[?!]|\.\.|…)[\"”’)]*$")
# No end of a sentence: an initial, a title
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Dr|Mrs?|Ms|St|No|Jr|Sr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|vs|Inc|Co|Corp|Ltd)\.$")
_LONGEST = 12  # characters that an abbreviation has, and one before it
# Who asks, or is asked, or what only a person says
_OF_ASKER = re.compile(
    r"^(?:just )?(?:saw|read|heard|watched)\b|\b(?:i|im|me|my|mine|myself|we|(?-i:us)|our|you|your|yours)\b|(?-i:(?<![\w.])ur?(?![\w.]))|\b(?:i|we|you)['’](?:m|d|ll|ve|re)\b|"
    rf"\b(?:{'|'.join(sorted(INTERJECTIONS))}|sir|madam|bless|asking|wondering|curious|sorry|please|pls|plz|question)\b|\bhere\W*$|"
    r"^\W*(?:(?:quick|one|another|last|next|nice|good|great) )?(?:more|story|one|q|news|stuff)\W*$|"
    r"^\W*(?:just|only|in) (?:the|a|an|one|two) [a-z]+\W*$",
    re.I,
)
# "I just read about", "saw a clip of", "im writing a report on"
_ABOUT = re.compile(
    r".*?\b(?:saw|seen|see|read|reading|heard|watched|watching|found|writing|doing|researching|studying|have|got)\b"
    r"(?: (?:an?|the|this|that|some|my|our|in|school|news))*(?: [a-z]+)? (?:about|of|on|from)\s+",
    re.I,
)
# What may stand before a question word; "when you have a minute" asks nothing
_FRONTED = (
    r"(?:(?:in|on|at|to|for|from|by|with|of|since|until|within|through|during|under|against|about|around|roughly|approximately|exactly) )?"
    r"(?!(?:when|what|how) (?:i|you|u|we)\b)"
)
_ASKS = re.compile(
    rf"(?:(?:so|and|but|ok|okay|now|then|well|like|also|anyway|anyhow|(?:quick |one more |next )?q(?:uestion)?)[\s,]+)*(?P<asks>{_FRONTED}(?:{WH}|{AUXILIARY})\b.*)",
    re.I | re.S,
)
_WITHIN = re.compile(
    rf"(?!.*\bthanks to {WH})(?P<before>[^,;]*?(?:,[^,;]*?)?)[\s,]+(?P<asks>{_FRONTED}(?:{WH})\b.*)", re.I | re.S
)
_WISHED = re.compile(r".*\b(?:tell|give|show|remind) (?:me|us) (?P<thing>(?:the|an?) .*?)[.!\s]*", re.I | re.S)
# What asks for no fact: "can you help me?"; and what may ask for one: "can you tell me …"
_FOR_HELP = re.compile(
    r"(?:can|could|would|will|may) (?:you|u|i|we|any(?:one|body)|some(?:one|body)) (?:please |pls |plz )?(?:help|assist|ask|answer)\b",
    re.I,
)
_TO_US = re.compile(r"(?:can|could|would|will|may) (?:you|u|i|we|any(?:one|body)|some(?:one|body))\b", re.I)
_POINTS = re.compile(r"\b(?:he|she|him|his|her|it|its|they|them|their|theirs|this|these|those)\b", re.I)
# As in a letter
_ADDRESSED = re.compile(r"^dear\b[^,.!?]{1,40}[,.!]\s+", re.I)
_SIGNED = re.compile(
    r"(?<=[.?!])\s+(?:(?:yours|very) (?:faithfully|sincerely|truly)|(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|sincerely|cheers)\b[^?]*$",
    re.I,
)
# Where somebody is from and what they are called are no names that the question speaks of
_WHERE_FROM = re.compile(r"\b(?:from|in|near|at|name is|name['’]s|called)\s+(?:[A-ZÀ-Þ][\w’'-]*\s*)+")
_SHOUTED = re.compile(r"[A-Z]{5,}")  # no abbreviation
# As people write them on a telephone
_SHORT = {
    "ppl": "people", "yr": "year", "yrs": "years", "hr": "hour", "hrs": "hours", "mins": "minutes", "secs": "seconds", "wk": "week",
    "wks": "weeks", "govt": "government", "univ": "university", "uni": "university", "dept": "department", "prez": "president",
    "pres": "president", "approx": "approximately", "avg": "average", "intl": "international", "natl": "national", "abt": "about",
    "u": "you", "ur": "your", "pls": "please", "plz": "please", "n": "and", "thru": "through", "b4": "before", "cuz": "because",
    "bc": "because", "w": "with", "wat": "what", "wut": "what", "pics": "pictures", "vid": "video", "gonna": "going to",
    "wanna": "want to", "tho": "though", "bday": "birthday",
}  # fmt: skip
_SHORT_WORD = re.compile(rf"(?<![\w’'@./-])(?:{'|'.join(_SHORT)})(?![\w@/’'-]|\.\w)")


def readings(text: str) -> tuple[str, ...]:
    """The question in a message, as it may be meant, the likelier first: alone, and with what else is said in brackets, where that may matter.

    Empty where no one piece asks, where it may go on in the next ("Animal Crossing: New Horizons"), or where nothing is said of whoever asks.
    """
    text = " ".join(text.split())
    pieces = _pieces(text)
    asked = [(n, found) for n, piece in enumerate(pieces) if (found := asked_in(piece))]
    if len(asked) > 1:
        asked = [(n, found) for n, found in asked if not _TO_US.match(found) or len(set(content_stems(found))) > _LEAST]
    if len(asked) != 1 or asked[0][1] == text:
        return ()
    ((at, question),) = asked
    question = question[:1].upper() + question[1:]
    others = [piece.strip(" .!?…") for n, piece in enumerate(pieces) if n != at]
    if (at < len(pieces) - 1 and not _ENDS.search(pieces[at])) or (others and not any(map(_OF_ASKER.search, others))):
        return ()
    said = [told for other in others if (told := told_of(other))]
    alone = [question] if len(set(content_stems(question))) >= _LEAST else []
    within = [f"{question.rstrip(' ?.!')} ({'; '.join(said)})?"] if said else []
    if points(question):
        return tuple(within or (alone if names(question) else ()))
    of_asker = all(map(_OF_ASKER.search, others))
    return tuple(alone + within if of_asker else within + alone)


def told_before(text: str, question: str) -> tuple[str, ...]:
    """The names in what a text says beside its question, but for where somebody is from."""
    asked = rf"\w?{re.escape(question[1:])}"  # it may begin with a small letter there
    said = re.sub(asked, "", _SIGNED.sub("", _ADDRESSED.sub("", text)))
    return tuple(name for piece in _BREAKS.split(said) for name in _names(_WHERE_FROM.sub("", piece)))


def told_of(piece: str) -> str:
    """What a piece beside the question tells of something else than of whoever asks; "" where it does not."""
    if not _OF_ASKER.search(piece):
        return piece if len(content_stems(piece)) > 1 or _names(f"- {piece}") else ""
    if about := _ABOUT.match(piece):
        return piece[about.end() :]
    return piece if _names(_WHERE_FROM.sub("", piece)) else ""


def points(text: str) -> bool:
    """Whether a text has "he", "it", "this" and the like."""
    return bool(_POINTS.search(text))


def longhand(text: str) -> str:
    """A text with the words that people cut short as they type written out: "how many people a year" for "how many ppl a yr"."""
    return _SHORT_WORD.sub(lambda found: _SHORT[found[0]], text)


def _pieces(text: str) -> list[str]:
    """A message cut where its writer goes on to something else."""
    return joined_up(_BREAKS.split(without_letter(text)))


def without_letter(text: str) -> str:
    """A text without a letter's address and signature."""
    return _SIGNED.sub("", _ADDRESSED.sub("", text))


def joined_up(pieces: Sequence[str]) -> list[str]:
    """Pieces of a text, those put together again that an abbreviation has cut: "Dr.", "U. N."."""
    whole: list[str] = []
    for piece in pieces:
        if whole and _ABBREVIATED.search(whole[-1][-_LONGEST:]):
            whole[-1] += f" {piece}"
        elif piece and re.search(r"\w", piece):
            whole.append(piece)
    return whole


def _names(piece: str) -> list[str]:
    """The names in a piece, without a capital that but opens it, and what is shouted."""
    return [name for name in names(piece) if not (piece.startswith(name) or _SHOUTED.fullmatch(name))]


def asked_in(piece: str) -> str | None:
    """The question that a piece of a text is, or that stands in it behind what only whoever asks says."""
    opens = None if _FOR_HELP.match(piece) else _ASKS.fullmatch(piece)
    if opens and not _TO_US.match(opens["asks"]):
        return opens["asks"]
    within = _WITHIN.fullmatch(piece)
    if within and _OF_ASKER.search(within["before"]) and not _names(within["before"]):
        return within["asks"]
    wished = _WISHED.fullmatch(piece)
    if wished and _OF_ASKER.search(piece):
        return f"What is {wished['thing']}?"
    return opens["asks"] if opens else None
