"""What somebody says in a conversation who asks for no fact: thanks, "what can you do?", "tell me more", "are you sure?", "what is the
latest on Syria?".

Rules; what none of them knows is a question. What is done is in qa.tell.digest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from qa.question.period import DATED, time_named
from qa.question.wants import AUXILIARY, WH, names
from qa.records import Citation, Turn
from qa.understand.courtesies import INTERJECTION, says_nothing, without_filler
from qa.understand.meta import asked_of_answer

__all__ = [
    "Move",
    "asked_nothing",
    "asks_nothing",
    "goes_on",
    "happened",
    "more_of_somebody",
    "move",
    "pointed_at",
    "stands_apart",
]

Wanted = Literal["nothing", "help", "news", "topic", "more", "source", "summary"]


@dataclass(frozen=True, slots=True)
class Move:
    """What is wanted, and of a topic: its words, whether the latest is meant, and whether a list of articles is.

    nth: which article of those that were told of is meant, from 1; -1 for the last, 0 for none in particular.
    """

    wants: Wanted
    topic: str = ""
    latest: bool = False
    listed: bool = False
    nth: int = 0


# What is said around a wish without changing it
_BEFORE = re.compile(
    rf"^(?>(?!really\b)(?:{INTERJECTION}|so|and|but|please|now)\b[\s,.!]*)*"
    r"(?:(?:can|could|would|will) (?:you|u) (?:please )?|i(?:['’]d| would) like (?:you )?to |i want (?:you )?to |let['’]s )?",
    re.I,
)
_AFTER = re.compile(
    r"(?<![\s,])(?:[\s,]+(?:please|then|now|again|for me|briefly|in short|in a few words|thanks|right now|at the moment))+$",
    re.I,
)
_END = " .?!…"
_IT = r"(?:it|them|these|those|(?:this|that)(?: (?:topic|subject|matter|story))?)"
_SOURCE_WORD = r"(?:sources?|evidence|proof|references?|citations?)"
_CORPUS = r"(?:corpus|collection|archive|database|index|library)"
_PIECE = r"(?:articles?|stor(?:y|ies)|reports?)"
_NEWS_WORD = rf"(?:news|headlines|updates?|developments?|coverage|{_PIECE})"
_NEWEST = r"(?:latest|newest|recent|most recent|breaking|top|new)"
_OF = r"(?:on|about|of|from|by|regarding|concerning|with)"
_TIME = r"(?:today|yesterday|(?:this|last) (?:week|month)|lately|recently|right now)"
_WHENEVER = rf"(?:{_TIME}|{DATED}|since (?:yesterday|last (?:week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day))"
_HELP = re.compile(
    rf"help(?: me)?|(?:i need|can you) (?:your |some )?help(?: me)?|(?:what|how) can (?:you|i|we) (?:do|ask|search|use|help)(?: (?:me|us|you|here|this|with|for|about))*|"
    rf"who are you|what are you|what do you (?:do|know|cover|have)(?: about)?|what (?:can|should|could|may) (?:i|we) ask(?: you)?(?: about)?(?: here)?|"
    rf"(?:what|which) (?:articles|news|topics|sources|publishers|outlets|newspapers|dates?|years?) (?:do you (?:have|cover|know|hold)|are (?:there|here|available|indexed)|"
    rf"does (?:the|this|your) {_CORPUS} (?:have|cover|hold))|"
    rf"what (?:are )?(?:these|the|your) articles (?:are )?about|what(?:['’]s| is) in (?:here|(?:the|this|your) {_CORPUS})|"
    rf"how many articles (?:do you (?:have|know|hold)|are (?:there|here|in (?:the|this|your) {_CORPUS}|indexed)|does (?:the|this|your) {_CORPUS} (?:have|hold|contain))",
    re.I,
)
_NEWS = re.compile(
    rf"what(?:['’]s| is|s) (?:new|happening|(?:the|in the) (?:news|{_NEWEST}(?: (?:news|headlines|stories))?))(?: {_WHENEVER})?|"
    rf"(?:(?:show|give|tell) (?:me|us) )?(?:the |some |your )?(?:{_NEWEST}|today['’]s) {_NEWS_WORD}(?: {_WHENEVER})?|"
    rf"what(?:['’]s| is| are|s) (?:the|your) {_NEWEST} {_PIECE}(?: (?:here|(?:that )?you have))?|"
    rf"(?:(?:show|give|tell) (?:me|us) )?(?:the |any )?(?:news|headlines)(?: {_WHENEVER})?|what (?:has )?happened (?!(?:after|before|until) ){_WHENEVER}|"
    rf"(?:(?:show|give|find|list|tell) (?:(?:me|us) )?)?(?:(?:the|any|all|some|your) )*(?:{_NEWEST} )?(?:{_NEWS_WORD}|anything|everything) {DATED}|"
    rf"what (?:was (?:reported|published|in the news)|made (?:the )?(?:news|headlines)|were the (?:{_NEWEST} )?(?:news|headlines|stories)) {DATED}|(?:tell me )?(?:the )?latest|"
    rf"(?:are there |is there )?any(?:thing new|(?: new| recent)? (?:news|updates?))(?: {_WHENEVER})?|tell (?:me|us) what(?:['’]s| is) new|"
    rf"what are (?:the |today['’]s )?(?:{_NEWEST} )?(?:news|headlines|stories)(?: {_WHENEVER})?|"
    rf"(?:summari[sz]e|recap|sum up|list) (?:(?:all|the|your|today['’]s) )*(?:{_NEWEST} )?(?:news|headlines|articles)(?: {_WHENEVER})?",
    re.I,
)
_MORE = re.compile(
    rf"yes|yeah|yep|sure|ok|okay|(?:tell|show|give) (?:me|us) (?:some |a bit |a little )?more(?: (?:details?|information|info))?(?: (?:about|on|of) {_IT})?|"
    rf"(?:some )?more(?: (?:details?|information|info))?(?: (?:about|on) {_IT})?|go on|carry on|continue|keep going|read on|say more|"
    rf"(?:what|anything) else(?: (?:is (?:known|there)|do you know|does (?:it|the {_PIECE}) say)(?: (?:about|on) {_IT})?)?|"
    rf"(?:elaborate|expand)(?: on {_IT})?|what happened (?:next|then|afterwards?|after (?:that|this))|what(?:['’]s| is|s)? next|next|then|and|please",
    re.I,
)
_SOURCE = re.compile(
    rf"are you (?:really |absolutely |quite |very )?(?:sure|certain)(?: (?:about|of) {_IT})?|really|is (?:that|this|it) (?:really |actually )?(?:true|right|correct|so)|"
    rf"(?:what|which|where)(?:['’]s| is| are|s) (?:your|the|that|its) {_SOURCE_WORD}(?: (?:for|of) {_IT})?|(?:your )?{_SOURCE_WORD}|"
    rf"(?:says who|who says(?: (?:so|{_IT}))?)|according to (?:whom|who|what|which {_PIECE}|which (?:outlet|source|paper))|"
    rf"how do you know(?: {_IT})?|where (?:did|do|have) you (?:get|find|found|read|have|see|got) {_IT}(?: from)?|where (?:is|does|did) (?:that|this|it)(?: come)? from|"
    rf"(?:which|what) (?:{_PIECE}|source|outlet|paper) (?:says|said|is|reports|reported) (?:so|{_IT})(?: (?:from|in))?|"
    rf"(?:show|give|cite|quote|name)(?: me| us)? (?:the|your|its) (?:{_SOURCE_WORD}|{_PIECE})|prove it",
    re.I,
)
_SUMMARY = re.compile(
    rf"(?:summari[sz]e|sum up|recap|shorten)(?: (?:{_IT}|(?:the|this|that) (?:whole |full )?(?:{_PIECE}|source|thing)))?(?: up)?|sum {_IT} up|"
    rf"tl[;,]? ?dr|in short|in brief|briefly|shorter|(?:give me |show me )?(?:an?|the) (?:short |brief |quick )?(?:summary|gist|overview|short version)(?: of (?:{_IT}|(?:the|this|that) {_PIECE}))?|"
    rf"what(?:['’]s| is) (?:{_IT}|(?:the|this|that) {_PIECE}) (?:all )?about|what (?:does|did) (?:it|the {_PIECE}|this {_PIECE}|that {_PIECE}) say",
    re.I,
)
_LISTS = re.compile(rf"\b(?:list|all|everything|headlines|(?:articles|stories|reports) (?:{_OF}|do|have|are))\b", re.I)
_LATEST = re.compile(rf"\b(?:{_NEWEST}|news|updates?|happening|going on)\b", re.I)
_TOPIC = re.compile(
    rf"(?P<wish>(?:tell|teach) (?:me|us) (?:more |something |everything |a bit |a little )?(?:about|on)|talk about|"
    rf"(?:what|anything|something) (?:do|can|did|have) (?:you|we) (?:know|tell (?:me|us)|say|have|got) (?:about|on)|"
    rf"what(?:['’]s| is| are|s) (?:new|the (?:{_NEWEST} )?{_NEWS_WORD}|the {_NEWEST}|known) {_OF}|what(?:['’]s| is|s) (?:new|happening|going on)(?: right now)? (?:in|with|at|on)|"
    rf"(?:the )?(?:latest|newest) (?:on|about|from|regarding|concerning|with)|"
    rf"what (?:do|does|did) (?:the|your|these) (?:{_PIECE}|{_CORPUS}|sources|papers) say (?:about|on|of)|"
    rf"(?:(?:show|give|find|tell|get|read) (?:me |us )?)?(?:(?:any|all|the|some) )*(?:{_NEWEST} )?(?:news )?(?:{_NEWS_WORD}|information|info) (?:{_OF}|that (?:mention|speak of)|mentioning|in)|"
    rf"(?:(?:show|give) (?:me |us )?)?(?:an?|the) (?:short |brief |quick )?(?:overview|summary|rundown|outline|gist|recap) (?:of|on|about)|"
    rf"list (?:me )?(?:(?:all|the|some) )*(?:{_NEWEST} )?{_NEWS_WORD} (?:{_OF}|that (?:mention|speak of)|mentioning|in)|"
    rf"(?:are|is) there (?:(?:any|some|more) )*(?:{_NEWEST} )?(?:{_NEWS_WORD}|information|info) (?:on|about|that mentions?)|"
    rf"(?:do|have) you (?:have|got|know)? ?(?:(?:any|some|more) )*(?:{_NEWEST} )?(?:{_NEWS_WORD}|information|info|anything|something) (?:on|about|by|from|that mentions?)|"
    rf"(?:is there )?(?:anything|something)(?:(?: new| else)? about| new on)|what are the {_NEWEST} (?:updates|developments|stories) (?:in|on|about|with)|"
    rf"what (?:was|is|has been) (?:reported|written|said|published|told)(?P<dated> {DATED})? about|"
    rf"(?:what|which|how many) {_NEWS_WORD} (?:do|have) (?:you|we) (?:have |got )?(?:about|on)|(?:what|which) {_NEWS_WORD} (?:are|is) (?:there (?:about|on)|about)|"
    rf"what else (?:is (?:known|there)|do (?:you|we) know|(?:can|could) you (?:tell (?:me|us)|say)) (?:about|on)|"
    rf"(?:show|give|tell) (?:me |us )?(?:all|everything|anything)(?: (?:there is|you have|you know))? (?:about|on)(?: (?:how|why|where|when|whether))?|"
    rf"(?:know|hear|learn|read) (?:(?:some|more|something|everything) )*(?:about|on)|"
    rf"(?:some |any )?more (?:details? |information |info )?(?:about|on)|(?:summari[sz]e|sum up|recap|describe|explain))\s+(?P<topic>\S.*)",
    re.I,
)
# "latest HHS news"
_NEWS_OF = re.compile(
    rf"(?:(?:show|give|tell) (?:me|us) |what(?:['’]s| is| are|s) )?(?:the |some )?(?:latest|newest|most recent|recent|breaking|any) "
    rf"(?P<topic>(?:(?!(?:{_OF}|{_NEWEST}|in|more|other|good|bad|{WH}|{AUXILIARY}|news)\b)[\w’'.&-]+ ){{1,4}})(?:news|headlines|updates|coverage)(?P<dated> {_WHENEVER})?",
    re.I,
)
_ARTICLE_ON = re.compile(
    rf"^(?:(?:the|all|any|this|that|your|these) )*(?:{_NEWEST} )?(?:news |{_PIECE} |coverage |events )(?:{_OF}|in) (?=\S)|^what (?:the )?{_PIECE} say (?:about|on) ",
    re.I,
)
# "Explain why it fell", "The report on flu says what?", "Anthem. How much did it pay?"; but not "the man who fell"
_ASKS = re.compile(
    rf"^(?:(?:by|from|to|for|at|on|in|with|of) )?{WH}\b|\b{WH}$|[.:;,?!] *(?:(?:and|or|but) )?{WH}\b|\b(?:and|or|but) {WH}\b|[.:;?!] *{AUXILIARY}\b",
    re.I,
)
_QUESTION_WORD = re.compile(rf"\b(?:{WH}|{AUXILIARY})\b", re.I)
# A topic that points back has to be completed first: "his plan", "this company"
_POINTS = re.compile(
    rf"(?:{_IT}|him|he|she|his|hers?|its|theirs?|there)\b|the (?:{_PIECE}|source|thing|other|former|latter)\b(?!\s+(?!one)\w)",
    re.I,
)
_HAPPENED = re.compile(r"(?:and |so )?what(?: has| have|['’]s)? happened (?:in|at|to|with) (?P<topic>[^?;:]+)", re.I)
_SOMEBODY = re.compile(rf"{_IT}|him|her|there", re.I)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NTH = re.compile(
    rf"(?:(?P<again>tell (?:me|us)|show (?:me|us)|what about|how about|more|read|open)(?: (?:some )?more| (?:details?|information))*(?: (?:about|on|of))? |"
    rf"(?P<sum>summari[sz]e|sum up|recap|what(?:['’]s| is)|what does) )?"
    rf"the (?P<nth>{'|'.join(_ORDINALS)}|last)(?: (?:one|{_PIECE}|source|item|headline))?(?: (?:all )?about| say)?",
    re.I,
)


_WISHES: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    ("help", _HELP),
    ("news", _NEWS),
    ("more", _MORE),
    ("source", _SOURCE),
    ("summary", _SUMMARY),
)


def asks_nothing(text: str) -> bool:
    """Whether somebody only says "thanks" or "no": no question, and nothing to follow up on."""
    return bool(text.strip()) and says_nothing(text)


@lru_cache(maxsize=256)  # asked of each turn of a conversation, by several steps
def move(text: str) -> Move | None:
    """What a text wants that asks for no fact; None for a question."""
    if asks_nothing(text):
        return Move("nothing")
    plain = without_filler(text)
    bare, whole = _trimmed(_BEFORE.sub("", plain)), _trimmed(plain)
    for wants, pattern in _WISHES:
        if any(said and pattern.fullmatch(said) for said in (bare, whole)):
            return Move(wants)
    if one := _NTH.fullmatch(bare):
        nth = one["nth"].lower()
        return Move("summary" if one["sum"] else "more", nth=-1 if nth == "last" else _ORDINALS.index(nth) + 1)
    if news := _NEWS_OF.fullmatch(bare):
        return Move("topic", news["topic"].rstrip() + (news["dated"] or ""), latest=True)
    asked = _TOPIC.fullmatch(bare)
    if not asked:
        wish = asked_of_answer(plain)
        return Move(wish) if wish else None
    topic = _ARTICLE_ON.sub("", asked["topic"]).strip(" “”\"'").removesuffix(" about")
    if not topic or _POINTS.match(topic) or _ASKS.search(topic):
        return None
    listed = bool(_LISTS.search(asked["wish"])) or bool(asked["dated"])
    topic += asked["dated"] or ""  # "reported in May 2018 about owls": "owls in May 2018"
    return Move("topic", topic, bool(_LATEST.search(bare[: asked.end("wish")])), listed)


def more_of_somebody(text: str) -> Move | None:
    """More of the article, for "tell me more about him" where nobody knows who that is; None for anything else."""
    bare = _trimmed(_BEFORE.sub("", without_filler(text)))
    asked = _TOPIC.fullmatch(bare)
    return Move("more") if asked and _SOMEBODY.fullmatch(asked["topic"]) else None


def happened(text: str) -> Move | None:
    """ "What happened in Mora?" as a wish for what is told of Mora, where nothing tells it as a fact; None for anything else."""
    asked = _HAPPENED.fullmatch(_trimmed(text))
    return Move("topic", asked["topic"], listed=bool(time_named(text))) if asked else None


def _trimmed(text: str) -> str:
    """A text without its last marks and what is said after a wish without changing it."""
    return _AFTER.sub("", text.rstrip(_END)).rstrip(_END)


def stands_apart(text: str) -> bool:
    """Whether a text neither follows up on anything nor can be followed up on: "thanks", "what can you do?"."""
    made = move(text)
    return made is not None and made.wants in ("nothing", "help")


def asked_nothing(turn: Turn) -> bool:
    """Whether a turn cannot be followed up on: it stands apart, or was refused and has neither a question nor a name: "asdf"."""
    if stands_apart(turn.question):
        return True
    if not turn.answer.refused or _QUESTION_WORD.search(turn.question) or move(turn.question):
        return False
    read = turn.understood_as
    return not names(turn.question if read.rewritten else read.question)


def goes_on(text: str) -> bool:
    """Whether a text asks for more of the answer before, so that what follows up on it follows up on that: "are you sure?"."""
    made = move(text)
    return made is not None and made.wants in ("more", "source", "summary") and not made.nth


def pointed_at(made: Move, turns: Sequence[Turn]) -> Citation | None:
    """What "the second one" means: of the articles that were told of in answer to a wish, the second; None for no such list.

    "What about the second one?" asks something else after "How many died in the first flood?".
    """
    told = next((t for t in reversed(turns) if not _says_more(t.question)), None) if made.nth else None
    listing = told and (move(told.question) or move(told.understood_as.question))
    if not told or not listing or listing.wants not in ("news", "topic"):
        return None
    articles = list({c.article_id: c for c in reversed(told.answer.citations)}.values())[::-1]
    wanted = articles[-1:] if made.nth < 0 else articles[made.nth - 1 : made.nth]
    return wanted[0] if wanted and len(articles) > 1 else None


def _says_more(text: str) -> bool:
    made = move(text)
    return made is not None and made.wants not in ("news", "topic")
