from __future__ import annotations

import importlib
import json
import os
import time
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from orchestrator.identity import profiles
from orchestrator.identity.revocation import is_revoked
from orchestrator.routes import ROUTES
from orchestrator.settings import MissingSetting
from orchestrator.storage.aws import client
from tests.aws_events import Context, event, rest_event
from tests.conftest import Aws

MODULE = "functions.sessions.handler"
EMAIL, PASSWORD = "mara.lindqvist@example.com", "Tungsten-Lamp-60W"
USER_ID = event("apigateway_rest_proxy")["requestContext"]["authorizer"]["user_id"]
TOKEN_ID = event("apigateway_rest_proxy")["requestContext"]["authorizer"]["token_id"]
REGISTRATION = {"email": EMAIL, "password": PASSWORD, "name": "Mara Lindqvist"}
CREDENTIALS = {"email": EMAIL, "password": PASSWORD}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function answered: status, headers (lower case) and the JSON body."""

    status: int
    headers: dict[str, str]
    body: Any


class Api:
    """The function behind the gateway."""

    def __init__(self, table: Aws, pool_id: str) -> None:
        self.aws = table
        self.pool_id = pool_id
        self._handler = importlib.import_module(MODULE).handler

    def __call__(self, method: str, path: str, body: object = None, **changes: object) -> Answer:
        """Send a request; `changes` replace parts of the event."""
        raw = self._handler(rest_event(method, path, body) | changes, Context())
        headers = {name.lower(): values[0] for name, values in raw["multiValueHeaders"].items()}
        return Answer(raw["statusCode"], headers, json.loads(raw["body"]))

    def confirmed(self) -> None:
        """Make a confirmed account."""
        self("POST", "/v1/auth/register", REGISTRATION)
        self("POST", "/v1/auth/confirm", {"email": EMAIL, "code": "123456"})


@pytest.fixture
def api(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Api:
    """The function with moto's user pool."""
    cognito = client("cognito-idp")
    pool_id = cognito.create_user_pool(
        PoolName="users", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
    )["UserPool"]["Id"]
    client_id = cognito.create_user_pool_client(
        UserPoolId=pool_id, ClientName="api", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    for name, value in {
        "TABLE_NAME": aws.table_name,
        "USER_POOL_ID": pool_id,
        "CLIENT_ID": client_id,
    }.items():
        monkeypatch.setenv(name, value)
    return Api(aws, pool_id)


def _revoked(api: Api, token_id: str, *, issued_at: int) -> bool:
    return is_revoked(api.aws.table, token_id=token_id, user_id=USER_ID, issued_at=issued_at)


def test_who_registers_and_confirms_can_sign_in(api: Api) -> None:
    registered = api("POST", "/v1/auth/register", REGISTRATION)
    assert registered.status == 202
    assert api("POST", "/v1/auth/login", CREDENTIALS).status == 401
    assert api("POST", "/v1/auth/confirm", {"email": EMAIL, "code": "123456"}).status == 200
    tokens = api("POST", "/v1/auth/login", CREDENTIALS)
    assert tokens.status == 200
    assert tokens.headers["cache-control"] == "no-store"
    assert set(tokens.body) == {"access_token", "refresh_token", "id_token", "token_type", "expires_in"}
    assert tokens.body["token_type"] == "Bearer"
    claims = jwt.decode(tokens.body["access_token"], options={"verify_signature": False})
    assert claims["token_use"] == "access"


def test_a_taken_address_is_answered_like_a_new_one_and_keeps_its_password(api: Api) -> None:
    api.confirmed()
    again = api("POST", "/v1/auth/register", REGISTRATION | {"password": "Another-Lamp-100W"})
    new = api("POST", "/v1/auth/register", REGISTRATION | {"email": "new@example.com"})
    assert (again.status, again.body) == (new.status, new.body)
    assert api("POST", "/v1/auth/login", CREDENTIALS).status == 200


def test_a_wrong_password_and_an_unknown_account_look_the_same(api: Api) -> None:
    api.confirmed()
    wrong = api("POST", "/v1/auth/login", CREDENTIALS | {"password": "wrong"})
    unknown = api("POST", "/v1/auth/login", CREDENTIALS | {"email": "nobody@example.com"})
    assert (wrong.status, wrong.body["detail"]) == (401, unknown.body["detail"])
    assert unknown.status == 401
    assert wrong.headers["content-type"] == "application/problem+json"


def test_the_sixth_sign_in_of_a_minute_has_to_wait(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0)
    statuses = [api("POST", "/v1/auth/login", CREDENTIALS).status for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    refused = api("POST", "/v1/auth/login", CREDENTIALS)
    assert 0 < int(refused.headers["retry-after"]) <= 60


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/auth/register", {}, "email"),
        ("/v1/auth/register", REGISTRATION | {"email": "mara"}, "email"),
        ("/v1/auth/register", REGISTRATION | {"password": "short"}, "password"),
        ("/v1/auth/confirm", {"email": EMAIL, "code": "12"}, "code"),
        ("/v1/auth/login", {"email": EMAIL}, "password"),
        ("/v1/auth/refresh", {}, "refresh_token"),
        ("/v1/auth/password/reset", {"email": EMAIL, "code": "123456", "password": "x"}, "password"),
    ],
)
def test_a_missing_or_wrong_field_is_named(api: Api, path: str, body: object, field: str) -> None:
    refused = api("POST", path, body)
    assert refused.status == 422
    assert any(error["field"].endswith(field) for error in refused.body["errors"])


