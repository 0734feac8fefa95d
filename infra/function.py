"""One Lambda function with what each of ours has: its own role and log group, tracing, settings as environment."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from aws_cdk import Duration, IgnoreMode, RemovalPolicy
from aws_cdk import Size as Bytes
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra import metrics
from infra.config import Size, Stage
from infra.layers import RUNTIME, architecture_of
from infra.nag import accept
from infra.packaging import CACHES, REPOSITORY

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_IMAGE_CONTEXT: Final = ("*", "!functions/recognition", "!layers/shared/python", *(f"**/{c}" for c in CACHES))


@dataclass(frozen=True, slots=True)
class Package:
    """How a function's code is deployed."""

    code: lambda_.Code
    handler: str
    runtime: lambda_.Runtime
    layers: tuple[lambda_.ILayerVersion, ...] = ()


def zipped(name: str, layers: tuple[lambda_.ILayerVersion, ...]) -> Package:
    """Return `functions/<name>/handler.py` as a zip over the layers."""
    folder = REPOSITORY / "functions" / name
    code = lambda_.Code.from_asset(str(folder), exclude=[*CACHES, "requirements.txt"])
    return Package(code, "handler.handler", RUNTIME, layers)


def image(name: str, stage: Stage) -> Package:
    """Return `functions/<name>` as a container image; Docker is needed to publish it, not to synthesize."""
    arm = stage.architecture == "arm64"
    code = lambda_.Code.from_asset_image(
        str(REPOSITORY),
        file=f"functions/{name}/Dockerfile",
        build_args={"BASE": stage.base_image},
        exclude=list(_IMAGE_CONTEXT),
        ignore_mode=IgnoreMode.DOCKER,
        platform=ecr_assets.Platform.LINUX_ARM64 if arm else ecr_assets.Platform.LINUX_AMD64,
    )
    return Package(code, lambda_.Handler.FROM_IMAGE, lambda_.Runtime.FROM_IMAGE)


class Function(Construct):
    """`functions/<name>` as a Lambda function.

    It may write its own log group and send traces; every other right is added by whoever wires it.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        stage: Stage,
        package: Package,
        settings: DataclassInstance,
        size: Size,
    ) -> None:
        super().__init__(scope, f"{_camel(name)}Function")
        log_group = _log_group(self, stage)
        _count_cold_starts(log_group, metrics.cold_starts(stage, name))
        self.role = _role(self, name, log_group)
        self.lambda_function = lambda_.Function(
            self,
            "Function",
            function_name=stage.named(name),
            code=package.code,
            handler=package.handler,
            runtime=package.runtime,
            layers=list(package.layers) or None,  # an image takes none, not even an empty list
            architecture=architecture_of(stage.architecture),
            memory_size=size.memory_mb,
            timeout=Duration.seconds(size.timeout_s),
            ephemeral_storage_size=Bytes.mebibytes(size.storage_mb),
            role=self.role,
            log_group=log_group,
            tracing=lambda_.Tracing.ACTIVE,
            environment=environment(settings)
            | {
                "POWERTOOLS_SERVICE_NAME": name,
                "POWERTOOLS_LOG_LEVEL": "INFO",
                "POWERTOOLS_METRICS_NAMESPACE": metrics.namespace(stage),
            },
        )
        if package.runtime is RUNTIME:
            reason = (
                "The project is built and tested with Python 3.13; a newer runtime is a change of its own."
            )
            accept(self.lambda_function, "AwsSolutions-L1", reason)


def environment(settings: DataclassInstance) -> dict[str, str]:
    """Return settings as the environment variables that `orchestrator.settings.read` makes them from."""
    return {name.upper(): _text(value) for name, value in asdict(settings).items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _camel(name: str) -> str:
    return name.title().replace("_", "")


def _log_group(scope: Construct, stage: Stage) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        "Logs",
        retention=stage.log_retention,
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )


def _count_cold_starts(log_group: logs.LogGroup, counted: cloudwatch.Metric) -> None:
    """Count the calls that a function was started for: only those Lambda reports with how long that took."""
    log_group.add_metric_filter(
        "ColdStarts",
        filter_pattern=logs.FilterPattern.literal('"Init Duration:"'),
        metric_namespace=counted.namespace,
        metric_name=counted.metric_name,
    )


def _role(scope: Construct, name: str, log_group: logs.LogGroup) -> iam.Role:
    principal = iam.ServicePrincipal("lambda.amazonaws.com")
    role = iam.Role(scope, "Role", assumed_by=principal, description=f"What the function {name} may do")
    log_group.grant_write(role)
    reason = "X-Ray's PutTraceSegments and PutTelemetryRecords know no resources."
    accept(role, "AwsSolutions-IAM5[Resource::*]", reason)
    return role
