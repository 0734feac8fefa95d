"""Exact repeats: found at any angle, once each, and what cannot be told is refused or withheld with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cad_clutter import Clutter, held_out_clutter, plan_clutter
from benchmarks.cad_plotter import Plotter, Pose
from benchmarks.cad_sheets import draw_sheet
from benchmarks.cad_symbols import SYMBOLS, Symbol
from benchmarks.repeats import clearest, exemplars, score
from orchestrator.geometry import Box, centre
from orchestrator.pages import Page
from orchestrator.recognition.repeats import (
    Exemplar,
    Indistinct,
    Limits,
    Repeats,
    agreed,
    exemplar_of,
    find_jointly,
    find_repeats,
    index_page,
    resolve,
    same_strokes,
    vote_scale,
)
from orchestrator.recognition.repeats.strokes import sample, strokes_of

_BY_NAME = {symbol.name: symbol for symbol in SYMBOLS}
_AT = 100 + 100j


def _draw(plotter: Plotter, name: str, pose: Pose, style: int = 0) -> None:
    symbol: Symbol = _BY_NAME[name]
    plotter.path(style)
    for points in symbol.lines:
        for a, b in pairwise(points):
            plotter.line(pose(a), pose(b))
    for arc in symbol.arcs:
        plotter.arc(arc, pose)


def _around(at: complex, size: float) -> Box:
    return at.real - size / 2, at.imag - size / 2, size, size


def _found(page: Page, size: float = 24, scale: float = 1.0) -> Repeats:
    """Search a page for what is drawn at 100, 100."""
    index = index_page(page)
    return find_repeats(index, exemplar_of(index, _around(_AT, size)), scale)


def _centres(found: Repeats) -> list[tuple[int, int]]:
    boxes = sorted(placement.bbox for placement in found.placements)
    return [(round(x), round(y)) for x, y in map(centre, boxes)]


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(["led", "fuse", "receptacle", "horn", "breaker", "contact_nc", "fan", "light"]),
    angle=st.floats(0, 360),
    mirrored=st.booleans(),
)
def test_a_symbol_is_found_at_any_angle_and_mirrored(name: str, angle: float, mirrored: bool) -> None:
    plotter = Plotter()
    _draw(plotter, name, Pose(20, _AT))
    turn = complex(20 * np.exp(1j * np.radians(angle)))
    _draw(plotter, name, Pose(turn, 300 + 200j, mirrored))
    found = _found(plotter.page())
    assert len(found.placements) == 2
    assert found.complete
    assert all(placement.share > 0.95 for placement in found.placements)


def test_rotation_and_mirror_say_how_a_symbol_lies() -> None:
    plotter = Plotter()
    _draw(plotter, "led", Pose(20, _AT))
    _draw(plotter, "led", Pose(20j, 300 + 100j))
    _draw(
        plotter, "led", Pose(-20, 500 + 100j, mirrored=True)
    )  # turned over upside down and by 180: left to right
    found = sorted(_found(plotter.page()).placements, key=lambda placement: placement.bbox)
    assert [(p.rotation, p.mirrored) for p in found] == [(0.0, False), (90.0, False), (0.0, True)]
    assert [p.flags for p in found] == [("exemplar",), (), ()]


def test_another_colour_is_a_flag_and_no_reason_to_miss_it() -> None:
    plotter = Plotter()
    _draw(plotter, "led", Pose(20, _AT))
    _draw(plotter, "led", Pose(20, 300 + 100j), style=1)
    (other,) = [p for p in _found(plotter.page()).placements if "exemplar" not in p.flags]
    assert other.flags == ("colour",)


def test_wires_that_join_a_symbol_change_nothing() -> None:
    plotter = Plotter()
    _draw(plotter, "fuse", Pose(30, _AT))
    for end in (-9 + 0j, 9 + 0j):
        plotter.line(_AT + end, _AT + 5 * end)
    _draw(plotter, "fuse", Pose(30j, 300 + 100j))
    plotter.line(300 + 109j, 300 + 200j)
    assert _centres(_found(plotter.page(), 18.4)) == [(100, 100), (300, 100)]


@pytest.mark.parametrize(
    ("draw", "reason"),
    [
        (lambda p: _draw(p, "motor", Pose(20, _AT)), "bare circle"),
        (lambda p: (p.line(_AT - 5, _AT + 5), p.line(_AT - 5 + 3j, _AT + 5 + 3j)), "Two lines"),
        (lambda p: p.line(_AT - 5, _AT + 5), "single line"),
        (lambda p: _draw(p, "led", Pose(3.84, _AT)), "points large"),
        (lambda p: None, "No stroke"),
        (lambda p: p.line(_AT - 50, _AT + 50), "No stroke"),
    ],
)
def test_what_looks_like_anything_is_refused_with_the_reason(
    draw: Callable[[Plotter], object], reason: str
) -> None:
    plotter = Plotter()
    plotter.path()
    plotter.line(0, 1j)
    draw(plotter)
    index = index_page(plotter.page())
    with pytest.raises(Indistinct, match=reason):
        exemplar_of(index, _around(_AT, 24))


def _exemplar(*corners: complex) -> Exemplar:
    plotter = Plotter()
    plotter.path()
    for a, b in pairwise(corners):
        plotter.line(a, b)
    return exemplar_of(index_page(plotter.page()), _around(_AT, 60))


@settings(max_examples=15, deadline=None)
@given(turn=st.floats(0, 360), size=st.floats(0.5, 1.5), mirrored=st.booleans())
def test_two_symbols_have_the_same_strokes_if_these_also_lie_alike(
    turn: float, size: float, *, mirrored: bool
) -> None:
    def posed(*corners: complex) -> list[complex]:
        pose = size * np.exp(1j * np.radians(turn))
        return [_AT + pose * (c.conjugate() if mirrored else c) for c in corners]

    side, height = 16, 16 * 0.75**0.5
    triangle = -8 - 4j, 8 - 4j, complex(0, height - 4), -8 - 4j
    fork = -8 - 4j, 8 - 4j, complex(0, height - 4), complex(side, height - 4)
    known = _exemplar(*(_AT + corner for corner in triangle))
    assert same_strokes(_exemplar(*posed(*triangle)), known)
    assert not same_strokes(_exemplar(*posed(*fork)), known)


def test_a_circle_with_a_letter_is_told_from_one_with_another() -> None:
    plotter = Plotter()
    for k, letter in enumerate(("M", "G", "M", "")):
        _draw(plotter, "motor", Pose(20, _AT + 100 * k))
        if letter:
            plotter.word(letter, _AT + 100 * k, 6)
    found = _found(plotter.page())
    assert _centres(found) == [(100, 100), (300, 100)]
    assert sorted(w.reason for w in found.withheld) == [
        "It does not say “M” as the example does.",
        "It says “G” instead of “M”.",
    ]


def test_tags_inside_tell_no_variants() -> None:
    plotter = Plotter()
    for k in range(5):
        _draw(plotter, "resistor", Pose(40, _AT + 100 * k))
        plotter.word(f"R{k + 1}", _AT + 100 * k, 6)
    assert len(_found(plotter.page(), 30).placements) == 5


def test_a_part_of_a_larger_symbol_is_withheld_when_that_is_searched_for_too() -> None:
    plotter = Plotter()
    _draw(plotter, "diode", Pose(20, _AT))
    _draw(plotter, "led", Pose(20, 300 + 100j))
    index = index_page(plotter.page())
    diode = find_repeats(index, exemplar_of(index, _around(_AT, 24)))
    led = find_repeats(index, exemplar_of(index, _around(300 + 100j, 24)))
    assert len(diode.placements) == 2
    diode, led = resolve(index, [diode, led])
    assert _centres(diode) == [(100, 100)]
    assert len(led.placements) == 1
    assert [w.reason for w in diode.withheld] == [
        "Its strokes belong to a symbol that explains more of the drawing there."
    ]


def test_a_pattern_that_goes_on_is_no_symbol() -> None:
    plotter = Plotter()
    _draw(plotter, "inductor", Pose(20, _AT))
    for k in range(5):
        _draw(plotter, "inductor", Pose(20, 300 + 100j + 16 * k))
    found = _found(plotter.page())
    assert _centres(found) == [(100, 99)]
    assert all("longer run" in withheld.reason for withheld in found.withheld)


def test_a_stroke_that_is_missing_withholds_it_with_the_reason() -> None:
    plotter = Plotter()
    _draw(plotter, "led", Pose(20, _AT))
    _draw(plotter, "led", Pose(20, 300 + 100j))
    del plotter.ops[-3:], plotter.coords[-12:]
    found = _found(plotter.page())
    assert len(found.placements) == 1
    assert [w.placement.share < 1 for w in found.withheld] == [True]


def test_the_scale_is_voted_by_the_places_that_fit() -> None:
    plotter = Plotter()
    _draw(plotter, "horn", Pose(20, _AT))
    for k in range(3):
        _draw(plotter, "horn", Pose(28, 300 + 100j + 60 * k))
    index = index_page(plotter.page())
    exemplar = exemplar_of(index, _around(_AT, 24))
    vote = vote_scale([index], exemplar)
    assert vote is not None
    assert vote.scale == pytest.approx(1.4, rel=0.005)
    assert (vote.places, vote.of) == (3, 3)
    assert len(find_repeats(index, exemplar, vote.scale).placements) == 3


def test_nothing_to_vote_on_is_no_vote() -> None:
    plotter = Plotter()
    _draw(plotter, "horn", Pose(20, _AT))
    index = index_page(plotter.page())
    assert vote_scale([index], exemplar_of(index, _around(_AT, 24))) is None


def test_more_than_the_limit_is_said_and_not_cut_silently() -> None:
    plotter = Plotter()
    for k in range(6):
        _draw(plotter, "horn", Pose(20, _AT + 60 * k))
    index = index_page(plotter.page())
    found = find_repeats(index, exemplar_of(index, _around(_AT, 24)), limits=Limits(placements=4))
    assert (len(found.placements), found.complete) == (4, False)
    assert found.notes == ("There are 6; only the 4 surest are returned.",)


def test_of_what_falls_short_the_best_are_told_up_to_the_limit() -> None:
    plotter = Plotter()
    _draw(plotter, "led", Pose(20, _AT))
    for k in range(1, 5):
        _draw(plotter, "led", Pose(20, _AT + 60 * k))
        del plotter.ops[-3:], plotter.coords[-12:]
    index = index_page(plotter.page())
    exemplar = exemplar_of(index, _around(_AT, 24))
    every = find_repeats(index, exemplar)
    assert len(every.withheld) == 4
    some = find_repeats(index, exemplar, limits=Limits(withheld=2))
    assert some.withheld == every.withheld[:2]
    none = find_repeats(index, exemplar, limits=Limits(withheld=0))
    assert (none.placements, none.withheld) == (every.placements, ())


@pytest.mark.parametrize(("start", "end"), [(3 + 4j, 63 + 4j), (5.5 + 60j, 5.5 + 2j), (0j, 30 + 40j)])
def test_points_along_a_line_are_on_it_from_end_to_end(start: complex, end: complex) -> None:
    plotter = Plotter()
    plotter.path()
    plotter.line(start, end)
    along = sample(strokes_of(plotter.page().vectors), 0.5)
    assert along.points[[0, -1]].tolist() == pytest.approx([start, end])
    assert np.abs(((along.points - start) * np.conj(end - start)).imag).max() < 1e-9
    assert np.abs(np.diff(along.points)).max() <= 0.5 + 1e-9
    assert along.angles == pytest.approx(np.angle(end - start) % np.pi)


def test_strokes_that_were_not_looked_at_are_said() -> None:
    plotter = Plotter()
    for k in range(6):
        _draw(plotter, "horn", Pose(20, _AT + 60 * k))
    index = index_page(plotter.page(), most_ink_pt=100)
    assert index.incomplete is not None
    page = index_page(plotter.page())
    found = find_repeats(page, exemplar_of(page, _around(_AT, 24)), limits=Limits(candidates=1))
    assert not found.complete
    assert "were not looked at" in found.notes[0]


def test_an_empty_page_has_nothing() -> None:
    plotter = Plotter()
    _draw(plotter, "led", Pose(20, _AT))
    index = index_page(plotter.page())
    exemplar = exemplar_of(index, _around(_AT, 24))
    empty = index_page(Page(page_number=2, width_pt=100, height_pt=100))
    assert find_repeats(empty, exemplar) == Repeats(page=2)
    assert vote_scale([empty], exemplar) is None


def test_symbols_of_circles_are_found_wherever_the_circles_are_cut() -> None:
    plotter = Plotter()
    _draw(plotter, "transformer", Pose(20, _AT))
    pose = Pose(complex(20 * np.exp(0.7j)), 300 + 100j)
    for arc in _BY_NAME["transformer"].arcs:
        plotter.arc(arc, pose, from_axis=True)
    found = _found(plotter.page())
    assert _centres(found) == [(100, 100), (300, 100)]


def test_strokes_that_no_repeat_shows_leave_the_example() -> None:
    plotter = Plotter()
    for k in range(4):
        _draw(plotter, "light", Pose(20, _AT + 100 * k))
    plotter.line(_AT + 7 - 7j, _AT + 10 - 7j)
    index = index_page(plotter.page())
    polluted = exemplar_of(index, _around(_AT, 24))
    assert len(agreed(index, polluted, [index]).strokes) == len(polluted.strokes) - 1


def test_strokes_that_tell_a_variant_stay() -> None:
    plotter = Plotter()
    _draw(plotter, "led", Pose(20, _AT))
    for k in range(1, 5):
        _draw(plotter, "diode", Pose(20, _AT + 100 * k))
    index = index_page(plotter.page())
    led = exemplar_of(index, _around(_AT, 24))
    assert agreed(index, led, [index]) is led


def test_a_part_votes_for_no_scale_where_the_whole_is_found() -> None:
    plotter = Plotter()
    _draw(plotter, "diode", Pose(20, _AT))
    _draw(plotter, "led", Pose(20, _AT + 100))
    for k in range(4):
        _draw(plotter, "led", Pose(30, 400 + 100j + 60 * k))
    for k in range(2):
        _draw(plotter, "diode", Pose(24, 400 + 300j + 60 * k))
    index = index_page(plotter.page())
    both = [exemplar_of(index, _around(_AT, 24)), exemplar_of(index, _around(_AT + 100, 24))]
    diode, led = find_jointly([index], both, [None, None])
    assert [p.scale for p in diode[0].placements] == pytest.approx([1.2] * 2, rel=0.01)
    assert len(led[0].placements) == 4


def test_a_wire_s_stub_is_no_part_unless_the_symbol_is_known_by_it() -> None:
    plotter = Plotter()
    plotter.path()
    for side in (-1, 1):
        plotter.line(_AT + 2 * side - 6j, _AT + 2 * side + 6j)
        plotter.line(_AT + 2 * side, _AT + 8 * side)
        plotter.line(_AT + 8 * side, _AT + 40 * side)
    _draw(plotter, "fuse", Pose(20, 300 + 100j))
    plotter.line(310 + 100j, 340 + 100j)
    plotter.line(306 + 100j, 310 + 100j)
    index = index_page(plotter.page())
    assert len(exemplar_of(index, _around(_AT, 18)).strokes) == 4
    assert exemplar_of(index, _around(300 + 100j, 21)).bbox[2] == pytest.approx(12, abs=0.1)


@pytest.mark.parametrize(("clutter", "seed"), [(plan_clutter, 40), (held_out_clutter, 41)])
def test_a_cluttered_sheet_is_taken_off_rightly(clutter: Clutter, seed: int) -> None:
    sheet = draw_sheet(seed, clutter=clutter, strokes=3_000)
    index = index_page(sheet.page)
    known = exemplars(index, clearest(index, sheet.placed), voted=False)
    found = find_jointly([index], list(known.values()), [1.0] * len(known))
    counts = score(sheet.placed, {n: pages[0].placements for n, pages in zip(known, found, strict=True)})
    total: Counter[str] = Counter()
    for (_, what), number in counts.items():
        total[what] += number
    assert total["true"] / (total["true"] + total["false"]) >= 0.97
    assert total["true"] / (total["true"] + total["missed"]) >= 0.97
