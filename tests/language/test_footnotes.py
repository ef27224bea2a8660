"""Bracketed numbers of an article's own text, which must never stand in an answer as marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from index import Article, Corpus
from qa import NewsQA
from qa.evaluation.questions import Question
from qa.evaluation.scoring import score
from qa.evidence.extract import extract, short_answer, together
from qa.language.footnotes import without_footnotes
from qa.records import Answer
from qa.verify import verify
from qa.write.check import asked_again
from qa.write.draft import Draft, joined
from qa.write.lines import numbered
from tests.write.test_write import Fake, evidence

LIBRARY = (
    "The library of Moss[1] was founded by Ida Fisk in 1955.[2] It holds 20,000 books[3] and 300 maps. [4] "
    "The library of Moss is open every day."
)
NOTED = "[2] It holds 20,000 books[3][12] and 300 maps [of 2019]."
PLAIN = "It holds 20,000 books and 300 maps [of 2019]."


@pytest.fixture(scope="module")
def newsqa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewsQA]:
    with Corpus.open(tmp_path_factory.mktemp("footnotes") / "data") as corpus:
        corpus.add(
            Article.of(title, text, publisher="Tarn Post")
            for title, text in (
                ("Library of Moss founded", LIBRARY),
                ("Ferry of Dorn", "The ferry of Dorn has carried 12,500 passengers since spring."),
                ("Strike of the bakers", "The strike of the bakers of Lindau began on Thursday."),
                ("Museum of bells", "The museum of bells in Tarn opened today. It shows 40 bells."),
            )
        )
        yield NewsQA(corpus)


def _marks_point_at_citations(answer: Answer) -> bool:
    return {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {c.n for c in answer.citations}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (NOTED, PLAIN),
        ("Nothing here.", "Nothing here."),
        ("He said [sic] it was [2019], [1,2] [1234] a[0].", "He said [sic] it was [2019], [1,2] [1234] a."),
        ("[7]", ""),
        ("", ""),
    ],
)
def test_only_bracketed_numbers_of_up_to_three_digits_are_footnotes(text: str, plain: str) -> None:
    assert without_footnotes(text) == plain


@pytest.mark.parametrize(
    "question",
    [
        "How many books does the library of Moss hold?",
        "Who founded the library of Moss?",
        "When was the library of Moss founded, and how many maps does the library of Moss hold?",
    ],
)
def test_every_mark_of_a_quoted_answer_is_ours_and_its_quotes_are_verbatim(newsqa: NewsQA, question: str) -> None:
    turn = newsqa.ask(question)
    assert not turn.answer.refused and _marks_point_at_citations(turn.answer)
    assert any("[" in c.quote for c in turn.answer.citations)
    for c in turn.answer.citations:
        assert newsqa.corpus.article(c.article_id, c.version).text[c.start : c.end] == c.quote
    scored = score(Question("q", question), turn, newsqa.corpus, 0.0)
    assert scored.values["citations_verbatim"] and scored.values["citations_support"]


def test_quotes_to_several_parts_have_none() -> None:
    quoted = extract("How many books?", [evidence(NOTED)])
    assert quoted.text == f"{PLAIN} [1]" and quoted.citations[0].quote == NOTED
    other = extract("How many maps?", [evidence(NOTED, article="b")])
    assert together([quoted, other]).text == f"{PLAIN} [1] {PLAIN} [2]"


def test_a_footnote_is_no_number_to_answer_with() -> None:
    assert short_answer("How many books does it hold?", evidence("It holds books[3] in 12 rooms.")) is None
    assert short_answer("How many books does it hold?", evidence("It holds 20,000[3] books.")) == "20,000 books"


def test_a_model_reads_none_and_what_it_leaves_to_the_source_has_none() -> None:
    assert numbered("Who?", [evidence(NOTED)]) == f"[1] {PLAIN}"
    drafts = [Draft(f"How many {what}?", (evidence(NOTED),), "20,000 [1]") for what in ("books", "maps")]
    assert joined(drafts, "How many books and how many maps?").text.endswith(f"\n{PLAIN} [1] {PLAIN} [2]")
    assert Draft("How many?", (evidence(NOTED),), "20,000 books and 300 maps").cited == evidence(NOTED)


def test_a_short_answer_alone_is_followed_by_its_source_without_them() -> None:
    verified = verify("20,000 books", [evidence(NOTED)])
    assert verified.text == f"{PLAIN} [1]" and verified.citations[0].quote == NOTED


def test_a_model_asked_again_is_shown_none() -> None:
    article = Article.of("Library", "Ida Fisk built it.[1] It holds 20,000 books[3] and 300 maps.")
    cited = evidence("It holds 20,000 books[3] and 300 maps.", article=article.id)
    cited = replace(cited, start=article.text.index("It holds"), end=len(article.text))
    llm = Fake("yes")
    list(asked_again(Draft("How many books?", (cited,), "20,000 [1]"), article, llm))
    assert llm.given[-1][1].startswith("Library: Ida Fisk built it. It holds 20,000 books and 300 maps.\n")


def test_a_footnote_supports_no_number() -> None:
    assert not verify("3 books\nIt holds 3 books.", [evidence("It holds books[3] and maps.")]).text
