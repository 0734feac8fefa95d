"""Scores: each truth is found at most once, ignored regions do not punish, the average precision is the area."""

import pytest

from training.scoring import Drawn, Found, ScoredPage, score, table

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
