"""Components added by hand: an equal addition is the same one, so whatever broke off can be sent again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.drawings.bulk import Bulk, Reviews
from orchestrator.drawings.reviews import REVIEW_PREFIX, NewComponent
from orchestrator.drawings.store import Store
from orchestrator.http import Caller
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import Item, Table, Write
from tests.conftest import Aws
from tests.functions.drawings.api import Api
from tests.functions.drawings.test_components import FUSE, components, counts
from tests.functions.drawings.test_reviews import history, review, say
from tests.orchestrator.drawings.large import put_drawing, symbols

ANNA = Caller("u1", "anna@example.com", "electrical_lead", "t1")


def test_a_component_added_twice_is_added_once(api: Api, drawing: str) -> None:
    first, again = (api("POST", f"{drawing}/components", FUSE) for _ in range(2))
    assert (first.status, again.status) == (201, 200)
    assert (again.body, again.headers["etag"]) == (first.body, first.headers["etag"])
    assert components(api, drawing, "?status=added") == [first.body]
    assert len(history(api, drawing, first.body["id"])) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"page": 2},
        {"class": "motor"},
        {"bbox": [10, 20, 30, 40.5]},
        {"tag": "F-8"},
        {"rotation": 90},
        {"in_cloud": True},
        {"attributes": {"panel": "LP-1"}},
    ],
)
def test_what_differs_in_any_field_is_another_component(
    api: Api, drawing: str, other: dict[str, object]
) -> None:
    ids = {api("POST", f"{drawing}/components", FUSE | more).body["id"] for more in ({}, other)}
    assert {c["id"] for c in components(api, drawing, "?status=added")} == ids
    assert len(ids) == 2


def test_additions_sent_again_in_one_request_or_in_two_are_there_once(api: Api, drawing: str) -> None:
    asked = [FUSE, FUSE | {"page": 2}, FUSE, FUSE | {"page": 9}]
    codes = [[one["code"] for one in say(api, drawing, additions=asked).body["additions"]] for _ in range(2)]
    assert codes == [[201, 201, 200, 422], [200, 200, 200, 422]]
    assert counts(api, drawing) == {"fuse": 4, "motor": 1}


def test_what_was_said_of_an_added_component_stays_when_it_is_added_again(api: Api, drawing: str) -> None:
    one = f"{drawing}/components/{api('POST', f'{drawing}/components', FUSE).body['id']}"
    changed = api("PATCH", one, {"tag": "F-9"}).body
    again = api("POST", f"{drawing}/components", FUSE)
    assert (again.status, again.body) == (200, changed)
    told = say(api, drawing, additions=[FUSE]).body["additions"]
    assert [(t["code"], t["version"], t["component_id"]) for t in told] == [(200, 2, changed["id"])]


@pytest.mark.parametrize("how", ["removed", "rejected"])
def test_what_is_there_no_more_comes_back_with_its_history(api: Api, drawing: str, how: str) -> None:
    name = api("POST", f"{drawing}/components", FUSE).body["id"]
    one = f"{drawing}/components/{name}"
    gone = api("DELETE", one) if how == "removed" else api("PATCH", one, {"status": "rejected"})
    assert gone.status < 300
    back = api("POST", f"{drawing}/components", FUSE)
    assert (back.status, back.body["id"], back.body["version"], back.body["tag"]) == (201, name, 3, "F-7")
    assert [entry["action"] for entry in history(api, drawing, name)] == [
        "component.added",
        f"component.{how}",
        "component.added",
    ]


def test_a_component_is_reviewed_and_added_again_in_one_request(api: Api, drawing: str) -> None:
    name = api("POST", f"{drawing}/components", FUSE).body["id"]
    told = say(api, drawing, review(name, 1, tag="F-9"), additions=[FUSE]).body
    assert (told["reviews"][0]["code"], told["additions"][0]["code"]) == (200, 200)
    assert told["additions"][0]["version"] == 2
    assert [c["tag"] for c in components(api, drawing, "?status=added")] == ["F-9"]


def test_who_brings_back_at_the_same_moment_as_another_is_told_so(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = api("POST", f"{drawing}/components", FUSE).body["id"]
    api("DELETE", f"{drawing}/components/{name}")
    stored = api.pipeline.aws.table.get(keys.review(drawing.rpartition("/")[2], name))
    assert stored is not None
    assert api("POST", f"{drawing}/components", FUSE).status == 201
    monkeypatch.setattr(Table, "get_many", _with(stored, name))
    assert api("POST", f"{drawing}/components", FUSE).status == 409


def _with(stored: Item, name: str) -> Callable[[Table, Sequence[keys.Key]], list[Item]]:
    """Return a read of many items that finds one as it was stored before."""
    read = Table.get_many

    def get_many(table: Table, wanted: Sequence[keys.Key]) -> list[Item]:
        return [stored if item.get("component_id") == name else item for item in read(table, wanted)]

    return get_many


class BrokenOff(Exception):
    """The connection is gone."""


additions = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 40)), min_size=1, max_size=100)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=additions, breaks=st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=3))
def test_additions_that_broke_off_are_there_once_when_sent_again(
    aws: Aws, asked: list[tuple[int, int]], breaks: list[tuple[int, bool]]
) -> None:
    store = Store(aws.table, Files(aws.bucket_name))
    drawing = store.find("p1", "d1") or put_drawing(
        store, {n: symbols(n, "fuse") for n in (1, 2)}, {n: {"fuse": 1} for n in (1, 2)}
    )
    for item in _reviews(store):
        store.table.write(Write("delete", keys.review("d1", str(item["component_id"]))))
    new = tuple(NewComponent(page=page, class_name="motor", bbox=(9.0 * at, 40, 8, 8)) for page, at in asked)
    request = Reviews(additions=new)
    for after, is_written in breaks:
        broken = replace(store, table=_Breaking(aws.table, after, is_written=is_written))
        try:
            Bulk(broken, drawing, ANNA).say(request)
        except BrokenOff:
            continue
    told = Bulk(store, drawing, ANNA).say(request)
    assert not any(outcome.refused for outcome in told)
    stored = Counter((item["page"], tuple(item["changes"]["bbox"])) for item in _reviews(store))
    assert stored == dict.fromkeys({(one.page, one.bbox) for one in new}, 1)
    assert {item["version"] for item in _reviews(store)} == {1}


def _reviews(store: Store) -> list[Item]:
    return list(store.table.query_all(keys.review("d1", "").pk, REVIEW_PREFIX))


class _Breaking(Table):
    """A table whose connection breaks after some transactions: before the next one is written, or after."""

    def __init__(self, table: Table, after: int, *, is_written: bool) -> None:
        super().__init__(table.name)
        self._left, self._is_written = after, is_written

    def transact(self, writes: Sequence[Write]) -> None:
        self._left -= 1
        if self._left >= 0 or self._is_written:
            super().transact(writes)
        if self._left < 0:
            raise BrokenOff
