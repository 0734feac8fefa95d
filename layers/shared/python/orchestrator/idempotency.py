"""`Idempotency-Key`: a POST sent twice is done once, and answered the same both times.

A route opts in with `middlewares=[idempotent(table)]`. Answers are kept for a day, by
caller, method, path and key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig
from aws_lambda_powertools.utilities.idempotency.base import IdempotencyHandler
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)

from orchestrator.errors import Conflict, FieldError, Invalid
from orchestrator.http import APIGatewayRestResolver, Response, caller
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import Table

HEADER: Final = "Idempotency-Key"
KEPT_S: Final = 24 * 3600
_KEY: Final = re.compile(r"[!-~]{1,255}")

Next = Callable[[APIGatewayRestResolver], Response[Any]]
Middleware = Callable[[APIGatewayRestResolver, Next], Response[Any]]


def idempotent(table: Callable[[], Table]) -> Middleware:
    """Return a route middleware that honours `Idempotency-Key`; `table` is where the answers are kept.

    The route raises `Invalid` for a key that does not read or that came with another body before, and
    `Conflict` while the first request is still being worked on. A request that failed may be sent again.
    """

    def middleware(app: APIGatewayRestResolver, next_middleware: Next) -> Response[Any]:
        key = app.current_event.headers.get(HEADER)
        if key is None:
            return next_middleware(app)
        if not _KEY.fullmatch(key):
            message = "must be 1 to 255 visible ASCII characters"
            raise Invalid("The idempotency key does not read.", FieldError(f"header.{HEADER}", message))
        return _once(app, table(), key, lambda: _stored(next_middleware(app)))

    return middleware


def _once(
    app: APIGatewayRestResolver, table: Table, key: str, run: Callable[[], dict[str, Any]]
) -> Response[Any]:
    event = app.current_event
    config = IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="body",
        expires_after_seconds=KEPT_S,
        hash_function="sha256",
        lambda_context=app.lambda_context,
    )
    handler = IdempotencyHandler(
        function=run,
        function_payload={"key": [event.http_method, event.path, key], "body": event.body or ""},
        config=config,
        persistence_store=_store(table, caller(app).user_id),
        key_prefix="POST",
        function_args=(),
        function_kwargs={},
    )
    try:
        return Response(**handler.handle())
    except IdempotencyValidationError as error:
        raise Invalid("This idempotency key came with another body before; use a new key.") from error
    except IdempotencyAlreadyInProgressError as error:
        raise Conflict("The first request with this idempotency key is still being worked on.") from error


def _store(table: Table, user_id: str) -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(
        table_name=table.name,
        key_attr=keys.PARTITION_KEY,
        sort_key_attr=keys.SORT_KEY,
        static_pk_value=keys.idempotency(user_id),
        expiry_attr=keys.TTL_ATTRIBUTE,
        boto3_client=client("dynamodb"),
    )


def _stored(answer: Response[Any]) -> dict[str, Any]:
    """Return an answer as JSON can keep it."""
    return {"status_code": answer.status_code, "headers": dict(answer.headers), "body": answer.body}
