"""What people said of a drawing is known when it is recognised again."""

from __future__ import annotations

from orchestrator.components import Component, Provenance
from orchestrator.drawings import runs
from orchestrator.drawings.confirmed import MOST_OF_PAGE, MOST_PAGES, examples
from orchestrator.drawings.reviews import Review, put_review
from orchestrator.messages import ReprocessMessage
from orchestrator.recognition.classifier import BACKGROUND
from orchestrator.recognition.prototypes import Confirmed
from orchestrator.taxonomy import ALL_CLASSES
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf


def said(page: int, number: int, at: str = "2026-01-01", **changes: object) -> Review:
    seen: Component | None = component(page, number)
    return Review(
        component_id=component(page, number).id,
        page=page,
        changes=changes,
        seen=seen,
        reviewed_by="u1",
        reviewed_at=at,
    )


def test_accepted_renamed_and_rejected_components_are_examples() -> None:
    reviews = [
        said(1, 1, "2026-01-03", status="accepted"),
        said(1, 2, "2026-01-02", status="relabelled", class_name="motor"),
        said(1, 3, "2026-01-01", status="rejected"),
    ]
    box = component(1).bbox
    ((page, confirmed),) = examples({1: reviews})
    assert page == 1
    assert confirmed == [Confirmed(box, "fuse"), Confirmed(box, "motor"), Confirmed(box, None)]


def test_a_symbol_that_the_legend_shows_teaches_nothing_by_not_being_counted_in_one_place() -> None:
    drawn = Provenance(legend_entry="p00001-legend-00001-00001", method="strokes")
    alike = drawn.model_copy(update={"method": "look"})
    first, second, third = (
        said(1, n, status=word) for n, word in enumerate(("rejected", "rejected", "accepted"))
    )
    known = [
        review.model_copy(update={"seen": component(1, n).model_copy(update={"provenance": why})})
        for n, (review, why) in enumerate(((first, drawn), (second, alike), (third, drawn)))
    ]
    ((_, confirmed),) = examples({1: known})
    assert sorted(str(one.class_name) for one in confirmed) == ["None", "fuse"]
    assert list(examples({1: known[:1]})) == []


def test_a_moved_box_is_an_example_where_it_was_moved_to() -> None:
    ((_, (moved,)),) = examples({1: [said(1, 1, status="accepted", bbox=(1, 2, 3, 4))]})
    assert moved.bbox == (1, 2, 3, 4)


def test_only_the_pages_with_the_most_reviews_and_their_latest_are_looked_at() -> None:
    reviews = {
        page: [said(page, n, f"2026-01-01T{n:02d}", status="accepted") for n in range(count)]
        for page, count in enumerate((1, 2, MOST_OF_PAGE + 5, 3, 4, 5), 1)
    }
    reviews[3][-1] = said(3, 99, "2026-01-09", status="rejected")
    found = dict(examples(reviews))
    assert list(found) == [3, 6, 5, 4][:MOST_PAGES]
    assert len(found[3]) == MOST_OF_PAGE
    assert found[3][0].class_name is None


def test_a_drawing_recognised_again_is_recognised_with_its_reviews(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    assert pipeline.networks.knew == [None, None]
    renamed = said(1, 1, status="relabelled", class_name="motor")
    gone = said(9, 1, status="rejected")  # of a page that is not there any more
    for review in (renamed, gone):
        pipeline.aws.table.write(put_review(drawing.id, review))
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "again"))
    assert pipeline.extract(
        ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="again").model_dump()
    )
    pipeline.settle()
    assert pipeline.now(drawing).status == "analyzed"
    first, second = pipeline.networks.knew[2:]
    for known in (first, second):
        assert known is not None
        assert known.classes.tolist() == [ALL_CLASSES.index("motor")]
        assert BACKGROUND not in known.classes
