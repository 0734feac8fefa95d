from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from orchestrator.storage import direct
from orchestrator.storage.aws import client, dynamodb, forget_clients
from orchestrator.storage.direct import Direct, authorization, is_plain
from orchestrator.storage.keys import Key, revoked
from orchestrator.storage.table import ConditionFailed, Table, Write, change
from tests.conftest import Aws

KEY = Key("PROJECT#p", "META")
SEND = direct.sent_over
NEW = "attribute_not_exists(PK)"
ITEM = {"PK": {"S": KEY.pk}, "SK": {"S": KEY.sk}}


@dataclass
class Service:
    """DynamoDB on this machine: gives the next answer to every request and keeps what came."""

    answers: list[tuple[int, object]]
    asked: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    connections: list[object] = field(default_factory=list)
    hangs_up: bool = False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_POST(self) -> None:
        """Answer with what is next."""
        if self.connection not in self.service.connections:
            self.service.connections.append(self.connection)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.service.asked.append((dict(self.headers), json.loads(body)))
        status, answer = self.service.answers.pop(0)
        data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.close_connection = self.service.hangs_up
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@contextmanager
def answering(monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, object]) -> Iterator[Service]:
    """Let the client meet a service of its own; botocore's goes on to meet moto."""
    service = Service(list(answers))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_", (_Handler,), {"service": service}))
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(direct, "sent_over", SEND)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{server.server_port}")
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def asking() -> Iterator[Any]:
    made = Direct(lambda: client("dynamodb"))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def account(aws: Aws) -> Aws:
    """The fake account, with botocore's client made: it stays with moto when the address changes."""
    client("dynamodb")
    return aws


@pytest.mark.parametrize("token", ["", "a/session+token=="])
def test_a_request_is_signed_as_botocore_signs_it(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    body = '{"TableName": "T\u00e4ble"}'.encode()
    named = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.GetItem",
    }
    url = "https://dynamodb.eu-north-1.amazonaws.com/"
    request = AWSRequest("POST", url, headers=named, data=body)
    keys = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token or None)
    SigV4Auth(keys, "dynamodb", "eu-north-1").add_auth(request)
    ours = {
        "Content-Type": named["Content-Type"],
        "Host": "dynamodb.eu-north-1.amazonaws.com",
        "X-Amz-Date": request.headers["X-Amz-Date"],
        **({"X-Amz-Security-Token": token} if token else {}),
        "X-Amz-Target": named["X-Amz-Target"],
    }
    assert authorization(ours, body, "eu-north-1") == request.headers["Authorization"]


def test_what_the_table_asks_is_answered_as_by_botocore(aws: Aws, caplog: pytest.LogCaptureFixture) -> None:
    table = Table(aws.table_name, dynamodb)
    table.write(Write("put", KEY, {"number": 1.5, "none": None, "text": "Gerät 🔌"}, condition=NEW))
    table.transact([Write("put", revoked("a")), Write("put", revoked("b"))])
    assert table.write(change(KEY, adds={"number": 2})) == aws.table.get(KEY)
    assert table.get(KEY) == {**KEY.item(), "number": 3.5, "none": None, "text": "Gerät 🔌"}
    assert {item["PK"] for item in table.get_many([revoked("a"), KEY])} == {"REVOKED#a", KEY.pk}
    assert table.query(KEY.pk, limit=1).items == [table.get(KEY)]
    with pytest.raises(ConditionFailed):
        table.write(Write("put", KEY, condition=NEW))
    with pytest.raises(ConditionFailed) as caught:
        table.transact([Write("put", revoked("c")), Write("put", KEY, condition=NEW)])
    assert caught.value.keys == (KEY,)
    table.write(Write("delete", KEY))
    assert table.get(KEY) is None
    assert not caplog.records, "nothing was handed over"


