from __future__ import annotations

import csv
import io
import json
from urllib.parse import parse_qs, unquote, urlsplit

import openpyxl
import pymupdf
import pytest

from orchestrator.components import PageComponents
from orchestrator.drawings.reviewed import reviewed_pages
from orchestrator.errors import DrawingError
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.takeoff import takeoff
from tests.functions.drawings.api import DRAWINGS, Api
from tests.orchestrator.drawings.pipeline import component, pdf

FUSE = {"page": 1, "class": "fuse", "bbox": [10, 20, 30, 40], "tag": "F-7"}


def test_the_takeoff_counts_by_class_page_and_band_and_what_was_reviewed(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"status": "accepted"})
    takeoff = api("GET", f"{drawing}/takeoff").body
    assert (takeoff["count"], takeoff["reviewed"], takeoff["unreviewed"]) == (3, 1, 2)
    assert takeoff["bands"] == {"high": 2, "review": 0, "low": 1}
    assert [(page["page"], page["count"]) for page in takeoff["by_page"]] == [(1, 2), (2, 1)]


def test_a_takeoff_and_its_exports_leave_out_what_is_less_sure_than_asked_for(api: Api, drawing: str) -> None:
    assert api("GET", f"{drawing}/takeoff?min_confidence=0.8").body["count"] == 2
    assert api("GET", f"{drawing}/takeoff").body["count"] == 3
    record = json.loads(api.file(api("GET", f"{drawing}/exports/json?min_confidence=0.8")))
    assert sum(len(page["components"]) for page in record["pages"]) == 2
    assert api("GET", f"{drawing}/takeoff?min_confidence=2").status == 422
    api("PATCH", f"{drawing}/components/p00001-00002-00060", {"status": "accepted"})
    assert api("GET", f"{drawing}/takeoff?min_confidence=0.8").body["count"] == 3


def test_a_takeoff_reads_the_pages_that_people_reviewed_alone(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    api("POST", f"{drawing}/components", FUSE)
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"class": "motor"})
    api("PATCH", f"{drawing}/components/p00001-00002-00060", {"status": "rejected"})
    opened: list[str] = []
    read = Files.read

    def noted(files: Files, key: str) -> bytes:
        opened.append(key.rsplit("/", 2)[1])
        return read(files, key)

    monkeypatch.setattr(Files, "read", noted)
    told = api("GET", f"{drawing}/takeoff").body
    assert opened == ["exports", "00001"]
    store = api.pipeline.store
    found = next(d for d in store.drawings("p1") if drawing.endswith(d.id))
    assert told == takeoff(reviewed_pages(store, found)).model_dump(mode="json", by_alias=True)
    assert [(row["page"], row["count"]) for row in told["by_page"]] == [(1, 2), (2, 1)]


def test_a_page_recognised_since_the_drawing_was_closed_is_counted_as_it_is(api: Api, drawing: str) -> None:
    api("PATCH", f"{drawing}/components/p00001-00001-00060", {"status": "accepted"})
    key = keys.page_file("p1", drawing.rpartition("/")[2], 1, "components.json.gz")
    files = api.pipeline.store.files
    stored = PageComponents.from_bytes(files.read(key))
    more = stored.model_copy(update={"components": (*stored.components, component(1, 7, "relay"))})
    files.write(key, more.to_bytes(), "application/gzip")
    rows = api("GET", f"{drawing}/takeoff").body["by_class"]
    assert {row["class"]: row["count"] for row in rows} == {"fuse": 2, "motor": 1, "relay": 1}


