"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.28.1"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "8e8db18948b22b48ca677657cbe4e1b1219b2d74a8381dbc37c52fe7d34bb43c",
        "classifier.onnx": "24bb5b561e8a8ee38e47d4a43dee2d75d51550893a3e444ad7751c021b371380",
        "letters.onnx": "96f5eb35b14afa8b97c15b7dff209692e82a5c1540fb48338e2dc06866b02ab5",
    }
)
