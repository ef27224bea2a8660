"""Resident memory of the real server with the local model, over 200 questions asked through its API."""

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
            _ask_all(queries, address, psutil.Process(server.pid))
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


def _ask_all(queries: list[str], address: str, process: psutil.Process) -> None:
    for n, query in enumerate(queries, 1):
        httpx.post(f"{address}/api/ask", json={"question": query}, timeout=300).raise_for_status()
        if n in (1, 10, 25, len(queries)) or n % 50 == 0:
            memory = process.memory_info().rss / 2**30
            print(f"after {n:4} questions: {memory:.2f} GiB resident, {process.num_threads()} threads", flush=True)


if __name__ == "__main__":
    main()
