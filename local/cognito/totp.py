"""Time-based one-time passwords (RFC 6238 over RFC 4226: HMAC-SHA-1, six digits, 30 seconds)."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import Final

STEP_S: Final = 30
_DIGITS: Final = 6
_SECRET_BYTES: Final = 20  # as long as the hash (RFC 4226, 4)


def new_secret() -> str:
    """Return a random secret in base 32."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, time_s: float) -> str:
    """Return the code that an authenticator app with the secret shows at a time (seconds since 1970)."""
    step = int(time_s // STEP_S).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def step_of(secret: str, code: str, time_s: float) -> int | None:
    """Return the 30-second step that a code belongs to, None when it is none of this one and the two beside it."""
    for step in (int(time_s // STEP_S) + shift for shift in (0, -1, 1)):
        if hmac.compare_digest(code_at(secret, step * STEP_S).encode(), code.encode()):
            return step
    return None
