"""Promises of the wires of instruments: one for what is measured or moved, on the instrument of a loop that has it."""

from __future__ import annotations

import pytest

from orchestrator.exports.instruments import Instrument, instrument_of
from orchestrator.exports.signals import Loops


def instruments(tags: str) -> list[Instrument]:
    return [read for tag in tags.split() if (read := instrument_of(tag))]


def signals(tags: str) -> dict[str, str]:
    """Return the type of signal by tag, those without one left out."""
    read = instruments(tags)
    loops = Loops.of(read)
    return {one.tag: found[0] for one in read if (found := loops.signal_of(one))}


@pytest.mark.parametrize(
    ("tags", "wired"),
    [
        ("PT-1", {"PT-1": "AI"}),
        ("ZSC-5 ZSO-5 LSHH-20 HS-5", {"ZSC-5": "DI", "ZSO-5": "DI", "LSHH-20": "DI", "HS-5": "DI"}),
        ("ZLC-5 XL-6", {"ZLC-5": "DO", "XL-6": "DO"}),
        ("PSV-7 PSE-7 FO-3 TW-1 LG-2 PG-3", {}),
        ("LAHH-20 PIC-1 TI-3 FQI-2", {}),
        ("FE-101 FT-101 FIC-101 FV-101", {"FT-101": "AI", "FV-101": "AO"}),
        ("FIC-101 FY-101 FCV-101", {"FY-101": "AO"}),
        ("FE-9 TE-5 VE-7", {"TE-5": "AI", "VE-7": "AI"}),
        ("TE-5 TT-5", {"TT-5": "AI"}),
        ("TE-5 TT-6", {"TE-5": "AI", "TT-6": "AI"}),
        ("XV-300", {"XV-300": "DO"}),
        ("XV-300 XY-300", {"XY-300": "DO"}),
        ("SDV-5 XY-5", {"XY-5": "DO"}),
        ("SDV-5 FY-5", {"SDV-5": "DO", "FY-5": "AO"}),
        ("12-XV-300 14-XY-300", {"12-XV-300": "DO", "14-XY-300": "DO"}),
        ("HV-93", {}),
        ("HV-93 HS-93", {"HV-93": "DO", "HS-93": "DI"}),
        ("HV-93 HIC-93", {"HV-93": "AO"}),
        ("HV-93 HIC-93 HY-93", {"HY-93": "AO"}),
    ],
)
def test_what_is_wired_in_a_drawing(tags: str, wired: dict[str, str]) -> None:
    assert signals(tags) == wired


@pytest.mark.parametrize(
    ("tag", "signal", "direction"),
    [("PT-1", "AI", "input"), ("ZSO-1", "DI", "input"), ("XV-1", "DO", "output")],
)
def test_the_direction_is_the_control_systems(tag: str, signal: str, direction: str) -> None:
    read = instruments(tag)
    assert [Loops.of(read).signal_of(one) for one in read] == [(signal, direction)]
