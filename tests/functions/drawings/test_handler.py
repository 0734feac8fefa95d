from __future__ import annotations

import base64
import importlib
import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pymupdf
import pytest
from botocore.stub import Stubber
from PIL import Image

from orchestrator.components import Cloud, RegionResult, RevisionMark
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.routes import pages
from orchestrator.drawings.routes.drawings import STALLED
from orchestrator.drawings.thumbnails import shrink
from orchestrator.errors import DrawingError
from orchestrator.pages import Page
from orchestrator.recognition.scans.clouds import NOT_SEARCHED
from orchestrator.routes import ROUTES
from orchestrator.settings import MissingSetting
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import Write, change
from tests.aws_events import rest_event
from tests.conftest import Aws
from tests.functions.drawings.api import DRAWINGS, MODULE, Api
from tests.orchestrator.drawings.pipeline import add_project, component, pdf

QUERIES = {"/tags": "?q=CB-1", "/compare": "?to=d2", "/compare/image": "?to=d2&page=1"}


def drawing_routes() -> Iterator[tuple[str, str]]:
    """Yield method and path of every route of this function, with ids in place."""
    values = {
        "project_id": "p1",
        "drawing_id": "d1",
        "page": "1",
        "component_id": "p00001-a",
        "entry_id": "p00001-legend-a",
        "format": "csv",
    }
    for route in ROUTES:
        if route.function == "drawings":
            query = next((asked for end, asked in QUERIES.items() if route.path.endswith(end)), "")
            yield route.method, route.path.format(**values) + query


BODIES = {
    "drawings": {"filename": "plan.pdf"},
    "recognize": {"regions": [[1, 2, 3, 4]]},
    "find": {"page": 1, "bbox": [1, 2, 3, 4]},
    "components": {"page": 1, "class": "fuse", "bbox": [1, 2, 3, 4]},
    "reviews": {"additions": [{"page": 1, "class": "fuse", "bbox": [1, 2, 3, 4]}]},
    "d1": {"title": "Power plan"},
    "p00001-a": {"status": "accepted"},
    "p00001-legend-a": {"status": "confirmed"},
}


def test_the_function_does_not_start_without_its_settings(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BUCKET_NAME", raising=False)
    with pytest.raises(MissingSetting, match="BUCKET_NAME"):
        importlib.reload(importlib.import_module(MODULE))


@pytest.mark.parametrize(("method", "path"), list(drawing_routes()))
def test_who_is_no_member_meets_nothing(api: Api, method: str, path: str) -> None:
    add_project(api.pipeline.aws, "p1")
    api.pipeline.aws.table.write(Write("delete", keys.member("p1", member_id())))
    answer = api(method, path, BODIES.get(path.rsplit("/", 1)[1]))
    assert answer.status == 404
    assert answer.body["detail"] == "There is no such project, or you are not a member of it."


@pytest.mark.parametrize(("method", "path"), list(drawing_routes()))
def test_who_may_only_read_changes_nothing(api: Api, method: str, path: str) -> None:
    add_project(api.pipeline.aws, "p1", role="electrician")
    answer = api(method, path, BODIES.get(path.rsplit("/", 1)[1]))
    changes = method != "GET" and not path.endswith(("/recognize", "/find"))
    assert (answer.status == 403) == changes


def member_id() -> str:
    """Return the caller's user id."""
    user: str = rest_event("GET", "/")["requestContext"]["authorizer"]["user_id"]
    return user


def test_a_slot_accepts_one_key_one_type_and_a_limited_size(api: Api) -> None:
    answer = api("POST", DRAWINGS, {"filename": "E-101.pdf", "size_bytes": 5_000})
    assert answer.status == 201
    drawing, upload = answer.body["drawing"], answer.body["upload"]
    assert (drawing["status"], drawing["progress"]) == ("awaiting_upload", 0)
    assert answer.headers["location"] == f"{DRAWINGS}/{drawing['id']}"
    policy = json.loads(base64.b64decode(upload["fields"]["policy"]))
    assert {"key": keys.source_pdf("p1", drawing["id"])} in policy["conditions"]
    assert {"Content-Type": "application/pdf"} in policy["conditions"]
    assert ["content-length-range", 1, 100_000_000] in policy["conditions"]
    assert policy["expiration"][:16] == upload["expires_at"][:16]
    assert upload["fields"]["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "body",
    [
        {"filename": "plan.dwg"},
        {"filename": "../plan.pdf"},
        {"filename": "a\u0000b.pdf"},
        {"filename": "plan.pdf", "size_bytes": 200_000_000},
        {"filename": "plan.pdf", "size_bytes": 0},
        {},
    ],
)
def test_a_slot_for_what_cannot_be_a_drawing_is_refused(api: Api, body: dict[str, Any]) -> None:
    answer = api("POST", DRAWINGS, body)
    assert answer.status == 422
    assert answer.body["errors"]


def test_a_slot_asked_for_twice_with_one_key_is_one_drawing(api: Api) -> None:
    first = api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key="k1")
    again = api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key="k1")
    assert first.body["drawing"]["id"] == again.body["drawing"]["id"]
    assert len(api("GET", DRAWINGS).body["items"]) == 1


