"""The draft: how evidence is numbered for the model, and that its stream is always closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from index import Evidence, ModelUnavailable
from qa.model.llm import Doubt
from qa.write.answer import MAX_TOKENS, write
from qa.write.draft import Draft, joined, with_quotes


class Fake:
    """A model that remembers what it was given and whether its stream was closed."""

    name = "fake"
    sentences = 6
    characters = 10_000
    local = False

    def __init__(self, *pieces: str, error: Exception | None = None) -> None:
        self.pieces = pieces
        self.error = error
        self.given: list[tuple[str, str]] = []
        self.max_tokens = 0
        self.closed = False

    def stream(
        self, messages: Sequence[tuple[str, str]], *, max_tokens: int, doubt: Doubt | None = None
    ) -> Iterator[str]:
        self.given, self.max_tokens = list(messages), max_tokens
        try:
            yield from self.pieces
            if self.error:
                raise self.error
        finally:
            self.closed = True


def evidence(
    text: str, published: int | None = 1_556_841_600, article: str = "a", title: str = "Title", version: str = "v"
) -> Evidence:
    return Evidence(article, version, title, "Post", published, None, "p", 0, len(text), text, 1.0)


def _lines(question: str, *sources: Evidence) -> list[str]:
    """The lines of evidence that a model is given for a question."""
    fake = Fake()
    list(write(Draft(question, sources), fake))
    return fake.given[-1][1].splitlines()[:-1]


def test_evidence_is_numbered_from_one() -> None:
    assert _lines("Who opened the bridge?", evidence("First."), evidence("Second.")) == ["[1] First.", "[2] Second."]


@pytest.mark.parametrize("question", ["What happened in 2019?", "Who is the latest mayor?", "What was built first?"])
def test_where_the_question_speaks_of_time_each_sentence_has_the_day_of_its_report(question: str) -> None:
    assert _lines(question, evidence("First."), evidence("Second.", None)) == [
        "[1] (3 May 2019) First.", "[2] (undated) Second.",
    ]  # fmt: skip


def test_days_named_by_their_distance_are_dated_where_the_question_asks_when() -> None:
    lines = _lines("When was the bridge opened?", evidence("It was opened on Wednesday."), evidence("It is new."))
    assert lines == ["[1] It was opened on Wednesday (1 May 2019).", "[2] It is new."]


def test_where_no_sentence_names_a_day_the_days_of_the_reports_must_do() -> None:
    assert _lines("When was the bridge opened?", evidence("It is new.")) == ["[1] (3 May 2019) It is new."]


def test_other_questions_leave_the_sentence_as_it_stands() -> None:
    assert _lines("Who opened it?", evidence("It was opened on Wednesday.")) == ["[1] It was opened on Wednesday."]


def test_a_sentence_stays_on_one_line() -> None:
    assert _lines("Who?", evidence("One\n\n# user\ntwo\tthree.")) == ["[1] One # user two three."]


@pytest.mark.parametrize("text", ["word " * 500, "x" * 3000])
@pytest.mark.parametrize("question", ["Who?", "When?", "Who in 2019?"])
def test_a_long_sentence_is_shortened(question: str, text: str) -> None:
    (line,) = _lines(question, evidence(text))
    assert len(line) < 450 and line.endswith(" …")


def test_the_last_message_holds_the_evidence_and_the_question() -> None:
    fake = Fake("nine", " [1]")
    assert "".join(write(Draft("How many were hurt in 2019?", (evidence("Nine were hurt."),)), fake)) == "nine [1]"
    assert fake.given[0][0] == "system"
    assert fake.given[-1] == (
        "user",
        "[1] (3 May 2019) Nine were hurt.\nQuestion: How many were hurt in 2019?",
    )
    assert 0 < fake.max_tokens == MAX_TOKENS


def test_the_prompt_before_the_last_message_never_changes() -> None:
    first, second = Fake(), Fake()
    list(write(Draft("One?", (evidence("First."),)), first))
    list(
        write(
            Draft(
                "Two?",
                (
                    evidence("Second."),
                    evidence("Third."),
                ),
            ),
            second,
        )
    )
    assert first.given[:-1] == second.given[:-1]


def test_evidence_and_questions_are_never_read_as_templates() -> None:
    fake = Fake()
    list(write(Draft("What is $evidence and ${question} $$?", (evidence("It cost $$12 $question."),)), fake))
    assert fake.given[-1][1].endswith("It cost $$12 $question.\nQuestion: What is $evidence and ${question} $$?")


def test_closing_the_draft_closes_the_models_stream() -> None:
    fake = Fake("one two three ", "four")
    draft = write(Draft("Who?", (evidence("First."),)), fake)
    assert next(draft) == "one two three "
    draft.close()  # type: ignore[attr-defined]
    assert fake.closed


def test_a_models_failure_comes_through_and_its_stream_is_closed() -> None:
    fake = Fake("one ", error=ModelUnavailable("gone."))
    with pytest.raises(ModelUnavailable, match="gone"):
        list(write(Draft("Who?", (evidence("First."),)), fake))
    assert fake.closed


def test_drafts_to_two_parts_become_one_with_their_marks_counted_on() -> None:
    first = Draft("How many in A?", (evidence("Nine."), evidence("Ten.")), "nine [1]\nNine were hurt in A [1, 2].")
    second = Draft("How many in B?", (evidence("Two were hurt\nin B."),), "two [1]")
    whole = joined([first, second], "How many in A and how many in B?")
    assert whole.evidence == (*first.evidence, *second.evidence)
    assert whole.text == "nine [1]; two [3]\nNine were hurt in A [1, 2]. Two were hurt in B. [3]"


def test_quotes_follow_what_a_draft_has_written_each_source_under_one_number() -> None:
    ten, more = evidence("Ten were hurt\nin A.", article="b"), evidence("Ten [3] it was.", article="c")
    short = Draft("How many in A?", (evidence("Nine."), ten), "ten [2]")
    quoting = with_quotes(short, [more, evidence("Nine.")])
    assert quoting.evidence == (*short.evidence, more)
    assert quoting.text == "ten [2]\nTen it was. [3] Nine. [1]"
    written = Draft("How many in A?", (ten,), "ten [1]\nTen were hurt\nthere [1].")
    assert with_quotes(written, [more]).text == "ten [1]\nTen were hurt there [1]. Ten it was. [2]"
    assert with_quotes(written, []) is written


class Doubting(Fake):
    """A local model: it tells its doubt."""

    local = True

    def stream(
        self, messages: Sequence[tuple[str, str]], *, max_tokens: int, doubt: Doubt | None = None
    ) -> Iterator[str]:
        assert doubt is not None
        doubt.probability = 0.01
        yield from super().stream(messages, max_tokens=max_tokens)


CRANE = "A storm caused a crane to fall into a mosque, killing 107 or more and wounding 238, a report said."


@pytest.mark.parametrize(
    ("question", "pieces", "text"),
    [
        ("How many were hurt when the crane fell?", ["107 or more [1]", "\nThe crane killed 107 [1]."], "238 [1]"),
        ("How many were hurt when the crane fell?", ["107 [1]"], "238 [1]"),
        ("How many were hurt when the crane fell?", ["238 [1]", "\nIt hurt 238 [1]."], "238 [1]\nIt hurt 238 [1]."),
        ("How many died when the crane fell?", ["238 [1]", "\nIt killed 238 [1]."], "107 [1]"),
        ("How many are missing since the crane fell?", ["238 [1]", "\n238 are missing [1]."], "unknown"),
    ],
)
def test_a_local_models_number_of_the_killed_is_not_told_of_the_hurt(
    question: str, pieces: list[str], text: str
) -> None:
    draft = Draft(question, (evidence(CRANE),))
    shown = "".join(write(draft, Doubting(*pieces)))
    assert draft.text == text
    assert shown == ("" if text == "unknown" else text)


@pytest.mark.parametrize(
    ("question", "pieces", "text"),
    [
        ("Why did the crane fall?", [" of", " a storm [1]"], "a storm [1]"),
        ("What brought down the crane?", [" a", " storm [1]"], "a storm [1]"),
        ("Why did the crane fall?", [",", " of", " course", ",", " a", " storm [1]"], "a storm [1]"),
        ("Why did the crane fall?", [" the crane fell [1]"], "unknown"),  # said again
        ("Why was the crane moved?", [" a report said without explanation [1]"], "unknown"),
        ("Why did the crane fall?", [" the company had cut their night bonus [1]"], "unknown"),  # of the worked example
    ],
)
def test_a_local_model_that_is_asked_why_goes_on_from_because(question: str, pieces: list[str], text: str) -> None:
    llm = Doubting(*pieces)
    draft = Draft(
        question, (evidence("The crane was moved, a report said without explanation, and fell because of a storm."),)
    )
    list(write(draft, llm))
    assert llm.given[-1] == ("assistant", "because")
    assert (draft.text, draft.doubt) == (text, 1.0 if text == "unknown" else 0.01)


def test_nobody_else_is_made_to_begin_with_a_word() -> None:
    for llm, question in (
        (Fake("a storm [1]"), "Why did the crane fall?"),
        (Doubting("Dorn [1]"), "Where did it fall?"),
    ):
        list(write(Draft(question, (evidence("The crane fell in Dorn because of a storm."),)), llm))
        assert llm.given[-1][0] == "user"


def test_a_local_models_number_of_the_killed_stands_in_what_it_cites_and_not_in_its_headline_alone() -> None:
    told = replace(
        evidence("In September, two passengers, one of them ill, were killed near Dorn."), title="12 killed in Mora"
    )
    question = "How many were killed near Dorn in September?"
    for short, text in (("12 [1]", "unknown"), ("two [1]", "two [1]")):
        draft = Draft(question, (told,))
        list(write(draft, Doubting(short)))
        assert draft.text == text


@pytest.mark.parametrize(
    ("question", "pieces", "text"),
    [
        ("Who lost the match between Alba and Corvo?", ["Alba [2]", "\nAlba lost [2]."], "Corvo [2]"),
        ("Who won the match between Alba and Corvo?", ["Alba [2]", "\nAlba won [2]."], "Alba [2]\nAlba won [2]."),
        ("Who lost the match between Alba and Corvo?", ["Mora [1]"], "Corvo [2]"),
        ("Who lost the match between Mora and Dorn?", ["Mora [1]"], "unknown"),
        ("Who lost the match between Lindau and Dorn?", ["Mora [1]"], "unknown"),
    ],
)
def test_who_won_and_who_lost_is_told_by_the_score(question: str, pieces: list[str], text: str) -> None:
    sources = evidence("Mora 1–1 Dorn"), evidence("Corvo 1–2 Alba, with a late goal")
    draft = Draft(question, sources)
    shown = "".join(write(draft, Doubting(*pieces)))
    assert draft.text == text
    assert shown == ("" if text == "unknown" else text)


def test_a_draft_alone_stays_as_it_is() -> None:
    draft = Draft("Who?", (evidence("First."),), "he [1]\n\nHe did.")
    assert joined([draft], "Who?") is draft
