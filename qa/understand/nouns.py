"""The nouns of a question, and what takes their place: like for like.

What is owned for what is owned ("his doctorate": "his postdoc"), an owner for an owner, a second for a first, what is called by the same noun
("humanitarian assistance": "economic assistance"), people for people, the counted for the counted; else who does what is asked for, or the
last noun.
"""

from __future__ import annotations

import re

from index import STOP_WORDS
from qa.language.lexicon import LEMMAS
from qa.question.wants import AUXILIARY, names

__all__ = [
    "ARTICLE",
    "GOVERNED",
    "PREPOSITION",
    "RUN",
    "THE",
    "THEN",
    "WHO",
    "last",
    "of_its_kind",
    "other_noun",
    "put",
]

PREPOSITION = r"(?:in|at|on|from|for|with|by|during|since|until|after|before|of|about|against|between|under|near|into|to|as|among|within|across)"
# What a preposition governs: "the Dorn tram accident", "New Territories West", "Belgium and Panama", "Sweden vs Korea", "medical records".
_ENDS = (
    rf"(?:{PREPOSITION}(?<!of)|did|do|does|was|were|is|are|has|have|had|will|would|can|could|should|and|or|but|"
    r"that|which|who|when|while|where|because|last|this|next|yesterday|today|(?:19|20)\d\d)"
)
_PLAIN = rf"[^\s,()]+(?:\s+(?!(?i:{_ENDS})\b)[^\s,()]+)*"
_CAPITAL = r"[A-ZÀ-Þ0-9][^\s,()]*"
GOVERNED = rf"(?:(?i:the|an?|its|his|her|their)\s+{_PLAIN}|{_CAPITAL}(?:\s+(?:(?:of|and|vs?\.?|versus)\s+(?:the\s+)?)?{_CAPITAL})*|{_PLAIN})"
RUN = r"[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*"
ARTICLE = re.compile(r"(?:the|an?)\s+", re.I)
THE = re.compile(r"(?:the|his|her|their|its)\s", re.I)
_THE_KIND = re.compile(r"\bthe\s+(?:(?!of\b)[a-z]+\s+){1,3}$")
_ORDINAL = "first|second|third|fourth|fifth|sixth|next|last|other|former|latter"
_NTH = re.compile(rf"(?:the|his|her|its|their)\s+(?P<nth>{_ORDINAL})(?:\s+(?:ones?|(?P<noun>[a-z]+)))?", re.I)
_NTH_OF = re.compile(
    rf"(?:\bthe|(?P<owned>\b(?:his|her|its|their)|['’]s?))\s+(?P<nth>{_ORDINAL})\b(?:\s+ones?\b|(?=\s+(?P<noun>[a-z]+)))?",
    re.I,
)
_NOBODY = "an?|any|the|i|you|he|she|it|we|they|there|this|that|these|those|not|been|so"
# Who does what is asked for: "Epstein's estate" in "What sum did Epstein's estate agree to pay?"
_SOMEBODY = re.compile(
    rf"\b(?:did|does|do|will|would)\s+(?P<who>(?:the\s+)?(?:{RUN}|(?!(?:{_NOBODY})\b)[a-z]+(?<!ed))(?:(?:(?<=['’]s)|(?<=s['’]))\s+[a-z]+)?)(?=\s+[a-z])"
)
# "the cancer center", and neither "the tram driver was taken" nor "the FDA"
_NOUN = rf"(?!(?:{_ENDS}|of)\b|[a-z]+ed\b)[a-z][a-z’'-]*"
_NOUNS = rf"{_NOUN}(?:\s+{_NOUN})*(?=\s|,|$)"
_THE_NOUN = re.compile(rf"\b(?P<what>the\s+(?:{RUN}\s+)?{_NOUN}(?:\s+{_NOUN})*)(?=\s|$)")
_HAPPENED = re.compile(rf"\b(?:in|at|during|after)\s+(?P<what>the\s+(?:{RUN}\s+)?{_NOUN}(?:\s+{_NOUN})*)(?=\s|\)|$)")
_WITH_VERB = 3  # words of "the hospital pay"
_DOES = re.compile(r"\b(?:did|does|do|will|would)\s+$")
_IS_SOMEBODY = re.compile(rf"\b(?:was|were|is|are|has|have)\s+(?P<who>{RUN})(?!['’.])(?=\s+[a-z]|$)")
_ABOUT = re.compile(rf"\babout\s+(?P<what>{GOVERNED})(?=\s|$)")
_PERSONS = (
    "people|men|women|children|kids|boys|girls|babies|victims|students|pupils|patients|residents|soldiers|officers|firefighters|civilians|workers|"
    "pilgrims|tourists|passengers|migrants|refugees|prisoners|teachers|doctors|nurses|drivers|journalists|adults|teenagers"
)
_HOW_MANY = re.compile(rf"\bhow many\s+(?P<whom>(?:[a-z-]+\s+)?(?:{_PERSONS}))\b", re.I)
WHO = re.compile(rf"(?:the\s+)?(?P<whom>(?:[a-z-]+\s+)?(?:{_PERSONS}))", re.I)
_GROUP = re.compile(rf"\b(?:{_PERSONS})\b", re.I)
_COUNTED = re.compile(rf"\bhow many\s+(?P<what>[a-z-]+(?:\s+[a-z-]+)?)(?=\s+{AUXILIARY}\b)", re.I)
_SEVERAL = re.compile(r"(?:[a-z-]+\s+){0,2}[a-z]+[^\Ws]s", re.I)
THEN = re.compile(r"the (?:year|month|week|day|night|season|quarter) (?:before|after|earlier)(?: that)?", re.I)
_OWN = re.compile(r"(?P<whose>his|her|its|their)\s+(?P<what>\S.*)", re.I)
# Somebody's somebody: "his wife" is nothing like "his doctorate"
_RELATIVES = (
    r"(?:wife|wives|husbands?|widow(?:er)?|(?:grand|step)?(?:father|mother|parent|son|daughter|child)s?|children|kids?|dad|mom|mum|brothers?|sisters?|"
    r"siblings?|twin|family|partner|fianc[eé]e?|girlfriend|boyfriend|friends?|colleagues?|boss|deputy|successor|predecessor|lawyers?|teammates?|rivals?|"
    r"opponents?)"
)
_KIN = re.compile(rf".*\b{_RELATIVES}", re.I)
_RELATIVE = re.compile(rf"\b{_RELATIVES}\b", re.I)
_S = r"(?:['’]s|(?<=s)['’])"
_OWNED = re.compile(rf"{_S}\s+(?P<what>{_NOUNS})")
# "the Afghan girls'", "men's"; and no "what's"
_OWNER = re.compile(
    rf"(?P<the>\b(?:the|an?)\s+)?(?P<who>(?(the)(?:(?!(?:{_ENDS}|of|the|an?)\b)[\w-]+\s+){{0,3}}?|\b)(?!(?:what|who|where|how|when|it|that|there|here|let)['’])[\w-]+{_S})(?=\s)",
    re.I,
)
_OWNING = re.compile(
    rf"(?P<the>(?:the|an?)\s+)?(?P<who>(?:[\w.-]+\s+){{0,3}}?[\w-]+{_S})(?:\s+(?:ones?|(?P<what>[a-z][a-z -]*)))?", re.I
)
# "the Syrian refugees" may own what "the Afghan girls' robot" is
_SEVERAL_OWN = re.compile(rf"s['’]$|\b(?:{_PERSONS})['’]s$")
_SEVERAL_PEOPLE = re.compile(rf"the\s+(?:[\w-]+\s+){{0,2}}(?:{_PERSONS}|[a-z]+[^\Ws]s)", re.I)
_APPOSITION = re.compile(r",\s+(?:the|an?)\s[^,]+(?:,|$)")
_GOVERNS = re.compile(rf"\b{PREPOSITION}\s+(?:the\s+)?$", re.I)
_WORD = re.compile(r"[^\s,()]+")
_NO_NOUN = re.compile(rf"(?:{_ENDS}|of|much|many|[a-z]+ed)", re.I)
_WHICH = re.compile(r"(?:which|what)\s+[a-z]+\s+(?P<is>was|were|is|are)\s+(?P<rest>[a-z]+(?:\s+(?!the\b).*)?)", re.I)


