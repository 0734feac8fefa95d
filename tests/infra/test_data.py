"""Data: nothing public, nothing in clear, nothing lost; and who is told of a new file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.bucket import WATCHED
from infra.config import STAGES
from orchestrator.storage import keys
from orchestrator.storage.keys import table_definition
from tests.infra.cloud import Cloud

TABLE, BUCKET, QUEUE = "AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::SQS::Queue"


def resources(cloud: Cloud, kind: str) -> list[dict[str, Any]]:
    return [r for r in cloud.templates["Data"]["Resources"].values() if r["Type"] == kind]


def drawings(cloud: Cloud) -> dict[str, Any]:
    (found,) = [r for r in resources(cloud, BUCKET) if "NotificationConfiguration" in r["Properties"]]
    return found


def test_the_table_has_the_keys_that_the_store_uses(cloud: Cloud) -> None:
    (table,) = cloud.of_type(TABLE).values()
    expected = table_definition("any")
    for part in ("KeySchema", "GlobalSecondaryIndexes", "BillingMode"):
        assert table[part] == expected[part]
    assert table["TimeToLiveSpecification"] == {"AttributeName": keys.TTL_ATTRIBUTE, "Enabled": True}


def test_the_table_is_encrypted_restorable_and_kept(cloud: Cloud) -> None:
    (table,) = resources(cloud, TABLE)
    (replica,) = table["Properties"]["Replicas"]
    assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["SSESpecification"]["SSEEnabled"] is True
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"


def test_production_refuses_to_delete_its_table_its_accounts_and_its_stacks(stages: dict[str, Cloud]) -> None:
    for name, cloud in stages.items():
        keeps = STAGES[name].keeps_data
        (table,) = cloud.of_type(TABLE).values()
        (pool,) = cloud.of_type("AWS::Cognito::UserPool").values()
        assert table["Replicas"][0]["DeletionProtectionEnabled"] is keeps
        assert pool["DeletionProtection"] == ("ACTIVE" if keeps else "INACTIVE")
        manifest = json.loads((cloud.folder / "manifest.json").read_text())["artifacts"].values()
        stacks = [a for a in manifest if a["type"] == "aws:cloudformation:stack"]
        assert len(stacks) == 5
        assert all(a["properties"].get("terminationProtection", False) is keeps for a in stacks)


def test_every_bucket_is_private_encrypted_tls_only_and_kept(cloud: Cloud) -> None:
    assert len(resources(cloud, BUCKET)) == 2
    for bucket in resources(cloud, BUCKET):
        assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["Properties"]["BucketEncryption"]
        assert bucket["DeletionPolicy"] == "Retain"
    policies = [json.dumps(p) for p in cloud.of_type("AWS::S3::BucketPolicy").values()]
    assert len(policies) == 2
    assert all('"aws:SecureTransport": "false"' in policy for policy in policies)


def test_the_drawings_are_versioned_and_their_reading_is_logged(cloud: Cloud) -> None:
    properties = drawings(cloud)["Properties"]
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "DestinationBucketName" in properties["LoggingConfiguration"]


def test_nothing_current_expires_but_what_was_rejected(cloud: Cloud) -> None:
    rules = drawings(cloud)["Properties"]["LifecycleConfiguration"]["Rules"]
    assert [r["Prefix"] for r in rules if "ExpirationInDays" in r] == [keys.REJECTED]


def test_what_is_old_gets_cheaper_and_what_was_replaced_or_broken_off_goes(cloud: Cloud) -> None:
    rules = {r["Id"]: r for r in drawings(cloud)["Properties"]["LifecycleConfiguration"]["Rules"]}
    assert {r["Status"] for r in rules.values()} == {"Enabled"}
    assert rules["leftovers"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert rules["leftovers"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    colder = {
        rule["Prefix"]: (rule["Transitions"][0]["StorageClass"], rule["Transitions"][0]["TransitionInDays"])
        for rule in rules.values()
        if "Transitions" in rule
    }
    assert colder == {keys.UPLOADS: ("INTELLIGENT_TIERING", 30), keys.RESULTS: ("STANDARD_IA", 30)}
    assert rules["page-images"]["ObjectSizeGreaterThan"] == str(128 * 1024), "a string, or cdk synth warns"


def test_s3_tells_the_uploads_queue_of_uploads_and_of_the_inbox_alone(cloud: Cloud) -> None:
    bucket = drawings(cloud)
    told = bucket["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    assert [t["Filter"]["S3Key"]["Rules"] for t in told] == [
        [{"Name": "prefix", "Value": p}] for p in WATCHED
    ]
    assert {t["Event"] for t in told} == {"s3:ObjectCreated:*"}
    assert {t["Queue"]["Fn::GetAtt"][0] for t in told} == {"UploadsQueue60B0DF55"}
    assert bucket["DependsOn"] == ["UploadsQueuePolicy5AD65312"]  # S3 tests the permission at once


def test_only_s3_of_this_account_may_fill_the_uploads_queue(cloud: Cloud) -> None:
    policy = cloud.templates["Data"]["Resources"]["UploadsQueuePolicy5AD65312"]["Properties"]
    (allowed,) = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_browsers_may_send_and_read_files_from_our_origins_alone(stages: dict[str, Cloud]) -> None:
    for name, cloud in stages.items():
        cors = drawings(cloud)["Properties"].get("CorsConfiguration", {"CorsRules": []})["CorsRules"]
        origins = list(STAGES[name].allowed_origins)
        assert [rule["AllowedOrigins"] for rule in cors] == ([origins] if origins else [])


@pytest.mark.parametrize(("queue", "function"), [("uploads", "extraction"), ("pages", "recognition")])
def test_a_message_stays_hidden_for_six_timeouts_and_ends_among_the_dead_letters(
    cloud: Cloud, queue: str, function: str
) -> None:
    named = {str(p["QueueName"]).split("-", 2)[2]: p for p in cloud.of_type(QUEUE).values()}
    lambda_function = cloud.functions[function]
    receives = lambda_function["Environment"]["Variables"]["MAX_RECEIVES"]
    assert named[queue]["VisibilityTimeout"] >= 6 * lambda_function["Timeout"]
    assert str(named[queue]["RedrivePolicy"]["maxReceiveCount"]) == receives
    assert "DeadLetters" in str(named[queue]["RedrivePolicy"]["deadLetterTargetArn"])
    assert named[f"{queue}-dead-letters"]["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_every_queue_is_encrypted_and_tls_only(cloud: Cloud) -> None:
    queues = cloud.of_type(QUEUE).values()
    assert len(queues) == 4
    assert all(queue["SqsManagedSseEnabled"] for queue in queues)
    denied = [
        p for p in cloud.of_type("AWS::SQS::QueuePolicy").values() if "SecureTransport" in json.dumps(p)
    ]
    assert len(denied) == 4


def test_workers_take_one_message_a_call_and_say_which_failed(stages: dict[str, Cloud]) -> None:
    for name, cloud in stages.items():
        sources = list(cloud.of_type("AWS::Lambda::EventSourceMapping").values())
        limits = {source["ScalingConfig"]["MaximumConcurrency"] for source in sources}
        assert limits == {STAGES[name].extraction_concurrency, STAGES[name].recognition_concurrency}
        assert all(source["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for source in sources)
        assert all(source["BatchSize"] == 1 for source in sources)


def test_nothing_that_holds_data_changes_its_identity(cloud: Cloud) -> None:
    """A changed logical id makes CloudFormation replace the resource: an empty table, a new bucket, no accounts."""
    stateful = {TABLE, BUCKET, QUEUE, "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"}
    found = {
        name
        for template in cloud.templates.values()
        for name, resource in template["Resources"].items()
        if resource["Type"] in stateful
    }
    assert found == {
        "Table710B521B",
        "DrawingsAccessLogsFA34F658",
        "DrawingsBucket80F296E7",
        "UploadsQueue60B0DF55",
        "UploadsQueueDeadLetters589C2B05",
        "PagesQueueB3031A88",
        "PagesQueueDeadLetters51CDA421",
        "AccountsPool5D126928",
        "AccountsPoolApiB574DC8E",
    }
