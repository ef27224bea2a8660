"""The command line: what it prints, its exit codes, and two processes on one data directory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import qa.model.llm
from index import Article, Corpus, Evidence, Filters, ModelUnavailable, NewsqaError, Progress, program_version
from qa import Client
from qa.api.keys import add_key
from qa.cli import app, main
from qa.cli.terminal import show_articles, show_status
from qa.newsqa import NewsQA
from qa.records import Answer, Answered, Citation, Delta, Event, Gathered, Query, Timings, Turn, Understood
from qa.serve.replies import ArticleReply, ArticlesReply, SearchReply, StatusReply, TurnReply

ROOT = Path(__file__).parents[2]
STORM = Article.of(
    "Storm \x1b[31mcloses [red]airport[/red]",
    "A storm closed the airport of Port Alba on Thursday. Forty flights were cancelled.",
    publisher="Alba Times",
    url="https://alba.example/storm",
    published=1_732_806_540,
)
CAFE = "caf\udce9.txt"  # as Python names a file whose name is not UTF-8
CLOCKS = Article.of("Museum of clocks opens", "The museum of clocks opened in Lindau.", publisher="Lake Post")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("NEWSQA_") and n != "NEWSQA_CACHE"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with two articles, which nobody has open."""
    directory = tmp_path_factory.mktemp("cli") / "data"
    with Corpus.open(directory) as corpus:
        corpus.add([STORM, CLOCKS])
    return directory


def _run(data: Path, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["--data", str(data), *arguments], input=typed)


def _quote() -> Citation:
    text = STORM.text.split(". ")[0] + "."
    head = (STORM.id, STORM.version, STORM.title, STORM.publisher, STORM.published, STORM.url)
    return Citation(1, *head, 0, len(text), text)


