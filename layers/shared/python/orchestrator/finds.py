"""What searching a drawing for symbols answers: where each is drawn again, page by page; no numpy here."""

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


class JointPlacement(FoundPlacement):
    """A place and which of several examples is drawn there: its number in the request, from 0, and its class."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    example: int = Field(ge=0)
    class_name: str | None = Field(default=None, alias="class")


class JointWithheld(JointPlacement):
    """A place that was not counted for an example, and why; another example may be counted there."""

    reason: str


class JointPage(BaseModel):
    """What several examples found on one page, each place once; `complete` and `notes` as of a `FoundPage`."""

    model_config = ConfigDict(frozen=True)

    page: int
    method: Method
    placements: tuple[JointPlacement, ...] = ()
    withheld: tuple[JointWithheld, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()


class SoughtExample(BaseModel):
    """One of several examples as it was searched for, and how often it was found on the pages searched so far.

    Fields are as in a `FindResult`. With `refused`, a sentence, it cannot be told from other things and took no part.
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    page: int
    bbox: Box
    class_name: str | None = Field(default=None, alias="class")
    distinctiveness: float | None = None
    scale: float
    scale_votes: int | None = None
    count: int = 0
    refused: str | None = None


class JointResult(BaseModel):
    """Several examples' repeats on the pages searched so far; every stroke belongs to one symbol.

    `examples` are in the order of the request. When `next_page` is given, the search goes on from there.
    """

    model_config = ConfigDict(frozen=True)

    examples: tuple[SoughtExample, ...]
    pages: tuple[JointPage, ...] = ()
    count: int = 0
    complete: bool = True
    next_page: int | None = Field(default=None, ge=1)
