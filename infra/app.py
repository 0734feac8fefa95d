"""The CDK app: `cdk synth -c stage=dev` or `-c stage=prod`."""

from __future__ import annotations

import aws_cdk as cdk

from infra import nag
from infra.config import Stage, stage_named
from infra.stacks.api import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.identity import IdentityStack
from infra.stacks.operations import OperationsStack
from infra.stacks.processing import ProcessingStack


def build(app: cdk.App, stage: Stage) -> None:
    """Put the five stacks of a stage into an app."""
    nag.check(app)
    cdk.Tags.of(app).add("product", "electrical-orchestrator")
    cdk.Tags.of(app).add("stage", stage.name)
    data = DataStack(app, stage)
    identity = IdentityStack(app, stage, data)
    ProcessingStack(app, stage, data)
    ApiStack(app, stage, data, identity)
    OperationsStack(app, stage)


def main() -> None:
    """Synthesize the stage that the context names."""
    app = cdk.App()
    build(app, stage_named(str(app.node.try_get_context("stage") or "dev")))
    app.synth()


if __name__ == "__main__":
    main()
