"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.3"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "f11b549fa88334c2bb72f328ae6daa35f735ca7110f0f81fc0b5e6d615521cd2",
        "classifier.onnx": "69626dd073f5c627a6bb94a3cdcff573a79f15d5ed8d0952663eb18e15c52159",
    }
)
