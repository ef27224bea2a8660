"""A question and its evidence → a draft, streamed from a language model. The evidence is numbered; the prompt is prompts/answer.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

from index import Evidence, spelt_out
from qa.facts.casualties import Told, casualties, gives_another, values_in
from qa.facts.compare import names_one, tells_which
from qa.facts.quantities import stands_as_asked
from qa.facts.rivals import tells_of_another
from qa.language.footnotes import without_footnotes
from qa.model.llm import Doubt, LanguageModel, begun
from qa.model.prompts import fill
from qa.question.parts import how_many, items
from qa.question.wants import wanted
from qa.verify import answers, contest
from qa.write.draft import UNKNOWN, Draft
from qa.write.lines import numbered

__all__ = ["because", "can_be", "write"]

MAX_TOKENS = 100
_BECAUSE = "because"
# What may follow on that
_OF = re.compile(r"^[\s,;:]*(?:of course,\s+|(?:of(?! course)|that)\s+)?", re.I)
# Enough of a draft to tell whether it says that it does not know: two whole words and the start of a third, a line or a mark.
_TELLING_START = re.compile(r"\s*\S+\s+\S+\s+\S|.*[\[\n]", re.S)


def because(question: str, llm: LanguageModel) -> bool:
    """Whether a model is made to go on from "because": a local one that is asked why, for else it tells again what happened."""
    return llm.local and wanted(question) == "why"


def write(draft: Draft, llm: LanguageModel, unsure: float = 1.0, unknown: float = 1.0) -> Iterator[str]:
    """Let a model write the draft's text; yields what a reader may see of it, which "unknown" is not, and "" where the model does.

    A model that would have begun with "unknown" by a probability of `unknown` or more is not asked further: its draft is
    "unknown". One of less doubt is made to say what it would have said else, and from `unsure` on its short answer alone; where that
    cannot be an answer, it did not know, and is past doubt. Raises ModelUnavailable.
    """
    doubt = Doubt(UNKNOWN)
    shown = 0
    messages = fill("answer", evidence=numbered(draft.question, draft.evidence, draft.long), question=draft.question)
    why = because(draft.question, llm)
    if why:
        yield from begun(llm, messages, doubt)
        messages.append(("assistant", _BECAUSE))
    with closing(llm.stream(messages, max_tokens=MAX_TOKENS, doubt=doubt)) as pieces:  # type: ignore[type-var]
        for piece in pieces:
            draft.doubt = doubt.probability
            if draft.in_doubt(unknown):
                draft.text = UNKNOWN
                return
            draft.text = _OF.sub("", draft.text + piece) if why else draft.text + piece
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
    told = _result(draft)
    if draft.doubt is None or (told and told[0]):
        return True
    if told is None and can_be(draft):
        return True
    several = items([draft.short]) if how_many(draft.question)[0] > 1 and told is None else ()
    kept = [item for item in several if answers(f"{item}{draft.marks}", draft.question, draft.evidence)]
    draft.text, draft.doubt = (f"{' and '.join(kept)}{draft.marks}", draft.doubt) if kept else (UNKNOWN, 1.0)
    return bool(kept)


def can_be(draft: Draft) -> bool:
    """Whether a short answer can be one, as far as rules tell: by its kind, and by what its sentence tells of."""
    return (
        _tells_which(draft)
        and _tells_casualties(draft)
        and (not draft.cited or _stands_in(draft, draft.cited))
        and answers(draft.first_line, draft.question, draft.evidence)
    )


def _stands_in(draft: Draft, cited: Evidence) -> bool:
    """Whether what it cites tells of what is asked, and counts what is asked for."""
    said = draft.cited_as_read
    return stands_as_asked(draft.question, draft.short, said) and not tells_of_another(
        draft.question, cited.title, said
    )


def _casualties_of_others(draft: Draft) -> Told | None:
    """What the cited sentence tells of the killed or the hurt, say, where the short answer gives the number of the others."""
    told = casualties(draft.question, draft.cited_as_read) if draft.cited else None
    return told if told and values_in(draft.short).intersection(told.others) else None


def _tells_casualties(draft: Draft) -> bool:
    """Whether the cited sentence gives the number of the killed, say, where the short answer is that of the hurt, or one of its headline
    alone; True of any other."""
    wrong = _casualties_of_others(draft)
    if wrong is None and draft.cited and (said := values_in(draft.short)):
        return not gives_another(draft.question, draft.cited.text, said)
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
        draft.text = wrong.number + draft.marks
    return bool(wrong)


def _tells_which(draft: Draft) -> bool:
    """Whether the short answer to a question that compares two names one of them, out of a sentence that can tell; True of any other."""
    named = names_one(draft.question, spelt_out(draft.short, draft.long))
    return named and tells_which(draft.question, draft.cited_as_read)
