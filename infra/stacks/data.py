"""`Data`: what must outlive everything else, and the queue that the bucket tells of new files."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.bucket import DrawingsBucket
from infra.config import Stage
from infra.queue import WorkQueue
from infra.table import Table


class DataStack(Stack):
    """The table, the bucket and the uploads queue."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(
            scope,
            "Data",
            stack_name=stage.stack("Data"),
            description="Electrical Orchestrator: table, bucket and the queue of new files",
            termination_protection=stage.keeps_data,
        )
        self.uploads = WorkQueue(self, "uploads", stage, stage.extraction)
        self.table = Table(self, stage).table
        self.bucket = DrawingsBucket(self, stage, self.uploads.queue).bucket
        CfnOutput(self, "TableName", value=self.table.table_name)
        CfnOutput(self, "BucketName", value=self.bucket.bucket_name)
