"""A caller of the project routes, on an empty table."""

from __future__ import annotations

import pytest

from orchestrator.http import application
from orchestrator.identity.profiles import ensure
from orchestrator.projects.routes import router
from tests.conftest import Aws
from tests.rest import ANNA, Client, User

HANDLER = application("projects", router)


@pytest.fixture
def anna(aws: Aws) -> Client:
    """Anna, an electrical lead."""
    return signed_in(aws, ANNA)


@pytest.fixture
def bert(aws: Aws) -> Client:
    """Bert, an electrical lead too, who is no member of Anna's projects."""
    return signed_in(aws, User("bert"))


@pytest.fixture
def path(anna: Client) -> str:
    """The address of a project of Anna's."""
    made: str = anna.post("/v1/projects", {"name": "Substation 4"}).headers["Location"]
    return made


def signed_in(aws: Aws, user: User) -> Client:
    """Return a client of somebody who has registered."""
    ensure(aws.table, {"sub": str(user.user_id), "email": f"{user.user_id}@example.com", "name": "N"})
    return Client(HANDLER, user)
