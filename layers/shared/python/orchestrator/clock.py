"""The time as it is stored and shown: ISO 8601, UTC, to the microsecond; text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return this moment, for example `2026-11-03T09:15:00.123456Z`."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
