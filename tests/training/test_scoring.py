"""Scores: each truth is found at most once, ignored regions do not punish, the average precision is the area."""

import pytest

from training.scoring import Drawn, Found, ScoredPage, calibration_error, overlaps, score, table

A = (0.0, 0.0, 10.0, 10.0)
FAR = (100.0, 100.0, 10.0, 10.0)


def test_a_second_box_on_the_same_symbol_is_false() -> None:
    page = ScoredPage([Drawn("fuse", A)], [Found("fuse", A, 0.9), Found("fuse", A, 0.8)])
    report = score([page], 0.5)
    assert (report.overall.hits, report.overall.false) == (1, 1)
    assert report.overall.precision == 0.5
    assert report.overall.recall == 1.0


def test_a_wrong_name_is_located_but_not_right() -> None:
    report = score([ScoredPage([Drawn("fuse", A)], [Found("motor", A, 0.9)])], 0.5)
    assert report.localisation.f1 == 1.0
    assert report.overall.f1 == 0.0


def test_predictions_in_ignored_regions_and_on_symbols_without_a_class_do_not_count() -> None:
    page = ScoredPage([Drawn("other", A)], [Found("fuse", A, 0.9), Found("fuse", FAR, 0.9)], [FAR])
    assert score([page], 0.5).overall.false == 0
    assert score([page], 0.5, ignore_other=False).overall.false == 1


def test_predictions_below_the_threshold_count_for_average_precision_only() -> None:
    page = ScoredPage(
        [Drawn("fuse", A), Drawn("fuse", FAR)], [Found("fuse", A, 0.9), Found("fuse", FAR, 0.2)]
    )
    tally = score([page], 0.5).classes["fuse"]
    assert tally.recall == 0.5
    assert tally.ap == pytest.approx(1.0)


def test_average_precision_is_the_area_under_the_interpolated_curve() -> None:
    found = [Found("fuse", A, 0.9), Found("fuse", (50.0, 50.0, 5.0, 5.0), 0.8), Found("fuse", FAR, 0.7)]
    report = score([ScoredPage([Drawn("fuse", A), Drawn("fuse", FAR)], found)], 0.5)
    assert report.classes["fuse"].ap == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert report.map50 == report.classes["fuse"].ap


def test_nothing_drawn_and_nothing_found_scores_nothing() -> None:
    report = score([ScoredPage([], [])], 0.5)
    assert report.overall.f1 == 0.0
    assert report.map50 == 0.0
    assert "all classes" in table(report)


def test_overlap_is_shared_area_over_the_area_of_both() -> None:
    assert overlaps([A, FAR], [(5.0, 0.0, 10.0, 10.0)]).tolist() == [[pytest.approx(1 / 3)], [0.0]]
    assert overlaps([], [A]).shape == (0, 1)


def test_a_loosely_placed_box_counts_at_the_lower_overlaps_only() -> None:
    report = score([ScoredPage([Drawn("fuse", A)], [Found("fuse", (0.0, 0.0, 10.0, 6.6), 0.9)])], 0.5)
    assert report.map50 == 1.0
    assert report.map50_95 == pytest.approx(0.4)  # 0.50, 0.55, 0.60 and 0.65


def test_counts_are_compared_by_page_and_class() -> None:
    first = ScoredPage(
        [Drawn("fuse", A), Drawn("motor", FAR)], [Found("fuse", A, 0.9), Found("motor", FAR, 0.4)]
    )
    second = ScoredPage([Drawn("fuse", A)], [Found("fuse", FAR, 0.9), Found("meter", A, 0.7)])
    counts = score([first, second], 0.5).counts
    assert counts.exact == 0.5  # both fuses; no motor on the first, a meter too many on the second
    assert counts.error == 0.5


def test_confidence_that_says_how_often_it_is_right_is_calibrated() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == 0.0
    assert calibration_error([(0.95, False)] * 10) == pytest.approx(0.95)
    assert calibration_error([]) == 0.0
