"""Two issues of one synthetic CAD sheet with truth: what was added, removed, moved and relabelled between them.

The second issue is plotted anew: shifted, scaled or turned, with other pens, its strokes in another order, drawn the
other way round or in two pieces, coordinates rounded anew. Half of the symbols have a tag beside them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from benchmarks.cad_clutter import Clutter, plan_clutter
from benchmarks.cad_plotter import HEIGHT, WIDTH, Plotter, Pose
from benchmarks.cad_sheets import _letter_and_box, _symbol_with_wires
from benchmarks.cad_symbols import SYMBOLS, Symbol
from orchestrator.components import Component, band_of
from orchestrator.geometry import Box, bounds
from orchestrator.pages import Page, Style, Word
from orchestrator.recognition.compare.similarity import Similarity
from orchestrator.recognition.repeats.strokes import sample, strokes_of

_PITCH: Final = 84.0
_LEFT: Final = 120.0
_MARGIN: Final = 40.0
_CLEAR_PT: Final = 6.0
_LETTERED: Final = {symbol.name: symbol.letters for symbol in SYMBOLS if len(symbol.letters) > 1}
_PENS: Final = (
    Style(stroke="#102030", width_pt=0.9),
    Style(stroke="#ff00ff", width_pt=0.1),
    Style(stroke="#00aa00", width_pt=0.35),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One symbol: its class with the letter of its variant, how it lies, its tag, and the seed of its wires."""

    symbol: Symbol
    letter: str
    pose: Pose
    tag: str | None
    wires: int

    @property
    def name(self) -> str:
        """The class."""
        return self.symbol.name + self.letter


@dataclass(frozen=True, slots=True)
class Truth:
    """Boxes by what happened: of the first page what went, of the second what came, pairs of both what stayed."""

    added: tuple[Box, ...]
    removed: tuple[Box, ...]
    moved: tuple[tuple[Box, Box], ...]
    relabelled: tuple[tuple[Box, Box], ...]
    redrawn: tuple[Box, ...] = ()
    """Boxes on the second page of lines that hold no component and came or went."""


@dataclass(frozen=True, slots=True)
class Issues:
    """Two issues of a sheet with their components, and what changed between them."""

    base: Page
    other: Page
    before: tuple[Component, ...]
    after: tuple[Component, ...]
    truth: Truth
    to_other: Similarity


@dataclass(slots=True)
class _Plan:
    """What a sheet shows: clutter, and symbols by the cell they are in."""

    clutter: Plotter
    symbols: dict[complex, Placed]
    free: list[complex]
    lines: list[tuple[complex, complex]] = field(default_factory=list)


def issues(
    seed: int,
    to_other: Similarity = Similarity(),  # noqa: B008 - frozen
    *,
    clutter: Clutter = plan_clutter,
    strokes: int = 3_000,
    changes: int = 6,
) -> Issues:
    """Return two issues of a sheet; so many symbols each were added, removed, moved and relabelled.

    Lines that hold no component came and went: two in the open, and one beside a symbol of each of those kinds.
    """
    rng = np.random.default_rng(seed)
    base = _plan(rng, clutter, strokes)
    other = _Plan(base.clutter, dict(base.symbols), list(base.free), list(base.lines))
    cells = list(base.symbols)
    chosen = [cells[i] for i in rng.permutation(len(cells))[: 3 * changes]]
    removed, moved, renamed = (chosen[k::3] for k in range(3))
    gone = [other.symbols.pop(cell) for cell in removed]
    shifts = {cell: _moved(rng, base.symbols[cell]) for cell in moved}
    names = {cell: _renamed(rng, base.symbols[cell]) for cell in renamed}
    other.symbols |= shifts | names
    added = {cell: _symbol(rng, cell, base) for cell in base.free[:changes]}
    added = {cell: _unlike(one, gone, rng, cell, base) for cell, one in added.items()}
    other.symbols |= added
    lines = other.lines[:2]
    other.lines = other.lines[2:]
    aside = np.random.default_rng([seed, 1])
    for plan, places in ((base, removed), (base, moved), (other, list(added)), (other, renamed)):
        plan.lines += (near := [_beside(aside, cell, (base, other)) for cell in places[:1]])
        lines += near
    first, second = _drawn(base), _drawn(other)
    boxes = {cell: _box(one) for cell, one in other.symbols.items()}
    old = {cell: _box(one) for cell, one in base.symbols.items()}
    truth = Truth(
        added=tuple(to_other.box(boxes[cell]) for cell in added),
        removed=tuple(old[cell] for cell in removed),
        moved=tuple((old[cell], to_other.box(boxes[cell])) for cell in shifts),
        relabelled=tuple((old[cell], to_other.box(boxes[cell])) for cell in names),
        redrawn=tuple(to_other.box(bounds([(a.real, a.imag), (b.real, b.imag)])) for a, b in lines),
    )
    before, after = (_components(plan.symbols) for plan in (base, other))
    after = tuple(one.model_copy(update={"bbox": to_other.box(one.bbox)}) for one in after)
    return Issues(first.page(), replot(second.page(), to_other, seed), before, after, truth, to_other)


