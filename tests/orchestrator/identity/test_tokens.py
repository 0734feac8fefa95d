from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from orchestrator.identity.signing_keys import SigningKeys
from orchestrator.identity.tokens import AccessToken, InvalidToken, Verifier
from tests.orchestrator.identity.issuer import (
    CLIENT_ID,
    ISSUER,
    KEY_ID,
    USER_ID,
    access_token,
    claims,
    jwks,
    private_key,
    sign,
)

VERIFIER = Verifier(SigningKeys(jwks), ISSUER, CLIENT_ID)


def _part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_a_good_access_token_says_who_and_in_which_role() -> None:
    token = VERIFIER.verify(access_token(iat=1_700_000_000))
    assert token == AccessToken(
        user_id=USER_ID,
        email="mara.lindqvist@example.com",
        role="electrical_lead",
        permissions=("drawings:read", "projects:read"),
        token_id="7c0e4c1f-1c55-4c63-8a0c-9f1f3d9e2b77",
        issued_at=1_700_000_000,
    )


def test_a_token_without_origin_is_known_by_its_own_id() -> None:
    assert VERIFIER.verify(access_token(origin_jti=None)).token_id == claims()["jti"]


def test_a_clock_a_few_seconds_off_is_forgiven_and_no_more() -> None:
    now = int(time.time())
    assert VERIFIER.verify(access_token(exp=now - 5))
    with pytest.raises(InvalidToken, match="Expired"):
        VERIFIER.verify(access_token(exp=now - 15))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": ISSUER + "x"}, "InvalidIssuerError"),
        ({"client_id": "another"}, "another app client"),
        ({"token_use": "id"}, "not an access token"),
        ({"iat": int(time.time()) + 3600}, "ImmatureSignatureError"),
        ({"nbf": int(time.time()) + 3600}, "ImmatureSignatureError"),
        ({"role": "emperor"}, "token hook"),
        ({"role": ["electrical_lead"]}, "token hook"),
        ({"role": None}, "token hook"),
        ({"email": None}, "token hook"),
        ({"permissions": None}, "token hook"),
        ({"permissions": "users:admin"}, "token hook"),
        ({"exp": None}, "MissingRequiredClaimError"),
        ({"iat": None}, "MissingRequiredClaimError"),
        ({"iss": None}, "MissingRequiredClaimError"),
        ({"sub": None}, "MissingRequiredClaimError"),
        ({"jti": None}, "MissingRequiredClaimError"),
        ({"token_use": None}, "MissingRequiredClaimError"),
        ({"client_id": None}, "MissingRequiredClaimError"),
        ({"sub": 7}, "InvalidSubjectError"),
    ],
)
def test_a_wrong_claim_proves_nothing(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidToken, match=reason):
        VERIFIER.verify(access_token(**changes))


def _unsigned() -> str:
    return f"{_part({'alg': 'none', 'kid': KEY_ID})}.{_part(claims())}."


def _signed_with_the_public_key_as_a_secret() -> str:
    secret = private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = _part({"alg": "HS256", "kid": KEY_ID, "typ": "JWT"})
    signing_input = f"{header}.{_part(claims())}"
    signature = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _with_swapped_claims() -> str:
    header, _, signature = access_token().split(".")
    return f"{header}.{_part(claims(role='system_admin'))}.{signature}"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "not a token",
        _unsigned(),
        _signed_with_the_public_key_as_a_secret(),
        _with_swapped_claims(),
        sign(claims(), "attacker", named=KEY_ID),
        sign(claims(), "attacker"),
        jwt.encode(claims(), private_key(), algorithm="RS256"),
        jwt.encode(claims(), private_key(), algorithm="RS512", headers={"kid": KEY_ID}),
        jwt.encode(claims(), private_key(), algorithm="PS256", headers={"kid": KEY_ID}),
    ],
    ids=[
        "empty",
        "three words",
        "text",
        "unsigned",
        "public key as secret",
        "swapped claims",
        "another key under our key's name",
        "unknown key",
        "no key id",
        "RS512",
        "PS256",
    ],
)
def test_a_token_we_did_not_sign_with_rs256_proves_nothing(token: str) -> None:
    with pytest.raises(InvalidToken):
        VERIFIER.verify(token)
