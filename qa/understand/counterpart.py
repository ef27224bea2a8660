"""What in a question a word or a name can take the place of, because it is like it: "part B" of "Part A", "bronze" of "silver", "Tennessee" of
"Texas" rather than of "Dorn Imaging".

How like two words are is told by their vectors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from index import STOP_WORDS, content_stems, stem
from qa.language.lexicon import PAST
from qa.question.wants import AUXILIARY, WH, names
from qa.understand.swap import is_time

__all__ = ["Likeness", "counterpart", "named_after", "same_noun"]

Likeness = Callable[[str, str], float]

_LEAST = 0.25  # cosine; "start" and "end" have 0.29, "navy" and "asylum" 0.11
_SAME_FORM = 0.1  # of two pasts, which are less like each other: "killed" and "injured" have 0.12
_AHEAD = 0.1  # by which a name must be more like it than any other
_WORD = re.compile(r"[^\W_][\w’'-]*")
_DETERMINER = re.compile(r"(?:the|an?|his|her|its|their|my|our)\s+", re.I)
_ONE = re.compile(r"(?<=\w) ones?$", re.I)  # "the oldest one"
_LEADING = re.compile(r"(?:in|at|from|to|near|of|for|by|with|about)\s+", re.I)
_HEAD = re.compile(r"[^,()]+?(?=\s*[,(]|\s+(?:in|at|on|of|from|for|with|by|to|who|which|that)\s|$)", re.I)
_WITH_MARK = 2  # words of "part B"
_MARKED = re.compile(r"[A-Z0-9]\w{0,3}|[a-z]|one|two|three|four|five|six", re.I)  # "Part A", "type 2", "level three"
_ASKED_FOR = re.compile(rf"(?:{WH}|{AUXILIARY}|many|much)", re.I)


def same_noun(subject: str, question: str) -> str | None:
    """The question with the subject for what has the same noun: "part B" for "Part A", "his first book" for "her second book"."""
    bare = _DETERMINER.sub("", _LEADING.sub("", subject, count=1), count=1)
    return _marked(bare, question) or _described(bare, question)


def named_after(kind: str, subject: str, question: str) -> str | None:
    """The question with the subject for the name that stands beside a noun: for "Atlantis" in "the shuttle Atlantis", of kind "shuttle"."""
    noun = re.escape(kind)
    said = re.sub(rf"^{noun} | {noun}$", "", _DETERMINER.sub("", subject, count=1))
    for name in names(question):
        start, end = (at := question.find(name)), at + len(name)
        if re.search(rf"\b{noun}\s+$", question[:start], re.I) or re.match(rf"\s+{noun}\b", question[end:], re.I):
            return question[:start] + (said.title() if said.islower() else said) + question[end:]
    return None


def _marked(subject: str, question: str) -> str | None:
    """ "part B" for "Part A", "type 1" for "type 2"."""
    said = subject.split()
    if len(said) != _WITH_MARK or not content_stems(said[0]) or not _MARKED.fullmatch(said[1]):
        return None
    old = re.search(rf"\b{re.escape(said[0])}\s+(?P<mark>{_MARKED.pattern})\b", question, re.I)
    return old and question[: old.start("mark")] + said[1] + question[old.end("mark") :]


def _described(subject: str, question: str) -> str | None:
    """ "first book" for "second book": the same noun, that something else stands before."""
    *how, noun = (match for match in _WORD.finditer(subject))
    spoken_of = list(_WORD.finditer(question))
    if not how or not content_stems(noun[0]):
        return None
    for before, again in pairwise(spoken_of):
        plain = before[0].casefold() not in STOP_WORDS and not _ASKED_FOR.fullmatch(before[0])
        if plain and stem(again[0].casefold()) == stem(noun[0].casefold()) and before.end() + 1 == again.start():
            return question[: before.start()] + subject[: noun.start()].rstrip() + question[before.end() :]
    return None


def counterpart(
    subject: str, question: str, likeness: Likeness, *, besides: Sequence[str] = (), least: float = _LEAST
) -> str | None:
    """The question with the subject for the word or the name that is most like it; None where none is. besides: words that it does not
    replace."""
    asked, bracket, leaning = question.partition(" (")
    subject = _ONE.sub("", subject)
    named = bool(names(f"- {subject}"))
    bare = _LEADING.sub("", subject, count=1) if named else subject
    head = _HEAD.match(_DETERMINER.sub("", bare, count=1))
    if not head:
        return None
    word = (head[0] if named else head[0].split()[-1]).casefold()
    spans = _names(asked) if named else _words_like(word, asked)
    ranked = sorted((likeness(word, said), at) for at in spans if (said := asked[slice(*at)].casefold()) not in besides)
    ahead = not named or not ranked[:-1] or ranked[-1][0] >= ranked[-2][0] + _AHEAD
    if not ranked or ranked[-1][0] < (_SAME_FORM if _done(word) else least) or not ahead:
        return None
    start, end = ranked[-1][1]
    if determined := _DETERMINER.match(bare):
        start -= len(before[0]) if (before := re.search(rf"\b{_DETERMINER.pattern}$", asked[:start], re.I)) else 0
        bare = bare if before else bare[determined.end() :]
    return asked[:start] + bare + asked[end:] + bracket + leaning


def _names(question: str) -> Sequence[tuple[int, int]]:
    """Where names stand in a question, but for those of times."""
    return [(start := question.find(name), start + len(name)) for name in names(question) if not is_time(name)]


def _words_like(word: str, question: str) -> Sequence[tuple[int, int]]:
    """Where words of the same form stand in a question that mean something, are no name, and not what is asked for: "country" in "Which
    country …?"."""
    named = {part for name in names(question) for part in name.split()}
    found: list[tuple[int, int]] = []
    before = ""
    for match in _WORD.finditer(question):
        said = match[0].casefold()
        means = _done(said) or content_stems(said)
        plain = match[0] not in named and not _ASKED_FOR.fullmatch(said) and before not in ("which", "what")
        if plain and means and _done(said) == _done(word):
            found.append(match.span())
        before = said
    return found


def _done(word: str) -> bool:
    """Whether a word is the past of a verb: "won", "injured"."""
    return word in PAST or (word.endswith("ed") and len(word) > len("need"))
