"""Which of two, by what was found for each: "Which was bigger, A or B?" → "A (16 million), not B (3 million)".

A small model finds two numbers and compares them badly, so that the comparing is done here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import content_stems
from qa.facts.measures import UNITS, Measure, measure, ordered
from qa.language.reading import read
from qa.question.wants import AUXILIARY, PLURAL, SUM, names, things_counted

__all__ = ["asking_each", "compared", "names_one", "of_each", "offered", "tells_which"]

_WH = r"(?:who|whose|what|when|where|which|how)"
_BY = "(?:in|at|on|for|by|from|to)"
_ALSO = re.compile(rf",?\s+and\s+(?:(?:in|by|on|at|for|since)\s+)?{_WH}\b.*$", re.I)  # "…, and how much was it?"
_AFTER_COMMA = re.compile(rf"[,:]\s+(?!{_WH}\b)(?P<one>[^,:]+?),?\s+or\s+(?P<other>[^,:]+?)\W*$", re.I)
_AFTER_PREPOSITION = re.compile(rf"\s(?P<one>(?P<by>{_BY})\s\S.*?)\s+or\s+(?P<other>(?P=by)\s.+?)\W*$", re.I)
_SIZE = "bigger|larger|higher|greater|heavier|dearer|costlier|pricier|smaller|lower|lighter|cheaper"
_MORE_WORDS = (
    "more|most|bigger|larger|higher|longer|greater|taller|later|newer|younger|heavier|dearer|costlier|pricier|deadlier|bloodier|"
    "deeper|wider|broader|richer|wealthier|faster|quicker"
)
_LESS_WORDS = (
    "fewer|less|least|smaller|lower|shorter|earlier|sooner|older|cheaper|lighter|shallower|narrower|poorer|slower"
)
_MORE = re.compile(rf"\b(?:{_MORE_WORDS})\b", re.I)
_LESS = re.compile(rf"\b(?:{_LESS_WORDS})\b|\bfirst(?=[,:]|$)", re.I)
_COMPARATIVE = rf"(?P<by>(?:{_MORE_WORDS}|{_LESS_WORDS})\b(?!\s+than\b)|first$)"
_TO_BE = "(?:is|was|are|were)"
_HELPS = f"(?:{AUXILIARY}|been|being|to|home)"
# "Which of A and B paid more?", "Did A or B get more votes?", "Was A or B larger?", "Which tower is higher, A or B?"
_OF_TWO = re.compile(
    rf"^(?P<which>which|who) of (?P<one>\S.*?) (?:and|or) (?P<other>\S.*?) (?P<rest>\w+ (?:the |an? )?{_COMPARATIVE}.*)$",
    re.I,
)
_EITHER_DOES = re.compile(
    rf"^(?P<aux>did|does|do|will|would) (?P<one>\S.*?) or (?P<other>\S.*?) (?P<does>\w+) (?:the |an? )?{_COMPARATIVE}(?P<rest>.*)$",
    re.I,
)
_EITHER_IS = re.compile(
    rf"^(?P<be>{_TO_BE}) (?P<one>\S.*?) or (?P<other>\S.*?) (?:the )?{_COMPARATIVE}(?P<dear> expensive)?$", re.I
)
_WHICH_IS = re.compile(
    rf"^(?:which|what|who)(?: (?P<kind>[a-z-]+))? (?P<be>{_TO_BE}) (?:the )?{_COMPARATIVE}(?P<dear> expensive)?[,:]",
    re.I,
)
# "Who lost more money in 1986, A or B?"
_WHICH_DOES = re.compile(
    rf"^(?:who|(?:which|what)(?: (?!{_HELPS}\b)[a-z-]+){{0,2}}) (?P<does>(?!(?:the|an?|been|{_BY}|{_TO_BE})\b)[a-z]+(?: {_BY})?) (?:the )?"
    r"(?P<by>more|fewer|less|most|least)\b(?!\s+than\b)(?P<rest>[^,:]*)[,:]",
    re.I,
)
# Some other comparative, of which it is not known whether the larger number is meant
_OTHER_COMPARATIVE = re.compile(
    rf"\b(?:more|fewer|less)\b(?!\s+than\b)|\b(?:{_MORE_WORDS}|{_LESS_WORDS})(?=[,:?]|$)|\b{_TO_BE} \w+er(?=[,:])", re.I
)
_OR = re.compile(rf"^(?:who|which|what|did|does|do|will|would|{_TO_BE})\b.*\bor\b", re.I)
_TIME = re.compile(r"\b(?:earlier|sooner|later|newer)\b|\bfirst(?=[,:]|$)", re.I)
_THAN = re.compile(r"\b(?:than|twice|double|half|exceed\w*)\b", re.I)
# A number's own words, which compare nothing: "107 or more", "at least 3", "more than 50"
_BOUND = re.compile(
    r"\bat (?:least|most)\b|\bor (?:more|less|fewer)\b|"
    r"\b(?:more|less|fewer|higher|lower|greater|larger|older|younger) than (?=(?:an? |some |the )?(?:[$£€]?\d|(?:dozen|hundred|thousand|million)s?\b))",
    re.I,
)
_AGE = re.compile(r"\b(?:older|younger)\b", re.I)
# "faster" is the larger of two speeds, and the smaller of two times
_SPEED = re.compile(r"\b(?:faster|quicker|slower)\b", re.I)
_DEADLY = re.compile(r"\b(?:deadlier|bloodier)\b", re.I)
_DEAR = re.compile(r"\b(?:dearer|costlier|pricier|cheaper)\b", re.I)
_LASTED = re.compile(r"\b(?:took|(?P<last>lasted)) (?:longer|shorter)(?=[,:]|$)", re.I)
_SIZED_SUM = re.compile(rf"\b(?:{_SIZE}) (?:[a-z]+ )?{SUM.pattern}", re.I)
# "Who paid more, A or B?", "Did it cost more in A or in B?", but not "Who sold more tickets, A or B?"
_AMOUNT = re.compile(
    r"\b(?:more|most|less|least)(?=[,:]|$|\s+(?:or|for|in|to|from|on|at|by|with|per|than|during|after|before|since)\b)",
    re.I,
)
_MANNER = {
    "deeper": "deep", "shallower": "deep", "higher": "high", "lower": "high", "taller": "tall", "longer": "long", "wider": "wide",
    "broader": "wide", "narrower": "wide", "heavier": "heavy", "lighter": "heavy", "faster": "fast", "quicker": "fast", "slower": "fast",
}  # fmt: skip
_LONGEST = 40  # words: a longer question tells much of one thing
_SPOKEN_OF = 0.5  # share of a name's words
_KINDS = frozenset(  # words of names that are said of many: as stems
    content_stems(
        "bank house university college president prime minister senator governor king queen company corporation group united national "
        "international union party council court airport city county state club hotel hospital school street bridge river lake"
    )
)
_YEARS = 1000  # "older" is the smaller of two years, and the larger of two ages


def offered(question: str) -> tuple[str, str] | None:
    """The two that a question asks to be compared by a number or a date, in its own words."""
    if len(question.split()) > _LONGEST:
        return None
    asked = _asked(question)
    return _sides(asked) if _MORE.search(asked) or _LESS.search(asked) else None


def _sides(asked: str) -> tuple[str, str] | None:
    either = _EITHER_DOES.match(asked) or _EITHER_IS.match(asked)
    found = either or _AFTER_COMMA.search(asked) or _AFTER_PREPOSITION.search(asked)
    return (found["one"], found["other"]) if found else None


def names_one(question: str, answer: str) -> bool:
    """Whether an answer to a question that compares two speaks of one of them; True of any other question."""
    both = offered(question)
    return both is None or any(_share(name, answer) for name in both)


def tells_which(question: str, text: str) -> bool:
    """Whether a text can tell which of two it is that a question compares: it speaks of both, and compares or holds two numbers.

    Where rules cannot read the two off the question, the one or the other is enough. True of a question that compares nothing.
    """
    both = offered(question)
    if both is None:
        if not (_OR.match(question) and _OTHER_COMPARATIVE.search(question)):
            return True
        both = _sides(_asked(question))
    text = _BOUND.sub(" ", text)
    said = set(content_stems(text))
    if both and not all(_speaks_of(said, name, other) for name, other in (both, both[::-1])):
        return False
    if _MORE.search(text) or _LESS.search(text) or _THAN.search(text):
        return True
    return len([token for token in read(text) if token.kind in ("number", "date")]) > 1


def asking_each(question: str) -> str:
    """A question that compares two in a form that a small model takes apart well: "…, and how many each?", "How deep is A and how …?".

    It is another form than the question's own, which may have been tried before.
    """
    asked = _asked(question)
    each = [said for name in offered(question) or () if (said := _asking(asked, name))]
    if each:
        return f"{each[0][0].upper()}{each[0][1:]} and {each[1]}?"
    if (_AMOUNT.search(asked) or _SIZED_SUM.search(asked)) and (form := f"{asked}, and how much was it?") != question:
        return form
    if _AGE.search(asked):
        also = "how old is each" if asked.casefold().startswith("who") else "in what year did each begin"
    elif lasted := _LASTED.search(asked):
        also = f"how long did each {'last' if lasted['last'] else 'take'}"
    else:
        also = "when was each" if _TIME.search(asked) else "how many each"
    return f"{asked}, and {also}?"


def of_each(question: str, parts: Sequence[str]) -> tuple[str, ...]:
    """Those of a question's parts that ask of one of the two that it compares, if they are two and ask the same; else none."""
    both = offered(question) or ()
    own = [part for part in parts if len([name for name in both if _share(name, part) > _SPOKEN_OF]) == 1]
    return tuple(own) if len(own) == 2 and _count_the_same(question, own) else ()


