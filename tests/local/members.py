"""People of the embedded user pool, and what they do with it over plain boto3."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
import requests
from botocore.exceptions import ClientError
from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef as Tokens

from orchestrator.storage.aws import client
from tests.local.conftest import Account

EMAIL = "lead@example.com"
PASSWORD = "Correct-horse-7"


def sign_up(account: Account, email: str = EMAIL) -> str:
    """Register somebody and return their id."""
    answer = client("cognito-idp").sign_up(
        ClientId=account.pool.client_id,
        Username=email,
        Password=PASSWORD,
        UserAttributes=[{"Name": "name", "Value": "Lea"}],
    )
    return answer["UserSub"]


def member(account: Account, email: str = EMAIL) -> str:
    """Register and confirm somebody and return their id."""
    sub = sign_up(account, email)
    client("cognito-idp").confirm_sign_up(
        ClientId=account.pool.client_id, Username=email, ConfirmationCode=account.codes[-1].code
    )
    return sub


def sign_in(account: Account, password: str = PASSWORD, email: str = EMAIL) -> Tokens:
    """Return the tokens of a new session."""
    return client("cognito-idp").initiate_auth(
        ClientId=account.pool.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )["AuthenticationResult"]


def refresh(account: Account, token: str) -> Tokens:
    """Exchange a refresh token."""
    return client("cognito-idp").get_tokens_from_refresh_token(
        ClientId=account.pool.client_id, RefreshToken=token
    )["AuthenticationResult"]


def verified(account: Account, token: str) -> dict[str, Any]:
    """Verify a token the way a relying party does: by the key set at the issuer's address."""
    issuer = f"{account.url}/{account.pool.pool_id}"
    keys = jwt.PyJWKSet.from_dict(requests.get(f"{issuer}/.well-known/jwks.json", timeout=5).json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    options: Any = {"verify_aud": False}
    claims: dict[str, Any] = jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, options=options)
    return claims


def refused(error: pytest.ExceptionInfo[ClientError]) -> str:
    """Return the code of a refusal."""
    return str(error.value.response["Error"]["Code"])
