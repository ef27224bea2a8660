"""Questions that want a yes or no: told where the local model is as good as sure twice, else quoted, else refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index import Article, Corpus, Filters
from qa.evidence.gather import found_for
from qa.newsqa import NewsQA
from qa.question.polar import wants_yes_or_no
from qa.records import Answer, Query
from qa.understand.standalone import understand
from qa.write.whether import whether
from tests.test_ask import ScriptedLLM, _assert_honest, _given

QUESTION = "Was Al-Nayrab airport attacked?"
UNSETTLED = "Quoted from the sources: the language model is not sure of a yes or no."


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    text = (
        "Syrian rebels launched an offensive in Aleppo on Wednesday. The rebels also attacked Al-Nayrab airport. "
        "The airport lies east of the city. Nobody spoke of its passengers."
    )
    with Corpus.open(tmp_path_factory.mktemp("airport") / "data") as corpus:
        corpus.add([Article.of("Rebels launch offensive", text), Article.of("Tax rises", "The tax on grain rose.")])
        yield corpus


def _asked(
    corpus: Corpus, replies: Sequence[str], likely: Sequence[float], question: str = QUESTION
) -> tuple[Answer, ScriptedLLM]:
    """The answer of a local model whose "yes" has these probabilities, and what it says beside it."""
    llm = ScriptedLLM(*replies, doubts=likely)
    llm.local = True
    answer = NewsQA(corpus, llm).ask(question).answer
    assert not llm.replies and not llm.doubts and llm.ended == len(llm.asked)
    _assert_honest(answer, corpus)
    return answer, llm


def test_yes_is_told_where_both_looks_say_so(airport: Corpus) -> None:
    answer, llm = _asked(airport, ["no", "no"], [0.95, 0.93])
    assert (answer.short, answer.engine, answer.notice) == ("Yes", "llm", None)
    assert answer.text == "The rebels also attacked Al-Nayrab airport. [1]"
    assert all(asked[-1][1].endswith(f"Question: {QUESTION}") for asked in llm.asked)
    assert "The airport lies east of the city." in _given(llm.asked[1])  # what stands around the best sentence


@pytest.mark.parametrize(
    ("replies", "likely"),
    [
        (["no", "no"], [0.95, 0.85]),  # sure at one look
        (["no"], [0.7]),  # whatever another look says, it is neither "yes" nor nothing
        (["unknown", "unknown"], [0.5, 0.2]),  # a "yes" of 0.35
        (["no", "no"], [0.1, 0.1]),  # its "no" tells little
    ],
)
def test_what_is_not_settled_is_quoted(airport: Corpus, replies: list[str], likely: list[float]) -> None:
    answer, _ = _asked(airport, replies, likely)
    assert (answer.short, answer.engine, answer.notice) == (None, "extractive", UNSETTLED)
    assert "The rebels also attacked Al-Nayrab airport. [1]" in answer.text


@pytest.mark.parametrize(
    ("replies", "likely"), [(["unknown"], [0.1]), (["no", "unknown"], [0.2, 0.2]), (["unknown", "unk"], [0.4, 0.1])]
)
def test_where_the_sources_say_nothing_of_it_nothing_is_told(
    airport: Corpus, replies: list[str], likely: list[float]
) -> None:
    answer, _ = _asked(airport, replies, likely)
    assert answer.refused and answer.notice is None


def test_a_yes_is_not_told_by_a_sentence_that_says_something_else(airport: Corpus) -> None:
    look = found_for(Query(QUESTION), airport, 6).assessment.evidence
    for question, short in ((QUESTION, "Yes"), ("Was the mayor of Lindau jailed?", "unknown")):
        llm = ScriptedLLM("no", doubts=[0.95])
        steps = whether(question, [look], llm, {})
        with pytest.raises(StopIteration) as ended:
            while True:
                next(steps)
        draft = ended.value.value
        assert (draft.short, draft.unsettled) == (short, short != "Yes")


def test_what_stands_around_is_read_only_where_it_is_more(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Rebels attack", "Rebels attacked Al-Nayrab airport in Aleppo.")])
        answer, llm = _asked(corpus, ["no"], [0.95])
    assert answer.short == "Yes" and len(llm.asked) == 1


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        (QUESTION, True),
        ("Is it true that rebels attacked?", True),
        ("Was anybody hurt when the crane fell?", True),
        ("Can you name the airport that was attacked?", False),
        ("Does anyone know the date of the attack?", False),
        ("May I ask who attacked it?", False),
        ("Was it the rebels or the army that attacked it?", False),
        ("which airport was attacked?", False),
    ],
)
def test_only_a_question_that_wants_a_yes_or_no_is_asked_as_one(question: str, wants: bool) -> None:
    assert wants_yes_or_no(question) is wants


def test_nobody_is_called_yes(airport: Corpus) -> None:
    llm = ScriptedLLM("no", "no", doubts=[0.95, 0.95])
    llm.local = True
    turn = NewsQA(airport, llm).ask("Was the airport at Al-Nayrab attacked by rebels?")
    assert turn.answer.short == "Yes"
    assert "Yes" not in understand("Who attacked it?", (turn,), Filters()).question


def test_a_question_that_no_quote_can_answer_is_refused_rather_than_quoted(
    airport: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.newsqa.QUOTABLE", 1.0)
    answer, _ = _asked(airport, ["no"], [0.7])
    assert answer.refused


def test_a_yes_of_another_model_stands_by_its_sentence(airport: Corpus) -> None:
    def says(reply: str) -> Answer:
        answer = NewsQA(airport, ScriptedLLM(reply, reply)).ask(QUESTION).answer
        _assert_honest(answer, airport)
        return answer

    told = says("Yes [1]\nRebels attacked Al-Nayrab airport [1].")
    assert (told.short, told.text, told.engine) == ("Yes", "Rebels attacked Al-Nayrab airport. [1]", "llm")
    assert says("Yes [1]").engine == "extractive"
    assert says("No [1]\nRebels attacked Al-Nayrab airport [1].").short is None
    assert says("Yes [1]\nSyrian rebels launched an offensive [1].").short is None


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("True or false: The rebels attacked Al-Nayrab airport.", "Is it true that the rebels attacked Al-Nayrab airport?"),
        ("true or not true, that rebels lost?", "Is it true that rebels lost?"),
        ("Is it true or false that Obama won?", "Is it true that Obama won?"),
        ("True or false: U.S. troops left.", "Is it true that U.S. troops left?"),
        ("Sweden beat South Korea. True or false?", "Is it true that Sweden beat South Korea?"),
        ("True or false: Did Sweden win?", "Did Sweden win?"),
        ("True or false questions were set by whom?", "True or false questions were set by whom?"),
        ("True or false?", "True or false?"),
        ("Was it a true or false alarm?", "Was it a true or false alarm?"),
    ],
)  # fmt: skip
def test_true_or_false_is_a_question_too(typed: str, understood: str) -> None:
    assert understand(typed, (), Filters()).question == understood


def test_a_claim_is_told_as_a_question_is(airport: Corpus) -> None:
    answer, _ = _asked(
        airport, ["no", "no"], [0.95, 0.95], "True or false: rebels attacked Al-Nayrab airport in Aleppo."
    )
    assert answer.short == "Yes"
    assert {c.quote for c in answer.citations} == {
        "Syrian rebels launched an offensive in Aleppo on Wednesday.", "The rebels also attacked Al-Nayrab airport.",
    }  # fmt: skip
