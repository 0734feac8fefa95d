"""A line that went is gone in one piece, also where a line that both issues have crosses it at a small angle."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.cad_plotter import Plotter
from orchestrator.pages import Page
from orchestrator.recognition.compare import compare_pages
from orchestrator.recognition.compare.similarity import Similarity

LINE = (300 + 300j, 360 + 300j)


def drawn(lies: Similarity, degrees: float, *, with_line: bool) -> Page:
    plotter = Plotter()
    across = 100 * np.exp(1j * np.radians(degrees))
    lines = [(complex(x, 40 + x / 7), complex(x + 90 + x / 9, 40)) for x in range(40, 800, 45)]
    lines += [(complex(60, y), complex(60 + y / 3, y + 15)) for y in range(100, 600, 45)]
    lines += [(complex(330 + 300j - across), complex(330 + 300j + across))]
    for line in [*lines, LINE] if with_line else lines:
        plotter.path()
        plotter.line(*(lies.turn * end + lies.shift for end in line))
    return plotter.page().model_copy(update={"width_pt": 1800.0, "height_pt": 1400.0})


@pytest.mark.parametrize("degrees", [5, 8, 12, 20])
@pytest.mark.parametrize("scale", [0.5, 1, 2])
def test_a_line_that_went_is_one_region_although_another_crosses_it(degrees: float, scale: float) -> None:
    lies = Similarity(complex(scale), 12 + 7j)
    before, after = drawn(Similarity(), degrees, with_line=True), drawn(lies, degrees, with_line=False)
    (region,) = compare_pages(before, after, (), ()).regions
    assert region.drawn == "removed"
    assert region.before_bbox == pytest.approx((300, 300, 60, 0), abs=1.5)
