"""Models of a few weights that tests make themselves."""

from __future__ import annotations

from pathlib import Path

__all__ = ["tiny_cross_encoder"]


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
