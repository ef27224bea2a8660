"""The whole line: events in order, cited answers from either engine, and no raw failure whatever the model writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import qa.evidence.gather
import qa.newsqa
import qa.write.bounds
from index import Article, BadRequest, Corpus, Filters, ModelUnavailable
from qa.evaluation import Question, score
from qa.evidence.answerable import Assessment
from qa.evidence.gather import gather
from qa.model.llm import Doubt
from qa.newsqa import MAX_QUESTION, NewsQA
from qa.question.wants import names
from qa.records import Answer, Answered, Delta, Event, Gathered, Query, Timings, Turn, Understood
from qa.write.bounds import UNKNOWN, UNSURE, UNSURE_SPOKEN_OF
from qa.write.drafting import ANSWERABLE, PERHAPS

ROOT = Path(__file__).parent.parent
AIRPORT = "which airport was attacked?"
DRAFT = "Al-Nayrab airport [1]\nThe rebels attacked Al-Nayrab airport, located east of Aleppo [1]."
ABSENT = [
    "Who won the 2022 World Cup final in Qatar?",
    "What is the capital of Mongolia?",
    "How many goals did Lionel Messi score for Barcelona?",
    "asdf qwer zxcv",
]

Messages = Sequence[tuple[str, str]]
Reply = str | Exception | Sequence[str | Exception] | Callable[[Messages], str]


class ScriptedLLM:
    """A language model that says what it is told to, remembers what it was asked, and counts the streams that ended."""

    name = "scripted"
    sentences = 6
    characters = 10_000
    local = False

    def __init__(
        self,
        *replies: Reply,
        doubts: Sequence[float] = (),
        misgivings: Sequence[float] = (),
        otherwise: Sequence[float] = (),
    ) -> None:
        self.replies = list(replies)
        self.doubts = list(doubts)  # of each reply, where the model can tell
        self.misgivings = list(misgivings)  # of each short answer that it is asked about again
        self.otherwise = list(
            otherwise
        )  # of each question that it is asked about without its answer; else it has no doubt of them
        self.asked: list[list[tuple[str, str]]] = []
        self.checked: list[list[tuple[str, str]]] = []
        self.ended = 0

    def stream(self, messages: Messages, *, max_tokens: int, doubt: Doubt | None = None) -> Iterator[str]:
        if "numbered sentences" not in messages[0][1]:  # asked to reword a question: tests/understand/test_reword.py
            if doubt and "may suppose what is not so" in messages[0][1]:  # tests/write/test_supposed.py
                doubt.probability = self.otherwise.pop(0) if self.otherwise else 0.0
                yield "yes"
            elif doubt:  # asked again whether an answer is right: tests/write/test_check.py
                self.checked.append(list(messages))
                doubt.probability = self.misgivings.pop(0)
                yield "yes"
            return
        if doubt and max_tokens == 1:  # asked for its doubt alone
            doubt.probability = self.doubts.pop(0)
            yield "The"
            return
        self.asked.append(list(messages))
        if doubt and self.doubts and doubt.probability is None:
            doubt.probability = self.doubts.pop(0)
        reply = self.replies.pop(0)
        if callable(reply):
            reply = reply(messages)
        pieces = re.findall(r"\S+\s*", reply) if isinstance(reply, str) else reply
        try:
            for piece in [pieces] if isinstance(pieces, Exception) else pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.ended += 1


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("ask") / "data") as corpus:
        corpus.ingest([ROOT / "seeds"])
        yield corpus


def _untimed(turn: Turn) -> Turn:
    return replace(turn, answer=replace(turn.answer, timings=Timings()))


def _given(messages: Messages) -> list[str]:
    """The sentences of evidence in a prompt, in its order."""
    question = next(text for role, text in reversed(messages) if role == "user")
    return re.findall(r"^\[\d+\] (.*)$", question, re.M)


def _first_sentence(messages: Messages) -> str:
    """The first sentence of evidence in a prompt, said after it."""
    return _given(messages)[0]


def _assert_honest(answer: Answer, corpus: Corpus) -> None:
    """The law of every answer: quotes verbatim, marks and citations one to one, a refusal with its reason and no quote."""
    for c in answer.citations:
        assert corpus.article(c.article_id, c.version).text[c.start : c.end] == c.quote
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    if answer.refused:
        assert answer.reason and answer.text and not answer.citations and answer.short is None
    else:
        assert answer.citations and answer.text.strip()
        assert marks == {c.n for c in answer.citations} == set(range(1, len(answer.citations) + 1))


# -- the stream --------------------------------------------------------------------------------------------------------


def test_events_come_in_order_with_a_model(seeds: Corpus) -> None:
    events = list(NewsQA(seeds, ScriptedLLM(DRAFT)).stream(AIRPORT))
    assert [type(e) for e in events[:2]] == [Understood, Gathered]
    assert isinstance(events[-1], Answered)
    pieces = events[2:-1]
    assert pieces and all(isinstance(e, Delta) for e in pieces)
    assert "".join(e.text for e in pieces if isinstance(e, Delta)) == DRAFT == events[-1].turn.draft


def test_events_come_in_order_without_a_model(seeds: Corpus) -> None:
    assert [type(e) for e in NewsQA(seeds).stream(AIRPORT)] == [Understood, Gathered, Answered]


@pytest.mark.parametrize("said", ["thanks", "no", "ok, thank you, that is all"])
def test_who_asks_nothing_is_told_so_and_nothing_is_searched(seeds: Corpus, said: str) -> None:
    llm = ScriptedLLM()
    before = NewsQA(seeds).ask(AIRPORT)
    events = list(NewsQA(seeds, llm).stream(said, [before]))
    assert [type(e) for e in events] == [Understood, Gathered, Answered] and not llm.asked
    assert isinstance(events[-1], Answered)
    turn = events[-1].turn
    _assert_honest(turn.answer, seeds)
    assert turn.answer.reason == "nothing asked" and not turn.evidence and "Ask one" in turn.answer.text
    attacked = NewsQA(seeds).ask("who attacked it?", [before, turn])
    assert attacked.understood_as == NewsQA(seeds).ask("who attacked it?", [before]).understood_as


@pytest.mark.parametrize("replies", [(), (DRAFT, DRAFT)], ids=["extractive", "scripted"])
def test_ask_gives_the_turn_that_the_stream_ends_with(seeds: Corpus, replies: tuple[str, ...]) -> None:
    newsqa = NewsQA(seeds, ScriptedLLM(*replies) if replies else None)
    *_, last = newsqa.stream(AIRPORT)
    assert isinstance(last, Answered)
    assert _untimed(last.turn) == _untimed(newsqa.ask(AIRPORT))


def test_the_preview_is_the_extractive_answer(seeds: Corpus) -> None:
    events = list(NewsQA(seeds, ScriptedLLM(DRAFT)).stream(AIRPORT))
    quoted = NewsQA(seeds).ask(AIRPORT).answer
    assert isinstance(events[1], Gathered)
    assert (events[1].preview.short, events[1].preview.text) == (quoted.short, quoted.text)


def test_the_stages_are_timed_in_order(seeds: Corpus) -> None:
    timings = NewsQA(seeds, ScriptedLLM(DRAFT)).ask(AIRPORT).answer.timings
    assert timings.first_word is not None
    assert 0 <= timings.understood <= timings.evidence <= timings.first_word <= timings.done
    assert NewsQA(seeds).ask(AIRPORT).answer.timings.first_word is None


def test_closing_the_stream_closes_the_models_iterator(seeds: Corpus) -> None:
    llm = ScriptedLLM(DRAFT)
    stream = NewsQA(seeds, llm).stream(AIRPORT)
    assert any(isinstance(event, Delta) for event in stream)  # stops at the first
    assert llm.ended == 0
    assert hasattr(stream, "close")
    stream.close()
    assert llm.ended == 1


def test_closing_before_the_first_word_asks_no_model(seeds: Corpus) -> None:
    llm = ScriptedLLM(DRAFT)
    stream = NewsQA(seeds, llm).stream(AIRPORT)
    next(stream)
    assert hasattr(stream, "close")
    stream.close()
    assert llm.asked == []


# -- answers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["extractive", "auto", "llm"])
def test_the_airport_is_found_and_quoted_without_a_model(seeds: Corpus, engine: str) -> None:
    answer = NewsQA(seeds).ask(AIRPORT, engine=engine).answer  # type: ignore[arg-type]
    assert answer.engine == "extractive" and not answer.refused
    assert "Al-Nayrab" in (answer.short or "")
    assert "Al-Nayrab airport" in answer.citations[0].quote
    assert answer.citations[0].publisher == "Myind" and answer.citations[0].published
    _assert_honest(answer, seeds)


def test_the_airport_is_written_by_the_model_and_cited(seeds: Corpus) -> None:
    answer = NewsQA(seeds, ScriptedLLM(DRAFT)).ask(AIRPORT).answer
    assert (answer.engine, answer.short, answer.notice) == ("llm", "Al-Nayrab airport", None)
    assert answer.text == "The rebels attacked Al-Nayrab airport, located east of Aleppo. [1]"
    assert "Al-Nayrab airport" in answer.citations[0].quote
    _assert_honest(answer, seeds)


def test_a_chain_of_follow_ups_is_understood_and_quoted(seeds: Corpus) -> None:
    newsqa = NewsQA(seeds)
    turns: list[Turn] = []
    for question in (AIRPORT, "who attacked it?", "when?"):
        turns.append(newsqa.ask(question, turns))
        assert not turns[-1].answer.refused
        _assert_honest(turns[-1].answer, seeds)
    assert "Al-Nayrab" in turns[1].understood_as.question and turns[1].understood_as.rewritten
    assert "rebels" in (turns[1].answer.short or "").casefold()
    assert "Al-Nayrab" in turns[2].understood_as.question
    assert turns[2].understood_as.articles == tuple(dict.fromkeys(c.article_id for c in turns[1].answer.citations))
    assert turns[2].answer.citations[0].title.startswith("Syrian rebels launch")


def test_a_chain_of_follow_ups_is_understood_and_written(seeds: Corpus) -> None:
    who = "The rebels [1]\nThe rebels attacked Al-Nayrab airport [1]."
    llm = ScriptedLLM(DRAFT, who, _first_sentence)
    newsqa = NewsQA(seeds, llm)
    turns: list[Turn] = []
    for question in (AIRPORT, "who attacked it?", "when?"):
        turns.append(newsqa.ask(question, turns))
        _assert_honest(turns[-1].answer, seeds)
    assert [t.answer.engine for t in turns] == ["llm", "llm", "llm"]
    assert turns[1].answer.short == "The rebels"
    assert "Al-Nayrab" in llm.asked[1][-1][1] and "Al-Nayrab" in llm.asked[2][-1][1]


@pytest.mark.parametrize("replies", [(), ("on Wednesday [1]\nPirates attacked Port Alba airport on Wednesday [1].",)])
def test_a_weekday_is_reckoned_from_the_date_of_the_report(tmp_path: Path, replies: tuple[str, ...]) -> None:
    report = Article.of(
        "Pirates attack airport",
        "Pirates attacked Port Alba airport on Wednesday, the governor said. Forty flights were cancelled.",
        published=1_732_806_540,
    )
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([report, Article.of("Museum of clocks opens", "The museum of clocks opened in Lindau.")])
        llm = ScriptedLLM(*replies) if replies else None
        answer = NewsQA(corpus, llm).ask("When did pirates attack Port Alba airport?").answer
    assert answer.engine == ("llm" if replies else "extractive")
    assert answer.short == "on Wednesday (27 November 2024)"


def test_each_of_two_days_is_reckoned_from_its_own_report(tmp_path: Path) -> None:
    bridge = Article.of(
        "Elm bridge closed",
        "The Elm bridge in Mora was closed on Wednesday. It will reopen on Monday.",
        published=1_732_806_540,  # Thursday, 28 November 2024
    )
    tunnel = Article.of(
        "Kern tunnel opened",
        "The Kern tunnel in Lindau was opened on Friday by the mayor.",
        published=1_647_129_600,  # Sunday, 13 March 2022
    )
    llm = ScriptedLLM(
        "on Wednesday [1]\nThe Elm bridge in Mora was closed on Wednesday [1].",
        "on Friday [1]\nThe Kern tunnel in Lindau was opened on Friday [1].",
        "on Monday [1]\nThe Elm bridge will reopen on Monday [2].",  # its first mark is wrong
    )
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([bridge, tunnel])
        newsqa = NewsQA(corpus, llm)
        both = newsqa.ask(
            "When was the Elm bridge in Mora closed and when was the Kern tunnel in Lindau opened?"
        ).answer
        ahead = newsqa.ask("When will the Elm bridge in Mora reopen?").answer
    assert both.short == "on Wednesday (27 November 2024); on Friday (11 March 2022)"
    assert ahead.short == "on Monday (2 December 2024)"


def test_the_model_gets_the_question_as_understood_and_no_more_evidence_than_suits_it(seeds: Corpus) -> None:
    llm = ScriptedLLM(DRAFT)
    llm.sentences = 3
    turn = NewsQA(seeds, llm).ask(AIRPORT)
    role, text = llm.asked[0][-1]
    assert role == "user" and text.endswith(f"Question: {turn.understood_as.question}")
    numbered = re.findall(r"^\[(\d+)\] ", text, re.M)
    assert 1 <= len(numbered) <= 3 and numbered == [str(n) for n in range(1, len(numbered) + 1)]
    assert "Al-Nayrab airport" in _given(llm.asked[0])[0]


def test_the_model_reads_the_best_article_first_and_each_in_the_order_of_its_text(seeds: Corpus) -> None:
    llm = ScriptedLLM(DRAFT)
    turn = NewsQA(seeds, llm).ask("Why did the rebels attack Al-Nayrab airport in Aleppo?")
    places = {" ".join(e.text.split()): (e.article_id, e.start) for e in turn.evidence}
    read = [places[text] for text in _given(llm.asked[0])]
    articles = list(dict.fromkeys(article for article, _ in read))
    assert len(read) > 2 and articles[0] == turn.evidence[0].article_id
    assert read == sorted(read, key=lambda place: (articles.index(place[0]), place[1]))


def test_extractive_on_demand_leaves_the_model_alone(seeds: Corpus) -> None:
    llm = ScriptedLLM()
    assert NewsQA(seeds, llm).ask(AIRPORT, engine="extractive").answer.engine == "extractive"
    assert llm.asked == []


def test_a_missing_model_is_mentioned_only_where_one_would_have_written(seeds: Corpus) -> None:
    newsqa = NewsQA(seeds, None, "there is no model")
    assert newsqa.ask(AIRPORT).answer.notice == "there is no model"
    assert newsqa.ask(AIRPORT, engine="llm").answer.notice == "there is no model"
    assert newsqa.ask(AIRPORT, engine="extractive").answer.notice is None
    assert NewsQA(seeds).ask(AIRPORT).answer.notice is None
    assert NewsQA(seeds).ask(AIRPORT, engine="extractive").answer.notice is None


@pytest.mark.parametrize("question", [AIRPORT, "Who is the mayor of Zork?"])
def test_who_asks_for_a_model_by_name_is_told_that_there_is_none(seeds: Corpus, question: str) -> None:
    answer = NewsQA(seeds).ask(question, engine="llm").answer
    assert answer.engine != "llm" and answer.notice == "No language model is configured: answers are quotes only."


def test_two_conversations_do_not_mix(seeds: Corpus) -> None:
    newsqa = NewsQA(seeds)
    crane = "How many people were killed in the Mecca crane collapse?"
    syria, mecca = newsqa.ask(AIRPORT), newsqa.ask(crane)
    asked = newsqa.ask("who attacked it?", [syria]), newsqa.ask("why did it fall?", [mecca])
    assert "Al-Nayrab" in asked[0].understood_as.question and "Mecca" not in asked[0].understood_as.question
    assert "Mecca" in asked[1].understood_as.question and "Al-Nayrab" not in asked[1].understood_as.question
    assert _untimed(newsqa.ask("who attacked it?", [syria])) == _untimed(asked[0])
    assert newsqa.ask("who attacked it?").understood_as.question == "who attacked it?"


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ABSENT)
def test_an_absent_topic_is_refused_without_asking_the_model(seeds: Corpus, question: str) -> None:
    llm = ScriptedLLM()
    answer = NewsQA(seeds, llm).ask(question).answer
    assert answer.refused and answer.engine == "none" and llm.asked == []
    assert "121 articles" in answer.text
    _assert_honest(answer, seeds)


@pytest.mark.parametrize(("question", "engine", "field"), [("Who?", "foo", "engine"), (None, "auto", "question")])
def test_what_cannot_be_asked_is_said(empty_corpus: Corpus, question: Any, engine: Any, field: str) -> None:
    with pytest.raises(BadRequest) as refused:
        NewsQA(empty_corpus).ask(question, engine=engine)
    assert refused.value.field == field


def test_an_empty_corpus_is_refused_without_asking_the_model(tmp_path: Path) -> None:
    llm = ScriptedLLM()
    with Corpus.open(tmp_path / "data") as corpus:
        turn = NewsQA(corpus, llm).ask(AIRPORT)
    assert (turn.answer.reason, turn.evidence, turn.answer.closest, llm.asked) == ("empty corpus", (), None, [])
    assert "newsqa index" in turn.answer.text


def test_filters_that_nothing_passes_are_named_as_the_reason(seeds: Corpus) -> None:
    llm = ScriptedLLM()
    answer = NewsQA(seeds, llm).ask(AIRPORT, filters=Filters(until=0)).answer
    assert (answer.reason, answer.citations, llm.asked) == ("nothing in the filters", (), [])


def test_what_happened_somewhere_is_told_as_a_topic_where_it_would_be_refused(seeds: Corpus) -> None:
    told = NewsQA(seeds).ask("What happened in Alaska?").answer
    assert not told.refused and "Alaska" in told.text
    assert NewsQA(seeds).ask("What happened in Quastonia?").answer.reason == "not mentioned"


def test_a_name_that_other_words_outweigh_is_looked_for_alone(seeds: Corpus) -> None:
    turn = NewsQA(seeds).ask("who's that azar guy?")
    assert not turn.answer.refused and "Azar" in turn.answer.text
    unknown = NewsQA(seeds).ask("who's that Quastonia guy?").answer
    assert unknown.reason == "not mentioned" and "do not mention Quastonia" in unknown.text


def test_a_follow_up_on_a_refusal_still_answers(seeds: Corpus) -> None:
    newsqa = NewsQA(seeds)
    refused = newsqa.ask(ABSENT[1])
    asked = newsqa.ask("Which group runs the operations room for the offensive in Aleppo?", [refused])
    assert not asked.understood_as.rewritten and "Hayat Tahrir al-Sham" in asked.answer.text


@pytest.mark.parametrize("question", [AIRPORT, "Why did the rebels attack Al-Nayrab airport?"])
def test_a_model_that_does_not_know_at_either_look_is_believed(seeds: Corpus, question: str) -> None:
    answer = NewsQA(seeds, ScriptedLLM("unknown", "unknown")).ask(question).answer
    assert answer.refused and answer.closest is not None
    _assert_honest(answer, seeds)


# -- a second look -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lindau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A detail that stands far from what a question about it names, beside articles of the same kind."""
    text = (
        "The Elm Street bridge in Lindau was opened by Mayor Ruth Okafor on Friday. Crowds lined the banks. "
        "A brass band from Dorn played. The granite came from quarries at Harbach. Ships whistled all afternoon."
    )
    with Corpus.open(tmp_path_factory.mktemp("second") / "data") as corpus:
        corpus.add(
            [
                Article.of("Elm Street bridge opens", text, published=1_556_841_600),
                Article.of("A bridge in Dorn is mended", "The bridge in Dorn was mended. It is older than the church."),
                *(Article.of(f"Prices {n}", f"Prices of grain {n} rose. Nobody sold barley.") for n in range(9)),
            ]
        )
        yield corpus


