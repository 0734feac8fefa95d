"""A drawing of very many pages, built where it is stored: recognising one would take hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from orchestrator import clock
from orchestrator.components import Component, PageComponents, band_of
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.store import Store, new_drawing, page_item
from orchestrator.storage import keys
from orchestrator.storage.attributes import marshal
from orchestrator.storage.aws import client
from orchestrator.tallies import PageTally
from tests.conftest import restore, snapshot

RUN = "run-1"
_AT_ONCE = 25  # items of a BatchWriteItem, at most


_states: dict[str, bytes] = {}


def put_once(name: str, put: Callable[[], object]) -> None:
    """Fill the empty account as `put` does, which is called once in a process: later it is as it was then."""
    if name in _states:
        restore(_states[name])
    else:
        put()
        _states[name] = snapshot()


def symbols(page: int, *class_names: str) -> tuple[Component, ...]:
    """Return components of a page, side by side in rows of a hundred, 20 points apart."""
    return tuple(
        Component(
            id=f"p{page:05d}-{20 * (i % 100):05d}-{20 * (i // 100):05d}",
            page=page,
            class_name=name,
            bbox=(20.0 * (i % 100), 20.0 * (i // 100), 16, 16),
            confidence=0.9,
            band=band_of(0.9),
            model_version="test-1",
        )
        for i, name in enumerate(class_names)
    )


def put_drawing(
    store: Store,
    pages: Mapping[int, Sequence[Component]],
    counts: Mapping[int, Mapping[str, int]],
    *,
    has_legend: bool = False,
    tallies: Mapping[int, PageTally] = MappingProxyType({}),
) -> Drawing:
    """Store an analysed drawing of project `p1`; `counts` has the classes of each page, `tallies` those that have one.

    Only the pages of `pages` have a file; opening another one fails.
    """
    drawing = Drawing(
        id="d1",
        project_id="p1",
        filename="site.pdf",
        status="analyzed",
        page_count=len(counts),
        pages_done=len(counts),
        component_count=sum(sum(page.values()) for page in counts.values()),
        model_version="test-1",
        created_at=clock.now(),
        created_by="u1",
        updated_at=clock.now(),
        run=RUN,
        has_legend=has_legend,
    )
    placed = {"run": RUN, "has_legend": has_legend}
    new = new_drawing(drawing)
    store.table.write(replace(new, item={**new.item, **placed}))
    _put_states(store, counts)
    _put_tallies(store, tallies)
    for number, components in pages.items():
        result = PageComponents(
            page=number, width_pt=2_000, height_pt=2_000, model_version="test-1", components=tuple(components)
        )
        key = keys.page_file("p1", "d1", number, "components.json.gz")
        store.files.write(key, result.to_bytes(), "application/gzip")
    return drawing


def _put_states(store: Store, counts: Mapping[int, Mapping[str, int]]) -> None:
    items = []
    for number, classes in counts.items():
        state = PageState(
            page_number=number,
            status="analyzed",
            width_pt=2_000,
            height_pt=2_000,
            component_count=sum(classes.values()),
            counts=dict(classes),
            model_version="test-1",
            run=RUN,
        )
        items.append({**page_item(state), **keys.page("d1", number).item()})
    _put(store, items)


def _put_tallies(store: Store, tallies: Mapping[int, PageTally]) -> None:
    packed = {id(tally): tally.pack() for tally in tallies.values()}  # most pages share one
    _put(
        store,
        [
            {
                "page": number,
                "run": RUN,
                "has_legend": False,
                "packed": packed[id(tally)],
                **keys.tally("d1", number).item(),
            }
            for number, tally in tallies.items()
        ],
    )


def _put(store: Store, all_items: Sequence[Mapping[str, Any]]) -> None:
    items: list[Any] = [{"PutRequest": {"Item": marshal(item)}} for item in all_items]
    for first in range(0, len(items), _AT_ONCE):
        client("dynamodb").batch_write_item(RequestItems={store.table.name: items[first : first + _AT_ONCE]})
