from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from orchestrator.identity.authorization import Authorizer, Unauthorized
from orchestrator.identity.profiles import ensure
from orchestrator.identity.revocation import LIFETIME_S, revoke_session, revoke_user
from orchestrator.identity.signing_keys import SigningKeys
from orchestrator.identity.tokens import Verifier
from orchestrator.storage.keys import TTL_ATTRIBUTE, profile, revoked
from orchestrator.storage.table import Table, change
from tests.aws_events import event
from tests.conftest import Aws
from tests.orchestrator.identity.issuer import CLIENT_ID, ISSUER, USER_ID, access_token, claims, jwks

SESSION = claims()["origin_jti"]


def _authorizer(table: Table) -> Authorizer:
    return Authorizer(Verifier(SigningKeys(jwks), ISSUER, CLIENT_ID), table)


def _request(authorization: str | None, name: str = "Authorization") -> dict[str, Any]:
    made = event("apigateway_request_authorizer")
    del made["headers"]["Authorization"]
    return made | {"headers": made["headers"] | ({name: authorization} if authorization is not None else {})}


def _effect(policy: dict[str, Any]) -> str:
    effect: str = policy["policyDocument"]["Statement"][0]["Effect"]
    return effect


def test_a_good_token_opens_the_whole_stage_and_names_the_caller_in_strings(aws: Aws) -> None:
    policy = _authorizer(aws.table).authorize(_request(f"Bearer {access_token()}"))
    assert policy == {
        "principalId": USER_ID,
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow",
                    "Resource": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/dev/*",
                }
            ],
        },
        "context": {
            "user_id": USER_ID,
            "email": "mara.lindqvist@example.com",
            "role": "electrical_lead",
            "permissions": "drawings:read,projects:read",
            "token_id": SESSION,
        },
    }


@pytest.mark.parametrize("name", ["authorization", "AUTHORIZATION"])
def test_header_name_and_scheme_count_in_any_case(aws: Aws, name: str) -> None:
    assert _effect(_authorizer(aws.table).authorize(_request(f"bearer  {access_token()} ", name))) == "Allow"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer a.b.c", access_token()]
)
def test_without_a_valid_bearer_token_the_gateway_answers_401(aws: Aws, header: str | None) -> None:
    with pytest.raises(Unauthorized, match=r"^Unauthorized$"):
        _authorizer(aws.table).authorize(_request(header))


def test_a_request_without_any_headers_is_unauthorized(aws: Aws) -> None:
    with pytest.raises(Unauthorized):
        _authorizer(aws.table).authorize(_request(None) | {"headers": None})


def test_who_is_disabled_is_denied_with_the_next_request(aws: Aws) -> None:
    authorizer, request = _authorizer(aws.table), _request(f"Bearer {access_token()}")
    ensure(aws.table, {"sub": USER_ID, "email": "mara.lindqvist@example.com"})
    assert _effect(authorizer.authorize(request)) == "Allow"
    aws.table.write(change(profile(USER_ID), sets={"disabled": True}))
    assert _effect(authorizer.authorize(request)) == "Deny"


def test_a_revoked_session_is_denied_with_the_sentence_for_the_gateway(aws: Aws) -> None:
    authorizer = _authorizer(aws.table)
    request = _request(f"Bearer {access_token()}")
    assert _effect(authorizer.authorize(request)) == "Allow"
    revoke_session(aws.table, SESSION, time.time())
    policy = authorizer.authorize(request)
    assert _effect(policy) == "Deny"
    assert policy["context"] == {"detail": "Token has been revoked"}
    assert _effect(authorizer.authorize(_request(f"Bearer {access_token(origin_jti='another')}"))) == "Allow"


def test_ending_all_sessions_stops_the_tokens_issued_before_and_none_after(aws: Aws) -> None:
    authorizer, now = _authorizer(aws.table), int(time.time())
    revoke_user(aws.table, USER_ID, now)
    before, after = (_request(f"Bearer {access_token(iat=at)}") for at in (now - 1, now))
    assert _effect(authorizer.authorize(before)) == "Deny"
    assert _effect(authorizer.authorize(after)) == "Allow"


def test_within_one_second_a_token_made_before_all_sessions_end_stops_and_one_made_after_lives(
    aws: Aws,
) -> None:
    authorizer, now = _authorizer(aws.table), int(time.time())
    revoke_user(aws.table, USER_ID, now + 0.5)
    before, after = (
        _request(f"Bearer {access_token(iat=now, made_ms=now * 1_000 + ms)}") for ms in (499, 501)
    )
    assert _effect(authorizer.authorize(before)) == "Deny"
    assert _effect(authorizer.authorize(after)) == "Allow"


def test_a_revocation_outlives_every_access_token_and_then_goes_by_itself(aws: Aws) -> None:
    revoke_session(aws.table, SESSION, 1_700_000_000.9)
    item = aws.table.get(revoked(SESSION))
    assert item is not None
    assert item[TTL_ATTRIBUTE] == 1_700_000_000 + LIFETIME_S
    assert LIFETIME_S > 24 * 3600


def test_when_the_list_cannot_be_read_nobody_gets_in(aws: Aws) -> None:
    with pytest.raises(ClientError):
        _authorizer(Table("missing")).authorize(_request(f"Bearer {access_token()}"))


def test_when_the_keys_cannot_be_fetched_it_is_not_the_callers_fault(aws: Aws) -> None:
    def unreachable() -> dict[str, Any]:
        raise OSError("no route")

    authorizer = Authorizer(Verifier(SigningKeys(unreachable), ISSUER, CLIENT_ID), aws.table)
    with pytest.raises(OSError, match="no route"):
        authorizer.authorize(_request(f"Bearer {access_token()}"))


def test_no_log_line_holds_a_token_or_an_address(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    token = access_token(token_use="id")
    with pytest.raises(Unauthorized):
        _authorizer(aws.table).authorize(_request(f"Bearer {token}"))
    printed = "".join(capsys.readouterr())
    assert token not in printed
    assert "@" not in printed