def test_a_model_that_finds_nothing_reads_more_of_the_best_article(seeds: Corpus) -> None:
    llm = ScriptedLLM("unknown", "unknown")
    turn = NewsQA(seeds, llm).ask(AIRPORT)
    first, second = map(_given, llm.asked)
    best = turn.evidence[0]
    text = " ".join(seeds.article(best.article_id, best.version).text.split())
    assert second and not set(first) & set(second)
    assert [text.index(sentence) for sentence in second] == sorted(text.index(sentence) for sentence in second)
    assert sum(map(len, second)) <= 1100 < len(text)
    assert llm.asked[0][:-1] == llm.asked[1][:-1]
    assert llm.asked[1][-1][1].endswith(f"Question: {turn.understood_as.question}")


def test_what_is_found_at_the_second_look_is_the_answer_and_cited_verbatim(lindau: Corpus) -> None:
    def granite(messages: Messages) -> str:
        n = next(n for n, sentence in enumerate(_given(messages), 1) if "granite" in sentence)
        return f"quarries at Harbach [{n}]\nThe granite of the bridge came from quarries at Harbach [{n}]."

    llm = ScriptedLLM("unknown", granite)
    llm.sentences = 1
    *events, last = NewsQA(lindau, llm).stream("Where does the Elm Street bridge in Lindau have its stone from?")
    assert isinstance(last, Answered)
    turn = last.turn
    assert (turn.answer.engine, turn.answer.short) == ("llm", "quarries at Harbach")
    (citation,) = turn.answer.citations
    assert citation.quote == "The granite came from quarries at Harbach."
    _assert_honest(turn.answer, lindau)
    assert (citation.article_id, citation.start) in {(e.article_id, e.start) for e in turn.evidence}
    assert "".join(e.text for e in events if isinstance(e, Delta)) == turn.draft != ""


