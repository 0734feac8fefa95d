"""Pictures of what was found and missed, for the eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from orchestrator.geometry import Box
from training.data import Grey
from training.scoring import IOU, Drawn, Found, ScoredPage, overlaps

WORST: Final = 3
"""Pages of a set that are shown."""
_GREEN, _ORANGE, _RED, _BLUE = (0, 150, 0), (230, 140, 0), (220, 0, 0), (0, 0, 255)

Colour = tuple[int, int, int]
Mark = tuple[Box, Colour, str]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A page with what was drawn and found on it, its (H, W) picture, and pixels a point."""

    name: str
    scored: ScoredPage
    picture: Grey
    scale: float


def write_worst(pages: Sequence[Evaluated], folder: Path, threshold: float) -> None:
    """Write the pages with the most mistakes as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in sorted(pages, key=lambda page: -mistakes(page.scored, threshold))[:WORST]:
        overlay(page, threshold).save(folder / f"{page.name}.png")


def mistakes(page: ScoredPage, threshold: float) -> int:
    """Return how many marks of a page are not green."""
    return sum(colour != _GREEN for _, colour, _ in marks(page, threshold))


def marks(page: ScoredPage, threshold: float) -> list[Mark]:
    """Return the boxes to show, each with its colour and what to write beside it."""
    found = [f for f in page.found if f.confidence >= threshold]
    overlap = overlaps([f.bbox for f in found], [d.bbox for d in page.truth])
    shown = [_of_drawn(drawn, found, overlap[:, i].tolist()) for i, drawn in enumerate(page.truth)]
    stray = [f for f, row in zip(found, overlap, strict=True) if row.max(initial=0) < IOU]
    return shown + [(f.bbox, _BLUE, f"{f.class_name} {f.confidence:.2f}") for f in stray]


def _of_drawn(drawn: Drawn, found: Sequence[Found], overlap: list[float]) -> Mark:
    there = [f.class_name for f, share in zip(found, overlap, strict=True) if share >= IOU]
    if not there:
        return drawn.bbox, _RED, drawn.class_name
    if drawn.class_name in there:
        return drawn.bbox, _GREEN, ""
    return drawn.bbox, _ORANGE, f"{drawn.class_name} > {there[0]}"


def overlay(page: Evaluated, threshold: float) -> Image.Image:
    """Return a page's picture with its marks."""
    image = Image.fromarray(page.picture).convert("RGB")
    pen = ImageDraw.Draw(image)
    for (x, y, width, height), colour, text in marks(page.scored, threshold):
        left, top, right, bottom = (value * page.scale for value in (x, y, x + width, y + height))
        pen.rectangle([left - 1, top - 1, right + 1, bottom + 1], outline=colour, width=2)
        pen.text((left, top - 12), text, fill=colour)
    return image