def replot(page: Page, to_other: Similarity, seed: int) -> Page:
    """Return a page plotted anew: other place, size and pens, strokes in another order, some cut in two."""
    rng = random.Random(seed)  # noqa: S311 - drawings, no secrets
    plotter = Plotter()
    coords = page.vectors.coords
    items, start = [], 0
    for op in page.vectors.ops:
        size = 8 if op == "c" else 4
        numbers = np.array(coords[start : start + size]).reshape(-1, 2) @ np.array([1, 1j])
        start += size
        points = [complex(p) for p in to_other(numbers)]
        items += [(op, points)] if op == "c" or rng.random() < 0.85 else _halves(points, rng)
    rng.shuffle(items)
    for op, points in items:
        plotter.path(rng.randrange(len(_PENS)))
        ordered = points[::-1] if rng.random() < 0.5 else points
        if op == "c":
            plotter.curve(ordered)
        else:
            plotter.line(*ordered)
    corner = to_other(np.array([0, WIDTH + 1j * HEIGHT, WIDTH, 1j * HEIGHT]))
    words = [Word(text=w.text, bbox=_rounded(to_other.box(w.bbox))) for w in page.words]
    rng.shuffle(words)
    plotted = plotter.page()
    return plotted.model_copy(
        update={
            "words": tuple(words),
            "vectors": plotted.vectors.model_copy(update={"styles": _PENS}),
            "width_pt": round(float(corner.real.max()) + _MARGIN, 1),
            "height_pt": round(float(corner.imag.max()) + _MARGIN, 1),
        }
    )


def other_export(page: Page, seed: int) -> Page:
    """Return a page as another program may export it: every stroke a little elsewhere, as of other blocks and fonts."""
    rng = np.random.default_rng(seed)
    coords = np.array(page.vectors.coords)
    return page.model_copy(
        update={
            "vectors": page.vectors.model_copy(
                update={"coords": tuple(np.round(coords + rng.normal(0, 2.5, len(coords)), 2).tolist())}
            )
        }
    )


def as_recognised(components: tuple[Component, ...], seed: int) -> tuple[Component, ...]:
    """Return components as networks find them: some missed, some called otherwise, every box a little off."""
    rng = random.Random(seed)  # noqa: S311 - drawings, no secrets
    found = []
    for one in components:
        if rng.random() < 0.03:
            continue
        x, y, width, height = (value + rng.gauss(0, 0.7) for value in one.bbox)
        name = rng.choice(SYMBOLS).name if rng.random() < 0.03 else one.class_name
        box = (x, y, max(width, 2.0), max(height, 2.0))
        found.append(one.model_copy(update={"bbox": box, "class_name": name}))
    return tuple(found)


def _plan(rng: np.random.Generator, clutter: Clutter, strokes: int) -> _Plan:
    plotter = Plotter()
    clutter(plotter, rng, strokes)
    _frame(plotter)
    plan = _Plan(plotter, {}, [])
    for x in np.arange(_LEFT + _PITCH / 2, WIDTH - _PITCH, _PITCH):
        for y in np.arange(_PITCH, HEIGHT - 2 * _PITCH, _PITCH):
            cell = complex(x + rng.uniform(-8, 8), y + rng.uniform(-8, 8))
            if rng.random() < 0.3:
                plan.free.append(cell)
            else:
                plan.symbols[cell] = _symbol(rng, cell, plan)
    plan.free = [plan.free[i] for i in rng.permutation(len(plan.free))]
    for cell in plan.free[-6:]:
        plan.lines.append((cell - 30, cell + 30 + complex(0, rng.uniform(-20, 20))))
    plan.free = plan.free[:-6]
    return plan


def _frame(plotter: Plotter) -> None:
    """Draw the border and the empty title block that every sheet of a set has."""
    plotter.path()
    for inset in (18.0, 24.0):
        corners = [
            complex(inset, inset),
            complex(WIDTH - inset, inset),
            complex(WIDTH - inset, HEIGHT - inset),
            complex(inset, HEIGHT - inset),
        ]
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            plotter.line(a, b)
    for row in range(6):
        y = HEIGHT - 24 - 18 * (row + 1)
        plotter.line(complex(WIDTH - 330, y), complex(WIDTH - 24, y))
        plotter.word(
            ("SCALE", "DRAWN", "CHECKED", "DATE", "SHEET", "PROJECT")[row], complex(WIDTH - 300, y + 9), 7
        )


