"""Paths become columns: every item kept in its form, styles shared, impossible ones dropped."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.pages import Vectors
from orchestrator.pdf.display import Display
from orchestrator.pdf.vectors import Collector

NUMBERS = {"l": 4, "c": 8, "r": 4, "q": 8}
PEN = {"color": (0.0, 0.0, 0.0), "fill": None, "width": 0.5, "layer": "E-POWR"}

point = st.tuples(st.floats(-50, 650), st.floats(-50, 450))
items = st.one_of(
    st.tuples(st.just("l"), point, point),
    st.tuples(st.just("c"), point, point, point, point),
    st.tuples(st.just("re"), st.tuples(point, point).map(lambda two: (*two[0], *two[1])), st.just(1)),
    st.tuples(st.just("qu"), st.tuples(point, point, point, point)),
)


def collector(turn: int = 0, paths: int = 100, path_items: int = 1_000) -> Collector:
    return Collector(Display.of(600, 400, turn), paths, path_items)


def path(items: list[tuple[Any, ...]], **style: object) -> dict[str, Any]:
    """Return a path as MuPDF tells of it: `rect` bounds its numbers."""
    corners = [np.ravel(item[1] if item[0] in {"re", "qu"} else item[1:]) for item in items]
    xy = np.concatenate([np.empty(0), *corners]).reshape(-1, 2)
    bounds = (*np.fmin.reduce(xy, initial=math.inf), *np.fmax.reduce(xy, initial=-math.inf))
    return {"items": items, "rect": tuple(map(float, bounds)), **PEN, **style}


def line(*numbers: float, **style: object) -> dict[str, Any]:
    return path([("l", numbers[:2], numbers[2:])], **style)


@given(st.sampled_from([0, 90, 180, 270]), st.lists(st.lists(items, max_size=5), max_size=5))
def test_the_columns_always_fit_together(turn: int, paths: list[list[tuple[Any, ...]]]) -> None:
    collect = collector(turn)
    for drawn in paths:
        collect(path(drawn))
    vectors = Vectors.model_validate(collect.columns())
    assert len(vectors.coords) == sum(NUMBERS[op] for op in vectors.ops)
    assert len(vectors.path_start) == len(vectors.path_style)
    assert all(start < len(vectors.ops) for start in vectors.path_start)
    assert collect.count == len(paths)


def test_equal_pens_are_one_style_and_layers_are_listed() -> None:
    collect = collector()
    collect(line(0, 0, 10, 10))
    collect(line(0, 0, 20, 10))
    collect(line(0, 0, 30, 10, color=(1.0, 0.5, 0.0), layer="A-WALL"))
    vectors = Vectors.model_validate(collect.columns())
    assert vectors.path_style == (0, 0, 1)
    assert [style.stroke for style in vectors.styles] == ["#000000", "#ff8000"]
    assert collect.layers() == ["A-WALL", "E-POWR"]


def test_a_quad_follows_its_outline_and_a_rectangle_is_xywh_also_when_turned() -> None:
    collect = collector(90)
    collect(path([("qu", ((0, 0), (10, 0), (0, 5), (10, 5))), ("re", (100, 50, 130, 60), 1)]))
    vectors = Vectors.model_validate(collect.columns())
    assert vectors.ops == "qr"
    assert vectors.coords[:8] == (400, 0, 400, 10, 395, 10, 395, 0)
    assert vectors.coords[8:] == (340, 100, 10, 30)


def test_paths_off_the_page_or_with_impossible_numbers_are_counted_but_not_kept() -> None:
    collect = collector()
    collect(path([]))
    for drawn in (line(-20, 0, -10, 5), line(0, 0, math.nan, 5), line(0, 0, 1e8, 5)):
        collect(drawn)
    collect(line(-20, 10, 20, 10))
    assert collect.count == 5
    assert collect.columns()["coords"] == [-20, 10, 20, 10]


def test_what_is_over_a_limit_is_said() -> None:
    collect = collector(paths=2, path_items=4)
    collect(line(0, 0, 1, 1))
    collect(path([("l", (0, 0), (1, 1))] * 5))
    collect(line(0, 0, 1, 1))
    assert collect.truncations() == [
        "1 paths beyond the limit of 2 were left out",
        "2 path items beyond the limit of 4 were left out",
    ]
    assert len(collect.columns()["ops"]) == 4


@given(st.sampled_from([0, 90, 180, 270]), point, point)
def test_a_stroke_of_its_own_is_kept_like_one_of_a_longer_path(
    turn: int, start: tuple[float, float], end: tuple[float, float]
) -> None:
    alone, among = collector(turn), collector(turn)
    alone(path([("l", start, end)]))
    among(path([("l", start, end)] * 2))
    once, twice = alone.columns(), among.columns()
    assert [*once["coords"]] * 2 == twice["coords"]
    assert once["ops"] * 2 == twice["ops"]
    assert (once["path_style"], once["styles"]) == (twice["path_style"], twice["styles"])
