"""The one DynamoDB table, with the key schema the store names."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.config import Stage
from orchestrator.storage.keys import INDEXES, PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE


class Table(Construct):
    """Encrypted, on demand, restorable to any second of the last 35 days."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Table")
        self.table = dynamodb.TableV2(
            self,
            "Table",
            partition_key=_text(PARTITION_KEY),
            sort_key=_text(SORT_KEY),
            global_secondary_indexes=[
                dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=index.name,
                    partition_key=_text(index.partition_key),
                    sort_key=_text(index.sort_key),
                )
                for index in INDEXES
            ],
            billing=dynamodb.Billing.on_demand(),
            encryption=dynamodb.TableEncryptionV2.aws_managed_key(),
            time_to_live_attribute=TTL_ATTRIBUTE,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=stage.keeps_data,
            removal_policy=RemovalPolicy.RETAIN,
        )


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
