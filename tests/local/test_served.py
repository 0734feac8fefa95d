from __future__ import annotations

import json
import time
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config

from tests.local.served import PASSWORD, Person, Served, pdf
from training.sample import sample

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.xdist_group("served")]

BUCKET = "orchestrator-drawings"


@pytest.fixture(scope="module")
def demo(served: Served) -> Person:
    email, password = served.printed(r"Login +(\S+)  (\S+)\n")
    return Person(served.api, email, password)


def register(served: Served, email: str) -> Person:
    body = {"email": email, "password": PASSWORD, "name": "New"}
    assert requests.post(f"{served.api}/v1/auth/register", json=body, timeout=30).status_code == 202
    code = {"email": email, "code": served.code(email)}
    assert requests.post(f"{served.api}/v1/auth/confirm", json=code, timeout=30).status_code == 200
    return Person(served.api, email, PASSWORD)


def test_a_newcomer_registers_and_confirms_by_the_code(served: Served) -> None:
    person = register(served, "new@example.com")
    me = person("GET", "/v1/me").json()
    assert (me["email"], me["role"], me["permissions"]) == (
        "new@example.com",
        "electrician",
        ["drawings:read", "projects:read"],
    )


def test_what_is_logged_of_a_drawing_carries_the_id_of_the_request_that_asked_for_it(
    served: Served, demo: Person
) -> None:
    project = demo.project("Followed")
    asked = demo("POST", f"/v1/projects/{project}/drawings", {"filename": "E-7.pdf"})
    form = asked.json()["upload"]
    requests.post(form["url"], data=form["fields"], files={"file": ("x", pdf())}, timeout=30)
    (drawing,) = demo.finished(project)
    again = demo("POST", f"/v1/projects/{project}/drawings/{drawing['id']}/reprocess")
    assert again.status_code == 202, again.text
    demo.finished(project)
    words = {
        answer.headers["X-Request-Id"]: [
            line["message"]
            for line in served.logged()
            if line.get("correlation_id") == answer.headers["X-Request-Id"]
        ]
        for answer in (asked, again)
    }
    assert list(words.values()) == [["extracted", "recognized", "closed"]] * 2


def test_an_uploaded_sheet_is_analysed_counted_and_exported(demo: Person) -> None:
    project = demo.project("Upload")
    slot = demo.slot(project, "E-101.pdf")
    sent = requests.post(
        slot["upload"]["url"], data=slot["upload"]["fields"], files={"file": ("x", pdf())}, timeout=30
    )
    assert sent.status_code == 204, sent.text
    (drawing,) = demo.finished(project)
    assert (drawing["status"], drawing["page_count"], drawing["progress"]) == ("analyzed", 1, 1.0)
    path = f"/v1/projects/{project}/drawings/{drawing['id']}"
    assert demo("GET", f"{path}/pages/1/text").json()
    assert demo("GET", f"{path}/takeoff").json()["count"] == drawing["component_count"]
    export = demo("GET", f"{path}/exports/json")
    assert export.status_code == 303
    record = json.loads(requests.get(export.headers["Location"], timeout=30).content)
    assert record["pages"][0]["width_pt"] == 300
    regions = demo("POST", f"{path}/pages/1/recognize", {"regions": [[100, 60, 60, 60], [9e5, 9e5, 5, 5]]})
    assert regions.status_code == 200, regions.text


def test_a_pdf_dropped_with_plain_boto3_becomes_an_analysed_drawing(served: Served, demo: Person) -> None:
    project = demo.project("Inbox")
    s3 = boto3.client(
        "s3",
        endpoint_url=served.aws,
        aws_access_key_id="local",
        aws_secret_access_key="local-secret",
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )
    s3.put_object(Bucket=BUCKET, Key=f"inbox/{project}/Plan 1 ü.pdf", Body=pdf())
    s3.put_object(Bucket=BUCKET, Key=f"inbox/{project}/note.pdf", Body=b"no pdf")
    (drawing,) = demo.finished(project)
    assert (drawing["filename"], drawing["status"]) == ("Plan 1 ü.pdf", "analyzed")
    rejected = [item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET, Prefix="rejected/")["Contents"]]
    assert any(key.endswith(".reason.json") for key in rejected)


def test_what_is_no_pdf_fails_with_a_sentence(demo: Person) -> None:
    project = demo.project("No PDF")
    slot = demo.slot(project, "fake.pdf")["upload"]
    requests.post(slot["url"], data=slot["fields"], files={"file": ("x", b"GIF89a")}, timeout=30)
    (drawing,) = demo.finished(project)
    assert (drawing["status"], drawing["error"]["code"]) == ("failed", "not_pdf")
    assert len(drawing["error"]["detail"].split()) > 3