def of_its_kind(subject: str, question: str) -> str | None:
    """The question with a subject in the place of what is surely of its kind; None where nothing is."""
    return (
        _other_nth(subject, question)
        or _other_owned(subject, question)
        or _other_owner(subject, question)
        or _of_same_noun(subject, question)
    )


def other_noun(subject: str, question: str) -> str | None:
    """Something without a name, "the cancer center", or of which the question has none, for one like it: what it is about, who does what is
    asked for, who or what is counted, or the last noun. Where there is none of these, the beginning of the question with it; None for no noun."""
    asked, bracket, leaning = question.partition(" (")
    rest = bracket + leaning
    if people := _other_people(subject, asked):
        return people + rest
    named = bool(names(f"- {subject}"))
    if not named and (about := last(_ABOUT, asked)):
        return put(subject, asked, *about.span("what")) + rest
    if not named and _SEVERAL.fullmatch(subject) and not THE.match(subject) and (counted := _COUNTED.search(asked)):
        return put(subject, asked, *counted.span("what")) + rest
    if (not THE.match(subject) and not named) or THEN.fullmatch(subject):
        return None
    nouns = [_without_verb(noun, asked) for noun in _THE_NOUN.finditer(asked)]
    does = [span for span in nouns if _DOES.search(asked[: span[0]])]
    doer, somebody = _SOMEBODY.search(asked), _IS_SOMEBODY.search(asked)
    if does:
        return put(subject, asked, *does[-1]) + rest
    if named:
        return None
    if doer and THE.match(subject):  # "the navy" for "did fishermen pull out of the sea"
        return put(subject, asked, *doer.span("who")) + rest
    if nouns:
        return put(subject, asked, *nouns[-1]) + rest
    if happened := last(_HAPPENED, leaning):  # "the flood" for "in the storm", of what the question leans on
        return f"{asked}{bracket}{put(subject, leaning, *happened.span('what'))}"
    if somebody:
        return put(subject, asked, *somebody.span("who")) + rest
    which = _WHICH.fullmatch(question)  # "the port" of "Which airport was attacked": whether it was, too
    return f"{which['is'].capitalize()} {subject} {which['rest']}" if which else None


