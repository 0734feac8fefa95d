"""Promises of pages with few symbols: what they show is less sure, in the same order, unless the drawing names it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component, band_of
from orchestrator.recognition.sparse_pages import doubted


def component(confidence: float, class_name: str = "motor", source: str = "model") -> Component:
    return Component.model_validate(
        {
            **{"id": "p00001-00010-00010", "page": 1, "class": class_name, "bbox": (0, 0, 20, 20)},
            **{"confidence": confidence, "band": band_of(confidence), "source": source},
        }
    )


def test_a_page_with_electrical_work_stays_as_it_is() -> None:
    page = [component(0.8), component(0.9), component(0.95), component(0.99), component(0.5, "other")]
    assert doubted(page) == page


def test_what_a_page_of_notes_shows_is_less_sure() -> None:
    page = [component(0.8), component(0.9, "other"), component(0.9, "other"), component(0.9, "other")]
    assert [(c.confidence, c.band) for c in doubted(page)] == [
        (0.4444, band_of(0.4444)),
        *3 * [(0.6429, band_of(0.6429))],
    ]


def test_what_the_legend_or_strokes_name_is_in_no_doubt() -> None:
    page = [component(0.9, source="legend"), component(0.7, source="vector")]
    assert doubted(page) == page


@given(st.lists(st.floats(0, 1), max_size=3))
def test_confidences_keep_their_order_and_their_ends(confidences: list[float]) -> None:
    after = [c.confidence for c in doubted([component(round(one, 4)) for one in confidences])]
    assert all(0 <= new <= old + 1e-4 for new, old in zip(after, confidences, strict=True))
    ranked = sorted(range(len(after)), key=lambda i: round(confidences[i], 4))
    assert [after[i] for i in ranked] == sorted(after)
