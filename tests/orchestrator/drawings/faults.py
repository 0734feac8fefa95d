"""Faults at the calls of the pipeline to AWS: before they take effect or after, as errors or as the worker's death.

`repeated` is what the AWS client does by itself when an answer is lost: the same request again, whose conditions then
meet what the first one has written. `first refused` and `last refused` say of a conditional call that its condition
does not hold, of a transaction's conditions one: as if somebody had come between who has left no trace.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Literal, get_args

from botocore.exceptions import ClientError, ReadTimeoutError

from orchestrator.storage.aws import client

Moment = Literal["before", "after"]
Kind = Literal["throttled", "broken", "timed out", "killed", "repeated", "first refused", "last refused"]
Schedule = dict[tuple[int, Moment], Kind]
MOMENTS: Final[tuple[Moment, ...]] = ("before", "after")
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
REFUSALS: Final[frozenset[Kind]] = frozenset({"first refused", "last refused"})
_ONLY_BEFORE: Final[frozenset[Kind]] = REFUSALS | {"repeated"}


class Killed(BaseException):
    """The worker is gone: nothing of it runs any more."""


@dataclass(slots=True)
class Faults:
    """Counts the calls to AWS and lets the faults happen."""

    faults: Mapping[tuple[int, Moment], Kind] = field(default_factory=dict)
    calls: int = 0
    happened: int = 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Meet every call of the pipeline's clients meanwhile."""
        services = [client("dynamodb"), client("s3"), client("sqs")]
        meetings = [
            (service.meta.events, f"{moment}-call", partial(self._meet, service, moment))
            for service in services
            for moment in MOMENTS
        ]
        for events, name, meeting in meetings:
            events.register(name, meeting)
        try:
            yield
        finally:
            for events, name, meeting in meetings:
                events.unregister(name, meeting)

    def _meet(
        self,
        service: Any,  # noqa: ANN401  # botocore's, as all below
        moment: Moment,
        model: Any,  # noqa: ANN401
        params: Any = None,  # noqa: ANN401
        **_: object,
    ) -> None:
        self.calls += moment == "before"
        kind = self.faults.get((self.calls, moment))
        if kind is None:
            return
        error = _error(kind, model.name, params)
        self.happened += kind == "repeated" or error is not None
        if error is not None:
            raise error
        if kind != "repeated":  # a refusal of what has no condition
            return
        service._endpoint.make_request(model, params)  # beneath the events of a call
        if hasattr(params["body"], "seek"):
            params["body"].seek(0)


def _error(
    kind: Kind,
    operation: str,
    params: Any,  # noqa: ANN401
) -> BaseException | None:
    if kind == "repeated":
        return None
    if kind == "killed":
        return Killed()
    if kind == "timed out":
        return ReadTimeoutError(endpoint_url="https://aws")
    if kind in {"throttled", "broken"}:
        code = {"throttled": "ThrottlingException", "broken": "InternalServerError"}[kind]
        return ClientError({"Error": {"Code": code, "Message": code}}, operation)
    return _refusal(operation, params, 0 if kind == "first refused" else -1)


def _refusal(
    operation: str,
    params: Any,  # noqa: ANN401
    which: int,
) -> ClientError | None:
    """Return the answer that a call's condition does not hold, of a transaction's the first or last; None without."""
    if {"If-Match", "If-None-Match"} & params["headers"].keys():
        return ClientError({"Error": {"Code": "PreconditionFailed", "Message": ""}}, operation)
    if "X-Amz-Target" not in params["headers"] or "DynamoDB" not in params["headers"]["X-Amz-Target"]:
        return None
    request = json.loads(params["body"])
    if "ConditionExpression" in request:
        return ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}, operation)
    writes = [write for item in request.get("TransactItems", ()) for write in item.values()]
    conditional = [n for n, write in enumerate(writes) if "ConditionExpression" in write]
    if not conditional:
        return None
    reasons: list[Any] = [{"Code": "None"} for _ in writes]
    reasons[conditional[which]] = {"Code": "ConditionalCheckFailed"}
    response: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": reasons,
    }
    return ClientError(response, operation)


def schedules(calls: int, count: int, seed: int) -> Iterator[Schedule]:
    """Yield `count` schedules: the single faults of a clean run's `calls` in random order, in turn with others.

    The others are pairs and triples, and outages: many calls in a row fail, and one more later, maybe in a redrive.
    """
    source = random.Random(seed)
    single: list[Schedule] = [
        {(n, m): k}
        for n in range(1, calls + 1)
        for m in MOMENTS
        for k in KINDS
        if m == "before" or k not in _ONLY_BEFORE
    ]
    source.shuffle(single)
    for number in range(count):
        if single and number % 2 == 0:
            yield single.pop()
        else:
            yield _outage(source, calls) if source.random() < 0.5 else _several(source, calls)


def _several(source: random.Random, calls: int) -> Schedule:
    faults = (_moment_and_kind(source) for _ in range(source.choice((2, 3))))
    return {(source.randint(1, calls * 2), moment): kind for moment, kind in faults}


def _outage(source: random.Random, calls: int) -> Schedule:
    kind, moment = source.choice([kind for kind in KINDS if kind not in _ONLY_BEFORE]), source.choice(MOMENTS)
    first, length = source.randint(1, calls), source.randint(6, 20)
    later_moment, later_kind = _moment_and_kind(source)
    outage: Schedule = {(call, moment): kind for call in range(first, first + length)}
    return outage | {(first + length + source.randint(1, calls), later_moment): later_kind}


def _moment_and_kind(source: random.Random) -> tuple[Moment, Kind]:
    kind = source.choice(KINDS)
    return "before" if kind in _ONLY_BEFORE else source.choice(MOMENTS), kind
