"""The extraction function behind the uploads queue."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import rights
from infra.config import Stage
from infra.function import Function, zipped
from infra.layers import Layers
from infra.queue import source
from infra.stacks.data import DataStack
from orchestrator.settings import ExtractionSettings
from orchestrator.storage.keys import DRAWINGS_BY_SHA256, INBOX, OPEN_RUNS, REJECTED, RESULTS, UPLOADS

_PARTITIONS = ("PROJECT#", "DRAWING#", "TAGS#", OPEN_RUNS)
_WATCH_MINUTES = 15


class Extraction(Function):
    """Reads new PDFs, registers those dropped into the inbox, moves refused ones away, sends pages on."""

    def __init__(
        self, scope: Construct, stage: Stage, data: DataStack, layers: Layers, pages: sqs.IQueue
    ) -> None:
        settings = ExtractionSettings(
            table_name=data.table.table_name,
            bucket_name=data.bucket.bucket_name,
            pages_queue_url=pages.queue_url,
            uploads_queue_url=data.uploads.queue.queue_url,
            max_receives=stage.max_receives,
        )
        package = zipped("extraction", layers.with_pdf)
        super().__init__(scope, "extraction", stage, package, settings, stage.extraction)
        self.lambda_function.add_event_source(source(data.uploads.queue, stage.extraction_concurrency))
        rights.allow_sending(self.role, pages)
        rights.allow_sending(self.role, data.uploads.queue)
        self._allow_handing_over()
        self._watch()
        rights.allow_items(self.role, data.table, rights.CLOSING, _PARTITIONS)
        rights.allow_index(self.role, data.table, DRAWINGS_BY_SHA256)
        self._allow_objects(data)

    def _allow_handing_over(self) -> None:
        # after ~16 calls that lead to one another through a queue Lambda would see a runaway loop and drop the
        # message; ours ends, as every call extracts a page at least
        resource = self.lambda_function.node.default_child
        assert isinstance(resource, lambda_.CfnFunction)  # noqa: S101 - what the construct is made of
        resource.recursive_loop = "Allow"

    def _watch(self) -> None:
        every = events.Schedule.rate(Duration.minutes(_WATCH_MINUTES))
        target = targets.LambdaFunction(self.lambda_function, retry_attempts=0)  # the next look comes anyway
        events.Rule(self, "Watchdog", schedule=every, targets=[target])

    def _allow_objects(self, data: DataStack) -> None:
        # tags travel with a copied object: without the rights a tagged PDF could not leave the inbox
        read = ("GetObject", "GetObjectVersion", "GetObjectTagging", "GetObjectVersionTagging")
        rights.allow_objects(self.role, data.bucket, read, INBOX, UPLOADS)
        rights.allow_objects(self.role, data.bucket, ("GetObject",), RESULTS)
        rights.allow_objects(self.role, data.bucket, ("PutObject", "PutObjectTagging"), UPLOADS, REJECTED)
        # what was written of a drawing that is being deleted must go again
        rights.allow_objects(self.role, data.bucket, ("DeleteObject", "PutObject"), RESULTS)
        rights.allow_objects(self.role, data.bucket, ("DeleteObject",), INBOX, UPLOADS)
        # a dropped version has been copied before; of uploads no version ever goes but by the bucket's own rules
        rights.allow_objects(self.role, data.bucket, ("DeleteObjectVersion",), INBOX)
        rights.allow_listing(self.role, data.bucket)
