"""The account's resources are made however long the machine takes for it."""

from __future__ import annotations

from local.provision import TABLE, provision
from orchestrator.storage.aws import client
from orchestrator.storage.keys import TTL_ATTRIBUTE, table_definition
from tests.conftest import Aws


def test_a_table_whose_making_is_asked_for_again_because_the_answer_took_too_long_is_taken(aws: Aws) -> None:
    del aws  # there is an account
    client("dynamodb").create_table(**table_definition(TABLE))
    provision()
    kept = client("dynamodb").describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    assert (kept["TimeToLiveStatus"], kept["AttributeName"]) == ("ENABLED", TTL_ATTRIBUTE)
