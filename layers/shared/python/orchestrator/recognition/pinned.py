"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.1"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "bf1f494939bd7bc51fa33710718b7240a705427e1aab703791b347629ff95ff6",
        "classifier.onnx": "b1f5f40edfa141195403a4cea04c9d867bd1e7c36ff85d930d2e5bf8d208437c",
    }
)
