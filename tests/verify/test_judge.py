"""Who gives a second opinion on a written sentence, what a model's is worth, and what it cannot excuse."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from index import Article, Corpus, Evidence
from qa import NewsQA
from qa.model.llm import OpenAICompatible
from qa.records import Answered, Delta
from qa.verify import verify
from qa.verify.nli import NLIJudge
from qa.verify.verdicts import check, source_of
from qa.write.judge import ModelJudge, judge_of

FERRY = Article.of(
    "Ferries collide off Port Maren",
    "Two ferries collided off Port Maren on Tuesday. Thirty-one passengers were hurt when the Alba struck the Mora. "
    "The Alba's master, Ida Moss, had been at sea for nineteen years. Fog was so thick that neither crew saw the other ship.",
    publisher="Post",
)  # fmt: skip


def sentence(n: int) -> Evidence:
    ends = [m + 1 for m, c in enumerate(FERRY.text) if c == "."]
    starts = [0, *(end + 1 for end in ends)]
    return Evidence.of(FERRY, starts[n], ends[n])


EVIDENCE = [sentence(n) for n in range(4)]


class Replies(ThreadingHTTPServer):
    """An OpenAI-compatible endpoint that replies a word, with its probabilities or without, or an error."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.word = "yes"
        self.likely: dict[str, float] = {}
        self.status = 200
        self.asked: list[str] = []
        self.pause = 0.0  # seconds before a reply

    @property
    def model(self) -> OpenAICompatible:
        return OpenAICompatible("tiny", f"http://127.0.0.1:{self.server_address[1]}/v1", "", 12, 10_000, 5.0)


