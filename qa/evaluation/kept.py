"""Where kept runs lie in a data directory, so that the web page finds the last one: evaluations/, a folder a run."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["last_run", "new_run_folder"]

_NAME = "evaluations"


def new_run_folder(data: Path, engine: str) -> Path:
    """A folder for a run that starts now, named for its time and engine; it is not made yet."""
    return data / _NAME / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{engine}"


def last_run(data: Path) -> Path | None:
    """The folder of the run that was finished last, which is known by its summary; None where none is kept."""
    finished: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for folder in (data / _NAME).iterdir():
            with contextlib.suppress(OSError):
                finished.append(((folder / "summary.json").stat().st_mtime, folder))
    return max(finished)[1] if finished else None
