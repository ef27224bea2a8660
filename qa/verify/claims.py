"""A draft → its sentences and short answer, each checked, the marks placed where the evidence says it, the rest removed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Evidence, split_sentences
from qa.language.footnotes import without_footnotes
from qa.records import Citation, Verdict
from qa.verify.nli import Judge
from qa.verify.verdicts import check_all, check_phrase, source_of

__all__ = ["MARK", "Verified", "cite", "claim_of", "is_unknown", "verify"]

MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_UNABLE = r"(?:can ?not|can['’]t|could not|couldn['’]t|am (?:unable|not able) to)"
_END = r"\W*(?:\[\d+\]\W*)*(?:$|\n)"
# What says that it does not know, and not what only begins so: "None were hurt", "Don't Look Up", "Unknown gunmen".
_UNKNOWN = re.compile(
    rf"^\W*(?:unknown{_END}|n/a\b|none\W*$|none of the (?:numbered )?(?:sentences|articles|texts|sources) (?!(?:was|were|is|are)\b)|"
    rf"not (?:mentioned|stated|specified|given|known)\b(?:{_END}| (?:in|by|here|there)\b)|"
    rf"no (?:answer|information)(?:{_END}| (?:is|about|on|in|regarding|given|provided|available|found|that)\b)|"
    r"(?:the )?(?:sentence|text|article|source)s? (?:do|does) not\b|"
    rf"i (?:do not|don['’]t) (?:know|have|see|find)\b|(?:do not|don['’]t) know{_END}|"
    rf"(?:i )?{_UNABLE} (?:answer|tell|say|find|know|determine|be (?:answered|determined|found|known|told))\b)",
    re.I,
)
_YES_OR_NO = re.compile(r"(?:yes|no)[.!]?", re.I)
_LONGEST_SHORT = 160  # characters


@dataclass(frozen=True, slots=True)
class Verified:
    """What is left of a draft. `text` carries marks from [1] on, in order; empty when nothing was supported."""

    short: str | None
    text: str
    citations: tuple[Citation, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What a draft says, and the indices of the evidence that its marks name."""

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
    short = claim_of(lines[0])
    # A yes stands in no source: whether it is one shows in what is cited for it (qa.write.whether).
    short_support = () if _YES_OR_NO.fullmatch(short.text) else check_phrase(short.text, sources, short.marks)
    claims = [claim_of(sentence) for sentence in _sentences(" ".join(lines[1:]))]
    if short_support:  # "John Key." behind "John Key" is no sentence
        claims = [claim for claim in claims if _plain(claim.text) != _plain(short.text)]
    claims = [
        c for n, c in enumerate(claims) if c.text not in (said.text for said in claims[:n])
    ]  # small models repeat themselves
    checked = check_all([(claim.text, claim.marks) for claim in claims], sources, judge)
    used: list[tuple[str, tuple[int, ...], Verdict]] = [
        (said.text, c.support, c.verdict) for said, c in zip(claims, checked, strict=True) if c.verdict != "not found"
    ]
    dropped = len(claims) - len(used)
    cited = [sources[i] for _, support, _ in used for i in support]
    if short_support and not (used and check_phrase(short.text, cited)):
        # A short answer alone, or one of another source than the written sentences: its source's own sentence says the rest.
        used.extend((without_footnotes(evidence[i].text), (i,), "supported") for i in short_support)
    spoken = short.text if short_support and len(short.text) <= _LONGEST_SHORT else None
    return _write(spoken, used, evidence, dropped)


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


def _plain(text: str) -> str:
    return text.rstrip(".").casefold()


def _sentences(text: str) -> list[str]:
    """Sentences of a draft; a mark after the full stop belongs to the sentence before it."""
    text = re.sub(r"([.!?])((?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+)", r"\2\1", text)
    return [text[start:end] for start, end in split_sentences(text)]


def claim_of(text: str) -> Claim:
    """A sentence or phrase of a draft without its marks, and what they name."""
    marks = tuple(int(n) - 1 for group in MARK.findall(text) for n in group.split(","))
    plain = re.sub(r"\s+([.,;!?])", r"\1", MARK.sub("", text)).strip(" -–*")
    plain = plain if not plain or plain[-1] in ".!?”\"'" or len(plain.split()) < 6 else plain + "."
    return Claim(plain, marks)
