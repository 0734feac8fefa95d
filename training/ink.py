"""Marks on paper: the parametric vector primitives that symbols and sheets are drawn with.

Local coordinates are millimetres on paper at a symbol's nominal size, x to the right, y down, origin at
the symbol's insertion point. Angles are degrees, counted clockwise as seen on paper (y is down).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Path:
    """One stroked and/or filled path.

    Attributes:
        points: polyline vertices, or when `curve` is set the points of chained cubic Beziers: p0, then
            (control, control, end) for each segment.
        closed: whether the last point is joined to the first.
        fill: grey of the inside, 0 black to 1 white; None leaves it open.
        width: pen width relative to the sheet's pen (1.0); 0 fills without a stroke.
        curve: whether `points` are Beziers.
        dash: dash and gap lengths in mm; empty for a solid line.
        body: whether the mark counts for the symbol's box (leads and stubs do not).
        pale: how much lighter than its ink it is drawn, 0 as it is to 1 white.
    """

    points: tuple[Point, ...]
    closed: bool = False
    fill: float | None = None
    width: float = 1.0
    curve: bool = False
    dash: tuple[float, ...] = ()
    body: bool = True
    pale: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of lettering, centred on (x, y).

    Attributes:
        string: what is written.
        x: centre, mm.
        y: centre of the capitals, mm.
        height: cap height, mm.
        angle: clockwise degrees.
        upright: whether the letters stay readable (0 or 90 degrees) when the symbol is turned.
        body: whether the lettering belongs to the symbol's box (only letters drawn outside every outline
            that are the symbol itself, such as the `S` of a switch).
        anchor: `middle`, `start` or `end`: what x means.
    """

    string: str
    x: float
    y: float
    height: float = 2.0
    angle: float = 0.0
    upright: bool = True
    body: bool = False
    anchor: str = "middle"


Mark = Path | Text


@dataclass(frozen=True, slots=True)
class Port:
    """Where a wire meets the symbol: a point and the outward direction in degrees (0 right, 90 down)."""

    x: float
    y: float
    direction: float


@dataclass(frozen=True, slots=True)
class Symbol:
    """One drawn symbol: its marks and the points where wires attach."""

    marks: tuple[Mark, ...]
    ports: tuple[Port, ...] = ()

    def body_box(self) -> tuple[float, float, float, float]:
        """Return (x0, y0, x1, y1) in mm around the marks that count as body, pen width left out."""
        return bounds(mark for mark in self.marks if mark.body)


def line(*points: Point, width: float = 1.0, dash: tuple[float, ...] = (), body: bool = True) -> Path:
    """Return an open polyline through `points`."""
    return Path(tuple(points), width=width, dash=dash, body=body)


def lead(*points: Point) -> Path:
    """Return a connection stub, which does not count for the symbol's box."""
    return Path(tuple(points), body=False)


def polygon(*points: Point, fill: float | None = None, width: float = 1.0) -> Path:
    """Return a closed polygon."""
    return Path(tuple(points), closed=True, fill=fill, width=width)


def rectangle(
    x0: float, y0: float, x1: float, y1: float, *, fill: float | None = None, width: float = 1.0
) -> Path:
    """Return an axis-parallel rectangle between two corners."""
    return polygon((x0, y0), (x1, y0), (x1, y1), (x0, y1), fill=fill, width=width)


def circle(x: float, y: float, radius: float, *, fill: float | None = None, width: float = 1.0) -> Path:
    """Return a circle of four Bezier quarters."""
    return ellipse(x, y, (radius, radius), fill=fill, width=width)


def ellipse(x: float, y: float, radii: Point, *, fill: float | None = None, width: float = 1.0) -> Path:
    """Return an axis-parallel ellipse of four Bezier quarters."""
    points = _arc_points((x, y), radii, 0.0, 360.0)
    return Path(points, closed=True, fill=fill, width=width, curve=True)


def arc(x: float, y: float, radius: float, start: float, end: float, *, width: float = 1.0) -> Path:
    """Return an arc from `start` to `end` degrees, clockwise on paper when end > start."""
    return Path(_arc_points((x, y), (radius, radius), start, end), width=width, curve=True)


def bezier(*points: Point, width: float = 1.0) -> Path:
    """Return chained cubic Beziers: start, then (control, control, end) for each segment."""
    return Path(tuple(points), width=width, curve=True)


