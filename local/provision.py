"""Makes the account's resources, from the same key schemas, roles and settings as the cloud stacks."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from local.settings import ACCOUNT, REGION
from orchestrator.identity import lifetimes
from orchestrator.identity.passwords import MIN_LENGTH
from orchestrator.permissions import ROLES
from orchestrator.settings import EXTRACTION_TIMEOUT_S, MAX_RECEIVES, RECOGNITION_TIMEOUT_S
from orchestrator.storage.aws import client
from orchestrator.storage.keys import INBOX, TTL_ATTRIBUTE, UPLOADS, table_definition

TABLE: Final = "orchestrator"
BUCKET: Final = "orchestrator-drawings"
RECOGNITION_FUNCTION: Final = "recognition"
WATCHED: Final = (UPLOADS, INBOX)
# how long the function behind each queue may take; its message stays hidden a little longer than that
TIMEOUT_S: Final = {"uploads": EXTRACTION_TIMEOUT_S, "pages": RECOGNITION_TIMEOUT_S}
HIDDEN_LONGER_S: Final = 30


@dataclass(frozen=True, slots=True)
class UserPool:
    """The pool and its one app client."""

    pool_id: str
    client_id: str


def queue_url(endpoint: str, name: str) -> str:
    """Return the URL of one of the account's queues."""
    return f"{endpoint}/{ACCOUNT}/{name}"


def queue_arn(name: str) -> str:
    """Return the ARN of one of the account's queues."""
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def provision() -> UserPool:
    """Make the table, the queues, the bucket that notifies and the user pool, side by side."""
    with ThreadPoolExecutor(3) as side_by_side:
        others = [side_by_side.submit(_table), side_by_side.submit(_queues_and_bucket)]
        pool = side_by_side.submit(_user_pool)
        for made in others:
            made.result()
        return pool.result()


def _table() -> None:
    dynamodb = client("dynamodb")
    with suppress(dynamodb.exceptions.ResourceInUseException):  # asked again: the answer took too long
        dynamodb.create_table(**table_definition(TABLE))
    dynamodb.update_time_to_live(
        TableName=TABLE, TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL_ATTRIBUTE}
    )


def _queues_and_bucket() -> None:
    for name, timeout_s in TIMEOUT_S.items():
        make_queue(name, timeout_s + HIDDEN_LONGER_S)
    client("s3").create_bucket(Bucket=BUCKET)
    client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    queue_configurations: Any = [
        {
            "Id": prefix.strip("/"),
            "QueueArn": queue_arn("uploads"),
            "Events": ["s3:ObjectCreated:*"],
            "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": prefix}]}},
        }
        for prefix in WATCHED
    ]
    client("s3").put_bucket_notification_configuration(
        Bucket=BUCKET, NotificationConfiguration={"QueueConfigurations": queue_configurations}
    )


def make_queue(name: str, visibility_s: int) -> None:
    """Make a queue and its dead-letter queue."""
    client("sqs").create_queue(QueueName=f"{name}-dlq", Attributes={"MessageRetentionPeriod": "1209600"})
    redrive = {"deadLetterTargetArn": queue_arn(f"{name}-dlq"), "maxReceiveCount": MAX_RECEIVES}
    attributes: Any = {"VisibilityTimeout": str(visibility_s), "RedrivePolicy": json.dumps(redrive)}
    client("sqs").create_queue(QueueName=name, Attributes=attributes)


def _user_pool() -> UserPool:
    cognito = client("cognito-idp")
    pool_id = cognito.create_user_pool(
        PoolName="orchestrator",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        Policies={"PasswordPolicy": {"MinimumLength": MIN_LENGTH}},
    )["UserPool"]["Id"]
    for role in ROLES:
        cognito.create_group(UserPoolId=pool_id, GroupName=role)
    app_client = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="api",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        AccessTokenValidity=int(lifetimes.ACCESS_TOKEN.total_seconds()),
        IdTokenValidity=int(lifetimes.ACCESS_TOKEN.total_seconds()),
        RefreshTokenValidity=int(lifetimes.REFRESH_TOKEN.total_seconds()),
        TokenValidityUnits={"AccessToken": "seconds", "IdToken": "seconds", "RefreshToken": "seconds"},
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
        PreventUserExistenceErrors="ENABLED",
        EnableTokenRevocation=True,
    )["UserPoolClient"]
    return UserPool(pool_id, app_client["ClientId"])
