"""`Processing`: PDFs to pages, pages to components."""

from __future__ import annotations

from aws_cdk import Stack
from constructs import Construct

from infra.config import Stage
from infra.extraction import Extraction
from infra.layers import Layers
from infra.queue import WorkQueue
from infra.recognition import Recognition
from infra.stacks.data import DataStack


class ProcessingStack(Stack):
    """Extraction and recognition, and the queue between them."""

    def __init__(self, scope: Construct, stage: Stage, data: DataStack) -> None:
        super().__init__(
            scope,
            "Processing",
            stack_name=stage.stack("Processing"),
            description="Electrical Orchestrator: extraction and recognition",
            termination_protection=stage.keeps_data,
        )
        pages = WorkQueue(self, "pages", stage, stage.recognition)
        Extraction(self, stage, data, Layers(self, stage.architecture), pages.queue)
        Recognition(self, stage, data, pages.queue)
