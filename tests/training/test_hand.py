"""Hands that redraw symbols: what a symbol is stays, how it is drawn changes."""

import random
from dataclasses import replace

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data import HELD_OUT
from training.hand import SWAPPED, Hand
from training.ink import Path, Port, Symbol, Text, bounds, circle, lead, line, polygon, rectangle
from training.sheet import Paper, Style
from training.sheets.composition import compose
from training.sheets.palette import STEADY, TRAINED, UNSEEN, style
from training.symbols.catalogue import VARIANTS

BOX = Symbol((rectangle(-3, -2, 3, 2), Text("M", 0, 0), lead((3, 0), (5, 0))), (Port(5, 0, 0),))
NAMES = sorted(VARIANTS)


def redrawn(symbol: Symbol, hand: Hand, class_name: str = "motor") -> Symbol:
    return hand.redraw(symbol, class_name, random.Random(0))


def paths(symbol: Symbol) -> list[Path]:
    return [mark for mark in symbol.marks if isinstance(mark, Path)]


def test_a_plain_hand_changes_nothing() -> None:
    assert redrawn(BOX, Hand()) == BOX


def test_a_stretch_moves_marks_letters_and_ports_alike() -> None:
    found = redrawn(BOX, Hand(stretch=(2.0, 0.5)))
    assert found.body_box() == (-6, -1, 6, 1)
    assert found.ports == (Port(10, 0, 0),)
    assert paths(found)[1].points == ((6, 0), (10, 0))


@pytest.mark.parametrize("class_name", ["data_outlet", "transformer"])
def test_open_parts_are_filled_only_where_that_tells_nothing(class_name: str) -> None:
    triangle = Symbol((polygon((0, 0), (2, 0), (1, 2)), polygon((4, 0), (6, 0), (5, 2), fill=0.0)))
    fills = [path.fill for path in paths(redrawn(triangle, Hand(swapped=True), class_name))]
    assert fills == ([0.0, None] if class_name in SWAPPED else [None, 0.0])


def test_an_outline_that_holds_something_is_never_filled() -> None:
    assert paths(redrawn(BOX, Hand(swapped=True), "tv_outlet"))[0].fill is None
    core = circle(0, 0, 0.5)
    ringed = redrawn(Symbol((circle(0, 0, 2), core)), Hand(swapped=True), "tv_outlet")
    assert [path.fill for path in paths(ringed)] == [None, 0.0]


def test_an_outline_is_doubled_inside_itself_where_the_symbol_is_one_outline() -> None:
    found = paths(redrawn(BOX, Hand(doubled=0.8)))
    assert len(found) == 3
    assert bounds([found[-1]]) == pytest.approx((-2.4, -1.6, 2.4, 1.6))
    bare = Symbol((line((0, 0), (4, 0)), circle(1, 0, 0.5)))
    assert len(paths(redrawn(bare, Hand(doubled=0.8)))) == 2
    assert len(paths(redrawn(Symbol((line((0, 0), (4, 0)),)), Hand(doubled=0.8)))) == 1


def test_corners_are_rounded_within_the_outline() -> None:
    (path,) = paths(redrawn(Symbol((rectangle(0, 0, 4, 4),)), Hand(corner_mm=0.5)))
    assert path.curve
    assert path.closed
    assert bounds([path]) == pytest.approx((0, 0, 4, 4), abs=0.13)
    assert (0, 0) not in path.points[::3]
    assert len(path.points) % 3 == 1


def test_open_lines_overrun_their_ends_and_leads_do_not() -> None:
    marks = (line((0, 0), (2, 0), (2, 2)), lead((0, 0), (-2, 0)), line((1, 1), (1, 1)))
    first, second, point = paths(redrawn(Symbol(marks), Hand(overrun_mm=0.5)))
    assert first.points[0][0] < 0
    assert first.points[1] == (2, 0)
    assert first.points[-1][1] > 2
    assert second == marks[1]
    assert point == marks[2]


