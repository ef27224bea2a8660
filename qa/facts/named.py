"""Who or what a sentence names as the answer: told by how it says so, not by what stands near; None where it does not say.

"Who opened the bridge?" is answered by whom the verb has, or by "the opener, Ann Reed"; any other name of the sentence is somebody
else's.
"""

from __future__ import annotations

import re

from index import STOP_WORDS, content_stems, stem, stems, words
from qa.facts.phrases import is_calendar, names_of
from qa.language.lexicon import DEMONYMS, LEMMAS, NUMBERS, root
from qa.question.wants import PLURAL, names

__all__ = ["speaks_of_names", "speaks_of_numbered", "subject", "thing_named", "who_is_named"]

_AUXILIARIES = "has|have|had|was|were|is|are|will|would|can|could|may|might|shall|should|must|did|does|do|been|be"
_ADVERBS = "also|later|then|first|again|already|still|never|once|twice|reportedly"
_LY = r"(?!(?:family|assembly|ally|rally|monopoly)\b)[a-z]+ly"
_WHO_DID = re.compile(
    r"\bwho\s+(?:(?:has|have|had|also|(?P<will>will))\s+)?(?P<verb>[a-z]{3,})\b(?: (?P<next>[\w’'#“\"-]+))?", re.I
)
_WHO_IS_WHAT = re.compile(
    r"\bwho(?:['’]s| is| was| are| were) (?:the |an? )?(?P<role>[^?,]+?)(?= (?:of|for|at|in|to|on|under|who|that|when|during|from|with|by)\b|[?,]|$)",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:who|(?:which|what) [a-z]+) (?:was|were|is|has been|have been|are|will be) (?:[a-z]+ly )?(?P<verb>[a-z]{3,})\b(?! who\b)",
    re.I,
)
# Who did what a verb says, behind it: "rejected last year by the mayor Ann Reed", not "led by 3 points", "by saying so"
_BY = re.compile(
    r"(?:\s+(?!by\b)[\w’'-]+){0,3}\s+by\s+(?:(?:an?|its|their|his|her)\s+)?(?:(?:the )?(?!the\b)(?:[a-z]+\s+){1,3}(?=[A-Z]))?(?!\d|\w+ing\b)"
)
# … further behind, where that was done to somebody and no other verb lies between: "was banned from worship at holy sites by the council"
_BY_AT_LAST = re.compile(
    rf"(?:\s+(?!(?:by|{_AUXILIARIES}|after|when|that|who|which|and)\b|\w+ed\b)[\w’'-]+){{0,12}}\s+by\s+"
)
_BY_SOME = re.compile(r"(?:an? [a-z]+|(?:the )?[a-z]+)(?=[\s.,;]|$)")
_DONE = re.compile(rf"\b(?:was|were|is|are|be|been|being)(?:\s+(?:[a-z]+ly|{_ADVERBS}))*\s+$")
# What may stand between somebody and what he did
_BETWEEN = re.compile(rf"(?:\s+(?:who|{_AUXILIARIES}|{_ADVERBS}|{_LY}))+\s*$")
_TO_COME = re.compile(rf"\b(?:{_AUXILIARIES}|to|not|who|and)(?:\s+(?:{_ADVERBS}|{_LY}))*\s*$")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[\w’'-]+|\.)"
_NOUN = re.compile(
    rf"(?P<in>\b(?:in|of|at|on|from|for|by|with|near|to)\s+)?(?P<noun>(?:(?:[Tt]he|[Aa]n?|{_CAPITAL})\s+)*[\w’'-]+)$"
)
_FULL_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'.-]+(?: [A-ZÀ-ÖØ-Þ][\w’'.-]+)+")
_PREPOSITION = "in|by|at|on|from|for|to|of|as|under|during|after|before|near|against|about|over"
_MANY = re.compile(rf"(?:{PLURAL.pattern}|police)")
_QUOTED = re.compile(r"[\"“](?P<said>[^\"“”]{8,})[\"”]")
_NUMBERED = re.compile(r"\b[A-ZÀ-ÖØ-Þ]\w+ \d{1,2}\b")
_ORDINALS = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|last|final)\b", re.I)
_VERB_FORM = re.compile(r"(?<![\w’'-])(?:co-)?(?P<verb>[a-z]+)(?![\w’'-])")
# Who does it, by the verb for it, where the noun is another word
_HEADS = frozenset(
    ["head", "leader", "president", "director", "chief", "chairman", "chairwoman", "chair", "ceo", "boss", "manager"]
)
_ROLES = dict.fromkeys(("head", "lead", "run", "direct", "manag", "chair"), _HEADS) | {
    "write": frozenset(["author"]),
    "own": frozenset(["owner"]),
    "found": frozenset(["creator"]),
}
_LESSER = frozenset(["vice", "deputy", "former", "acting", "ex"])
_CALLED = re.compile(
    r"\b(?:called|named|known as|dubbed|entitled|titled|nicknamed)[,:]?\s+(?P<name>[“\"'‘]?(?:the )?[A-Z0-9#@])"
)

