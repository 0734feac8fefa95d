from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from local.cognito.authenticators import MAX_ATTEMPTS, SESSION_S, Authenticators
from local.cognito.failures import CognitoFailure
from local.cognito.totp import STEP_S, code_at, new_secret, step_of
from tests.local.embedded_api import PASSWORD, EmbeddedApi, embedded_api

pytestmark = pytest.mark.xdist_group("second factor")

CODE_PATH = "/v1/auth/login/code"


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@dataclass
class App:
    """An authenticator app on somebody's phone: each code it shows is another."""

    secret: str
    shown: set[str] = field(default_factory=set)

    def code(self) -> str:
        """Return a code that was not sent yet; the pool takes that of the next half minute, too."""
        for shift in (0, STEP_S):
            code = code_at(self.secret, time.time() + shift)
            if code not in self.shown:
                self.shown.add(code)
                return code
        time.sleep(STEP_S - time.time() % STEP_S)
        return self.code()

    def wrong(self) -> str:
        """Return a code of no time near."""
        near = {code_at(self.secret, time.time() + shift * STEP_S) for shift in range(-3, 4)}
        return next(code for code in map("{:06d}".format, range(10)) if code not in near)


@pytest.fixture(scope="module")
def api() -> Iterator[EmbeddedApi]:
    with embedded_api() as running:
        yield running


def protected(api: EmbeddedApi, email: str) -> tuple[App, str]:
    """Return the app of somebody new who switched the second factor on, and their token."""
    person = api.person(email)
    asked = person("POST", "/v1/me/authenticator")
    assert asked.status_code == 201, asked.text
    app = App(asked.json["secret"])
    assert person("POST", "/v1/me/authenticator/confirm", {"code": app.code()}).status_code == 200
    return app, person.token


def log_in(api: EmbeddedApi, email: str, password: str = PASSWORD) -> TestResponse:
    return api.send("POST", "/v1/auth/login", {"email": email, "password": password})


def send_code(api: EmbeddedApi, session: str, code: str) -> TestResponse:
    return api.send("POST", CODE_PATH, {"session": session, "code": code})


def test_the_password_alone_opens_no_session_and_the_code_does(api: EmbeddedApi) -> None:
    app, _ = protected(api, "ida@example.com")
    asked = log_in(api, "ida@example.com")
    assert asked.status_code == 200
    assert set(asked.json) == {"challenge", "session"}
    assert asked.json["challenge"] == "authenticator_code"
    assert asked.headers["Cache-Control"] == "no-store"
    opened = send_code(api, asked.json["session"], app.code())
    assert set(opened.json) == {"access_token", "refresh_token", "id_token", "token_type", "expires_in"}
    me = api.send("GET", "/v1/me", token=opened.json["access_token"])
    assert (me.status_code, me.json["email"]) == (200, "ida@example.com")
    renewed = api.send("POST", "/v1/auth/refresh", {"refresh_token": opened.json["refresh_token"]})
    assert renewed.status_code == 200, "a refresh asks for no code"


def test_a_wrong_code_opens_nothing_and_a_right_one_works_once(api: EmbeddedApi) -> None:
    app, _ = protected(api, "jon@example.com")
    session = log_in(api, "jon@example.com").json["session"]
    refused = send_code(api, session, app.wrong())
    assert (refused.status_code, refused.content_type) == (401, "application/problem+json")
    code = app.code()
    assert send_code(api, session, code).status_code == 200
    assert send_code(api, session, code).status_code == 401, "the challenge is answered"
    again = log_in(api, "jon@example.com").json["session"]
    assert send_code(api, again, code).status_code == 401, "somebody looked over the shoulder"


@pytest.mark.parametrize("session", ["x", "bnVsbA==", "WzEsMl0=", "[]", "é", "WyJhIiwiYiJd"])
def test_a_session_that_nobody_gave_out_is_refused_like_a_wrong_code(api: EmbeddedApi, session: str) -> None:
    assert send_code(api, session, "123456").status_code == 401


def test_a_challenge_is_answered_by_whom_it_was_put_to(api: EmbeddedApi) -> None:
    mine, _ = protected(api, "kim@example.com")
    protected(api, "lou@example.com")
    session = log_in(api, "lou@example.com").json["session"]
    assert send_code(api, session, mine.code()).status_code == 401


def test_a_wrong_password_does_not_tell_that_there_is_a_second_factor(api: EmbeddedApi) -> None:
    protected(api, "max@example.com")
    told = [
        log_in(api, who, "Wrong-horse-7").json["detail"] for who in ("max@example.com", "none@example.com")
    ]
    assert told[0] == told[1]


def test_nothing_is_asked_until_the_app_showed_a_code(api: EmbeddedApi) -> None:
    person = api.person("nia@example.com")
    secret = person("POST", "/v1/me/authenticator").json["secret"]
    refused = person("POST", "/v1/me/authenticator/confirm", {"code": App(secret).wrong()})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "body.code")
    assert "access_token" in log_in(api, "nia@example.com").json


def test_switching_it_off_takes_the_password(api: EmbeddedApi) -> None:
    _, token = protected(api, "ole@example.com")
    path = "/v1/me/authenticator/remove"
    assert api.send("POST", path, {"password": "Wrong-horse-7"}, token).status_code == 403
    assert "session" in log_in(api, "ole@example.com").json
    assert api.send("POST", path, {"password": PASSWORD}, token).status_code == 200
    assert "access_token" in log_in(api, "ole@example.com").json


def test_the_app_is_given_its_secret_as_an_address(api: EmbeddedApi) -> None:
    given: dict[str, Any] = api.person("pia@example.com")("POST", "/v1/me/authenticator").json
    parts = urlsplit(given["uri"])
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path == "/Electrical%20Orchestrator:pia%40example.com"
    assert parse_qs(parts.query) == {"secret": [given["secret"]], "issuer": ["Electrical Orchestrator"]}


@pytest.mark.parametrize(
    ("time_s", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(time_s: int, code: str) -> None:
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", time_s) == code  # RFC 6238, appendix B
    assert step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", code, time_s + 90) is None


def challenged(clock: Clock) -> tuple[Authenticators, str, str]:
    pool = Authenticators(clock)
    secret = pool.begin("u")
    pool.verify("u", code_at(secret, clock.now))
    pool.prefer("u", wanted=True)
    clock.now += STEP_S
    return pool, secret, pool.challenge("u", "c")


def test_a_challenge_ends_after_three_minutes() -> None:
    clock = Clock()
    pool, secret, session = challenged(clock)
    clock.now += SESSION_S + 1
    with pytest.raises(CognitoFailure, match="expired"):
        pool.answer(session, "u", "c", code_at(secret, clock.now))


def test_guessing_ends_the_challenge() -> None:
    clock = Clock()
    pool, secret, session = challenged(clock)
    wrong = "000000" if step_of(secret, "000000", clock.now) is None else "000001"
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(CognitoFailure, match="Invalid code"):
            pool.answer(session, "u", "c", wrong)
    with pytest.raises(CognitoFailure, match="expired"):
        pool.answer(session, "u", "c", code_at(secret, clock.now))


def test_who_never_showed_a_code_cannot_be_asked_for_one() -> None:
    with pytest.raises(CognitoFailure, match="not verified"):
        Authenticators(Clock()).prefer("u", wanted=True)
    assert len(new_secret()) == 32
