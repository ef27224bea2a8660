"""A question and its evidence → a draft, streamed from a language model. The evidence is numbered; the prompt is prompts/answer.md."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import Event

from index import Evidence, ModelUnavailable, spelt_out
from qa.casualties import Told, casualties
from qa.compare import names_one, tells_which
from qa.dates import has_date, report_day, with_date, with_dates
from qa.footnotes import without_footnotes
from qa.llm import Doubt, LanguageModel
from qa.parts import how_many, items
from qa.polar import wants_yes_or_no
from qa.prompt_cache import PromptCache
from qa.prompts import fill
from qa.quantities import stands_as_asked
from qa.questions import wanted
from qa.rivals import tells_of_another
from qa.verify import answers, contest, is_unknown, read
from qa.verify.verdicts import check_phrase, source_of

__all__ = ["Draft", "added", "joined", "numbered", "said_already", "warm_up", "with_day", "with_quotes", "write"]

MAX_TOKENS = 100
UNKNOWN = "unknown"  # what the prompt tells a model to write where the evidence does not say it
_LONGEST = 400  # characters of one sentence that a model is given
_TIME = re.compile(
    r"\d{4}|\b(?:when|day|date|month|year|time|first|last|latest|earlier|later|before|after|since|until|recent\w*|now|new\w*)\b",
    re.I,
)
_OF_EACH = re.compile(r"\b(?:each|both|apiece|respectively|every)\b", re.I)
_MARK = re.compile(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
# Enough of a draft to tell whether it says that it does not know: two whole words and the start of a third, a line or a mark.
_TELLING_START = re.compile(r"\s*\S+\s+\S+\s+\S|.*[\[\n]", re.S)


@dataclass(slots=True)
class Draft:
    """What a model writes to a question from some evidence, as it grows. `[n]` in its text means evidence[n - 1].

    long: what abbreviations in the evidence stand for, so far as the question may mean them.
    doubt: the probability with which it would have begun with "unknown", where the model can tell. misgiving: that with which it
    took its short answer back when it was asked again (qa.check). all_tell: whether each of several outlets that the question names
    speaks of it. unsettled: whether the evidence bears on a question that wants a yes or no, without settling it (qa.whether).
    """

    question: str
    evidence: tuple[Evidence, ...]
    text: str = ""
    doubt: float | None = None
    misgiving: float | None = None
    all_tell: bool = False
    unsettled: bool = False
    long: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_line(self) -> str:
        """The short answer with its marks."""
        return self.text.strip().partition("\n")[0]

    @property
    def short(self) -> str:
        """The first line without its marks: the short answer."""
        return _MARK.sub("", self.first_line).strip()

    @property
    def cited(self) -> Evidence | None:
        """The evidence that holds the short answer, that which its first mark points at before others, as the reader is shown it.

        A small model puts the number of another sentence behind an answer that it has read rightly.
        """
        holding = check_phrase(self.short, [source_of(e) for e in self.evidence], self._marked) if self.short else ()
        return next((self.evidence[n] for n in (*holding, *self._marked)), None)

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
        lines = _as_read(self.question, self.evidence, self.long)
        return lines[self.evidence.index(self.cited)] if self.cited else ""

    @property
    def unknown(self) -> bool:
        """Whether the model found no answer, or has written nothing yet."""
        return is_unknown(self.text)

    def in_doubt(self, least: float) -> bool:
        """Whether its doubt is known, and that much or more."""
        return self.doubt is not None and self.doubt >= least

    def given_up(self) -> Draft:
        """The same question and evidence, and no answer."""
        return Draft(self.question, self.evidence, UNKNOWN, self.doubt, long=self.long)


def write(draft: Draft, llm: LanguageModel, unsure: float = 1.0, unknown: float = 1.0) -> Iterator[str]:
    """Let a model write the draft's text; yields what a reader may see of it, which "unknown" is not, and "" where the model does.

    A model that would have begun with "unknown" by a probability of `unknown` or more is not asked further: its draft is
    "unknown". One of less doubt is made to say what it would have said else, and from `unsure` on its short answer alone; where that
    cannot be an answer, it did not know, and is past doubt. Raises ModelUnavailable.
    """
    doubt = Doubt(UNKNOWN)
    shown = 0
    messages = fill("answer", evidence=numbered(draft.question, draft.evidence, draft.long), question=draft.question)
    with closing(llm.stream(messages, max_tokens=MAX_TOKENS, doubt=doubt)) as pieces:  # type: ignore[type-var]
        for piece in pieces:
            draft.doubt = doubt.probability
            if draft.in_doubt(unknown):
                draft.text = UNKNOWN
                return
            draft.text += piece
            if not piece:
                yield ""
            elif shown or _telling(draft):
                if not shown and not _stands(draft):
                    return
                if (not shown and _set_right(draft)) or draft.in_doubt(unsure):
                    draft.text = draft.first_line
                    yield draft.text
                    return
                yield draft.text[shown:]
                shown = len(draft.text)
    if shown < len(draft.text) and not draft.unknown and (shown or _stands(draft)):
        if not shown:
            _set_right(draft)
        yield draft.text[shown:]


def _telling(draft: Draft) -> bool:
    """Whether enough of a draft is there to show it: all of its short answer, if the model was kept from "unknown"."""
    if draft.doubt is None:
        return bool(_TELLING_START.match(draft.text)) and not draft.unknown
    return "\n" in draft.text.lstrip()


def _stands(draft: Draft) -> bool:
    """Whether the short answer of a model that was kept from "unknown" can be one; else the draft becomes "unknown".

    Of several that a question wants, those that can are kept.
    """
    line = draft.first_line
    told = _result(draft)
    if draft.doubt is None or (told and told[0]):
        return True
    if told is None and (
        _tells_which(draft)
        and _tells_casualties(draft)
        and (not draft.cited or _stands_in(draft, draft.cited))
        and answers(line, draft.question, draft.evidence)
    ):
        return True
    marks = _marks(line)
    several = items([draft.short]) if how_many(draft.question)[0] > 1 and told is None else ()
    kept = [item for item in several if answers(f"{item}{marks}", draft.question, draft.evidence)]
    draft.text, draft.doubt = (f"{' and '.join(kept)}{marks}", draft.doubt) if kept else (UNKNOWN, 1.0)
    return bool(kept)


def _stands_in(draft: Draft, cited: Evidence) -> bool:
    """Whether what it cites tells of what is asked, and counts what is asked for."""
    said = draft.cited_as_read
    return stands_as_asked(draft.question, draft.short, said) and not tells_of_another(
        draft.question, cited.title, said
    )


def _casualties_of_others(draft: Draft) -> Told | None:
    """What the cited sentence tells of the killed or the hurt, say, where the short answer gives the number of the others."""
    told = casualties(draft.question, draft.cited_as_read) if draft.cited else None
    said = {token.value for token in read(draft.short) if token.kind == "number"}
    return told if told and said.intersection(told.others) else None


def _tells_casualties(draft: Draft) -> bool:
    """Whether the cited sentence gives the number of the killed, say, where the short answer is that of the hurt; True of any other."""
    wrong = _casualties_of_others(draft)
    return wrong is None or wrong.number is not None


def _result(draft: Draft) -> tuple[str, int] | None:
    """Who won or lost, "" of a draw, and the mark of the sentence that tells: the one that is cited, or another of its article."""
    between, cited = contest(draft.question), draft.cited
    if not between or not cited:
        return None
    of_article = [e for e in draft.evidence if e.article_id == cited.article_id]
    told = ((between.result(without_footnotes(e.text)), e) for e in (cited, *of_article))
    return next(((side, draft.evidence.index(e) + 1) for side, e in told if side is not None), None)


def _set_right(draft: Draft) -> bool:
    """Give the number of the hurt where a local model gave that of the killed out of "killing 107 and wounding 238", and the winner where
    it gave the loser; whether it did."""
    told = _result(draft) if draft.doubt is not None else None
    if told and told[0].casefold() != draft.short.casefold():
        draft.text = f"{told[0]} [{told[1]}]"
        return True
    wrong = _casualties_of_others(draft) if draft.doubt is not None else None
    if wrong and wrong.number:
        draft.text = wrong.number + _marks(draft.first_line)
    return bool(wrong)


def _tells_which(draft: Draft) -> bool:
    """Whether the short answer to a question that compares two names one of them, out of a sentence that can tell; True of any other."""
    named = names_one(draft.question, spelt_out(draft.short, draft.long))
    return named and tells_which(draft.question, draft.cited_as_read)


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
    sentences = " ".join(" ".join([_written(draft), *quotes]).split())
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


def warm_up(
    llm: LanguageModel,
    prompts: Sequence[str] = ("answer",),
    kept: PromptCache | None = None,
    ended: Event | None = None,
) -> None:
    """Let a model read what these prompts share from question to question, so that the first reader need not wait for it.

    With `kept`, a model that has just been started has one prompt back from the start before; later it would lose what it has read.
    ended: set by another thread, it ends the reading within a pulse.
    """
    for name in prompts:
        messages = fill(name, evidence="", question="", conversation="", text="", answer="")
        if kept and kept.recall(messages):
            continue
        with contextlib.suppress(ModelUnavailable), closing(llm.stream(messages, max_tokens=1)) as pieces:  # type: ignore[type-var]
            for _ in pieces:
                if ended and ended.is_set():
                    return
            if kept:
                kept.keep(messages)


def numbered(question: str, evidence: Sequence[Evidence], long: Mapping[str, str] = {}) -> str:
    """Lines "[1] sentence", as the prompt's examples have them. long: what abbreviations to spell out."""
    return "\n".join(f"[{n}] {line}" for n, line in enumerate(_as_read(question, evidence, long), 1))