def test_evidence_of_the_second_look_follows_the_first_each_sentence_once(seeds: Corpus) -> None:
    llm = ScriptedLLM("unknown", _first_sentence)
    events = list(NewsQA(seeds, llm).stream(AIRPORT))
    gathered, last = events[1], events[-1]
    assert isinstance(gathered, Gathered) and isinstance(last, Answered)
    evidence = last.turn.evidence
    assert evidence[: len(gathered.evidence)] == gathered.evidence
    assert len({(e.article_id, e.start) for e in evidence}) == len(evidence)
    assert set(_given(llm.asked[1])) <= {" ".join(e.text.split()) for e in evidence}
    for e in evidence:
        assert seeds.article(e.article_id, e.version).text[e.start : e.end] == e.text
    _assert_honest(last.turn.answer, seeds)


def test_a_second_draft_is_checked_as_the_first_is(seeds: Corpus) -> None:
    invented = "General Okafor [1]\nGeneral Okafor attacked 1,426 airports [1]."
    answer = NewsQA(seeds, ScriptedLLM("unknown", invented)).ask(AIRPORT).answer
    assert "Okafor" not in f"{answer.short} {answer.text}" and "1,426" not in answer.text
    _assert_honest(answer, seeds)


def test_a_model_that_fails_at_the_second_look_leaves_the_quoted_answer(seeds: Corpus) -> None:
    llm = ScriptedLLM("unknown", ModelUnavailable("gone."))
    answer = NewsQA(seeds, llm).ask(AIRPORT).answer
    assert len(llm.asked) == llm.ended == 2
    assert (answer.engine, answer.notice) == ("extractive", "Quoted from the sources: gone.")
    _assert_honest(answer, seeds)


def test_there_is_no_second_look_where_the_best_article_says_no_more(tmp_path: Path) -> None:
    llm = ScriptedLLM("unknown")
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Bridge opens in Lindau", "The Elm Street bridge in Lindau was opened by Ruth Okafor.")])
        answer = NewsQA(corpus, llm).ask("Who opened the Elm Street bridge in Lindau?").answer
        _assert_honest(answer, corpus)
    assert len(llm.asked) == 1


# -- a model that can tell how likely it would have said that it does not know ------------------------------------------

SURE, DOUBTING, LOST = UNSURE - 0.01, (UNSURE + UNKNOWN) / 2, UNKNOWN
STANDS, PASSES, FALLS = 0.02, 0.15, 0.5  # misgivings: the answer is told at once, if nothing better comes, not at all


