"""Passages and sentences: where they start and end, how long they are, and that nothing is left out."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, split_sentences
from index.split import MAX_TOKENS, OVERLAP_TOKENS, split
from index.tokens import packaged_tokenizer
from tests.timing import quickest

MODEL_LIMIT = 256  # tokens, two of them special
WORDS = [
    "The",
    "storm",
    "closed",
    "airport",
    "Dr.",
    "U.S.",
    "on",
    "Nov.",
    "12,",
    "2018;",
    "e.g.",
    "Mara's",
    "3.5",
    "%",
    "–",
    "“yes”",
    "said",
    "No.",
    "10",
    "and",
    "J.",
    "K.",
    "Brandt",
]


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def tokens(text: str) -> int:
    return len(packaged_tokenizer().ids([text])[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n ", []),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("A headline without a stop\nThen a text.", ["A headline without a stop", "Then a text."]),
        ("   Indented one. Second here.\n\n  Another. ", ["Indented one.", "Second here.", "Another."]),
        (
            "They hired S.G. Warburg and J.P. Morgan. It cost a lot.",
            ["They hired S.G. Warburg and J.P. Morgan.", "It cost a lot."],
        ),
        ("M.S. Reed left. All left.", ["M.S. Reed left.", "All left."]),
        ("He joined the F.B.I. The agency said nothing.", ["He joined the F.B.I.", "The agency said nothing."]),
        ("Kessel was sold to L.A. Tarn bought the mill.", ["Kessel was sold to L.A.", "Tarn bought the mill."]),
        ("It was signed by J.P. They left.", ["It was signed by J.P.", "They left."]),
        ("It began at 12:01 A.M. The staff left.", ["It began at 12:01 A.M.", "The staff left."]),
        ("It fell on Nov. 12 in the U.S. Senate. All left.", ["It fell on Nov. 12 in the U.S. Senate.", "All left."]),
        ("Dr. Falk met J. K. Brandt. They talked.", ["Dr. Falk met J. K. Brandt.", "They talked."]),
        ("Apple Inc. is big. It sells.", ["Apple Inc. is big.", "It sells."]),
        ("He said “No.” Then he left.", ["He said “No.”", "Then he left."]),
        ("It rose 2.5 percent to $3.1bn. Good.", ["It rose 2.5 percent to $3.1bn.", "Good."]),
        ("Won 🏆🏆. Next 👩‍👩‍👧 day!", ["Won 🏆🏆.", "Next 👩‍👩‍👧 day!"]),
        ("One.\u2028Two.\x0bThree.", ["One.\u2028Two.", "Three."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_endless_sentences_are_cut_at_white_space() -> None:
    words = [f"word{i}" for i in range(900)]
    pieces = said(" ".join(words))
    assert " ".join(pieces).split() == words
    assert len(pieces) > 1 and max(map(len, pieces)) <= 1200


@pytest.mark.parametrize(
    "unit",
    ["Rep. Lee and Sen. Cho met Dr. Ho in the U.S. ", "the ship sank. it was old. ", "word ", "x", "It rained. "],
    ids=["abbreviations", "lower case", "one sentence", "one word", "sentences"],
)
def test_a_long_paragraph_takes_no_longer_for_each_of_its_sentences(unit: str) -> None:
    short, long = (Article.of("Long", unit * (n // len(unit))) for n in (100_000, 400_000))
    split(short)  # loads the model
    most = 10 * quickest(lambda: split(short), 1.0)
    assert quickest(lambda: split(long), most) < most


def test_long_pieces_that_go_on_are_cut_where_sentences_end() -> None:
    text = "the ship sank. " + "it was old. " * 200
    pieces = said(text)
    assert " ".join(pieces).split() == text.split()
    assert len(pieces) > 1 and max(map(len, pieces)) <= 1200
    assert any(piece.endswith(".") for piece in pieces[:-1])


def holds_every_character(text: str, spans: list[tuple[int, int]]) -> None:
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans)), "in order, none inside another"
    covered = {i for start, end in spans for i in range(start, end)}
    assert [i for i, c in enumerate(text) if not c.isspace() and i not in covered] == []
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([*WORDS, ".", "\n", "\n\n", "  ", "…", "\r\n", "?!", "\u00a0", "🏆", "x" * 1300]), max_size=60
    ).map(" ".join),
    st.text(st.sampled_from("aB.?! \n\t\u2028\u3000\x1c字"), max_size=200),
)


@settings(deadline=None)
@given(ANY_TEXT)
def test_sentences_of_any_text_cover_it_in_order(text: str) -> None:
    holds_every_character(text, split_sentences(text))


@settings(deadline=None, max_examples=60)
@given(
    st.one_of(ANY_TEXT, st.integers(200, 3000).map(lambda n: "字" * n), st.integers(100, 900).map(lambda n: "1.2-" * n))
)
def test_passages_of_any_text_hold_it_whole_and_fit_the_model(text: str) -> None:
    article = Article.of("Any", text)
    passages, sentences = split(article)
    holds_every_character(text, sorted({(s.start, s.end) for s in sentences}))
    for passage in passages:
        own = [s for s in sentences if s.passage_id == passage.id]
        assert (passage.start, passage.end) == (own[0].start, own[-1].end)
        assert text[passage.start : passage.end] == passage.text
        assert tokens(passage.text) <= MODEL_LIMIT


@pytest.mark.parametrize("length", [5, 20, 58, 70, 130, 200])
def test_long_articles_fall_into_passages_of_whole_sentences(length: int) -> None:
    rng = random.Random(length)
    text = " ".join(
        "Then " + " ".join(rng.choices(["storm", "port", "ferry", "court", "wheat", "rain"], k=length)) + "."
        for _ in range(40)
    )
    article = Article.of("Long", text)
    passages, sentences = split(article)
    spans = split_sentences(text)
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)
    assert all(p.article_id == article.id and p.version == article.version for p in passages)
    for passage in passages:
        assert tokens(passage.text) <= MODEL_LIMIT
        assert all((s.start, s.end) in spans for s in sentences if s.passage_id == passage.id)
    for before, after in pairwise(passages):
        shared = text[after.start : before.end]
        if length + 2 <= OVERLAP_TOKENS:  # the last sentence is carried over when it is short
            assert said(shared) == said(before.text)[-1:]
        else:
            assert not shared


def test_a_sentence_too_long_for_a_passage_is_cut_in_parts_that_fit() -> None:
    figures = " ".join(f"{i}.{i % 7}" for i in range(190))  # under 1,200 characters, over 256 tokens
    (span,) = split_sentences(figures)
    assert span == (0, len(figures)) and tokens(figures) > MODEL_LIMIT
    passages, sentences = split(Article.of("Table", figures))
    assert all(tokens(p.text) <= MAX_TOKENS + 2 for p in passages)
    assert " ".join(figures[s.start : s.end] for s in sentences).split() == figures.split()


def test_passage_ids_follow_from_article_and_version() -> None:
    article = Article.of("A", "One. Two.")
    (passage,), _ = split(article)
    assert passage.id == f"{article.id}.{article.version}.0"
