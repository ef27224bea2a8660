"""A NewsQA as a llama-index query engine, for use in one's own llama-index programs.

from qa.query_engine import NewsQAQueryEngine

response = NewsQAQueryEngine(newsqa=NewsQA(corpus)).query("which airport was attacked?")
print(response, response.source_nodes[0].text, response.metadata["citations"])
"""

from __future__ import annotations

from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode
from pydantic import SkipValidation

from index import Filters
from qa.newsqa import NewsQA
from qa.records import Engine
from qa.wire import turn_json

__all__ = ["NewsQAQueryEngine"]


class NewsQAQueryEngine(CustomQueryEngine):
    """Answers from the corpus alone. A response's source nodes are the cited quotes, in the order of their marks `[n]`.

    `metadata` is the whole turn as /api/ask gives it: `citations` with offsets, `refused`, `reason`.
    """

    newsqa: SkipValidation[NewsQA]
    filters: SkipValidation[Filters] = Filters()
    engine: Engine = "auto"
    asked_on: int | None = None

    def custom_query(self, query_str: str) -> Response:
        """The answer. Raises BadRequest for an empty or overlong question."""
        turn = self.newsqa.ask(query_str, filters=self.filters, engine=self.engine, asked_on=self.asked_on)
        told = turn_json(turn)
        return Response(turn.answer.text, [_node(citation) for citation in told["citations"]], told)


def _node(citation: dict[str, Any]) -> NodeWithScore:
    where = {key: citation[key] for key in ("title", "publisher", "published", "url")}
    hidden = {key: citation[key] for key in ("n", "article_id", "version", "start", "end", "verdict", "differs")}
    name = f"{citation['article_id']}@{citation['version']}:{citation['start']}-{citation['end']}"
    # Ids and offsets are for programs: no language model or embedder is shown them.
    keys = list(hidden)
    node = TextNode(
        id_=name,
        text=citation["quote"],
        metadata=where | hidden,
        excluded_llm_metadata_keys=keys,
        excluded_embed_metadata_keys=keys,
    )
    return NodeWithScore(node=node)