def _asked(
    seeds: Corpus,
    *replies: Reply,
    doubts: Sequence[float],
    misgivings: Sequence[float] = (),
    local: bool = False,
    question: str = AIRPORT,
) -> tuple[Turn, ScriptedLLM, str]:
    """The turn, the model, and what the reader saw of its drafts."""
    llm = ScriptedLLM(*replies, doubts=doubts, misgivings=misgivings)
    llm.local = local
    *events, last = NewsQA(seeds, llm).stream(question)
    assert isinstance(last, Answered) and llm.ended == len(llm.asked) and not llm.misgivings
    return last.turn, llm, "".join(e.text for e in events if isinstance(e, Delta))


def test_a_model_in_little_doubt_answers_at_the_first_look(seeds: Corpus) -> None:
    turn, llm, shown = _asked(seeds, DRAFT, doubts=[SURE])
    assert (turn.answer.short, shown, len(llm.asked)) == ("Al-Nayrab airport", DRAFT, 1)


def test_a_model_in_doubt_that_stands_by_its_short_answer_is_believed(seeds: Corpus) -> None:
    turn, llm, shown = _asked(seeds, DRAFT, doubts=[DOUBTING], misgivings=[STANDS])
    assert (turn.answer.short, shown, len(llm.asked)) == ("Al-Nayrab airport", "Al-Nayrab airport [1]", 1)
    assert turn.answer.text.startswith(turn.answer.citations[0].quote)
    _assert_honest(turn.answer, seeds)


def test_a_model_that_takes_its_answer_back_looks_again(seeds: Corpus) -> None:
    told = _marked("Aleppo", "Aleppo [{n}]")
    turn, llm, shown = _asked(
        seeds, "Boise airport [2]", told, doubts=[DOUBTING, DOUBTING], misgivings=[STANDS]
    )  # its evidence does not hold the first
    assert (turn.answer.short, len(llm.asked), shown) == ("Aleppo", 2, turn.draft)
    turn, llm, shown = _asked(seeds, DRAFT, told, doubts=[DOUBTING, SURE], misgivings=[FALLS, PASSES])
    assert (turn.answer.short, len(llm.asked), shown) == ("Aleppo", 2, turn.draft)


def test_the_answer_that_it_trusts_most_is_told(seeds: Corpus) -> None:
    told = _marked("Aleppo", "Aleppo [{n}]")
    turn, llm, shown = _asked(seeds, DRAFT, told, doubts=[DOUBTING, DOUBTING], misgivings=[PASSES, FALLS])
    assert (turn.answer.short, shown) == ("Al-Nayrab airport", "Al-Nayrab airport [1]")
    assert len(llm.asked) == 2 and llm.asked[0] != llm.asked[1]


def test_a_local_model_looks_a_third_time_at_what_stands_around_the_best_sentences(seeds: Corpus) -> None:
    told = _marked("Nayrab", "Al-Nayrab airport [{n}]")
    turn, llm, _ = _asked(
        seeds, DRAFT, "unknown", told, doubts=[DOUBTING, LOST, DOUBTING], misgivings=[FALLS, STANDS], local=True
    )
    assert (turn.answer.short, len(llm.asked)) == ("Al-Nayrab airport", 3)
    given = _given(llm.asked[2])
    best = turn.evidence[0]
    text = seeds.article(best.article_id, best.version).text
    assert best.text in given and any(
        line in text and abs(text.index(line) - best.start) < 500 for line in given if line != best.text
    )
    _assert_honest(turn.answer, seeds)


@pytest.mark.parametrize(
    "invented", ["40,000 [1]\n40,000 were there [1].", "Ida Moss [2]", "airport [1]\nIt was an airport [1]."]
)
def test_what_its_evidence_does_not_hold_counts_as_not_known(seeds: Corpus, invented: str) -> None:
    told = _marked("Aleppo", "Aleppo [{n}]")
    turn, llm, shown = _asked(seeds, invented, told, doubts=[SURE, DOUBTING], misgivings=[STANDS])
    assert len(llm.asked) == 2 and turn.answer.short == "Aleppo" and shown == turn.draft
    turn, llm, shown = _asked(seeds, invented, invented, doubts=[SURE, SURE])
    assert (turn.answer.refused, turn.draft, shown) == (True, "unknown", "")


def test_a_number_is_wanted_where_the_question_asks_how_many(seeds: Corpus) -> None:
    llm = ScriptedLLM("Aleppo [1]", "the rebels [1]", doubts=[SURE, SURE])
    assert NewsQA(seeds, llm).ask("How many airports were attacked by the rebels in Aleppo?").answer.refused


def test_doubt_at_both_looks_is_a_refusal_and_nothing_of_it_is_shown(seeds: Corpus) -> None:
    turn, llm, shown = _asked(seeds, DRAFT, DRAFT, doubts=[LOST, LOST])
    assert (turn.answer.refused, turn.draft, shown, len(llm.asked)) == (True, "unknown", "", 2)
    _assert_honest(turn.answer, seeds)
    # quotes alone would have answered: their reader is shown what with
    quoted = NewsQA(seeds).ask(AIRPORT).answer.citations[0].quote
    assert turn.answer.text == f"No answer to this was found here. What comes closest: “{quoted}”"
    assert turn.answer.closest and turn.answer.closest.text == quoted


def test_where_the_evidence_speaks_of_all_that_is_asked_more_doubt_will_do(
    seeds: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.write.bounds, "SPOKEN_OF", 0.0)
    turn, llm, shown = _asked(seeds, DRAFT, doubts=[UNSURE_SPOKEN_OF - 0.01])
    assert (turn.answer.short, shown, len(llm.asked)) == ("Al-Nayrab airport", DRAFT, 1)
    turn, llm, shown = _asked(seeds, DRAFT, "unknown", doubts=[0.5, LOST], misgivings=[0.3])
    assert (turn.answer.short, shown, len(llm.asked)) == ("Al-Nayrab airport", "Al-Nayrab airport [1]", 2)


def test_answers_that_it_takes_back_are_a_refusal(seeds: Corpus) -> None:
    told = _marked("Nayrab", "Al-Nayrab airport [{n}]")
    turn, llm, shown = _asked(
        seeds, DRAFT, _first_sentence, told, doubts=[DOUBTING] * 3, misgivings=[FALLS] * 3, local=True
    )
    assert (turn.answer.refused, turn.draft, shown, len(llm.asked)) == (True, "unknown", "", 3)
    _assert_honest(turn.answer, seeds)


@pytest.mark.parametrize(("who", "told"), [("Wong Yeung-tat", False), ("Gary Fan", True)])
def test_who_another_was_that_did_so_is_no_answer_and_nothing_of_it_is_shown(
    seeds: Corpus, who: str, told: bool
) -> None:
    draft = _marked("Gary Fan", "its election defeat [{n}]\nGary Fan resigned from his leadership [{n}].")
    llm = ScriptedLLM(draft, "unknown", doubts=[SURE, LOST])
    *events, last = NewsQA(seeds, llm).stream(f"Why did {who} resign from his leadership in the Neo Democrats?")
    shown = "".join(e.text for e in events if isinstance(e, Delta))
    assert isinstance(last, Answered) and llm.asked
    assert ("Gary Fan resigned" in shown, "Gary Fan resigned" in last.turn.draft) == (told, told)


@pytest.mark.parametrize(
    ("second", "misgivings", "looks", "told"),
    [
        ("its election defeat [{n}]", [0.01], 1, True),  # as good as certain
        ("its party’s election defeat [{n}]", [0.1, 0.1], 2, True),  # less so, and the same from other sentences
        ("its election defeat [{n}]", [FALLS, FALLS], 2, False),
        ("this constituency [{n}]", [0.1, 0.1], 2, False),  # another reason
        ("the company had cut their night bonus [{n}]", [0.1], 2, False),  # that of a worked example
        ("this constituency [{n}]", [0.1, 0.01], 2, True),
    ],
)
def test_asked_why_a_local_model_is_asked_again_however_sure(
    seeds: Corpus, second: str, misgivings: list[float], looks: int, told: bool
) -> None:
    fan = "Why did Gary Fan resign from his leadership in the Neo Democrats?"
    defeat = "due to its election defeat"
    replies = (_marked(defeat, "its election defeat [{n}]"), _marked(defeat, second))
    turn, llm, _ = _asked(seeds, *replies, doubts=[0.05] * 2, misgivings=misgivings, local=True, question=fan)
    assert all(messages[-1] == ("assistant", "because") for messages in llm.asked)
    assert (turn.answer.short is not None, len(llm.asked)) == (told, looks)
    _assert_honest(turn.answer, seeds)


