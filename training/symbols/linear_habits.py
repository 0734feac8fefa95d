"""Further habits of drawing troffers, strips and lines of light on plans (NECA 100, IEC 60617-11)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from training.ink import Mark, Path, Symbol, Text, arc, circle, line, polygon, rectangle
from training.symbols.catalogue import Draw, drafted
from training.symbols.linear_lighting import LIGHT
from training.symbols.plan_parts import beside, cap, free, hung, one_of, square

TYPES: Final = ("A1", "A", "F2", "L1E", "B3", "EM", "C", "P4")
Core = Callable[[random.Random, float, float], list[Mark]]  # random source, half width, half depth


def _size(rng: random.Random) -> tuple[float, float]:
    """Return half the width and depth of a luminaire, mm: from square to long and slim."""
    ratio, depth = rng.choice((1.0, 2.0, 2.0, 4.0, 4.0, 8.0)) * rng.uniform(0.9, 1.1), rng.uniform(1.3, 5.5)
    depth = min(depth, 14.0 / ratio)
    return depth * ratio / 2, depth / 2


def _double(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw a second outline close to the first."""
    gap = min(y * 0.3, rng.uniform(0.2, 0.5))
    return [rectangle(-x + gap, -y + gap, x - gap, y - gap)]


def _caps(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw lines or filled fields across both ends."""
    inner = x - min(x * 0.3, rng.uniform(0.4, 1.4))
    if rng.random() < 0.5:
        return [line((s * inner, -y), (s * inner, y)) for s in (-1, 1)]
    return [rectangle(min(s * inner, s * x), -y, max(s * inner, s * x), y, fill=0.0) for s in (-1, 1)]


def _one_end(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Fill one end, a third of the length at most: the part on the emergency circuit."""
    return [rectangle(-x, -y, -x + 2 * x * rng.uniform(0.12, 0.34), y, fill=0.0)]


def _corner(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Fill one corner or two opposite ones."""
    c = min(x, y) * rng.uniform(0.6, 1.0)
    corners = [polygon((s * x, s * y), (s * (x - c), s * y), (s * x, s * (y - c)), fill=0.0) for s in (-1, 1)]
    return list(corners[: rng.randint(1, 2)])


def _hatched(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Rule one half below the diagonal, or all, with slanting lines."""
    pitch = rng.uniform(0.5, 1.0)
    starts = [-x + pitch * k for k in range(1, int((2 * x - 2 * y) / pitch))]
    return [line((s, y), (s + 2 * y, -y), width=0.7) for s in starts] or [line((-x, y), (x, -y))]


def _bowed(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw both diagonals with two opposite fields filled, or a diamond."""
    if rng.random() < 0.5:
        return [polygon((0, -y), (x, 0), (0, y), (-x, 0), fill=rng.choice((None, 0.0)))]
    return [polygon((s * x, -y), (s * x, y), (0, 0), fill=0.0) for s in (-1, 1)]


def _tubes(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw one to four tubes that end before the ends, thin or heavy or broken."""
    count, dash = rng.randint(1, 4), rng.choice(((), (), (1.2, 0.7)))
    reach, pen = x * rng.uniform(0.7, 0.92), rng.choice((1.0, 1.0, 2.0))
    levels = [y * (2 * (k + 1) / (count + 1) - 1) for k in range(count)]
    return [line((-reach, level), (reach, level), dash=dash, width=pen) for level in levels]


def _crossbars(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Part the length into two to eight cells."""
    cells = rng.randint(2, 8)
    return [line((x * (2 * k / cells - 1), -y), (x * (2 * k / cells - 1), y)) for k in range(1, cells)]


def _envelope(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw the lines from the corners to a smaller box or a middle line."""
    del rng
    inner = max(x - y, 0.0) + min(x, y) * 0.4
    low = y * 0.4
    box = rectangle(-inner, -low, inner, low)
    return [box, *(line((sx * x, sy * y), (sx * inner, sy * low)) for sx in (-1, 1) for sy in (-1, 1))]


def _dots(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw two to five dots or rings in a row: spots in a housing, or the points it hangs from."""
    count = rng.randint(2, 5)
    radius = min(y * rng.uniform(0.25, 0.7), x * 0.8 / count)
    fill = rng.choice((None, 0.0))
    return [circle(x * (2 * (k + 0.5) / count - 1), 0, radius, fill=fill) for k in range(count)]


def _half_ring(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw a half-filled outlet in the middle."""
    radius = min(x, y) * rng.uniform(0.4, 0.8)
    return [circle(0, 0, radius), cap((0, 0), radius, rng.choice((0.0, 90.0)))]


def _worded(rng: random.Random, x: float, y: float) -> list[Mark]:
    """Draw a diagonal with the type's letter beside it, or a letter between two lines."""
    height = min(y * 0.75, x * 0.5)
    word = Text(rng.choice(("A", "B", "F", "L", "1", "E")), -x * 0.45, -y * 0.4, height)
    return [line((-x, y), (x, -y)), word]


_CORES: Final[tuple[tuple[str, Core, float], ...]] = (
    ("double", _double, 0.7),
    ("caps", _caps, 0.7),
    ("one_end", _one_end, 0.6),
    ("corner", _corner, 0.6),
    ("hatched", _hatched, 0.6),
    ("bowed", _bowed, 0.5),
    ("tubes", _tubes, 1.0),
    ("crossbars", _crossbars, 0.6),
    ("envelope", _envelope, 0.6),
    ("dots", _dots, 0.6),
    ("half_ring", _half_ring, 0.4),
    ("worded", _worded, 0.5),
)


def _housed(core: Core) -> Draw:
    """Return the drawing function of a rectangle with a core, at times its type beside, rarely a heavy outline."""

    def draw(rng: random.Random) -> Symbol:
        x, y = _size(rng)
        frame = rectangle(-x, -y, x, y, width=rng.choice((1.0, 1.0, 1.0, 2.0)))
        marks = [frame, *core(rng, x, y)]
        return free([*marks, beside(rng, rng.choice(TYPES), marks)] if rng.random() < 0.35 else marks)

    return draw


for _name, _core, _weight in _CORES:
    drafted(f"linear_luminaire/{_name}", "plan", LIGHT, weight=_weight)(_housed(_core))


def _bare_line(rng: random.Random) -> Symbol:
    """Draw a strip as a heavy or broken line with its ends marked by dots, boxes, arrows or strokes."""
    x, size = rng.uniform(3.0, 11.0), rng.uniform(0.4, 0.9)
    middle = line(
        (-x, 0),
        (x, 0),
        width=rng.choice((1.0, 2.0, 3.0)),
        dash=rng.choice(((), (), (1.5, 0.8), (2.0, 0.6, 0.4, 0.6))),
    )
    kind = rng.randint(0, 3)
    ends: list[Mark] = []
    for s in (-1, 1):
        marks: tuple[Mark, ...] = (
            circle(s * (x + size), 0, size, fill=rng.choice((None, 0.0))),
            square(s * (x + size), 0, size, fill=rng.choice((None, 0.0))),
            polygon((s * x, -size), (s * x, size), (s * (x + 1.5 * size), 0), fill=0.0),
            line((s * x - size * 0.6, size), (s * x + size * 0.6, -size)),
        )
        ends.append(marks[kind])
    return free([middle, *ends])


def _bracketed(rng: random.Random) -> Symbol:
    """Draw a tube between two brackets, or in a slim box open at its ends."""
    x, y, lip = rng.uniform(3.0, 9.0), rng.uniform(0.5, 1.2), rng.uniform(0.4, 1.2)
    ends = [line((s * (x - lip), -y), (s * x, -y), (s * x, y), (s * (x - lip), y)) for s in (-1, 1)]
    return free([line((-x, 0), (x, 0), width=rng.choice((1.0, 2.0))), *ends])


def _capsule(rng: random.Random) -> Symbol:
    """Draw a strip with round ends, open, filled or with a middle line."""
    x, y = rng.uniform(3.0, 9.0), rng.uniform(0.5, 1.3)
    right, left = arc(x, 0, y, -90, 90).points, arc(-x, 0, y, 90, 270).points
    points = (
        *right,
        right[-1],
        left[0],
        *left,
        left[-1],
        right[0],
        right[0],
    )  # straight sides are Beziers too
    core = one_of(rng, [], [], [line((-x, 0), (x, 0))])
    return free([Path(points, closed=True, curve=True, fill=rng.choice((None, None, 0.0))), *core])


def _on_wall(rng: random.Random) -> Symbol:
    """Draw a wall strip: a line or slim box before its outlet's ring, or with two stems, filled or open."""
    x, depth, gap = rng.uniform(2.0, 6.5), rng.uniform(0.5, 1.2), rng.uniform(0.3, 1.4)
    bar = rectangle(-x, -gap - depth, x, -gap, fill=rng.choice((None, None, 0.0)))
    feet: tuple[list[Mark], ...] = (
        [line((0, 0), (0, -gap))],
        [cap((0, 0), gap, 180.0, fill=rng.choice((None, 0.0)))],
        [line((s * x * 0.6, 0), (s * x * 0.6, -gap)) for s in (-1, 1)],
    )
    marks: list[Mark] = [bar, *rng.choice(feet)]
    return hung(
        [*marks, beside(rng, rng.choice(("UC", "W1", "B", "VL")), marks)] if rng.random() < 0.3 else marks
    )


def _corner_run(rng: random.Random) -> Symbol:
    """Draw a run of light around a corner: two slim boxes that meet, or a ring of four."""
    x, y, width = rng.uniform(3.0, 6.5), rng.uniform(2.5, 6.0), rng.uniform(0.5, 1.0)
    if rng.random() < 0.4:
        return free([rectangle(-x, -y, x, y), rectangle(-x + width, -y + width, x - width, y - width)])
    return free(
        [polygon((-x, -y), (x, -y), (x, -y + width), (-x + width, -y + width), (-x + width, y), (-x, y))]
    )


drafted("linear_luminaire/bare_line", "iec", LIGHT, weight=1.0)(_bare_line)
drafted("linear_luminaire/bracketed", "iec", LIGHT, weight=0.6)(_bracketed)
drafted("linear_luminaire/capsule", "plan", LIGHT, weight=0.5)(_capsule)
drafted("linear_luminaire/on_wall", "plan", LIGHT, weight=0.8)(_on_wall)
drafted("linear_luminaire/corner_run", "plan", LIGHT, weight=0.3)(_corner_run)
