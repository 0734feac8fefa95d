"""What a new password must have; the user pool is given the same rule."""

from __future__ import annotations

from typing import Final

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
SYMBOLS: Final = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"  # the ones Cognito counts


def weakness(password: str) -> str | None:
    """Return a sentence about what a new password lacks, or None."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters."
    if password != password.strip():
        return "A password neither begins nor ends with a space."
    kinds = (
        any(c in SYMBOLS for c in password),
        any("a" <= c <= "z" for c in password),
        any("A" <= c <= "Z" for c in password),
        any("0" <= c <= "9" for c in password),
    )
    return None if all(kinds) else "A password needs a small and a capital letter, a digit and a symbol."
