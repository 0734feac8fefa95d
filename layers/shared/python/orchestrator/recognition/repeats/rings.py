"""Circles of a page: two of them say how a symbol of circles lies, wherever a program cut them into curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from orchestrator.recognition.repeats.strokes import Flags, Floats, Indices, Points, Strokes, first_of_each

_SAME_PT: Final = 0.25
_OFF_PT, _OFF_SHARE = 0.2, 0.01
_SHORTEST: Final = 0.15
"""Of the symbol's size, the distance between two centres that says enough about the angle."""

_MOST_PAIRS: Final = 1_000_000
_LARGEST_PT: Final = 400.0


@dataclass(frozen=True, slots=True)
class Rings:
    """Circles and arcs, each once: centre and radius in points, sorted by the centre's x; and a stroke of each."""

    centres: Points
    radii: Floats
    stroke: Indices


def rings_of(strokes: Strokes) -> Rings:
    """Return the circles that curves lie on."""
    bends = np.flatnonzero(~strokes.straight)
    centres = circle_centres(strokes.controls[bends])
    radii = np.abs(strokes.controls[bends, 0] - centres)
    rows = np.round(np.stack([centres.real, centres.imag, radii], axis=1) / _SAME_PT)
    sound = np.isfinite(rows).all(axis=1) & (radii < _LARGEST_PT)
    kept = np.flatnonzero(sound)[first_of_each(rows[sound])]
    kept = kept[np.argsort(centres[kept].real, kind="stable")]
    return Rings(centres[kept], radii[kept], bends[kept])


def circle_centres(curves: Points) -> Points:
    """Return the centre of the circle through the ends and the middle of each curve (N, 4); of flat ones, a middle."""
    if not len(curves):
        return np.zeros(0, complex)
    a, c = curves[:, 0], curves[:, 3]
    b = (curves @ np.array([1, 3, 3, 1])) / 8
    w = (c - a) / np.where(np.abs(b - a) > 1e-9, b - a, 1)
    flat = np.abs(w.imag) < 1e-6
    centre = (b - a) * (w - np.abs(w) ** 2) / np.where(flat, 1, 2j * w.imag) + a
    found: Points = np.where(flat, b, centre)
    return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of circles on a page that are like two of a symbol's: the centres (N, 2), and a stroke of the first."""

    centres: Points
    stroke: Indices
    anchor: Points


def pairs_like(page: Rings, own: Rings, size_pt: float, scales: tuple[float, float]) -> Pairs | None:
    """Return the page's pairs like the symbol's two circles that are farthest apart, or None where it has no two."""
    if len(own.radii) < 2:
        return None
    apart = np.abs(own.centres[:, None] - own.centres[None, :])
    i, j = np.unravel_index(int(np.argmax(apart)), apart.shape)
    distance = float(apart[i, j])
    if distance < _SHORTEST * size_pt:
        return None
    a, b, scale = _near(page, float(own.radii[i]), distance, scales)
    fits = _close(page.radii[b], own.radii[j] * scale)
    fits &= _close(np.abs(page.centres[b] - page.centres[a]), distance * scale)
    a, b = a[fits], b[fits]
    anchor = own.centres[[i, j]]
    return Pairs(np.stack([page.centres[a], page.centres[b]], axis=1), page.stroke[a], anchor)


def _near(
    page: Rings, radius: float, distance: float, scales: tuple[float, float]
) -> tuple[Indices, Indices, Floats]:
    """Return pairs of a circle of about this radius and any other that is not too far to the left or right."""
    low, high = (scale * radius for scale in scales)
    off = _OFF_PT + _OFF_SHARE * radius
    first = np.flatnonzero((page.radii >= low - off) & (page.radii <= high + off))
    scale = np.clip(page.radii[first] / radius, *scales)
    reach = distance * scale + _OFF_PT + _OFF_SHARE * distance * scale
    x = page.centres.real
    start = np.searchsorted(x, x[first] - reach)
    count = np.searchsorted(x, x[first] + reach, side="right") - start
    room = int(np.searchsorted(np.cumsum(count), _MOST_PAIRS))
    first, scale, start, count = first[:room], scale[:room], start[:room], count[:room]
    which = np.repeat(np.arange(len(first)), count)
    within = np.arange(len(which)) - (np.cumsum(count) - count)[which]
    return first[which], start[which] + within, scale[which]


def _close(found: Floats, wanted: Floats) -> Flags:
    close: Flags = np.abs(found - wanted) < _OFF_PT + _OFF_SHARE * wanted
    return close
