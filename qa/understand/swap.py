"""The same question of something else: "and in Alaska?" → the last question with its place, time or name replaced by the new one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import STOP_WORDS, content_stems, stem, words
from qa.language.dates import WEEKDAY, YEAR
from qa.language.lexicon import LEMMAS, MONTHS, NUMBERS, SAME_COUNTRY
from qa.question.wants import counted, names

__all__ = ["exchanged", "is_time", "swapped"]

_PREPOSITION = r"(?:in|at|on|from|for|with|by|during|since|until|after|before|of|about|against|between|under|near|into|to|as|among|within|across)"
_LEADING = re.compile(rf"(?P<by>{_PREPOSITION})\s+", re.I)
_YEARS_ON = re.compile(
    r"^(?P<n>a|one|two|three|four|five|ten|\d{1,2}) years? (?P<way>later|after(?:wards)?|on|earlier|before)\W*$", re.I
)

# Times, by their kind: one is replaced by one of its kind, else by any.
_MONTH = rf"(?:May|March|(?i:{'|'.join(month for month in MONTHS if month not in ('May', 'March'))}))"  # "how many may march"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+\d{{1,2}}(?!\d)(?:st|nd|rd|th)?)?"
_SPAN = rf"(?:year|month|week(?:end)?|spring|summer|autumn|fall|winter|night|morning|afternoon|evening|{WEEKDAY})"
_NEAR = rf"(?i:(?:last|this|next|(?:the )?(?:previous|following))\s+{_SPAN}|yesterday|today|tomorrow|tonight|{WEEKDAY})"
_TIMES = tuple(re.compile(rf"\b{time}\b") for time in (rf"{_DAY},?\s+{YEAR.pattern}", _DAY, YEAR.pattern, _NEAR))
_YEAR, _RELATIVE = _TIMES[2:]
_YEAR_OF_A_DAY = re.compile(rf"(?:\d(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?),?\s+$")

# What a preposition governs: "the Dorn tram accident", "New Territories West", "Belgium and Panama", "medical records".
_ARTICLE = re.compile(r"^\w+\s+(?:the|an?|its|his|her|their)\s", re.I)
_ENDS = (
    rf"(?:{_PREPOSITION}(?<!of)|did|do|does|was|were|is|are|has|have|had|will|would|can|could|should|and|or|but|"
    r"that|which|who|when|while|where|because|last|this|next|yesterday|today|(?:19|20)\d\d)"
)
_PLAIN = rf"[^\s,()]+(?:\s+(?!(?i:{_ENDS})\b)[^\s,()]+)*"
_CAPITAL = r"[A-ZÀ-Þ0-9][^\s,()]*"
_GOVERNED = (
    rf"(?:(?i:the|an?|its|his|her|their)\s+{_PLAIN}|{_CAPITAL}(?:\s+(?:(?:of|and)\s+(?:the\s+)?)?{_CAPITAL})*|{_PLAIN})"
)
# "England against Tunisia": the two sides of one thing
_RUN = r"[A-ZÀ-Þ][\w’'.-]*(?:\s+[A-ZÀ-Þ][\w’'.-]*)*"
_SIDES = re.compile(rf"(?P<one>{_RUN})(?P<by>\s+(?:and|against|versus|vs?\.?|or|[-–])\s+)(?P<other>{_RUN})")
_MATCH = re.compile(r"\s+(?:match|game|final|semi-?final|fight)$", re.I)
# "Puskas for Hungary" of "How many goals did Juve score for Norway?"
_PAIR = re.compile(rf"(?P<one>{_RUN})\s+(?P<by>(?i:{_PREPOSITION}))\s+(?P<other>{_RUN})")
_GOVERNS = re.compile(rf"\b{_PREPOSITION}\s+(?:the\s+|an?\s+)?$", re.I)
_OWNS = re.compile(r"['’]s?(?=\s|$)")
# "Court of Appeal", "Queen of the South" are one name each; the President of France is whoever France has
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_OFFICES = (
    "president|minister|chancellor|secretary|governor|mayor|king|queen|prince(?:ss)?|duke|duchess|emperor|sultan|emir|pope|archbishop|bishop|"
    "captain|coach|manager|head|leader|chairman|director|ambassador"
)
_OFFICE = re.compile(rf"\b(?:{_OFFICES}|university|college)$", re.I)
# "the FDA director", "the mayor of Dorn"
_IN_OFFICE = re.compile(
    rf"\bthe\s+(?P<whose>(?:[\w’'.-]+\s+){{0,4}}?)(?P<held>(?:(?-i:[a-z]+)\s+)?(?:{_OFFICES}|commissioner|chief|boss|ceo|editor|speaker|general))\b"
    rf"(?P<of>\s+(?:of|for)\s+(?:the\s+)?(?-i:{_RUN}))?",
    re.I,
)
_A = re.compile(r"(?:the|an?)\s+", re.I)
_THE = re.compile(r"(?:the|his|her|their|its)\s", re.I)
_NTH = re.compile(r"the (?:first|second|third|fourth|fifth|last|other|former|latter)(?: one)?\b", re.I)
_NOBODY = "an?|any|the|i|you|he|she|it|we|they|there|this|that|these|those|not|been|so"
# Who does what is asked for: "Epstein's estate" in "What sum did Epstein's estate agree to pay?"
_SOMEBODY = re.compile(
    rf"\b(?:did|does|do|will|would)\s+(?P<who>(?:the\s+)?(?:{_RUN}|(?!(?:{_NOBODY})\b)[a-z]+(?<!ed))(?:(?:(?<=['’]s)|(?<=s['’]))\s+[a-z]+)?)(?=\s+[a-z])"
)
# "the cancer center", and neither "the tram driver was taken" nor "the FDA"
_NOUN = rf"(?!(?:{_ENDS}|of)\b|[a-z]+ed\b)[a-z][a-z’'-]*"
_THE_NOUN = re.compile(rf"\b(?P<what>the\s+(?:{_RUN}\s+)?{_NOUN}(?:\s+{_NOUN})*)(?=\s|$)")
_WITH_VERB = 3  # words of "the hospital pay"
_DOES = re.compile(r"\b(?:did|does|do|will|would)\s+$")
_IS_SOMEBODY = re.compile(rf"\b(?:was|were|is|are|has|have)\s+(?P<who>{_RUN})(?!['’.])(?=\s+[a-z]|$)")
_ABOUT = re.compile(rf"\babout\s+(?P<what>{_GOVERNED})(?=\s|$)")
_PERSONS = (
    "people|men|women|children|kids|boys|girls|babies|victims|students|pupils|patients|residents|soldiers|officers|firefighters|civilians|workers|"
    "pilgrims|tourists|passengers|migrants|refugees|prisoners|teachers|doctors|nurses|drivers|journalists|adults|teenagers"
)
_HOW_MANY = re.compile(rf"\bhow many\s+(?P<whom>(?:[a-z-]+\s+)?(?:{_PERSONS}))\b", re.I)
_WHO = re.compile(rf"(?:the\s+)?(?P<whom>(?:[a-z-]+\s+)?(?:{_PERSONS}))", re.I)
_THEN = re.compile(r"the (?:year|month|week|day|night|season|quarter) (?:before|after|earlier)(?: that)?", re.I)
_PLACED = re.compile(r"\b(?:in|at|from|to|near|across)\s+(?:the\s+)?$", re.I)
# "in California because of the wildfires": the reason belongs to the place, and goes with it
_CAUSE = re.compile(r"\s+(?:because|due to|owing to)\b.*", re.I)


def swapped(subject: str, question: str) -> tuple[str, bool]:
    """The question of another subject, and whether that is sure: it is put behind where there is nothing of its kind to replace, and
    of several names none is sure to be the one.

    subject: "in Alaska", "this year", "Peru". question: without its question mark.
    """
    leading = _LEADING.match(subject)
    bare = subject[leading.end() :] if leading else subject
    whole, sure = None, True
    if both := _other_sides(bare, question):
        whole = both
    elif on := _YEARS_ON.match(subject):
        whole = _years_on(on, question)
    elif time := next((time for time in _TIMES if time.fullmatch(bare)), None):
        whole = _other_time(subject, bare, time, question)
    elif _NTH.fullmatch(subject) and (nth := _last(_NTH, question)):  # "the second" of "the first one"
        whole = f"{question[: nth.start()]}{subject}{question[nth.end() :]}"
    elif leading:
        whole = _other_phrase(subject, leading["by"], question)
    elif (office := _IN_OFFICE.fullmatch(subject)) and (held := _last(_IN_OFFICE, question)):
        whole = _other_office(office, held, question)
    elif not names(f"- {subject}") or not (named := [name for name in names(question) if not is_time(name)]):
        whole, sure = _other_noun(subject, question), False
    else:
        pair = _PAIR.fullmatch(bare)  # "Puskas for Hungary": each for one of its kind
        phrase = bare[pair.start("by") :] if pair else ""
        first = _other_phrase(phrase, pair["by"], question) if pair else None
        if pair and first:
            ahead = first.partition(phrase)[0]
            subject, question, named = pair["one"], first, [name for name in named if name in ahead]
        whole = _other_name(subject, named, question)
        sure = len(named) == 1 and bool(first) == bool(pair)
    return (f"{whole}?", sure and whole != question) if whole else (f"{_beside(subject, question)}?", False)


def _other_sides(subject: str, question: str) -> str | None:
    """ "the Germany - Mexico match", of "for Sweden against South Korea"."""
    sides = _SIDES.fullmatch(_MATCH.sub("", _A.sub("", subject)))
    both = _last(_SIDES, question) if sides else None
    if not sides or not both:
        return None
    return f"{question[: both.start()]}{sides['one']}{both['by']}{sides['other']}{question[both.end() :]}"


def exchanged(subject: str, old: str, question: str) -> str | None:
    """The question with one thing in the place of another, that is said to be wrong: a name by any of its words; None where that does not
    stand there."""
    bare = _A.sub("", _LEADING.sub("", old, count=1))
    found = _last(re.compile(rf"\b{re.escape(bare)}(?!\w)", re.I), question)
    if not found:
        return None
    if both := _other_sides(subject, question):
        return both
    start, end = found.span()
    for name in names(question):  # "not Clinton, Trump" of "Hillary Clinton"
        at = question.find(name)
        start, end = (at, at + len(name)) if at <= start and end <= at + len(name) else (start, end)
    by = re.search(rf"\b{_PREPOSITION}\s+(?:(?:the|an?)\s+)?$", question[:start], re.I)
    if by and _LEADING.match(subject):
        start = by.start()
    return _put(subject, question, start, end)


def _beside(subject: str, question: str) -> str:
    """The question with a subject behind it that is like nothing in it; of what is something else, "the crane collapse", without where and of whom
    it was asked before: "How many people died"."""
    if (
        not _THE.match(subject)
        or names(f"- {subject}")
        or _WHO.fullmatch(subject)
        or _THEN.fullmatch(subject)
        or "(" in question
    ):
        return f"{question} {subject}"
    ends = [question.find(name) for name in names(question)[:1]]
    ends += [by.start() for by in [re.search(rf"\s{_PREPOSITION}\s", question, re.I)] if by]
    head = question[: min(ends, default=len(question))].rstrip()
    return f"{head if len(content_stems(head)) > 1 else question} ({subject})"


def _other_office(office: re.Match[str], held: re.Match[str], question: str) -> str:
    """Who holds another office: "the FDA commissioner" for "the director of the CDC"; of the same, if it is not said of what."""
    start, end = held.span() if office["whose"] or office["of"] else held.span("held")
    return question[:start] + (office[0] if start == held.start() else office["held"]) + question[end:]


def _other_noun(subject: str, question: str) -> str | None:
    """Something without a name, "the cancer center", or of which the question has none, for one like it: what it is about, who does what is
    asked for, who is counted, or the last noun. Where there is none of these, the beginning of the question with it; None for no noun."""
    asked, bracket, leaning = question.partition(" (")
    rest = bracket + leaning
    if (who := _WHO.fullmatch(subject)) and (counted := _HOW_MANY.search(asked)):
        return question[: counted.start("whom")] + who["whom"] + question[counted.end("whom") :]
    named = bool(names(f"- {subject}"))
    if not named and (about := _last(_ABOUT, asked)):
        return _put(subject, asked, *about.span("what")) + rest
    if (not _THE.match(subject) and not named) or _THEN.fullmatch(subject):
        return None
    nouns = [_without_verb(noun, asked) for noun in _THE_NOUN.finditer(asked)]
    does = [span for span in nouns if _DOES.search(asked[: span[0]])]
    doer, somebody = _SOMEBODY.search(asked), _IS_SOMEBODY.search(asked)
    if does:
        return _put(subject, asked, *does[-1]) + rest
    if named:
        return None
    if doer and _THE.match(subject):  # "the navy" for "did fishermen pull out of the sea"
        return _put(subject, asked, *doer.span("who")) + rest
    if nouns:
        return _put(subject, asked, *nouns[-1]) + rest
    return _put(subject, asked, *somebody.span("who")) + rest if somebody else None


def _without_verb(noun: re.Match[str], question: str) -> tuple[int, int]:
    """Where a noun stands, without the verb behind one that does something: "the allergy practice" of "did the allergy practice pay"."""
    start, end = noun.span("what")
    said = noun["what"].split()
    if not _DOES.search(question[:start]) or len(said) < _WITH_VERB or _OF.match(question, end):
        return start, end
    verb = next((n for n, word in enumerate(said) if n > 1 and word in LEMMAS), len(said) - 1)
    return start, start + len(" ".join(said[:verb]))


def _other_name(subject: str, named: Sequence[str], question: str) -> str | None:
    """Another name for one that the question has; None where none of them is left."""
    bare = _OWNS.sub("", subject)
    at = _places(named, question, bare)
    if not at:
        return None
    owners = [span for span in at if _OWNS.match(question, span[1])]
    # One that no preposition governs, as none governs the subject; what the question is about stands last more often than first.
    free = [span for span in at if not _GOVERNS.search(question[: span[0]])]
    alike = [span for span in at if _of_a_kind(question[slice(*span)], bare)]
    placed = [span for span in at if _countries(bare) and _PLACED.search(question[: span[0]])]
    start, end = ((owners if bare != subject else None) or alike or placed or free or at)[-1]
    return _put(bare, question, start, end)


def _places(named: Sequence[str], question: str, subject: str) -> list[tuple[int, int]]:
    """Where names stand in a question that another one may take the place of; "Bank of England" is one, but of Japan for "Japan"."""
    spans = [(start := question.rindex(name), start + len(name)) for name in named]
    found: list[tuple[int, int]] = []
    for start, end in spans:
        head = found[-1] if found else None
        if not head or not _OF.fullmatch(question, head[1], start):
            found.append((start, end))
        elif _OF.search(subject) or not (
            _OFFICE.search(question[slice(*head)]) or _countries(question[start:end], subject)
        ):
            found[-1] = (head[0], end)
        else:
            found[-1] = (start, end)
    return found


def _countries(*named: str) -> bool:
    return all({stem(word) for word in words(name)} & SAME_COUNTRY.keys() for name in named)


def _of_a_kind(one: str, other: str) -> bool:
    """Whether two names share a word, or are two countries', or of so many: "Bank of England" and "Bank of Japan", the Guildford Four and the Maguire Seven."""
    if _countries(one, other):
        return True
    first, second = ([word for word in words(name) if word not in STOP_WORDS] for name in (one, other))
    return bool(first and second) and (bool({*first} & {*second}) or {first[-1], second[-1]} <= NUMBERS.keys())


