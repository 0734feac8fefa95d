"""The list of revoked tokens: a signed token stays valid by itself, so what was signed out is written down.

One item for an ended session (by the token's origin) or for all of a user's (by the user's id, with the time
before which nothing counts); both disappear by TTL once every token they could stop has expired.
"""

from __future__ import annotations

from typing import Final

from orchestrator.storage.keys import SORT_KEY, TTL_ATTRIBUTE, revoked
from orchestrator.storage.keys import profile as profile_key
from orchestrator.storage.table import Table, Write

MADE_MS: Final = "made_ms"
"""The claim in which the token hook says when it was asked for a token, milliseconds since 1970.

`iat` knows the second alone: of the tokens of that second it cannot tell those from before a sign-out and after it.
"""
LIFETIME_S: Final = 25 * 3600  # Cognito lets an access token live 24 hours at most


def revoke_session(table: Table, token_id: str, now_s: float) -> None:
    """Stop every access token of one sign-in from now on."""
    table.write(Write("put", revoked(token_id), {TTL_ATTRIBUTE: int(now_s) + LIFETIME_S}))


def revoke_user(table: Table, user_id: str, now_s: float) -> None:
    """Stop every access token that a user got before this moment."""
    item = {"issued_before": now_s, TTL_ATTRIBUTE: int(now_s) + LIFETIME_S}
    table.write(Write("put", revoked(user_id), item))


def is_revoked(table: Table, *, token_id: str, user_id: str, issued_at: float) -> bool:
    """Tell whether a token was revoked, alone or with all of the user's, or the user is disabled: one read."""
    profile = profile_key(user_id)
    for item in table.get_many([revoked(token_id), revoked(user_id), profile]):
        if item[SORT_KEY] == profile.sk:
            stopped = bool(item["disabled"])
        else:
            stopped = issued_at < item.get("issued_before", issued_at + 1)
        if stopped:
            return True
    return False
