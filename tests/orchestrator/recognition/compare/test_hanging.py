"""What hangs on a changed component is its change; what only passes it, or reaches far, is not."""

from __future__ import annotations

import pytest

from benchmarks.cad_plotter import Plotter
from orchestrator.components import Component, band_of
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.recognition.compare import compare_pages

BOX = (300.0, 300.0, 20.0, 20.0)
Line = tuple[complex, complex]

SYMBOL: list[Line] = [
    (300 + 300j, 320 + 300j),
    (320 + 300j, 320 + 320j),
    (320 + 320j, 300 + 320j),
    (300 + 320j, 300 + 300j),
]
SHARED: list[Line] = [
    *((complex(x, 40 + x / 7), complex(x + 90 + x / 9, 40)) for x in range(40, 800, 45)),
    *((complex(60, y), complex(60 + y / 3, y + 15)) for y in range(100, 600, 45)),
]


def drawn(lines: list[Line]) -> Page:
    plotter = Plotter()
    for a, b in lines:
        plotter.path()
        plotter.line(a, b)
    return plotter.page().model_copy(update={"width_pt": 900.0, "height_pt": 700.0})


def regions(came: list[Line], shared: list[Line] | None = None) -> list[Box]:
    """Return the regions where a symbol and some lines came, beside lines that both issues have."""
    kept = [*SHARED, *(shared or [])]
    symbol = Component(
        id="p00001-00001", page=1, class_name="fuse", bbox=BOX, confidence=0.9, band=band_of(0.9)
    )
    found = compare_pages(drawn(kept), drawn([*kept, *SYMBOL, *came]), [], [symbol])
    assert [one.bbox for one in found.changes.added] == [BOX]
    return [region.bbox for region in found.regions]


@pytest.mark.parametrize(
    ("came", "shared"),
    [
        ([], []),
        ([(320 + 310j, 350 + 310j), (350 + 310j, 350 + 340j)], []),
        ([(320 + 310j, 350 + 310j), (335 + 310j, 335 + 350j)], []),
        ([(350 + 310j, 350 + 340j)], [(320 + 310j, 350 + 310j)]),
        ([(350 + 310j, 350 + 340j)], [(320 + 310j, 335 + 310j), (335 + 310j, 350 + 310j)]),
        ([(320 + 310j, 340 + 310j), (360 + 310j, 360 + 340j)], [(340 + 310j, 360 + 310j)]),
    ],
    ids=[
        "itself",
        "a wire with a bend",
        "a wire with a branch",
        "behind a stroke that was there",
        "behind a stroke in two pieces",
        "behind the rest of a wire",
    ],
)
def test_what_hangs_on_a_component_that_came_is_no_region(came: list[Line], shared: list[Line]) -> None:
    assert regions(came, shared) == []


@pytest.mark.parametrize(
    ("line", "shared"),
    [
        ((280 + 310j, 340 + 310j), []),
        ((330 + 290j, 330 + 340j), []),
        ((320 + 310j, 460 + 310j), []),
        ((380 + 310j, 380 + 350j), [(complex(x, 310), complex(x + 20, 310)) for x in (320, 340, 360)]),
    ],
    ids=["passes through", "passes by", "reaches far", "behind many strokes that were there"],
)
def test_what_only_passes_a_component_or_reaches_far_is_a_region(line: Line, shared: list[Line]) -> None:
    (region,) = regions([line], shared)
    a, b = line
    assert region == pytest.approx((a.real, a.imag, (b - a).real, (b - a).imag), abs=1.0)
