"""What is read off a question: the kind of answer wanted, its names, and the words it insists on."""

from __future__ import annotations

import pytest

from index import stem
from qa.question.parts import asks_two, besides, how_many, items, parts, short_of, tells_of_others
from qa.question.wants import Wanted, names, required_stems, spoken_stems, things_counted, wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people were hurt?", "number"),
        ("how much did the bridge cost?", "number"),
        ("How old is the mayor?", "number"),
        ("What percentage of voters agreed?", "number"),
        ("Which US state banned it?", "where"),
        ("The president of which African country travelled to China?", "where"),
        ("Which New York City mayor resigned?", "thing"),
        ("Which team beat Man City in the final?", "thing"),
        ("Which Islamic State leader was killed?", "thing"),
        ("What caused New York City to flood?", "why"),
        ("Which was the year when the wall fell?", "when"),
        ("It was found in which other major city?", "where"),
        ("Which app of state media was blocked?", "thing"),
        ("Which Dorn State University alumnus won?", "thing"),
        ("Which actor was shocked when the bridge fell?", "who"),
        ("Which singer ended a tour in Dorn, where it had begun?", "thing"),
        ("The probe of which agency lands when?", "when"),
        ("In Dorn, how many people were hurt?", "number"),
        ("What did the hospital pay?", "number"),
        ("What has the bridge cost so far?", "number"),
        ("What did the hospital pay for?", "thing"),
        ("When was it opened?", "when"),
        ("In which year did the tunnel open?", "when"),
        ("On what day did the tram leave the rails?", "when"),
        ("In which months is the museum open?", "when"),
        # The noun says it, as one types for a search
        ("What is the price of a barrel?", "number"),
        ("What's the estimated cost?", "number"),
        ("magnitude of the 2011 earthquake", "number"),
        ("launch date of the probe", "when"),
        ("Deadline for free prescriptions after the storm?", "when"),
        ("main reason for the strike", "why"),
        ("venue of the final", "where"),
        ("What is the cost cutter called?", "thing"),
        ("The number of drinkers of which beer has risen?", "thing"),
        ("What was the reasoning of the judge?", "thing"),
        ("Who met the number of the beast?", "who"),
        ("Where is the museum of clocks?", "where"),
        ("Which city holds the festival?", "where"),
        ("Who attacked the airport?", "who"),
        ("Whose clock was it?", "who"),
        ("what was the name of the woman found dead in Dorn", "who"),
        ("What is the name of the ship?", "thing"),
        ("By whom was it built?", "who"),
        ("Which official resigned?", "who"),
        ("Why did the workers strike?", "why"),
        ("What caused the crane to fall?", "why"),
        ("How come the crane fell?", "why"),
        ("What led the rebels to attack?", "why"),
        ("whats the reason australians get less iodine?", "why"),
        ("What made the hackers go after the website?", "why"),
        ("Over what did the mayor resign?", "why"),
        ("Because of what did the museum close?", "why"),
        ("What is behind the rise in prices?", "why"),
        ("What was the team docked a point for in the final?", "why"),
        ("What was the mayor arrested for?", "why"),
        ("What did the museum, a small one, do to be fined?", "why"),
        ("What inspired the song?", "why"),
        ("What started the fire at the hotel?", "why"),
        ("What started in May?", "thing"),
        ("What did the court do to get the documents?", "thing"),
        ("What is behind closed doors?", "thing"),
        ("Over what distance did he run?", "number"),
        ("What is the fund for?", "thing"),
        ("What made headlines in May?", "thing"),
        ("Which company led the round?", "thing"),
        ("How did the ants recover?", "how"),
        ("Did the ants recover?", "yes or no"),
        ("Was anyone hurt?", "yes or no"),
        ("which airport was attacked?", "thing"),
        ("What did the minister say?", "thing"),
        ("casualties?", "thing"),
        ("", "thing"),
        ("What did the minister say when the bridge was closed?", "thing"),
        ("Which bridge will be closed when it rains?", "thing"),
        ("How much did it cost when it rained?", "number"),
        # the first question word decides
        ("Who said when the bridge would open?", "who"),
        ("When did the man who built it die?", "when"),
        ("Why did nobody say how many were hurt?", "why"),
    ],
)
def test_the_kind_of_answer_is_read_off_the_question(question: str, kind: Wanted) -> None:
    assert wanted(question) == kind
    assert wanted(f"  {question.upper()} ") == kind


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("who attacked Al-Nayrab airport?", ["Al-Nayrab"]),
        ("Who is Tina McKenzie?", ["Tina McKenzie"]),
        ("When did New Zealand and Peru sign?", ["New Zealand", "Peru"]),
        ("What is Mongolia’s capital?", ["Mongolia"]),
        ("What is Mongolia's capital?", ["Mongolia"]),
        ("In Dorn, how many people were hurt?", ["Dorn"]),
        ("Is Obama in Havana?", ["Obama", "Havana"]),
        ("Sandoval said what?", ["Sandoval"]),
        ("Did O’Brien resign?", ["O’Brien"]),
        ("Which airport was attacked?", []),
        ("which airport was attacked?", []),
        ("“Who was it?”", []),
        ("Did I win?", []),
        ("", []),
        # what only opens a sentence, or answers what was said before
        ("Really? What did Sandoval’ve done?", ["Sandoval"]),
        ("I’d like to know: who is Obama?", ["Obama"]),
        ("Great. Britain lost?", ["Britain"]),
        ("Great Britain lost?", ["Great Britain"]),
        ("It burned. How is Dorn?", ["Dorn"]),
        # what a statement opens with, and what is called so
        ("Legendary coach Mike Leach died where?", ["Mike Leach"]),
        ("Despite Sandoval’s veto, due to what was Dorn flooded?", ["Sandoval", "Dorn"]),
        ("Scientists in Dorn found what?", ["Dorn"]),
        ("First came whom?", []),
        ("New iPhone costs what?", ["New iPhone"]),
        ("Who founded wikiHow?", ["wikiHow"]),
        ("How many kWh does the Dorn plant make at 50 kHz?", ["Dorn"]),
        ("Which mRNA vaccine costs more?", ["RNA"]),
        ("First Republic was bought by whom?", ["First Republic"]),
        ("New York banned what?", ["New York"]),
        # initials
        ("Why did R. Kelly stay away from Robert F. Kennedy Jr.?", ["R. Kelly", "Robert F. Kennedy Jr"]),
        ("What did J.K. Rowling and J. R. R. Tolkien write?", ["J.K. Rowling", "J. R. R. Tolkien"]),
        ("Did D.C. Mayor Bowser resign?", ["D.C", "Mayor Bowser"]),
        ("Who left the U.S. Biden did.", ["U.S", "Biden"]),
    ],
)
def test_names_are_runs_of_capitals(question: str, found: list[str]) -> None:
    assert names(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "What did Ida Moss, the mayor of Dorn, say of the bridge when she resigned?",
        "What was the first film that Ida Moss, who made two, directed?",
    ],
)
def test_what_is_said_by_the_way_asks_for_nothing(question: str) -> None:
    assert wanted(question) == "thing"


