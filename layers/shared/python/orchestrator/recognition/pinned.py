"""The one place that says which model this code runs; written by `training`, never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VERSION: Final[str] = ""
SHA256: Final[Mapping[str, str]] = {}
