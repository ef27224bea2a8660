"""With what `make chat` installs, which is less than what the tests have, the server starts and answers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent

# Runs the command with all that a reader does not have out of reach: argv is a file that lists it, then the command's own.
WITHOUT = """
import importlib.abc, json, runpy, sys

class Missing(importlib.abc.MetaPathFinder):
    names = set(json.load(open(sys.argv.pop(1))))

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
runpy.run_module("qa", run_name="__main__")
"""


def installed(name: str, extra: str, seen: set[tuple[str, str]]) -> set[str]:
    """Names of a distribution and of all that it needs."""
    if (name, extra) in seen:
        return set()
    seen.add((name, extra))
    try:
        needs = [Requirement(text) for text in distribution(name).requires or ()]
    except PackageNotFoundError:
        return set()  # for another platform
    names = {name}
    for need in needs:
        if need.marker is None or need.marker.evaluate({"extra": extra}):
            for wanted in ("", *need.extras):
                names |= installed(canonicalize_name(need.name), wanted, seen)
    return names


def modules(names: set[str]) -> tuple[set[str], set[str]]:
    """The modules of these distributions, and those of all others here."""
    own: set[str] = set()
    other: set[str] = set()
    for found in distributions():
        into = own if canonicalize_name(found.metadata["Name"]) in names else other
        for file in found.files or ():
            if file.suffix == ".py" and ".." not in file.parts:
                into.add(".".join((file.parent if file.stem == "__init__" else file.with_suffix("")).parts))
    return own, other


def test_the_server_starts_with_what_a_reader_has_installed(tmp_path: Path) -> None:
    own, other = modules(installed("newsqa", "local", set()))
    assert "llama_index.llms.openai_like" in other - own  # the tests have more than a reader
    (tmp_path / "missing.json").write_text(json.dumps(sorted(other - own)), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NEWSQA_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-c", WITHOUT, str(tmp_path / "missing.json"), "serve", "--port", "0"]
    command += ["--index", str(ROOT / "seeds" / "000_8b17fbdd45292f22.txt")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=pipe, stderr=pipe) as server:
        assert server.stdout
        assert server.stderr
        told = next((line for line in server.stdout if "answers at" in line), "")
        try:
            assert told, server.stderr.read()
            address = re.search(r"http://\S+", told)
            assert address
            with httpx.Client(base_url=address[0], timeout=60) as client:
                assert client.get("/").status_code == 200
                answer = client.post(
                    "/api/ask", json={"question": "which airport was attacked?", "engine": "extractive"}
                ).json()
            assert "Nayrab" in answer["short"]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
