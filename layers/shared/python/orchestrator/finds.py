"""What searching a drawing for one symbol answers: where it is drawn again, page by page; no numpy here."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.components import Band, Confidence
from orchestrator.geometry import Box

Method = Literal["strokes", "picture"]
"""How a page was searched: by its vector strokes, exactly; or, where it is a scan, by the look of its picture."""


class FoundPlacement(BaseModel):
    """One place where the example is drawn.

    `bbox` is xywh in points of the displayed page; `rotation` is degrees clockwise from the example, after mirroring
    left to right if `mirrored`; a picture tells neither. `flags`: `colour` (drawn in another one), `extra_ink`
    (something else is drawn over it), `text` (other words inside, which name it), `exemplar` (the example itself).
    """

    model_config = ConfigDict(frozen=True)

    bbox: Box
    rotation: float | None = None
    mirrored: bool | None = None
    scale: float
    confidence: Confidence
    band: Band
    flags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class WithheldPlacement(FoundPlacement):
    """A place that was not counted, and why."""

    reason: str


class FoundPage(BaseModel):
    """What was found on one page; `complete` false means that there may be more, and `notes` say why."""

    model_config = ConfigDict(frozen=True)

    page: int
    method: Method
    placements: tuple[FoundPlacement, ...] = ()
    withheld: tuple[WithheldPlacement, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()


class FindResult(BaseModel):
    """One example's repeats on the pages searched so far.

    `example` is the box of its own strokes, without wires that pass through; `distinctiveness` says how unlike other
    things it is, 0..1 (none where only its picture is known); `scale` is the stated one, or that most places agreed
    on (`scale_votes` of them). When `next_page` is given, the search goes on from there.
    """

    model_config = ConfigDict(frozen=True)

    example: Box
    distinctiveness: float | None = None
    scale: float
    scale_votes: int | None = None
    pages: tuple[FoundPage, ...] = ()
    count: int = 0
    complete: bool = True
    next_page: int | None = Field(default=None, ge=1)


class FindAnswer(BaseModel):
    """What recognition answers to a `FindRequest`: a result, or the sentence with which it refuses the example."""

    result: FindResult | None = None
    refused: str | None = None
