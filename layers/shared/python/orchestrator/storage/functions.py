"""Lambda: asking another function of the stack and waiting for its answer."""

from __future__ import annotations

from botocore.exceptions import ClientError, HTTPClientError

from orchestrator.storage.aws import client

_BUSY = frozenset({"TooManyRequestsException", "EC2ThrottledException", "ResourceNotReadyException"})


class FunctionFailed(Exception):
    """The function raised, is busy or did not answer in time; the message is the kind of error, not its text."""


def invoke(name: str, payload: str) -> bytes:
    """Invoke a function with a JSON payload and return its JSON answer.

    Raises:
        FunctionFailed: when it raised instead of answering, is throttled, or takes too long.
    """
    try:
        answer = client("lambda").invoke(
            FunctionName=name, InvocationType="RequestResponse", Payload=payload.encode()
        )
        data = answer["Payload"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] not in _BUSY:
            raise
        raise FunctionFailed(error.response["Error"]["Code"]) from error
    except HTTPClientError as error:
        raise FunctionFailed(type(error).__name__) from error
    if "FunctionError" in answer:
        raise FunctionFailed(answer["FunctionError"])
    return data