def test_a_transaction_names_itself_so_that_asked_twice_it_happens_once(
    account: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = {"Put": {"TableName": account.table_name, "Item": ITEM}}
    broken = (500, {"__type": "com.amazon.coral.service#InternalServerError"})
    sent: list[str] = []
    events = client("dynamodb").meta.events

    def note(params: dict[str, Any], **_: object) -> None:
        sent.append(params["ClientRequestToken"])

    with answering(monkeypatch, broken) as service, asking() as direct_client:
        events.register("before-parameter-build.dynamodb.TransactWriteItems", note)
        direct_client.transact_write_items(TransactItems=[put])
        events.unregister("before-parameter-build.dynamodb.TransactWriteItems", note)
    assert [service.asked[0][1]["ClientRequestToken"]] == sent


def test_one_connection_serves_until_the_other_side_closes_it(
    account: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (200, {"Item": ITEM})
    with answering(monkeypatch, found, found, found) as service, asking() as direct_client:
        for hangs_up in (False, True, False):
            service.hangs_up = hangs_up
            assert direct_client.get_item(TableName="t", Key=ITEM) == {"Item": ITEM}
    assert len(service.connections) == 2
    assert service.answers == []


def test_a_request_carries_the_keys_and_the_trace_of_the_environment_as_they_are_then(
    account: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    del account
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    with answering(monkeypatch, (200, {}), (200, {})) as service, asking() as direct_client:
        direct_client.get_item(TableName="t")
        monkeypatch.setenv("_X_AMZN_TRACE_ID", trace)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "RENEWED")
        direct_client.get_item(TableName="t")
    (first, body), (second, _) = service.asked
    assert body == {"TableName": "t"}
    assert first["X-Amz-Target"] == "DynamoDB_20120810.GetItem"
    assert first["X-Amz-Security-Token"] == "testing"
    assert "X-Amzn-Trace-Id" not in first
    assert second["X-Amzn-Trace-Id"] == trace
    assert "Credential=RENEWED/" in second["Authorization"]


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (400, {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException"}, "ThrottlingException"),
        (400, {"__type": "ProvisionedThroughputExceededException"}, "ProvisionedThroughputExceeded"),
        (503, {}, "503"),
        (502, b"<html>", "JSONDecodeError"),
    ],
)
def test_what_is_no_plain_answer_is_handed_over_to_botocore_and_logged(
    account: Aws,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    status: int,
    answer: object,
    reason: str,
) -> None:
    account.table.write(Write("put", KEY))
    with answering(monkeypatch, (status, answer)), asking() as direct_client:
        got = direct_client.get_item(TableName=account.table_name, Key=ITEM)
    assert got["Item"] == ITEM
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert reason in caplog.text


def test_a_service_that_cannot_be_reached_is_handed_over(
    account: Aws, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(monkeypatch):
        pass  # it is gone again
    with asking() as direct_client:
        assert "Item" not in direct_client.get_item(TableName=account.table_name, Key=ITEM)
    assert "ConnectionRefusedError" in caplog.text


def test_a_condition_that_fails_is_an_answer_and_not_asked_again(
    account: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    del account
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed"}]
    cancelled = {
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled",
        "CancellationReasons": reasons,
    }
    with (
        answering(monkeypatch, (400, cancelled)),
        asking() as direct_client,
        pytest.raises(ClientError, match="Transaction cancelled") as caught,
    ):
        direct_client.transact_write_items(TransactItems=[])
    assert caught.value.response["Error"]["Code"] == "TransactionCanceledException"
    assert caught.value.response["CancellationReasons"] == reasons


@pytest.mark.parametrize(
    ("variables", "plain"),
    [
        ({}, True),
        ({"AWS_DEFAULT_REGION": "us-gov-west-1"}, True),
        ({"AWS_DEFAULT_REGION": "cn-north-1"}, False),
        ({"AWS_DEFAULT_REGION": "us-iso-east-1"}, False),
        ({"AWS_DEFAULT_REGION": ""}, False),
        ({"AWS_ACCESS_KEY_ID": ""}, False),
        ({"AWS_USE_FIPS_ENDPOINT": "true"}, False),
        ({"HTTPS_PROXY": "http://127.0.0.1:3128"}, False),
        ({"HTTPS_PROXY": "http://127.0.0.1:3128", "AWS_ENDPOINT_URL": "http://127.0.0.1:8000"}, True),
    ],
)
def test_an_environment_that_asks_for_more_is_left_to_botocore(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], plain: bool
) -> None:
    del aws
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_plain() is plain


def test_the_address_is_botocores(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    del aws
    for region in ("us-east-1", "eu-north-1", "us-gov-west-1"):
        monkeypatch.setenv("AWS_DEFAULT_REGION", region)
        forget_clients()
        assert direct.endpoint(region) == client("dynamodb").meta.endpoint_url
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    assert direct.endpoint("us-east-1") == "http://127.0.0.1:1"
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    assert direct.endpoint("us-east-1") == "https://dynamodb.us-east-1.amazonaws.com"
    forget_clients()
