"""Promises of `orchestrator doctor`: what is well is said to be, what is broken is found, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from local.command_line import main
from local.deployment import Deployment, aws
from local.doctor import Finding, State, examine
from orchestrator.storage.keys import UPLOADS
from tests.conftest import BUCKET_NAME, TABLE_NAME, Aws
from tests.local import stage
from tests.local.stage import STAGE


@pytest.fixture(autouse=True)
def everything(aws: Aws) -> Iterator[None]:
    with stage.deployed():
        yield


def findings(*states: State) -> list[Finding]:
    return [finding for finding in examine(STAGE) if finding.state in states]


def test_a_stage_in_which_everything_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert findings("look", "broken") == []
    assert main(["doctor", "--stage", "dev"]) == 0
    assert "broken" not in capsys.readouterr().out


def no_recovery() -> None:
    aws("dynamodb").update_continuous_backups(
        TableName=TABLE_NAME, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )


def impatient() -> None:
    aws("sqs").set_queue_attributes(QueueUrl=stage.url("pages"), Attributes={"VisibilityTimeout": "30"})


def open_to_all() -> None:
    aws("s3").delete_public_access_block(Bucket=BUCKET_NAME)


def forgetful() -> None:
    aws("s3").put_bucket_versioning(Bucket=BUCKET_NAME, VersioningConfiguration={"Status": "Suspended"})


def deaf() -> None:
    (mapping,) = aws("lambda").list_event_source_mappings(FunctionName=STAGE.named("recognition"))[
        "EventSourceMappings"
    ]
    aws("lambda").delete_event_source_mapping(UUID=mapping["UUID"])


def lost() -> None:
    aws("sqs").set_queue_attributes(QueueUrl=stage.url("uploads"), Attributes={"RedrivePolicy": ""})


def no_function() -> None:
    aws("lambda").delete_function(FunctionName=STAGE.named("projects"))


def no_group() -> None:
    pool = STAGE.outputs("Identity")["UserPoolId"]
    aws("cognito-idp").delete_group(UserPoolId=pool, GroupName="foreman")


def no_stack() -> None:
    aws("cloudformation").delete_stack(StackName=STAGE.stack("Processing"))


def no_alarm() -> None:
    aws("cloudwatch").delete_alarms(AlarmNames=[STAGE.named("api-5xx")])


def asleep() -> None:
    aws("events").remove_targets(Rule=stage.WATCHDOG, Ids=["extraction"])


def no_table() -> None:
    aws("dynamodb").delete_table(TableName=TABLE_NAME)


def test_everything_that_is_broken_is_found_by_itself() -> None:
    """One part after the other is broken on the same stage: each adds one finding, its own."""
    breaks: list[tuple[Callable[[], None], str]] = [
        (no_recovery, "It cannot be restored."),
        (impatient, "hidden for 30 s; its function may need 720 s"),
        (open_to_all, "Public access is not blocked."),
        (forgetful, "no versions are kept"),
        (deaf, "Nothing takes the messages of the queue."),
        (lost, "it has no way to the dead letters"),
        (asleep, "Nothing tells extraction to look after runs"),
        (no_function, "There is no such function"),
        (no_group, "Groups are missing: foreman."),
        (no_stack, "It is not deployed: make deploy STAGE=dev."),
        (no_alarm, "There are none; deploy the Operations stack."),
        (partial(stage.tell, UPLOADS), "New files below inbox/ are not told of."),
    ]
    known: set[Finding] = set()
    for breaking, sentence in breaks:
        breaking()
        now = set(findings("look", "broken"))
        (finding,) = now - known
        assert sentence in finding.sentence
        assert finding.state == "broken"
        known = now
    assert main(["doctor", "--stage", "dev"]) == 1


def test_what_cannot_be_looked_at_is_a_finding() -> None:
    no_table()
    (finding,) = findings("look", "broken")
    assert (finding.part, finding.state) == ("table", "broken")
    assert "It cannot be looked at: An error occurred (ResourceNotFoundException)" in finding.sentence


def test_dead_letters_and_ringing_alarms_are_to_be_looked_at() -> None:
    aws("sqs").send_message(QueueUrl=stage.url("pages-dead-letters"), MessageBody="{}")
    stage.make_alarm("pages-waiting", "ALARM")
    letters, alarm = findings("look", "broken")
    assert "1 messages were given up; see orchestrator redrive --stage dev." in letters.sentence
    assert (alarm.part, alarm.sentence) == ("orchestrator-dev-pages-waiting", "Look at the access log.")
    assert main(["doctor", "--stage", "dev"]) == 0


def test_a_watchdog_that_was_switched_off_and_alarms_that_nobody_hears_are_to_be_looked_at() -> None:
    aws("events").disable_rule(Name=stage.WATCHDOG)
    topic = STAGE.outputs("Operations")["AlertsTopic"]
    for one in aws("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]:
        aws("sns").unsubscribe(SubscriptionArn=one["SubscriptionArn"])
    off, unheard = findings("look", "broken")
    assert (off.part, off.state) == (stage.WATCHDOG, "look")
    assert "drawings that stop moving are not helped" in off.sentence
    assert unheard.sentence == "Nobody is told of alarms: alarm_emails is empty."


def test_an_api_that_answers_badly_is_broken() -> None:
    aws("cloudformation").delete_stack(StackName=STAGE.stack("Api"))
    with stage.health(503) as address:
        stage.make_stack("Api", {"ApiUrl": address})
        (finding,) = findings("look", "broken")
    assert "It does not answer: HTTP Error 503" in finding.sentence


def test_a_stage_that_is_not_there_is_broken_everywhere() -> None:
    found = examine(Deployment("prod"))
    assert {finding.state for finding in found} == {"broken"}
    assert "prod" in found[0].sentence


def test_it_only_reads() -> None:
    called: list[str] = []
    services = (
        "cloudformation",
        "cloudwatch",
        "cognito-idp",
        "dynamodb",
        "events",
        "lambda",
        "s3",
        "sns",
        "sqs",
    )
    for service in services:
        aws(service).meta.events.register("before-call", lambda model, **_: called.append(model.name))
    examine(STAGE)
    assert called
    assert [name for name in called if not name.startswith(("Describe", "Get", "List"))] == []
