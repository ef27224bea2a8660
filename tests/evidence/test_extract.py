"""The extractive engine: which sentences are quoted, verbatim, and which phrase in them answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from index import Evidence
from qa.evidence.extract import best_first, extract, fits, short_answer, together
from qa.facts.phrases import names_of
from qa.records import Answer

REPORT = int(datetime(2024, 11, 28, 15, 9, tzinfo=UTC).timestamp())  # a Thursday
AIRPORT = (
    "The rebels also attacked Al-Nayrab airport, located east of Aleppo, where pro-Iranian militias maintain outposts."
)


def evidence(
    text: str, score: float = 1.0, article: str = "a", published: int | None = REPORT, start: int = 0
) -> Evidence:
    return Evidence(
        article, "v1", "Title", "Post", published, None, "p1", start, start + len(text), text, score
    )  # fmt: skip


def _quote(question: str, found: list[Evidence], together: tuple[str, ...] = ()) -> Answer:
    return extract(question, best_first(question, found, together), max(1, len(together)))


@pytest.mark.parametrize(
    ("question", "sentence", "phrases"),
    [
        ("which airport was attacked?", AIRPORT, ["Al-Nayrab airport"]),
        ("who attacked Al-Nayrab airport?", AIRPORT, ["The rebels"]),
        ("Who coached Panama?", "After the match, Hernan Dario Gomez, Panama coach, said this.", ["Hernan Dario Gomez"]),
        ("Who opened the bridge?", "Mayor Ruth Okafor opened the bridge on Friday.", ["Mayor Ruth Okafor", "Ruth Okafor"]),
        ("Where is the museum of clocks?", "The museum of clocks stands in Lindau.", ["Lindau"]),
        ("What share of voters agreed?", "Some 61 percent of voters agreed.", ["Some 61 percent", "61 percent", "Some 61 percent of voters"]),
        ("When was the bridge opened?", "The bridge was opened on 3 May 2019 by the mayor.", ["3 May 2019"]),
        ("When was the bridge opened?", "The bridge was opened on May 3, 2019 by the mayor.", ["May 3, 2019"]),
        ("When was the airport attacked?", "The airport was attacked on Wednesday.", ["on Wednesday (27 November 2024)"]),
        ("When was the airport attacked?", "Yesterday the airport was attacked yesterday.", ["yesterday (27 November 2024)", "Yesterday (27 November 2024)"]),
        ("Why did they strike?", "They struck because the company had cut their bonus.", ["because the company had cut their bonus"]),
        ("Why was it closed?", "It was closed due to a storm in the night.", ["due to a storm in the night"]),
    ],
)  # fmt: skip
def test_the_phrase_of_the_wanted_kind_is_found(question: str, sentence: str, phrases: list[str]) -> None:
    assert short_answer(question, evidence(sentence)) in phrases


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        ("How many passengers were hurt?", "Two ferries collided, and 31 passengers were hurt.", "31 passengers"),
        ("How many people were hurt?", "Nine people were hurt when a tram left the rails.", "Nine people"),
        ("How many people were killed?", "The crash killed 179 of the 181 people on board.", "179 of the 181 people"),
        ("How many seats did Labour win?", "Labour won 412 of 650 seats.", "412 of 650 seats"),
        ("How many passengers survived?", "Only two out of 181 passengers survived.", "two out of 181 passengers"),
        ("How much did the work cost?", "Work on the bridge took four years and cost $12 million.", "$12 million"),
        ("How much must Northrop pay?", "Northrop must pay 31 mln dlrs to a company in Dorn.", "31 mln dlrs"),
        ("How big a share does Perrodo get?", "Perrodo takes a 51 pct stake.", "51 pct stake"),
    ],
)
def test_a_number_is_found_with_what_it_counts(question: str, sentence: str, phrase: str) -> None:
    assert short_answer(question, evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        ("How many years must the three doctors be watched?", "The three doctors own four clinics.", None),
        ("How many years must the three doctors be watched?", "The three doctors are watched for two years.", "two years"),
        ("How many working days do pupils have to answer?", "It must be back within twenty working days.", "twenty working days"),
        ("How many days do pupils have to answer?", "The 700 pupils have twenty working days.", "twenty working days"),
        ("How many days do pupils have to answer?", "Over 700 pupils were asked.", None),
        ("How many hours did the crew work?", "The crew of 12 people had a 48-hour shift.", "48-hour"),
        ("How many miles is the road?", "The road is 90 kilometres long and has 3 bridges.", "90 kilometres"),
        ("How many refugees were on the 2 ferries?", "The two ferries carried 3,000 Afghan refugees.", "3,000 Afghan refugees"),
        ("How many pupils did the three teachers take along?", "The three teachers took 40 along.", None),
        ("How many people were killed?", "A storm killed 107 and hurt 238.", "107"),
        ("How many people were killed?", "In the storm 107 were killed in 2 hours.", None),
        ("How many second doses were given?", "In May 500 second doses were given to 3 men.", "500 second doses"),
        ("How many were hurt in the two ferries?", "The 2 ferries were old, 31 hurt people said.", "31 hurt"),
    ],
)  # fmt: skip
def test_a_number_counts_what_stands_behind_how_many(question: str, sentence: str, phrase: str | None) -> None:
    assert short_answer(question, evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        ("When was the bridge closed?", "Yesterday the bridge was closed, after it was built in 2019.", "Yesterday (27 November 2024)"),
        ("When was the bridge closed?", "Today the bridge was closed.", "Today (28 November 2024)"),
        ("When was the bridge closed?", "MORA — Today the bridge was closed.", "Today (28 November 2024)"),
        ("When was the bridge closed?", "Last week the bridge was closed.", "Last week"),
        ("When was the bridge closed?", "Last Monday the bridge was closed.", "Last Monday (25 November 2024)"),
        ("When was the bridge closed?", "It was closed yesterday afternoon.", "yesterday (27 November 2024)"),
        ("When was the bridge closed?", "It was closed late on Monday night.", "on Monday (25 November 2024)"),
        ("When was the bridge closed?", "The bridge was closed, USA Today says.", "28 November 2024 (date of the report)"),
    ],
)  # fmt: skip
def test_relative_days_count_at_the_opening_of_a_sentence_too(question: str, sentence: str, phrase: str) -> None:
    assert short_answer(question, evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        ("How much did Touchstone pay?", "Touchstone agreed to pay $3000000 to the Office.", "$3000000"),
        ("How much did Filefax pay?", "It agreed to pay $ 100000 out of the estate.", "$ 100000"),
        ("How much did the flag cost?", "The flag was had at a cost of NZ$26 million.", "NZ$26 million"),
        ("How much did it cost?", "It cost $2.5 million after the repairs.", "$2.5 million"),
        ("How much will Elusys be paid?", "Elusys gets $25.2 million from the government.", "$25.2 million"),
        ("What percentage is online?", "Descriptions of 19% of our holdings are online.", "19%"),
        ("What share was paid?", "About 19 percent within weeks was paid.", "About 19 percent"),
        ("What share of voters came?", "Some 58% of voters came.", "Some 58% of voters"),
    ],
)
def test_a_number_does_not_end_on_a_word_that_leads_on(question: str, sentence: str, phrase: str) -> None:
    assert short_answer(question, evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("The clinic closed because its U.S. owner, Dr. Reed, had left.", "because its U.S. owner, Dr. Reed, had left"),
        ("It was closed after talks with Dr. Ann Reed failed. It rained.", "after talks with Dr. Ann Reed failed"),
        ("It was closed because of a law of the U.S.", "because of a law of the U.S."),
        ("Because of the storm, the airport was closed.", "Because of the storm"),
        ("After a storm it was closed because the roof leaked.", "because the roof leaked"),
        ("It was closed to save money.", "to save money"),
        ("It was closed to be sold.", "to be sold"),
        ("Anthem agreed to pay $16 million to the U.S. Department of Health.", None),
        ("It was closed to the public.", None),
        ("It led to the capture of at least 10 areas.", None),
        ("It came close to doing something good.", None),
        ("It was the first since March 2020 of its kind.", None),
        ("It was closed after.", None),
        ("It closed because " + "of rain, and more of it, " * 9 + "fell.", "because " + ", ".join(["of rain", *["and more of it, of rain"] * 5, "and more of it"])),
        ("It closed because " + "it rained and " * 20 + "snowed.", "because " + "it rained and " * 10 + "it rained …"),
    ],
)  # fmt: skip
def test_a_reason_is_a_clause_up_to_the_end_of_its_sentence(sentence: str, phrase: str | None) -> None:
    assert short_answer("Why was it so?", evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        ("Who led the operation?", "The operation was led by groups such as Hayat Tahrir al-Sham, which is big.", "Hayat Tahrir al-Sham"),
        ("Who is the president?", "Areas were held by Syrian President Bashar al-Assad until then.", "Syrian President Bashar al-Assad"),
        ("Who was caught?", "There Osama bin Laden was caught.", "Osama bin Laden"),
        ("Who was hired?", "In Mora, Harry S. Truman was hired.", "Harry S. Truman"),
        ("Who is the director?", "Under Dr. Anne Reed’s lead, the director is free.", None),
        ("Who replaced Reed?", "Ida Fisk follows Dr. Reed.", None),
        ("Whose idea was it?", "The idea was Brenda Fitzgerald’s.", "Brenda Fitzgerald"),
        ("Who is Alireza Mehraban?", "According to the coach, Alireza Mehraban, the Afghan robot scored.", None),
        ("What was the turnout?", "The election was held on Sunday, with a turnout of 58%.", None),
        ("Who was arrested?", "Tedeschi was arrested by the Elm Police.", "Tedeschi"),
        ("Who leads the effort?", "Parker will lead the effort.", "Parker"),
        ("Who will lead the office?", "It was said that James Parker will serve in the office under Alex Azar.", "James Parker"),
        ("Who found the document?", "A man in Ottawa found it and told Ida Fisk.", None),
        ("Who found the document?", "A man in Ottawa found it.", None),
        ("Who rejected the plan?", "A plan for 30 Dorn refugees was reportedly rejected by Prime Minister Boris Moss over fears.", "Prime Minister Boris Moss"),
        ("Who wrote Blown Away?", "Montalvo held the book Blown Away, written last year by Marc Fisk.", "Marc Fisk"),
        ("Who founded the Elm Cup?", "The Elm Cup (For Science and Art) was founded by Dean Fisk to teach.", "Dean Fisk"),
        ("Who founded the Elm Cup?", "The Elm Cup was founded by the Red Cross.", "the Red Cross"),
        ("Who founded the club?", "Ida Fisk found the club that Ann Reed founded.", "Ann Reed"),
        ("Who opened the bridge?", "The bridge was opened by Friday, said Ida Fisk.", None),
        ("Who met him at Elm Court?", "Co-founder of Elm Court, Sergey Fisk, personally met with Mohamed there.", "Sergey Fisk"),
        ("Who met him at Elm Court?", "Sergey Fisk, co-founder of Elm Court, met Mohamed.", "Sergey Fisk"),
        ("Who opened the bridge?", "Mayor Ann Reed officially opened the bridge.", "Mayor Ann Reed"),
        ("Who opened the bridge?", "The Moss family opened the bridge.", "The Moss family"),
        ("Who led the race?", "Ann Reed led the race by 3 points.", "Ann Reed"),
        ("Who closed the hall?", "The Elm Rink was closed after Ida Fisk closed the hall.", "Ida Fisk"),
        ("Who chairs it, and who the panel?", "According to the plan, Ida Fisk chairs.", "Ida Fisk"),
    ],
)  # fmt: skip
def test_a_name_is_told_where_the_sentence_says_that_it_is_the_one(
    question: str, sentence: str, phrase: str | None
) -> None:
    assert short_answer(question, evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence", "phrase"),
    [
        # Who did it stands before the verb, or behind "by"; another name of the sentence is none.
        ("Who opened the bridge?", "The bridge near Elm Court was opened, and Ida Fisk sang.", None),
        ("Who coined the word dorning?", "The word comes from dorning, coined in Ida Fisk’s column.", None),
        ("Who coined the word dorning?", "It took up a neologism coined in Ida Fisk’s column.", None),
        ("Who attacked the site?", "A denial-of-service attack had hit the site of Elm Court.", None),
        ("Who attacked the site?", "The site was attacked by hackers on Friday.", "hackers"),
        ("Who found the purse?", "The purse was found by a passerby.", "a passerby"),
        ("Who banned the rite?", "The rite was banned from public worship at holy sites by the Dorn Council.", "the Dorn Council"),
        ("Who closed the hall?", "The hall was closed after the bridge was opened by Ida Fisk.", None),
        ("Who founded the order?", "They work for the order founded by science fiction writer L. Ron Moss.", "L. Ron Moss"),
        ("Who founded the firm?", "Ida Lund-Fisk co-founded the firm.", "Ida Lund-Fisk"),
        ("Who founded the firm?", "The 31-year-old co-founded the firm.", None),
        ("Who won the cup?", "Ann Reed won the cup.", "Ann Reed"),
        ("Who won the silver medal?", "The Mora side won the contest, with the silver medal going to Dorn.", None),
        ("Who scored the first goal?", "Then Ann Reed scored a third goal.", None),
        ("Who denied them visas?", "They were twice denied visas in Dorn.", None),
        ("Who announced her leave?", "It spoke of Rail and Road Commissioner Ann Reed who announced her leave.", "Rail and Road Commissioner Ann Reed"),
        ("Who coaches the side?", "The national team coaching ranks of Dorn are thin.", None),
        ("Who defeated Dorn?", "The year of Dorn ended with another series defeat.", None),
        # … or is called by the noun for it.
        ("Who published the study?", "Mora was excluded from the study - where iodine is in the bread.", None),
        ("Who coaches the side?", "According to the side’s coach, Ann Reed, it was late.", "Ann Reed"),
        ("Who directs the study?", "Professor Ann Reed, Director of the study, and Chairman of the Moss Centre, said so.", "Professor Ann Reed"),
        ("Who illustrated the book?", "She came with illustrator Ida Fisk.", "Ida Fisk"),
        ("Who runs the project?", "Ann Reed is the director of the project.", "Ann Reed"),
        ("Who leads the army?", "General Ida Fisk, spokesman for the army, was there.", None),
        ("Who leads the office?", "It is a win for President Moss and the office.", None),
        ("Who manages the side?", "The next of the interim managers Ida Fisk and Ann Reed is due.", None),
        # What somebody is stands to his name.
        ("Who is the director of the Elm Authority?", "A crane fell on Mora Court, the Elm Authority said.", None),
        ("Who is the director of the Elm Authority?", "Elm Authority director General Sul al-Amr said so.", "General Sul al-Amr"),
        ("Who is the president of Dorn?", "In Dorn they heard US President Ida Moss.", None),
        ("Who is the president?", "There stood Vice President Ida Moss.", None),
        ("Who is the prime minister of Dorn?", "Dorn’s Prime Minister Ida Moss left.", "Prime Minister Ida Moss"),
        ("Who is the prime minister of Dorn?", "Dorn’s Interior Minister Ida Moss left.", None),
        ("Who is the minister of Canada?", "The Canadian papers asked Minister Ida Moss.", "Minister Ida Moss"),
        # To whom it was done
        ("Who was named adviser?", "On Monday Secretary Ida Moss said that Ann Reed was named adviser.", "Ann Reed"),
        ("Who was named adviser?", "Secretary Ida Moss named Ann Reed adviser.", "Ann Reed"),
        ("Who was named adviser?", "Secretary Ida Moss said who the adviser is.", None),
        ("Who was invited?", "It led to help from Elm and Mohamed was invited.", "Mohamed"),
        # Not of others than the question names
        ("Who scored Korea’s goal?", "Captain Ann Reed scored Sweden’s goal.", None),
        ("Who scored Sweden’s goal?", "Swedish captain Ann Reed scored a goal.", "Ann Reed"),
        ("Who said “We take this matter very seriously”?", "Ann Reed said that they take it seriously.", None),
        ("Who said “We take it seriously”?", "“We take it seriously,” Ann Reed said.", "Ann Reed"),
        # A thing stands by the noun for it.
        ("What did Ann Reed bring to school?", "Ann Reed, a girl from Irving, was there with what she had made.", None),
        ("Which teacher told on Ann Reed?", "They saw it at Elm Court with Ann Reed.", None),
        ("Which security firm counted the flaws?", "The Internet security firm Secunia.com has said so.", "Secunia.com"),
        ("Which security firm counted the flaws?", "The Internet security is weak, Ida Fisk said.", None),
        ("Which drug rose in price?", "In the case of the drug Daraprim it rose.", "Daraprim"),
        ("Which fungus was it?", "They had Beauveria, a fungus.", "Beauveria"),
        ("Which team took the title?", "There team Elm and Moss played.", None),
        ("Which company sued the state?", "Dorn Mills sued the state in May.", "Dorn Mills"),
        ("What is the robot called?", "The robot, named “Better Idea of Dorn”, was at Elm Court.", "Better Idea of Dorn"),
        ("What is the name of the team’s robot?", "Ann Reed has the robot, named “Better Idea of Dorn”.", "Better Idea of Dorn"),
    ],
)  # fmt: skip
def test_a_name_is_told_for_what_the_sentence_says_of_it_and_no_other(
    question: str, sentence: str, phrase: str | None
) -> None:
    assert short_answer(question, evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence", "start", "phrase"),
    [
        ("When did Ann Reed leave the ship?", "In 1995, at seventeen, she was told to come home.", 0, None),
        ("When did Ann Reed leave the ship?", "In 2007, Reed left the ship.", 0, "2007"),
        ("When did Ann Reed die?", "Ann Reed was a minister from 1983 to 1985.", 0, None),
        ("When did the child fall ill?", "The child fell ill at the age of four months.", 900, None),
        ("When was it accepted?", "This morning it was accepted.", 0, "This morning (28 November 2024)"),
        ("Where does Ann Reed come from?", "Ann Reed spoke at Elm College.", 0, None),
        ("Where was the study left out?", "The study left out was printed in the Medical Journal of Dorn.", 0, None),
        ("Where was Ann Reed born?", "Ann Reed was born in Dorn.", 0, "Dorn"),
        ("What caused the crane to fall?", "A storm caused a crane to fall into the hall.", 0, None),
        ("What caused the crane to fall?", "The accident was caused by strong winds, and the crane fell.", 0, "caused by strong winds, and the crane fell"),
        ("Why was Ann Reed fired?", "They tried to bring her back after her sudden firing by Elm.", 0, None),
        ("Why did Elm sue Ann Reed?", "One may sue a firm because the pills made one sick.", 0, None),
        ("How many people were hurt in the Elm 3?", "In the Elm 2 five people were hurt.", 0, None),
        ("How many people were killed?", "They took at least 150 people along and killed 1,300 people.", 0, "1,300 people"),
        ("How many children were killed?", "A storm killed 107 and hurt 238.", 0, None),
        ("How many people attended the match in Panama?", "Group G — Dorn 3–0 Panama", 0, None),
    ],
)  # fmt: skip
def test_a_day_a_place_a_reason_or_a_number_is_told_of_what_is_asked(
    question: str, sentence: str, start: int, phrase: str | None
) -> None:
    assert short_answer(question, evidence(sentence, start=start)) == phrase


def test_another_quoted_sentence_of_the_same_article_may_have_the_short_answer() -> None:
    found = [
        evidence("A crane fell on the Elm Court, the Dorn Authority said.", 2.0),
        evidence("Ida Fisk is director of the Dorn Authority.", 1.9, article="b"),
        evidence("Dorn Authority director Ann Reed spoke.", 1.8, start=300),
    ]
    answer = _quote("Who is the director of the Dorn Authority?", found)
    assert answer.short == "Ann Reed"
    assert len(answer.citations) == 3


def test_a_number_or_a_perhaps_is_not_taken_from_another_sentence() -> None:
    found = [evidence("Mora has 58 roads.", 2.0), evidence("It has 9 bridges that burn.", 1.9, start=300)]
    assert extract("How many bridges fell?", found).short is None
    found = [evidence("It burned because it burned.", 2.0), evidence("It fell to save money.", 1.9, start=300)]
    assert extract("Why did it fall?", found).short is None


def test_a_heading_that_says_the_question_again_is_not_quoted() -> None:
    heading, told = evidence("Current inflation rate", 3.0), evidence("Prices rose by 3.1% in a year.", 2.9, start=99)
    assert _quote("What is the current inflation rate?", [heading, told]).text == f"{told.text} [1]"
    assert _quote("Is it the current inflation rate?", [heading, told]).text.startswith("Current inflation rate")
    assert _quote("What is the current inflation rate?", [heading]).text == "Current inflation rate [1]"


def test_a_heading_that_is_but_a_name_is_not_quoted() -> None:
    told = "Ann Reed was born in Dorn."
    found = [
        evidence(text, 2.0, start=40 * n)
        for n, text in enumerate(("Ann Reed", "Moss & Reed", "Order of the Elm.", told))
    ]
    assert [c.quote for c in extract("Where was Ann Reed born?", found).citations] == ["Moss & Reed", told]
    assert [c.quote for c in extract("Where was Ann Reed born?", found[:1]).citations] == ["Ann Reed"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("According to police, Sweden did well.", "Sweden"),
        ("Speaking of the cup, Livorno did well.", "Livorno"),
        ("Sweden did well.", "Sweden"),
        ("Officials met Livorno.", "Livorno"),
        ("The election was on Sunday Night in the Kern Hall, with a turnout of 58%.", "the Kern Hall"),
        ("Apple’s boat beat Livorno.", "Apple"),
        ("Come Tuesday, the Elm Court will see.", "the Elm Court"),
        ("Mayor Theresa May did well.", "Mayor Theresa May"),
        ("April Reed did well on Tuesday.", "April Reed"),
        ("After the Nov. 30 quake the Elm Hall fell.", "the Elm Hall"),
        ("It was Team B. You saw it.", "Team"),
        ("On Sunday in the cup Dorn Rovers 2-1 was the score.", "Dorn Rovers"),
        ("It was J. D. Reed.", "J. D. Reed"),
        ("Ann Reed beat Livorno, who won before.", "Ann Reed"),
        ("Commissioner Ann Reed Tuesday announced it.", "Commissioner Ann Reed"),
    ],
)  # fmt: skip
def test_a_name_is_whole_and_no_word_that_only_opens_the_sentence(sentence: str, name: str) -> None:
    assert name in names_of(sentence)


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("It was given to the CBC.", None),
        ("It was received from Microsoft.", None),
        ("It was given to the CBC in Ottawa.", "Ottawa"),
        ("He moved to Lisbon.", "Lisbon"),
        ("It lies in Islam's holiest place.", None),
        ("It lies in Islam's holiest place near Mecca.", "Mecca"),
        ("It opened in March.", None),
        ("In Ottawa it opened.", "Ottawa"),
    ],
)
def test_a_place_is_no_owner_no_month_and_nobody_who_is_given_something(sentence: str, phrase: str | None) -> None:
    assert short_answer("Where was it?", evidence(sentence)) == phrase


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many passengers were hurt?", "The tram left the rails in Dorn."),
        ("Why did they strike?", "They struck on Monday."),
        ("Where is the museum?", "The museum has a roof."),
        ("How did the ants recover?", "The ants recovered."),
        ("Did the ants recover?", "The ants recovered in Helsinki."),
        ("How many passengers were hurt?", "The ferry was built 31 years before."),
    ],
)
def test_no_phrase_is_made_up_where_none_stands(question: str, sentence: str) -> None:
    assert short_answer(question, evidence(sentence)) is None


def test_a_phrase_is_out_of_the_sentence_or_the_date_of_its_report() -> None:
    assert (
        short_answer("When was it opened?", evidence("The bridge was opened."))
        == "28 November 2024 (date of the report)"
    )
    assert short_answer("When was it opened?", evidence("The bridge was opened.", published=None)) is None


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("This gain is the first since March 2020, when a ceasefire was brokered.", "March 2020"),
        ("The plant was closed in December 2019 by the ministry.", "December 2019"),
    ],
)
def test_a_month_with_its_year_is_taken_whole(sentence: str, phrase: str) -> None:
    short = short_answer("When was the gain or the plant closed?", evidence(sentence))
    assert short is not None and phrase in short


def test_sentences_are_quoted_verbatim_with_a_mark_each() -> None:
    found = [evidence(AIRPORT, 2.0, start=40), evidence("Rebels advanced to the airport of Aleppo.", 1.9, start=300)]
    answer = _quote("which airport was attacked?", found)
    assert not answer.refused and answer.engine == "extractive" and answer.notice is None
    assert answer.text == " ".join(f"{c.quote} [{c.n}]" for c in answer.citations)
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for c in answer.citations:
        assert (c.start, c.end, c.quote) in [(e.start, e.end, e.text) for e in found]
    assert answer.citations[0].quote == AIRPORT and answer.citations[0].verdict == "supported"


def test_sentences_that_score_far_below_the_best_are_left_out() -> None:
    found = [
        evidence(AIRPORT, 2.0),
        evidence("Grain was dear.", 0.2, start=200),
        evidence("So was barley.", 0.1, start=400),
    ]
    assert [c.quote for c in _quote("which airport was attacked?", found).citations] == [AIRPORT]


def test_no_more_than_a_few_sentences_are_quoted() -> None:
    found = [evidence(f"Airport number {n} was attacked.", 2.0, start=40 * n) for n in range(9)]
    assert 1 <= len(_quote("which airport was attacked?", found).citations) <= 4


def test_of_sentences_about_equally_good_the_one_with_a_phrase_of_the_kind_comes_first() -> None:
    vague, telling = evidence("The bridge was opened.", 1.05), evidence("It was opened on 3 May 2019.", 1.0, start=50)
    assert [e.text for e in best_first("When was the bridge opened?", [vague, telling])] == [telling.text, vague.text]
    assert _quote("When was the bridge opened?", [vague, telling]).short == "3 May 2019"


@pytest.mark.parametrize(
    ("question", "beside", "telling"),
    [
        ("In what year was the bridge opened?", "The bridge was opened on a Friday in May.", "It dates from 2019."),
        ("At what time was the bridge closed?", "The bridge was closed on Friday, 3 May.", "It was closed at 5.40pm."),
        ("How long is the bridge?", "The bridge has 12 arches.", "It is 3.2 km long."),
        (
            "How fast was the train on the bridge?",
            "The train had 40 people on it.",
            "It was going at 90 miles an hour.",
        ),
        ("What does the bridge weigh?", "The bridge has 12 arches.", "It is of 4,000 tonnes."),
        ("How old was the man on the bridge?", "The man was one of 12 on the bridge.", "Tim Reed, 41, fell."),
    ],
)
def test_a_year_a_time_a_measure_or_an_age_is_preferred_where_it_is_asked_for(
    question: str, beside: str, telling: str
) -> None:
    first, second = evidence(beside, 1.2), evidence(telling, 1.0, start=90)
    assert best_first(question, [first, second])[0].text == telling


@pytest.mark.parametrize(
    "others",
    [
        4,
        0,
    ],
)
def test_a_sentence_of_the_same_article_that_says_when_is_added(others: int) -> None:
    found = [
        evidence("The bridge was opened by the mayor of Lindau.", 9.0),
        *(evidence("The bridge is of stone.", 3.0, start=500 + 40 * n) for n in range(others)),
        evidence("It was opened on 3 May 2019.", 1.0, start=480),
        evidence("The tunnel was opened on 4 June 2011.", 1.1, article="b"),
    ]
    answer = _quote("When was the bridge opened?", found)
    assert answer.short == "3 May 2019"
    assert {c.article_id for c in answer.citations} == {"a"}


def test_articles_that_answer_together_are_all_quoted_and_no_single_phrase_is_given() -> None:
    found = [
        evidence("In the collision 31 passengers were hurt.", 3.0, article="a"),
        evidence("The ferries were old.", 2.9, article="a", start=90),
        evidence("Nine people were hurt in the tram.", 1.0, article="b"),
    ]
    answer = _quote("How many were hurt in the collision and how many in the tram?", found, ("a", "b"))
    assert answer.short is None
    assert [c.article_id for c in answer.citations[:2]] == ["a", "b"]


def test_best_first_keeps_every_piece_of_evidence_once() -> None:
    found = [evidence(f"Sentence {n}.", float(n), article="ab"[n % 2], start=20 * n) for n in range(6)]
    for groups in ((), ("a",), ("a", "b"), ("b", "a")):
        ranked = best_first("which airport was attacked?", found, groups)
        assert sorted(e.start for e in ranked) == sorted(e.start for e in found)


@pytest.mark.parametrize(
    ("question", "sentence", "fit"),
    [
        ("How many were hurt?", "Nine people were hurt.", True),
        ("How many were hurt?", "People were hurt.", False),
        ("How many were hurt?", "Call 855-793-7470 by Oct. 9 2018 if you were hurt.", False),
        ("How much did the bridge cost?", "The bridge cost $12 million.", True),
        ("How much did the bridge cost?", "The bridge took four years.", False),
        ("When was it?", "It was on Monday.", True),
        ("When was it?", "It was so.", False),
        ("Why was it?", "It was so.", False),
        ("Who was it?", "it was so.", True),
        ("which airport was attacked?", "it was so.", True),
        ("What is the name of the driver who was hurt?", "The driver, Ann Reed, was hurt.", True),
        ("What is the name of the driver who was hurt?", "The driver was hurt in May 2015.", False),
        (
            "What is the name of the tram driver who was hurt?",
            "Port Alba: trams stood still after the driver was hurt.",
            False,
        ),
    ],
)
def test_only_numbers_dates_reasons_and_somebodys_name_are_insisted_on(question: str, sentence: str, fit: bool) -> None:
    assert fits(question, evidence(sentence)) == fit


def test_quoted_answers_to_two_parts_become_one_with_each_sentence_once() -> None:
    shared = evidence("Nine people were hurt in Dorn and two in Lindau.")
    first = extract("How many people were hurt in Dorn?", [shared])
    second = extract("How many people were hurt in Lindau?", [shared, evidence("It rained in Lindau.", start=500)], 2)
    both = together([first, second])
    assert [c.n for c in both.citations] == [1, 2]
    assert both.text == "Nine people were hurt in Dorn and two in Lindau. [1] It rained in Lindau. [2]"
    assert both.short is None  # the second has none
    assert together([first]) is first
    assert together([first, first]).short == f"{first.short}; {first.short}"
