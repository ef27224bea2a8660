"""Which of two, by what was found for each."""

from __future__ import annotations

import pytest

from qa.facts.compare import asking_each, compared, names_one, of_each, offered, tells_which

BRIDGE = "Which is older, the Elm Street bridge or the Harbour Road tunnel, and in what year was each finished?"
FAIR = "Who gave more for the fair, Brandt Glass or the city, and how much was it?"
RENTS = "Did rents rise more in Tarn or in Port Maren, and by what percentages?"


@pytest.mark.parametrize(
    ("question", "both"),
    [
        (BRIDGE, ("the Elm Street bridge", "the Harbour Road tunnel")),
        (FAIR, ("Brandt Glass", "the city")),
        (RENTS, ("in Tarn", "in Port Maren")),
        ("Which came first, the strike or the fire?", ("the strike", "the fire")),
        ("Which ferry sank, the Dorn or the Tarn?", None),
        ("As of May, which item can adults buy without first seeing a doctor or a nurse?", None),
        ("How many were hurt or killed?", None),
        ("Who opened the bridge?", None),
        ("Which was deadlier, the Dorn flood or the Tarn fire?", ("the Dorn flood", "the Tarn fire")),
        ("Which was costlier: the Dorn flood or the Tarn fire?", ("the Dorn flood", "the Tarn fire")),
        ("Which lake is deeper, Tarn or Dorn?", ("Tarn", "Dorn")),
        ("Did Ida Moss or Lena Fisk get more votes?", ("Ida Moss", "Lena Fisk")),
        ("Did the flood or the fire do the greater harm?", ("the flood", "the fire")),
        ("Did the strike or the fire come first?", ("the strike", "the fire")),
        ("Was the flood or the fire deadlier?", ("the flood", "the fire")),
        ("Which of Brandt Glass and the city paid more?", ("Brandt Glass", "the city")),
        ("Which of the Dorn flood and the Tarn fire was the deadlier?", ("the Dorn flood", "the Tarn fire")),
        ("Did Brandt Glass or the city pay more than $3 million?", None),
        ("Was the mayor or the driver hurt?", None),
        ("Did rain or snow close the road?", None),
        ("Which ferry lost its rudder, the Dorn or the Tarn?", None),
        (f"Which of {'a and ' * 900}b was more?", None),
        (f"Which cost more, {'in or ' * 900}it?", None),
    ],
)
def test_what_a_question_offers_to_be_compared(question: str, both: tuple[str, str] | None) -> None:
    assert offered(question) == both


def test_only_parts_that_ask_of_one_of_the_two_are_parts_of_a_comparison() -> None:
    city, firm = "How much did the city give for the fair?", "How much did Brandt Glass give for the fair?"
    assert of_each(FAIR, ["Who gave more for the fair?", firm, city]) == (firm, city)
    assert of_each(FAIR, ["Who gave more for the fair, Brandt Glass or the city?", "How much was it?"]) == ()


CLINICS = "Which was larger, the Alba settlement or the Corvo settlement?"


