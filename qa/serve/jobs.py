"""Indexing that a server does beside answering: jobs, one at a time in the order in which they came, with their progress.

Jobs live as long as the process. What they have indexed stays; one that was cut off is simply sent again, since what is known
already is skipped.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from index import (
    Article,
    Corpus,
    NewsqaError,
    NotFound,
    Overloaded,
    Problem,
    Progress,
    Report,
    check_encoding,
    read_records,
)
from qa.serve.faults import log_fault
from qa.wire import iso_time

if TYPE_CHECKING:
    from index.read.fetch import Web

__all__ = ["Job", "Jobs", "State", "job_json"]

State = Literal["queued", "running", "done", "failed", "cancelled"]

_MOST_WAITING = 64  # jobs
_KEPT = 200  # finished jobs that are remembered
_MOST_PROBLEMS = 500  # of a job that are told; the number of all is told too
_log = logging.getLogger("newsqa.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """One request to index, as it stands. Times are UTC epoch seconds.

    progress: where it is; report: what came of it, once it is done. error: why it failed.
    """

    id: str
    state: State
    created: int
    started: int | None = None
    finished: int | None = None
    progress: Progress = field(default_factory=lambda: Progress(0, 0, 0, 0))
    report: Report | None = None
    error: str | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """The jobs of an open corpus. `done` is told of each that ends; `web` fetches articles, where that is allowed.

    Close it before the corpus.
    """

    def __init__(self, corpus: Corpus, done: Callable[[Job], None] = lambda job: None, web: Web | None = None) -> None:
        self.web = web
        self._corpus = corpus
        self._done = done
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._cancelled: set[str] = set()
        self._futures: dict[str, Future[dict[str, Any]]] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="newsqa-jobs")

    def add_records(self, records: Sequence[Mapping[str, Any]]) -> Job:
        """Index articles in any of the shapes that a JSON file of articles may have. Raises Overloaded."""
        return self._submit(lambda progress: self._corpus.add(read_records(list(records), "articles"), progress))

    def add_articles(self, articles: Iterable[Article | Problem]) -> Job:
        """Index articles that are already read. Raises Overloaded."""
        return self._submit(lambda progress: self._corpus.add(articles, progress))

    def add_paths(self, paths: Sequence[Path], encoding: str | None = None) -> Job:
        """Index files and folders of this machine: whoever may call this may read them. Raises BadRequest, Overloaded."""
        check_encoding(encoding)
        return self._submit(lambda progress: self._corpus.ingest(paths, progress, encoding))

    def add_addresses(self, web: Web, urls: Sequence[str]) -> Job:
        """Fetch articles and index them. Raises BadRequest for an address that can never be fetched, Overloaded."""
        checked = [web.check(url, f"urls[{n}]") for n, url in enumerate(urls)]

        def work(progress: Callable[[Progress], None]) -> Report:
            read: list[Article | Problem] = []
            # All of them first: while they are fetched, others may change the corpus.
            for url in checked:
                progress(Progress(sum(isinstance(item, Article) for item in read), 0, 0, 0))
                read += web.read(url)
            return self._corpus.add(read, progress)

        return self._submit(work)

    def job(self, job_id: str) -> Job:
        """A job as it stands. Raises NotFound."""
        with self._lock:
            if job_id not in self._jobs:
                raise NotFound(f"there is no job {job_id[:80]!r}: jobs are forgotten when the server stops.")
            return self._jobs[job_id]

    def jobs(self) -> list[Job]:
        """All that are remembered, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def waiting(self) -> int:
        """How many have not ended."""
        return sum(not job.ended for job in self.jobs())

    def cancel(self, job_id: str) -> Job:
        """Stop a job before its next batch of articles; what it has indexed stays. Raises NotFound."""
        job = self.job(job_id)
        if not job.ended:
            self._cancelled.add(job_id)
            if future := self._futures.get(job_id):
                future.cancel()
        return self.job(job_id)

    def close(self) -> None:
        """Cancel what has not ended, and wait for the batch that is being written."""
        for job in self.jobs():
            self.cancel(job.id)
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[[Callable[[Progress], None]], Report]) -> Job:
        job = Job(uuid.uuid4().hex, "queued", int(time.time()))
        with self._lock:
            waiting = sum(not other.ended for other in self._jobs.values())
            if waiting >= _MOST_WAITING:
                raise Overloaded(f"{waiting} jobs wait already: send more when some of them are done.", retry_after=5)
            self._jobs[job.id] = job
            self._forget_old()
        try:
            future = self._futures[job.id] = self._worker.submit(self._run, job.id, work)
        except RuntimeError as error:  # it was closed
            self._change(job.id, state="cancelled")
            raise Overloaded("The server is stopping.", retry_after=10) from error
        future.add_done_callback(lambda future: self._end(job.id, future))
        return job

    def _run(self, job_id: str, work: Callable[[Callable[[Progress], None]], Report]) -> dict[str, Any]:
        """Do the work; the fields of the job that say how it ended."""

        def progress(now: Progress) -> None:
            if job_id in self._cancelled:
                raise _CancelledError
            self._change(job_id, progress=now)

        self._change(job_id, state="running", started=int(time.time()))
        try:
            progress(Progress(0, 0, 0, 0))
            return {"state": "done", "report": work(progress)}
        except _CancelledError:
            return {"state": "cancelled"}
        except NewsqaError as error:
            return {"state": "failed", "error": str(error)}
        except Exception as error:  # a disk that is full, say; without particulars, which might quote an article
            log_fault(_log, f"job {job_id}", error)
            return {"state": "failed", "error": f"{type(error).__name__}; the server's log names the job."}

    def _end(self, job_id: str, future: Future[dict[str, Any]]) -> None:
        """Note and tell how a job ended that has run, or was cancelled before it did."""
        ended: dict[str, Any] = {"state": "cancelled"} if future.cancelled() else future.result()
        ended["finished"] = int(time.time())
        self._done(replace(self.job(job_id), **ended))
        self._futures.pop(job_id, None)
        self._cancelled.discard(job_id)
        self._change(job_id, **ended)

    def _change(self, job_id: str, **changes: Any) -> None:
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)

    def _forget_old(self) -> None:
        ended = [job.id for job in self._jobs.values() if job.ended]
        for job_id in ended[: max(0, len(ended) - _KEPT)]:
            del self._jobs[job_id]


class _CancelledError(Exception):
    """The job was cancelled."""


def job_json(job: Job) -> dict[str, Any]:
    """A job for the API: its state, how far it is, what came of it, and what was refused and why."""
    report, now = job.report or Report(), job.progress
    return {
        "id": job.id,
        "state": job.state,
        "created": iso_time(job.created),
        "started": iso_time(job.started),
        "finished": iso_time(job.finished),
        "progress": {"articles": now.articles, "passages": now.passages, "done": now.done, "total": now.total},
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "refused": len(report.problems),
        "problems": [{"path": p.path, "reason": p.reason} for p in report.problems[:_MOST_PROBLEMS]],
        "notices": [{"path": p.path, "reason": p.reason} for p in report.notices[:_MOST_PROBLEMS]],
        "error": job.error,
    }
