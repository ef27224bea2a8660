"""Forms of a verb, where they can be told by its letters."""

from __future__ import annotations

import re

from qa.language.lexicon import LEMMAS, PAST

__all__ = ["infinitive"]

_WHOLE = re.compile(
    r"^(?:focus|canvas|bias)$|(?:ck|[sc]h|[lrnsf]k|(?<!\w\w\we)ll|ss|ff|gn|[lrn]d|[lrnfpc]t|(?<!a)st|[rlw]n|(?<!v)en|[ao]in|er|air|our|rm|mp|lp|rl|"
    r"(?<!cr)eat|oat|\w[eoa]w|[aeo]y|x)$"
)
_WITHOUT_E = re.compile(r"(?:^re|^)creat$|(?:^rang|rrang|chang|lleng|veng|[lp]ung|[vcsuz]|(?<![ng])g|[ui]r|at)$")
_TWICE = re.compile(r"([bdglmnprt])\1$")  # "cancelled", "stopped"
# "controlled", "fuelled", "boycotted", "interfered", "quizzed", "ached": of these the rules below would make no words
_UNSURE = re.compile(
    r"(?:[ou]|ia|na|(?<!s)ta|ue)ll$|cott$|(?:f|adh|rev|sev)er$(?<!offer)(?<!suffer)(?<!differ)|[zt]z$|^ach$"
)
_SHORT = 4  # letters: "died", "lied", but "tried"
_KNOWN = {
    "added": "add", "used": "use", "aged": "age", "skied": "ski", "taxied": "taxi", "untied": "untie",
}  # fmt: skip


def infinitive(past: str) -> str | None:
    """A verb's infinitive by its past: "attack" of "attacked", "win" of "won"; None of what is no past, or may be that of two."""
    if past in PAST:
        return LEMMAS[past]
    if past in _KNOWN:
        return _KNOWN[past]
    stem = past[:-2]
    if not re.fullmatch(r"[a-z]{3,}ed", past) and past not in ("died", "lied", "tied"):
        return None
    if past.endswith("ied"):
        return past[:-1] if len(past) <= _SHORT else f"{past[:-3]}y"
    if past.endswith("eed") or _UNSURE.search(stem):
        return None
    if _WITHOUT_E.search(stem) and not _WHOLE.search(stem):
        return f"{stem}e"
    if _WHOLE.search(stem):
        return stem
    return stem[:-1] if _TWICE.search(stem) and len(stem) > _SHORT - 1 else None