def test_no_answer_repeats_a_password(api: Api) -> None:
    refused = api("POST", "/v1/auth/register", REGISTRATION | {"password": "Weak-Secret"})
    assert "Weak-Secret" not in json.dumps(refused.body)


def test_a_new_code_and_a_forgotten_password_never_tell_of_an_account(api: Api) -> None:
    api.confirmed()
    known = api("POST", "/v1/auth/password/forgot", {"email": EMAIL})
    unknown = api("POST", "/v1/auth/password/forgot", {"email": "nobody@example.com"})
    assert (known.status, known.body) == (202, unknown.body)
    with Stubber(client("cognito-idp")) as stubber:
        stubber.add_response("resend_confirmation_code", {})
        stubber.add_client_error("resend_confirmation_code", "UserNotFoundException")
        sent = api("POST", "/v1/auth/confirm/resend", {"email": EMAIL})
        unsent = api("POST", "/v1/auth/confirm/resend", {"email": "nobody@example.com"})
    assert (sent.status, sent.body) == (202, unsent.body)


def test_a_refresh_gives_new_tokens(api: Api) -> None:
    with Stubber(client("cognito-idp")) as stubber:
        tokens = {"AccessToken": "a2", "IdToken": "i2", "RefreshToken": "r2", "ExpiresIn": 900}
        stubber.add_response("get_tokens_from_refresh_token", {"AuthenticationResult": tokens})
        renewed = api("POST", "/v1/auth/refresh", {"refresh_token": "r1"})
    assert renewed.body["refresh_token"] == "r2"
    assert renewed.headers["cache-control"] == "no-store"


def test_signing_out_of_one_session_revokes_its_tokens_only(api: Api) -> None:
    with Stubber(client("cognito-idp")) as stubber:
        stubber.add_response("revoke_token", {}, {"ClientId": os.environ["CLIENT_ID"], "Token": "r1"})
        ended = api("POST", "/v1/auth/logout", {"refresh_token": "r1"})
    assert ended.status == 200
    assert _revoked(api, TOKEN_ID, issued_at=int(time.time()))
    assert not _revoked(api, "another session", issued_at=0)