@pytest.mark.parametrize("question", ["What did the U.S. send?", "What did the U.S send?"])
def test_an_abbreviation_is_a_name(question: str) -> None:
    assert [name.rstrip(".") for name in names(question)] == ["U.S"]


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("who attacked Al-Nayrab airport?", ["nayrab"], ["airport", "attack"]),
        ("Who won the 2022 World Cup in Qatar?", ["2022", "world", "cup", "qatar"], ["won"]),
        ("Did the fund pay $4,348,000 in 2019?", ["4348000", "2019"], ["fund"]),
        ("How many people in the United States or the USA are ill?", [], ["united", "state", "usa"]),
        ("which airport was attacked?", [], ["airport"]),
        # a number inside a name is no number of its own
        ("What does HC3 stand for?", ["hc3"], ["3"]),
        ("who tested the covid-19 vaccine?", [], ["19"]),
        ("How many seats has the A320 that HC3 bought for $12 million in 2019?", ["12", "2019"], ["320", "20", "3"]),
    ],
)
def test_names_and_numbers_are_insisted_on(question: str, holds: list[str], lacks: list[str]) -> None:
    required = required_stems(question)
    assert {stem(w) for w in holds} <= required
    assert not {stem(w) for w in lacks} & required


def test_nothing_is_insisted_on_by_a_question_without_names() -> None:
    assert required_stems("which airport was attacked?") == set()
    assert required_stems("How many in the United Kingdom and in Saudi Arabia?") == {"saudi", "arabia"}
    assert required_stems("Who reached the Kingdom of Dorn?") == {"kingdom", "dorn"}
    assert required_stems("Who told TV that the CEO of Kessel had left?") == {"kessel"}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Where did the 5.6 magnitude quake hit?", "A quake of magnitude 5.6 hit Dorn."),
        ("When was the $280bn claim filed?", "The claim for $280bn (£155bn) was filed in 1999."),
        ("When was the $280bn claim filed?", "The claim for $280 billion was filed in 1999."),
        ("Who sold 1,500 boats?", "Kessel sold 1,200-1,500 boats."),
        ("Where was the quake of 5.6?", "A magnitude-5.6 quake hit Dorn."),
        ("Who ran the 1,500m?", "Ann Reed ran the 1500m."),
        ("Who ran the 1500 metres?", "Ann Reed ran the 1,500 metres."),
        ("Who paid 2.5 per cent?", "It was 2.5%, says Ann Reed."),
    ],
)
def test_a_text_speaks_of_the_numbers_that_it_has(question: str, text: str) -> None:
    assert required_stems(question) and required_stems(question) <= spoken_stems(text)


