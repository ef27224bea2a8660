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
_TWICE = re.compile(r"\w\w([bdglmnprt])\1$")  # "cancelled", "stopped", but "erred"
# "controlled", "fuelled", "boycotted", "interfered", "quizzed", "ached": of these the rules below would make no words
_UNSURE = re.compile(
    r"(?:[ou]|ia|na|(?<!s)ta|ue)ll$|cott$|(?:f|adh|rev|sev)er$(?<!offer)(?<!suffer)(?<!differ)|[zt]z$|^ach$"
)
_KNOWN = {
    "added": "add", "used": "use", "aged": "age", "lied": "lie", "tied": "tie", "skied": "ski", "taxied": "taxi", "untied": "untie",
}  # fmt: skip


def infinitive(past: str) -> str | None:
    """A verb's infinitive by its past: "attack" of "attacked", "win" of "won"; None of what is no past, or may be that of two."""
    if past in PAST:
        return LEMMAS[past]
    if past in _KNOWN:
        return _KNOWN[past]
    stem = past[:-2]
    if not re.fullmatch(r"[a-z]{3,}ed", past):
        return None
    if past.endswith("ied"):
        return f"{past[:-3]}y"
    if past.endswith("eed") or _UNSURE.search(stem):
        return None
    if _WITHOUT_E.search(stem) and not _WHOLE.search(stem):
        return f"{stem}e"
    if _WHOLE.search(stem):
        return stem
    return stem[:-1] if _TWICE.search(stem) else None