def test_a_slot_takes_no_other_key_and_no_larger_file(demo: Person) -> None:
    slot = demo.slot(demo.project("Abuse"), "a.pdf")["upload"]
    for changed in ({"key": "uploads/other/d/source.pdf"}, {"Content-Type": "text/html"}):
        answer = requests.post(
            slot["url"], data={**slot["fields"], **changed}, files={"file": ("x", pdf())}, timeout=30
        )
        assert answer.status_code == 403, answer.text


def test_a_refresh_token_works_once_over_http(served: Served) -> None:
    person = register(served, "refresh@example.com")

    def refresh(token: str) -> requests.Response:
        return requests.post(f"{served.api}/v1/auth/refresh", json={"refresh_token": token}, timeout=30)

    first = person.tokens["refresh_token"]
    second = refresh(first)
    assert second.status_code == 200
    assert refresh(first).status_code == 401
    assert refresh(second.json()["refresh_token"]).status_code == 200


def test_signing_out_stops_the_access_token_at_once(served: Served) -> None:
    person = register(served, "out@example.com")
    other = Person(served.api, "out@example.com", PASSWORD)
    token = {"refresh_token": person.tokens["refresh_token"]}
    assert person("POST", "/v1/auth/logout", token).status_code == 200
    refused = person("GET", "/v1/me")
    assert (refused.status_code, refused.json()["detail"]) == (401, "Token has been revoked")
    assert requests.post(f"{served.api}/v1/auth/refresh", json=token, timeout=30).status_code == 401
    assert other("GET", "/v1/me").status_code == 200


def test_someone_elses_project_does_not_exist(served: Served, demo: Person) -> None:
    project = demo.project("Mine")
    stranger = register(served, "stranger@example.com")
    assert stranger("GET", f"/v1/projects/{project}").status_code == 404
    assert stranger("GET", f"/v1/projects/{project}/drawings").status_code == 404


def test_the_documentation_is_served_without_a_token(served: Served) -> None:
    assert "swagger" in requests.get(f"{served.api}/docs", timeout=30).text.lower()
    paths: Any = requests.get(f"{served.api}/v1/openapi.json", timeout=30).json()["paths"]
    assert any("drawings" in path for path in paths)
    assert requests.get(f"{served.api}/health", timeout=30).json()["status"] == "healthy"


def test_an_entry_that_is_cut_anew_names_and_counts_components_without_another_request(demo: Person) -> None:
    project = demo.project("Cut anew")
    form = demo.slot(project, "power.pdf")["upload"]
    requests.post(form["url"], data=form["fields"], files={"file": ("x", sample().pdf)}, timeout=30)
    (drawing,) = demo.finished(project)
    address = f"/v1/projects/{project}/drawings/{drawing['id']}"

    def classes() -> dict[str, int]:
        return {row["class"]: row["count"] for row in demo("GET", f"{address}/takeoff").json()["by_class"]}

    def cut(box: list[float], **more: str) -> dict[str, Any]:
        answer = demo("PATCH", f"{address}/legend/{motor['id']}", {"bbox": box, **more})
        assert answer.status_code == 200, answer.text
        assert "are being recognised again" in answer.json()["note"]
        deadline = time.monotonic() + 120
        while demo("GET", address).json()["recounting"]:
            assert time.monotonic() < deadline
            time.sleep(0.3)
        entries: list[dict[str, Any]] = demo("GET", f"{address}/legend").json()["entries"]
        return next(entry for entry in entries if entry["id"] == motor["id"])

    entries = demo("GET", f"{address}/legend").json()["entries"]
    motor = next(entry for entry in entries if entry["class"] == "motor")
    outlet = next(entry for entry in entries if entry["class"] == "data_outlet")
    before = classes()
    assert (before["motor"], before["data_outlet"]) == (2, 6)
    # the picture of another symbol, under a name of the project's own
    wrong = cut(outlet["bbox"], **{"class": "exhaust_fan"})
    there = classes()
    assert (wrong["class"], wrong["count"], wrong["note"]) == (
        "exhaust_fan",
        there.get("exhaust_fan", 0),
        None,
    )
    right = cut(motor["bbox"])
    assert (right["count"], right["counted_by"], right["note"]) == (2, "class", None)
    assert classes() == {**{k: n for k, n in before.items() if k != "motor"}, "exhaust_fan": 2}
    listed = demo("GET", f"{address}/components?class=exhaust_fan").json()["items"]
    assert {c["provenance"]["legend_entry"] for c in listed} == {motor["id"]}
    assert there != classes()
