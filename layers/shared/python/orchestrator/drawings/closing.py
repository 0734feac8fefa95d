"""The end of a run: when the last page is done, the drawing gets its status, its counts and its takeoff."""

from __future__ import annotations

from typing import Any, Final

from orchestrator import clock
from orchestrator.drawings import removal, results, runs
from orchestrator.drawings.models import Drawing, DrawingStatus, PageState, Reason
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.store import Store
from orchestrator.drawings.tag_index import index_tags, tag_places
from orchestrator.storage import keys
from orchestrator.storage.table import Item
from orchestrator.takeoff import Takeoff, Tally
from orchestrator.tallies import PageTally

TAKEOFF_FILE: Final = "takeoff.json"
_NAMED_PAGES: Final = 20  # failed pages an error sentence lists


def close_when_done(store: Store, project_id: str, drawing_id: str) -> Drawing | None:
    """Close the drawing if its last page is done, and anew if a page was healed since.

    Every write holds only while no page has a newer result than the drawing knew of before its pages were read. Who
    makes a newer one is owing the closing until its message is done, so who loses leaves it to that one.

    Returns:
        The drawing as it was before it was closed here, or None when there was nothing to close.
    """
    drawing = store.find(project_id, drawing_id)
    if drawing is None or not drawing.is_due:
        return None
    pages = list(store.pages(drawing))
    tally, tags, has_legend = Tally(), dict[str, Item](), False
    for found in recognized(store, drawing, pages):
        tally.add(PageTally.of(found))
        tags |= tag_places(drawing, found)
        has_legend = has_legend or bool(found.legend.entries)
    counts = tally.takeoff()
    key = keys.export_file(project_id, drawing_id, TAKEOFF_FILE)
    try:
        file = {key: counts.model_dump_json(by_alias=True).encode()}
        ids, run = (project_id, drawing_id), drawing.run or ""
        results.write(store, ids, run, file, page_results=drawing.page_results)
        index_tags(store, drawing, tags)
        runs.close(store, drawing, _outcome(pages, counts) | {"has_legend": has_legend})
    except runs.Superseded:
        removal.sweep(store, project_id, drawing_id)
        return None
    return drawing


def _outcome(pages: list[PageState], counts: Takeoff) -> dict[str, Any]:
    failed = [page for page in pages if page.status == "failed"]
    status: DrawingStatus = "partial" if failed else "analyzed"
    if len(failed) == len(pages):
        status = "failed"
    versions = sorted({page.model_version for page in pages if page.model_version})
    error = _reason(failed, len(pages)) if failed else None
    return {
        "status": status,
        "pages_failed": [page.page_number for page in failed],
        "component_count": counts.count,
        "counts": {row.class_name: row.count for row in counts.by_class},
        "model_version": ", ".join(versions) or None,
        "error": error.model_dump() if error else None,
        "completed_at": clock.now(),
    }


def _reason(failed: list[PageState], page_count: int) -> Reason:
    first = failed[0].error
    assert first is not None  # noqa: S101 - a failed page is only ever stored with its reason
    if page_count == 1:
        return first
    named = ", ".join(str(page.page_number) for page in failed[:_NAMED_PAGES])
    more = f" and {len(failed) - _NAMED_PAGES} more" if len(failed) > _NAMED_PAGES else ""
    which = "No page" if len(failed) == page_count else f"Page {named}{more} of {page_count}"
    verb = "could be analysed" if len(failed) == page_count else "could not be analysed"
    return Reason(code=first.code, detail=f"{which} {verb}. Page {failed[0].page_number}: {first.detail}")
