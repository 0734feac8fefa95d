"""What else a CAD sheet shows: walls, hatches, dimensions and letters as strokes; trees and insulation are held out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

from benchmarks.cad_plotter import HEIGHT, WIDTH, Plotter, Pose
from benchmarks.cad_symbols import Arc

Clutter = Callable[[Plotter, np.random.Generator, int], None]


def plan_clutter(plotter: Plotter, rng: np.random.Generator, strokes: int) -> None:
    """Draw walls, hatched areas, dimension lines and text as strokes, about so many strokes."""
    while len(plotter.ops) < strokes:
        at = complex(rng.uniform(300, WIDTH), rng.uniform(0, HEIGHT))
        _PIECES[int(rng.integers(len(_PIECES)))](plotter, rng, at)


def held_out_clutter(plotter: Plotter, rng: np.random.Generator, strokes: int) -> None:
    """Draw trees, insulation of arcs, contour lines and brickwork, about so many strokes."""
    while len(plotter.ops) < strokes:
        at = complex(rng.uniform(300, WIDTH), rng.uniform(0, HEIGHT))
        _HELD_OUT[int(rng.integers(len(_HELD_OUT)))](plotter, rng, at)


def _walls(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    along = (1, 1j)[int(rng.integers(2))]
    length, thick = float(rng.uniform(30, 300)), float(rng.uniform(2, 9))
    plotter.path(int(rng.integers(3)))
    plotter.line(at, at + along * length)
    plotter.line(at + along * 1j * thick, at + along * (length + 1j * thick))
    plotter.line(at, at + along * 1j * thick)


def _hatch(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    along = np.exp(1j * float(rng.choice([np.pi / 4, -np.pi / 4, np.pi / 2, 0.6])))
    length, pitch = float(rng.uniform(10, 60)), float(rng.uniform(1.5, 6))
    plotter.path(2)
    for k in range(int(rng.integers(5, 30))):
        start = at + k * pitch * along * 1j
        plotter.line(complex(start), complex(start + along * length))


def _dimension(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    along = (1, 1j)[int(rng.integers(2))]
    length = float(rng.uniform(20, 150))
    plotter.path(1)
    for end, back in ((at, along), (at + along * length, -along)):
        plotter.line(end, end + back * (3 + 1j))
        plotter.line(end, end + back * (3 - 1j))
        plotter.line(end - along * 4j, end + along * 4j)
    plotter.line(at, at + along * length)
    plotter.word(f"{rng.integers(1, 40)}'-{rng.integers(12)}\"", at + along * length / 2 - 5j, 6)


def _letters(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    size = float(rng.choice([4, 6, 8]))
    plotter.path(0)
    for k in range(int(rng.integers(2, 12))):
        points = rng.integers(0, 3, (int(rng.integers(3, 7)), 2)) / 2 @ np.array([0.6, 1j]) * size
        for a, b in pairwise(points):
            if abs(a - b) > 0:
                plotter.line(complex(at + k * size + a), complex(at + k * size + b))


def _grid(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    pitch, count = float(rng.uniform(6, 24)), int(rng.integers(3, 9))
    plotter.path(2)
    for k in range(count + 1):
        plotter.line(at + k * pitch, at + k * pitch + 1j * pitch * count)
        plotter.line(at + 1j * k * pitch, at + 1j * k * pitch + pitch * count)


def _circles(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    radius = float(rng.uniform(2, 14))
    plotter.path(0)
    plotter.arc(Arc(0j, 1.0), Pose(radius, at))


def _tree(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    radius, count = float(rng.uniform(10, 30)), int(rng.integers(8, 16))
    plotter.path(1)
    for angle in np.linspace(0, 2 * np.pi, count, endpoint=False):
        centre = at + radius * np.exp(1j * angle)
        plotter.arc(
            Arc(0j, 1.0, float(np.degrees(angle)) - 90, 180), Pose(radius * 2.5 / count, complex(centre))
        )
        plotter.line(at, complex(at + radius * rng.uniform(0.3, 0.9) * np.exp(1j * angle)))


def _insulation(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    radius = float(rng.uniform(2, 6))
    plotter.path(2)
    for k in range(int(rng.integers(8, 40))):
        plotter.arc(Arc(0j, 1.0, 180.0 * (k % 2), 180), Pose(radius, at + k * radius))


def _contours(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    heading = np.cumsum(rng.normal(0, 0.3, 40)) + rng.uniform(0, 6)
    for k in range(4):
        points = at + 6j * k + np.cumsum(8 * np.exp(1j * (heading + 0.05 * k)))
        plotter.path(2)
        for a, b in pairwise(points):
            plotter.line(complex(a), complex(b))


def _bricks(plotter: Plotter, rng: np.random.Generator, at: complex) -> None:
    width = float(rng.uniform(8, 20))
    plotter.path(0)
    for row in range(int(rng.integers(3, 8))):
        y = at + 1j * row * width / 3
        plotter.line(y, y + 8 * width)
        for k in range(8):
            joint = y + (k + row % 2 / 2) * width
            plotter.line(joint, joint + 1j * width / 3)


_PIECES: Final = (_walls, _hatch, _dimension, _letters, _letters, _grid, _circles)
_HELD_OUT: Final = (_tree, _insulation, _contours, _bricks, _letters)
