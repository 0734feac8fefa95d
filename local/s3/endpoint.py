"""S3's front door: upload forms and presigned addresses are checked here, then moto stores and serves."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Final
from uuid import uuid4

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from local.bodies import peek
from local.s3.forms import check_form
from local.s3.signatures import S3Failure, check_presigned_url

FORM_LIMIT_BYTES: Final = 512 * 1024 * 1024


def s3_endpoint(request: Request) -> Response | None:
    """Return S3's refusal of a request that carries its own signature, None when moto shall answer it."""
    check = _check_of(request)
    if check is None:
        return None
    try:
        check()
    except S3Failure as failure:
        return _refusal(failure, request)
    return None


def _check_of(request: Request) -> Callable[[], None] | None:
    if "X-Amz-Signature" in request.args:
        return lambda: check_presigned_url(request)
    is_form = request.method == "POST" and request.mimetype == "multipart/form-data"
    return (lambda: _check_upload(request)) if is_form else None


def _check_upload(request: Request) -> None:
    if (request.content_length or 0) > FORM_LIMIT_BYTES:
        message = "Your proposed upload exceeds the maximum allowed size"
        raise S3Failure(400, "EntityTooLarge", message)
    body = peek(request)
    copy = Request({**request.environ, "wsgi.input": BytesIO(body)})
    try:
        with copy:  # closes the temporary files of the form
            check_form(copy, request.path.strip("/"))
    except RequestEntityTooLarge as error:
        raise S3Failure(400, "MaxPostPreDataLengthExceeded", "A form field is too long.") from error


def _refusal(failure: S3Failure, request: Request) -> Response:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{failure.code}</Code><Message>{escape(failure.message)}</Message>"
        f"<Resource>{escape(request.path)}</Resource><RequestId>{uuid4().hex}</RequestId></Error>"
    )
    return Response(body, failure.status, content_type="application/xml")