def put(subject: str, question: str, start: int, end: int) -> str:
    """The subject in place of a stretch of the question; a noun that both have stands once: "Al-Nayrab airport", "Dorn airport"."""
    noun = re.search(r"(?:\s+[a-z-]+)+$", subject)
    again = re.match(rf"{noun.group()}\b", question[end:]) if noun else None
    if _THE_KIND.search(question[:start]):  # "the space shuttle Discovery"
        subject = re.sub(r"^the\s+", "", subject, flags=re.I)
    elif re.match(r"the\s", subject, re.I):  # "the Fed", "the ECB"
        start = len(re.sub(r"\bthe\s+$", "", question[:start], flags=re.I))
    return question[:start] + subject + question[end + again.end() if again else end :]


def last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a pattern stands last in a text."""
    return next(reversed([*pattern.finditer(text)]), None)


def _other_nth(subject: str, question: str) -> str | None:
    """ "the second" of "the first one" or of "her first book"; "the second film" of something that is owned."""
    nth, was = _NTH.fullmatch(subject), last(_NTH_OF, question)
    if not nth or not was:
        return None
    other = nth["noun"] if nth["noun"] != was["noun"] else None
    if other and not (was["noun"] and was["owned"]):
        return None
    end = was.end("noun") if other else was.end()
    return question[: was.start("nth")] + nth["nth"] + (f" {other}" if other else "") + question[end:]


def _other_owned(subject: str, question: str) -> str | None:
    """ "his postdoc" for "his doctorate", "Reed's postdoc" for "Reed's doctorate"; of what has none yet, "Reed": "Reed's postdoc"."""
    own = _OWN.fullmatch(subject)
    if not own:
        return None
    kin = bool(_KIN.fullmatch(own["what"]))
    mine = last(re.compile(rf"\b{own['whose']}\s+(?P<what>{_NOUNS})", re.I), question)
    if mine and bool(_KIN.match(mine["what"])) == kin:
        return question[: mine.start()] + subject + question[_noun_end(mine.start(), mine.end(), question) :]
    if (owned := last(_OWNED, question)) and bool(_KIN.match(owned["what"])) == kin:
        start = question.rfind(" ", 0, owned.start()) + 1
        return question[: owned.start("what")] + own["what"] + question[_noun_end(start, owned.end(), question) :]
    free = [name for name in names(question) if not _GOVERNS.search(question[: question.index(name)])]
    if len(free) != 1 or own["whose"].casefold() in ("its", "their"):
        return None
    end = question.index(free[0]) + len(free[0])
    return f"{question[:end]}’s {own['what']}{_APPOSITION.sub('', question[end:], count=1)}"


def _noun_end(start: int, end: int, question: str) -> int:
    """Where what is owned ends, of a stretch that holds the verb, too, if that does something: "did his mother live"."""
    before = question[:start].rstrip()
    does = _DOES.search(f"{before} ") or (names(f"- {before[before.rfind(' ') :]}") and re.search(r"\bdid\s", before))
    said = question[start:end].split()
    return end - len(said[-1]) - 1 if does and len(said) >= _WITH_VERB else end


def _other_owner(subject: str, question: str) -> str | None:
    """ "the Syrian boys' one" for "the Afghan girls' robot", or "the Syrian boys' team"; a name alone for a name is none of this."""
    owner = last(_OWNER, question)
    several = owner and owner["the"] and _SEVERAL_OWN.search(owner["who"]) and _SEVERAL_PEOPLE.fullmatch(subject)
    owning = _OWNING.fullmatch(f"{subject}{'’' if subject.endswith('s') else '’s'}" if several else subject)
    if not owning or not owner:
        return None
    what = owning["what"]
    if not what and re.fullmatch(RUN, owning["who"]) and re.fullmatch(RUN, owner["who"]):
        return None
    the = owning["the"] or ("" if names(f"- {owning['who']}") else owner["the"] or "")
    owned = re.compile(rf"\s+(?P<what>{_NOUNS})").match(question, owner.end()) if what else None
    end = _noun_end(owner.start(), owned.end(), question) if owned else owner.end()
    return question[: owner.start()] + the + owning["who"] + (f" {what}" if owned else "") + question[end:]


def _of_same_noun(subject: str, question: str) -> str | None:
    """ "economic assistance" for "humanitarian assistance": without a name, and told apart by what stands before the noun."""
    *apart, noun = ARTICLE.sub("", subject, count=1).split() or [""]
    if not apart or names(f"- {subject}") or noun.casefold() in STOP_WORDS or not noun.isalpha():
        return None
    said = [*_WORD.finditer(question)]
    at = next((n for n in range(len(said) - 1, 0, -1) if said[n][0].casefold() == noun.casefold()), 0)
    begins, left = at, len(apart)
    while begins > 1 and (word := said[begins - 1][0]) and _tells_apart(word, left):
        left -= word.islower()
        begins -= 1
    if begins == at or question[said[begins].start() : said[at].end()].count(","):
        return None
    return question[: said[begins].start()] + " ".join((*apart, noun)) + question[said[at].end() :]


def _tells_apart(word: str, left: int) -> bool:
    """Whether a word before a noun belongs to it; left: how many without a capital may."""
    verb = _NO_NOUN.fullmatch(word) or word in STOP_WORDS or word in LEMMAS
    return not verb and (left > 0 or not word.islower())


def _other_people(subject: str, question: str) -> str | None:
    """Somebody's relative for another, and those who are counted or spoken of for others: "women" for "men", "American women" for "American men"."""
    who = WHO.fullmatch(subject)
    if (kin := last(_RELATIVE, question)) and _RELATIVE.fullmatch(
        ARTICLE.sub("", subject)
    ):  # "mother" for "her father"
        return question[: kin.start()] + ARTICLE.sub("", subject) + question[kin.end() :]
    if not who:
        return None
    if counted := _HOW_MANY.search(question):
        return question[: counted.start("whom")] + who["whom"] + question[counted.end("whom") :]
    group = last(_GROUP, question)
    return question[: group.start()] + who["whom"] + question[group.end() :] if group else None


def _without_verb(noun: re.Match[str], question: str) -> tuple[int, int]:
    """Where a noun stands, without the verb behind one that does something: "the allergy practice" of "did the allergy practice pay"."""
    start, end = noun.span("what")
    said = noun["what"].split()
    if not _DOES.search(question[:start]) or len(said) < _WITH_VERB or re.match(r"\s+of\s", question[end:]):
        return start, end
    verb = next((n for n, word in enumerate(said) if n > 1 and word in LEMMAS), len(said) - 1)
    return start, start + len(" ".join(said[:verb]))
