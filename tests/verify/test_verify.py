"""Verification: what a draft may say, by what its evidence says, and where the citation goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index import Evidence, ModelUnavailable
from qa.language.reading import read
from qa.verify import answers, cite, is_unknown, judge_by_name, say_the_same, says_something, verify
from qa.verify.verdicts import check, source_of
from tests.models import tiny_cross_encoder

WEDNESDAY = 1_732_806_540  # Thursday, 28 November 2024
AIRPORT = (
    "The rebels also attacked Al-Nayrab airport, located east of Aleppo, where pro-Iranian militias maintain outposts."
)
FERRIES = "Two ferries collided off Port Maren on Tuesday, and 31 passengers were hurt."
TRAM = "Nine people were hurt when a tram left the rails in Dorn."
BRIDGE = "The Elm Street bridge was opened by Mayor Ruth Okafor on 3 May 2019, a year later than planned."
COST = "Work on the bridge took four years and cost $12 million."
SCHOOLS = "The ministry counted 1,426 closed schools in Lindau."
SCRAPED = "The agency reached 72000 pharmacies in Ohio."


def evidence(
    text: str,
    n: int = 0,
    *,
    title: str = "The news of the day",
    publisher: str | None = "Post",
    published: int | None = WEDNESDAY,
) -> Evidence:
    return Evidence(
        f"article{n}", "v1", title, publisher, published, f"https://post.example/{n}", f"p{n}", 10, 10 + len(text), text, 1.0
    )  # fmt: skip


def _all(texts: Sequence[str]) -> list[Evidence]:
    return [evidence(text, n) for n, text in enumerate(texts)]


def _quotes(draft: str, texts: Sequence[str]) -> tuple[str, list[str]]:
    """What is left of a draft, and the quotes that its marks point at, in order."""
    verified = verify(draft, _all(texts))
    assert [c.n for c in verified.citations] == list(range(1, len(verified.citations) + 1))
    for c in verified.citations:
        assert f"[{c.n}]" in verified.text
    return verified.text, [c.quote for c in verified.citations]


@pytest.mark.parametrize(
    ("draft", "texts", "text", "quotes"),
    [
        pytest.param(
            "Al-Nayrab\nThe rebels attacked Al-Nayrab airport [1].", [AIRPORT],
            "The rebels attacked Al-Nayrab airport. [1]", [AIRPORT], id="right",
        ),
        pytest.param(
            "Al-Nayrab\nThe rebels attacked Al-Nayrab airport. [1]", [AIRPORT],
            "The rebels attacked Al-Nayrab airport. [1]", [AIRPORT], id="mark after the full stop",
        ),
        pytest.param(
            "Al-Nayrab\nThe rebels attacked Al-Nayrab airport.", [AIRPORT],
            "The rebels attacked Al-Nayrab airport. [1]", [AIRPORT], id="no mark",
        ),
        pytest.param(
            "Al-Nayrab\nThe rebels attacked Al-Nayrab airport [1].", [TRAM, AIRPORT],
            "The rebels attacked Al-Nayrab airport. [1]", [AIRPORT], id="mark off by one",
        ),
        pytest.param(
            "Al-Nayrab\nThe rebels attacked Al-Nayrab airport [99].", [TRAM, AIRPORT],
            "The rebels attacked Al-Nayrab airport. [1]", [AIRPORT], id="mark of nothing",
        ),
        pytest.param(
            "$12 million\nThe bridge cost $12 million [1]. It was opened by Ruth Okafor [2].", [COST, BRIDGE],
            "The bridge cost $12 million. [1] It was opened by Ruth Okafor. [2]", [COST, BRIDGE], id="two sentences",
        ),
        pytest.param(
            "$12 million\nIt was opened by Mayor Ruth Okafor [2]. The bridge cost $12 million [1].", [COST, BRIDGE],
            "It was opened by Mayor Ruth Okafor. [1] The bridge cost $12 million. [2]", [BRIDGE, COST],
            id="marks are numbered anew in order of the text",
        ),
        pytest.param(
            "31 and nine\n31 passengers were hurt off Port Maren and nine people in a tram in Dorn [1] [2].",
            [FERRIES, TRAM],
            "31 passengers were hurt off Port Maren and nine people in a tram in Dorn. [1] [2]", [FERRIES, TRAM],
            id="a sentence out of two sources cites both",
        ),
        pytest.param(
            "31 and nine\n31 passengers were hurt off Port Maren and nine people in a tram in Dorn [1].",
            [FERRIES, AIRPORT, TRAM],
            "31 passengers were hurt off Port Maren and nine people in a tram in Dorn. [1] [2]", [FERRIES, TRAM],
            id="a sentence out of two sources finds the second by itself",
        ),
        pytest.param(
            "Al-Nayrab\nThe rebels attacked Al-Nayrab airport [1]. Forty planes burned on the runway [1].", [AIRPORT],
            "The rebels attacked Al-Nayrab airport. [1]", [AIRPORT], id="an unsupported second sentence is dropped",
        ),
        pytest.param(
            "nine\nA tram left the rails and 9 people were hurt [1].", [TRAM],
            "A tram left the rails and 9 people were hurt. [1]", [TRAM], id="a number in figures for one in words",
        ),
        pytest.param(
            "31\nTwo ferries collided and thirty-one passengers were hurt [1].", [TRAM],
            "", [], id="a number in words that stands nowhere",
        ),
        pytest.param(
            "two\n2 ferries collided off Port Maren [1].", [FERRIES],
            "2 ferries collided off Port Maren. [1]", [FERRIES], id="a number at the start",
        ),
        pytest.param(
            "1426\nThe ministry counted 1426 closed schools [1].", [SCHOOLS],
            "The ministry counted 1426 closed schools. [1]", [SCHOOLS], id="a number without its comma",
        ),
        pytest.param(
            "1,426\nThe ministry counted 1,426 closed schools [1].", [SCHOOLS],
            "The ministry counted 1,426 closed schools. [1]", [SCHOOLS], id="a number with its comma",
        ),
        pytest.param(
            "Elm Street\nPost says that the Elm Street bridge was opened by Mayor Ruth Okafor [1].", [BRIDGE],
            "Post says that the Elm Street bridge was opened by Mayor Ruth Okafor. [1]", [BRIDGE],
            id="the publisher may be named",
        ),
        pytest.param(
            "28 November 2024\nThe rebels attacked Al-Nayrab airport in November 2024 [1].", [AIRPORT],
            "The rebels attacked Al-Nayrab airport in November 2024. [1]", [AIRPORT],
            id="the date of the report may be named",
        ),
        pytest.param("Al-Nayrab [1]", [TRAM, AIRPORT], f"{AIRPORT} [1]", [AIRPORT], id="a short answer alone"),
        pytest.param(
            "Al-Nayrab [1]\nThe planes burned for Okafor [1].", [AIRPORT], f"{AIRPORT} [1]", [AIRPORT],
            id="a right short answer with a wrong sentence",
        ),
    ],
)  # fmt: skip
def test_what_the_evidence_says_stays_with_the_citation_where_it_is_said(
    draft: str, texts: list[str], text: str, quotes: list[str]
) -> None:
    assert _quotes(draft, texts) == (text, quotes)


@pytest.mark.parametrize(
    ("draft", "texts"),
    [
        pytest.param("The work took four years and cost $13 million [1].", [COST], id="number changed"),
        pytest.param("The work took four years and cost $12 billion [1].", [COST], id="million made billion"),
        pytest.param("In Dorn 90 people were hurt when a tram left the rails [1].", [TRAM], id="ten times as many"),
        pytest.param("The ministry counted 1,427 closed schools in Lindau [1].", [SCHOOLS], id="last figure changed"),
        pytest.param("The rebels attacked Damascus airport, located east of Aleppo [1].", [AIRPORT], id="name changed"),
        pytest.param("The Elm Street bridge was opened by Mayor Ruth Fisk [1].", [BRIDGE], id="surname changed"),
        pytest.param("The bridge was opened by Mayor Ruth Okafor on 4 May 2019 [1].", [BRIDGE], id="day changed"),
        pytest.param("The bridge was opened by Mayor Ruth Okafor on 3 June 2019 [1].", [BRIDGE], id="month changed"),
        pytest.param("The bridge was opened by Mayor Ruth Okafor on 3 May 2018 [1].", [BRIDGE], id="year changed"),
        pytest.param("A storm flooded the harbour and sank four yachts [1].", [AIRPORT, TRAM], id="nothing of it"),
        pytest.param("It was so.", [AIRPORT], id="no word that means anything"),
        pytest.param("Повстанцы атаковали аэропорт [1].", [AIRPORT], id="another language"),
        pytest.param("[1] [2]", [AIRPORT, TRAM], id="marks alone"),
    ],
)
def test_what_no_evidence_says_is_removed(draft: str, texts: list[str]) -> None:
    for whole in (draft, f"so it is\n{draft}"):
        verified = verify(whole, _all(texts))
        assert (verified.short, verified.text, verified.citations) == (None, "", ())
    assert verified.dropped == 1


_FORMS = [
    pytest.param("One person was hurt in Dorn [1].", "One person was hurt in Dorn on Tuesday.", True, id="one"),
    pytest.param("Twelve people were hurt in Dorn [1].", "Twelve people were hurt in Dorn.", True, id="twelve"),
    pytest.param("Some 20 people were hurt in Dorn [1].", "Twenty people were hurt in Dorn.", True, id="20 and twenty"),
    pytest.param("Two hundred people were hurt in Dorn [1].", "Two hundred people were hurt in Dorn.", True, id="hundred"),
    pytest.param("It reached 72,000 pharmacies in Ohio [1].", SCRAPED, True, id="a comma that the source lost"),
    pytest.param("The ministry counted 426 closed schools in Lindau [1].", SCHOOLS, False, id="426 out of 1,426"),
    pytest.param("Damascus airport was attacked by the rebels [1].", AIRPORT, False, id="name changed at the start"),
    pytest.param("The rebels attacked Al-Nayrab airport [1, 2].", AIRPORT, True, id="two numbers in one mark"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "source", "supported"), _FORMS)
def test_numbers_names_and_marks_are_told_apart_in_every_form(sentence: str, source: str, supported: bool) -> None:
    assert bool(verify(f"so it is\n{sentence}", [evidence(source)]).text) == supported


def test_a_sentence_that_is_said_again_is_shown_once() -> None:
    said = "The rebels attacked Al-Nayrab airport [1]."
    assert verify(f"Al-Nayrab\n{said} {said} {said}", [evidence(AIRPORT)]).text.count("rebels") == 1


def test_a_short_answer_that_is_said_again_leaves_the_sentence_to_its_source() -> None:
    verified = verify("Al-Nayrab airport [1]\nAl-nayrab airport [1].", [evidence(AIRPORT)])
    assert verified.short == "Al-Nayrab airport" and verified.text == f"{AIRPORT} [1]" and verified.dropped == 0


@pytest.mark.parametrize(
    ("draft", "short"),
    [
        ("Al-Nayrab airport [1]\nThe rebels attacked Al-Nayrab airport [1].", "Al-Nayrab airport"),
        ("Damascus airport [1]\nThe rebels attacked Al-Nayrab airport [1].", None),
        ("31 planes [1]\nThe rebels attacked Al-Nayrab airport [1].", None),
        ("Yes\nThe rebels attacked Al-Nayrab airport [1].", None),
        ("**Al-Nayrab** [1]\nThe rebels attacked Al-Nayrab airport [1].", "Al-Nayrab"),
        ("- Al-Nayrab [1]\nThe rebels attacked Al-Nayrab airport [1].", "Al-Nayrab"),
        (AIRPORT * 3, None),
    ],
)
def test_a_short_answer_is_given_only_where_the_evidence_says_it(draft: str, short: str | None) -> None:
    verified = verify(draft, [evidence(AIRPORT)])
    assert verified.short == short
    assert verified.text


def test_evidence_that_says_only_part_of_a_sentence_supports_it_partly() -> None:
    draft = "bridge\nThe bridge of Elm Street was opened by somebody important with music and dancing [1]."
    verified = verify(draft, [evidence(BRIDGE)])
    assert [c.verdict for c in verified.citations] == ["partly"]
    assert (
        verify("Elm Street\nThe Elm Street bridge was opened [1].", [evidence(BRIDGE)]).citations[0].verdict
        == "supported"
    )


def test_of_equally_good_evidence_the_one_that_the_model_names_is_cited() -> None:
    texts = ["A tram left the rails in Dorn.", "A tram left the rails in Dorn."]
    assert verify("Dorn\nA tram left the rails in Dorn [2].", _all(texts)).citations[0].article_id == "article1"
    assert verify("Dorn\nA tram left the rails in Dorn.", _all(texts)).citations[0].article_id == "article0"


def test_the_name_of_another_source_is_not_borrowed() -> None:
    texts = [
        "The tunnel was designed by Lena Fisk.",
        "The bridge was opened on Friday with music and dancing in the street.",
    ]
    draft = "Lena Fisk\nThe bridge was opened on Friday with music and dancing in the street by Lena Fisk [2]."
    verified = verify(draft, _all(texts))
    # Both sources together hold every word of it, so both are cited, and the reader sees what stands where.
    assert len(verified.citations) == 2 or "Lena Fisk" not in verified.text


def test_a_short_answer_of_another_sentence_than_the_written_one_is_cited_too() -> None:
    pieces = [evidence("The harbour strike was called off."), evidence("The harbour strike began on Friday.", 1)]
    verified = verify("on Friday [2]\nThe harbour strike was called off [1].", pieces)
    assert verified.short == "on Friday"
    assert verified.text == "The harbour strike was called off. [1] The harbour strike began on Friday. [2]"
    assert [c.quote for c in verified.citations] == [e.text for e in pieces]


@pytest.mark.parametrize(("draft", "texts"), [("", [AIRPORT]), (" \n ", [AIRPORT]), ("Al-Nayrab [1]", [])])
def test_nothing_comes_of_nothing(draft: str, texts: list[str]) -> None:
    verified = verify(draft, _all(texts))
    assert (verified.short, verified.text, verified.citations) == (None, "", ())


def test_a_citation_carries_the_head_and_the_place_of_its_evidence() -> None:
    e = evidence(AIRPORT, 7)
    c = cite(e, 3, "partly")
    assert (c.n, c.article_id, c.version, c.title, c.publisher, c.published, c.url) == (
        3, "article7", "v1", "The news of the day", "Post", WEDNESDAY, "https://post.example/7",
    )  # fmt: skip
    assert (c.start, c.end, c.quote, c.verdict) == (10, 10 + len(AIRPORT), AIRPORT, "partly")


def test_the_date_that_a_weekday_means_may_be_named() -> None:
    source = evidence("The Elm Street bridge was opened by Mayor Ruth Okafor on Wednesday.")
    right, wrong = (f"so it is\nThe Elm Street bridge was opened on {day} November 2024 [1]." for day in (27, 26))
    assert verify(right, [source]).text and not verify(wrong, [source]).text


@pytest.mark.parametrize(
    ("question", "draft", "something"),
    [
        ("which airport was attacked?", "Al-Nayrab airport [1]\nThe rebels attacked Al-Nayrab airport [1].", True),
        (
            "Where is Al-Nayrab airport located?",
            "Al-Nayrab airport [1]\nAl-Nayrab airport is located there [1].",
            False,
        ),
        (
            "Did the rebels attack Al-Nayrab airport?",
            "The rebels [1]\nThe rebels attacked Al-Nayrab airport [1].",
            True,
        ),
    ],
)
def test_a_question_said_again_is_no_answer(question: str, draft: str, something: bool) -> None:
    verified = verify(draft, [evidence(AIRPORT)])
    assert verified.text and says_something(verified, question) == something


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the company had cut their night bonus", "their night bonus was cut", True),
        ("the company had cut their night bonus", "their bonus", True),
        ("the company had cut their night bonus", "the union called them out", False),
        ("the workers walked out", "workers walk out", False),  # the question's own words are no reason
        ("the workers walked out over pay", "workers asked for better food", False),
    ],
)
def test_two_reasons_are_one_by_what_they_say_beside_the_question(one: str, other: str, same: bool) -> None:
    question = "Why did the workers at Kessel walk out?"
    assert say_the_same(one, other, question) == say_the_same(other, one, question) == same


def test_a_certain_team_is_no_answer_to_which_team() -> None:
    found = [evidence("He wrote that he would buy a certain football team, and meant an unnamed one of Dorn.")]
    assert not answers("a certain football team [1]", "Which football team would he buy?", found)
    assert not answers("an unnamed team [1]", "Which football team would he buy?", found)
    assert answers("an unnamed one of Dorn [1]", "Which football team would he buy?", found)
    assert answers("an unnamed one [1]", "What kind of team did he mean?", found)


def test_he_is_nobody_where_it_is_asked_who() -> None:
    found = [
        evidence(
            "He started the petition that thousands in Dorn signed. His mother, Ida Moss, carried it to the mayor."
        )
    ]
    assert not answers("He started the petition [1]", "Who began the petition in Dorn?", found)
    assert answers("His mother [1]", "Who carried the petition to the mayor of Dorn?", found)
    assert answers("He started the petition that thousands signed [1]", "What did the man do?", found)


@pytest.mark.parametrize(
    ("question", "source", "can"),
    [
        ("Who won the 2018 World Cup?", "On day five of the 2018 World Cup, Sweden defeated South Korea 1-0.", False),
        (
            "Who won on day five of the World Cup?",
            "On day five of the 2018 World Cup, Sweden defeated South Korea 1-0.",
            True,
        ),
        ("Who won the World Cup?", "Sweden won the World Cup after a hard first round.", True),
        ("Who won the World Cup?", "Sweden beat South Korea 1-0 in the final of the World Cup.", True),
        ("Who won the Dorn Open?", "Sweden beat Norway in the quarter-final of the Dorn Open.", False),
    ],
)
def test_who_beat_whom_at_a_stage_of_a_contest_has_not_won_it(question: str, source: str, can: bool) -> None:
    assert answers("Sweden [1]", question, [evidence(source)]) is can


def test_a_line_that_is_but_a_name_tells_of_nobody() -> None:
    found = [evidence("Ida Moss"), evidence("The woman found in Dorn is Lena Fisk.")]
    assert not answers("Ida Moss [1]", "Who was the woman found in Dorn?", found)
    assert answers("Lena Fisk [2]", "Who was the woman found in Dorn?", found)
    assert answers("Ida Moss [1]", "Which ship sank?", found)


def test_which_one_of_what_is_asked_about_is_no_reason() -> None:
    found = [evidence("The current flag of Dorn is old, and looks like the flag of Lindau.")]
    assert not answers("the current flag of Dorn [1]", "Why does Dorn want a new flag?", found)
    assert answers(
        "the current flag of Dorn looks like the flag of Lindau [1]", "Why does Dorn want a new flag?", found
    )
    assert answers("the current flag [1]", "What does Dorn want to replace?", found)


def test_how_many_they_are_said_again_tells_nobody_which() -> None:
    found = [evidence("About seven companies, Kessel and Tarn among them, are interested in buying the mill.")]
    asked = "Which seven companies want to buy the mill?"
    assert not answers("seven companies are interested [1]", asked, found)
    assert answers("seven companies, Kessel and Tarn among them [1]", asked, found)
    assert answers("Kessel and Tarn [1]", asked, found)
    fruits = [evidence("They grew three fruits: apples, pears and plums.")]
    assert answers("three fruits: apples, pears and plums [1]", "Which three fruits did they grow?", fruits)
    assert answers("seven companies [1]", "Who wants to buy the mill?", found)


@pytest.mark.parametrize(
    ("short", "held"),
    [
        ("NZ$26 million", True),
        ("$26 million", True),
        ("26 million", True),
        ("HK$26 million", False),
        ("£26 million", False),
    ],
)
def test_other_dollars_are_other_money(short: str, held: bool) -> None:
    found = [evidence("Two votes on the flag will cost NZ$26 million.")]
    assert answers(f"{short} [1]", "How much will the votes cost?", found) is held


@pytest.mark.parametrize(
    ("question", "short", "can"),
    [
        ("which airport was attacked?", "Al-Nayrab airport [1]", True),
        ("which airport was attacked?", "Boise airport [1]", False),  # nothing says so
        ("which airport was attacked?", "airport [1]", False),  # nothing new
        ("How many airports were attacked?", "Aleppo [1]", False),  # no number
        ("How many people were hurt?", "31 passengers [2]", True),
        ("How many people were hurt?", "40,000 [2]", False),
        ("When was the bridge opened?", "3 May 2019 [3]", True),
        ("How long did the work take?", "four years [4]", True),
        ("How long did the work take?", "$12 million [4]", False),
        ("How long did the work take?", "took four years and cost $12 million [4]", True),
        ("Who decided how long the work would take?", "Ruth Okafor [3]", True),
        ("Did the rebels attack?", "Yes [1]", True),
        ("Which was attacked, Al-Nayrab airport or Boise?", "Al-Nayrab airport [1]", True),
        ("Who told Okafor to open it?", "Ruth Okafor [3]", False),  # who was told did not tell
        ("Who told Lena Okafor to open it?", "Ruth Okafor [3]", True),  # another of that name
        ("Who won the race between Okafor and Fisk?", "Okafor [3]", True),
        ("Who won the race between Okafor and Fisk?", "race [3]", False),
        ("Who opened the bridge between Okafor and Fisk?", "Okafor [3]", False),
        ("Who is Okafor?", "Mayor Ruth Okafor [3]", True),
        ("Who is the person that opened the bridge?", "Ruth Okafor and Okafor [3]", False),  # one is asked for
    ],
)
def test_it_is_seen_whether_a_short_answer_can_be_one(question: str, short: str, can: bool) -> None:
    assert (
        answers(short, question, [evidence(AIRPORT), evidence(FERRIES, 1), evidence(BRIDGE, 2), evidence(COST, 3)])
        is can
    )


@pytest.mark.parametrize(
    "draft",
    ["unknown", "Unknown.", " unknown\n", "**unknown**", "", "  \n", "Not mentioned.", "not stated in the sentences",
     "No answer", "No information is given.", "I don't know", "I do not know.", "The sentences do not say it.",
     "The article does not say who.", "n/a", "I cannot answer this.", "None", "None of the sentences say who.",
     "Not given [1]", "Don’t know.", "cannot be determined", "I am unable to find it.", "I don't have that information."],
)  # fmt: skip
def test_it_is_seen_when_a_model_does_not_know(draft: str) -> None:
    assert is_unknown(draft)


@pytest.mark.parametrize(
    "draft",
    ["Al-Nayrab [1]", "nine", "Nobody [1]", "No [1]\nHe did not.", "Notre-Dame [2]", "Nancy", "None were hurt [1]",
     "None of the 14 [1]", "None [1]\nNone were hurt [1].", "Don't Look Up [1]", "Can't Stop the Feeling [1]", "Don't Know Why [1]",
     "No information was lost [1]", "Not known for her music, she sang [1]"],
)  # fmt: skip
def test_an_answer_is_not_taken_for_ignorance(draft: str) -> None:
    assert not is_unknown(draft)


def test_what_was_but_tried_answers_what_was_tried() -> None:
    threat = [
        evidence("The militia threatened to attack the airport of Dorn."),
        evidence("Lee voted against the farm bill."),
    ]
    assert answers("the farm bill [2]", "What did Lee vote against?", threat)
    assert answers("attack the airport [1]", "What did the militia threaten to do?", threat)
    assert answers("Dorn [1]", "Whose airport did the militia threaten to attack?", threat)


def test_an_answer_that_begins_like_ignorance_is_an_answer() -> None:
    assert not is_unknown("Unknown gunmen [1]\nUnknown gunmen shot him [1].")


_HELD = [
    pytest.param("Work on the bridge cost 12 million dollars.", COST, "supported", id="dollars in words"),
    pytest.param("Work on the bridge took four years and cost $12.", COST, "not found", id="the magnitude left out"),
    pytest.param("Work on the bridge took four years and cost £12 million.", COST, "not found", id="another currency"),
    pytest.param("Work on the bridge took 4 years.", COST, "supported", id="a figure for a word"),
    pytest.param("The rebels also attacked the airport, where militias maintain outposts.", AIRPORT, "supported", id="shortened"),
    pytest.param("Al-Nayrab airport was also attacked by the rebels.", AIRPORT, "supported", id="active made passive"),
    pytest.param("The rebels did not attack Al-Nayrab airport.", AIRPORT, "not found", id="a denial added"),
    pytest.param("Mr Okafor opened the Elm Street bridge on May 3, 2019.", BRIDGE, "supported", id="another form of a date"),
    pytest.param("Mayor Ruth Okafor opened the Elm Street bridge on 3 May.", BRIDGE, "supported", id="a date without its year"),
    pytest.param("The minister paid the fine.", "The minister did not pay the fine.", "not found", id="a denial removed"),
    pytest.param("The minister didn't pay the fine.", "The minister did not pay the fine.", "supported", id="a denial kept"),
    pytest.param("The minister paid the fine.", "The minister has not yet paid the fine.", "not found", id="a denial further off"),
    pytest.param("The mayor responded to him.", "The mayor did not immediately respond to him.", "not found", id="not immediately"),
    pytest.param("The mayor did not respond to him.", "The mayor did not immediately respond to him.", "supported", id="not at once"),
    pytest.param("The bank was blocked by a court.", "A court declined to block the bank.", "not found", id="what was declined"),
    pytest.param("The militia attacked the airport.", "The militia threatened to attack the airport.", "not found", id="a threat"),
    pytest.param("Two men tried to rob the bank.", "Two men tried to rob the bank in Dorn.", "supported", id="an attempt"),
    pytest.param("The club fired Okafor.", "Okafor refused to do so, and the club fired Okafor.", "supported", id="refused, and then"),
    pytest.param("Two men tried to rob the bank.", "Two men tried twice, and unsuccessfully, to rob the bank.", "supported", id="how they tried"),
    pytest.param("The militia did not attack the airport.", "The militia threatened to attack the airport.", "not found", id="a threat is no denial"),
    pytest.param("Two men robbed the bank.", "Attempting to rob the bank, two men were shot.", "not found", id="an attempt that opens"),
    pytest.param("At least 20 people were hurt.", "Not less than 20 people were hurt.", "supported", id="not less than"),
    pytest.param("It was agreed at the most recent meeting.", "It was agreed at its most recent meeting.", "supported", id="the most recent"),
    pytest.param("The war in Mora began in 2003.", "Moss campaigned against the war in Mora, which began in 2003.", "supported", id="against, and of it"),
    pytest.param("Parliament voted for sanctions.", "Parliament voted for sanctions against Mora.", "supported", id="for what is against"),
    pytest.param("Unemployment was 4 percent in May.", "Unemployment declined to 4 percent in May.", "supported", id="declined to a number"),
    pytest.param("The strike could shut the port.", "The strike threatens to shut the port.", "supported", id="a threat that could"),
    pytest.param("Tarn tried buying Lake in 2014.", "Tarn tried to buy Lake in 2014.", "supported", id="an attempt in other words"),
    pytest.param("The vaccine was used in Dorn.", "An untried vaccine was used in Dorn.", "supported", id="untried is a word"),
    pytest.param("Lee voted for the farm bill.", "Lee voted against the farm bill.", "not found", id="a vote turned round"),
    pytest.param("Lee voted against the farm bill.", "Lee voted for the farm bill.", "not found", id="a vote turned against"),
    pytest.param("Lee voted against the farm bill.", "The farm bill was voted down by Lee.", "supported", id="a vote told otherwise"),
    pytest.param("Lee voted for the farm bill.", "The house voted 51 to 48 against the farm bill of Lee.", "not found", id="a vote and its count"),
    pytest.param("Lee voted against it.", "Lee voted for the first time against it.", "supported", id="for the first time"),
    pytest.param("At most 20 people were hurt.", "At least 20 people were hurt.", "not found", id="the least made the most"),
    pytest.param("At least 20 people were hurt.", "No fewer than 20 people were hurt.", "supported", id="the least in other words"),
    pytest.param("Fewer than 20 people were hurt.", "More than 20 people were hurt.", "not found", id="more made fewer"),
    pytest.param("The share fell from $3 to $5.", "The share fell from $5 to $3.", "not found", id="from and to exchanged"),
    pytest.param("The share fell from $5 to $3.", "The share fell to $3 from $5.", "supported", id="to and from, to before from"),
    pytest.param("US troops left the city.", "Troops of the United States left the city.", "supported", id="a country's initials"),
    pytest.param("The WHO closed the clinic.", "The World Health Organization closed the clinic.", "supported", id="initials"),
    pytest.param("Syrian troops left the town.", "Troops of Syria left the town.", "supported", id="a people for its country"),
    pytest.param("Kessel paid $31 million.", "Kessel paid 31 mln dlrs.", "supported", id="an agency's million"),
    pytest.param("Kessel paid $31 billion.", "Kessel paid 31 mln dlrs.", "not found", id="an agency's million made more"),
    pytest.param("Sales rose 5 percent.", "Sales rose five pct.", "supported", id="an agency's per cent"),
    pytest.param("Israeli troops left the town.", "Troops of Israel left the town.", "supported", id="a people whose stem is another"),
    pytest.param("Lebanese troops left the town.", "Troops of Lebanon left the town.", "supported", id="the people of Lebanon"),
    pytest.param("Vietnamese troops left the town.", "Troops of Vietnam left the town.", "supported", id="the people of Vietnam"),
    pytest.param("Mexican troops left the town.", "Troops of Mexico left the town.", "supported", id="the people of Mexico"),
    pytest.param("Nigerian troops left the town.", "Troops of Niger left the town.", "not found", id="another country's people"),
    pytest.param("Francis visited the camp.", "France visited the camp.", "not found", id="a country for a man"),
    pytest.param("Georgian police left the town.", "Police of George left the town.", "not found", id="a man for a country"),
    pytest.param("Greek troops left the town.", "Troops of Green left the town.", "not found", id="a name that begins alike"),
    pytest.param("It might be ready in may.", "It may be ready soon.", "supported", id="may is a verb in lower case"),
    pytest.param("The contract will be extended.", "The contract can be extended.", "not found", id="will for can"),
    pytest.param("The bridge will reopen.", "The bridge may reopen.", "not found", id="will for may"),
    pytest.param("The bridge may reopen.", "The bridge will reopen.", "supported", id="may for will"),
    pytest.param("All of NASA's licenses were revoked.", "Some of NASA's licenses were revoked.", "not found", id="all of somebody's"),
    pytest.param("Refugees get a form instead of an interview.", "Refugees get a form in place of an interview.", "supported", id="in place of"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "source", "verdict"), _HELD)
def test_units_dates_denials_and_initials_are_read(sentence: str, source: str, verdict: str) -> None:
    assert check(sentence, [source_of(evidence(source))]).verdict == verdict


MARBURG = "The Marburg virus was recognized in 1967 and since then several outbreaks have occurred."
LEVINSON = "The minister spoke of the resignation of Dan Levinson (effective May 31)."
OPENED = "The bridge was opened in June."
TODAY = "The rebels attacked the airport today."
_DATED = [  # reports of 28 November 2024
    pytest.param("The Marburg virus was recognized on 12 August 1967.", MARBURG, False, id="day and month invented"),
    pytest.param("The Marburg virus was recognized in August 1967.", MARBURG, False, id="month invented"),
    pytest.param("The Marburg virus was recognized in 1967.", MARBURG, True, id="year held"),
    pytest.param("The minister spoke of the resignation of Dan Levinson on May 31, 1987.", LEVINSON, False, id="year invented"),
    pytest.param("The minister spoke of the resignation of Dan Levinson on May 31, 2024.", LEVINSON, True, id="the report's year"),
    pytest.param("The minister spoke of the resignation of Dan Levinson on May 31, 2025.", LEVINSON, True, id="the year after it"),
    pytest.param("The bridge was opened in June 1999.", OPENED, False, id="year of a month invented"),
    pytest.param("The bridge was opened in June 2024.", OPENED, True, id="the report's year for a month"),
    pytest.param("The bridge was opened on 3 June.", OPENED, False, id="day invented"),
    pytest.param("The bridge was opened on 28 June 2024.", OPENED, False, id="day of the report, month of the sentence"),
    pytest.param("The fair was held on May 3, 2016.", "The fair was held on May 3–5, 2016.", True, id="a year named for two days"),
    pytest.param("The fair was held on 3 May 2015.", "The fair was held on May 3 and 5, 2016.", False, id="another year than theirs"),
    pytest.param("The trial begins on January 6.", "The trial begins on Jan. 6.", True, id="a month shortened"),
    pytest.param("The trial begins on January 7.", "The trial begins on Jan. 6.", False, id="a month shortened, another day"),
    pytest.param("The towers fell on September 11, 2001.", "The towers fell on Sept. 11, 2001.", True, id="a shortened date with its year"),
    pytest.param("The rebels attacked the airport on 28 November 2024.", TODAY, True, id="today"),
    pytest.param("The rebels attacked the airport on 27 November 2024.", TODAY, False, id="not today"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "source", "supported"), _DATED)
def test_no_part_of_a_date_is_invented(sentence: str, source: str, supported: bool) -> None:
    assert (check(sentence, [source_of(evidence(source))]).verdict == "supported") is supported


def test_a_year_is_not_filled_in_where_the_report_has_no_date() -> None:
    source = source_of(evidence(OPENED, published=None))
    assert check("The bridge was opened in June 2024.", [source]).verdict == "not found"


STORM = "The storm killed 2000 people in the region."
SURVEY = "A survey of 1709 schoolchildren was carried out in Lindau."
MANY = "The storm killed many people in the region."
ELECTION = "The party lost the elections of 2016 in Lindau."
CRANE = "The crane killed 107 people and wounded 238 people."
SHARES = "Between 5 and 7 percent of the shares were sold for $3 to 4 million."
FIRE = "The fire killed three people in the house."
_COUNTED = [  # reports of 28 November 2024
    pytest.param("The storm killed 2,000 people.", STORM, True, id="with a comma"),
    pytest.param("The storm killed two thousand people.", STORM, True, id="in words"),
    pytest.param("The storm killed 2000 people.", STORM.replace("2000", "2,000"), True, id="without a comma"),
    pytest.param("A survey of 1,709 schoolchildren was carried out.", SURVEY, True, id="schoolchildren"),
    pytest.param("The storm hit 1,800 US soldiers.", "The storm hit 1800 US soldiers in the region.", True, id="no plural behind it"),
    pytest.param("The storm killed 2024 people.", MANY, False, id="the report's year is no count"),
    pytest.param("The storm killed 2,000 people.", "In 2000 the storm killed many people.", False, id="a year is no count"),
    pytest.param("In 2000 the storm killed people.", "The storm killed 2,000 people.", False, id="a count is no year"),
    pytest.param("The party lost the 2016 elections in Lindau.", ELECTION, True, id="elections of a year"),
    pytest.param("The party lost the 2024 elections.", "The party lost the elections in Lindau.", True, id="elections of the report's year"),
    pytest.param("The crane killed $107 and wounded 238.", CRANE, False, id="money for people"),
    pytest.param("The crane killed 107% and wounded 238.", CRANE, False, id="percent for people"),
    pytest.param("The crane killed 107 and wounded 238.", CRANE, True, id="the noun left out"),
    pytest.param("5% of the shares were sold.", SHARES, True, id="a unit named for two"),
    pytest.param("5 to 7% of the shares were sold.", SHARES.replace(" and ", "–"), True, id="a range with a dash"),
    pytest.param("The shares were sold for $4 million.", SHARES, True, id="a sign before two"),
    pytest.param("The shares were sold for $4 million.", SHARES.replace("for $3 to", "for between $3 and"), True, id="between two sums"),
    pytest.param("Work on the bridge cost $12.", "Work on the bridge cost 12 US dollars.", True, id="US dollars"),
    pytest.param("The fire killed 0 people.", "The fire killed zero people.", True, id="zero"),
    pytest.param("The fire killed nobody.", FIRE, False, id="nobody"),
    pytest.param("The fire killed no one.", FIRE, False, id="no one"),
    pytest.param("The fire destroyed nothing.", "The fire destroyed the house.", False, id="nothing"),
    pytest.param("The fire killed no one in the house.", "The fire killed nobody in the house.", True, id="nobody is no one"),
    pytest.param("Nobody died in the fire.", "The people did not die in the fire.", True, id="denied in another form"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "source", "supported"), _COUNTED)
def test_counts_years_units_and_denying_objects_are_told_apart(sentence: str, source: str, supported: bool) -> None:
    assert (check(sentence, [source_of(evidence(source))]).verdict == "supported") is supported


def test_the_report_s_year_is_no_count_in_a_short_answer() -> None:
    verified = verify("2024 people\nThe storm killed 2024 people [1].", [evidence(MANY)])
    assert (verified.short, verified.text) == (None, "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The rebels attacked Al-Nayrab airport.", "Militias attacked Al-Nayrab airport, where rebels maintain outposts."),
        ("Al-Nayrab airport was attacked by the rebels.", "The rebels were attacked by Al-Nayrab airport."),
        ("The rebels also attacked Al-Nayrab airport.", "The rebels also defended Al-Nayrab airport."),
        ("Al-Nayrab airport is located east of Aleppo.", "Aleppo airport is located east of Al-Nayrab."),
    ],
)  # fmt: skip
def test_the_same_words_in_other_roles_are_worth_less(right: str, wrong: str) -> None:
    sources = [source_of(evidence(AIRPORT))]
    good, bad = check(right, sources), check(wrong, sources)
    assert good.verdict == "supported" and good.score > bad.score + 0.1


def test_a_passive_reads_like_its_active() -> None:
    passive, active = "The airport was attacked by the rebels.", "The rebels attacked the airport."
    assert [t.key for t in read(passive)] == [t.key for t in read(active)]


@pytest.mark.parametrize("classes", [["contradiction", "entailment", "neutral"], ["score"]], ids=["classes", "score"])
def test_an_nli_model_by_its_folder_has_its_say(tmp_path: Path, classes: list[str]) -> None:
    judge = judge_by_name(tiny_cross_encoder(tmp_path, classes))
    assert judge is not None
    (likely,) = judge.entailment([(AIRPORT, "The rebels attacked Al-Nayrab airport.")])
    assert 0 <= likely <= 1
    alone = check("The rebels attacked Al-Nayrab airport.", [source_of(evidence(AIRPORT))])
    both = check("The rebels attacked Al-Nayrab airport.", [source_of(evidence(AIRPORT))], judge=judge)
    assert min(alone.score, likely) - 0.2 < both.score < max(alone.score, likely) + 0.2 and both.score != alone.score
    invented = verify("so it is\nThe rebels attacked Damascus airport [1].", [evidence(AIRPORT)], judge)
    assert not invented.text  # no judge excuses an invented name


def test_an_nli_model_that_is_none_is_unavailable_when_it_is_asked(tmp_path: Path) -> None:
    assert judge_by_name("") is None
    for folder in (tmp_path / "missing", Path(tiny_cross_encoder(tmp_path, ["one", "two"]))):
        judge = judge_by_name(str(folder))
        assert judge is not None
        with pytest.raises(ModelUnavailable, match="NLI model"):
            judge.entailment([("The rebels attacked.", "The rebels attacked.")])


_SEEN = [
    # (written, source, its verdict must be "supported")
    ("Labour won the election in Wales.", "Labour lost the election in Wales.", False),
    ("US troops left the base in Kabul.", "French troops left the base in Kabul on Friday.", False),
    ("American troops left the base in Kabul.", "U.S. troops left the base in Kabul on Friday.", True),
    ("The WHO warned of a measles outbreak in Ohio.", "The CDC warned of a measles outbreak in Ohio.", False),
    ("AT&T bought the network from Dorn Media.", "Verizon bought the network from Dorn Media.", False),
    ("AT&T bought the network.", "AT&T bought the network from Dorn Media.", True),
    ("The patients were infected with hepatitis A.", "The patients were infected with hepatitis B.", False),
    ("Don Ferrell stars in the film.", "Will Ferrell stars in the film.", False),
    ("People fled when the dam broke.", "Residents fled when the dam broke.", None),
    ("Almost 600 firms applied for the grant.", "Nearly 600 firms applied for the grant.", True),
    ("The rain shut the airport in Dorn.", "The strike shut the airport in Dorn.", False),
    ("Kessel filed for bankruptcy in Texas.", "The takeover failed, and Kessel filed for bankruptcy in Texas.", True),
    ("The bank did not pay its staff.", "The bank failed to pay its staff.", True),
    ("The drug is sold in Canada.", "The drug is no longer sold in Canada.", False),
    ("Aid workers were killed in the raid.", "No foreign aid workers were killed in the raid.", False),
    ("Officials have opened the road again.", "There were no injuries and officials have opened the road again.", True),
    ("The strike lasted at least nine days.", "The strike lasted no longer than nine days.", False),
    ("The Foreign Office has responded.", "The Foreign Office has yet to respond.", False),
    ("The committee chose Bergen.", "The committee chose Oslo rather than Bergen.", False),
    ("Hundreds rallied for the pipeline in Dorn.", "Hundreds rallied against the pipeline in Dorn.", False),
    ("The school did not open.", "The school did not open until May.", False),
    ("The school opened in May.", "The school did not open until May.", True),
    ("Snow falls in Cairo.", "Snow rarely falls in Cairo.", False),
    ("Toyota has not recalled the vehicles.", "Neither Toyota nor Honda has recalled the vehicles.", None),
    ("The plane carried no passengers.", "The plane was not carrying any passengers.", True),
    ("The company closed its plant in Leeds.", "The company may close its plant in Leeds.", False),
    ("The state executed Webb on Friday.", "The state is set to execute Webb on Friday.", False),
    ("The plant was closed in Leeds.", "The plant may be closed in Leeds.", False),
    ("Cole stole $2 million.", "Cole was accused of stealing $2 million.", False),
    ("Cole stole $2 million.", "Prosecutors alleged that Cole stole $2 million.", False),
    ("Cole allegedly stole $2 million.", "Prosecutors alleged that Cole stole $2 million.", True),
    ("Ritter set fire to three warehouses.", "Ritter is alleged to have set fire to three warehouses.", False),
    ("Ritter is alleged to have set fire to three warehouses.", "Ritter is alleged to have set fire to three warehouses in Dorn.", True),
    ("Solgaard is to be bought by Harlan Foods.", "Harlan Foods said it would buy the firm Solgaard for 1.2 billion euros.", None),
    ("The toll climbed to 58.", "The toll climbed from 58 to 74.", False),
    ("The bank raised rates by 5.25%.", "The bank raised rates by a quarter point to 5.25%.", False),
    ("Thousands fled into Sudan.", "Thousands fled from Sudan into Chad.", False),
    ("All of the hostages were freed on Sunday.", "Some of the hostages were freed on Sunday.", False),
    ("Some of the hostages were freed on Sunday.", "All of the hostages were freed on Sunday.", True),
    ("Hungary backed the plan.", "Every state except Hungary backed the plan.", False),
    ("At least 300 migrants drowned off Mora.", "As many as 300 migrants drowned off Mora.", False),
    ("Police were attacked in Lyon on Monday.", "Police attacked protesters in Lyon on Monday.", False),
    ("Protesters were arrested in Lyon.", "Police said protesters arrested in Lyon were freed.", True),
    ("Chelsea lost to Leeds.", "Leeds beat Chelsea 2-1 at Elland Road.", None),
    ("120 people died in the flood.", "One hundred and twenty people died in the flood.", True),
    ("20 people died in the flood.", "One hundred and twenty people died in the flood.", False),
    ("500,000 people marched in Dorn.", "Half a million people marched in Dorn.", True),
    ("A million people marched in Dorn.", "Half a million people marched in Dorn.", False),
    ("It will cost $4 billion.", "Meta said that it will cost $4B over ten years.", True),
    ("It will cost $4.", "Meta said that it will cost $4B over ten years.", False),
    ("The fund will pay the farmers one billion euros.", "The fund will pay the farmers next year.", False),
    ("It will cost between $20 billion and $30 billion.", "It will cost between $20 and $30 billion.", True),
    ("The wall is 12 metres high.", "The wall is 12m high.", True),
    ("It was the third attack this year.", "It was the 3rd attack this year.", True),
    ("More than 10 percent of the ice was lost.", "Over a tenth of the ice was lost.", True),
    ("Lorries are banned from March 1.", "Lorries are banned from the first of March.", True),
    ("The fair runs from 10 October to 20 October.", "The fair runs from 10 to 20 October.", True),
    ("It was held on 12 March 2019.", "It was held on 2019-03-12 in Dorn.", True),
    ("Oslo's shares dropped 3 percent.", "Oslo's shares fell 3 percent.", True),
    ("The whales were stranded in Tasmania.", "The whales were stranded on a Tasmanian beach.", True),
]  # fmt: skip


@pytest.mark.parametrize(("written", "source", "supported"), _SEEN)
def test_what_a_sentence_says_is_told_from_what_is_like_it(written: str, source: str, supported: bool | None) -> None:
    """supported: None where a model may word it in its own way, and must not lose it."""
    verdict = check(written, [source_of(evidence(source))]).verdict
    assert verdict != "not found" if supported is None else (verdict == "supported") is supported


def test_a_day_of_its_own_leaves_a_report_s_day_out() -> None:
    on_monday = replace(
        evidence("The mayor resigned on Monday."), published=1_732_806_540
    )  # Thursday, 28 November 2024
    assert check("The mayor resigned on 28 November 2024.", [source_of(on_monday)]).verdict == "not found"
    assert check("The mayor resigned on 25 November 2024.", [source_of(on_monday)]).verdict == "supported"
    assert check("The mayor resigned in November 2024.", [source_of(on_monday)]).verdict == "supported"


def test_no_draft_is_too_odd_to_be_read() -> None:
    assert read("He \x000\x00 said.") and read("The dog was bitten by the cat and " * 1200)
