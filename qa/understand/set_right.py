"""The last question as a correction sets it right: what is meant, in the place of what was said, or of what is like it."""

from __future__ import annotations

import re

from index import content_stems, words
from qa.question.wants import AUXILIARY, WH, names
from qa.understand.corrections import Correction
from qa.understand.counterpart import Likeness, counterpart, named_after, same_noun
from qa.understand.pronouns import points_back
from qa.understand.statements import led
from qa.understand.swap import WHERE_OR_WHEN, exchanged, swapped

__all__ = ["set_right"]

_SURELY = 0.4  # cosine of two words of which one must have been meant for the other; "gold" and "silver" have 0.8
_ASKING = re.compile(rf"{WH}|{AUXILIARY}|many|much|the|an?|in|at|on|of")
_UNSAID = re.compile(r"\b(?:he|she|they|it|him|them|both)\b", re.I)


def set_right(right: Correction, text: str, last: str, likeness: Likeness) -> tuple[str | None, bool]:
    """The last question with what was meant in it, None where nothing tells its place, and whether it is sure. text: the question asked instead,
    if the correction is a whole one."""
    if right.whole:
        return (_other_word(text, last, likeness) if right.sure else None), True
    meant, (lead, asked) = right.meant, led(last.rstrip(" ?.!"))
    if same := same_noun(meant, asked):
        return f"{lead}{same}?", True
    if right.instead_of and (whole := exchanged(meant, right.instead_of, last)):
        return whole, True
    if right.kind and (named := named_after(right.kind, meant, last)):
        return named, True
    _, sure = swapped(meant, asked)
    if not sure and (like := counterpart(meant, asked, likeness)):
        return f"{lead}{like}?", right.sure
    asked, _, _ = last.partition(" (")
    unsaid = None if names(asked) or WHERE_OR_WHEN.match(meant) else _UNSAID.search(asked)
    if right.sure and unsaid:  # "Can one have both?": "I meant flu and measles"
        return f"{asked[: unsaid.start()]}{meant}{asked[unsaid.end() :].rstrip(' ?')}?", False
    return None, False


def _other_word(asked: str, last: str, likeness: Likeness) -> str | None:
    """The last question with the one word that another has instead of one: "who got bronze" after "Which country got the silver medal?"."""
    known = set(content_stems(last))
    new = [word for word in words(asked) if not set(content_stems(word)) <= known]
    again = [word for word in words(asked) if word not in new and not _ASKING.fullmatch(word)]
    other = len(new) != 1 or not again or names(asked) or points_back(asked)
    like = None if other else counterpart(new[0], last, likeness, besides=again, least=_SURELY)
    return like and f"{like.rstrip(' ?.!')}?"