@pytest.mark.parametrize(("misgiving", "told"), [(STANDS, True), (FALLS, False)])
def test_an_answer_from_an_article_that_lacks_a_name_is_asked_about_however_sure(
    tmp_path: Path, misgiving: float, told: bool
) -> None:
    question = "Why did Ruth Okafor recall Morvan vans in Dorn and Lindau?"
    with Corpus.open(tmp_path / "data") as corpus:
        others = [
            Article.of(f"Weather {n}", f"It rained for {n} days at the coast, and the wind was cold.") for n in range(4)
        ]
        recalled = "Ruth Okafor recalled vans in Dorn and Lindau because of faulty brakes."
        opened = "Ruth Okafor said that Morvan will build cars in Dorn and Lindau."
        corpus.add([Article.of("Vans recalled", recalled), Article.of("Morvan opens plants", opened), *others])
        llm = ScriptedLLM(
            _marked("brakes", "faulty brakes [{n}]\nThey were recalled because of faulty brakes [{n}]."),
            "unknown",
            doubts=[SURE, LOST],
            misgivings=[misgiving],
        )
        llm.local = True
        *events, last = NewsQA(corpus, llm).stream(question)
        shown = "".join(e.text for e in events if isinstance(e, Delta))
        assert isinstance(last, Answered) and not llm.misgivings
        assert ("brakes" in shown, last.turn.answer.refused) == (told, not told)


@pytest.mark.parametrize(
    ("no", "refused", "warned"),
    [(0.1, False, False), (0.37, False, False), (0.38, False, True), (0.51, True, False), (0.9, True, False)],
)
def test_what_tells_of_something_near_is_no_answer_but_what_comes_closest(
    seeds: Corpus, no: float, refused: bool, warned: bool
) -> None:
    llm = ScriptedLLM(DRAFT, doubts=[SURE], otherwise=[no])
    llm.local = True
    answer = NewsQA(seeds, llm).ask(AIRPORT).answer
    assert answer.refused == refused and not llm.otherwise
    assert bool(answer.notice and "something else" in answer.notice) == warned
    assert (answer.short is None) == (warned or refused)
    if warned:
        assert answer.text.startswith(answer.citations[0].quote)
    if refused:
        assert answer.reason == "something else" and answer.short is None and answer.closest
        assert answer.closest.text in answer.text and "Al-Nayrab" in answer.text
    _assert_honest(answer, seeds)


def test_a_reason_of_something_near_is_quoted_with_a_warning(seeds: Corpus) -> None:
    question = "Why did Gary Fan resign from his leadership in the Neo Democrats?"
    llm = ScriptedLLM(
        _marked("due to its election defeat", "its election defeat [{n}]"),
        doubts=[SURE],
        misgivings=[0.01],
        otherwise=[0.9],
    )
    llm.local = True
    answer = NewsQA(seeds, llm).ask(question).answer
    assert not answer.refused and not llm.otherwise and answer.short is None
    assert "something else" in (answer.notice or "") and "election defeat" in answer.text
    _assert_honest(answer, seeds)


def test_a_configured_model_is_not_asked_what_its_probabilities_would_tell(seeds: Corpus) -> None:
    llm = ScriptedLLM(DRAFT, otherwise=[0.9])
    assert NewsQA(seeds, llm).ask(AIRPORT).answer.short == "Al-Nayrab airport" and llm.otherwise == [0.9]


def test_what_one_article_tells_of_two_things_asked_for_is_not_asked_about(seeds: Corpus) -> None:
    llm = ScriptedLLM(_marked("Al-Nayrab", "Al-Nayrab airport [{n}]"), "unknown", doubts=[SURE, LOST], otherwise=[0.9])
    llm.local = True
    answer = NewsQA(seeds, llm).ask("Which two airports did the rebels attack?").answer
    assert answer.short == "Al-Nayrab airport" and llm.otherwise == [0.9]


HARDLY = "In which branch of the armed forces did Christopher Hill serve?"


def test_where_little_speaks_for_an_answer_only_a_model_that_can_tell_its_doubt_is_asked(seeds: Corpus) -> None:
    force = _marked("Air Force", "Air Force [{n}]")
    for misgiving, short in ((STANDS, "Air Force"), (FALLS, None)):
        llm = ScriptedLLM(force, "unknown", "unknown", doubts=[SURE, LOST, LOST], misgivings=[misgiving])
        llm.local = True
        newsqa = NewsQA(seeds, llm)
        (asked,) = gather(Query(HARDLY), newsqa.corpus, 8)
        assert PERHAPS <= asked.assessment.confidence < ANSWERABLE
        answer = newsqa.ask(HARDLY).answer
        assert (answer.short, answer.refused, len(llm.asked)) == (short, short is None, 1 if short else 3)
    llm = ScriptedLLM(force)
    assert NewsQA(seeds, llm).ask(HARDLY).answer.refused and not llm.asked


@pytest.fixture(scope="module")
def match(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("match") / "data") as corpus:
        text = "Lena Fisk scored the first goal for Dorn. Ida Reed scored the second goal for Dorn. Nobody was hurt in Dorn."
        corpus.add(
            [
                Article.of("Dorn beats Lindau", text),
                *(Article.of(f"Prices {n}", f"Prices of grain {n} rose. Nobody sold barley.") for n in range(9)),
            ]
        )
        yield corpus


GOALS = "Who scored the goals for Dorn?"


def test_a_question_that_wants_several_answers_is_asked_for_the_rest(match: Corpus) -> None:
    reed = _marked("Reed", "Ida Reed [{n}]")
    llm = ScriptedLLM(_marked("Fisk", "Lena Fisk [{n}]"), reed, doubts=[SURE, SURE], misgivings=[0.01])
    *events, last = NewsQA(match, llm).stream(GOALS)
    assert isinstance(last, Answered)
    assert last.turn.answer.short == "Lena Fisk; Ida Reed" and last.turn.answer.notice is None
    assert not any("Fisk" in sentence for sentence in _given(llm.asked[1]))
    assert llm.asked[1][-1][1].endswith("Question: Besides Lena Fisk, who scored the goals for Dorn?")
    assert "".join(e.text for e in events if isinstance(e, Delta)).split("\n") == ["Lena Fisk [1]", "Ida Reed [1]"]
    _assert_honest(last.turn.answer, match)


def test_another_answer_that_nobody_asked_for_wants_certainty(match: Corpus) -> None:
    reed = _marked("Reed", "Ida Reed [{n}]")
    llm = ScriptedLLM(_marked("Fisk", "Lena Fisk [{n}]"), reed, doubts=[SURE, SURE], misgivings=[0.9])
    assert NewsQA(match, llm).ask(GOALS).answer.short == "Lena Fisk"


def test_the_sentence_that_holds_the_answer_is_the_one_asked_about_whatever_the_mark(match: Corpus) -> None:
    astray = _marked("first goal", "Ida Reed [{n}]\n")
    llm = ScriptedLLM(astray, "unknown", doubts=[0.3, 0.9], misgivings=[0.01])
    turn = NewsQA(match, llm).ask("Who scored the second goal for Dorn?")
    assert turn.answer.short == "Ida Reed" and len(llm.asked) == 2  # its mark is a reason to look on
    assert [c.quote for c in turn.answer.citations] == ["Ida Reed scored the second goal for Dorn."]
    told = [message for messages in llm.checked for _, message in messages[-1:]]
    assert len(told) == 1 and "Ida Reed scored the second goal" in told[0]


