"""A pronoun in a follow-up → what it means: the person, people, thing or place last spoken of, unless the question itself says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import content_stems, words
from qa.question.wants import AUXILIARY, names
from qa.understand.antecedents import group, person, place, thing
from qa.understand.before import PRONOUNS, Before, did_name

__all__ = ["MAIN_PRONOUN", "names_a_person", "points_back", "resolved"]

# An "it" that stands for nothing ("is it raining", "was it true that") points back at nothing.
_THING = re.compile(
    r"\b(it|its|this|that)\b(?!['’]|\s+(?:rain|snow|take (?:effect|place)|took (?:effect|place)|true|possible|likely|legal|safe|necessary|important|better|worse|hard|easy|difficult|worth)\w*)",
    re.I,
)
_TAKES_TIME = re.compile(
    r"\bhow (?:long|much time|many (?:hours|days|weeks|months|years))\b[^?]*\bit take|\bit (?:take|took)\b[^?]* to\b",
    re.I,
)
_PERSON = re.compile(r"\b(he|she|him|her|his|hers)\b", re.I)
_GROUP = re.compile(r"\b(they|them|their|theirs|those|these)\b", re.I)
# "were there survivors?" speaks of no place.
_PLACE = re.compile(
    rf"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(there)\b(?!\s+(?:{AUXILIARY}|may|might|must|seems?|be|any|an?|been)\b)",
    re.I,
)
MAIN_PRONOUN = re.compile(rf"\b{AUXILIARY}\s+(?:he|she|they|it)\b(?!\s+(?:rain|snow|take|true)\w*)", re.I)
_OF_WHOM_IS_ASKED = re.compile(
    r"^who\s+(?:lost|kept|won|quit|left|gave|changed|broke|hurt|ended|announced|had)\s+(?:his|her|their|its)\b", re.I
)  # "Who lost her seat there?", but not "Who bought his stake?"
# "… to see if they learn", "… admitted to abusing her kids": what stands before in the question may be what is meant
_WITHIN = re.compile(
    r"\b(?:if|that|when|because|after|before|while|so|as|since|until|where|how|why|whether|who|which)\s+$", re.I
)
_SUBJECTS = frozenset({"he", "she", "they", "it"})
_OWNERS = frozenset({"his", "her", "their", "its"})
_OWNED = re.compile(  # "asked her friends", but "asked her to come"
    r"\s+(?!(?:to|in|on|at|for|from|by|with|and|or|as|when|if|after|before|about|into|out|up|down|back|off|over|away|because|that|who|while)\b)[a-z]"
)
_SAYS_MUCH = 4  # words that mean something before a pronoun, by which a question has said what it speaks of
# What points back without a pronoun: "a year later", "one", "the other".
_AGAIN = re.compile(r"\b(?:later|earlier|afterwards|then|ones?|another|else|the others?|the same|the two|both)\b", re.I)


def points_back(text: str) -> bool:
    """Whether a question speaks of "it", "the other one", "the problem" with nothing in it that this could be."""
    if MAIN_PRONOUN.search(text) or _AGAIN.search(text):
        return True
    found = (p.search(text) for p in (_THING, _PERSON, _GROUP))
    return not names(text) and any(match and not _says_itself(text, match) for match in found)


def names_a_person(text: str) -> bool:
    """Whether a question speaks of "he" or "her"."""
    return bool(_PERSON.search(text))


def _says_itself(text: str, pronoun: re.Match[str]) -> bool:
    """Whether a long question says by itself what its pronoun means, without a name: "How many jellyfish did the scientists test to see if
    they learn?"."""
    word = pronoun.group(1).casefold()
    said = text[: pronoun.start()]
    owns = word in _OWNERS and _OWNED.match(text, pronoun.end()) is not None
    return len(set(content_stems(said))) >= _SAYS_MUCH and (owns or (word in _SUBJECTS and bool(_WITHIN.search(said))))


def resolved(text: str, *said: Before) -> str:
    """Replace a pronoun that points back at one of the turns before, the last one first. A name earlier in the same question is what it means
    instead."""
    for pattern in (_PERSON, _GROUP, _THING, _PLACE):
        match = pattern.search(text)
        if not match or _OF_WHOM_IS_ASKED.match(text) or _says_itself(text, match):
            continue
        if pattern is _THING and _TAKES_TIME.search(text):
            continue
        word = match.group(1).casefold()
        known = {before.meant[PRONOUNS[word]] for before in said if PRONOUNS.get(word) in before.meant}
        antecedent = _antecedent(word, said)
        if not antecedent or (pattern is _PERSON and _speaks_of_two(text) and antecedent not in known):
            continue
        antecedent = antecedent.strip(" ,;:")
        named = {part for name in names(text[: match.start()]) for part in name.split()}
        if pattern is _PERSON and named.intersection(antecedent.split()):  # "What did Azar say about him?"
            antecedent = next((n for n in names(said[0].question) if not named.intersection(n.split())), None)
            if not antecedent:
                continue
        # "What did Trump say about his plan?" speaks of Trump's; "where did Obama invite him?" not of Obama, nor "Which Disney film did
        # he …?" of Disney, where it is known whom "he" means.
        meant = word in ("him", "them", "it", "there") or (antecedent in known and not did_name(text[: match.start()]))
        if named and not meant:
            continue
        if word in ("this", "that", "these", "those") and re.match(r"\s+\w", text[match.end() :]):
            # "this airport", "that means": a word follows that says what is meant, or it is no pronoun
            following = words(text[match.end() :])[:1]
            if following and following[0] not in ("mean", "about", "to", "all"):
                continue
        possessive = word in ("its", "his", "their", "hers", "theirs") or (
            word == "her" and _OWNED.match(text, match.end()) is not None
        )
        replacement = f"{antecedent}’s" if possessive else f"in {antecedent}" if word == "there" else antecedent
        return text[: match.start()] + replacement + text[match.end() :]
    return text


def _antecedent(word: str, said: Sequence[Before]) -> str | None:
    """Whom or what a pronoun means."""
    kind = PRONOUNS.get(word)
    if kind in ("he", "she"):
        return person(said, kind)
    if kind == "they" or word in ("those", "these"):
        return group(said) or thing(said)
    return (place(said) if word == "there" else None) or thing(said)


def _speaks_of_two(text: str) -> bool:
    """Whether a question has pronouns of two persons: "Why did he shoot him?", "When did he propose to her?"."""
    said = [word.casefold() for word in _PERSON.findall(text)]
    return len({PRONOUNS[word] for word in said}) > 1 or {"he", "him"} <= set(said)