def test_an_export_of_more_than_it_holds_is_refused(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORT_COMPONENTS", "2")
    refused = api("GET", f"{drawing}/exports/csv")
    assert (refused.status, "at most 2 components" in refused.body["detail"]) == (409, True)
    assert api("GET", f"{drawing}/exports/csv?min_confidence=0.8").status == 303


def test_a_failed_page_is_named_in_the_takeoff_and_not_counted_as_empty(api: Api) -> None:
    api.pipeline.networks.raises[2] = DrawingError("timeout", "Slow.")
    drawing = api.analyzed("one", "two")
    takeoff = api("GET", f"{drawing}/takeoff").body
    assert (takeoff["count"], takeoff["failed_pages"]) == (1, [2])


def test_a_drawing_that_is_not_analysed_has_no_takeoff_and_says_why(api: Api) -> None:
    waiting = f"{DRAWINGS}/{api.pipeline.upload(pdf('one')).id}"
    answer = api("GET", f"{waiting}/takeoff")
    assert (answer.status, "not analysed yet" in answer.body["detail"]) == (409, True)
    broken = f"{DRAWINGS}/{api.pipeline.upload(b'GIF89a').id}"
    api.pipeline.settle()
    assert "could not be analysed" in api("GET", f"{broken}/exports/csv").body["detail"]


def test_a_projects_takeoff_adds_up_its_drawings_and_names_the_missing(api: Api, drawing: str) -> None:
    other = api.analyzed("three").rsplit("/", 1)[1]
    broken = api.pipeline.upload(b"GIF89a")
    api.pipeline.settle()
    api("PATCH", f"{drawing}/components/p00002-00001-00060", {"class": "motor"})
    whole = api("GET", "/v1/projects/p1/takeoff").body
    assert {row["class"]: row["count"] for row in whole["by_class"]} == {"fuse": 2, "motor": 3}
    assert {row["drawing"] for row in whole["by_drawing"]} == {drawing.rsplit("/", 1)[1], other}
    assert [(row["drawing"], row["status"]) for row in whole["uncounted"]] == [(broken.id, "failed")]


def test_every_export_is_a_real_file_of_its_kind(api: Api, drawing: str) -> None:
    api("POST", f"{drawing}/components", FUSE)
    files = {
        kind: api.file(api("GET", f"{drawing}/exports/{kind}"))
        for kind in ("csv", "xlsx", "json", "pdf", "audit", "coco")
    }
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert len(rows) == 5
    assert openpyxl.load_workbook(io.BytesIO(files["xlsx"])).sheetnames
    record = json.loads(files["json"])
    assert [len(page["components"]) for page in record["pages"]] == [3, 1]
    coco = json.loads(files["coco"])
    assert len(coco["annotations"]) == 4
    for image in coco["images"]:
        key = keys.page_file("p1", drawing.rsplit("/", 1)[1], image["id"], "page.png")
        picture = pymupdf.Pixmap(api.pipeline.store.files.read(key))
        assert (image["width"], image["height"]) == (picture.width, picture.height)
    with pymupdf.open(stream=files["pdf"]) as annotated:
        assert [len(page.annot_xrefs()) for page in annotated] == [3, 1]
    with pymupdf.open(stream=files["audit"]) as audited:
        assert [len(page.annot_xrefs()) for page in audited] == [3, 1]


def test_an_export_is_given_to_who_takes_its_kind_of_file(api: Api, drawing: str) -> None:
    for kind, accept, status in (
        ("csv", "text/csv", 303),
        ("csv", "application/json", 406),
        ("csv", "application/json, text/*;q=0.1", 303),
        ("json", "application/json", 303),
        ("pdf", "application/pdf;q=0, */*", 406),
    ):
        answer = api("GET", f"{drawing}/exports/{kind}", Accept=accept)
        assert answer.status == status, (kind, accept)
        assert status == 303 or answer.body["title"] == "Not Acceptable"
    assert api("GET", f"{drawing}/pages/1/image", Accept="image/*").status == 303
    assert api("DELETE", drawing, Accept="image/png").status == 204, "there is nothing to take"


def test_an_export_is_saved_under_the_drawings_name(api: Api) -> None:
    drawing = api.pipeline.upload(pdf("one"), filename='Plan "E-101" Übersicht.pdf')
    api.pipeline.settle()
    answer = api("GET", f"{DRAWINGS}/{drawing.id}/exports/csv")
    (said,) = parse_qs(urlsplit(answer.headers["location"]).query)["response-content-disposition"]
    assert said.startswith('attachment; filename="Plan _E-101_ _bersicht-takeoff.csv"; ')
    assert unquote(said).endswith("UTF-8''Plan \"E-101\" Übersicht-takeoff.csv")
    assert answer.headers["cache-control"] == "no-store"
    assert api("GET", f"{DRAWINGS}/{drawing.id}/exports/dwg").status == 422
