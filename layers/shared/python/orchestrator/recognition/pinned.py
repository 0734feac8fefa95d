"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.2"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "22fa35584a3366a51e33209ea7904f09b104b20344c2487aa6c3d9317f325ae2",
        "classifier.onnx": "9937d804aa53ee343629262654cbf31845c882aafd3f91cedc8f6a6035d04d0a",
    }
)
