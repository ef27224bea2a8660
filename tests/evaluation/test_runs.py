"""Kept runs: what the folder holds, going on after an interruption, comparing, gating, and the report."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from index import Article, Corpus
from index import split as split_module
from qa.cli import app, scores
from qa.cli.scores import run_with_progress
from qa.evaluation import Question, Scored, read_questions, run, summary
from qa.evaluation.compare import compare
from qa.evaluation.folder import corpus_fingerprint, load_run
from qa.evaluation.report import report_html
from qa.evidence.answerable import sentences_of
from qa.newsqa import NewsQA
from qa.page.report_render import head
from qa.records import Answer

EVIL = "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>\"'"


def _lines(n: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"q{i}",
            "question": f"What closed the airport of Port {chr(65 + i)}?",
            "answers": ["storm"],
            "kind": "k",
        }
        for i in range(n)
    ]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("NEWSQA_") and n != "NEWSQA_CACHE"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> Path:
    directory = tmp_path_factory.mktemp("runs") / "data"
    with Corpus.open(directory) as corpus:
        corpus.add(articles)
    return directory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _write(tmp_path / "q.jsonl", _lines(8))


def _write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(r) for r in records), "utf-8")
    return path


def _eval(data: Path, file: Path, *options: object) -> Result:
    arguments = ["--data", str(data), "eval", str(file), "--engine", "extractive", *map(str, options)]
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the product refuses everything."""
    ask = NewsQA.ask

    def refuse(self: NewsQA, *arguments: Any, **options: Any) -> Any:
        from dataclasses import replace

        return replace(ask(self, *arguments, **options), answer=Answer(None, "No.", refused=True, reason="not found"))

    monkeypatch.setattr(NewsQA, "ask", refuse)


def test_a_folder_says_what_was_asked_of_what(data: Path, file: Path, tmp_path: Path) -> None:
    result = _eval(data, file, "--out", tmp_path / "run")
    assert result.exit_code == 0, result.output
    kept = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert kept["questions"]["count"] == 8 and kept["corpus"]["articles"] == 12
    assert (kept["engine"], kept["model"]) == ("extractive", None) and "static" in kept["index"]["embedder"]
    assert str(tmp_path) not in json.dumps(kept) and "api_key" not in json.dumps(kept)
    assert sorted(p.name for p in (tmp_path / "run").iterdir()) == [
        "report.html", "run.json", "summary.json", "turns.jsonl",
    ]  # fmt: skip


