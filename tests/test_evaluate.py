"""The evaluation: question files with flaws, scoring, and every number of the summary worked out by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from index import Article, BadFile, Corpus
from qa.cli import app
from qa.cli.scores import save, show_summary
from qa.evaluate import Question, Scored, read_questions, run, scored_json, summary
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
        "answerable": True, "kind": "two", "split": "dev", "asked_on": "1970-01-02", "gold": [], "why": None,
    }  # fmt: skip
    (question,), problems = read_questions(_file(tmp_path / "q.jsonl", record))
    assert question == Question("q1", "who?", ("a", "7"), (("b", "c"), ("d",)), ("what?",), True, "two", "dev", 86_400)
    assert problems == []


def test_a_question_and_its_answers_are_enough(tmp_path: Path) -> None:
    path = _file(
        tmp_path / "q.jsonl", {"question": "who?", "answers": ["a"]}, "", {"question": "x?", "answerable": False}
    )
    questions, problems = read_questions(path)
    assert questions == [Question("1", "who?", ("a",)), Question("3", "x?", answerable=False)]
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
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path, line: object) -> None:
    good = {"question": "who?", "answers": ["a"]}
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", good, line, good))
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
    ],
)
def test_a_broken_line_of_these_kinds_is_named_too(tmp_path: Path, line: object) -> None:
    questions, problems = read_questions(_file(tmp_path / "q.jsonl", line, {"question": "who?", "answers": ["a"]}))
    assert [q.id for q in questions] == ["2"] and len(problems) == 1


def test_a_line_ends_only_where_json_lines_ends_it(tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", '{"question": "who\u2028was it?", "answers": ["a"]}')
    assert len(read_questions(path)[0]) == 1


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir(), lambda p: p.write_bytes(b"\xff\xfe{")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "q.jsonl")
    with pytest.raises(BadFile, match=r"q\.jsonl.*cannot be read"):
        read_questions(tmp_path / "q.jsonl")


def test_the_seed_questions_are_all_read() -> None:
    questions, problems = read_questions(Path(__file__).parent.parent / "seeds" / "questions.jsonl")
    assert len(questions) == 120 and problems == []
    assert {q.kind for q in questions} == {"single", "two", "date", "followup", "unanswerable"}


# -- asking and scoring ------------------------------------------------------------------------------------------------


class FakeCorpus:
    """Knows one article."""

    def article(self, article_id: str, version: str | None = None) -> Article:
        assert (article_id, version) == (STORM.id, STORM.version)
        return STORM


class FakeNewsQA:
    """Answers by a table, refuses what is not in it, and remembers how it was asked."""

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
        (Question("1", "q?", (), (("31",), ("nine", "9"))), _answer(None, "31 and 9. [1]"), True),
        (Question("1", "q?", (), (("31",), ("nine", "9"))), _answer(None, "31. [1]"), False),
        (Question("1", "q?", answerable=False), Answer(None, "No.", refused=True), True),
        (Question("1", "q?", answerable=False), _answer("a storm", "A storm. [1]"), False),
    ],
)
def test_an_answer_is_right_by_its_question(question: Question, answer: Answer, right: bool) -> None:
    (scored,), _ = _run([question], {"q?": answer})
    assert (scored.right, scored.refused) == (right, answer.refused)


def test_a_quote_that_its_article_does_not_hold_there_is_found_out() -> None:
    questions = [Question("1", "true?", ("storm",)), Question("2", "false?", ("storm",))]
    scored, _ = _run(questions, {"true?": _answer("storm", "[1]"), "false?": _answer("storm", "[1]", shift=1)})
    assert [s.verbatim for s in scored] == [(True,), (False,)]


def test_progress_is_told_after_each_question() -> None:
    seen: list[str] = []
    questions = [Question("1", "a?", ("x",)), Question("2", "b?", ("x",))]
    results = run(questions, FakeNewsQA({}), "auto", lambda s: seen.append(s.question.id))  # type: ignore[arg-type]
    next(results)
    assert seen == ["1"]
    list(results)
    assert seen == ["1", "2"]


def _scored(n: int, kind: str, right: bool, refused: bool, seconds: float, *, answerable: bool = True, split: str = "",
            verbatim: tuple[bool, ...] = (), first_word: float | None = None) -> Scored:  # fmt: skip
    question = Question(str(n), "q?", ("x",), answerable=answerable, kind=kind, split=split)
    return Scored(question, {}, right, refused, verbatim, seconds, first_word)


def test_every_number_of_the_summary() -> None:
    results = [
        _scored(1, "single", True, False, 1.0, verbatim=(True, True), first_word=0.5, split="dev"),
        _scored(2, "single", False, False, 2.0, verbatim=(True, False), first_word=0.7, split="test"),
        _scored(3, "single", False, True, 3.0, split="dev"),
        _scored(4, "two", True, False, 4.0, split="test"),  # answered without a citation
        _scored(5, "unanswerable", True, True, 5.0, answerable=False, split="dev"),
        _scored(6, "unanswerable", False, False, 6.0, answerable=False, verbatim=(True,), split="test"),
        _scored(7, "unanswerable", True, True, 7.0, answerable=False),
    ]
    record = summary(results)
    assert (record["questions"], record["n"]) == (7, 7)
    assert record["right"] == 2 / 4
    assert [round(x, 4) for x in record["right_interval"]] == [0.15, 0.85]
    assert record["false_refusals"] == 1 / 4
    assert record["refusals_right"] == 2 / 3
    assert [round(x, 4) for x in record["refusals_right_interval"]] == [0.2077, 0.9385]
    assert record["refusal_precision"] == 2 / 3
    assert record["citations_verbatim"] == 4 / 5
    assert record["answers_with_citation"] == 3 / 4
    assert record["seconds"] == {"p50": 4.0, "p95": 7.0}
    assert record["first_word"] == {"p50": 0.5, "p95": 0.7}
    assert list(record["by_kind"]) == ["single", "two", "unanswerable"]
    assert record["by_kind"]["single"]["right"] == 1 / 3
    assert record["by_kind"]["single"]["refusals_right"] is None
    assert record["by_kind"]["unanswerable"]["right"] is None
    assert record["by_kind"]["unanswerable"]["refusals_right"] == 2 / 3
    assert list(record["by_split"]) == ["dev", "test"]
    assert (record["by_split"]["dev"]["n"], record["by_split"]["dev"]["right"]) == (3, 1 / 2)
    assert record["by_split"]["test"]["refusals_right"] == 0.0


def test_a_summary_of_nothing_has_no_shares() -> None:
    record = summary([])
    assert record["questions"] == 0
    assert record["right"] is record["citations_verbatim"] is record["seconds"]["p50"] is None
    assert (record["by_kind"], record["by_split"]) == ({}, {})


def test_a_run_is_kept_as_json(tmp_path: Path) -> None:
    results, _ = _run(
        [Question("1", "é?", ("storm",)), Question("2", "b?", answerable=False)], {"é?": _answer("storm", "[1]")}
    )
    save(tmp_path / "new" / "run", results, summary(results))
    lines = [json.loads(line) for line in (tmp_path / "new" / "run" / "results.jsonl").read_text("utf-8").splitlines()]
    assert lines == [json.loads(json.dumps(scored_json(r))) for r in results]
    assert lines[0]["question"]["question"] == "é?" and lines[0]["turn"]["draft"] == "draft" and lines[0]["right"]
    assert json.loads((tmp_path / "new" / "run" / "summary.json").read_text("utf-8")) == json.loads(
        json.dumps(summary(results))
    )


def test_the_table_has_a_row_for_all_and_for_each_kind_and_split(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console

    results = [_scored(1, "single", True, False, 1.0, split="dev"), _scored(2, "date", False, True, 1.0)]
    show_summary(Console(width=120), summary(results))
    shown = capsys.readouterr().out
    assert [line.split("  ")[0] for line in shown.splitlines()[1:5]] == ["all", "date", "single", "split dev"]
    assert "50.0 %" in shown and "–" in shown
    show_summary(Console(width=120), summary([]))


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
    assert record["questions"] == 3 and record["citations_verbatim"] == 1.0 and record["refusals_right"] == 1.0
    kept = [json.loads(line) for line in (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()]
    assert [k["id"] for k in kept] == ["a", "b", "c"]
    assert record["right"] == sum(k["right"] for k in kept[:2]) / 2


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["--kind", "single"], 2),
        (["--split", "test"], 1),
        (["--limit", "1"], 1),
        (["--kind", "single", "--limit", "5"], 2),
        (["--kind", "nothing"], 0),
    ],
)
def test_the_command_asks_only_what_is_chosen(data: Path, tmp_path: Path, options: list[str], asked: int) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    result = CliRunner().invoke(
        app, ["--data", str(data), "eval", str(path), "--engine", "extractive", "--json", *options]
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["questions"] == asked


def test_the_command_names_broken_lines_asks_the_others_and_ends_with_1(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", LINES[0], "{broken", {"question": "who?"}, LINES[2])
    result = CliRunner().invoke(app, ["--data", str(data), "eval", str(path), "--engine", "extractive", "--json"])
    assert result.exit_code == 1
    assert f"{path}:2" in result.stderr and f"{path}:3" in result.stderr
    assert json.loads(result.stdout)["questions"] == 2


def test_the_command_shows_a_table(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    result = CliRunner().invoke(app, ["--data", str(data), "eval", str(path), "--engine", "extractive"])
    assert result.exit_code == 0 and "citations verbatim" in result.stdout and "unanswerable" in result.stdout


def test_the_command_names_a_file_that_is_not_there(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["--data", str(data), "eval", str(tmp_path / "none.jsonl"), "--engine", "extractive"]
    )
    assert result.exit_code == 1 and "none.jsonl" in result.stderr and "Traceback" not in result.output


def test_a_folder_that_cannot_be_written_is_named(data: Path, tmp_path: Path) -> None:
    path = _file(tmp_path / "q.jsonl", *LINES)
    arguments = ["--data", str(data), "eval", str(path), "--engine", "extractive", "--out", str(path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code in (1, 2) and isinstance(result.exception, SystemExit) and "q.jsonl" in result.stderr
