"""Revision triangles: a small triangle with the revision's number or letter in it, beside what it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from math import hypot
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.components import Cloud, RevisionMark
from orchestrator.geometry import Point, bounds, centre, encloses
from orchestrator.pages import Page, Vectors, Word

_MARK: Final = re.compile(r"[A-Z]|\d{1,2}|\d[A-Z]")
"""Not a letter and then a number: that is the tag of a diode or an instrument; `12V` is a rating."""

_SHORTEST_PT, _LONGEST_PT = 7.0, 60.0
"""Of a triangle's sides."""

_MOST_UNEQUAL: Final = 1.6
"""How many times longer one side may be than another."""

_TOUCH_PT: Final = 0.4
_MOST_TRIANGLES: Final = 3_000
"""Of a page: a hatch has more, and each is compared with the words."""

_LARGEST_WORD: Final = 1.3
"""How high a word may be in terms of the triangle: the box of a word is higher than its letters."""

NEAR_PT: Final = 72.0
"""How far from a cloud's outline its triangle is, at most; some stand at the end of a short leader."""

Corners = NDArray[np.float64]


def revision_marks(page: Page) -> list[RevisionMark]:
    """Return the triangles of a page that hold one word, and that is a revision's number or letter."""
    triangles = _triangles(page.vectors)
    words = [word for word in page.words if _MARK.fullmatch(word.text)]
    if not words or len(triangles) > _MOST_TRIANGLES:
        return []
    marks, every = _middles(words), _middles(page.words)
    found = dict[tuple[str, int, int], RevisionMark]()
    for corners in triangles:
        box = bounds(corners)
        inside = _inside(corners, marks)
        if len(inside) == 1 and _fits(words[inside[0]], box[3]) and len(_inside(corners, every)) == 1:
            text = words[inside[0]].text
            place = text, round(box[0] / _SHORTEST_PT), round(box[1] / _SHORTEST_PT)
            found.setdefault(place, RevisionMark(revision=text, bbox=_rounded(box)))
    return list(found.values())


def with_revisions(clouds: Iterable[Cloud], marks: Sequence[RevisionMark]) -> list[Cloud]:
    """Return clouds, each with the revision of the nearest triangle that no other cloud is nearer to."""
    found = list(clouds)
    nearest = dict[int, tuple[float, str]]()
    for mark in marks if found else ():
        away, number = min((to_outline(cloud.polygon, centre(mark.bbox)), i) for i, cloud in enumerate(found))
        if away <= NEAR_PT:
            nearest[number] = min(nearest.get(number, (away, mark.revision)), (away, mark.revision))
    return [
        cloud.model_copy(update={"revision": nearest[i][1]}) if i in nearest else cloud
        for i, cloud in enumerate(found)
    ]


def to_outline(corners: Sequence[Point], point: Point) -> float:
    """Return how far a point is from the nearest side of a polygon, inside or outside, points."""
    return min(_to_side(a, b, point) for a, b in pairwise([*corners, corners[0]]))


def _to_side(a: Point, b: Point, point: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / ((dx * dx + dy * dy) or 1.0)
    share = min(max(along, 0.0), 1.0)
    return hypot(point[0] - a[0] - share * dx, point[1] - a[1] - share * dy)


def _middles(words: Sequence[Word]) -> Corners:
    return np.array([centre(word.bbox) for word in words])


def _inside(corners: Sequence[Point], points: Corners) -> list[int]:
    """Return which of (N, 2) points lie in a triangle."""
    _, _, width, height = box = bounds(corners)
    around = (np.abs(points - centre(box)) <= (width / 2, height / 2)).all(axis=1)
    return [int(i) for i in np.flatnonzero(around) if encloses(corners, *points[i])]


def _fits(word: Word, height: float) -> bool:
    return min(word.bbox[2:]) <= _LARGEST_WORD * height


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x, y, width, height = (round(value, 2) for value in box)
    return x, y, width, height


def _triangles(vectors: Vectors) -> list[tuple[Point, Point, Point]]:
    """Return the corners of what three lines drawn one after another close, each in either direction."""
    lines = _lines(vectors)
    if len(lines) < len("abc"):
        return []
    found = []
    sides_of = [(line, line[:, ::-1]) for line in (lines[:-2], lines[1:-1], lines[2:])]
    for a, b, c in product(*sides_of):
        meets = [a[:, 1] - b[:, 0], b[:, 1] - c[:, 0], c[:, 1] - a[:, 0]]
        closed = np.all([np.abs(gap).max(axis=1) <= _TOUCH_PT for gap in meets], axis=0)
        found.append(np.stack([a[:, 0], b[:, 0], c[:, 0]], axis=1)[closed])
    corners = np.concatenate(found)
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    shortest, longest = sides.min(axis=1), sides.max(axis=1)
    right = (shortest >= _SHORTEST_PT) & (longest <= _LONGEST_PT) & (longest <= _MOST_UNEQUAL * shortest)
    return [((a[0], a[1]), (b[0], b[1]), (c[0], c[1])) for a, b, c in corners[right].tolist()]


def _lines(vectors: Vectors) -> Corners:
    """Return (N, 2, 2) the ends of the lines that are longer than nothing, in the order they are drawn."""
    ops = np.frombuffer(vectors.ops.encode(), "S1")
    sizes = np.where((ops == b"c") | (ops == b"q"), 8, 4)
    starts = (np.cumsum(sizes) - sizes)[ops == b"l"]
    lines = np.asarray(vectors.coords, np.float64)[starts[:, None] + np.arange(4)].reshape(-1, 2, 2)
    kept: Corners = lines[np.abs(lines[:, 1] - lines[:, 0]).max(axis=1) > _TOUCH_PT]
    return kept
