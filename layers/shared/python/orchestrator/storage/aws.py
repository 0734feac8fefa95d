"""The AWS clients, one of each in a process: botocore's, for boto3 adds 140 ms of processor to a cold start."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from botocore.config import Config
from botocore.session import Session

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

_CONFIG = Config(
    connect_timeout=3,
    read_timeout=30,
    retries={"mode": "standard", "max_attempts": 4},
    signature_version="v4",
)
# an API request waits for the function it asks, and API Gateway for both, at most 29 seconds
_LAMBDA_CONFIG = _CONFIG.merge(Config(read_timeout=24, retries={"mode": "standard", "total_max_attempts": 1}))
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))


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


@cache
def _client(service: str) -> object:
    config = {"s3": _S3_CONFIG, "lambda": _LAMBDA_CONFIG}.get(service, _CONFIG)
    made: object = _session().create_client(service, config=config)
    return made


@cache
def _session() -> Session:
    return Session()


def forget_clients() -> None:
    """Let the next call make new clients: the region, credentials or endpoint have changed."""
    _client.cache_clear()
    _session.cache_clear()
