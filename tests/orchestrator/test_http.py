"""The HTTP edge, with routes of its own: what goes in, what comes out, and nothing leaks."""

from __future__ import annotations

import base64
import threading
import time
from typing import Any

import pytest
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel

from orchestrator import errors
from orchestrator.http import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    ListOf,
    Router,
    application,
    caller,
    decode_cursor,
    encode_cursor,
)
from orchestrator.problems import STATUS
from orchestrator.telemetry import metrics
from tests import aws_events
from tests.rest import Answer, Client, User, answer, request

router = Router()
ORIGIN = "https://app.example.com"


class Cable(BaseModel):
    """A body."""

    cores: int
    label: str = ""


@router.post("/cables")
def take(body: Cable) -> Cable:
    return body


@router.get("/cables")
def list_cables(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ListOf[int]:
    return ListOf(items=[limit], next_cursor=encode_cursor(decode_cursor(cursor)))


@router.get("/errors/<name>")
def fail(name: str) -> None:
    if name == "DrawingError":
        raise errors.DrawingError("password", "It is encrypted; remove the password.")
    if name in {"Overtaken", *(kind.__name__ for kind in STATUS)}:
        raise getattr(errors, name)("A sentence.")
    raise ZeroDivisionError(f"secret {name}")


@router.get("/broken")
def answer_out_of_shape() -> Cable:
    return {"cores": "secret"}  # type: ignore[return-value]  # the mistake under test


@router.get("/named")
def named() -> dict[str, str]:
    return {"name": "工場 🦆 ü"}


@router.get("/counted")
def count() -> dict[str, str]:
    metrics("edge-metrics").add_metric("Cables", MetricUnit.Count, 1)
    return {}


@router.get("/slow")
def who() -> dict[str, Any]:
    before = caller(router).user_id
    time.sleep(0.05)
    return {"before": before, "after": caller(router).user_id}


CLIENT = Client(application("edge", router, allowed_origins=(ORIGIN, "https://b.example.com")))


def send(**event: object) -> Answer:
    """Send a POST to /cables with parts of the event replaced."""
    sent = request("POST", "/cables", {"cores": 3}) | event
    return answer(CLIENT.handler(sent, aws_events.Context()))


@pytest.mark.parametrize("kind", STATUS)
def test_every_foreseen_error_has_its_status_and_its_sentence(kind: type[errors.AppError]) -> None:
    got = CLIENT.get(f"/errors/{kind.__name__}")
    assert got.status == STATUS[kind]
    assert got.headers["Content-Type"] == "application/problem+json"
    assert got.json["title"] == kind.title
    assert got.json["detail"].endswith(".")
    assert got.json["instance"] == f"/errors/{kind.__name__}"


def test_who_named_a_version_and_was_overtaken_while_writing_gets_the_same_412_as_one_too_late() -> None:
    assert CLIENT.get("/errors/Overtaken").status == 409
    answer = CLIENT.get("/errors/Overtaken", if_match='"1"')
    assert (answer.status, answer.json["title"]) == (412, errors.PreconditionFailed.title)
    assert CLIENT.get("/errors/Conflict", if_match='"1"').status == 409


@pytest.mark.parametrize("sent", ["/errors/ü <b>", "/errors/%C3%BC%20%3Cb%3E"])
def test_a_problem_names_its_address_as_a_uri_reference(sent: str) -> None:
    assert CLIENT.get(sent).json["instance"] == "/errors/%C3%BC%20%3Cb%3E"


def test_letters_are_written_as_they_are() -> None:
    assert CLIENT.get("/named").text == '{"name":"工場 🦆 ü"}'


@pytest.mark.parametrize("kind", ["TooMany", "Unavailable"])
def test_what_may_be_tried_again_says_when(kind: str) -> None:
    assert CLIENT.get(f"/errors/{kind}").headers["Retry-After"] == "60"


def test_what_is_wrong_until_it_is_changed_names_no_time() -> None:
    assert "Retry-After" not in CLIENT.get("/errors/Conflict").headers


@pytest.mark.parametrize("path", ["/errors/Zero", "/broken"])
def test_an_unforeseen_error_shows_nothing_of_the_inside(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    got = Client(application(f"edge{path}", router)).get(path)
    assert got.status == 500
    assert "secret" not in got.text
    assert "unexpected error" in capsys.readouterr().out
    assert got.json["request_id"] == got.headers["X-Request-Id"]


@pytest.mark.parametrize(
    "body", ["{", "", "{'a': 1}", '{"cores": NaN}', '{"cores": Infinity}', "[" * 100_000, "9" * 5000, "\x00"]
)
def test_a_body_that_is_not_json_is_a_400_or_a_missing_body_a_422(body: str) -> None:
    got = CLIENT.post("/cables", body)
    assert got.status == (400 if body else 422)
    assert "sys." not in got.text


@pytest.mark.parametrize("body", ["[]", "3", "null", '"text"', "{}", '{"cores": "x"}', '{"cores": 1.5}'])
def test_a_body_of_another_shape_is_a_422_that_names_the_field(body: str) -> None:
    got = CLIENT.post("/cables", body)
    assert got.status == 422
    assert all(error["field"].startswith("body") and error["message"] for error in got.json["errors"])


def test_half_a_surrogate_pair_is_refused_and_a_whole_one_taken() -> None:
    assert CLIENT.post("/cables", '{"cores": 1, "label": "\\ud83d"}').status == 400
    assert CLIENT.post("/cables", '{"cores": 1, "label": "\\ud83d\\uDE00"}').json["label"] == "😀"


def test_a_base64_body_is_read() -> None:
    body = base64.b64encode('{"cores": 3, "label": "Ω"}'.encode()).decode()
    got = send(body=body, isBase64Encoded=True)
    assert got.json == {"cores": 3, "label": "Ω"}


@pytest.mark.parametrize("body", ["%%%", base64.b64encode(b'{"cores": 3, "label": "\xff"}').decode()])
def test_a_base64_body_that_does_not_decode_is_a_400(body: str) -> None:
    assert send(body=body, isBase64Encoded=True).status == 400


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=UTF-8", 200),
        ("application/merge-patch+json", 200),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("text/plain", 415),
    ],
)
def test_only_json_is_taken(content_type: str, status: int) -> None:
    assert send(headers={"content-type": content_type}).status == status


