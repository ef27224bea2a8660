"""Whom or what a pronoun means in a conversation of several turns, of which not each names it."""

from __future__ import annotations

import pytest

from qa.records import Answer, Filters, Query, Turn
from qa.understand.before import Before
from qa.understand.pronouns import resolved
from qa.understand.standalone import understand


def _talk(*questions: str, answers: tuple[str | None, ...] = ()) -> list[str]:
    """How each question of a conversation is read, by rules alone."""
    turns: list[Turn] = []
    for n, question in enumerate(questions):
        reading = understand(question, turns, Filters()).question
        short = answers[n] if n < len(answers) else None
        turns.append(Turn(question, Query(reading), (), Answer(short, short or "It says so.")))
    return [turn.understood_as.question for turn in turns]


@pytest.mark.parametrize(
    ("questions", "meant"),
    [
        (
            ["What did Kidd do with the Phoenix Suns?", "When did he start playing for the Suns?", "What was his best season?"],
            ["When did Kidd start playing for the Suns?", "What was Kidd’s best season?"],
        ),
        (
            ["Where was Ida Moss born?", "When did she sing in Tarn?", "How many visitors came to the festival?", "Has she won its prize?"],
            ["When did Ida Moss sing in Tarn?", "How many visitors came to the festival?", "Has Ida Moss won its prize?"],
        ),
        (
            ["Who was Pavel Ranta's coach?", "How old is he?", "Who won in 2012?", "Did he retire?"],
            ["How old is Pavel Ranta?", "Who won in 2012 (Pavel Ranta)?", "Did Pavel Ranta retire?"],
        ),
        (
            ["When did the Dorn Rovers win the cup?", "Who coaches them?", "How many fans came to the match in Kolm?", "Did they celebrate?"],
            ["Who coaches Dorn Rovers?", "How many fans came to the match in Kolm?", "Did Dorn Rovers celebrate?"],
        ),
    ],
    ids=["not the club", "over a turn that names nobody", "nobody known", "nor what was counted since"],
)  # fmt: skip
def test_a_conversation_keeps_its_subject(questions: list[str], meant: list[str]) -> None:
    assert _talk(*questions)[1:] == meant


Asked = str | tuple[str, str]  # with its short answer


@pytest.mark.parametrize(
    ("questions", "reading"),
    [
        (["Why did Ida Moss resign?", ("Who replaced her?", "Pavel Ranta"), "When did he take office?", "What did she say?"], "What did Ida Moss say?"),
        (["Why was Ida Moss sued?", "Was her husband arrested?", "When did he resign?"], "When did he resign (Ida Moss’s husband arrested)?"),
        (["Which student was arrested?", "What did he do?", "Which teacher was arrested?", "What did he do?"], "What did the teacher that was arrested do?"),
        (["Why was Lena Fisk fired?", ("Who is the new coach?", "a former goalkeeper"), "How old is he?"], "How old is a former goalkeeper?"),
        (["What did Pavel Ranta say?", "When did he say it?", "Did Trump give up his salary?"], "Did Trump give up his salary?"),
        (["Why was Kanye West dropped?", "What did he say?"], "What did Kanye West say?"),
        (["When was Emotown built?", "How many floors does it have?"], "How many floors does Emotown have?"),
        (["How many refugees in Dorn are getting a form to fill in instead of an interview?", ("Which countries do they come from?", "Libya, Syria and Yemen"), "How long do they have?"], "How long do the refugees have?"),
        (["Why were the Dorn Rovers fined?", ("Who did they sack?", "the coaches"), "When did they leave?"], "When did the coaches leave?"),
        (["Did House Speaker Mike Johnson resign?", "What did he say?"], "What did House Speaker Mike Johnson say?"),
        (["When did the Dalai Lama leave Tibet?", "Where does he live?"], "Where does Dalai Lama live?"),
        (["Did Nancy Pelosi visit Taiwan?", "How did China respond?", "When did she leave?"], "When did Nancy Pelosi leave?"),
        (["Who shot Pavel Ranta?", "Why did he shoot him?"], "Why did he shoot him (shot Pavel Ranta)?"),
        (["Who is Ursula von der Leyen?", "What did she propose?"], "What did Ursula von der Leyen propose?"),
        (["When did Elon Musk leave Dorn Glass?", "Why did he leave it?", "Who runs it now?"], "Who runs Dorn Glass now?"),
        (["When did typhoon Yagi hit Vietnam?", "How strong was it?"], "How strong was typhoon Yagi?"),
        (["Where is the Eiffel tower?", "How tall is it?"], "How tall is Eiffel tower?"),
        (["Who replaced Ida Moss?", "Which Disney film did the studio make?", "What was it about?"], "What was Disney film about?"),
        (["When does Pebble, the Twitter alternative, go offline?", "How many users did it have?"], "How many users did Pebble have?"),
        (["Did King Felipe VI visit Valencia?", "Was he attacked?", "How many people died there?"], "How many people died in Valencia?"),
        (["Where was Ida Moss born?", "How long did it take her to win?"], "How long did it take Ida Moss to win?"),
        # those who were counted, though a place is named; the Rovers, of whom it is asked what they did
        (["How many pilgrims were killed in Dorn?", "What killed them?"], "What killed the pilgrims that were killed in Dorn?"),
        (["How many games did the Rovers win?", "Where do they play?"], "Where do Rovers play?"),
        # of where something is, that is meant; of where somebody was born, the place
        ([("Where did the Alba sink?", "the Baltic"), "How many people did it carry?"], "How many people did Alba carry?"),
        ([("Where is Kuweires airport?", "Aleppo"), "How big is it?"], "How big is Kuweires airport?"),
        ([("Where was Ida Moss born?", "Tarn"), "How big is it?"], "How big is Tarn?"),
        ([("Where can I get naloxone?", "Dorn"), "How do I use it?"], "How do I use naloxone?"),
        # who is asked for and was not told of is not whom or where he went
        (["Who visited Dorn?", "What did he do there?"], "What did he do in Dorn?"),
        ([("Who visited Dorn?", "Fisk"), "What did he do there?"], "What did Fisk do there?"),
        (["Who is Fisk?", "What did he do there?"], "What did Fisk do there?"),
        (["How many albums did the other two sell in Dorn?", "Did they tour?"], "Did Dorn tour?"),
        (["Who were the founding members of Wu-Tang?", "Did they tour?"], "Did Wu-Tang tour?"),
        (["By whom was Tarnbook founded?", "Where does he live?"], "Where does he live (By whom was Tarnbook founded)?"),
        (["Who are the rebels in Dorn?", "What do they want?"], "What do the rebels in Dorn want?"),
        # what a reading leans on has its verb last
        ([("How much did Dorn Trust pay?", "$3"), "Any casualties?", "Where is it?"], "Where is Dorn Trust?"),
        ([("Which airport was attacked?", "Kuweires airport"), "Any casualties?", "Where is it?"], "Where is Kuweires airport?"),
        (["How long did the Dorn repairs take?", "How long did it take to find the leak?"], "How long did it take to find the leak?"),
    ],
)  # fmt: skip
def test_as_a_reader_of_news_would_read_it(questions: list[Asked], reading: str) -> None:
    typed = [question if isinstance(question, str) else question[0] for question in questions]
    answers = tuple(None if isinstance(question, str) else question[1] for question in questions)
    assert _talk(*typed, answers=answers)[-1] == reading


