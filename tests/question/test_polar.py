"""Questions that want a yes or no in other forms, and with something besides: "Was it closed, and when?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from index import Article, Corpus, Filters
from qa.newsqa import NewsQA
from qa.question.polar import detail, plainly, settles
from qa.records import Answer
from qa.understand.before import Before
from qa.understand.standalone import _read, understand
from tests.test_ask import Reply, ScriptedLLM, _assert_honest, _marked

BOTH = "Was Al-Nayrab airport attacked, and who attacked it?"


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    text = (
        "The rebels also attacked Al-Nayrab airport. The airport lies east of Aleppo. Nobody spoke of its passengers."
    )
    with Corpus.open(tmp_path_factory.mktemp("polar") / "data") as corpus:
        corpus.add([Article.of("Offensive", text), Article.of("Dorn", "Mayor Lena Fisk opened the Dorn bridge.")])
        yield corpus


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Isn't the airport closed?", "Is the airport closed?"),
        ("didnt Anthem pay a fine?", "Did Anthem pay a fine?"),
        ("Won’t the plant reopen?", "Will the plant reopen?"),
        ("Can't it be reopened?", "Can it be reopened?"),
        ("The airport was attacked by rebels, wasn't it?", "Is it true that the airport was attacked by rebels?"),
        ("Anthem paid $16 million, right?", "Is it true that Anthem paid $16 million?"),
        ("I read that Anthem paid $16 million. Is that true?", "Is it true that Anthem paid $16 million?"),
        ("I've heard the bridge fell, is that right?", "Is it true that the bridge fell?"),
        ("True or false: the crane fell.", "Is it true that the crane fell?"),
        ("Is the right wing strong?", "Is the right wing strong?"),
        ("Who attacked the airport, right?", "Who attacked the airport, right?"),
        ("Why wasn't it closed?", "Why wasn't it closed?"),
        ("Did it turn right?", "Did it turn right?"),
    ],
)
def test_a_yes_or_no_is_asked_in_one_form(typed: str, plain: str) -> None:
    assert plainly(typed) == plain
    assert understand(typed, (), Filters()).question == plain


@pytest.mark.parametrize(
    ("word", "question", "asked"),
    [
        ("when", "Was the plant closed?", "When was the plant closed?"),
        ("Why", "Was anyone arrested?", "Why was anyone arrested?"),
        ("by whom", "Was the airport attacked?", "By whom was the airport attacked?"),
        ("how many", "Was anyone hurt in Dorn?", "How many people were hurt in Dorn?"),
        ("how many", "Were any pilgrims hurt?", "How many pilgrims were hurt?"),
        ("how many", "Did the crane in Mecca kill anybody?", "How many people did the crane in Mecca kill?"),
        ("how many", "Were there any survivors of the crash?", "How many survivors were there of the crash?"),
        ("how much", "Did Anthem pay a fine?", "How much of a fine did Anthem pay?"),
        ("how much", "Did Anthem pay a record fine to HHS?", "How much of a record fine did Anthem pay to HHS?"),
        ("who", "Has anyone been arrested?", "Who has been arrested?"),
        ("who", "Were any doctors arrested?", "Which doctors were arrested?"),
        ("what", "Did Trump say anything about Mexico?", "What did Trump say about Mexico?"),
        ("which one", "Has the US approved a coronavirus vaccine?", "Which coronavirus vaccine has the US approved?"),
        ("how many", "Was the plant closed?", None),
        ("who", "Did this affect Anthem?", None),
        ("when", "Which plant was closed?", None),
    ],
)
def test_what_is_asked_besides_a_yes_or_no_is_asked_whole(word: str, question: str, asked: str | None) -> None:
    assert detail(word, question) == asked


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (BOTH, ("Was Al-Nayrab airport attacked?", "Who attacked Al-Nayrab airport?")),
        (
            "Did Anthem pay a fine and how much was it?",
            ("Did Anthem pay a fine?", "How much of a fine did Anthem pay?"),
        ),
        (
            "Was the airport attacked, and when and where?",
            ("Was the airport attacked?", "When was the airport attacked?", "Where was the airport attacked?"),
        ),
        (
            "Did Margaret Heckler die, and when had she been Secretary?",
            ("Did Margaret Heckler die?", "When had Margaret Heckler been Secretary?"),
        ),
        (
            "Did Dan Levinson resign and when does it take effect?",
            ("Did Dan Levinson resign?", "When does it take effect (Dan Levinson)?"),
        ),
        (
            "Who attacked Al-Nayrab airport and was it captured?",
            ("Who attacked Al-Nayrab airport?", "Was Al-Nayrab airport captured?"),
        ),
        (
            "How many take part in EPAP and did President Obama start it?",
            ("How many take part in EPAP?", "Did President Obama start EPAP?"),
        ),
        ("Which firm merged and is the largest in Dorn?", ()),
        ("Was the plant in Dorn closed and rebuilt?", ()),
    ],
)
def test_a_yes_or_no_and_something_else_are_two_things(question: str, parts: tuple[str, ...]) -> None:
    assert understand(question, (), Filters()).parts == parts


def test_a_follow_up_asks_for_the_detail_of_a_yes(airport: Corpus) -> None:
    turn = NewsQA(airport).ask("Was Al-Nayrab airport attacked?")
    assert understand("when?", (turn,), Filters()).question == "When was Al-Nayrab airport attacked?"
    assert understand("who did it?", (turn,), Filters()).question == "who did it (Al-Nayrab airport attacked)?"


@pytest.mark.parametrize(
    ("question", "short", "typed", "reading"),
    [
        ("How much did Anthem pay?", "$16 million", "to whom?", "To whom did Anthem pay?"),
        ("When was Lena Fisk arrested?", "2009", "why?", "Why was Lena Fisk arrested?"),
        ("How many people were hurt in Dorn?", "nine", "when?", "When were people hurt in Dorn?"),
        ("Who named Lena Fisk?", "Ida Moss", "What did Moss say about him?", "What did Moss say about Lena Fisk?"),
        ("Which group did Fisk quit?", "Church of Dorn", "When did she quit?", "When did Fisk quit?"),
        ("Who won the match of Dorn against Lindau?", "Dorn", "And Tarn against Maren?", "Who won the match of Tarn against Maren?"),
        ("Who won between Dorn and Lindau?", "Dorn", "And between Tarn and Maren?", "Who won between Tarn and Maren?"),
        ("Who scored for Dorn against Lindau?", "Fisk", "And for Lindau?", "Who scored for Lindau against Dorn?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_read_as_a_question(question: str, short: str, typed: str, reading: str) -> None:
    assert _read(typed, Before(question, short, ())).question == reading


def test_nobody_in_the_question_before_is_she_who_is_asked_for() -> None:
    assert _read("Who lost her seat there?", Before("Who won in Dorn?", "Lena Fisk", ())).question is None


def test_an_answer_to_a_detail_tells_the_yes_where_it_supposes_all_of_it() -> None:
    assert settles("Who attacked Al-Nayrab airport?", "Was Al-Nayrab airport attacked?")
    assert settles("How many people were hurt in Dorn?", "Was anyone hurt in Dorn?")
    assert not settles("Who runs Al-Nayrab airport?", "Was Al-Nayrab airport attacked?")
    assert not settles("Who attacked Al-Nayrab airport?", "Who attacked the airport?")


def _asked(
    corpus: Corpus, question: str, replies: Sequence[Reply], doubts: Sequence[float]
) -> tuple[Answer, list[str]]:
    """The answer of a local model, and the questions that it was asked."""
    llm = ScriptedLLM(*replies, doubts=doubts)
    llm.local = True
    answer = NewsQA(corpus, llm).ask(question).answer
    assert not llm.replies and not llm.doubts
    _assert_honest(answer, corpus)
    return answer, [messages[-1][1].rpartition("Question: ")[2] for messages in llm.asked]


def test_who_did_it_is_asked_alone_where_that_is_answered(airport: Corpus) -> None:
    rebels = _marked("rebels", "rebels [{n}]\n")
    answer, asked = _asked(airport, BOTH, [rebels], [0.01])
    assert (answer.short, answer.notice) == ("rebels", None)
    assert asked == ["Who attacked Al-Nayrab airport?"]


def test_where_nobody_is_found_the_yes_is_told_alone(airport: Corpus) -> None:
    answer, asked = _asked(airport, BOTH, ["unknown", "unknown", "unknown", "no", "no"], [0.9, 0.9, 0.9, 0.95, 0.95])
    assert (answer.short, answer.notice) == ("Yes", "Not found in the sources: Who attacked Al-Nayrab airport?")
    assert asked[-1] == "Was Al-Nayrab airport attacked?"


def test_a_yes_beside_another_answer_is_told_or_left_open(airport: Corpus) -> None:
    question = "Was Al-Nayrab airport attacked, and who opened the Dorn bridge?"
    fisk = _marked("Fisk", "Lena Fisk [{n}]\n")
    told, _ = _asked(airport, question, ["no", "no", fisk], [0.95, 0.95, 0.01])
    assert (told.short, told.notice) == ("Yes; Lena Fisk", None)
    open_, _ = _asked(airport, question, ["no", fisk], [0.7, 0.01])
    assert open_.short == "Lena Fisk"
    assert open_.notice == "The language model is not sure of a yes or no: Was Al-Nayrab airport attacked?"
