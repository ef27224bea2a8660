"""Settings from NEWSQA_* variables: converted, checked, and unknown ones named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from index import BadRequest
from qa.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.load({}) == Settings()
    assert Settings().data.is_absolute() and Settings().llm_base_url == ""


def test_every_field_is_an_environment_variable() -> None:
    texts = {"llm_timeout": "2.5", "llm_sentences": "4", "llm_threads": "3"}
    environment = {f"NEWSQA_{f.name.upper()}": texts.get(f.name, f"some-{f.name}") for f in fields(Settings)}
    settings = Settings.load(environment)
    assert (settings.llm_timeout, settings.llm_sentences, settings.llm_threads) == (2.5, 4, 3)
    assert settings.data == Path("some-data")
    for name in ("embedder", "chroma_url", "llm_base_url", "llm_model", "llm_api_key", "llm_file", "nli"):
        assert getattr(settings, name) == f"some-{name}"


def test_the_data_directory_may_start_at_home() -> None:
    assert Settings.load({"NEWSQA_DATA": "~/news"}).data == Path.home() / "news"
    assert Settings.load({"NEWSQA_DATA": "elsewhere"}, data=Path("~/news")).data == Path.home() / "news"


@pytest.mark.parametrize(("name", "said"), [("~nobody-here/news", "in full"), ("caf\udce9", "not UTF-8")])
def test_a_data_directory_that_cannot_be_one_is_told(name: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said) as error:
        Settings.load({"NEWSQA_DATA": name})
    assert error.value.field == "data"


@pytest.mark.parametrize("name", ["NEWSQA_LLM_URL", "NEWSQA_", "NEWSQA_data", "NEWSQA_LLM_BASE_URLS"])
def test_an_unknown_setting_is_named_with_those_that_there_are(name: str) -> None:
    with pytest.raises(BadRequest, match="NEWSQA_LLM_BASE_URL") as error:
        Settings.load({name: "x"})
    assert error.value.field == name and name in str(error.value)


@pytest.mark.parametrize("name", ["PATH", "newsqa_data", "MY_NEWSQA_DATA", "NEWSQA_CACHE", "NEWSQA_PROMPTS"])
def test_variables_that_are_for_others_are_left_alone(name: str) -> None:
    assert Settings.load({name: "x"}) == Settings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("NEWSQA_LLM_TIMEOUT", "soon"),
        ("NEWSQA_LLM_THREADS", "all"),
        ("NEWSQA_LLM_THREADS", "2.5"),
        ("NEWSQA_LLM_SENTENCES", "six"),
    ],
)
def test_a_number_that_is_none_is_named(name: str, text: str) -> None:
    with pytest.raises(BadRequest, match="must be a number") as error:
        Settings.load({name: text})
    assert error.value.field == name and repr(text) in str(error.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("NEWSQA_LLM_TIMEOUT", "nan"),
        ("NEWSQA_LLM_TIMEOUT", "-1"),
        ("NEWSQA_LLM_THREADS", "-4"),
        ("NEWSQA_LLM_SENTENCES", "-1"),
    ],
)
def test_a_number_that_cannot_be_meant_is_named(name: str, text: str) -> None:
    with pytest.raises(BadRequest):
        Settings.load({name: text})


@pytest.mark.parametrize("name", ["NEWSQA_DATA", "NEWSQA_LLM_TIMEOUT", "NEWSQA_LLM_THREADS"])
def test_an_empty_variable_is_as_good_as_none(name: str) -> None:
    assert Settings.load({name: ""}) == Settings()


def test_arguments_go_before_the_environment_unless_they_are_none() -> None:
    environment = {"NEWSQA_EMBEDDER": "minilm", "NEWSQA_DATA": "there"}
    settings = Settings.load(environment, data=Path("here"), embedder=None)
    assert (settings.data, settings.embedder) == (Path("here"), "minilm")


def test_the_process_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSQA_LLM_MODEL", "tiny")
    assert Settings.load().llm_model == "tiny"