def _closest() -> Evidence:
    head = (STORM.id, STORM.version, STORM.title, STORM.publisher, STORM.published, STORM.url)
    return Evidence(*head, "p1", 0, 7, STORM.text[:7], 0.5)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What NewsQA was asked. It answers by a script, refuses what holds "refuse", rewrites what starts with "and"."""
    calls: list[dict[str, Any]] = []

    def stream(self: NewsQA, question: str, turns: Sequence[Turn] = (), **options: Any) -> Iterator[Event]:
        calls.append({"question": question, "turns": turns, "llm": self.llm, **options})
        answer = Answer("a storm", "A storm closed it [1].", (_quote(),), timings=Timings(done=0.2))
        if "refuse" in question:
            answer = Answer(None, "The articles do not say.", (), True, "absent topic", closest=_closest())
        query = Query("and when did it open?", rewritten=True) if question.startswith("and") else Query(question)
        yield Understood(query)
        yield Gathered((), answer)
        yield Delta("draft")
        yield Answered(Turn(question, query, (), answer))

    monkeypatch.setattr(NewsQA, "stream", stream)
    monkeypatch.setattr(qa.model.llm, "choose_llm", lambda settings: (None, None))
    return calls


# -- asking ------------------------------------------------------------------------------------------------------------


def test_ask_shows_answer_and_sources(data: Path, asked: list[dict[str, Any]]) -> None:
    result = _run(data, "ask", "Why is it closed?", "--since", "2024-11-01", "--publisher", "alba times")
    assert result.exit_code == 0, result.output
    for expected in (
        "A storm closed it [1].",
        "Alba Times",
        "2024-11-28",
        "https://alba.example/storm",
        _quote().quote,
    ):
        assert expected in result.stdout
    assert "[red]airport[/red]" in result.stdout
    assert "\x1b" not in result.stdout
    assert "draft" not in result.stdout
    assert asked[0]["filters"] == Filters(since=1_730_419_200, publishers=("Alba Times",))


def test_ask_json_is_the_turn(data: Path, asked: list[dict[str, Any]]) -> None:
    result = _run(data, "ask", "Why?", "--json", "--asked-on", "2024-12-01")
    TurnReply.model_validate(json.loads(result.stdout))
    assert asked[0]["asked_on"] == 1_733_011_200


def test_words_without_quotation_marks_are_one_question(data: Path, asked: list[dict[str, Any]]) -> None:
    assert _run(data, "ask", "how", "many", "flights", "--engine", "extractive", "were cancelled").exit_code == 0
    assert asked[0]["question"] == "how many flights were cancelled" and asked[0]["engine"] == "extractive"
    assert "Museum of clocks" in _run(data, "search", "clocks", "museum", "-k", "1").stdout


def test_a_refusal_is_an_answer(data: Path, asked: list[dict[str, Any]]) -> None:
    result = _run(data, "ask", "please refuse")
    assert result.exit_code == 0
    for expected in ("The articles do not say.", "absent topic", "Closest", STORM.text[:7]):
        assert expected in result.stdout


def test_a_rewritten_question_is_shown(data: Path, asked: list[dict[str, Any]]) -> None:
    assert "Understood as: and when did it open?" in _run(data, "ask", "and when?").stdout


def test_extractive_loads_no_language_model(
    data: Path, asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(settings: object) -> tuple[None, None]:
        raise AssertionError("a model was asked for")

    monkeypatch.setattr(qa.model.llm, "choose_llm", never)
    assert _run(data, "ask", "Why?", "--engine", "extractive").exit_code == 0
    assert asked[0]["engine"] == "extractive"
    assert _run(data, "ask", "Why?", "--engine", "auto").exit_code != 0


def test_chat_keeps_turns(data: Path, asked: list[dict[str, Any]]) -> None:
    typed = "Why?\n\nand when?\n/sources\n/help\n/clear\nWhy again?\n" + "x" * 4001 + "\n/quit\nnever asked\n"
    result = _run(data, "chat", typed=typed)
    assert result.exit_code == 0, result.output
    assert [len(call["turns"]) for call in asked] == [0, 1, 0]
    assert asked[1]["turns"][0].answer.citations[0].article_id == STORM.id
    assert "4,000" in result.stderr
    assert _run(data, "chat", typed="Why?\n").exit_code == 0  # the end of input ends it


def test_answers_to_a_pipe_have_no_prompts_among_them(data: Path, asked: list[dict[str, Any]]) -> None:
    shown = _run(data, "chat", typed="Why?\nWhy again?\n").stdout
    assert len(asked) == 2 and "> " not in shown and shown.endswith("\n")


def test_ctrl_c_at_the_prompt_ends_a_chat_with_a_word(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(prompt: str = "") -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    result = _run(data, "chat")
    assert result.exit_code == 0 and result.stderr.endswith("\nStopped.\n")


def test_the_real_line_answers(data: Path) -> None:
    result = _run(data, "ask", "Which airport did the storm close?", "--engine", "extractive")
    assert result.exit_code == 0, result.output
    assert "A storm closed the airport of Port Alba" in result.stdout


# -- searching and looking ---------------------------------------------------------------------------------------------


def test_search(data: Path) -> None:
    shown = _run(data, "search", "clocks museum", "-k", "1")
    assert "Museum of clocks opens · Lake Post · undated" in shown.stdout
    found = SearchReply.model_validate(json.loads(_run(data, "search", "airport", "--json").stdout))
    assert found.hits[0].article_id == STORM.id


def test_passages_without_the_words_are_told_apart(data: Path) -> None:
    shown = _run(data, "search", "clocks museum").stdout
    heads = [line for line in shown.splitlines() if line[:1].isdigit()]
    assert [", near in meaning alone)" in head for head in heads] == [False, *[True] * (len(heads) - 1)]
    assert len(heads) > 1 and "come closest in meaning" not in shown
    nowhere = _run(data, "search", "zzqx", "-k", "1").stdout
    assert nowhere.startswith("No passage has these words. These come closest in meaning:\n\n1. ")


def test_nothing_to_search_in_says_what_to_do(data: Path, tmp_path: Path) -> None:
    empty = _run(tmp_path / "empty", "search", "airport")
    assert empty.exit_code == 0 and "newsqa index FOLDER" in empty.stdout
    assert "no dates" in _run(tmp_path / "empty", "status").stdout
    assert _run(data, "search", "airport", "--until", "1999-01-01").stdout == "Nothing found.\n"


def test_articles_are_one_line_each_where_no_terminal_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    long = Article.of("A title " + "that goes on " * 30 + "\nand on", "It rained.", publisher="Wire", published=86_400)
    with Corpus.open(tmp_path) as corpus:
        corpus.add([long, CLOCKS])
    listed = _run(tmp_path, "articles")
    title = " ".join(long.title.split())
    assert listed.stdout.splitlines() == [
        f"{long.id}  1970-01-02  Wire  {title}",
        f"{CLOCKS.id}  undated  Lake Post  {CLOCKS.title}",
    ]
    assert listed.stderr == "2 of 2 articles\n"


@pytest.mark.parametrize("width", [40, 50, 79, 80, 120])
def test_in_a_terminal_ids_and_titles_of_articles_are_whole(width: int) -> None:
    title = "Indefatigable " * 8 + "x" * 90
    page = {
        "articles": [{"id": CLOCKS.id, "published": "2024-11-28", "publisher": "P" * 30, "title": title}],
        "total": 1,
    }
    shown = Console(file=StringIO(), force_terminal=True, width=width, color_system=None)
    show_articles(shown, page, shown)
    assert isinstance(shown.file, StringIO)
    lines = shown.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert lines[1].startswith(f"{CLOCKS.id}  2024-11-28")
    assert ("publisher" in lines[0]) == (width >= 80)
    column = lines[0].index("title")
    assert "".join(line[column:].strip() for line in lines[1:-1]).replace(" ", "") == title.replace(" ", "")


def test_articles_show_and_status(data: Path) -> None:
    assert "2 of 2 articles" in _run(data, "articles").stderr
    page = ArticlesReply.model_validate(json.loads(_run(data, "articles", "--text", "clocks", "--json").stdout))
    assert [a.id for a in page.articles] == [CLOCKS.id]
    assert CLOCKS.text in _run(data, "show", CLOCKS.id).stdout
    ArticleReply.model_validate(json.loads(_run(data, "show", CLOCKS.id, "--json").stdout))
    status = _run(data, "status").stdout
    assert "Alba Times" in status
    assert "static" in status
    StatusReply.model_validate(json.loads(_run(data, "status", "--json").stdout))


def test_the_status_is_one_line_each_where_no_terminal_is(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = _run(data, "status").stdout.splitlines()
    assert f"data directory  {data}" in lines
    assert any(line.startswith("language model  ") and line.endswith("installed") for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_no_data_directory_is_not_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["--data", "", "status"])
    assert result.exit_code == 2 and "it is empty" in result.stderr
    assert not list(tmp_path.iterdir())


# -- changing ----------------------------------------------------------------------------------------------------------


def _article_file(folder: Path, name: str = "good.jsonl") -> Path:
    record = {"title": "Herons return", "text": "Herons returned to the lake.", "publisher": "Lake Post"}
    (folder / name).write_text(json.dumps(record) + "\n", encoding="utf-8")
    return folder / name


def test_index_remove_rebuild(tmp_path: Path) -> None:
    store = tmp_path / "data"
    result = _run(store, "index", str(_article_file(tmp_path)))
    assert result.exit_code == 0, result.output
    assert "added" in result.stdout
    again = _run(store, "index", str(tmp_path / "good.jsonl"))
    assert again.exit_code == 0
    article = json.loads(_run(store, "articles", "--json").stdout)["articles"][0]["id"]
    assert "1 vectors" in _run(store, "rebuild").stdout
    gone = _run(store, "remove", article, "nothing")
    assert (gone.exit_code, gone.stdout) == (1, f"removed {article}\n")
    assert "nothing" in gone.stderr
    assert json.loads(_run(store, "status", "--json").stdout)["articles"] == 0


def test_index_names_every_problem(tmp_path: Path) -> None:
    _article_file(tmp_path)
    (tmp_path / "bad.jsonl").write_text("{broken\n", encoding="utf-8")
    result = _run(tmp_path / "data", "index", str(tmp_path / "good.jsonl"), str(tmp_path / "bad.jsonl"), "missing.txt")
    assert result.exit_code == 1
    assert "bad.jsonl:1" in result.stderr
    assert "missing.txt" in result.stderr
    assert json.loads(_run(tmp_path / "data", "status", "--json").stdout)["articles"] == 1


def test_index_counts_what_it_passed_over_and_fails_only_where_that_is_all(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "export.csv").write_text("title,text\n", encoding="utf-8")
    nothing = _run(tmp_path / "data", "index", str(folder))
    assert (
        nothing.exit_code == 1 and "news: no file in it that can be read: 1 .csv; these can be read" in nothing.stderr
    )
    _article_file(folder)
    some = _run(tmp_path / "data", "index", str(folder))
    assert some.exit_code == 0 and "news: not read: 1 .csv; these can be read: .txt, .md," in some.stderr


def test_index_reads_text_in_the_encoding_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Café Delta\n\nThe café of Delta reopened.\n".encode("cp1252"))
    unnamed = _run(tmp_path / "data", "index", str(tmp_path / "a.txt"))
    assert unnamed.exit_code == 1
    assert (
        "not valid UTF-8 at byte 3: save it as UTF-8, or name its encoding, as in `newsqa index --encoding cp1252`"
        in unnamed.stderr
    )
    wrong = _run(tmp_path / "data", "index", str(tmp_path / "a.txt"), "--encoding", "klingon")
    assert wrong.exit_code == 2 and "no encoding 'klingon'" in wrong.stderr
    assert _run(tmp_path / "data", "index", str(tmp_path / "a.txt"), "--encoding", "cp1252").exit_code == 0
    assert json.loads(_run(tmp_path / "data", "articles", "--json").stdout)["articles"][0]["title"] == "Café Delta"


def test_index_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Corpus, paths: object, progress: Any, encoding: object) -> None:
        progress(Progress(1, 2, 3, 4))
        raise KeyboardInterrupt

    monkeypatch.setattr(Corpus, "ingest", interrupted)
    result = _run(tmp_path / "data", "index", str(tmp_path))
    assert result.exit_code == 130
    assert "what was acknowledged stays; run the same command again" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["index", "x"], "what was acknowledged stays"), (["eval", "x"], "with --out DIR"), (["chat"], "Interrupted.\n")],
)
def test_an_interruption_is_told_wherever_it_comes(
    data: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.settings.Settings.load", interrupted)
    monkeypatch.setattr("qa.evaluation.read_questions", interrupted)
    result = _run(data, *arguments)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.startswith("Interrupted") and told in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize("width", [24, 60])
def test_in_a_terminal_the_names_of_the_status_are_whole(data: Path, width: int) -> None:
    status = json.loads(_run(data, "status", "--json").stdout)
    console = Console(file=StringIO(), force_terminal=True, width=width, color_system=None)
    show_status(console, "/a/long/path/to/the/data/of/newsqa", status)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert [line[:16] for line in lines if line[:1].strip()][:2] == ["data directory  ", "articles        "]


# -- errors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask", "  "], "question"),
        (["ask", "x" * 4001], "4,000"),
        (["ask", "?", "--since", "soon"], "2024-11-28"),
        (["ask", "?", "--since", "2024-12-02", "--until", "2024-12-01"], "before until"),
        (["search", "?", "--publisher", "Nobody"], "Alba Times"),
        (["search", ""], "query"),
        (["search", "?", "-k", "0"], "-k"),
        (["serve", "--host", "0.0.0.0"], "--allow-remote"),
        (["index", ""], "it is empty"),
        (["index", "a.txt", ""], "it is empty"),
        (["serve", "--index", ""], "it is empty"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_unusable_requests_exit_with_2(
    data: Path, asked: list[dict[str, Any]], arguments: list[str], expected: str
) -> None:
    result = _run(data, *arguments)
    assert result.exit_code == 2, result.output
    assert expected in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [["show", CAFE], ["show", STORM.id, "--version", CAFE], ["remove", STORM.id, CAFE], ["articles", "--text", CAFE], ["ask", CAFE],
     ["search", CAFE], ["search", "?", "--publisher", CAFE], ["key", "add", CAFE], ["key", "remove", CAFE]],
)  # fmt: skip
def test_arguments_that_are_no_text_exit_with_2(data: Path, arguments: list[str]) -> None:
    result = _run(data, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not UTF-8" in result.stderr


def test_the_data_directory_behind_the_command_is_told_where_it_belongs(data: Path) -> None:
    result = _run(data, "index", "--data", str(data), "x.txt")
    assert result.exit_code == 2 and "newsqa --data DIR" in result.output


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize("arguments", [["articles"], ["articles", "--json"]])
def test_output_that_finds_no_room_is_told_in_a_line(data: Path, arguments: list[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        process = _process("--data", str(data), *arguments, stdout=full)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert told.startswith("newsqa: the output cannot be written (No space left on device)") and told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [(["articles"], 0), (["articles", "--json"], 0), (["remove", "x"], 141)]
)
def test_a_reader_that_has_enough_is_no_failure(tmp_path: Path, arguments: list[str], code: int) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.add([CLOCKS])
    if arguments[0] == "remove":
        arguments = ["remove", CLOCKS.id]
    reading, writing = os.pipe()
    os.close(reading)
    process = _process("--data", str(tmp_path), *arguments, stdout=writing)
    os.close(writing)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code and "Traceback" not in told and "Exception" not in told


def test_files_of_any_name_are_indexed(tmp_path: Path) -> None:
    (tmp_path / CAFE).write_text("Café\n\nThe café is shut.\n")
    assert _run(tmp_path / "data", "index", str(tmp_path / CAFE)).exit_code == 0
    (tmp_path / CAFE).write_bytes(b"\xff")
    result = _run(tmp_path / "data", "index", str(tmp_path / CAFE))
    assert result.exit_code == 1 and "caf\\xe9.txt: not valid UTF-8" in result.stderr


def test_other_errors_exit_with_1(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(data, "show", "nothing").exit_code == 1

    def silent(self: NewsQA, question: str, turns: object, **options: object) -> Iterator[Event]:
        raise ModelUnavailable("the model does not answer")
        yield

    monkeypatch.setattr(NewsQA, "stream", silent)
    result = _run(data, "ask", "?", "--engine", "extractive")
    assert (result.exit_code, result.stderr) == (1, "newsqa: the model does not answer\n")


def test_unknown_settings_are_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSQA_COLOUR", "red")
    result = _run(data, "status")
    assert result.exit_code == 2
    assert "NEWSQA_COLOUR" in result.stderr


def test_a_busy_directory_exits_with_3(tmp_path: Path) -> None:
    with Corpus.open(tmp_path):
        started = time.monotonic()
        result = _run(tmp_path, "status")
        assert time.monotonic() - started < 2
    assert result.exit_code == 3
    assert str(os.getpid()) in result.stderr


def test_a_server_that_is_gone_is_named(tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.announce("http://127.0.0.1:9")
        result = _run(tmp_path, "status")
    assert result.exit_code == 1
    assert "http://127.0.0.1:9" in result.stderr


# -- help and whole processes ------------------------------------------------------------------------------------------


def _process(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "qa", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, text=True, **({"stdout": pipe, "stderr": pipe} | options))


def test_a_terminal_that_lacks_letters_shows_others(tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Café in Київ", "“It is shut,” he said.")])
    environment = {**_without_model(), "PYTHONIOENCODING": "latin-1"}
    for arguments, shown in ((["articles"], "Café in ????"), (["search", "shut"], "?It is shut,? he said.")):
        with _process("--data", str(tmp_path), *arguments, env=environment, encoding="latin-1") as process:
            found, told = process.communicate(timeout=60)
        assert process.returncode == 0, told
        assert shown in found


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom qa.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'chromadb', 'gradio', 'numpy', 'index', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_the_installed_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["newsqa", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "newsqa" in capsys.readouterr().out


def test_the_version(data: Path) -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"newsqa {program_version()}\n")


def test_every_command_and_option_has_help() -> None:
    from typer.main import get_command

    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help, name
        for parameter in command.params:
            assert parameter.name == "help" or parameter.help, (name, parameter.name)


def test_the_server_fetches_articles_only_when_told_so(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setattr("qa.api.server.serve", lambda newsqa, host, port, **options: served.append(options))
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    monkeypatch.setenv("NEWSQA_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    for options in ((), ("--allow-fetch",)):
        assert _run(data, "serve", "--no-page", *options).exit_code == 0
    off, on = (options["web"] for options in served)
    assert off is None and on.ports == (80, 443) and not on.allowed(ip_address("127.0.0.1"))


def test_commands_are_handed_to_the_server(data: Path, tmp_path: Path) -> None:
    """Two processes, one directory: the server owns it, and does what its owner asks without a key; rebuilding is refused."""
    keys = tmp_path / "keys.json"
    key = add_key(keys, "desk", ["ask"])
    options = ("serve", "--port", "0", "--no-page", "--api-key-file", str(keys))
    server = _process("--data", str(data), *options, env=_without_model())
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert "http://127.0.0.1:" in line, server.communicate()[1]
        address = line.split()[3]
        with Client(address, api_key=key) as keyed, Client(address) as keyless:
            assert keyed.status().articles == 2
            with pytest.raises(NewsqaError, match="Show a key"):
                keyless.status()
        assert "2 of 2" in _run(data, "articles").stderr
        found = json.loads(_run(data, "search", "airport", "--json").stdout)
        assert found["hits"][0]["article_id"] == STORM.id
        assert json.loads(_run(data, "status", "--json").stdout)["articles"] == 2
        assert _run(data, "show", "nothing").exit_code == 1
        assert _run(data, "search", "?", "--publisher", "Nobody").exit_code == 2
        (tmp_path / "new.txt").write_text("Ferries\n\nThe ferries of Mora sail again.\n")
        assert _run(data, "index", str(tmp_path / "new.txt")).exit_code == 0
        (tmp_path / CAFE).write_text("Café\n\nThe café is shut.\n")
        refused = _run(data, "index", str(tmp_path / CAFE))
        assert refused.exit_code == 2
        assert "caf\\xe9.txt is not UTF-8" in refused.stderr and "name the folder" in refused.stderr
        (tmp_path / CAFE).write_bytes(b"\xff")
        (tmp_path / "folder").mkdir()
        (tmp_path / CAFE).rename(tmp_path / "folder" / CAFE)
        (tmp_path / "folder" / "export.csv").write_text("title,text\n")
        broken = _run(data, "index", str(tmp_path / "folder"))
        assert broken.exit_code == 1 and "caf\\xe9.txt: not valid UTF-8" in broken.stderr
        assert "folder: not read: 1 .csv; these" in broken.stderr
        assert _run(data, "index", str(tmp_path / "folder"), "--encoding", "cp1252").exit_code == 0
        unknown = _run(data, "index", str(tmp_path / "folder"), "--encoding", "klingon")
        assert unknown.exit_code == 2 and "no encoding 'klingon'" in unknown.stderr
        (tmp_path / "folder" / CAFE).unlink()
        added = {a["id"] for a in json.loads(_run(data, "articles", "--json").stdout)["articles"]}
        for new in (news := added - {STORM.id, CLOCKS.id}):
            assert _run(data, "remove", new).stdout == f"removed {new}\n"
        assert len(news) == 2
        for writing in (["rebuild"], ["index", str(tmp_path / "new.txt"), "--embedder", "static"]):
            started = time.monotonic()
            refused = _run(data, *writing)
            assert time.monotonic() - started < 2
            assert refused.exit_code == 3
            assert "http://127.0.0.1:" in refused.stderr
        assert "0 of 0" in _run(data, "feedback").stdout
        answer = _run(data, "ask", "Which airport did the storm close?", "--engine", "extractive")
        assert "A storm closed the airport of Port Alba" in answer.stdout
    finally:
        server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=20)
    assert server.returncode == 0, log
    assert "Stopped." in log
    assert "airport" not in log
    with Corpus.open(data) as corpus:
        assert corpus.count() == 2


def _without_model() -> dict[str, str]:
    """An environment in which no language model can be loaded."""
    return {**os.environ, "NEWSQA_LLM_BASE_URL": "http://127.0.0.1:9/v1"}
