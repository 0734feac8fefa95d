"""Synthetic sheets as CAD plots them, with truth: symbols at any angle, mirrored, with wires, in clutter.

Wires end at symbols, go on in the same path, or are one stroke with the symbol's stub; circles are cut at the page's
axes or turn with their symbol; letters tell variants; a legend shows every class at a scale of its own. All is drawn
from one seed, so a seed held out is a sheet nobody has tuned on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from benchmarks.cad_clutter import Clutter, plan_clutter
from benchmarks.cad_plotter import HEIGHT, WIDTH, Plotter, Pose
from benchmarks.cad_symbols import SYMBOLS, Symbol
from orchestrator.geometry import Box
from orchestrator.pages import Page

LEGEND_SCALES: Final = (0.7, 1.8)
_PLAN_LEFT: Final = 320.0
_PITCH: Final = 84.0
_RIGHT_ANGLES: Final = 0.6
"""Share of symbols at a quarter turn; the others lie at any angle."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One symbol of a plan: its class with the letter that tells its variant, its box, and how it lies."""

    name: str
    bbox: Box
    rotation: float
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its truth: the plan's symbols, the legend's box of each class, its size over the plan's."""

    page: Page
    placed: tuple[Placed, ...]
    legend: dict[str, Box]
    legend_scales: dict[str, float]


def draw_sheet(seed: int, *, clutter: Clutter = plan_clutter, strokes: int = 6_000) -> Sheet:
    """Return a sheet; `strokes` of it are clutter."""
    rng = np.random.default_rng(seed)
    plotter = Plotter()
    clutter(plotter, rng, strokes)
    sizes = {symbol.name: float(rng.uniform(11, 28)) for symbol in SYMBOLS}
    kinds = [(symbol, letter) for symbol in SYMBOLS for letter in symbol.letters]
    legend, scales = {}, {}
    for row, (symbol, letter) in enumerate(kinds):
        name = symbol.name + letter
        scales[name] = float(rng.uniform(*LEGEND_SCALES))
        pose = Pose(sizes[symbol.name] * scales[name], complex(60, 60 + (HEIGHT - 120) * row / len(kinds)))
        plotter.path()
        _strokes(plotter, symbol, pose)
        plotter.word("DESCRIPTION", pose.shift + 90, 8)
        legend[name] = _letter_and_box(plotter, symbol, letter, pose)
    placed = _plan(plotter, rng, kinds, sizes)
    return Sheet(plotter.page(), tuple(placed), legend, scales)


def _plan(
    plotter: Plotter, rng: np.random.Generator, kinds: list[tuple[Symbol, str]], sizes: dict[str, float]
) -> list[Placed]:
    placed = []
    for x in np.arange(_PLAN_LEFT + _PITCH / 2, WIDTH - _PITCH, _PITCH):
        for y in np.arange(_PITCH / 2, HEIGHT - _PITCH / 2, _PITCH):
            if rng.random() < 0.25:
                continue
            symbol, letter = kinds[int(rng.integers(len(kinds)))]
            shift = complex(x + rng.uniform(-14, 14), y + rng.uniform(-14, 14))
            square = rng.random() < _RIGHT_ANGLES
            angle = float(rng.integers(4) * np.pi / 2 if square else rng.uniform(0, 2 * np.pi))
            turn = complex(sizes[symbol.name] * np.exp(1j * angle))
            pose = Pose(turn, shift, bool(rng.random() < 0.3))
            _symbol_with_wires(plotter, rng, symbol, pose)
            box = _letter_and_box(plotter, symbol, letter, pose)
            placed.append(Placed(symbol.name + letter, box, float(np.degrees(angle)), pose.mirrored))
    return placed


def _symbol_with_wires(plotter: Plotter, rng: np.random.Generator, symbol: Symbol, pose: Pose) -> None:
    """Draw a symbol and a wire from each stub: a path of its own, the same path, or one stroke with the stub."""
    way = ("none", "apart", "same_path", "one_stroke")[int(rng.integers(4))]
    plotter.path(int(rng.random() < 0.15))
    _strokes(plotter, symbol, pose, stubs=way != "one_stroke", from_axis=bool(rng.random() < 0.5))
    if way == "none":
        return
    for inner, outer in symbol.stubs:
        reach = float(rng.uniform(8, 30)) / abs(pose.turn)
        heading = (outer - inner) / abs(outer - inner)
        end = outer + heading * reach
        if way == "apart":
            plotter.path(int(rng.integers(2)))
        plotter.line(pose(inner if way == "one_stroke" else outer), pose(end))
        plotter.line(pose(end), pose(end + heading * 1j * reach * float(rng.choice([-1, 1]))))


def _strokes(
    plotter: Plotter, symbol: Symbol, pose: Pose, *, stubs: bool = True, from_axis: bool = False
) -> None:
    for points in symbol.lines:
        for a, b in pairwise(points):
            plotter.line(pose(a), pose(b))
    for arc in symbol.arcs:
        plotter.arc(arc, pose, from_axis=from_axis)
    for inner, outer in symbol.stubs if stubs else ():
        plotter.line(pose(inner), pose(outer))


def _letter_and_box(plotter: Plotter, symbol: Symbol, letter: str, pose: Pose) -> Box:
    """Set the letter in a symbol's middle and return the box of its body, without stubs."""
    steps = np.radians(np.arange(0, 361, 10) / 360)
    points = [point for line in symbol.lines for point in line]
    for arc in symbol.arcs:
        turned = np.exp(1j * (np.radians(arc.start) + steps * arc.sweep))
        points += (arc.centre + arc.radius * turned).tolist()
    at = np.array([pose(point) for point in points])
    x, y = float(at.real.min()), float(at.imag.min())
    width, height = float(np.ptp(at.real)), float(np.ptp(at.imag))
    if letter:
        plotter.word(letter, complex(x + width / 2, y + height / 2), abs(pose.turn) * 0.3)
    return round(x, 2), round(y, 2), round(width, 2), round(height, 2)
