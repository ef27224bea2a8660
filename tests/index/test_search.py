"""Search: filters hold for both retrievers, named publishers and days help, and every offset tells the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import Article, Corpus, Filters, best_sentences
from index.asked import named_days, named_months, named_publishers
from index.nearest import nearest
from index.search import Weights, search
from tests.conftest import day

QUESTIONS = [
    "Why was the airport of Port Alba closed?",
    "White House databases",
    "Which café in Zürich won the prize? 🏆",
    "What did Dr. Ines Falk call fair?",
    "Who resigned in Mora?",
    "How many clocks does the museum show?",
]
FILTERS = [
    Filters(since=day("2024-01-01")),
    Filters(until=day("2022-01-01")),
    Filters(until=0),  # midnight of 1970, as good a time as any
    Filters(since=day("2022-03-14"), until=day("2023-02-07")),
    Filters(publishers=("The Lake Post",)),
    Filters(publishers=("Alba Times", "Nordwind – Wire")),
    Filters(since=day("2023-01-01"), publishers=("Alba Times",)),
    Filters(since=day("2030-01-01")),
    Filters(publishers=("Nobody",)),
    Filters(since=day("2023-01-01"), until=day("2022-01-01")),
]


def passes(article: Article, filters: Filters) -> bool:
    """What filters mean, told once more and in other words."""
    if (filters.since is not None or filters.until is not None) and article.published is None:
        return False
    published = article.published or 0
    in_time = (filters.since is None or published >= filters.since) and (
        filters.until is None or published < filters.until
    )
    return in_time and (not filters.publishers or article.publisher in filters.publishers)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Why was the airport of Port Alba closed?", "Storm closes airport of Port Alba"),
        ("house", "White House speaks of databases"),
        ("databases", "White House speaks of databases"),
        ("café zurich", "Café in Zürich wins prize 🏆"),
        ("Who is the mayor of Mora?", "Mayor of Mora resigns"),
        ("spacecraft arrives at a planet", "Orbiter reaches Venus"),
        ("Who were they?", None),  # nothing but stop words is no error
    ],
)
def test_finds(corpus: Corpus, question: str, title: str | None) -> None:
    found = corpus.search(question, 3)
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    if title:
        assert found[0].title == title


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "🏆", "\x00", "x" * 5000, "word " * 3000, '"* OR (NEAR', "title:storm"]
)
def test_no_question_is_an_error(corpus: Corpus, question: str) -> None:
    for evidence in corpus.search(question, 3):
        assert np.isfinite([evidence.score, evidence.nearest, evidence.keyword]).all()


def test_nothing_is_found_where_nothing_is(empty_corpus: Corpus) -> None:
    assert empty_corpus.search("airport") == [] == empty_corpus.sentences("airport")
    assert empty_corpus.weights("airport") == {} or sum(empty_corpus.weights("airport").values()) == pytest.approx(1)


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("question", [*QUESTIONS[:2], "What happened on 28 November 2024?"])
def test_filters_hold(corpus: Corpus, articles: list[Article], question: str, filters: Filters) -> None:
    allowed = {a.id for a in articles if passes(a, filters)}
    found = corpus.search(question, 50, filters)
    assert {e.article_id for e in found} == allowed  # few articles: each allowed one is near enough to be a candidate
    assert {e.article_id for e in corpus.sentences(question, 50, filters)} <= allowed


@pytest.mark.parametrize("filters", FILTERS)
def test_each_retriever_filters_by_itself(corpus: Corpus, articles: list[Article], filters: Filters) -> None:
    allowed = {a.id for a in articles if passes(a, filters)}
    words = ["airport", "mora", "lindau", "the", "white", "wheat", "zurich", "venus", "owl"]
    by_keyword = corpus._catalog.keyword(words, filters, 50)
    by_vector = nearest(corpus.embedder.embed_query(QUESTIONS[0]), filters, 50, corpus._catalog, corpus._vectors)
    assert {i.split(".")[0] for i in by_vector} == allowed
    assert {i.split(".")[0] for i, _ in by_keyword} <= allowed


def test_the_nearest_passage_of_all_is_not_found_outside_the_filter(corpus: Corpus) -> None:
    storm = next(a for a in corpus.articles() if a.title.startswith("Storm"))
    assert corpus.search(storm.text, 1)[0].article_id == storm.id
    found = corpus.search(storm.text, 50, Filters(until=storm.published))
    assert found and storm.id not in {e.article_id for e in found}


def test_undated_articles_are_outside_all_date_ranges(corpus: Corpus) -> None:
    assert corpus.search("museum of clocks", 1)[0].published is None
    for filters in (Filters(since=-(10**10)), Filters(until=10**11)):
        found = corpus.search("museum of clocks", 50, filters)
        assert found and all(e.published is not None for e in found)


def test_every_offset_points_at_its_text(corpus: Corpus) -> None:
    seen = 0
    for question in QUESTIONS:
        for evidence in [*corpus.search(question, 50), *corpus.sentences(question, 200)]:
            text = corpus.article(evidence.article_id, evidence.version).text
            assert text[evidence.start : evidence.end] == evidence.text
            assert evidence.text == evidence.text.strip() != ""
            seen += 1
    assert seen > 100


def test_what_bm25_does_not_give_has_the_words_all_the_same(
    empty_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_corpus.add([
        Article.of("Storm", "The storm closed the port, and the storm went on."),
        Article.of("Port", "Ships waited in the port of Alba until the harbour was opened.", publisher="Storm News"),
        Article.of("Ferry", "The ferry waited for hours on a stormy sea, since a storm had closed the port of Lindau."),
        Article.of("Owl", "A snowy owl was seen."),
    ])  # fmt: skip
    catalog, vectors = empty_corpus._catalog, empty_corpus._vectors
    found = search(
        "storm", Filters(), 4, catalog=catalog, vectors=vectors, embedder=empty_corpus.embedder, weights=Weights(pool=4)
    )
    assert {f.article.title for f in found if f.keyword} == {"Storm", "Port", "Ferry"}
    monkeypatch.setattr(catalog, "keyword", lambda *_: [(found[0].passage.id, 1.0)])
    again = search("storm", Filters(), 4, catalog=catalog, vectors=vectors, embedder=empty_corpus.embedder)
    assert {f.article.title: f.evidence().has_words for f in again} == {
        f.article.title: f.evidence().has_words for f in found
    }


def test_scores_say_where_they_come_from(corpus: Corpus) -> None:
    best, *_ = corpus.search("snowy owl", 5)
    assert best.keyword == 1.0
    assert 0 < best.nearest <= 1.001
    sentence = corpus.sentences("snowy owl seen in the harbour", 1)[0]
    assert sentence.text == "A snowy owl was seen in the harbour of Port Alba."
    assert sentence.overlap == pytest.approx(1)


def test_words_of_the_title_count_half_for_a_sentence(corpus: Corpus) -> None:
    by_text = {s.text: s for s in corpus.sentences("ferry", 50)}
    assert by_text["Dr. Ines Falk of the union called the pay rise fair."].overlap == pytest.approx(0.5)
    assert by_text["The ferry strike on the Lake of Mora ended after nine days."].overlap == pytest.approx(1)


def test_rare_words_weigh_more(corpus: Corpus) -> None:
    weights = corpus.weights("airport of Venus")
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["venu"] > weights["airport"]


def test_each_sentence_is_listed_once_though_passages_overlap(empty_corpus: Corpus) -> None:
    text = " ".join(
        f"The owl number {i} was seen by bird watchers in the old harbour of Port Alba on a cold day."
        for i in range(60)
    )
    empty_corpus.add([Article.of("Owls", text)])
    found = empty_corpus.find("owl in the harbour", 50)
    listed = [(s.start, s.end) for f in found for s in f.sentences]
    best = best_sentences(found, 500)
    assert len(listed) > len(set(listed)) == len(best) == 60
    assert [e.score for e in best] == sorted((e.score for e in best), reverse=True)
    assert len(best_sentences(found, 7)) == 7


def test_search_is_repeatable(corpus: Corpus) -> None:
    for question in QUESTIONS:
        assert corpus.search(question, 12) == corpus.search(question, 12)


# -- what the question names -------------------------------------------------------------------------------------------


def only_score(corpus: Corpus, title: str, question: str, **options: object) -> float:
    return next(f.score for f in corpus.find(question, 50, **options) if f.article.title == title)  # type: ignore[arg-type]


def test_the_conversations_articles_are_preferred(corpus: Corpus) -> None:
    owl = next(a for a in corpus.articles() if "owl" in a.title)
    plain = only_score(corpus, owl.title, "Port Alba")
    assert only_score(corpus, owl.title, "Port Alba", articles=[owl.id]) > plain


def test_the_conversations_articles_are_among_what_is_found_whatever_they_say(tmp_path: Path) -> None:
    """In a large corpus neither words nor vectors bring an article that is meant by what was said before."""
    crowd = [Article.of(f"What the minister said {n}", f"What the minister did say, part {n}.") for n in range(250)]
    told = "Forty flights were cancelled by the storm. Snow lay on the runway until noon. "
    meant = Article.of("Storm", 3 * told + "The minister was not at the airport.", publisher="Post")
    question = "What did the minister say?"
    with Corpus.open(tmp_path) as corpus:
        corpus.add([*crowd, meant])
        assert meant.id not in {f.article.id for f in corpus.find(question, 250)}
        assert meant.id in {f.article.id for f in corpus.find(question, 250, articles=(meant.id,))}
        assert corpus.find(question, 250, articles=["gone"] * 40_000)  # more than SQLite takes as values
        others = corpus.find(question, 250, Filters(publishers=("Others",)), articles=(meant.id,))
        assert meant.id not in {f.article.id for f in others}


@pytest.mark.parametrize(
    ("asked_on", "nearer"),
    [
        ("2024-11-30", True),
        ("2024-11-28", True),
        ("2024-11-27T18:00", True),
        ("2024-11-26", False),
        ("2024-12-20", True),
        ("2025-01-20", False),
    ],
)
def test_recent_articles_are_preferred_when_the_day_of_asking_is_known(
    corpus: Corpus, asked_on: str, nearer: bool
) -> None:
    title, question = "Storm closes airport of Port Alba", "What closed the airport?"
    assert (only_score(corpus, title, question, asked_on=day(asked_on)) > only_score(corpus, title, question)) is nearer


def test_of_an_archive_the_day_of_asking_tells_nothing(corpus: Corpus) -> None:
    title, question = "Storm closes airport of Port Alba", "What closed the airport?"
    undated = only_score(corpus, title, question)
    assert only_score(corpus, title, question, asked_on=day("2025-03-20")) < undated
    assert only_score(corpus, title, question, asked_on=day("2025-04-10")) == undated


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Who won the bridge race?", "Bridge race 2024"),
        ("Who won the 2024 bridge race?", "Bridge race 2024"),
        ("Who won the bridge race of 2019?", "Bridge race 2019"),
    ],
)
def test_what_is_old_on_the_day_of_asking_counts_less_unless_its_year_is_named(
    empty_corpus: Corpus, question: str, title: str
) -> None:
    empty_corpus.add(
        [
            Article.of("Bridge race 2019", "Lena Fisk won the bridge race of 2019 in Dorn.", published=day("2019-06-03")),
            Article.of("Bridge race 2024", "Ruth Okafor won the race over the bridge of Dorn.", published=day("2024-06-03")),
        ]
    )  # fmt: skip
    assert empty_corpus.find("Who won the bridge race?", 2)[0].article.title == "Bridge race 2019"
    assert empty_corpus.find(question, 2, asked_on=day("2024-06-04"))[0].article.title == title


@pytest.mark.parametrize("asking", ["Which café in Dorn won the prize?", "“Which café in Dorn won the prize?”"])
def test_a_sentence_that_asks_the_question_is_no_evidence(empty_corpus: Corpus, asking: str) -> None:
    quiz = f"{asking} Write to us until Monday with your answer."
    telling = "The prize for the best café in Dorn went to the Blue Heron, which was opened by two sisters."
    empty_corpus.add([Article.of("Quiz of the week", quiz), Article.of("Sisters win", telling)])
    best = best_sentences(empty_corpus.find("Which café in Dorn won the prize?", 5), 5)
    assert [e.text for e in best] == [telling]


def test_the_place_at_the_head_of_a_report_is_no_evidence(empty_corpus: Corpus) -> None:
    report = "Dorn, Mora CNN —\n\nThe first café of its kind opened on the market square, where 40 guests came."
    empty_corpus.add([Article.of("Café opens", report)])
    best = best_sentences(empty_corpus.find("In which city of Mora, Dorn or Lindau, did it open?", 5), 5)
    assert [e.text for e in best][-1] == "Dorn, Mora CNN —"


def test_a_named_publisher_is_preferred(empty_corpus: Corpus) -> None:
    reports = [
        Article.of("Rain", "It rained in Mora all day.", publisher=name) for name in ("Alba Times", "The Lake Post")
    ]
    empty_corpus.add(reports)
    for name in ("Lake Post", "alba times"):
        assert (
            (empty_corpus.search(f"What did the {name} report of the rain?", 1)[0].publisher or "")
            .casefold()
            .endswith(name.casefold())
        )


def test_what_tells_of_another_clause_comes_before_what_says_the_same_again(empty_corpus: Corpus) -> None:
    storm = Article.of("Storm over Port Alba", "A winter storm closed the airport of Port Alba for nine days.")
    again = [
        Article.of(f"Airport {n}", f"For {n} days a winter storm had the airport of Port Alba closed.") for n in (8, 9)
    ]
    sheep = Article.of("Sheep saved", "Forty sheep swam ashore when a ferry sank off Mora.")
    others = [Article.of(f"Clocks {n}", f"The museum of Dorn shows {n} clocks.") for n in range(20, 40)]
    empty_corpus.add([storm, *again, sheep, *others])
    asked = "How long did a winter storm close the airport of Port Alba"
    found = empty_corpus.find(f"{asked}, while sheep swam ashore?", 4)
    assert [f.article.title.split()[0] for f in found] == ["Storm", "Sheep", "Airport", "Airport"]
    scores = [f.score for f in found]
    assert scores == sorted(scores, reverse=True)
    assert empty_corpus.find(f"{asked}?", 1)[0].article.title == storm.title


def test_a_named_day_brings_its_reports(corpus: Corpus) -> None:
    assert {e.title[:4] for e in corpus.search("What happened on 14 March 2022?", 2)} == {"Café", "Ferr"}


@pytest.mark.parametrize("question", ["What happened on 12 November 2018?", "What happened in November 2018?"])
def test_a_named_day_or_month_brings_reports_that_share_no_word_with_the_question(
    empty_corpus: Corpus, question: str
) -> None:
    others = [Article.of(f"Storm {n}", f"Disasters: a storm hit port {n}.") for n in range(300)]
    empty_corpus.add([*others, Article.of("Wildfire", "Paradise burned down.", published=day("2018-11-12"))])
    assert "Wildfire" in [e.title for e in empty_corpus.search(question, 50)]


PUBLISHERS = [
    "The Verge",
    "Sporting News",
    "BBC News - Science & Environment",
    "Essentially Sports | Golf",
    "É",
    "FOX",
    "TV",
    "CNBC | World Business",
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did The Verge report?", {"The Verge"}),
        ("what did the verge report", {"The Verge"}),
        ("A Verge article says what?", {"The Verge"}),
        ("Which company diverges?", set()),
        ("Did BBC News or Sporting News say so?", {"BBC News - Science & Environment", "Sporting News"}),
        ("BBC-News: what of it?", {"BBC News - Science & Environment"}),
        ("Who won – according to Sporting News?", {"Sporting News"}),
        ("Golf | what does Essentially Sports say?", {"Essentially Sports | Golf"}),
        ("What was on TV?", set()),
        ("É", set()),
        ("", set()),
    ],
)
def test_named_publishers(question: str, expected: set[str]) -> None:
    assert named_publishers(question, PUBLISHERS) == expected


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("on November 12, 2018?", "2018-11-12"),
        ("on 12 November 2018?", "2018-11-12"),
        ("NOV. 12 2018", "2018-11-12"),
        ("12 Nov. 2018", "2018-11-12"),
        ("the 3rd May, 1999", "1999-05-03"),
        ("Sept. 1st, 2023", "2023-09-01"),
        ("September 30th 2023", "2023-09-30"),
        ("29 February 2024", "2024-02-29"),
        ("the 12th of November, 2018", "2018-11-12"),
        ("on 2018-11-12?", "2018-11-12"),
        ("2018-02-31", None),
        ("order 2018-11-12-7 or 4.2018-11-12", None),
        ("June 6, 1844", "1844-06-06"),
        ("31 February 2024", None),
        ("November 2018", None),
        ("12 November", None),
        ("in 2018", None),
        ("Marching 12 2018", None),
        ("May 45, 2018", None),
        ("", None),
    ],
)
def test_named_days(question: str, first: str | None) -> None:
    expected = [] if first is None else [(day(first), day(first) + 2 * 86_400)]
    assert named_days(question) == expected


@pytest.mark.parametrize(
    ("question", "first", "end"),
    [
        ("Who won in November 2018?", "2018-11-01", "2018-12-02"),
        ("what closed in dec 2019", "2019-12-01", "2020-01-02"),
        ("Who resigned in March, 2018?", "2018-03-01", "2018-04-02"),
        ("Who won on 12 November 2018?", None, None),
        ("Who won on the 12th of November 2018?", None, None),
        ("Who won on November 12, 2018?", None, None),
        ("Who may win in 2018?", None, None),
        ("Who won in November?", None, None),
    ],
)
def test_named_months(question: str, first: str | None, end: str | None) -> None:
    assert named_months(question) == ([(day(first), day(end))] if first and end else [])


def test_reports_of_a_named_month_are_preferred(empty_corpus: Corpus) -> None:
    empty_corpus.add(
        Article.of(f"Harbour of Dorn {word}", f"The harbour of Dorn {word}.", published=day(when))
        for word, when in (("closed", "2018-03-09"), ("closed again", "2019-03-09"), ("opened", "2019-11-20"))
    )
    for year in ("2018", "2019"):
        first = empty_corpus.find(f"When was the harbour of Dorn closed in March {year}?")[0].article
        assert first.published == day(f"{year}-03-09")


def test_several_days_may_be_named() -> None:
    for question in ("between 1 May 2020 and May 3, 2020", "between 2020-05-01 and the 3rd of May 2020"):
        assert [start for start, _ in named_days(question)] == [day("2020-05-01"), day("2020-05-03")]


def test_a_named_day_does_not_widen_the_filters(corpus: Corpus) -> None:
    for filters in FILTERS:
        wide = corpus.search("What happened on 14 March 2022?", 50, filters)
        assert {e.passage_id for e in wide} == {e.passage_id for e in corpus.search("What happened?", 50, filters)}
        assert corpus.search("What happened on 14 March 2022?", 50, replace(filters, publishers=("Nobody",))) == []
