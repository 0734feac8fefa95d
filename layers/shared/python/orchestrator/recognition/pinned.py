"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.1"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "bf1f494939bd7bc51fa33710718b7240a705427e1aab703791b347629ff95ff6",
        "classifier.onnx": "f79a90a0c89ff081427a061659fea1df5c4b7b92c28e7a5b9fdff2b9532b21c0",
    }
)