class _Handler(BaseHTTPRequestHandler):
    server: Replies

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body["messages"][-1]["content"])
        time.sleep(self.server.pause)
        choice: dict[str, Any] = {"index": 0, "message": {"role": "assistant", "content": self.server.word}}
        if self.server.likely:
            top = [{"token": token, "logprob": math.log(p)} for token, p in self.server.likely.items()]
            choice["logprobs"] = {"content": [{**top[0], "top_logprobs": top}]}
        reply = json.dumps({"id": "c", "object": "chat.completion", "choices": [choice]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


@pytest.fixture
def endpoint() -> Iterator[Replies]:
    with Replies() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


REWORDED = "The collision of the Alba and the Mora injured 31 people."


def test_what_rules_alone_are_not_sure_of_is_supported_where_the_model_says_so(endpoint: Replies) -> None:
    sources = [source_of(e) for e in EVIDENCE]
    alone = check(REWORDED, sources, (1,))
    both = check(REWORDED, sources, (1,), ModelJudge(endpoint.model))
    assert alone.verdict != "supported" and both.verdict == "supported"
    (asked,) = endpoint.asked
    assert EVIDENCE[1].text in asked and f"Sentence: {REWORDED}" in asked and EVIDENCE[3].text not in asked


def test_a_no_takes_from_what_rules_alone_would_pass(endpoint: Replies) -> None:
    sources = [source_of(e) for e in EVIDENCE]
    endpoint.word = "No."
    written = "Two ferries collided off Port Maren on Tuesday."
    assert check(written, sources).verdict == "supported"
    assert check(written, sources, (), ModelJudge(endpoint.model)).score < 0.55
    assert check(REWORDED, sources, (1,), ModelJudge(endpoint.model)).verdict != "supported"


def test_probabilities_count_where_the_endpoint_tells_them(endpoint: Replies) -> None:
    judge = ModelJudge(endpoint.model)
    told = []
    for yes in (0.99, 0.9, 0.6, 0.2):
        endpoint.likely = {"yes": yes, "no": 1 - yes}
        told += judge.entailment([("A.", "B.")])
    assert all(likely is not None for likely in told) and told == sorted(told, reverse=True)
    assert told[0] > 0.95 and told[2] < 0.2  # it says yes too easily


@pytest.mark.parametrize(("word", "status"), [("Perhaps", 200), ("", 200), ("yes", 500)])
def test_a_model_that_does_not_tell_changes_nothing(endpoint: Replies, word: str, status: int) -> None:
    endpoint.word, endpoint.status = word, status
    sources = [source_of(e) for e in EVIDENCE]
    assert check(REWORDED, sources, (1,), ModelJudge(endpoint.model)) == check(REWORDED, sources, (1,))


@pytest.mark.parametrize(
    "written",
    [
        "The collision injured 45 people.",
        "The Alba struck the Dorn.",
        "No passengers were hurt when the Alba struck the Mora.",
    ],
)
def test_a_yes_excuses_no_number_no_name_and_no_denial(endpoint: Replies, written: str) -> None:
    assert not verify(f"so it is\n{written} [2]", EVIDENCE, ModelJudge(endpoint.model)).text
    assert not endpoint.asked


def test_sentences_that_the_marks_name_are_read_and_cited_where_they_hold_what_is_said(endpoint: Replies) -> None:
    written = "Ida Moss, nineteen years at sea, was master of the Alba, which struck the Mora in thick fog."
    checked = check(written, [source_of(e) for e in EVIDENCE], (1, 2, 3), ModelJudge(endpoint.model))
    assert checked.verdict == "supported" and set(checked.support) == {1, 2, 3}
    assert all(EVIDENCE[n].text in endpoint.asked[0] for n in (1, 2, 3))


def test_who_is_asked(endpoint: Replies, tmp_path: Path) -> None:
    remote, local = endpoint.model, endpoint.model
    local.local = True
    assert isinstance(judge_of("", remote), ModelJudge) and isinstance(judge_of("LLM", local), ModelJudge)
    for nobody in (judge_of("", local), judge_of("", None), judge_of("none", remote), judge_of("llm", None)):
        assert nobody is None
    assert isinstance(judge_of(str(tmp_path), remote), NLIJudge)


def test_sentences_are_asked_about_side_by_side_and_each_once(endpoint: Replies) -> None:
    draft = f"thirty-one\n{REWORDED} [2] Ida Moss is the Alba's master. [3] {REWORDED} [2] The fog was thick. [4] Two ferries collided. [1]"
    endpoint.pause = 0.3
    began = time.monotonic()
    assert verify(draft, EVIDENCE, ModelJudge(endpoint.model)).text.count("[") == 4
    assert len(endpoint.asked) == 4 and time.monotonic() - began < 0.9


def test_who_reads_an_answer_can_leave_while_the_model_is_asked(endpoint: Replies, corpus: Corpus) -> None:
    class Writer:
        name, sentences, characters, local = "writer", 6, 10_000, False

        def stream(self, messages: Any, *, max_tokens: int, doubt: Any = None) -> Iterator[str]:
            yield "Port Alba [1]\nA storm closed the airport of Port Alba on Thursday. [1]"

    endpoint.pause = 1.0
    stream = NewsQA(corpus, Writer(), judge=ModelJudge(endpoint.model)).stream("Which airport did the storm close?")
    events = [(event, len(endpoint.asked)) for event in stream]
    assert len([e for e, asked in events if asked and isinstance(e, Delta) and not e.text]) >= 3
    last = events[-1][0]
    assert isinstance(last, Answered) and last.turn.answer.engine == "llm" and last.turn.answer.short == "Port Alba"


def test_an_endpoint_that_hangs_is_not_waited_for_long(endpoint: Replies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.write.judge._PATIENCE", 0.3)
    endpoint.pause = 3.0
    sources = [source_of(e) for e in EVIDENCE]
    began = time.monotonic()
    assert check(REWORDED, sources, (1,), ModelJudge(endpoint.model)) == check(REWORDED, sources, (1,))
    assert time.monotonic() - began < 2 and len(endpoint.asked) == 1
