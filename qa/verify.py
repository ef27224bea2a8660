"""A draft → only what its sources say: every sentence is checked against the evidence, by code, whoever wrote it.

For each sentence of the draft, the evidence that supports it best is looked for. Its numbers and names must all stand in that
evidence (or in its article's head: title, publisher, date), and most of its other words too. The citation goes to the evidence
that does support the sentence, whatever mark the model wrote; a sentence that nothing supports is removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from index import STOP_WORDS, Evidence, split_sentences, stem, words
from qa.dates import with_dates
from qa.questions import wanted
from qa.records import Citation, Verdict

__all__ = ["Verified", "cite", "is_unknown", "says_something", "verify"]

SUPPORTED = 0.65  # share of a sentence's words that its evidence must hold
PARTLY = 0.4

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")  # a point parts words: 3.5 must not be 5.3
_NEGATIONS = frozenset({"not", "no", "never", "nobody", "nothing", "without"})
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNKNOWN = re.compile(
    r"^\W*(?:unknown\W*(?:\[\d+\]\W*)*(?:$|\n)|not (?:mentioned|stated|specified|given|known)|no (?:answer|information)|none\b|n/a|"
    r"(?:the )?(?:sentences?|text|article)s? (?:do|does) not|(?:i )?(?:do not|don't|cannot|can't) )",
    re.I,
)
_CAPITAL = re.compile(r"(?<!: )\b[A-ZÀ-ÖØ-Þ][\w’'-]*")
_NUMBER_WORDS = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
            "hundred",
            "thousand",
            "million",
            "billion",
            "dozen",
        ],
        [
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "10",
            "11",
            "12",
            "13",
            "14",
            "15",
            "16",
            "17",
            "18",
            "19",
            "20",
            "30",
            "40",
            "50",
            "60",
            "70",
            "80",
            "90",
            "hundred",
            "thousand",
            "million",
            "billion",
            "dozen",
        ],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of a draft. `text` carries marks from [1] on, in order; empty when nothing was supported."""

    short: str | None
    text: str
    citations: tuple[Citation, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class _Claim:
    stems: frozenset[str]
    facts: frozenset[str]  # numbers and names: these must all be there
    marks: tuple[int, ...]
    text: str


def is_unknown(draft: str) -> bool:
    """Whether a model said that it does not know."""
    return not draft.strip() or bool(_UNKNOWN.match(draft.strip()))


def verify(draft: str, evidence: Sequence[Evidence]) -> Verified:
    """Check a draft against the evidence it was written from; `[n]` in it means evidence[n - 1].

    The first line is the short answer, the rest the written one. Without a rest, the evidence itself is quoted.
    """
    lines = [line.strip() for line in draft.strip().splitlines() if line.strip()]
    if not lines or not evidence:
        return Verified(None, "", (), len(lines))
    sources = [_words_of(e) for e in evidence]
    short = _claim(lines[0])
    used: list[tuple[str, tuple[int, ...], Verdict]] = []
    dropped = 0
    for sentence in _sentences(" ".join(lines[1:])):
        claim = _claim(sentence)
        support, verdict = _support(claim, sources)
        if verdict == "not found":
            dropped += 1
        elif claim.text not in (text for text, *_ in used):  # small models repeat themselves
            used.append((claim.text, support, verdict))
    short_support, short_verdict = _support(short, sources)
    if short_verdict != "supported" and not (used and len(lines) == 1):
        short_support = ()
    if not used and short_support:
        # A short answer alone: its sources' own sentences say the rest.
        used = [(evidence[i].text, (i,), "supported") for i in short_support]
    spoken = short.text if short_support and len(short.text) <= 160 else None
    return _write(spoken, used, evidence, dropped)


def says_something(verified: Verified, question: str) -> bool:
    """Whether an answer holds a word that the question does not: a question said again is no answer."""
    if wanted(question) == "yes or no":
        return True
    said = verified.short or _MARK.sub("", verified.text)
    return not {_token(w) for w in _words(said) if w not in STOP_WORDS} <= {_token(w) for w in _words(question)}


def cite(evidence: Evidence, n: int, verdict: Verdict = "supported") -> Citation:
    """The citation of a piece of evidence under mark n."""
    e = evidence
    return Citation(
        n, e.article_id, e.version, e.title, e.publisher, e.published, e.url, e.start, e.end, e.text, verdict
    )


def _write(
    short: str | None,
    used: Sequence[tuple[str, tuple[int, ...], Verdict]],
    evidence: Sequence[Evidence],
    dropped: int,
) -> Verified:
    numbers: dict[int, int] = {}
    verdicts: dict[int, Verdict] = {}
    parts = []
    for text, support, verdict in used:
        for i in support:
            numbers.setdefault(i, len(numbers) + 1)
            verdicts[i] = "partly" if "partly" in (verdict, verdicts.get(i)) else verdict
        parts.append(text + "".join(f" [{numbers[i]}]" for i in support))
    citations = tuple(cite(evidence[i], n, verdicts[i]) for i, n in numbers.items())
    return Verified(short, " ".join(parts), citations, dropped)


def _sentences(text: str) -> list[str]:
    """Sentences of a draft; a mark after the full stop belongs to the sentence before it."""
    text = re.sub(r"([.!?])((?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+)", r"\2\1", text)
    return [text[start:end] for start, end in split_sentences(text)]


def _claim(text: str) -> _Claim:
    marks = tuple(int(n) - 1 for group in _MARK.findall(text) for n in group.split(","))
    plain = re.sub(r"\s+([.,;!?])", r"\1", _MARK.sub("", text)).strip(" -–*")
    plain = plain if not plain or plain[-1] in ".!?”\"'" or len(plain.split()) < 6 else plain + "."
    tokens = [w for w in _words(plain) if w not in STOP_WORDS]
    facts = {_token(w) for w in tokens if w[0].isdigit() or w in _NUMBER_WORDS}
    facts |= {_token(w) for w in _words(plain) if w in _NEGATIONS}
    facts |= {_token(w) for name in _CAPITAL.findall(plain) for w in _words(name) if w not in STOP_WORDS and len(w) > 1}
    return _Claim(frozenset(_token(w) for w in tokens), frozenset(facts), marks, plain)


def _support(claim: _Claim, sources: Sequence[frozenset[str]]) -> tuple[tuple[int, ...], Verdict]:
    """Indices of the evidence that supports a claim best, one or two pieces, and how well it does."""
    if not claim.stems:
        return (), "not found"

    def share(held: frozenset[str]) -> float:
        return len(claim.stems & held) / len(claim.stems) if claim.facts <= held else 0.0

    singles = sorted(((share(s), i in claim.marks, -i) for i, s in enumerate(sources)), reverse=True)
    best, _, index = singles[0]
    if best >= SUPPORTED:
        return (-index,), "supported"
    pairs = [
        (share(sources[a] | sources[b]), a in claim.marks and b in claim.marks, -a, -b)
        for a, b in combinations(range(len(sources)), 2)
    ]
    if pairs:
        together, _, a, b = max(pairs)
        if together >= SUPPORTED and together > best:
            return (-a, -b), "supported"
    return ((-index,), "partly") if best >= PARTLY else ((), "not found")


def _words_of(e: Evidence) -> frozenset[str]:
    """Stems that a claim citing this evidence may use: its sentence, and its article's title, publisher and date."""
    head = f"{e.title} {e.publisher or ''}"
    if e.published is not None:
        head += datetime.fromtimestamp(e.published, UTC).strftime(" %-d %B %b %Y %A")
    return frozenset(_token(w) for w in _words(f"{with_dates(e.text, e.published)} {head}"))


def _words(text: str) -> list[str]:
    """Words of a text, its numbers whole."""
    return words(_DECIMAL.sub("d", _THOUSANDS.sub("", text)))


def _token(word: str) -> str:
    """The stem of a word, digits for a number in words."""
    return _NUMBER_WORDS.get(word) or stem(word)
