from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.geometry import Box
from orchestrator.recognition.legend.pairing import Pair, align


def column(x: float, tops: list[float], height: float) -> list[Box]:
    return [(x, top, 60.0, height) for top in tops]


def free(_: int) -> bool:
    return False


def spans(pairs: list[Pair]) -> list[tuple[int, int, int, int]]:
    return [(pair.first, pair.end, pair.symbol, pair.last) for pair in pairs]


def test_each_symbol_goes_with_the_line_at_its_level() -> None:
    lines, symbols = column(40, [0, 20, 40], 8), column(0, [-2, 18, 38], 12)
    assert spans(align(lines, symbols, 8, free)) == [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3)]


def test_several_lines_go_with_the_symbol_at_their_middle_or_at_the_first_of_them() -> None:
    lines = column(40, [0, 10, 30, 40, 50], 8)
    assert spans(align(lines, column(0, [3, 38], 12), 8, free)) == [(0, 2, 0, 1), (2, 5, 1, 2)]
    assert spans(align(lines, column(0, [-2, 28], 12), 8, free)) == [(0, 2, 0, 1), (2, 5, 1, 2)]


def test_a_symbol_of_two_parts_is_one() -> None:
    assert spans(align(column(40, [0, 30], 8), column(0, [1, 6, 34], 1), 8, free)) == [
        (0, 1, 0, 2),
        (1, 2, 2, 3),
    ]


def test_what_is_drawn_far_aside_at_a_symbols_level_is_no_part_of_it() -> None:
    symbols: list[Box] = [(0, 1, 12, 6), (-60, 4, 12, 6), (0, 31, 12, 6)]
    assert spans(align(column(40, [0, 30], 8), symbols, 8, free)) == [(0, 1, 0, 1), (1, 2, 2, 3)]


def test_lines_on_both_sides_of_a_rule_are_no_description() -> None:
    pairs = align(column(40, [0, 10], 8), column(0, [3], 8), 8, lambda i: i == 1)
    assert all(pair.end - pair.first == 1 for pair in pairs)


def test_a_title_among_the_rows_stays_alone() -> None:
    pairs = align(column(40, [0, 30, 60], 8), column(0, [0, 60], 8), 8, free)
    assert spans(pairs) == [(0, 1, 0, 1), (2, 3, 1, 2)]


@settings(deadline=None)  # dense columns take longer on a busy machine
@given(st.lists(st.floats(0, 400), max_size=12), st.lists(st.floats(0, 400), max_size=12), st.floats(4, 15))
def test_nothing_is_in_two_pairs_and_pairs_run_down_the_page(
    tops: list[float], symbols: list[float], height: float
) -> None:
    lines, drawn = column(40, sorted(tops), height), column(0, sorted(symbols), height)
    pairs = align(lines, drawn, height, free)
    for pair in pairs:
        assert 0 <= pair.first < pair.end <= len(lines)
        assert 0 <= pair.symbol < pair.last <= len(drawn)
        assert 0 < pair.confidence <= 1
    for upper, lower in pairwise(pairs):
        assert upper.end <= lower.first
        assert upper.last <= lower.symbol
