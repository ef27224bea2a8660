"""Whether the evidence can answer: names that are missing, articles that answer together, and bounds of confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, Corpus
from qa.evidence.answerable import WEIGHTS, Assessment, assess, assess_parts, lacks
from qa.newsqa import QUOTABLE
from qa.records import Query
from qa.write.drafting import ANSWERABLE
from tests.conftest import day

BRIDGE = Article.of(
    "Elm Street bridge opens in Lindau",
    "The Elm Street bridge was opened by Mayor Ruth Okafor on Friday. Work on it took four years. It cost $12 million.",
    publisher="Alba Times",
    published=1_556_841_600,
)
FERRIES = Article.of(
    "Ferries collide off Port Maren",
    "Two ferries collided off Port Maren on Tuesday. In the collision 31 passengers were hurt. Divers searched the wreck.",
    publisher="Lake Post",
    published=1_584_144_000,
)
TRAM = Article.of(
    "Tram leaves the rails in Dorn",
    "Nine people were hurt when a tram left the rails in Dorn. The tram was built in 1968. The driver was tired.",
    publisher="Lake Post",
    published=1_470_096_000,
)
OTHERS = [
    Article.of(
        f"Market report {n}",
        f"Prices of grain number {n} rose at the exchange. Traders spoke of drought in the south. Nobody sold any barley.",
        publisher="Exchange Daily",
        published=1_500_000_000 + n,
    )
    for n in range(12)
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("answerable") / "data") as corpus:
        corpus.add([BRIDGE, FERRIES, TRAM, *OTHERS])
        yield corpus


def _assess(corpus: Corpus, question: str, limit: int = 8, articles: tuple[str, ...] = ()) -> Assessment:
    query = Query(question, articles=articles)
    return assess(query, corpus.find(question, 20, query.filters, None, articles), corpus, limit)


def test_who_speaks_of_a_country_speaks_of_its_people(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [Article.of("Cuts in Sri Lanka", "Ministries in Sri Lanka were told to spend 12 percent less."), *OTHERS]
        )
        assert _assess(corpus, "By how much less were Sri Lankan ministries told to spend?").missing == ()
        asked = "By how much less were {} ministries told to spend?"
        own, said_so = (_assess(corpus, asked.format(form)).signs for form in ("Sri Lanka’s", "Sri Lankan"))
        assert said_so["article_required"] == own["article_required"] == 1.0
        assert _assess(corpus, "By how much less were Lankford ministries told to spend?").missing == ("lankford",)


def test_nothing_found_is_no_confidence(small: Corpus) -> None:
    nothing = assess(Query("Who opened the bridge in Lindau?"), [], small, 8)
    assert (nothing.confidence, nothing.evidence) == (0.0, ())
    assert "lindau" in nothing.missing


@pytest.mark.parametrize(
    ("question", "article", "telling"),
    [
        ("Who opened the Elm Street bridge in Lindau?", BRIDGE, "Ruth Okafor"),
        ("How many passengers were hurt in the collision off Port Maren?", FERRIES, "31 passengers"),
        ("How many people were hurt when the tram left the rails in Dorn?", TRAM, "Nine people"),
    ],
)
def test_what_the_articles_say_can_be_answered_by_the_right_sentence(
    small: Corpus, question: str, article: Article, telling: str
) -> None:
    assessment = _assess(small, question)
    assert assessment.confidence >= QUOTABLE >= ANSWERABLE
    assert assessment.evidence[0].article_id == article.id and telling in assessment.evidence[0].text
    assert assessment.missing == ()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who won the chess title in Qatar?", {"qatar"}),
        ("Who opened the Elm Street bridge in Havana?", {"havana"}),
        ("How many people did Ruth Okafor meet in 2031?", {"2031"}),
    ],
)
def test_names_and_numbers_of_which_no_article_speaks_are_missing(
    small: Corpus, question: str, missing: set[str]
) -> None:
    assert missing <= set(_assess(small, question).missing)


def test_a_name_that_is_missing_lowers_the_confidence(small: Corpus) -> None:
    held = _assess(small, "Who opened the Elm Street bridge in Lindau?")
    gone = _assess(small, "Who opened the Elm Street bridge in Havana?")
    assert gone.confidence < held.confidence
    assert gone.signs["missing"] == 1.0 and held.signs["missing"] == 0.0


def test_an_absent_topic_is_below_every_threshold(small: Corpus) -> None:
    assert _assess(small, "Who won the 2022 World Cup final in Qatar?").confidence < min(ANSWERABLE, QUOTABLE)


def test_confidence_and_signs_stay_within_bounds(small: Corpus) -> None:
    for question in ("?", "x", "Who opened the Elm Street bridge?", "grain " * 400, "Qatar 2022"):
        assessment = _assess(small, question)
        assert 0.0 <= assessment.confidence <= 1.0
        assert set(assessment.signs) in (set(), set(WEIGHTS))


@pytest.mark.parametrize("limit", [1, 3, 8])
def test_evidence_is_best_first_each_once_and_no_more_than_asked_for(small: Corpus, limit: int) -> None:
    evidence = _assess(small, "Who opened the Elm Street bridge?", limit).evidence
    assert 1 <= len(evidence) <= limit
    assert [e.score for e in evidence] == sorted((e.score for e in evidence), reverse=True)
    assert len({(e.article_id, e.start) for e in evidence}) == len(evidence)
    for e in evidence:
        assert small.article(e.article_id, e.version).text[e.start : e.end] == e.text


def test_further_sentences_are_all_that_was_found_of_the_best_article(small: Corpus) -> None:
    assessment = _assess(small, "Who opened the Elm Street bridge?", limit=1)
    assert {e.article_id for e in assessment.further} == {assessment.evidence[0].article_id} == {BRIDGE.id}
    assert " ".join(e.text for e in sorted(assessment.further, key=lambda e: e.start)) == BRIDGE.text
    assert [e.score for e in assessment.further] == sorted((e.score for e in assessment.further), reverse=True)


def test_further_sentences_of_two_parts_are_those_of_the_less_sure_one(small: Corpus) -> None:
    sure, unsure = (
        _assess(small, "Who opened the Elm Street bridge?"),
        _assess(small, "Who was hurt by the tram in Dorn?"),
    )
    both = assess_parts([replace(sure, confidence=0.9), replace(unsure, confidence=0.4)])
    assert both.further == unsure.further and {e.article_id for e in both.further} == {TRAM.id}


def test_two_articles_answer_together_what_neither_does_alone(small: Corpus) -> None:
    question = "How many people were hurt off Port Maren and how many in the Dorn tram accident?"
    assessment = _assess(small, question, limit=2)
    assert assessment.least == 2
    assert {FERRIES.id, TRAM.id} == {e.article_id for e in assessment.evidence[:2]}
    assert assessment.missing == ()


def test_evidence_that_two_parts_share_stands_where_it_comes_first(small: Corpus) -> None:
    one = _assess(small, "How many passengers were hurt in the collision off Port Maren?")
    turned = replace(one, evidence=one.evidence[::-1])
    assert len(one.evidence) > 1
    assert assess_parts([one, turned]).evidence[0] == one.evidence[0]


def test_one_article_that_speaks_of_all_the_names_needs_no_other(small: Corpus) -> None:
    assert _assess(small, "Who opened the Elm Street bridge in Lindau?").least == 1
    assert _assess(small, "Who was hurt by the tram?").least == 1


def test_the_parts_of_a_question_are_as_sure_as_the_least_sure_and_take_turns(small: Corpus) -> None:
    first = _assess(small, "How many passengers were hurt in the collision off Port Maren?")
    second = _assess(small, "Who won the chess title in Qatar?")
    third = _assess(small, "How many passengers were hurt in the collision off Port Maren?")
    both = assess_parts([first, second, third])
    assert both.confidence == min(first.confidence, second.confidence) and both.least == 3
    places = [(e.article_id, e.start) for e in both.evidence]
    assert len(set(places)) == len(places)
    assert set(places) == {(e.article_id, e.start) for a in (first, second, third) for e in a.evidence}


def test_articles_about_something_else_give_no_evidence(small: Corpus) -> None:
    evidence = _assess(small, "How many passengers were hurt off Port Maren?").evidence
    assert {e.article_id for e in evidence} == {FERRIES.id}


def test_articles_cited_in_the_turn_before_stay_candidates(small: Corpus) -> None:
    question = "How many passengers were hurt off Port Maren?"
    before = _assess(small, question, 50, (BRIDGE.id,))
    assert BRIDGE.id in {e.article_id for e in before.evidence}


def test_a_date_of_publication_counts_as_spoken_of(small: Corpus) -> None:
    assert "2019" not in _assess(small, "Who opened the Elm Street bridge in 2019?").missing
    assert "2018" in _assess(small, "Who opened the Elm Street bridge in 2018?").missing


def test_a_publisher_counts_as_spoken_of(small: Corpus) -> None:
    assert _assess(small, "What does the Alba Times say of the Elm Street bridge?").missing == ()


def test_assessing_twice_gives_the_same(small: Corpus) -> None:
    question = "Who opened the Elm Street bridge in Lindau?"
    first, second = _assess(small, question), _assess(small, question)
    assert replace(first, signs={}) == replace(second, signs={})


def test_the_year_of_a_question_must_stand_in_the_article_that_answers(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [
                Article.of(
                    "World Cup", "In 2018 France won the World Cup in Moscow. The final was watched by millions."
                ),
                Article.of("Asylum", "Braverman spoke of the questionnaire in October 2022. Sunak won the vote."),
                *(Article.of(f"Prices {n}", f"Prices of grain {n} rose. Nobody sold barley.") for n in range(9)),
            ]
        )
        asked = {year: Query(f"Who won the World Cup in {year}?") for year in (2018, 2022)}
        found = {year: assess(query, corpus.find(query.question), corpus, 8) for year, query in asked.items()}
    assert found[2018].missing == () and found[2022].missing == ("2022",)
    assert found[2022].confidence < 0.35 < found[2018].confidence


def test_the_report_of_the_year_asked_about_goes_before_one_of_another_year(tmp_path: Path) -> None:
    older = "Georgia is to set 170 traps around Savannah to catch hornets. Its bees are in danger."
    newer = "Georgia is to set 1,000 traps around Savannah to catch wasps and hornets. In 2024 five nests were found."
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [
                Article.of("Hornets in Savannah", older, published=day("2023-09-21")),
                Article.of("Trouble with hornets", newer, published=day("2023-12-30")),
                *OTHERS,
            ]
        )
        asked = _assess(corpus, "How many traps is Georgia to set around Savannah in 2024 to catch hornets?")
        other = _assess(corpus, "How many traps is Georgia to set around Savannah in 2019 to catch hornets?")
    assert asked.missing == () and asked.evidence[0].title == "Trouble with hornets" and asked.confidence > QUOTABLE
    assert other.missing == ("2019",) and other.confidence < ANSWERABLE


def test_an_article_without_a_date_may_be_of_the_years_beside_those_that_it_names(tmp_path: Path) -> None:
    text = "The ferry Anna sank off Port Maren. It was built in 1968. A new one is to come in 2005."
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Ferry Anna sinks", text), *OTHERS])
        for year, missing in (("2004", ()), ("2005", ()), ("1968", ()), ("2019", ("2019",)), ("1980", ("1980",))):
            assert _assess(corpus, f"Where did the ferry Anna sink in {year}?").missing == missing


@pytest.mark.parametrize("said", ["the United Kingdom", "the U.K.", "the UK", "Britain"])
def test_who_speaks_of_the_united_kingdom_speaks_of_britain(tmp_path: Path, said: str) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.add(
            [Article.of("Storm hits coast", f"A storm hit the coast of {said} on Monday, and 3,000 homes lost power.")]
        )
        question = "How many homes lost power when a storm hit the coast of Britain?"
        assert assess(Query(question), corpus.find(question, 5), corpus, 5).missing == ()


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Why did Morvan recall vans in Dorn?", ("Morvan",)),
        ("Why did Ida Moss recall vans in Dorn?", ()),  # "Ms Moss" is she
        ("Why were vans recalled in Dorn in May 2021, at Christmas?", ()),
        ("Why did the British maker recall vans in Dorn?", ()),
        ("What did the Lake Post report of vans in Dorn?", ()),  # an outlet of the corpus
        ("Preparations began in Dorn. Why were vans recalled?", ()),  # a word that opens
        ("What did the CDC say of vans in Dorn?", ()),  # by its other form
    ],
)
def test_which_names_an_article_lacks(tmp_path: Path, question: str, lacking: tuple[str, ...]) -> None:
    text = "Vans in Dorn were recalled, Ms Moss of the Centers for Disease Control and Prevention said."
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Vans recalled", text, publisher="The Lake Post")])
        (article,) = corpus.articles()
        assert lacks(question, corpus.article(article.id), corpus) == lacking
