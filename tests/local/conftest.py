"""An embedded AWS account on a free port, reached by plain boto3; and the whole stack as a user starts it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from local.aws import account
from local.cognito.codes import Sent
from local.environment import FOREIGN, aws_environment
from local.http_server import HttpServer, address, listen
from local.lambda_endpoint import FunctionError
from local.provision import UserPool, provision
from orchestrator.storage.aws import client, forget_clients
from tests.local.served import Served

ROOMY = {"ORCHESTRATOR_REQUESTS_PER_MINUTE": "10000", "ORCHESTRATOR_LOGINS_PER_MINUTE": "1000"}


@dataclass
class Account:
    """The running account, with what its pool told the hook and the codes it sent."""

    url: str
    events: list[dict[str, Any]] = field(default_factory=list)
    codes: list[Sent] = field(default_factory=list)
    refusal: str | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    pool: UserPool = field(default_factory=lambda: UserPool("", ""))

    def hook(self, event: dict[str, Any]) -> dict[str, Any]:
        """Stand in for `auth_hooks`: note the event, refuse when told to, add claims."""
        self.events.append(event)
        if self.refusal:
            raise ValueError(self.refusal)
        if event["triggerSource"].startswith("TokenGeneration"):
            details = {"accessTokenGeneration": {"claimsToAddOrOverride": self.claims}}
            return {**event, "response": {"claimsAndScopeOverrideDetails": details}}
        return event


def _double(payload: object) -> object:
    if not isinstance(payload, dict):
        raise FunctionError("TypeError", "not an object")
    return {"doubled": payload["number"] * 2}


@pytest.fixture
def sample() -> Callable[[str], dict[str, Any]]:
    """Return a real event of `tests/events` by its name."""
    folder = Path(__file__).parent.parent / "events"
    return lambda name: json.loads((folder / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def served_account() -> Iterator[Account]:
    """An embedded account with everything provisioned and a Lambda function named `recognition`."""
    listener = listen(0)
    running = Account(address(listener))
    with pytest.MonkeyPatch.context() as patch:
        for name in FOREIGN:
            patch.delenv(name, raising=False)
        for name, value in aws_environment(running.url).items():
            patch.setenv(name, value)
        forget_clients()
        application = account(running.url, running.hook, running.codes.append, {"recognition": _double})
        server = HttpServer(listener, application)
        server.start()
        running.pool = provision()
        yield running
        requests.post(f"{running.url}/moto-api/reset", timeout=5)
        server.stop()
    forget_clients()


@pytest.fixture
def embedded(served_account: Account) -> Account:
    """The embedded account without users, as nobody has used it yet."""
    cognito, pool_id = client("cognito-idp"), served_account.pool.pool_id
    for user in cognito.list_users(UserPoolId=pool_id)["Users"]:
        cognito.admin_delete_user(UserPoolId=pool_id, Username=user["Username"])
    served_account.events.clear()
    served_account.codes.clear()
    served_account.claims.clear()
    served_account.refusal = None
    return served_account


@pytest.fixture
def cognito(embedded: Account) -> CognitoIdentityProviderClient:
    """The client of the embedded user pool."""
    return client("cognito-idp")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A running `orchestrator serve` for the tests of the group `served`, with room for many requests."""
    running = Served(tmp_path_factory.mktemp("served"), ROOMY)
    yield running
    assert running.end() == 0
