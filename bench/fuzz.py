"""Schemathesis over the API's own description: every check, so many examples an operation, against a real server.

python bench/fuzz.py --examples 200
python bench/fuzz.py --examples 50 --keys    a server that wants a key, and whether each address that says so does
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn

from index import Corpus
from qa import NewsQA
from qa.api.keys import KeyRing, add_key
from qa.api.limits import Limits
from qa.api.server import create_app

ROOT = Path(__file__).parent.parent
# Wrong data that is too large as well is refused for its size. A request may be right by its schema and still ask for what there is
# not: a publisher that no article has, a conversation without a user's message, a day after the last; its refusal is documented.
CONFIG = """[checks]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "406", "413", "415", "422", "429", "503"]
positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "422", "429", "503"]
"""


def fuzz(
    examples: int, seed: int = 1, timeout: float | None = None, *, keys: bool = False
) -> subprocess.CompletedProcess[str]:
    """Serve the seeds on a free port and let schemathesis at them; its exit code is 0 when nothing failed.

    keys: the server wants a key, which schemathesis has. It then also asks without it and with a wrong one.
    """
    command = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or "schemathesis"
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "data") as corpus:
        (Path(folder) / "schemathesis.toml").write_text(CONFIG)
        corpus.ingest([ROOT / "seeds"])
        ring, shown = None, []
        if keys:
            file = Path(folder) / "keys.json"
            shown = ["--header", f"Authorization: Bearer {add_key(file, 'fuzz', ['admin'])}"]
            ring = KeyRing(file)
        app = create_app(NewsQA(corpus), page=False, keys=ring, limits=Limits(per_minute=1e9))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                pass
            port = server.servers[0].sockets[0].getsockname()[1]
            address = f"http://127.0.0.1:{port}/openapi.json"
            options = ["--checks", "all", "--max-examples", str(examples), "--seed", str(seed)]
            quiet = ["--no-color", "--request-timeout", "30", "--continue-on-failure"]
            return subprocess.run(
                [command, "run", address, *options, *quiet, *shown],
                cwd=folder,
                text=True,
                capture_output=True,
                timeout=timeout,
            )
        finally:
            server.should_exit = True
            thread.join(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=200, help="examples an operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keys", action="store_true", help="let the server want a key")
    arguments = parser.parse_args()
    done = fuzz(arguments.examples, arguments.seed, keys=arguments.keys)
    print(done.stdout[-20_000:], done.stderr[-5_000:])
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
