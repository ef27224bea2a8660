"""A message that asks several things, and its questions alone."""

from __future__ import annotations

import pytest

from qa.question.separate import separate
from qa.understand.several import one_by_one

STORM, MAYOR, BOTH = (
    "Which airport was closed?",
    "Who resigned in Dorn?",
    "Which airport was closed? Who resigned in Dorn?",
)


@pytest.mark.parametrize(
    "message",
    [
        BOTH,
        f"{STORM}\n\n{MAYOR}",
        f"1. {STORM} 2. {MAYOR}",
        f"(1) {STORM}\n(2) {MAYOR}",
        "1) which airport was closed 2) who resigned in Dorn",
        "Q1: Which airport was closed? Q2: Who resigned in Dorn?",
        "a) which airport was closed b) who resigned in Dorn",
        f"- {STORM}\n- {MAYOR}",
        "- which airport was closed\n- who resigned in Dorn",
        "which airport was closed\nwho resigned in Dorn\n",
        f"• {STORM}\n• {MAYOR}",
        f"I have two questions. {STORM} {MAYOR}",
        f"Questions: {STORM} {MAYOR}",
        f"I'd like to know two things: {STORM} {MAYOR}",
        f"Three things I wonder: 1. {STORM} 2. {MAYOR}",
        f"{STORM} I ask for my class. {MAYOR} Thanks a lot!",
        f"{STORM} Also, who resigned in Dorn? I need it by noon.",
        f"Can you help me? {STORM} {MAYOR}",
        f"Cool, thx. New topic: which airport was closed? And then {MAYOR[0].lower()}{MAYOR[1:]} Anyone know?",
        "Which airport was closed??? Who resigned in Dorn?!",
        "Which airport was closed?Who resigned in Dorn?",
        f"Dear newsdesk, {STORM} I would also like to know who resigned in Dorn. Kind regards, Marta",
        f"I have two questions. First, {STORM[0].lower()}{STORM[1:]} Second, {MAYOR[0].lower()}{MAYOR[1:]} 🙂",
    ],
)  # fmt: skip
def test_the_questions_alone(message: str) -> None:
    assert one_by_one(message) == BOTH
    assert separate(one_by_one(message)) == (STORM, MAYOR)


@pytest.mark.parametrize(
    ("message", "read"),
    [
        ("World Cup 2018: who scored? Who won?", "Who scored (World Cup 2018)? Who won?"),
        ("Flag vote in New Zealand??? How much will it cost? When?", "How much will it cost (Flag vote in New Zealand)? When?"),
        ("Tell me about the Marburg virus vaccine. Who develops it? When?", "Who develops it (the Marburg virus vaccine)? When?"),
        ("I'm writing a piece about Syria. Which airport was closed? Why?", "Which airport was closed (Syria)? Why?"),
        ("So he was the 18th, correct? Who came before him? Why did Ann Reed go?", "Who came before him? Why did Ann Reed go?"),
        ("How many shops open in Dorn? And in Lindau? And when?", "How many shops open in Dorn? And in Lindau? When?"),
        ("Which airport was closed\nin May? Who resigned\nin Dorn?", "Which airport was closed in May? Who resigned in Dorn?"),
        ("Two things:\n- who resigned in Dorn,\n  and when?\n- which airport\n  was closed", "Who resigned in Dorn, and when? Which airport was closed?"),
        ("three facts for my homework: who is the baby that died, how old was she, and what did her father do??",
         "Who is the baby that died? How old was she? What did her father do?"),
        ("what is a pod, how much does it cost and who is the surgeon general", "What is a pod? How much does it cost? Who is the surgeon general?"),
        ("- Dorn cup: who won?\n- Lindau cup: who won?", "Who won (Dorn cup)? Who won (Lindau cup)?"),
        ("For Dorn: who won? For Lindau: who won?", "Who won (For Dorn)? Who won (For Lindau)?"),
        ("Regarding the cup (2014): who won it? Who lost it?", "Who won it (Regarding the cup (2014))? Who lost it?"),
        ("who won the cup. who lost it? who built it?", "Who won the cup? Who lost it? Who built it?"),
        ("Who won? List all victims. When did it end?", "Who won? List all victims? When did it end?"),
        ("Who won? Where was the match? The score? Any injuries?", "Who won? Where was the match? The score? Any injuries?"),
        ("Who won? (and when?) Who lost?", "Who won? And when? Who lost?"),
        ("Which airport was closed? The one in 2016. Who resigned?", "Which airport was closed (The one in 2016)? Who resigned?"),
        ("Who won group a) and who b) in 2014? When?", "Who won group a) and who b) in 2014? When?"),
        ("In Dorn, who won the cup? Who built the bridge?", "In Dorn, who won the cup? Who built the bridge?"),
        ("Who won? One more thing: where is it? I can't remember who lost.", "Who won? Where is it? Who lost?"),
        ("Great, and who is its chairman? In May 2014, who won? When?", "Who is its chairman? In May 2014, who won? When?"),
        ("I'm looking for info about the Elm cocktail. What's in it? Who sells it?", "What's in it (the Elm cocktail)? Who sells it?"),
        ("What did he mean by \"Why me?\"? Who came?", "What did he mean by \"Why me?\"? Who came?"),
        ("What did he mean by “Why me?” in May? Who is Dr. Reed?", "What did he mean by “Why me?” in May? Who is Dr. Reed?"),
    ],
)  # fmt: skip
def test_what_else_is_said(message: str, read: str) -> None:
    assert one_by_one(message) == read
    assert len(separate(read)) == read.count("? ") + 1


@pytest.mark.parametrize(
    "message",
    [
        STORM,
        f"{STORM} Thank you for your help.",
        f"{STORM} Right?",
        f"{STORM} Does anyone know?",
        "Really? Who resigned?",
        "They met in Dorn? Where is that?",
        "Which company made Animal Crossing: New Horizons?",
        "Who won the 2. Bundesliga in 2014?",
        "Which of the missions 1. and 2. failed?",
        "Who said “Why me?” in May?",
        "When, where and why was it closed?",
        "Who is the man who called, whose son was hurt, and who lives in Dorn?",
        "Who died, and when and where?",
        "The storm was bad. Which airport was closed?",
        "thanks",
        "",
        "? ?",
        "which airport\nwas\tclosed?",
        "Which airport was closed\nin the storm of May\nin Dorn?",
    ],
)
def test_one_question_or_none(message: str) -> None:
    assert one_by_one(message) == message


@pytest.mark.parametrize("text", [f"Really? {MAYOR}", f"{STORM} Thanks.", "? ?", ""])
def test_what_is_not_several_questions_and_nothing_else(text: str) -> None:
    assert separate(text) == ()
