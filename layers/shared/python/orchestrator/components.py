"""A component: one recognised (or hand-added) electrical symbol, as every interface shows it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from orchestrator.geometry import Box, Point
from orchestrator.legends import PageLegend
from orchestrator.schedules import Schedule
from orchestrator.stored import Stored
from orchestrator.taxonomy import OTHER

Source = Literal["model", "vector", "legend", "manual"]
ComponentStatus = Literal["detected", "accepted", "rejected", "relabelled", "added"]
Band = Literal["high", "review", "low"]
CloudSource = Literal["drawn", "annotation", "picture"]
RegionStatus = Literal["recognized", "not_a_symbol", "error"]
SetAsideReason = Literal["legend", "title_block", "detail_key"]
PageResult = Literal["analyzed", "failed"]
Confidence = Annotated[float, Field(ge=0, le=1)]

MOST_ALTERNATIVES = 3
HIGH_CONFIDENCE = 0.85
REVIEW_CONFIDENCE = 0.70


def band_of(confidence: float) -> Band:
    """Return the confidence band: high >= .85, review >= .70, else low."""
    if confidence >= HIGH_CONFIDENCE:
        return "high"
    return "review" if confidence >= REVIEW_CONFIDENCE else "low"


class Alternative(BaseModel):
    """Another class the component could be."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    class_name: str = Field(alias="class")
    confidence: Confidence


class Provenance(BaseModel):
    """What other than the model alone says what a component is: an entry of the drawing's legend, or its repeats.

    `strokes`: the entry's picture is drawn there again, stroke by stroke; `look`: the networks find the two alike;
    `repeats`: no entry, but the same strokes are drawn at so many places of the page, and most are surely this class.
    """

    model_config = ConfigDict(frozen=True)

    legend_entry: str | None = None
    method: Literal["strokes", "look", "repeats"]
    repeats: int | None = Field(default=None, ge=1)


class Component(BaseModel):
    """One component of a page; `bbox` is xywh in points of the displayed page, top-left origin.

    `source` is `legend` where the legend gave the class, or the component itself, and `vector` where strokes did; one
    that these only confirm stays as it was. `provenance` says what did so in either case.
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    id: str
    page: int = Field(ge=1)
    class_name: str = Field(alias="class")
    bbox: Box
    confidence: Confidence
    band: Band
    rotation: float | None = None
    tag: str | None = None
    text: str | None = None
    attributes: dict[str, str] = Field(default_factory=dict)
    source: Source = "model"
    provenance: Provenance | None = None
    in_cloud: bool = False
    status: ComponentStatus = "detected"
    alternatives: tuple[Alternative, ...] = Field(default=(), max_length=MOST_ALTERNATIVES)
    model_version: str | None = None


def renamed(component: Component, class_name: str, source: Source = "legend") -> Component:
    """Return a component that the legend or strokes name; what it was taken for stays as its first alternative."""
    before = Alternative(class_name=component.class_name, confidence=component.confidence)
    others = (before, *component.alternatives)
    kept = [guess for guess in others if guess.class_name not in {class_name, OTHER}][:MOST_ALTERNATIVES]
    return component.model_copy(
        update={"class_name": class_name, "source": source, "alternatives": tuple(kept)}
    )


class Cloud(BaseModel):
    """A revision cloud: its corners in points of the displayed page, and the revision its triangle names.

    `source` says whether it is drawn with the page's lines, is a PDF annotation, or was found in a scan's picture.
    """

    model_config = ConfigDict(frozen=True)

    polygon: tuple[Point, ...] = Field(min_length=3)
    confidence: Confidence
    source: CloudSource
    revision: str | None = None


class RevisionMark(BaseModel):
    """A revision triangle: the number or letter in it, and the triangle's box in points of the displayed page."""

    model_config = ConfigDict(frozen=True)

    revision: str
    bbox: Box


class RegionResult(BaseModel):
    """What one given region is: its component, or why there is none."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    region: Box | JsonValue
    status: RegionStatus
    component: Component | None = None
    detail: str | None = None


class SetAside(BaseModel):
    """A symbol that explains and is not counted: where it is, what it looks like, and why it is set aside."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    page: int = Field(ge=1)
    class_name: str = Field(alias="class")
    bbox: Box
    reason: SetAsideReason


class WrittenTag(BaseModel):
    """A tag that is written on a page and that no component carries: the box of its lettering, points."""

    model_config = ConfigDict(frozen=True)

    tag: str
    bbox: Box


class PageComponents(Stored):
    """What recognition stores of one page (`components.json.gz`); `warnings` say what was not looked for."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    page: int = Field(ge=1)
    width_pt: float
    height_pt: float
    status: PageResult = "analyzed"
    model_version: str
    components: tuple[Component, ...] = ()
    clouds: tuple[Cloud, ...] = ()
    revision_marks: tuple[RevisionMark, ...] = ()
    legend: PageLegend = PageLegend()
    set_aside: tuple[SetAside, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    unowned_tags: tuple[WrittenTag, ...] = ()
    warnings: tuple[str, ...] = ()
