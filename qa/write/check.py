"""The local model's second opinion on a short answer of its own: whether the text that it cites says just this.

While it writes, a small model is led by what stands nearest, and is in little doubt: to "How many died?" it gives the number of
the hurt. Shown the one sentence that it cites, with the sentence before and the headline, and asked whether that is the answer, it
tells right answers from others better (docs/what-did-not-help.md, "Trust, doubt and refusal").
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from index import Article, sentences_of
from qa.evidence.answerable import sentence_at
from qa.language.footnotes import without_footnotes
from qa.model.llm import Doubt, LanguageModel, begun
from qa.model.prompts import fill
from qa.write.draft import Draft

__all__ = ["asked_again", "log_odds", "trust"]

_NO = "no"
_BEFORE = 250  # characters of the sentence before
# Logistic weights of how sure the model was while it wrote and when it was asked again, fitted on development questions.
_WRITING, _ASKED = 0.5, 1.0
_ALL_TELL = 1.0  # by hand, on 60 of MultiHop-RAG's queries: where all outlets named agree, the model may doubt more
_NEVER = 1e-4


def asked_again(draft: Draft, article: Article, llm: LanguageModel) -> Iterator[str]:
    """Ask the model whether a draft's short answer is right; `draft.misgiving` is the probability with which it says no.

    article: that of the sentence cited. Yields "" now and then, where whoever waits may leave. Raises ModelUnavailable.
    """
    doubt = Doubt(_NO)
    messages = fill("check", text=_around(draft, article), question=draft.question, answer=draft.short)
    yield from begun(llm, messages, doubt)
    draft.misgiving = doubt.probability


def trust(draft: Draft) -> float:
    """How likely a draft's short answer is right, 0 to 1, by its doubt, its misgiving and whether all outlets tell of it; 0 where
    the model was not asked again."""
    if draft.doubt is None or draft.misgiving is None:
        return 0.0
    against = _WRITING * log_odds(draft.doubt) + _ASKED * log_odds(draft.misgiving) - _ALL_TELL * draft.all_tell
    return 1 / (1 + math.exp(against))


def log_odds(probability: float) -> float:
    """The log-odds of a probability, kept from infinity."""
    p = min(max(probability, _NEVER), 1 - _NEVER)
    return math.log(p / (1 - p))


def _around(draft: Draft, article: Article) -> str:
    """The headline, the end of the sentence before the one that is cited, and that one as the model has read it."""
    here = sentence_at(article, draft.cited.start) if draft.cited else 0
    before = article.text[slice(*sentences_of(article)[here - 1])][-_BEFORE:] if here else ""
    return " ".join(f"{article.title}: {without_footnotes(before)} {draft.cited_as_read}".split())
