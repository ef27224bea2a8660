"""What can be read off a question by rules: what kind of answer it wants, and the names and numbers that it insists on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from index import STOP_WORDS, stem, stems, words

__all__ = [
    "AUXILIARY",
    "MEASURE_ASKED",
    "PLURAL",
    "SUM",
    "WEIGHT_ASKED",
    "WH",
    "Wanted",
    "asks_age",
    "asks_month",
    "asks_year",
    "counted",
    "names",
    "numbers",
    "offers",
    "required_stems",
    "spoken_stems",
    "things_counted",
    "wanted",
    "wants_name",
]

AUXILIARY = "(?:did|do|does|was|were|is|are|has|have|had|will|would|can|could|should)"
WH = "(?:who|whom|whose|what|when|where|why|how|which)"
Wanted = Literal["who", "when", "where", "number", "why", "how", "yes or no", "thing"]

_ASKED = 512  # questions whose reading is remembered: each is held against hundreds of sentences

# "At what speed was it going?", "What was the weight of the bomb?", but no weight class
_OF_IT = rf"(?=\W*$|\s+(?:{AUXILIARY}|of|from|to|between|at|on|over|in|for|which|that|when|where)\b)"
MEASURE_ASKED = (
    r"\b(?:what|which) (?:(?:is|was|were|are) (?:the |its |his |her |their )?)?(?:\w+ )?"
    rf"(?P<measure>speed(?: limit)?|weight|height|altitude|distance|depth|length|width){_OF_IT}"
)
WEIGHT_ASKED = rf"\bwhat {AUXILIARY} [^?]*\bweigh\b(?! (?:in|on|up|down|against|heavily)\b)"
_NUMBER = re.compile(r"\b(?:how (?:many|much|often|long|old|tall|far|fast|big|large|high|quickly|heavy|wide|deep))\b|"
                     r"\bwhat (?:share|percentage|percent|number|amount|proportion|fraction|age)\b|"
                     rf"{MEASURE_ASKED}|{WEIGHT_ASKED}|"
                     r"\bwhat (?:did|does|do|has|have|had|will|would)\b[^?]*\b(?:pay|paid|cost)\b(?!\s+(?:for|attention))", re.I)  # fmt: skip
_WHEN = re.compile(
    r"\bwhen\b|\b(?:what|which|on what|in which|in what) (?:(?:day|date|year|month|week|weekday)s?|time)\b", re.I
)
_SOMEWHERE = "(?:city|country|state|town|region|continent|province|county)"
_WORDS_BEFORE = rf"(?:(?!(?:{'|'.join(sorted(STOP_WORDS - {'other', 'us'}))})\b)[\w.’'-]+ ){{1,3}}"
# "Which US state banned it?", "… in which other major city?", and neither "Which New York City mayor resigned?" nor "Which team beat Man City?"
_WHERE = re.compile(
    rf"\bwhere\b|\b(?:what|which) (?:{_SOMEWHERE}|place)\b|"
    rf"\bwhich {_WORDS_BEFORE}{_SOMEWHERE}(?= (?:{AUXILIARY}|[a-z]+ed|hosts?|won|left|saw|became|held|voted|is)\b)|"
    rf"\b(?:in|to|from|of|near|at|across|over|through|into|for) (?:what|which) {_WORDS_BEFORE}{_SOMEWHERE}"
    rf"(?=\W*$|[,;:]| (?:{AUXILIARY}|to|in|on|at|after|before|for|from|with|by|this|last|when|where|that|who|as|amid|during|because)\b)",
    re.I,
)
_WHO = re.compile(
    r"\bwho(?:se|m)?\b|\b(?:what|which) (?:person|man|woman|individual|politician|actor|player|official)\b|"
    r"\bwhat(?:['’]?s| is| was| were) the names? of (?:the )?(?:[\w’'-]+ )?(?:m[ae]n|wom[ae]n|boys?|girls?|person|people|child|suspects?|victims?|driver)\b",
    re.I,
)
_PUNISHED = (
    "fined|docked|arrested|charged|jailed|imprisoned|convicted|sentenced|tried|trial|punished|disciplined|sanctioned|sued|suspended|banned|"
    "disqualified|fired|sacked|dismissed|critici[sz]ed|blamed|praised|honou?red|booed|apologi[sz](?:ed?|ing)"
)
_WHY = re.compile(
    r"\bwhy\b|\bwhat (?:caused|led|prompted|triggered|sparked|provoked|motivated|drove|reason|forced|compelled|persuaded|convinced|inspired|"
    r"brought (?:about|down)|set off|explains|accounts for)\b|\bhow come\b|\bfor what reason\b|\bbecause of what\b|\bon what grounds\b|"
    r"\bwhat(?:['’]?s| is| was| were) the (?:reasons?|causes?|motives?)\b|\bwhat made (?:(?!\b(?:news|headlines|history|sure)\b)[^?])+ [a-z]{2,}\b|"
    r"\bwhat started (?:the |a |this |that )?(?:[\w’'-]+ ){0,2}?(?:fire|blaze|inferno|explosion|riots?|war|fight|brawl|row|feud|panic|outbreak|protests?)\b|"
    r"\bwhat(?:['’]?s| is| was| lies| lay) behind (?!(?:\w+ )?(?:doors|bars)\b)|"
    rf"\bover what (?={AUXILIARY}\b)|\bwhat {AUXILIARY}\b[^?]*\b(?:{_PUNISHED})\b[^?]*? for(?: (?:in|at|on|by|last|this) [^?]*)?\W*$|"
    rf"\bwhat {AUXILIARY} (?:[^?]+? )?(?:do|done) (?:wrong )?to (?:be|get \w+e[dn]|end up|deserve|earn|become)\b",
    re.I,
)
_YES_NO = re.compile(r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b", re.I)
_HOW = re.compile(r"\bhow\b", re.I)
# "What did he say when it closed?" asks what; "what was the year when it closed" asks when
_WHAT_WHEN = re.compile(
    r"(?:what|which)(?: [\w’'-]+){0,2} (?:(?:did|do|does|has|have|had|will|would) (?:(?!\b(?:who|whom|where|how|why)\b)[^?,])*?|"
    r"(?:was|were|is|are) [^?,]*?\b\w+ing\b[^?,]*?)(?P<when>\bwhen )",
    re.I,
)
# "Which actor was shocked when …?", "Which star ended it in Dorn, where …?"
_WHICH_WHEN = re.compile(
    r"\bwhich (?!(?:is|was) the (?:day|date|year|month|time|place|city|country)\b)[^\W\d_][^?]*?(?P<when>\bwhen\b(?!\W*$)|, where\b)"
    r"(?![^?]*\b(?:who|what|how|why)\b)",
    re.I,
)

# Two or more capitals or a capitalised word, inner capitals, hyphens, apostrophes and dots allowed: U.S., Al-Nayrab, O’Brien, wikiHow;
# a unit is none: kWh.
_NAME = re.compile(
    r"(?<![a-z])[A-ZÀ-ÖØ-Þ][\w’'.-]*\w|(?<![a-z])[A-Z]|(?<=[a-z])[A-Z]{2,}\w*|\b(?!(?:k|m|mm|n|c)(?:Wh|Ah|Hz|Pa|Bq|Sv|Hg|Gy)\b)[a-z]{1,5}[A-Z][a-z][\w-]*"
)
_CAPITAL_NEXT = re.compile(r"[’']?\s+[“\"‘']?[a-z]?[A-ZÀ-ÖØ-Þ]")
_INITIAL = re.compile(
    r"(?:^|[ .])(?<!U\.)(?<!D\.)(?<!E\.)[A-ZÀ-ÖØ-Þ]$"
)  # "R. Kelly", "J.K. Rowling", but not "the U.S. Biden"
_EITHER = re.compile(r"\b(?:which|who|what)\b[^,]*,.*\bor\b", re.I)
_COUNTED = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_AGE_ASKED = re.compile(r"\bhow old\b|\b(?:what|which) age\b", re.I)
_MONTH_ASKED = re.compile(r"\b(?:what|which) months?\b", re.I)
_YEAR_ASKED = re.compile(r"\b(?:what|which) year\b", re.I)
_HOW_MANY = re.compile(r"\bhow many\b", re.I)
PLURAL = re.compile(r"[a-z]+[^\W\d_sui]s|[a-z]*(?:people|men|women|children)")
_MODIFIERS = 3  # words before the noun that "how many" counts: "headline suggestions", "federal working days"
# What is a sum of money
SUM = re.compile(
    r"\b(?:settlements?|fines?|penalt(?:y|ies)|prices?|costs?|deals?|funds?|grants?|payments?|budgets?|loans?|debts?|salar(?:y|ies)|"
    r"fees?|donations?|bail-?outs?)\b",
    re.I,
)
_CONTRACTED = re.compile(r"['’](?:s|ve|d|ll|re|m)?$")  # "Trump’s", "Venom’ve", "I’d"
_INTERJECTION = re.compile(
    r"(?:ok|okay|oh|yes|no|really|thanks|thank you|wow|cool|great|nice|interesting|sorry|hm+|maybe|hi|hello|hey)[,.!?]",
    re.I,
)
_SENTENCE_ENDS = re.compile(r"[.!?]\s+$")
_FIGURE = r"(?:\d[\d,.]*\d|\d+)"
_DIGITS, _FIGURES = re.compile(rf"(?<![\w-]){_FIGURE}"), re.compile(_FIGURE)
# Stems of what is written in capitals and is no name: an article may say "television" or "chief executive".
_NO_NAMES = {"tv", "ceo", "pm", "mp"}
_COUNTRY = {"unit", "state", "us", "usa", "america", "american", "uk"}  # stems
_KINGDOM = {stem("united"), stem("kingdom")}
# What opens a question, a wish or a remark with a capital and is nobody's name
_OPENERS = frozenset(
    words(
        "who what when where which why how whose whom is are was were do does did has have had can could will would should may might "
        "in on at to for from after before during of by with according and or but if since name the a an "
        "tell show find explain describe summarise summarize compare give list "
        "never unbelievable incredible amazing terrible horrible awful sadly unfortunately luckily apparently actually honestly "
        "seriously clearly obviously maybe perhaps meanwhile anyway then so well my your his her its our their there here that this "
        "these those not just also now finally prior "
        "anything something everything nothing anyone someone everyone anybody somebody everybody nobody any "
        "although though because despite due amid among citing including following unlike while whereas within without whether until besides "
        "approximately roughly nearly exactly almost shortly currently previously recently based using instead even along already"
    )
)
# What opens a statement so, and is nobody's name unless the next word has a capital, too: "Legendary coach Mike Leach died", "First Republic"
_LEADS = frozenset(
    words(
        "about above across against all another any around aside behind below between beyond both each eight eleven every false few fifth first "
        "five four fourth half last least less many more most much newly next nine one only other out over second seven several six sixth some "
        "starting ten third three through throughout true twelve two under up upon billions dozens hundreds millions scores tens thousands "
        "annual beloved convicted earlier early famous former groundbreaking historic iconic late later latest leaked legendary "
        "new numerous popular professional recent renowned rising unprecedented "
        "academics activists archaeologists astronomers authorities children critics customers demonstrators doctors drivers employees experts "
        "fans firefighters journalists lawmakers locals men officials passengers people police prosecutors protesters pupils regulators "
        "researchers residents scientists senators shoppers staff students teachers tourists travelers travellers users voters women workers"
    )
)

# "In which hospital was Reed born, the woman who was swapped?"
_APPOSITION = re.compile(
    r"(?:[a-z]+ )?(?:which|what) [^?,]*(?P<when>, (?:the|an?|his|her|its|their) [^,?]*?\b(?:who|whose|whom|where|when|how)\b)",
    re.I,
)
# "What did Moss, the mayor of Dorn, say of it when …?", "What was the first film that Moss, who made two, directed?"
_ASIDE = re.compile(
    r"[Ww]hat\b[^,?]* [A-ZÀ-ÖØ-Þ][\w’'.-]*(?P<aside>, (?:who|whose|whom|which|where|the|an?|his|her|its|their)\b[^,?]*,)(?= [a-z])"
)

# "What is the price of …?", "launch date of …": the noun says what is wanted, with a question word or without one
_NOUNS: dict[str, Wanted] = {
    "price|cost|fee|budget|salary|population|turnout|toll|magnitude|percentage|number|amount|capacity|temperature|bail|ransom|revenue|turnover|deficit": "number",
    "dates?|deadline": "when",
    "reasons?|causes?|motives?": "why",
    "location|venue|whereabouts": "where",
}
_BY_NOUN: tuple[tuple[re.Pattern[str], Wanted], ...] = tuple(
    (
        re.compile(
            rf"^(?:what(?:['’]?s| is| was| are| were)? )?(?:the |its |his |her |their )?(?:(?!(?:of|{WH}|{AUXILIARY})\b)[\w’'-]+ ){{0,3}}?(?:{nouns})"
            r"(?= (?:of|for|in|at|on|to|when|after)\b|\W*$)(?![^?]*\b(?:what|which|how)\b)",
            re.I,
        ),
        kind,
    )
    for nouns, kind in _NOUNS.items()
)


@lru_cache(_ASKED)
def wanted(question: str) -> Wanted:
    """The kind of answer that a question wants."""
    text = question.strip()
    kinds: tuple[tuple[re.Pattern[str], Wanted], ...] = (
        (_NUMBER, "number"),
        (_WHEN, "when"),
        (_WHY, "why"),
        (_WHERE, "where"),
        (_WHO, "who"),
        (_YES_NO, "yes or no"),
        (_HOW, "how"),
        *_BY_NOUN,
    )
    if aside := _ASIDE.match(text):
        text = text[: aside.start("aside")] + text[aside.end("aside") :]
    if subordinate := _WHAT_WHEN.match(text) or _WHICH_WHEN.search(text) or _APPOSITION.match(text):
        text = text[: subordinate.start("when")]
    found: list[tuple[re.Match[str], Wanted]] = [
        (match, kind) for pattern, kind in kinds if (match := pattern.search(text))
    ]
    if not found:
        return "thing"
    # The first question word decides, and of two patterns at one place the longer: "how many" before "how".
    return min(found, key=lambda pair: (pair[0].start(), -len(pair[0].group())))[1]


def wants_name(question: str) -> bool:
    """Whether the answer is somebody, somewhere or something."""
    return wanted(question) in ("who", "where", "thing")


def names(question: str) -> list[str]:
    """Runs of capitalised words, in order: "Al-Nayrab", "New Zealand", "U.S". A capital that only opens the sentence is no name."""
    return list(_names(question))


@lru_cache(_ASKED)
def _names(question: str) -> tuple[str, ...]:
    found: list[str] = []
    end = -1
    for match in _NAME.finditer(question):
        word = match.group()
        own = words(_CONTRACTED.sub("", word)) or [""]
        leads = own[0] in _LEADS and not _CAPITAL_NEXT.match(question, match.end())
        common = leads or own[0] in _OPENERS or _INTERJECTION.match(question, match.start())
        if (common and _opens(question, match.start())) or set(own) <= STOP_WORDS - {"us"}:
            continue
        if found and ((gap := question[end : match.start()]) == " " or (gap == ". " and _INITIAL.search(found[-1]))):
            found[-1] += gap + word
        else:
            found.append(word)
        end = match.end()
    return tuple(_CONTRACTED.sub("", name) for name in found)


def numbers(question: str) -> list[str]:
    """Numbers in digits, in order, as they were typed: "2022", "500,000"."""
    return _DIGITS.findall(question)


def _opens(question: str, at: int) -> bool:
    """Whether a sentence begins there."""
    return not question[:at].strip(" \"'“‘(") or bool(_SENTENCE_ENDS.search(question, 0, at))


def offers(question: str) -> bool:
    """Whether a question has its possible answers in itself: "Which was bigger, A or B?"."""
    return bool(_EITHER.search(question))


def counted(word: str) -> int:
    """The whole number that a small number word or digits stand for. Raises ValueError for any other word."""
    return _COUNTED.get(word.casefold()) or int(word)


def asks_age(question: str) -> bool:
    """Whether a question asks how old somebody or something is."""
    return bool(_AGE_ASKED.search(question))


def asks_month(question: str) -> bool:
    """Whether a question asks in which month."""
    return bool(_MONTH_ASKED.search(question))


def asks_year(question: str) -> bool:
    """Whether a question asks for a year by that word."""
    return bool(_YEAR_ASKED.search(question))


@lru_cache(_ASKED)
def things_counted(question: str) -> tuple[str, ...]:
    """Stems of what "how many" counts, by the noun right behind it, that one last: "working days" of "How many working days do they have?".

    Empty where no noun in the plural stands there: "How many were hurt?".
    """
    asks = _HOW_MANY.search(question)
    if not asks:
        return ()
    found: list[str] = []
    for word in words(question[asks.end() :])[: _MODIFIERS + 4]:
        if (word.isdigit() or word in ("of", "the", "more", "other")) if not found else word == "and":
            continue  # "fire and rescue units"
        if word in STOP_WORDS or len(found) > _MODIFIERS:
            break
        found.append(stem(word))
        if PLURAL.fullmatch(word):
            return tuple(found)
    return ()


def required_stems(question: str) -> set[str]:
    """Stems of the names and numbers in a question: what an answering article has to speak of."""
    return set(_required(question))


@lru_cache(_ASKED)
def _required(question: str) -> frozenset[str]:
    required = {
        stem(word) for name in names(question) for word in words(name) if word not in STOP_WORDS and len(word) > 1
    }
    required |= {digits.replace(",", "") for digits in numbers(question)}
    # "the United States" is "the U.S." in most articles, "the United Kingdom" the UK, and the other way round.
    return frozenset(required - _COUNTRY - (_KINGDOM if "United Kingdom" in question else set()) - _NO_NAMES)


def spoken_stems(text: str) -> set[str]:
    """Stems of what a text speaks of, its numbers as a question's are required: "5.6", "1500" of "1,200-1,500", "280" of "$280bn"."""
    return set(stems(text)).union(digits.replace(",", "") for digits in _FIGURES.findall(text))
