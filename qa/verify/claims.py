"""A draft → its sentences and short answer, each checked, the marks placed where the evidence says it, the rest removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import STOP_WORDS, Evidence, split_sentences, stem, words
from qa.questions import names, wanted
from qa.records import Citation, Verdict
from qa.verify.nli import Judge
from qa.verify.verdicts import check, check_phrase, source_of

__all__ = ["Verified", "answers", "cite", "is_unknown", "says_something", "verify"]

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_UNKNOWN = re.compile(
    r"^\W*(?:unknown\W*(?:\[\d+\]\W*)*(?:$|\n)|not (?:mentioned|stated|specified|given|known)|no (?:answer|information)|none\b|n/a|"
    r"(?:the )?(?:sentences?|text|article)s? (?:do|does) not|(?:i )?(?:do not|don't|cannot|can't) )",
    re.I,
)
_LONGEST_SHORT = 160  # characters
_WHO_IS = re.compile(r"who(?:['’]s| is| was| are| were)\b", re.I)
_ONE = re.compile(
    r"\bwho (?:is|was) the (?:[a-z-]+ )*?(?:individual|person|man|woman|[a-z]+(?<!s)(?= (?:who|whom|whose|that|associated|of)\b))",
    re.I,
)
_TWO = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w’'.-]*\s)+and (?:[A-ZÀ-ÖØ-Þ][\w’'.-]*\s?)+$")
_EITHER = re.compile(
    r"\b(?:which|who|what)\b[^,]*,.*\bor\b", re.I
)  # "which was bigger, A or B?" is answered by a word of its own
# A number, or a word for one
_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|half|quarters?|thirds?|double|triple|once|twice|all|both|no|none|nobody|few|several|many|most|single|an?|"
    r"years?|months?|weeks?|days?|hours?|minutes?)\b(?<!every day)(?<!each day)",
    re.I,
)
_HOW_OFTEN = re.compile(r"\bhow often (?!had\b|has\b|have\b)", re.I)  # "How often does it run?": "every Friday"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of a draft. `text` carries marks from [1] on, in order; empty when nothing was supported."""

    short: str | None
    text: str
    citations: tuple[Citation, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class _Claim:
    text: str
    marks: tuple[int, ...]


def is_unknown(draft: str) -> bool:
    """Whether a model said that it does not know."""
    return not draft.strip() or bool(_UNKNOWN.match(draft.strip()))


def verify(draft: str, evidence: Sequence[Evidence], judge: Judge | None = None) -> Verified:
    """Check a draft against the evidence it was written from; `[n]` in it means evidence[n - 1].

    The first line is the short answer, the rest the written one. Without a rest, the evidence itself is quoted. judge: a second
    opinion on each sentence (qa.verify.nli), if one is configured; raises ModelUnavailable where it fails.
    """
    lines = [line.strip() for line in draft.strip().splitlines() if line.strip()]
    if not lines or not evidence:
        return Verified(None, "", (), len(lines))
    sources = [source_of(e) for e in evidence]
    short = _claim(lines[0])
    used: list[tuple[str, tuple[int, ...], Verdict]] = []
    dropped = 0
    for sentence in _sentences(" ".join(lines[1:])):
        claim = _claim(sentence)
        checked = check(claim.text, sources, claim.marks, judge)
        if checked.verdict == "not found":
            dropped += 1
        elif claim.text not in (text for text, *_ in used):  # small models repeat themselves
            used.append((claim.text, checked.support, checked.verdict))
    short_support = check_phrase(short.text, sources, short.marks)
    if not used and short_support:
        # A short answer alone: its sources' own sentences say the rest.
        used = [(evidence[i].text, (i,), "supported") for i in short_support]
    spoken = short.text if short_support and len(short.text) <= _LONGEST_SHORT else None
    return _write(spoken, used, evidence, dropped)


def answers(short: str, question: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a short answer, with its marks, can be one: its evidence holds it, it adds to the question, and counts where it should."""
    if wanted(question) == "yes or no":
        return True
    claim = _claim(short)
    if wanted(question) == "number" and not (_COUNT.search(claim.text) or _HOW_OFTEN.search(question)):
        return False
    if wanted(question) == "who" and _only_in_full(claim.text, question):
        return False
    if _ONE.search(question) and _TWO.match(claim.text):
        return False
    held = check_phrase(claim.text, [source_of(e) for e in evidence], claim.marks)
    return bool(held) and _adds(claim.text, question)


def _only_in_full(short: str, question: str) -> bool:
    """Whether it but gives a name of the question in full: "Andy Warhol" to "Who called Warhol a star?", but not to "Who is Warhol?"."""
    *given, last = short.split() or [""]
    named = any(last in name.split() for name in names(question))
    return named and bool(given) and all(word[:1].isupper() for word in given) and not _WHO_IS.match(question)


def says_something(verified: Verified, question: str) -> bool:
    """Whether an answer holds a word that the question does not: a question said again is no answer."""
    return wanted(question) == "yes or no" or _adds(verified.short or _MARK.sub("", verified.text), question)


def _adds(said: str, question: str) -> bool:
    """Whether something said holds a word that the question does not."""
    return bool(_EITHER.search(question)) or not {stem(w) for w in words(said) if w not in STOP_WORDS} <= {
        stem(w) for w in words(question)
    }


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
    return _Claim(plain, marks)
