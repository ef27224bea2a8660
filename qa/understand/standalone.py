"""A question and the turns before it → a stand-alone question.

A question that stands alone passes untouched, but for courtesies ("Can you tell me …"). "and in Paris?", "why?", "yes"
are completed by rules from the last turn's question and answer. Where rules can only guess ("where were they taken?",
"how many patients were affected?"), a language model, if there is one, is asked (qa.understand.reword). The reader sees the
reading as "Understood as: …". A question that asks two things is taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index import Filters, content_stems
from qa.facts.compare import asking_each, of_each, offered
from qa.model.llm import LanguageModel
from qa.question.parts import asks_two, parts, with_names
from qa.question.period import time_named
from qa.question.polar import detail
from qa.question.separate import MOST, separate
from qa.question.wants import AUXILIARY, WH, names, required_stems, wanted
from qa.records import Query, Turn
from qa.understand.bare import asked_of
from qa.understand.before import END, Before
from qa.understand.corrections import Correction, correction
from qa.understand.counterpart import Likeness
from qa.understand.courtesies import after_remark, plain_question
from qa.understand.gaps import filled, of_others
from qa.understand.moves import Move, asked_nothing, goes_on, move, pointed_at, stands_apart
from qa.understand.pronouns import MAIN_PRONOUN, names_a_person, points_back, resolved
from qa.understand.remarks import without_remarks
from qa.understand.returns import Return, pointing, returned, with_what
from qa.understand.reword import Steps, completed, finished, taken_apart
from qa.understand.set_right import set_right
from qa.understand.statements import BARE, LEADS, LEANING, last_noun, leaning_on, led, of_one, stated, unanswered
from qa.understand.swap import WHERE_OR_WHEN, swapped

__all__ = ["understand", "understanding"]

Elsewhere = Callable[[Query, tuple[str, ...]], bool]

_AND_WHAT = re.compile(
    r"^(?:and|but|or|so|ok|okay)?[\s,]*(?:what|how)\s+about\s+(.+)$|^(?:(?:so|ok|okay|well|oh)[\s,]+)?(?:and|or|but)\s+(.+)$",
    re.I,
)
# "his wife?", "Atlantis?"
_ALONE = re.compile(
    r"(?P<what>(?:his|her|its|their)(?:\s+[a-z-]+){1,2}|(?-i:(?:the )?[A-ZÀ-Þ][\w’'.-]*(?: [A-ZÀ-Þ][\w’'.-]*){0,3}))[ ?.!]*",
    re.I,
)
# A single word with a capital that asks of nothing else
_NO_NAME = re.compile(
    r"(?:\w+ly|sure|correct|right|wrong|true|false|more|else|next|again|details?|examples?|sources?|proof|context|anything|anyone|anybody|everything|nothing|"
    r"please|same|continue|cause|reason|number|total|date|name|location|place)\W*$",
    re.I,
)
_OF_IT = re.compile(
    rf"(?P<what>(?:(?:the|an?|his|her|their|its|other)\s[^?.!]{{1,60}}|(?-i:[A-ZÀ-Þ])[^?.!]{{1,60}}))[?.!]+\s+(?P<before>(?:{WH}|{AUXILIARY})\s+(?:[\w’'-]+\s+){{0,2}}?)(?P<it>he|she|they|it)\b(?P<rest>[^?.!]*)",
    re.I,
)
_OF_WHOM = re.compile(
    rf"(?P<what>(?:(?:the|that|this|his|her|their|its|in|at|on|for|of|from|with)\s[^?.!,]{{1,90}}|(?-i:[A-ZÀ-Þ])[^?.!,]{{1,60}})),\s+(?P<asked>(?:{WH}|{AUXILIARY})\s[^?.!]+)",
    re.I,
)
_ITS_SUBJECT = re.compile(r"\b(?:he|she|they|it|him|them)\b", re.I)
_WHICH_ONE = re.compile(
    r"(?:which(?: ones?)?|what|who|how (?:many|much)) (?P<to>(?:to|in|at|from|for|on|by|with) .+)", re.I
)
_ONE_WORD = re.compile(r"^(?:and[\s,]+)?(what|which(?: ones?)?|whom?)[\s?.!]*$", re.I)
_GENERIC = frozenset(
    content_stems(
        "many much often long far old big people person persons thing things man woman victims happen happened "
        "anyone anybody someone somebody anything something whole"
    )
)
_SPOKEN_OF = 8  # turns, in which a pronoun may find whom it means
_BACK = 3  # turns, whose articles a question that leans on the conversation may be about
_OWN = 1  # word of its own that a later part may have and still ask about the same: "in which stadium was the goal scored?"
_SMALL = 2  # words that mean something; a question with fewer, and no name, leans on what went before …
_FEW = 5  # … and one with fewer than these may
# "Who led the previous one?", "… came in third that weekend?": what it is one of, or which, was said before
_ANOTHER = re.compile(
    r"\b(?:(?:the|this|that) (?:[a-z-]+ )?ones?|another one|the other|(?:who|what|where|any(?:one|body|thing|where)) else|the (?:first|last|second|next|other) time|that (?:weekend|day|night|week|month|year|season|time|game|match|race|"
    r"fight|round|vote|election|meeting|attack|crash|fire|storm|case|trial|deal|film|movie|show|event|place|company|team|city|country))\b",
    re.I,
)
_HAPPEN = r"(?:happen(?:ed|ing)?|take place|took place)"
_IT_HAPPENED = re.compile(
    rf"(?:\b(?:it|this)|\b{AUXILIARY}\s+that)(?:\s+all)?\s+{_HAPPEN}\b|^(?:and\s+)?who\s+did\s+(?:it|this|that)\W*$",
    re.I,
)
_CIRCUMSTANCE = re.compile(r"\s(?P<of_it>(?:when|while|during|after|before|in|at|on)\s[^()?]+)\??$", re.I)
_ASKS = re.compile(
    rf"(?:{WH}|{AUXILIARY}|(?:(?:out )?of|over) how (?:many|much)|[a-z]+ (?:which|what|whom|whose|how)\b[^?]*?\s{AUXILIARY})\b",
    re.I,
)
_TELLS = re.compile(rf"\b(?:{AUXILIARY}|[a-z]{{2,}}ed)\b", re.I)  # a verb


def understand(
    question: str,
    turns: Sequence[Turn],
    filters: Filters,
    asked_on: int | None = None,
    llm: LanguageModel | None = None,
    elsewhere: Elsewhere = lambda *_: False,
    likeness: Likeness = lambda *_: 0.0,
) -> Query:
    """Make a question stand alone. `turns` are the earlier ones of the conversation, oldest first.

    llm: asked where rules can only guess; without one, their guess stands. elsewhere: whether a question is told of by other articles
    so much better than by these, the last ones cited, that it is about something new. likeness: how like two words are.
    """
    return finished(understanding(question, turns, filters, asked_on, llm, elsewhere, likeness))


def understanding(
    question: str,
    turns: Sequence[Turn],
    filters: Filters,
    asked_on: int | None = None,
    llm: LanguageModel | None = None,
    elsewhere: Elsewhere = lambda *_: False,
    likeness: Likeness = lambda *_: 0.0,
) -> Steps[Query]:
    """The same as `understand`, step by step where the model is asked."""
    apart = separate(question, following=bool(turns))
    if apart and not (len(apart) == 2 and _AND_WHAT.match(apart[0]) and points_back(apart[1])):
        first = yield from understanding(apart[0], turns, filters, asked_on, llm, elsewhere, likeness)
        asked = _each(apart, first.parts or (first.question,))
        whole = " ".join(asked)
        rewritten = first.rewritten or content_stems(whole) != content_stems(question)
        return replace(first, question=whole, rewritten=rewritten, parts=tuple(asked[:MOST]))
    if stands_apart(question):
        return Query(" ".join(question.split()), filters, asked_on=asked_on)
    if (made := move(question)) and (meant := pointed_at(made, turns)):
        title = f"Tell me about “{meant.title}”" if meant.title else question
        return Query(title, filters, bool(meant.title), (meant.article_id,), asked_on)
    turns = [turn for turn in turns if not (asked_nothing(turn) or goes_on(turn.question))]
    if turns and not made:
        last, answer = turns[-1].understood_as.question, turns[-1].answer
        question = without_remarks(question, last, answer.short or answer.text)
    right = None if made else correction(question, turns[-1].understood_as.question if turns else "")
    asked_again = right.meant if right and right.whole else question
    text = plain_question(asked_again if made else filled(asked_again, alone=not turns))
    if not turns:
        return Query(text, filters, asked_on=asked_on, parts=(yield from _parts(text, llm)))
    if back := returned(text, turns):
        text, turns = back.asks if back.found else f"and {back.what}, {back.asks}", back.turns
    more = _AND_WHAT.match(text)
    named = bool(more) and not _is_question(more[1] or more[2])  # "and Fresenius?"
    said = [of_one(Before.of(turn), named) for turn in turns[: -_SPOKEN_OF - 1 : -1]]
    before = said[0]
    lately = tuple(dict.fromkeys(i for b in said[:_BACK] for i in b.articles))
    if right:
        reading = _set_right(right, text, likeness, *said)
    else:
        reading = _gone_back(back, *said) if back and back.found else _read(text, *said)
    alone = Query(text, filters, asked_on=asked_on)
    if reading.guessed and not reading.question and lately and not points_back(text) and elsewhere(alone, lately):
        reading = _Reading(None)
    by_model = (yield from completed(text, turns, llm)) if llm and reading.guessed else None
    whole = by_model or reading.question or text
    rewritten = content_stems(whole) != content_stems(text)
    asked = yield from _parts(whole, llm)
    if rewritten or reading.question:
        return Query(whole, filters, rewritten, (reading.about or before).articles, asked_on, asked)
    # "What did the mayor say?" may ask of what was told of before: where those articles are as good as others, they are meant.
    return Query(text, filters, False, lately if reading.guessed else (), asked_on, asked)


def _parts(question: str, llm: LanguageModel | None) -> Steps[tuple[str, ...]]:
    """The questions that a question asks, where it asks more than one."""
    if apart := separate(question):
        return tuple(_each(apart, apart[:1]))[:MOST]
    found, sure = parts(question)
    if llm and not sure and (asks_two(question) or offered(question)):
        found = (yield from _by_model(question, found, llm)) or found
    return (found[0], *(_later(part, Before(found[0], None, ())) for part in found[1:])) if found else ()


def _by_model(question: str, found: tuple[str, ...], llm: LanguageModel) -> Steps[tuple[str, ...]]:
    """The questions in a question as a model takes them apart, by what rules have found; empty where it is no help."""
    if offered(question):
        own = (yield from taken_apart(question, llm)) if found else ()  # rules find a second part where there is one
        each = of_each(question, own) or of_each(question, (yield from taken_apart(asking_each(question), llm)))
        return each or own
    by_model = yield from taken_apart(question, llm)
    # What the reader asked first stands there whole; a model may leave something out.
    lost = by_model and found and set(content_stems(found[0])) - set(content_stems(by_model[0]))
    return (found[0], *by_model[1:]) if lost and len(by_model) == 2 else by_model


def _each(typed: Sequence[str], first: Sequence[str]) -> list[str]:
    """The questions of a message, each read with the one before it. first: what the first one asks, as it is read."""
    asked = [*first]
    before = typed[0] if len(first) == 1 else asked[-1]
    for part in map(plain_question, typed[1:]):
        asked.append(_next(part, Before.unanswered(before, asked[-1])))
        before = part
    return asked


def _next(part: str, before: Before) -> str:
    """A question of a message that asks several: as it stands, unless it leans on the one before it."""
    if move(part):
        return _read(part, before).question or part
    if BARE.match(part) or MAIN_PRONOUN.search(part) or points_back(part) or not _is_question(part):
        return _later(part, before)
    own = set(content_stems(part)) - _GENERIC
    return with_names(part, before.question) if len(own) < _SMALL else part


def _later(part: str, before: Before) -> str:
    """A later part of a question that may lean on the one before: "And in California?", "How much was it?", "In which stadium?"."""
    first = before.question
    if wanted(part) == "yes or no":
        return with_names(resolved(part, before), first)  # "Did they capture it?" of "Who attacked Al-Nayrab airport?"
    if names(part) and not _AND_WHAT.match(part):
        return resolved(part, before) if MAIN_PRONOUN.search(part) else part
    told, says = set(content_stems(first)), set(content_stems(part))
    if says and says <= told and not points_back(part):
        return with_names(part, first)  # "Where did the stampede happen?" of "When and where …?"
    # What the first is answered with is not known yet: "When was the airport attacked?", "When did somebody attack it?"
    told_by = replace(before, short=unanswered(first)) if BARE.match(part) else before
    whole = _read(part, told_by).question or part
    own = set(content_stems(whole)) - told
    return with_names(whole, first) if len(own) <= _OWN or wanted(first) == "yes or no" else whole


@dataclass(frozen=True, slots=True)
class _Reading:
    """A follow-up as rules complete it, None where it seems to stand alone, and whether that is a guess."""

    question: str | None
    guessed: bool = False
    about: Before | None = None  # the turn that it was completed from, if that is not the last one


def _set_right(right: Correction, text: str, likeness: Likeness, before: Before, *earlier: Before) -> _Reading:
    """What was meant, and what is asked of that; text: the question, if that is whole. Whoever meant something else does not go on from the
    answer."""
    asked_anew = replace(before, short=None) if right.sure else before
    whole, sure = set_right(right, text, before.question, likeness)
    if right.whole:
        reading = _Reading(whole) if whole else _read(text, asked_anew, *earlier)
        leans = right.sure and not reading.question and not names(text) and len(set(content_stems(text))) < _FEW
        return _Reading(leaning_on(asked_anew, text), guessed=True) if leans else reading
    if right.plain and not whole:
        return _read(text, before, *earlier)
    reading = _Reading(whole, guessed=not sure) if whole else _read(f"and {right.meant}", before, *earlier)
    if right.asks and (set_so := reading.question) and not set(content_stems(right.asks)) <= set(content_stems(set_so)):
        return _Reading(leaning_on(replace(asked_anew, question=set_so, parts=()), right.asks), guessed=True)
    return reading if right.sure else replace(reading, guessed=True)


def _gone_back(back: Return, before: Before, *earlier: Before) -> _Reading:
    """What is asked of what somebody goes back to."""
    text, pointed = pointing(back, before)
    reading = _read(text, pointed, *earlier)
    return _Reading(with_what(back, reading.question or text, before), guessed=True)


def _read(text: str, before: Before, *earlier: Before) -> _Reading:
    """What rules make of a question that may follow up on the turn before; earlier: those before that, the last one first."""
    if (others := of_others(text)) and wanted(before.question) == "number":
        text = others
    made = move(text)
    if made and made.wants in LEADS and not made.nth:
        return _Reading(f"{LEADS[made.wants]}{stated(before)}?")
    if made and not made.nth:  # "tell me about kangaroos": a topic of its own
        return _Reading(None)
    if (one := _ONE_WORD.match(text)) and (besides := detail(one.group(1), before.question)):
        return _Reading(besides)
    # Who reads a refusal of what named nothing goes on from the answer before it.
    refused = not before.articles and not required_stems(before.question)
    about = earlier[0] if refused and earlier and earlier[0].articles else before
    if bare := BARE.match(text):
        word = bare.group(1).strip()
        if word.casefold() == "which one":
            word = f"which {last_noun(stated(about))}"
        return _Reading(asked_of(word, about), about=about)
    alone = None if _AND_WHAT.match(text) or _NO_NAME.match(text) else _ALONE.fullmatch(text)
    if alone and (whole := swapped(alone["what"], before.question.rstrip(END)))[1]:
        return _Reading(whole[0])
    if more := _AND_WHAT.match(text):
        subject = (more.group(1) or more.group(2)).strip(END)
        of_it = _OF_IT.fullmatch(subject)  # "What about the mayor? Did he resign?"
        if of_it and not (of_it["it"].lower() == "they" and names(f"- {of_it['what']}")):
            return _Reading(f"{_capital(of_it['before'])}{of_it['what']}{of_it['rest']}?", guessed=True)
        if about_it := _OF_WHOM.fullmatch(subject):  # "and Ekimov, when did he first publish on this?"
            asked, named = _capital(about_it["asked"]), about_it["what"]
            whole = _ITS_SUBJECT.sub(named, asked, count=1)
            return _Reading(f"{whole}?" if whole != asked else f"{asked} ({named})?", guessed=True)
        if (asks := _WHICH_ONE.fullmatch(subject)) and not _TELLS.search(asks["to"]):  # "and which one to New York?"
            whole, sure = swapped(asks["to"], before.question.rstrip(END))
            if sure:
                return _Reading(whole)
        if not _is_question(subject):
            if (wish := move(before.question)) and wish.wants in ("news", "topic") and not WHERE_OR_WHEN.match(subject):
                return _Reading(_same_wish(wish, before.question, subject))
            lead, last = led(before.question.rstrip(END))
            whole, sure = swapped(subject, last)
            if (
                not sure and (leaning := LEANING.search(last)) and leaning["on"] in whole
            ):  # behind what was asked, before what that was asked of
                whole = f"{last[: leaning.start()].rstrip()} {subject} ({leaning['on']})?"
            return _Reading(lead + whole, guessed=not sure or (points_back(subject) and subject in whole))
        text = _capital(subject) + "?"
    if _IT_HAPPENED.search(text):
        of_whom = (
            resolved(text, before, *earlier) if names_a_person(text) else text
        )  # "How old was she when it happened?"
        return _Reading(leaning_on(before, of_whom), guessed=True)
    if asked := after_remark(text):
        named = bool(names(text[: -len(asked)]))
        if not points_back(asked):
            return _Reading(None) if named else _read(asked, before, *earlier)
        leans = not named and not names(asked)  # the remark may be what "it" means
        with_answer = leans and before.articles
        return _Reading(leaning_on(before, text) if with_answer else None, guessed=leans)
    replaced = resolved(text, before, *earlier)
    if replaced != text:
        return _Reading(replaced, guessed=True)
    meaning = len(set(content_stems(text)) - _GENERIC)
    if not names(text) and meaning < _SMALL:
        another = wanted(text) == wanted(before.question) == "number" and not points_back(text)
        if another and (where := _CIRCUMSTANCE.search(before.question)):
            return _Reading(f"{text.rstrip(' ?.!')} {where['of_it']}?")  # "how many were hurt when the crane fell?"
        return _Reading(leaning_on(about, text), guessed=True, about=about)
    if _ANOTHER.search(text) and not names(text) and meaning < _FEW:
        return _Reading(leaning_on(about, text), guessed=True, about=about)
    leans = points_back(text) or (not names(text) and meaning < _FEW)
    if more and leans and not points_back(text):  # "And when does trading start?" says that it goes on
        return _Reading(leaning_on(about, text), guessed=True, about=about)
    return _Reading(None, guessed=leans)


def _same_wish(wish: Move, said: str, topic: str) -> str:
    """A wish for another topic: "and Lindau?" after "What is the latest on Mora?"."""
    topic = re.sub(r"^(?:about|on) ", "", topic)
    if not wish.topic and (when := time_named(said)):  # "What happened in 2015?": "and 2014?", "and Mecca?"
        whole, sure = swapped(topic, said.rstrip(END))
        return whole if sure else f"What was reported {when} about {topic}?"
    if not wish.topic:
        return f"What is the latest on {topic}?"
    return said[: said.rindex(wish.topic)] + topic + said[said.rindex(wish.topic) + len(wish.topic) :]


def _is_question(text: str) -> bool:
    return bool(_ASKS.match(text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