def test_drawings_are_listed_newest_first_and_page_by_page(api: Api) -> None:
    names = [f"{n}.pdf" for n in range(3)]
    for name in names:
        api("POST", DRAWINGS, {"filename": name})
    first = api("GET", f"{DRAWINGS}?limit=2").body
    rest = api("GET", f"{DRAWINGS}?limit=2&cursor={first['next_cursor']}").body
    listed = [item["filename"] for item in first["items"] + rest["items"]]
    assert (listed, rest["next_cursor"]) == (names[::-1], None)


def test_a_drawing_tells_how_far_it_is_and_its_etag_changes_with_it(api: Api) -> None:
    drawing = api.pipeline.upload(pdf("one"))
    before = api("GET", f"{DRAWINGS}/{drawing.id}")
    api.pipeline.settle()
    after = api("GET", f"{DRAWINGS}/{drawing.id}")
    assert (before.body["status"], after.body["status"]) == ("awaiting_upload", "analyzed")
    assert (after.body["progress"], after.body["counts"]) == (1.0, {"fuse": 1})
    assert before.headers["etag"] != after.headers["etag"]
    assert "run" not in after.body


def test_a_drawing_that_is_not_there_is_404(api: Api) -> None:
    for method, path in drawing_routes():
        if "/d1" in path:
            assert api(method, path, BODIES.get(path.rsplit("/", 1)[1])).status == 404, path


def test_a_deleted_drawing_takes_its_files_with_it(api: Api) -> None:
    drawing = api.analyzed()
    api("POST", f"{drawing}/components", {"page": 1, "class": "fuse", "bbox": [1, 2, 3, 4]})
    assert api("DELETE", drawing, If_Match='"1"').status == 412
    assert api("DELETE", drawing, If_Match=api("GET", drawing).headers["etag"]).status == 204
    assert api("GET", drawing).status == 404
    assert list(api.pipeline.store.files.keys("")) == []
    assert list(api.pipeline.aws.table.query_all(f"DRAWING#{drawing.rsplit('/', 1)[1]}")) == []


def test_reprocessing_asks_the_queue_for_a_new_run(api: Api) -> None:
    drawing = api.analyzed()
    answer = api("POST", f"{drawing}/reprocess")
    assert (answer.status, answer.body["status"], answer.body["progress"]) == (202, "queued", 0.0)
    assert api("POST", f"{drawing}/reprocess").status == 409
    api.pipeline.reprocess()
    assert api("GET", drawing).body["status"] == "analyzed"


def test_a_drawing_without_a_file_cannot_be_reprocessed_and_a_stalled_one_can(api: Api) -> None:
    waiting = api("POST", DRAWINGS, {"filename": "plan.pdf"}).body["drawing"]
    assert api("POST", f"{DRAWINGS}/{waiting['id']}/reprocess").status == 409
    stalled = api.pipeline.upload(pdf("one"))
    api.pipeline.settle()
    assert STALLED.total_seconds() < 86_400
    long_ago = {"status": "extracting", "updated_at": "2020-01-01T00:00:00.000000Z"}
    api.pipeline.aws.table.write(change(keys.drawing("p1", stalled.id), sets=long_ago))
    assert api("POST", f"{DRAWINGS}/{stalled.id}/reprocess").status == 202


