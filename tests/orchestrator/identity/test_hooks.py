from __future__ import annotations

import time
from typing import Any

import pytest

from orchestrator.identity import profiles
from orchestrator.identity.hooks import Hooks, strongest
from orchestrator.identity.refusals import NOT_CHECKED, Refused
from orchestrator.permissions import PERMISSIONS
from orchestrator.storage.keys import profile as profile_key
from orchestrator.storage.table import Table, Write
from tests.aws_events import event
from tests.conftest import Aws
from tests.orchestrator.identity.issuer import USER_ID


def _sign_up(email: str, source: str = "PreSignUp_SignUp") -> dict[str, Any]:
    made = event("cognito_pre_sign_up") | {"triggerSource": source}
    made["request"]["userAttributes"]["email"] = email
    return made


def _sign_in(groups: list[str] | None = None, **changes: object) -> dict[str, Any]:
    made = event("cognito_pre_token_generation_v2") | changes
    made["request"]["groupConfiguration"]["groupsToOverride"] = groups
    return made


def _access_claims(answer: dict[str, Any]) -> dict[str, Any]:
    details = answer["response"]["claimsAndScopeOverrideDetails"]
    claims: dict[str, Any] = details["accessTokenGeneration"]["claimsToAddOrOverride"]
    return claims


def _change(table: Table, **values: object) -> None:
    known = table.get(profile_key(USER_ID))
    assert known is not None
    table.write(Write("put", profile_key(USER_ID), known | values))


def test_every_domain_may_register_unless_some_are_listed(aws: Aws) -> None:
    assert Hooks(aws.table).answer(_sign_up("a@anywhere.org")) == _sign_up("a@anywhere.org")


def test_a_listed_domain_may_register_in_any_case(aws: Aws) -> None:
    hooks = Hooks(aws.table, ("Example.com", "partner.no"))
    assert hooks.answer(_sign_up("a@EXAMPLE.com"))
    assert hooks.answer(_sign_up("a@partner.no"))


@pytest.mark.parametrize(
    "email",
    [
        "a@evil.com",
        "a@sub.example.com",
        "a@notexample.com",
        "a@example.com.evil.com",
        "a@example.com@evil.com",
    ],
)
def test_other_domains_are_refused_with_a_sentence(aws: Aws, email: str) -> None:
    with pytest.raises(Refused, match=r"^Only addresses at example\.com, partner\.no may register\.$"):
        Hooks(aws.table, ("partner.no", "example.com")).answer(_sign_up(email))


def test_an_administrator_may_invite_from_any_domain(aws: Aws) -> None:
    hooks = Hooks(aws.table, ("example.com",))
    assert hooks.answer(_sign_up("a@guest.org", "PreSignUp_AdminCreateUser"))


def test_confirmation_writes_a_profile_with_the_least_role(aws: Aws) -> None:
    posted = event("cognito_post_confirmation")
    assert Hooks(aws.table).answer(posted) == posted
    profile = profiles.load(aws.table, USER_ID)
    assert profile is not None
    assert (profile.name, profile.email) == ("Mara Lindqvist", "mara.lindqvist@example.com")
    assert (profile.role, profile.disabled) == ("electrician", False)


def test_a_second_confirmation_changes_nothing(aws: Aws) -> None:
    Hooks(aws.table).answer(event("cognito_post_confirmation"))
    _change(aws.table, role="foreman", name="Mara L.")
    before = aws.table.get(profile_key(USER_ID))
    Hooks(aws.table).answer(event("cognito_post_confirmation"))
    assert aws.table.get(profile_key(USER_ID)) == before


def test_a_confirmed_new_password_writes_no_profile(aws: Aws) -> None:
    reset = event("cognito_post_confirmation") | {"triggerSource": "PostConfirmation_ConfirmForgotPassword"}
    assert Hooks(aws.table).answer(reset) == reset
    assert profiles.load(aws.table, USER_ID) is None


