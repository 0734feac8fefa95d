"""The sample sheet of `make demo`, read as a user's: its legend, what the legend tells, and the counts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.set_aside import with_legend
from orchestrator.recognition.legend.symbols import LegendSymbols
from orchestrator.recognition.recognizer import Recognizer
from training.evaluate import MODEL_DIR, extracted
from training.sample import sample

pytestmark = pytest.mark.model


def test_the_sample_sheet_is_counted_as_drawn_with_what_its_legend_tells(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(sample().pdf)
    ((image, page),) = extracted(path)
    legend = legend_of(page)
    assert [entry.description for entry in legend.entries] == [
        *("DUPLEX RECEPTACLE", "GFCI RECEPTACLE", "DATA OUTLET", "JUNCTION BOX"),
        *("DISCONNECT SWITCH", "MOTOR", "PANELBOARD", "SMOKE DETECTOR"),
    ]
    recognizer = Recognizer.load(MODEL_DIR, threads=2)
    symbols = LegendSymbols(tuple(recognizer.symbols(image, page, legend.entries)))
    assert {s.class_name: symbols.twins(s) for s in symbols.symbols if "receptacle" in s.class_name} == {
        "receptacle": {"gfci_receptacle"},
        "gfci_receptacle": {"receptacle"},
    }
    found = with_legend(recognizer.recognize(image, page, 0.5, legend=symbols), page, legend)
    counts = Counter(component.class_name for component in found.components)
    drawn = {"receptacle": 15, "gfci_receptacle": 3, "data_outlet": 6, "smoke_detector": 6, "motor": 2}
    assert {name: counts[name] for name in drawn} == drawn
    tags = {component.tag: component.in_cloud for component in found.components if component.tag}
    in_cloud, outside = ("DS-101", "DS-102", "EF-101", "EF-102"), ("JB-1", "JB-2", "LP-1")
    assert tags == dict.fromkeys(in_cloud, True) | dict.fromkeys(outside, False)
    assert found.unowned_tags == ()
    for least in (0.8, 0.95):
        sure = recognizer.recognize(image, page, least, legend=symbols).components
        assert sure
        assert min(component.confidence for component in sure) >= least
