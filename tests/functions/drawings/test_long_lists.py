"""Lists of a drawing of 2,000 pages with 5,000 components on a page: what one request reads, and what it gives."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest

from orchestrator.components import PageComponents
from orchestrator.drawings.legend_words import EntryWord, put_word
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.store import Store
from orchestrator.http import decode_cursor, encode_cursor
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import Found, Table
from tests.direct_requests import note_requests
from tests.functions.drawings.api import DRAWINGS, Api
from tests.orchestrator.drawings.large import put_drawing, put_once, symbols

PAGES, A_PAGE = 2_000, 5_000
LIST = f"{DRAWINGS}/d1/components"
FULL = ("fuse",) * A_PAGE
READ = {1, 2, *range(1_000, 1_017), PAGES}
"""The pages that have a file: opening another one fails."""


def put_large(store: Store) -> None:
    """Store the large drawing: fuses, and one motor on the last page."""
    counts = {number: {"fuse": A_PAGE} for number in range(1, PAGES)}
    counts[PAGES] = {"fuse": A_PAGE - 1, "motor": 1}
    last = symbols(PAGES, *FULL[1:], "motor")
    put_drawing(store, {n: symbols(n, *FULL) for n in READ} | {PAGES: last}, counts)


@pytest.fixture
def requests(api: Api, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The large drawing, and a count of the requests to DynamoDB and of the files read, from now on."""
    put_once("long list", lambda: put_large(api.pipeline.store))
    made: Counter[str] = Counter()
    note_requests(monkeypatch, lambda operation, _: made.update([operation]))
    read = Files.read

    def counted(files: Files, key: str, *more: Any, **named: Any) -> bytes:  # noqa: ANN401 - as `read` takes them
        made.update(["file"])
        return read(files, key, *more, **named)

    monkeypatch.setattr(Files, "read", counted)
    return made


def walk(api: Api, query: str, most: int = 10_000, cursor: str = "") -> list[dict[str, Any]]:
    """Return the parts of a list up to its end."""
    parts = [api("GET", f"{LIST}?{query}" + (f"&cursor={quote(cursor)}" if cursor else "")).body]
    while (going_on := parts[-1]["next_cursor"]) and len(parts) < most:
        parts.append(api("GET", f"{LIST}?{query}&cursor={quote(going_on)}").body)
    return parts


