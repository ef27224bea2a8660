"""Whether an article tells of just what a question asks, or of something near it: the local model's reading of the question itself.

"How big a stake is Verdane selling?", where the report has it buy 11 %; "Who is the chairman?", where it names the chief executive. A
small model that writes gives what stands nearest, in little doubt, and asked whether the answer is right it mostly says so. Asked
without its answer, whether the text tells of just that, it tells the two apart better (docs/what-did-not-help.md, "Near misses").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index import Article, Evidence, content_stems, sentences_of, stems
from qa.evidence.answerable import sentence_at
from qa.language.dates import YEAR, report_day
from qa.language.footnotes import without_footnotes
from qa.language.lexicon import SAME_COUNTRY
from qa.model.llm import Doubt, LanguageModel, begun
from qa.model.prompts import fill
from qa.question.wants import names
from qa.understand.swap import is_time
from qa.write.check import log_odds
from qa.write.draft import Draft

__all__ = ["asked_without_answer"]

_NO = "no"
# By hand, on the dev halves of bench/questions-near-*.jsonl, in log-odds: a text that lacks a name of the question tells of another
_NAMELESS = 0.5
_WIDER = 420  # characters of a wider text, so that it names what the cited sentence calls "he" or "the company"
_SENTENCES = 6


def asked_without_answer(
    draft: Draft, article: Article, found: Sequence[Evidence], llm: LanguageModel
) -> Iterator[str]:
    """Ask the model whether what a draft cites tells of just what its question asks; `draft.otherwise` is the log-odds of its no, more
    where the text lacks a name of the question.

    article: that of the sentence cited. found: the sentences found for the question, best first. Yields "" now and then, where whoever
    waits may leave. Raises ModelUnavailable.
    """
    doubt = Doubt(_NO)
    text = _read(article, draft, found)
    yield from begun(llm, fill("supposed", text=text, question=draft.question), doubt)
    if doubt.probability is not None:
        draft.otherwise = log_odds(doubt.probability) + _NAMELESS * _lacks_a_name(draft.question, text)


def _read(article: Article, draft: Draft, found: Sequence[Evidence]) -> str:
    """The headline, the cited sentence and the one before it, and of the article's others those that speak best of what is asked; before them the
    day of the report, if the question names a time that it may bear out."""
    assert draft.cited
    spans = sentences_of(article)
    here = sentence_at(article, draft.cited.start)
    chosen = {n: spans[n] for n in (here - 1, here) if n >= 0}
    room = _WIDER - sum(end - start for start, end in chosen.values())
    for e in found:
        if e.article_id != article.id or len(chosen) == _SENTENCES:
            continue
        n = sentence_at(article, e.start)
        if n not in chosen and e.end - e.start <= room:
            chosen[n] = spans[n]
            room -= e.end - e.start
    said = (without_footnotes(article.text[start:end]) for _, (start, end) in sorted(chosen.items()))
    return " ".join(f"{_day(article, draft.question)}{article.title}: {' '.join(said)}".split())


def _day(article: Article, question: str) -> str:
    """The day of a report in words, for "the 2006 Hajj" or "in December 2018"; empty where the question names no time, or another year."""
    years = set(YEAR.findall(question))
    if article.published_local is None or not (years or any(map(is_time, names(question)))):
        return ""
    day = report_day(article.published_local)
    return "" if years and years.isdisjoint(YEAR.findall(day)) else f"{day}. "


def _lacks_a_name(question: str, text: str) -> bool:
    """Whether a name in the question has no word in the text, a country's aside, which has many forms."""
    said = set(stems(text))
    named = (set(content_stems(name)) for name in names(question))
    return any(own and own.isdisjoint(said) and not own <= SAME_COUNTRY.keys() for own in named)
