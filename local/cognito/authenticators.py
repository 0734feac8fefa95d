"""Second factors of the pool's users: secrets of authenticator apps, and challenges that wait for a code."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from local.cognito.failures import CognitoFailure, not_authorized
from local.cognito.totp import new_secret, step_of

SESSION_S: Final = 180
MAX_ATTEMPTS: Final = 5
_WRONG: Final = CognitoFailure("CodeMismatchException", "Invalid code received for user")
_ENDED: Final = "Invalid session for the user, session is expired."


@dataclass(frozen=True, slots=True)
class _App:
    """An authenticator app; `used` is the last 30-second step a code of which was taken."""

    secret: str
    verified: bool = False
    asked: bool = False
    used: int = 0


@dataclass(frozen=True, slots=True)
class _Challenge:
    username: str
    client_id: str
    expires: float
    attempts: int = 0


class Authenticators:
    """What is known of each user's authenticator app, by `sub`, and the challenges that are open."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._apps: dict[str, _App] = {}
        self._begun: dict[str, str] = {}
        self._challenges: dict[str, _Challenge] = {}
        self._lock = Lock()

    def begin(self, username: str) -> str:
        """Return a new secret; the app that is asked for codes stays until one of the new app was shown."""
        with self._lock:
            self._begun[username] = new_secret()
            return self._begun[username]

    def verify(self, username: str, code: str) -> None:
        """Take the app whose secret was given out last, since the code is one of it."""
        with self._lock:
            secret = self._begun.get(username)
            step = step_of(secret, code, self._clock()) if secret else None
            if secret is None or step is None:
                raise CognitoFailure("EnableSoftwareTokenMFAException", "Code mismatch")
            asked = self.asks(username)
            self._apps[username] = _App(secret, verified=True, asked=asked, used=step)
            del self._begun[username]

    def prefer(self, username: str, *, wanted: bool) -> None:
        """Ask for the app's codes at every sign-in, or not."""
        with self._lock:
            app = self._apps.get(username)
            if wanted and app is None:
                raise CognitoFailure("InvalidParameterException", "User has not verified software token mfa")
            if app:
                self._apps[username] = replace(app, asked=wanted)

    def asks(self, username: str) -> bool:
        """Tell whether a user is asked for a code."""
        app = self._apps.get(username)
        return app is not None and app.asked

    def challenge(self, username: str, client_id: str) -> str:
        """Return the session of a new challenge."""
        session = secrets.token_urlsafe(64)
        with self._lock:
            self._challenges[session] = _Challenge(username, client_id, self._clock() + SESSION_S)
        return session

    def answer(self, session: str, username: str, client_id: str, code: str) -> None:
        """Close a challenge by a code of the user's app.

        Raises:
            CognitoFailure: when the session is over or not the user's, or the code is wrong or was taken before.
        """
        with self._lock:
            found = self._challenges.get(session)
            if found is None or (found.username, found.client_id) != (username, client_id):
                raise not_authorized(_ENDED)
            if found.expires < self._clock() or found.attempts >= MAX_ATTEMPTS:
                del self._challenges[session]
                raise not_authorized(_ENDED)
            app = self._apps[username]
            step = step_of(app.secret, code, self._clock())
            if step is None or step <= app.used:
                self._challenges[session] = replace(found, attempts=found.attempts + 1)
                raise _WRONG
            self._apps[username] = replace(app, used=step)
            del self._challenges[session]
