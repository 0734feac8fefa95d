from __future__ import annotations

import base64
import time
from typing import Any

import jwt
import pytest
import requests
from botocore.exceptions import ClientError
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef as Tokens

from local.cognito.codes import Codes, Sent
from local.cognito.failures import CognitoFailure
from local.cognito.tokens import Grants
from orchestrator.storage.aws import client
from tests.local.conftest import Account

EMAIL = "lead@example.com"
PASSWORD = "Correct-horse-7"


@pytest.fixture
def cognito(embedded: Account) -> CognitoIdentityProviderClient:
    return client("cognito-idp")


def sign_up(account: Account, email: str = EMAIL) -> str:
    answer = client("cognito-idp").sign_up(
        ClientId=account.pool.client_id,
        Username=email,
        Password=PASSWORD,
        UserAttributes=[{"Name": "name", "Value": "Lea"}],
    )
    return answer["UserSub"]


def member(account: Account, email: str = EMAIL) -> str:
    sub = sign_up(account, email)
    client("cognito-idp").confirm_sign_up(
        ClientId=account.pool.client_id, Username=email, ConfirmationCode=account.codes[-1].code
    )
    return sub


def sign_in(account: Account, password: str = PASSWORD, email: str = EMAIL) -> Tokens:
    return client("cognito-idp").initiate_auth(
        ClientId=account.pool.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )["AuthenticationResult"]


def refresh(account: Account, token: str) -> Tokens:
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
    return str(error.value.response["Error"]["Code"])


def test_a_user_who_is_not_confirmed_cannot_sign_in(embedded: Account) -> None:
    sign_up(embedded)
    with pytest.raises(ClientError) as error:
        sign_in(embedded)
    assert refused(error) == "UserNotConfirmedException"


def test_only_the_code_that_was_sent_confirms(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    sign_up(embedded)
    wrong = f"{(int(embedded.codes[0].code) + 1) % 1_000_000:06d}"
    with pytest.raises(ClientError) as error:
        cognito.confirm_sign_up(ClientId=embedded.pool.client_id, Username=EMAIL, ConfirmationCode=wrong)
    assert refused(error) == "CodeMismatchException"


def test_a_code_works_once_and_a_new_one_replaces_it(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    sign_up(embedded)
    cognito.resend_confirmation_code(ClientId=embedded.pool.client_id, Username=EMAIL)
    first, second = (sent.code for sent in embedded.codes)
    arguments: Any = {"ClientId": embedded.pool.client_id, "Username": EMAIL}
    if first != second:
        with pytest.raises(ClientError):
            cognito.confirm_sign_up(**arguments, ConfirmationCode=first)
    cognito.confirm_sign_up(**arguments, ConfirmationCode=second)
    with pytest.raises(ClientError) as error:
        cognito.confirm_sign_up(**arguments, ConfirmationCode=second)
    assert refused(error) == "NotAuthorizedException"


def test_guessing_codes_ends_after_five_attempts(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    sign_up(embedded)
    right = embedded.codes[0].code
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(ClientError):
            cognito.confirm_sign_up(ClientId=embedded.pool.client_id, Username=EMAIL, ConfirmationCode=wrong)
    with pytest.raises(ClientError) as error:
        cognito.confirm_sign_up(ClientId=embedded.pool.client_id, Username=EMAIL, ConfirmationCode=right)
    assert refused(error) == "TooManyFailedAttemptsException"


def test_the_triggers_get_the_events_that_cognito_sends(embedded: Account) -> None:
    sub = member(embedded)
    sign_in(embedded)
    sign_up_event, confirmation, generation = embedded.events
    assert [event["triggerSource"] for event in embedded.events] == [
        "PreSignUp_SignUp",
        "PostConfirmation_ConfirmSignUp",
        "TokenGeneration_Authentication",
    ]
    assert sign_up_event["request"]["userAttributes"] == {"name": "Lea", "email": EMAIL}
    assert sign_up_event["response"]["autoConfirmUser"] is False
    assert {event["userName"] for event in embedded.events} == {sub}
    assert confirmation["request"]["userAttributes"]["cognito:user_status"] == "CONFIRMED"
    assert confirmation["request"]["userAttributes"]["sub"] == sub
    assert generation["version"] == "2"
    assert generation["request"]["groupConfiguration"]["groupsToOverride"] == []
    assert generation["userPoolId"] == embedded.pool.pool_id


def test_a_refusing_trigger_stops_the_registration(embedded: Account) -> None:
    embedded.refusal = "Only addresses at acme.com may register."
    with pytest.raises(ClientError) as error:
        sign_up(embedded)
    assert refused(error) == "UserLambdaValidationException"
    assert "PreSignUp failed with error Only addresses" in str(error.value)
    embedded.refusal = None
    sign_up(embedded)  # nothing was kept of the first attempt


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


def test_a_forgotten_password_is_replaced_by_code(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    cognito.forgot_password(ClientId=embedded.pool.client_id, Username=EMAIL)
    sent = embedded.codes[-1]
    assert (sent.purpose, sent.email) == ("password", EMAIL)
    cognito.confirm_forgot_password(
        ClientId=embedded.pool.client_id,
        Username=EMAIL,
        ConfirmationCode=sent.code,
        Password="Another-horse-8",
    )
    assert embedded.events[-1]["triggerSource"] == "PostConfirmation_ConfirmForgotPassword"
    with pytest.raises(ClientError):
        sign_in(embedded)
    assert sign_in(embedded, "Another-horse-8")


def test_nobody_learns_whether_an_account_exists(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    with pytest.raises(ClientError) as wrong:
        sign_in(embedded, "Wrong-horse-7x")
    with pytest.raises(ClientError) as unknown:
        sign_in(embedded, email="nobody@example.com")
    assert wrong.value.response["Error"] == unknown.value.response["Error"]
    answers = [
        cognito.forgot_password(ClientId=embedded.pool.client_id, Username=email)["CodeDeliveryDetails"]
        for email in (EMAIL, "luca@example.com")
    ]
    assert answers[0] == answers[1]
    assert [sent.email for sent in embedded.codes] == [EMAIL, EMAIL]


def test_addresses_do_not_tell_case_apart(embedded: Account) -> None:
    member(embedded)
    assert sign_in(embedded, email=EMAIL.upper())
    with pytest.raises(ClientError) as error:
        sign_up(embedded, EMAIL.title())
    assert refused(error) == "UsernameExistsException"


def test_weak_passwords_and_names_that_are_no_address_are_refused(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    for username, password, code in (
        (EMAIL, "short", "InvalidPasswordException"),
        ("no-address", PASSWORD, "InvalidParameterException"),
    ):
        with pytest.raises(ClientError) as error:
            cognito.sign_up(ClientId=embedded.pool.client_id, Username=username, Password=password)
        assert refused(error) == code


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


def test_what_the_pool_does_not_offer_is_refused_instead_of_pretended(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    with pytest.raises(ClientError) as error:
        cognito.delete_user(AccessToken=sign_in(embedded)["AccessToken"])
    assert "does not offer DeleteUser" in str(error.value)


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
