"""The one bucket: PDFs in, results out, and a message to the uploads queue for every PDF."""

from __future__ import annotations

from typing import Final

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.config import Stage
from orchestrator.storage.keys import INBOX, REJECTED, RESULTS, UPLOADS

WATCHED: Final = (UPLOADS, INBOX)
_NONCURRENT_DAYS: Final = 30
_REJECTED_DAYS: Final = 90
_ACCESS_LOG_DAYS: Final = 90
_COLD_AFTER_DAYS: Final = 30
_PAGE_IMAGES: Final = "page-images"
_LEAST_COLD_BYTES: Final = 128 * 1024
"""Smaller objects are charged as if they had this size; of the results, page images alone are larger."""


class DrawingsBucket(Construct):
    """Private, encrypted, versioned, TLS only, its access logged; every PDF below `WATCHED` is told to `uploads`.

    S3 itself sends to the queue (the functions read S3's own event, which EventBridge would wrap), so both live in
    one stack: S3 tests the queue when the bucket is made, and a queue in the stack of its consumer, which needs the
    bucket, would close a circle. The notification is set on the CloudFormation resource, because CDK's
    `add_event_notification` brings a Lambda of its own to set it.
    """

    def __init__(self, scope: Construct, stage: Stage, uploads: sqs.Queue) -> None:
        super().__init__(scope, "Drawings")
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            versioned=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=_access_logs(self),
            lifecycle_rules=_lifecycle(),
            cors=_cors(stage.allowed_origins),
            removal_policy=RemovalPolicy.RETAIN,
        )
        self._size_as_text()
        self._notify(uploads)

    def _size_as_text(self) -> None:
        """Write the least size as CloudFormation wants it, a string, where CDK writes a number."""
        resource = self.bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)  # noqa: S101  # what an s3.Bucket is made of
        place = [rule.id for rule in _lifecycle()].index(_PAGE_IMAGES)
        path = f"LifecycleConfiguration.Rules.{place}.ObjectSizeGreaterThan"
        resource.add_property_override(path, str(_LEAST_COLD_BYTES))

    def _notify(self, queue: sqs.Queue) -> None:
        allowed = queue.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("s3.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[queue.queue_arn],
                # not the bucket's ARN: the policy must be there before the bucket is
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        resource = self.bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)  # noqa: S101  # what an s3.Bucket is made of
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            queue_configurations=[_notification(queue, prefix) for prefix in WATCHED]
        )
        assert allowed.policy_dependable is not None  # noqa: S101  # the queue is ours: its policy was extended
        resource.node.add_dependency(allowed.policy_dependable)


def _notification(queue: sqs.Queue, prefix: str) -> s3.CfnBucket.QueueConfigurationProperty:
    rule = s3.CfnBucket.FilterRuleProperty(name="prefix", value=prefix)
    key = s3.CfnBucket.S3KeyFilterProperty(rules=[rule])
    return s3.CfnBucket.QueueConfigurationProperty(
        event="s3:ObjectCreated:*",
        queue=queue.queue_arn,
        filter=s3.CfnBucket.NotificationFilterProperty(s3_key=key),
    )


def _access_logs(scope: Construct) -> s3.Bucket:
    return s3.Bucket(
        scope,
        "AccessLogs",
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        minimum_tls_version=1.2,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        lifecycle_rules=[s3.LifecycleRule(id="old-logs", expiration=Duration.days(_ACCESS_LOG_DAYS))],
        removal_policy=RemovalPolicy.RETAIN,
    )


def _lifecycle() -> list[s3.LifecycleRule]:
    """Clean up after what was replaced, refused or broken off; nothing current of a project ever expires."""
    cold = s3.Transition(
        storage_class=s3.StorageClass.INTELLIGENT_TIERING,
        transition_after=Duration.days(_COLD_AFTER_DAYS),
    )
    seldom = s3.Transition(
        storage_class=s3.StorageClass.INFREQUENT_ACCESS,
        transition_after=Duration.days(_COLD_AFTER_DAYS),
    )
    return [
        s3.LifecycleRule(
            id="leftovers",
            abort_incomplete_multipart_upload_after=Duration.days(1),
            noncurrent_version_expiration=Duration.days(_NONCURRENT_DAYS),
            expired_object_delete_marker=True,
        ),
        s3.LifecycleRule(id="rejected", prefix=REJECTED, expiration=Duration.days(_REJECTED_DAYS)),
        s3.LifecycleRule(id="cold", prefix=UPLOADS, transitions=[cold]),
        s3.LifecycleRule(
            id=_PAGE_IMAGES,
            prefix=RESULTS,
            object_size_greater_than=_LEAST_COLD_BYTES,
            transitions=[seldom],
        ),
    ]


def _cors(origins: tuple[str, ...]) -> list[s3.CorsRule] | None:
    """Let pages of our web origins send files and read results through presigned addresses."""
    if not origins:
        return None
    methods = [s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.POST]
    rule = s3.CorsRule(
        allowed_origins=list(origins),
        allowed_methods=methods,
        allowed_headers=["*"],
        exposed_headers=["ETag"],
        max_age=600,
    )
    return [rule]
