"""Somebody who sets right what they asked.

"I meant Fresenius, not Anthem", "no, in 2007"        what is meant, and instead of what
"typo!! part B i meant", "wrong shuttle, Discovery"   … where a clause before it says that something was wrong, or of what kind that was
"wait, how much did it pay?"                          another question, whole
"Scrap that, it's Mora. Which street there?"          what is meant, and then what is asked of it
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index import INTERJECTIONS, content_stems
from qa.question.wants import AUXILIARY, WH, names

__all__ = ["Correction", "correction"]

_LONGEST = 8  # words of what is exchanged
_GAP = r"[\s,.:;!…—–*-]+"
_MARK = r"(?:\s*[,.:;!?…—–]+\s*|\s+-+\s+)"
_FILLER = rf"(?:hm+|ah|uh|um|er+|well|and|but|so|damn|a+rgh|gr+|{'|'.join(sorted(INTERJECTIONS))})"
# What may as well answer or wonder; and what only somebody says who asked for something else
_NO = r"(?:no+|nope|nah|actually|wait|hold on|hang on)"
_OOPS = r"(?:sorry|o+ps|whoops|my (?:bad|mistake|fault)|pardon(?: me)?|excuse me|(?:my )?apologies|rather)"
_ADVERB = r"(?:(?:really|actually|just|only|rather|of course|obviously) )?"
_ABOUT = r"(?: (?:about|for|of))?"
_NOW = rf"i {_ADVERB}mean|i['’]?m (?:asking|thinking){_ABOUT}"
_THEN = (
    rf"(?:i )?{_ADVERB}meant(?: to (?:ask|say|write|type|put))?{_ABOUT}|i was {_ADVERB}(?:asking|thinking|talking|after){_ABOUT}|"
    rf"i am {_ADVERB}asking{_ABOUT}|i {_ADVERB}(?:asked|intended|had in mind|wanted to (?:ask|know|say|write|type)){_ABOUT}|"
    rf"(?:(?:i|we) )?(?:should|could)(?:['’]?ve| have) (?:asked|said|written|typed|put){_ABOUT}|what i (?:meant|wanted|was after)(?: to (?:ask|know|say))? (?:is|was){_ABOUT}|"
    r"my question (?:is|was)(?: about)?|make (?:that|it)|(?:(?:please|pls|plz) )?(?:change|correct|fix) (?:that|it|this) to"
)
_SAME = r"(?:the )?same (?:(?:question|thing)(?:,? but)?(?: for| about| with| of)?|(?:for|about|with))"
_MEANT = rf"(?:{_NOW}|{_THEN}|{_SAME})"
_OPENS = re.compile(
    rf"(?:(?:{_FILLER}|{_NO}|{_OOPS}){_GAP}|\*+\s*)*(?:{_MEANT}{_GAP}|(?<=[\s,])(?P<about>(?:what|how) about\s+))?",
    re.I,
)
_SAYS_NO, _SAYS_OOPS, _SAYS_MEANT, _SAYS_THEN = (
    re.compile(rf"\b{said}{_GAP}", re.I) for said in (_NO, _OOPS, _MEANT, f"(?:{_THEN})")
)
# A clause that says nothing but that something was wrong: "typo!!", "scrap that", "I said it wrong", "wrong shuttle"
_THAT = r"(?:that|it|this|everything|(?:my|the) (?:(?:last|previous) )?(?:one|question|part|bit|message))"
_SLIP = r"(?:typo|correction|mistake|error|slip(?: of the \w+)?|autocorrect)"
_REGRET = re.compile(
    r"(?:(?:let me|allow me to|i (?:have|need|want) to) (?:just )?(?:correct|rephrase|reword|restate|fix|clarify|try|start|ask)(?: (?:myself|that|this|it|(?:my|the) question|again|over|differently))*|"
    rf"(?:please )?(?:scratch|scrap|strike|forget|ignore|disregard|drop|delete|cancel|undo) {_THAT}|"
    r"you (?:got me wrong|(?:misunderstood|misread|did(?:n['’]t| not) understand)(?: me| that| my question)?)|"
    r"(?:my|the) question (?:is|was) (?:all )?(?:wrong|incorrect)|"
    rf"{_THAT}(?:['’]?s| is| was) (?:not (?:really |quite |exactly )?what (?:i|we)[a-z’' ]{{1,30}}?|(?:an? |my |just )+{_SLIP})|"
    r"i (?:said|wrote|typed|put|asked|got|had|spelled|named)(?: (?:it|that|this|(?:the|my) [a-z]+))?(?: all)? (?:wrong(?:ly)?|incorrectly)|"
    rf"i (?:misspoke|mistyped|misremembered|misspelled|misspelt|misread|was (?:wrong|mistaken)|made an? (?:\w+ )?{_SLIP}|(?:got|mixed) (?:it|that|them|those|things)(?: all)? (?:up|wrong|mixed up|confused)|confused (?:them|those|the two|things))|"
    rf"(?:a |my |just )*{_SLIP}(?: (?:on my part|of mine|there))?|"
    r"(?:(?:that was|i (?:had|got|named|typed|picked|gave|said|wrote|asked|used|chose)) )?(?:the )?wrong(?: (?P<kind>[a-z]+(?: [a-z]+)?))?)"
    rf"(?:{_MARK}|\s+(?=(?:but|and|so)\b|(?:{WH}|{AUXILIARY})\b|i (?:mean|meant|was)\b)|$)",
    re.I,
)
# … and then, what it should be
_BE = r"(?:should|ought to|was supposed to) (?:have )?(?:be|been|read|say|said)"
_SHOULD = re.compile(rf"(?:[^?]*?{_MARK})?(?:(?:so|but|and)\s+)*(?:(?:it|that|this) )?{_BE}\s+", re.I)
_CLOSES = re.compile(
    rf"(?:,? (?:{_OOPS}|please|of course|obviously|actually|duh|lol|haha|silly me)|{_MARK}{_SLIP})$", re.I
)
_SORRY = re.compile(rf"{_OOPS}$", re.I)
_HOW_ABOUT = re.compile(r"(?:what|how) about\s+", re.I)
_PLAIN = re.compile(r"[a-z][a-z’'-]+")
_PAUSE = re.compile(r"[,.:;!…—–-]")
# "not Anthem but Fresenius", "not Anthem, Fresenius"; "Fresenius, not Anthem"; "I wrote Anthem, but meant Fresenius"; "change Anthem to Fresenius"
_NOT_BUT = re.compile(
    rf"not\s+(?P<old>[^,;.!?]+?)(?:\s*[,;.!—–]\s*(?:but\s+)?|\s+-+\s+|\s+but\s+)(?:{_MEANT}{_GAP})?(?P<new>\S.*)", re.I
)
_RATHER_THAN = re.compile(
    r"(?P<new>\S.*?)(?:\s*[,;.—–]\s*(?:and )?not|\s+(?:(?:and )?not|instead of|rather than))\s+(?P<old>[^,;.!?]+)",
    re.I,
)
_WROTE = re.compile(
    rf"(?:(?:when|where) )?(?:i (?:wrote|typed|said|put|asked(?: about| for)?)|by)\s+(?P<old>[^,;.!?]+?)(?:\s*[,;.!—–]\s*|\s+)(?:(?:but|and|when|while)\s+)*"
    rf"(?:{_MEANT}|meant|(?:it |that )?{_BE}){_GAP}(?P<new>\S.*)",
    re.I,
)
_CHANGE = re.compile(
    r"(?:please )?(?:replace|change|swap|exchange)\s+(?P<old>\S.*?)\s+(?:with|to|for|by|into)\s+(?P<new>\S.*)", re.I
)
_BEHIND = re.compile(rf"[^?]+?{_MARK}(?:(?:so|but|and)\s+)*(?:{_THEN}){_GAP}(?P<new>\S.*)", re.I)
_MEAN = r"(?:that )?i (?:mean(?:t)?|want(?:ed)? to (?:know|ask)(?: about)?|should (?:say|have (?:said|written|asked|typed)))"
_INSTEAD = re.compile(
    rf"(?:(?:what|how) about )?(?P<new>\S.*?),?\s+(?:instead|{_MEAN}|(?:is|was) what i meant)(?:{_MARK}(?!{WH}\b).*)?",
    re.I,
)
_I_MEANT = re.compile(rf",? {_MEAN}$", re.I)
_PREPOSITION = r"(?:in|at|on|to|for|from|by|with|of|since|until|within)"
_QUESTION = re.compile(rf"(?:{_PREPOSITION}\s+)?(?:{WH}|{AUXILIARY})\b", re.I)
_THEN_ASKS = re.compile(
    rf"(?P<new>[^?]*?){_MARK}(?:and\s+)?(?P<asks>(?:{_PREPOSITION}\s+)?(?:{WH}|{AUXILIARY})\b.+)", re.I
)
_IT_IS = re.compile(
    rf"(?:i (?:think|guess|believe|suppose) )?(?:it|that|this|they|he|she|we)(?:['’]?(?:s|re)| is| are| was| were| {_BE})\s+",
    re.I,
)
# What is no thing, place or time: "it was closed", "about that", "the mayor told us"
_NO_THING = re.compile(
    r"(?:(?:about|for|to|in|at|on|of|with)\s+)?(?:i|you|he|she|it|we|they|there|that|this|these|those|not|no|yes|thanks?|please|really|seriously|"
    r"never ?mind|don['’]t|wrong|right|true|false)\b|"
    rf".*\b(?:{WH}|{AUXILIARY}|\w+n['’]t|i|you|we|me|us|said|says|told)\b",
    re.I,
)
_DETERMINED = re.compile(
    r"(?:(?:in|at|on|from|for|with|by|during|of|about)\s+)?(?:(?:the|an?)\s+\w|\S*\d)|(?:in|at|on|from|during)\s+\w",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody means: a whole question, or what takes the place of something in the last one.

    instead_of: what that is, kind: what it is one of ("shuttle"), "" where it was not said. asks: what is asked of the question that was set
    right. sure: whether it can be nothing else; "No, Dorn" may be a new topic, "wait, …" and "sorry, …" may go on from the answer. plain: whether
    it is a word that sets nothing right but what is like it: "no, bronze", not "no, seriously".
    """

    meant: str
    instead_of: str = ""
    whole: bool = False
    sure: bool = True
    kind: str = ""
    asks: str = ""
    plain: bool = False


