"""How long tokens live; the user pool of the cloud and the one of this machine are both made with these."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

ACCESS_TOKEN: Final = timedelta(minutes=15)
"""Of access and identity tokens."""
REFRESH_TOKEN: Final = timedelta(days=7)
