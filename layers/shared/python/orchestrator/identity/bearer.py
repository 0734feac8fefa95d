"""The access token in a request's headers."""

from __future__ import annotations

from collections.abc import Mapping


def bearer_token(headers: Mapping[str, str] | None) -> str | None:
    """Return the token of `Authorization: Bearer …`, or None (RFC 9110: name and scheme in any case)."""
    value = next((v for name, v in (headers or {}).items() if name.lower() == "authorization"), "")
    scheme, _, token = value.strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
