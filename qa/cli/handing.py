"""Indexing handed over to the server that owns the data directory: the same bar, the same report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from index import BadRequest, DataDirBusy, NewsqaError, Problem, Progress, Report, printable
from qa.cli.console import err, out
from qa.cli.terminal import IndexingBar, show_report
from qa.client.calls import LOOK_EVERY
from qa.client.remote import RemoteService

__all__ = ["hand_over"]


def hand_over(busy: DataDirBusy, paths: Sequence[Path], encoding: str | None) -> bool:
    """Let the server index files and folders, and show how far it is; whether all could be read. Raises BadRequest, NewsqaError."""
    assert busy.address
    names = [_sendable(path.expanduser().absolute()) for path in paths]
    server = RemoteService(busy.address, key=busy.token)
    typer.echo(f"The server at {busy.address} has the index open and does it.", err=True)
    try:
        job = server.ingest(paths=names, encoding=encoding)
        try:
            with IndexingBar(err()) as bar:
                while job["state"] in ("queued", "running"):
                    time.sleep(LOOK_EVERY)
                    job = server.job(job["id"])
                    bar.feed(Progress(**job["progress"]))
                bar.finish()
        except KeyboardInterrupt:
            server.cancel_job(job["id"])
            raise
    finally:
        server.close()
    if job["state"] != "done":
        raise NewsqaError(f"the server did not index it all: {job['error'] or job['state']}.")
    show_report(out(), _report(job), err())
    return not job["refused"]


def _sendable(path: Path) -> str:
    """A path as JSON can hold it. Raises BadRequest for one that is not UTF-8."""
    name = str(path)
    if (shown := printable(name)) != name:
        raise BadRequest(
            "path",
            f"the name of {shown} is not UTF-8, so that the server cannot be told of it: name the folder that it is in, "
            "rename it, or stop the server first.",
        )
    return name


def _report(job: dict[str, Any]) -> Report:
    counts = {name: job[name] for name in ("added", "changed", "unchanged", "duplicates", "passages", "seconds")}
    problems, notices = ([Problem(**said) for said in job[name]] for name in ("problems", "notices"))
    return Report(**counts, problems=problems, notices=notices)
