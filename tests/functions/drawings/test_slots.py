"""An upload slot asked for again by its idempotency key, long after the first time."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Final

from orchestrator.storage import keys
from orchestrator.storage.table import Write
from tests.aws_events import rest_event
from tests.functions.drawings.api import DRAWINGS, Answer, Api
from tests.orchestrator.drawings.pipeline import add_project

CALLER: Final[str] = rest_event("GET", "/")["requestContext"]["authorizer"]["user_id"]


def slot_run_out(api: Api, key: str) -> Answer:
    """Open a slot with an idempotency key and let its form expire; return the answer."""
    slot = api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key=key)
    table = api.pipeline.aws.table
    kept = next(table.query_all(keys.idempotency(CALLER)))
    data = kept["data"].replace(slot.body["upload"]["expires_at"], "2026-01-01T00:00:00Z")
    assert data != kept["data"]
    table.write(Write("put", keys.Key(kept["PK"], kept["SK"]), kept | {"data": data}))
    return slot


def test_a_slot_asked_for_again_after_its_form_expired_has_a_new_form_for_the_same_drawing(api: Api) -> None:
    first = slot_run_out(api, "k1")
    again = api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key="k1")
    assert (again.status, again.body["drawing"]) == (201, first.body["drawing"])
    assert again.headers["location"] == first.headers["location"]
    left = datetime.fromisoformat(again.body["upload"]["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    policy = json.loads(base64.b64decode(again.body["upload"]["fields"]["policy"]))
    assert policy["expiration"][:16] == again.body["upload"]["expires_at"][:16]
    assert again.body["upload"]["fields"]["key"] == first.body["upload"]["fields"]["key"]


def test_a_drawing_whose_file_has_come_gets_no_new_form(api: Api) -> None:
    first = slot_run_out(api, "k1")
    key, table = keys.drawing("p1", first.body["drawing"]["id"]), api.pipeline.aws.table
    waiting = table.get(key)
    assert waiting is not None
    table.write(Write("put", key, waiting | {"status": "analyzed"}))
    again = api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key="k1")
    assert again.body["upload"]["expires_at"] == "2026-01-01T00:00:00Z"


def test_who_may_no_longer_upload_gets_no_new_form(api: Api) -> None:
    slot_run_out(api, "k1")
    add_project(api.pipeline.aws, "p1", role="electrician")
    assert api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key="k1").status == 403


def test_a_drawing_deleted_meanwhile_gets_no_new_form(api: Api) -> None:
    first = slot_run_out(api, "k1")
    api("DELETE", f"{DRAWINGS}/{first.body['drawing']['id']}")
    assert api("POST", DRAWINGS, {"filename": "plan.pdf"}, Idempotency_Key="k1").status == 404
