"""Numbers of JSON in request bodies: pydantic would read `false` as 0 and `"12"` as 12, the API's document does not."""

from __future__ import annotations

from typing import Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _refuse_others(value: object) -> object:
    if isinstance(value, bool | str):
        raise PydanticCustomError("number", "This is not a number.")
    return value


A_NUMBER: Final = BeforeValidator(_refuse_others)
"""The last annotation of a body's `int` or `float`, behind its limits; a whole number may be written as 1.0."""