def test_a_wavering_line_strays_a_little_and_still_joins_its_ends() -> None:
    ring, stroke = circle(0, 0, 3), line((0, 0), (6, 0))
    first, second = paths(redrawn(Symbol((ring, stroke)), Hand(waver_mm=0.1)))
    assert first.points[0] == first.points[-1]
    assert second.points[0] == (0, 0)
    assert second.points[-1] == (6, 0)
    assert 0 < max(abs(y) for _, y in second.points) < 0.4
    assert bounds([first]) == pytest.approx((-3, -3, 3, 3), abs=0.5)


def test_heavy_outlines_stay_below_a_blot_and_broken_pens_leave_leads_whole() -> None:
    marks = (replace(rectangle(0, 0, 2, 2), width=3.0), line((0, 0), (2, 2)), lead((0, 0), (0, -2)))
    found = paths(redrawn(Symbol(marks), Hand(heavy=2.5, broken=(2.0, 0.3))))
    assert [path.width for path in found] == [3.5, 1.0, 1.0]
    assert [path.dash for path in found] == [(2.0, 0.3), (2.0, 0.3), ()]


def test_wires_end_in_rings_that_do_not_count_for_the_box() -> None:
    found = redrawn(BOX, Hand(ends_mm=0.4))
    assert len(found.marks) == len(BOX.marks) + 1
    assert found.body_box() == BOX.body_box()
    assert bounds([found.marks[-1]]) == pytest.approx((4.6, -0.4, 5.4, 0.4))


def test_every_second_part_is_paler_and_so_is_its_ink_on_paper() -> None:
    found = redrawn(Symbol((circle(0, 0, 2), circle(2, 0, 2))), Hand(pale=0.5))
    assert [path.pale for path in paths(found)] == [0.5, 0.0]
    paper = Paper(50, 50, Style(pen_mm=0.5), random.Random(0))
    paper.draw([replace(line((5, 10), (45, 10)), pale=0.5), line((5, 20), (45, 20))])
    with pymupdf.open(stream=paper.finish().pdf, filetype="pdf") as document:
        colours = [drawing["color"] for drawing in document[0].get_drawings()]
    assert colours[0] == pytest.approx((0.5, 0.5, 0.5))
    assert colours[1] == pytest.approx((0.0, 0.0, 0.0))


@given(st.sampled_from(NAMES), st.integers(0, 10_000))
def test_any_variant_by_any_hand_keeps_its_ports_letters_and_about_its_size(name: str, seed: int) -> None:
    symbol, hand = VARIANTS[name].draw(random.Random(seed)), Hand.drawn(random.Random(seed))
    found = hand.redraw(symbol, VARIANTS[name].class_name, random.Random(seed))
    assert len(found.ports) == len(symbol.ports)
    assert [m.string for m in found.marks if isinstance(m, Text)] == [
        m.string for m in symbol.marks if isinstance(m, Text)
    ]
    (x0, y0, x1, y1), (a0, b0, a1, b1) = symbol.body_box(), found.body_box()
    assert 0.75 * (x1 - x0) - 1.2 <= a1 - a0 <= 1.27 * (x1 - x0) + 2.2
    assert 0.75 * (y1 - y0) - 1.2 <= b1 - b0 <= 1.27 * (y1 - y0) + 2.2


def test_a_hand_has_two_or_three_habits_of_those_there_are() -> None:
    plain = Hand()
    hands = [Hand.drawn(random.Random(seed)) for seed in range(200)]
    habits = [
        {name for name in Hand.__slots__ if getattr(hand, name) != getattr(plain, name)} for hand in hands
    ]
    assert {1, 2, 3} >= {len(some) for some in habits}
    assert set.union(*habits) == set(Hand.__slots__)


def test_only_sheets_for_training_are_drawn_freehand() -> None:
    seeds = range(60)
    assert 10 < sum(style(random.Random(seed), TRAINED).hand is not None for seed in seeds) < 40
    for practice in (STEADY, UNSEEN):
        assert all(style(random.Random(seed), practice).hand is None for seed in seeds)


def test_a_sheet_drawn_freehand_is_the_same_again() -> None:
    seed = next(s for s in range(HELD_OUT, HELD_OUT + 99) if style(random.Random(s), TRAINED).hand)
    assert compose(seed).pdf == compose(seed).pdf
