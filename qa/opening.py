"""From settings to something that answers: the corpus opened here, or the server that has it open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from os import PathLike
from pathlib import Path

from index import BadFile, Corpus, DataDirBusy, Filters
from qa.client.remote import RemoteService
from qa.clock import day_of_asking
from qa.newsqa import NewsQA
from qa.records import Engine, Turn
from qa.serve.service import LocalService, Service
from qa.serve.tracing import tracing
from qa.settings import Settings

__all__ = ["ask", "open_corpus", "open_newsqa", "open_service", "traced"]


def open_corpus(settings: Settings) -> Corpus:
    """The corpus of the data directory. Raises DataDirBusy, IndexMismatch, ModelUnavailable."""
    return Corpus.open(
        settings.data, settings.embedder or None, chroma_url=settings.chroma_url or None, reranker=settings.reranker
    )


@contextmanager
def open_newsqa(settings: Settings, *, face: str, llm: bool = True) -> Iterator[NewsQA]:
    """The corpus and, if one is wanted and there is one, the language model. llm=False loads none. face: who asks, for traces."""
    with open_corpus(settings) as corpus:
        if not llm:
            yield traced(NewsQA(corpus), face)
            return
        from qa.model.llm import choose_llm
        from qa.write.judge import judge_of

        chosen, notice = choose_llm(settings)
        yield traced(NewsQA(corpus, chosen, notice, judge_of(settings.nli, chosen)), face)


def traced(newsqa: NewsQA, face: str = "python") -> NewsQA:
    """The NewsQA, its questions traced as those of a face if the environment says where to."""
    if tracing() is None:
        return newsqa
    from qa.serve.observe import Metrics, observed  # what counts a server's work takes a while to load

    return observed(newsqa, Metrics(), face)


@contextmanager
def open_service(settings: Settings, *, face: str, llm: bool = False) -> Iterator[Service]:
    """The corpus as a service; when a server owns the data directory, that server's. Raises DataDirBusy otherwise."""
    with ExitStack() as opened:
        try:
            service: Service = LocalService(opened.enter_context(open_newsqa(settings, face=face, llm=llm)))
        except DataDirBusy as busy:
            if not busy.address:
                raise
            service = RemoteService(busy.address, key=busy.token)
        yield service


def ask(
    question: str,
    turns: Sequence[Turn] = (),
    *,
    data: str | PathLike[str] | None = None,
    paths: Sequence[str | PathLike[str]] = (),
    filters: Filters = Filters(),  # noqa: B008 - frozen
    engine: Engine = "auto",
    asked_on: int | None = None,
) -> Turn:
    """Answer one question from Python, all else as the environment sets it. To follow up, give the earlier turns.

    data: the data directory; by default NEWSQA_DATA, else ~/.local/share/newsqa. paths: files and folders to index first.
    asked_on: the day of asking in epoch seconds, by default now.
    Opens the corpus and, unless the engine is `extractive`, the language model, which takes seconds, and closes them again: for
    many questions keep a NewsQA. Raises BadRequest, BadFile when none of the paths' articles can be read, DataDirBusy when another
    process, such as a server, has the directory (qa.Client asks that), IndexMismatch, ModelUnavailable.
    """
    settings = Settings.load(data=data)
    with open_newsqa(settings, face="python", llm=engine != "extractive") as newsqa:
        if paths:
            report = newsqa.corpus.ingest([Path(path).expanduser() for path in paths])
            if report.problems and not (report.added or report.changed or report.unchanged or report.duplicates):
                raise BadFile(report.problems[0].path, report.problems[0].reason)
        return newsqa.ask(question, turns, filters=filters, engine=engine, asked_on=day_of_asking(asked_on))
