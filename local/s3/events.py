"""S3's event messages in full: moto leaves out the version, the order and who did it, and encodes slashes."""

from __future__ import annotations

import itertools
from typing import Any, Final
from urllib.parse import quote_plus
from uuid import uuid4

from moto.s3 import notifications
from moto.s3.models import FakeBucket, FakeKey

_moto_event: Final = notifications._get_s3_event
_sequence: Final = itertools.count(1)


def complete_events() -> None:
    """Make moto's bucket send events with everything AWS puts into them."""
    notifications._get_s3_event = _event


def _event(event_name: str, bucket: FakeBucket, key: FakeKey, notification_id: str) -> dict[str, Any]:
    event: dict[str, Any] = _moto_event(event_name, bucket, key, notification_id)
    record = event["Records"][0]
    stored = record["s3"]["object"] | {
        "key": quote_plus(key.name, safe="/"),  # AWS leaves slashes as they are
        "sequencer": f"{next(_sequence):016X}",
    }
    if bucket.versioning_status == "Enabled":
        stored["versionId"] = key.version_id
    record["s3"]["object"] = stored
    record["s3"]["bucket"]["ownerIdentity"] = {"principalId": "LOCAL"}
    record |= {
        "userIdentity": {"principalId": "AWS:LOCAL"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": uuid4().hex[:16].upper(), "x-amz-id-2": uuid4().hex},
    }
    return event
