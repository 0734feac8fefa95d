"""A project with everything in it, and everybody who may knock at its door."""

from __future__ import annotations

from dataclasses import dataclass

import jwt
from werkzeug.test import TestResponse

from orchestrator.components import PageComponents
from orchestrator.drawings.models import Drawing
from orchestrator.legends import LegendEntry, PageLegend
from orchestrator.permissions import ROLES
from orchestrator.storage import keys
from orchestrator.storage.aws import client
from orchestrator.storage.table import change
from tests.conftest import restore, snapshot
from tests.direct_requests import note_requests
from tests.local.embedded_api import PASSWORD, EmbeddedApi, Person
from tests.orchestrator.drawings.pipeline import Pipeline, component, titled
from tests.orchestrator.identity.issuer import sign

RESTORE = ("POST", "/v1/projects/{project_id}/restore")
DRAWING = "/v1/projects/{project_id}/drawings/{drawing_id}"
QUERIES = {
    "/v1/projects/{project_id}/tags": "?q=CB-1",
    f"{DRAWING}/compare": "?to={other_id}",
    f"{DRAWING}/compare/image": "?to={other_id}&page=1",
}
"""What an address that needs it asks."""
FUSE = {"page": 1, "class": "fuse", "bbox": [150, 100, 20, 20]}


@dataclass(frozen=True)
class House:
    """A project with a member of every role and an analysed drawing, and everybody who may knock."""

    api: EmbeddedApi
    lead: Person
    tokens: dict[str, str | None]
    names: dict[str, str]
    state: bytes
    requests: list[str]
    """What the last request that was asked sent to DynamoDB, the authorizer's first."""

    def ask(self, who: str, method: str, path: str) -> TestResponse:
        """Send a request that is right but for who sends it; what it changes is put back."""
        if (method, path) == RESTORE:
            assert self.lead("DELETE", path.removesuffix("/restore").format(**self.names)).status_code == 200
        body = self.body(path, who) if method in {"POST", "PATCH"} else None
        token = self.token(who, path)
        self.requests.clear()
        answer = self.api.send(method, (path + QUERIES.get(path, "")).format(**self.names), body, token)
        sent = list(self.requests)
        if (method, path) == RESTORE or (method != "GET" and answer.status_code < 400):
            restore(self.state)
        self.requests[:] = sent
        return answer

    def token(self, who: str, path: str) -> str | None:
        """Return what somebody sends; the pool itself looks at it where the second factor is concerned."""
        if "/authenticator" in path and who not in {"nobody", "forged", "revoked"}:
            token: str = self.api.sign_in(f"{who}@example.com")["access_token"]
            return token
        return self.tokens[who]

    def review(self) -> object:
        """Return what somebody who saw the component says of it."""
        return {"component_id": self.names["component_id"], "version": 0, "change": {"tag": "F-1"}}

    def body(self, path: str, who: str) -> object:
        """Return what a request to a route sends."""
        lead = {"email": "lead@example.com"}
        if path.endswith("/authenticator/confirm"):
            return {"code": "000000"}
        if path.endswith("/refresh"):
            return {"refresh_token": self.api.sign_in(lead["email"])["refresh_token"]}
        bodies: dict[str, object] = {
            "register": {"email": "new@example.com", "password": PASSWORD, "name": "New"},
            "confirm": {**lead, "code": "000000"},
            "resend": lead,
            "code": {"session": "never given out", "code": "000000"},
            "remove": {"password": PASSWORD},
            "login": {**lead, "password": PASSWORD},
            "forgot": lead,
            "reset": {**lead, "code": "000000", "password": "Other-horse-8"},
            "projects": {"name": f"A project of {who}"},
            "{project_id}": {"client_name": "Harbour works"},
            "members": {"user_id": self.names["newcomer_id"], "role": "foreman"},
            "{user_id}": {"role": "foreman"},
            "{drawing_id}": {"number": "E-109"},
            "drawings": {"filename": "E-102.pdf"},
            "recognize": {"regions": [[150, 100, 20, 20]]},
            "find": {"page": 1, "bbox": [49, 59, 22, 22]},
            "components": FUSE,
            "{component_id}": {"tag": "F-1"},
            "{entry_id}": {"status": "confirmed"},
            "reviews": {"reviews": [self.review()], "additions": [FUSE]},
        }
        return bodies.get(path.rpartition("/")[2])


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
    drawing, other = (pipeline.upload(titled({"DWG NO": name}), project_id) for name in ("E-101", "E-102"))
    pipeline.settle()
    names = {
        "project_id": project_id,
        "drawing_id": drawing.id,
        "other_id": other.id,
        "page": "1",
        "format": "csv",
    }
    names |= {"entry_id": explain(pipeline, drawing)}
    names |= {"component_id": component(1).id, "user_id": guest.user_id, "newcomer_id": newcomer.user_id}
    requests: list[str] = []
    note_requests(api.patch, lambda name, _: requests.append(name))
    client("dynamodb").meta.events.register(
        "before-call.dynamodb", lambda model, **_: requests.append(model.name)
    )
    return House(api, lead, tokens, names, snapshot(), requests)


def explain(pipeline: Pipeline, drawing: Drawing) -> str:
    """Give a drawing a legend of one entry and return the entry's id."""
    key = keys.page_file(drawing.project_id, drawing.id, 1, "components.json.gz")
    found = PageComponents.from_bytes(pipeline.store.files.read(key))
    entry = LegendEntry(id="p00001-legend-00060-00070", page=1, bbox=(49, 59, 22, 22), confidence=0.9)
    known = found.model_copy(update={"legend": PageLegend(entries=(entry,))})
    pipeline.store.files.write(key, known.to_bytes(), "application/gzip")
    pipeline.store.table.write(
        change(keys.drawing(drawing.project_id, drawing.id), sets={"has_legend": True})
    )
    return entry.id


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
