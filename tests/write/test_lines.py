"""The numbered lines that a model reads: what agencies write short stands there in full."""

from __future__ import annotations

from dataclasses import replace

from index import Evidence
from qa.write.lines import as_read, numbered

EVIDENCE = Evidence(
    "a",
    "1",
    "Kessel",
    "Wire",
    None,
    None,
    "a.1.0",
    0,
    60,
    "Kessel paid 31mln DLRS for a 51 pct stake, 2.5 bln in all.",
    1.0,
)


def test_what_agencies_write_short_stands_there_in_full() -> None:
    assert as_read("Who paid?", [EVIDENCE], {}) == [
        "Kessel paid 31 million dollars for a 51 percent stake, 2.5 billion in all."
    ]


def test_the_lines_are_numbered_and_abbreviations_spelt_out() -> None:
    other = replace(EVIDENCE, text="The BMC   of Alba\nclosed.")
    lines = numbered("Who closed?", [EVIDENCE, other], {"BMC": "Boston Medical Center"}).split("\n")
    assert lines[0].startswith("[1] Kessel paid") and lines[1] == "[2] The BMC (Boston Medical Center) of Alba closed."
