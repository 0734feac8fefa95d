"""Promises of a project's tags: every sheet a tag appears on, and none it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import PageComponents, WrittenTag
from orchestrator.drawings.closing import close_when_done
from orchestrator.drawings.tag_index import index_tags, spellings
from orchestrator.errors import DrawingError
from orchestrator.storage import keys
from orchestrator.storage.table import Write, change
from tests.functions.drawings.api import Api
from tests.orchestrator.drawings.pipeline import component, pdf

TAGS = "/v1/projects/p1/tags"


def found(api: Api, query: str) -> list[tuple[str, int, int]]:
    """Return tag, page and count of what a search answers."""
    items: list[dict[str, Any]] = api("GET", f"{TAGS}?{query}").body["items"]
    return [(item["tag"], item["page"], item["count"]) for item in items]


def tagged(api: Api, *pages: tuple[str, ...]) -> str:
    """Analyse a drawing whose pages hold components with these tags, and return its address."""
    for number, tags in enumerate(pages, start=1):
        api.pipeline.networks.found[number] = tuple(
            component(number, i).model_copy(update={"tag": tag}) for i, tag in enumerate(tags)
        )
    return api.analyzed(*("sheet" for _ in pages))


def stored(api: Api) -> list[str]:
    """Return the sort keys of all that the index holds, and of the drawings' notes of it."""
    table = api.pipeline.store.table
    index = [item["SK"] for item in table.query_all("TAGS#p1")]
    notes = [
        item["SK"]
        for drawing in api.pipeline.store.drawings("p1")
        for item in table.query_all(f"DRAWING#{drawing.id}", "TAGS#")
    ]
    return sorted(index + notes)


def test_every_sheet_of_a_tag_is_found(api: Api) -> None:
    tagged(api, ("CB-101", "CB-101", "K1"), ("CB-101",))
    tagged(api, ("CB-102",), ())
    assert sorted(found(api, "q=CB-101")) == [("CB-101", 1, 2), ("CB-101", 2, 1)]
    assert sorted(found(api, "q=cb-10")) == [("CB-101", 1, 2), ("CB-101", 2, 1), ("CB-102", 1, 1)]
    assert found(api, "q=CB-9") == []


def test_a_place_names_the_sheet_and_the_components(api: Api) -> None:
    drawing = tagged(api, ("K1",))
    (item,) = api("GET", f"{TAGS}?q=K1").body["items"]
    assert item["drawing_id"] == drawing.rsplit("/", 1)[1]
    assert item["filename"] == "plan.pdf"
    assert item["components"] == [{"id": "p00001-00000-00060", "class": "fuse", "bbox": [50, 60, 20, 20]}]


def test_a_tag_that_no_component_carries_is_found_where_it_is_written(api: Api) -> None:
    api.pipeline.networks.unowned_tags = {1: (WrittenTag(tag="+A1-B37", bbox=(5, 6, 20, 7)),)}
    tagged(api, ("B36",), ("B37",))
    assert sorted(found(api, "q=b3")) == [("+A1-B37", 1, 0), ("B36", 1, 1), ("B37", 2, 1)]
    (item,) = api("GET", f"{TAGS}?q=%2BA1").body["items"]
    assert (item["components"], item["lettering"]) == ([], [5, 6, 20, 7])
    (carried,) = api("GET", f"{TAGS}?q=B36").body["items"]
    assert "lettering" not in carried or carried["lettering"] is None