_ASKS_CALLED = re.compile(r"\b(?:called|named)\b[?\s]*$", re.I)
_NAME_OF = re.compile(r"\bname of (?:[^?]*['’]s? |the |an? )?(?P<noun>[a-z]+)\b", re.I)
_WHICH = re.compile(r"\b(?:which|what) (?P<rest>[a-z].*)", re.I)
_LONGEST_KIND = 4  # words
_MOST_NAMES = 40


def subject(question: str, text: str) -> str | None:
    """Who did it: the words before the question's verb, "The rebels" in "The rebels also attacked …" for "who attacked …?"."""
    asked = _WHO_DID.search(question)
    if not asked or asked["verb"].casefold() in STOP_WORDS - {"won"}:
        return None
    # "Ann Reed will serve as …" says who will lead, too.
    verbs = [verb.casefold() for verb in (asked["verb"], asked["will"]) if verb]
    takes_object = bool(asked["next"]) and not re.fullmatch(_PREPOSITION, asked["next"])
    behind = "" if _QUOTED.search(question) else question[asked.start("next") :]
    return _doer(question, verbs, text, behind if takes_object else "")


def _doer(question: str, verbs: list[str], text: str, done: str) -> str | None:
    """Whom a text has as the one who did what a verb says. done: what follows the verb in the question, "" where it takes no object."""
    found = [m for verb in verbs for m in _VERB_FORM.finditer(text) if root(m["verb"]) == root(verb)]
    known = set(stems(question)) | STOP_WORDS
    for match in found:
        agent = _agent(text, match)
        if agent and not set(stems(agent)) <= known:
            return agent
    roots = {stem(verb) for verb in verbs}
    for match in found:
        # "attacked" and "attacks", not "struck" for "strike", which may be another verb's
        if stem(match["verb"]) in roots and _is_finite(text, match, bool(done)) and not _is_passive(text, match):
            if not _is_done_to(done, text[: match.start()], text[match.end() :]):
                continue
            noun = _before_verb(text[: match.start()])
            # What the question names did nothing: "Panama coach" in a report does not say who coached Panama.
            if not noun or set(stems(noun)) <= known:
                return None
            return next((name for name in names_of(text) if noun[0].isupper() and name.endswith(f" {noun}")), noun)
    return None


def _is_done_to(asked: str, before: str, behind: str) -> bool:
    """Whether what follows a verb begins with something of what follows it in the question: who won the cup did not win the medal for that.

    Where nothing follows it, that stands before it: "the cup that Ann Reed won."
    """
    asked_of = set(content_stems(re.split(rf"[?,]|\b(?:{_PREPOSITION})\b", asked)[0]))
    follows = re.match(r"\s*[\w“\"]", behind)
    said = re.split(r"[,;:!?]\s|(?<=\w{3})\.\s", behind)[0] if follows else before
    return not asked_of or bool(asked_of & set(stems(said)))


