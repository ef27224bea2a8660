"""The server under load, with many clients at once: real questions of MultiHop-RAG over the real HTTP API on loopback.

    extractive   20 users who ask for quotes, one question after the other
    written      50 users of a model that writes 20 tokens a second; the time to the first written word beyond what one user alone waits
    overload     five times as many users as are let in; how fast they are refused, and when all is normal again
    overhead     a model that writes at once: what the server adds, with retrieval and the model's own time left out

The model is a small server that speaks OpenAI's protocol; the server and it run in processes of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import multiprocessing
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from common import arguments, machine, multihop_corpus, multihop_queries

from qa.evaluation.metrics import percentile
from qa.question.parts import asks_two


@dataclass
class Tally:
    """What many requests came to."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)  # of whole replies
    first: dict[str, list[float]] = field(default_factory=dict)  # until the first written word, by question
    refused: list[float] = field(default_factory=list)
    without_retry_after: int = 0

    @property
    def errors(self) -> int:
        return sum(n for status, n in self.statuses.items() if status != "200")


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--seconds", type=float, default=180, help="how long each part runs")
    parser.add_argument("--part", action="append", choices=list(_PARTS), help="only this part; may be given again")
    options = parser.parse_args()
    questions = [q["query"] for q in multihop_queries(options.data)]
    print(machine(), flush=True)
    with _process(_run_model) as model:
        for name in options.part or _PARTS:
            options.model = model
            writes = {"written": "paced", "overhead": "at once"}.get(name, "")
            with _process(_run_server, options.data, model, writes) as server:
                asyncio.run(_PARTS[name](server, questions, options))


# -- the parts ---------------------------------------------------------------------------------------------------------


async def _extractive(server: str, questions: list[str], options: argparse.Namespace) -> None:
    tally = await _users(server, 20, questions, options.seconds, engine="extractive")
    print(f"extractive  20 users, {options.seconds:.0f} s: {_told(tally)}", flush=True)


async def _written(server: str, questions: list[str], options: argparse.Namespace) -> None:
    questions = questions[:_ASKED_ALONE]
    alone = await _users(server, 1, questions, float("inf"), engine="llm", stream=True, once=True)
    tally = await _users(server, 50, questions, options.seconds, engine="llm", stream=True)
    added = [max(0.0, s - alone.first[q][0]) for q, first in tally.first.items() if q in alone.first for s in first]
    usual = [first for seconds in alone.first.values() for first in seconds]
    print(
        f"written     50 users, {options.seconds:.0f} s: {_told(tally)}; first word alone p50 {_percentile(usual, 50):.2f} s, "
        f"added to the same question's p50 {_percentile(added, 50):.2f} s, p95 {_percentile(added, 95):.2f} s ({len(added)} written)",
        flush=True,
    )


async def _overload(server: str, questions: list[str], options: argparse.Namespace) -> None:
    before = await _users(server, 1, questions, min(options.seconds, 10), engine="extractive")
    tally = await _users(server, 250, questions, min(options.seconds, 30), engine="extractive", obedient=True)
    ended = time.monotonic()
    usual = max(0.3, 2 * _percentile(before.seconds, 95))
    while time.monotonic() - ended < 60:
        after = await _users(server, 1, questions, 0.5, engine="extractive")
        if not after.errors and max(after.seconds) <= usual:
            break
    refused = tally.refused or [0.0]
    print(
        f"overload    250 users: {dict(tally.statuses)}; refused within p50 {_percentile(refused, 50) * 1000:.0f} ms, "
        f"p95 {_percentile(refused, 95) * 1000:.0f} ms, max {max(refused) * 1000:.0f} ms, "
        f"{tally.without_retry_after} without Retry-After; normal {time.monotonic() - ended:.1f} s after",
        flush=True,
    )


async def _overhead(server: str, questions: list[str], options: argparse.Namespace) -> None:
    spent, failed = [], Counter[str]()
    async with _client(server) as http, _client("") as direct:
        end = time.monotonic() + min(options.seconds, 60)
        for question in _forever([q for q in questions if not asks_two(q)]):  # others ask the model more than once
            if time.monotonic() > end:
                break
            started = time.monotonic()
            reply = await http.post("/api/ask", json={"question": question, "engine": "llm"})
            whole = time.monotonic() - started
            turn = reply.json()
            if reply.is_error:
                failed[turn["detail"]] += 1
                continue
            if turn["timings"]["first_word"] is None:
                continue
            started = time.monotonic()
            lines = {
                "messages": [{"content": "\n".join(f"[1] {e['text']}" for e in turn["evidence"][:1])}],
                "model": "",
            }
            await direct.post(f"{options.model}/v1/chat/completions", json=lines)
            model = time.monotonic() - started
            spent.append(whole - turn["timings"]["evidence"] - model)
    print(
        f"overhead    {len(spent)} questions one by one, without understanding, retrieval and the model's own time: "
        f"p50 {_percentile(spent, 50) * 1000:.1f} ms, p95 {_percentile(spent, 95) * 1000:.1f} ms; {failed.total()} errors {dict(failed) or ''}",
        flush=True,
    )


_ASKED_ALONE = 120  # questions
_PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # made once: nothing here is encrypted

_PARTS: dict[str, Any] = {
    "extractive": _extractive,
    "written": _written,
    "overload": _overload,
    "overhead": _overhead,
}


def _percentile(seconds: list[float], percent: int) -> float:
    found = percentile(seconds, percent)
    return float("nan") if found is None else found


