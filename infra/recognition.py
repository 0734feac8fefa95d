"""The recognition function behind the pages queue; `drawings` also calls it directly, for regions."""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import rights
from infra.config import Stage
from infra.function import Function, image
from infra.queue import source
from infra.stacks.data import DataStack
from orchestrator.settings import RecognitionSettings
from orchestrator.storage.keys import RESULTS

MODEL_DIR: Final = "/var/task/model"
"""Where the Dockerfile puts the networks."""


class Recognition(Function):
    """Finds the components of a page."""

    def __init__(self, scope: Construct, stage: Stage, data: DataStack, pages: sqs.IQueue) -> None:
        settings = RecognitionSettings(
            table_name=data.table.table_name,
            bucket_name=data.bucket.bucket_name,
            model_dir=MODEL_DIR,
            max_receives=stage.max_receives,
        )
        package = image("recognition", stage)
        super().__init__(scope, "recognition", stage, package, settings, stage.recognition)
        self.lambda_function.add_event_source(source(pages, stage.recognition_concurrency))
        rights.allow_items(self.role, data.table, rights.CLOSING, ("PROJECT#", "DRAWING#", "TAGS#"))
        rights.allow_objects(self.role, data.bucket, ("DeleteObject", "GetObject", "PutObject"), RESULTS)
        rights.allow_listing(self.role, data.bucket)
