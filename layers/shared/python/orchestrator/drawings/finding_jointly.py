"""Searching a drawing's pages for several examples at once: every stroke, and place of a scan, is one symbol's."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np
from aws_lambda_powertools.metrics import MetricUnit
from numpy.typing import NDArray

from orchestrator.components import band_of
from orchestrator.drawings.finding import NO_PICTURE, PARTLY, VOTING_SHARE, box_of, placement_of
from orchestrator.drawings.store import Store
from orchestrator.finds import JointPage, JointPlacement, JointResult, JointWithheld, SoughtExample
from orchestrator.messages import JointFindRequest, SoughtBox
from orchestrator.pages import Page
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.repeats import (
    Exemplar,
    Indistinct,
    Limits,
    PageIndex,
    Placement,
    Repeats,
    Vote,
    agreed,
    exemplar_of,
    index_page,
    same_strokes,
    search_jointly,
)
from orchestrator.recognition.resemblance import look_of, resembling_most
from orchestrator.storage import keys
from orchestrator.storage.files import MissingFile
from orchestrator.telemetry import metrics

_VOTING_PAGES: Final = 4
"""Pages whose strokes vote for scales together: all are held at once, up to 160 MB each."""
_KEPT_INDEXES: Final = 2
_LARGEST_BYTES: Final = 2_500_000
"""Of an answer, after which no further page is begun; Lambda answers with 6 MB at most, escaped."""
_MOST_WITHHELD: Final = Limits().withheld
_NOT_ON_STROKES: Final = "Examples of scans are not looked for on this page, which is drawn as strokes."


@dataclass(frozen=True, slots=True)
class _Sought:
    """One example: the request's, its number there, its strokes unless it lies on a scan, and why it is refused."""

    number: int
    asked: SoughtBox
    strokes: Exemplar | None = None
    votes: Vote | None = None
    refused: str | None = None

    @property
    def scale(self) -> float:
        """Size of its repeats over its own: stated, voted, or 1 where nothing voted."""
        if self.asked.scale != "vote":
            return self.asked.scale
        return self.votes.scale if self.votes else 1.0

    def told(self, count: int) -> SoughtExample:
        """Return it as the answer tells it."""
        return SoughtExample(
            page=self.asked.page,
            bbox=self.strokes.bbox if self.strokes else self.asked.bbox,
            class_name=self.asked.class_name,
            distinctiveness=round(self.strokes.distinctiveness, 3) if self.strokes else None,
            scale=self.scale,
            scale_votes=self.votes.places if self.votes else None,
            count=count,
            refused=self.refused,
        )


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The pages of one drawing as they are asked for; the indexes of the last few are kept."""

    store: Store
    request: JointFindRequest
    indexes: OrderedDict[int, PageIndex] = field(default_factory=OrderedDict)

    def page(self, number: int) -> Page:
        return Page.from_bytes(self.store.files.read(self._key(number, "page.json.gz")))

    def picture(self, number: int) -> NDArray[np.uint8] | None:
        try:
            return decode_png(self.store.files.read(self._key(number, "page.png")))
        except MissingFile:
            return None

    def index(self, page: Page) -> PageIndex:
        number = page.page_number
        if number not in self.indexes:
            self.indexes[number] = index_page(page)
            while len(self.indexes) > _KEPT_INDEXES:
                self.indexes.popitem(last=False)
        return self.indexes[number]

    def _key(self, number: int, name: Literal["page.json.gz", "page.png"]) -> str:
        return keys.page_file(self.request.project_id, self.request.drawing_id, number, name)


@dataclass(frozen=True, slots=True)
class JointFinder:
    """What a joint search works with; `seconds` after its start it begins no further page."""

    store: Store
    recognizer: Recognizer
    seconds: float

    def find(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        """Answer a `JointFindRequest` with a `JointResult`.

        Raises:
            MissingFile: when an example's page is not stored.
        """
        request = JointFindRequest.model_validate(event)
        ends = time.monotonic() + self.seconds
        sheets = _Sheets(self.store, request)
        sought = [_sought(sheets, number, asked) for number, asked in enumerate(request.examples)]
        sought = [_cleaned(sheets, one, sought) for one in sought]
        sought = self._scaled(sheets, sought, ends)
        result = self._search(sheets, sought, ends)
        metrics("recognition").add_metric("found", MetricUnit.Count, result.count)
        return result.model_dump(mode="json", by_alias=True)

    def _scaled(self, sheets: _Sheets, sought: list[_Sought], ends: float) -> list[_Sought]:
        """Return the examples with the scales that the first pages vote for, where nobody stated them."""
        known = [one for one in sought if one.strokes]
        if all(one.asked.scale != "vote" for one in known):
            return sought
        voters: list[PageIndex] = []
        until = ends - (1 - VOTING_SHARE) * self.seconds
        for number in sheets.request.pages:
            page = sheets.page(number)
            if page.kind != "scanned":
                voters.append(sheets.index(page))
            if len(voters) == _VOTING_PAGES or time.monotonic() > until:
                break
        votes = search_jointly(voters, _strokes(known), _scales(known)).votes
        voted = {one.number: vote for one, vote in zip(known, votes, strict=True)}
        return [replace(one, votes=voted.get(one.number)) for one in sought]

    def _search(self, sheets: _Sheets, sought: Sequence[_Sought], ends: float) -> JointResult:
        pages: list[JointPage] = []
        left: int | None = None
        size = 0
        taking_part = [one for one in sought if one.refused is None]
        for number in sheets.request.pages if taking_part else ():
            if pages and (time.monotonic() > ends or size > _LARGEST_BYTES):
                left = number
                break
            pages.append(self._searched(sheets, taking_part, number))
            size += len(pages[-1].model_dump_json())
        counts = Counter(place.example for page in pages for place in page.placements)
        return JointResult(
            examples=tuple(one.told(counts[one.number]) for one in sought),
            pages=tuple(pages),
            count=counts.total(),
            complete=all(page.complete for page in pages),
            next_page=left,
        )

    def _searched(self, sheets: _Sheets, sought: Sequence[_Sought], number: int) -> JointPage:
        page = sheets.page(number)
        known = [one for one in sought if one.strokes]
        if page.kind == "scanned" or not known:
            return self._looked_through(sheets, sought, page)
        found = search_jointly([sheets.index(page)], _strokes(known), [one.scale for one in known]).found
        notes = [PARTLY] if page.kind == "mixed" else []
        notes += [_NOT_ON_STROKES] if len(known) < len(sought) else []
        return _drawn(number, known, [repeats for (repeats,) in found], notes)

    def _looked_through(self, sheets: _Sheets, sought: Sequence[_Sought], page: Page) -> JointPage:
        """Search a page by its picture."""
        picture = sheets.picture(page.page_number)
        looks = [self._look(sheets, one) for one in sought]
        seen = [(one, look) for one, look in zip(sought, looks, strict=True) if look is not None]
        notes = () if len(seen) == len(sought) and picture is not None else (NO_PICTURE,)
        if picture is None or page.image is None or not seen:
            return JointPage(page=page.page_number, method="picture", complete=False, notes=(NO_PICTURE,))
        scale = page.image.scale
        sides_px = np.array([max(one.asked.bbox[2:]) * one.scale * scale for one, _ in seen])
        found = resembling_most(
            self.recognizer.model, picture, np.stack([look for _, look in seen]), sides_px
        )
        boxes, likeness, which = (values.tolist() for values in found)
        placements = tuple(
            _resembling(seen[k][0], box_of(corners, scale), round(sure, 3))
            for corners, sure, k in zip(boxes, likeness, which, strict=True)
        )
        return JointPage(
            page=page.page_number, method="picture", placements=placements, complete=not notes, notes=notes
        )

    def _look(self, sheets: _Sheets, one: _Sought) -> NDArray[np.float32] | None:
        """Return the embedding (E,) of an example's picture, if there is one."""
        page, picture = sheets.page(one.asked.page), sheets.picture(one.asked.page)
        if picture is None or page.image is None:
            return None
        return look_of(self.recognizer.model, picture, one.asked.bbox, page.image.scale)


