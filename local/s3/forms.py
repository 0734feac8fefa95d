"""Upload forms (presigned POST), checked as S3 does: policy, signature, expiry, each field, the size."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from werkzeug.wrappers import Request

from local.s3.signatures import ALGORITHM, S3Failure, check_credential, check_signature

UNCHECKED_FIELDS: Final = frozenset({"file", "policy", "x-amz-signature"})


def check_form(request: Request, bucket: str) -> None:
    """Hold an upload form against its own signed policy.

    Raises:
        S3Failure: as S3 answers it.
    """
    fields = {name.lower(): value for name, value in request.form.items()}
    upload = request.files.get("file")
    if upload is None:
        message = "POST requires exactly one file upload per request."
        raise S3Failure(400, "InvalidArgument", message)
    if "policy" not in fields:
        raise S3Failure(403, "AccessDenied", "Access Denied")
    if fields.get("x-amz-algorithm") != ALGORITHM:
        raise S3Failure(400, "InvalidArgument", "Only AWS4-HMAC-SHA256 is accepted as x-amz-algorithm.")
    day = check_credential(fields.get("x-amz-credential", ""))
    check_signature(day, fields["policy"], fields.get("x-amz-signature", ""))
    policy = _read(fields["policy"])
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    _check_policy(policy, {**fields, "bucket": bucket}, size)


def _read(policy: str) -> dict[str, Any]:
    try:
        read = json.loads(base64.b64decode(policy, validate=True))
        read["expiration"] = datetime.fromisoformat(read["expiration"])
        read["conditions"] = list(read["conditions"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise S3Failure(400, "InvalidPolicyDocument", "Invalid Policy: it does not read.") from error
    result: dict[str, Any] = read
    return result


def _check_policy(policy: Mapping[str, Any], fields: Mapping[str, str], size: int) -> None:
    if datetime.now(UTC) > policy["expiration"]:
        raise S3Failure(403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    named: set[str] = {"bucket"}
    for condition in policy["conditions"]:
        if isinstance(condition, dict):
            for name, value in condition.items():
                named.add(_check_field(["eq", f"${name}", value], fields))
        elif condition[0].lower() == "content-length-range":
            _check_size(condition, size)
        else:
            named.add(_check_field(condition, fields))
    for name in fields:
        if name not in named | UNCHECKED_FIELDS and not name.startswith("x-ignore-"):
            message = f"Invalid according to Policy: Extra input fields: {name}"
            raise S3Failure(403, "AccessDenied", message)


def _check_field(condition: Sequence[str], fields: Mapping[str, str]) -> str:
    operator, variable, wanted = condition
    name = variable.removeprefix("$").lower()
    given = fields.get(name, "")
    holds = given.startswith(wanted) if operator.lower() == "starts-with" else given == wanted
    if not holds:
        spelled = json.dumps([operator, variable, wanted])
        message = f"Invalid according to Policy: Policy Condition failed: {spelled}"
        raise S3Failure(403, "AccessDenied", message)
    return name


def _check_size(condition: Sequence[Any], size: int) -> None:
    _, least, most = condition
    if size < int(least):
        message = "Your proposed upload is smaller than the minimum allowed size"
        raise S3Failure(400, "EntityTooSmall", message)
    if size > int(most):
        message = "Your proposed upload exceeds the maximum allowed size"
        raise S3Failure(400, "EntityTooLarge", message)
