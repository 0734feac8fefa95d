from orchestrator.geometry import Box
from orchestrator.recognition.legend.gutter import gutter

LINES: list[Box] = [(100, 20.0 * i, 60, 8) for i in range(6)]
SYMBOLS: list[Box] = [(70, 20.0 * i - 1, 14, 10) for i in range(6)]


def test_what_a_plan_draws_beyond_an_empty_strip_is_not_a_legends() -> None:
    plan: list[Box] = [(0, 3, 40, 30), (5, 50, 20, 4), (30, 90, 6, 25), (20, 70, 9, 9)]
    assert gutter([*SYMBOLS, *plan], LINES, "left", 8) == 55


def test_it_is_the_same_at_the_other_side_of_the_descriptions() -> None:
    mirrored = [(300 - x - width, y, width, height) for x, y, width, height in [*SYMBOLS, (0, 3, 40, 30)]]
    assert gutter(mirrored, LINES, "right", 8) == 300 - 55


def test_symbols_in_two_columns_are_both_the_legends() -> None:
    second: list[Box] = [(30, y, width, height) for _, y, width, height in SYMBOLS]
    assert gutter([*SYMBOLS, *second], LINES, "left", 8) is None


def test_where_half_the_symbols_stand_farther_out_nothing_is_cut_off() -> None:
    moved: list[Box] = [(30 + 3.0 * i, box[1], 9, 9) for i, box in enumerate(SYMBOLS[3:])]
    assert gutter([*SYMBOLS[:3], *moved], LINES, "left", 8) is None


def test_parts_of_a_symbol_are_nearer_than_a_strip() -> None:
    assert gutter([*SYMBOLS, (55, 20, 6, 6)], LINES, "left", 8) is None


def test_where_nothing_is_drawn_there_is_no_strip() -> None:
    assert gutter([], LINES, "left", 8) is None
