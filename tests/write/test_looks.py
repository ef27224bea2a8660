"""What a model is given to read, look by look."""

from __future__ import annotations

from index import Article, Evidence
from qa.evidence.answerable import Assessment
from qa.write.looks import first_look, second_look, third_look

TEXT = (
    "Rebels attacked the airport in Aleppo. It lies east of the city. “We will not leave,” they said. "
    "“We will not leave,” they said. Nobody was hurt there. The ferry to Dorn sank on Monday. Its owner wept."
)
ARTICLE = Article.of("Rebels attack airport", TEXT)


def _evidence(sentence: str, score: float, nth: int = 0) -> Evidence:
    start = TEXT.index(sentence)
    for _ in range(nth):
        start = TEXT.index(sentence, start + 1)
    return Evidence(
        ARTICLE.id, ARTICLE.version, ARTICLE.title, None, None, None, "p", start, start + len(sentence), sentence, score
    )  # fmt: skip


def _assessment(*evidence: Evidence, further: tuple[Evidence, ...] = ()) -> Assessment:
    return Assessment(0.9, evidence, (), {}, further=further)


LEAVE = "“We will not leave,” they said."


def test_what_a_report_says_twice_in_the_same_words_is_read_once() -> None:
    twice = (_evidence(LEAVE, 2.0), _evidence(LEAVE, 2.0, 1), _evidence("Nobody was hurt there.", 1.9))
    assert [e.text for e in first_look(_assessment(*twice), 6, 1000)] == [LEAVE, "Nobody was hurt there."]
    more = second_look(_assessment(*twice, further=twice), twice[:1])
    assert [e.text for e in more] == ["Nobody was hurt there."]


def test_the_third_look_shows_the_best_two_sentences_among_their_neighbours() -> None:
    best = _evidence("Rebels attacked the airport in Aleppo.", 2.0), _evidence("The ferry to Dorn sank on Monday.", 1.5)
    look = third_look(_assessment(*best, _evidence(LEAVE, 1.0)), lambda _: ARTICLE)
    assert [e.text for e in look] == [
        best[0].text, "It lies east of the city.", LEAVE, "Nobody was hurt there.", best[1].text, "Its owner wept.",
    ]  # fmt: skip
    assert all(TEXT[e.start : e.end] == e.text for e in look)


def test_the_third_look_stays_short() -> None:
    long = Article.of("Long", " ".join(f"This is the long sentence number {n} of many." for n in range(60)))
    text = long.text
    here = text.index("This is the long sentence number 30")
    best = Evidence(
        long.id, long.version, long.title, None, None, None, "p", here, here + 44, text[here : here + 44], 1.0
    )
    look = third_look(_assessment(best), lambda _: long)
    assert 1 < len(look) <= 5 and sum(len(e.text) for e in look) <= 500