def _is_finite(text: str, verb: re.Match[str], takes_object: bool) -> bool:
    """Whether a word is what somebody did, and no noun ("a cyber attack"), no "-ing" and nothing done to what stands before it
    ("a word coined in 2003")."""
    word, before = verb["verb"], text[: verb.start()]
    if word == "will":
        return True
    if word.endswith("ing"):
        return bool(_DONE.search(before))
    if takes_object and re.match(rf"\s+(?:{_PREPOSITION})\b", text[verb.end() :]):
        return False
    past = word.endswith("ed") or LEMMAS.get(word, word) != word
    last = before.split()[-1:]
    follows = not takes_object or re.match(r"\s+[\w“\"]", text[verb.end() :])  # not "another series defeat."
    of_many = bool(last and follows and _MANY.fullmatch(last[0]))
    return past or word.endswith("s") or of_many or bool(_TO_COME.search(before))


def _agent(text: str, verb: re.Match[str]) -> str | None:
    """Who did what a verb says, behind it: "Ann Reed" of "written last year by the mayor Ann Reed", "police" of "was arrested by police"."""
    by = _BY.match(text, verb.end())
    if by and (name := _opening_name(text[by.end() :])):
        return name
    by = _BY_AT_LAST.match(text, verb.end()) if _DONE.search(text[: verb.start()]) else None
    if not by:
        return None
    if name := _opening_name(text[by.end() :]):
        return name
    some = _BY_SOME.match(text, by.end())
    return some.group() if some and (some.group().startswith(("a ", "an ")) or _MANY.fullmatch(some.group())) else None


def _opening_name(text: str) -> str | None:
    """The name that a text begins with."""
    return next((n for n in names_of(text)[:1] if text.removeprefix("the ").startswith(n.removeprefix("the "))), None)


def _is_passive(text: str, verb: re.Match[str]) -> bool:
    """Whether what stands before a verb was done to: "the bridge was opened", "a book written by her"."""
    by = _BY.match(text, verb.end())
    return bool(by) or (not verb["verb"].endswith("ing") and bool(_DONE.search(text[: verb.start()])))


def _before_verb(before: str) -> str | None:
    """Whoever stands right before a verb, or before what is said of him between commas: "Ann Reed, mayor of Dorn, personally"."""
    before = _BETWEEN.sub("", before.rstrip())
    aside = before.endswith(",")
    if aside:
        head, _, last = before.rstrip(",").rpartition(", ")
        before = head if head and not _FULL_NAME.fullmatch(last) else last
    noun = _NOUN.search(before)
    if not noun or noun["in"] or set(words(noun["noun"])[-1:]) <= STOP_WORDS or (aside and not names_of(noun["noun"])):
        return None
    said = re.sub(r"^(?:But|And|Yet|So|Or|Then)\s+", "", noun["noun"])
    # A common noun in the singular and without an article is the end of something else: "the national team coaching ranks".
    alone = said.islower() and " " not in said and not _MANY.fullmatch(said)
    return None if alone or re.search(r"\d", said) or words(said)[-1] in NUMBERS else said


def who_is_named(question: str, text: str) -> str | None:
    """Who did it, who is what is asked for, or whom it was done to."""
    if _other_ordinal(question, text):
        return None
    quoted = _QUOTED.search(question)
    if quoted and not set(content_stems(quoted["said"])) <= set(stems(text)):
        return None
    if found := subject(question, text):
        return found
    own = _own_names(question, text)
    if (asked := _WHO_DID.search(question)) and asked["verb"].casefold() not in STOP_WORDS - {"won"}:
        return _holder(question, own, text, _is_role_of(asked["verb"].casefold()), titled=False)
    if (done := _PASSIVE.search(question)) and (done["verb"].endswith("ed") or done["verb"] in LEMMAS):
        return _done_to(own, text, root(done["verb"].casefold()))
    if is_what := _WHO_IS_WHAT.search(question):
        role = words(is_what["role"])
        if not set(map(stem, role[:-1])) - STOP_WORDS <= set(stems(text)):
            return None  # another minister than the prime minister
        return _holder(question, own, text, re.compile(rf"(?i:{re.escape(role[-1])})"), titled=True) if role else None
    return None


