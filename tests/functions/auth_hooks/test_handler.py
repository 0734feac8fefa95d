from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from orchestrator.settings import MissingSetting
from tests.aws_events import Context, event
from tests.conftest import Aws

MODULE = "functions.auth_hooks.handler"


@pytest.fixture
def hooks(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The function, started anew with a table and one allowed domain."""
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("ALLOWED_EMAIL_DOMAINS", "example.com, partner.no")
    return importlib.reload(importlib.import_module(MODULE))


def test_the_three_triggers_answer_real_events(hooks: ModuleType) -> None:
    registered = hooks.handler(event("cognito_pre_sign_up"), Context())
    assert registered["response"] == event("cognito_pre_sign_up")["response"]
    hooks.handler(event("cognito_post_confirmation"), Context())
    signed_in = hooks.handler(event("cognito_pre_token_generation_v2"), Context())
    details = signed_in["response"]["claimsAndScopeOverrideDetails"]
    assert details["accessTokenGeneration"]["claimsToAddOrOverride"]["role"] == "electrical_lead"


def test_the_allowed_domains_come_from_the_environment(hooks: ModuleType) -> None:
    refused = event("cognito_pre_sign_up")
    refused["request"]["userAttributes"]["email"] = "a@evil.com"
    with pytest.raises(Exception, match=r"example\.com, partner\.no may register"):
        hooks.handler(refused, Context())


def test_without_its_table_the_function_does_not_start(
    hooks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TABLE_NAME")
    with pytest.raises(MissingSetting, match="TABLE_NAME"):
        importlib.reload(hooks)