def test_a_request_without_headers_is_taken_as_json() -> None:
    assert send(headers=None, multiValueHeaders=None).status == 200


def test_an_unknown_address_is_a_404_and_a_wrong_method_a_405() -> None:
    assert CLIENT.get("/nothing").status == 404
    got = CLIENT.send("PUT", "/v1/projects/p-1/members/u-1", {})
    assert (got.status, got.headers["Allow"]) == (405, "PATCH, DELETE")


@pytest.mark.parametrize("path", ["/cables", "/nothing", "/errors/NotFound", "/errors/Zero"])
def test_every_answer_carries_the_request_id(path: str) -> None:
    assert CLIENT.get(path).headers["X-Request-Id"] == request("GET", path)["requestContext"]["requestId"]


def test_the_request_id_is_in_the_log_line(capsys: pytest.CaptureFixture[str]) -> None:
    got = Client(application("edge-log", router)).get("/errors/Zero")
    assert f'"correlation_id":"{got.headers["X-Request-Id"]}"' in capsys.readouterr().out


@pytest.mark.parametrize("path", ["/cables", "/nothing", "/errors/Zero"])
def test_only_listed_origins_are_let_in(path: str) -> None:
    for origin in (ORIGIN, "https://b.example.com"):
        assert CLIENT.get(path, origin=origin).headers["Access-Control-Allow-Origin"] == origin
    for origin in ("https://evil.example.com", "null", ORIGIN + ".evil.com"):
        assert "Access-Control-Allow-Origin" not in CLIENT.get(path, origin=origin).headers
    assert CLIENT.get(path).headers["Vary"] == "Origin"


def test_a_preflight_names_methods_and_headers() -> None:
    got = CLIENT.send("OPTIONS", "/cables", origin=ORIGIN)
    assert got.status == 204
    assert {"If-Match", "Idempotency-Key", "Authorization"} <= set(
        got.headers["Access-Control-Allow-Headers"].split(",")
    )
    assert "POST" in got.headers["Access-Control-Allow-Methods"]
    assert "ETag" in got.headers["Access-Control-Expose-Headers"]


def test_without_an_allow_list_no_origin_is_let_in() -> None:
    got = Client(application("closed", router)).get("/cables", origin=ORIGIN)
    assert not [name for name in got.headers if name.startswith("Access-Control") or name == "Vary"]


def test_a_list_has_items_a_cursor_and_a_limit_within_bounds() -> None:
    assert CLIENT.get("/cables").json == {"items": [20], "next_cursor": None}
    assert CLIENT.get("/cables?limit=100").json["items"] == [100]
    for limit in ("0", "101", "-1", "ten"):
        got = CLIENT.get(f"/cables?limit={limit}")
        assert (got.status, got.json["errors"][0]["field"]) == (422, "query.limit")


def test_a_cursor_comes_back_as_it_was_given() -> None:
    cursor = encode_cursor({"PK": "PROJECT#ä", "SK": "x"})
    assert CLIENT.get(f"/cables?cursor={cursor}").json["next_cursor"] == cursor


HALF_A_PAIR = encode_cursor({"PK": "PROJECT#p", "SK": "ROW#\ud800"}) or ""


@pytest.mark.parametrize(
    "cursor", ["x", "%", "W10", "eyJhIjoxfQ", "Zm9v", "ééé", "W1tb" * 50_000, HALF_A_PAIR]
)
def test_a_cursor_nobody_gave_out_is_refused(cursor: str) -> None:
    with pytest.raises(errors.Invalid, match="cursor"):
        decode_cursor(cursor)


def test_what_a_route_counts_is_published_once(capsys: pytest.CaptureFixture[str]) -> None:
    client = Client(application("edge-metrics", router))
    client.get("/counted")
    client.get("/cables")
    assert capsys.readouterr().out.count('"Cables":[1.0]') == 1


def test_callers_are_not_mixed_up_when_threads_share_a_process() -> None:
    seen: list[dict[str, str]] = []
    users = [User(f"u{n}") for n in range(4)]
    threads = [
        threading.Thread(target=lambda user=user: seen.append(Client(CLIENT.handler, user).get("/slow").json))
        for user in users
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one["before"] for one in seen) == [user.user_id for user in users]
    assert all(one["before"] == one["after"] for one in seen)


def test_without_a_caller_the_answer_is_401() -> None:
    assert Client(CLIENT.handler, User(None)).get("/slow").status == 401
