"""Identity: tokens that live shortly, rotate and can be revoked; a group for every role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orchestrator.identity.passwords import MIN_LENGTH
from orchestrator.permissions import ROLES
from tests.infra.cloud import Cloud, Resource


def pool(cloud: Cloud) -> Resource:
    (found,) = cloud.of_type("AWS::Cognito::UserPool").values()
    return found


def client(cloud: Cloud) -> Resource:
    (found,) = cloud.of_type("AWS::Cognito::UserPoolClient").values()
    return found


def test_every_role_is_a_group(cloud: Cloud) -> None:
    groups = cloud.of_type("AWS::Cognito::UserPoolGroup").values()
    assert {group["GroupName"] for group in groups} == set(ROLES)


def test_the_pool_asks_for_the_password_that_the_api_asks_for(cloud: Cloud) -> None:
    policy = pool(cloud)["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] == MIN_LENGTH
    assert all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))


def test_people_sign_in_by_their_address_however_they_write_it(cloud: Cloud) -> None:
    assert pool(cloud)["UsernameAttributes"] == ["email"]
    assert pool(cloud)["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool(cloud)["AutoVerifiedAttributes"] == ["email"]


def test_the_pool_asks_our_hooks_with_events_that_can_shape_access_tokens(cloud: Cloud) -> None:
    triggers = pool(cloud)["LambdaConfig"]
    assert triggers["PreTokenGenerationConfig"]["LambdaVersion"] == "V2_0"
    assert set(triggers) == {"PreSignUp", "PostConfirmation", "PreTokenGenerationConfig"}
    assert pool(cloud)["UserPoolTier"] in {
        "ESSENTIALS",
        "PLUS",
    }  # below them there is neither V2 nor rotation


def test_a_second_factor_is_an_app_and_each_persons_choice(cloud: Cloud) -> None:
    assert pool(cloud)["MfaConfiguration"] == "OPTIONAL"
    assert pool(cloud)["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_who_lost_the_password_is_helped_by_mail(cloud: Cloud) -> None:
    mechanisms = pool(cloud)["AccountRecoverySetting"]["RecoveryMechanisms"]
    assert mechanisms == [{"Name": "verified_email", "Priority": 1}]


def test_threat_protection_is_as_the_stage_says(stages: dict[str, Cloud]) -> None:
    shown = {
        name: (pool(one)["UserPoolTier"], pool(one).get("UserPoolAddOns")) for name, one in stages.items()
    }
    assert shown == {"dev": ("ESSENTIALS", None), "prod": ("PLUS", {"AdvancedSecurityMode": "AUDIT"})}


def test_the_grace_of_rotation_has_cognitos_bounds() -> None:
    from infra.config import DEV  # noqa: PLC0415  # CDK takes seconds to load

    assert replace(DEV, refresh_grace_s=60).refresh_grace_s == 60
    with pytest.raises(ValueError, match="0 to 60"):
        replace(DEV, refresh_grace_s=61)


def test_tokens_live_shortly_rotate_and_can_be_revoked(cloud: Cloud) -> None:
    settings = client(cloud)
    units = settings["TokenValidityUnits"]
    assert (settings["AccessTokenValidity"], units["AccessToken"]) == (15, "minutes")
    assert (settings["RefreshTokenValidity"], units["RefreshToken"]) == (7 * 24 * 60, "minutes")
    assert settings["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    assert settings["EnableTokenRevocation"] is True


def test_the_client_knows_one_way_in_and_tells_nobody_who_has_an_account(cloud: Cloud) -> None:
    settings = client(cloud)
    assert settings["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH"]  # the refresh flow excludes rotation
    assert settings["AllowedOAuthFlowsUserPoolClient"] is False
    assert settings["PreventUserExistenceErrors"] == "ENABLED"
    assert settings["GenerateSecret"] is False
