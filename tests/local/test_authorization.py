"""Every route answers everybody as the table of `authorization.py` says, over the way a user's call takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from werkzeug.test import TestResponse

from orchestrator import openapi
from orchestrator.permissions import ROLES
from orchestrator.routes import ROUTES
from orchestrator.storage.aws import client
from tests.conftest import restore, snapshot
from tests.local.authorization import CALLERS, EXPECTED
from tests.local.embedded_api import PASSWORD, EmbeddedApi, Person, embedded_api
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf
from tests.orchestrator.identity.issuer import sign

pytestmark = pytest.mark.xdist_group("authorization")

DOCUMENT: dict[str, Any] = json.loads(openapi.PATH.read_text(encoding="utf-8"))
DESCRIBED = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
OPERATIONS = sorted(DESCRIBED | {(route.method, route.path) for route in ROUTES})
RESTORE = ("POST", "/v1/projects/{project_id}/restore")
FUSE = {"page": 1, "class": "fuse", "bbox": [150, 100, 20, 20]}


@dataclass(frozen=True)
class House:
    """A project with a member of every role and an analysed drawing, and everybody who may knock."""

    api: EmbeddedApi
    lead: Person
    tokens: dict[str, str | None]
    names: dict[str, str]
    state: bytes

    def ask(self, who: str, method: str, path: str) -> TestResponse:
        """Send a request that is right but for who sends it; what it changes is put back."""
        if (method, path) == RESTORE:
            assert self.lead("DELETE", path.removesuffix("/restore").format(**self.names)).status_code == 200
        body = self.body(path, who) if method in {"POST", "PATCH"} else None
        answer = self.api.send(method, path.format(**self.names), body, self.tokens[who])
        if (method, path) == RESTORE or (method != "GET" and answer.status_code < 400):
            restore(self.state)
        return answer

    def body(self, path: str, who: str) -> object:
        """Return what a request to a route sends."""
        lead = {"email": "lead@example.com"}
        if path.endswith("/refresh"):
            return {"refresh_token": self.api.sign_in(lead["email"])["refresh_token"]}
        bodies: dict[str, object] = {
            "register": {"email": "new@example.com", "password": PASSWORD, "name": "New"},
            "confirm": {**lead, "code": "000000"},
            "resend": lead,
            "login": {**lead, "password": PASSWORD},
            "forgot": lead,
            "reset": {**lead, "code": "000000", "password": "Other-horse-8"},
            "projects": {"name": f"A project of {who}"},
            "{project_id}": {"client_name": "Harbour works"},
            "members": {"user_id": self.names["newcomer_id"], "role": "foreman"},
            "{user_id}": {"role": "foreman"},
            "drawings": {"filename": "E-102.pdf"},
            "recognize": {"regions": [[150, 100, 20, 20]]},
            "components": FUSE,
            "{component_id}": {"tag": "F-1"},
        }
        return bodies.get(path.rpartition("/")[2])


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with embedded_api() as api:
        yield furnished(api)


def furnished(api: EmbeddedApi) -> House:
    """Return the house, built as its users would; only the drawing's symbols are given."""
    lead, stranger, newcomer, guest = (
        api.person(f"{who}@example.com") for who in ("lead", "stranger", "newcomer", "guest")
    )
    project_id = lead("POST", "/v1/projects", {"name": "Pump station"}).json["id"]
    members = {role: api.person(f"{role}@example.com") for role in ROLES}
    for role, person in members.items():
        add(lead, project_id, person, role)
    add(lead, project_id, guest, "electrician")
    tokens: dict[str, str | None] = {role: person.token for role, person in members.items()}
    tokens |= {"nobody": None, "stranger": stranger.token, "forged": forged(lead.token)}
    tokens |= {"admin": administrator(api), "revoked": signed_out(api, "lead@example.com")}
    pipeline = Pipeline(api.aws)
    drawing = pipeline.upload(pdf("E-101"), project_id)
    pipeline.settle()
    names = {"project_id": project_id, "drawing_id": drawing.id, "page": "1", "format": "csv"}
    names |= {"component_id": component(1).id, "user_id": guest.user_id, "newcomer_id": newcomer.user_id}
    return House(api, lead, tokens, names, snapshot())


def add(lead: Person, project_id: str, person: Person, role: str) -> None:
    """Make somebody a member."""
    body = {"user_id": person.user_id, "role": role}
    answer = lead("POST", f"/v1/projects/{project_id}/members", body)
    assert answer.status_code == 201, answer.text


def forged(token: str) -> str:
    """Return a token of the same claims that names the pool's key and is signed with another."""
    content = jwt.decode(token, options={"verify_signature": False})
    return sign(content, named=jwt.get_unverified_header(token)["kid"])


def administrator(api: EmbeddedApi) -> str:
    """Return the token of a system administrator who is in no project."""
    email = "admin@example.com"
    api.sign_up(email)
    client("cognito-idp").admin_add_user_to_group(
        UserPoolId=api.pool.pool_id, Username=email, GroupName="system_admin"
    )
    token: str = api.sign_in(email)["access_token"]
    assert api.send("GET", "/v1/me", token=token).json["role"] == "system_admin"
    return token


def signed_out(api: EmbeddedApi, email: str) -> str:
    """Return the access token of a session that was ended."""
    tokens = api.sign_in(email)
    body = {"refresh_token": tokens["refresh_token"]}
    token: str = tokens["access_token"]
    assert api.send("POST", "/v1/auth/logout", body, token).status_code == 200
    return token


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_route_answers_everybody_as_the_table_says(house: House, method: str, path: str) -> None:
    assert (method, path) in EXPECTED, "a new route needs a row in authorization.py"
    answers = {who: house.ask(who, method, path) for who in CALLERS}
    assert {who: answer.status_code for who, answer in answers.items()} == EXPECTED[method, path]
    for answer in answers.values():
        assert answer.status_code < 400 or answer.content_type == "application/problem+json"


def test_the_table_has_no_row_without_a_route() -> None:
    assert set(EXPECTED) == set(OPERATIONS)


def test_who_signed_out_is_told_so_and_a_forger_learns_nothing(house: House) -> None:
    told = {who: house.ask(who, "GET", "/v1/me").json["detail"] for who in ("revoked", "forged", "nobody")}
    assert told["revoked"] == "Token has been revoked"
    assert told["forged"] == told["nobody"]


def test_a_stranger_cannot_tell_a_project_from_none(house: House) -> None:
    path = "/v1/projects/{project_id}"
    there = house.ask("stranger", "GET", path).json
    nowhere = house.api.send("GET", "/v1/projects/0", token=house.tokens["stranger"]).json
    for body in (there, nowhere):
        del body["instance"], body["request_id"]
    assert there == nowhere
