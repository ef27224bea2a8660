"""What a question counts, and which numbers of a sentence are such a quantity."""

from __future__ import annotations

import pytest

from qa.facts.measures import units_asked
from qa.facts.phrases import numbers_of
from qa.facts.quantities import quantities, quantity, stands_as_asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much did the bridge cost?", "money"),
        ("What did the clinic in Dorn pay?", "money"),
        ("how much money went to Lindau", "money"),
        ("How much of the bridge was rebuilt?", "share"),
        ("By how much did the price rise?", "share"),
        ("What share of voters agreed?", "share"),
        ("How many people were hurt?", "count"),
        ("How many percent agreed?", "share"),
        ("How much water was lost?", None),
        ("How much crude a day is lost?", None),
        ("How much Norwegian crude must Dorn buy?", None),
        ("How much must Dorn pay?", "money"),
        ("Tell me how much Kessel paid", "money"),
        ("How much foreign debt has it?", "money"),
        ("How much ransom did the hackers demand?", "money"),
        ("How much longer was the tunnel?", None),
        ("How much does the bell weigh?", None),
        ("How long is the bridge?", None),
        ("How old is the mayor?", None),
    ],
)
def test_what_a_question_counts(question: str, kind: str | None) -> None:
    assert quantity(question) == kind


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("How much did each winner get?", "Fifteen winners got $75000 each.", ["$75000"]),
        ("How much did the bridge cost?", "It cost 107 million crowns and took 4 years.", ["107 million crowns"]),
        ("How much did the bridge cost?", "It cost 107 million.", ["107 million"]),
        ("How much did each winner get?", "Phase 2 opens on April 29-30 to 15 winners.", []),
        ("How many people called?", "Call 855-793-7470 by Oct. 9 2018.", []),
        ("How many people called?", "In the 21st century 557 called, for $12 million.", ["557 called"]),
        (
            "How many people died?",
            "The toll rose to at least six Friday, from two in the first half of 2023.",
            ["at least six", "two"],
        ),
        ("How many people got medicine?", "A 30-day supply went to 20 people in two weeks.", ["20 people"]),
        ("How many pages does it have?", "The 131-page report has three parts.", ["131-page", "three parts"]),
        ("How many crossings are there?", "It knows 200,000-plus crossings.", ["200,000-plus crossings"]),
        ("How many weeks did it take?", "It took two weeks.", ["two weeks"]),
        ("How much of the bridge was rebuilt?", "Some 40 percent, for $3 million.", ["Some 40 percent"]),
        ("How many years did the three doctors serve?", "The three doctors served two years, for $3.", ["two years"]),
        ("How many days are left?", "Three weeks are left to 12 more pupils.", ["Three weeks"]),
        ("How much did it pay?", "It paid 31 mln dlrs for 51 pct, 2.5 bln yen.", ["31 mln dlrs", "2.5 bln yen"]),
        ("What percentage did it buy?", "It paid 31 mln dlrs for 51 pct.", ["51 pct"]),
        # Of the unit that is asked for
        ("How long did it take?", "It took two weeks, for $3 million.", ["two weeks"]),
        ("How long did it last?", "It lasted two and a half hours.", ["two and a half hours"]),
        ("How long did it last?", "It lasted half an hour, 3 fans said.", ["half an hour"]),
        ("How fast was it?", "It was going at 25 mph when it hit 40 people 2 miles off.", ["25 mph"]),
        ("What speed did it reach?", "It reached 300 km/h, or 186 miles an hour.", ["300 km/h", "186 miles an hour"]),
        ("What did the walrus weigh?", "The 1,300-pound walrus was 12 feet long.", ["1,300-pound"]),
        ("How tall is he?", "He is 6 feet tall and 20 years old.", ["6 feet"]),
        ("How far did it fly?", "It flew for 29 minutes.", []),
        ("How long was it?", "It was 12 hours by ship and 2 hours by air.", ["12 hours", "2 hours"]),
        ("How high is inflation?", "It rose to 10 percent.", ["10 percent"]),
        ("How fast did the economy grow?", "It grew by 3 percent.", ["3 percent"]),
        ("How old was the boy?", "Tim Reed, 4, fell 12 feet at the zoo.", ["4"]),
        ("How old was the boy?", "A 4-year-old boy fell 12 feet.", ["4-year-old"]),
        ("How old was the baby?", "Gloria, a nine - month - old child, fell 12 feet.", ["nine - month - old"]),
        ("How old is the bridge?", "The bridge has stood for 90 years.", ["90 years"]),
    ],
)
def test_numbers_that_are_such_a_quantity(question: str, sentence: str, found: list[str]) -> None:
    assert quantities(question, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Call 855-793-7470 or 555-0100.", []),
        ("It opened on May 5, 2011, the 3rd of its kind.", []),
        ("Phase 2, Article 5 and Flight 370", []),
        ("On 9 October 557 people came.", ["557 people"]),
        ("It cost NZ$26 million, about US$17 million.", ["NZ$26 million", "about US$17 million"]),
        ("He paid A$300,000, HK$5 and C$ 7 for it, not £3.", ["A$300,000", "HK$5", "C$ 7", "£3"]),
        ("A 14-year-old and two friends won 4-3.", ["14-year-old", "two friends", "4", "3"]),
        ("It got just over $700000 and just under $5 million.", ["just over $700000", "just under $5 million"]),
        ("He is just 12 years old, under two laws.", ["12 years", "two laws"]),
    ],
)
def test_days_telephones_places_in_an_order_and_names_are_no_numbers(sentence: str, numbers: list[str]) -> None:
    assert numbers_of(sentence) == numbers


