"""The language model behind an endpoint: text or ModelUnavailable, whatever the endpoint does, and nothing else."""

from __future__ import annotations

import builtins
import json
import math
import select
import socketserver
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import qa.model.local_model
from index import ModelUnavailable
from qa.model.llm import Doubt, OpenAICompatible, choose_llm
from qa.model.local_model import LocalModel
from qa.model.prompt_cache import PromptCache
from qa.settings import Settings
from tests.timing import quickest

MESSAGES = [("system", "Answer."), ("user", "Which airport?"), ("assistant", "unknown"), ("user", "Which one?")]
PIECES = ["Al-", "Nayrab ", "airport", " [1]"]


# What the first token, and what a later one, might have been.
_LIKELY = ({"Al": 0.5, "unknown": 0.25, " Unk": 0.125, "UNKNOWN": 0.0625, "u": 0.01}, {"unknown": 0.9})


def _chunk(text: str | None, likely: dict[str, float] | None = None, finish: str | None = None, **more: Any) -> bytes:
    delta = {"role": "assistant"} if text is None else {"content": text}
    choice: dict[str, Any] = {"index": 0, "delta": delta, "finish_reason": finish}
    if likely:
        top = [{"token": t, "logprob": math.log(p), "bytes": None} for t, p in likely.items()]
        choice["logprobs"] = {"content": [{**top[0], "top_logprobs": top}]}
    record = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": [choice], **more}
    return f"data: {json.dumps(record)}\n\n".encode()


