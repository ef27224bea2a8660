"""Statements with their evidence and whether it supports them: from QAGS, and right and wrong ones made by code."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common import multihop_queries
from corruptions import KINDS, corrupted, names_of, reworded
from statements import statement

from index import STOP_WORDS, Article, Evidence, split_sentences, stems
from index.read import read

__all__ = ["Case", "made", "qags"]

_SEEDS = Path(__file__).parent.parent / "seeds"
_SHOWN = 8  # sentences of evidence, as many as a question's
_FACTS = 500  # sentences of MultiHop-RAG


@dataclass(frozen=True, slots=True)
class Case:
    """One statement. kind: "right: …", "wrong: …" or "qags"; votes: share of people who call it supported; article: its id."""

    kind: str
    text: str
    evidence: tuple[Evidence, ...]
    right: bool
    article: str
    votes: float = 0.0

    @property
    def half(self) -> int:
        """0 for fitting, 1 for reporting, by article."""
        return hashlib.md5(self.article.encode()).digest()[0] % 2


def qags(data: Path) -> list[Case]:
    """QAGS CNN/DM's summary sentences with the eight sentences of their article that share most words with them."""
    cases = []
    for line in (data / "qags" / "mturk_cnndm.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        article = Article.of("", _untokenised(record["article"]))
        sentences = _sentences(article.text)
        for said in record["summary_sentences"]:
            text = _untokenised(said["sentence"])
            votes = [r["response"] == "yes" for r in said["responses"]]
            shown = _nearest(text, sentences)
            share = sum(votes) / len(votes)
            evidence = tuple(_evidence(s) for s in shown)
            cases.append(
                Case("qags", text, evidence, share > 0.5, hashlib.md5(article.text.encode()).hexdigest(), share)
            )
    return cases


def made(data: Path) -> list[Case]:
    """Right statements about articles of the seeds and of MultiHop-RAG, as they stand and in other words, and each made wrong."""
    cases: list[Case] = []
    for article, text, gold in _answered():
        cases += _variants(article, text, gold, [("said anew", text)], "wrong, said anew: ")
    for article, text in _quoted(data):
        cases += _variants(article, text, text, reworded(text), "wrong: ")
    return cases


def _variants(article: Article, text: str, gold: str, right: list[tuple[str, str]], wrong: str) -> list[Case]:
    sentences = _sentences(article.text)
    shown = _nearest(text, sentences)
    if not any(gold in s or s in gold for s in shown):
        shown = [s for s in sentences if gold in s or s in gold][:2] + shown[: _SHOWN - 2]
    evidence = tuple(_evidence(s, article) for s in shown)
    names = list(dict.fromkeys(names_of(shown) + names_of(sentences)))
    cases = [Case(f"right: {form}", said, evidence, True, article.id) for form, said in right]
    for kind in KINDS:
        if (false := corrupted(text, names, kind, text)) is not None:
            cases.append(Case(wrong + kind, false, evidence, False, article.id))
    return cases


def _answered() -> Iterator[tuple[Article, str, str]]:
    """Statements made of the seeds' questions and their answers, each with its gold sentence."""
    articles = _seeds()
    for path in (_SEEDS / "questions.jsonl", Path(__file__).parent / "questions-dev.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            q = json.loads(line)
            if not q["answerable"] or q["history"] or q["kind"] == "two" or len(q["gold"]) != 1:
                continue
            text, article = statement(q["question"], q["answers"][0]), articles.get(q["gold"][0]["title"])
            if text and article:
                yield article, text, q["gold"][0]["sentence"]


def _quoted(data: Path) -> Iterator[tuple[Article, str]]:
    """Gold sentences of the seeds' questions and of MultiHop-RAG's, in their articles."""
    articles = _seeds()
    facts: dict[str, str] = {}
    for line in (_SEEDS / "questions.jsonl").read_text("utf-8").splitlines():
        facts |= {g["sentence"]: g["title"] for g in json.loads(line)["gold"] if g.get("sentence")}
    yield from ((articles[t], f) for f, t in facts.items() if t in articles and f in articles[t].text)
    multihop = {a.title: a for a in read(data / "multihop-rag" / "corpus.json.gz") if isinstance(a, Article)}
    found = sorted({(e["fact"], e["title"]) for q in multihop_queries(data) for e in q["evidence_list"]})
    random.Random(1).shuffle(found)
    fitting = [
        (multihop[t], f)
        for f, t in found
        if t in multihop and f in multihop[t].text and 6 <= len(f.split()) <= 45 and len(_sentences(f)) == 1
    ]
    yield from fitting[:_FACTS]


def _seeds() -> dict[str, Article]:
    files = [path for path in _SEEDS.rglob("*") if path.is_file() and path.name not in ("questions.jsonl", "README.md")]
    return {a.title: a for path in sorted(files) for a in read(path) if isinstance(a, Article)}


def _untokenised(text: str) -> str:
    """QAGS's text as people write it: 30,000 for "30, 000", three-time for "three - time"."""
    text = re.sub(r"(?<=\d), (?=\d{3}\b)", ",", text).replace("$ ", "$")
    return re.sub(r"(?<=\w) - (?=\w)", "-", text)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _nearest(text: str, sentences: list[str]) -> list[str]:
    """The sentences that share most words with a statement."""
    asked = _content(text)
    order = sorted(range(len(sentences)), key=lambda i: (-len(asked & _content(sentences[i])), i))
    return [sentences[i] for i in order[:_SHOWN]]


def _content(text: str) -> set[str]:
    return {s for s in stems(text) if s not in STOP_WORDS}


def _evidence(text: str, article: Article | None = None) -> Evidence:
    a = article or Article.of("", text)
    return Evidence(a.id, a.version, a.title, a.publisher, a.published, a.url, "", 0, len(text), text, 1.0)
