"""From a question to a cited answer, and the faces that show it. The front door: ask from Python with these.

    from pathlib import Path
    from qa import Corpus, NewsQA

    with Corpus.open("data") as corpus:
        corpus.ingest([Path("seeds")])
        turn = NewsQA(corpus).ask("which airport was attacked?")
        print(turn.answer.short, turn.answer.text, turn.answer.citations[0].url)
"""

from index import Corpus, Filters, NewsqaError
from qa.ask import NewsQA
from qa.llm import choose_llm
from qa.records import Answer, Citation, Query, Turn
from qa.settings import Settings

__all__ = ["Answer", "Citation", "Corpus", "Filters", "NewsQA", "NewsqaError", "Query", "Settings", "Turn", "choose_llm"]