def test_a_text_does_not_speak_of_other_numbers() -> None:
    assert not required_stems("Where did the 5.6 magnitude quake hit?") & spoken_stems(
        "Quakes of 5 and 6, 15.6 and 5.61 hit Dorn."
    )


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "How many people were hurt in Dorn and how many in Port Maren?",
            "How many people were hurt in Dorn?",
            "How many people were hurt in Port Maren?",
        ),
        ("Who opened the bridge in Lindau, and who designed it?", "Who opened the bridge in Lindau?", "Who designed it (Lindau)?"),
        ("When did Obama visit Havana and when did Bush visit Rome?", "When did Obama visit Havana?", "When did Bush visit Rome?"),
        ("How many people died in Hurricane Ida and Hurricane Ike each?", "How many people died in Hurricane Ida?", "How many people died in Hurricane Ike?"),
        ("Who was named mayor in Dorn, and who as her deputy that May?", "Who was named mayor in Dorn?", "Who was named mayor as her deputy that May?"),
        ("How many people died in Dorn, and how many at least when the crane fell?", "How many people died in Dorn?", "How many people died at least when the crane fell?"),
        ("From which date did the ban hold in Dorn, and from which in Lindau?", "From which date did the ban hold in Dorn?", "From which date did the ban hold in Lindau?"),
        ("How much did Okafor give Lena Fisk and how much Ida Moss for their songs?", "How much did Okafor give Lena Fisk?", "How much did Okafor give Ida Moss for their songs?"),
        ("How many seats did Labour win and how many the Reds?", "How many seats did Labour win?", "How many seats did the Reds win?"),
        ("How many medals did Dorn win in 2018 and how many Lindau?", "How many medals did Dorn win in 2018?", "How many medals did Lindau win in 2018?"),
        ("How many seats did Moss win in Dorn and how many Lindau?", "How many seats did Moss win in Dorn?", "How many seats did Moss win in Lindau?"),
        ("How many goals did Moss score against Dorn and how many Fisk?", "How many goals did Moss score against Dorn?", "How many goals did Fisk score against Dorn?"),
        ("How much did Tarn pay for Lake in 2014 and how much Moor in 2013?", "How much did Tarn pay for Lake in 2014?", "How much did Moor pay for Lake in 2013?"),
        ("When and where the tram left the rails?", "When the tram left the rails?", "Where the tram left the rails?"),
        ("How many people live in Dorn, and how many did in 1776?", "How many people live in Dorn?", "How many people live in 1776?"),
        ("What was the deadline after Hurricane Ida, and after Typhoon Yutu?", "What was the deadline after Hurricane Ida?", "What was the deadline after Typhoon Yutu?"),
        ("Name the coaches of Panama and Tunisia in 2018.", "Name the coach of Panama in 2018?", "Name the coach of Tunisia in 2018?"),
        ("Which were the cities of Dorn and Lindau called?", "Which was the city of Dorn called?", "Which was the city of Lindau called?"),
        ("What did the bank's rival Dorn Trust and Lindau Savings each pay?", "What did the bank's rival Dorn Trust pay?", "What did Lindau Savings pay?"),
        ("How much did the firms Anthem and Fresenius each pay?", "How much did the firms Anthem pay?", "How much did the firms Fresenius pay?"),
        ("How many died and how many were hurt in the Dorn tram accident?", "How many died in the Dorn tram accident?", "How many were hurt in the Dorn tram accident?"),
        ("Who died and how many were hurt when the crane fell?", "Who died when the crane fell?", "How many were hurt when the crane fell?"),
        ("Who was arrested, and how many were hurt in Dorn?", "Who was arrested?", "How many were hurt in Dorn?"),
        ("Which airport was attacked and how many were hurt in the Dorn tram accident?", "Which airport was attacked?", "How many were hurt in the Dorn tram accident?"),
        ("Who will be chairman and who will be chief executive of the firm made of Dorn and Tarn?", "Who will be chairman of the firm made of Dorn and Tarn?", "Who will be chief executive of the firm made of Dorn and Tarn?"),
        ("Who is the chairman of it and who is the secretary of the union?", "Who is the chairman of it?", "Who is the secretary of the union?"),
        ("Who was arrested and who was the chief of police?", "Who was arrested?", "Who was the chief of police?"),
        ("Who was arrested and what is the name of the bridge?", "Who was arrested?", "What is the name of the bridge?"),
        ("How many died and how many in Dorn?", "How many died?", "How many in Dorn?"),
        ("Who told the court that Gloria cried, and who defended Molomby?", "Who told the court that Gloria cried?", "Who defended Molomby?"),
    ],
)  # fmt: skip
def test_a_question_that_asks_two_things_is_taken_apart(question: str, first: str, second: str) -> None:
    assert parts(question)[0] == (first, second)


