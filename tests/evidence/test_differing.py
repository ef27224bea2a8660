"""What other reports tell otherwise than the answer: found, quoted, cited; and what only looks so, left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, Corpus, Evidence, ModelUnavailable
from qa.evaluation import question_from_json, score
from qa.evidence.differing import LEAD, differing, told_otherwise
from qa.facts.rounding import numbers_in
from qa.model.llm import Doubt
from qa.newsqa import NewsQA
from qa.page.kept import reopened
from qa.page.render import render_exchange
from qa.page.talk import Exchange
from qa.records import Answer, Engine
from qa.verify import cite
from qa.wire import turn_json, turns_from_json
from tests.conftest import day

DEATHS = "How many people were killed when the ferry Anna sank off Mora?"


def sentence(
    text: str, article: str = "b", title: str = "Ferry Anna sinks off Mora", on: str = "2024-03-02"
) -> Evidence:
    return Evidence(article, "v1", title, "Post", day(on), None, "p1", 0, len(text), text, 1.0)


def others(question: str, short: str, told: str, *texts: str, sure: bool | None = True, **head: str) -> list[str]:
    """The numbers of other reports' sentences that are told beside an answer, which its own source tells in `told`.

    sure: whether rules alone tell them, None for either.
    """
    answer = Answer(short, f"{told} [1]", (cite(sentence(told, "a"), 1),))
    reports = [sentence(text, **head) for text in texts]
    found = differing(answer, question, [sentence(told, "a"), *reports], whole(*reports))
    return [other.number for other in found if sure is None or other.sure == sure]


def whole(*sentences: Evidence) -> Callable[[Evidence], Article]:
    """Each article as nothing but its sentences."""

    def article_of(e: Evidence) -> Article:
        text = "\n".join(s.text for s in sentences if s.article_id == e.article_id)
        return Article.of(e.title, text, publisher=e.publisher, published=e.published)

    return article_of


def test_a_report_without_a_name_that_the_cited_one_has_tells_of_something_else() -> None:
    question = "How many years could Joshua Bewlay spend in prison?"
    own = Article.of(
        "Insurers plead guilty", "Joshua Bewlay pleaded guilty. He could spend up to four years in prison."
    )
    other = Article.of("Killer pleads guilty", "James Ford pleaded guilty and could spend at least 12 years in prison.")
    told = sentence("He could spend up to four years in prison.", "a", own.title)
    report = sentence(other.text, "b", other.title)
    answer = Answer("four years", f"{told.text} [1]", (cite(told, 1),))
    articles = {"a": own, "b": other}

    def found(lacking: Callable[[Article], tuple[str, ...]]) -> list[str]:
        others = differing(
            answer, question, [told, report], lambda e: articles[e.article_id], lambda *_: False, lacking
        )
        return [other.number for other in others]

    assert found(lambda _: ()) == ["at least 12 years"]
    assert found(lambda article: () if "Bewlay" in article.text else ("Joshua Bewlay",)) == []
    assert found(lambda _: ("Joshua Bewlay",)) == ["at least 12 years"]  # the cited one has no word of him either


def test_another_number_of_the_same_name_must_tell_of_what_happened() -> None:
    question = "For how many years has Ada Quist not raced over cross country?"
    told = "Ada Quist has not raced over cross country for 15 years."
    texts = (
        "Ada Quist has held the 1500m record for the last eight years.",
        "Ada Quist will run for the first time in 12 years of no races over cross country.",
    )
    for text, found in zip(texts, ([], ["12 years"]), strict=True):
        assert others(question, "15 years", told, text, sure=None, title="Quist to run") == found


TOLD = "The ferry Anna sank off Mora on Friday, killing 84 people and injuring 12."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 70 people were killed when the ferry Anna sank off Mora, officials said.", ["At least 70"]),
        ("The ferry Anna sank off Mora on Friday. Its death toll rose to 91 Monday.", ["91"]),
        ("The ferry Anna sank off Mora with 91 dead and 30 injured.", ["91"]),
        # The same, or a round form of it
        ("Eighty-four people were killed when the ferry Anna sank off Mora.", []),
        ("More than 80 people were killed when the ferry Anna sank off Mora.", []),
        ("Some 80 people were killed when the ferry Anna sank off Mora.", []),
        # Both numbers: it tells what became of the other
        ("The ferry Anna sank off Mora: 70 people were killed at first count, 84 were killed in all.", []),
        # Others than the killed, or nobody that was asked for
        ("Thirty people were injured when the ferry Anna sank off Mora.", []),
        ("The ferry Anna sank off Mora with 120 people on board; some were killed.", []),
        ("The ferry Anna, which sank off Mora, was 31 years old; nobody knows how many people were killed.", []),
        ("Three people were killed when the ferry Anna sank off Mora.", []),  # too far from 84 to be of the same
    ],
)
def test_another_toll(text: str, found: list[str]) -> None:
    assert others(DEATHS, "84", TOLD, text) == found


SANK = "when the ferry Anna sank off Mora"


@pytest.mark.parametrize(
    "text",
    [
        f"Between 70 and 90 people were killed {SANK}.",
        f"70 to 90 people were killed {SANK}.",
        f"Approximately 80 people were killed {SANK}.",
        f"As many as 80 people were killed {SANK}.",
        f"80 or more people were killed {SANK}.",
        f"Fewer than 100 people were killed {SANK}.",
        f"Several hundred people were killed {SANK}.",
        f"Thirty children were killed {SANK}.",
        f"Sixty of those killed {SANK} were Norwegians.",
        f"70 people are feared killed {SANK}.",
        f"Officials denied that 120 people were killed {SANK}.",
        f"It was the worst since 2003, when 70 people were killed there, {SANK}.",
        "Mora, a port founded in 1853, mourned on Sunday. The ferry Anna sank off Mora.",
        f"{10**320} people were killed {SANK}.",
    ],
)
@pytest.mark.parametrize("short", ["84", "84 people"])
def test_rules_are_not_sure_of(text: str, short: str) -> None:
    assert others(DEATHS, short, TOLD, text) == []


def test_the_whole_article_is_looked_at_and_its_headline() -> None:
    text = f"At once, 70 people were killed {SANK}."
    assert others(DEATHS, "84", TOLD, text) == ["70"]
    assert others(DEATHS, "84", TOLD, text, "So far 84 passengers of the ferry Anna have been buried.") == []
    assert others(DEATHS, "84", TOLD, text, title="Ferry Anna kills 84 off Mora") == []
    # Another 84 than that of the killed
    assert others(DEATHS, "84", TOLD, f"The ferry Anna sank off Mora, killing 91 people and injuring 84, {SANK}.") == [
        "91"
    ]


def test_a_sentence_that_is_sure_comes_before_one_that_is_not() -> None:
    unsure = "The ferry sank on its way, killing 91 people."
    sure = f"91 people were killed {SANK}."
    assert others(DEATHS, "84", TOLD, unsure, sure) == ["91"]
    assert others(DEATHS, "84", TOLD, unsure, title="") == [] == others(DEATHS, "84", TOLD, unsure, sure, sure=False)


def test_another_event() -> None:
    text = "70 people were killed when a plane fell into the sea off Mora."
    assert others(DEATHS, "84", TOLD, text, title="Plane falls into the sea") == []


def test_a_report_of_another_time_tells_of_something_else() -> None:
    text = "At least 70 people were killed when the ferry Anna sank off Mora, officials said."
    assert others(DEATHS, "84", TOLD, text, on="2023-03-02") == []
    assert others(DEATHS, "84", TOLD, text, on="2024-04-20") == ["At least 70"]


@pytest.mark.parametrize(
    ("question", "short", "told", "text", "found"),
    [
        (
            "How old was the child that fell into the pool of seals at Dorn Zoo?",
            "4",
            "A 4-year-old boy fell into the pool of seals at Dorn Zoo.",
            "A three-year-old girl fell into the pool of seals at Dorn Zoo.",
            ["three-year-old"],
        ),
        (
            "How old was the child that fell into the pool of seals at Dorn Zoo?",
            "4",
            "A 4-year-old boy fell into the pool of seals at Dorn Zoo.",
            "A child fell into the pool of the 17-year-old seal at Dorn Zoo.",
            [],
        ),
        (
            "How much did the Mora bridge cost?",
            "$121 million",
            "The Mora bridge cost $121 million, the minister said.",
            "The Mora bridge cost $131 million, twice what the old one did.",
            ["$131 million"],
        ),
        (
            "How much did the Mora bridge cost?",
            "$121 million",
            "The Mora bridge cost $121 million, the minister said.",
            "The Mora bridge cost $120.7 million, twice what was planned.",
            [],
        ),
        (
            "How long is the Mora bridge?",
            "10 miles",
            "The Mora bridge is 10 miles long.",
            "The Mora bridge is 16 km long.",
            [],
        ),
        (
            "How long is the Mora bridge?",
            "10 miles",
            "The Mora bridge is 10 miles long.",
            "The Mora bridge is 18 km long.",
            ["18 km"],
        ),
        (
            "How many houses did the storm Ada destroy in Dorn?",
            "300",
            "The storm Ada destroyed 300 houses in Dorn.",
            "The storm Ada destroyed 250 cars in Dorn.",
            [],
        ),
        (
            "How many houses did the storm Ada destroy in Dorn?",
            "300",
            "The storm Ada destroyed 300 houses in Dorn.",
            "The storm Ada destroyed at least 250 houses in Dorn.",
            ["at least 250 houses"],
        ),
        (
            "How many houses did the storm Ada destroy in Dorn?",
            "300",
            "The storm Ada destroyed 300 houses in Dorn.",
            "The storm Ada damaged 900 houses in Dorn.",
            [],
        ),
        (
            "How many people were rescued when the ferry Anna sank off Mora?",
            "84",
            "84 people were rescued when the ferry Anna sank off Mora.",
            "At least 70 people were killed when the ferry Anna sank off Mora.",
            [],
        ),
        (
            "What share of voters backed the plan in Dorn?",
            "60%",
            "60% of voters backed the plan in Dorn.",
            "40% of voters opposed the plan in Dorn.",
            [],
        ),
        (
            "How many soldiers were killed in the raid on Dorn?",
            "40",
            "40 soldiers were killed in the raid on Dorn.",
            "30 civilians were killed in the raid on Dorn.",
            [],
        ),
        (
            "How much did the Mora bridge cost?",
            "£5m",
            "The Mora bridge cost £5m, the minister said.",
            "The Mora bridge cost £6.5m, the minister said.",
            ["£6.5m"],
        ),
        (
            "How much did the Mora bridge cost?",
            "$121 million",
            "The Mora bridge cost $121 million, the minister said.",
            "The Mora bridge was planned to cost $90 million.",
            [],
        ),
        (
            "How much did the Mora bridge cost?",
            "$2.45 million",
            "The Mora bridge cost $2.45 million.",
            "The Mora bridge cost $2.5 million.",
            [],
        ),
        (
            "How long is the Mora bridge?",
            "60 miles",
            "The Mora bridge is 60 miles long.",
            "The Mora bridge is 100 km long.",
            [],
        ),
        (
            "How old was the driver who hit the cyclist in Dorn?",
            "29",
            "The 29-year-old driver hit the cyclist in Dorn.",
            "The driver hit a 31-year-old woman, a cyclist, in Dorn.",
            [],
        ),
        (
            "How old was the child that fell into the pool of seals at Dorn Zoo?",
            "4",
            "A 4-year-old boy fell into the pool of seals at Dorn Zoo.",
            "A boy, 4, fell into the pool of seals at Dorn Zoo, and a 5-year-old boy called for help.",
            [],
        ),
        (
            "How old was the child that fell into the pool of seals at Dorn Zoo?",
            "4",
            "A 4-year-old boy fell into the pool of seals at Dorn Zoo.",
            "A 3-year-old boy, son of a mother of four, fell into the pool of seals at Dorn Zoo.",
            ["3-year-old"],
        ),
        (
            "Who built the Mora bridge?",
            "Ines Falk",
            "Ines Falk built the Mora bridge.",
            "Ada Quist built the Mora bridge.",
            [],
        ),
    ],
)
def test_other_kinds_of_numbers(question: str, short: str, told: str, text: str, found: list[str]) -> None:
    assert others(question, short, told, text) == found


@pytest.mark.parametrize(
    ("question", "short", "told", "text", "found"),
    [
        (
            "At what time did the ferry Anna hit the pier in Mora?",
            "10:45 p.m",
            "The ferry Anna hit the pier in Mora around 10:45 p.m. on Friday.",
            "The ferry Anna hit the pier in Mora at 10.15pm, a witness said.",
            ["10.15pm"],
        ),
        (
            "At what time did the ferry Anna hit the pier in Mora?",
            "10:45 p.m.",
            "The ferry Anna hit the pier in Mora around 10:45 p.m. on Friday.",
            "The ferry Anna hit the pier in Mora shortly after 10.30pm.",  # about then
            [],
        ),
        (
            "At what time did the ferry Anna hit the pier in Mora?",
            "10:45 p.m.",
            "The ferry Anna hit the pier in Mora around 10:45 p.m. on Friday.",
            "The ferry Anna, which hit the pier in Mora, had left at 6 p.m. that evening.",  # hours before
            [],
        ),
        (
            "At what time did the ferry Anna hit the pier in Mora?",
            "10:45 p.m.",
            "The ferry Anna hit the pier in Mora around 10:45 p.m. on Friday.",
            "The ferry Anna hit the pier in Mora at 9.15pm GMT.",  # by another clock
            [],
        ),
        (
            "What did Oscar, the walrus shot in Mora, weigh?",
            "1,300 pounds",
            "Oscar, a 1,300-pound walrus, was shot in Mora on Sunday.",
            "Oscar, the walrus shot in Mora, weighed 450 kg.",
            ["450 kg"],
        ),
        (
            "What did Oscar, the walrus shot in Mora, weigh?",
            "1,300 pounds",
            "Oscar, a 1,300-pound walrus, was shot in Mora on Sunday.",
            "Oscar, the walrus shot in Mora, weighed 590 kg.",  # the same
            [],
        ),
        (
            "How fast was the ferry Anna when it hit the pier in Mora?",
            "30mph",
            "The ferry Anna was going at 30mph when it hit the pier in Mora.",
            "The ferry Anna hit the pier in Mora at 70 km/h, police said.",
            ["70 km/h"],
        ),
        (
            "How fast was the ferry Anna when it hit the pier in Mora?",
            "30mph",
            "The ferry Anna was going at 30mph when it hit the pier in Mora.",
            "The ferry Anna hit the pier in Mora at 30 miles an hour, 6 miles from Dorn.",
            [],
        ),
        (
            "How many of the 71 laps of the Mora race had been driven when it was stopped?",
            "21",
            "The Mora race was stopped with 21 of 71 laps driven.",
            "The Mora race was stopped when 20 of 71 scheduled laps had been driven.",
            ["20 of 71 scheduled laps"],
        ),
        (
            "What did the Mora court order the ferry company to pay?",
            "$5 million",
            "The Mora court ordered the ferry company to pay $5 million.",
            "The ferry company was ordered to pay $7 million by the Mora court.",
            ["$7 million"],
        ),
        (
            "How many people were trapped in the ferry off Mora?",
            "5",
            "Five people were trapped in the ferry off Mora.",
            "Seven people died and others were trapped in the ferry off Mora.",  # not those who were trapped
            [],
        ),
        (
            "How many passengers were on the Anna to Mora?",
            "226",
            "There were 226 passengers on the Anna to Mora.",
            "There were more than 200 passengers on the Anna to Mora.",
            [],
        ),
    ],
)
def test_measures_of_many_kinds(question: str, short: str, told: str, text: str, found: list[str]) -> None:
    assert others(question, short, told, text, sure=None) == found


def alike(word: str, other: str) -> bool:
    """As the embedder tells it of these."""
    return {word, other} in ({"photos", "pictures"}, {"troops", "soldiers"})


PLACES = "In what place did Ada Quist finish the Dorn marathon?"


@pytest.mark.parametrize(
    ("question", "short", "told", "text", "found"),
    [
        # Other words for what is counted
        (
            "How many pictures did Ada Quist show in Dorn?",
            "three",
            "Ada Quist showed three pictures in Dorn.",
            "Ada Quist showed four photos in Dorn.",
            ["four photos"],
        ),
        (
            "How many pictures did Ada Quist show in Dorn?",
            "three",
            "Ada Quist showed three pictures in Dorn.",
            "Ada Quist showed four vases in Dorn.",
            [],
        ),
        (
            "How many fire and rescue units came to the Dorn tram?",
            "four",
            "Four fire and rescue units came to the Dorn tram.",
            "Two fire engines and five rescue units came to the Dorn tram at 6.04am.",
            ["five rescue units"],
        ),
        # Ranges, metres, tons
        (
            "How far did the boy fall at Dorn Zoo?",
            "10 to 12 feet",
            "The boy fell 10 to 12 feet at Dorn Zoo.",
            "The boy fell 15ft at Dorn Zoo.",
            ["15ft"],
        ),
        (
            "How far did the boy fall at Dorn Zoo?",
            "15 feet",
            "The boy fell 15 feet at Dorn Zoo.",
            "The boy fell 10-12 feet at Dorn Zoo.",
            ["10-12 feet"],
        ),
        (
            "How far did the boy fall at Dorn Zoo?",
            "11 feet",
            "The boy fell 11 feet at Dorn Zoo.",
            "The boy fell 10 to 12 feet at Dorn Zoo.",
            [],
        ),
        (
            "How high did the river rise at Dorn?",
            "12 feet",
            "The river rose 12 feet at Dorn.",
            "The river rose from 5 to 8 feet at Dorn.",
            [],
        ),
        (
            "How deep is the Dorn well?",
            "40 metres",
            "The Dorn well is 40 metres deep.",
            "They looked down the 80m-deep Dorn well.",
            ["80m-deep"],
        ),
        (
            "How deep is the Dorn well?",
            "40m",
            "The Dorn well is 40m deep.",
            "The Dorn well is 131 feet deep.",
            [],
        ),
        (
            "How heavy was the lorry in Dorn?",
            "19 tons",
            "The lorry in Dorn was of 19 tons.",
            "The 25-tonne lorry in Dorn was heavy.",
            ["25-tonne"],
        ),
        # Years, also of a report long after
        (
            "In which year did the gorilla Bo come to Dorn?",
            "2015",
            "The gorilla Bo came to Dorn in 2015.",
            "The gorilla Bo came to Dorn in 2014.",
            ["2014"],
        ),
        (
            "When did the gorilla Bo come to Dorn?",
            "in 2015",
            "The gorilla Bo came to Dorn in 2015.",
            "The gorilla Bo came to Dorn in 1998.",
            [],
        ),
        (
            "When did the gorilla Bo come to Dorn, as of 2014?",
            "2012",
            "The gorilla Bo came to Dorn in 2012.",
            "The gorilla Bo of Dorn died in 2014.",
            [],
        ),
        (
            "When did the gorilla Bo come to Dorn?",
            "2015",
            "The gorilla Bo came to Dorn in 2015.",
            "The gorilla Bo came to Dorn in 2014 and fell ill in 2016.",
            [],
        ),
        # Places in an order
        (
            PLACES,
            "16th",
            "Ada Quist finished the Dorn marathon 16th.",
            "Ada Quist was 15th in the Dorn marathon.",
            ["15th"],
        ),
        (
            PLACES,
            "16th",
            "Ada Quist finished the Dorn marathon 16th.",
            "Ada Quist finished the 15th Dorn marathon.",
            [],
        ),
        (
            "On which lap did Ada Quist stop in Dorn?",
            "lap 28",
            "Ada Quist stopped in Dorn on lap 28.",
            "Ada Quist stopped in Dorn on the 29th lap.",
            ["29th lap"],
        ),
        (
            "On which lap did Ada Quist stop in Dorn?",
            "lap 28",
            "Ada Quist stopped in Dorn on lap 28.",
            "Ada Quist, 29, stopped in Dorn in the 5th minute.",
            [],
        ),
    ],
)
@pytest.mark.parametrize("on", ["2024-03-02", "2024-03-20"])
def test_numbers_that_a_model_is_asked_about(
    question: str, short: str, told: str, text: str, found: list[str], on: str
) -> None:
    answer = Answer(short, f"{told} [1]", (cite(sentence(told, "a", ""), 1),))
    report = sentence(text, title="", on=on)
    assert [o.number for o in differing(answer, question, [report], whole(report), alike)] == found


def test_a_number_that_a_report_takes_back_is_not_its_own() -> None:
    text = f"At least 91 people were killed {SANK}."
    assert others(DEATHS, "84", TOLD, text, "Earlier reports had put the toll at 84.") == ["At least 91"]
    assert (
        others(DEATHS, "84", TOLD, text, "Initially, police reported 84 dead.") == []
    )  # they may have meant some of them
    assert others(DEATHS, "84", TOLD, text, "It was previously said that 84 people were killed.") == ["At least 91"]
    for said in (
        "Police said that 84 people were killed.",
        "As previously reported, 84 people were killed.",
        "The first count confirmed 84 dead.",
    ):
        assert others(DEATHS, "84", TOLD, text, said) == []
    early = f"70 people were killed {SANK}."
    for said in (
        "Police, who initially said 70 people were killed, raised the toll to 84 on Sunday.",
        "In all, 84 people were killed, not 70 as earlier reported.",
        "The mayor, the first told of the sinking, said that 84 people were killed.",
    ):
        assert others(DEATHS, "84", TOLD, early, said) == []
    assert others(DEATHS, "84", TOLD, f"Officials originally said 70 people were killed {SANK}.") == []


def test_of_two_articles_that_give_both_years_none_differs() -> None:
    question = "When did the gorilla Bo come to Dorn?"
    told = sentence("The gorilla Bo came to Dorn in 2015.", "a", "")
    other = sentence("The gorilla Bo came to Dorn in 2014.", title="")
    away = sentence("Half of the money was spent in 2015.", title="")
    corrected = sentence("Bo the gorilla came to Dorn in 2015, and not earlier.", title="")
    answer = Answer("2015", f"{told.text} [1]", (cite(told, 1),))
    assert len(differing(answer, question, [other, away], whole(other, away))) == 1
    assert differing(answer, question, [other, corrected], whole(other, corrected)) == []
    late = sentence(other.text, title="", on="2029-01-01")
    assert len(differing(answer, question, [late], whole(late))) == 1


def test_a_noun_that_is_only_alike_is_nothing_to_be_sure_of(corpus: Corpus) -> None:
    told = sentence("Ada Quist found 12 ships off Dorn.", "a")
    other = sentence("Ada Quist found 30 boats off Dorn.")
    for short in ("12", "12 ships"):
        answer = Answer(short, f"{told.text} [1]", (cite(told, 1),))
        found = differing(answer, "How many ships did Ada Quist find off Dorn?", [other], whole(other), corpus.alike)
        assert [(o.number, o.sure) for o in found] == [("30 boats", False)]


def test_dates_with_dots_are_no_ends_of_ranges() -> None:
    text = f"At least 70 people were killed {SANK}."
    assert others(DEATHS, "84", TOLD, text, "The road of 12.03.2024 - 5 km long - is closed.") == ["At least 70"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6 to 8 km", 6_000, 8_000),
        ("six to eight km", 6_000, 8_000),
        ("900m to 1.2 km", None, 1_200),
        ("800 metres to 1.2 km", 800, 1_200),
        ("2 to 3 million km", 2e9, 3e9),
        ("6—8 km", 6_000, 8_000),
    ],
)
def test_a_range_has_two_ends(text: str, low: float | None, high: float) -> None:
    number = numbers_in(text)[-1]
    assert (number.low, number.size) == (high if low is None else low, high)


@pytest.mark.parametrize("text", ["rose from 6 to 8 km", "rose from 5ft to 9ft", "from six to eight feet"])
def test_what_grows_is_no_range(text: str) -> None:
    assert not [number for number in numbers_in(text) if number.measure.unit == "length"]


def test_the_embedder_tells_which_nouns_mean_the_same(corpus: Corpus) -> None:
    for one, other in (("photos", "pictures"), ("soldiers", "troops"), ("houses", "homes"), ("cars", "vehicles")):
        assert corpus.alike(one, other)
        assert corpus.alike(other, one)
    for one, other in (("girls", "boys"), ("photos", "videos"), ("soldiers", "civilians"), ("houses", "cars")):
        assert not corpus.alike(one, other)


def test_each_number_is_told_once_and_a_quote_that_is_cited_already_not_again() -> None:
    more = [
        sentence(f"{n} people were killed when the ferry Anna sank off Mora.", f"c{n}") for n in (70, 70, 91, 97, 99)
    ]
    answer = Answer("84", f"{TOLD} [1] {more[2].text} [2]", (cite(sentence(TOLD, "a"), 1), cite(more[2], 2)))
    told = told_otherwise(answer, differing(answer, DEATHS, [sentence(TOLD, "a"), *more], whole(*more)))
    assert [(c.n, c.differs) for c in told.citations] == [(1, None), (2, "91"), (3, "70"), (4, "97")]
    assert told.text == f"{TOLD} [1]\n\nOther reports differ: {more[0].text} [3] {more[2].text} [2] {more[3].text} [4]"


@pytest.mark.parametrize(
    ("days", "when"),
    [
        (("2024-03-05", "2024-03-06"), "Later"),
        (("2024-02-28",), "Earlier"),
        (("2024-03-02",), "Other"),
        (("2024-02-28", "2024-03-05"), "Other"),
    ],
)
def test_the_reader_is_told_whether_they_are_later(days: Sequence[str], when: str) -> None:
    reports = [sentence(f"{70 + n} people were killed {SANK}.", f"c{n}", on=day_of) for n, day_of in enumerate(days)]
    answer = Answer("84", f"{TOLD} [1]", (cite(sentence(TOLD, "a"), 1),))
    told = told_otherwise(answer, differing(answer, DEATHS, reports, whole(*reports)))
    assert f"\n\n{when} reports differ: 70 people" in told.text
    undated = replace(reports[0], published=None)
    told = told_otherwise(answer, differing(answer, DEATHS, [undated], whole(undated)))
    assert "\n\nOther reports differ: 70 people" in told.text


@pytest.mark.parametrize(
    "answer",
    [
        Answer(None, f"{TOLD} [1]", (cite(sentence(TOLD, "a"), 1),)),
        Answer(None, "Nothing here tells of it.", refused=True),
        Answer("in March", f"{TOLD} [1]", (cite(sentence(TOLD, "a"), 1),)),
    ],
)
def test_without_a_number_nothing_differs(answer: Answer) -> None:
    other = sentence("70 people were killed when the ferry Anna sank off Mora.")
    assert differing(answer, DEATHS, [sentence(TOLD, "a"), other], whole(other)) == []
    assert told_otherwise(answer, []) is answer


# -- the whole line ----------------------------------------------------------------------------------------------------


class Writer:
    """A model that gives 84 people, of whatever it is shown; asked whether that is so, it says no by its misgiving."""

    name, sentences, characters = "writer", 6, 10_000

    def __init__(self, misgiving: float | None = None) -> None:
        self.misgiving = misgiving
        self.local = misgiving is not None
        self.checked = 0

    def stream(
        self, messages: Sequence[tuple[str, str]], *, max_tokens: int, doubt: Doubt | None = None
    ) -> Iterator[str]:
        if doubt and "may suppose what is not so" in messages[0][1]:
            doubt.probability = 0.01
            yield "yes"
            return
        if doubt and "numbered sentences" not in messages[0][1]:
            self.checked += 1
            doubt.probability = self.misgiving
            yield "yes"
            return
        if doubt:
            doubt.probability = 0.01
        lines = messages[-1][1].splitlines()
        mark = next(line for line in lines if "84 people" in line and line.startswith("["))[1]
        yield f"84 [{mark}]\n84 people were killed when the ferry Anna sank [{mark}]."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """Two reports of one ferry, and others."""
    folder: Path = tmp_path_factory.mktemp("differing")
    with Corpus.open(folder) as opened:
        opened.add(
            [
                Article.of(
                    "Ferry Anna sinks off Mora",
                    "The ferry Anna sank off Mora on Friday. At least 70 people were killed when the ferry Anna sank, the coast guard said.",
                    publisher="Alba Times",
                    published=day("2024-03-01"),
                ),
                Article.of(
                    "Mora mourns after the ferry Anna",
                    "Mora mourned on Sunday. In all 84 people were killed when the ferry Anna sank off Mora <b>two days</b> before.",
                    publisher="The Lake Post",
                    published=day("2024-03-03"),
                ),
                Article.of(
                    "Museum of clocks opens in Lindau",
                    "The museum of clocks opened in Lindau. It shows 300 clocks.",
                    publisher="Post",
                ),
            ]
        )
        yield opened


@pytest.mark.parametrize("engine", ["extractive", "llm"])
def test_the_reader_is_shown_both(corpus: Corpus, engine: Engine) -> None:
    turn = NewsQA(corpus, Writer()).ask(DEATHS, engine=engine)
    (other,) = [c for c in turn.answer.citations if c.differs]
    told = {"84" if "84" in str(number) else "70" for number in (turn.answer.short, other.differs)}
    assert told == {"84", "70"}
    assert re.search(rf"{LEAD.pattern} {re.escape(other.quote)} \[{other.n}\]", turn.answer.text)
    for c in turn.answer.citations:
        assert corpus.article(c.article_id, c.version).text[c.start : c.end] == c.quote
    assert [c["differs"] for c in turn_json(turn)["citations"]] == [c.differs for c in turn.answer.citations]
    shown = render_exchange(Exchange(1, DEATHS, "auto", query=turn.understood_as, turn=turn, running=False))
    assert f"Another number: {other.differs}" in shown and "<b>" not in shown


@pytest.mark.parametrize(("misgiving", "told"), [(0.01, True), (0.5, False)])
def test_a_local_model_is_asked_whether_it_is_so(corpus: Corpus, misgiving: float, told: bool) -> None:
    llm = Writer(misgiving)
    turn = NewsQA(corpus, llm).ask(DEATHS, engine="llm")
    assert [bool(c.differs) for c in turn.answer.citations if c.differs] == ([True] if told else [])
    assert llm.checked == 1


def test_the_instrument_measures_it_and_takes_no_other_number_for_the_answer(corpus: Corpus) -> None:
    turn = NewsQA(corpus).ask(DEATHS, engine="extractive")
    other = next(c for c in turn.answer.citations if c.differs)
    asked = {"question": DEATHS, "answers": ["5"]}

    def values(**more: object) -> dict[str, object]:
        return dict(score(question_from_json({**asked, **more}), turn, corpus, 0.1).values)

    assert values(differs=["70", "84"])["difference_told"] is True
    assert values(differs=["71"])["difference_told"] is False
    assert values(differs=[])["difference_made_up"] is True
    assert not {"difference_told", "difference_made_up"} & set(values())
    number = "70" if "70" in str(other.differs) else "84"
    told = values(answers=[number], gold=[{"article_id": turn.answer.citations[0].article_id}])
    assert told["right_answer"] is (number in LEAD.split(turn.answer.text)[0])
    assert told["citation_precision"] == 1.0


def test_what_differs_supports_nothing_and_a_client_may_send_it_back(corpus: Corpus) -> None:
    newsqa = NewsQA(corpus)
    first = newsqa.ask(DEATHS, engine="extractive")
    other = next(c for c in first.answer.citations if c.differs)
    for turns in ([first], turns_from_json([turn_json(first)])):
        sources = newsqa.ask("What is your source?", turns, engine="extractive").answer
        assert sources.citations and other.quote not in [c.quote for c in sources.citations]


def test_without_the_model_the_sure_ones_are_told(corpus: Corpus) -> None:
    class Away(Writer):
        def stream(self, *_: object, **__: object) -> Iterator[str]:
            raise ModelUnavailable("gone")

    answer = NewsQA(corpus, Away(0.0)).ask(DEATHS).answer
    assert answer.engine == "extractive" and any(c.differs for c in answer.citations)


def test_a_conversation_that_is_opened_again_shows_it(corpus: Corpus) -> None:
    turn = NewsQA(corpus).ask(DEATHS, engine="extractive")
    (again,) = reopened([turn_json(turn)], corpus).exchanges
    assert again.turn and again.turn.answer.citations == turn.answer.citations
    before = {**turn_json(turn), "citations": [{**c, "differs": ""} for c in turn_json(turn)["citations"]]}
    (older,) = reopened([before], corpus).exchanges
    assert older.turn and not any(c.differs for c in older.turn.answer.citations)
