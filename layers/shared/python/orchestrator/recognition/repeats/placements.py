"""What a search answers: where a symbol is drawn again, what was withheld and why, and whether that is all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box

Flag = Literal["colour", "extra_ink", "text", "exemplar"]
"""`colour`: drawn in another one; `extra_ink`: something else is drawn over it; `text`: other words inside, which name
it; `exemplar`: this is where the exemplar was cut from."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One place where the exemplar is drawn.

    Attributes:
        bbox: of its strokes, points of the displayed page.
        rotation: degrees clockwise from the exemplar, [0, 360), after mirroring left to right if `mirrored`.
        scale: its size over the exemplar's.
        share: of the exemplar's strokes that are there, 0..1.
        confidence: 0..1; less for a plain exemplar, missing strokes and extra ink.
        words: what it says inside, in reading order, upper case.
        weight: length of the strokes it explains, points; the larger symbol has the right to shared strokes.
        ink: (n,) complex points along its strokes.
    """

    bbox: Box
    rotation: float
    mirrored: bool
    scale: float
    share: float
    confidence: float
    flags: tuple[Flag, ...]
    words: tuple[str, ...]
    weight: float
    ink: NDArray[np.complex128] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A place that was not counted, and why, as a sentence."""

    placement: Placement
    reason: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """What was found of one exemplar on one page.

    Attributes:
        page: its number.
        placements: surest first; no symbol twice.
        withheld: nearly so, or another variant.
        complete: False when there may be more than these; `notes` says why.
    """

    page: int
    placements: tuple[Placement, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    complete: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one search of a page may look at and return."""

    candidates: int = 60_000
    placements: int = 2_000
    withheld: int = 200


DEFAULT_LIMITS: Final = Limits()
