"""Retrieval over MultiHop-RAG by the official measure: a hit is a passage that contains a gold fact, white space left out.

Queries without an answer in the corpus are left out. Weights were chosen on the first half (even positions); the second half is
the figure to quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from common import arguments, machine, multihop_corpus, multihop_queries

from index import Corpus, reranker_by_name


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--embedder", default=None, help="static (default), minilm, or a model")
    parser.add_argument("--reranker", default="", help="a CrossEncoder by folder or name")
    options = parser.parse_args()
    queries = [q for q in multihop_queries(options.data) if q["question_type"] != "null_query"]
    with multihop_corpus(options.data, options.embedder) as corpus:
        corpus.reranker = reranker_by_name(options.reranker)
        ranks = [first_hit(corpus, query) for query in queries]
        print(machine(), f"embedder {corpus.embedder.id}", f"reranker {options.reranker or 'none'}")
    for name, part in (("first half", ranks[::2]), ("second half", ranks[1::2]), ("all", ranks)):
        print(f"{name:12} n={len(part):5}  " + "  ".join(f"{k} {v:.3f}" for k, v in measures(part).items()))


def first_hit(corpus: Corpus, query: dict[str, Any]) -> int | None:
    """Rank (from 1) of the first of ten passages that holds a gold fact, or None."""
    facts = [_plain(e["fact"]) for e in query["evidence_list"]]
    for rank, hit in enumerate(corpus.search(query["query"], 10), 1):
        text = _plain(hit.text)
        if any(fact in text for fact in facts):
            return rank
    return None


def measures(ranks: Sequence[int | None]) -> dict[str, float]:
    n = len(ranks)
    return {
        "Hits@4": sum(r is not None and r <= 4 for r in ranks) / n,
        "Hits@10": sum(r is not None for r in ranks) / n,
        "MRR@10": sum(1 / r for r in ranks if r) / n,
    }


def _plain(text: str) -> str:
    # The reader takes out zero-width characters, which one fact of the set contains.
    return re.sub(r"[\s\u200b-\u200f\ufeff\u00ad]+", "", text)


if __name__ == "__main__":
    main()
