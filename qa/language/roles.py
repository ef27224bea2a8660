"""What the words of a sentence do in it: which is the least and which the most, who did it to whom, what is denied or was but tried.

A passive is read as the active that it stands for, so that "the airport was attacked by the rebels" and "the rebels attacked the airport"
read alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import stem
from qa.language.lexicon import BOUNDS, DENIALS, PAST, root
from qa.language.plain import CLAIMED, POSSIBLE, TRIED, UNDONE, WANTED
from qa.language.tokens import Token

__all__ = ["active", "bounded", "denied", "is_done"]

_BE = frozenset({"was", "were", "is", "are", "been", "being", "be"})
_AGENT_ENDS = frozenset(
    "on in at after before and who which that while when where during as for to from with but or".split()  # noqa: SIM905 - a list of them is 20 lines
)
_NO_OBJECT = _AGENT_ENDS | {
    "of",
    "into",
    "east",
    "west",
    "north",
    "south",
}  # behind a verb they begin nothing that it is done to
_OF_A_VERB = frozenset({"no", "none", "neither", "nor"})
_AUXILIARIES = _BE | {"has", "have", "had", "will", "would", "did", "does", "do", "can", "could"}
_CLAUSE_BEGINS = frozenset(
    {"and", "but", "that", "who", "which", "while", "when", "where", "as", "because", "after", "before", "if"}
)
_VERB_AHEAD = 8  # words between "no" or "neither" and the auxiliary of its verb
_MODALS = {
    **dict.fromkeys(("would", "will", "shall", "if"), WANTED),
    **dict.fromkeys(("could", "may", "might", "can"), POSSIBLE),
}
_CARRIED = _BE | {"have", "has", "had", "also", "then"}
_SAID_TO_BE = frozenset({"allegedly", "reportedly", "almost", "nearly"})
_DENIED_AHEAD = 2  # words of meaning that a denial reaches …
_SIDED = frozenset(
    stem(w)
    for w in "vote rule argue decide advise testify campaign rally protest march demonstrate lobby".split()  # noqa: SIM905
)
_ENDS = {"from": "from", "to": "to", "into": "to", "by": "by"}
_SHARES = {"all": "all", "every": "all", "each": "all", "most": "most", "some": "some", "several": "some", "few": "few"}
_SIDE_AHEAD = 4  # words between "voted" and "against": "51 to 48"
_PASSED_BY = re.compile(r"(?:yet|even|ever|still|just|also|\w{2,}ly)")  # … without these: "did not immediately respond"


def bounded(tokens: list[Token]) -> list[Token]:
    """The tokens, numbers, dates and names marked with what stands before them: "at least", "fewer than", "from", "to", "by"; nouns with how many
    of them: "all", "most of the".

    Verbs of taking sides are marked with the side.
    """
    out: list[Token] = []
    for n, token in enumerate(tokens):
        if token.kind == "word":
            bound = _side(tokens, n) or _how_many(tokens[max(n - 4, 0) : n]) if token.key else ""
        else:
            before = tokens[n - 1].text if n else ""
            bound = ("" if token.kind == "name" else BOUNDS.get(before, "")) or _ENDS.get(before, "")
        out.append(replace(token, bound=bound))
    return out


def _how_many(before: Sequence[Token]) -> str:
    """Which share of them a noun speaks of, by the words before it: "all", "most", "some" or "few" ("all of NASA's satellites"); "" where none
    is told."""
    determiners = ("of", "the", "its", "their", "his", "her")
    telling = (t.text for t in reversed(before) if t.kind != "name" and t.text not in determiners)
    return _SHARES.get(next(telling, ""), "")


def _side(tokens: Sequence[Token], at: int) -> str:
    """ "for" or "against" behind a verb of taking sides; "" of another word, and where it tells none ("for the first time")."""
    if tokens[at].key not in _SIDED:
        return ""
    ahead = [t.text for t in tokens[at + 1 : at + _SIDE_AHEAD + 2] if t.clause == tokens[at].clause]
    if "against" in ahead:  # not "for sanctions against": there it is the sanctions that are
        return "against" if "for" not in ahead or "first" in ahead else ""
    return "for" if ahead[:1] == ["for"] and "first" not in ahead else ""


def active(tokens: list[Token]) -> list[Token]:
    """The tokens with each "X was attacked by Y" as "Y attacked X", and what was done by nobody that is told marked so."""
    done: list[Token] = []
    at = 0
    while at < len(tokens):
        turned = _turned(tokens, at) if tokens[at].text in _BE else None
        if turned:
            verb, start, by, end = turned
            del done[len(done) - (at - start) :]
            done += tokens[by + 1 : end] + tokens[at + 1 : verb + 1] + tokens[start:at] + tokens[verb + 1 : by]
            tokens, at = tokens[end:], 0
            continue
        done.append(replace(tokens[at], voice=_voice(done, tokens[at], tokens[at + 1 : at + 2])))
        at += 1
    return done


def _voice(before: Sequence[Token], token: Token, behind: Sequence[Token]) -> str:
    """Whether a verb's form tells that its subject did it, to what follows, or had it done to them; "" where it tells neither."""
    if token.kind != "word" or not token.key or not token.text.endswith(("ed", "en")):
        return ""
    last = next((t.text for t in reversed(before) if not _PASSED_BY.fullmatch(t.text)), "")
    if last in _BE:
        return "passive"
    does = bool(before and behind) and before[-1].clause == token.clause == behind[0].clause
    return "active" if does and behind[0].text not in _NO_OBJECT and last not in _AUXILIARIES else ""


