"""The AWS clients, one of each in a process: botocore's, for boto3 adds 140 ms of processor to a cold start.

botocore itself is loaded when the first client is made: what needs none starts without it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from orchestrator.storage.direct import Direct, is_plain

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.session import Session
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@overload
def client(service: Literal["dynamodb"]) -> DynamoDBClient: ...
@overload
def client(service: Literal["s3"]) -> S3Client: ...
@overload
def client(service: Literal["sqs"]) -> SQSClient: ...
@overload
def client(service: Literal["lambda"]) -> LambdaClient: ...
@overload
def client(service: Literal["cognito-idp"]) -> CognitoIdentityProviderClient: ...
def client(service: str) -> Any:
    """Return this process's client; region, credentials and endpoint come from the environment."""
    return _client(service)


def dynamodb() -> DynamoDBClient:
    """Return a client that asks DynamoDB directly, or botocore's where the environment asks for more than that does.

    For functions whose cold start somebody waits for: see `storage/direct.py`.
    """
    return _direct() or client("dynamodb")


@cache
def _direct() -> DynamoDBClient | None:
    return cast("DynamoDBClient", Direct(lambda: client("dynamodb"))) if is_plain() else None


@cache
def _client(service: str) -> object:
    made: object = _session().create_client(service, config=_config(service))
    return made


@cache
def _session() -> Session:
    from botocore.session import Session  # noqa: PLC0415 - heavy, and not every call needs it

    return Session()


def _config(service: str) -> Config:
    from botocore.config import Config  # noqa: PLC0415 - as above

    config = Config(
        connect_timeout=3,
        read_timeout=30,
        retries={"mode": "standard", "max_attempts": 4},
        signature_version="v4",
    )
    if service == "lambda":  # an API request waits for it, and API Gateway for both, at most 29 seconds
        return config.merge(Config(read_timeout=24, retries={"mode": "standard", "total_max_attempts": 1}))
    if service == "s3":
        return config.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
    return config


def forget_clients() -> None:
    """Let the next call make new clients: the region, credentials or endpoint have changed."""
    if _direct.cache_info().currsize and (direct := _direct()):
        direct.close()
    for kept in (_direct, _client, _session):
        kept.cache_clear()
