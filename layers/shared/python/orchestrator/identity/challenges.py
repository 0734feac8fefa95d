"""What a caller is asked besides the password, as one opaque text: Cognito's session, and the user it was given to.

Whoever answers it needs no address again. The text proves nothing by itself: Cognito looks whose its session is.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final

from orchestrator.errors import Unauthenticated
from orchestrator.identity.bodies import Challenge

WRONG_ANSWER: Final = "The code is wrong or was used before, or the sign-in took too long; sign in again."
_SESSION_MIN: Final = 20  # Cognito's own rule: botocore refuses a shorter one before it is sent


def challenge(user: str, session: str) -> Challenge:
    """Return what a caller is asked, for Cognito's challenge of a user."""
    content = json.dumps([user, session]).encode()
    return Challenge(session=base64.urlsafe_b64encode(content).decode())


def opened(session: str) -> tuple[str, str]:
    """Return the user and Cognito's session of a challenge.

    Raises:
        Unauthenticated: when it is not one that we gave out.
    """
    try:
        user, given = json.loads(base64.urlsafe_b64decode(session))
        json.dumps([user, given], ensure_ascii=False).encode()  # half a surrogate pair is no text for Cognito
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise Unauthenticated(WRONG_ANSWER) from error
    if not (isinstance(user, str) and isinstance(given, str) and user and len(given) >= _SESSION_MIN):
        raise Unauthenticated(WRONG_ANSWER)
    return user, given
