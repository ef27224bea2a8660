"""The corpus as a llama-index retriever, for use in one's own llama-index programs.

from index.retriever import CorpusRetriever

with Corpus.open("data") as corpus:
    nodes = CorpusRetriever(corpus, k=5).retrieve("which airport was closed?")
"""

from __future__ import annotations

from datetime import UTC, datetime

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.corpus import Corpus
from index.instructions import holds_instructions
from index.records import Evidence, Filters

__all__ = ["CorpusRetriever"]


class CorpusRetriever(BaseRetriever):
    """Finds the k best passages of an open corpus. A node's id is the passage's, its metadata say where the text stands.

    `instructs` among them is True where rules see in the text what instructs a machine that reads it: leave such nodes out.
    """

    def __init__(self, corpus: Corpus, k: int = 10, filters: Filters = Filters(), asked_on: int | None = None) -> None:  # noqa: B008 - frozen
        super().__init__()
        self._corpus = corpus
        self._k = k
        self._filters = filters
        self._asked_on = asked_on

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._corpus.search(query_bundle.query_str, self._k, self._filters, self._asked_on)
        return [NodeWithScore(node=_node(evidence), score=evidence.score) for evidence in found]


def _node(e: Evidence) -> TextNode:
    published = None if e.published is None else datetime.fromtimestamp(e.published, UTC).isoformat()
    where = {"title": e.title, "publisher": e.publisher, "published": published, "url": e.url}
    version = {"article_id": e.article_id, "version": e.version, "start": e.start, "end": e.end}
    version |= {"instructs": holds_instructions(e.text)}
    # Ids and offsets are for programs: no language model or embedder is shown them.
    hidden = list(version)
    return TextNode(
        id_=e.passage_id,
        text=e.text,
        metadata=where | version,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
