"""From settings to something that answers: the corpus opened here, or the server that has it open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from index import Corpus, DataDirBusy
from qa.ask import NewsQA
from qa.remote import RemoteService
from qa.service import LocalService, Service
from qa.settings import Settings
from qa.verify import judge_by_name

__all__ = ["open_corpus", "open_newsqa", "open_service"]


def open_corpus(settings: Settings) -> Corpus:
    """The corpus of the data directory. Raises DataDirBusy, IndexMismatch, ModelUnavailable."""
    return Corpus.open(settings.data, settings.embedder or None, chroma_url=settings.chroma_url or None)


@contextmanager
def open_newsqa(settings: Settings, *, llm: bool = True) -> Iterator[NewsQA]:
    """The corpus and, if one is wanted and there is one, the language model. llm=False loads none."""
    with open_corpus(settings) as corpus:
        if not llm:
            yield NewsQA(corpus)
            return
        from qa.llm import choose_llm

        yield NewsQA(corpus, *choose_llm(settings), judge=judge_by_name(settings.nli))


@contextmanager
def open_service(settings: Settings, *, llm: bool = False) -> Iterator[Service]:
    """The corpus as a service; when a server owns the data directory, that server's. Raises DataDirBusy otherwise."""
    with ExitStack() as opened:
        try:
            service: Service = LocalService(opened.enter_context(open_newsqa(settings, llm=llm)))
        except DataDirBusy as busy:
            if not busy.address:
                raise
            service = RemoteService(busy.address, key=busy.token)
        yield service
