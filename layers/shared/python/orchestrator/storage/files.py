"""The one S3 bucket: files in and out, and short-lived addresses for callers who have passed the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from botocore.exceptions import ClientError

from orchestrator.errors import Unavailable
from orchestrator.storage.aws import client

_MISSING: Final = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound"})
_CHANGED: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"})
_LARGEST_COPY: Final = 5 * 1024**3  # what S3 copies in one call
_DELETE_BATCH: Final = 1_000  # S3 deletes no more keys in one call


class MissingFile(Exception):
    """There is no such object (any more)."""


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What S3 knows of one object; `version_id` is None in a bucket without versions."""

    size_bytes: int
    content_type: str
    etag: str
    version_id: str | None


@dataclass(frozen=True, slots=True)
class UploadSlot:
    """A presigned POST: send `fields`, then the file as `file`, to `url` before `expires_at`."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


class Files:
    """Reads and writes of one bucket."""

    def __init__(self, bucket: str) -> None:
        self.bucket = bucket

    def info(self, key: str, version_id: str | None = None) -> FileInfo | None:
        """Return what S3 knows of an object, or None when it is not there."""
        try:
            head = client("s3").head_object(**self._object(key, version_id))
        except ClientError as error:
            if _is_missing(error):
                return None
            raise
        return FileInfo(
            head["ContentLength"], head["ContentType"], head["ETag"].strip('"'), head.get("VersionId")
        )

    def read(self, key: str, version_id: str | None = None, *, first_bytes: int | None = None) -> bytes:
        """Return the bytes of an object, or only the first of them.

        Raises:
            MissingFile: when it is not there.
        """
        request = self._object(key, version_id)
        if first_bytes is not None:
            request["Range"] = f"bytes=0-{first_bytes - 1}"
        try:
            return client("s3").get_object(**request)["Body"].read()
        except ClientError as error:
            if _is_missing(error):
                raise MissingFile(key) from error
            raise

    def download(self, key: str, target: Path, version_id: str | None = None) -> None:
        """Write an object to a local file.

        Raises:
            MissingFile: when it is not there.
        """
        from boto3.s3.transfer import S3Transfer  # noqa: PLC0415 - heavy, and most functions download nothing

        extra = {"VersionId": version_id} if version_id else None
        try:
            S3Transfer(client("s3")).download_file(self.bucket, key, str(target), extra)
        except ClientError as error:
            if _is_missing(error):
                raise MissingFile(key) from error
            raise

    def write(self, key: str, data: bytes, content_type: str) -> None:
        """Store an object."""
        client("s3").put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=content_type)

    def replace(self, key: str, data: bytes, content_type: str, etag: str | None) -> bool:
        """Store an object over the one of this entity tag, or where there is none (None).

        Returns:
            False when there is another one by now, also when two write at once.
        """
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": f'"{etag}"'}
        request: Any = {
            "Bucket": self.bucket,
            "Key": key,
            "Body": data,
            "ContentType": content_type,
            **condition,
        }
        return _unless_changed(lambda: client("s3").put_object(**request))

    def copy(self, source: str, target: str, content_type: str, version_id: str | None = None) -> None:
        """Copy an object inside the bucket, without its bytes passing through here."""
        from boto3.s3.transfer import TransferConfig, create_transfer_manager  # noqa: PLC0415 - heavy, as above

        origin = self._object(source, version_id)
        replaced = {"ContentType": content_type, "MetadataDirective": "REPLACE"}
        config = TransferConfig(multipart_threshold=_LARGEST_COPY, use_threads=False)
        with create_transfer_manager(client("s3"), config) as transfers:
            transfers.copy(origin, self.bucket, target, extra_args=replaced).result()

    def delete(self, key: str, version_id: str | None = None) -> None:
        """Delete an object; one that is not there is no error."""
        client("s3").delete_object(**self._object(key, version_id))

    def delete_unchanged(self, key: str, etag: str) -> bool:
        """Delete an object of this entity tag; False when there is another one by now, or none."""
        request = self._object(key, None) | {"IfMatch": f'"{etag}"'}
        return _unless_changed(lambda: client("s3").delete_object(**request))

    def delete_all(self, prefix: str) -> None:
        """Delete every object whose key begins with `prefix`.

        Raises:
            Unavailable: when S3 has not deleted some of them; it names them in an answer that is none of its errors.
        """
        keys = list(self.keys(prefix))
        for start in range(0, len(keys), _DELETE_BATCH):
            objects: Any = [{"Key": key} for key in keys[start : start + _DELETE_BATCH]]
            answer = client("s3").delete_objects(
                Bucket=self.bucket, Delete={"Objects": objects, "Quiet": True}
            )
            if left := answer.get("Errors"):
                raise Unavailable(
                    f"{len(left)} of {len(objects)} files could not be deleted "
                    f"({left[0].get('Code')}); try again in a minute."
                )

    def keys(self, prefix: str) -> Iterator[str]:
        """Yield the keys that begin with `prefix`."""
        pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        for page in pages:
            yield from (entry["Key"] for entry in page.get("Contents", []))

    def upload_slot(self, key: str, content_type: str, max_bytes: int, expires_s: int) -> UploadSlot:
        """Return a presigned POST that accepts one exact key, one content type and 1..`max_bytes` bytes."""
        post = client("s3").generate_presigned_post(
            self.bucket,
            key,
            Fields={"Content-Type": content_type},
            Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, max_bytes]],
            ExpiresIn=expires_s,
        )
        expires_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=expires_s)
        return UploadSlot(post["url"], post["fields"], expires_at)

    def address(self, key: str, expires_s: int, *, download_as: str | None = None) -> str:
        """Return a presigned address to read an object, saved by browsers as `download_as`."""
        request: dict[str, Any] = {"Bucket": self.bucket, "Key": key}
        if download_as:
            request["ResponseContentDisposition"] = _attachment(download_as)
        return client("s3").generate_presigned_url("get_object", Params=request, ExpiresIn=expires_s)

    def _object(self, key: str, version_id: str | None) -> dict[str, Any]:
        return {"Bucket": self.bucket, "Key": key, **({"VersionId": version_id} if version_id else {})}


def _attachment(name: str) -> str:
    """Return the header that saves a file under a name; whoever does not read RFC 6266 gets an ASCII one."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name)
    exact = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{exact}'


def _unless_changed(request: Callable[[], object]) -> bool:
    """Make a conditional request; False when S3 says that the object is not the one that was named."""
    try:
        request()
    except ClientError as error:
        if error.response["Error"]["Code"] in _CHANGED:
            return False
        raise
    return True


def _is_missing(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in _MISSING
