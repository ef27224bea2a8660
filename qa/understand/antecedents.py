"""What a pronoun of a follow-up may mean: the person, people, thing or place last spoken of in a conversation.

The turns before are given as `said`, the last one first. Whom or what a pronoun meant before it means again, until somebody or something
else is spoken of; so a conversation keeps its subject over turns that do not name it. Nobody is "he" who was "she" before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import content_stems, words
from qa.language.lexicon import SAME_COUNTRY
from qa.question.wants import AUXILIARY, names, wanted
from qa.understand.before import FULL_NAME, JOINS, PARTICLES, Before, about, asked_for, did_name, noun_of, object_of
from qa.understand.swap import is_time

__all__ = ["group", "person", "place", "thing"]

_LONGEST = 8  # words of a short answer that may be a thing
_LITTLE = 2  # words that mean something, of a question that speaks of nothing new
_BEFORE_IT = re.compile(rf"\b(?:{JOINS}|an?|the)\s+$", re.I)
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.I)
# Somebody, by a name or as "a former goalkeeper": neither several nor "The Cardinals"
_ONE = re.compile(r"(?!.* and |.*, |The [A-Z]).+")
_DESCRIBED = re.compile(r"(?:an?|the) [a-z].*")
_MANY = re.compile(r" and |s$|^[Tt]he ")
# In a name that is no person's; surnames, too, where they stand last: Kanye West, Kari Lake
_NOBODY = re.compile(
    r"\b(?:Inc|Corp|Ltd|LLC|Co|Company|Group|Bank|Airport|University|College|School|Hospital|Committee|Commission|Council|Agency|Department|"
    r"Ministry|Party|Government|Parliament|Senate|Congress|Court|Police|Army|Navy|Forces?|Association|Federation|Union|League|Cup|Olympics|Games|"
    r"Club|FC|United|City|County|States?|Kingdom|Republic|Islands?|River|Sea|Street|Museum|Festival|Awards?|Act|Series|Band|"
    r"Records|Cent(?:er|re)|Institute|Foundation|Office|House|World|International|National|(?:North|South|East|West)ern)\b|"
    r"\b(?:North|South|East|West|Lake|Mount|Church) |\b(?:Hurricane|Storm|Typhoon|Cyclone)\b"
)
_OFFICE = (
    r"(?:Speaker|Leader|leader|Chief|Minister|Secretary|President|Senator|Representative|Justice|Judge|Commissioner|Director|Governor|Mayor|"
    r"Chancellor|Officer)"
)
_IN_OFFICE = re.compile(rf".*\b{_OFFICE} (?=[A-Z])")  # "House Speaker Mike Johnson"
_BY_OFFICE = re.compile(
    rf"(?:Dalai|Pope|King|Queen|Prince|Princess|Duke|Duchess|Prime|Archbishop|Emir|Sultan|Ayatollah|Crown|{_OFFICE})\b"
)  # "the Dalai Lama"
_SOMEBODY = re.compile(
    r"(?:\w*(?:man|woman|keeper|player|maker|leader|worker|owner|officer|writer|ist|ician)|(?:grand)?(?:mother|father|son|daughter)|teacher|singer|"
    r"dancer|rapper|reporter|killer|shooter|gunman|attacker|striker|swimmer|skier|runner|boxer|rider|racer|lawyer|attorney|farmer|prisoner|"
    r"prosecutor|doctor|actor|actress|director|author|senator|mayor|governor|editor|professor|survivor|conductor|driver|victim|suspect|president|"
    r"minister|secretary|king|queen|prince|princess|judge|pilot|nurse|chef|coach|manager|captain|student|pupil|teen|teenager|boy|girl|mom|dad|"
    r"brother|sister|wife|husband|widow|baby|child|kid|candidate|boss|founder|ceo|star|youtuber|billionaire|soldier|sheriff)"
)
_REST_OF_NAME = re.compile(rf"{PARTICLES}+ [A-ZÀ-Þ][\w-]+")  # "von der Leyen"
_STORM = re.compile(r"\b(?:(?:tropical )?storm|hurricane|(?:super )?typhoon|cyclone) (?-i:[A-Z][\w-]+)", re.I)
_HAPPENED = re.compile(r"how many (?P<what>(?:was|were|are|have been|had been) [a-z]+)", re.I)
_COUNTED = re.compile(
    rf"how many (?!{AUXILIARY}\b)(?P<whom>(?:[a-z]+ )??(?:[a-z]+s|people|(?:wo)?men|children)) (?P<what>[^()]+?)\W*(?:\(.*)?$",
    re.I,
)
# "how many games did the Rovers win?" speaks of the Rovers, but "how many pilgrims were killed in Mecca?" not of Mecca
_DOES = re.compile(rf"(?:did|do|does|will|would|can|could|should)\b|{AUXILIARY}\s+(?:the\s+)?[A-ZÀ-Þ]")
_BY_WHOM = re.compile(r"by whom\b", re.I)
_WHO_IS = re.compile(r"who(?:['’]?s| is| was) ", re.I)
_WHO_ARE = re.compile(r"who (?:are|were) (?P<whom>the (?!(?:[a-z]+ )?(?:members|founders)\b)[a-z][^?()]*\w)", re.I)


def person(said: Sequence[Before], pronoun: str) -> str | None:
    """The person last spoken of; pronoun: "he" or "she".

    "Which group did Rathbun quit?" speaks of Rathbun, whatever the group is called.
    """
    known = _all_meant(said, pronoun)
    others = {"she": "he", "he": "she"}[pronoun], *(("they", "it") if known else ())
    nobody = {name for other in others for name in _all_meant(said, other)} - {*known[:1]}
    likely = _persons_by_likelihood(said, pronoun, next(iter(known), None))
    return next((found for found in likely if found and found not in nobody), None)


def _persons_by_likelihood(said: Sequence[Before], pronoun: str, known: str | None) -> Iterator[str | None]:
    last = said[0]
    yield _who_answers(last, known)
    yield last.meant.get(pronoun)
    yield from _somebody(last.question)
    described = about(last.question) or asked_for(last.question)
    yield described if described and _is_somebody(described) else None
    yield last.short if wanted(last.question) == "who" and _DESCRIBED.fullmatch(last.short or "") else None
    yield known
    for before in said[1:]:
        yield _who_answers(before, None)
        yield from _somebody(before.question)
    yield about(last.question)
    yield last.short if wanted(last.question) == "who" else None
    for before in said:  # of "Who visited Dorn?" nobody is known
        asked_of = wanted(before.question) != "who" or _WHO_IS.match(before.question)
        yield _named(before.question) if asked_of else None


def group(said: Sequence[Before]) -> str | None:
    """The people last spoken of."""
    known, persons = _known(said, "they"), _persons(said)
    for before in _within_reach(said):
        again = None if wanted(before.question) == "who" else before.meant.get("they")
        for found in (again, _people_answered(before, known), _goes_on(before, "they", known), _people(before)):
            if found and not _begins_with(found, persons):
                return found
    return known or _people(said[0]) or said[0].short


def thing(said: Sequence[Before]) -> str | None:
    """The thing last spoken of."""
    known, persons = _known(said, "it"), _persons(said)
    for before in _within_reach(said):
        for found in (_thing_answered(before), _goes_on(before, "it", known), *_things(before)):
            if found and not _begins_with(found, persons):
                return found
    return known


def place(said: Sequence[Before]) -> str | None:
    """The place last spoken of: the short answer to where something was, else the last name of a question that is no person's."""
    persons = _persons(said)
    for before in said:
        if before.short and wanted(before.question) == "where":
            return before.short
        if found := [name for name in names(before.question) if not _begins_with(name, persons)]:
            return found[-1]
    return None


