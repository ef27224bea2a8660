"""One public endpoint of the page's own server, for Gradio's clients: a question in, the turn of `POST /api/ask` out.

What the page itself calls is private. This is asked in the same queue, of the same NewsQA, behind the same guard.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Literal

import gradio as gr
from gradio.events import api

from index import NewsqaError
from qa.newsqa import NewsQA
from qa.page.ask_view import ASKING
from qa.serve.faults import log_fault
from qa.serve.schemas import AskBody
from qa.serve.service import LocalService

__all__ = ["offer"]

_PAUSE = 0.25  # seconds between two chances to stop because the client has left
_FAULT = "Something went wrong while answering. Ask again in a moment."
_log = logging.getLogger("newsqa.page")


def offer(newsqa: NewsQA) -> None:
    """Offer `/ask` in the Blocks that are open."""
    service = LocalService(newsqa)

    def ask(
        question: str,
        engine: Literal["auto", "extractive", "llm"] = "auto",
        since: str | None = None,
        until: str | None = None,
        publisher: list[str] | None = None,
    ) -> Iterator[dict[str, Any] | None]:
        """Answer a question with cited quotes, or refuse with a reason.

        since, until: ISO 8601 dates; publisher: names, as the corpus knows them. Nothing (null) until the turn is there: the
        items in between are where the call can be cancelled.
        """
        try:
            body = AskBody.of(question=question, engine=engine, since=since, until=until, publisher=publisher)
            with closing(service.stream(body)) as events:
                last, gave_way = None, time.monotonic()
                for event in events:
                    last = event
                    if time.monotonic() - gave_way > _PAUSE:
                        yield None
                        gave_way = time.monotonic()
            yield last and last[1]
        except NewsqaError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception as error:
            log_fault(_log, "answering", error)
            raise gr.Error(_FAULT, print_exception=False) from None

    api(ask, api_name="ask", concurrency_id=ASKING)