def test_of_a_page_of_words_no_reading_is_compared() -> None:
    long = "Did he win " + "the a " * 100 + "?"
    turn = Turn(long, Query(long.replace("he", "Ida Moss", 1)), (), Answer(None, "Yes."))
    assert not Before.of(turn).meant


def test_who_answered_is_meant_next_and_stays() -> None:
    readings = _talk("Who runs Dorn Glass?", "How old is she?", "What is her salary?", answers=("Lena Fisk", "54"))
    assert readings[1:] == ["How old is Lena Fisk?", "What is Lena Fisk’s salary?"]


def test_two_parents_are_no_he() -> None:
    answers = ("Ann Moss and Carl Moss", None)
    assert _talk("Who were Pavel Ranta's parents?", "Where did he grow up?", answers=answers)[1] == "Where did Pavel Ranta grow up?"  # fmt: skip


def test_a_club_is_no_he() -> None:
    answers = ("The Rovers", None)
    assert _talk("Who did Pavel Ranta play for?", "What was his position?", answers=answers)[1] == "What was Pavel Ranta’s position?"  # fmt: skip


def test_it_means_what_it_meant_before() -> None:
    readings = _talk("When was the Elm Street bridge opened?", "Who designed it?", "Who was the architect?", "How long is it?")  # fmt: skip
    assert readings[1] == "Who designed Elm Street bridge?" and readings[3] == "How long is Elm Street bridge?"


@pytest.mark.parametrize(
    ("text", "question", "meant"),
    [
        ("Did it do well?", "Was Dorn Glass successful?", "Did Dorn Glass do well?"),
        ("When did they tour?", "Did Dorn Rovers win any awards?", "When did Dorn Rovers tour?"),
        ("Was it the last one?", "Did the Dorn line close early?", "Was Dorn line the last one?"),
        ("Was it hurt?", "What makes a good location?", "Was it hurt?"),
        ("Is it better to rent or to buy?", "Who owns Dorn Glass?", "Is it better to rent or to buy?"),
    ],
)
def test_what_is_said_of_a_thing_is_no_part_of_its_name(text: str, question: str, meant: str) -> None:
    assert resolved(text, Before(question, None, ())) == meant


@pytest.mark.parametrize(
    ("long", "meant"),
    [
        ("the youtube mom who handed out tips to other parents on her channel", {"she": "the youtube mom"}),
        ("the youtube mom of Dorn with her tips for other parents of babies", {}),
        ("Ida Moss", {"she": "Ida Moss"}),
    ],
)
def test_a_longer_description_is_not_said_again_but_for_its_head(long: str, meant: dict[str, str]) -> None:
    turn = Turn("When will she be sentenced?", Query(f"When will {long} be sentenced?"), (), Answer(None, "Soon."))
    assert Before.of(turn).meant == meant
