"""Lambda: asking another function of the stack and waiting for its answer."""

from __future__ import annotations

from orchestrator.storage.aws import client


class FunctionFailed(Exception):
    """The invoked function raised; the message is its error type, not its text."""


def invoke(name: str, payload: str) -> bytes:
    """Invoke a function with a JSON payload and return its JSON answer.

    Raises:
        FunctionFailed: when it raised instead of answering.
    """
    answer = client("lambda").invoke(
        FunctionName=name, InvocationType="RequestResponse", Payload=payload.encode()
    )
    data = answer["Payload"].read()
    if "FunctionError" in answer:
        raise FunctionFailed(answer["FunctionError"])
    return data
