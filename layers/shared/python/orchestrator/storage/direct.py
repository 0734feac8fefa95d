"""DynamoDB asked directly: what botocore's client does in the plain case, without the 0.25 s that loading it takes.

DynamoDB's protocol is one signed POST of JSON. A request is sent once, with the keys of Lambda's environment. Whatever
is no plain answer (throttling, a failure of the service or of the network, an error that the table does not act on) is
handed over, and logged: botocore is loaded then and asks again, with its retries, its pauses and its errors.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, urlsplit

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CONNECT_TIMEOUT_S: Final = 3.0
READ_TIMEOUT_S: Final = 30.0
_PLAIN_REGION: Final = re.compile(r"(?!cn)[a-z]{2}(-gov)?-[a-z]+-\d")  # of the partitions below amazonaws.com
SPECIAL: Final = (
    "AWS_CA_BUNDLE",
    "AWS_PROFILE",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "HTTPS_PROXY",
    "https_proxy",
)
"""Variables by which requests over TLS go another way than here."""
_REFUSALS: Final = frozenset(
    {"ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException"}
)
"""Errors that are answers: the table acts on them, and asking again would not change them."""
_TYPE: Final = "application/x-amz-json-1.0"
_log: Final = logging.getLogger(__name__)


def is_plain() -> bool:
    """Tell whether the environment asks for no more than is done here: a region of the usual names, and keys."""
    region, key = (os.environ.get(name, "") for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID"))
    if not (key and _PLAIN_REGION.fullmatch(region)):
        return False
    return endpoint(region).startswith("http:") or not any(map(os.environ.get, SPECIAL))


class Answer(NamedTuple):
    """What came back: an HTTP status, and its body."""

    status: int
    body: bytes


def sent_over(connection: HTTPConnection, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send a request over a connection, opened when it is not, and return the answer."""
    if connection.sock is None:
        connection.connect()
    connection.sock.settimeout(READ_TIMEOUT_S)
    connection.request("POST", "/", body, dict(headers))
    response = connection.getresponse()
    return Answer(response.status, response.read())


class Direct:
    """The requests of `storage/table.py`, as botocore's client takes and answers them; one at a time.

    `otherwise` gives botocore's client, which is handed what has no plain answer.
    """

    def __init__(self, otherwise: Callable[[], DynamoDBClient]) -> None:
        self._otherwise = otherwise
        self._region = os.environ["AWS_DEFAULT_REGION"]
        address = urlsplit(endpoint(self._region))
        self._host = address.netloc
        connection = HTTPSConnection if address.scheme == "https" else HTTPConnection
        self._connection = connection(self._host, timeout=CONNECT_TIMEOUT_S)
        self._alone = Lock()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one method an operation
        return partial(self._ask, name)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, name: str, **request: object) -> Any:  # noqa: ANN401 - JSON
        operation = name.title().replace("_", "")
        if operation == "TransactWriteItems":
            request.setdefault("ClientRequestToken", os.urandom(16).hex())
        body = json.dumps(request).encode()
        try:
            status, answer = self._sent(self._headers(operation, body), body)
            found = json.loads(answer)
        except (OSError, HTTPException, ValueError) as error:
            self._connection.close()
            return self._handed_over(name, request, type(error).__name__)
        if status == 200:
            return found
        code = str(found.get("__type", status)).rpartition("#")[2]
        if code in _REFUSALS:
            raise _error(code, found, operation)
        return self._handed_over(name, request, code)

    def _sent(self, headers: Mapping[str, str], body: bytes) -> Answer:
        with self._alone:
            was_open = self._connection.sock is not None
            try:
                return sent_over(self._connection, headers, body)
            except ConnectionError:
                self._connection.close()
                if not was_open:
                    raise
            return sent_over(self._connection, headers, body)  # it was open, and closed while nobody asked

    def _handed_over(self, name: str, request: Mapping[str, object], why: str) -> Any:  # noqa: ANN401 - JSON
        _log.warning("DynamoDB is asked again: %s answered %s", name, why)
        return getattr(self._otherwise(), name)(**request)

    def _headers(self, operation: str, body: bytes) -> dict[str, str]:
        """Return the headers of a request, signed with the keys of the environment as they are now."""
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        headers = {"Content-Type": _TYPE, "Host": self._host, "X-Amz-Date": now}
        token = os.environ.get("AWS_SESSION_TOKEN")
        headers |= {"X-Amz-Security-Token": token} if token else {}
        headers["X-Amz-Target"] = f"DynamoDB_20120810.{operation}"
        headers["Authorization"] = authorization(headers, body, self._region)
        trace = os.environ.get("_X_AMZN_TRACE_ID")
        return headers | ({"X-Amzn-Trace-Id": quote(trace, safe="-=;:+&[]{}\"',")} if trace else {})


def authorization(headers: Mapping[str, str], body: bytes, region: str) -> str:
    """Return the header `Authorization` of a POST to `/`, by AWS Signature Version 4.

    `headers`, in the order of their names, are signed; they name the time.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    """
    lines = "".join(f"{name.lower()}:{value}\n" for name, value in headers.items())
    names = ";".join(name.lower() for name in headers)
    asked = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    now = headers["X-Amz-Date"]
    scope = (now[:8], region, "dynamodb", "aws4_request")
    text = f"AWS4-HMAC-SHA256\n{now}\n{'/'.join(scope)}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    key = f"AWS4{os.environ['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in (*scope, text):
        key = hmac.digest(key, part.encode(), "sha256")
    credential = "/".join((os.environ["AWS_ACCESS_KEY_ID"], *scope))
    return f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={key.hex()}"


def endpoint(region: str) -> str:
    """Return DynamoDB's address: the one that the environment names, or the region's."""
    ignored = os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true"
    names = () if ignored else ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL")
    named = next(filter(None, map(os.environ.get, names)), None)
    return named or f"https://dynamodb.{region}.amazonaws.com"


def _error(code: str, found: Mapping[str, Any], operation: str) -> ClientError:
    """Return botocore's error for a refusal, with the reasons that a transaction's has."""
    said = {"Code": code, "Message": found.get("message") or found.get("Message") or ""}
    reasons = {"CancellationReasons": found["CancellationReasons"]} if "CancellationReasons" in found else {}
    response: Any = {"Error": said, **reasons}
    return ClientError(response, operation)
