"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.4"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "44e60689e094b5276e6381e109c97e23f427a54f15b651a66f647707fae8435e",
        "classifier.onnx": "a3120f2901eda9ae2894ece47e850eaab253f9056398539579bf6fd473ffe8aa",
    }
)
