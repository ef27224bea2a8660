"""What the local model reads at a start: only what it has not read before the last stop, the answer's prompt first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, cast

import pytest

from index import ModelUnavailable
from qa.cli import warming
from qa.cli.warming import warming_up
from qa.model.llm import OpenAICompatible
from qa.model.prompt_cache import PromptCache
from qa.model.prompts import fill
from qa.write.answer import write
from qa.write.draft import Draft
from tests.write.test_write import Fake, evidence

PROMPTS = ["answer", "supposed", "check", "followup", "parts", "whether"]


def opening(name: str) -> Any:
    return fill(name, evidence="", question="", conversation="", text="", answer="")


class Reader(Fake):
    """A model that remembers all that it has read, and whose cache is a list."""

    def __init__(self, kept: list[Any], error: Exception | None = None) -> None:
        super().__init__("x", error=error)
        self.read: list[Any] = []
        self.prompts = cast(PromptCache, Kept(kept))

    def stream(self, messages: Any, **given: Any) -> Iterator[str]:
        self.read.append(list(messages))
        return super().stream(messages, **given)


class Kept:
    def __init__(self, kept: list[Any]) -> None:
        self.kept, self.aside, self.busy = kept, 0, 0

    def recall(self, messages: Any) -> bool:
        return list(messages) in self.kept

    def set_aside(self) -> None:
        self.aside += 1

    def keep(self, messages: Any) -> bool:
        self.busy -= 1
        if self.busy < 0:
            self.kept.append(list(messages))
        return self.busy < 0


def started(model: Reader, prompts: int) -> None:
    """Start and stop, when so many prompts were read."""
    with ThreadPoolExecutor(1) as worker, warming_up(cast(OpenAICompatible, model), worker):
        for _ in range(500):
            if len(model.read) >= prompts and model.closed:
                break
            Event().wait(0.01)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_FIRST_QUESTION", 0.2)


def test_a_first_start_reads_all_prompts_the_answers_first_and_the_next_none() -> None:
    kept: list[Any] = []
    first, second = Reader(kept), Reader(kept)
    started(first, 6)
    assert first.read == kept == [opening(name) for name in PROMPTS] and first.max_tokens == 1
    started(second, 1)
    assert second.read == [] and cast(Kept, second.prompts).aside == 6


def test_a_prompt_that_has_changed_is_read_anew() -> None:
    kept = [opening(name) for name in PROMPTS if name != "parts"]
    model = Reader(kept)
    started(model, 1)
    assert model.read == [opening("parts")]


def test_what_is_read_is_what_all_questions_share() -> None:
    asked = Fake()
    list(write(Draft("Who?", (evidence("First."),)), asked))
    assert opening("answer")[:-1] == asked.given[:-1]


def test_what_a_readers_question_kept_from_being_kept_is_read_again() -> None:
    kept: list[Any] = []
    model = Reader(kept)
    cast(Kept, model.prompts).busy = 2
    started(model, 8)
    assert model.read[:3] == [opening("answer")] * 3 and kept == [opening(name) for name in PROMPTS]


def test_a_model_that_is_not_there_keeps_nothing_and_disturbs_no_start() -> None:
    kept: list[Any] = []
    model = Reader(kept, error=ModelUnavailable("gone."))
    started(model, 6)
    assert kept == [] and len(model.read) == 6


def test_an_early_stop_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_FIRST_QUESTION", 60.0)
    model = Reader([])
    with ThreadPoolExecutor(1) as worker, warming_up(cast(OpenAICompatible, model), worker):
        pass
    assert len(model.read) <= 2  # those that each answer needs