def _own_names(question: str, text: str) -> list[str]:
    """The names in a text that say more than the question; of a list without end the first ones."""
    known = set(stems(question)) | STOP_WORDS
    return [name for name in dict.fromkeys(names_of(text)) if not set(stems(name)) <= known][:_MOST_NAMES]


def _is_role_of(verb: str) -> re.Pattern[str]:
    """The nouns for who does what a verb says: "director", "chairman", "illustrator"."""
    base = root(verb)
    nouns = "|".join([rf"{re.escape(base)}(?:e?r|(?:at)?or|ee|man|woman|person)?", *_ROLES.get(base, ())])
    return re.compile(rf"(?i:(?:co-)?(?:{nouns}))")


def _holder(question: str, own: list[str], text: str, role: re.Pattern[str], *, titled: bool) -> str | None:
    """The name that stands to the word for what somebody is as its holder's: "the coach, Ann Reed", "Ann Reed, coach of Dorn", "Ann Reed is
    the coach"; titled: in "Coach Ann Reed", too."""
    noun = rf"(?<![\w-]){role.pattern}(?![\w-])"
    for name in own:
        said = re.escape(name)
        short = re.sub(r"^.*?['’]s? (?=[A-ZÀ-ÖØ-Þ])", "", name)
        if titled and (title := re.match(rf"(?P<of>.*?){noun} (?=[A-ZÀ-ÖØ-Þ])", name)):
            of = words(title["of"])
            if speaks_of(of, question) if names(question) else not _LESSER & set(of):
                return short
            continue  # no vice president, and no other country's
        before = rf"{noun},? {said}(?![\w-])|{noun} (?:of|for|at|in) [^,.;:]{{1,60}}, {said}(?= (?:said|says)|,)"
        behind = rf"(?<![\w-]){said}(?:, (?:\d\d, )?| (?:is|was|has been|became|becomes|serves as|served as|as) )(?:(?!and\b|says?\b|said\b)[\w’'–-]+ ){{0,5}}{noun}"
        if re.search(before, text) or re.search(behind, text):
            return short
    return None


def _done_to(own: list[str], text: str, verb: str) -> str | None:
    """The name that was done to: "Ann Reed was arrested", "they arrested Ann Reed"."""
    for match in _VERB_FORM.finditer(text):
        if root(match["verb"]) != verb:
            continue
        before, behind = text[: match.start()], text[match.end() :]
        done = _DONE.search(before)
        if done:
            noun = _before_verb(f"{before[: done.start()]} ")
            name = next((name for name in own if noun and (name.endswith(noun) or noun.endswith(name))), None)
            return noun if name and " and " in name and done.group().startswith(("was", "is")) else name
        return next((n for n in own if re.match(rf"(?: (?:the )?[a-z]+)?,? {re.escape(n)}(?![\w-])", behind)), None)
    return None


def thing_named(question: str, text: str) -> str | None:
    """The name of what "which …" or "what …" asks for, or what something is called."""
    if _ASKS_CALLED.search(question):
        return _called(text)
    own = _own_names(question, text)
    if named := _NAME_OF.search(question):
        return _beside(own, text, [named["noun"].casefold()])
    asked = _kind(question)
    if asked is None or _other_ordinal(question, text):
        return None
    noun, verb, behind = asked
    head = noun.rpartition(" ")[2]
    if found := _beside(own, text, [noun, head]):
        return found
    if verb:
        takes_object = bool(behind) and not re.fullmatch(_PREPOSITION, behind)
        doer = _doer(
            question, [verb], text, re.split(rf"(?i)\b{verb}\b", question, maxsplit=1)[-1] if takes_object else ""
        )
        return doer if doer in own else None
    return None