@pytest.mark.parametrize(
    ("question", "short", "source", "stands"),
    [
        ("How many people live in Alba?", "311.7 million", "Flags of $311.7 million were sold.", False),
        ("How many people live in Alba?", "311.7 million", "$311.7 million is spent on 311.7 million people.", True),
        ("How many people live in Alba?", "311.7 million", "Alba has 311.7 million people.", True),
        ("How many people live in Alba?", "12", "Alba grew by 12 percent.", False),
        ("How many of the homes burnt down?", "80", "Of the homes 80 percent burnt down.", True),
        ("How many kilometers long is the bridge?", "55", "The bridge is 55 kilometres long.", True),
        ("How many jurors agreed?", "12", "The 12-member jury agreed.", True),
        ("How much does it cost?", "¥98,000", "It costs ¥98,000.", True),
        ("By how much did revenue rise?", "$300 million", "Revenue rose by $300 million.", True),
        ("How much was the Alba settlement?", "79 million", "It held the records of 79 million people.", False),
        ("How much was the fine?", "60,000", "The firm of 60,000 workers paid a fine of $3 million.", False),
        ("How much was the fine?", "3 million", "The firm of 60,000 workers paid a fine of $3 million.", True),
        ("How much was the fine?", "300 million", "The fine of 300 million yen was paid.", True),
        ("How much rice did the deal bring?", "40 sacks", "It brought 40 sacks.", True),
        ("How much rice did Alba buy?", "40 sacks", "It bought 40 sacks.", True),
        (
            "How many people live in Alba?",
            "nine",
            "It costs nine dollars.",
            True,
        ),  # no digits: left to the other checks
        ("How many people live in Alba?", "31", "Nobody lives in Alba.", True),  # not in the source: left to them, too
        ("Who lives in Alba?", "12 monks", "Of $12 million, monks have none.", True),
    ],
)
def test_a_number_stands_in_its_source_as_what_is_asked(question: str, short: str, source: str, stands: bool) -> None:
    assert stands_as_asked(question, short, source) == stands


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("What was the speed limit on the bend?", {"speed"}),
        ("At what speed was it going?", {"speed"}),
        ("What did Oscar, the walrus shot in Mora, weigh?", {"weight"}),
        ("What was the weight of the bomb?", {"weight"}),
        ("How far is Mora from Dorn?", {"length"}),
        ("How long was it?", {"length", "time"}),
        # Of no unit that rules could tell
        ("What weight class does she fight in?", set()),
        ("What is weighing on the pound?", set()),
        ("What did the judge weigh in on?", set()),
        ("Which speed skating event did she win?", set()),
        ("How high was his bail?", set()),
        ("How much weight did she lose?", set()),
    ],
)
def test_the_unit_that_is_asked_for(question: str, units: set[str]) -> None:
    assert units_asked(question) == units