def _years_on(on: re.Match[str], question: str) -> str | None:
    """ "two years earlier", of a question with one year."""
    years = YEAR.findall(question)
    if len(years) != 1:
        return None
    many = -counted(on["n"]) if on["way"].casefold() in ("earlier", "before") else counted(on["n"])
    return YEAR.sub(str(int(years[0]) + many), question)


def _other_time(subject: str, bare: str, kind: re.Pattern[str], question: str) -> str | None:
    """Year for year, month for month: "in May 2015" and "2016" → "in May 2016"; else time for time: "last year" and "in 2016"."""
    old = _last(kind, question)
    if not old or (kind is _YEAR and _YEAR_OF_A_DAY.search(question[: old.start()])):
        old = next((match for time in _TIMES if (match := _last(time, question))), None)
    if not old:
        return None
    start, end = old.span()
    by = re.search(rf"\b{_PREPOSITION}\s+$", question[:start], re.I)
    if not by:
        return question[:start] + (bare if kind.fullmatch(old.group()) else subject) + question[end:]
    new = subject if bare != subject or kind is _RELATIVE else by.group() + subject
    return question[: by.start()] + new + question[end:]


def _other_phrase(subject: str, by: str, question: str) -> str | None:
    """A phrase for the last one most like it with the same preposition: "in Dorn" for "in Lindau", "in the flood" for "in the storm"."""
    phrases = [
        match
        for match in re.finditer(rf"\b(?i:{by})\s+(?P<what>{_GOVERNED})", question)
        if not any(time.match(match["what"]) for time in _TIMES)
    ]
    old = max(reversed(phrases), key=lambda match: _likeness(match.group(), subject), default=None)
    if not old or not _likeness(old.group(), subject):
        return None
    cause = _CAUSE.match(question, old.end())
    start, end = old.start(), cause.end() if cause else old.end()
    new, was = names(f"- {subject}"), names(f"- {old['what']}")
    if new and was and new != was:  # "for Tunisia" of "for England against Tunisia" is against England
        exchanged = re.compile(rf"\b{re.escape(new[0])}\b")
        before, after = (exchanged.sub(was[0], piece) for piece in (question[:start], question[end:]))
        question, start, end = before + question[start:end] + after, len(before), len(before) + end - start
    return _put(subject, question, start, end)


def _likeness(one: str, other: str) -> int:
    """How alike two phrases are, 0 to 2: both with a name or neither, both with an article or neither."""
    return sum(bool(look(one)) == bool(look(other)) for look in (lambda said: names(f"- {said}"), _ARTICLE.search))


def _put(subject: str, question: str, start: int, end: int) -> str:
    """The subject in place of a stretch of the question; a noun that both have stands once: "Al-Nayrab airport", "Dorn airport"."""
    noun = re.search(r"(?:\s+[a-z-]+)+$", subject)
    again = re.match(rf"{noun.group()}\b", question[end:]) if noun else None
    if re.match(r"the\s", subject, re.I):  # "the Fed", "the ECB"
        start = len(re.sub(r"\bthe\s+$", "", question[:start], flags=re.I))
    return question[:start] + subject + question[end + again.end() if again else end :]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)


def is_time(name: str) -> bool:
    """Whether a name in a question is one of a month or a weekday, with or without its year."""
    return any(time.fullmatch(name) for time in _TIMES)
