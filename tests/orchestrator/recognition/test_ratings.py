"""Promises of the ratings: values with their units, circuits with their panels, nothing out of tags."""

from __future__ import annotations

import pytest

from orchestrator.recognition.ratings import circuit_of, merged, ratings_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("480V", {"voltage": "480 V"}),
        ("480 V", {"voltage": "480 V"}),
        ("13.8kV", {"voltage": "13.8 kV"}),
        ("13.8KV", {"voltage": "13.8 kV"}),
        ("24VDC", {"voltage": "24 V DC"}),
        ("480Y/277V", {"voltage": "480Y/277 V"}),
        ("100A", {"current": "100 A"}),
        ("20A/1P", {"current": "20 A", "poles": "1"}),
        ("100A 3P", {"current": "100 A", "poles": "3"}),
        ("400AF/225AT", {"frame": "400 A", "trip": "225 A"}),
        ("65kAIC", {"interrupting": "65 kA"}),
        ("50HP", {"power": "50 HP"}),
        ("15 kW", {"power": "15 kW"}),
        ("2500kVA", {"apparent_power": "2500 kVA"}),
        ("60HZ", {"frequency": "60 Hz"}),
        ("3 POLE", {"poles": "3"}),
        ("3PH", {"phases": "3"}),
        ("#12 AWG", {"wire": "12 AWG"}),
        ("500KCMIL", {"wire": "500 kcmil"}),
        ("600:5", {"ratio": "600:5 A"}),
        ("5.75%Z", {"impedance": "5.75 %"}),
        ("100nF", {"capacitance": "100 nF"}),
        ("480V - 208Y/120V", {"voltage": "480 V; 208Y/120 V"}),
        ("LP-1/12", {"panel": "LP-1", "circuit": "12"}),
        ("H1-7,9", {"panel": "H1", "circuit": "7,9"}),
        ("CKT. 5, 7", {"circuit": "5,7"}),
        ("PANEL LP-1", {"panel": "LP-1"}),
        ("CB-101", {}),
        ("100AMPERE-ISH", {}),
        ("SPARE", {}),
        ("", {}),
    ],
)
def test_a_line_says_this_of_a_component(text: str, said: dict[str, str]) -> None:
    assert ratings_of(text) == said


@pytest.mark.parametrize("text", ["K1/2", "M-101/A", "CB-1/2", "12/13", "1/2", "LP-1"])
def test_tags_and_fractions_are_no_circuits(text: str) -> None:
    assert circuit_of(text) is None


def test_two_lines_say_more_than_one_and_nothing_twice() -> None:
    assert merged({"voltage": "480 V"}, {"voltage": "120 V", "poles": "3"}) == {
        "voltage": "480 V; 120 V",
        "poles": "3",
    }
    assert merged({"voltage": "480 V"}, {"voltage": "480 V"}) == {"voltage": "480 V"}