def _known(said: Sequence[Before], pronoun: str) -> str | None:
    """Whom or what the pronoun meant when it was last used."""
    return next(iter(_all_meant(said, pronoun)), None)


def _all_meant(said: Sequence[Before], pronoun: str) -> list[str]:
    return [before.meant[pronoun] for before in said if pronoun in before.meant]


def _persons(said: Sequence[Before]) -> set[str]:
    return {*_all_meant(said, "he"), *_all_meant(said, "she")}


def _begins_with(found: str, persons: set[str]) -> bool:
    """Whether what was found is one of these persons, perhaps with a word behind the name."""
    return any(found == name or found.startswith(f"{name} ") for name in persons)


def _goes_on(before: Before, pronoun: str, known: str | None) -> str | None:
    """Whom or what a pronoun means in a turn, or meant before it, unless that turn asks what somebody else did."""
    return before.meant.get(pronoun) or (None if did_name(before.question) else known)


def _within_reach(said: Sequence[Before]) -> Sequence[Before]:
    """The turns that "it" or "they" may point back at: up to the first that speaks of something by itself."""
    for n, before in enumerate(said, 1):
        new = len(set(content_stems(before.question))) > _LITTLE
        if new and not before.meant and wanted(before.question) != "who":
            return said[:n]
    return said


