"""The legend of a drawing through the API."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pymupdf
import pytest
from botocore.stub import Stubber
from numpy.typing import NDArray

from orchestrator.components import Component, Provenance
from orchestrator.drawings.legend_words import EntryWord, put_word
from orchestrator.errors import DrawingError
from orchestrator.legends import LegendEntry
from orchestrator.pages import Page
from orchestrator.recognition.legend.symbols import LegendSymbol
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import ConditionFailed
from orchestrator.storage.table import change as change_item
from tests.functions.drawings.api import DRAWINGS, Answer, Api
from tests.orchestrator.drawings.pipeline import component

FUSE, ROD = "p00001-legend-00032-00076", "p00001-legend-00032-00106"


def explained() -> bytes:
    """Return a page with a legend of two symbols, and a second one with two fuses and a motor."""
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=200)
        page.insert_text((20, 40), "LEGEND")
        for y, text in ((80, "FUSE, SIZE AS NOTED"), (110, "GROUND ROD")):
            page.insert_text((60, y), text, fontsize=9)
            page.draw_rect((22, y - 9, 42, y + 1))
        document.new_page(width=300, height=200).insert_text((20, 40), "E-101")
        data: bytes = document.tobytes()
    return data


def at(x: float, y: float, page: int, class_name: str = "fuse") -> Component:
    found = component(page, round(x), class_name)
    return found.model_copy(update={"bbox": (x, y, 10.0, 10.0)})


@pytest.fixture
def drawing(api: Api) -> str:
    api.pipeline.networks.found = {
        1: (at(25, 70, 1), at(200, 150, 1, "busbar")),
        2: (at(20, 100, 2), at(60, 100, 2), at(120, 100, 2, "motor")),
    }
    uploaded = api.pipeline.upload(explained())
    api.pipeline.settle()
    return f"{DRAWINGS}/{uploaded.id}"


def found(*boxes: tuple[int, list[float]], pages: tuple[int, ...] = (1, 2)) -> dict[str, Any]:
    """Return what recognition answers when an entry's picture is drawn in boxes of pages."""
    sure = {"scale": 1.0, "confidence": 0.9, "band": "high"}
    result = {
        "example": [22, 71, 20, 10],
        "scale": 1.0,
        "pages": [
            {
                "page": page,
                "method": "strokes",
                "placements": [{"bbox": box, **sure} for number, box in boxes if number == page],
            }
            for page in pages
        ],
    }
    return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps({"result": result}).encode())}


def change(api: Api, path: str, body: dict[str, Any], answer: dict[str, Any], **headers: str) -> Answer:
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", answer)
        return api("PATCH", path, body, **headers)


def test_entries_are_counted_and_what_explains_is_not(api: Api, drawing: str) -> None:
    legend = api("GET", f"{drawing}/legend").body
    fuse, rod = legend["entries"]
    assert (fuse["id"], fuse["description"], fuse["class"]) == (FUSE, "FUSE, SIZE AS NOTED", "fuse")
    assert (fuse["count"], fuse["counted_by"], fuse["status"], fuse["version"]) == (2, "class", "found", 0)
    assert (rod["class"], rod["count"]) == ("ground_rod", 0)
    assert legend["not_drawn"] == [ROD]
    assert legend["not_in_legend"] == [{"class": "busbar", "count": 1}, {"class": "motor", "count": 1}]
    assert [(a["page"], a["class"], a["reason"]) for a in legend["set_aside"]] == [(1, "fuse", "legend")]
    takeoff = api("GET", f"{drawing}/takeoff").body
    assert {row["class"]: row["count"] for row in takeoff["by_class"]} == {"busbar": 1, "motor": 1, "fuse": 2}


def test_a_drawing_without_a_legend_misses_nothing_in_it(api: Api) -> None:
    legend = api("GET", f"{api.analyzed()}/legend").body
    assert (
        legend["entries"] == legend["not_in_legend"] == legend["not_drawn"] == legend["abbreviations"] == []
    )


def test_a_changed_entry_is_counted_again_outside_the_legend(api: Api, drawing: str) -> None:
    places = found(
        (1, [22, 71, 20, 10]), (2, [20, 100, 10, 10]), (2, [60, 100, 10, 10]), (2, [90, 100, 10, 10])
    )
    changed = change(api, f"{drawing}/legend/{ROD}", {"class": "test_well"}, places)
    assert (changed.status, changed.headers["etag"]) == (200, '"1"')
    assert (changed.body["class"], changed.body["status"]) == ("test_well", "changed")
    assert (changed.body["count"], changed.body["counted_by"]) == (3, "strokes")
    legend = api("GET", f"{drawing}/legend").body
    assert legend["entries"][1] == changed.body
    assert legend["not_drawn"] == []


