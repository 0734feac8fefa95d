"""Promises of stored values: as boto3 writes them, and back as they were."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.errors import Invalid
from orchestrator.storage.attributes import marshal, unmarshal

numbers = st.integers(-(10**37), 10**37) | st.floats(1e-120, 1e15) | st.floats(-1e15, -1e-120) | st.just(0.0)
values = st.recursive(
    st.none() | st.booleans() | st.text() | numbers,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=12,
)
items = st.dictionaries(st.text(min_size=1), values, max_size=4)


def as_boto3_takes_it(value: object) -> object:
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {name: as_boto3_takes_it(inner) for name, inner in value.items()}
    return [as_boto3_takes_it(inner) for inner in value] if isinstance(value, list) else value


@given(items)
def test_values_are_written_as_boto3_writes_them(item: dict[str, Any]) -> None:
    assert marshal(item) == {
        name: TypeSerializer().serialize(as_boto3_takes_it(v)) for name, v in item.items()
    }


@given(items)
def test_values_come_back_as_they_were(item: dict[str, Any]) -> None:
    assert unmarshal(marshal(item)) == item


def test_tuples_are_lists() -> None:
    assert marshal({"bbox": (1, 2.5)}) == {"bbox": {"L": [{"N": "1"}, {"N": "2.5"}]}}


@pytest.mark.parametrize("number", [10**38 + 1, 1e126, 1e-131, Decimal("0." + 39 * "1")])
def test_a_number_that_dynamodb_cannot_hold_is_said(number: float | Decimal) -> None:
    with pytest.raises(Invalid, match="too large, too small or too precise"):
        marshal({"width": number})


@pytest.mark.parametrize("value", [math.nan, math.inf, {1, 2}, b"bytes", object()])
def test_what_has_no_stored_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        marshal({"a": value})


def test_a_stored_kind_that_nothing_writes_is_refused() -> None:
    with pytest.raises(TypeError, match="kind SS"):
        unmarshal({"tags": {"SS": ["a"]}})