def test_pages_are_listed_with_what_is_known_of_them(api: Api) -> None:
    api.pipeline.networks.raises[2] = DrawingError("timeout", "The page takes too long.")
    drawing = api.analyzed("one", "two", "three")
    listed = api("GET", f"{drawing}/pages?limit=2").body
    more = api("GET", f"{drawing}/pages?limit=2&cursor={listed['next_cursor']}").body
    first, second, third = listed["items"] + more["items"]
    assert (first["page_number"], first["status"], first["component_count"]) == (1, "analyzed", 1)
    assert (first["width_pt"], first["height_pt"], first["word_count"]) == (300, 200, 1)
    assert second["error"] == {"code": "timeout", "detail": "The page takes too long."}
    assert third["status"] == "analyzed"


def test_a_page_shows_its_revision_clouds_and_triangles(api: Api) -> None:
    cloud = Cloud(polygon=((10, 10), (90, 10), (50, 80)), confidence=0.9, source="drawn", revision="2")
    api.pipeline.networks.clouds = (cloud,)
    api.pipeline.networks.revision_marks = (RevisionMark(revision="2", bbox=(92, 10, 9, 8)),)
    drawing = api.analyzed("one")
    page = api("GET", f"{drawing}/pages/1").body
    shown = {"polygon": [[10, 10], [90, 10], [50, 80]], "confidence": 0.9, "source": "drawn", "revision": "2"}
    assert page["clouds"] == [shown]
    assert page["revision_marks"] == [{"revision": "2", "bbox": [92, 10, 9, 8]}]


def test_a_page_says_what_recognition_did_not_look_for(api: Api) -> None:
    api.pipeline.networks.warnings = (NOT_SEARCHED,)
    drawing = api.analyzed("one")
    assert api("GET", f"{drawing}/pages/1").body["warnings"] == [NOT_SEARCHED]


def test_a_page_shows_its_text_words_and_counts(api: Api) -> None:
    drawing = api.analyzed("PANEL LP-1")
    page = api("GET", f"{drawing}/pages/1").body
    assert (page["page_number"], page["image_count"], page["drawing_count"]) == (1, 0, 1)
    assert [word["text"] for word in page["words"]] == ["PANEL", "LP-1"]
    assert "PANEL LP-1" in page["text"]
    assert "PANEL LP-1" in api("GET", f"{drawing}/pages/1/text").body["text"]
    assert api("GET", f"{drawing}/pages/2").status == 404
    assert api("GET", f"{drawing}/pages/zero").status == 422


