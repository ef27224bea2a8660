"""The same question of something else: "and in Alaska?" → the last question with its place, time or name replaced by the new one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import STOP_WORDS, content_stems, stem, words
from qa.language.dates import WEEKDAY, YEAR
from qa.language.lexicon import MONTHS, NUMBERS, SAME_COUNTRY
from qa.question.wants import counted, names
from qa.understand.nouns import ARTICLE, GOVERNED, PREPOSITION, RUN, THE, THEN, WHO, last, of_its_kind, other_noun, put

__all__ = ["WHERE_OR_WHEN", "exchanged", "is_time", "swapped"]

_LEADING = re.compile(rf"(?P<by>{PREPOSITION}|vs?\.?|versus)\s+", re.I)
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

_ARTICLE = re.compile(r"^\w+\s+(?:the|an?|its|his|her|their)\s", re.I)
_QUITE_ALIKE = 2
# Prepositions that say much the same
_SAME_BY = ("in|at|on|near|during|within", "against|vs?\\.?|versus")
# "for women" of "How many men …?": whom something is asked of, by whatever preposition
_OF_WHOM = re.compile(r"(?:for|with|about|among|in|as)$", re.I)
# How a place or a time begins
WHERE_OR_WHEN = re.compile(r"(?:in|at|from|since|during|by|for|to|with|last|this|today|yesterday)\b", re.I)
# "England against Tunisia": the two sides of one thing
_SIDES = re.compile(rf"(?P<one>{RUN})(?P<by>\s+(?:and|against|versus|vs?\.?|or|[-–])\s+)(?P<other>{RUN})")
_GAME = re.compile(r"\s+(?:match|game|final|semi-?final|fight)$", re.I)
# "Puskas for Hungary" of "How many goals did Juve score for Norway?"
_MATCH = re.compile(rf"{RUN}\s+(?:vs?\.?|versus)\s+{RUN}")
_PAIR = re.compile(rf"(?P<one>{RUN})\s+(?P<by>(?i:{PREPOSITION}))\s+(?P<other>(?:the\s+[a-z]+|{RUN}))")
_GOVERNS = re.compile(rf"\b{PREPOSITION}\s+(?:the\s+|an?\s+)?$", re.I)
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
    rf"(?P<of>\s+(?:of|for)\s+(?:the\s+)?(?-i:{RUN}))?",
    re.I,
)
_PLACED = re.compile(r"\b(?:in|at|from|to|near|across)\s+(?:the\s+)?$", re.I)
# What is given or said by somebody to somebody: "What did Reed offer Kim?"; but what somebody is called is asked of them
_GIVES = re.compile(r"(?:what|how (?:much|many)|which)\b.*?\s(?:did|does|do|will|would)\s+(?:the\s+)?$", re.I)
_CALLS = re.compile(r"\b(?:call|name|nickname|dub|label)\b", re.I)
# Which article is meant: that is known
_STORY = re.compile(
    r"\s+(?:in|from|according to)\s+(?:the|this|that)\s+(?:[\w’'-]+\s+){0,5}?(?:story|article|news|piece)\s*$", re.I
)
# "in California because of the wildfires": the reason belongs to the place, and goes with it
_CAUSE = re.compile(r"\s+(?:because|due to|owing to)\b.*", re.I)


def swapped(subject: str, question: str) -> tuple[str, bool]:
    """The question of another subject, and whether that is sure: it is put behind where there is nothing of its kind to replace, and
    of several names none is sure to be the one.

    subject: "in Alaska", "this year", "Peru". question: without its question mark.
    """
    whole, sure = _swapped(subject, question)
    if not whole:
        return f"{_beside(subject, question)}?", False
    about = _STORY.search(question)
    if about and not _STORY.search(f" {subject}") and whole.endswith(about[0]):
        whole = whole.removesuffix(about[0])
    return f"{whole}?", sure and whole != question


def _swapped(subject: str, question: str) -> tuple[str | None, bool]:
    """The question with a subject in the place of something, None where nothing is like it, and whether it can be nothing else."""
    leading = _LEADING.match(subject)
    bare = subject[leading.end() :] if leading else subject
    if both := _other_sides(bare, question):
        return both, True
    if on := _YEARS_ON.match(subject):
        return _years_on(on, question), True
    if time := next((time for time in _TIMES if time.fullmatch(bare)), None):
        return _other_time(subject, bare, time, question), True
    if leading:
        return _led(subject, leading["by"], bare, question), True
    if like := of_its_kind(subject, question):
        return like, True
    if (office := _IN_OFFICE.fullmatch(subject)) and (held := last(_IN_OFFICE, question)):
        return _other_office(office, held, question), True
    if not names(f"- {subject}") or not (named := [name for name in names(question) if not is_time(name)]):
        return other_noun(subject, question), False
    if THE.match(subject) and re.search(r"\s[a-z]+$", subject) and (match := last(_MATCH, question)):
        return put(subject, question, *match.span()), False  # "the Belgium game" of "Sweden vs Korea 2018"
    return _other_names(subject, named, question)


def _led(subject: str, by: str, bare: str, question: str) -> str | None:
    """What a preposition leads, for a phrase like it; else for whom or what is asked of, where the question has no such phrase: "for women"
    of "How many men …?", "for Peru" of "… in Chile"."""
    like = of_its_kind(bare, question)
    phrase = like if like and subject in like else _other_phrase(subject, by, question)
    if phrase or like:
        return phrase or like
    if not _OF_WHOM.match(by):
        return None
    if WHO.fullmatch(bare):
        return other_noun(bare, question)
    alike = [name for name in names(question) if not is_time(name) and _of_a_kind(name, bare)]
    return _other_name(bare, alike, question) if alike and names(f"- {bare}") else None


def _other_names(subject: str, named: Sequence[str], question: str) -> tuple[str | None, bool]:
    """A name for a name; "Puskas for Hungary": each for one of its kind."""
    pair = _PAIR.fullmatch(subject)
    phrase = subject[pair.start("by") :] if pair else ""
    first = _other_phrase(phrase, pair["by"], question, alike=0) if pair else None
    if pair and first:
        ahead = first.partition(phrase)[0]
        subject, question, named = pair["one"], first, [name for name in named if name in ahead]
    whole = _other_name(subject, named, question)
    if first and not whole:
        return _beside(subject, question), False
    return whole, len(named) == 1 and bool(first) == bool(pair)


def _other_sides(subject: str, question: str) -> str | None:
    """The sides of another match: "the Germany - Mexico match", of "for Sweden against South Korea"."""
    sides = _SIDES.fullmatch(_GAME.sub("", THE.sub("", subject)))
    both = last(_SIDES, question) if sides else None
    if not sides or not both:
        return None
    return f"{question[: both.start()]}{sides['one']}{both['by']}{sides['other']}{question[both.end() :]}"


def exchanged(subject: str, old: str, question: str) -> str | None:
    """The question with one thing in the place of another, that is said to be wrong: a name by any of its words; None where that does not
    stand there."""
    bare = ARTICLE.sub("", _LEADING.sub("", old, count=1))
    found = last(re.compile(rf"\b{re.escape(bare)}(?!\w)", re.I), question)
    if not found:
        return None
    if both := _other_sides(subject, question):
        return both
    start, end = found.span()
    for name in names(question):  # "not Clinton, Trump" of "Hillary Clinton"
        at = question.find(name)
        start, end = (at, at + len(name)) if at <= start and end <= at + len(name) else (start, end)
    by = re.search(rf"\b{PREPOSITION}\s+(?:(?:the|an?)\s+)?$", question[:start], re.I)
    if by and _LEADING.match(subject):
        start = by.start()
    return put(subject, question, start, end)


def _beside(subject: str, question: str) -> str:
    """The question with a subject behind it that is like nothing in it; of what is something else, "the crane collapse", without where and of whom
    it was asked before: "How many people died"."""
    if (
        not THE.match(subject)
        or names(f"- {subject}")
        or WHO.fullmatch(subject)
        or THEN.fullmatch(subject)
        or "(" in question
    ):
        return f"{question} {subject}"
    ends = [question.find(name) for name in names(question)[:1]]
    ends += [by.start() for by in [re.search(rf"\s{PREPOSITION}\s", question, re.I)] if by]
    head = question[: min(ends, default=len(question))].rstrip()
    return f"{head if len(content_stems(head)) > 1 else question} ({subject})"


def _other_office(office: re.Match[str], held: re.Match[str], question: str) -> str:
    """Who holds another office: "the FDA commissioner" for "the director of the CDC"; of the same, if it is not said of what."""
    start, end = held.span() if office["whose"] or office["of"] else held.span("held")
    return question[:start] + (office[0] if start == held.start() else office["held"]) + question[end:]


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
    gives = [
        span for span in free if len(free) > 1 and _GIVES.match(question[: span[0]]) and not _CALLS.search(question)
    ]
    placed = [span for span in at if _countries(bare) and _PLACED.search(question[: span[0]])]
    start, end = ((owners if bare != subject else None) or alike or placed or gives or free or at)[-1]
    return put(bare, question, start, end)


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
    old = last(kind, question)
    if not old or (kind is _YEAR and _YEAR_OF_A_DAY.search(question[: old.start()])):
        old = next((match for time in _TIMES if (match := last(time, question))), None)
    if not old:
        return None
    start, end = old.span()
    by = re.search(rf"\b{PREPOSITION}\s+$", question[:start], re.I)
    if not by:
        return question[:start] + (bare if kind.fullmatch(old.group()) else subject) + question[end:]
    new = subject if bare != subject or kind is _RELATIVE else by.group() + subject
    return question[: by.start()] + new + question[end:]


def _other_phrase(subject: str, by: str, question: str, alike: int = 1) -> str | None:
    """A phrase for the last one most like it with the same preposition: "in Dorn" for "in Lindau", "in the flood" for "in the storm"; for one
    with another that says much the same if they are quite alike. alike: how alike at least."""
    old = _most_like(subject, re.escape(by), question)
    if not old or _likeness(old.group(), subject) < alike:
        same = next((same for same in _SAME_BY if re.fullmatch(same, by, re.I)), None)
        old = _most_like(subject, same, question) if same else None
        if not old or _likeness(old.group(), subject) < _QUITE_ALIKE:
            return None
    cause = _CAUSE.match(question, old.end())
    start, end = old.start(), cause.end() if cause else old.end()
    new, was = names(f"- {subject}"), names(f"- {old['what']}")
    if new and was and new != was:  # "for Tunisia" of "for England against Tunisia" is against England
        exchanged = re.compile(rf"\b{re.escape(new[0])}\b")
        before, after = (exchanged.sub(was[0], piece) for piece in (question[:start], question[end:]))
        question, start, end = before + question[start:end] + after, len(before), len(before) + end - start
    return put(subject, question, start, end)


def _most_like(subject: str, by: str, question: str) -> re.Match[str] | None:
    """The last phrase with a preposition that is most like a subject, and no time."""
    found = re.finditer(rf"\b(?i:{by})\s+(?P<what>{GOVERNED})", question)
    phrases = [phrase for phrase in found if by == "between" or not any(time.match(phrase["what"]) for time in _TIMES)]
    return max(reversed(phrases), key=lambda phrase: _likeness(phrase.group(), subject), default=None)


def _likeness(one: str, other: str) -> int:
    """How alike two phrases are, 0 to 2: both with a name or neither, both with an article or neither."""
    return sum(bool(look(one)) == bool(look(other)) for look in (lambda said: names(f"- {said}"), _ARTICLE.search))


def is_time(name: str) -> bool:
    """Whether a name in a question is one of a month or a weekday, with or without its year."""
    return any(time.fullmatch(name) for time in _TIMES)