def _told(tally: Tally) -> str:
    rate = f"{len(tally.seconds)} answers"
    return (
        f"{tally.errors} errors {dict(tally.statuses)}, {rate}, "
        f"p50 {_percentile(tally.seconds, 50):.2f} s, p95 {_percentile(tally.seconds, 95):.2f} s"
    )


# -- the users ---------------------------------------------------------------------------------------------------------


def _client(server: str) -> httpx.AsyncClient:
    """One for each user: a client that many share looks through the connections of all of them at each request."""
    return httpx.AsyncClient(base_url=server, timeout=60, trust_env=False, verify=_PLAIN)


def _forever(questions: list[str], start: int = 0) -> Iterator[str]:
    n = start
    while True:
        yield questions[n % len(questions)]
        n += 1


async def _users(
    server: str,
    count: int,
    questions: list[str],
    seconds: float,
    *,
    engine: str,
    stream: bool = False,
    obedient: bool = False,
    once: bool = False,
) -> Tally:
    """So many users for so long, each asking its next question when it has its answer.

    obedient: they heed Retry-After. once: until each question has been asked.
    """
    tally = Tally()
    end = 0.0

    async def user(n: int, http: httpx.AsyncClient) -> None:
        await asyncio.sleep(n * min(0.02, 1 / count))
        for question in questions if once else _forever(questions, n * 97):
            body = {"question": question, "engine": engine, "stream": stream}
            wait = await _ask(http, body, tally, leave_at_first=once)
            if time.monotonic() > end:
                return
            if wait and obedient:
                await asyncio.sleep(wait)

    async with AsyncExitStack() as opened:
        clients = [await opened.enter_async_context(_client(server)) for _ in range(count)]
        end = time.monotonic() + seconds
        await asyncio.gather(*(user(n, http) for n, http in enumerate(clients)))
    return tally


async def _ask(http: httpx.AsyncClient, body: dict[str, Any], tally: Tally, leave_at_first: bool = False) -> float:
    """One question; the seconds that the server asks to wait if it refuses."""
    started, first = time.monotonic(), None
    failed = ""
    try:
        async with http.stream("POST", "/api/ask", json=body) as reply:
            async for line in reply.aiter_lines():
                if first is None and line == "event: delta":
                    first = time.monotonic() - started
                    if leave_at_first:
                        break
                failed = failed or ("error" if line == "event: error" else "")
    except httpx.HTTPError as error:
        tally.statuses[type(error).__name__] += 1
        return 0
    took = time.monotonic() - started
    tally.statuses[failed or str(reply.status_code)] += 1
    if reply.status_code in (429, 503):
        tally.refused.append(took)
        tally.without_retry_after += "retry-after" not in reply.headers
        return float(reply.headers.get("retry-after", 1))
    tally.seconds.append(took)
    if first is not None:
        tally.first.setdefault(body["question"], []).append(first)
    return 0


# -- the servers -------------------------------------------------------------------------------------------------------


@contextmanager
def _process(run: Any, *given: Any) -> Iterator[str]:
    """A server in a process of its own; gives its address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run, args=(theirs, *given))
    process.start()
    try:
        while not ours.poll(1):
            if not process.is_alive():
                raise SystemExit("a server ended before it answered")
        yield ours.recv()
    finally:
        process.terminate()
        process.join(20)


def _run_server(told: Any, data: Path, model: str, writes: str) -> None:
    from qa import NewsQA
    from qa.api.server import serve
    from qa.model.llm import choose_llm
    from qa.settings import Settings

    with multihop_corpus(data) as corpus:
        llm = (None, None)
        if writes:
            llm = choose_llm(Settings(llm_base_url=f"{model}/v1", llm_model=writes))
        NewsQA(corpus).ask("which airport was attacked?")
        serve(NewsQA(corpus, *llm), port=0, page=False, ready=told.send)


def _run_model(told: Any) -> None:
    """A model that writes the start of its first sentence on one line, and the sentence on the next.

    Called "paced" it writes 20 tokens a second, the sentence again and again up to the limit; under any other name all at once. Asked
    something else, it repeats the question.
    """
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import StreamingResponse
    from starlette.routing import Route

    pause = 1 / 20  # seconds

    async def completions(request: Request) -> StreamingResponse:
        body = await request.json()
        lines = body["messages"][-1]["content"].splitlines()
        sentence = next((line.split("] ", 1)[1] for line in lines if line.startswith("[1] ")), "")
        words = [f"{word} " for word in (sentence or lines[-1]).split()]
        if sentence:
            again = itertools.cycle([*words, "[1] "])
            length = body.get("max_tokens", 100) - 5 if body["model"] == "paced" else len(words) + 1
            words = [*words[:4], "[1]\n", *itertools.islice(again, length)]

        async def write() -> AsyncIterator[str]:
            for word in words:
                await asyncio.sleep(pause if body["model"] == "paced" else 0)
                choice = {"index": 0, "delta": {"content": word}, "finish_reason": None}
                record = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
                yield f"data: {json.dumps({**record, 'choices': [choice]})}\n\n"
            yield "data: [DONE]\n\n"

        return StreamingResponse(write(), media_type="text/event-stream")

    app = Starlette(routes=[Route("/v1/chat/completions", completions, methods=["POST"])])
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)

    async def run() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        told.send(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
        await serving

    asyncio.run(run())


if __name__ == "__main__":
    main()
