from __future__ import annotations

import json
from typing import Any

import pytest

from orchestrator.drawings.s3_events import UnknownMessage, is_older, new_objects
from tests.aws_events import event
from tests.orchestrator.drawings.pipeline import CONTEXT, MAX_RECEIVES, Pipeline, sqs_event


def changed(**entity: object) -> dict[str, Any]:
    """Return S3's event with other facts of the object."""
    made = event("s3_object_created")
    made["Records"][0]["s3"]["object"] |= entity
    return made


def test_keys_are_read_as_s3_encodes_them() -> None:
    (created,) = new_objects(event("s3_object_created"))
    assert created.key == "inbox/p1/Plan E-101 (rev B).pdf"
    assert created.version_id == "096fKKXTRTtl3on89fVO.nfljtsv6qko"


def test_several_records_are_all_read_and_deletions_are_not() -> None:
    many = event("s3_object_created")
    many["Records"] += changed(key="b.pdf")["Records"] + changed(key="c.pdf")["Records"]
    many["Records"][2]["eventName"] = "ObjectRemoved:Delete"
    assert [created.key for created in new_objects(many)] == ["inbox/p1/Plan E-101 (rev B).pdf", "b.pdf"]


def test_the_test_event_of_a_new_notification_is_no_object() -> None:
    assert new_objects(event("s3_test_event")) == ()


def test_an_upload_is_known_by_its_version_and_without_versions_by_its_sequencer() -> None:
    (first,), (again,) = new_objects(changed()), new_objects(changed(sequencer="FF"))
    assert first.upload_id == again.upload_id
    (unversioned,), (other,) = (new_objects(changed(versionId=None, sequencer=s)) for s in ("01", "02"))
    assert unversioned.upload_id != other.upload_id


@pytest.mark.parametrize(
    ("sequencer", "than", "older"),
    [
        ("0055AED6DCD90281E5", "0055AED6DCD90281E6", True),
        ("0055aed6dcd90281e5", "0055AED6DCD90281E5", False),
        ("00", "0001", True),
        ("01", "0055AED6DCD9", False),
        ("", "", False),
    ],
)
def test_sequencers_are_compared_padded_on_the_right(sequencer: str, than: str, *, older: bool) -> None:
    assert is_older(sequencer, than) is older


@pytest.mark.parametrize(
    "body", [{}, {"Records": None}, {"Records": [{"s3": {}}]}, {"Records": [{"eventName": 1}]}]
)
def test_other_json_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(UnknownMessage):
        new_objects(body)


@pytest.mark.parametrize("body", ["not json", "[]", json.dumps({"run": 1}), "{}"])
def test_an_unknown_message_fails_every_time_and_ends_in_the_dead_letters(
    pipeline: Pipeline, body: str
) -> None:
    for receives in (1, MAX_RECEIVES):
        answer = pipeline.extraction(sqs_event(body, receives), CONTEXT)
        assert len(answer["batchItemFailures"]) == 1
