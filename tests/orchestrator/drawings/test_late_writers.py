"""Promises to a run: no worker of a run before it can put its files over those of this one, however late it is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from orchestrator.components import PageComponents
from orchestrator.drawings import extracting, recognizing, results, runs
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.tag_index import index_tags
from orchestrator.extraction import ExtractedPage
from orchestrator.pages import Page
from orchestrator.recognition.images import decode_png
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import Table
from tests.orchestrator.drawings.delivered import Replayed, recorded
from tests.orchestrator.drawings.pipeline import Networks, Pipeline, component, pdf
from tests.orchestrator.drawings.test_removal import meanwhile

OLD, NEW = pdf("old"), pdf("new")


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[bytes, Replayed]:
    """What extraction reads of the two files: its child process is not what these tests are about."""
    return {data: recorded(data, tmp_path_factory.mktemp("drawing")) for data in (OLD, NEW)}


@pytest.fixture(autouse=True)
def _read_before(monkeypatch: pytest.MonkeyPatch, readings: dict[bytes, Replayed]) -> None:
    monkeypatch.setattr(extracting, "Extraction", lambda path, _limits: readings[path.read_bytes()])


def extracted(pipeline: Pipeline) -> tuple[Drawing, str]:
    """Return a drawing of one page, and the message by which recognition is told of it."""
    drawing = pipeline.upload(OLD)
    (uploaded,) = pipeline.new_events()
    assert pipeline.extract(uploaded)
    (page,) = pipeline.page_messages()
    return drawing, page


def replaced(pipeline: Pipeline, drawing: Drawing, data: bytes) -> Callable[[], None]:
    """Return what sends another file for a drawing and waits until it is analysed."""

    def send() -> None:
        pipeline.networks.found[1] = (component(1, class_name="motor").model_copy(update={"tag": "M1"}),)
        pipeline.put(keys.source_pdf("p1", drawing.id), data)
        pipeline.settle()

    return send


def shown(pipeline: Pipeline, drawing: Drawing) -> tuple[str, list[str], list[str], list[str]]:
    """Return what is kept of a drawing of one page: its text, its components, those counted, and its tags."""
    read = pipeline.store.files.read
    page = Page.from_bytes(read(keys.page_file("p1", drawing.id, 1, "page.json.gz")))
    found = PageComponents.from_bytes(read(keys.page_file("p1", drawing.id, 1, "components.json.gz")))
    counted = json.loads(read(keys.export_file("p1", drawing.id, "takeoff.json")))
    tags = [item["tag"] for item in pipeline.store.table.query_all(keys.tags("p1"), keys.TAG_PREFIX)]
    return (
        page.text.strip(),
        [c.class_name for c in found.components],
        [row["class"] for row in counted["by_class"]],
        tags,
    )


@pytest.mark.parametrize("write", range(1, 4))
def test_extraction_of_a_file_that_was_replaced_loses_at_every_write(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, readings: dict[bytes, Replayed], write: int
) -> None:
    drawing = pipeline.upload(OLD)
    (uploaded,) = pipeline.new_events()
    meanwhile(monkeypatch, Files, "replace", replaced(pipeline, drawing, NEW), nth=write)
    assert pipeline.extract(uploaded)
    pipeline.settle()
    assert shown(pipeline, drawing) == ("new", ["motor"], ["motor"], ["M1"])
    (page,) = readings[NEW].pages()
    assert isinstance(page, ExtractedPage)
    assert page.image_png
    picture = decode_png(pipeline.store.files.read(keys.page_file("p1", drawing.id, 1, "page.png")))
    assert (picture == decode_png(page.image_png)).all()


@pytest.mark.parametrize("write", ["components", "takeoff"])
def test_recognition_and_closing_of_a_file_that_was_replaced_lose(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    drawing, page = extracted(pipeline)
    newer = replaced(pipeline, drawing, NEW)
    meanwhile(monkeypatch, Files, "replace", newer, nth=1 if write == "components" else 2)
    assert pipeline.recognize(page)
    assert shown(pipeline, drawing) == ("new", ["motor"], ["motor"], ["M1"])
    assert pipeline.now(drawing).counts == {"motor": 1}


@pytest.mark.parametrize(
    ("of", "step"), [(Networks, "recognize"), (Files, "replace"), (Table, "transact")], ids=str
)
def test_of_two_workers_at_one_page_only_the_one_that_took_it_last_writes(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, of: type, step: str
) -> None:
    drawing, page = extracted(pipeline)
    other: list[bool] = []

    def delivered_again() -> None:
        pipeline.networks.found[1] = (component(1, class_name="motor"),)
        other.append(pipeline.recognize(page))
        del pipeline.networks.found[1]

    meanwhile(monkeypatch, of, step, delivered_again)
    assert pipeline.recognize(page)
    assert other == [True]
    assert shown(pipeline, drawing)[1:3] == (["motor"], ["motor"])
    assert pipeline.now(drawing).counts == {"motor": 1}
    (state,) = pipeline.store.pages(pipeline.now(drawing))
    assert state.counts == {"motor": 1}


def test_who_lost_a_page_to_a_worker_that_is_not_done_keeps_the_message(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, page = extracted(pipeline)

    def taken_by_one_that_dies() -> None:
        now = pipeline.now(drawing)
        (state,) = pipeline.store.pages(now)
        assert runs.take_page(pipeline.store, drawing.id, state)

    meanwhile(monkeypatch, Files, "replace", taken_by_one_that_dies)
    assert not pipeline.recognize(page)
    assert pipeline.now(drawing).status == "recognizing"
    assert pipeline.recognize(page)
    assert pipeline.now(drawing).counts == {"fuse": 1}


def test_tags_of_a_file_that_was_replaced_do_not_come_back(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, page = extracted(pipeline)
    pipeline.networks.found[1] = (component(1).model_copy(update={"tag": "F1"}),)
    newer = replaced(pipeline, drawing, NEW)

    def late(*args: Any) -> None:  # noqa: ANN401  # whatever recognition says
        with monkeypatch.context() as patch:
            patch.setattr(recognizing, "index_tags", index_tags)
            newer()
        index_tags(*args)

    monkeypatch.setattr(recognizing, "index_tags", late)
    assert pipeline.recognize(page)
    assert shown(pipeline, drawing)[3] == ["M1"]


def test_a_page_that_comes_back_the_same_is_not_taken_for_the_one_an_old_worker_saw(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(OLD)
    pipeline.settle()
    pipeline.put(keys.source_pdf("p1", drawing.id), NEW)
    (second,) = pipeline.new_events()
    meanwhile(monkeypatch, Files, "replace", replaced(pipeline, drawing, OLD), nth=2)
    assert pipeline.extract(second)
    assert shown(pipeline, drawing)[0] == "old"


def test_a_run_that_is_overwritten_by_an_older_one_while_it_looks_writes_again(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(OLD)
    pipeline.settle()
    run, key = pipeline.now(drawing).run or "", keys.document_file("p1", drawing.id)
    meanwhile(
        monkeypatch, Files, "replace", lambda: pipeline.store.files.write(key, b"{}", "application/json")
    )
    results.write(pipeline.store, ("p1", drawing.id), run, {key: b'{"page_count":1}'})
    assert json.loads(pipeline.store.files.read(key)) == {"run": run, "page_count": 1}


def test_who_never_gets_to_write_tries_again_later(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = pipeline.upload(OLD)
    pipeline.settle()
    monkeypatch.setattr(Files, "replace", lambda *_: False)
    with pytest.raises(runs.Busy):
        results.write(pipeline.store, ("p1", drawing.id), pipeline.now(drawing).run or "", {"a.json": b"{}"})


def test_a_stored_file_names_its_run_and_reads_as_before(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(OLD)
    pipeline.settle()
    run = (pipeline.now(drawing).run or "").encode()
    for name in ("page.json.gz", "page.png", "components.json.gz"):
        data = pipeline.store.files.read(keys.page_file("p1", drawing.id, 1, name))
        assert run in data[:80]
        if name.endswith(".gz"):
            assert gzip.decompress(data).startswith(b"{")