@pytest.mark.parametrize(
    ("misgivings", "short", "shown"), [([STANDS], "Lena Fisk", "Lena Fisk"), ([FALLS, STANDS], "Ida Reed", "Ida Reed")]
)
def test_a_mark_that_points_elsewhere_is_asked_about_however_sure(
    match: Corpus, misgivings: list[float], short: str, shown: str
) -> None:
    astray, right = _marked("second goal", "Lena Fisk [{n}]"), _marked("second goal", "Ida Reed [{n}]")
    llm = ScriptedLLM(astray, "unknown", right, doubts=[SURE, LOST, DOUBTING], misgivings=misgivings)
    llm.local = True
    *events, last = NewsQA(match, llm).stream("Who scored the second goal for Dorn?")
    assert isinstance(last, Answered) and not llm.misgivings
    assert last.turn.answer.short == short
    assert "".join(e.text for e in events if isinstance(e, Delta)).startswith(shown)
    _assert_honest(last.turn.answer, match)


@pytest.mark.parametrize("second", ["unknown", "Lena Fisk [1]", "Ida Moss [1]"])
def test_what_is_known_stays_where_the_rest_is_not(match: Corpus, second: str) -> None:
    llm = ScriptedLLM(_marked("Fisk", "Lena Fisk [{n}]"), second, doubts=[SURE, SURE])
    answer = NewsQA(match, llm).ask(GOALS).answer
    assert (answer.short, answer.notice, len(llm.asked)) == ("Lena Fisk", None, 2)


@pytest.mark.parametrize(
    ("first", "notice"),
    [("Lena Fisk", "The question asks for two; the short answer names one."), ("Lena Fisk and Ida Reed", None)],
)
def test_a_reader_is_told_of_fewer_answers_than_asked_for(match: Corpus, first: str, notice: str | None) -> None:
    llm = ScriptedLLM(_marked("Fisk", f"{first} [{{n}}]"), "unknown", doubts=[SURE, SURE])
    answer = NewsQA(match, llm).ask("Which two players scored the goals for Dorn?").answer
    assert (answer.short, answer.notice) == (first, notice)


def test_of_a_list_what_the_evidence_holds_is_kept(match: Corpus) -> None:
    llm = ScriptedLLM(_marked("Fisk", "Lena Fisk and Ida Moss [{n}]"), "unknown", doubts=[SURE, SURE])
    assert NewsQA(match, llm).ask(GOALS).answer.short == "Lena Fisk"
    both = ScriptedLLM("Lena Fisk and Ida Reed [1] [2]", doubts=[SURE])
    assert NewsQA(match, both).ask(GOALS).answer.short == "Lena Fisk and Ida Reed"
    assert len(both.asked) == 1


# -- a question that asks two things -----------------------------------------------------------------------------------

TWO = "Which airport was attacked by rebels in Aleppo, and who built the Elm Street bridge?"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("both") / "data") as corpus:
        corpus.add(
            [
                Article.of("Rebels attack airport", "Rebels attacked Al-Nayrab airport in Aleppo. Nobody was hurt."),
                Article.of("Bridge opens", "The Elm Street bridge was built by Lena Fisk. It is made of stone."),
                *(Article.of(f"Prices {n}", f"Prices of grain {n} rose. Nobody sold barley.") for n in range(9)),
            ]
        )
        yield corpus


def _marked(word: str, reply: str) -> Callable[[Messages], str]:
    """A reply whose {n} is the number of the sentence that holds the word."""

    def write(messages: Messages) -> str:
        return reply.format(n=next(n for n, sentence in enumerate(_given(messages), 1) if word in sentence))

    return write


def test_each_part_is_answered_from_its_own_evidence(both: Corpus) -> None:
    airport = _marked("Nayrab", "Al-Nayrab airport [{n}]\nRebels attacked Al-Nayrab airport [{n}].")
    fisk = _marked("Fisk", "Lena Fisk [{n}]")  # without a sentence: its source's stands in
    llm = ScriptedLLM(airport, fisk)
    turn = NewsQA(both, llm).ask(TWO)
    assert [text[-1][1].rpartition("Question: ")[2] for text in llm.asked] == [
        "Which airport was attacked by rebels in Aleppo?", "Who built the Elm Street bridge?",
    ]  # fmt: skip
    assert (turn.answer.short, turn.answer.engine) == ("Al-Nayrab airport; Lena Fisk", "llm")
    assert (
        turn.answer.text == "Rebels attacked Al-Nayrab airport. [1] The Elm Street bridge was built by Lena Fisk. [2]"
    )
    _assert_honest(turn.answer, both)


def test_a_part_that_is_not_answered_is_named(both: Corpus) -> None:
    turn = NewsQA(both, ScriptedLLM(_marked("Nayrab", "Al-Nayrab airport [{n}]"), "unknown", "unknown")).ask(TWO)
    assert turn.answer.short == "Al-Nayrab airport"
    assert turn.answer.notice == "Not found in the sources: Who built the Elm Street bridge?"
    _assert_honest(turn.answer, both)


@pytest.mark.parametrize(
    ("sentence", "short", "missing"),
    [
        ("The crane fell in Dorn, killing 107 people and wounding 238.", "107", "How many were hurt when the crane fell in Dorn?"),
        ("The crane fell in Dorn; of the dead and the hurt there were 107 each.", "107", None),
    ],
)  # fmt: skip
def test_one_number_of_one_sentence_answers_one_part(
    tmp_path: Path, sentence: str, short: str, missing: str | None
) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Crane falls in Dorn", f"{sentence} A storm had come at noon.")])
        newsqa = NewsQA(corpus, ScriptedLLM("107 [1]\n", "107 [1]\n"))
        answer = newsqa.ask("How many died and how many were hurt when the crane fell in Dorn?").answer
    assert (answer.short, answer.notice) == (short, missing and f"Not found in the sources: {missing}")


def test_what_tells_of_another_part_answers_none(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [
                Article.of("A storm in Dorn", "Nine people were hurt in Dorn by the storm. It then blew over Lindau."),
                Article.of(
                    "The storm", "Collectively the towns of Dorn and Lindau counted 31 people hurt by the storm."
                ),
            ]
        )
        nine = _marked("Nine", "nine [{n}]\n")
        newsqa = NewsQA(
            corpus, ScriptedLLM(nine, lambda given: "Lindau [1]\n" if "Nine" in given[-1][1] else "unknown", "unknown")
        )
        answer = newsqa.ask("How many people were hurt by the storm in Dorn, and how many in Lindau?").answer
    assert answer.short == "nine"
    assert answer.notice and "Lindau" in answer.notice
    assert all("Collectively" not in c.quote for c in answer.citations)


def test_a_later_part_without_a_name_prefers_the_article_of_the_first(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [
                Article.of("Rebels attack airport", "Rebels attacked Al-Nayrab airport in Aleppo. Nobody was hurt."),
                Article.of("Bridge opens", "The Elm Street bridge was opened by Lena Fisk. Nobody was hurt."),
            ]
        )
        for first in ("Who attacked Al-Nayrab airport?", "Who opened the Elm Street bridge?"):
            named, leaning = gather(Query(first, parts=(first, "Was anybody hurt?")), corpus, 8)
            assert leaning.assessment.evidence[0].article_id == named.assessment.evidence[0].article_id


def test_the_second_part_is_told_without_the_first_if_it_speaks_of_something_of_its_own(both: Corpus) -> None:
    fisk = _marked("Fisk", "Lena Fisk [{n}]")
    question = "which airport was attacked in aleppo, and who built the elm street bridge?"
    answer = NewsQA(both, ScriptedLLM("unknown", "unknown", fisk)).ask(question).answer
    assert answer.short == "Lena Fisk"
    assert answer.notice == "Not found in the sources: Which airport was attacked in aleppo?"
    _assert_honest(answer, both)