@pytest.mark.parametrize(
    ("question", "parts", "kept"),
    [
        (CLINICS, ("How much was the Alba settlement?", "How much was the Corvo settlement?"), True),
        (CLINICS, ("How many people were in the Alba settlement?", "How many people were in the Corvo settlement?"), False),
        (CLINICS, ("How many patients did Alba have?", "How many nurses did Corvo have?"), False),
        ("Who sold more boats, Ida Moss or Lena Fisk?", ("How many boats did Ida Moss sell?", "How many boats did Lena Fisk sell?"), True),
        ("Who sold more boats, Ida Moss or Lena Fisk?", ("How many boats did Ida Moss sell?", "How many shops did Lena Fisk have?"), False),
        ("Which is longer, the Elm tunnel or the Dorn tunnel?", ("How many metres is the Elm tunnel?", "How many metres is the Dorn tunnel?"), True),
        ("Which drew more, the Elm fair or the Dorn fair?", ("How many came to the Elm fair?", "How many came to the Dorn fair?"), True),
    ],
)  # fmt: skip
def test_nothing_is_counted_that_the_question_does_not_speak_of(
    question: str, parts: tuple[str, str], kept: bool
) -> None:
    assert of_each(question, parts) == (parts if kept else ())
    assert (compared(question, parts, ("79 million", "60000")) is not None) is kept


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (CLINICS, "How much was the Alba settlement and how much was the Corvo settlement?"),
        (
            "Which fine was higher, the first or the second?",
            "How much was the first fine and how much was the second fine?",
        ),
        (
            "Which grant is smaller, Tarn's or Dorn's, and when was it paid?",
            "How much is Tarn's and how much is Dorn's?",
        ),
    ],
)
def test_of_sums_of_money_it_is_asked_how_much_each_was(question: str, form: str) -> None:
    assert asking_each(question) == form


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("Did it cost less in Tarn or in Dorn?", "how much was it"),
        ("Did rents fall less or more, in Tarn or in Dorn?", "how much was it"),
        ("Which is older, the bridge or the tunnel?", "in what year did each begin"),
        ("Who is older, Ida Moss or Lena Fisk?", "how old is each"),
        ("Which came first, the strike or the fire?", "when was each"),
        ("Which took longer: the strike or the trial?", "how long did each take"),
        ("Which lasted longer, the strike or the trial?", "how long did each last"),
        ("Which paid the bigger fine, Tarn or Dorn?", "how much was it"),
        ("Which drew the larger crowd, Tarn or Dorn?", "how many each"),
    ],
)
def test_another_form_asks_for_what_is_compared(question: str, also: str) -> None:
    assert asking_each(question).endswith(f", and {also}?")
    assert offered(asking_each(question)) == offered(question)


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Which tower is higher, the old or the new?", "How high is the old tower and how high is the new tower?"),
        ("Which was deadlier, the flood or the fire?", "How many died in the flood and how many died in the fire?"),
        ("Was the flood or the fire costlier?", "How much did the flood cost and how much did the fire cost?"),
        ("Which car is more expensive, the Elm or the Oak?", "How much did the Elm car cost and how much did the Oak car cost?"),
        ("Who lost more money in 1986, Tarn or Dorn?", "Tarn lost how much money in 1986 and Dorn lost how much money in 1986?"),
        (FAIR, "Brandt Glass gave how much for the fair and the city gave how much for the fair?"),
        ("Who gave less, Brandt Glass or the city?", "Brandt Glass gave how much and the city gave how much?"),
        ("Which drew more visitors, the festival or the fair?", "The festival drew how many visitors and the fair drew how many visitors?"),
        ("Who bought the more expensive house, Tarn or Dorn?", "Who bought the more expensive house, Tarn or Dorn, and how many each?"),
        ("Which player was paid more, Tarn or Dorn?", "Which player was paid more, Tarn or Dorn, and how much was it?"),
        ("Which city is home to more people, Tarn or Dorn?", "Which city is home to more people, Tarn or Dorn, and how many each?"),
        ("Who won more recently, Tarn or Dorn?", "Who won more recently, Tarn or Dorn, and how many each?"),
        ("Which of Tarn and Dorn got the most votes?", "Tarn got how many votes and Dorn got how many votes?"),
        ("Did Moss or Fisk get more votes?", "How many votes did Moss get and how many votes did Fisk get?"),
        ("Did Moss or Fisk pay less for it?", "How much did Moss pay for it and how much did Fisk pay for it?"),
        ("Did the flood or the fire last longer?", "How long did the flood last and how long did the fire last?"),
        ("Did Tarn or Dorn open earlier?", "When did Tarn open and when did Dorn open?"),
        ("Which of Lake Tarn and Lake Dorn is shallower?", "How deep is Lake Tarn and how deep is Lake Dorn?"),
    ],
)  # fmt: skip
def test_where_rules_can_it_is_asked_of_each_by_itself(question: str, form: str) -> None:
    assert asking_each(question) == form


def test_an_answer_speaks_of_one_of_the_two() -> None:
    assert names_one(FAIR, "Brandt") and names_one(FAIR, "the city, by far")
    assert not names_one(FAIR, "2007")
    assert names_one("When was it opened?", "2007")


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Brandt Glass and the city both gave for the fair in Dorn.", False),
        ("Brandt Glass gave $2 million for the fair.", False),
        ("Brandt Glass gave $2 million, the city $300,000.", True),
        ("Brandt Glass gave more than the city.", True),
        ("Brandt Glass gave twice what the city did.", True),
        ("Brandt Glass came second, with 50,818 of 300,000 votes.", False),  # nothing of the other
        ("Brandt Glass gave more than ever.", False),
        (
            "Brandt Glass, at least, gave for the city, more than a dozen people or more said.",
            False,
        ),  # a number's own words
    ],
)
def test_a_sentence_that_compares_nothing_does_not_tell_which(text: str, tells: bool) -> None:
    assert tells_which(FAIR, text) == tells
    assert tells_which("What did Brandt Glass give?", text)


