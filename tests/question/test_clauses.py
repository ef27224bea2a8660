"""What a question that names outlets says by the way: which articles tell it, and that an answer cites them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Article, Corpus
from qa.evidence.answerable import assess
from qa.newsqa import NewsQA
from qa.question.clauses import telling_of_clauses, told_of_clauses
from qa.records import Query
from tests.evidence.test_shared import Naming

QUESTION = (
    "Which company, as reported by the Lake Post, was fined over its noisy ferries, was sued by the fishermen of Lindau, and repaired the "
    "lighthouse of Port Maren?"
)
FINED = Article.of(
    "Court fines Acme", "Acme was fined over its noisy ferries. Its lawyers said nothing.", publisher="Lake Post"
)
SUED = Article.of(
    "Fishermen before the court",
    "The fishermen of Lindau sued the owner of the nets. The owner is Acme, says the harbour master.",
    publisher="Lake Post",
)
REPAIRED = Article.of("Light again", "The lighthouse of Port Maren was repaired by Acme.", publisher="Alba Times")
OTHERS = [
    Article.of(f"Market report {n}", f"Prices of grain number {n} rose. Nobody sold barley.", publisher="Lake Post")
    for n in range(8)
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("clauses") / "data") as corpus:
        corpus.add([FINED, SUED, REPAIRED, *OTHERS])
        yield corpus


def _telling(corpus: Corpus, question: str = QUESTION, outlets: tuple[str, ...] = ("Lake Post",)) -> set[str]:
    return {e.text for e in telling_of_clauses(corpus.find(question), outlets)}


def test_each_clause_is_told_by_an_article_of_the_outlets_named(lake: Corpus) -> None:
    told = _telling(lake)
    assert {"Acme was fined over its noisy ferries.", "The fishermen of Lindau sued the owner of the nets."} <= told
    assert "The lighthouse of Port Maren was repaired by Acme." not in told
    assert "The lighthouse of Port Maren was repaired by Acme." in _telling(lake, outlets=("Lake Post", "Alba Times"))
    assert _telling(lake, outlets=()) == set()
    assert _telling(lake, "Which company was fined over its noisy ferries?") == set()  # it has one clause
    assert telling_of_clauses([], ("Lake Post",)) == ()


def test_what_two_articles_tell_alike_is_told_by_neither(empty_corpus: Corpus) -> None:
    again = Article.of("A fine", "Acme was fined over its noisy ferries. So it pays.", publisher="Lake Post")
    empty_corpus.add([FINED, again, SUED, *OTHERS])
    told = _telling(empty_corpus)
    assert "The fishermen of Lindau sued the owner of the nets." in told
    assert "Acme was fined over its noisy ferries." not in told


@pytest.mark.parametrize(
    ("question", "short", "cited"),
    [
        # the second names it in another sentence
        (QUESTION, "Acme", {"Court fines Acme", "Fishermen before the court"}),
        (QUESTION, "the fishermen of Lindau", {"Fishermen before the court"}),
        (QUESTION, "a company", set()),  # no name
        (QUESTION, "", set()),
        (QUESTION.replace("Which company", "How many companies"), "Acme", set()),
    ],
)
def test_of_these_articles_those_that_speak_of_the_answer(
    lake: Corpus, question: str, short: str, cited: set[str]
) -> None:
    telling = telling_of_clauses(lake.find(QUESTION), ("Lake Post",))
    told = told_of_clauses(question, short, telling, lambda e: lake.article(e.article_id))
    assert {e.title for e in told} == cited


def test_a_sentence_of_few_words_tells_nothing(empty_corpus: Corpus) -> None:
    fined = Article.of("Acme fined over its noisy ferries", "Noisy ferries!", publisher="Lake Post")
    empty_corpus.add([fined, SUED, *OTHERS])
    assert _telling(empty_corpus) == {"The fishermen of Lindau sued the owner of the nets."}


def test_what_asks_or_hardly_fits_tells_nothing(empty_corpus: Corpus) -> None:
    quiz = Article.of(
        "A quiz", "Which company was fined over its noisy ferries? Acme has boats.", publisher="Lake Post"
    )
    cup = Article.of("A cup", "The cup was won by Dorn after a long evening. Acme paid for it.", publisher="Alba Times")
    empty_corpus.add([quiz, SUED, cup, *OTHERS])
    told = _telling(empty_corpus, outlets=("Lake Post", "Alba Times"))
    assert told == {"The fishermen of Lindau sued the owner of the nets."}


def test_a_question_that_names_no_outlet_has_none(lake: Corpus) -> None:
    question = QUESTION.replace("as reported by the Lake Post, ", "")
    assert assess(Query(question), lake.find(question), lake, 4).of_clauses == ()
    assert len(assess(Query(QUESTION), lake.find(QUESTION), lake, 4).of_clauses) >= 2


class NamingAcme(Naming):
    answer = "Acme"


def test_an_answer_cites_what_tells_of_each_clause_once(lake: Corpus) -> None:
    answer = NewsQA(lake, NamingAcme()).ask(QUESTION).answer
    assert answer.short == "Acme"
    titles = [c.title for c in answer.citations]
    assert {"Court fines Acme", "Fishermen before the court"} <= set(titles) and len(titles) == len(set(titles))
    assert all(lake.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations)
