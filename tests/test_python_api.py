"""The front door for Python: one function that opens, answers and closes, and the names around it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import qa
import qa.model.llm
from index import BadFile, BadRequest, Corpus, DataDirBusy, Filters
from qa import Turn, ask

ROOT = Path(__file__).parent.parent
QUESTION = "which airport was attacked?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def first(data: Path) -> Turn:
    """The answer to the question, the articles having been indexed for it."""
    return ask(QUESTION, data=str(data), paths=[ROOT / "seeds"], engine="extractive")


def test_the_names_of_the_front_door_are_what_they_say_whatever_was_loaded_before() -> None:
    code = "from qa import ask, Corpus, NewsQA, Client\n"
    code += "import qa, qa.newsqa, qa.opening\nfrom qa import ask as again\n"
    code += "assert ask is again is qa.ask is qa.opening.ask and callable(ask)\n"
    code += "assert all(isinstance(kind, type) for kind in (Corpus, NewsQA, Client)) and NewsQA is qa.newsqa.NewsQA"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_question_is_answered_over_files(first: Turn, data: Path) -> None:
    assert isinstance(first, Turn)
    assert "Nayrab" in (first.answer.short or "") and not first.answer.refused
    with Corpus.open(data) as corpus:  # it was closed again
        for cited in first.answer.citations:
            assert corpus.article(cited.article_id, cited.version).text[cited.start : cited.end] == cited.quote


def test_what_was_indexed_stays_and_the_turn_before_counts(
    first: Turn, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSQA_DATA", str(data))
    second = ask("who attacked it?", [first], engine="extractive")
    assert "Nayrab" in second.understood_as.question and second.answer.citations
    assert ask(QUESTION, engine="extractive", filters=Filters(publishers=("Nobody",))).answer.refused


def test_the_language_model_of_the_environment_writes(first: Turn, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.model.llm, "choose_llm", lambda settings: (None, f"no model for {settings.data.name}"))
    turn = ask(QUESTION, data=data)
    assert turn.answer.notice == f"no model for {data.name}" and turn.answer.text == first.answer.text


def test_what_cannot_be_done_is_said(data: Path, first: Turn, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="nowhere"):
        ask(QUESTION, data=tmp_path, paths=[tmp_path / "nowhere.txt"], engine="extractive")
    with pytest.raises(BadRequest):
        ask(" ", data=data, engine="extractive")
    with Corpus.open(data), pytest.raises(DataDirBusy):
        ask(QUESTION, data=data, engine="extractive")
    assert ask(QUESTION, data=data, engine="extractive").answer.text == first.answer.text
