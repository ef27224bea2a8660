"""Names as an answer gives them: in full, which a report gives a person's once, where it first speaks of them, and without a "’s"."""

from __future__ import annotations

import re
from collections import Counter

from index import STOP_WORDS

__all__ = ["NO_GIVEN", "bare", "in_full", "nominative"]

_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w")
_DERIVED = r"(?:i?an|n|i|s|ese|ish|ists?|ic|al|ional)\b"  # "Israeli", "Indian", "Trumpist", "Congressional"
_FURTHER = r"(?:Jr|Sr|I{1,3}|IV)\b"  # "Biden Jr" is Biden still, "China Sea" no China
_KINDS = "Inc|Corp|Corporation|Ltd|LLC|plc|PLC|Co"
_COMPANY = re.compile(rf",? (?:{_KINDS})\.?$")
_SAYS = "said|says|will|has|had|was|is|were|are|and|or|cut|rose|fell|told|sold|bought|took|gave|paid|sent|which|who"  # behind a name that ends with "’s" itself
_OWNED = re.compile(
    rf"(?:the )?(?!(?:Wom|M)en\b|People\b|Children\b)(?P<owner>{_NAME.pattern}(?: {_NAME.pattern})*?)(?P<link>['’]s?|-based) "
    rf"(?P<own>{_NAME.pattern}(?: {_NAME.pattern})*)"
)
_OFFICE = re.compile(
    r"\b(?:Minister|President|Secretary|Governor|Mayor|Court|Party|Parliament|Government|Cabinet|Congress|Senate|Council|Commission|Army|"
    r"Navy|Force|Police|Ministry|Department|Office|University|College|School|Church|Bank|Team|Chief|Director|Union|Association|"
    r"Leader|Prince|Princess|King|Queen|General|Assembly|Museum|Hospital|Chancellor|Speaker|Guard|Agency|Authority)\b"
)
# A full stop behind more than an initial ends a sentence.
_GIVEN = re.compile(rf"(?:(?:{_NAME.pattern}|[A-Z]\.?) ){{1,2}}$")
_OPENING = re.compile(r"(?:^|[.!?:;“”\"\n])\s*$")
# What may stand before a surname, with a capital, without being a part of the name.
NO_GIVEN = frozenset(
    """mr mrs ms dr sir lord lady prof professor president minister secretary senator governor mayor judge justice king
    queen prince princess pope captain general colonel sergeant coach director chairman chairwoman ceo doctor rep sen
    gov gen col sgt capt former late star singer actor actress quarterback striker midfielder defender superstar
    south north east west southern northern eastern western central new real united
    loading advertisement founder inspector detective officer democrat republican conservative labour monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november december""".split()  # noqa: SIM905 - a list of them is 80 lines
)


def in_full(name: str, text: str) -> str:
    """A name of one word as its article first gives it, or gives it more than once: "Sam Bankman-Fried" for "Bankman-Fried", and the
    Federal Reserve for the Fed.

    Unchanged where the words before it have no capital, or stand in the article without one too: "Former" opens a sentence; and where
    the article speaks of two of that name, Hunter and Joe Biden.
    """
    if not _NAME.fullmatch(name):
        return name
    if clipped := _clipped_from(name, text):
        return clipped
    mentions = re.finditer(rf"(?<![\w’'-]){re.escape(name)}(?![\w-]| (?!{_FURTHER}){_NAME.pattern})", text)
    befores = [text[max(0, m.start() - 60) : m.start()] for m in mentions]
    given = [_given(before, text) for before in befores]
    before = given[0] if given else ""
    for most, times in Counter(filter(None, given[1:])).most_common(1):
        before = before or (most if times > 1 else "")
    # At a sentence's opening any word may look like a given name: "Later Okafor left".
    inside = (
        n for said, n in zip(befores, given, strict=True) if n and not _OPENING.search(said.removesuffix(f"{n} "))
    )
    another = any(set(names.split()).isdisjoint(before.split()) for names in inside)
    return f"{before} {name}" if before and not another else name