@pytest.mark.parametrize(
    ("question", "text", "tells"),
    [
        ("Which was sillier, the flood or the fire?", "The flood came in May.", False),  # a comparative, but of what?
        ("Which was sillier, the flood or the fire?", "The flood cost $3, the fire $4.", True),
        (
            "Which was sillier, the flood or the fire?",
            "The flood killed 107 or more and wounded 238.",
            False,
        ),  # nothing of the fire
        ("Did more people come by boat or drive?", "Many came by boat.", False),
        ("Which ferry sank, the Dorn or the Tarn?", "The Dorn sank.", True),
        ("Who gave more than $3 million or lent it?", "Ida Moss did.", True),
        ("Was the Alba fine or the Alba prize larger?", "The Alba prize was $3, of which $2 were paid.", False),
        ("Was the Alba fine or the Alba prize larger?", "The Alba prize was $3, the fine $2.", True),
        ("Who got more votes, President Ida Moss or Lena Fisk?", "Fisk won 81 votes and Moss 74.", True),
        (
            "Which stake was larger, that in United Asian Bank or in Habib?",
            "The bank took 40 % of Habib for $3.",
            False,
        ),
        (
            "Which stake was larger, that in United Asian Bank or in Habib?",
            "It took 40 % of Habib, 50 % of Asian Bank.",
            True,
        ),
    ],
)
def test_where_two_are_compared_by_other_words_a_sentence_must_compare(question: str, text: str, tells: bool) -> None:
    assert tells_which(question, text) == tells


@pytest.mark.parametrize(
    ("question", "answers", "told"),
    [
        (FAIR, ("$2 million", "over $300,000"), "Brandt Glass ($2 million), not the city (over $300,000)"),
        (FAIR, ("$90,000", "$300,000"), "the city ($300,000), not Brandt Glass ($90,000)"),
        (FAIR, ("$90,000", "£300,000"), None),  # two currencies
        (FAIR, ("NZ$300,000", "$90,000"), None),
        (FAIR, ("NZ$300,000", "HK$90,000"), None),
        (FAIR, ("NZ$300,000", "90,000"), None),
        (FAIR, ("A$300,000", "A$90,000"), "Brandt Glass (A$300,000), not the city (A$90,000)"),
        (FAIR, ("US$300,000", "$90,000"), "Brandt Glass (US$300,000), not the city ($90,000)"),
        (FAIR, ("$90,000", "$90,000"), None),
        (FAIR, ("$90,000", "much more"), None),
        (FAIR, ("$90,000 in 2019 and $70,000 in 2020", "$20,000"), None),
    ],
)
def test_two_sums_are_compared(question: str, answers: tuple[str, str], told: str | None) -> None:
    firm, city = "How much did Brandt Glass give?", "How much did the city give?"
    assert compared(question, (firm, city), answers) == told
    assert compared(question, (city, firm), answers[::-1]) == told