def _sought(sheets: _Sheets, number: int, asked: SoughtBox) -> _Sought:
    """Return an example with its strokes; on a scan it is known by its picture alone."""
    page = sheets.page(asked.page)
    if page.kind == "scanned":
        return _Sought(number, asked)
    index = sheets.index(page)
    try:
        return _Sought(number, asked, exemplar_of(index, asked.bbox))
    except Indistinct as refused:
        return _Sought(number, asked, refused=str(refused))


def _cleaned(sheets: _Sheets, one: _Sought, all_sought: Sequence[_Sought]) -> _Sought:
    """Return an example without strokes that its repeats lack, unless another example is all that would be left."""
    if one.strokes is None:
        return one
    index = sheets.index(sheets.page(one.asked.page))
    cleaned = agreed(index, one.strokes, [index])
    others = (other.strokes for other in all_sought if other is not one and other.strokes)
    is_another = cleaned is not one.strokes and any(same_strokes(cleaned, other) for other in others)
    return one if is_another else replace(one, strokes=cleaned)


def _strokes(known: Sequence[_Sought]) -> list[Exemplar]:
    return [one.strokes for one in known if one.strokes]


def _scales(known: Sequence[_Sought]) -> list[float | None]:
    return [None if one.asked.scale == "vote" else one.asked.scale for one in known]


def _drawn(
    number: int, known: Sequence[_Sought], found: Sequence[Repeats], notes: Sequence[str]
) -> JointPage:
    """Return what examples found by their strokes on one page, surest first, and each note once."""
    pairs = list(zip(known, found, strict=True))
    placements = [_placed(one, place) for one, repeats in pairs for place in repeats.placements]
    withheld = [
        JointWithheld(**_placed(one, other.placement).model_dump(), reason=other.reason)
        for one, repeats in pairs
        for other in repeats.withheld[:_MOST_WITHHELD]
    ]
    cut = any(len(repeats.withheld) > _MOST_WITHHELD for repeats in found)
    said = [*notes, *(note for repeats in found for note in repeats.notes)]
    said += (
        [f"More than {_MOST_WITHHELD:,} places of an example were withheld; only so many are listed."]
        if cut
        else []
    )
    return JointPage(
        page=number,
        method="strokes",
        placements=tuple(sorted(placements, key=lambda place: -place.confidence)),
        withheld=tuple(withheld),
        complete=all(repeats.complete for repeats in found) and not notes,
        notes=tuple(dict.fromkeys(said)),
    )


def _placed(one: _Sought, place: Placement) -> JointPlacement:
    found = placement_of(place).model_dump()
    return JointPlacement(**found, example=one.number, class_name=one.asked.class_name)


def _resembling(one: _Sought, bbox: tuple[float, float, float, float], sure: float) -> JointPlacement:
    return JointPlacement(
        bbox=bbox,
        scale=one.scale,
        confidence=sure,
        band=band_of(sure),
        example=one.number,
        class_name=one.asked.class_name,
    )
