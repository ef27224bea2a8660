"""One process owns a data directory, and loses it whenever and however it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Corpus, DataDirBusy
from index.lock import Lock
from tests.timing import quickest

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from index.lock import Lock
lock = Lock(Path(sys.argv[1]))
if len(sys.argv) > 2:
    lock.announce(sys.argv[2])
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def holder(directory: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the directory's lock."""
    command = [sys.executable, "-c", HOLDER, str(directory), *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("address", "within"), [(None, 6.0), ("http://127.0.0.1:7860", 0.5)])
def test_another_process_is_refused_after_some_seconds_and_at_once_by_a_server(
    tmp_path: Path, address: str | None, within: float
) -> None:
    with holder(tmp_path, *([address] if address else [])) as process:

        def refused() -> None:
            with pytest.raises(DataDirBusy) as caught:
                Corpus.open(tmp_path)
            assert (caught.value.pid, caught.value.address) == (process.pid, address)
            message = str(caught.value)
            assert str(process.pid) in message and str(tmp_path) in message
            assert (address or "wait until it has finished") in message

        assert quickest(refused, within) < within


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    def killed() -> None:
        with holder(tmp_path) as process:
            process.send_signal(signal.SIGKILL)
            process.wait()

    assert quickest(lambda: Lock(tmp_path).release(), 0.5, before=killed) < 0.5


@pytest.mark.parametrize("seconds", [0.2, 2.5])
def test_a_process_that_soon_finishes_is_waited_for(tmp_path: Path, seconds: float) -> None:
    with holder(tmp_path) as process:
        subprocess.Popen(["sh", "-c", f"sleep {seconds}; kill {process.pid}"])
        Lock(tmp_path).release()


def test_a_server_that_says_where_it_is_meanwhile_can_be_asked(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    opening = "import sys, time; from pathlib import Path; from index.lock import Lock; Lock(Path(sys.argv[1]))"
    with subprocess.Popen(
        [sys.executable, "-c", opening, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as second:
        time.sleep(1)
        lock.announce("http://127.0.0.1:7860")
        _, told = second.communicate(timeout=20)
    assert "it serves http://127.0.0.1:7860" in told
    lock.release()


def test_the_same_process_cannot_open_twice(tmp_path: Path) -> None:
    lock = Lock(tmp_path)

    def refused() -> None:
        with pytest.raises(DataDirBusy):
            Lock(tmp_path)

    assert quickest(refused, 2) < 2
    lock.release()
    Lock(tmp_path).release()


@pytest.mark.parametrize("left", [b"", b"{", b'{"pid": 4, "address": null}', b"\xff\xfe"])
def test_a_lock_file_left_behind_locks_nobody_out(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "lock").write_bytes(left)
    lock = Lock(tmp_path)
    lock.announce("http://127.0.0.1:1")
    lock.announce("http://127.0.0.1:22222")
    assert lock._holder()["address"] == "http://127.0.0.1:22222"
    lock.release()
    assert (tmp_path / "lock").read_bytes() == b""


def test_a_holder_that_says_nothing_is_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.lock._PATIENCE", 0.1)
    lock = Lock(tmp_path)
    (tmp_path / "lock").write_text("nonsense")
    with pytest.raises(DataDirBusy, match="in use by another process"):
        Lock(tmp_path)
    lock.release()
