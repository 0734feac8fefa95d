"""Promises of the tag index: whoever is late, or comes between, it has what the file of each page has."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator.drawings import recognizing, runs
from orchestrator.drawings.tag_index import index_tags
from orchestrator.storage import keys
from orchestrator.storage.table import Table
from tests.orchestrator.drawings.pipeline import MAX_RECEIVES, Pipeline, component, pdf
from tests.orchestrator.drawings.test_closing import given_up
from tests.orchestrator.drawings.test_removal import meanwhile

TAGGED = (component(1).model_copy(update={"tag": "F1"}),)


def tags(pipeline: Pipeline) -> list[str]:
    """Return the tags that the index has."""
    return [item["tag"] for item in pipeline.store.table.query_all(keys.tags("p1"))]


def test_what_a_worker_left_of_a_page_that_is_given_up_again_goes(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (body, _) = given_up(pipeline)

    def die(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr(runs, "finish_page", die)
        assert not pipeline.recognize(body)
    assert tags(pipeline) == ["F1"]
    assert not pipeline.recognize(body, MAX_RECEIVES)
    assert tags(pipeline) == []
    assert pipeline.recognize(body)
    assert tags(pipeline) == ["F1"]


def test_who_is_at_a_page_that_is_given_up_writes_no_more_tags(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(pdf("E-1"))
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    (body,) = pipeline.page_messages()
    pipeline.networks.found[1] = TAGGED
    pipeline.networks.meanwhile = lambda: pipeline.recognize(body, MAX_RECEIVES)
    assert not pipeline.recognize(body)
    assert (pipeline.now(drawing).status, tags(pipeline)) == ("failed", [])
    assert pipeline.recognize(body)
    assert (pipeline.now(drawing).status, tags(pipeline)) == ("analyzed", ["F1"])


@pytest.mark.parametrize("transaction", [1, 2, 3])
def test_of_many_tags_none_is_left_that_no_note_names(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, transaction: int
) -> None:
    _, (body, _) = given_up(pipeline)
    many = [component(1, n).model_copy(update={"tag": f"F{n:03}"}) for n in range(150)]
    pipeline.networks.found[1] = tuple(many)

    def die() -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        meanwhile(dying, Table, "transact", die, nth=transaction)
        assert not pipeline.recognize(body)
    assert len(tags(pipeline)) <= 150
    pipeline.networks.found[1] = TAGGED
    assert pipeline.recognize(body)
    assert tags(pipeline) == ["F1"]


@pytest.mark.filterwarnings("ignore:No application metrics")
def test_who_is_late_with_a_page_that_is_no_more_writes_no_tags(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(pdf("E-1", "E-2"))
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    pipeline.networks.found[2] = (component(2).model_copy(update={"tag": "F2"}),)
    first, second = sorted(pipeline.page_messages())
    assert pipeline.recognize(first)

    def late(*args: Any) -> None:  # noqa: ANN401  # whatever recognition says
        with monkeypatch.context() as patch:
            patch.setattr(recognizing, "index_tags", index_tags)
            pipeline.put(keys.source_pdf("p1", drawing.id), pdf("E-3"))
            pipeline.settle()
        index_tags(*args)

    monkeypatch.setattr(recognizing, "index_tags", late)
    assert pipeline.recognize(second)
    assert (pipeline.now(drawing).status, tags(pipeline)) == ("analyzed", [])