def correction(text: str, last: str = "") -> Correction | None:
    """What a text sets right; None for any other. last: the last question, "" for none."""
    typed = " ".join(text.split()).rstrip(" ?.!")
    said, kind, regrets = _after_regrets(_without_close(typed))
    opening = _OPENS.match(said)
    opens = opening[0] if opening else ""
    rest, means = said[len(opens) :], bool(_SAYS_MEANT.search(opens) or (opening and opening["about"]))
    starred = text.lstrip().startswith("*")
    wrong = regrets or means or starred or bool(_SAYS_OOPS.search(opens)) or _SORRY.search(typed) is not None
    if wrong and (should := _SHOULD.match(rest)):
        rest, means = rest[should.end() :], True
    no = bool(_SAYS_NO.search(opens))
    if instead := _instead(rest, last, anyway=wrong or no):
        return replace(instead, kind=kind)
    if not (wrong or no):
        return None
    if regrets and (about := _HOW_ABOUT.match(rest)):
        rest, means = rest[about.end() :], True
    if _QUESTION.match(rest):
        other = _RATHER_THAN.fullmatch(rest)
        if other and set(content_stems(other["old"])) <= set(content_stems(last)):  # "how long, not how tall"
            rest = other["new"]
        return _question(rest, sure=regrets or bool(_SAYS_THEN.search(opens)))
    rest = _thing(rest) if regrets else _I_MEANT.sub("", rest)
    return _exchange(rest, last, kind, means or regrets or starred, wrong, paused=_PAUSE.search(opens) is not None)


