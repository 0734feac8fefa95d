"""DynamoDB's attribute values: plain Python values to them, and back.

`boto3.dynamodb.types` does the same, but importing it loads all of boto3, a quarter of a small function's cold start.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Clamped, Context, Decimal, DecimalException, Inexact, Overflow, Rounded, Subnormal
from typing import Any, Final

from orchestrator.errors import Invalid

_NUMBERS: Final = Context(
    prec=38, Emin=-130, Emax=125, traps=[Clamped, Inexact, Overflow, Rounded, Subnormal]
)
"""What a number of DynamoDB holds: 38 digits, and 1e-130 to 9.9e125."""


def marshal(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of texts, numbers, booleans, None, mappings, lists and tuples as DynamoDB takes it.

    Raises:
        Invalid: when a number is too large, too small or too precise to be stored.
        TypeError: for any other value, NaN and infinity included.
    """
    try:
        return {name: _attribute(value) for name, value in item.items()}
    except DecimalException as error:
        raise Invalid("A number is too large, too small or too precise to be stored.") from error


def unmarshal(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored item; whole numbers come back as int, others as float.

    Raises:
        TypeError: for a set or binary value, which nothing here stores.
    """
    return {name: _plain(attribute) for name, attribute in item.items()}


def _attribute(value: object) -> dict[str, Any]:
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | float() | Decimal():
            return {"N": _number(value)}
        case str():
            return {"S": str(value)}
        case Mapping():
            return {"M": {name: _attribute(inner) for name, inner in value.items()}}
        case list() | tuple():
            return {"L": [_attribute(inner) for inner in value]}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _number(value: float | Decimal) -> str:
    number = _NUMBERS.create_decimal(repr(value) if isinstance(value, float) else value)
    if not number.is_finite():
        raise TypeError(f"{value} cannot be stored")
    return str(number)


def _plain(attribute: Mapping[str, Any]) -> object:
    ((kind, value),) = attribute.items()
    match kind:
        case "NULL":
            return None
        case "S" | "BOOL":
            return value
        case "N":
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else float(number)
        case "M":
            return unmarshal(value)
        case "L":
            return [_plain(inner) for inner in value]
    raise TypeError(f"a stored value is of the kind {kind}")