@pytest.mark.parametrize(
    "question",
    ["which airport was attacked?", "Who are Obama and Bush?", "What did the mayor open and close?", "", "and why?",
     "What did he say in Paris, London, and in Rome?", "Who were the founders of the shop?",
     "When and how many people died in Dorn?",
     "Who is the man who founded the bank, and whose case is before the court?", "How many men and women were hurt?", "Which airport and harbour were attacked?"],
)  # fmt: skip
def test_a_question_that_asks_one_thing_is_left_whole(question: str) -> None:
    assert parts(question)[0] == ()


@pytest.mark.parametrize(
    ("question", "may"),
    [
        ("Name the coaches of Panama and Tunisia.", True),
        ("In which buildings did the summit and the opening take place?", True),
        ("where do the shuttles enterprise and atlantis end up?", True),
        ("Who remarked that the crane fell late, and who told them so?", True),
        ("How much did Anthem and Fresenius pay?", True),
        ("which airport was attacked?", False),
        ("Who is the man who founded the bank, and whose case is before the court?", False),
        ("Did Dorn win and Lindau lose?", False),
        ("How many miles lie between Dorn and Lindau?", False),
    ],
)
def test_a_model_is_asked_whether_a_question_that_joins_asks_two_things(question: str, may: bool) -> None:
    assert asks_two(question) is may


@pytest.mark.parametrize(
    ("question", "many"),
    [
        ("Which two drug makers cut their prices?", 2), ("Name the three towns that flooded.", 3), ("What 4 bridges fell?", 4),
        ("Who scored the goals in Dorn?", 2), ("Who won the prizes?", 1), ("Who got the most votes?", 1), ("Who attacked the United States?", 1), ("Who won both medals?", 2), ("which airport was attacked?", 1),
        ("According to The Verge, which two makers merged?", 2), ("In which two towns did it rain?", 2), ("Name two people in it.", 2),
        ("Which two-time Oscar winner died?", 1), ("Which 3,000-year-old tomb was opened?", 1), ("What three-letter agency was it?", 1),
        ("Which 2.5-ton truck was it?", 1), ("Which two of the makers merged?", 2), ("Please name two drug makers.", 2),
        ("Who attacked the airport?", 1), ("How many of the two were hurt?", 1), ("Who are the rebels?", 1),
    ],
)  # fmt: skip
def test_a_question_may_want_more_than_one_answer(question: str, many: int) -> None:
    assert how_many(question)[0] == many


