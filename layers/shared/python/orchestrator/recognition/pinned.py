"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.6"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "e89255e38dd27983c9f07e03e82b59f68f1923ef911a896e98a740c6cae369c3",
        "classifier.onnx": "7d7aa33d753077f9680b4d5cd2e34a046167a010041fd40f2f14ac9e6e7eebfc",
    }
)