def _without_close(said: str) -> str:
    """A text without what is said after a correction without changing it: "bronze, sorry"."""
    while (shorter := _CLOSES.sub("", said)) != said:
        said = shorter
    return said


def _after_regrets(said: str) -> tuple[str, str, bool]:
    """What follows the clauses that say that something was wrong, of what kind that was, and whether there are any."""
    kind, regrets, begins = "", False, _OPENS.match(said)
    start = 0 if not begins or _SAYS_MEANT.search(begins[0]) else begins.end()
    while regret := _REGRET.match(said, start):
        kind, regrets = kind or regret["kind"] or "", True
        said, start = said[regret.end() :], 0
    return said, kind, regrets


def _question(asked: str, *, sure: bool) -> Correction:
    return Correction(f"{asked[:1].upper()}{asked[1:]}?", whole=True, sure=sure)


def _exchange(rest: str, last: str, kind: str, means: bool, wrong: bool, *, paused: bool) -> Correction | None:
    """What is meant, and what is asked of it then; None for what is no thing."""
    if not last:
        return None
    then = _THEN_ASKS.fullmatch(rest) if means else None
    thing = _without_close(then["new"] if then else rest)
    if then and _is_thing(thing):
        return Correction(thing, kind=kind, asks=f"{then['asks'][:1].upper()}{then['asks'][1:]}?")
    named = bool(names(f"- {thing}"))
    sure = means or (paused and (named or bool(_DETERMINED.match(thing)))) or (wrong and named)
    plain = not sure and (paused or wrong) and _PLAIN.fullmatch(thing) is not None
    return Correction(thing, sure=wrong, kind=kind, plain=plain) if (sure or plain) and _is_thing(thing) else None