@pytest.mark.parametrize(
    ("question", "answer", "fewer"),
    [
        ("Which two drug makers cut their prices?", "Merck and others", ("one", "two")),
        ("Name the three towns that flooded.", "Dorn, Lindau", ("two", "three")),
        ("Name the 4 towns that flooded.", "Dorn", ("one", "four")),
        ("Which two drug makers cut their prices?", "Merck and Pfizer", None),
        ("Which two drug makers cut their prices?", "Merck & Pfizer", None),
        ("Which two drug makers cut their prices?", "both of them", None),
        ("Which two men owned the mill?", "the Koch Brothers", None),
        ("Which two people own the mill?", "the couple", None),
        ("In which two towns did it rain?", "Dorn", ("one", "two")),
        ("Who owns the mill, which two years ago went bankrupt?", "Moss", None),
        ("Who won the match in which two players were sent off?", "Dorn", None),
        ("Which two times champion died?", "Moss", None),
        ("Which 3 Doors Down singer died?", "Moss", None),
        ("Which 4 July parade was called off?", "that of Dorn", None),
        ("Who scored the goals in Dorn?", "Moss", None),  # it may have been all of them
        ("which airport was attacked?", "Al-Nayrab", None),
    ],
)
def test_fewer_answers_than_a_question_counts_up_to(question: str, answer: str, fewer: tuple[str, str] | None) -> None:
    assert short_of(question, answer) == fewer


def test_what_is_known_is_named_when_more_is_asked_for() -> None:
    known = items(["Merck and others", "Fisk, Moss, and Reed"])
    assert known == ("Merck", "Fisk", "Moss", "Reed")
    assert (
        besides("Which two drug makers cut prices?", known[:1]) == "Besides Merck, which other drug makers cut prices?"
    )
    assert besides("Who scored the goals?", ["Fisk", "Moss"]) == "Besides Fisk, Moss, who scored the goals?"


FRANCE, SPAIN = "How many were hurt in France?", "How many were hurt in Spain?"
STRONG, WEAK = "How many were hurt in the 5.6 quake?", "How many were hurt in the 4.9 quake?"


@pytest.mark.parametrize(
    ("question", "others", "title", "text", "of_others"),
    [
        (FRANCE, [SPAIN], "A storm", "In Spain nine were hurt.", True),
        (FRANCE, [SPAIN], "A storm", "In France nine were hurt.", False),
        (FRANCE, [SPAIN], "A storm", "Nine were hurt in France and two in Spain.", False),
        (FRANCE, [SPAIN], "A storm in France", "It came from Spain and hurt nine.", False),
        (FRANCE, [SPAIN], "A storm", "Nine were hurt.", False),
        (FRANCE, [SPAIN], "A storm", "Collectively the two counted nine.", True),
        (FRANCE, [], "A storm", "In Spain nine were hurt.", False),
        (FRANCE, ["How many died in France?"], "A storm", "In Spain nine were hurt.", False),
        (FRANCE, ["How many died?"], "A storm", "Collectively nine were hurt.", False),
        (FRANCE, [SPAIN, "How many were hurt in Italy?"], "A storm", "In Italy nine were hurt.", True),
        (FRANCE, [SPAIN], "A storm", "Nine French were hurt, fewer than in Spain.", False),
        (FRANCE, [SPAIN], "A storm", "In combined towns of France nine were hurt.", False),
        (STRONG, [WEAK], "A quake", "Nine were hurt in the 4.9 quake.", True),
        (STRONG, [WEAK], "A quake", "Nine were hurt in the 5.6 quake.", False),
        ("When did Tim Cook join?", ["Who is the CEO of Apple?"], "Heads", "He joined Apple in March 1998.", False),
        (
            "Who leads Microsoft?",
            ["Who leads Apple?"],
            "Heads",
            "Satya Nadella: his firm jointly won with others.",
            False,
        ),
    ],
)
def test_a_sentence_that_tells_of_other_parts(
    question: str, others: list[str], title: str, text: str, of_others: bool
) -> None:
    assert tells_of_others(question, others, title, text) == of_others


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How many working days do they have?", ("working", "days")),
        ("How many of the 181 people on board died?", ("people",)),
        ("For how many more years must the three doctors be watched?", ("years",)),
        ("How many seats did Labour win?", ("seats",)),
        ("How many were hurt when the ferries collided?", ()),
        ("How many died?", ()),
        ("How much did the ferries cost?", ()),
    ],
)
def test_what_is_counted_is_the_noun_behind_how_many(question: str, things: tuple[str, ...]) -> None:
    assert things_counted(question) == tuple(map(stem, things))
