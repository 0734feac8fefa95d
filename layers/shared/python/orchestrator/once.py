"""Powertools' idempotency for one request: it loads boto3, so only a request with an `Idempotency-Key` imports this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig
from aws_lambda_powertools.utilities.idempotency.base import IdempotencyHandler
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyValidationError,
)

from orchestrator.errors import Conflict, Invalid
from orchestrator.http import APIGatewayRestResolver, Response, caller
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import Table

KEPT_S: Final = 24 * 3600


def answered_once(
    app: APIGatewayRestResolver,
    table: Table,
    key: str,
    run: Callable[[], Response[Any]],
    renew: Callable[[Any], Any],
) -> Response[Any]:
    """Return what `run` answers, or what it answered to the same caller, method, path and key before.

    The body of an earlier answer passes through `renew`; what that raises is raised.

    Raises:
        Invalid: when the key came with another body before.
        Conflict: while the first request is still being worked on.
    """
    event = app.current_event
    config = IdempotencyConfig(
        event_key_jmespath="key",
        payload_validation_jmespath="body",
        expires_after_seconds=KEPT_S,
        hash_function="sha256",
        lambda_context=app.lambda_context,
        response_hook=lambda kept, _: kept | {"body": renew(kept["body"])},
    )
    handler = IdempotencyHandler(
        function=lambda: _stored(run()),
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