def _instead(rest: str, last: str, *, anyway: bool) -> Correction | None:
    """What is meant instead of something that is said, too: "Fresenius, not Anthem". anyway: whether something says that it is so, and not
    only that the last question speaks of that."""
    if not last:
        return None
    if wrote := _WROTE.fullmatch(rest):
        return (
            Correction(_thing(wrote["new"]), wrote["old"].strip("“”\"'")) if _is_thing(_thing(wrote["new"])) else None
        )
    says_so, behind = anyway, None if _NOT_BUT.match(rest) else _BEHIND.fullmatch(rest)
    if behind:
        rest, anyway = behind["new"], True
    sets = _NOT_BUT.fullmatch(rest) or _CHANGE.fullmatch(rest) or _RATHER_THAN.fullmatch(rest)
    if sets and _is_thing(sets["old"]):
        spoken_of = set(content_stems(sets["old"])) <= set(content_stems(last))
        if sets.re is _NOT_BUT and spoken_of and _QUESTION.match(sets["new"]):
            return _question(sets["new"], sure=True)
        new = _thing(sets["new"])
        if _is_thing(new):
            return Correction(new, sets["old"]) if spoken_of or (anyway and sets.re is not _CHANGE) else None
    if behind and _QUESTION.match(rest):
        return _question(rest, sure=True) if says_so else None
    after = behind or _INSTEAD.fullmatch(rest)
    return Correction(_thing(after["new"])) if after and _is_thing(_thing(after["new"])) else None


def _thing(said: str) -> str:
    """What is meant, without "it is" before it and what is said behind it."""
    it_is = _IT_IS.match(said)
    bare = _I_MEANT.sub("", _without_close(said[it_is.end() :] if it_is else said))
    return f"{bare[:1].lower()}{bare[1:]}" if re.match(r"(?:the|an?|in|at|on|for|from)\s", bare, re.I) else bare


def _is_thing(said: str) -> bool:
    """Whether what is put in the place of something may be a thing."""
    return 0 < len(said.split()) <= _LONGEST and not _NO_THING.match(said)
