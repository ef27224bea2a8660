"""Refusals: why there is no answer, what the corpus holds, and the closest thing to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, Corpus, Filters
from qa.evidence.answerable import Assessment
from qa.records import Query
from qa.tell.refuse import refusal


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("refuse") / "data") as corpus:
        corpus.add(
            Article.of(
                f"Title {n}", f"The museum of clocks {n} opened.", publisher=f"Post {n % 6}", published=n * 86_400 * 400
            )
            for n in range(12)
        )
        corpus.add([Article.of("Undated", "Nobody knows when the museum closed.")])
        yield corpus


def _missing(*stems: str) -> Assessment:
    return Assessment(0.1, (), stems, {})


def test_an_empty_corpus_says_how_to_add_articles(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        answer = refusal(Query("Who?", Filters(since=1)), None, corpus, None)
    assert answer.reason == "empty corpus" and "newsqa index" in answer.text


def test_a_corpus_of_one_day_names_it_once(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        hours = (1_709_942_400, 1_709_942_400 + 20 * 3600)
        corpus.add(Article.of(f"Title {n}", f"Rain {n}.", published=hour) for n, hour in enumerate(hours))
        assert "The corpus holds 2 articles, 9 March 2024." in refusal(Query("why?"), None, corpus, None).text


def test_filters_that_let_nothing_through_are_the_reason(small: Corpus) -> None:
    answer = refusal(Query("Who?", Filters(until=0)), _missing("qatar"), small, None)
    assert answer.reason == "nothing in the filters" and "within the dates asked for" in answer.text


def test_filters_that_may_have_kept_the_answer_away_are_named(small: Corpus) -> None:
    closest = small.search("museum of clocks")[0]
    both = Filters(since=0, publishers=("Post 1",))
    for filters, named in ((both, "dates and publishers"), (Filters(publishers=("Post 1",)), "publishers")):
        for question in ("Who went to Qatar?", "why?"):
            answer = refusal(Query(question, filters), _missing("qatar"), small, closest)
            assert f"Only articles within the {named} asked for were read." in answer.text
    assert "Only" not in refusal(Query("why?"), None, small, closest).text


def test_names_that_no_article_mentions_are_named_as_they_were_typed(small: Corpus) -> None:
    closest = small.search("museum of clocks")[0]
    query = Query("Did Ángela Merkels win the 2022 Cup in Qatar?")
    answer = refusal(query, _missing("qatar", "angela", "merkel", "2022"), small, closest)
    assert answer.reason == "not mentioned" and answer.closest == closest
    assert "Qatar" in answer.text and "Ángela Merkels" in answer.text and "2022" in answer.text
    assert "qatar" not in answer.text


@pytest.mark.parametrize(
    ("question", "missing", "named"),
    [
        ("What did Professor Daniel Montalvo study?", ("professor",), "Professor"),
        ("Why did Anthem Blue Cross pay 500,000 dollars?", ("500000",), "500,000"),
        ("Why did Anthem pay $2.5 million?", ("2.5",), "$2.5 million"),
        ("Who lost $280bn?", ("280",), "$280bn"),
        ("What of 0.5% or 5 men?", ("5",), "5"),
        ("Who lost 50% in 1,200-1,500 days (of 2022)?", ("50", "1200", "2022"), "50% or 1,200 or 2022"),
        ("Did Ann Bo Reed Cole meet Merkels?", ("ann", "reed", "cole", "merkel"), "Ann or Reed Cole or Merkels"),
        ("Did the Al-Nayrab Bridge fall?", ("nayrab",), "Al-Nayrab"),
    ],
)
def test_only_what_is_missing_is_named_in_the_questions_own_words(
    small: Corpus, question: str, missing: tuple[str, ...], named: str
) -> None:
    answer = refusal(Query(question), _missing(*missing), small, small.search("museum of clocks")[0])
    assert answer.text.startswith(f"The articles that come closest do not mention {named}. ")


def test_without_a_name_to_miss_it_is_only_not_found(small: Corpus) -> None:
    closest = small.search("museum of clocks")[0]
    for assessment in (None, _missing()):
        answer = refusal(Query("why did nobody come?"), assessment, small, closest)
        assert (answer.reason, answer.closest) == ("not found", closest)


def test_a_name_that_other_articles_have_is_not_said_to_be_missing(small: Corpus) -> None:
    closest = small.search("museum of clocks")[0]
    held = refusal(Query("Who opened Nobody?"), _missing("nobodi"), small, closest)
    assert held.reason == "not found" and "articles here that mention Nobody do not answer this" in held.text
    both = refusal(Query("Did Nobody go to Qatar?"), _missing("nobodi", "qatar"), small, closest)
    assert both.reason == "not mentioned" and "do not mention Qatar." in both.text


def test_every_refusal_is_marked_as_one_and_says_what_there_is(small: Corpus) -> None:
    closest = small.search("museum of clocks")[0]
    for query in (Query("Who?", Filters(until=0)), Query("Who went to Qatar?"), Query("why?")):
        answer = refusal(query, _missing("qatar"), small, None if query.filters else closest)
        assert answer.refused and answer.engine == "none"
        assert (answer.short, answer.citations) == (None, ())
        assert "13 articles by Post 0, Post 1, Post 2, Post 3, 2 more and others, 1 January" in answer.text
        assert "1 January 1970 to 18 January 1982" in answer.text


def test_a_corpus_without_dates_and_publishers_is_described_without_them(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Undated", "Nobody knows when the museum closed.")])
        text = refusal(Query("why?"), None, corpus, None).text
    assert text.endswith("The corpus holds 1 article.")


@pytest.mark.parametrize(
    ("publishers", "by"),
    [
        (("Post",), "by Post."),
        (("Post", None), "by Post and others."),
        (("Post", "Times"), "by Post and Times."),
        (("A", "B", "C", "D", "E"), "by A, B, C, D and 1 more."),
    ],
)
def test_articles_that_name_no_publisher_are_of_others(
    tmp_path: Path, publishers: tuple[str | None, ...], by: str
) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of(f"Title {p}", f"The museum of {p} opened.", publisher=p) for p in publishers])
        text = refusal(Query("why?"), None, corpus, None).text
    assert re.search(r"holds \d articles? (by .*)", text)[1] == by  # type: ignore[index]


def test_the_sentence_that_comes_closest_is_quoted_where_a_model_finds_no_answer_in_it(small: Corpus) -> None:
    closest, other = small.search("museum of clocks")[:2]
    plain, limited = (
        refusal(Query("Who opened it?", filters), None, small, other, quote=closest)
        for filters in (Filters(), Filters(since=0))
    )
    assert plain.refused and plain.reason == "not found" and plain.closest == closest
    assert plain.text == f"No answer to this was found here. What comes closest: “{closest.text}”"
    assert "Only articles within the dates asked for were read. What comes closest" in limited.text
    noted = replace(closest, text="[3] The museum opened [4].")
    assert "“The museum opened.”" in refusal(Query("Who?"), None, small, other, quote=noted).text
    # what the articles lack comes first, and what tells of something else says so
    missing = refusal(Query("Who went to Qatar?"), _missing("qatar"), small, other, quote=closest)
    assert missing.reason == "not mentioned" and closest.text not in missing.text and missing.closest == other
    assert refusal(Query("Who?"), None, small, other, near=other, quote=closest).reason == "something else"
