"""A draft: what a model has written to a question from some evidence; and one draft out of those to the parts of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index import Evidence
from qa.language.dates import with_date
from qa.language.footnotes import without_footnotes
from qa.question.polar import wants_yes_or_no
from qa.question.wants import wanted
from qa.verify import is_unknown
from qa.verify.verdicts import check_phrase, source_of
from qa.write.lines import as_read

__all__ = ["UNKNOWN", "Draft", "added", "joined", "said_already", "with_day", "with_quotes"]

UNKNOWN = "unknown"  # what the prompt tells a model to write where the evidence does not say it
_OF_EACH = re.compile(r"\b(?:each|both|apiece|respectively|every)\b", re.I)
_MARK = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")


@dataclass(slots=True)
class Draft:
    """What a model writes to a question from some evidence, as it grows. `[n]` in its text means evidence[n - 1].

    long: what abbreviations in the evidence stand for, so far as the question may mean them.
    doubt: the probability with which it would have begun with "unknown", where the model can tell. misgiving: that with which it
    took its short answer back when it was asked again (qa.write.check). otherwise: the log-odds with which it said that what it cites tells
    of something else than the question asks (qa.write.supposed). near: what tells of that, of a draft given up for it. all_tell: whether each
    of several outlets that the question names speaks of it. unsettled: whether the evidence bears on a question that wants a yes or no,
    without settling it (qa.write.whether).
    """

    question: str
    evidence: tuple[Evidence, ...]
    text: str = ""
    doubt: float | None = None
    misgiving: float | None = None
    otherwise: float | None = None
    near: Evidence | None = None
    all_tell: bool = False
    unsettled: bool = False
    long: Mapping[str, str] = field(default_factory=dict)
    _holder: tuple[str, Evidence | None] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def first_line(self) -> str:
        """The short answer with its marks."""
        return self.text.strip().partition("\n")[0]

    @property
    def short(self) -> str:
        """The first line without its marks: the short answer."""
        return _MARK.sub("", self.first_line).strip()

    @property
    def written(self) -> str:
        """The sentences that a model wrote behind its short answer."""
        return " ".join(self.text.strip().partition("\n")[2].split())

    @property
    def marks(self) -> str:
        """The marks of the short answer, a space before each."""
        return "".join(f" {mark[0]}" for mark in _MARK.finditer(self.first_line))

    @property
    def cited(self) -> Evidence | None:
        """The evidence that holds the short answer, that which its first mark points at before others, as the reader is shown it.

        A small model puts the number of another sentence behind an answer that it has read rightly.
        """
        line = self.first_line
        if not self._holder or self._holder[0] != line:  # asked for many times, while a first line stays as it is
            sources = [source_of(e) for e in self.evidence]
            holding = check_phrase(self.short, sources, self._marked) if self.short else ()
            self._holder = line, next((self.evidence[n] for n in (*holding, *self._marked)), None)
        return self._holder[1]

    @property
    def astray(self) -> bool:
        """Whether its first mark points at other evidence than that which holds the short answer."""
        return bool(self._marked) and self.evidence[self._marked[0]] != self.cited

    @property
    def _marked(self) -> list[int]:
        """Indices of the evidence that the first line's marks point at."""
        return [n - 1 for n in _numbers(self.first_line) if 0 < n <= len(self.evidence)]

    @property
    def cited_as_read(self) -> str:
        """The text of what it cites, as the model has read it."""
        lines = as_read(self.question, self.evidence, self.long)
        return lines[self.evidence.index(self.cited)] if self.cited else ""

    @property
    def unknown(self) -> bool:
        """Whether the model found no answer, or has written nothing yet."""
        return is_unknown(self.text)

    def in_doubt(self, least: float) -> bool:
        """Whether its doubt is known, and that much or more."""
        return self.doubt is not None and self.doubt >= least

    def given_up(self, near: Evidence | None = None) -> Draft:
        """The same question and evidence, and no answer. near: what tells of something near it."""
        return Draft(self.question, self.evidence, UNKNOWN, self.doubt, near=near, long=self.long)


def joined(drafts: Sequence[Draft], question: str) -> Draft:
    """One draft of the drafts to the parts of a question: first their short answers on one line, then their sentences.

    A yes among other answers is left to its sentences, since no source holds it.
    """
    if len(drafts) == 1:
        return drafts[0]
    evidence: list[Evidence] = []
    shorts: dict[str, str] = {}
    rest: list[str] = []
    only_yes = all(wants_yes_or_no(draft.question) for draft in drafts)
    for draft in drafts:
        if only_yes or not wants_yes_or_no(draft.question):
            short = _moved(draft.first_line.strip(), len(evidence))
            shorts.setdefault(draft.short.casefold(), short)  # two parts may have one answer
        rest.append(_moved(_sentences(draft), len(evidence)))
        evidence += draft.evidence
    return Draft(question, tuple(evidence), "; ".join(shorts.values()) + "\n" + " ".join(rest))


def with_quotes(draft: Draft, more: Sequence[Evidence]) -> Draft:
    """The draft with sentences of sources behind what it has written; they speak for a short answer alone."""
    if not more:
        return draft
    evidence = added(draft.evidence, more)
    numbers = {(e.article_id, e.start): n for n, e in enumerate(evidence, 1)}
    quotes = (f"{without_footnotes(e.text)} [{numbers[e.article_id, e.start]}]" for e in more)
    sentences = " ".join(" ".join([draft.written, *quotes]).split())
    return replace(draft, evidence=evidence, text=f"{draft.first_line}\n{sentences}")


def added(evidence: Sequence[Evidence], more: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Evidence with more behind it, without what is there."""
    known = {(e.article_id, e.start) for e in evidence}
    return (*evidence, *(e for e in more if (e.article_id, e.start) not in known))


def said_already(drafts: Sequence[Draft]) -> bool:
    """Whether the last draft gives a number that an earlier part was answered with, out of one sentence: "killing 107 and wounding 238".

    A sentence that says so of each may well hold both answers.
    """
    *before, last = drafts
    if last.unknown or not last.cited or wanted(last.question) != "number" or _OF_EACH.search(last.cited.text):
        return False
    place = (last.cited.article_id, last.cited.start)
    same = (d.cited for d in before if d.short.casefold() == last.short.casefold())
    return any(cited and (cited.article_id, cited.start) == place for cited in same)


def with_day(draft: Draft) -> Draft:
    """The draft with the date of a day that its short answer names ("on Wednesday"), so that it is checked with it."""
    said, cited = draft.short.rstrip("."), draft.cited
    if wanted(draft.question) != "when" or not cited:
        return draft
    source = next((e for e in (cited, *draft.evidence) if said.casefold() in e.text.casefold()), cited)
    return replace(draft, text=draft.text.replace(said, with_date(said, source.published_local, source.text), 1))


def _sentences(draft: Draft) -> str:
    """The sentences of a draft behind its short answer; without any, its source's own sentence says the rest."""
    marked = next(iter(_numbers(draft.first_line)), 0)
    if not draft.written and 0 < marked <= len(draft.evidence):
        return " ".join(f"{without_footnotes(draft.evidence[marked - 1].text)} [{marked}]".split())
    return draft.written


def _numbers(text: str) -> list[int]:
    """What the marks of a text say."""
    return [int(n) for n in re.findall(r"\d+", " ".join(_MARK.findall(text)))]


def _moved(text: str, by: int) -> str:
    """A draft with its marks counted on."""
    return _MARK.sub(lambda mark: "[" + ", ".join(str(int(n) + by) for n in mark[1].split(",")) + "]", text)