def _symbol(rng: np.random.Generator, cell: complex, plan: _Plan) -> Placed:
    symbol = SYMBOLS[int(rng.integers(len(SYMBOLS)))]
    letter = symbol.letters[int(rng.integers(len(symbol.letters)))]
    angle = float(rng.integers(4) * np.pi / 2 if rng.random() < 0.7 else rng.uniform(0, 6.28))
    pose = Pose(complex(rng.uniform(14, 26) * np.exp(1j * angle)), cell, bool(rng.random() < 0.3))
    tag = f"{symbol.name[:2].upper()}-{len(plan.symbols) + int(cell.real)}" if rng.random() < 0.5 else None
    return Placed(symbol, letter, pose, tag, int(rng.integers(2**31)))


def _unlike(one: Placed, gone: list[Placed], rng: np.random.Generator, cell: complex, plan: _Plan) -> Placed:
    """Return a symbol that nobody could take for one of those that went: of another class, or far away."""
    while any(one.symbol.name == g.symbol.name and abs(g.pose.shift - cell) < 12 * 30 for g in gone):
        one = _symbol(rng, cell, plan)
    return one


def _moved(rng: np.random.Generator, one: Placed) -> Placed:
    reach = abs(one.pose.turn) * float(rng.uniform(0.4, 1.6))
    shift = one.pose.shift + reach * np.exp(1j * float(rng.uniform(0, 6.28)))
    return replace(one, pose=replace(one.pose, shift=complex(shift)))


def _renamed(rng: np.random.Generator, one: Placed) -> Placed:
    """Return a symbol with another tag, with the letter of another variant, or another symbol at its place."""
    if one.tag and rng.random() < 0.5:
        return replace(one, tag=one.tag + "A")
    if others := [letter for letter in _LETTERED.get(one.symbol.name, ()) if letter != one.letter]:
        return replace(one, letter=others[0])
    others_of = [s for s in SYMBOLS if s.name != one.symbol.name and not s.letters[0]]
    return replace(one, symbol=others_of[int(rng.integers(len(others_of)))], letter="")


def _beside(rng: np.random.Generator, cell: complex, plans: Iterable[_Plan]) -> tuple[complex, complex]:
    """Return a line that passes close by a symbol's place, or over it, and ends at nothing drawn of a symbol."""
    drawn = Plotter()
    for plan in plans:
        for at, one in plan.symbols.items():
            if abs(at - cell) < 3 * _PITCH:
                _draw_symbol(drawn, one)
    ink = sample(strokes_of(drawn.page().vectors), 1.0).points
    while True:
        away = np.exp(1j * float(rng.uniform(0, 6.28)))
        middle = cell + away * float(rng.uniform(20, 45))
        line = complex(middle - 25j * away), complex(middle + 25j * away)
        if min(np.abs(ink - end).min() for end in line) > _CLEAR_PT:
            return line


def _drawn(plan: _Plan) -> Plotter:
    plotter = Plotter(
        list(plan.clutter.ops),
        list(plan.clutter.coords),
        list(plan.clutter.path_start),
        list(plan.clutter.path_style),
        list(plan.clutter.words),
    )
    for one in plan.symbols.values():
        _draw_symbol(plotter, one)
    for a, b in plan.lines:
        plotter.path(1)
        plotter.line(a, b)
    return plotter


def _draw_symbol(plotter: Plotter, one: Placed) -> None:
    _symbol_with_wires(plotter, np.random.default_rng(one.wires), one.symbol, one.pose)
    box = _letter_and_box(plotter, one.symbol, one.letter, one.pose)
    if one.tag:
        plotter.word(one.tag, complex(box[0] + box[2] / 2, box[1] + box[3] + 5), 5)


def _box(one: Placed) -> Box:
    return _letter_and_box(Plotter(), one.symbol, one.letter, one.pose)


def _components(symbols: dict[complex, Placed]) -> tuple[Component, ...]:
    return tuple(
        Component(
            id=f"p00001-{i:05d}",
            page=1,
            class_name=one.name,
            bbox=_box(one),
            confidence=0.9,
            band=band_of(0.9),
            tag=one.tag,
        )
        for i, one in enumerate(symbols.values())
    )


def _halves(points: list[complex], rng: random.Random) -> list[tuple[str, list[complex]]]:
    a, b = points
    middle = a + (b - a) * rng.uniform(0.2, 0.8)
    return [("l", [a, middle]), ("l", [middle, b])]


def _rounded(box: Box) -> Box:
    x, y, width, height = (round(value, 2) for value in box)
    return x, y, width, height
