"""From a question to a cited answer, and the faces that show it. The front door: ask from Python with these.

from qa import Corpus, NewsQA, ask

turn = ask("which airport was attacked?", data="data", paths=["seeds"])  # opens, indexes, answers, closes
print(turn.answer.short, turn.answer.text, turn.answer.citations[0].quote)

with Corpus.open("data") as corpus:  # kept open for many questions
    newsqa = NewsQA(corpus)
    first = newsqa.ask("which airport was attacked?")
    print(newsqa.ask("who attacked it?", [first]).answer.text)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index import Corpus, Filters, NewsqaError
    from qa.client import AsyncClient, Client
    from qa.model.llm import choose_llm
    from qa.newsqa import NewsQA
    from qa.opening import ask
    from qa.records import Answer, Citation, Query, Turn
    from qa.settings import Settings

__all__ = [
    "Answer",
    "AsyncClient",
    "Citation",
    "Client",
    "Corpus",
    "Filters",
    "NewsQA",
    "NewsqaError",
    "Query",
    "Settings",
    "Turn",
    "ask",
    "choose_llm",
]

_HOMES = {
    "index": ("Corpus", "Filters", "NewsqaError"),
    "qa.client": ("AsyncClient", "Client"),
    "qa.model.llm": ("choose_llm",),
    "qa.newsqa": ("NewsQA",),
    "qa.opening": ("ask",),
    "qa.records": ("Answer", "Citation", "Query", "Turn"),
    "qa.settings": ("Settings",),
}


def __getattr__(name: str) -> Any:
    """The names above, loaded when first used: the index takes seconds, and `newsqa --help` needs none of it."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
