"""What functions may do to the table, the bucket and the queues: named actions on named keys, nothing wider."""

from __future__ import annotations

from typing import Final, Literal

from aws_cdk import Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from infra.nag import accept
from orchestrator.storage.keys import Index

TableAction = Literal[
    "BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"
]
WRITING: Final[tuple[TableAction, ...]] = ("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")
CLOSING: Final[tuple[TableAction, ...]] = ("ConditionCheckItem", *WRITING)
"""Of who ends runs: what a run writes beside its drawing's item counts only while the run is the drawing's."""


def allow_items(
    role: iam.Role, table: dynamodb.ITableV2, actions: tuple[TableAction, ...], partitions: tuple[str, ...]
) -> None:
    """Allow actions on the items whose partition key begins with one of `partitions`."""
    role.add_to_policy(
        iam.PolicyStatement(
            actions=[f"dynamodb:{action}" for action in actions],
            resources=[table.table_arn],
            conditions={
                "ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{prefix}*" for prefix in partitions]}
            },
        )
    )


def allow_index(role: iam.Role, table: dynamodb.ITableV2, index: Index) -> None:
    """Allow queries of an index, whose keys are not the table's."""
    arn = f"{table.table_arn}/index/{index.name}"
    role.add_to_policy(iam.PolicyStatement(actions=["dynamodb:Query"], resources=[arn]))


def allow_objects(role: iam.Role, bucket: s3.IBucket, actions: tuple[str, ...], *prefixes: str) -> None:
    """Allow actions (`GetObject`) on the objects whose key begins with one of `prefixes`."""
    role.add_to_policy(
        iam.PolicyStatement(
            actions=[f"s3:{action}" for action in actions],
            resources=[bucket.arn_for_objects(f"{prefix}*") for prefix in prefixes],
        )
    )
    for prefix in prefixes:
        finding = f"AwsSolutions-IAM5[Resource::{_exported_arn(bucket)}/{prefix}*]"
        accept(role, finding, f"Every object below {prefix} is this function's to work on.")


def allow_listing(role: iam.Role, bucket: s3.IBucket) -> None:
    """Allow listing, without which S3 answers 403 instead of 404 about an object that is not there.

    A condition on the prefix would not do: HeadObject and GetObject carry none, so it would never hold.
    """
    role.add_to_policy(iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket.bucket_arn]))


def allow_sending(role: iam.Role, queue: sqs.IQueue) -> None:
    """Allow sending messages, and nothing of what CDK's own grant adds to it."""
    role.add_to_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[queue.queue_arn]))


def _exported_arn(bucket: s3.IBucket) -> str:
    """Return how cdk-nag spells the bucket's ARN in other stacks: the name of its export."""
    owner = Stack.of(bucket)
    return str(owner.resolve(owner.export_value(bucket.bucket_arn))["Fn::ImportValue"])