def test_an_entry_is_confirmed_cut_anew_and_taken_back(api: Api, drawing: str) -> None:
    path = f"{drawing}/legend/{FUSE}"
    confirmed = change(api, path, {"status": "confirmed"}, found())
    assert (confirmed.body["status"], confirmed.body["count"]) == ("confirmed", 0)
    cut = change(api, path, {"bbox": [20, 70, 10, 10]}, found((2, [1, 1, 5, 5])), If_Match='"1"')
    assert (cut.body["status"], cut.body["bbox"], cut.body["count"]) == ("changed", [20, 70, 10, 10], 1)
    back = api("PATCH", path, {"status": "found"})
    assert (back.body["status"], back.body["count"], back.body["counted_by"]) == ("found", 2, "class")
    assert back.body["bbox"] != cut.body["bbox"]


def known_cuts(api: Api, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, list[float]]]:
    """Return what will be known: the entries' boxes, by entry, each time the symbols of a legend are made."""
    networks = api.pipeline.networks
    known: list[dict[str, list[float]]] = []
    make = networks.symbols

    def noting(image: NDArray[np.uint8], page: Page, entries: Sequence[LegendEntry]) -> list[LegendSymbol]:
        known.append({entry.id: list(entry.bbox) for entry in entries})
        return make(image, page, entries)

    monkeypatch.setattr(networks, "symbols", noting)
    return known


CUT, OTHER_CUT = [20, 70, 10, 10], [20, 100, 12, 12]


