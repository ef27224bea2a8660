"""The best sentences, read once more: by a CrossEncoder of a few weights made here, and by one that remembers what it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from index import Article, Corpus, Evidence, Filters, Found, ModelUnavailable, best_sentences
from index.rerank import PairReader, Reranker, reranker_by_name
from qa import NewsQA
from qa.opening import open_newsqa
from qa.settings import Settings
from qa.verify.nli import NLIJudge
from tests.models import tiny_cross_encoder

STORM = "Was the airport of Port Alba closed by a storm?"


@dataclass
class Remembering:
    """Scores a text by whether it holds a word, and remembers what it was asked."""

    word: str
    calls: list[tuple[str, Sequence[str]]] = field(default_factory=list)

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        self.calls.append((question, texts))
        return np.array([float(self.word in text) for text in texts], dtype=np.float32)


@contextmanager
def reading(corpus: Corpus, reranker: Reranker) -> Iterator[None]:
    """The corpus with a reranker for a while."""
    corpus.reranker = reranker
    try:
        yield
    finally:
        corpus.reranker = None


# -- the model ---------------------------------------------------------------------------------------------------------


def test_a_cross_encoder_by_its_folder(tmp_path: Path) -> None:
    reranker = reranker_by_name(tiny_cross_encoder(tmp_path, ["score"]))
    assert reranker is not None and reranker is reranker_by_name(str(tmp_path))
    texts = ["the airport", "the rebels attacked .", "\ud83d\0", "the airport"]
    scores = reranker.scores("the rebels", texts)
    assert scores.shape == (4,) and np.isfinite(scores).all()
    assert scores[0] == pytest.approx(scores[3]) and scores[0] != pytest.approx(scores[1])


@pytest.mark.parametrize(("made", "said"), [(False, "NEWSQA_RERANKER takes a folder"), (True, "gives 2 scores")])
def test_what_is_no_reranker_is_refused_in_words(tmp_path: Path, made: bool, said: str) -> None:
    assert reranker_by_name("") is None
    name = tiny_cross_encoder(tmp_path, ["one", "two"]) if made else str(tmp_path / "missing")
    settings = Settings(data=tmp_path / "data", reranker=name)
    with open_newsqa(settings, face="python", llm=False) as newsqa:
        newsqa.corpus.add(_two_articles())
        with pytest.raises(ModelUnavailable, match=said):
            newsqa.ask("Who attacked the airport?")


@pytest.mark.parametrize("kind", ["reranker", "judge"])
def test_a_hub_is_not_asked_unless_that_is_turned_on(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    asked: list[object] = []

    def remember(name: str, **given: object) -> object:
        asked.append(given["local_files_only"])
        raise OSError("not here")

    monkeypatch.setattr("sentence_transformers.CrossEncoder", remember)
    with pytest.raises(ModelUnavailable, match="HF_HUB_OFFLINE=0"):
        if kind == "judge":
            NLIJudge("somebody/model").entailment([("a", "b")])
        else:
            PairReader("somebody/model").scores("a", ["b"])
    assert asked == [True]


def test_one_that_cannot_be_loaded_is_not_tried_at_each_question(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def fails(name: str, **_: object) -> object:
        tried.append(name)
        raise OSError("not here")

    monkeypatch.setattr("sentence_transformers.CrossEncoder", fails)
    reader = PairReader("somebody/model")
    for again in (60.0, 60.0, 0.0):  # the third time a minute has gone by
        monkeypatch.setattr("index.pairs._AGAIN", again)
        with pytest.raises(ModelUnavailable, match="not here"):
            reader.scores("a", ["b"])
    assert len(tried) == 2


# -- what it changes ----------------------------------------------------------------------------------------------------


def test_what_the_reranker_prefers_comes_first_and_the_best_score_stays(corpus: Corpus) -> None:
    before, reader = corpus.find(STORM), Remembering("workers")
    with reading(corpus, reader):
        after = corpus.find(STORM)
    assert max(f.score for f in after) == pytest.approx(max(f.score for f in before))
    assert [f.score for f in after] == sorted((f.score for f in after), reverse=True)
    assert _place(after) < _place(before)
    ((question, texts),) = reader.calls
    assert question == STORM and 2 <= len(texts) <= 24 and len(set(texts)) == len(texts)


def test_scores_keep_their_mean_and_their_spread(corpus: Corpus) -> None:
    before = best_sentences(corpus.find(STORM), 12)
    with reading(corpus, Remembering("storm")):
        after = {(e.article_id, e.start): e.score for e in best_sentences(corpus.find(STORM), 200)}
    old = np.array([e.score for e in before])
    new = np.array([after[e.article_id, e.start] for e in before])
    assert new.std() == pytest.approx(old.std(), rel=0.35) and new.mean() == pytest.approx(old.mean(), abs=0.3)
    assert not np.allclose(new, old)


def test_a_reranker_that_has_no_opinion_changes_no_order(corpus: Corpus) -> None:
    before = corpus.find(STORM)
    with reading(corpus, Remembering("no such word")):
        after = corpus.find(STORM)
    assert [f.passage.id for f in after] == [f.passage.id for f in before]
    assert [e.text for e in best_sentences(after, 50)] == [e.text for e in best_sentences(before, 50)]


def test_nothing_found_is_not_read(empty_corpus: Corpus) -> None:
    empty_corpus.reranker = reader = Remembering("storm")
    assert empty_corpus.find(STORM) == [] and not reader.calls


def test_each_search_and_answer_is_read_once_more(corpus: Corpus) -> None:
    alone = _first(NewsQA(corpus).ask(STORM).evidence), _first(corpus.search(STORM))
    with reading(corpus, Remembering("workers")):
        read = _first(NewsQA(corpus).ask(STORM).evidence), _first(corpus.search(STORM))
    assert read[0] < alone[0] and read[1] <= alone[1]


def test_a_filter_still_holds(corpus: Corpus) -> None:
    with reading(corpus, Remembering("workers")):
        found = corpus.find(STORM, 20, Filters(publishers=("The Lake Post",)))
    assert {f.article.publisher for f in found} == {"The Lake Post"}


def _place(found: Sequence[Found]) -> int:
    return _first(best_sentences(found, 50))


def _first(evidence: Sequence[Evidence]) -> int:
    return next((n for n, e in enumerate(evidence) if "workers" in e.text), 99)


def _two_articles() -> list[Article]:
    return [
        Article.of("Rebels attack the airport", "Rebels attacked the airport on Friday. Nobody was hurt."),
        Article.of("Airport opens again", "The airport opened again on Sunday. The rebels are gone."),
    ]
