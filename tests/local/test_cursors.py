"""A cursor leads to a place in the list that it is sent to, or is refused, whatever somebody made of it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.http import decode_cursor, encode_cursor
from orchestrator.storage import keys
from tests.local.described import DOCUMENT
from tests.local.embedded_api import Person, embedded_api
from tests.orchestrator.drawings.pipeline import Pipeline, component, titled

pytestmark = pytest.mark.xdist_group("cursors")

DRAWING = "/v1/projects/{project}/drawings/{drawing}"
TAGS = "/v1/projects/{project}/tags?q=T"
PAGES = f"{DRAWING}/pages?"
COMPONENTS = f"{DRAWING}/components?"
LISTS = (
    "/v1/projects?",
    "/v1/projects/{project}/members?",
    "/v1/projects/{project}/activity?",
    TAGS,
    "/v1/projects/{project}/drawings?",
    "/v1/projects/{project}/drawings?number=E",
    "/v1/projects/{project}/drawings?revisions=newest",
    PAGES,
    COMPONENTS,
    f"{DRAWING}/components/{component(1).id}/reviews?",
)


@dataclass(frozen=True)
class Side:
    """Somebody with two projects, of which one has two drawings; `names` are in nobody else's answers."""

    person: Person
    names: dict[str, str]

    def ask(self, path: str, cursor: str | None = None, limit: int = 1) -> Any:  # noqa: ANN401  # an answer
        """Ask for a part of a list."""
        query = f"{path.format(**self.names)}&limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        return self.person("GET", query)

    def key(self, path: str) -> dict[str, str]:
        """Return what a cursor of a list holds, also of one that is too short to have one."""
        drawing, project = self.names["drawing"], self.names["project"]
        if path == PAGES:
            return keys.page(drawing, 1).item()
        if path == TAGS:
            return keys.tag(project, drawing, 1, "T-1").item()
        if path == COMPONENTS:
            return {"drawing": drawing, "page": "1", "after": component(1).id, "position": "0"}
        key = decode_cursor(self.ask(path).json["next_cursor"])
        assert key is not None
        return key


@dataclass(frozen=True)
class Neighbours:
    """Two who know nothing of each other, and what the cursors of both hold."""

    mine: Side
    others: Side
    keys: dict[str, dict[str, str]]
    """What a cursor of each list holds, of the first one's."""
    known: list[dict[str, str]]
    """The same of all lists of both."""


@pytest.fixture(scope="module")
def neighbours() -> Iterator[Neighbours]:
    with embedded_api() as api:
        sides = []
        for who in ("anna", "bert"):
            person = api.person(f"{who}@example.com")
            made = [person("POST", "/v1/projects", {"name": f"{who} {i}"}).json["id"] for i in range(2)]
            friend = api.person(f"friend-of-{who}@example.com")
            added = {"user_id": friend.user_id, "role": "foreman"}
            assert person("POST", f"/v1/projects/{made[0]}/members", added).status_code == 201
            pipeline = Pipeline(api.aws)
            drawings = [pipeline.upload(titled({"DWG NO": f"E-{n}"}), made[0]) for n in (101, 102)]
            pipeline.settle()
            names = {
                "project": made[0],
                "other": made[1],
                "drawing": drawings[0].id,
                "second": drawings[1].id,
            }
            side = Side(person, {**names, "user": person.user_id, "friend": friend.user_id})
            reviewed = f"{DRAWING}/components/{component(1).id}".format(**names)
            for tag in ("T-1", "T-2"):
                assert person("PATCH", reviewed, {"tag": tag}).status_code == 200
            sides.append(side)
        mine, others = sides
        own = {path: mine.key(path) for path in LISTS}
        yield Neighbours(mine, others, own, [*own.values(), *map(others.key, LISTS)])


def test_every_list_is_here(neighbours: Neighbours) -> None:
    assert all(neighbours.mine.ask(path).status_code == 200 for path in LISTS)
    described = {
        path for path, methods in DOCUMENT["paths"].items() if "cursor" in json.dumps(methods.get("get", {}))
    }
    assert {re.sub(r"\{\w+\}|p0\w+-\w+-\w+", "{}", path.partition("?")[0]) for path in LISTS} == {
        re.sub(r"\{\w+\}", "{}", path) for path in described
    }


def test_a_cursor_of_ones_own_list_is_taken(neighbours: Neighbours) -> None:
    for path, key in neighbours.keys.items():
        assert neighbours.mine.ask(path, encode_cursor(key)).status_code == 200, path


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_cursor_that_somebody_made_leads_nowhere_else(neighbours: Neighbours, data: st.DataObject) -> None:
    path, cursor = data.draw(st.sampled_from(LISTS)), data.draw(cursors(neighbours.known))
    answer = neighbours.mine.ask(path, cursor, limit=5)
    assert answer.status_code in {200, 422}, answer.text
    key = neighbours.keys[path]
    scope = [name for name in key if name in {"GSI1PK", "GSI3PK", "drawing", "project"}] or ["PK"]
    if answer.status_code == 200:
        sent = decode_cursor(cursor) or key
        assert sent.keys() == key.keys()
        assert [sent[name] for name in scope] == [key[name] for name in scope]
        told = answer.text + json.dumps(decode_cursor(answer.json["next_cursor"]))
        assert not [name for name, secret in neighbours.others.names.items() if secret in told]
        whole = [json.dumps(item) for item in neighbours.mine.ask(path, limit=100).json["items"]]
        assert {json.dumps(item) for item in answer.json["items"]} <= set(whole)


def cursors(known: list[dict[str, str]]) -> st.SearchStrategy[str]:
    """Return cursors that this API gave out, to anybody, and what can be made of them."""
    values = st.sampled_from(sorted({value for key in known for value in key.values()})) | st.text(
        max_size=20
    )
    names = st.sampled_from(sorted({name for key in known for name in key}))
    changed = st.builds(
        lambda key, more: {**key, **more}, st.sampled_from(known), st.dictionaries(names, values)
    )
    fewer = st.builds(
        lambda key, name: {n: v for n, v in key.items() if n != name}, st.sampled_from(known), names
    )
    made = (st.sampled_from(known) | changed | fewer).map(_encoded)
    bitten = st.builds(
        lambda cursor, place, byte: cursor[: place % len(cursor)] + byte + cursor[place % len(cursor) + 1 :],
        made,
        st.integers(0, 10_000),
        st.sampled_from("Aa0_-"),
    )
    return made | bitten


def _encoded(key: dict[str, str]) -> str:
    try:
        return encode_cursor(key) or ""
    except UnicodeEncodeError:  # half a surrogate pair
        return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
