"""The end of a run: when the last page is done, the drawing gets its status, its counts and its takeoff."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from orchestrator import clock
from orchestrator.components import PageComponents
from orchestrator.drawings import removal, results, runs
from orchestrator.drawings.models import Drawing, DrawingStatus, PageState, Reason
from orchestrator.drawings.store import Store
from orchestrator.drawings.tag_index import index_tags, tag_places
from orchestrator.storage import keys
from orchestrator.storage.table import Item
from orchestrator.takeoff import Takeoff, Tally

TAKEOFF_FILE: Final = "takeoff.json"
_READERS: Final = 16  # S3 answers in ~20 ms each: 2,000 pages are read in ~3 s
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
        tally.add(found)
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


def recognized(store: Store, drawing: Drawing, pages: Iterable[PageState]) -> Iterator[PageComponents]:
    """Yield what recognition said of each finished page; a failed page is one without components.

    A failed page carries the model version of the others, or none at all when every page failed. Files are read ahead,
    as many as there are readers; one page at a time is opened.
    """
    finished = [page for page in pages if page.status != "pending"]
    version = next((p.model_version for p in finished if p.model_version), "")
    with ThreadPoolExecutor(_READERS) as readers:
        read = partial(_file, store, drawing)
        coming = deque((page, readers.submit(read, page)) for page in finished[:_READERS])
        for number in range(len(finished)):
            page, file = coming.popleft()
            if number + _READERS < len(finished):
                ahead = finished[number + _READERS]
                coming.append((ahead, readers.submit(read, ahead)))
            data = file.result()
            yield _failed(page, version) if data is None else PageComponents.from_bytes(data)


def _file(store: Store, drawing: Drawing, page: PageState) -> bytes | None:
    if page.status == "failed":
        return None
    return store.files.read(
        keys.page_file(drawing.project_id, drawing.id, page.page_number, "components.json.gz")
    )


def _failed(page: PageState, version: str) -> PageComponents:
    return PageComponents(
        page=page.page_number,
        width_pt=page.width_pt or 0.0,
        height_pt=page.height_pt or 0.0,
        status="failed",
        model_version=version,
    )


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
