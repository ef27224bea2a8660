"""What to ask next: questions drawn from an answer's evidence, each tried with the quoting engine before it is offered.

Rules, no model: the kinds of question about the same matter that were not asked yet ("When was that?"), and the names that the
evidence speaks of and the question does not. What the articles do not answer is not suggested.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from index import NewsqaError
from qa.evidence.extract import fits
from qa.newsqa import NewsQA
from qa.question.wants import names, wanted
from qa.records import Turn

__all__ = ["suggest"]

_KINDS = (("when", "When was that?"), ("where", "Where was that?"))
_TRIED = 7  # candidates, each of which costs a search
_LONGEST = 120  # characters of a question that is offered


def suggest(newsqa: NewsQA, turns: Sequence[Turn], most: int = 3) -> tuple[str, ...]:
    """Up to `most` questions to go on with after the last of the turns, which the articles that it cites answer; none after a refusal.

    They are to be asked with these turns before them: "When was that?" leans on them.
    """
    if not turns or turns[-1].answer.refused:
        return ()
    last = turns[-1]
    asked = {_plain(question) for turn in turns for question in (turn.question, turn.understood_as.question)}
    found: list[str] = []
    for question, is_kind in islice(_candidates(last), _TRIED):
        if len(found) == most:
            break
        answered = _answered(newsqa, question, turns)
        if answered is None or asked & {_plain(question), _plain(answered.understood_as.question)}:
            continue
        if _tells_more(answered, last, is_kind):
            found.append(question)
    return tuple(found)


def _tells_more(answered: Turn, last: Turn, is_kind: bool) -> bool:
    """Whether an answer stays with the cited articles and tells a day or a place, for a kind of question, or has a new sentence."""
    ours = {c.article_id for c in last.answer.citations}
    if not any(c.article_id in ours for c in answered.answer.citations):
        return False
    if is_kind:
        told = bool(answered.answer.short) or _quotes_a_day(answered)
        return told and answered.answer.short != last.answer.short
    shown = {(c.article_id, c.start) for c in last.answer.citations}
    return any((c.article_id, c.start) not in shown for c in answered.answer.citations)


def _quotes_a_day(answered: Turn) -> bool:
    """Whether a question asks when, and a sentence quoted for it names a day, though not beyond doubt the one that is asked for."""
    question = answered.understood_as.question
    quoted = {(c.article_id, c.start) for c in answered.answer.citations}
    return wanted(question) == "when" and any(
        fits(question, e) for e in answered.evidence if (e.article_id, e.start) in quoted
    )


def _candidates(turn: Turn) -> Iterator[tuple[str, bool]]:
    """Questions to try, those of another kind and those about a name of the evidence by turns; True for a kind."""
    kind = wanted(turn.understood_as.question)
    others = [(question, True) for other, question in _KINDS if other != kind]
    named = [(f"What did {n} say?" if said else f"What else is known about {n}?", False) for n, said in _names(turn)]
    for i in range(max(len(others), len(named))):
        yield from others[i : i + 1]
        yield from named[i : i + 1]


def _names(turn: Turn) -> list[tuple[str, bool]]:
    """Full names in the sentences of the cited articles that neither question nor answer has, most frequent first, and whether one
    is said to have said something."""
    ours = {c.article_id for c in turn.answer.citations}
    sentences = [c.quote for c in turn.answer.citations]
    sentences += [e.text for e in turn.evidence if e.article_id in ours]
    spoken_of = _plain(f"{turn.question} {turn.understood_as.question} {turn.answer.short or ''}")
    texts = list(dict.fromkeys(sentences))
    counted = Counter(
        n for text in texts for n in names(f"- {text}") if _is_whole(n, text) and _plain(n) not in spoken_of
    )
    all_text = " ".join(texts)
    return [(n, f"{n} said" in all_text or f"said {n}" in all_text) for n, _ in counted.most_common()]


def _is_whole(name: str, text: str) -> bool:
    """Whether it is a name of two to four words, and neither the tail of a longer one, nor a caption's label, nor "Currently Reed"."""
    if not 2 <= len(name.split()) <= 4 or "'" in name or "’" in name:
        return False
    if text.startswith(name) and name.split()[0].endswith("ly"):  # and maybe Emily's, which is then not asked about
        return False
    return (
        re.search(rf"(?<!of )(?<!for )(?<!and )(?<!s )\b{re.escape(name)}\b(?!:| of | and [A-Z]|,? [A-Z])", text)
        is not None
    )


def _answered(newsqa: NewsQA, question: str, turns: Sequence[Turn]) -> Turn | None:
    """The quoted answer to a question that goes on with the conversation; None for a refusal."""
    try:
        turn = newsqa.ask(question, turns, filters=turns[-1].understood_as.filters, engine="extractive")
    except NewsqaError:
        return None
    return None if turn.answer.refused or not turn.answer.citations else turn


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" ?.!")
