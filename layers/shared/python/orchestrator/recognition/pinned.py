"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.5"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "0a63c5e06f22aba3aab71436ddb65d3134e42cdddbdccaaac218cdaf48846b66",
        "classifier.onnx": "f982a308a2c55e136b5deb23de1b8319e1a3bae5ffa5b6ef355dd7609ff26fd3",
    }
)
