"""The API as a user meets it, in one process: gateway, authorizer and handlers over an embedded account.

Only the networks are left out: recognition answers what the test says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, cast

import pytest
import requests
from werkzeug.test import Client, TestResponse

from local.aws import account
from local.cognito.codes import Sent
from local.environment import FOREIGN, aws_environment, people_environment, storage_environment
from local.gateway.application import Gateway
from local.gateway.functions import NAMES, Functions
from local.http_server import HttpServer, address, listen
from local.provision import BUCKET, RECOGNITION_FUNCTION, TABLE, UserPool, provision
from local.settings import LocalSettings
from orchestrator.drawings.comparing import Comparer
from orchestrator.drawings.finding import Finder
from orchestrator.drawings.finding_jointly import JointFinder
from orchestrator.drawings.store import Store
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.storage.aws import forget_clients
from orchestrator.storage.files import Files
from orchestrator.storage.table import Table
from tests.conftest import Aws

PASSWORD: Final = "Correct-horse-7"
SETTINGS: Final = LocalSettings(requests_per_minute=1_000_000, logins_per_minute=1_000_000)


@dataclass(frozen=True)
class EmbeddedApi:
    """A running API; `codes` holds the last code that was sent to each address, `patch` ends with the API."""

    gateway: Gateway
    pool: UserPool
    aws_url: str
    patch: pytest.MonkeyPatch
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def aws(self) -> Aws:
        """The account's table and bucket."""
        return Aws(Table(TABLE), TABLE, BUCKET)

    def send(
        self, method: str, path: str, body: object = None, token: str | None = None, **headers: str
    ) -> TestResponse:
        """Send a request with JSON in it; `if_match=` becomes the header `If-Match`."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        if token is not None:
            named["Authorization"] = f"Bearer {token}"
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return Client(self.gateway).open(path, method=method, headers=named, **sent)

    def sign_up(self, email: str, name: str = "Mara") -> None:
        """Register somebody and confirm the address by the code that was sent."""
        account = {"email": email, "password": PASSWORD, "name": name}
        assert self.send("POST", "/v1/auth/register", account).status_code == 202
        confirmed = self.send("POST", "/v1/auth/confirm", {"email": email, "code": self.codes[email]})
        assert confirmed.status_code == 200, confirmed.text

    def sign_in(self, email: str) -> dict[str, Any]:
        """Return the tokens of a new session."""
        answer = self.send("POST", "/v1/auth/login", {"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json
        return tokens

    def person(self, email: str) -> Person:
        """Return somebody new who is signed in."""
        self.sign_up(email)
        token = self.sign_in(email)["access_token"]
        return Person(self, token, self.send("GET", "/v1/me", token=token).json["user_id"])


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    api: EmbeddedApi
    token: str
    user_id: str

    def __call__(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """Send a request with the person's token."""
        return self.api.send(method, path, body, self.token, **headers)


@contextmanager
def embedded_api() -> Iterator[EmbeddedApi]:
    """Run an account with everything provisioned, and the API before it."""
    listener = listen(0)
    url, codes = address(listener), dict[str, str]()
    functions = Functions(sys.stderr)

    def deliver(sent: Sent) -> None:
        codes[sent.email] = sent.code

    with pytest.MonkeyPatch.context() as patch:
        for name in FOREIGN:
            patch.delenv(name, raising=False)
        _enter(patch, aws_environment(url) | storage_environment(url, SETTINGS))
        forget_clients()
        hook = partial(functions.call, "auth_hooks")
        server = HttpServer(listener, account(url, hook, deliver, {RECOGNITION_FUNCTION: _no_symbols}))
        server.start()
        pool = provision()
        _enter(patch, people_environment(url, pool, SETTINGS))
        _forget_handlers()
        functions.load()
        yield EmbeddedApi(Gateway(functions, SETTINGS), pool, url, patch, codes)
        requests.post(f"{url}/moto-api/reset", timeout=5)
        server.stop()
    _forget_handlers()
    forget_clients()


def _enter(patch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        patch.setenv(name, value)


def _forget_handlers() -> None:
    """Let handlers be imported anew: they read their settings as they are."""
    for name in NAMES:
        sys.modules.pop(f"functions.{name}.handler", None)


def _no_symbols(asked: Any) -> list[dict[str, Any]] | dict[str, Any]:  # noqa: ANN401 - any JSON
    """Stand in for the recognition function: without networks, but it searches and compares strokes."""
    store = Store(Table(TABLE), Files(BUCKET))
    if "to_drawing_id" in asked:
        return Comparer(store, seconds=10).compare(asked, None)
    if "examples" in asked:
        return JointFinder(store, cast("Recognizer", None), seconds=10).find(asked, None)
    if "bbox" in asked:
        return Finder(store, cast("Recognizer", None), seconds=10).find(asked, None)
    return [{"region": region, "status": "not_a_symbol", "detail": "Nothing."} for region in asked["regions"]]
