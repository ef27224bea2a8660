"""Articles given to the page, pasted, as files or by address, on their way into the corpus. Knows nothing of Gradio or HTML.

What is given is written into a folder of its own and indexed like any other file, so that the same readers, limits and
reasons for refusal hold. Indexing runs in a thread: who leaves the page does not stop it half way.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from index import Article, BadRequest, Corpus, NewsqaError, Problem, Progress, Report
from index.read import read
from qa.page.render import publisher_link
from qa.serve.faults import log_fault

if TYPE_CHECKING:
    from index.read.fetch import Web

__all__ = ["MOST_BYTES", "Given", "Step", "adding", "fetching", "pasted", "uploaded"]

# Where adding stands, the article where what was given holds a single one, and at the end the report or the error that ended it.
Step = Progress | Article | Report | NewsqaError

MOST_BYTES = (
    700_000  # of files or text sent at once; as base64 in JSON they stay below the server's limit of 1 MB a request
)
_MOST_FILES = 100
_LONGEST_NAME = 120  # bytes
_PASTED = "The pasted article"
_FIELDS = ("title", "text", "publisher", "published", "url", "byline")
_log = logging.getLogger("newsqa.page")


@dataclass(frozen=True, slots=True)
class Given:
    """A file as the browser sent it; its name says which reader is for it."""

    name: str
    data: bytes


def pasted(fields: Mapping[str, Any]) -> Given:
    """An article from the fields title, text, publisher, published, url, byline; all but the text may be empty.

    Raises BadRequest naming the field that cannot be used.
    """
    record = {name: str(fields.get(name) or "").strip() for name in _FIELDS}
    if not record["text"]:
        raise BadRequest("text", "Paste the text of the article.")
    if record["url"] and publisher_link(record["url"]) is None:
        raise BadRequest("url", "The address must start with http:// or https://, or be left empty.")
    size = sum(len(value.encode("utf-8", "surrogatepass")) for value in record.values())
    if size > MOST_BYTES:
        raise BadRequest("text", f"The text is too long to paste: at most {MOST_BYTES:,} bytes. Index it as a file.")
    return Given("pasted.json", json.dumps({name: value for name, value in record.items() if value}).encode())


def uploaded(files: object) -> list[Given]:
    """Files from what the browser sent: a list of {"name", "data" in base64}. Raises BadRequest."""
    if not isinstance(files, list) or not files:
        raise BadRequest("files", "Choose one or more files.")
    if len(files) > _MOST_FILES:
        raise BadRequest("files", f"At most {_MOST_FILES} files at once; more are for `newsqa index`.")
    given = [_decoded(file) for file in files]
    if sum(len(file.data) for file in given) > MOST_BYTES:
        raise BadRequest("files", f"At most {MOST_BYTES:,} bytes at once; more are for `newsqa index`.")
    return given


def _decoded(file: object) -> Given:
    try:
        assert isinstance(file, Mapping)
        return Given(_file_name(str(file["name"])), base64.b64decode(str(file["data"]), validate=True))
    except (AssertionError, KeyError, ValueError, binascii.Error):
        raise BadRequest("files", "The files did not arrive whole; choose them again.") from None


def _file_name(name: str) -> str:
    """The last part of a name, fit to be a file's: readers show it, and take a title from it."""
    name = re.split(r"[\\/]", name)[-1].encode("utf-8", "ignore").decode()
    name = re.sub(r"[\x00-\x1f\x7f]", "", name).strip()
    stem, dot, suffixes = name.partition(".")
    room = _LONGEST_NAME - len(suffixes.encode())
    if room < 1:
        stem, dot, suffixes = "file", "", ""
    stem = stem.encode()[:room].decode("utf-8", "ignore")
    return f"{stem or 'file'}{dot}{suffixes}"


def adding(corpus: Corpus, given: Sequence[Given]) -> Iterator[Step]:
    """Index what was given: where it stands, again and again, and at the end the report, or the error that ended it.

    The first progress comes at once, also while someone else's articles are indexed first.
    """

    def work(tell: Callable[[Step], None]) -> Report:
        with TemporaryDirectory(prefix="newsqa-") as folder:
            files = _written(given, Path(folder))
            report = corpus.ingest(files, tell)
            if len(files) == 1 and len(held := _articles(files[0], 2)) == 1:
                tell(held[0])
            report.problems = [_told(problem, folder) for problem in report.problems]
            report.notices = [_told(notice, folder) for notice in report.notices]
            return report

    return _steps(work, sum(len(file.data) for file in given))


def fetching(corpus: Corpus, web: Web, address: str) -> Iterator[Step]:
    """The same for the article at a web address, which is told once it is there. Raises BadRequest."""
    url = web.check(address, "address")

    def work(tell: Callable[[Step], None]) -> Report:
        read = list(web.read(url))  # first: while it is fetched, others may change the corpus
        for item in read:
            if isinstance(item, Article):
                tell(item)
        return corpus.add(read, tell)

    return _steps(work, 0)


def _steps(work: Callable[[Callable[[Step], None]], Report], total: int) -> Iterator[Step]:
    """What work tells, from a thread of its own. total: how many characters it is expected to index."""
    steps: SimpleQueue[Step] = SimpleQueue()
    yield Progress(0, 0, 0, total)
    threading.Thread(target=_work, args=(work, steps), name="newsqa-adding", daemon=True).start()
    while True:
        step = steps.get()
        yield step
        if not isinstance(step, (Progress, Article)):
            return


def _work(work: Callable[[Callable[[Step], None]], Report], steps: SimpleQueue[Step]) -> None:
    try:
        steps.put(work(steps.put))
    except NewsqaError as error:
        steps.put(error)
    except Exception as error:  # whatever it is, the page must not wait for ever
        log_fault(_log, "adding articles", error)
        steps.put(NewsqaError("Something went wrong while indexing; what was indexed before stays. Please try again."))


def _written(given: Sequence[Given], folder: Path) -> list[Path]:
    """The files, each in a folder of its own, since two may have the same name."""
    paths = []
    for n, file in enumerate(given):
        path = folder / str(n) / file.name
        path.parent.mkdir()
        path.write_bytes(file.data)
        paths.append(path)
    return paths


def _articles(file: Path, most: int) -> list[Article]:
    return list(islice((item for item in read(file) if isinstance(item, Article)), most))


def _told(problem: Problem, folder: str) -> Problem:
    """The problem with the name that the user gave instead of the place where we wrote it."""
    if not problem.path.startswith(folder):
        return problem
    name = problem.path.removeprefix(folder).lstrip("/").partition("/")[2]
    return Problem(_PASTED if re.fullmatch(r"pasted\.json(#\d+)?", name) else name, problem.reason)
