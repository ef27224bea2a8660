"""The same question of something else: which name a new one takes the place of."""

from __future__ import annotations

import pytest

from qa.understand.swap import swapped

ESTATE = "What sum did Jeffrey Epstein's estate agree to hand over to the US Virgin Islands"
GOALS = "How many goals did Jorgen Juve score for Norway, the tally Haaland is chasing"


@pytest.mark.parametrize(
    ("subject", "question", "meant", "sure"),
    [
        ("Leon Black", ESTATE, "What sum did Leon Black's estate agree to hand over to the US Virgin Islands?", False),
        ("the bank", ESTATE, "What sum did the bank agree to hand over to the US Virgin Islands?", False),
        ("Puskas for Hungary", GOALS, "How many goals did Puskas score for Hungary, the tally Haaland is chasing?", True),
        ("Taylor Swift's", "How much did Beyonce's film make in North America", "How much did Taylor Swift's film make in North America?", False),
        ("Touchstone", "How much did Anthem pay to HHS", "How much did Touchstone pay to HHS?", False),
        ("China", "When did Trump visit Japan", "When did Trump visit China?", False),
        ("Peru", "How many people died in Chile", "How many people died in Peru?", True),
        ("Peru's", "Who is Chile's president", "Who is Peru's president?", True),
        # What "of" joins is one name, but for who holds an office, and for a country
        ("the Maguire Seven", "When did the Court of Appeal clear the Guildford Four", "When did the Court of Appeal clear the Maguire Seven?", False),
        ("Sony", "When did Time Warner sue the Bank of America", "When did Time Warner sue the Sony?", False),
        ("the Bank of Japan", "What did the Bank of England do", "What did the Bank of Japan do?", False),
        ("Japan", "What did the Bank of England do", "What did the Bank of Japan do?", False),
        ("Germany", "Who is the President of France", "Who is the President of Germany?", False),
        ("Mora", "Who is the Mayor of Dorn", "Who is the Mayor of Mora?", False),
        # Names that share a word are of a kind
        ("Manchester City", "How many points did Manchester United have behind Chelsea", "How many points did Manchester City have behind Chelsea?", False),
        # Nothing of their kind to take the place of
        ("Puskas for Hungary", "How many goals were scored for Norway", "How many goals were scored for Hungary Puskas?", False),
        ("Puskas for Hungary", "How many did Juve get", "How many did Puskas for Hungary get?", False),
        ("Kane against Spain", "When did he score", "When did he score Kane against Spain?", False),
        ("the navy", "How many did fishermen save off Aceh", "How many did the navy save off Aceh?", False),
        ("the second", "How much for the first one (two firms get money)", "How much for the second (two firms get money)?", True),
        ("the children", "How many were hurt (the crane fell in Dorn)", "How many were hurt (the crane fell in Dorn) the children?", False),
        # … and what was asked of something else says too much
        ("the crane collapse", "How many people died in Mora", "How many people died (the crane collapse)?", False),
        ("the port", "Which airport was attacked", "Was the port attacked?", False),
        # A country for a country, or where something is
        ("Iran", "What did Chomsky say about Israel", "What did Chomsky say about Iran?", False),
        ("Sanders", "What did Chomsky say about Israel", "What did Sanders say about Israel?", False),
        ("Alaska", "When did Fisk declare an emergency in Dorn", "When did Fisk declare an emergency in Alaska?", False),
        # What has no name, for what has none
        ("the crane collapse", "How many died in the stampede in Mora", "How many died in the crane collapse in Mora?", False),
        ("the crane collapse", "How many were hurt in the Dorn tram accident", "How many were hurt in the crane collapse?", False),
        ("the cancer center", "How much did the allergy practice pay", "How much did the cancer center pay?", False),
        ("the clinic", "How much did the hospital in Dorn pay to settle", "How much did the clinic in Dorn pay to settle?", False),
        ("the Cancer Center", "How much did the allergy practice pay", "How much did the Cancer Center pay?", False),
        ("the opioid crisis", "What did Azar say about measles", "What did Azar say about the opioid crisis?", False),
        ("measles", "What did Azar say about the opioid crisis", "What did Azar say about measles?", False),
        ("the port", "Who attacked the airport", "Who attacked the port?", False),
        ("the bridge", "Why was the airport closed", "Why was the bridge closed?", False),
        ("the mayor", "When was Reed hurt", "When was the mayor hurt?", False),
        ("the navy", "How many people did fishermen pull out of the sea off Mora", "How many people did the navy pull out of the sea off Mora?", False),
        ("the year before", "What was Dorn's loss in the last year", "What was Dorn's loss in the last year the year before?", False),
        ("the children", "How many people died in Mora", "How many children died in Mora?", False),
        ("men", "How many women die in childbirth each year", "How many men die in childbirth each year?", False),
        # An office for an office
        ("the FDA commissioner", "Who is the FDA director", "Who is the FDA commissioner?", True),
        ("the FDA commissioner", "Who is the director of the CDC", "Who is the FDA commissioner?", True),
        ("the governor of Mora", "Who is the mayor of Dorn", "Who is the governor of Mora?", True),
        ("the commissioner", "What did the FDA director say", "What did the FDA commissioner say?", True),
    ],
)  # fmt: skip
def test_a_name_takes_the_place_of_one_that_stands_as_it_does(
    subject: str, question: str, meant: str, sure: bool
) -> None:
    assert swapped(subject, question) == (meant, sure)
