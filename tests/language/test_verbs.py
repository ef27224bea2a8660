"""The infinitive of a past form, where letters tell it."""

from __future__ import annotations

import pytest

from qa.language.verbs import infinitive

KNOWN = """
attacked attack|resigned resign|killed kill|died die|lied lie|tried try|carried carry|closed close|accused accuse|focused focus|changed change|banned ban|
merged merge|damaged damage|stopped stop|created create|treated treat|celebrated celebrate|won win|shot shoot|struck strike|arrested arrest|launched launch|
signed sign|renewed renew|allowed allow|added add|opened open|happened happen|intervened |injured injure|fired fire|repaired repair|offered offer|joined join|
cancelled cancel|travelled travel|expelled expel|called call|spelled spell|begged beg|reached reach|collapsed collapse|rescued rescue|used use|published publish|
used use|offered offer|suffered suffer|discovered discover|installed install|rolled |pulled |aged age|recreated recreate
"""


@pytest.mark.parametrize("known", KNOWN.replace("\n", "").split("|"))
def test_letters_tell_an_infinitive(known: str) -> None:
    past, _, verb = known.partition(" ")
    assert infinitive(past) == (verb or None)


@pytest.mark.parametrize(
    "word",
    [
        "voted",
        "hanged",
        "owed",
        "hit",
        "found",
        "chief",
        "red",
        "seed",
        "need",
        "Reed",
        "people",
        "settled",
        "agreed",
        "was",
    ],
)
def test_what_may_be_of_two_verbs_or_is_no_past_has_none(word: str) -> None:
    assert infinitive(word) is None