def nominative(name: str, text: str) -> str:
    """A name without the "’s" that it has in its sentence, unless that is the name: "Obama" for "Obama’s", but "Moody’s", which cut a rating."""
    without = re.sub(r"['’]s$", "", name)
    return name if re.search(rf"\b{re.escape(without)}['’]s(?:[.,;:]| (?:[a-z]+ed|{_SAYS})\b)", text) else without


def bare(name: str, text: str) -> str:
    """A name without whose it is and without "Inc", where its article has it so, too: "Twitter" for "Elon Musk’s Twitter Inc".

    Unchanged where the rest is one word of several ("Levi’s Stadium") or an office ("Mora’s Prime Minister"), where it is somebody else's,
    too, or the owner never stands alone ("Sotheby’s New York").
    """
    owned = _OWNED.fullmatch(name.rstrip("."))
    if owned and (owned["link"] == "-based" or _alone(owned["owner"], text)):
        own = _COMPANY.sub("", owned["own"])
        a_name = " " in own or own != owned["own"] or owned["link"] == "-based"
        if a_name and not _OFFICE.search(own) and len(_owners(own, text)) < 2 and _alone(own, text):
            return own
    company = _COMPANY.sub("", name)
    return company if company != name and company[-1:].isalnum() and _alone(company, text) else name


def _owners(own: str, text: str) -> set[str]:
    """Whose it is, in a text: the words before "’s" or "-based" before it."""
    return set(re.findall(rf"([\w’'-]+?)(?:['’]s?|-based) {re.escape(own)}\b", text))


def _alone(name: str, text: str) -> bool:
    """Whether a text has a name without a "’s" or another name's word before it, and without "’s" or "Inc" behind it."""
    mentions = re.finditer(
        rf"(?<!['’]s )(?<!s['’] )(?<!-based )(?<!\w){re.escape(name)}(?!['’]|,? (?:{_KINDS}|Company)\b| {_NAME.pattern}|[\w-])",
        text,
    )
    befores = (re.search(rf"({_NAME.pattern}) $", text[max(0, m.start() - 40) : m.start()]) for m in mentions)
    return any(not before or before[1].casefold() in STOP_WORDS for before in befores)


def _clipped_from(name: str, text: str) -> str:
    """The name of two words of which an article makes "the Fed"; "" where it makes none, or as often another.

    The short one never stands without "the", as countries and people do, and the long one has no further word: the Met is no
    Metropolitan Museum of Art.
    """
    if not re.search(rf"\bthe {re.escape(name)}\b(?! {_NAME.pattern})", text) or re.search(
        rf"(?<!\b[Tt]he )(?<![\w’'-]){re.escape(name)}(?![\w-])", text
    ):
        return ""
    long = rf"\b[Tt]he ({re.escape(name)}(?!{_DERIVED})[a-z]+ {_NAME.pattern})(?![\w’'-]| (?:of )?[A-Z])"
    longer = Counter(re.findall(long, text)).most_common(2)
    return longer[0][0] if longer and (len(longer) == 1 or longer[0][1] > longer[1][1]) else ""


def _given(before: str, text: str) -> str:
    """The given names that end the text before a surname; "" where there are none."""
    match = _GIVEN.search(before)
    parts = match.group().split() if match else []
    while parts and _is_none(parts[0], text):
        parts.pop(0)
    sound = parts and len(parts[0].rstrip(".")) > 1 and not any(_is_none(part, text) for part in parts)
    return " ".join(parts) if sound else ""


def _is_none(word: str, text: str) -> bool:
    """Whether a capitalised word is no given name: a title, a common word."""
    plain = word.rstrip(".").casefold()
    return (
        plain in NO_GIVEN
        or plain in STOP_WORDS
        or plain.endswith(("’s", "'s"))
        or bool(re.search(rf"(?<![\w’'-]){re.escape(plain)}(?![\w-])", text))
    )
