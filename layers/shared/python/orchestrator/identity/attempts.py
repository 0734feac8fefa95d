"""How often an address may try to sign in: counted in the table, minute by minute."""

from __future__ import annotations

from orchestrator.errors import TooMany
from orchestrator.storage.keys import TTL_ATTRIBUTE, login_attempts
from orchestrator.storage.table import Table, Write

MINUTE_S = 60


def count_login(table: Table, address: str, limit: int, now_s: float) -> None:
    """Count one attempt of an IP address in the current minute.

    Raises:
        TooMany: when it is one more than `limit`; says in how many seconds the next minute begins.
    """
    minute = int(now_s // MINUTE_S)
    counted = table.write(
        Write(
            "update",
            login_attempts(address, minute),
            expression="ADD #count :one SET #ttl = :ttl",
            names={"#count": "count", "#ttl": TTL_ATTRIBUTE},
            values={":one": 1, ":ttl": (minute + 2) * MINUTE_S},
        )
    )
    if counted["count"] > limit:
        wait_s = (minute + 1) * MINUTE_S - int(now_s)
        raise TooMany(f"Too many sign-ins from this address; try again in {wait_s} seconds.", wait_s)
