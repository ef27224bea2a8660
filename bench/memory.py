"""Resident memory of the real server with the local model, over 200 questions asked through its API.

With --engine extractive --questions 1200 --rounds 2 it shows where memory ends to grow: what is remembered of articles and words has bounds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

import httpx
import psutil
from common import arguments, machine, multihop_queries


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--engine", default="auto", help="auto, llm or extractive")
    parser.add_argument("--rounds", type=int, default=1, help="how often all of them are asked")
    parser.add_argument("--port", type=int, default=7990)
    options = parser.parse_args()
    queries = [q["query"] for q in multihop_queries(options.data)][: options.questions]
    with tempfile.TemporaryDirectory() as directory:
        newsqa = [sys.executable, "-m", "qa", "--data", directory]
        source = options.data / "multihop-rag" / "corpus.json.gz"
        subprocess.run([*newsqa, "index", str(source)], check=True, capture_output=True)
        server = subprocess.Popen([*newsqa, "serve", "--port", str(options.port)], stdout=subprocess.DEVNULL)
        try:
            print(machine())
            address = f"http://127.0.0.1:{options.port}"
            _wait(server, address)
            _ask_all(queries * options.rounds, options.engine, address, psutil.Process(server.pid))
        finally:
            server.terminate()
            server.wait(30)


def _wait(server: subprocess.Popen, address: str) -> None:
    for _ in range(240):
        if server.poll() is not None:
            sys.exit(f"the server ended with status {server.returncode}")
        try:
            httpx.get(f"{address}/readyz").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.5)
    sys.exit("the server was not ready after two minutes")


def _ask_all(queries: list[str], engine: str, address: str, process: psutil.Process) -> None:
    for n, query in enumerate(queries, 1):
        body = {"question": query, "engine": engine}
        httpx.post(f"{address}/api/ask", json=body, timeout=300).raise_for_status()
        if n in (1, 10, 25, len(queries)) or n % (50 if n <= 200 else 200) == 0:
            memory = process.memory_info().rss / 2**30
            print(f"after {n:4} questions: {memory:.2f} GiB resident, {process.num_threads()} threads", flush=True)


if __name__ == "__main__":
    main()