def test_a_page_too_large_for_an_answer_is_a_way_to_its_file(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = api.analyzed()
    monkeypatch.setattr("orchestrator.drawings.routes.desk.LARGEST_ANSWER_BYTES", 10)
    assert api.file(api("GET", f"{drawing}/pages/1"))[:2] == b"\x1f\x8b"


def test_a_text_too_long_for_an_answer_is_a_way_to_its_pages_file(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = api.analyzed("PANEL LP-1")
    monkeypatch.setattr("orchestrator.drawings.routes.desk.LARGEST_ANSWER_BYTES", 20)
    assert "PANEL LP-1" in Page.from_bytes(api.file(api("GET", f"{drawing}/pages/1/text"))).text


@pytest.mark.parametrize("what", ["legend", "schedules"])
def test_what_is_too_large_of_a_whole_drawing_is_a_way_to_a_file_of_the_same_content(
    api: Api, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    api.pipeline.networks.found = {1: (component(1),)}
    drawing = api.analyzed()
    whole = api("GET", f"{drawing}/{what}")
    assert whole.status == 200
    monkeypatch.setattr("orchestrator.drawings.routes.desk.LARGEST_ANSWER_BYTES", 10)
    assert json.loads(api.file(api("GET", f"{drawing}/{what}"))) == whole.body


def test_a_page_that_could_not_be_read_says_why_everywhere(api: Api) -> None:
    drawing = api.analyzed()
    drawing_id = drawing.rsplit("/", 1)[1]
    stored = api.pipeline.now(Drawing.model_validate(api("GET", drawing).body))
    failed = {
        "run": stored.run,
        "page_number": 2,
        "status": "failed",
        "error": {"code": "timeout", "detail": "It took too long."},
    }
    api.pipeline.aws.table.write(Write("put", keys.page(drawing_id, 2), item=failed))
    assert api("GET", f"{drawing}/pages/2").body["error"]["code"] == "timeout"
    text = api("GET", f"{drawing}/pages/2/text")
    image = api("GET", f"{drawing}/pages/2/image")
    assert (text.status, image.status) == (404, 409)
    assert "It took too long." in text.body["detail"]
    assert "It took too long." in image.body["detail"]


def test_a_document_tells_its_outline_and_layers(api: Api) -> None:
    with pymupdf.open() as document:
        document.new_page().draw_line((0, 0), (9, 9), oc=document.add_ocg("E-POWR"))
        document.set_toc([[1, "Power", 1]])
        drawing = api.pipeline.upload(document.tobytes())
    address = f"{DRAWINGS}/{drawing.id}/document"
    assert api("GET", address).status == 409
    api.pipeline.settle()
    told = api("GET", address).body
    assert told["outline"] == [{"title": "Power", "level": 1, "page": 1}]
    assert told["layers"] == [{"name": "E-POWR", "visible": True}]


def test_a_page_image_comes_in_four_sizes(api: Api) -> None:
    drawing = api.analyzed()
    sizes = {
        size: Image.open(io.BytesIO(api.file(api("GET", f"{drawing}/pages/1/image?size={size}")))).size
        for size in ("small", "medium", "large", "full", "small")
    }
    assert sizes == {"small": (400, 267), "medium": (625, 417), "large": (625, 417), "full": (625, 417)}
    assert api("GET", f"{drawing}/pages/1/image?size=huge").status == 422


def test_a_page_image_asked_for_twice_at_once_is_kept_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = api.analyzed()
    bucket = api.pipeline.aws.bucket_name
    stored = api.pipeline.store.drawing("p1", drawing.rsplit("/", 1)[-1])
    key = keys.page_thumbnail("p1", stored.id, 1, "small", stored.run or "")

    def meanwhile(png: bytes, side: int) -> bytes:
        client("s3").put_object(
            Bucket=bucket, Key=key, Body=shrink(png, side)
        )  # the other request was faster
        return shrink(png, side)

    monkeypatch.setattr(pages, "shrink", meanwhile)
    answer = api("GET", f"{drawing}/pages/1/image?size=small")
    assert Image.open(io.BytesIO(api.file(answer))).size == (400, 267)
    versions = client("s3").list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    assert len(versions) == 1


def test_regions_are_recognised_by_the_recognition_function(api: Api) -> None:
    drawing = api.analyzed()
    regions = [[50, 60, 20, 20], [0, 0, 5, 5]]
    fuse = RegionResult(region=(50, 60, 20, 20), status="recognized", component=component(1))
    nothing = RegionResult(region=(0, 0, 5, 5), status="not_a_symbol", detail="Nothing.")
    answer = json.dumps([r.model_dump(mode="json", by_alias=True) for r in (fuse, nothing)])
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", {"StatusCode": 200, "Payload": io.BytesIO(answer.encode())})
        stub.add_response("invoke", {"FunctionError": "Unhandled", "Payload": io.BytesIO(b"{}")})
        stub.add_client_error("invoke", "TooManyRequestsException", http_status_code=429)
        found = api("POST", f"{drawing}/pages/1/recognize", {"regions": [*regions, "no box"]})
        broken = api("POST", f"{drawing}/pages/1/recognize", {"regions": regions})
        busy = api("POST", f"{drawing}/pages/1/recognize", {"regions": regions})
    assert [r["status"] for r in found.body["results"]] == ["recognized", "not_a_symbol"]
    assert found.body["results"][0]["component"]["class"] == "fuse"
    assert (broken.status, busy.status) == (503, 503)


@pytest.mark.parametrize("regions", [[], "all", [[0, 0, 1, 1]] * 21])
def test_no_regions_and_too_many_are_refused(api: Api, regions: list[Any]) -> None:
    drawing = api.analyzed()
    assert api("POST", f"{drawing}/pages/1/recognize", {"regions": regions}).status == 422


def test_a_small_picture_is_not_blown_up() -> None:
    file = io.BytesIO()
    Image.fromarray(np.zeros((10, 20), np.uint8)).save(file, "PNG")
    assert shrink(file.getvalue(), 400) == file.getvalue()
    assert Image.open(io.BytesIO(shrink(file.getvalue(), 10))).size == (10, 5)


def _find_answer(**fields: object) -> dict[str, Any]:
    result = {"example": [50, 60, 20, 20], "scale": 1.0, "count": 0, **fields}
    return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps({"result": result}).encode())}


def test_a_symbol_is_found_again_by_the_recognition_function(api: Api) -> None:
    drawing = api.analyzed("ONE", "TWO")
    example = {"page": 1, "bbox": [49, 59, 22, 22]}
    refusal = json.dumps({"refused": "A bare circle."}).encode()
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", _find_answer(count=2))
        stub.add_response("invoke", _find_answer(next_page=2))
        stub.add_response("invoke", {"StatusCode": 200, "Payload": io.BytesIO(refusal)})
        stub.add_response("invoke", {"FunctionError": "Unhandled", "Payload": io.BytesIO(b"{}")})
        found = api("POST", f"{drawing}/find", example)
        rest = api("POST", f"{drawing}/find", {**example, "scale": "vote", "from_page": 2})
        refused = api("POST", f"{drawing}/find", example)
        broken = api("POST", f"{drawing}/find", example)
    assert (found.status, found.body["count"], found.body["next_page"]) == (200, 2, None)
    assert rest.body["next_page"] == 2
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "body.bbox")
    assert broken.status == 503


