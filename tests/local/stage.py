"""A deployed stage as operators meet it: its parts in moto, under the names the stacks give them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from unittest.mock import patch

from moto.core.config import default_user_config

from local.deployment import AREAS, QUEUES, Deployment, aws
from local.doctor import FUNCTIONS, TIMEOUTS_PER_VISIBILITY, WORKERS
from orchestrator.permissions import ROLES
from orchestrator.storage.keys import INBOX, UPLOADS
from tests.conftest import BUCKET_NAME, TABLE_NAME

STAGE = Deployment("dev")
TIMEOUT_S = 120
WATCHDOG = "watchdog-of-dev"


def make_stacks(**outputs: Mapping[str, str]) -> None:
    """Make the five stacks; `outputs` are theirs by area."""
    for area in AREAS:
        make_stack(area, outputs.get(area, {}))


def make_stack(area: str, outputs: Mapping[str, str]) -> None:
    """Make one stack; moto wants a resource in it, a queue of no use."""
    told = {name: {"Value": value} for name, value in outputs.items()}
    template = json.dumps({"Resources": {"Nothing": {"Type": "AWS::SQS::Queue"}}, "Outputs": told})
    aws("cloudformation").create_stack(StackName=STAGE.stack(area), TemplateBody=template)


def make_data_outputs() -> dict[str, str]:
    """Return what the Data stack tells of itself."""
    return {"TableName": TABLE_NAME, "BucketName": BUCKET_NAME}


def make_queues() -> None:
    """Make both queues and their dead letters."""
    for queue in QUEUES:
        dead = aws("sqs").create_queue(QueueName=STAGE.named(f"{queue}-dead-letters"))["QueueUrl"]
        arn = attributes(dead)["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 4})
        patience = {
            "RedrivePolicy": policy,
            "VisibilityTimeout": str(TIMEOUTS_PER_VISIBILITY * TIMEOUT_S),
        }
        aws("sqs").create_queue(QueueName=STAGE.named(queue), Attributes=patience)


def url(queue: str) -> str:
    """Return the address of one of the stage's queues."""
    found: str = aws("sqs").get_queue_url(QueueName=STAGE.named(queue))["QueueUrl"]
    return found


def attributes(queue_url: str) -> dict[str, str]:
    """Return a queue's attributes."""
    found: dict[str, str] = aws("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])[
        "Attributes"
    ]
    return found


def make_functions() -> None:
    """Make the functions, and the queues' way to their two."""
    role = aws("iam").create_role(RoleName="functions", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "def handler(event, context): ...")
    for name in FUNCTIONS:
        aws("lambda").create_function(
            FunctionName=STAGE.named(name),
            Runtime="python3.13",
            Role=role,
            Handler="handler.handler",
            Code={"ZipFile": code.getvalue()},
            Timeout=TIMEOUT_S,
        )
    for queue, worker in WORKERS.items():
        arn = attributes(url(queue))["QueueArn"]
        aws("lambda").create_event_source_mapping(
            FunctionName=STAGE.named(worker), EventSourceArn=arn, BatchSize=1
        )


def make_watchdog() -> None:
    """Let extraction be told on a schedule to look after runs."""
    found = aws("lambda").get_function_configuration(FunctionName=STAGE.named("extraction"))
    aws("events").put_rule(Name=WATCHDOG, ScheduleExpression="rate(15 minutes)")
    aws("events").put_targets(Rule=WATCHDOG, Targets=[{"Id": "extraction", "Arn": found["FunctionArn"]}])


def make_topic() -> dict[str, str]:
    """Make the topic of the alarms, and somebody who listens; return what the Operations stack tells of itself."""
    topic = aws("sns").create_topic(Name=STAGE.named("alerts"))["TopicArn"]
    aws("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.com")
    return {"AlertsTopic": topic}


def make_storage() -> None:
    """Make table and bucket what the Data stack makes of them."""
    aws("dynamodb").update_continuous_backups(
        TableName=TABLE_NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    aws("s3").put_bucket_versioning(Bucket=BUCKET_NAME, VersioningConfiguration={"Status": "Enabled"})
    shut = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    aws("s3").put_public_access_block(
        Bucket=BUCKET_NAME, PublicAccessBlockConfiguration=dict.fromkeys(shut, True)
    )
    tell(UPLOADS, INBOX)


def tell(*prefixes: str) -> None:
    """Let the bucket tell of new files below these prefixes."""
    rules: list[Any] = [
        {
            "QueueArn": attributes(url("uploads"))["QueueArn"],
            "Events": ["s3:ObjectCreated:*"],
            "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": prefix}]}},
        }
        for prefix in prefixes
    ]
    aws("s3").put_bucket_notification_configuration(
        Bucket=BUCKET_NAME, NotificationConfiguration={"QueueConfigurations": rules}
    )


def make_user_pool() -> dict[str, str]:
    """Make the pool, its groups and its client; return what the Identity stack tells of itself."""
    cognito = aws("cognito-idp")
    pool = cognito.create_user_pool(PoolName=STAGE.named("users"))["UserPool"]["Id"]
    for role in ROLES:
        cognito.create_group(UserPoolId=pool, GroupName=role)
    made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="api", EnableTokenRevocation=True)
    return {"UserPoolId": pool, "ClientId": made["UserPoolClient"]["ClientId"]}


def make_alarm(name: str = "api-5xx", value: str = "OK") -> None:
    """Make an alarm in a state."""
    aws("cloudwatch").put_metric_alarm(
        AlarmName=STAGE.named(name),
        AlarmDescription="Look at the access log.",
        MetricName="5XXError",
        Namespace="AWS/ApiGateway",
        Period=300,
        EvaluationPeriods=1,
        Threshold=0,
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
    )
    aws("cloudwatch").set_alarm_state(AlarmName=STAGE.named(name), StateValue=value, StateReason="test")


@contextmanager
def health(status: int = 200) -> Iterator[str]:
    """Answer `/health` on a free port; yield the address of the API."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"status": "healthy"}'
            self.send_response(status if self.path == "/health" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def deployed() -> Iterator[None]:
    """Deploy a stage in which everything is well, in the account and the table of the fixture `aws`."""
    with health() as address, patch.dict(default_user_config["lambda"], use_docker=False):
        make_queues()
        make_functions()
        make_storage()
        make_alarm()
        make_watchdog()
        make_stacks(
            Data=make_data_outputs(),
            Identity=make_user_pool(),
            Api={"ApiUrl": address},
            Operations=make_topic(),
        )
        yield