def _who_answers(before: Before, known: str | None) -> str | None:
    """The short answer, if it names somebody. known: whom the pronoun meant before."""
    kind, short, question = wanted(before.question), before.short, before.question
    if not short or kind not in ("who", "thing") or not _ONE.fullmatch(short) or not _may_be_somebody(short, short):
        return None
    if kind == "thing":
        spoken_of = did_name(question) or (known and known in question)
        named = FULL_NAME.fullmatch(short) or (not known and names(f"- {short}") == [short])
        return short if named and not spoken_of else None
    return short if names(f"- {short}") else None


def _somebody(question: str) -> Iterator[str]:
    """Who a question is about: whoever it asks of what they did, else its full names."""
    did = None if _BY_WHOM.match(question) else did_name(question)
    for name in [*([did] if did else []), *names(question)]:
        whole = _whole(name, question)
        if (name == did or " " in whole) and _may_be_somebody(name, question):
            yield whole


def _whole(name: str, question: str) -> str:
    """A name with the rest that a small word joins to it: "Ursula von der Leyen"."""
    more = _REST_OF_NAME.match(question, question.find(name) + len(name))
    return name + more[0] if more else name


def _named(question: str) -> str | None:
    """The first name that may be somebody's, and is no place's."""
    found = (name for name in names(question) if _may_be_somebody(name, question))
    return next((name for name in found if not _BEFORE_IT.search(question[: question.find(name)])), None)


def _is_somebody(described: str) -> bool:
    """Whether "the tram driver" or "the student that was arrested" is a person, by its noun."""
    noun = re.split(r" (?:that|who|which|with|from|of|in|at) ", described, maxsplit=1)[0]
    return bool(_SOMEBODY.fullmatch(noun.rpartition(" ")[2].casefold()))


def _may_be_somebody(name: str, question: str) -> bool:
    """Whether a name in a question may be a person's: neither "the Phoenix Suns" nor a company, a country, a day or an abbreviation."""
    if in_office := _IN_OFFICE.match(name):
        name = name[in_office.end() :]
    article = name.startswith("The ") or _ARTICLE.search(question[: question.find(name)])
    short_form = name.isupper() and len(name) > 1 and "." not in name
    country = {*content_stems(name)} <= SAME_COUNTRY.keys()
    return not (
        (article and not _BY_OFFICE.match(name)) or short_form or country or _NOBODY.search(name) or is_time(name)
    )


def _people_answered(before: Before, known: str | None) -> str | None:
    """Those whom the question asks for, or the short answer, if it may be several. known: whom "they" meant before."""
    if who_are := _WHO_ARE.match(before.question):
        return who_are["whom"]
    short, kind = before.short, wanted(before.question)
    if not short or kind not in ("who", "thing") or (kind == "who" and FULL_NAME.fullmatch(short)):
        return None
    return short if _MANY.search(short) or not known else None


def _people(before: Before) -> str | None:
    """Those who were counted ("the people that were hurt"), else the first name: of "Who coaches the Wild?" the Wild."""
    found = names(before.question)
    if (counted := _COUNTED.match(before.question)) and not (found and _DOES.match(counted["what"])):
        return f"the {counted['whom']} that {counted['what']}"
    if happened := _HAPPENED.match(before.question):
        return f"those who {happened['what']}"
    return noun_of(before.question, found[0]) if found else None


def _thing_answered(before: Before) -> str | None:
    """The short answer if the question asked for a thing or a place; but of where something is, that is asked, if it is nobody."""
    kind, short = wanted(before.question), before.short
    if not short or kind not in ("thing", "where") or len(words(short)) > _LONGEST:
        return None
    named = object_of(before.question) if kind == "where" else None
    spoken_of = about(before.question) or (named and named not in _somebody(before.question))
    return None if kind == "where" and spoken_of else short


def _things(before: Before) -> Iterator[str | None]:
    """What a question tells of, or its name, or what it asks for."""
    if storm := _STORM.search(before.question):  # "When did typhoon Yagi hit Vietnam?"
        yield storm[0]
    yield about(before.question)
    yield object_of(before.question)
    yield before.short if wanted(before.question) == "who" else asked_for(before.question)
