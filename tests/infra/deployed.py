"""The synthesized stacks, created by moto's CloudFormation as far as moto knows their resources."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from unittest import mock

import boto3

from infra.packaging import REPOSITORY
from tests.aws_events import Context
from tests.infra.cloud import Cloud
from tests.infra.permitted import Asked, noting

ORDER: Final = ("Data", "Processing", "Api", "Operations")
"""`Identity` is all Cognito, which moto's CloudFormation does not know."""
LACKING: Final = {
    "AWS::ApiGateway::Account",
    "AWS::ApiGateway::Authorizer",
    "AWS::ApiGateway::GatewayResponse",
    "AWS::ApiGateway::Model",
    "AWS::ApiGateway::RequestValidator",
    "AWS::ApiGateway::Stage",
    "AWS::Budgets::Budget",
    "AWS::CloudWatch::Alarm",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::WebACLAssociation",
}
"""What moto cannot create of these stacks: left out, and references to it are replaced by its name."""
_ASSETS: Final = "cdk-hnb659fds-assets-123456789012-us-east-1"
_POOLS: Final = "arn:aws:cognito-idp:us-east-1:123456789012:userpool"
Template = dict[str, Any]
_CONTEXT: Any = Context()


def deploy(cloud: Cloud) -> None:
    """Create the stacks, in the order in which they need each other."""
    boto3.client("s3").create_bucket(Bucket=_ASSETS)
    for name in ORDER:
        template = deployable(cloud.templates[name])
        for key in _asset_keys(template):
            boto3.client("s3").put_object(Bucket=_ASSETS, Key=key, Body=_zip())
        boto3.client("cloudformation").create_stack(
            StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"]
        )


def deployable(template: Template) -> Template:
    """Return a template without what moto lacks, its table as the kind moto knows."""
    resources = template["Resources"]
    dropped = {name for name, resource in resources.items() if resource["Type"] in LACKING}
    kept = {name: _known(resource, dropped) for name, resource in resources.items() if name not in dropped}
    return {"Resources": _without(kept, dropped), "Outputs": _without(template.get("Outputs", {}), dropped)}


def _known(resource: Template, dropped: set[str]) -> Template:
    resource = {**resource, "Properties": dict(resource.get("Properties", {}))}
    resource["DependsOn"] = [name for name in resource.get("DependsOn", ()) if name not in dropped]
    properties = resource["Properties"]
    if resource["Type"] == "AWS::DynamoDB::GlobalTable":
        resource["Type"] = "AWS::DynamoDB::Table"
        (replica,) = properties.pop("Replicas")
        properties |= {k: v for k, v in replica.items() if k not in {"Region", "GlobalSecondaryIndexes"}}
    if resource["Type"] == "AWS::ApiGateway::Method":  # moto wants these of preflights too
        properties["Integration"] = {"IntegrationHttpMethod": "POST", "Uri": "", **properties["Integration"]}
    if resource["Type"] == "AWS::Lambda::EventSourceMapping":
        properties["Enabled"] = False  # moto would take the messages and start containers
    return resource


def _without(value: Any, dropped: set[str]) -> Any:  # noqa: ANN401  # JSON
    """Return JSON in which references to dropped resources, and to other stacks than `ORDER`'s, are names."""
    if isinstance(value, list):
        return [_without(one, dropped) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("Ref") in dropped:
        return value["Ref"]
    if "Fn::GetAtt" in value and value["Fn::GetAtt"][0] in dropped:
        return ".".join(value["Fn::GetAtt"])
    if "Identity" in str(value.get("Fn::ImportValue", "")):
        return f"{_POOLS}/{str(value['Fn::ImportValue']).rpartition(':')[2]}"
    return {key: _without(one, dropped) for key, one in value.items()}


def _asset_keys(template: Template) -> Iterator[str]:
    for resource in template["Resources"].values():
        properties = resource["Properties"]
        for code in (properties.get("Code", {}), properties.get("Content", {})):
            if isinstance(code, dict) and "S3Key" in code:
                yield code["S3Key"]


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("handler.py", "")
    return data.getvalue()


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    """A function's own handler, run with the environment of its deployment; `asked` is what it asked of AWS."""

    name: str
    environment: dict[str, str]
    handler: Callable[[Any, Any], Any]
    asked: list[Asked] = field(default_factory=list)

    @classmethod
    def named(cls, name: str, **local: str) -> DeployedFunction:
        """Load `functions/<name>`; `local` replaces what is a place inside Lambda."""
        deployed = boto3.client("lambda").get_function_configuration(FunctionName=f"orchestrator-dev-{name}")
        environment = {**deployed["Environment"]["Variables"], **local}
        with _set(environment):
            path = REPOSITORY / "functions" / name / "handler.py"
            spec = importlib.util.spec_from_file_location(f"deployed_{name}", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
        return cls(name, environment, module.handler)

    def __call__(self, event: object) -> Any:  # noqa: ANN401  # a handler's answer
        """Call it as Lambda does."""
        with _set(self.environment), noting(self.asked):
            return self.handler(event, _CONTEXT)


@contextmanager
def _set(environment: dict[str, str]) -> Iterator[None]:
    with mock.patch.dict(os.environ, environment):
        yield


def resources(stack: str) -> dict[str, str]:
    """Return the physical names of a stack's resources by their logical ids."""
    listed = boto3.client("cloudformation").list_stack_resources(StackName=stack)["StackResourceSummaries"]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in listed}


def outputs(stack: str) -> dict[str, str]:
    """Return the outputs of a stack."""
    (described,) = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
