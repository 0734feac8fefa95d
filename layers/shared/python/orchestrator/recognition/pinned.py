"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

VERSION: Final = "2026.11.4"
SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        "detector.onnx": "0a63c5e06f22aba3aab71436ddb65d3134e42cdddbdccaaac218cdaf48846b66",
        "classifier.onnx": "b5ec94813d71d4beac414a9ff53500f7a530c393c1ad59eb201a6b738fc21926",
    }
)
