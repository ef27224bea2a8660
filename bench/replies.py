"""The seeds' questions and near misses, answered through an endpoint that plays a large model: what becomes of replies that are right.

Its replies (bench/replies-seeds.jsonl) were written from newsqa's prompts alone, without a look at the program, as a large model would.
One is given where the prompt holds the sentences that it was written from, whatever their numbers are; to any other prompt "unknown" is.
To whether a sentence says what its sources do, the endpoint has no reply, so rules alone judge what is written.
"""

from __future__ import annotations

import argparse
import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from common import machine, own_lines, seeds_corpus, share

from qa import NewsQA
from qa.evaluation import Scored, question_from_json, run
from qa.model.llm import OpenAICompatible

_SETS = ("seeds/questions.jsonl", "bench/questions-near-seeds.jsonl")
_NUMBERED = re.compile(r"^\[(\d+)\] (?:\((?:undated|\d{1,2} \w+ \d{4})\) )?(.*)$", re.M)
_DATED = re.compile(r" \(\d{1,2} \w+ \d{4}\)")  # what a prompt adds to "on Wednesday"
_MARK = re.compile(r"\[(\d+)\]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is not right on the `dev` half")
    show = parser.parse_args().show
    print(machine())
    with endpoint() as url, seeds_corpus() as corpus:
        newsqa = NewsQA(corpus, OpenAICompatible("replies", url, "", 12, 1_000_000, 30.0))
        for file in _SETS:
            questions = [question_from_json(record) for record in own_lines(file)]
            for split in ("dev", "test"):
                _print(f"{file} {split}", [*run([q for q in questions if q.split == split], newsqa, "llm")], show)


def _print(name: str, results: Sequence[Scored], show: bool) -> None:
    told = [r for r in results if r.question.answerable]
    written = [r.turn for r in told if not r.turn["refused"]]
    verdicts = Counter(c["verdict"] for turn in written for c in turn["citations"])
    print(
        f"{name}: right {share([r.right for r in told])}, refused {share([r.turn['refused'] for r in told])} of {len(told)}; "
        f"the others refused {share([r.right for r in results if not r.question.answerable])} of {len(results) - len(told)}; "
        f"citations {', '.join(f'{verdict} {n}' for verdict, n in sorted(verdicts.items()))}"
    )
    for r in results if show and name.endswith("dev") else []:
        if not r.right:
            print(
                f"   {r.question.id} {r.question.question}: {r.turn['short'] or r.turn['text']} ({r.turn['draft']!r})"
            )


@contextmanager
def endpoint() -> Iterator[str]:
    """The address of an OpenAI-compatible endpoint that gives the replies."""
    replies: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in own_lines("bench/replies-seeds.jsonl"):
        replies[record["prompt"]].append(record)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: requests are no figures."""

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            delta = {"content": reply(asked["messages"][-1]["content"], replies)}
            chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": "stop"}]}
            body = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()


def reply(prompt: str, replies: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """What was written to a prompt, its marks renumbered; "unknown" where its sentences are not all there."""
    here = {_plain(text): n for n, text in _NUMBERED.findall(prompt)}
    for record in replies.get(key_of(prompt), ()):
        numbers = {old: here.get(_plain(text)) for old, text in record["sentences"].items()}
        if all(numbers.values()):
            return _MARK.sub(lambda match, n=numbers: f"[{n[match[1]]}]", record["reply"])
    return "unknown"


def key_of(prompt: str) -> str:
    """What tells prompts apart, whatever their evidence: the question, or a conversation's first and last one."""
    if _NUMBERED.search(prompt):
        return prompt.rsplit("Question: ", 1)[-1].strip()
    asked = [line for line in prompt.splitlines() if line.startswith("Q: ")]
    return " … ".join((asked[0], asked[-1])) if len(asked) > 1 else prompt.strip()


def _plain(text: str) -> str:
    return " ".join(_DATED.sub("", text).split())


if __name__ == "__main__":
    main()
