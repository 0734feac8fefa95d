from __future__ import annotations

from typing import Any

import pytest
from botocore.stub import Stubber

from orchestrator.storage import queues
from orchestrator.storage.aws import client
from orchestrator.storage.queues import NotSent


@pytest.mark.usefixtures("aws")
def test_every_body_arrives_however_many_there_are() -> None:
    url = client("sqs").create_queue(QueueName="pages")["QueueUrl"]
    queues.send(url, [str(n) for n in range(23)], "p1")
    queues.send(url, [], "p1")
    received = []
    while messages := client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        received += [message["Body"] for message in messages]
    assert sorted(received, key=int) == [str(n) for n in range(23)]


def refusing(*ids: str) -> dict[str, Any]:
    """Return SQS's answer that refuses some entries."""
    failed = [{"Id": i, "SenderFault": False, "Code": "InternalError"} for i in ids]
    return {"Successful": [], "Failed": failed}


@pytest.mark.usefixtures("aws")
def test_an_entry_sqs_refuses_is_sent_again() -> None:
    entries = [{"Id": str(i), "MessageBody": body, "MessageGroupId": "p1"} for i, body in enumerate("ab")]
    with Stubber(client("sqs")) as stub:
        stub.add_response("send_message_batch", refusing("1"), {"QueueUrl": "u", "Entries": entries})
        stub.add_response("send_message_batch", refusing(), {"QueueUrl": "u", "Entries": entries[1:]})
        queues.send("u", ["a", "b"], "p1")
        stub.assert_no_pending_responses()


@pytest.mark.usefixtures("aws")
def test_an_entry_refused_three_times_is_an_error() -> None:
    with Stubber(client("sqs")) as stub:
        for _ in range(3):
            stub.add_response("send_message_batch", refusing("0"))
        with pytest.raises(NotSent, match="1 of 1"):
            queues.send("u", ["a"], "p1")


@pytest.mark.usefixtures("aws")
def test_messages_are_of_their_projects_group_so_that_the_queue_can_be_fair() -> None:
    url = client("sqs").create_queue(QueueName="pages")["QueueUrl"]
    queues.send(url, ["a"], "p1")
    queues.send(url, ["b"], "p2")
    groups: dict[str, str] = {}
    for _ in range(2):
        answer = client("sqs").receive_message(QueueUrl=url, AttributeNames=["MessageGroupId"])
        groups |= {m["Body"]: m["Attributes"]["MessageGroupId"] for m in answer["Messages"]}
    assert groups == {"a": "p1", "b": "p2"}


@pytest.mark.usefixtures("aws")
def test_a_message_carries_the_trace_of_the_call_that_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    header = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace}}
    entry = {"Id": "0", "MessageBody": "a", "MessageGroupId": "p1", "MessageSystemAttributes": header}
    monkeypatch.setenv("_X_AMZN_TRACE_ID", trace)
    with Stubber(client("sqs")) as stub:
        stub.add_response("send_message_batch", refusing(), {"QueueUrl": "u", "Entries": [entry]})
        queues.send("u", ["a"], "p1")
        stub.assert_no_pending_responses()


@pytest.mark.usefixtures("aws")
def test_a_received_message_is_delivered_again_when_it_is_asked_for() -> None:
    url = client("sqs").create_queue(QueueName="again", Attributes={"VisibilityTimeout": "4320"})["QueueUrl"]
    arn = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    queues.send(url, ["body"], "p1")
    (message,) = client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert "Messages" not in client("sqs").receive_message(QueueUrl=url)
    queues.see_again(arn, message["ReceiptHandle"], 0)
    assert client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"] == "body"


@pytest.mark.usefixtures("aws")
def test_a_message_that_cannot_be_asked_for_again_is_left_to_its_queue() -> None:
    queues.see_again("arn:aws:sqs:us-east-1:123456789012:no-such-queue", "handle", 60)
