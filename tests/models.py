"""Models that tests make themselves: of a few weights, or of one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.model.llm import Doubt

__all__ = ["AskedAgain", "tiny_cross_encoder"]


class AskedAgain:
    """A language model that says yes, tells how likely no would have been, and remembers what it was asked."""

    name, sentences, characters, local = "asked again", 6, 1000, True

    def __init__(self, no: float | None = 0.1, error: Exception | None = None) -> None:
        self.no, self.error = no, error
        self.last = ""
        self.closed = False

    def stream(
        self, messages: Sequence[tuple[str, str]], *, max_tokens: int, doubt: Doubt | None = None
    ) -> Iterator[str]:
        assert max_tokens == 1 and doubt and doubt.word == "no"
        self.last = messages[-1][1]
        try:
            yield ""
            if self.error:
                raise self.error
            doubt.probability = self.no
            yield "yes"
        finally:
            self.closed = True


def tiny_cross_encoder(folder: Path, classes: list[str]) -> str:
    """A CrossEncoder of a few weights, made here; it knows words but no language."""
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "rebels", "attacked", "airport", "."]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), "utf-8")
    tokenizer = BertTokenizerFast(vocab_file=str(folder / "vocab.txt"))
    names = dict(enumerate(classes))
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        num_labels=len(classes), id2label=names, label2id={name: n for n, name in names.items()},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    CrossEncoder(str(folder), device="cpu").save_pretrained(str(folder))
    return str(folder)
