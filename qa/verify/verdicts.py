"""One sentence against its evidence: the piece, or the two pieces, that support it best, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import combinations
from operator import add

from index import Evidence
from qa.language.dates import with_dates
from qa.language.footnotes import without_footnotes
from qa.language.reading import read
from qa.language.tokens import Token
from qa.records import Verdict
from qa.verify.nli import Judge
from qa.verify.support import REQUIRED, Source, signs, support

__all__ = ["PARTLY", "SUPPORTED", "Checked", "check", "check_all", "check_phrase", "source_of", "verdict_of"]

SUPPORTED = 0.5
PARTLY = 0.06  # of right statements in quite other words nine in ten reach it
_PHRASE = 0.65  # share of a short answer's words that its evidence must hold …
_SENTENCE = 8  # … and from so many words of meaning on it is a sentence, to be checked as one
_CLOSER_LOOK = 6  # pieces of evidence that share most words are read closely, also in pairs
_PAIR_GAIN = 0.1
_WORTH = {"number": 3, "date": 3, "name": 2, "word": 1}


@dataclass(frozen=True, slots=True)
class Checked:
    """Indices of the evidence that supports a sentence best, one or two, or more where a judge has read them; how well (0 to 1); the verdict."""

    support: tuple[int, ...]
    score: float
    verdict: Verdict


def source_of(e: Evidence) -> Source:
    """What a sentence that cites this evidence may say: its text, and its article's title, publisher and day."""
    head = f"{e.title} . {e.publisher or ''}"
    text = without_footnotes(e.text)
    if e.published_local is None:
        return Source.of(text, head)
    report = datetime.fromtimestamp(e.published_local, UTC)
    head += report.strftime(" . %-d %B %Y %A")
    return Source.of(text, head, with_dates(text, e.published_local), report.year)


def check(sentence: str, sources: Sequence[Source], marks: Iterable[int] = (), judge: Judge | None = None) -> Checked:
    """The verdict on a sentence. Of equally good evidence that which `marks` (indices) name is taken, else the first.

    judge: as in check_all.
    """
    return check_all([(sentence, marks)], sources, judge)[0]


def check_all(
    sentences: Sequence[tuple[str, Iterable[int]]], sources: Sequence[Source], judge: Judge | None = None
) -> list[Checked]:
    """The verdicts on sentences, each with the indices that its marks name.

    judge: asked about all of them at once; its likelihood and ours are averaged, where it tells one. A number or a name that stands nowhere is
    not for it to excuse. It reads what the marks name as well.
    """
    if judge is None:
        weighed = [_weighed(sentence, sources, set(marks)) for sentence, marks in sentences]
        return [Checked(chosen, score, verdict_of(score)) for chosen, score in weighed]
    weighed = [_weighed(sentence, sources, set(marks), with_marked=True) for sentence, marks in sentences]
    pairs = {
        sentence: (" ".join(f"{sources[i].head_text} {sources[i].text}" for i in chosen), sentence)
        for (sentence, _), (chosen, score) in zip(sentences, weighed, strict=True)
        if score > 0
    }
    told = dict(zip(pairs, judge.entailment(list(pairs.values())), strict=True)) if pairs else {}
    checked = []
    for (sentence, _), (chosen, score) in zip(sentences, weighed, strict=True):
        entailed = told.get(sentence)
        score = score if entailed is None else (score + entailed) / 2
        checked.append(Checked(chosen, score, verdict_of(score)))
    return checked


def _weighed(
    sentence: str, sources: Sequence[Source], marked: set[int], with_marked: bool = False
) -> tuple[tuple[int, ...], float]:
    """Indices of the evidence that supports a sentence best, and how well, by rules; with_marked: with what else its marks name."""
    said = read(sentence)
    if not said or not sources:
        return (), 0.0
    closest = _closest(said, sources, marked)
    (best, _), _, index = max((support(said, sources[i]), i in marked, -i) for i in closest)
    chosen: tuple[int, ...] = (-index,)
    if best < SUPPORTED and len(closest) > 1:
        pairs = combinations(sorted(closest), 2)
        (together, _), _, a, b = max(
            (support(said, sources[a] + sources[b]), a in marked and b in marked, -a, -b) for a, b in pairs
        )
        if together > best + (_PAIR_GAIN if best >= PARTLY else 0):
            best, chosen = together, (-a, -b)
    if with_marked:
        chosen = _with_marked(said, sources, chosen, marked)
        best = max(best, support(said, reduce(add, (sources[i] for i in chosen)))[0])
    return chosen, best


def check_phrase(phrase: str, sources: Sequence[Source], marks: Iterable[int] = ()) -> tuple[int, ...]:
    """Indices of the evidence, one or two pieces, that holds a short answer; empty where none does.

    A phrase has no roles or order to check: its numbers and names must be there, and most of its words. What was but tried can be the
    answer to what was tried.
    """
    said = read(phrase)
    if not said or not sources:
        return ()
    if len(said) >= _SENTENCE and check(phrase, sources, marks).verdict == "not found":
        return ()
    marked = set(marks)

    def held(source: Source) -> float:
        seen = signs(said, source)
        wrong = any(seen[name] >= 1 for name in REQUIRED)
        return 0.0 if wrong else 1 - seen["missing"]

    closest = _closest(said, sources, marked)
    best, _, index = max((held(sources[i]), i in marked, -i) for i in closest)
    if best >= _PHRASE:
        return (-index,)
    pairs = combinations(sorted(closest), 2)
    together, _, a, b = max(
        ((held(sources[a] + sources[b]), a in marked and b in marked, -a, -b) for a, b in pairs),
        default=(0.0, False, 0, 0),
    )
    return (-a, -b) if together >= _PHRASE else ()


def _with_marked(
    said: Sequence[Token], sources: Sequence[Source], chosen: Sequence[int], marked: Iterable[int]
) -> tuple[int, ...]:
    """The pieces of evidence chosen, and those that the marks name and that hold what is said and the others do not."""
    taken = list(chosen)
    for i in sorted(set(marked).intersection(range(len(sources))).difference(taken)):
        lacking = [t.key for t in said if not any(t.key in sources[j].keys for j in taken)]
        if any(key in sources[i].by_key for key in lacking):
            taken.append(i)
    return tuple(taken)


def _closest(said: Sequence[Token], sources: Sequence[Source], marked: set[int]) -> list[int]:
    """Indices of the evidence that shares most with what is said."""
    worth = {t.key: _WORTH[t.kind] for t in said}
    shared = [sum(worth[k] for k in worth.keys() & source.keys) for source in sources]
    return sorted(range(len(sources)), key=lambda i: (-shared[i], i not in marked, i))[:_CLOSER_LOOK]


def verdict_of(score: float) -> Verdict:
    """The word for a likelihood."""
    return "supported" if score >= SUPPORTED else "partly" if score >= PARTLY else "not found"