def compared(question: str, parts: Sequence[str], answers: Sequence[str]) -> str | None:
    """A short answer to a question that compares two, from the answers to its two parts; None where they do not tell.

    parts: what was asked of each of the two, in either order. answers: to tell, one number or date each, of one unit.
    """
    both = offered(question)
    if both is None or len(parts) != 2 or not _count_the_same(question, parts):
        return None
    straight = sum(map(_share, both, parts)) >= sum(map(_share, both, parts[::-1]))
    parts, answers = (parts, answers) if straight else (parts[::-1], answers[::-1])
    first, second = map(measure, answers)
    if not all(map(_share, both, parts)) or first is None or second is None:
        return None
    order, more = ordered(first, second), _wants_more(question, first, second)
    if order is None or more is None:
        return None
    told = [f"{name} ({answer})" for name, answer in zip(both, answers, strict=True)]
    return ", not ".join(told if (order > 0) == more else told[::-1])


def _count_the_same(question: str, parts: Sequence[str]) -> bool:
    """Whether two parts count the same things, which the question names, if they ask how many.

    Asked how many "were in the settlement", a model finds the customers of one firm and the staff of another.
    """
    one, other = (set(things_counted(part)) for part in parts)
    said = set(content_stems(f"{question} {asking_each(question)}")) | UNITS.keys()
    return (one == other or not one or not other) and one | other <= said


