"""A question with its answer → the statement that a model would write: "Which airport was attacked?" → "Al-Nayrab airport was attacked." """

from __future__ import annotations

import re

__all__ = ["statement"]

_AUX = r"is|are|was|were|has|have|had|will|can|could|would|should"
_SUBJECT = re.compile(
    rf"^(?:who|what|which|how many)\b(?P<noun>(?: (?!(?:{_AUX}|did|do|does|of)\b)[\w’'-]+){{0,4}}?) (?P<rest>(?:(?:{_AUX})\b|\w+ed\b|(?:won|lost|led|made|gave|took|said|ran|wrote|runs|heads|leads|owns|makes|came|killed|left|won|spoke|built|sold|paid|bought|found|began)\b).*)$",
    re.I,
)
_WHERE_WHEN = re.compile(
    rf"^(?P<prep>(?:in|on|at|to|from|for|by|with) )?(?:when|where|what|which|how (?:many|much|long|old|tall|far))\b(?P<noun>(?: (?!(?:{_AUX}|did|do|does)\b)[\w’'-]+){{0,4}}?) (?P<aux>{_AUX}|did|does|do) (?P<rest>.+)$",
    re.I,
)


def statement(question: str, answer: str) -> str | None:
    """The statement; None where no rule makes one. Its words stand in an order that people would use, if not always its auxiliaries."""
    asked = question.strip().rstrip("?").strip()
    answer = answer.strip().rstrip(".")
    inverted = _WHERE_WHEN.match(asked)
    if (
        inverted
        and (
            inverted["aux"].lower() in ("did", "do", "does")
            or re.match(r"(?:when|where|how|in|on|at|to|from|for|by|with)\b", asked, re.I)
        )
        and not re.match(r"how many\b", asked, re.I)
    ):
        preposition = inverted["prep"] or (
            "in " if re.match("where", asked, re.I) else "on " if re.match("when", asked, re.I) else ""
        )
        made = f"{inverted['rest']} {preposition}{answer}"
    elif subject := _SUBJECT.match(asked):
        counted = subject["noun"] if asked.lower().startswith("how many") else ""
        made = f"{answer}{'' if counted.strip().lower() in answer.lower() else counted} {subject['rest']}"
    else:
        return None
    return made[0].upper() + made[1:] + "."
