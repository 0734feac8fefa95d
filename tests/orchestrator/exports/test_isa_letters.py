"""Promises of reading an instrument's letters: ISA-5.1's table, and the names that plants use."""

from __future__ import annotations

import pytest

from orchestrator.exports.isa_letters import read_letters


@pytest.mark.parametrize(
    ("letters", "described"),
    [
        ("PT", "pressure transmitter"),
        ("PDIT", "differential pressure indicating transmitter"),
        ("FIC", "flow indicating controller"),
        ("FFIC", "flow ratio indicating controller"),
        ("FQI", "flow total indicator"),
        ("TRC", "temperature recording controller"),
        ("FCV", "flow control valve"),
        ("LSHH", "level switch high high"),
        ("PAHL", "pressure alarm high or low"),
        ("TAL", "temperature alarm low"),
        ("ZSC", "position switch closed"),
        ("ZSO", "position switch open"),
        ("ZLC", "position light closed"),
        ("ZIC", "position indicating controller"),
        ("HS", "hand switch"),
        ("TW", "temperature well"),
        ("YS", "event switch"),
        ("RT", "radiation transmitter"),
        ("CIT", "conductivity indicating transmitter"),
        ("PSV", "pressure safety valve"),
        ("PSE", "rupture disc"),
        ("FO", "restriction orifice"),
        ("SDV", "shutdown valve"),
        ("ESDV", "emergency shutdown valve"),
        ("MOV", "motor-operated valve"),
        ("PL", "pressure light"),
    ],
)
def test_letters_say_this(letters: str, described: str) -> None:
    read = read_letters(letters)
    assert read is not None
    assert read.described == described


@pytest.mark.parametrize(
    "letters", ["", "P", "CB", "NO", "CT", "PLC", "MCC", "VFD", "HMI", "UPS", "TB", "XX"]
)
def test_the_letters_of_other_things_are_none(letters: str) -> None:
    assert read_letters(letters) is None