def _kind(question: str) -> tuple[str, str, str] | None:
    """What kind of thing is asked for, the verb for what it did, if that stands right behind, and the word behind the verb: "security firm",
    "counted" and "the" of "Which security firm counted the flaws?"."""
    match = _WHICH.search(question)
    said = words(match["rest"]) if match else []
    for n, word in enumerate(said[: _LONGEST_KIND + 1]):
        behind = (said[n + 1 :] or [""])[0]
        if word == "won" or (n and _is_verb(word, behind)):
            return (" ".join(said[:n]), word, behind) if n else None
        if word in STOP_WORDS:
            return (" ".join(said[:n]), "", "") if n else None
    return None


def _is_verb(word: str, behind: str) -> bool:
    past = word.endswith("ed") or LEMMAS.get(word, word) != word
    return past or (word.endswith("s") and behind in ("the", "a", "an", "its", "his", "her", "their"))


def _beside(own: list[str], text: str, nouns: list[str]) -> str | None:
    """The name beside the noun for what it is: "Elm Hall", "the journal Elm", "Elm, a journal"."""
    pairs = [(name, noun) for noun in nouns for name in own]
    for name, noun in pairs:
        before = rf"(?<![\w-])(?i:{re.escape(noun)})(?: |, (?=[^,]+,)|,? (?:called|named) )[“\"'‘]?{re.escape(name)}(?![\w-])"
        if " and " not in name and re.search(before, text):
            return name
    for name, noun in pairs:
        said, kind = re.escape(name), re.escape(noun)
        if match := re.search(rf"(?<![\w’'-]){said}(?!['’]) (?i:{kind})(?![\w-])", text):
            return match.group()
        if re.search(
            rf"(?<![\w-]){said},? (?:is |was )?(?:an?|the|one of the) (?:[\w-]+ ){{0,2}}(?i:{kind})(?![\w-])", text
        ):
            return name
    kinds = [name for name in own if re.search(rf"(?i) {re.escape(nouns[-1])}$|\b{re.escape(nouns[-1])} of ", name)]
    return kinds[0] if len(kinds) == 1 else None


def _called(text: str) -> str | None:
    """What something in a sentence is called: "the “Elm”" behind "named"."""
    match = _CALLED.search(text)
    return _opening_name(text[match.start("name") :].lstrip("“\"'‘")) if match else None


def speaks_of_names(question: str, text: str) -> bool:
    """Whether a text has each name of a question, by half of its words or more, or that of its people: "Swedish" for Sweden."""
    said = [words(name) for name in names(question) if not is_calendar(name)]
    return all(speaks_of(name, text, share=0.5) for name in said) and speaks_of_numbered(question, text)


def speaks_of_numbered(question: str, text: str) -> bool:
    """Whether a text has each name that a number belongs to: "Elm 3" is not Elm 2."""
    return all(is_calendar(name) or name.casefold() in text.casefold() for name in _NUMBERED.findall(question))


def speaks_of(said: list[str], text: str, share: float = 1.0) -> bool:
    """Whether a text has so much of some words, or of their people's: "Swedish" for Sweden, "Canadian" for Canada."""
    held = {DEMONYMS.get(s, s) for s in stems(text)}
    asked = [DEMONYMS.get(stem(word), stem(word)) for word in said if word not in STOP_WORDS - {"us"}]
    found = [s for s in asked if s in held or (len(s) > 5 and any(h.startswith(s[:-1]) for h in held))]
    return len(found) >= share * len(asked)


def _other_ordinal(question: str, text: str) -> bool:
    """Whether the question asks for the first one, and the text tells of the third alone."""
    asked = {word.casefold() for word in _ORDINALS.findall(question)}
    told = {word.casefold() for word in _ORDINALS.findall(text)}
    return bool(asked and told) and not asked & told
