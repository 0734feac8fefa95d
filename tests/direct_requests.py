"""The direct client's requests to DynamoDB, in tests: answered by moto in this process, and noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http.client import HTTPConnection

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from orchestrator.storage import direct
from orchestrator.storage.direct import Answer


def answered_by_moto(connection: HTTPConnection, headers: Mapping[str, str], body: bytes) -> Answer:
    """Take a request as moto takes those of botocore."""
    url = f"https://{connection.host}/"
    request = AWSPreparedRequest(
        "POST", url, HTTPHeaders.from_pairs(headers.items()), body, stream_output=False
    )
    answer = botocore_stubber("before-send", request)
    return Answer(answer.status_code, answer.content)


def note_requests(patch: pytest.MonkeyPatch, note: Callable[[str, bytes], None]) -> None:
    """Let `note` see the operation and the body of every request."""
    send = direct.sent_over

    def noting(connection: HTTPConnection, headers: Mapping[str, str], body: bytes) -> Answer:
        note(headers["X-Amz-Target"].rpartition(".")[2], body)
        return send(connection, headers, body)

    patch.setattr(direct, "sent_over", noting)
