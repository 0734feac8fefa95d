"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.0"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "f4ea21e00222d783cbf5c4a2fdc0f36dbfb623f5feef89f80e92db7cac52009a",
        "classifier.onnx": "9cd4501c08b1b8ff2535360e19d22a59e64224e5a56e8cac4d3a6b13cedc1f78",
    }
)
