"""What a hook of the pool says when it refuses, as Cognito hands it on to whoever asked."""

from __future__ import annotations

from typing import Final

NOT_CHECKED: Final = "The account could not be checked; try again in a minute, or tell an administrator."


class Refused(Exception):
    """Cognito passes the message on to whoever registers or signs in."""
