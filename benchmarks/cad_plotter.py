"""What a CAD program does when it plots: strokes and words as the columns of a stored page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from benchmarks.cad_symbols import Arc
from orchestrator.pages import Page, Style, Vectors, Word

WIDTH, HEIGHT = 2_592.0, 1_728.0
"""36 x 24 in, points."""

_STYLES: Final = (
    Style(stroke="#000000", width_pt=0.5),
    Style(stroke="#0000ff", width_pt=0.25),
    Style(stroke="#808080", width_pt=0.7),
)


@dataclass(frozen=True, slots=True)
class Pose:
    """How a symbol is laid: a point p comes to `turn` * p + `shift`, mirrored (y turned over) before."""

    turn: complex
    shift: complex
    mirrored: bool = False

    def __call__(self, point: complex) -> complex:
        """Return where a point comes to lie."""
        return self.turn * (point.conjugate() if self.mirrored else point) + self.shift


@dataclass(slots=True)
class Plotter:
    """Collects strokes and words; coordinates are rounded as extraction rounds them."""

    ops: list[str] = field(default_factory=list)
    coords: list[float] = field(default_factory=list)
    path_start: list[int] = field(default_factory=list)
    path_style: list[int] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def path(self, style: int = 0) -> None:
        """Begin a new path."""
        self.path_start.append(len(self.ops))
        self.path_style.append(style)

    def line(self, a: complex, b: complex) -> None:
        """Draw a line."""
        self.ops.append("l")
        self.coords += [round(v, 2) for v in (a.real, a.imag, b.real, b.imag)]

    def curve(self, controls: list[complex]) -> None:
        """Draw a Bezier curve."""
        self.ops.append("c")
        self.coords += [round(v, 2) for point in controls for v in (point.real, point.imag)]

    def arc(self, arc: Arc, pose: Pose, *, from_axis: bool = False) -> None:
        """Draw an arc in pieces of a quarter turn; a whole circle is cut `from_axis` or where it was turned to."""
        sweep, start = np.radians(arc.sweep), np.radians(arc.start)
        if from_axis and arc.sweep == 360:
            start = -float(np.angle(pose.turn)) * (-1 if pose.mirrored else 1)
        pieces = max(int(np.ceil(abs(sweep) / (np.pi / 2) - 1e-9)), 1)
        step = sweep / pieces
        reach = 4 / 3 * np.tan(step / 4)
        for k in range(pieces):
            a, b = np.exp(1j * (start + k * step)), np.exp(1j * (start + (k + 1) * step))
            points = (a, a * (1 + 1j * reach), b * (1 - 1j * reach), b)
            self.curve([pose(complex(arc.centre + arc.radius * point)) for point in points])

    def word(self, text: str, middle: complex, size: float) -> None:
        """Set a word around a point."""
        width = 0.6 * size * len(text)
        x, y = round(middle.real - width / 2, 2), round(middle.imag - size / 2, 2)
        self.words.append(Word(text=text, bbox=(x, y, round(width, 2), round(size, 2))))

    def page(self, number: int = 1) -> Page:
        """Return what was drawn as a stored page."""
        vectors = Vectors(
            ops="".join(self.ops),
            coords=tuple(self.coords),
            path_start=tuple(self.path_start),
            path_style=tuple(self.path_style),
            styles=_STYLES,
        )
        words = tuple(self.words)
        return Page(page_number=number, width_pt=WIDTH, height_pt=HEIGHT, words=words, vectors=vectors)
