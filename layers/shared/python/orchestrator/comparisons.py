"""What comparing two issues of a drawing answers: sheet by sheet, what came, went, moved or is called otherwise.

`page` and boxes named `before` are of the first drawing, `to_page` and all other boxes of the one it is compared to;
every box is xywh in points of its displayed page. No numpy here.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.components import Component
from orchestrator.geometry import Box

PairedBy = Literal["number", "only", "content", "order"]
"""How two pages were found to be one sheet: by the number in their title blocks, because there is only one, by their
words, or by their place in the set."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class ComparedComponent(_Value):
    """A component of one of the two drawings, as it is now, reviews included."""

    id: str
    class_name: str = Field(alias="class")
    bbox: Box
    tag: str | None = None

    @classmethod
    def of(cls, component: Component) -> ComparedComponent:
        """Return what is said of a component here."""
        return cls(id=component.id, class_name=component.class_name, bbox=component.bbox, tag=component.tag)


class ChangedComponent(_Value):
    """One component in both drawings; `changed` says what it is called otherwise, `distance_pt` how far it went."""

    before: ComparedComponent
    after: ComparedComponent
    distance_pt: float
    changed: tuple[Literal["class", "tag"], ...] = ()


class DoubtfulComponent(_Value):
    """A difference of what was recognised, or reviewed, where nothing is drawn otherwise; None: it is not there."""

    before: ComparedComponent | None
    after: ComparedComponent | None


class ChangedRegion(_Value):
    """A place where lines or words came or went and no component changed."""

    bbox: Box
    before_bbox: Box
    drawn: Literal["added", "removed", "both"]


class ClassDelta(_Value):
    """How many components of a class there were and are, as the takeoffs count them."""

    class_name: str = Field(alias="class")
    before: int
    after: int
    delta: int


class SheetAlignment(_Value):
    """How the first page lies on the second: scaled, turned clockwise, then its origin shifted.

    `residual_pt` is the median distance of a stroke's end from where it is drawn now; the shares say how much of each
    page's drawing the other has.
    """

    scale: float
    rotation: float
    shift_x_pt: float
    shift_y_pt: float
    residual_pt: float
    share: float
    to_share: float


class ComparedPage(_Value):
    """One sheet in both drawings; when it is not `comparable`, `reason` says why, and nothing is listed."""

    page: int
    to_page: int
    paired_by: PairedBy
    comparable: bool
    reason: str | None = None
    alignment: SheetAlignment | None = None
    added: tuple[ComparedComponent, ...] = ()
    removed: tuple[ComparedComponent, ...] = ()
    moved: tuple[ChangedComponent, ...] = ()
    relabelled: tuple[ChangedComponent, ...] = ()
    unchanged: int = 0
    doubtful: tuple[DoubtfulComponent, ...] = ()
    changed_regions: tuple[ChangedRegion, ...] = ()
    counts: tuple[ClassDelta, ...] = ()
    notes: tuple[str, ...] = ()


class DrawingComparison(_Value):
    """Two drawings compared; `counts` add up the comparable pages of this answer.

    `removed_pages` are sheets that only the first drawing has, `added_pages` those that only the other has. When
    `next_page` is given, the comparison goes on from there (`from_page`).
    """

    drawing_id: str
    to: str
    pages: tuple[ComparedPage, ...] = ()
    removed_pages: tuple[int, ...] = ()
    added_pages: tuple[int, ...] = ()
    counts: tuple[ClassDelta, ...] = ()
    next_page: int | None = Field(default=None, ge=1)


class CompareAnswer(BaseModel):
    """What recognition answers to a `CompareRequest`: a comparison, the key of a picture, or why there is none."""

    result: DrawingComparison | None = None
    picture: str | None = None
    refused: str | None = None
    missing: str | None = None