def _as_read(question: str, evidence: Sequence[Evidence], long: Mapping[str, str]) -> list[str]:
    """The sentences as a model is given them, with abbreviations spelt out.

    Dates cost time to read, so they stand only where they matter: behind the days that a sentence names by their distance from
    the report, where the question asks when; before the sentence, that of its report, where the question speaks of time.
    """
    texts = [spelt_out(without_footnotes(e.text), long) for e in evidence]
    if wanted(question) == "when" and any(has_date(text) for text in texts):
        texts = [with_dates(text, e.published_local) for text, e in zip(texts, evidence, strict=True)]
    elif _TIME.search(question):
        texts = [f"({_day(e.published_local)}) {text}" for text, e in zip(texts, evidence, strict=True)]
    return [_shortened(text) for text in texts]


def _sentences(draft: Draft) -> str:
    """The sentences of a draft behind its short answer; without any, its source's own sentence says the rest."""
    marked = next(iter(_numbers(draft.first_line)), 0)
    if not _written(draft) and 0 < marked <= len(draft.evidence):
        return " ".join(f"{without_footnotes(draft.evidence[marked - 1].text)} [{marked}]".split())
    return _written(draft)


def _written(draft: Draft) -> str:
    """The sentences that a model wrote behind its short answer."""
    return " ".join(draft.text.strip().partition("\n")[2].split())


def _numbers(text: str) -> list[int]:
    """What the marks of a text say."""
    return [int(n) for n in re.findall(r"\d+", " ".join(_MARK.findall(text)))]


def _marks(line: str) -> str:
    """The marks of a line, a space before each."""
    return "".join(f" {mark[0]}" for mark in _MARK.finditer(line))


def _moved(text: str, by: int) -> str:
    """A draft with its marks counted on."""
    return _MARK.sub(lambda mark: "[" + ", ".join(str(int(n) + by) for n in mark[1].split(",")) + "]", text)


def _day(published: int | None) -> str:
    return "undated" if published is None else report_day(published)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
