"""What rules cannot do with a question, done by a language model and checked by code.

A follow-up that leans on the conversation without a word that rules know is completed; a question that asks two things is taken
apart. What comes back is used only if it keeps the question's words and brings in no name or number from anywhere but the
conversation; else the rules' reading stands.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from typing import TypeVar

from index import STOP_WORDS, ModelUnavailable, content_stems, stem, words
from qa.language.dates import YEAR
from qa.model.llm import LanguageModel
from qa.model.prompts import fill
from qa.question.wants import AUXILIARY, WH, names, wanted
from qa.records import Delta, Turn

__all__ = ["Steps", "completed", "finished", "taken_apart"]

T = TypeVar("T")
# A Delta without text now and then, where whoever waits may leave; its value is the result.
Steps = Generator[Delta, None, T]

# Seconds; then the rules’ reading stands. A prompt that was not read before takes seven on two cores, and several times as long where
# they are busy: there the answer comes later, too, and a question that is read wrongly is not answered sooner.
_PATIENCE = 30.0
_TOKENS = 90
_TURNS = 2  # earlier turns that the model is shown
_LONGEST_REPLY = 200  # characters of an earlier answer
_LOST = 0.34  # share of the question's words that may be said in others …
_INVENTED = 2  # … and how many words may come from nowhere, names and numbers none
_MOST_PARTS = 3
_YEARS_ON = 2
_RELATIVE = re.compile(r"\b(?:later|earlier|before|after|next|previous|last|following)\b", re.I)
_SUBJECT = re.compile(r"\b(?:he|she|they|it)\b", re.I)
_OPENS = re.compile(r"(?:(?:what|how) about|and|but|so)\b", re.I)
_ASKS = re.compile(rf"\b{WH}\b", re.I)
_ASKED_FOR = re.compile(
    rf"\b(?:which|what) (?!{AUXILIARY}\b|(?:of|about|if|else|happened|made|caused|led|kind|sort|type)\b)([\w-]+)"
)
_BEHIND = re.compile(r"\b(?:which|what)((?: [\w’'-]+){1,4})")
# What only points back or counts the parts: it may go when the thing itself is named.
_POINTING = frozenset(
    content_stems(
        "one ones both each two another others same else respectively either bigger more many much "
        "later earlier afterwards then year years month months week weeks day days"
    )
)


def finished(steps: Steps[T]) -> T:
    """The result of steps that nobody wants to leave."""
    while True:
        try:
            next(steps)
        except StopIteration as ended:
            return ended.value


def completed(question: str, turns: Sequence[Turn], llm: LanguageModel) -> Steps[str | None]:
    """The question as one that stands alone; None where the model is no help."""
    conversation = _conversation(turns)
    lines = _lines((yield from _reply("followup", llm, conversation="\n".join([*conversation, f"Q: {question}"]))))
    if len(lines) != 1 or not _sound(question, lines, " ".join(conversation)):
        return None
    if (
        wanted(lines[0]) != wanted(question)
        or _SUBJECT.search(lines[0])
        or _OPENS.match(lines[0])
        or len(_ASKS.findall(lines[0])) > max(1, len(_ASKS.findall(question)))
        or not _asks_for_the_same(question, lines[0])
    ):
        return None  # another question, one that still leans, or what was asked before as well
    return lines[0]


def taken_apart(question: str, llm: LanguageModel) -> Steps[tuple[str, ...]]:
    """The two or three questions in a question, each whole; empty where the model is no help."""
    lines = _lines((yield from _reply("parts", llm, question=question)))
    return lines if 1 < len(lines) <= _MOST_PARTS and _sound(question, lines, "") else ()


def _reply(prompt: str, llm: LanguageModel, **values: str) -> Steps[str]:
    """What the model writes; "" if it fails or takes too long."""
    said, until = "", time.monotonic() + _PATIENCE
    with suppress(ModelUnavailable), closing(llm.stream(fill(prompt, **values), max_tokens=_TOKENS)) as pieces:  # type: ignore[type-var]
        for piece in pieces:
            yield Delta("")
            said += piece
            if time.monotonic() > until:
                return ""
        return said
    return ""


def _conversation(turns: Sequence[Turn]) -> list[str]:
    lines = []
    for turn in turns[-_TURNS:]:
        answer = turn.answer
        told = answer.short or (answer.citations[0].quote if answer.citations else answer.text)
        lines += [f"Q: {turn.understood_as.question}"]
        if told and not answer.refused:
            lines += [f"A: {' '.join(told.split())[:_LONGEST_REPLY]}"]
    return lines


def _lines(reply: str) -> tuple[str, ...]:
    lines = (re.sub(r"^\s*(?:Q:|[-*]|\d+[.)])\s*", "", line).strip() for line in reply.strip().splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _sound(question: str, lines: Sequence[str], conversation: str) -> bool:
    """Whether the lines ask what the question asked, and of nothing that was not spoken of."""
    if not all(line.endswith("?") and len(words(line)) > 1 for line in lines):
        return False
    said, known = _stems(" ".join(lines)), _stems(f"{question} {conversation}")
    asked = _stems(question) - _POINTING
    if len(asked - said) > _LOST * len(asked):
        return False
    named = {stem(word) for line in lines for name in names(line) for word in words(name) if word not in STOP_WORDS}
    invented = said - known
    if _RELATIVE.search(question):
        years = {int(year) for year in YEAR.findall(conversation)}
        invented -= {str(year + n) for year in years for n in range(-_YEARS_ON, _YEARS_ON + 1)}
    certain = {s for s in invented if s in named or any(c.isdigit() for c in s)}
    return not certain and len(invented) <= _INVENTED * len(lines)


def _asks_for_the_same(question: str, line: str) -> bool:
    """Whether what "which" or "what" asks for in a question is asked for in the line: "by which rebels was it attacked?" asks for rebels, and
    not for the airport."""
    asked = {stem(noun) for noun in _ASKED_FOR.findall(question.casefold())} - _POINTING
    told = {stem(word) for words_behind in _BEHIND.findall(line.casefold()) for word in words(words_behind)}
    return asked <= told


def _stems(text: str) -> set[str]:
    return set(content_stems(text))
