"""What the model has read, kept for the next start: found again, never when it is stale or damaged."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from qa.model.prompt_cache import PromptCache

MESSAGES = [("system", "You answer questions."), ("user", "Question: ")]


class Slot(BaseHTTPRequestHandler):
    """llama.cpp's slot: saves its state to a file of the folder, restores it from there; a token is a character."""

    folder: Path
    restored: list[str]
    read_since = 0  # tokens of a question that came in between
    status = 200

    def do_POST(self) -> None:
        asked = urlsplit(self.path)
        given = json.loads(self.rfile.read(int(self.headers["content-length"])))
        allowed = self.headers["authorization"] == "Bearer key"
        reply = json.dumps(self.replied(asked.path, parse_qs(asked.query), given) if allowed else {}).encode()
        self.send_response(self.status if allowed else 401)
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def replied(self, path: str, query: dict[str, list[str]], given: dict[str, Any]) -> dict[str, Any]:
        if path == "/apply-template":
            return {"prompt": "".join(message["content"] for message in given["messages"])}
        if path == "/tokenize":
            return {"tokens": list(range(len(given["content"])))}
        assert path == "/slots/0"
        if query["action"] == ["restore"]:
            self.restored.append(given["filename"])
            return {}
        (self.folder / given["filename"]).write_bytes(b"what was read" * 10)
        return {"n_saved": sum(len(text) for _, text in MESSAGES) + self.read_since}

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def slot(tmp_path: Path) -> Iterator[type[Slot]]:
    yield type("Mine", (Slot,), {"folder": tmp_path, "restored": []})


@pytest.fixture
def cache(slot: type[Slot], tmp_path: Path) -> Iterator[PromptCache]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), slot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield PromptCache(f"http://127.0.0.1:{server.server_address[1]}", "key", tmp_path, "model 1")
    server.shutdown()
    server.server_close()


def other(cache: PromptCache, **changed: Any) -> PromptCache:
    return PromptCache(
        **({"address": cache.address, "api_key": "key", "folder": cache.folder, "made_by": "model 1"} | changed)
    )


def test_what_was_kept_is_recalled_by_the_next_start(cache: PromptCache, slot: type[Slot], tmp_path: Path) -> None:
    assert not cache.recall(MESSAGES)
    cache.keep(MESSAGES)
    [file] = tmp_path.iterdir()
    assert other(cache).recall(MESSAGES) and slot.restored == [file.name]


def test_another_prompt_another_model_and_another_library_find_nothing(cache: PromptCache, slot: type[Slot]) -> None:
    cache.keep(MESSAGES)
    assert not cache.recall([*MESSAGES[:1], ("user", "Question:")])
    assert not cache.recall([("system", "You answer questions.user"), ("", "Question: ")])
    assert not other(cache, made_by="model 2").recall(MESSAGES)
    assert slot.restored == []


@pytest.mark.parametrize("damage", [b"", b"what was read", b"What was read" * 10])
def test_a_damaged_file_is_not_used_and_made_anew(
    cache: PromptCache, slot: type[Slot], tmp_path: Path, damage: bytes
) -> None:
    cache.keep(MESSAGES)
    next(tmp_path.iterdir()).write_bytes(damage)
    assert not cache.recall(MESSAGES) and slot.restored == []
    cache.keep(MESSAGES)
    assert cache.recall(MESSAGES) and len(slot.restored) == 1


def test_a_server_that_refuses_or_is_gone_costs_nothing_but_time(
    cache: PromptCache, slot: type[Slot], tmp_path: Path
) -> None:
    other(cache, api_key="wrong").keep(MESSAGES)
    other(cache, address="http://127.0.0.1:9").keep(MESSAGES)
    assert list(tmp_path.iterdir()) == []
    cache.keep(MESSAGES)
    slot.status = 400  # the library's own check of the file
    assert not cache.recall(MESSAGES)
    assert not other(cache, address="http://127.0.0.1:9").recall(MESSAGES)
    assert not other(cache, folder=tmp_path / "missing").recall(MESSAGES)


def test_a_readers_question_that_the_model_has_read_since_is_not_kept(
    cache: PromptCache, slot: type[Slot], tmp_path: Path
) -> None:
    slot.read_since = 3
    cache.keep(MESSAGES)
    assert list(tmp_path.iterdir()) == []


def test_few_files_are_kept_the_newest(cache: PromptCache, tmp_path: Path) -> None:
    length = sum(len(text) for _, text in MESSAGES)
    prompts = [[("system", str(n) * length)] for n in range(9)]
    for prompt in prompts:
        cache.keep(prompt)
    assert len(list(tmp_path.iterdir())) == 6
    assert cache.recall(prompts[-1]) and not cache.recall(prompts[0])


def test_an_environments_proxy_is_not_asked(cache: PromptCache, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    cache.keep(MESSAGES)
    assert cache.recall(MESSAGES)