def test_a_long_set_is_searched_in_several_calls(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = api.analyzed("ONE", "TWO", "THREE")
    monkeypatch.setenv("FIND_PAGES", "2")
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", _find_answer())
        stub.add_response("invoke", _find_answer())
        first = api("POST", f"{drawing}/find", {"page": 1, "bbox": [49, 59, 22, 22]})
        last = api("POST", f"{drawing}/find", {"page": 1, "bbox": [49, 59, 22, 22], "from_page": 3})
    assert (first.body["next_page"], last.body["next_page"]) == (3, None)


@pytest.mark.parametrize(
    "body",
    [
        {"page": 1},
        {"page": 1, "bbox": [1, 2, 0, 4]},
        {"page": 1, "bbox": [1, 2, 3]},
        {"page": 1, "bbox": [1, 2, 900, 4]},
        {"page": 1, "bbox": [1, 2, 3, 4], "scale": 0},
        {"page": 1, "bbox": [1, 2, 3, 4], "scale": "guess"},
    ],
)
def test_an_example_that_is_no_box_is_refused(api: Api, body: dict[str, Any]) -> None:
    assert api("POST", f"{api.analyzed()}/find", body).status == 422


@pytest.mark.parametrize(
    ("field", "page"), [("body.page", 7), ("body.examples.1.page", 7), ("body.examples.1.page", 541)]
)
def test_an_example_on_a_page_that_is_not_there_is_refused(api: Api, field: str, page: int) -> None:
    box = [49, 59, 22, 22]
    one = {"page": page, "bbox": box}
    body = one if field == "body.page" else {"examples": [{"page": 1, "bbox": box}, one]}
    answer = api("POST", f"{api.analyzed()}/find", body)
    told = f"This drawing has no page {page}, or it has not been read yet."
    assert (answer.status, answer.body["detail"]) == (422, told)
    assert [error["field"] for error in answer.body["errors"]] == [field]


def _compared(**answer: object) -> dict[str, Any]:
    return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(answer).encode())}


def test_two_drawings_are_compared_by_the_recognition_function(api: Api) -> None:
    drawing, other = api.analyzed(), api.analyzed().rpartition("/")[2]
    picture = keys.comparison_picture("p1", drawing.rpartition("/")[2], other, 1)
    api.pipeline.put(picture, b"a picture")
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", _compared(result={"drawing_id": "a", "to": "b", "next_page": 4}))
        stub.add_response("invoke", _compared(picture=picture))
        stub.add_response("invoke", _compared(refused="A scan."))
        stub.add_response("invoke", _compared(missing="No such sheet."))
        stub.add_response("invoke", {"FunctionError": "Unhandled", "Payload": io.BytesIO(b"{}")})
        found = api("GET", f"{drawing}/compare?to={other}&from_page=2")
        shown, refused, missing = (api("GET", f"{drawing}/compare/image?to={other}&page=1") for _ in range(3))
        broken = api("GET", f"{drawing}/compare?to={other}")
    assert (found.status, found.body["next_page"]) == (200, 4)
    assert api.file(shown) == b"a picture"
    assert (refused.status, refused.body["detail"]) == (409, "A scan.")
    assert (missing.status, missing.body["detail"]) == (404, "No such sheet.")
    assert broken.status == 503


