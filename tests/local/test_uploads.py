from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from local.provision import BUCKET
from local.queue_events import EventSource, event_of
from orchestrator.storage.aws import client
from tests.local.conftest import Account

KEY = "uploads/p1/d1/source.pdf"
PDF = b"%PDF-1.7 sheet"


def slot(*, most: int = 1_000, expires_s: int = 60) -> dict[str, Any]:
    """Give out an upload slot the way the drawings function does."""
    conditions: list[Any] = [{"Content-Type": "application/pdf"}, ["content-length-range", 1, most]]
    return client("s3").generate_presigned_post(
        BUCKET, KEY, Fields={"Content-Type": "application/pdf"}, Conditions=conditions, ExpiresIn=expires_s
    )


def send(
    post: dict[str, Any], body: bytes = PDF, changed: Mapping[str, str] | None = None
) -> requests.Response:
    fields = {**post["fields"], **(changed or {})}
    return requests.post(post["url"], data=fields, files={"file": ("a.pdf", body)}, timeout=10)


@pytest.fixture(autouse=True)
def _account(embedded: Account) -> None:
    received()  # what the test before left, and S3's test event


def received() -> list[dict[str, Any]]:
    url = client("sqs").get_queue_url(QueueName="uploads")["QueueUrl"]
    records: list[dict[str, Any]] = []
    while messages := client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            records += json.loads(message["Body"]).get("Records", [])
            client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return records


def test_a_form_that_keeps_to_its_policy_is_stored_as_it_was_sent() -> None:
    binary = bytes(range(256)) * 3
    assert send(slot(), binary).status_code == 204
    stored = client("s3").get_object(Bucket=BUCKET, Key=KEY)
    assert stored["Body"].read() == binary


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"key": "uploads/p2/d1/source.pdf"}, 403, "AccessDenied"),
        ({"Content-Type": "text/html"}, 403, "AccessDenied"),
        ({"acl": "public-read"}, 403, "AccessDenied"),
        ({"x-amz-signature": "0" * 64}, 403, "SignatureDoesNotMatch"),
        ({"policy": "e30="}, 403, "SignatureDoesNotMatch"),
        ({"x-amz-credential": "someone/20260101/us-east-1/s3/aws4_request"}, 403, "InvalidAccessKeyId"),
        ({"x-amz-algorithm": "none"}, 400, "InvalidArgument"),
    ],
)
def test_a_form_that_was_tampered_with_is_refused(changed: dict[str, str], status: int, code: str) -> None:
    before = client("s3").list_object_versions(Bucket=BUCKET).get("Versions", [])
    answer = send(slot(), changed=changed)
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True), answer.text
    assert client("s3").list_object_versions(Bucket=BUCKET).get("Versions", []) == before


@pytest.mark.parametrize(("body", "code"), [(b"x" * 11, "EntityTooLarge"), (b"", "EntityTooSmall")])
def test_a_file_of_the_wrong_size_is_refused(body: bytes, code: str) -> None:
    answer = send(slot(most=10), body)
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (400, True)


def test_an_expired_form_is_refused() -> None:
    answer = send(slot(expires_s=-1))
    assert answer.status_code == 403
    assert "Policy expired" in answer.text


def test_a_form_without_a_policy_or_a_file_is_refused() -> None:
    post = slot()
    bare = requests.post(post["url"], data={"key": KEY}, files={"file": ("a.pdf", PDF)}, timeout=5)
    empty = requests.post(post["url"], data=post["fields"], files={"other": ("a.pdf", PDF)}, timeout=5)
    assert (bare.status_code, empty.status_code) == (403, 400)


def test_a_presigned_address_serves_until_it_expires_and_only_what_was_signed() -> None:
    key = "results/p1/ä b+c.csv"
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"a;b")
    arguments: Any = {
        "Bucket": BUCKET,
        "Key": key,
        "ResponseContentDisposition": 'attachment; filename="t.csv"',
    }
    short, url = (
        client("s3").generate_presigned_url("get_object", Params=arguments, ExpiresIn=seconds)
        for seconds in (1, 900)
    )
    good = requests.get(url, timeout=5)
    assert (good.status_code, good.content) == (200, b"a;b")
    assert good.headers["Content-Disposition"] == 'attachment; filename="t.csv"'
    other = url.replace("results/p1", "results/p2")
    assert "SignatureDoesNotMatch" in requests.get(other, timeout=5).text
    parts = urlsplit(url)
    longer = urlencode({**{k: v[0] for k, v in parse_qs(parts.query).items()}, "X-Amz-Expires": "9999"})
    assert requests.get(parts._replace(query=longer).geturl(), timeout=5).status_code == 403
    time.sleep(2.1)
    late = requests.get(short, timeout=5)
    assert (late.status_code, "Request has expired" in late.text) == (403, True)


def test_uploads_and_drops_are_announced_with_version_and_order() -> None:
    send(slot())
    client("s3").put_object(Bucket=BUCKET, Key="inbox/p1/plan 1 ä.pdf", Body=PDF)
    client("s3").put_object(Bucket=BUCKET, Key="results/p1/x.json", Body=b"{}")
    posted, dropped = received()
    assert (posted["eventName"], dropped["eventName"]) == ("ObjectCreated:Post", "ObjectCreated:Put")
    assert dropped["s3"]["object"]["key"] == "inbox/p1/plan+1+%C3%A4.pdf"
    versions = client("s3").list_object_versions(Bucket=BUCKET, Prefix=KEY)["Versions"]
    assert posted["s3"]["object"]["versionId"] == next(v["VersionId"] for v in versions if v["IsLatest"])
    assert posted["s3"]["object"]["sequencer"] < dropped["s3"]["object"]["sequencer"]
    assert posted["s3"]["bucket"]["name"] == BUCKET


def test_the_event_of_a_queue_looks_like_lambdas() -> None:
    source = EventSource("url", "arn:aws:sqs:us-east-1:1:uploads", "extraction", 900)
    url = client("sqs").get_queue_url(QueueName="uploads")["QueueUrl"]
    client("sqs").send_message(QueueUrl=url, MessageBody="hello")
    found = client("sqs").receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"])["Messages"]
    (record,) = event_of(source, found)["Records"]
    assert record["body"] == "hello"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert (record["eventSource"], record["eventSourceARN"]) == ("aws:sqs", source.queue_arn)
