"""S3's event notifications as they lie in an SQS message."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus


class UnknownMessage(ValueError):
    """A message on the uploads queue that is neither S3's nor ours."""


@dataclass(frozen=True, slots=True)
class NewObject:
    """An object S3 says was created; `sequencer` orders the events of one key, `event_time` is ISO 8601.

    `request_id` is S3's id of the request that created it.
    """

    bucket: str
    key: str
    version_id: str | None
    sequencer: str
    etag: str
    event_time: str
    request_id: str = ""

    @property
    def upload_id(self) -> str:
        """The same for every delivery of the same upload, another for every other."""
        identity = json.dumps([self.bucket, self.key, self.version_id or [self.sequencer, self.etag]])
        return hashlib.sha256(identity.encode()).hexdigest()[:16]


def new_objects(body: dict[str, Any]) -> tuple[NewObject, ...]:
    """Return the objects a notification tells of: none for S3's own `s3:TestEvent` and for deletions.

    Raises:
        UnknownMessage: when the body is not a notification of S3.
    """
    if body.get("Event") == "s3:TestEvent":
        return ()
    try:
        records = [r for r in body["Records"] if r["eventName"].startswith("ObjectCreated:")]
        return tuple(_new_object(record) for record in records)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnknownMessage(f"not a notification of S3: {type(error).__name__} {error}") from error


def _new_object(record: dict[str, Any]) -> NewObject:
    s3, entity = record["s3"], record["s3"]["object"]
    return NewObject(
        bucket=s3["bucket"]["name"],
        key=unquote_plus(entity["key"]),
        version_id=entity.get("versionId"),
        sequencer=entity.get("sequencer", ""),
        etag=entity.get("eTag", ""),
        event_time=record["eventTime"],
        request_id=record.get("responseElements", {}).get("x-amz-request-id", ""),
    )


def is_older(sequencer: str, than: str) -> bool:
    """Tell whether an event of a key precedes another: hexadecimal, the shorter padded with zeros on the right."""
    length = max(len(sequencer), len(than))
    return sequencer.upper().ljust(length, "0") < than.upper().ljust(length, "0")
