"""Signature version 4 as S3 checks it: of an upload form's policy, and of a presigned address."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from werkzeug.wrappers import Request

from local.settings import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY

ALGORITHM: Final = "AWS4-HMAC-SHA256"
STAMP: Final = "%Y%m%dT%H%M%SZ"
UNRESERVED: Final = "-_.~"


class S3Failure(Exception):
    """A refusal of S3: HTTP status, its code and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def check_credential(credential: str) -> str:
    """Return the day (`YYYYMMDD`) of a credential scope of ours.

    Raises:
        S3Failure: when it names another key, region or service.
    """
    key, *scope = credential.split("/")
    if key != ACCESS_KEY_ID:
        message = "The AWS Access Key Id you provided does not exist in our records."
        raise S3Failure(403, "InvalidAccessKeyId", message)
    if len(scope) != 4 or scope[1:] != [REGION, "s3", "aws4_request"]:
        raise S3Failure(400, "AuthorizationQueryParametersError", "The credential scope is malformed.")
    return scope[0]


def check_signature(day: str, text: str, signature: str) -> None:
    """Hold a signature against the text it is said to sign.

    Raises:
        S3Failure: when it does not match.
    """
    key = f"AWS4{SECRET_ACCESS_KEY}".encode()
    for part in (day, REGION, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    if not hmac.compare_digest(hmac.digest(key, text.encode(), "sha256").hex().encode(), signature.encode()):
        message = "The request signature we calculated does not match the signature you provided."
        raise S3Failure(403, "SignatureDoesNotMatch", message)


def check_presigned_url(request: Request) -> None:
    """Hold a presigned address against its signature and its expiry.

    Raises:
        S3Failure: when it is forged, changed or too old.
    """
    query = request.args
    day = check_credential(query.get("X-Amz-Credential", ""))
    try:
        signed = datetime.strptime(query["X-Amz-Date"], STAMP).replace(tzinfo=UTC)
        lifetime = timedelta(seconds=int(query["X-Amz-Expires"]))
    except (KeyError, ValueError) as error:
        message = "X-Amz-Date and X-Amz-Expires must be given and valid."
        raise S3Failure(400, "AuthorizationQueryParametersError", message) from error
    if datetime.now(UTC) > signed + lifetime:
        raise S3Failure(403, "AccessDenied", "Request has expired")
    canonical = hashlib.sha256(_canonical(request).encode()).hexdigest()
    text = "\n".join([ALGORITHM, query["X-Amz-Date"], f"{day}/{REGION}/s3/aws4_request", canonical])
    check_signature(day, text, query.get("X-Amz-Signature", ""))


def _canonical(request: Request) -> str:
    """Return the canonical request: method, path, query, signed headers, unsigned payload."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "X-Amz-Signature"]
    query = "&".join(f"{quote(k, UNRESERVED)}={quote(v, UNRESERVED)}" for k, v in sorted(pairs))
    names = request.args.get("X-Amz-SignedHeaders", "host").split(";")
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names)
    path = quote(request.path, "/" + UNRESERVED)
    return "\n".join([request.method, path, query, headers, ";".join(names), "UNSIGNED-PAYLOAD"])
