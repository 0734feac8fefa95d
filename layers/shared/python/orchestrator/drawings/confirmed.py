"""What people said of a drawing's components, as examples for when it is recognised again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from orchestrator.drawings.reviewed import Reviewed
from orchestrator.drawings.reviews import Review
from orchestrator.recognition.prototypes import Confirmed

MOST_PAGES: Final = 4
"""Pages whose pictures are looked at for examples: those with the most reviews."""
MOST_OF_PAGE: Final = 40


def examples(reviews: Mapping[int, Sequence[Review]]) -> Iterator[tuple[int, list[Confirmed]]]:
    """Yield the pages with the most reviews, and the boxes people confirmed, named, added or rejected there.

    The latest of a page come first; a box that was only moved or tagged is confirmed too. One that was rejected
    although the legend shows its very strokes is no example: it is a symbol, that is not to be counted there.
    """
    valid = {page: [r for r in said if _teaches(r)] for page, said in reviews.items()}
    pages = sorted((page for page in valid if valid[page]), key=lambda page: (-len(valid[page]), page))
    for page in pages[:MOST_PAGES]:
        latest = sorted(
            valid[page], key=lambda review: (review.reviewed_at, review.component_id), reverse=True
        )
        yield page, [_confirmed(review) for review in latest[:MOST_OF_PAGE]]


def _teaches(review: Review) -> bool:
    if review.withdrawn:
        return False
    provenance = review.seen.provenance if review.seen else None
    is_legends = (
        provenance is not None and provenance.legend_entry is not None and provenance.method == "strokes"
    )
    return not (is_legends and review.changes.get("status") == "rejected")


def _confirmed(review: Review) -> Confirmed:
    said = Reviewed(None, review).component
    return Confirmed(said.bbox, None if said.status == "rejected" else said.class_name)
