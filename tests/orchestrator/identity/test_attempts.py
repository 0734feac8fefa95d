from __future__ import annotations

import pytest

from orchestrator.errors import TooMany
from orchestrator.identity.attempts import count_login
from orchestrator.storage.keys import TTL_ATTRIBUTE, login_attempts
from tests.conftest import Aws

MINUTE = 28_000_000
START_S = MINUTE * 60.0


def test_after_the_limit_an_address_waits_for_the_next_minute(aws: Aws) -> None:
    for second in range(5):
        count_login(aws.table, "203.0.113.7", 5, START_S + second)
    with pytest.raises(TooMany, match="in 50 seconds") as caught:
        count_login(aws.table, "203.0.113.7", 5, START_S + 10.2)
    assert caught.value.retry_after_s == 50
    count_login(aws.table, "203.0.113.7", 5, START_S + 60)


def test_addresses_count_apart(aws: Aws) -> None:
    count_login(aws.table, "203.0.113.7", 1, START_S)
    count_login(aws.table, "203.0.113.8", 1, START_S)
    with pytest.raises(TooMany):
        count_login(aws.table, "203.0.113.7", 1, START_S)


def test_counts_disappear_by_themselves(aws: Aws) -> None:
    count_login(aws.table, "::1", 5, START_S + 59.9)
    item = aws.table.get(login_attempts("::1", MINUTE))
    assert item is not None
    assert item[TTL_ATTRIBUTE] == START_S + 120
