"""Article → passages of whole sentences, with exact character offsets.

Sentences are found by the punkt model that llama-index packages, paragraph by paragraph; passages are packed from whole
sentences up to a number of tokens, and a passage starts with the last sentence of the one before it when that is short, so
that a fact told in two sentences is not torn apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from index.records import Article, Passage, Sentence
from index.tokens import packaged_tokenizer

__all__ = ["MAX_TOKENS", "split", "split_sentences"]

MAX_TOKENS = 250  # with the model's two special tokens and a margin: under 256, where MiniLM cuts off
OVERLAP_TOKENS = 60  # the sentence carried over may be this long
_LONGEST_SENTENCE = 1200  # characters; longer "sentences" are lists or tables, cut at white space

_LONGEST_ABBREVIATION = 8  # characters, and what is before it

_PARAGRAPH = re.compile(r"[^\n]+")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"‘'])(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|U\.N|D\.C|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Gov|"
    r"Sen|Rep|St|No|vs|[A-Z])\.\s*$"
)
# "S.G. Warburg", "J.P. Morgan"; not "in L.A. The", "in 500 B.C. They"
_INITIALS = re.compile(r"(?:^|[\s(“\"‘'])(?!A\.M|P\.M|B\.C|A\.D|L\.A|N\.Y|N\.J|E\.U)[A-Z]\.[A-Z]\.\s*$")
_OPENS = re.compile(
    r"(?:The|He|She|It|They|We|I|You|In|On|At|By|For|From|But|And|Or|A|An|This|That|These|Those|His|Her|Its|Their|Our|There|When|While|After|"
    r"Before|Since|As|If|So|Mr|Mrs|Ms|Dr|What|Who|Where|How|Why|Some|Many|Most|All|No|Not)\b"
)
_LOWER_CASE = re.compile(r"[a-z]")
_CUT = re.compile(rf"\S(?:.{{0,{_LONGEST_SENTENCE - 2}}}\S)?(?=\s|$)|\S{{1,{_LONGEST_SENTENCE}}}", re.S)


def split(article: Article) -> tuple[list[Passage], list[Sentence]]:
    """Split one article.

    Returns the passages in order and the sentences of each; `article.text[s.start:s.end]` is a sentence. Sentences that
    stand in two overlapping passages are listed with both.
    """
    spans = _fitting(article.text, split_sentences(article.text))
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    for first, last in _pack([length for _, _, length in spans]):
        start, end = spans[first][0], spans[last - 1][1]
        ordinal = len(passages)
        passage_id = f"{article.id}.{article.version}.{ordinal}"
        text = article.text[start:end]
        passages.append(Passage(passage_id, article.id, article.version, ordinal, start, end, text))
        sentences += [Sentence(passage_id, s, e) for s, e, _ in spans[first:last]]
    return passages, sentences


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a text, in order, white space left out."""
    spans: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        position = paragraph.start()
        for sentence in _rejoined(_punkt()(paragraph.group())):
            spans += _trim(sentence, position)
            position += len(sentence)
    return spans


def _rejoined(sentences: list[str]) -> Iterable[str]:
    """Sentences of a paragraph with those joined again that punkt cut at an abbreviation ("Nov.", "the U.S.", "Inc. the").

    What is longer than a sentence may be is joined no further: it is cut at white space anyway.
    """
    parts: list[str] = []
    length, end = 0, ""  # of the parts together
    for sentence in sentences:
        named = _INITIALS.search(end) and not _OPENS.match(sentence)
        goes_on = named or _ABBREVIATED.search(end) or _LOWER_CASE.match(sentence)
        if parts and (length > _LONGEST_SENTENCE or not goes_on):
            yield "".join(parts)
            parts, length, end = [], 0, ""
        parts.append(sentence)
        length += len(sentence)
        end = _end(end + sentence)
    if parts:
        yield "".join(parts)


def _end(text: str) -> str:
    """As much of a text's end as tells whether it is an abbreviation, so that a long text need not be searched for each sentence."""
    return text[max(0, len(text.rstrip()) - _LONGEST_ABBREVIATION) :]


def _trim(sentence: str, offset: int) -> Iterable[tuple[int, int]]:
    stripped = sentence.strip()
    if not stripped:
        return
    start = offset + sentence.index(stripped[0])
    if len(stripped) <= _LONGEST_SENTENCE:
        yield start, start + len(stripped)
        return
    for piece in _CUT.finditer(stripped):
        yield start + piece.start(), start + piece.end()


def _fitting(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """(start, end, tokens) of each sentence; one that no passage can hold is halved, at white space where it has some."""
    fitting: list[tuple[int, int, int]] = []
    lengths = _token_counts([text[start:end] for start, end in spans])
    for (start, end), length in zip(spans, lengths, strict=True):
        if length <= MAX_TOKENS:
            fitting.append((start, end, length))
        else:
            middle = (start + end) // 2
            space = text.rfind(" ", start, middle)
            cut = space if space > 0 else middle
            fitting += _fitting(text, [*_trim(text[start:cut], start), *_trim(text[cut:end], cut)])
    return fitting


def _pack(lengths: list[int]) -> Iterable[tuple[int, int]]:
    """(first, last + 1) of the sentences of each passage, for sentences of these lengths in tokens."""
    first = 0
    total = 0
    for i, length in enumerate(lengths):
        if i > first and total + length > MAX_TOKENS:
            yield first, i
            carry = i - first > 1 and lengths[i - 1] <= OVERLAP_TOKENS and lengths[i - 1] + length <= MAX_TOKENS
            first = i - 1 if carry else i
            total = lengths[i - 1] if carry else 0
        total += length
    if lengths:
        yield first, len(lengths)


def _token_counts(texts: list[str]) -> list[int]:
    return [len(ids) for ids in packaged_tokenizer().ids(texts)]


@cache
def _punkt():
    """A callable str → list of str whose joined parts are the text again."""
    from llama_index.core.node_parser.text.utils import split_by_sentence_tokenizer  # takes seconds to load

    return split_by_sentence_tokenizer()
