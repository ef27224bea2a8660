"""A run kept in a folder: run.json says what was asked of what, turns.jsonl grows by a line a question, summary.json has the measures.

A run that was interrupted goes on where it stopped, if question file, corpus, index, engine, model, settings and program are the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import qa
from index import BadFile, BadRequest, Corpus, NewsqaError
from qa.evaluation.questions import Question, fingerprint
from qa.evaluation.scoring import Scored, scored_from_json, scored_json
from qa.model.prompts import fingerprint as prompts_fingerprint
from qa.newsqa import NewsQA
from qa.records import Engine
from qa.settings import Settings

__all__ = ["RunFolder", "check_comparable", "corpus_fingerprint", "load_run", "manifest"]

_PAGE = 500
_SAME = ("questions", "corpus", "index", "engine", "model", "settings", "commit")
_SPOKEN = {"index": "index (embedder or passages)", "commit": "commit of newsqa"}


def manifest(
    newsqa: NewsQA, settings: Settings, engine: Engine, questions: Sequence[Question], path: Path
) -> dict[str, Any]:
    """What a run is of: digests of questions and corpus, the index, the engine and model, the settings, the commit if any."""
    status = newsqa.corpus.status()
    return {
        "questions": {"count": len(questions), "fingerprint": fingerprint(questions)},
        "question_file": {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        "corpus": {"articles": status.articles, "fingerprint": corpus_fingerprint(newsqa.corpus)},
        "index": {"embedder": status.embedder, "passages": status.passages},
        "engine": engine,
        "model": newsqa.llm.name if newsqa.llm and engine != "extractive" else None,
        "settings": {
            "llm_base_url": settings.llm_base_url,
            "llm_file": Path(settings.llm_file).name,
            "llm_timeout": settings.llm_timeout,
            "llm_sentences": settings.llm_sentences,
            "nli": Path(settings.nli).name,
            "reranker": Path(settings.reranker).name,
            "prompts": prompts_fingerprint(),
        },
        "commit": _commit(),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def corpus_fingerprint(corpus: Corpus) -> str:
    """A digest of all current articles in their versions, whatever the order of indexing."""
    versions: list[str] = []
    while page := corpus.articles(limit=_PAGE, offset=len(versions)):
        versions += [f"{article.id} {article.version}" for article in page]
    return hashlib.sha256("\n".join(sorted(versions)).encode()).hexdigest()


class RunFolder:
    """The folder of one run, opened for writing. `done` are the questions that an earlier, interrupted run has answered."""

    def __init__(self, directory: Path, run: Mapping[str, Any]) -> None:
        """Raises BadRequest when the folder cannot be used or holds another run."""
        self.directory = directory
        self.done: list[Scored] = []
        try:
            directory.mkdir(parents=True, exist_ok=True)
            if (directory / "run.json").exists():
                self._resume(run)
            else:
                if (directory / "turns.jsonl").exists():
                    raise BadRequest("--out", f"{directory} holds turns of an unknown run; name another folder.")
                self._write("run.json", run)
            (directory / "turns.jsonl").touch()
        except OSError as error:
            raise BadRequest(
                "--out", f"{directory} cannot be written as a folder ({error.strerror}); name another."
            ) from error

    def _resume(self, run: Mapping[str, Any]) -> None:
        try:
            kept, self.done, size = _read(self.directory)
        except BadFile as error:
            raise BadRequest("--out", f"{error} Name another folder.") from error
        if other := _differences(kept, run):
            raise BadRequest(
                "--out",
                f"{self.directory} holds a run with other {', '.join(other)}: it cannot go on; name another folder.",
            )
        if (self.directory / "turns.jsonl").exists():
            os.truncate(self.directory / "turns.jsonl", size)  # a line that was cut off is asked again

    def add(self, scored: Scored) -> None:
        """Append one question's result; it is on the disk when this returns. Raises NewsqaError when it cannot be."""
        with self._told(), open(self.directory / "turns.jsonl", "a", encoding="utf-8") as turns:
            turns.write(json.dumps(scored_json(scored)) + "\n")
            turns.flush()
            os.fsync(turns.fileno())

    def write(self, name: str, content: Mapping[str, Any] | str) -> None:
        """Write a file of the folder whole, or not at all. Raises NewsqaError when it cannot be written."""
        with self._told():
            self._write(name, content)

    def _write(self, name: str, content: Mapping[str, Any] | str) -> None:
        text = content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"
        part = self.directory / f"{name}.part"
        part.write_text(text, "utf-8")
        os.replace(part, self.directory / name)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NewsqaError(
                f"{self.directory} cannot be written ({error.strerror}): make room, and name it with --out again; the run goes on "
                "where it stopped."
            ) from error


def load_run(directory: Path) -> tuple[dict[str, Any], list[Scored]]:
    """A finished run: its run.json and its results. Raises BadRequest when it is none, or unfinished."""
    try:
        run, results, _ = _read(directory)
    except BadFile as error:
        raise BadRequest("--baseline", str(error)) from error
    if len(results) != (count := run["questions"]["count"]):
        raise BadRequest(
            "--baseline", f"{directory} is unfinished, {len(results)} of {count} questions: finish it with --out."
        )
    return run, results


def _read(directory: Path) -> tuple[dict[str, Any], list[Scored], int]:
    """run.json, the results, and how many bytes of turns.jsonl are whole lines."""
    results: dict[str, Scored] = {}
    size = 0
    try:
        run = json.loads((directory / "run.json").read_text("utf-8"))
        if not isinstance(run, dict) or not isinstance(run["questions"]["count"], int):
            raise ValueError("run.json is of another form")
        with contextlib.suppress(FileNotFoundError), open(directory / "turns.jsonl", "rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                scored = scored_from_json(json.loads(line))
                results[scored.question.id] = scored
                size += len(line)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadRequest) as error:
        raise BadFile(str(directory), f"holds no run of `newsqa eval --out` that can be read ({error}).") from error
    return run, list(results.values()), size


def _differences(one: Mapping[str, Any], other: Mapping[str, Any], keys: Sequence[str] = _SAME) -> list[str]:
    return [_SPOKEN.get(key, key) for key in keys if one.get(key) != other.get(key)]


def check_comparable(baseline: Mapping[str, Any], run: Mapping[str, Any]) -> None:
    """Raises BadRequest unless both runs asked the same questions of the same articles in the same index."""
    if other := _differences(baseline, run, ("questions", "corpus", "index")):
        raise BadRequest(
            "--baseline",
            f"the baseline is of other {', '.join(other)}: the two runs cannot be compared; make a new baseline.",
        )


def _commit() -> str | None:
    """The commit of this program's source, with -dirty for changes; None when it is not run from a checkout."""
    source = Path(qa.__file__).parent

    def git(*arguments: str) -> str | None:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            result = subprocess.run(["git", "-C", str(source), *arguments], capture_output=True, text=True, timeout=10)
            return result.stdout.strip() if result.returncode == 0 else None
        return None

    # A virtual environment may lie inside another project's checkout.
    return (
        git("describe", "--always", "--dirty", "--abbrev=12")
        if git("ls-files", "--error-unmatch", "__init__.py")
        else None
    )