@pytest.mark.parametrize("body", [None, {}, {"refresh_token": None}])
def test_signing_out_without_a_refresh_token_ends_every_session(api: Api, body: object) -> None:
    with Stubber(client("cognito-idp")) as stubber:
        stubber.add_response("global_sign_out", {}, {"AccessToken": "TOKEN"})
        ended = api("POST", "/v1/auth/logout", body)
        stubber.assert_no_pending_responses()
    assert ended.status == 200
    assert _revoked(api, TOKEN_ID, issued_at=int(time.time()))
    assert _revoked(api, "another session", issued_at=int(time.time()) - 5)


def test_when_cognito_cannot_end_the_session_the_token_lives_to_try_again(api: Api) -> None:
    with Stubber(client("cognito-idp")) as stubber:
        stubber.add_client_error("revoke_token", "InternalErrorException")
        refused = api("POST", "/v1/auth/logout", {"refresh_token": "r1"})
    assert refused.status == 503
    assert not _revoked(api, TOKEN_ID, issued_at=int(time.time()))


def test_a_new_password_stops_the_tokens_of_before(api: Api) -> None:
    api.confirmed()
    sub = _sub(api)
    body = {"email": EMAIL, "code": "123456", "password": "Another-Lamp-100W"}
    changed = api("POST", "/v1/auth/password/reset", body)
    assert changed.status == 200
    now = int(time.time())
    assert is_revoked(api.aws.table, token_id="none", user_id=sub, issued_at=now - 5)
    assert api("POST", "/v1/auth/login", CREDENTIALS).status == 401
    assert api("POST", "/v1/auth/login", CREDENTIALS | {"password": body["password"]}).status == 200


def test_tokens_of_before_stop_also_when_cognito_fails_after_the_code(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.confirmed()
    sub = _sub(api)

    def broken(**_: object) -> None:
        raise ClientError({"Error": {"Code": "InternalErrorException"}}, "AdminUserGlobalSignOut")

    monkeypatch.setattr(client("cognito-idp"), "admin_user_global_sign_out", broken)
    body = {"email": EMAIL, "code": "123456", "password": "Another-Lamp-100W"}
    assert api("POST", "/v1/auth/password/reset", body).status == 503
    assert is_revoked(api.aws.table, token_id="none", user_id=sub, issued_at=int(time.time()) - 5)


def test_me_is_the_profile_with_the_role_and_permissions_of_the_token(api: Api) -> None:
    attributes = {"sub": USER_ID, "email": EMAIL, "name": "Mara Lindqvist"}
    profile = profiles.ensure(api.aws.table, attributes)
    me = api("GET", "/v1/me")
    assert me.status == 200
    assert me.body == {
        "user_id": USER_ID,
        "email": EMAIL,
        "name": "Mara Lindqvist",
        "role": "electrical_lead",
        "permissions": event("apigateway_rest_proxy")["requestContext"]["authorizer"]["permissions"].split(
            ","
        ),
        "created_at": profile.created_at,
    }


def test_me_without_a_profile_is_not_found(api: Api) -> None:
    assert api("GET", "/v1/me").status == 404


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/me"), ("POST", "/v1/auth/logout")])
def test_who_did_not_pass_the_authorizer_is_unauthorized(api: Api, method: str, path: str) -> None:
    context = rest_event(method, path)["requestContext"]
    del context["authorizer"]
    assert api(method, path, requestContext=context).status == 401


def test_every_route_of_the_table_is_served(api: Api) -> None:
    for route in ROUTES:
        if route.function == "sessions":
            assert api(route.method, route.path).status not in {404, 405} or route.path == "/v1/me"


def test_without_its_pool_the_function_does_not_start(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    del api
    monkeypatch.delenv("USER_POOL_ID")
    with pytest.raises(MissingSetting, match="USER_POOL_ID"):
        importlib.reload(importlib.import_module(MODULE))


def _sub(api: Api) -> str:
    user = client("cognito-idp").admin_get_user(UserPoolId=api.pool_id, Username=EMAIL)
    return next(a["Value"] for a in user["UserAttributes"] if a["Name"] == "sub")
