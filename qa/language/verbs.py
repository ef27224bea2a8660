"""Forms of a verb, where they can be told by its letters."""

from __future__ import annotations

import re

from qa.language.lexicon import LEMMAS, PAST

__all__ = ["infinitive"]

_WHOLE = re.compile(
    r"^(?:focus|canvas|bias|add)$|(?:ck|[sc]h|[lrnsf]k|(?<!\w\w\we)ll|ss|ff|gn|[lrn]d|[lrnfpc]t|(?<!a)st|[rlw]n|(?<!v)en|[ao]in|er|air|our|rm|mp|lp|rl|"
    r"[eo]at|\w[eoa]w|[aeo]y|x)$"
)
_WITHOUT_E = re.compile(r"^creat$|(?:^rang|rrang|chang|lleng|veng|[lp]ung|[vcsuz]|(?<![ng])g|[ui]r|at)$")
_TWICE = re.compile(r"([bdglmnprt])\1$")  # "cancelled", "stopped"
_SHORT = 4  # letters: "died", "lied", but "tried"


def infinitive(past: str) -> str | None:
    """A verb's infinitive by its past: "attack" of "attacked", "win" of "won"; None of what is no past, or may be that of two."""
    if past in PAST:
        return LEMMAS[past]
    if not re.fullmatch(r"[a-z]{2,}ed", past) or past.endswith("eed"):
        return None
    stem = past[:-2]
    if past.endswith("ied"):
        return past[:-1] if len(past) <= _SHORT else f"{past[:-3]}y"
    if stem == "creat" or (_WITHOUT_E.search(stem) and not _WHOLE.search(stem)):
        return f"{stem}e"
    if _WHOLE.search(stem):
        return stem
    return stem[:-1] if _TWICE.search(stem) else None