class Endpoint(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint that behaves as `mode` says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode = "normal"
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.left = threading.Event()  # the client has closed its connection

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is what some tests want."""


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _head(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _put(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _whole(self, status: int, kind: str, body: bytes) -> None:
        self._head(status, kind)
        self._put(body)
        self._put(b"")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        mode = self.server.mode
        if mode in ("401", "404", "429", "500"):
            self._whole(
                int(mode), "application/json", b'{"error": {"message": "no such luck", "type": "t", "code": "c"}}'
            )
            return
        if mode == "HTML":
            self._whole(200, "text/html", b"<!doctype html>\n<html><body>Welcome to the proxy</body></html>\n")
            return
        if mode == "HTML 502":
            self._whole(502, "text/html", b"<html>Bad gateway</html>")
            return
        if mode == "silence":
            select.select([self.connection], [], [], 3)
            return
        if mode == "garbage":
            self.connection.sendall(b"\x00\xff nothing like HTTP \r\n\r\n")
            self.close_connection = True
            return
        self._head()
        self._put(_chunk(None))
        if mode == "empty choices":
            self._put(_chunk("", choices=[]))
            self._put(_chunk(None, choices=[], usage={"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}))
        for n, piece in enumerate(PIECES):
            if n == 2 and mode == "broken JSON":
                self._put(b'data: {"id": "c1", "choices": [{"del\n\n')
            if n == 2 and mode == "an error in the stream":
                self._put(b'data: {"error": {"message": "out of memory", "type": "server_error", "code": 500}}\n\n')
            if n == 2 and mode == "cut":
                self.close_connection = True
                self.connection.close()
                return
            if n == 2 and mode == "stalled":
                select.select([self.connection], [], [], 3)
                return
            if n == 2 and mode == "endless":
                readable, _, _ = select.select([self.connection], [], [], 5)
                if readable and self.connection.recv(1) == b"":
                    self.server.left.set()
                self.close_connection = True
                return
            self._put(_chunk(piece, _LIKELY[n % 2] if mode == "probabilities" else None))
        if mode == "no choices at all":
            self._put(b'data: {"id": "c1", "object": "chat.completion.chunk"}\n\n')
        if mode not in ("no finish reason", "ends early"):
            self._put(_chunk("", finish="stop"))
        if mode not in ("no [DONE]", "ends early"):
            self._put(b"data: [DONE]\n\n")
        self._put(b"")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    socketserver.TCPServer.server_close(server)  # without waiting for streams that are still open


def _model(endpoint: Endpoint, timeout: float = 5.0, **more: Any) -> OpenAICompatible:
    return _choose(endpoint.url, "secret", timeout, **more)


def _choose(url: str, key: str, timeout: float, **more: Any) -> OpenAICompatible:
    settings = Settings(llm_base_url=url, llm_model="tiny", llm_api_key=key, llm_timeout=timeout)
    llm, _ = choose_llm(settings)
    assert isinstance(llm, OpenAICompatible)
    return replace(llm, **more)


def _read(model: OpenAICompatible) -> tuple[str, ModelUnavailable | None]:
    """What a model said, and how it failed, if it did; any other exception fails the test."""
    pieces: list[str] = []
    try:
        for piece in model.stream(MESSAGES, max_tokens=7):
            pieces.append(piece)
    except ModelUnavailable as error:
        return "".join(pieces), error
    return "".join(pieces), None


@pytest.mark.parametrize("mode", ["normal", "no [DONE]", "no finish reason", "empty choices"])
def test_the_reply_comes_piece_by_piece(endpoint: Endpoint, mode: str) -> None:
    endpoint.mode = mode
    said, error = _read(_model(endpoint))
    assert (said, error) == ("".join(PIECES), None)


def test_the_request_names_the_model_the_messages_and_the_limit(endpoint: Endpoint) -> None:
    _read(_model(endpoint))
    (path, headers, body), *more = endpoint.requests
    assert path == "/v1/chat/completions" and not more
    assert headers["Authorization"] == "Bearer secret"
    assert (body["model"], body["stream"], body["temperature"], body["max_tokens"]) == ("tiny", True, 0.0, 7)
    assert [(m["role"], m["content"]) for m in body["messages"]] == MESSAGES


def test_the_local_model_is_kept_from_a_word_and_says_how_likely_it_was(endpoint: Endpoint) -> None:
    endpoint.mode = "probabilities"
    remote, local = Doubt("unknown"), Doubt("unknown")
    for doubt, here in ((remote, False), (local, True)):
        assert "".join(_model(endpoint, local=here).stream(MESSAGES, max_tokens=7, doubt=doubt)) == "".join(PIECES)
    first, second = (body for _, _, body in endpoint.requests)
    assert "logit_bias" not in first and remote.probability is None
    assert ["unknown", False] in second["logit_bias"] and [" Unknown", False] in second["logit_bias"]
    # of all the tokens that may begin the word, in whatever letters; the first token decides, not later ones
    assert local.probability == pytest.approx(0.25 + 0.125 + 0.0625)


def test_a_local_model_that_reports_no_probabilities_leaves_the_doubt_open(endpoint: Endpoint) -> None:
    doubt = Doubt("unknown")
    assert "".join(_model(endpoint, local=True).stream(MESSAGES, max_tokens=7, doubt=doubt)) == "".join(PIECES)
    assert doubt.probability is None


@pytest.mark.parametrize("mode", ["401", "404", "429", "500", "HTML 502", "garbage", "silence"])
def test_an_endpoint_that_does_not_answer_is_unavailable(endpoint: Endpoint, mode: str) -> None:
    endpoint.mode = mode
    said, error = _read(_model(endpoint, timeout=0.4))
    assert said == "" and error is not None
    assert "tiny did not answer" in str(error) and "\n" not in str(error) and len(str(error)) < 400


@pytest.mark.parametrize("mode", ["broken JSON", "cut", "stalled", "an error in the stream"])
def test_a_stream_that_breaks_off_gives_what_came_and_then_fails(endpoint: Endpoint, mode: str) -> None:
    endpoint.mode = mode
    said, error = _read(_model(endpoint, timeout=0.4))
    assert error is not None and "".join(PIECES).startswith(said)


def test_a_stream_that_ends_before_its_reply_does_gives_what_came_and_then_fails(endpoint: Endpoint) -> None:
    """As when what stands between closes the connection in good order."""
    endpoint.mode = "ends early"
    said, error = _read(_model(endpoint))
    assert said == "".join(PIECES) and "broke off" in str(error)


def test_a_web_page_in_place_of_a_reply_says_nothing_or_is_unavailable(endpoint: Endpoint) -> None:
    endpoint.mode = "HTML"
    said, error = _read(_model(endpoint))
    assert said == ""
    assert error is None or "tiny" in str(error)


def test_a_web_page_in_place_of_a_reply_is_unavailable(endpoint: Endpoint) -> None:
    endpoint.mode = "HTML"
    assert _read(_model(endpoint))[1] is not None


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "nonsense", "http://", "ftp://127.0.0.1/v1"])
def test_an_address_where_nobody_answers_is_unavailable(url: str) -> None:
    said, error = _read(_choose(url, "", 0.4))
    assert said == "" and error is not None


def test_a_key_that_no_header_can_carry_is_unavailable(endpoint: Endpoint) -> None:
    assert _read(_choose(endpoint.url, "schlüssel\n", 0.4))[1] is not None


def test_the_next_question_is_answered_after_a_failure(endpoint: Endpoint) -> None:
    model = _model(endpoint)
    endpoint.mode = "cut"
    assert _read(model)[1] is not None
    endpoint.mode = "normal"
    assert _read(model) == ("".join(PIECES), None)


def test_closing_the_iterator_closes_the_connection(endpoint: Endpoint) -> None:
    endpoint.mode = "endless"
    streams: list[Iterator[str]] = []

    def read_on() -> None:
        endpoint.left.clear()
        streams.append(_model(endpoint).stream(MESSAGES, max_tokens=7))
        assert next(streams[-1]) == "Al-"

    def close() -> None:
        streams[-1].close()  # type: ignore[attr-defined]
        assert endpoint.left.wait(10.0), "the endpoint writes on for nobody"

    assert quickest(close, 1.0, before=read_on) < 1.0


def test_two_readers_at_once_each_get_their_own_reply(endpoint: Endpoint) -> None:
    model = _model(endpoint)
    first, second = (model.stream(MESSAGES, max_tokens=7) for _ in range(2))
    said = [next(first), next(second)]
    said[1] += "".join(second)
    first.close()  # type: ignore[attr-defined]
    assert said == ["Al-", "".join(PIECES)]


# -- which model -------------------------------------------------------------------------------------------------------


def test_a_configured_endpoint_is_chosen() -> None:
    settings = Settings(llm_base_url="http://127.0.0.1:1/v1/", llm_model="tiny", llm_api_key="k", llm_timeout=3.0)
    llm, notice = choose_llm(settings)
    assert isinstance(llm, OpenAICompatible) and notice is None
    assert (llm.name, llm.base_url, llm.api_key, llm.timeout, llm.local) == (
        "tiny",
        "http://127.0.0.1:1/v1",
        "k",
        3.0,
        False,
    )
    assert llm.sentences > 0


def test_an_endpoint_without_a_model_is_noticed() -> None:
    llm, notice = choose_llm(Settings(llm_base_url="http://127.0.0.1:1/v1"))
    assert llm is None and notice is not None and "NEWSQA_LLM_MODEL" in notice


def test_without_an_endpoint_the_local_model_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, int]] = []

    def start(file: str, threads: int) -> LocalModel:
        given.append((file, threads))
        prompts = PromptCache("http://127.0.0.1:1", "key", Path("nowhere"), "small")
        return LocalModel("http://127.0.0.1:1/v1", "key", "small", object(), prompts)

    monkeypatch.setattr(qa.model.local_model, "start_local_model", start)
    llm, notice = choose_llm(Settings(llm_file="m.gguf", llm_threads=2, llm_sentences=4))
    assert isinstance(llm, OpenAICompatible) and notice is None
    assert (llm.name, llm.local, llm.sentences, llm.api_key) == ("small", True, 4, "key")
    assert llm.server is not None and llm.prompts is not None and given == [("m.gguf", 2)]


def test_no_model_may_be_wanted() -> None:
    assert choose_llm(Settings.load({"NEWSQA_LLM_FILE": "none"})) == (None, None)


def test_a_local_package_that_is_missing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    llm, notice = choose_llm(Settings())
    assert llm is None and notice is not None
    assert "quotes only" in notice and "pip install 'newsqa[local]'" in notice


def test_a_local_model_that_is_missing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(file: str, threads: int) -> LocalModel:
        raise ModelUnavailable("the packaged language model is damaged.")

    monkeypatch.setattr(qa.model.local_model, "start_local_model", start)
    assert choose_llm(Settings()) == (None, "Answers are quotes only: the packaged language model is damaged.")


def test_an_endpoint_is_chosen_without_loading_the_local_model(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def watch(name: str, *args: Any, **kwargs: Any) -> Any:
        assert name != "xllamacpp"
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", watch)
    assert choose_llm(Settings(llm_base_url="http://127.0.0.1:1/v1", llm_model="tiny"))[0] is not None
