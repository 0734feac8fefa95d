"""The route of a project's tags: on which sheets one appears."""

from __future__ import annotations

from typing import Annotated

from orchestrator.drawings.routes.desk import PROJECT, open_desk
from orchestrator.drawings.tag_index import TagPlace, places_of, prefix_of
from orchestrator.http import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    ListOf,
    Query,
    Router,
    decode_cursor,
    encode_cursor,
)
from orchestrator.storage import keys

router = Router()


@router.get(f"{PROJECT}/tags", tags=["takeoff"])
def find_tags(
    project_id: str,
    *,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=60,
            pattern=r"^[^#\s]+$",
            description="How the tag begins: `CB-101`, `pt-12`.",
        ),
    ],
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ListOf[TagPlace]:
    """Find the sheets a tag appears on, in the order of tags.

    Tags are as people have left them: what they gave, took away or rejected counts from the moment they did.
    """
    desk = open_desk(router, project_id, "drawings:read")
    found = desk.store.table.query(
        keys.tags(project_id), prefix_of(q), limit=limit, start=decode_cursor(cursor)
    )
    items = places_of(desk.store, project_id, found.items)
    return ListOf(items=items, next_cursor=encode_cursor(found.last_key))
