"""Confirmation codes: six digits, sent (here: handed to whoever listens), checked, used once."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal

from local.cognito.failures import CognitoFailure

Purpose = Literal["sign-up", "password"]
LIFETIME_S: Final[dict[Purpose, float]] = {"sign-up": 24 * 3600, "password": 3600}
MAX_ATTEMPTS: Final = 5
WRONG: Final = "Invalid verification code provided, please try again."
EXPIRED: Final = "Invalid code provided, please request a code again."


@dataclass(frozen=True, slots=True)
class Sent:
    """One message with a code: whom it went to and what for."""

    email: str
    code: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class _Open:
    code: str
    expires: float
    attempts: int = 0


class Codes:
    """The codes that are open, one a user and purpose; a new one replaces the old."""

    def __init__(self, deliver: Callable[[Sent], None], clock: Callable[[], float] = time.time) -> None:
        self._deliver = deliver
        self._clock = clock
        self._open: dict[tuple[str, Purpose], _Open] = {}
        self._lock = Lock()

    def send(self, username: str, email: str, purpose: Purpose) -> None:
        """Make a code and deliver it."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        with self._lock:
            self._open[username, purpose] = _Open(code, self._clock() + LIFETIME_S[purpose])
        self._deliver(Sent(email, code, purpose))

    def use(self, username: str, purpose: Purpose, code: str) -> None:
        """Use a code up.

        Raises:
            CognitoFailure: when it is wrong, expired, already used or tried too often.
        """
        with self._lock:
            found = self._open.get((username, purpose))
            if found is None or found.expires < self._clock():
                raise CognitoFailure("ExpiredCodeException", EXPIRED)
            if found.attempts >= MAX_ATTEMPTS:
                raise CognitoFailure(
                    "TooManyFailedAttemptsException", "Attempt limit exceeded, please try after some time."
                )
            if not hmac.compare_digest(found.code.encode(), code.encode()):
                self._open[username, purpose] = _Open(found.code, found.expires, found.attempts + 1)
                raise CognitoFailure("CodeMismatchException", WRONG)
            del self._open[username, purpose]