def test_a_part_that_alone_says_too_little_is_asked_of_the_model_beside_one_that_is_answered(
    both: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    airport = _marked("Nayrab", "Al-Nayrab airport [{n}]")
    monkeypatch.setattr(qa.newsqa, "ANSWERABLE", 0.5)
    confidences = {"Which": 0.9, "Who": 0.2}
    real = qa.evidence.gather.assess

    def assessed(query: Query, *found: Any) -> Assessment:
        return replace(real(query, *found), confidence=confidences[query.question.split()[0]])

    monkeypatch.setattr(qa.evidence.gather, "assess", assessed)
    assert (
        NewsQA(both, ScriptedLLM(airport, _marked("Fisk", "Lena Fisk [{n}]"))).ask(TWO).answer.short
        == "Al-Nayrab airport; Lena Fisk"
    )
    confidences["Who"] = 0.05
    assert NewsQA(both, ScriptedLLM(airport)).ask(TWO).answer.short == "Al-Nayrab airport"
    confidences |= {"Which": 0.2, "Who": 0.2}  # "Which …" is the whole question too: nothing of it is spoken of
    assert NewsQA(both, ScriptedLLM()).ask(TWO).answer.refused


OLDER = "Which is older, the Elm Street bridge or the Dorn tunnel, and in what year was each finished?"


def test_a_comparison_is_told_by_what_was_found_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ("When was the Elm Street bridge finished?", "When was the Dorn tunnel finished?")
    monkeypatch.setattr(qa.newsqa, "understanding", lambda *_: (yield from (Delta(""),)) or Query(OLDER, parts=parts))
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [
                Article.of("Bridge", "The Elm Street bridge was finished in 1990."),
                Article.of("Tunnel", "The Dorn tunnel was finished in 1955."),
            ]
        )
        answer = (
            NewsQA(corpus, ScriptedLLM(_marked("1990", "1990 [{n}]"), _marked("1955", "1955 [{n}]"))).ask(OLDER).answer
        )
        assert answer.short == "the Dorn tunnel (1955), not the Elm Street bridge (1990)"
        assert (
            answer.text == "The Elm Street bridge was finished in 1990. [1] The Dorn tunnel was finished in 1955. [2]"
        )
        _assert_honest(answer, corpus)
        half = NewsQA(corpus, ScriptedLLM(_marked("1990", "1990 [{n}]"), "unknown", "unknown")).ask(OLDER).answer
        assert (half.short, half.notice) == ("1990", f"Not found in the sources: {parts[1]}")
        alone = "Which is older, the Elm Street bridge or the Dorn tunnel?"
        monkeypatch.setattr(
            qa.newsqa, "understanding", lambda *_: (yield from (Delta(""),)) or Query(alone, parts=parts)
        )
        half = NewsQA(corpus, ScriptedLLM(_marked("1990", "1990 [{n}]"), "unknown", "unknown")).ask(alone).answer
        assert (half.short, half.notice) == (None, f"Not found in the sources: {parts[1]}")


def test_an_abbreviation_that_the_question_spells_out_is_explained_to_the_model(tmp_path: Path) -> None:
    text = "Boston Medical Center (BMC) and the Office for Civil Rights (OCR) have settled. BMC paid OCR $100,000."
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add([Article.of("Hospital settles", text)])
        llm = ScriptedLLM(_marked("$100,000", "$100,000 [{n}]"))
        assert NewsQA(corpus, llm).ask("How much has Boston Medical Center paid?").answer.short == "$100,000"
    assert "BMC (Boston Medical Center) paid OCR $100,000." in _given(llm.asked[0])


# -- what is not streamed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "unknown",
    [
        "unknown",
        "Unknown.",
        "Not mentioned.",
        ["unknown", " [1]"],
        ["Not", " stated", "."],
        ["un", "known"],
        ["UNK", "NOWN", ".", "\n"],
        ["\n", "unknown", " "],
    ],
    ids=["whole", "with a stop", "not mentioned", "with a mark", "not stated", "in two", "in four", "between spaces"],
)
def test_the_word_unknown_is_never_streamed(seeds: Corpus, unknown: Reply) -> None:
    *events, last = NewsQA(seeds, ScriptedLLM(unknown, unknown)).stream(AIRPORT)
    assert [type(e) for e in events] == [Understood, Gathered]
    assert isinstance(last, Answered) and last.turn.answer.timings.first_word is None

    *events, last = NewsQA(seeds, ScriptedLLM(unknown, DRAFT)).stream(AIRPORT)
    assert isinstance(last, Answered)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == DRAFT == last.turn.draft


def test_a_draft_that_only_begins_like_unknown_is_streamed_whole(seeds: Corpus) -> None:
    pieces = ["Un", "known", " gunmen [1]", "\nUnknown gunmen attacked Al-Nayrab airport [1]."]
    llm = ScriptedLLM(pieces)
    *events, last = NewsQA(seeds, llm).stream(AIRPORT)
    assert [e.text for e in events if isinstance(e, Delta)] == ["Unknown gunmen [1]", pieces[-1]]
    assert isinstance(last, Answered) and last.turn.draft == "".join(pieces)
    assert len(llm.asked) == 1


# -- whatever the model does -------------------------------------------------------------------------------------------

_BAD: dict[str, Reply] = {
    "nonsense": "purple monkeys [1]\nColourless green ideas sleep furiously [2].",
    "empty": "",
    "white space": [" ", "\n", " \n"],
    "unknown": "Unknown.",
    "a citation that is none": "Al-Nayrab airport [99]\nThe rebels attacked Al-Nayrab airport [99].",
    "an invented number": "1,426\nThe rebels attacked Al-Nayrab airport and killed 1,426 people [1].",
    "an invented name": "Al-Nayrab\nThe rebels of General Okafor attacked Al-Nayrab airport [1].",
    "another language": "аэропорт [1]\nПовстанцы атаковали аэропорт к востоку от города [1].",
    "Chinese": "机场 [1]\n叛军袭击了机场 [1]。",
    "itself again": " ".join(["The rebels attacked Al-Nayrab airport [1]."] * 9),
    "one word again": "airport " * 90,
    "half a sentence": "Al-Nayrab airport [1]\nThe rebels attacked Al-Nay",
    "half a mark": "Al-Nayrab airport [1]\nThe rebels attacked Al-Nayrab airport [",
    "marks only": "[1] [2]\n[3]",
    "Markdown": "**Al-Nayrab airport** [1]\n\n- The rebels attacked **Al-Nayrab airport** [1].",
    "its instructions": "Line 1: the shortest phrase that answers the question, then the number of its sentence.",
    "code": "```python\nprint('Al-Nayrab')\n```",
    "controls": "\x00\x1b[31mAl-Nayrab\x1b[0m\n\ufffd\u202e [1]",
    "a failure at the start": ModelUnavailable("the language model tiny did not answer (boom)."),
    "a failure midway": ["Al-Nayrab ", "airport", ModelUnavailable("the language model tiny did not answer (cut).")],
}


@pytest.mark.parametrize("name", _BAD)
def test_whatever_the_model_writes_the_reader_gets_an_honest_answer(seeds: Corpus, name: str) -> None:
    llm = ScriptedLLM(_BAD[name], _BAD[name])
    answer = NewsQA(seeds, llm).ask(AIRPORT).answer
    assert len(llm.asked) == llm.ended == (2 if name in {"empty", "white space", "unknown"} else 1)
    _assert_honest(answer, seeds)
    for invented in ("1,426", "Okafor", "[99]", "monkeys", "аэропорт", "机场", "Line 1", "\x00", "\x1b"):
        assert invented not in f"{answer.short} {answer.text}"
    if answer.engine == "extractive":
        assert answer.notice and answer.notice.startswith("Quoted from the sources")


@pytest.mark.parametrize("name", ["a failure at the start", "a failure midway", "nonsense", "another language"])
def test_a_model_that_fails_leaves_the_quoted_answer_with_a_notice(seeds: Corpus, name: str) -> None:
    quoted = NewsQA(seeds).ask(AIRPORT).answer
    turn = NewsQA(seeds, ScriptedLLM(_BAD[name])).ask(AIRPORT)
    assert (turn.answer.text, turn.answer.short, turn.answer.engine) == (quoted.text, quoted.short, "extractive")
    assert turn.answer.notice
    if "failure" in name:
        assert "did not answer" in turn.answer.notice and turn.draft == ""


def test_a_sentence_cut_off_is_replaced_by_its_source(seeds: Corpus) -> None:
    answer = NewsQA(seeds, ScriptedLLM(_BAD["half a sentence"])).ask(AIRPORT).answer
    assert answer.engine == "llm" and answer.short == "Al-Nayrab airport"
    assert answer.text == f"{answer.citations[0].quote} [1]"