@pytest.mark.parametrize(
    "source",
    ["TokenGeneration_Authentication", "TokenGeneration_RefreshTokens", "TokenGeneration_HostedAuth"],
)
def test_access_tokens_carry_address_role_and_permissions(aws: Aws, source: str) -> None:
    Hooks(aws.table).answer(event("cognito_post_confirmation"))
    before = time.time()
    answer = Hooks(aws.table).answer(_sign_in(["electrical_lead"], triggerSource=source))
    told = _access_claims(answer)
    assert int(before * 1_000) <= told.pop("made_ms") <= time.time() * 1_000
    assert told == {
        "email": "mara.lindqvist@example.com",
        "role": "electrical_lead",
        "permissions": sorted(PERMISSIONS["electrical_lead"]),
    }


@pytest.mark.parametrize("groups", [None, [], ["us-east-1_Ab1Cd2Ef3_Google"]])
def test_without_a_role_group_the_role_of_the_profile_counts(aws: Aws, groups: list[str] | None) -> None:
    Hooks(aws.table).answer(event("cognito_post_confirmation"))
    assert _access_claims(Hooks(aws.table).answer(_sign_in(groups)))["role"] == "electrician"
    _change(aws.table, role="superintendent")
    assert _access_claims(Hooks(aws.table).answer(_sign_in(groups)))["role"] == "superintendent"


def test_a_user_an_administrator_made_gets_a_profile_at_the_first_sign_in(aws: Aws) -> None:
    assert _access_claims(Hooks(aws.table).answer(_sign_in()))["role"] == "electrician"
    assert profiles.load(aws.table, USER_ID) is not None


def test_a_disabled_account_gets_no_token(aws: Aws) -> None:
    Hooks(aws.table).answer(event("cognito_post_confirmation"))
    _change(aws.table, disabled=True)
    with pytest.raises(Refused, match="disabled"):
        Hooks(aws.table).answer(_sign_in(["system_admin"]))


def test_a_profile_with_an_unknown_role_gets_no_token(aws: Aws) -> None:
    Hooks(aws.table).answer(event("cognito_post_confirmation"))
    _change(aws.table, role="emperor")
    with pytest.raises(Refused) as refused:
        Hooks(aws.table).answer(_sign_in())
    assert str(refused.value) == NOT_CHECKED


@pytest.mark.parametrize("asked", ["cognito_post_confirmation", "cognito_pre_token_generation_v2"])
def test_when_the_profile_cannot_be_read_there_is_a_sentence_and_only_the_log_says_why(
    aws: Aws, caplog: pytest.LogCaptureFixture, asked: str
) -> None:
    with pytest.raises(Refused) as refused:
        Hooks(Table("missing")).answer(event(asked))
    assert str(refused.value) == NOT_CHECKED
    assert "ResourceNotFoundException" in caplog.text


def test_an_event_out_of_shape_is_refused_with_a_sentence(aws: Aws) -> None:
    registering = event("cognito_pre_sign_up")
    del registering["request"]["userAttributes"]["email"]
    with pytest.raises(Refused) as refused:
        Hooks(aws.table, ("example.com",)).answer(registering)
    assert str(refused.value) == NOT_CHECKED


def test_version_1_events_are_refused_because_they_cannot_shape_access_tokens(aws: Aws) -> None:
    with pytest.raises(Refused, match="version 2"):
        Hooks(aws.table).answer(_sign_in(version="1"))


def test_no_log_line_holds_an_address(aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    hooks = Hooks(aws.table, ("partner.no",))
    with pytest.raises(Refused):
        hooks.answer(_sign_up("a@evil.com"))
    hooks.answer(event("cognito_post_confirmation"))
    assert "@" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ([], "electrician"),
        (["electrician", "fco_technician"], "fco_technician"),
        (["foreman", "general_foreman", "unknown"], "general_foreman"),
        (["electrical_lead", "system_admin"], "system_admin"),
        (["System_Admin"], "electrician"),
    ],
)
def test_of_several_groups_the_strongest_role_counts(groups: list[str], role: str) -> None:
    assert strongest(groups, "electrician") == role
