"""A POST sent twice with one key is done once."""

from __future__ import annotations

import time
from typing import Any

import pytest

from orchestrator.errors import Conflict
from orchestrator.http import Response, Router, application
from orchestrator.idempotency import idempotent
from orchestrator.storage import keys
from orchestrator.storage.table import Item, Table, Write
from tests.conftest import TABLE_NAME, Aws
from tests.rest import ANNA, BERT, Client

router = Router()
done: list[str] = []


@router.post("/orders", middlewares=[idempotent(lambda: Table(TABLE_NAME))])
def order(body: dict[str, Any]) -> Response[dict[str, Any]]:
    done.append(body["what"])
    if body["what"] == "sold out":
        raise Conflict("It is sold out.")
    return Response(201, "application/json", {"number": len(done)}, {"ETag": '"1"'})


@router.post("/returns", middlewares=[idempotent(lambda: Table(TABLE_NAME))])
def give_back(body: dict[str, Any]) -> dict[str, Any]:
    done.append(body["what"])
    return {"back": body["what"]}


ANNA_CLIENT = Client(application("orders", router), ANNA)
BERT_CLIENT = Client(ANNA_CLIENT.handler, BERT)


@pytest.fixture(autouse=True)
def nothing_done(aws: Aws) -> None:
    done.clear()


def test_the_second_request_gets_the_first_answer() -> None:
    first = ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key="k")
    second = ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key="k")
    assert done == ["fuse"]
    assert (second.status, second.json, second.headers) == (first.status, first.json, first.headers)


def test_without_a_key_each_request_counts() -> None:
    ANNA_CLIENT.post("/orders", {"what": "fuse"})
    ANNA_CLIENT.post("/orders", {"what": "fuse"})
    assert done == ["fuse", "fuse"]


def test_a_key_with_another_body_is_refused() -> None:
    ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key="k")
    answer = ANNA_CLIENT.post("/orders", {"what": "lamp"}, idempotency_key="k")
    assert (answer.status, done) == (422, ["fuse"])
    assert "key" in answer.json["detail"]


def test_a_key_belongs_to_its_caller_and_its_address() -> None:
    for client in (ANNA_CLIENT, BERT_CLIENT):
        for path in ("/orders", "/returns"):
            client.post(path, {"what": f"{client.user.user_id} {path}"}, idempotency_key="k")
    assert done == ["anna /orders", "anna /returns", "bert /orders", "bert /returns"]


def test_a_request_that_failed_may_be_sent_again() -> None:
    for _ in range(2):
        answer = ANNA_CLIENT.post("/orders", {"what": "sold out"}, idempotency_key="k")
        assert (answer.status, answer.json["detail"]) == (409, "It is sold out.")
    assert done == ["sold out", "sold out"]


@pytest.mark.parametrize("key", ["", "a b", "k\u00e4", "x" * 256, "a\nb"])
def test_a_key_that_does_not_read_is_refused(key: str) -> None:
    answer = ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key=key)
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "header.Idempotency-Key")
    assert done == []


def test_while_the_first_is_being_worked_on_the_second_waits_outside(aws: Aws) -> None:
    ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key="k")
    stored = next(aws.table.query_all(keys.idempotency("anna")))
    key = keys.Key(stored["PK"], stored["SK"])
    aws.table.write(_as_in_progress(key, stored))
    answer = ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key="k")
    assert (answer.status, done) == (409, ["fuse"])


def test_what_is_kept_expires_after_a_day(aws: Aws) -> None:
    ANNA_CLIENT.post("/orders", {"what": "fuse"}, idempotency_key="k")
    stored = next(aws.table.query_all(keys.idempotency("anna")))
    assert stored[keys.TTL_ATTRIBUTE] == pytest.approx(time.time() + 24 * 3600, abs=60)


def _as_in_progress(key: keys.Key, stored: Item) -> Write:
    """Return the write that makes a kept answer look like one still being worked on."""
    soon_ms = int((time.time() + 60) * 1000)
    return Write("put", key, stored | {"status": "INPROGRESS", "in_progress_expiration": soon_ms})