def _wants_more(question: str, first: Measure, second: Measure) -> bool | None:
    """Whether the larger value is the answer; None where that tells nothing: which came first, by how long each took.

    The older of two is the larger by their ages, and the smaller by their years.
    """
    asked = _asked(question)
    more = bool(_MORE.search(asked))
    lasting = "time" in (first.unit, second.unit)
    if lasting and _SPEED.search(asked):
        return not more
    if _AGE.search(asked):
        return not more if lasting or max(*first.values, *second.values) < _YEARS else more
    return None if lasting and _TIME.search(asked) else more


def _asked(question: str) -> str:
    """A question without what it asks besides ("…, and how much was it?"); of "which of A and B …", "which …, A or B"."""
    asked = _ALSO.sub("", question.strip()).rstrip(" ?.!")
    return _OF_TWO.sub(r"\g<which> \g<rest>, \g<one> or \g<other>", asked)


def _asking(asked: str, name: str) -> str | None:
    """What is asked of one of two: "how deep is Lake Dorn"; None where no rule tells, which is so of neither or both."""
    if does := _EITHER_DOES.match(asked):
        return _how_it_does(does, name)
    if does := _WHICH_DOES.match(asked):
        counted = PLURAL.fullmatch((*does["rest"].split(), "")[0])  # not "the more expensive house"
        much = _AMOUNT.match(f"{does['by']}{does['rest']},") or does["rest"].casefold().startswith(" money")
        return f"{name} {does['does']} how {'much' if much else 'many'}{does['rest']}" if much or counted else None
    being = _WHICH_IS.match(asked) or _EITHER_IS.match(asked)
    if not being:
        return None
    by, be, kind = being["by"].casefold(), being["be"].casefold(), being.groupdict().get("kind")
    if kind and re.fullmatch(r"the [\w’'-]+", name) and not _share(kind, name):
        name = f"{name} {kind}"  # "Which tower is higher, the old or the new?"
    if _DEADLY.fullmatch(by):
        return f"how many died in {name}"
    if SUM.search(asked) and (being["dear"] or re.fullmatch(_SIZE, by)):
        return f"how much {be} {name}"
    if being["dear"] or _DEAR.fullmatch(by):
        return f"how much did {name} cost"
    return f"how {_MANNER[by]} {be} {name}" if by in _MANNER else None


def _how_it_does(does: re.Match[str], name: str) -> str | None:
    """ "how many votes did Ida Moss get" of "Did Ida Moss or Lena Fisk get more votes?"."""
    by, rest = does["by"].casefold(), does["rest"]
    done = f"{does['aux'].casefold()} {name} {does['does']}"
    if _AMOUNT.match(f"{by}{rest}"):
        return f"how much {done}{rest}"
    if by in ("more", "fewer", "less", "most", "least") and any(map(PLURAL.fullmatch, rest.split())):
        return f"how many{rest} {done}"
    if _TIME.fullmatch(by):
        return f"when {done}{rest}"
    return f"how long {done}{rest}" if by in ("longer", "shorter") else None


def _speaks_of(said: set[str], name: str, other: str) -> bool:
    """Whether the stems of a text speak of a name, and not of the other one alone: "bank" is not the United Asian Bank."""
    own = _own(name, other)
    return bool(said & (own & set(content_stems(" ".join(names(name)))) - _KINDS or own))


def _own(name: str, other: str) -> set[str]:
    """The stems of a name that the other one does not have, if there are any."""
    return set(content_stems(name)) - set(content_stems(other)) or set(content_stems(name))


def _share(name: str, part: str) -> float:
    """How much of a name a part speaks of, 0 to 1."""
    own = set(content_stems(name))
    return len(own & set(content_stems(part))) / len(own) if own else 0.0
