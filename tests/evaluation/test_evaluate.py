"""The evaluation: question files with flaws, scoring, and every number of the summary worked out by hand."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from index import Article, BadFile, BadRequest, Corpus, NotFound
from qa.cli import app
from qa.evaluation import (
    Gold,
    Question,
    Scored,
    choose,
    fingerprint,
    question_from_json,
    question_json,
    read_questions,
    run,
    scored_from_json,
    scored_json,
    summary,
)
from qa.newsqa import NewsQA
from qa.records import Answer, Citation, Query, Timings, Turn

STORM = Article.of(
    "Storm closes airport of Port Alba",
    "A storm closed the airport of Port Alba on Thursday. Forty flights were cancelled.",
    publisher="Alba Times",
    published=1_732_806_540,
)
CLOCKS = Article.of(
    "Museum of clocks opens", "The museum of clocks opened in Lindau. It shows 300 clocks.", publisher="Lake Post"
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("NEWSQA_") and n != "NEWSQA_CACHE"]:
        monkeypatch.delenv(name)


def _file(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


# -- question files ----------------------------------------------------------------------------------------------------


def test_a_line_is_read_with_all_its_fields(tmp_path: Path) -> None:
    record = {
        "id": "q1", "question": "who?", "answers": ["a", 7], "all_of": [["b", "c"], ["d"]], "history": ["what?"],
        "answerable": True, "kind": "two", "split": "dev", "asked_on": "1970-01-02", "why": None, "choices": ["a", "z"],
        "gold": [{"title": "T", "sentence": "S."}, "Q."],
    }  # fmt: skip
    (question,), problems = read_questions(_file(tmp_path / "q.jsonl", record))
    gold = (Gold(title="T", quote="S."), Gold(quote="Q."))
    assert question == Question(
        "q1", "who?", ("a", "7"), (("b", "c"), ("d",)), ("a", "z"), gold, ("what?",), True, "", "two", "dev", 86_400
    )
    assert problems == []


def test_a_question_and_its_answers_are_enough(tmp_path: Path) -> None:
    path = _file(
        tmp_path / "q.jsonl", {"question": "who?", "answers": ["a"]}, "", {"question": "x?", "answerable": False}
    )
    questions, problems = read_questions(path)
    first, second = questions
    assert questions == [Question(first.id, "who?", ("a",)), Question(second.id, "x?", answerable=False)]
    assert first.id != second.id
    assert problems == []


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "not JSON",
        "[]",
        "7",
        "null",
        '"who?"',
        {},
        {"question": ""},
        {"question": 7, "answers": ["a"]},
        {"question": "who?"},
        {"question": "who?", "answers": []},
        {"question": "who?", "answers": 7},
        {"question": "who?", "all_of": [7]},
        {"question": "who?", "answers": ["a"], "history": 7},
        {"question": "who?", "answers": ["a"], "asked_on": 7},
        {"id": "1", "question": "again?", "answers": ["a"]},
        {"question": "who?", "answerable": "no"},
        {"question": "who?", "answers": ["a"], "gold": [{}]},
        {"question": "who?", "gold": ["only a quote"]},
        {"question": "who?", "answers": [], "gold": [{"title": "An answer was forgotten"}]},
        {"question": "who?", "answers": ["a"], "gold": [{"title": 7}]},
        {"question": "who?", "answers": ["a"], "split": ["dev", "test"]},
        {"question": "who?", "answers": ["a"], "kind": 5},
        "[" * 100_000,
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path, line: object) -> None:
    good = {"id": "1", "question": "who?", "answers": ["a"]}
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", good, line, {**good, "id": "3"}))
    assert [q.id for q in questions] == ["1", "3"]
    assert [p.path for p in problems] == [f"{tmp_path / 'q.jsonl'}:2"] and problems[0].reason


@pytest.mark.parametrize(
    "line",
    [
        {"question": "who?", "answers": ["a"], "asked_on": "nonsense"},
        {"question": "who?", "answers": "a storm"},
        {"question": "who?", "answers": ["a"], "history": "what?"},
        {"question": "who?", "all_of": ["ab", "cd"]},
        {"question": "x" * 4001, "answers": ["a"]},
        {"question": "who \ud800?", "answers": ["a"]},
        {"question": "who?", "answers": ["a"], "kind": "\ud800"},
        {"question": "who?", "answers": ["a"], "gold": ["\ud800"]},
        {"question": "who?", "answers": ["a"], "history": ["what?", " "]},
        {"question": "who?", "answers": ["a"], "history": ["x" * 4001]},
        {"question": "who?", "answers": [None]},
        {"question": "who?", "answers": [True]},
        {"question": "who?", "answers": [["a", "b"]]},
        {"question": "who?", "answers": ["", "?!"]},
        {"question": "who?", "answers": ["a"], "choices": ["b", "c"]},
        {"question": "who?", "answers": [""], "choices": ["b", "c"]},
        {"question": "who?", "all_of": [["a"], []]},
        {"question": "who?", "all_of": [["a"], [" "]]},
        {"question": "who?", "answers": ["a"], "gold": [{"quote": " "}]},
        {"question": "who?", "answers": ["a"], "gold": [{"url": "https://[a.example"}]},
    ],
)
def test_a_broken_line_of_these_kinds_is_named_too(tmp_path: Path, line: object) -> None:
    questions, problems = read_questions(
        _file(tmp_path / "q.jsonl", line, {"id": "2", "question": "who?", "answers": ["a"]})
    )
    assert [q.id for q in questions] == ["2"] and len(problems) == 1


TABLE = "question,answers\n" + "".join(f"How {i}?,x\n" for i in range(3000))
PROSE = "Where was it?\n\nIn Narvo.\n"
ONE = {"question": "who?", "answers": ["a"]}


@pytest.mark.parametrize("text", [TABLE, PROSE, "7\n8\n", '{"question":\n "who?",\n'])
def test_a_file_of_another_kind_is_told_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "q.csv").write_text(text, "utf-8")
    with pytest.raises(BadFile, match=r"q\.csv: is no file of questions .* write a JSON object a line, such as \{"):
        read_questions(tmp_path / "q.csv")
    result = CliRunner().invoke(app, ["--data", str(tmp_path / "data"), "eval", str(tmp_path / "q.csv")])
    assert result.exit_code == 2 and result.stderr.count("\n") == 1


def test_of_records_that_are_no_questions_not_each_is_named(tmp_path: Path) -> None:
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", *[{"q": "who?", "a": "a"}] * 50))
    assert not questions and len(problems) == 21 and problems[-1].reason == "30 more are no questions either."
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", *["who?"] * 40, ONE))
    assert len(questions) == 1 and [p.path[-3:] for p in problems[-2:]] == [":39", ":40"]


def test_broken_json_is_named_by_line_and_column(tmp_path: Path) -> None:
    _, (problem,) = read_questions(_file(tmp_path / "q.jsonl", ONE, "{who: 1}"))
    assert problem.path.endswith(":2") and problem.reason.startswith("is no question: broken JSON at column 2, ")
    assert "line 1" not in problem.reason


@pytest.mark.parametrize("whole", [ONE, [ONE], {"data": [ONE]}, {"version": 2, "questions": [ONE]}])
def test_a_file_may_be_one_json_value(tmp_path: Path, whole: object) -> None:
    (tmp_path / "q.json").write_text(json.dumps(whole, indent=2), "utf-8")
    (question,), problems = read_questions(tmp_path / "q.json")
    assert question.answers == ("a",) and not problems


@pytest.mark.parametrize(
    ("name", "meant"), [("anwers", "answers"), ("histroy", "history"), ("golds", "gold"), ("askedOn", "asked_on")]
)
def test_a_misspelt_field_is_named_with_the_one_that_is_meant(tmp_path: Path, name: str, meant: str) -> None:
    good = {"id": "1", "question": "who?", "answers": ["a"]}
    questions, problems = read_questions(
        _file(tmp_path / "q.jsonl", good, {"question": "what?", "answerable": False, name: []})
    )
    assert [q.id for q in questions] == ["1"]
    assert f'its "{name}" is no field: write "{meant}"' in problems[0].reason


def test_fields_of_an_editors_own_are_passed_over(tmp_path: Path) -> None:
    line = {"question": "who?", "answers": ["a"], "note": "ask Ann", "answer": "a", "source": "desk"}
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", line))
    assert len(questions) == 1 and problems == []


def test_a_line_ends_only_where_json_lines_ends_it(tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", '{"question": "who\u2028was it?", "answers": ["a"]}')
    assert len(read_questions(path)[0]) == 1


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir(), lambda p: p.write_bytes(b"\xff\xfe{")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "q.jsonl")
    with pytest.raises(BadFile, match=r"q\.jsonl.*cannot be read"):
        read_questions(tmp_path / "q.jsonl")


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(json.dumps({"question": "who?", "answers": ["a"]}).encode() * 50))
    packed[20:24] = b"\xff\x00\xff\x00"
    (tmp_path / "q.jsonl.gz").write_bytes(packed)
    with pytest.raises(BadFile, match=r"q\.jsonl\.gz.*cannot be read"):
        read_questions(tmp_path / "q.jsonl.gz")


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0999-05-03"])
def test_days_at_the_ends_of_time_are_read_back(tmp_path: Path, day: str) -> None:
    record = {"question": "who?", "answers": ["a"], "asked_on": day}
    (question,), problems = read_questions(_file(tmp_path / "q.jsonl", record))
    assert problems == [] and question_from_json(question_json(question)) == question


def test_nought_is_a_name(tmp_path: Path) -> None:
    (question,), _ = read_questions(_file(tmp_path / "q.jsonl", {"id": 0, "question": "who?", "answers": ["a"]}))
    assert question.id == "0"


def test_the_seed_questions_are_all_read() -> None:
    questions, problems = read_questions(Path(__file__).parents[2] / "seeds" / "questions.jsonl")
    assert len(questions) == 120 and problems == []
    assert {q.kind for q in questions} == {"single", "two", "date", "followup", "unanswerable"}


# -- asking and scoring ------------------------------------------------------------------------------------------------


class FakeCorpus:
    """Knows one article."""

    def article(self, article_id: str, version: str | None = None) -> Article:
        if article_id != STORM.id:
            raise NotFound(article_id)
        assert version == STORM.version
        return STORM


class FakeNewsQA:
    """Answers by a table, refuses what is not in it, and remembers how it was asked."""

    llm = None

    corpus = FakeCorpus()

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, tuple[str, ...], str, int | None]] = []

    def ask(self, question: str, turns: Sequence[Turn] = (), *, engine: str, asked_on: int | None = None) -> Turn:
        self.asked.append((question, tuple(t.question for t in turns), engine, asked_on))
        answer = self.answers.get(question) or Answer(None, "No.", refused=True, reason="not found", engine="none")
        return Turn(question, Query(question), (), answer, "draft")


def _answer(short: str | None, text: str, *, shift: int = 0, first_word: float | None = None) -> Answer:
    quote = STORM.text[shift : shift + 20]
    head = (STORM.id, STORM.version, STORM.title, STORM.publisher, STORM.published, STORM.url)
    return Answer(short, text, (Citation(1, *head, 0, 20, quote),), timings=Timings(first_word=first_word))


def _run(
    questions: list[Question], answers: dict[str, Answer], engine: str = "auto"
) -> tuple[list[Scored], FakeNewsQA]:
    newsqa = FakeNewsQA(answers)
    return list(run(questions, newsqa, engine)), newsqa  # type: ignore[arg-type]


def test_a_conversation_is_asked_from_its_beginning_and_each_question_has_its_own() -> None:
    questions = [Question("1", "c?", ("x",), history=("a?", "b?"), asked_on=9), Question("2", "d?", ("x",))]
    _, newsqa = _run(questions, {}, "extractive")
    assert newsqa.asked == [
        ("a?", (), "extractive", 9),
        ("b?", ("a?",), "extractive", 9),
        ("c?", ("a?", "b?"), "extractive", 9),
        ("d?", (), "extractive", None),
    ]


@pytest.mark.parametrize(
    ("question", "answer", "right"),
    [
        (Question("1", "q?", ("a storm",)), _answer("a storm", "It was so. [1]"), True),
        (Question("1", "q?", ("a storm",)), _answer(None, "It was A STORM! [1]"), True),
        (Question("1", "q?", ("a storm", "wind")), _answer("wind", "So. [1]"), True),
        (Question("1", "q?", ("a storm",)), _answer("snow", "Snow. [1]"), False),
        (Question("1", "q?", ("a storm",)), Answer(None, "Nothing on a storm.", refused=True), False),
        (Question("1", "q?", ("Port Alba Times",)), _answer("Port Alba", "Times are hard. [1]"), False),
        (Question("1", "q?", (), (("31",), ("nine", "9"))), _answer("31", "It was nine. [1]"), True),
        (Question("1", "q?", (), (("31",), ("nine", "9"))), _answer(None, "31 and 9. [1]"), True),
        (Question("1", "q?", (), (("31",), ("nine", "9"))), _answer(None, "31. [1]"), False),
        (Question("1", "q?", answerable=False), Answer(None, "No.", refused=True), True),
        (Question("1", "q?", answerable=False), _answer("a storm", "A storm. [1]"), False),
    ],
)
def test_an_answer_is_right_by_its_question(question: Question, answer: Answer, right: bool) -> None:
    (scored,), _ = _run([question], {"q?": answer})
    assert scored.right == right


def test_of_a_wish_what_is_cited_is_measured(corpus: Corpus, tmp_path: Path) -> None:
    storm, owl = {"title": "Storm closes airport of Port Alba"}, {"title": "Rare owl seen in harbour"}
    wishes = [
        ("tell me about the storm", [storm, owl]),
        ("tell me about the owl", [storm]),
        ("tell me about kangaroos", [owl]),
    ]
    lines = ({"question": wish, "gold": gold} for wish, gold in wishes)
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", *lines))
    results = list(run(questions, NewsQA(corpus), "extractive"))
    assert problems == [] and [r.right for r in results] == [True, False, False]
    assert [r.values.get("citation_recall") for r in results] == [0.5, 0.0, None]
    assert [r.values["false_refusal"] for r in results] == [False, False, True]
    assert not any({"exact", "f1", "hit@1"} & r.values.keys() for r in results)
    assert summary(results)["all"]["right_answers"]["value"] == 1 / 3
    assert [scored_from_json(scored_json(r)).question for r in results] == questions


def test_a_quote_that_its_article_does_not_hold_there_is_found_out() -> None:
    questions = [Question("1", "true?", ("storm",)), Question("2", "false?", ("storm",))]
    scored, _ = _run(
        questions, {"true?": _answer("storm", "A storm. [1]"), "false?": _answer("storm", "A storm. [1]", shift=1)}
    )
    assert [s.values["citations_verbatim"] for s in scored] == [True, False]


def test_progress_is_told_after_each_question() -> None:
    seen: list[str] = []
    questions = [Question("1", "a?", ("x",)), Question("2", "b?", ("x",))]
    results = run(questions, FakeNewsQA({}), "auto", lambda s: seen.append(s.question.id))  # type: ignore[arg-type]
    next(results)
    assert seen == ["1"]
    list(results)
    assert seen == ["1", "2"]


def _scored(n: int, kind: str = "single", split: str = "", **values: bool | float) -> Scored:
    return Scored(Question(str(n), "q?", ("x",), kind=kind, split=split), values, {})


def test_every_number_of_the_summary() -> None:
    results = [
        _scored(1, split="dev", right_answer=True, f1=1.0, citations_verbatim=True, seconds=1.0),
        _scored(2, split="test", right_answer=False, f1=0.25, citations_verbatim=False, seconds=2.0),
        _scored(3, right_answer=False, f1=0.25, false_refusal=True, refusal_due=False, seconds=3.0),
        _scored(4, "two", right_answer=True, seconds=4.0),
        _scored(5, "unanswerable", right_refusal=True, refusal_due=True, seconds=5.0),
    ]
    record = summary(results)
    assert record["questions"] == record["all"]["questions"] == 5
    right = record["all"]["right_answers"]
    assert (right["value"], round(right["low"], 4), round(right["high"], 4), right["n"]) == (0.5, 0.15, 0.85, 4)
    assert (record["all"]["f1"]["value"], record["all"]["f1"]["n"]) == (0.5, 3)
    assert record["all"]["refusal_precision"]["value"] == record["all"]["citations_verbatim"]["value"] == 0.5
    assert record["all"]["right_refusals"]["n"] == 1 and record["all"]["false_refusals"]["value"] == 1.0
    assert (record["all"]["seconds"]["p50"], record["all"]["seconds"]["p95"]) == (3.0, 5.0)
    assert list(record["by_kind"]) == ["single", "two", "unanswerable"] and list(record["by_split"]) == ["dev", "test"]
    assert record["by_kind"]["single"]["right_answers"]["value"] == 1 / 3
    assert "right_refusals" not in record["by_kind"]["single"]


def test_the_order_of_questions_does_not_matter_to_the_summary() -> None:
    results = [_scored(n, right_answer=n % 3 == 0, f1=n / 7, seconds=n / 3) for n in range(20)]
    assert summary(results) == summary(results[::-1])


def test_a_summary_of_nothing_has_no_measures() -> None:
    assert summary([])["all"] == {"questions": 0}


def test_a_result_is_read_back_from_its_json() -> None:
    question = Question("1", "é?", ("storm",), gold=(Gold(url="https://a.example/"),), asked_on=86_400)
    results, _ = _run([question, Question("2", "b?", answerable=False)], {"é?": _answer("storm", "Storm. [1]")})
    back = [scored_from_json(json.loads(json.dumps(scored_json(r)))) for r in results]
    assert [scored_json(r) for r in back] == [scored_json(r) for r in results]
    assert back[0].question == question and back[0].turn["draft"] == "draft" and back[0].right


@pytest.mark.parametrize(
    ("answers", "short", "text", "right"),
    [
        (("Yes",), "Yes", "Yes, both do. [1]", True),
        (("Yes",), None, "Yes, both do. [1]", True),
        (("no",), "Yes", "There is no doubt. [1]", False),
        (("no",), None, "There is no doubt. [1]", False),
        (("No.",), "no", "They differ. [1]", True),
        (("No",), None, "No fewer than 40 people were hurt. [1]", False),
        (("No",), None, "No-one was hurt. [1]", False),
        (("No",), None, "No. 10 Downing Street was silent. [1]", False),
        (("No",), None, "No. Nobody was hurt. [1]", True),
        (("No",), "No – nobody was", "So. [1]", True),
        (("No",), "No man's land", "No. [1]", False),
        (("Yes",), None, "Yes [1]", True),
    ],
)
def test_a_yes_or_no_must_be_the_answer(answers: tuple[str, ...], short: str | None, text: str, right: bool) -> None:
    (scored,), _ = _run([Question("1", "q?", answers)], {"q?": _answer(short, text)})
    assert scored.right == right


@pytest.mark.parametrize(
    ("answers", "short", "chosen_right"),
    [
        (("Sesame seeds",), "sesame", True),
        (("Sesame seeds",), "Chia seeds", False),
        (("Sesame seeds",), "wheat", False),
        (("None of the above",), "wheat", True),
        (("None of the above",), None, True),
        (("None of the above",), "Chia seeds", False),
    ],
)
def test_the_choice_is_the_one_nearest_to_the_answer(
    answers: tuple[str, ...], short: str | None, chosen_right: bool
) -> None:
    question = Question("1", "q?", answers, choices=("Chia seeds", "Sesame seeds", "None of the above"))
    (scored,), _ = _run([question], {"q?": _answer(short, "So. [1]")} if short else {})
    assert scored.values["choice"] is chosen_right


@pytest.mark.parametrize(
    ("choices", "short", "right"),
    [
        (("1.5 million euros", "15 million euros", "2 million euros"), "1.5 million euros", True),
        (("1.5 million euros", "15 million euros", "2 million euros"), "15 million euros", False),
        (("15 million euros", "1.5 million euros"), "15 million euros", True),
        (("-5 degrees", "5 degrees"), "5 degrees", False),
        (("5 degrees", "-5 degrees"), "-5 degrees", False),
        (("5 degrees", "-5 degrees"), "5 degrees", True),
    ],
)
def test_choices_that_differ_by_a_point_or_a_sign_are_two(choices: tuple[str, ...], short: str, right: bool) -> None:
    """The first choice is the accepted one."""
    question = Question("1", "q?", choices[:1], choices=choices)
    (scored,), _ = _run([question], {"q?": _answer(short, "So. [1]")})
    assert scored.values["choice"] is right and scored.values["right_answer"] is right


def test_exact_and_f1_are_of_the_short_answer() -> None:
    (scored,), _ = _run([Question("1", "q?", ("a storm",))], {"q?": _answer("The Storm!", "x [1]")})
    assert (scored.values["exact"], scored.values["f1"]) == (True, 1.0)
    parts = Question("1", "q?", (), (("31",), ("nine", "9")))
    (scored,), _ = _run([parts], {"q?": _answer("31 and 9", "x [1]")})
    assert scored.values["exact"] is False and scored.values["f1"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("text", "verbatim", "supported"),
    [
        ("A storm closed the airport. [1]", True, True),
        ("A storm closed the airport.", False, False),
        ("A storm closed the airport. [2]", False, False),
        ("A storm closed the airport. [1] Forty flew.", False, False),
        ("Snow shut 12 schools. [1]", True, False),
    ],
)
def test_every_sentence_needs_a_mark_that_leads_to_what_says_so(text: str, verbatim: bool, supported: bool) -> None:
    (scored,), _ = _run([Question("1", "q?", ("storm",))], {"q?": _answer(None, text)})
    assert (scored.values["citations_verbatim"], scored.values["citations_support"]) == (verbatim, supported)


# -- public question sets ----------------------------------------------------------------------------------------------

MULTIHOP = {
    "query": "Who is it?", "answer": "Mara Lindqvist", "question_type": "inference_query", "id": "mh1",
    "evidence_list": [{"title": "Storm", "url": "https://alba.example/storm", "fact": "A storm closed."}],
}  # fmt: skip
NULL = {
    **MULTIHOP,
    "answer": "Insufficient information.",
    "question_type": "null_query",
    "id": "mh2",
    "evidence_list": [],
}
QUIZ = {
    "id": "20230106_2", "date": "2023-01-05", "question": "Which seed?", "choices": ["Chia seeds", "Sesame seeds"],
    "answer": ["Sesame seeds"], "answer_index": [1], "gold_urls": ["https://news.example/1"],
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_multihop_rag_is_read_as_it_is(tmp_path: Path, packed: bool) -> None:
    data = json.dumps([MULTIHOP, NULL, {"query": 7, "evidence_list": []}]).encode()
    path = tmp_path / "queries.json"
    path.write_bytes(gzip.compress(data) if packed else data)
    (first, second), (problem,) = read_questions(path)
    assert (first.id, first.answers, first.kind) == ("mh1", ("Mara Lindqvist",), "inference_query")
    assert first.gold == (Gold(url="https://alba.example/storm", title="Storm", quote="A storm closed."),)
    assert (second.answerable, second.answers) == (False, ())
    assert problem.path == f"{path}:3"


def test_realtimeqa_is_read_as_it_is(tmp_path: Path) -> None:
    (quiz,), problems = read_questions(_file(tmp_path / "q.jsonl", QUIZ))
    assert problems == [] and quiz.asked_on == 1_672_876_800 and quiz.choices == ("Chia seeds", "Sesame seeds")
    assert (quiz.answers, quiz.gold) == (("Sesame seeds",), (Gold(url="https://news.example/1"),))
    (emoji,), _ = read_questions(_file(tmp_path / "e.jsonl", {**QUIZ, "choices": ["👍", "🔥"], "answer": ["👍"]}))
    assert emoji.answers == ("👍",)
    none = {**{k: v for k, v in QUIZ.items() if k != "date"}, "id": "20230106_2_nota", "of": "20230106_2"}
    (variant,), _ = read_questions(_file(tmp_path / "n.jsonl", none))
    assert (variant.kind, variant.asked_on) == ("none of the above", 1_672_963_200)


# -- which are asked ---------------------------------------------------------------------------------------------------


def test_a_sample_and_the_fingerprint_do_not_depend_on_the_order() -> None:
    questions = [Question(str(n), f"{n}?", ("a",)) for n in range(30)]
    sample = choose(questions, limit=5, seed=3)
    assert {q.id for q in sample} == {q.id for q in choose(questions[::-1], limit=5, seed=3)}
    assert sample != choose(questions, limit=5, seed=4)
    assert fingerprint(questions) == fingerprint(questions[::-1]) != fingerprint(questions[1:])


def test_kinds_are_chosen_and_a_kind_that_is_not_there_is_named() -> None:
    questions = [Question(kind, "who?", ("a",), kind=kind, split="dev") for kind in ("single", "date", "two")]
    assert [q.id for q in choose(questions, kinds=("two", "single"), split="dev")] == ["single", "two"]
    with pytest.raises(BadRequest, match="no question has the kind “dates”; there are: date, single, two"):
        choose(questions, kinds=("dates",))
    with pytest.raises(BadRequest, match="no question has the split “test”; there are: dev"):
        choose(questions, split="test")


# -- the ranking -------------------------------------------------------------------------------------------------------


def test_gold_is_found_by_address_title_and_quote(corpus: Corpus) -> None:
    question = Question(
        "1", "What closed the airport of Port Alba?", ("storm",),
        gold=(
            Gold(url="http://www.alba.example/storm?utm_source=x", quote="A storm closed the\u200b airport"),
            Gold(title="Nothing of this title"),
        ),
    )  # fmt: skip
    (scored,) = run([question], NewsQA(corpus), "extractive")
    assert scored.gold_unknown == 1
    assert scored.values["hit@1"] is True and scored.values["quote_hit@4"] is True and scored.values["ndcg@10"] == 1.0
    assert scored.values["citation_recall"] == 1.0 and scored.values["evidence_hit"] is True


@pytest.mark.parametrize(
    "title",
    [
        " Café in  Zürich\u00a0wins prize 🏆\n",
        "Cafe\u0301 in Zu\u0308rich wins prize 🏆",
        "CAFÉ IN ZÜRICH WINS PRIZE 🏆",
        "Ca\u00adfé in Zürich wins pri\u200bze 🏆",
    ],
)
def test_a_gold_title_is_known_however_it_is_written(corpus: Corpus, title: str) -> None:
    (scored,) = run([Question("1", "Which café won?", ("x",), gold=(Gold(title=title),))], NewsQA(corpus), "extractive")
    assert scored.gold_unknown == 0 and scored.values["hit@10"] is True


def test_a_gold_title_is_found_among_many_that_hold_it(tmp_path: Path) -> None:
    many = [Article.of(f"Storm {n}", f"Rain {n}.", published=n) for n in range(1, 205)]
    question = Question("1", "What did the storm bring?", ("snow",), gold=(Gold(title="Storm"),))
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([*many, Article.of("Storm", "The storm brought snow.", published=0)])
        (scored,) = run([question], NewsQA(corpus), "extractive")
    assert scored.gold_unknown == 0


def test_of_two_articles_with_one_gold_title_the_second_gains_nothing(tmp_path: Path) -> None:
    storms = [Article.of("Storm", f"A storm closed the port of {c}.", url=f"https://a.example/{c}") for c in "AB"]
    golds = (Gold(title="Storm"), Gold(title="Owl"))
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([*storms, Article.of("Owl", "An owl was seen.")])
        question = Question("1", "Which storm closed the port?", ("A",), gold=golds)
        (scored,) = run([question], NewsQA(corpus), "extractive")
    # Found at the first and third place: (1 + 1/log2 4) / (1 + 1/log2 3)
    assert scored.values["ndcg@10"] == pytest.approx(0.9197, abs=1e-4)


def test_a_quote_of_an_article_that_is_not_here_is_left_out_with_it(corpus: Corpus) -> None:
    gold = (Gold(title="An article that is not here", quote="Some 40 swans were counted."),)
    question = Question("1", "What closed the airport of Port Alba?", ("storm",), gold=gold)
    (scored,) = run([question], NewsQA(corpus), "extractive")
    assert scored.gold_unknown == 1
    assert not {"hit@4", "quote_hit@4", "quote_reciprocal_rank", "evidence_hit"} & scored.values.keys()


def test_a_quote_of_nothing_is_not_found(corpus: Corpus) -> None:
    question = Question(
        "1", "What closed the airport of Port Alba?", ("storm",), gold=(Gold(title="T", quote="\u200b"),)
    )
    (scored,) = run([question], NewsQA(corpus), "extractive")
    assert "quote_hit@4" not in scored.values and "evidence_hit" not in scored.values


@pytest.mark.parametrize(
    ("gold", "unsaid"),
    [
        (Gold(url="http://www.alba.example/storm", quote="A storm closed the airport"), 0),
        (Gold(url="http://www.alba.example/storm", quote="A flood closed the airport"), 1),
        (Gold(quote="A storm closed the  airport"), 0),
        (Gold(quote="A flood closed the airport"), 1),
        (Gold(title="Nothing of this title", quote="A flood closed the airport"), 0),  # left out with its article
    ],
)
def test_a_gold_quote_that_no_article_says_is_counted(corpus: Corpus, gold: Gold, unsaid: int) -> None:
    question = Question("1", "What closed the airport of Port Alba?", ("storm",), gold=(gold,))
    (scored,) = run([question], NewsQA(corpus), "extractive")
    assert scored.quotes_unsaid == unsaid and summary([scored])["quotes_not_in_corpus"] == unsaid
    assert scored.values.get("quote_hit@4") is (None if gold.title else not unsaid)
    assert scored_from_json(scored_json(scored)).quotes_unsaid == unsaid


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("evaluate") / "data"
    with Corpus.open(directory) as corpus:
        corpus.add([STORM, CLOCKS])
    return directory


LINES = (
    {
        "id": "a",
        "question": "What closed the airport of Port Alba?",
        "answers": ["storm"],
        "kind": "single",
        "split": "dev",
    },
    {
        "id": "b",
        "question": "How many clocks does the museum show?",
        "answers": ["300"],
        "kind": "single",
        "split": "test",
    },
    {"id": "c", "question": "Who won the 2022 World Cup in Qatar?", "answerable": False, "kind": "unanswerable"},
)


def test_the_command_prints_json_and_keeps_the_run(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    arguments = [
        "--data",
        str(data),
        "eval",
        str(path),
        "--engine",
        "extractive",
        "--json",
        "--out",
        str(tmp_path / "run"),
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    record = json.loads(result.stdout)
    assert record == json.loads((tmp_path / "run" / "summary.json").read_text("utf-8"))
    assert record["questions"] == 3 and record["all"]["citations_verbatim"]["value"] == 1.0
    assert record["all"]["right_refusals"]["value"] == 1.0
    kept = [json.loads(line) for line in (tmp_path / "run" / "turns.jsonl").read_text("utf-8").splitlines()]
    assert [k["id"] for k in kept] == ["a", "b", "c"]
    assert record["all"]["right_answers"]["value"] == sum(k["values"]["right_answer"] for k in kept[:2]) / 2


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--kind", "single"], 2),
        (["--split", "test"], 1),
        (["--limit", "1"], 1),
        (["--kind", "single", "--limit", "5"], 2),
        (["--kind", "single", "--kind", "unanswerable"], 3),
    ],
)
def test_the_command_asks_only_what_is_chosen(data: Path, tmp_path: Path, options: list[str], asked: int) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    result = CliRunner().invoke(
        app, ["--data", str(data), "eval", str(path), "--engine", "extractive", "--json", *options]
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["questions"] == asked


def test_the_command_names_the_kinds_where_one_is_not_there(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    result = CliRunner().invoke(app, ["--data", str(data), "eval", str(path), "--kind", "nothing"])
    assert result.exit_code != 0
    assert "no question has the kind “nothing”; there are: single, unanswerable." in result.stderr


def test_the_command_names_broken_lines_asks_the_others_and_ends_with_1(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", LINES[0], "{broken", {"question": "who?"}, LINES[2])
    result = CliRunner().invoke(app, ["--data", str(data), "eval", str(path), "--engine", "extractive", "--json"])
    assert result.exit_code == 1
    assert f"{path}:2" in result.stderr and f"{path}:3" in result.stderr
    assert json.loads(result.stdout)["questions"] == 2


def test_an_empty_corpus_is_told_not_scored(tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    arguments = [
        "--data",
        str(tmp_path / "dtaa"),
        "eval",
        str(path),
        "--engine",
        "extractive",
        "--out",
        str(tmp_path / "run"),
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2 and "dtaa holds no articles" in result.stderr and not (tmp_path / "run").exists()


@pytest.mark.parametrize("lines", [(), ({**LINES[0], "todo": "answers"},), ("{broken",)])
def test_a_file_that_asks_nothing_passes_nothing(data: Path, tmp_path: Path, lines: tuple[object, ...]) -> None:
    path = _file(tmp_path / "q.jsonl", *lines)
    result = CliRunner().invoke(app, ["--data", str(data), "eval", str(path), "--engine", "extractive"])
    assert result.exit_code == 1 and "holds no question" in result.stderr


def test_the_command_shows_a_table(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    result = CliRunner().invoke(app, ["--data", str(data), "eval", str(path), "--engine", "extractive"])
    assert result.exit_code == 0 and "citations support" in result.stdout and "unanswerable" in result.stdout


def test_the_command_names_a_file_that_is_not_there(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["--data", str(data), "eval", str(tmp_path / "none.jsonl"), "--engine", "extractive"]
    )
    assert result.exit_code == 2 and "(No such file or directory)" in result.stderr and "Errno" not in result.stderr
    assert result.stderr.count("none.jsonl") == 1


def test_a_folder_that_cannot_be_written_is_named(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    arguments = ["--data", str(data), "eval", str(path), "--engine", "extractive", "--out", str(path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit) and "q.jsonl" in result.stderr
