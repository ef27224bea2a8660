"""A number that a local model did not find: each of the best sentences' numbers is shown to it and asked about.

Of "$14 million to Cue Health and $10M to Diassess" a small model writes the first, or "unknown"; asked of each whether that is the answer
it tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from index import Article, Evidence, content_stems
from qa.evidence.gather import Part
from qa.facts.measures import measure
from qa.facts.quantities import quantities
from qa.model.llm import LanguageModel
from qa.question.wants import wanted
from qa.write.answer import can_be
from qa.write.check import asked_again
from qa.write.draft import Draft

__all__ = ["number_found"]

# On the dev halves of eight sets, some 90 refusals of a local model: five numbers told rightly and one wrongly.
_CONFIDENCE = 0.5  # from which the evidence is read once more
_MISGIVING = 0.05  # below which a number is told
_SENTENCES, _NUMBERS = 2, 3  # of each
_UNITS = frozenset({"$", "%", "length", "weight", "speed", "time"})


def number_found(
    part: Part, article_of: Callable[[Evidence], Article], llm: LanguageModel
) -> Generator[str, None, Draft | None]:
    """The number in the best two sentences that a local model is as good as certain of, as a draft; None where there is none, or no number is asked for.

    Yields "" now and then, where whoever waits may leave. Raises ModelUnavailable.
    """
    if not llm.local or wanted(part.question) != "number" or part.assessment.confidence < _CONFIDENCE:
        return None
    asked = set(content_stems(part.question))
    tried: list[Draft] = []
    for e in part.assessment.evidence[:_SENTENCES]:
        for number in list(dict.fromkeys(quantities(part.question, e.text)))[:_NUMBERS]:
            draft = Draft(part.question, (e,), f"{_alone(number)} [1]")
            if draft.cited and not set(content_stems(number)) <= asked and can_be(draft):
                yield from asked_again(draft, article_of(e), llm)
                tried.append(draft)
    sure = [draft for draft in tried if draft.misgiving is not None and draft.misgiving < _MISGIVING]
    return min(sure, key=lambda draft: draft.misgiving or 0.0, default=None)


def _alone(number: str) -> str:
    """A number without the noun behind its unit: "912km" of "912km pipeline"."""
    rest = number.rpartition(" ")[0].removesuffix(" of")
    whole, read = measure(number), measure(rest) if rest else None
    if not whole or not read or whole.values != read.values:  # "$10" is not "$10 million"
        return number
    return rest if read.unit in _UNITS and not read.unsure else number