@pytest.mark.parametrize(
    ("question", "answers", "first"),
    [
        ("Who is older, Ida Moss or Lena Fisk?", ("61 years", "45"), "Ida Moss"),
        ("Who is younger, Ida Moss or Lena Fisk?", ("61 years", "45"), "Lena Fisk"),
        ("Which is older, Ida Moss or Lena Fisk?", ("1955", "1990"), "Ida Moss"),
        ("Which came first, Ida Moss or Lena Fisk?", ("3 May 2019", "9 May 2019"), "Ida Moss"),
        ("Which came later, Ida Moss or Lena Fisk?", ("3 May 2019", "9 May 2019"), "Lena Fisk"),
        ("Who had fewer votes, Ida Moss or Lena Fisk?", ("sixty", "1,200"), "Ida Moss"),
        ("Who had more votes, Ida Moss or Lena Fisk?", ("16 million", "3000000"), "Ida Moss"),
        ("Who had more votes, Ida Moss or Lena Fisk?", ("16 million votes", "3 million"), "Ida Moss"),
        ("Who had more votes, Ida Moss or Lena Fisk?", ("2000 votes", "900 votes"), "Ida Moss"),
        ("Who lost more men, Ida Moss or Lena Fisk?", ("17 killed in the floods", "9 men"), "Ida Moss"),
        ("Who rose more, Ida Moss or Lena Fisk?", ("7 percent", "5%"), "Ida Moss"),
        ("Which took longer, Ida Moss or Lena Fisk?", ("two hours", "90 minutes"), "Ida Moss"),
        ("Which took longer, Ida Moss or Lena Fisk?", ("two full hours", "a 130-minute flight"), "Lena Fisk"),
        ("Which was shorter, Ida Moss or Lena Fisk?", ("two hours", "90 minutes"), "Lena Fisk"),
        ("Which is older, Ida Moss or Lena Fisk?", ("18 months", "2 years"), "Lena Fisk"),
        ("Which is younger, Ida Moss or Lena Fisk?", ("18 months", "2 years old"), "Ida Moss"),
        ("Which is longer, Ida Moss or Lena Fisk?", ("900 metres", "2 kilometres"), "Lena Fisk"),
        ("Which is longer, Ida Moss or Lena Fisk?", ("900 m", "2km"), "Lena Fisk"),
        ("Which is taller, Ida Moss or Lena Fisk?", ("6 feet", "180 cm"), "Ida Moss"),
        ("Which is heavier, Ida Moss or Lena Fisk?", ("900 kg", "2 tonnes"), "Lena Fisk"),
        ("Which was deadlier, Ida Moss or Lena Fisk?", ("107 or more", "345 pilgrims"), "Lena Fisk"),
        ("Which was faster, Ida Moss or Lena Fisk?", ("two hours", "90 minutes"), "Lena Fisk"),
        ("Which was faster, Ida Moss or Lena Fisk?", ("200 km per hour", "90 km per hour"), "Ida Moss"),
        ("Which was slower, Ida Moss or Lena Fisk?", ("two hours", "90 minutes"), "Ida Moss"),
        ("Did Ida Moss or Lena Fisk get more votes?", ("50,818", "60,760"), "Lena Fisk"),
        ("Was Ida Moss or Lena Fisk cheaper?", ("$50", "$60"), "Ida Moss"),
    ],
)
def test_dates_ages_and_counts_are_compared(question: str, answers: tuple[str, str], first: str) -> None:
    told = compared(question, ("… Ida Moss?", "… Lena Fisk?"), answers)
    assert told and told.startswith(f"{first} (")


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("Which is longer, Ida Moss or Lena Fisk?", ("two hours", "2 kilometres")),
        ("Which is longer, Ida Moss or Lena Fisk?", ("900m", "2 kilometres")),  # metres or millions
        ("Which is larger, Ida Moss or Lena Fisk?", ("900 square metres", "2 square kilometres")),
        ("Which has more, Ida Moss or Lena Fisk?", ("12 goals", "30 matches")),
        ("Which has more, Ida Moss or Lena Fisk?", ("12 percent", "30")),
        ("Which took longer, Ida Moss or Lena Fisk?", ("two and a half hours", "130 minutes")),
        ("Which took longer, Ida Moss or Lena Fisk?", ("one month", "30 days")),
        ("Which took longer, Ida Moss or Lena Fisk?", ("two hours", "120 minutes")),
        ("Which came first, Ida Moss or Lena Fisk?", ("3 May", "9 April")),  # of which year?
        ("Which came first, Ida Moss or Lena Fisk?", ("3 May", "9 April 2019")),
        ("Which came first, Ida Moss or Lena Fisk?", ("two hours", "90 minutes")),  # so long it took
    ],
)
def test_what_differs_in_its_unit_is_not_compared(question: str, answers: tuple[str, str]) -> None:
    assert compared(question, ("… Ida Moss?", "… Lena Fisk?"), answers) is None


def test_nothing_is_compared_where_nothing_was_offered_or_a_part_is_of_neither() -> None:
    assert compared("How many died in A and in B?", ("In A?", "In B?"), ("3", "4")) is None
    assert compared(FAIR, ("How much did Brandt Glass give?", "How much was it?"), ("$3", "$4")) is None
    assert compared(FAIR, ("How much did Brandt Glass give?",), ("$3",)) is None
