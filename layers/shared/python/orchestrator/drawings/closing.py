"""The end of a run: when the last page is done, the drawing gets its status, its counts and its takeoff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

from orchestrator import clock
from orchestrator.drawings import removal, results, runs
from orchestrator.drawings.models import Drawing, DrawingStatus, PageState, Reason
from orchestrator.drawings.page_tallies import counted
from orchestrator.drawings.reviewed import as_left
from orchestrator.drawings.store import PAGE_PREFIX, Store
from orchestrator.drawings.tag_index import forget_pages, index_tags
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Write
from orchestrator.takeoff import Takeoff, Tally

TAKEOFF_FILE: Final = "takeoff.json"
NOT_AGAIN: Final = (
    "An entry of the legend was cut anew; until the drawing is reprocessed the page is as it was before. {}"
)
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
    if drawing.recounting and _last_page_waits(store, drawing):
        return None
    pages = list(store.pages(drawing))
    if any(drawing.waits_again(page) for page in pages):  # the last of them closes it anew
        return None
    key = keys.export_file(project_id, drawing_id, TAKEOFF_FILE)
    try:
        counts, has_legend = _count(store, drawing, pages)
        file = {key: counts.model_dump_json(by_alias=True).encode()}
        ids, run = (project_id, drawing_id), drawing.run or ""
        results.write(store, ids, run, file, page_results=drawing.page_results)
        _forget_leftovers(store, drawing, pages)
        known = min((page.recuts for page in pages if page.status == "analyzed"), default=drawing.recuts)
        noted = {"has_legend": has_legend, "recuts_counted": known}
        runs.close(store, drawing, _outcome(pages, counts) | noted)
    except runs.Superseded:
        removal.sweep(store, project_id, drawing_id)
        return None
    return drawing


def give_up_page(store: Store, drawing: Drawing, page: PageState, reason: Reason) -> None:
    """Fail a page that has no result, and take it from whoever is at it; a redrive may still heal it.

    What those who died over it have left in the index of tags goes, also of a page that was given up before. One that
    only waits for another look keeps what was found on it.
    """
    if page.status == "analyzed":
        if drawing.waits_again(page):
            runs.pass_over(store, drawing, page, NOT_AGAIN.format(reason.detail), gave_up=True)
        return
    taken = runs.take_page(store, drawing.id, page)
    if taken is None:
        return
    with suppress(runs.Superseded):
        index_tags(store, drawing, taken, None)
        if page.status == "pending":
            failed = taken.model_copy(update={"status": "failed", "error": reason, "gave_up": True})
            runs.finish_page(store, drawing.project_id, drawing.id, failed)


def _last_page_waits(store: Store, drawing: Drawing) -> bool:
    """Tell whether the page with the highest number waits for another look: they come in order, it seldom is the first.

    One item is read then after each page, not those of all pages.
    """
    pages = keys.page(drawing.id, 1).pk
    last = store.table.query(pages, PAGE_PREFIX, limit=1, newest_first=True).items
    return any(
        item["run"] == drawing.run and drawing.waits_again(PageState.model_validate(item)) for item in last
    )


def _count(store: Store, drawing: Drawing, pages: Sequence[PageState]) -> tuple[Takeoff, bool]:
    """Return what a drawing's pages come to, and whether one has a legend.

    Who keeps a page's tally has written its tags before; of a page without one they are written here.
    """
    states = {page.page_number: page for page in pages}
    tally, has_legend = Tally(), False
    for found in counted(store, drawing, pages):
        tally.add(found.tally)
        has_legend = has_legend or found.has_legend
        if found.read and found.read.status == "analyzed":
            index_tags(store, drawing, states[found.tally.page], as_left(store, drawing, found.read))
    return tally.takeoff(), has_legend


def _forget_leftovers(store: Store, drawing: Drawing, pages: Iterable[PageState]) -> None:
    """Delete what runs before have left: pages that this one does not have, tags of those that failed in it for good.

    The pages go first: a worker that is late with one of them then writes no more tags.
    """
    beyond = keys.page(drawing.id, (drawing.page_count or 0) + 1)
    for item in store.table.query_all(beyond.pk, PAGE_PREFIX, lowest=beyond.sk):
        gone = Write(
            "delete",
            keys.page(drawing.id, int(item["page_number"])),
            condition="#run = :run",
            names={"#run": "run"},
            values={":run": item["run"]},
        )
        with suppress(ConditionFailed):  # a new run has the page
            store.table.transact([gone, Write("delete", keys.tally(drawing.id, int(item["page_number"])))])
    failed = [page for page in pages if page.status == "failed" and not page.gave_up]
    forget_pages(store, drawing, {page.page_number: page for page in failed})


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
    page = f"Page {failed[0].page_number}"
    why = first.detail if first.detail.startswith(f"{page} ") else f"{page}: {first.detail}"
    return Reason(code=first.code, detail=f"{which} {verb}. {why}")