def _arc_points(centre: Point, radii: Point, start: float, end: float) -> tuple[Point, ...]:
    pieces = max(1, math.ceil(abs(end - start) / 90.0 - 1e-9))
    step = math.radians(end - start) / pieces
    handle = 4.0 / 3.0 * math.tan(step / 4.0)
    angle = math.radians(start)
    points: list[Point] = [_on_ellipse(centre, radii, angle, 0.0)]
    for _ in range(pieces):
        points.append(_on_ellipse(centre, radii, angle, handle))
        angle += step
        points.append(_on_ellipse(centre, radii, angle, -handle))
        points.append(_on_ellipse(centre, radii, angle, 0.0))
    return tuple(points)


def _on_ellipse(centre: Point, radii: Point, angle: float, along: float) -> Point:
    cosine, sine = math.cos(angle), math.sin(angle)
    return (
        centre[0] + radii[0] * (cosine - along * sine),
        centre[1] + radii[1] * (sine + along * cosine),
    )


@dataclass(frozen=True, slots=True)
class Transform:
    """Mirror in x, then scale, then turn clockwise by `angle` degrees, then shift by (dx, dy)."""

    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    angle: float = 0.0
    mirrored: bool = False

    def point(self, point: Point) -> Point:
        """Return the image of `point`."""
        x = -point[0] if self.mirrored else point[0]
        cosine, sine = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        px, py = x * self.scale, point[1] * self.scale
        return (self.dx + px * cosine - py * sine, self.dy + px * sine + py * cosine)

    def direction(self, degrees: float) -> float:
        """Return the image of a direction, in [0, 360)."""
        turned = 180.0 - degrees if self.mirrored else degrees
        return (turned + self.angle) % 360.0

    def mark(self, mark: Mark) -> Mark:
        """Return the image of a mark; upright lettering stays readable."""
        return self._text(mark) if isinstance(mark, Text) else self.path(mark)

    def path(self, path: Path) -> Path:
        """Return the image of a path; dashes scale with it."""
        points = tuple(self.point(p) for p in path.points)
        return replace(path, points=points, dash=tuple(d * self.scale for d in path.dash))

    def _text(self, text: Text) -> Text:
        x, y = self.point((text.x, text.y))
        angle = (text.angle + self.angle) % 360.0
        if text.upright:
            angle = readable(angle)
        anchor = {"start": "end", "end": "start"}.get(text.anchor, "middle") if self.mirrored else text.anchor
        return replace(text, x=x, y=y, height=text.height * self.scale, angle=angle, anchor=anchor)

    def symbol(self, symbol: Symbol) -> Symbol:
        """Return the image of a whole symbol, its ports included."""
        ports = tuple(Port(*self.point((p.x, p.y)), self.direction(p.direction)) for p in symbol.ports)
        return Symbol(tuple(self.mark(mark) for mark in symbol.marks), ports)


def readable(angle: float) -> float:
    """Return the nearest of 0 and 270 degrees: lettering reads from below or from the right."""
    return 0.0 if (angle % 180.0) < 45.0 or (angle % 180.0) >= 135.0 else 270.0


def text_size(text: Text) -> tuple[float, float]:
    """Return (width, height) in mm that lettering takes at angle 0, by Helvetica's mean advance."""
    return 0.8 * text.height * max(len(text.string), 1), text.height


def bounds(marks: Iterable[Mark]) -> tuple[float, float, float, float]:
    """Return (x0, y0, x1, y1) around marks; Bezier control hulls are sampled, not taken as they are.

    Raises:
        ValueError: when there is nothing to bound.
    """
    points = [point for mark in marks for point in outline(mark)]
    if not points:
        raise ValueError("no marks to bound")
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def outline(mark: Mark) -> Sequence[Point]:
    """Return points on the mark: vertices, eight samples a Bezier segment, or a text's corners."""
    if isinstance(mark, Text):
        return _text_corners(mark)
    return flatten(mark.points) if mark.curve else mark.points


def flatten(points: Sequence[Point], samples: int = 8) -> list[Point]:
    """Return a polyline along chained cubic Beziers, `samples` points a segment."""
    flat = [points[0]]
    for i in range(0, len(points) - 1, 3):
        a, b, c, d = points[i : i + 4]
        for k in range(1, samples + 1):
            t = k / samples
            u = 1 - t
            w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
            flat.append(
                (
                    w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
                    w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
                )
            )
    return flat


def _text_corners(text: Text) -> list[Point]:
    width, height = text_size(text)
    left = {"middle": -width / 2, "start": 0.0, "end": -width}[text.anchor]
    place = Transform(text.x, text.y, angle=text.angle)
    return [place.point((left + dx, dy)) for dx in (0.0, width) for dy in (-height / 2, height / 2)]