def _turned(tokens: Sequence[Token], at: int) -> tuple[int, int, int, int] | None:
    """Of a passive with its agent, whose "was" stands at an index: those of its verb, of who it was done to, of "by", and of the agent's end."""
    by = next((n for n in range(at + 2, min(at + 7, len(tokens))) if tokens[n].text == "by"), None)
    verb = next(
        (
            n
            for n in range(at + 1, min(at + 4, len(tokens)))
            if tokens[n].key and tokens[n].kind == "word" and tokens[n].text not in UNDONE
        ),
        None,
    )
    if by is None or verb is None or verb >= by or by + 1 >= len(tokens):
        return None
    if not tokens[verb].text.endswith(("ed", "n", "t", "d", "g")) or tokens[by + 1].kind in ("date", "number"):
        return None
    if tokens[by + 1].text.endswith("ing"):
        return None
    end = by + 1
    while end < len(tokens) and tokens[end].clause == tokens[by].clause and tokens[end].text not in _AGENT_ENDS:
        end += 1
    start = at
    while (
        start > 0
        and tokens[start - 1].clause == tokens[at].clause
        and tokens[start - 1].text not in ("and", "that", "but")
    ):
        start -= 1
    return None if end == by + 1 or start == at else (verb, start, by, end)


def denied(tokens: Sequence[Token]) -> list[Token]:
    """Only the words of meaning, those marked that a denial stands before."""
    out: list[Token] = []
    reach = ends = 0
    claimed = -1  # the clause in which somebody claims what is told
    before = ""
    verb = False  # whether the verb of what "no", "neither" stand before is still to come: it is denied, whatever stands between
    for n, token in enumerate(tokens):
        undone, before = before, ""
        if token.text in UNDONE:
            before = token.text
            continue
        if token.text == CLAIMED:
            claimed = token.clause
            continue
        if _denies(tokens, n):
            verb = token.text in _OF_A_VERB and _has_verb(tokens, n)
            reach = 0 if verb else _DENIED_AHEAD
            ends = 0 if token.text == "not" else token.clause + 1  # "did not, however, respond"
            if token.text not in ("not", "no", "nor", "neither", "without", "never"):
                out.append(replace(token, key=root(token.text), kind="word"))
            continue
        if ends and token.clause >= ends:
            reach, verb = 0, False
        if not token.key:
            carried = undone if token.text in _CARRIED else ""  # "may be closed"
            before = _MODALS.get(token.text, carried)
            if verb and token.text in _AUXILIARIES:
                reach, verb = _DENIED_AHEAD, False
            continue
        if token.clause == claimed and is_done(token):
            undone = undone or TRIED
        out.append(replace(token, denied=max(reach, 0), undone=undone))
        before = WANTED if token.text in _SAID_TO_BE else _MODALS.get(token.text, "")
        reach -= not (reach == _DENIED_AHEAD and token.kind == "word" and _PASSED_BY.fullmatch(token.text))
    return out


def is_done(token: Token) -> bool:
    """Whether a verb is told as done: "closed", "stole"."""
    return token.kind == "word" and (token.text.endswith("ed") or token.text in PAST)


def _denies(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word denies what follows: a takeover that fails denies nothing, and only who fails "to" did not."""
    text = tokens[at].text
    return text in DENIALS and (not text.startswith("fail") or (at + 1 < len(tokens) and tokens[at + 1].text == "to"))


def _has_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether an auxiliary follows in the same clause, as in "no workers were"."""
    for token in tokens[at + 1 : at + _VERB_AHEAD + 1]:
        if token.clause != tokens[at].clause or token.text in _CLAUSE_BEGINS:
            return False
        if token.text in _AUXILIARIES:
            return True
    return False