def test_an_interrupted_run_goes_on_where_it_stopped(
    data: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _eval(data, file, "--out", tmp_path / "whole", "--json")
    asked: list[str] = []
    ask = NewsQA.ask

    def interrupted(self: NewsQA, question: str, *arguments: Any, **options: Any) -> Any:
        asked.append(question)
        if len(asked) == 5:  # the first one only loads what answers need
            raise KeyboardInterrupt
        return ask(self, question, *arguments, **options)

    monkeypatch.setattr(NewsQA, "ask", interrupted)
    assert _eval(data, file, "--out", tmp_path / "run").exit_code == 130
    turns = tmp_path / "run" / "turns.jsonl"
    assert len(turns.read_bytes().splitlines()) == 3
    os.truncate(turns, turns.stat().st_size - 10)  # as if the machine had stopped in the midst of a line
    resumed = _eval(data, file, "--out", tmp_path / "run", "--json")
    assert resumed.exit_code == 0 and len(asked) == 5 + 7
    first, second = json.loads(whole.stdout), json.loads(resumed.stdout)
    del first["all"]["seconds"], second["all"]["seconds"]
    assert first["all"] == second["all"]
    _eval(data, file, "--out", tmp_path / "run")  # it is whole now: shown again, not asked again
    assert len(asked) == 5 + 7


@pytest.mark.parametrize("full", ["turns.jsonl", "summary.json", "report.html"])
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    full: str, data: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        if full == "turns.jsonl":
            disk.setattr(os, "fsync", no_room)
        else:
            (folder / f"{full}.part").symlink_to("/dev/full")
        result = _eval(data, file, "--out", folder)
    assert result.exit_code == 1 and "No space left on device" in result.stderr and "Traceback" not in result.output
    (folder / f"{full}.part").unlink(missing_ok=True)
    assert _eval(data, file, "--out", folder).exit_code == 0 and (folder / "report.html").exists()


def test_what_answers_need_is_loaded_before_the_first_one_is_timed(
    data: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[int] = []

    def asking(*arguments: Any) -> Any:
        loaded.append(split_module._punkt.cache_info().currsize)
        return run_with_progress(*arguments)

    split_module._punkt.cache_clear()
    sentences_of.cache_clear()
    monkeypatch.setattr(scores, "run_with_progress", asking)
    assert _eval(data, file).exit_code == 0 and loaded == [1]


def test_a_seed_that_no_draw_takes_is_refused_before_anything_is_asked(data: Path, file: Path) -> None:
    result = _eval(data, file, "--seed", -1)
    assert result.exit_code == 2 and "--seed" in result.stderr and "Asking" not in result.output


def test_answers_without_the_model_are_counted(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the figures of quotes would pass for the model's."""
    monkeypatch.setenv("NEWSQA_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("NEWSQA_LLM_MODEL", "gone")
    file = _write(tmp_path / "q.jsonl", _lines(1))
    shown = _eval(data, file, "--engine", "llm", "--out", tmp_path / "run")
    assert shown.exit_code == 0 and "answered without the model, which was not there or failed: 1" in shown.stdout
    run, record = (json.loads((tmp_path / "run" / f"{name}.json").read_text("utf-8")) for name in ("run", "summary"))
    assert record["without_model"] == 1 and "1 without the model" in head(run, record)
    assert "1 answered without the model" in (tmp_path / "run" / "report.html").read_text("utf-8")
    assert json.loads(_eval(data, file, "--json").stdout)["without_model"] == 0


def test_a_run_for_a_model_does_not_begin_without_one(
    data: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSQA_LLM_FILE", "none")
    shown = _eval(data, file, "--engine", "llm", "--out", tmp_path / "run")
    assert shown.exit_code == 2 and "set NEWSQA_LLM_FILE" in shown.stderr and "--engine extractive" in shown.stderr
    assert "Asking" not in shown.output and not (tmp_path / "run").exists()
    monkeypatch.setenv("NEWSQA_LLM_FILE", str(tmp_path / "gone.gguf"))
    shown = _eval(data, file, "--engine", "llm")
    assert shown.exit_code == 2 and "gone.gguf is missing" in shown.stderr
    assert _eval(data, file, "--engine", "auto").exit_code == 0


def test_the_folder_of_a_kept_run_is_named(data: Path, file: Path) -> None:
    result = _eval(data, file, "--keep")
    (folder,) = (data / "evaluations").iterdir()
    assert result.exit_code == 0 and f"Keeping the run in {folder}\n" in result.stderr


@pytest.mark.parametrize("other", ["questions", "corpus", "engine", "commit", "judge", "prompts", "damaged", "unknown"])
def test_another_run_does_not_go_on_in_the_folder(
    other: str, data: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    _eval(data, file, "--out", folder)
    if other == "questions":
        _write(file, [*_lines(8)[1:], {**_lines(1)[0], "answers": ["snow"]}])
    elif other in ("corpus", "engine", "commit"):
        kept = json.loads((folder / "run.json").read_text("utf-8"))
        kept[other] = {"fingerprint": "x"} if other == "corpus" else "llm"
        (folder / "run.json").write_text(json.dumps(kept), "utf-8")
    elif other == "judge":  # loaded when it is first asked
        monkeypatch.setenv("NEWSQA_NLI", "another")
    elif other == "prompts":
        monkeypatch.setenv("NEWSQA_PROMPTS", str(tmp_path))
    elif other == "damaged":
        (folder / "run.json").write_text("{", "utf-8")
    else:
        (folder / "run.json").unlink()
    before = (folder / "turns.jsonl").read_bytes()
    result = _eval(data, file, "--out", folder)
    assert result.exit_code == 2 and "name another" in result.stderr.lower() and "Traceback" not in result.output
    assert (folder / "turns.jsonl").read_bytes() == before


def test_the_same_product_passes_the_gate_in_any_order(data: Path, file: Path, tmp_path: Path) -> None:
    _eval(data, file, "--out", tmp_path / "base")
    _write(file, _lines(8)[::-1])
    result = _eval(data, file, "--baseline", tmp_path / "base", "--gate")
    assert result.exit_code == 0 and "no question changed sides" in result.stdout


@pytest.mark.usefixtures("data")
def test_a_worse_product_fails_the_gate_and_the_questions_are_named(
    data: Path, file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    _eval(data, file, "--out", tmp_path / "base")
    request.getfixturevalue("refusing")
    informed = _eval(data, file, "--baseline", tmp_path / "base")
    assert informed.exit_code == 0 and "significantly worse" in informed.stdout and "q0" in informed.stdout
    gated = _eval(data, file, "--baseline", tmp_path / "base", "--gate", "--out", tmp_path / "worse", "--json")
    assert gated.exit_code == 1 and "right answers got significantly worse" in gated.stderr
    against = {c["measure"]: c for c in json.loads(gated.stdout)["against_baseline"]}
    assert against["right_answers"]["regressed"] and against["right_answers"]["gated"]
    assert "significantly worse" in (tmp_path / "worse" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("other", ["questions", "corpus", "index", "selection"])
def test_what_cannot_be_compared_is_refused(other: str, data: Path, file: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    _eval(data, file, "--out", base)
    options: list[object] = []
    if other == "questions":
        _write(file, _lines(7))
    elif other == "selection":
        options = ["--limit", 3]
    else:
        kept = json.loads((base / "run.json").read_text("utf-8"))
        kept[other] = {"fingerprint": "x"}
        (base / "run.json").write_text(json.dumps(kept), "utf-8")
    result = _eval(data, file, "--baseline", base, *options)
    assert result.exit_code == 2 and "cannot be compared" in result.stderr and "Traceback" not in result.output


def test_a_baseline_that_is_none_or_unfinished_is_named(data: Path, file: Path, tmp_path: Path) -> None:
    assert "holds no run" in _eval(data, file, "--baseline", tmp_path / "nothing").stderr
    _eval(data, file, "--out", tmp_path / "base")
    (tmp_path / "base" / "turns.jsonl").write_text("")
    result = _eval(data, file, "--baseline", tmp_path / "base")
    assert result.exit_code == 2 and "unfinished" in result.stderr


def test_the_gate_needs_a_baseline(data: Path, file: Path) -> None:
    result = _eval(data, file, "--gate")
    assert result.exit_code == 2 and "--baseline" in result.stderr


def test_the_corpus_fingerprint_is_of_contents_not_of_order(articles: list[Article], tmp_path: Path) -> None:
    def made(name: str, chosen: list[Article]) -> str:
        with Corpus.open(tmp_path / name) as corpus:
            corpus.add(chosen)
            return corpus_fingerprint(corpus)

    assert made("a", articles[:3]) == made("b", articles[2::-1]) != made("c", articles[:2])


# -- the report --------------------------------------------------------------------------------------------------------

RUN = {
    "question_file": {"name": EVIL}, "engine": "auto", "model": EVIL, "corpus": {"articles": 1, "fingerprint": "f"},
    "index": {"passages": 1, "embedder": EVIL}, "questions": {"fingerprint": "f"}, "started": "now", "commit": None,
}  # fmt: skip


def test_nothing_untrusted_gets_out_of_its_place_in_the_report(tmp_path: Path) -> None:
    article = Article.of(EVIL, f"The storm {EVIL} closed the airport.", publisher=EVIL)
    record = {"id": EVIL, "question": f"What closed the airport? {EVIL}", "answers": [EVIL], "kind": EVIL, "split": EVIL,
              "gold": [{"title": EVIL, "quote": EVIL}], "history": [EVIL], "choices": [EVIL], "why": EVIL}  # fmt: skip
    questions, _ = read_questions(_write(tmp_path / "q.jsonl", [record]))
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([article])
        results = list(run(questions, NewsQA(corpus), "extractive"))
    html = report_html(RUN, summary(results), results, compare(results, results))
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html
    assert not re.search(r"""\b(?:src|href|srcset|action)\s*=|@import|url\(""", re.sub("&lt;.*?&gt;", "", html))
    assert "default-src 'none'" in html


def test_the_report_is_written_whatever_a_model_wrote(corpus: Corpus) -> None:
    turned = "right\u202e \u2067thgir\x00\x1b \ud83d"
    (result,) = run([Question("a", "What closed the airport?", ("storm", turned))], NewsQA(corpus), "extractive")
    result = replace(result, turn={**result.turn, "draft": turned})
    html = report_html(RUN, summary([result]), [result])
    assert "right thgir" in html and html.encode() and not set(html) & set("\u202e\u2067\x00\x1b\ud83d")


def test_wrong_turns_come_first_and_can_be_read_off(corpus: Corpus) -> None:
    questions = [
        Question("a", "What closed the airport of Port Alba?", ("storm",), kind="easy"),
        Question("b", "What closed the airport of Port Alba?", ("a comet",), kind="hard"),
        Question("c", "Who won the 2022 World Cup in Qatar?", answerable=False, why="absent"),
    ]
    results: list[Scored] = list(run(questions, NewsQA(corpus), "extractive"))
    html = report_html(RUN, summary(results), results)
    turns = re.findall(r'<section class="turn (\w+) kind-(\d)">', html)
    assert turns == [("wrong", "2"), ("right", "1"), ("right", "3")]
    wrong = html.split("<section", 2)[1]
    for part in ("understood as", "evidence", "verbatim", "a comet", "A storm closed the airport"):
        assert part in wrong
    assert "<svg" in html and "#kind-2:checked" in html
    report_html(RUN, summary([]), [])


def test_a_kept_run_is_loaded_as_it_was(data: Path, file: Path, tmp_path: Path) -> None:
    _eval(data, file, "--out", tmp_path / "run")
    kept, results = load_run(tmp_path / "run")
    assert kept["questions"]["count"] == len(results) == 8
    assert summary(results)["all"] == json.loads((tmp_path / "run" / "summary.json").read_text("utf-8"))["all"]
