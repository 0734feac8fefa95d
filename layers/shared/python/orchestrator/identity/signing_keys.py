"""The public keys of a user pool (its JWKS), fetched once and again when a token names an unknown one."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

REFETCH_AFTER_S: Final = 60.0
FETCH_TIMEOUT_S: Final = 3.0
Jwks = Mapping[str, Any]


class SigningKeys:
    """Key id to RSA public key; an unknown id asks the source again, at most once a minute.

    Without that limit anybody could make us fetch on every request by inventing key ids.
    """

    def __init__(self, fetch: Callable[[], Jwks], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: Mapping[str, RSAPublicKey] = {}
        self._fetched_at: float | None = None

    def find(self, key_id: str) -> RSAPublicKey | None:
        """Return the key of this id, or None when the pool has none.

        Raises:
            OSError: when the keys cannot be fetched (a failure of ours, not of the token).
        """
        if key_id not in self._keys and self._may_fetch():
            self._refetch()
        return self._keys.get(key_id)

    def _may_fetch(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at >= REFETCH_AFTER_S

    def _refetch(self) -> None:
        keys = {key["kid"]: _public_key(key) for key in self._fetch()["keys"] if key["kty"] == "RSA"}
        # Reached only when the fetch worked: a failed one is tried again by the next request.
        self._keys, self._fetched_at = keys, self._clock()


def fetch_jwks(issuer: str) -> Jwks:
    """Return the JSON Web Key Set at `<issuer>/.well-known/jwks.json` (RFC 7517).

    Raises:
        OSError: when it does not answer within three seconds.
    """
    if not issuer.startswith(("https://", "http://127.0.0.1:")):
        raise ValueError("the issuer must be an https URL, or one of this machine's own")
    url = f"{issuer}/.well-known/jwks.json"
    with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT_S) as answer:  # noqa: S310  # the scheme is checked above
        keys: Jwks = json.load(answer)
    return keys


def _public_key(key: Mapping[str, Any]) -> RSAPublicKey:
    public = RSAAlgorithm.from_jwk(dict(key))
    if not isinstance(public, RSAPublicKey):
        raise TypeError("the key set holds a private key")
    return public
