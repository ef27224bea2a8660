"""What is told to somebody who asks for no fact: real search over the invented articles, no model."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article, Corpus, Filters
from qa.newsqa import NewsQA
from qa.records import Answer, Citation, Turn
from qa.wire import turn_json, turns_from_json
from tests.conftest import day

STORM = "A storm closed the airport of Port Alba on Thursday."
VENUS = "The orbiter Halcyon reached Venus after a flight of 15 months."


@pytest.fixture(scope="module")
def newsqa(corpus: Corpus) -> NewsQA:
    return NewsQA(corpus)


def _quotes(turn: Turn) -> list[str]:
    return [c.quote for c in turn.answer.citations]


def _assert_quoted(turn: Turn, corpus: Corpus) -> None:
    answer = turn.answer
    assert answer.citations and not answer.refused and answer.engine == "extractive"
    for c in answer.citations:
        assert corpus.article(c.article_id, c.version).text[c.start : c.end] == c.quote
        assert f"[{c.n}]" in answer.text


def test_what_can_be_asked_is_told_with_what_the_corpus_holds(newsqa: NewsQA) -> None:
    answer = newsqa.ask("What can you do?").answer
    assert answer.reason == "nothing asked" and "12 articles" in answer.text and "29 November 2024" in answer.text


def test_an_empty_corpus_has_no_news(empty_corpus: Corpus) -> None:
    for said in ("what's new?", "what can you do?", "tell me about Venus"):
        answer = NewsQA(empty_corpus).ask(said).answer
        assert answer.refused and answer.reason == "empty corpus"


def test_the_news_is_what_the_newest_articles_open_with(newsqa: NewsQA) -> None:
    turn = newsqa.ask("what's new?")
    _assert_quoted(turn, newsqa.corpus)
    assert _quotes(turn) == ["The airport of Port Alba opened again on Friday.", STORM, VENUS]
    assert turn.answer.notice == "The newest articles here are of 29 November 2024."


def test_the_news_keeps_to_filters_and_to_the_day_of_asking(newsqa: NewsQA) -> None:
    asked = newsqa.ask("what's new?", asked_on=day("2022-03-15"))
    assert all(c.published and c.published < day("2022-03-16") for c in asked.answer.citations)
    assert newsqa.ask("What happened today?", asked_on=day("2022-03-15")).answer.citations[0].published == day(
        "2022-03-15T20:00"
    )
    filtered = newsqa.ask("what's new?", filters=Filters(publishers=("The Lake Post",)))
    assert {c.publisher for c in filtered.answer.citations} == {"The Lake Post"}
    assert newsqa.ask("what's new?", filters=Filters(since=day("2030-01-01"))).answer.reason == "nothing in the filters"


def test_news_of_a_time_and_of_an_outlet_is_what_was_published_then_and_there(newsqa: NewsQA) -> None:
    of_outlet = newsqa.ask("list articles from Lake Post")
    assert {c.publisher for c in of_outlet.answer.citations} == {"The Lake Post"}
    for said in ("articles about the ferry by the lake post", "articles by The Lake Post about the ferry"):
        assert {c.publisher for c in newsqa.ask(said).answer.citations} == {"The Lake Post"}
    for said in ("headlines of 28 November 2024", "news from yesterday"):
        turn = newsqa.ask(said, asked_on=day("2024-11-29"))
        assert turn.answer.citations and {c.title for c in turn.answer.citations} == {
            "Storm closes airport of Port Alba"
        }
    storm = newsqa.ask("any news about Port Alba in November 2024?")
    assert storm.answer.citations and all((c.published or 0) >= day("2024-11-01") for c in storm.answer.citations)
    assert newsqa.ask("headlines of 1 May 1950").answer.reason == "nothing in the filters"
    assert newsqa.ask("What's new this month?", asked_on=day("2030-01-01")).answer.citations  # the newest there are


def test_yesterday_is_counted_from_today_where_nobody_says_when_it_is_asked(
    newsqa: NewsQA, empty_corpus: Corpus
) -> None:
    assert newsqa.ask("news from yesterday").answer.reason == "nothing in the filters"
    yesterday = int(time.time()) // 86_400 * 86_400 - 43_200
    told = [
        Article.of(
            "Old bridge closed", "Two days before, the old bridge of Dorn was closed.", published=yesterday - 86_400
        ),
        Article.of("Bridge opens", "The new bridge of Dorn was opened by its mayor, Ada Quist.", published=yesterday),
    ]
    empty_corpus.add(told)
    turn = NewsQA(empty_corpus).ask("news from yesterday")
    assert [c.title for c in turn.answer.citations] == ["Bridge opens"]


@pytest.mark.parametrize(
    ("first", "then", "understood"),
    [
        ("What is the latest on Port Alba?", "and Venus?", "What is the latest on Venus?"),
        ("tell me about the ferry strike", "what about the owls?", "tell me about the owls"),
        ("what's new?", "and in Mora?", None),
        ("What happened in 2022?", "and 2023?", "What happened in 2023?"),
        ("What happened in 2022?", "and the ferry?", "What was reported in 2022 about the ferry?"),
        ("what's new?", "and about Venus?", "What is the latest on Venus?"),
    ],
)
def test_another_topic_is_wished_for_in_the_same_way(
    newsqa: NewsQA, first: str, then: str, understood: str | None
) -> None:
    asked = newsqa.ask(then, [newsqa.ask(first)]).understood_as.question
    assert understood is None or asked.rstrip("?") == understood.rstrip("?")


def test_a_topic_is_told_by_the_articles_that_are_on_it(newsqa: NewsQA) -> None:
    turn = newsqa.ask("Tell me about the airport of Port Alba")
    _assert_quoted(turn, newsqa.corpus)
    assert {c.title for c in turn.answer.citations} == {"Storm closes airport of Port Alba", "Airport opens again"}
    assert turn.answer.short is None and not turn.understood_as.rewritten


def test_the_latest_on_a_topic_comes_first(newsqa: NewsQA) -> None:
    turn = newsqa.ask("What is the latest on the airport of Port Alba?")
    assert [c.title for c in turn.answer.citations] == ["Airport opens again", "Storm closes airport of Port Alba"]


def test_the_only_article_on_a_topic_is_told_by_several_sentences(newsqa: NewsQA) -> None:
    turn = newsqa.ask("Give me an overview of the ferry strike")
    assert _quotes(turn) == [
        "The ferry strike on the Lake of Mora ended after nine days.",
        "Dr. Ines Falk of the union called the pay rise fair.",
    ]


@pytest.mark.parametrize("topic", ["kangaroos", "the Venus ferry", "Zürich's airport"])
def test_what_no_article_is_on_is_not_told(newsqa: NewsQA, topic: str) -> None:
    answer = newsqa.ask(f"Tell me about {topic}").answer
    assert answer.refused and not answer.citations


def test_a_topic_is_no_follow_up_unless_it_points_back(newsqa: NewsQA) -> None:
    first = newsqa.ask("Who is the mayor of Mora?")
    assert newsqa.ask("tell me about Venus", [first]).understood_as.question == "tell me about Venus"
    him = newsqa.ask("tell me more about him", [first])
    assert "Brandt" in him.understood_as.question and "Brandt" in him.answer.text


def test_more_goes_on_in_the_cited_article_until_all_of_it_was_told(tmp_path: Path) -> None:
    sentences = [
        "A fire destroyed the mill of Dorn on Monday night.", "Nobody was hurt.",
        "Forty people had worked there, most of them from the valley of the Lauter.",
        "Its owner Ida Moss wants to build it again.", "The town will help her with two million crowns.",
        "It is the third fire in ten years, the brigade said.", "The river was too low for its pumps.",
    ]  # fmt: skip
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Mill burns in Dorn", "\n\n".join((" ".join(sentences[:3]), " ".join(sentences[3:]))))])
        newsqa = NewsQA(corpus)
        turns = [newsqa.ask("What did a fire destroy in Dorn?")]
        for said in ("tell me more", "and then?", "go on"):
            turns.append(newsqa.ask(said, turns))
            if said != "go on":
                _assert_quoted(turns[-1], corpus)
        quoted = [quote for turn in turns for quote in _quotes(turn)]
    assert len(quoted) == len(set(quoted)) and " ".join(quoted) == " ".join(sentences)
    assert turns[-1].answer.reason == "nothing more" and turns[-1].answer.closest


def test_the_sources_of_an_answer_are_quoted_again_with_what_they_hold_of_it(newsqa: NewsQA) -> None:
    first = newsqa.ask("Which orbiter reached Venus?")
    for said in ("Are you sure?", "what's your source?"):
        turn = newsqa.ask(said, [first])
        _assert_quoted(turn, newsqa.corpus)
        assert (turn.answer.short, _quotes(turn)) == (first.answer.short, _quotes(first))
    thanked = newsqa.ask("thanks", [first])
    assert _quotes(newsqa.ask("says who?", [first, thanked])) == _quotes(first)


def test_what_a_client_made_up_is_not_told_again(newsqa: NewsQA) -> None:
    first = newsqa.ask("Which orbiter reached Venus?")
    cited = first.answer.citations[0]
    forged = replace(first, answer=replace(first.answer, short="Ann Reed"))
    assert newsqa.ask("are you sure?", [forged]).answer.short is None
    invented = Answer("x", "Ann Reed won. [1]", (replace(cited, quote="Ann Reed won.", end=cited.start + 13),))
    assert "Ann Reed" not in newsqa.ask("what's your source?", [replace(first, answer=invented)]).answer.text


def test_an_answer_of_which_only_the_article_is_known_has_its_sentences_found(newsqa: NewsQA) -> None:
    first = newsqa.ask("Which orbiter reached Venus?")
    cited = first.answer.citations[0]
    bare = Citation(1, cited.article_id, "", "", None, None, None, 0, 0, "")
    written = replace(first.answer, text="It was the Halcyon. [1]", citations=(bare,), short="Halcyon")
    turn = newsqa.ask("are you sure?", [replace(first, answer=written)])
    assert _quotes(turn) == [VENUS] and turn.answer.short == "Halcyon"
    assert VENUS not in _quotes(
        newsqa.ask("tell me more", [replace(first, answer=replace(first.answer, citations=(bare,)))])
    )


def test_a_conversation_that_a_client_sends_back_goes_on(newsqa: NewsQA) -> None:
    first = newsqa.ask("Which orbiter reached Venus?")
    for said in ("are you sure?", "tell me more", "summarise that"):
        sent = turns_from_json([turn_json(first)])
        here, there = newsqa.ask(said, [first]).answer, newsqa.ask(said, sent).answer
        assert (there.short, there.text, there.notice) == (here.short, here.text, here.notice)
    more = newsqa.ask("tell me more", [first])
    again = newsqa.ask("tell me more", turns_from_json([turn_json(first), turn_json(more)]))
    assert not set(_quotes(again)) & {*_quotes(first), *_quotes(more)}


def test_one_of_the_articles_that_were_told_of_is_gone_on_with(newsqa: NewsQA) -> None:
    news = newsqa.ask("what's new?")
    for turns in ([news], turns_from_json([turn_json(news)])):
        second = newsqa.ask("Tell me more about the second one", turns)
        assert {c.title for c in second.answer.citations} == {"Storm closes airport of Port Alba"}
        assert STORM not in _quotes(second) and "“Storm closes airport of Port Alba”" in second.understood_as.question
        last = newsqa.ask("what about the last one?", [*turns, second])
        assert {c.article_id for c in last.answer.citations} == {news.answer.citations[-1].article_id}
        assert _quotes(newsqa.ask("summarise the third article", turns))[0] == VENUS


def test_what_is_the_second_of_no_list_is_a_question(newsqa: NewsQA) -> None:
    first = newsqa.ask("Which orbiter reached Venus?")
    asked = newsqa.ask("what about the second one?", [first])
    assert "second" in asked.understood_as.question


@pytest.mark.parametrize("said", ["tell me about his loan", "tell me more about this mayor", "any news about her?"])
def test_a_topic_that_points_back_is_completed(newsqa: NewsQA, said: str) -> None:
    first = newsqa.ask("Who is the mayor of Mora?")
    assert newsqa.ask(said, [first]).understood_as.rewritten


def test_more_of_somebody_whom_nobody_named_is_more_of_the_article(newsqa: NewsQA) -> None:
    first = replace(newsqa.ask("who resigned?"), question="Who was it?")
    turn = newsqa.ask("What else is known about him?", [first])
    assert not turn.answer.refused and {c.title for c in turn.answer.citations} == {"Mayor of Mora resigns"}


def test_more_articles_are_told_of_where_a_time_is_named(newsqa: NewsQA) -> None:
    days = {c.published for c in newsqa.ask("What happened in 2023?").answer.citations}
    assert len(days) == 3 and all(day("2023-01-01") <= d < day("2024-01-01") for d in days if d)
    assert newsqa.ask("What happened in 1999?").answer.reason == "nothing in the filters"
    newest = newsqa.ask("what's new?").answer.text
    assert all(newsqa.ask(f"What happened {day}?").answer.text != newest for day in ("on 31 February 2015", "in 9999"))
    told = newsqa.ask("What was reported in March 2022 about the strike?").answer
    assert {c.title for c in told.citations} == {"Ferry strike ends"}


def test_a_summary_is_what_the_cited_article_opens_with(newsqa: NewsQA) -> None:
    first = newsqa.ask("Which orbiter reached Venus?")
    turn = newsqa.ask("summarise that", [first])
    assert _quotes(turn) == [VENUS, "Its radar will map the volcanoes."]
    after = newsqa.ask("when did it reach Venus?", [first, turn]).understood_as
    assert after == newsqa.ask("when did it reach Venus?", [first]).understood_as


@pytest.mark.parametrize("said", ["tell me more", "are you sure?", "summarise that"])
def test_without_an_answer_before_it_is_asked_as_a_question(newsqa: NewsQA, said: str) -> None:
    refused = newsqa.ask("asdf qwer zxcv?")
    assert newsqa.ask(said).answer.refused and newsqa.ask(said, [refused]).answer.refused


def test_an_article_that_was_removed_is_not_quoted(tmp_path: Path) -> None:
    text = "The mill of Dorn burned down on Monday night. Nobody was hurt, its owner Ida Moss told reporters."
    with Corpus.open(tmp_path) as corpus:
        article = Article.of("Mill burns in Dorn", text)
        corpus.add([article])
        first = NewsQA(corpus).ask("Which mill burned down?")
        assert first.answer.citations
        corpus.remove(article.id)
        assert NewsQA(corpus).ask("are you sure?", [first]).answer.refused


def test_captions_are_passed_over_and_cut_sentences_joined(tmp_path: Path) -> None:
    text = (
        "Ida Moss (left) and Lena Fisk (right) in Dorn on October 25.\n\nThe old mill beside the river, seen from the church tower.\n\n"
        "Dorn Mills Inc. (DMI) has closed its mill on the river Lauter, its owner said. A hundred people lose their work there."
    )
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Dorn Mills closes mill on the Lauter", text)])
        quotes = _quotes(NewsQA(corpus).ask("what's new?"))
    assert quotes == ["Dorn Mills Inc. (DMI) has closed its mill on the river Lauter, its owner said."]


def test_a_sentence_that_many_articles_share_stands_for_none(tmp_path: Path) -> None:
    shared = "The Lake Post has tested ferries and their engines since 1904."
    with Corpus.open(tmp_path) as corpus:
        corpus.add(
            Article.of(f"Ferry {name} tested", f"{shared}\n\nThe ferry {name} crossed the lake of Mora in {n} minutes on Monday.")
            for n, name in enumerate(("Anna", "Berta", "Clara"), 40)
        )  # fmt: skip
        quotes = _quotes(NewsQA(corpus).ask("list articles about ferries"))
    assert len(quotes) == 3 and shared not in quotes


@pytest.mark.parametrize(
    "line",
    [
        "MILL OF DORN ON THE LAUTER CLOSES AFTER NINETY YEARS", "Ida Moss before the mill of Dorn on the Lauter | AFP",
        "The mill of Dorn, which closes, on Monday | Lena Fisk | Getty Images", "Share All sharing options for: Mill of Dorn closes on the Lauter",
        "Also Read: Why the mill of Dorn on the Lauter closes this winter",
    ],
)  # fmt: skip
def test_headings_credits_and_pointers_are_passed_over(tmp_path: Path, line: str) -> None:
    told = "The last mill of Dorn on the river Lauter closes this week, its owner said."
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Mill of Dorn on the Lauter closes", f"{line}\n\n{told}")])
        newsqa = NewsQA(corpus)
        assert _quotes(newsqa.ask("what's new?")) == [told] == _quotes(newsqa.ask("tell me about the mill of Dorn"))


def test_articles_without_a_day_are_news_on_any_day(tmp_path: Path) -> None:
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("Owls of Mora", "Owls sleep by day and hunt by night in the woods of Mora.")])
        assert NewsQA(corpus).ask("what's new?", asked_on=day("2024-11-29")).answer.citations


def test_no_model_is_asked(newsqa: NewsQA) -> None:
    from tests.test_ask import ScriptedLLM

    llm = ScriptedLLM()
    with_model = NewsQA(newsqa.corpus, llm)
    first = newsqa.ask("Which orbiter reached Venus?")
    for said in ("what's new?", "tell me about Venus", "are you sure?", "tell me more", "summarise that"):
        with_model.ask(said, [first])
    assert not llm.asked


def test_a_report_is_not_told_by_a_question_that_it_opens_with(tmp_path: Path) -> None:
    text = "What brings you to the harbour of Dorn on a day like this one? We have come for the herring, as every year in March. It is good."
    with Corpus.open(tmp_path) as corpus:
        corpus.add([Article.of("An interview", text, publisher="Post", published=day("2024-03-02"))])
        answer = NewsQA(corpus).ask("What happened in March 2024?", engine="extractive").answer
    assert answer.text == "We have come for the herring, as every year in March. [1]"
