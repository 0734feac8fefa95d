from __future__ import annotations

from tests.orchestrator.drawings.pipeline import Pipeline, pdf


def test_an_uploaded_drawing_ends_analyzed_with_its_counts(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("one", "two"))
    pipeline.settle()
    done = pipeline.now(drawing)
    assert (done.status, done.progress, done.page_count, done.pages_done) == ("analyzed", 1.0, 2, 2)
    assert done.counts == {"fuse": 2}
    assert done.error is None
