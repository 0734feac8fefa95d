"""The table keeps plain Python values and loses no race silently."""

from __future__ import annotations

import pytest

from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Write
from tests.conftest import Aws

KEY = keys.Key("PROJECT#p", "META")


def test_what_is_put_comes_back_as_the_same_plain_values(aws: Aws) -> None:
    item = {"name": "x", "count": 3, "share": 0.1, "points": (1.5, 2), "deep": {"a": [None, True]}}
    aws.table.write(Write("put", KEY, item=item))
    stored = aws.table.get(KEY)
    assert stored == {**item, "points": [1.5, 2], "PK": "PROJECT#p", "SK": "META"}


def test_a_condition_that_does_not_hold_is_an_error(aws: Aws) -> None:
    aws.table.write(Write("put", KEY))
    with pytest.raises(ConditionFailed):
        aws.table.write(Write("put", KEY, condition="attribute_not_exists(PK)"))