def test_a_part_of_a_long_list_reads_one_page_and_keeps_little(api: Api, requests: Counter[str]) -> None:
    api("GET", f"{LIST}?limit=1")  # whatever is loaded once
    requests.clear()
    tracemalloc.start()
    first, second = walk(api, "limit=100", most=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    ids = [c["id"] for c in first["items"] + second["items"]]
    assert ids == [c.id for c in symbols(1, *FULL)][:200]
    assert requests == {"BatchGetItem": 4, "Query": 2, "file": 2}
    assert peak < 64_000_000


def test_a_list_goes_over_from_page_to_page(api: Api, requests: Counter[str]) -> None:
    last = symbols(1, *FULL)[A_PAGE - 151]
    parts = walk(api, "limit=100", most=3, cursor=_cursor(1, last.id))
    ids = [c["id"] for part in parts for c in part["items"]]
    assert ids == [c.id for c in (*symbols(1, *FULL)[-150:], *symbols(2, *FULL)[:150])]
    assert requests["file"] == 4


def test_pages_without_the_class_are_passed_over_unread(api: Api, requests: Counter[str]) -> None:
    parts = walk(api, "class=motor")
    assert [c["page"] for part in parts for c in part["items"]] == [PAGES]
    assert len(parts) == PAGES / 200
    assert requests == {"BatchGetItem": 10 * (1 + 3), "Query": 10, "file": 1}


def test_pages_that_nobody_reviewed_are_passed_over_unread_where_reviews_are_asked_for(
    api: Api, requests: Counter[str]
) -> None:
    name = symbols(1_007, *FULL)[7].id
    assert api("PATCH", f"{LIST}/{name}", {"status": "accepted"}).status == 200
    requests.clear()
    parts = walk(api, "status=accepted")
    assert [c["id"] for part in parts for c in part["items"]] == [name]
    assert requests["file"] == 1


def test_one_part_reads_no_more_pages_than_set_and_says_where_to_go_on(
    api: Api, requests: Counter[str]
) -> None:
    part = api("GET", f"{LIST}?min_confidence=0.95&cursor={quote(_cursor(1_000))}").body
    assert part["items"] == []
    assert requests["file"] == 16
    going_on = api("GET", f"{LIST}?limit=1&cursor={quote(part['next_cursor'])}").body
    assert going_on["items"][0]["id"] == symbols(1_016, "fuse")[0].id


def test_a_class_that_the_legend_or_a_review_gives_is_found_on_every_page(api: Api) -> None:
    store = api.pipeline.store
    pages = {n: symbols(n, "fuse", "motor") for n in (1, 2, 3)}
    put_drawing(store, pages, {n: {"fuse": 1, "motor": 1} for n in pages}, has_legend=True)
    assert [part["items"] for part in walk(api, "class=luminaire")] == [[]]
    moved = pages[2][1].id
    api("PATCH", f"{LIST}/{moved}", {"class": "luminaire"})
    assert [c["id"] for part in walk(api, "class=luminaire") for c in part["items"]] == [moved]
    changes = {"class_name": "luminaire"}
    word = EntryWord(entry_id="e1", changes=changes, changed_by="u1", changed_at="2026-01-01")
    store.table.transact(put_word(store.drawing("p1", "d1"), word, {}))
    assert [part["items"] for part in walk(api, "class=lamp_of_ours")] == [[]]
    assert [c["id"] for part in walk(api, "class=luminaire") for c in part["items"]] == [moved]


def test_a_part_ends_where_one_answer_of_the_table_holds_no_more_reviews(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = api.pipeline.store
    pages = {n: symbols(n, *["fuse"] * 4) for n in (1, 2, 3)}
    put_drawing(store, pages, {n: {"fuse": 4} for n in pages})
    for component in (*pages[1], *pages[2], *pages[3]):
        assert api("PATCH", f"{LIST}/{component.id}", {"tag": "F-1"}).status == 200
    asked: list[str] = []
    query = Table.query

    def small(table: Table, partition: str, prefix: str = "", **more: Any) -> Found:  # noqa: ANN401 - as `query` takes them
        asked.append(prefix)
        return query(table, partition, prefix, **more | {"limit": 6})

    monkeypatch.setattr(Table, "query", small)
    parts = walk(api, "status=accepted")
    assert [len(part["items"]) for part in parts] == [4, 4, 4]
    assert [c["id"] for part in parts for c in part["items"]] == [c.id for n in pages for c in pages[n]]
    assert asked == ["REVIEW#"] * 3


def test_a_walk_over_all_pages_reads_few_files_ahead_and_holds_one_page(
    api: Api, requests: Counter[str]
) -> None:
    store = api.pipeline.store
    drawing = store.drawing("p1", "d1")
    for number in set(range(1, 61)) - READ:
        result = PageComponents(page=number, width_pt=1, height_pt=1, model_version="test-1")
        key = keys.page_file("p1", "d1", number, "components.json.gz")
        store.files.write(key, result.to_bytes(), "application/gzip")
    pages = recognized(store, drawing, store.pages(drawing))
    assert [next(pages).page for _ in range(40)] == list(range(1, 41))
    assert requests["file"] <= 40 + 16
    pages.close()  # type: ignore[attr-defined]  # it is a generator


def test_recognition_keeps_what_lets_pages_be_passed_over(
    api: Api, drawing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    read = Files.read

    def noted(files: Files, key: str) -> bytes:
        opened.append(key)
        return read(files, key)

    monkeypatch.setattr(Files, "read", noted)
    (motor,) = api("GET", f"{drawing}/components?class=motor").body["items"]
    assert motor["page"] == 1
    assert [key.rsplit("/", 2)[1] for key in opened] == ["00001"]


@pytest.mark.parametrize(
    "changed",
    [
        {"page": "0"},
        {"page": "100000"},
        {"page": "x"},
        {"drawing": "d2"},
        {"position": "-1"},
        {"position": "1.5"},
        {"after": "p00002-00000-00000"},
        {"after": "banana"},
        {"more": ""},
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(api: Api, changed: dict[str, str]) -> None:
    put_drawing(api.pipeline.store, {1: symbols(1, "fuse", "motor")}, {1: {"fuse": 1, "motor": 1}})
    key = decode_cursor(api("GET", f"{LIST}?limit=1").body["next_cursor"])
    assert key is not None
    assert len(api("GET", f"{LIST}?cursor={encode_cursor(key)}").body["items"]) == 1
    assert api("GET", f"{LIST}?cursor={encode_cursor(key | changed)}").status == 422
    assert api("GET", f"{LIST}?page=2&cursor={encode_cursor(key)}").status == 422


def _cursor(page: int, after: str = "") -> str:
    """Return a cursor at the beginning of a page, or after one of its components."""
    cursor = encode_cursor({"drawing": "d1", "page": str(page), "after": after, "position": ""})
    assert cursor
    return cursor