def test_a_new_cut_names_components_without_another_request(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, known = f"{drawing}/legend/{FUSE}", known_cuts(api, monkeypatch)
    motor = next(c for c in api("GET", f"{drawing}/components").body["items"] if c["class"] == "motor")
    assert api("PATCH", f"{drawing}/components/{motor['id']}", {"status": "rejected"}).status == 200
    cut = change(api, path, {"bbox": CUT}, found((2, [1, 1, 5, 5]), (2, [9, 9, 5, 5])))
    assert (cut.body["count"], cut.body["counted_by"]) == (2, "strokes")
    assert "are being recognised again" in cut.body["note"]
    assert api("GET", f"{drawing}/legend").body["entries"][0]["note"] == cut.body["note"]
    waiting = api("GET", drawing).body
    assert (waiting["status"], waiting["recounting"]) == ("analyzed", True)
    assert counts(api, drawing) == {"busbar": 1, "fuse": 2}
    cut_anew = (explaining(20, "fuse"), explaining(60, "fuse"), explaining(90, "fuse"))
    api.pipeline.networks.found[2] = (*cut_anew, at(120, 100, 2, "motor"))
    api.pipeline.reprocess()
    assert known == [{FUSE: CUT, ROD: known[0][ROD]}]
    again = api("GET", f"{drawing}/legend").body["entries"][0]
    assert (again["bbox"], again["status"]) == (CUT, "changed")
    assert (again["count"], again["counted_by"], again["note"]) == (3, "class", None)
    listed = api("GET", f"{drawing}/components?page=2&class=fuse").body["items"]
    assert [c["provenance"]["legend_entry"] for c in listed] == [FUSE] * 3
    assert counts(api, drawing) == {"busbar": 1, "fuse": 3}  # the motor is rejected as before
    ended = api("GET", drawing).body
    assert (ended["status"], ended["recounting"], ended["counts"]["fuse"]) == ("analyzed", False, 3)
    assert api("PATCH", path, {"class": "relay"}).body["note"] is None
    assert counts(api, drawing) == {"busbar": 1, "relay": 3}


def test_entries_cut_anew_one_after_the_other_are_recognised_together(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_cuts(api, monkeypatch)
    api.pipeline.networks.looked_at.clear()
    for entry, box in ((FUSE, CUT), (ROD, OTHER_CUT)):
        assert change(api, f"{drawing}/legend/{entry}", {"bbox": box}, found()).status == 200
    api.pipeline.reprocess()
    assert api.pipeline.networks.looked_at == [1, 2]
    assert known == [{FUSE: CUT, ROD: OTHER_CUT}]
    assert not api("GET", drawing).body["recounting"]


def test_an_entry_cut_anew_while_pages_are_recognised_by_another_cut_is_not_lost(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_cuts(api, monkeypatch)
    networks = api.pipeline.networks
    networks.looked_at.clear()
    assert change(api, f"{drawing}/legend/{FUSE}", {"bbox": CUT}, found()).status == 200
    networks.meanwhile = lambda: change(api, f"{drawing}/legend/{ROD}", {"bbox": OTHER_CUT}, found())
    api.pipeline.reprocess()
    assert known[0][ROD] != OTHER_CUT
    api.pipeline.reprocess()
    assert known[-1] == {FUSE: CUT, ROD: OTHER_CUT}
    assert networks.looked_at == [1, 2, 1]  # the second page knew both at once
    fuse, rod = api("GET", f"{drawing}/legend").body["entries"]
    assert (fuse["note"], rod["note"]) == (None, None)
    assert not api("GET", drawing).body["recounting"]


def test_the_same_box_once_more_starts_nothing_and_taking_it_back_does(api: Api, drawing: str) -> None:
    path, networks = f"{drawing}/legend/{FUSE}", api.pipeline.networks
    assert change(api, path, {"bbox": CUT}, found()).status == 200
    api.pipeline.reprocess()
    networks.looked_at.clear()
    assert change(api, path, {"bbox": CUT}, found()).body["note"] is None
    api.pipeline.reprocess()
    assert networks.looked_at == []
    assert "are being recognised again" in api("PATCH", path, {"status": "found"}).body["note"]
    api.pipeline.reprocess()
    assert networks.looked_at == [1, 2]
    assert api("GET", f"{drawing}/legend").body["entries"][0]["note"] is None


def test_a_page_that_fails_when_it_is_looked_at_again_keeps_what_it_had_and_says_so(
    api: Api, drawing: str
) -> None:
    networks, path = api.pipeline.networks, f"{drawing}/legend/{FUSE}"
    networks.raises[2] = DrawingError("timeout", "The page takes too long.")
    assert change(api, path, {"bbox": CUT}, found()).status == 200
    api.pipeline.reprocess()
    (warning,) = api("GET", f"{drawing}/pages/2").body["warnings"]
    assert warning.startswith("An entry of the legend was cut anew; until the drawing is reprocessed")
    whole = api("GET", drawing).body
    assert (whole["status"], whole["recounting"], whole["counts"]["fuse"]) == ("analyzed", False, 2)
    del networks.raises[2]
    assert change(api, path, {"bbox": OTHER_CUT}, found()).status == 200
    api.pipeline.reprocess()
    assert api("GET", f"{drawing}/pages/2").body["warnings"] == []


def test_a_page_that_kills_its_workers_when_it_is_looked_at_again_ends_too(api: Api, drawing: str) -> None:
    api.pipeline.networks.raises[2] = RuntimeError("killed")
    assert change(api, f"{drawing}/legend/{FUSE}", {"bbox": CUT}, found()).status == 200
    api.pipeline.reprocess()
    assert len(api("GET", f"{drawing}/pages/2").body["warnings"]) == 1
    whole = api("GET", drawing).body
    assert (whole["status"], whole["recounting"]) == ("analyzed", False)
    assert counts(api, drawing) == {"busbar": 1, "fuse": 2, "motor": 1}


def test_a_new_cut_is_refused_while_a_run_is_under_way_also_one_that_has_just_begun(
    api: Api, drawing: str
) -> None:
    path, drawing_id = f"{drawing}/legend/{FUSE}", drawing.rsplit("/", 1)[1]
    store = api.pipeline.store
    seen = store.drawing("p1", drawing_id)
    assert api("POST", f"{drawing}/reprocess").status == 202
    assert api("PATCH", path, {"bbox": CUT}).status == 409
    word = EntryWord(entry_id=FUSE, changes={"bbox": CUT}, changed_by="u1", changed_at="2026-01-01")
    with pytest.raises(ConditionFailed):
        store.table.transact(put_word(seen, word, {}, recut=True))
    api.pipeline.reprocess()
    assert not api("GET", drawing).body["recounting"]


def test_what_cannot_be_searched_or_only_in_part_is_said(api: Api, drawing: str) -> None:
    refused = json.dumps({"refused": "A bare circle."}).encode()
    path = f"{drawing}/legend/{FUSE}"
    plain = change(api, path, {"status": "confirmed"}, {"StatusCode": 200, "Payload": io.BytesIO(refused)})
    assert (plain.body["note"], plain.body["counted_by"], plain.body["count"]) == (
        "A bare circle.",
        "class",
        2,
    )
    partly = change(api, path, {"status": "confirmed"}, found((2, [1, 1, 5, 5]), pages=(2,)))
    assert partly.body["note"] == "1 of 2 pages were searched."
    broken = {"FunctionError": "Unhandled", "Payload": io.BytesIO(b"{}")}
    assert change(api, path, {"status": "confirmed"}, broken).status == 503


def explaining(x: float, class_name: str, entry: str = FUSE) -> Component:
    provenance = Provenance(legend_entry=entry, method="strokes")
    return at(x, 100, 2, class_name).model_copy(update={"provenance": provenance})


def counts(api: Api, path: str) -> dict[str, int]:
    return {row["class"]: row["count"] for row in api("GET", f"{path}/takeoff").body["by_class"]}


def test_renaming_an_entry_renames_and_counts_all_that_was_found_with_it(api: Api) -> None:
    found = (
        explaining(20, "fuse"),
        explaining(60, "fuse"),
        at(120, 100, 2, "motor"),
        explaining(200, "rod", ROD),
    )
    api.pipeline.networks.found = {1: (at(200, 150, 1, "busbar"),), 2: found}
    drawing_id = api.pipeline.upload(explained()).id
    api.pipeline.settle()
    drawing = f"{DRAWINGS}/{drawing_id}"
    assert counts(api, drawing)["fuse"] == 2
    path = f"{drawing}/legend/{FUSE}"
    renamed = api("PATCH", path, {"class": "test_well"})
    assert (renamed.status, renamed.body["class"]) == (200, "test_well")
    assert (renamed.body["count"], renamed.body["counted_by"], renamed.body["note"]) == (2, "class", None)
    assert counts(api, drawing) == {"busbar": 1, "motor": 1, "rod": 1, "test_well": 2}
    listed = api("GET", f"{drawing}/components?class=test_well").body["items"]
    assert [(c["source"], c["alternatives"][0]["class"]) for c in listed] == [("legend", "fuse")] * 2
    (one, *_) = listed
    accepted = api("PATCH", f"{drawing}/components/{one['id']}", {"status": "accepted"}).body
    assert (accepted["class"], accepted["status"]) == ("test_well", "accepted")
    shared = api("PATCH", path, {"class": "ground_rod"}).body
    assert (shared["count"], shared["counted_by"]) == (2, "components")
    back = api("PATCH", path, {"status": "found"}).body
    assert (back["class"], back["count"]) == ("fuse", 2)
    assert counts(api, drawing)["fuse"] == 2
    assert api.pipeline.store.drawing("p1", drawing_id).has_legend


def test_the_names_of_a_drawing_stored_before_it_held_them_itself_count_and_are_kept_with_the_next(
    api: Api,
) -> None:
    api.pipeline.networks.found = {2: (explaining(20, "fuse"), explaining(60, "rod", ROD))}
    drawing_id = api.pipeline.upload(explained()).id
    api.pipeline.settle()
    path, store = f"{DRAWINGS}/{drawing_id}", api.pipeline.store
    assert api("PATCH", f"{path}/legend/{FUSE}", {"class": "test_well"}).status == 200
    assert store.drawing("p1", drawing_id).legend_names == {FUSE: "test_well"}
    store.table.write(change_item(keys.drawing("p1", drawing_id), removes=["legend_names"]))
    for named in ({"test_well": 1, "rod": 1}, {"test_well": 1, "relay": 1}):
        listed = api("GET", f"{path}/components").body["items"]
        assert Counter(c["class"] for c in listed) == named
        assert counts(api, path) == named
        assert api("PATCH", f"{path}/legend/{ROD}", {"class": "relay"}).status == 200
    assert store.drawing("p1", drawing_id).legend_names == {FUSE: "test_well", ROD: "relay"}


def test_two_who_name_two_entries_at_once_both_do(api: Api) -> None:
    api.pipeline.networks.found = {2: (explaining(20, "fuse"), explaining(60, "rod", ROD))}
    uploaded = api.pipeline.upload(explained())
    api.pipeline.settle()
    store = api.pipeline.store
    seen = store.drawing("p1", uploaded.id)
    for entry in (FUSE, ROD):
        changes = {"class_name": "relay"}
        word = EntryWord(entry_id=entry, changes=changes, changed_by="u1", changed_at="2026-01-01")
        store.table.transact(put_word(seen, word, {}))
    assert store.drawing("p1", uploaded.id).legend_names == {FUSE: "relay", ROD: "relay"}
    assert counts(api, f"{DRAWINGS}/{uploaded.id}") == {"relay": 2}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"class": None},
        {"class": "Not A Name"},
        {"status": "found", "class": "fuse"},
        {"bbox": [1, 2, 0, 1]},
    ],
)
def test_a_change_that_says_nothing_sensible_is_refused(api: Api, drawing: str, body: dict[str, Any]) -> None:
    assert api("PATCH", f"{drawing}/legend/{FUSE}", body).status == 422


def test_another_version_or_entry_or_a_box_off_the_page_is_refused(api: Api, drawing: str) -> None:
    path = f"{drawing}/legend/{FUSE}"
    assert api("PATCH", path, {"status": "confirmed"}, If_Match='"7"').status == 412
    assert api("PATCH", f"{drawing}/legend/p00001-legend-1", {"status": "confirmed"}).status == 404
    assert api("PATCH", path, {"bbox": [290, 10, 20, 20]}).status == 422
