from __future__ import annotations

import base64
import time

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from local.cognito.codes import Codes, Sent
from local.cognito.failures import CognitoFailure
from local.cognito.tokens import Grants
from orchestrator.storage.aws import client
from tests.local.conftest import Account
from tests.local.members import EMAIL, member, refresh, refused, sign_in, verified


def test_tokens_are_signed_carry_groups_and_claims_and_live_fifteen_minutes(embedded: Account) -> None:
    sub = member(embedded)
    client("cognito-idp").admin_add_user_to_group(
        UserPoolId=embedded.pool.pool_id, Username=EMAIL, GroupName="electrical_lead"
    )
    embedded.claims = {"role": "electrical_lead", "email": EMAIL}
    tokens = sign_in(embedded)
    access, identity = verified(embedded, tokens["AccessToken"]), verified(embedded, tokens["IdToken"])
    assert tokens["ExpiresIn"] == 900
    assert access["exp"] - access["iat"] == 900
    assert (access["sub"], access["token_use"], access["client_id"]) == (
        sub,
        "access",
        embedded.pool.client_id,
    )
    assert access["cognito:groups"] == ["electrical_lead"]
    assert access["role"] == "electrical_lead"
    assert (identity["token_use"], identity["aud"], identity["email"]) == (
        "id",
        embedded.pool.client_id,
        EMAIL,
    )
    assert identity["origin_jti"] == access["origin_jti"]


def test_a_refresh_token_works_once_and_its_reuse_is_noticed(embedded: Account) -> None:
    member(embedded)
    first = sign_in(embedded)
    second = refresh(embedded, first["RefreshToken"])
    assert second["RefreshToken"] != first["RefreshToken"]
    with pytest.raises(ClientError) as error:
        refresh(embedded, first["RefreshToken"])
    assert refused(error) == "RefreshTokenReuseException"
    assert refresh(embedded, second["RefreshToken"])["AccessToken"]


def test_tokens_of_one_sign_in_share_their_origin_and_differ_otherwise(embedded: Account) -> None:
    member(embedded)
    first = sign_in(embedded)
    second = refresh(embedded, first["RefreshToken"])
    before, after = (verified(embedded, tokens["AccessToken"]) for tokens in (first, second))
    assert before["origin_jti"] == after["origin_jti"]
    assert before["jti"] != after["jti"]
    assert verified(embedded, sign_in(embedded)["AccessToken"])["origin_jti"] != before["origin_jti"]


def test_the_plain_refresh_flow_is_closed_where_tokens_rotate(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    token = sign_in(embedded)["RefreshToken"]
    with pytest.raises(ClientError) as error:
        cognito.initiate_auth(
            ClientId=embedded.pool.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": token},
        )
    assert refused(error) == "NotAuthorizedException"


def test_a_revoked_session_ends_and_others_go_on(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    ended, other = sign_in(embedded), sign_in(embedded)
    cognito.revoke_token(ClientId=embedded.pool.client_id, Token=ended["RefreshToken"])
    with pytest.raises(ClientError):
        refresh(embedded, ended["RefreshToken"])
    with pytest.raises(ClientError) as error:
        cognito.get_user(AccessToken=ended["AccessToken"])
    assert "revoked" in str(error.value)
    assert cognito.get_user(AccessToken=other["AccessToken"])["Username"]
    assert refresh(embedded, other["RefreshToken"])


def test_signing_out_everywhere_ends_every_session(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    sessions = [sign_in(embedded), sign_in(embedded)]
    cognito.global_sign_out(AccessToken=sessions[0]["AccessToken"])
    for session in sessions:
        with pytest.raises(ClientError):
            refresh(embedded, session["RefreshToken"])


def test_a_forged_token_is_nobody(embedded: Account, cognito: CognitoIdentityProviderClient) -> None:
    member(embedded)
    head, body, signature = sign_in(embedded)["AccessToken"].split(".")
    forged = base64.urlsafe_b64encode(b'{"sub":"someone"}').decode().rstrip("=")
    for token in (f"{head}.{forged}.{signature}", "nonsense", sign_in(embedded)["IdToken"]):
        with pytest.raises(ClientError) as error:
            cognito.get_user(AccessToken=token)
        assert refused(error) == "NotAuthorizedException"
    assert body


def test_a_disabled_user_gets_no_new_tokens(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    tokens = sign_in(embedded)
    cognito.admin_disable_user(UserPoolId=embedded.pool.pool_id, Username=EMAIL)
    with pytest.raises(ClientError):
        refresh(embedded, tokens["RefreshToken"])
    with pytest.raises(ClientError):
        sign_in(embedded)


def test_expired_codes_and_refresh_tokens_are_refused() -> None:
    now = time.time()
    sent: list[Sent] = []
    codes = Codes(sent.append, clock=lambda: now)
    grants = Grants(clock=lambda: now)
    codes.send("u", EMAIL, "password")
    _, token = grants.open("u", "c", lifetime_s=60)
    now += 3_601
    with pytest.raises(CognitoFailure, match="request a code again"):
        codes.use("u", "password", sent[0].code)
    with pytest.raises(CognitoFailure, match="expired"):
        grants.rotate(token, "c")
