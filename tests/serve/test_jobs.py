"""Indexing by a running server: jobs with progress, refusals by reason, one at a time, questions answered meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index import Article, Corpus, NotFound, Overloaded, Problem, Progress, Report
from qa import NewsQA
from qa.serve.jobs import Job, Jobs, job_json

ROOT = Path(__file__).parents[2]


def _records(articles: list[Article]) -> list[dict[str, Any]]:
    keys = ("title", "text", "publisher", "byline", "url", "published")
    return [{key: getattr(a, key) for key in keys} for a in articles]


def _ended(jobs: Jobs, job: Job, seconds: float = 30) -> Job:
    give_up = time.monotonic() + seconds
    while not (found := jobs.job(job.id)).ended:
        assert time.monotonic() < give_up, found
        time.sleep(0.01)
    return found


@pytest.fixture
def jobs(empty_corpus: Corpus) -> Iterator[Jobs]:
    made = Jobs(empty_corpus)
    yield made
    made.close()


def test_a_job_indexes_records_and_names_those_it_refuses(
    jobs: Jobs, empty_corpus: Corpus, articles: list[Article]
) -> None:
    records = [
        *_records(articles),
        {"title": "Empty"},
        {"headline": "Other names", "body": "A body."},
        {"text": "\ud800", "date": "2199-01-01"},
    ]
    job = _ended(jobs, jobs.add_records(records))
    assert job.state == "done" and job.report and job.report.added == len(articles) + 2
    told = job_json(job)
    assert [p["path"] for p in told["problems"]] == ["articles#13"] and told["refused"] == 1
    assert "no text" in told["problems"][0]["reason"]
    assert [(p["path"], p["reason"][:16]) for p in told["notices"]] == [("articles#15", "dated 2199-01-01")]
    assert told["progress"]["articles"] == len(articles) + 2 and told["started"] <= told["finished"]
    assert {a.id for a in articles} <= {a.id for a in empty_corpus.articles()}
    assert _ended(jobs, jobs.add_records(_records(articles))).report.unchanged == len(articles)  # type: ignore[union-attr]


def test_files_whose_names_are_not_utf_8_are_told_as_json(jobs: Jobs, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(b"\xff")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9.txt")).symlink_to("nowhere")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/good-\xe9.txt")).write_text("Ferry\n\nThe ferry sails again.\n")
    told = job_json(_ended(jobs, jobs.add_paths([tmp_path])))
    assert told["added"] == 1
    assert json.dumps(told, ensure_ascii=False).encode()
    assert {Path(problem["path"]).name for problem in told["problems"]} == {r"caf\xe9.txt", r"\xe9.txt"}


def test_jobs_run_one_at_a_time_and_can_be_cancelled(empty_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Job] = []
    jobs = Jobs(empty_corpus, told.append)
    go_on, at_once, most = threading.Event(), [0], [0]

    def slow(paths: object, progress: Any) -> Report:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        try:
            while not go_on.wait(0.005):
                progress(Progress(1, 2, 3, 4))
            return Report(added=1)
        finally:
            at_once[0] -= 1

    monkeypatch.setattr(Corpus, "ingest", lambda self, paths, progress, encoding: slow(paths, progress))
    first, second, third = (jobs.add_paths([]) for _ in range(3))
    while jobs.job(first.id).progress.done != 3:
        time.sleep(0.01)
    assert [job.state for job in jobs.jobs()] == ["queued", "queued", "running"]
    assert jobs.cancel(third.id).state == "cancelled"
    jobs.cancel(first.id)
    assert _ended(jobs, first).state == "cancelled"
    go_on.set()
    assert _ended(jobs, second).state == "done"
    assert most == [1] and jobs.job(third.id).state == "cancelled" and jobs.waiting() == 0
    assert told == [jobs.job(job.id) for job in (third, first, second)]
    assert jobs._futures == {} and jobs._cancelled == set()
    jobs.close()


def test_a_job_that_fails_says_so_without_words_of_articles(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "secret words"

    def broken(self: Corpus, paths: object, progress: object, encoding: object) -> Report:
        raise ValueError(words)

    monkeypatch.setattr(Corpus, "ingest", broken)
    job = _ended(jobs, jobs.add_paths([Path("x")]))
    assert job.state == "failed" and job.error and "ValueError" in job.error and "secret" not in job.error
    assert f"job {job.id} failed with ValueError" in caplog.text and "in broken\n" in caplog.text
    assert "secret" not in caplog.text


def test_too_many_jobs_are_refused_and_unknown_ones_are_not_found(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(Corpus, "ingest", lambda self, paths, progress, encoding: stop.wait(20) and Report())
    for _ in range(64):
        jobs.add_paths([])
    with pytest.raises(Overloaded):
        jobs.add_paths([])
    with pytest.raises(NotFound):
        jobs.job("nothing")
    stop.set()


def test_threads_that_index_at_once_take_turns(empty_corpus: Corpus, articles: list[Article]) -> None:
    threads = [threading.Thread(target=empty_corpus.add, args=(articles,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    status = empty_corpus.status()
    assert status.articles == len(articles) and status.vectors == status.passages


def test_questions_are_answered_while_a_job_runs(jobs: Jobs, empty_corpus: Corpus, articles: list[Article]) -> None:
    empty_corpus.add(articles)
    newsqa, held = NewsQA(empty_corpus), threading.Event()

    def endless() -> Iterator[Article | Problem]:
        n = 0
        while not held.is_set():
            n += 1
            yield Article.of(f"Report {n}", f"The {n}th ferry of the year left the harbour on time.", publisher="P")

    job = jobs.add_articles(endless())
    while not jobs.job(job.id).progress.passages:
        time.sleep(0.01)
    for _ in range(5):
        turn = newsqa.ask("Who is the director of the airport of Port Alba?")
        assert turn.answer.citations and not jobs.job(job.id).ended
    held.set()
    assert _ended(jobs, job).state == "done"
    status = empty_corpus.status()
    assert status.vectors == status.passages


def test_a_job_that_fetches_lets_others_change_the_corpus_and_can_be_cancelled(
    jobs: Jobs, empty_corpus: Corpus, articles: list[Article]
) -> None:
    go_on, asked = threading.Event(), list[str]()

    class Far:
        def check(self, address: str, field: str) -> str:
            return address

        def read(self, address: str) -> Iterator[Article | Problem]:
            asked.append(address)
            assert go_on.wait(20)
            yield articles[0]
            yield Problem(address, "unknown date")

    job = jobs.add_addresses(Far(), ["a", "b"])  # type: ignore[arg-type]
    while asked != ["a"]:
        time.sleep(0.01)
    empty_corpus.add(articles[1:3])
    jobs.cancel(job.id)
    go_on.set()
    assert _ended(jobs, job).state == "cancelled" and asked == ["a"] and empty_corpus.count() == 2
    done = _ended(jobs, jobs.add_addresses(Far(), ["a", "b"]))  # type: ignore[arg-type]
    assert done.report and (done.report.added, done.report.duplicates) == (1, 1)
    assert [problem.path for problem in done.report.problems] == ["a", "b"] and done.progress.articles == 2


# -- over HTTP ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(empty_corpus: Corpus, serving: Any) -> Iterator[httpx.Client]:
    with serving(NewsQA(empty_corpus)) as address:
        empty_corpus.announce(address)
        with httpx.Client(base_url=address) as found:
            yield found


def _wait(client: httpx.Client, where: str) -> dict[str, Any]:
    while (job := client.get(where).json())["state"] in ("queued", "running"):
        time.sleep(0.01)
    return job


def test_ingest_accepts_reports_and_deletes(client: httpx.Client, articles: list[Article]) -> None:
    accepted = client.post("/api/ingest", json={"articles": [*_records(articles), {"title": "no text"}]})
    assert accepted.status_code == 202
    job = _wait(client, accepted.headers["location"])
    assert (job["state"], job["added"], job["refused"]) == ("done", len(articles), 1)
    assert client.get("/api/jobs", params={"limit": 1}).json() == {"jobs": [job], "total": 1}
    assert client.delete(f"/api/articles/{articles[0].id}").status_code == 204
    gone = client.delete(f"/api/articles/{articles[0].id}")
    assert gone.status_code == 404 and gone.headers["content-type"] == "application/problem+json"
    assert client.get("/api/articles").json()["total"] == len(articles) - 1
    assert client.get("/api/jobs/nothing").status_code == client.post("/api/jobs/nothing/cancel").status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"articles": [{"text": "A."}], "paths": ["/x"]}, {"articles": ["text"]}, {"paths": [1]}]
)
def test_what_is_no_request_to_index_is_refused(client: httpx.Client, body: dict[str, Any]) -> None:
    assert client.post("/api/ingest", json=body).status_code == 422


def test_paths_are_for_the_owner_of_the_data_directory(
    client: httpx.Client, empty_corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("A storm closed the airport.")
    body = {"paths": [str(tmp_path / "a.txt")]}
    for headers in ({}, {"authorization": "Bearer guessed"}):
        assert client.post("/api/ingest", json=body, headers=headers).status_code == 403
    lock = empty_corpus.directory / "lock"
    assert lock.stat().st_mode & 0o077 == 0
    headers = {"authorization": f"Bearer {json.loads(lock.read_text())['token']}"}
    accepted = client.post("/api/ingest", json=body, headers=headers)
    assert _wait(client, accepted.headers["location"])["added"] == 1


def test_the_command_line_hands_over_to_a_running_server(
    client: httpx.Client, empty_corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "new.md").write_text("# Storm\n\nA storm closed the airport of Port Alba.\n")
    (tmp_path / "bad.json").write_text("{")
    environment = {**os.environ, "NEWSQA_DATA": str(empty_corpus.directory)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "qa", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120
        )

    handed = run("index", str(tmp_path / "new.md"), str(tmp_path / "bad.json"))
    assert handed.returncode == 1 and "bad.json" in handed.stderr and "broken JSON" in handed.stderr, handed
    (article,) = empty_corpus.articles()
    assert article.title == "Storm"
    assert run("remove", article.id).stdout == f"removed {article.id}\n"
    assert empty_corpus.count() == 0
