"""Whether an exemplar can be told from other things: bare circles, pairs of lines and specks cannot."""

from __future__ import annotations

from typing import Final

import numpy as np

from orchestrator.recognition.repeats.rings import circle_centres
from orchestrator.recognition.repeats.strokes import Points, Strokes, sample

SMALLEST_PT: Final = 5.0
"""Longer side of an exemplar: ten pixels of a page image at 150 dpi."""

_ROUND: Final = 0.03
"""How far from a circle, in terms of its radius, the points of a circle drawn as a polygon lie."""

_SAME_ANGLE: Final = np.radians(3)
_SAME_PT: Final = 0.4
_FEWEST_LINES: Final = 3


def problem(strokes: Strokes, words: tuple[str, ...]) -> str | None:
    """Return why strokes cannot be an exemplar, as a sentence, or None; a circle with a text in it can."""
    low, high = strokes.corners()
    size = max(np.ptp([low.real.min(), high.real.max()]), np.ptp([low.imag.min(), high.imag.max()]))
    if size < SMALLEST_PT:
        return (
            f"The symbol is {size:.1f} points large; below {SMALLEST_PT:.0f} it looks like dots and letters."
        )
    if _on_one_circle(sample(strokes, 0.5).points):
        return None if words else "A bare circle or arc looks like many other things; include what marks it."
    lines, rounds = _count(strokes)
    if not rounds and lines < _FEWEST_LINES:
        what = "A single line looks" if lines == 1 else "Two lines look"
        return f"{what} like any wire or wall; include more of the symbol."
    return None


def marks(strokes: Strokes) -> int:
    """Return how much there is to know strokes by: different lines, and different circles twice."""
    lines, rounds = _count(strokes)
    return lines + 2 * rounds


def distinctiveness(strokes: Strokes, known: int) -> float:
    """Return how unlike other things strokes with so many marks are, 0..1: grows with lines, arcs and size."""
    low, high = strokes.corners()
    size = max(np.ptp([low.real.min(), high.real.max()]), np.ptp([low.imag.min(), high.imag.max()]))
    weighed = max(known - 1, 0) * min(float(size) / 10, 1.0)
    return float(1 - np.exp(-weighed / 3))


def _on_one_circle(points: Points) -> bool:
    """Tell whether points lie on one circle or arc (algebraic fit, Kåsa 1976); straight lines do not."""
    x, y = points.real - points.real.mean(), points.imag - points.imag.mean()
    design = np.stack([x, y, np.ones_like(x)], axis=1)
    (a, b, c), *_ = np.linalg.lstsq(design, x * x + y * y, rcond=None)
    radius = float(np.sqrt(max(c + (a * a + b * b) / 4, 0.0)))
    span = max(np.ptp(x), np.ptp(y))
    off = np.abs(np.hypot(x - a / 2, y - b / 2) - radius)
    return bool(0 < radius < 4 * span and off.max() < max(_ROUND * radius, 0.05))


def _count(strokes: Strokes) -> tuple[int, int]:
    """Return how many different straight lines the strokes lie on, and on how many different circles."""
    straight = strokes.controls[strokes.straight]
    starts, angles = straight[:, 0], np.angle(straight[:, 3] - straight[:, 0])
    lines = 0
    while len(starts):
        turn = (angles - angles[0] + np.pi / 2) % np.pi - np.pi / 2
        apart = ((starts - starts[0]) * np.exp(-1j * angles[0])).imag
        other = (np.abs(turn) >= _SAME_ANGLE) | (np.abs(apart) >= _SAME_PT)
        starts, angles = starts[other], angles[other]
        lines += 1
    centres = circle_centres(strokes.controls[~strokes.straight])
    return lines, len(np.unique(np.round(centres / 0.8)))
