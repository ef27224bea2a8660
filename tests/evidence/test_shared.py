"""The name that the articles of several outlets share, for a question that describes it by what each of them says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Article, Corpus, Evidence
from qa.evidence.answerable import Assessment, assess
from qa.evidence.shared import preferring, shared_names
from qa.newsqa import NewsQA
from qa.records import Query

QUESTION = "Who, according to the Alba Times and the Lake Post, opened a bridge and then asked for a ferry?"
OUTLETS = {"Alba Times": "alba times", "Lake Post": "lake post"}
ARTICLES = [
    Article.of(
        "Bridge opens in Lindau",
        "Bella Stone opened a bridge with Ruth Okafor and asked the builders of it for a dance. "
        "The bridge was asked for by Okafor. Martin Vale, who then came by ferry, opened a bottle.",
        publisher="Alba Times",
    ),
    Article.of(
        "A ferry for Port Maren",
        "Jonas Brandt then asked for a ferry beside the bridge, and opened a letter. "
        "It was Ruth Okafor who had promised one. The captain, Lena Holm, then asked for more.",
        publisher="Lake Post",
    ),
    *(
        Article.of(
            f"Market report {n}",
            f"Prices of grain number {n} rose at the exchange. Nobody sold barley.",
            publisher="Daily",
        )
        for n in range(8)
    ),
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("shared") / "data") as corpus:
        corpus.add(ARTICLES)
        yield corpus


def _assess(corpus: Corpus, question: str) -> Assessment:
    return assess(Query(question), corpus.find(question), corpus, 4)


@pytest.mark.parametrize(
    ("question", "outlets", "first"),
    [
        (QUESTION, OUTLETS, {"okafor"}),
        (QUESTION, {"Alba Times": "alba times"}, None),  # one outlet: any of its names may be meant
        (QUESTION.replace("Who", "How many people"), OUTLETS, None),
        (QUESTION.replace("Who", "Beside Ruth Okafor, who"), OUTLETS, None),  # each tells of others
    ],
)
def test_shared_names(lake: Corpus, question: str, outlets: dict[str, str], first: set[str] | None) -> None:
    shared = shared_names(question, lake.find(question), outlets)
    assert bool(shared) == (first is not None)
    assert first is None or first <= shared[0]


def test_sentences_that_hold_a_shared_name_come_first(lake: Corpus) -> None:
    assert _assess(lake, QUESTION).evidence[0].text == "It was Ruth Okafor who had promised one."
    one = _assess(lake, "Who, according to the Alba Times, opened a bridge and then asked for a ferry?")
    assert one.evidence[0].text.startswith("Bella Stone opened a bridge")


def test_nothing_shared_leaves_the_order_as_it_is(lake: Corpus) -> None:
    ranked: list[Evidence] = list(_assess(lake, QUESTION).evidence)
    assert preferring([], ranked) == ranked


def test_what_each_outlet_says_can_be_quoted(lake: Corpus) -> None:
    told = _assess(lake, QUESTION).of_outlets
    assert {outlet: {e.publisher for e in ranked} for outlet, ranked in told.items()} == {
        "alba times": {"Alba Times"}, "lake post": {"Lake Post"},
    }  # fmt: skip
    assert _assess(lake, "Who opened a bridge in Lindau?").of_outlets == {}


class Naming:
    """A model that always gives one name, out of the first sentence that holds it."""

    name, sentences, characters, local = "naming", 6, 10_000, False
    answer = "Ruth Okafor"

    def stream(self, messages, *, max_tokens, doubt=None):  # type: ignore[no-untyped-def]
        if doubt and self.local:
            doubt.probability = 0.5
        if "numbered sentences" in messages[0][1]:
            holding = [line for line in messages[-1][1].splitlines() if self.answer in line]
            yield f"{self.answer} {holding[0].split()[0]}" if holding else "unknown"


def test_an_answer_cites_each_outlet_that_the_question_names(lake: Corpus) -> None:
    turn = NewsQA(lake, Naming()).ask(QUESTION.replace("a bridge", "a bridge with Bella Stone"))
    assert turn.answer.short == "Ruth Okafor"
    assert {c.publisher for c in turn.answer.citations} == {"Alba Times", "Lake Post"}
    assert all(c.quote in turn.answer.text and "Okafor" in c.quote for c in turn.answer.citations)
    places = {(e.article_id, e.start) for e in turn.evidence}
    assert {(c.article_id, c.start) for c in turn.answer.citations} <= places


class Doubting(Naming):
    """It doubts what it writes, and again when it is asked."""

    local = True


def test_a_doubtful_answer_is_told_where_every_outlet_speaks_of_it(lake: Corpus) -> None:
    assert NewsQA(lake, Doubting()).ask(QUESTION).answer.short == "Ruth Okafor"
    one = NewsQA(lake, Doubting()).ask("Who, according to the Alba Times, opened a bridge with Bella Stone?")
    assert one.answer.engine != "llm"
