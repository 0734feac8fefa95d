from __future__ import annotations

import importlib
import subprocess
import sys
from typing import Any

import pytest

from orchestrator.identity import signing_keys
from orchestrator.settings import MissingSetting
from tests.aws_events import Context, event
from tests.conftest import Aws
from tests.orchestrator.identity.issuer import CLIENT_ID, ISSUER, USER_ID, access_token, jwks

MODULE = "functions.authorizer.handler"
FORBIDDEN = ("pydantic", "aws_lambda_powertools.event_handler", "aws_xray_sdk", "botocore.client", "urllib3")


def _with_token(token: str) -> dict[str, Any]:
    made = event("apigateway_request_authorizer")
    made["headers"]["Authorization"] = f"Bearer {token}"
    return made


@pytest.fixture
def environment(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("TABLE_NAME", aws.table_name)
    monkeypatch.setenv("ISSUER", ISSUER)
    monkeypatch.setenv("CLIENT_ID", CLIENT_ID)
    return monkeypatch


def test_a_real_request_with_a_good_token_is_let_through(environment: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(issuer: str) -> dict[str, Any]:
        asked.append(issuer)
        return jwks()

    environment.setattr(signing_keys, "fetch_jwks", fetch)
    authorizer = importlib.reload(importlib.import_module(MODULE))
    for _ in range(2):
        policy = authorizer.handler(_with_token(access_token()), Context())
    assert policy["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert policy["context"]["user_id"] == USER_ID
    assert asked == [ISSUER]


def test_a_real_request_without_a_good_token_is_unauthorized(environment: pytest.MonkeyPatch) -> None:
    del environment
    authorizer = importlib.reload(importlib.import_module(MODULE))
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        authorizer.handler(event("apigateway_request_authorizer"), Context())


def test_without_its_issuer_the_function_does_not_start(environment: pytest.MonkeyPatch) -> None:
    authorizer = importlib.import_module(MODULE)
    environment.delenv("ISSUER")
    with pytest.raises(MissingSetting, match="ISSUER"):
        importlib.reload(authorizer)


@pytest.mark.parametrize("module", [MODULE, "functions.auth_hooks.handler"])
def test_a_cold_start_loads_neither_the_http_edge_nor_pydantic_nor_an_aws_client(
    environment: pytest.MonkeyPatch, module: str
) -> None:
    del environment
    found = f"import sys, {module}; print(*(m for m in {FORBIDDEN!r} if m in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", found], capture_output=True, text=True, check=True)  # noqa: S603  # our own interpreter
    assert ran.stdout.strip() == ""