def test_a_drawing_is_compared_with_another_one_of_its_project_that_is_analysed(api: Api) -> None:
    drawing = api.analyzed()
    waiting = api("POST", DRAWINGS, {"filename": "plan.pdf"}).body["drawing"]["id"]
    itself = drawing.rpartition("/")[2]
    answers = [
        api("GET", f"{drawing}/compare{asked}").status for asked in ("", f"?to={itself}", f"?to={waiting}")
    ]
    assert answers == [422, 422, 409]
    assert api("GET", f"{drawing}/compare?to=elsewhere").status == 404


def test_a_box_that_is_no_box_is_named_as_the_caller_wrote_it(api: Api) -> None:
    drawing = api.analyzed()
    one = api("POST", f"{drawing}/find", {"page": 1, "bbox": [1, 2, 0, 4]})
    several = api("POST", f"{drawing}/find", {"examples": [{"page": 1, "bbox": [1, 2, 0, 4]}]})
    assert [e["field"] for e in one.body["errors"]] == ["body.bbox.2"]
    assert several.body["errors"][0]["field"] == "body.examples.0.bbox.2"


def _joint_answer(*refused: str | None, **fields: object) -> dict[str, Any]:
    told = [{"page": 1, "bbox": [50, 60, 20, 20], "scale": 1.0, "refused": why} for why in refused]
    answer = json.dumps({"examples": told, **fields}).encode()
    return {"StatusCode": 200, "Payload": io.BytesIO(answer)}


def test_several_examples_are_searched_for_at_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = api.analyzed("ONE", "TWO")
    monkeypatch.setenv("FIND_PAGES", "1")
    box = [49, 59, 22, 22]
    body = {"examples": [{"page": 1, "bbox": box, "class": "led"}, {"page": 2, "bbox": box, "scale": "vote"}]}
    place = {"bbox": box, "scale": 1.0, "confidence": 0.9, "band": "high", "example": 0, "class": "led"}
    asked: dict[str, Any] = {}

    def keep(params: dict[str, Any], **_: object) -> None:
        asked.update(json.loads(params["Payload"]))

    client("lambda").meta.events.register("provide-client-params.lambda.Invoke", keep, unique_id="keep")
    with Stubber(client("lambda")) as stub:
        page = {"page": 1, "method": "strokes", "placements": [place]}
        stub.add_response("invoke", _joint_answer(None, "A bare circle.", pages=[page], count=1))
        stub.add_response("invoke", _joint_answer("A bare circle.", "A speck."))
        found = api("POST", f"{drawing}/find", body)
        refused = api("POST", f"{drawing}/find", body)
    client("lambda").meta.events.unregister("provide-client-params.lambda.Invoke", unique_id="keep")
    assert (found.status, found.body["count"], found.body["next_page"]) == (200, 1, 2)
    assert found.body["pages"][0]["placements"][0]["class"] == "led"
    assert [one["refused"] for one in found.body["examples"]] == [None, "A bare circle."]
    assert [(one["class_name"], one["scale"]) for one in asked["examples"]] == [("led", 1.0), (None, "vote")]
    assert refused.status == 422
    assert [e["field"] for e in refused.body["errors"]] == ["body.examples.0.bbox", "body.examples.1.bbox"]


def test_more_examples_than_the_setting_allows_are_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIND_EXAMPLES", "1")
    body = {"examples": [{"page": 1, "bbox": [1, 2, 3, 4]}] * 2}
    answer = api("POST", f"{api.analyzed()}/find", body)
    assert (answer.status, answer.body["detail"]) == (422, "Give 1 examples at most.")


@pytest.mark.parametrize(
    "body",
    [
        {"examples": []},
        {"examples": [{"page": 1}]},
        {"examples": [{"page": 1, "bbox": [1, 2, 3, 4]}], "page": 1},
        {"examples": [{"page": 1, "bbox": [1, 2, 3, 4], "class": ""}]},
    ],
)
def test_examples_that_are_none_are_refused(api: Api, body: dict[str, Any]) -> None:
    assert api("POST", f"{api.analyzed()}/find", body).status == 422
