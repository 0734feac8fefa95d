"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.27"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "8e8db18948b22b48ca677657cbe4e1b1219b2d74a8381dbc37c52fe7d34bb43c",
        "classifier.onnx": "1fc868d2ee93c6abe4e067083b4a9ca1589e236460e4e1c38b8d69d2e1513489",
    }
)
