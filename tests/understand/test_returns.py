"""Somebody who goes back to what they asked before the last question."""

from __future__ import annotations

import pytest

from qa.records import Answer, Citation, Filters, Turn
from qa.understand.returns import returned
from qa.understand.standalone import understand


def _turn(
    question: str, turns: list[Turn], short: str | None = None, title: str = "", text: str = "It says so."
) -> Turn:
    cited = Citation(1, title, "v", title, None, None, None, 0, 1, "quote")
    return Turn(question, understand(question, turns, Filters()), (), Answer(short, text, (cited,) if title else ()))


def _talk(said: str) -> Turn:
    turns: list[Turn] = []
    for question, short, title, text in (
        ("Who attacked Kuweires airport?", None, "Rebels take air base", "The rebels flew drones there."),
        ("Who runs Dorn Trust?", "Lena Fisk", "Bank of the harbour town fined", "Fisk has run it since 2010."),
        ("How many died in the UK in the Mora flood?", "12", "Flood in the north", "It took houses away."),
        ("How long is the bridge in Tarn?", "80 metres", "The longest bridge", "It is of wood."),
    ):
        turns.append(_turn(question, turns, short, title, text))
    return _turn(said, turns)


@pytest.mark.parametrize(
    ("said", "meant", "article"),
    [
        # by the words of a question
        ("back to the airport: who defends it?", "Who defends Kuweires airport?", "Rebels take air base"),
        ("ok, going back to the airport, who defends it?", "Who defends Kuweires airport?", "Rebels take air base"),
        ("ok back to Dorn Trust for a sec, how much did they pay?", "How much did Dorn Trust pay?", "Bank of the harbour town fined"),
        ("let's go back to Dorn Trust. Where is its seat?", "Where is Dorn Trust’s seat?", "Bank of the harbour town fined"),
        ("As for the airport, who defends it?", "Who defends Kuweires airport?", "Rebels take air base"),
        ("And the Mora flood again - until when did it last?", "Until when did the Mora flood last (UK)?", "Flood in the north"),
        ("about the flood from before: what caused it?", "What caused the Mora flood (UK)?", "Flood in the north"),
        ("regarding the flood I asked about earlier, when did it start?", "When did the Mora flood start (UK)?", "Flood in the north"),
        ("You also mentioned Dorn Trust earlier. How old is it?", "How old is Dorn Trust?", "Bank of the harbour town fined"),
        # what it has no pronoun for, it is asked of
        ("Back to Dorn Trust. On which day was the fine paid?", "On which day was the fine paid (Dorn Trust)?", "Bank of the harbour town fined"),
        ("Back to Britain. Which villages were hit?", "Which villages were hit (died in the UK in the Mora flood)?", "Flood in the north"),
        # by an answer, an article, and what that says
        ("as for Fisk: how old is she?", "How old is Lena Fisk?", "Bank of the harbour town fined"),
        ("returning to the harbour bank, when was it fined?", "When was the harbour bank fined (Dorn Trust)?", "Bank of the harbour town fined"),
        ("the drones again: who made them?", "Who made the drones (Kuweires)?", "Rebels take air base"),
        # by its place
        ("And that attack we started with, when did it end?", "When did the attack end (Kuweires)?", "Rebels take air base"),
        ("going back to your first answer, why did they do it?", "Why did Kuweires airport do it?", "Rebels take air base"),
        ("back to my second question. Since when does she run it?", "Since when does Lena Fisk run Dorn Trust?", "Bank of the harbour town fined"),
    ],
)  # fmt: skip
def test_who_goes_back_to_something_asks_of_that(said: str, meant: str, article: str) -> None:
    read = _talk(said).understood_as
    assert (read.question, read.articles) == (meant, (article,))


def test_of_what_nobody_spoke_is_asked_as_it_stands() -> None:
    assert _talk("back to the museum: who built it?").understood_as.question == "Who built the museum?"


@pytest.mark.parametrize(
    "said",
    [
        "When did troops come back to Aleppo?",
        "When did he go back to Lindau?",
        "Can I go to Tarn when it rains?",
        "Will the Mora flood come again, what do experts say?",
        "Tell me again, who runs Dorn Trust?",
        "The mayor said earlier: who is to blame?",
        "And then Fisk ran again, who won?",
        "The president we elected, who is he?",
        "Who attacked it again?",
        "You also mentioned Dorn Trust earlier. How do they compare?",
        "Nobody knows this earlier, who told it?",
        "The flood, what caused it?",
    ],
)
def test_what_goes_back_to_nothing_is_read_as_before(said: str) -> None:
    assert returned(said, [_turn("Who runs Dorn Trust?", []), _turn("How long is the bridge in Tarn?", [])]) is None