@pytest.mark.parametrize("query", ["12-pt-1234", "PT-1234A", "=A1", "Q3", "%2DK7", "k7"])
def test_a_tag_is_found_by_its_parts(api: Api, query: str) -> None:
    tagged(api, ("12-PT-1234A", "=A1+B2-Q3", "-K7"))
    assert len(found(api, f"q={query}")) == 1


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_list_goes_on_where_its_cursor_says(api: Api, limit: int) -> None:
    tagged(api, ("M-1", "M-2", "M-3", "M-4", "M-5"))
    seen, cursor = [], ""
    while cursor is not None:
        answer = api("GET", f"{TAGS}?q=m&limit={limit}{cursor and f'&cursor={cursor}'}").body
        seen += [item["tag"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    assert seen == ["M-1", "M-2", "M-3", "M-4", "M-5"]


@pytest.mark.parametrize("query", ["", "q=", "q=a%23b", "q=A&limit=0", "q=A&cursor=eyJhIjoiYiJ9"])
def test_a_search_that_does_not_read_is_refused(api: Api, query: str) -> None:
    assert api("GET", f"{TAGS}?{query}").status == 422


def test_closing_again_changes_nothing(api: Api) -> None:
    drawing = tagged(api, ("K1", "K2"), ("K1",))
    before = stored(api)
    drawing_id = drawing.rsplit("/", 1)[1]
    newer = change(keys.drawing("p1", drawing_id), adds={"page_results": 1})
    api.pipeline.store.table.write(newer)
    assert close_when_done(api.pipeline.store, "p1", drawing_id)
    assert stored(api) == before


def test_what_another_run_does_not_find_is_forgotten(api: Api) -> None:
    drawing = tagged(api, ("K1", "K2"), ("K1",))
    api.pipeline.networks.found = {1: (), 2: (component(2).model_copy(update={"tag": "K9"}),)}
    assert api("POST", f"{drawing}/reprocess").status == 202
    api.pipeline.reprocess()
    assert found(api, "q=K") == [("K9", 2, 1)]
    assert len(stored(api)) == 2


def test_a_removed_drawing_takes_its_tags_with_it(api: Api) -> None:
    first, second = tagged(api, ("K1",)), tagged(api, ("K1", "M-7"))
    assert api("DELETE", second).status == 204
    assert found(api, "q=K1") == [("K1", 1, 1)]
    assert api("DELETE", first).status == 204
    assert stored(api) == []


def test_more_tags_than_one_write_takes_are_all_kept(api: Api) -> None:
    drawing = tagged(api, tuple(f"X{i:03d}" for i in range(130)))
    assert len(stored(api)) == 131
    assert api("DELETE", drawing).status == 204
    assert stored(api) == []


def test_a_tag_that_a_person_gives_is_found_at_once_and_the_one_before_no_more(api: Api) -> None:
    drawing = tagged(api, ("K1", "K2"), ("K1",))
    first = api("GET", f"{drawing}/components").body["items"][0]
    address = f"{drawing}/components/{first['id']}"
    assert api("PATCH", address, {"tag": "12-PT-7A"}).status == 200
    assert sorted(found(api, "q=PT-7")) == [("12-PT-7A", 1, 1)]
    assert sorted(found(api, "q=K")) == [("K1", 2, 1), ("K2", 1, 1)]
    assert api("PATCH", address, {"status": "detected"}).status == 200
    assert found(api, "q=PT-7") == []
    assert sorted(found(api, "q=K1")) == [("K1", 1, 1), ("K1", 2, 1)]


def test_one_of_two_components_of_a_tag_that_is_rejected_is_listed_no_more(api: Api) -> None:
    drawing = tagged(api, ("K1", "K1"))
    one, other = (item["id"] for item in api("GET", f"{drawing}/components").body["items"])
    assert api("DELETE", f"{drawing}/components/{one}").status == 204
    (place,) = api("GET", f"{TAGS}?q=K1").body["items"]
    assert [c["id"] for c in place["components"]] == [other]
    assert api("PATCH", f"{drawing}/components/{other}", {"class": "relay_coil"}).status == 200
    (place,) = api("GET", f"{TAGS}?q=K1").body["items"]
    assert [c["class"] for c in place["components"]] == ["relay_coil"]
    assert api("PATCH", f"{drawing}/components/{other}", {"status": "rejected"}).status == 200
    assert found(api, "q=K1") == []


def test_the_tags_of_many_reviews_and_additions_at_once_are_found(api: Api) -> None:
    drawing = tagged(api, ("K1",), ())
    (one,) = api("GET", f"{drawing}/components").body["items"]
    new = [
        {"page": 1 + i % 2, "class": "motor", "bbox": [6 * i + 10, 20, 5, 8], "tag": f"M-{i:02d}"}
        for i in range(40)
    ]
    renamed = {"component_id": one["id"], "version": 0, "change": {"tag": "K7"}}
    assert api("POST", f"{drawing}/reviews", {"reviews": [renamed], "additions": new}).status == 200
    assert found(api, "q=K") == [("K7", 1, 1)]
    assert len(found(api, "q=M-&limit=100")) == 40
    assert api("DELETE", drawing).status == 204
    assert stored(api) == []


def test_what_people_gave_is_found_after_the_drawing_is_processed_again(api: Api) -> None:
    drawing = tagged(api, ("K1",))
    (one,) = api("GET", f"{drawing}/components").body["items"]
    assert api("PATCH", f"{drawing}/components/{one['id']}", {"tag": "K7"}).status == 200
    added = {"page": 1, "class": "motor", "bbox": [10, 20, 8, 8], "tag": "M-1"}
    assert api("POST", f"{drawing}/components", added).status == 201
    before = stored(api)
    assert api("POST", f"{drawing}/reprocess").status == 202
    api.pipeline.reprocess()
    assert stored(api) == before
    assert found(api, "q=K") == [("K7", 1, 1)]
    assert found(api, "q=M") == [("M-1", 1, 1)]


def test_a_review_that_changes_no_place_asks_nothing_of_the_index(api: Api) -> None:
    drawing = tagged(api, ("K1", ""))
    one = api("GET", f"{drawing}/components").body["items"][0]
    note = keys.tag_note(drawing.rsplit("/", 1)[1], 1)
    api.pipeline.store.table.write(Write("delete", note))
    assert api("PATCH", f"{drawing}/components/{one['id']}", {"status": "accepted"}).status == 200
    assert api.pipeline.store.table.get(note) is None


@given(st.from_regex(r"\A(?:[0-9]{1,2}-)?[=+-]?[A-Z]{1,3}-?[0-9]{1,4}(?:-[A-Z][0-9])?\Z"))
def test_a_tag_is_found_by_itself_and_every_spelling_is_its_end(tag: str) -> None:
    assert spellings(tag)[0] == tag
    assert all(tag.endswith(spelling) and spelling for spelling in spellings(tag))


def test_what_runs_before_left_goes_with_pages_that_failed_or_are_no_more(api: Api) -> None:
    drawing_id = tagged(api, ("K1",), ("K1", "K2"), ("K3",)).rsplit("/", 1)[1]
    api.pipeline.networks.raises = {1: DrawingError("timeout", "Slow."), 2: RuntimeError("killed")}
    api.pipeline.put(keys.source_pdf("p1", drawing_id), pdf("one", "two"))
    api.pipeline.settle()
    assert api.pipeline.store.drawing("p1", drawing_id).pages_failed == (1, 2)
    assert stored(api) == []
    kept = [item["SK"] for item in api.pipeline.store.table.query_all(f"DRAWING#{drawing_id}")]
    assert kept == ["PAGE#00001", "PAGE#00002", "TALLY#00001", "TALLY#00002"]


def test_a_page_of_an_earlier_release_is_indexed_when_its_drawing_is_closed(api: Api) -> None:
    drawing_id = tagged(api, ("K1",), ("K2",)).rsplit("/", 1)[1]
    table, before = api.pipeline.store.table, stored(api)
    for key in (keys.tally(drawing_id, 1), keys.tag("p1", drawing_id, 1, "K1"), keys.tag_note(drawing_id, 1)):
        table.write(Write("delete", key))
    # its note had the ends of sort keys, one of a tag that is no more
    gone = f"K9#{drawing_id}#00001"
    table.write(Write("put", keys.tag("p1", drawing_id, 1, "K9"), item={"drawing_id": drawing_id}))
    table.write(Write("put", keys.tag_note(drawing_id, 1), item={"page": 1, "tags": [gone]}))
    table.write(change(keys.drawing("p1", drawing_id), adds={"page_results": 1}))
    assert close_when_done(api.pipeline.store, "p1", drawing_id)
    assert stored(api) == before
    assert found(api, "q=K1") == [("K1", 1, 1)]


def test_a_place_has_the_number_that_its_drawing_has_by_now(api: Api) -> None:
    drawing_id = tagged(api, ("K1",)).rsplit("/", 1)[1]
    api.pipeline.store.table.write(change(keys.drawing("p1", drawing_id), sets={"number": "E-101"}))
    (item,) = api("GET", f"{TAGS}?q=K1").body["items"]
    assert (item["number"], item["filename"]) == ("E-101", "plan.pdf")


def test_hundreds_of_tags_of_one_page_take_little_of_its_note(api: Api) -> None:
    drawing_id = tagged(api, ("K1",)).rsplit("/", 1)[1]
    store = api.pipeline.store
    drawing = store.drawing("p1", drawing_id)
    (page,) = store.pages(drawing)
    many = [component(1, i).model_copy(update={"tag": f"{i % 90}-PT-{i:05d}A"}) for i in range(400)]
    result = PageComponents(page=1, width_pt=1, height_pt=1, model_version="1", components=tuple(many))
    index_tags(store, drawing, page, result)
    note = store.table.get(keys.tag_note(drawing_id, 1))
    assert note
    assert len(note["packed"]) < 5_000
    assert found(api, "q=PT-00399A") == [("39-PT-00399A", 1, 1)]
    index_tags(store, drawing, page, None)
    assert stored(api) == []
