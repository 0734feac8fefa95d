"""Searching a drawing's pages for one example: by their strokes, or by their picture where they are scans."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from aws_lambda_powertools.metrics import MetricUnit
from numpy.typing import NDArray

from orchestrator.components import band_of
from orchestrator.drawings.store import Store
from orchestrator.finds import FindAnswer, FindResult, FoundPage, FoundPlacement, WithheldPlacement
from orchestrator.geometry import Box
from orchestrator.messages import FindRequest
from orchestrator.pages import Page
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.repeats import (
    Exemplar,
    Indistinct,
    PageIndex,
    Placement,
    Repeats,
    agreed,
    exemplar_of,
    find_repeats,
    index_page,
    vote_scale,
)
from orchestrator.recognition.resemblance import look_of, resembling
from orchestrator.storage import keys
from orchestrator.storage.files import MissingFile
from orchestrator.telemetry import metrics

VOTING_SHARE: Final = 0.4
"""Of the time, that may go into voting the scale before the pages are searched."""

NO_PICTURE: Final = "The page is a scan, and its picture or the example's could not be made."
PARTLY: Final = "Parts of the page are pictures; only what is drawn as strokes was searched."


@dataclass(frozen=True, slots=True)
class Example:
    """What is searched for: its strokes, where it has any, and where its picture lies."""

    page: Page
    bbox: Box
    index: PageIndex | None = None
    strokes: Exemplar | None = None
    scale: float = 1.0
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Finder:
    """What a search works with; `seconds` after its start it begins no further page."""

    store: Store
    recognizer: Recognizer
    seconds: float

    def find(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        """Answer a `FindRequest`.

        Raises:
            MissingFile: when the example's page is not stored.
        """
        request = FindRequest.model_validate(event)
        ends = time.monotonic() + self.seconds
        page = self._page(request, request.page)
        try:
            example = _example(page, request.bbox)
        except Indistinct as refused:
            return FindAnswer(refused=str(refused)).model_dump(mode="json")
        example = self._scaled(example, request, ends)
        result = self._search(example, request, ends)
        metrics("recognition").add_metric("found", MetricUnit.Count, result.count)
        return FindAnswer(result=result).model_dump(mode="json")

    def _search(self, example: Example, request: FindRequest, ends: float) -> FindResult:
        pages: list[FoundPage] = []
        left: int | None = None
        for number in request.pages:
            if pages and time.monotonic() > ends:
                left = number
                break
            pages.append(self._searched(example, request, number))
        return FindResult(
            example=example.strokes.bbox if example.strokes else example.bbox,
            distinctiveness=round(example.strokes.distinctiveness, 3) if example.strokes else None,
            scale=example.scale,
            scale_votes=example.votes,
            pages=tuple(pages),
            count=sum(len(page.placements) for page in pages),
            complete=all(page.complete for page in pages),
            next_page=left,
        )

    def _scaled(self, example: Example, request: FindRequest, ends: float) -> Example:
        """Return the example with the stated scale, or the one its repeats on these pages vote for."""
        if request.scale != "vote":
            return replace(example, scale=request.scale)
        vote = vote_scale(self._voters(example, request, ends), example.strokes) if example.strokes else None
        return replace(example, scale=vote.scale, votes=vote.places) if vote else example

    def _voters(self, example: Example, request: FindRequest, ends: float) -> Iterator[PageIndex]:
        until = ends - (1 - VOTING_SHARE) * self.seconds
        for number in request.pages:
            page = self._page(request, number)
            if page.kind != "scanned":
                yield _index(example, page)
            if time.monotonic() > until:
                return

    def _searched(self, example: Example, request: FindRequest, number: int) -> FoundPage:
        page = self._page(request, number)
        if example.strokes is None or page.kind == "scanned":
            return self._looked_through(example, request, page)
        found = find_repeats(_index(example, page), example.strokes, example.scale)
        notes = (*found.notes, *([PARTLY] if page.kind == "mixed" else []))
        return _found(found, notes)

    def _looked_through(self, example: Example, request: FindRequest, page: Page) -> FoundPage:
        """Search a page by its picture."""
        pictures = self._picture(request, example.page), self._picture(request, page)
        if pictures[0] is None or pictures[1] is None or page.image is None or example.page.image is None:
            return FoundPage(page=page.page_number, method="picture", complete=False, notes=(NO_PICTURE,))
        model, scale = self.recognizer.model, page.image.scale
        look = look_of(model, pictures[0], example.bbox, example.page.image.scale)
        side_px = max(example.bbox[2:]) * example.scale * scale
        boxes, likeness = resembling(model, pictures[1], look, side_px)
        placements = (
            FoundPlacement(
                bbox=box_of(corners, scale), scale=example.scale, confidence=sure, band=band_of(sure)
            )
            for corners, sure in zip(
                boxes.tolist(), np.round(likeness.astype(float), 3).tolist(), strict=True
            )
        )
        return FoundPage(page=page.page_number, method="picture", placements=tuple(placements))

    def _page(self, request: FindRequest, number: int) -> Page:
        key = keys.page_file(request.project_id, request.drawing_id, number, "page.json.gz")
        return Page.from_bytes(self.store.files.read(key))

    def _picture(self, request: FindRequest, page: Page) -> NDArray[np.uint8] | None:
        key = keys.page_file(request.project_id, request.drawing_id, page.page_number, "page.png")
        try:
            return decode_png(self.store.files.read(key))
        except MissingFile:
            return None


def _example(page: Page, bbox: Box) -> Example:
    """Return what lies in a box of a page; on a scan it is known by its picture alone.

    Raises:
        Indistinct: when the strokes there cannot be told from other things.
    """
    if page.kind == "scanned":
        return Example(page, bbox)
    index = index_page(page)
    return Example(page, bbox, index, agreed(index, exemplar_of(index, bbox), [index]))


def _index(example: Example, page: Page) -> PageIndex:
    """Return the index of a page, that of the example's own page again."""
    own = example.page.page_number == page.page_number
    return example.index if example.index and own else index_page(page)


def _found(found: Repeats, notes: tuple[str, ...]) -> FoundPage:
    withheld = (
        WithheldPlacement(**placement_of(w.placement).model_dump(), reason=w.reason) for w in found.withheld
    )
    return FoundPage(
        page=found.page,
        method="strokes",
        placements=tuple(placement_of(placement) for placement in found.placements),
        withheld=tuple(withheld),
        complete=found.complete and not notes,
        notes=notes,
    )


def placement_of(placement: Placement) -> FoundPlacement:
    """Return a place as the answer tells it."""
    return FoundPlacement(
        bbox=placement.bbox,
        rotation=placement.rotation,
        mirrored=placement.mirrored,
        scale=placement.scale,
        confidence=placement.confidence,
        band=band_of(placement.confidence),
        flags=placement.flags,
        words=placement.words,
    )


def box_of(corners_px: list[float], scale: float) -> Box:
    """Return left, top, right, bottom in pixels as a box in points."""
    left, top, right, bottom = (value / scale for value in corners_px)
    return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)