def test_after_a_failure_the_next_question_is_answered(seeds: Corpus) -> None:
    newsqa = NewsQA(seeds, ScriptedLLM(ModelUnavailable("gone."), DRAFT))
    first = newsqa.ask(AIRPORT)
    second = newsqa.ask(AIRPORT, [])
    assert (first.answer.engine, second.answer.engine) == ("extractive", "llm")


# -- questions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "  \n\t ", "x" * (MAX_QUESTION + 1)])
def test_an_empty_or_overlong_question_is_named_before_anything_is_done(seeds: Corpus, question: str) -> None:
    with pytest.raises(BadRequest) as error:
        NewsQA(seeds).ask(question)
    assert error.value.field == "question"
    assert ("4,001" in str(error.value)) == bool(question.strip())


@pytest.mark.parametrize(
    "question",
    [
        "???",
        "\x00",
        "🛫",
        '"NEAR(" AND OR * ^',
        "'; DROP TABLE articles; --",
        "$evidence ${question} $$ % {0}",
        "مطار حلب",
        "a" * MAX_QUESTION,
        "airport " * (MAX_QUESTION // 8),
        "which airport\nwas\tattacked?",
    ],
)
@pytest.mark.parametrize("after_another", [False, True])
def test_any_question_gets_an_answer_or_a_refusal(seeds: Corpus, question: str, after_another: bool) -> None:
    turns = [NewsQA(seeds).ask(AIRPORT)] if after_another else []
    turn = NewsQA(seeds, ScriptedLLM(DRAFT)).ask(question, turns)
    assert turn.question == question
    _assert_honest(turn.answer, seeds)


def test_a_question_that_is_no_unicode_is_named(seeds: Corpus) -> None:
    with pytest.raises(BadRequest):
        NewsQA(seeds).ask("\ud800 airport")


@pytest.mark.parametrize(
    "filters",
    [
        Filters(publishers=("HHS.gov",)),
        Filters(publishers=("Wikinews", "HHS.gov")),
        Filters(since=1_500_000_000, until=1_577_836_800),
        Filters(since=1_543_000_000, publishers=("HHS.gov",)),
    ],
)
@pytest.mark.parametrize(
    "question",
    [
        "When did Azar declare a public health emergency in Alaska?",
        "How many people were killed in the Mecca crane collapse?",
        AIRPORT,
    ],
)
def test_filters_hold_for_all_evidence_and_citations(seeds: Corpus, question: str, filters: Filters) -> None:
    parroting = ScriptedLLM(_first_sentence)
    for newsqa in (NewsQA(seeds), NewsQA(seeds, parroting)):
        turn = newsqa.ask(question, filters=filters)
        assert turn.understood_as.filters == filters
        for piece in (*turn.evidence, *turn.answer.citations):
            assert not filters.publishers or piece.publisher in filters.publishers
            assert filters.since is None or (piece.published or 0) >= filters.since
            assert filters.until is None or (piece.published or 0) < filters.until
        _assert_honest(turn.answer, seeds)


def test_filters_hold_though_the_turn_before_cited_something_else(seeds: Corpus) -> None:
    first = NewsQA(seeds).ask(AIRPORT)
    second = NewsQA(seeds).ask("who attacked it?", [first], filters=Filters(publishers=("HHS.gov",)))
    assert all(piece.publisher == "HHS.gov" for piece in (*second.evidence, *second.answer.citations))


def test_the_date_of_asking_is_kept_with_the_question(seeds: Corpus) -> None:
    assert NewsQA(seeds).ask(AIRPORT, asked_on=1_732_800_000).understood_as.asked_on == 1_732_800_000


def test_an_event_is_one_of_four() -> None:
    assert set(Event.__args__) == {Understood, Gathered, Delta, Answered}


def test_today_is_the_day_of_the_reports_own_clock(empty_corpus: Corpus, tmp_path: Path) -> None:
    """Half past nine in the evening in New York is the next day in UTC."""
    record = {
        "title": "Ferry terminal of Alba opens",
        "text": "The ferry terminal of Alba opened today. Its building took nine years.",
        "published": "2024-11-28T21:30:00-05:00",
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    empty_corpus.ingest([tmp_path / "a.json"])
    question = "When did the ferry terminal of Alba open?"
    quoted = NewsQA(empty_corpus).ask(question)
    assert quoted.answer.short == "today (28 November 2024)"
    llm = ScriptedLLM("today [1]\nThe ferry terminal of Alba opened today, 28 November 2024 [1].")
    turn = NewsQA(empty_corpus, llm).ask(question)
    assert "today (28 November 2024)" in llm.asked[0][-1][1]
    assert "28 November 2024" in turn.answer.text and turn.answer.citations[0].verdict == "supported"
    assert turn.answer.citations[0].published == 1732847400
    scored = score(Question("1", question, ("28 November 2024",)), turn, empty_corpus, 0.0)
    assert scored.right and scored.values["citations_verbatim"] and scored.values["citations_support"]


# -- what a follow-up is about -----------------------------------------------------------------------------------------


def test_a_follow_up_without_a_pronoun_is_about_what_was_answered(seeds: Corpus) -> None:
    first = NewsQA(seeds).ask(AIRPORT)
    cited = {c.article_id for c in first.answer.citations}
    turn = NewsQA(seeds).ask("Who led the operation?", [first])
    assert {*turn.understood_as.articles} == cited and not turn.understood_as.rewritten
    assert {c.article_id for c in turn.answer.citations} <= cited and "Hayat Tahrir al-Sham" in turn.answer.text


def test_a_new_topic_is_not_tied_to_what_was_answered(seeds: Corpus) -> None:
    first = NewsQA(seeds).ask(AIRPORT)
    model = ScriptedLLM("Kanata [1]\nThe document was found in Kanata [1].")
    turn = NewsQA(seeds, model).ask("Where was the sensitive document found?", [first])
    assert turn.understood_as == Query("Where was the sensitive document found?", parts=turn.understood_as.parts)
    assert {c.title for c in turn.answer.citations} == {"Sensitive Canadian document found on rainy streets"}


def test_a_question_in_small_letters_is_refused_for_what_no_article_tells_as_one_with_capitals_is(
    seeds: Corpus,
) -> None:
    asked = "Why did Azar declare a public health emergency in Texas because of Hurricane Florence?"
    newsqa = NewsQA(seeds)
    typed, small = newsqa.ask(asked), newsqa.ask(asked.lower())
    assert typed.answer.refused and small.answer.refused
    assert {"Azar", "Texas", "Hurricane Florence"} <= set(names(small.understood_as.question))
    assert not small.understood_as.rewritten  # its words are those that were typed


# -- what is not so ----------------------------------------------------------------------------------------------------

NOT_SO = "Which airport was not attacked by rebels in Aleppo?"
RATHER = "The articles here do not say just this. What comes closest: “Rebels attacked Al-Nayrab airport in Aleppo.”"


def test_what_is_so_does_not_answer_what_is_not(both: Corpus) -> None:
    assert NewsQA(both).ask(NOT_SO.replace("not ", "")).answer.short == "Al-Nayrab airport"
    answer = NewsQA(both).ask(NOT_SO).answer
    assert (answer.refused, answer.reason, answer.text) == (True, "something else", RATHER)


def test_nor_does_a_model_that_says_so(both: Corpus) -> None:
    reply = _marked("Nayrab", "Al-Nayrab airport [{n}]\nRebels attacked Al-Nayrab airport [{n}].")
    answer = NewsQA(both, ScriptedLLM(reply, "unknown", "unknown")).ask(NOT_SO).answer
    assert (answer.refused, answer.text) == (True, RATHER)


@pytest.mark.parametrize("model", [False, True])
def test_what_denies_it_answers(tmp_path: Path, model: bool) -> None:
    with Corpus.open(tmp_path / "data") as corpus:
        corpus.add(
            [
                Article.of(
                    "Airports of Aleppo",
                    "Rebels attacked three airports in Aleppo. The airport Kuweires was not attacked by rebels.",
                )
            ]
        )
        llm = (
            ScriptedLLM(_marked("Kuweires", "Kuweires [{n}]\nKuweires airport was not attacked [{n}]."))
            if model
            else None
        )
        answer = NewsQA(corpus, llm).ask(NOT_SO).answer
        assert not answer.refused and "Kuweires" in f"{answer.short} {answer.text}"
